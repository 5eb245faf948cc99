"""Bulbs show what they are asked to, as far as they can, and say what they show."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_twin.core.errors import UnsupportedError
from custom_components.tuya_twin.core.model import (
    BulbCommand,
    BulbEffect,
    BulbMode,
    BulbState,
    PutBackCommand,
    Status,
)
from custom_components.tuya_twin.core.planning import alarm_light
from custom_components.tuya_twin.core.policy import DEFAULT_LEVELS
from custom_components.tuya_twin.devices.profiles import (
    BulbProfile,
    Colour,
    ColourFormat,
    Dps,
    DpValue,
    Range,
)
from custom_components.tuya_twin.devices.profiles.presets import (
    BULBS,
    TYPE_A,
    TYPE_B,
    TYPE_C,
)
from custom_components.tuya_twin.devices.simulator import (
    SimulatedBulb,
    SimulatedBulbA,
    SimulatedBulbC,
    Value,
)
from custom_components.tuya_twin.devices.simulator.bulbs import Lamp
from tests.devices.profiles.kit import colours, percents, whites

RED, YELLOW = (
    alarm_light(DEFAULT_LEVELS[status].bulbs)
    for status in (Status.RED_CRITICAL, Status.YELLOW_WARNING)
)
GREEN = BulbCommand(on=True, brightness=20)
DIMMABLE = [profile for profile in BULBS.values() if profile.brightness is not None]
COLOURED = [profile for profile in BULBS.values() if profile.colour is not None]
WITH_TEMPERATURE = [profile for profile in BULBS.values() if profile.temperature is not None]

# What the protocols ask ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("profile", "red", "yellow", "green"),
    [
        (
            TYPE_B,
            {"20": True, "21": "colour", "24": "000003e803e8"},
            {"20": True, "21": "colour", "24": "002d03e8012c"},
            {"20": True, "21": "white", "22": 200, "23": 0},
        ),
        (
            TYPE_A,
            {"1": True, "2": "colour", "5": "ff00000000ffff"},
            {"1": True, "2": "colour", "5": "4c3900002dff4c"},
            {"1": True, "2": "white", "3": 69, "4": 0},
        ),
        (
            TYPE_C,
            {"1": True, "2": 255, "3": 255},
            {"1": True, "2": 92, "3": 255},
            {"1": True, "2": 69, "3": 0},
        ),
        (
            BULBS["type_c_dimmable"],
            {"1": True, "2": 255},
            {"1": True, "2": 92},
            {"1": True, "2": 69},
        ),
        (
            BULBS["type_b_without_temperature"],
            {"20": True, "21": "colour", "24": "000003e803e8"},
            {"20": True, "21": "colour", "24": "002d03e8012c"},
            {"20": True, "21": "white", "22": 200},
        ),
        (
            BulbProfile(mode=None, brightness=None, temperature=None, colour=None, scene=None),
            {"20": True},
            {"20": True},
            {"20": True},
        ),
    ],
)
def test_the_whole_scene_of_a_protocol_is_said_in_one_frame(
    profile: BulbProfile, red: Dps, yellow: Dps, green: Dps
) -> None:
    for command, writes in ((RED, red), (YELLOW, yellow), (GREEN, green)):
        ask = profile.encode(command)
        assert ask.writes == writes
        assert ask.proof == writes


@pytest.mark.parametrize(("hue", "colour"), [(60, "003c03e803e8"), (120, "007803e803e8")])
def test_colours_are_those_of_the_documents(hue: int, colour: str) -> None:
    command = BulbCommand(on=True, mode=BulbMode.COLOUR, hue=hue)

    assert TYPE_B.encode(command).writes["24"] == colour


# There and back -----------------------------------------------------------------------------


@given(st.sampled_from(COLOURED), colours)
def test_a_colour_comes_back_as_it_was_asked(profile: BulbProfile, command: BulbCommand) -> None:
    assert profile.decode(profile.encode(command).writes) == BulbState(
        on=True,
        mode=BulbMode.COLOUR,
        brightness=command.brightness,
        hue=command.hue,
        saturation=command.saturation,
    )


@given(colours)
def test_the_two_halves_of_an_rgb8_colour_are_the_same_colour(command: BulbCommand) -> None:
    written = TYPE_A.encode(command).writes["5"]
    assert isinstance(written, str)
    red, green, blue = (int(written[at : at + 2], 16) for at in (0, 2, 4))

    # The value is the brightest of the three, the saturation what the darkest lacks of it.
    assert max(red, green, blue) == int(written[12:14], 16)
    grey = 1 - min(red, green, blue) / max(red, green, blue)
    assert grey == pytest.approx(int(written[10:12], 16) / 255, abs=0.5)


@given(st.sampled_from(DIMMABLE), whites)
def test_a_white_comes_back_as_bright_as_it_was_asked(
    profile: BulbProfile, command: BulbCommand
) -> None:
    state = profile.decode(profile.encode(command).writes)

    assert (state.on, state.mode, state.brightness) == (True, BulbMode.WHITE, command.brightness)


@given(st.sampled_from(WITH_TEMPERATURE), whites)
def test_a_white_comes_back_as_warm_as_the_bulb_can_tell(
    profile: BulbProfile, command: BulbCommand
) -> None:
    state = profile.decode(profile.encode(command).writes)

    steps = profile.temperature_range.high - profile.temperature_range.low
    assert state.kelvin is not None
    assert abs(state.kelvin - command.kelvin) <= (6500 - 2700) / steps / 2 + 1


@given(st.sampled_from(WITH_TEMPERATURE), whites)
def test_what_a_bulb_shows_can_be_asked_again_without_a_change(
    profile: BulbProfile, command: BulbCommand
) -> None:
    writes = profile.encode(command).writes
    shown = profile.decode(writes)
    assert shown.brightness is not None
    assert shown.kelvin is not None

    again = BulbCommand(on=True, brightness=shown.brightness, kelvin=shown.kelvin)

    assert profile.encode(again).writes == writes


@given(st.sampled_from([*BULBS.values()]), st.builds(partial(BulbCommand, on=False)), percents)
def test_off_says_nothing_but_off(
    profile: BulbProfile, command: BulbCommand, brightness: int
) -> None:
    off = BulbCommand(on=False, mode=BulbMode.COLOUR, brightness=brightness)

    assert profile.encode(off).writes == profile.encode(command).writes == {profile.switch: False}


def test_a_full_turn_of_hue_is_red_again() -> None:
    command = BulbCommand(on=True, mode=BulbMode.COLOUR, hue=360)

    assert TYPE_B.encode(command).writes["24"] == "000003e803e8"
    assert TYPE_B.decode({"24": "016803e803e8"}).hue == 0


@pytest.mark.parametrize("mode", [BulbMode.WHITE, BulbMode.COLOUR])
@pytest.mark.parametrize("profile", [TYPE_A, TYPE_B])
def test_zero_percent_is_as_dim_as_a_bulb_can_be_and_not_off(
    profile: BulbProfile, mode: BulbMode
) -> None:
    writes = profile.encode(BulbCommand(on=True, mode=mode, brightness=0)).writes

    assert (profile.decode(writes).on, profile.decode(writes).brightness) == (True, 1)


# What a bulb says ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "brightness"), [("colour", 50), ("white", 80), ("scene", 80), ("scene_2", 80)]
)
def test_the_brightness_is_that_of_the_mode(mode: str, brightness: int) -> None:
    state = TYPE_B.decode({"21": mode, "22": 800, "24": "000003e801f4"})

    assert state.brightness == brightness


@pytest.mark.parametrize(
    "colour",
    [
        "",
        "000003e803e",
        "000003e803e80",
        "gggg03e803e8",
        "-00103e803e8",
        "0x0103e803e8",
        "016903e803e8",
        "000003e903e8",
        "ff00000169ffff",
        0,
        True,
    ],
)
def test_what_is_no_colour_is_unknown(colour: DpValue) -> None:
    assert TYPE_B.decode({"24": colour}) == BulbState()


@pytest.mark.parametrize("dps", [{"22": True}, {"22": "1000"}, {"23": False}, {"20": 1}])
def test_values_of_the_wrong_type_are_unknown(dps: Dps) -> None:
    assert TYPE_B.decode(dps) == BulbState()


def test_a_bulb_without_modes_is_white_once_it_has_spoken() -> None:
    assert TYPE_C.decode({"1": True}) == BulbState(on=True, mode=BulbMode.WHITE)


def test_a_brightness_outside_of_the_range_is_its_end() -> None:
    assert TYPE_B.decode({"22": 5000}).brightness == 100
    assert TYPE_B.decode({"22": 0}).brightness == 1


# What its own values decide -----------------------------------------------------------------


def test_the_format_of_colours_is_that_of_the_one_the_bulb_shows() -> None:
    assert TYPE_A.refined({"5": "000003e803e8"}).colour_format is ColourFormat.HSV16
    assert TYPE_B.refined({"24": "ff00000000ffff"}).colour_format is ColourFormat.RGB8
    assert TYPE_A.refined({"5": "red"}) == TYPE_A


def test_a_value_beyond_its_range_makes_the_range_the_wider_one() -> None:
    wider = TYPE_A.refined({"3": 256, "4": 1000})

    assert (wider.brightness_range, wider.temperature_range) == (Range(10, 1000), Range(0, 1000))


@pytest.mark.parametrize("dps", [{}, {"3": 255, "4": 255}, {"3": 1001}, {"3": "600"}])
def test_other_values_leave_the_range_as_it_is(dps: Dps) -> None:
    assert TYPE_A.refined(dps) == TYPE_A


@given(colours, st.sampled_from(ColourFormat))
def test_a_colour_is_read_in_whichever_format_it_is_written(
    command: BulbCommand, written_as: ColourFormat
) -> None:
    colour = Colour(hue=command.hue, saturation=command.saturation, value=command.brightness)

    assert Colour.read(colour.write(written_as)) == colour


# Scenes -------------------------------------------------------------------------------------

CALM, PARTY = "000e0d0000000000000000c80000", "06464602000003e803e800000000"


def test_a_bulb_offers_the_scenes_it_has_reported() -> None:
    profile = TYPE_B.refined({"25": PARTY}).refined({"25": CALM}).refined({"25": ""})

    assert TYPE_B.scenes == ()
    assert profile.scenes == ("00", "06")
    assert profile.encode(BulbCommand(on=True, mode=BulbMode.SCENE, scene="06")).writes == {
        "20": True,
        "21": "scene",
        "25": PARTY,
    }


def test_a_scene_that_was_changed_in_the_app_takes_the_place_of_the_old_one() -> None:
    changed = PARTY.replace("03e8", "01f4")

    assert TYPE_B.refined({"25": PARTY}).refined({"25": changed}).scene_values == (changed,)


def test_a_bulb_of_type_a_has_a_mode_for_each_scene() -> None:
    command = BulbCommand(on=True, mode=BulbMode.SCENE, scene="scene_3")

    assert TYPE_A.scenes == ("scene", "scene_1", "scene_2", "scene_3", "scene_4")
    assert TYPE_A.encode(command).writes == {"1": True, "2": "scene_3"}


@pytest.mark.parametrize(
    ("profile", "dps", "scene"),
    [
        (TYPE_A, {"2": "scene_3"}, "scene_3"),
        (TYPE_B, {"21": "scene", "25": PARTY}, "06"),
        (TYPE_B, {"21": "scene"}, None),
        (TYPE_B, {"21": "scene", "25": ""}, None),
        (TYPE_B, {"21": "scene_3"}, None),
    ],
)
def test_a_bulb_says_which_scene_it_shows(
    profile: BulbProfile, dps: Dps, scene: str | None
) -> None:
    state = profile.decode(dps)

    assert (state.mode, state.scene) == (BulbMode.SCENE, scene)


def test_a_scene_that_is_not_shown_is_not_reported_as_shown() -> None:
    assert TYPE_B.decode({"21": "white", "25": PARTY}).scene is None


@pytest.mark.parametrize(
    "command",
    [
        BulbCommand(on=True, mode=BulbMode.MUSIC),
        BulbCommand(on=True, mode=BulbMode.SCENE),
        BulbCommand(on=True, mode=BulbMode.SCENE, scene="07"),
    ],
)
def test_what_a_bulb_has_no_way_to_show_is_refused(command: BulbCommand) -> None:
    with pytest.raises(UnsupportedError):
        TYPE_B.refined({"25": PARTY}).encode(command)


@pytest.mark.parametrize(
    ("scene", "hue", "saturation", "brightness"),
    [
        (PARTY, 0, 100, 100),
        (CALM, 0, 0, 20),
        ("07" + "00" * 13 + "46460200780320012c00000000", 120, 80, 30),
        ("07464602007803e803e800000000464602000003e803e800000000", 120, 100, 100),
    ],
)
def test_a_scene_looks_like_its_first_step_with_any_light(
    scene: str, hue: int, saturation: int, brightness: int
) -> None:
    state = TYPE_B.decode({"21": "scene", "22": 800, "24": "00f003e80064", "25": scene.upper()})

    assert (state.hue, state.saturation, state.brightness) == (hue, saturation, brightness)


@pytest.mark.parametrize("scene", ["07" + "00" * 13, "", "0601", "066464600169" + "00" * 9, None])
def test_what_a_scene_looks_like_is_unknown_where_it_is_dark_or_written_otherwise(
    scene: str | None,
) -> None:
    dps: Dps = {"21": "scene", "22": 800, "24": "00f003e80064"}
    state = TYPE_B.decode(dps if scene is None else {**dps, "25": scene})

    assert (state.hue, state.saturation, state.brightness) == (None, None, 80)


# Effects ------------------------------------------------------------------------------------

STROBE, PULSE = BulbEffect.STROBE, BulbEffect.PULSE
effects = st.sampled_from([STROBE, PULSE])


@pytest.mark.parametrize(
    ("command", "scene"),
    [
        (
            replace(RED, effect=STROBE),
            "075f5f01000003e803e8000000005f5f01000003e8000000000000",
        ),
        (
            replace(YELLOW, effect=PULSE),
            "07464602002d03e8012c00000000464602002d03e8006400000000",
        ),
    ],
)
def test_an_effect_is_a_scene_that_the_bulb_shows_by_itself(
    command: BulbCommand, scene: str
) -> None:
    ask = TYPE_B.encode(command)

    assert ask.writes == {"20": True, "21": "scene", "25": scene}
    assert ask.proof == ask.writes


@given(colours, effects)
def test_an_effect_shows_its_colour_and_is_no_scene_of_the_users(
    command: BulbCommand, effect: BulbEffect
) -> None:
    profile = TYPE_B.refined({"25": PARTY})
    writes = profile.encode(replace(command, effect=effect)).writes

    state = profile.decode(writes)

    assert (state.mode, state.scene) == (BulbMode.SCENE, None)
    assert (state.hue, state.saturation) == (command.hue, command.saturation)
    assert state.brightness == command.brightness
    assert profile.refined(writes) == profile


@given(colours, effects)
def test_no_reading_of_its_times_makes_an_effect_flash_twice_in_a_second(
    command: BulbCommand, effect: BulbEffect
) -> None:
    scene = str(TYPE_B.encode(replace(command, effect=effect)).writes["25"])
    times = [int(scene[at : at + 2], 16) for start in (2, 28) for at in (start, start + 2)]

    for time in times:
        readings = (10.5 - 0.1 * time, 0.1 * time, 0.01 * time)
        # Two steps make a flash.
        assert all(2 * seconds > 1 / 2 for seconds in readings)


@pytest.mark.parametrize(
    "profile",
    [
        *(profile for name, profile in BULBS.items() if not name.startswith("type_b")),
        BULBS["type_b_white"],
        BULBS["type_b_modeless"],
        TYPE_B.refined({"24": "ff00000000ffff"}),
        TYPE_B.refined({"25": "06 in words of its own"}),
        replace(TYPE_B, scene="51"),
    ],
)
@pytest.mark.parametrize("effect", [STROBE, PULSE])
def test_a_bulb_that_has_no_such_scenes_has_no_effects(
    profile: BulbProfile, effect: BulbEffect
) -> None:
    assert not profile.shows_effects
    with pytest.raises(UnsupportedError):
        profile.encode(replace(RED, effect=effect))


def test_an_effect_is_for_colours_and_off_is_off() -> None:
    with pytest.raises(UnsupportedError):
        TYPE_B.encode(BulbCommand(on=True, effect=STROBE))
    off = BulbCommand(on=False, mode=BulbMode.COLOUR, effect=STROBE)
    assert TYPE_B.encode(off).writes == {"20": False}


# Put back -----------------------------------------------------------------------------------

LAMPS: Mapping[str, type[Lamp]] = {
    "type_a": SimulatedBulbA,
    "type_b": SimulatedBulb,
    "type_c": SimulatedBulbC,
}
SHOWN_BY = {
    BulbMode.WHITE: ("brightness", "kelvin"),
    BulbMode.COLOUR: ("brightness", "hue", "saturation"),
    BulbMode.SCENE: ("hue", "saturation", "scene"),
}


def seen(state: BulbState) -> dict[str, object]:
    """What anybody can see of a lamp: nothing of the modes that it is not in."""
    assert state.mode is not None
    shown = {name: getattr(state, name) for name in ("on", "mode", *SHOWN_BY[state.mode])}
    # That of a scene which is not written out is its own secret.
    return shown if state.hue is None else shown | {"brightness": state.brightness}


@st.composite
def lamps(draw: st.DrawFn) -> tuple[BulbProfile, Lamp]:
    """A bulb of any preset in any state, and its profile after it has told of that."""
    name = draw(st.sampled_from(sorted(BULBS)))
    profile = BULBS[name]
    lamp = LAMPS[name[:6]](lambda _seconds, _action: _Nothing())
    lows, highs = profile.brightness_range, profile.temperature_range
    points: dict[str | None, Value] = {
        profile.brightness: draw(st.integers(lows.low, lows.high)),
        profile.temperature: draw(st.integers(highs.low, highs.high)),
    }
    modes = ["white", *profile.scene_modes]
    if profile.colour is not None:
        modes.append("colour")
        colour = draw(
            st.builds(
                Colour, hue=st.integers(0, 359), saturation=percents, value=st.integers(1, 100)
            )
        )
        points[profile.colour] = colour.write(profile.colour_format)
    if profile.scene is not None:
        modes.append("scene")
        points[profile.scene] = draw(st.sampled_from([CALM, PARTY]))
    if profile.mode is not None:
        points[profile.mode] = draw(st.sampled_from(modes))
    points[profile.switch] = draw(st.booleans())
    lamp.apply({point: value for point, value in points.items() if point is not None})
    told = {point: value for point, value in lamp.status().items() if point in profile.shapes()}
    return profile.refined(told), lamp


class _Nothing:
    """Nothing that would happen later."""

    def cancel(self) -> None:
        """See to it that it does not."""


@given(lamps(), st.lists(colours | whites, max_size=2), st.none() | effects)
def test_a_bulb_is_put_back_as_it_was_whatever_an_alarm_made_of_it(
    bulb: tuple[BulbProfile, Lamp], lights: list[BulbCommand], effect: BulbEffect | None
) -> None:
    profile, lamp = bulb
    before = profile.decode(lamp.status())
    commands = [*lights, RED]
    if effect is not None and profile.shows_effects:
        commands.append(replace(RED, effect=effect))
    for command in commands:
        lamp.apply(profile.encode(command).writes)
        profile = profile.refined(lamp.status())

    ask = profile.encode(PutBackCommand(state=before))
    lamp.apply(ask.writes)

    assert seen(profile.decode(lamp.status())) == seen(before)
    assert ask.proof == ask.writes
    assert ask.proof.items() <= lamp.status().items()
    assert [*ask.writes][-1] == profile.switch


@pytest.mark.parametrize(
    ("state", "writes"),
    [
        (
            BulbState(on=False, mode=BulbMode.WHITE, brightness=20, kelvin=2700),
            {"21": "white", "22": 200, "23": 0, "20": False},
        ),
        (BulbState(on=True, mode=BulbMode.WHITE), {"21": "white", "20": True}),
        (BulbState(on=True, brightness=20), {"21": "white", "22": 200, "20": True}),
        (
            BulbState(on=True, mode=BulbMode.MUSIC, brightness=20, hue=240, saturation=100),
            {"21": "white", "22": 200, "20": True},
        ),
        (BulbState(on=False, mode=BulbMode.COLOUR), {"21": "colour", "20": False}),
        (
            BulbState(on=True, mode=BulbMode.SCENE, scene="06"),
            {"21": "scene", "25": PARTY, "20": True},
        ),
    ],
)
def test_of_what_is_put_back_the_switch_comes_last(state: BulbState, writes: Dps) -> None:
    ask = TYPE_B.refined({"25": PARTY}).encode(PutBackCommand(state=state))

    assert [*ask.writes.items()] == [*writes.items()]


@pytest.mark.parametrize(
    "state",
    [
        BulbState(),
        BulbState(mode=BulbMode.WHITE, brightness=20),
        BulbState(on=True, mode=BulbMode.SCENE),
        BulbState(on=True, mode=BulbMode.SCENE, scene="05"),
    ],
)
def test_what_was_not_known_cannot_be_put_back(state: BulbState) -> None:
    with pytest.raises(UnsupportedError):
        TYPE_B.refined({"25": PARTY}).encode(PutBackCommand(state=state))
