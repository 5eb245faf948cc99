"""What is asked in words is what the data points say, and what they do not say stays unknown."""

from functools import partial
import json

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_twin.core.errors import JammedError, UnsupportedError
from custom_components.tuya_twin.core.model import (
    Bolt,
    BulbCommand,
    BulbMode,
    BulbState,
    Command,
    DeviceKind,
    LockCommand,
    LockState,
    SirenCommand,
    SirenState,
    Status,
)
from custom_components.tuya_twin.core.policy import DEFAULT_RULES
from custom_components.tuya_twin.devices.datapoints import (
    LONGEST_SIREN_SECONDS,
    PROFILES,
    Dps,
    DpValue,
    only_values,
)
from custom_components.tuya_twin.devices.simulator import SimulatedBulb, make_appliance

BULB, SIREN, LOCK = (PROFILES[kind] for kind in DeviceKind)

percents = st.integers(0, 100)
values = st.booleans() | st.integers() | st.text() | st.text("0123456789abcdef+-_x ", max_size=12)
numbers = st.sampled_from(["5", "7", "13", "20", "21", "22", "23", "24", "46", "47"]) | st.text()
junk = st.dictionaries(numbers, values)
colours = st.builds(
    partial(BulbCommand, on=True, mode=BulbMode.COLOUR),
    brightness=st.integers(1, 100),
    hue=st.integers(0, 359),
    saturation=percents,
)
whites = st.builds(
    partial(BulbCommand, on=True, mode=BulbMode.WHITE),
    brightness=st.integers(1, 100),
    kelvin=st.integers(2700, 6500),
)
sirens = st.builds(
    SirenCommand,
    on=st.booleans(),
    volume=st.none() | st.integers(-1000, 1000),
    duration=st.none() | st.integers(-1000, 1000),
    tone=st.none() | st.sampled_from([f"mode_{number}" for number in range(1, 11)]),
)
locks = st.builds(LockCommand, lock=st.booleans())
bulbs = st.builds(
    BulbCommand,
    on=st.booleans(),
    mode=st.sampled_from([BulbMode.WHITE, BulbMode.COLOUR]),
    brightness=st.integers(-1000, 1000),
    hue=st.integers(-1000, 1000),
    saturation=st.integers(-1000, 1000),
    kelvin=st.integers(0, 10000),
)


# What every profile holds to ----------------------------------------------------------------


@pytest.mark.parametrize("kind", DeviceKind)
@given(dps=junk)
def test_whatever_a_device_reports_is_read_without_an_error(
    kind: DeviceKind, dps: dict[str, DpValue]
) -> None:
    PROFILES[kind].decode(dps)
    PROFILES[kind].trouble(dps)


@given(dps=st.dictionaries(numbers, st.text() | st.floats(), max_size=12))
def test_words_where_a_switch_or_a_number_belongs_are_unknown(dps: dict[str, DpValue]) -> None:
    bulb, siren = BULB.decode(dps), SIREN.decode(dps)

    assert isinstance(bulb, BulbState)
    assert isinstance(siren, SirenState)
    assert (bulb.on, bulb.kelvin, siren.sounding, siren.duration) == (None, None, None, None)
    assert LOCK.decode(dps) == LockState(bolt=Bolt.UNKNOWN)


@pytest.mark.parametrize(
    ("kind", "silence"),
    [
        (DeviceKind.BULB, BulbState()),
        (DeviceKind.SIREN, SirenState()),
        (DeviceKind.LOCK, LockState(bolt=Bolt.UNKNOWN)),
    ],
)
def test_a_device_that_has_not_spoken_is_unknown(kind: DeviceKind, silence: object) -> None:
    assert PROFILES[kind].decode({}) == silence


@pytest.mark.parametrize("kind", DeviceKind)
def test_the_hallmark_of_a_kind_is_what_such_a_device_reports(kind: DeviceKind) -> None:
    assert PROFILES[kind].hallmark in make_appliance(kind).status()


@pytest.mark.parametrize(
    ("kind", "command"),
    [
        (DeviceKind.BULB, LockCommand(lock=True)),
        (DeviceKind.SIREN, BulbCommand(on=True)),
        (DeviceKind.LOCK, SirenCommand(on=True)),
        (DeviceKind.BULB, BulbCommand(on=True, mode=BulbMode.SCENE)),
        (DeviceKind.BULB, BulbCommand(on=True, mode=BulbMode.MUSIC)),
    ],
)
def test_what_a_device_has_no_way_to_do_is_refused(kind: DeviceKind, command: Command) -> None:
    with pytest.raises(UnsupportedError):
        PROFILES[kind].encode(command)


