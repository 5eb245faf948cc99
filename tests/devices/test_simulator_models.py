"""Every model of lamp, siren and lock is as odd as what is sold."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_twin.core.model import DeviceKind
from custom_components.tuya_twin.devices.simulator import (
    APPLIANCES,
    Appliance,
    DataPoints,
    InvalidPointError,
    Record,
    SimulatedBatteryLock,
    SimulatedDevice,
    SimulatedLockOnly,
    SimulatedRelay,
    SimulatedSirenBattery13,
    SimulatedSirenMinutes,
    make_appliance,
)
from tests.devices.simulator_kit import (
    VERSIONS,
    ManualClock,
    client_of,
    make_config,
    running,
    tinytuya_of,
)

pytestmark = pytest.mark.usefixtures("socket_enabled")
all_models = pytest.mark.parametrize("model", APPLIANCES)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def heard() -> list[DataPoints]:
    return []


@pytest.fixture
def listened(heard: list[DataPoints]) -> Callable[[Appliance], None]:
    def listen(appliance: Appliance) -> None:
        appliance.listen(heard.append)

    return listen


# Naming one ---------------------------------------------------------------------------------


def test_there_are_these_models() -> None:
    assert {kind: [m for m, a in APPLIANCES.items() if a.kind is kind] for kind in DeviceKind} == {
        DeviceKind.BULB: ["bulb_b", "bulb_a", "bulb_a_hsv16", "bulb_c"],
        DeviceKind.SIREN: [
            "siren_switch",
            "siren_tone_words",
            "siren_minutes",
            "siren_battery_13",
            "siren_104",
        ],
        DeviceKind.LOCK: ["lock_mains", "lock_only", "lock_relay", "lock_battery"],
    }


@all_models
def test_a_model_is_made_by_its_name(model: str) -> None:
    appliance = make_appliance(APPLIANCES[model].kind, model)

    assert appliance.model == model
    assert SimulatedDevice(make_config(kind=appliance.kind, model=model)).appliance.model == model


@pytest.mark.parametrize("kind", DeviceKind)
def test_who_names_no_model_gets_the_usual_one(kind: DeviceKind) -> None:
    usual = {"bulb": "bulb_b", "siren": "siren_switch", "lock": "lock_mains"}

    assert make_appliance(kind).model == usual[kind]


@pytest.mark.parametrize("model", ["bulb_z", "siren_104", ""])
def test_a_bulb_of_no_such_model_is_refused(model: str) -> None:
    with pytest.raises(ValueError, match="there is bulb_b, bulb_a"):
        make_appliance(DeviceKind.BULB, model)
    with pytest.raises(ValueError, match="there is bulb_b, bulb_a"):
        replace(make_config(), model=model)


@all_models
@pytest.mark.parametrize("version", VERSIONS)
async def test_tinytuya_reads_every_model(version: str, model: str) -> None:
    kind = APPLIANCES[model].kind
    async with running(version, kind, model=model) as device, tinytuya_of(device) as peer:
        assert (await peer.status())["dps"] == device.appliance.status()


values = (
    st.booleans()
    | st.integers(-1, 2000)
    | st.text(max_size=20)
    | st.sampled_from(["colour", "alarm_sound", "normal", "ff00000000ffff", "000003e803e8", "0"])
)


@given(st.sampled_from(list(APPLIANCES)), st.data())
def test_whatever_is_written_to_a_model_its_state_stays_one_of_it(
    model: str, data: st.DataObject
) -> None:
    appliance = APPLIANCES[model](ManualClock().call_later)
    before = appliance.status()
    numbers = st.sampled_from(sorted({*before, *appliance.writable, "99"}))

    with suppress(InvalidPointError):
        appliance.apply(data.draw(st.dictionaries(numbers, values, max_size=3)))

    after = appliance.status()
    assert after.keys() == before.keys()
    assert appliance.apply({p: v for p, v in after.items() if p in appliance.writable}) == {}


@all_models
def test_every_model_loses_power_and_gets_it_back(model: str, clock: ManualClock) -> None:
    appliance = APPLIANCES[model](clock.call_later)
    appliance.power_on()
    before = appliance.status()

    appliance.power_off()
    assert clock.waiting == []
    appliance.power_on()

    assert appliance.status() == before


# Bulbs --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "good", "bad"),
    [
        ("bulb_a", {"2": "scene_4", "3": 25, "4": 0}, {"3": 24}),
        ("bulb_a", {"5": "00FF000078ffff"}, {"5": "000003e803e8"}),
        ("bulb_a", {"5": "00ff000168ffff"}, {"5": "00ff000169ffff"}),
        ("bulb_a", {"10": "ffff320100ff00"}, {"11": ""}),
        ("bulb_a_hsv16", {"3": 1000, "5": "007803e803e8"}, {"5": "00ff000078ffff"}),
        ("bulb_c", {"1": False, "2": 255, "3": 255}, {"2": "white"}),
        ("bulb_c", {"3": 0}, {"5": "00ff000078ffff"}),
    ],
)
def test_a_bulb_takes_what_its_type_takes(model: str, good: DataPoints, bad: DataPoints) -> None:
    bulb = make_appliance(DeviceKind.BULB, model)

    bulb.apply(good)
    with pytest.raises(InvalidPointError):
        bulb.apply(bad)

    kept = {point: v.lower() if isinstance(v, str) else v for point, v in good.items()}
    assert kept.items() <= bulb.status().items()


@pytest.mark.parametrize(("model", "type_"), [("bulb_a", "A"), ("bulb_b", "B"), ("bulb_c", "C")])
async def test_tinytuya_tells_the_types_of_bulbs_apart(model: str, type_: str) -> None:
    async with running(model=model) as device, tinytuya_of(device) as peer:
        assert await peer.bulb_type() == type_


# Sirens -------------------------------------------------------------------------------------


def test_a_siren_that_counts_minutes_sounds_for_minutes(
    clock: ManualClock, heard: list[DataPoints], listened: Callable[[Appliance], None]
) -> None:
    siren = SimulatedSirenMinutes(clock.call_later)
    listened(siren)
    siren.apply({"1": "alarm_sound", "7": 2})

    clock.advance(119)
    assert heard == []
    clock.advance(1)
    assert heard == [{"1": "normal"}]


@pytest.mark.parametrize("word", ["alarm_light", "alarm_sound_light", "alarm_sound"])
def test_a_siren_switched_by_a_word_is_silenced_by_another(word: str, clock: ManualClock) -> None:
    siren = SimulatedSirenMinutes(clock.call_later)
    siren.apply({"1": word})
    assert clock.waiting

    siren.apply({"1": "normal"})

    assert clock.waiting == []


def test_what_is_the_switch_of_others_is_the_battery_of_one(
    heard: list[DataPoints], listened: Callable[[Appliance], None]
) -> None:
    siren = SimulatedSirenBattery13()
    listened(siren)

    with pytest.raises(InvalidPointError):
        siren.apply({"13": True})
    siren.discharge("low")

    assert heard == [{"13": "low"}]


@pytest.mark.parametrize(
    ("model", "sounding", "silent"),
    [
        ("siren_switch", {"13": True}, {"13": False}),
        ("siren_tone_words", {"13": True, "1": "voice"}, {"13": False}),
        ("siren_minutes", {"1": "alarm_sound"}, {"1": "normal"}),
        ("siren_104", {"104": True, "102": "18", "116": "0"}, {"104": False}),
    ],
)
def test_every_siren_falls_silent_by_hand(
    model: str,
    sounding: DataPoints,
    silent: DataPoints,
    clock: ManualClock,
    heard: list[DataPoints],
    listened: Callable[[Appliance], None],
) -> None:
    siren = APPLIANCES[model](clock.call_later)
    listened(siren)
    siren.apply(sounding)

    siren.silence_by_hand()  # type: ignore[attr-defined]

    assert heard == [silent]
    assert clock.waiting == []


def test_a_siren_on_mains_has_no_battery_to_run_down() -> None:
    siren = make_appliance(DeviceKind.SIREN)

    with pytest.raises(ValueError, match="siren_switch tells of no battery"):
        siren.discharge(1)  # type: ignore[attr-defined]


# Locks --------------------------------------------------------------------------------------


def test_a_lock_may_lock_but_not_unlock(
    clock: ManualClock, heard: list[DataPoints], listened: Callable[[Appliance], None]
) -> None:
    lock = SimulatedLockOnly(clock.call_later, travel=1)
    listened(lock)
    lock.apply({"46": True})
    clock.advance(1)

    assert lock.apply({"46": False}) == {}
    clock.advance(1)

    assert heard == [{"47": False}]


@pytest.mark.parametrize("version", VERSIONS)
async def test_a_lock_that_does_not_unlock_says_yes_all_the_same(version: str) -> None:
    async with (
        running(version, DeviceKind.LOCK, model="lock_only") as device,
        client_of(device) as client,
    ):
        await client.set({"46": True})
        assert await client.report() == {"47": False}

        await client.set({"46": False})

        assert (await client.status())["47"] is False


def test_a_relay_is_on_for_a_moment(
    clock: ManualClock, heard: list[DataPoints], listened: Callable[[Appliance], None]
) -> None:
    relay = SimulatedRelay(clock.call_later, moment=1)
    listened(relay)

    assert relay.apply({"4": True}) == {"4": True}
    clock.advance(1)

    assert heard == [{"4": False}]
    assert relay.status() == {"4": False}


def test_a_relay_switched_off_in_its_moment_does_not_fall_back_later(clock: ManualClock) -> None:
    relay = SimulatedRelay(clock.call_later)
    relay.apply({"4": True})
    relay.apply({"4": False})

    assert clock.waiting == []


@pytest.mark.parametrize("record", Record)
def test_a_battery_lock_records_every_opening_even_by_the_same_person(
    record: Record,
    clock: ManualClock,
    heard: list[DataPoints],
    listened: Callable[[Appliance], None],
) -> None:
    lock = SimulatedBatteryLock(clock.call_later)
    listened(lock)

    lock.open_by(record, 2)
    lock.open_by(record, 2)

    assert heard == [{record: 2, "47": True}] * 2
    assert lock.status() == {record: 2, "47": True}


def test_a_battery_lock_is_awake_for_a_minute_from_the_last_touch_on(clock: ManualClock) -> None:
    lock = SimulatedBatteryLock(clock.call_later)
    sleeps: list[bool] = []
    lock.listen_to_sleep(lambda: sleeps.append(not lock.awake))

    lock.wake()
    clock.advance(40)
    lock.turn_by_hand(locked=True)
    clock.advance(59)
    assert sleeps == [False]
    clock.advance(1)

    assert sleeps == [False, True]


def test_a_listener_that_has_left_hears_of_no_sleep(clock: ManualClock) -> None:
    lock = SimulatedBatteryLock(clock.call_later)
    changes: list[None] = []
    leave = lock.listen_to_sleep(lambda: changes.append(None))
    leave()

    lock.wake()

    assert changes == []


def test_no_member_has_a_number_below_zero(clock: ManualClock) -> None:
    with pytest.raises(InvalidPointError):
        SimulatedBatteryLock(clock.call_later).open_by(Record.KEY, -1)