@given(command=bulbs)
def test_a_bulb_accepts_every_command_for_it(command: BulbCommand) -> None:
    SimulatedBulb().apply(BULB.encode(command).writes)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("kind", DeviceKind)
def test_what_the_protocols_ask_can_be_said(kind: DeviceKind, status: Status) -> None:
    commands = [of for of_kind, of in DEFAULT_RULES[status].commands.items() if of_kind is kind]

    assert all(PROFILES[kind].encode(command).writes for command in commands)


# Bulbs --------------------------------------------------------------------------------------


def test_red_is_said_in_one_frame_with_switch_and_mode() -> None:
    ask = BULB.encode(DEFAULT_RULES[Status.RED_CRITICAL].commands[DeviceKind.BULB])

    assert ask.writes == {"20": True, "21": "colour", "24": "000003e803e8"}
    assert ask.proof == ask.writes


def test_soft_yellow_is_said_at_thirty_percent() -> None:
    ask = BULB.encode(DEFAULT_RULES[Status.YELLOW_WARNING].commands[DeviceKind.BULB])

    assert ask.writes == {"20": True, "21": "colour", "24": "002d03e8012c"}


def test_warm_white_is_said_at_twenty_percent() -> None:
    ask = BULB.encode(DEFAULT_RULES[Status.GREEN_SAFE].commands[DeviceKind.BULB])

    assert ask.writes == {"20": True, "21": "white", "22": 200, "23": 0}


@given(st.builds(partial(BulbCommand, on=False), brightness=percents))
def test_off_says_nothing_but_off(command: BulbCommand) -> None:
    assert BULB.encode(command).writes == {"20": False}


@given(colours)
def test_a_colour_comes_back_as_it_was_asked(command: BulbCommand) -> None:
    state = BULB.decode(BULB.encode(command).writes)

    assert state == BulbState(
        on=True,
        mode=BulbMode.COLOUR,
        brightness=command.brightness,
        hue=command.hue,
        saturation=command.saturation,
    )


@given(whites)
def test_a_white_comes_back_within_one_percent_and_a_few_kelvin(command: BulbCommand) -> None:
    state = BULB.decode(BULB.encode(command).writes)

    assert isinstance(state, BulbState)
    assert (state.on, state.mode) == (True, BulbMode.WHITE)
    assert state.brightness == command.brightness
    assert state.kelvin is not None
    # A step of the device is 3.8 K.
    assert abs(state.kelvin - command.kelvin) <= 2


@given(whites)
def test_what_a_bulb_shows_can_be_asked_again_without_a_change(command: BulbCommand) -> None:
    writes = BULB.encode(command).writes
    shown = BULB.decode(writes)
    assert isinstance(shown, BulbState)
    assert shown.brightness is not None
    assert shown.kelvin is not None

    again = BulbCommand(on=True, brightness=shown.brightness, kelvin=shown.kelvin)

    assert BULB.encode(again).writes == writes


def test_a_full_turn_of_hue_is_red_again() -> None:
    assert (
        BULB.encode(BulbCommand(on=True, mode=BulbMode.COLOUR, hue=360)).writes["24"]
        == "000003e803e8"
    )


@pytest.mark.parametrize("mode", [BulbMode.WHITE, BulbMode.COLOUR])
def test_zero_percent_is_as_dim_as_a_bulb_can_be_and_not_off(mode: BulbMode) -> None:
    state = BULB.decode(BULB.encode(BulbCommand(on=True, mode=mode, brightness=0)).writes)

    assert isinstance(state, BulbState)
    assert (state.on, state.brightness) == (True, 1)


@pytest.mark.parametrize(
    ("mode", "brightness"), [("colour", 50), ("white", 80), ("scene", 80), ("scene_2", 80)]
)
def test_the_brightness_is_that_of_the_mode(mode: str, brightness: int) -> None:
    state = BULB.decode({"21": mode, "22": 800, "24": "000003e801f4"})

    assert isinstance(state, BulbState)
    assert state.brightness == brightness


def test_a_numbered_scene_is_a_scene() -> None:
    assert BULB.decode({"21": "scene_3"}) == BulbState(mode=BulbMode.SCENE)


@pytest.mark.parametrize(
    "colour",
    ["", "000003e803e", "000003e803e80", "gggg03e803e8", "-00103e803e8", "0x0103e803e8", 0, True],
)
def test_what_is_no_colour_is_unknown(colour: DpValue) -> None:
    assert BULB.decode({"24": colour}) == BulbState()


@pytest.mark.parametrize("dps", [{"22": True}, {"22": "1000"}, {"23": False}, {"20": 1}])
def test_values_of_the_wrong_type_are_unknown(dps: Dps) -> None:
    assert BULB.decode(dps) == BulbState()


# Sirens -------------------------------------------------------------------------------------


def test_an_alarm_is_loud_and_ends_by_itself() -> None:
    ask = SIREN.encode(DEFAULT_RULES[Status.RED_CRITICAL].commands[DeviceKind.SIREN])

    assert ask.writes == {"13": True, "5": "high", "7": 60}
    assert ask.proof == ask.writes


@given(sirens)
def test_silence_changes_no_setting(command: SirenCommand) -> None:
    silence = SirenCommand(
        on=False, volume=command.volume, duration=command.duration, tone=command.tone
    )

    assert SIREN.encode(silence).writes == {"13": False}


def test_a_siren_told_only_to_sound_keeps_its_settings() -> None:
    assert SIREN.encode(SirenCommand(on=True)).writes == {"13": True}


@given(sirens)
def test_a_siren_comes_back_as_it_was_asked(command: SirenCommand) -> None:
    state = SIREN.decode(SIREN.encode(command).writes)

    assert isinstance(state, SirenState)
    assert state.sounding is command.on
    assert state.tone in (command.tone, None)


@given(percents)
def test_a_volume_comes_back_as_the_nearest_the_siren_has(volume: int) -> None:
    state = SIREN.decode(SIREN.encode(SirenCommand(on=True, volume=volume)).writes)

    assert isinstance(state, SirenState)
    assert state.volume is not None
    assert abs(state.volume - volume) <= 17


@given(st.integers())
def test_a_duration_is_one_the_siren_has(duration: int) -> None:
    state = SIREN.decode(SIREN.encode(SirenCommand(on=True, duration=duration)).writes)

    assert isinstance(state, SirenState)
    assert state.duration == sorted([1, duration, LONGEST_SIREN_SECONDS])[1]


@pytest.mark.parametrize(
    "dps", [{"5": "deafening"}, {"5": 3}, {"7": "60"}, {"7": True}, {"13": "on"}, {"21": 4}]
)
def test_what_a_siren_does_not_say_right_is_unknown(dps: Dps) -> None:
    assert SIREN.decode(dps) == SirenState()


# Locks --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lock", "bolt"), [(True, Bolt.LOCKED), (False, Bolt.UNLOCKED)], ids=["lock", "unlock"]
)
def test_a_lock_is_asked_in_one_place_and_answers_in_another(*, lock: bool, bolt: Bolt) -> None:
    ask = LOCK.encode(LockCommand(lock=lock))

    assert ask.writes == {"46": lock}
    assert ask.proof.keys().isdisjoint(ask.writes)
    assert LOCK.decode(ask.proof) == LockState(bolt=bolt)


@given(st.dictionaries(numbers.filter(lambda number: number != "47"), values))
def test_a_lock_is_unknown_until_it_says_where_its_bolt_is(dps: dict[str, DpValue]) -> None:
    assert LOCK.decode(dps) == LockState(bolt=Bolt.UNKNOWN)


@given(junk)
def test_a_lock_is_locked_only_if_it_says_so(dps: dict[str, DpValue]) -> None:
    locked = LOCK.decode(dps) == LockState(bolt=Bolt.LOCKED)

    assert locked is (dps.get("47") is False)


@pytest.mark.parametrize("alarm", ["tongue_not_out", "tongue_bad"])
def test_a_bolt_that_did_not_come_out_is_jammed(alarm: str) -> None:
    assert LOCK.decode({"47": True, "21": alarm}) == LockState(bolt=Bolt.JAMMED)
    assert isinstance(LOCK.trouble({"21": alarm}), JammedError)


def test_a_bolt_that_is_out_is_locked_whatever_was_before() -> None:
    assert LOCK.decode({"47": False, "21": "tongue_not_out"}) == LockState(bolt=Bolt.LOCKED)


@pytest.mark.parametrize("alarm", ["normal", "low_battery", 1, True])
def test_other_alarms_are_no_jam(alarm: DpValue) -> None:
    assert LOCK.decode({"47": True, "21": alarm}) == LockState(bolt=Bolt.UNLOCKED)
    assert LOCK.trouble({"21": alarm}) is None


@pytest.mark.parametrize("kind", [DeviceKind.BULB, DeviceKind.SIREN])
def test_bulbs_and_sirens_have_no_trouble_of_their_own(kind: DeviceKind) -> None:
    assert PROFILES[kind].trouble({"21": "tongue_not_out"}) is None


# What comes off the wire --------------------------------------------------------------------


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text() | st.integers(), json_values))
def test_only_values_of_data_points_are_taken(raw: dict[object, object]) -> None:
    taken = only_values(raw)

    assert all(isinstance(number, str) for number in taken)
    assert all(isinstance(value, bool | int | str) for value in taken.values())
    assert json.loads(json.dumps(taken)) == taken
