"""The lamp, the siren and the lock behave as such things do, network or not."""

from collections.abc import Callable
from contextlib import suppress

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_twin.core.model import DeviceKind
from custom_components.tuya_twin.devices.simulator import (
    Appliance,
    CallLater,
    DataPoints,
    InvalidPointError,
    SimulatedBulb,
    SimulatedLock,
    SimulatedSiren,
    make_appliance,
)
from tests.devices.simulator_kit import ManualClock

RED: DataPoints = {"20": True, "21": "colour", "24": "000003e803e8"}
ALARM: DataPoints = {"13": True, "5": "high", "7": 10}


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def heard() -> list[DataPoints]:
    return []


@pytest.fixture
def bulb(clock: ManualClock, heard: list[DataPoints]) -> SimulatedBulb:
    bulb = SimulatedBulb(clock.call_later)
    bulb.listen(heard.append)
    return bulb


@pytest.fixture
def siren(clock: ManualClock, heard: list[DataPoints]) -> SimulatedSiren:
    siren = SimulatedSiren(clock.call_later)
    siren.listen(heard.append)
    return siren


@pytest.fixture
def lock(clock: ManualClock, heard: list[DataPoints]) -> SimulatedLock:
    lock = SimulatedLock(clock.call_later, travel=1)
    lock.listen(heard.append)
    return lock


@pytest.mark.parametrize("kind", DeviceKind)
def test_there_is_an_appliance_of_every_kind(kind: DeviceKind) -> None:
    assert make_appliance(kind).kind is kind


def test_a_command_tells_only_what_it_changed(bulb: SimulatedBulb) -> None:
    assert bulb.apply(RED) == {"21": "colour"}
    assert bulb.apply(RED) == {}


def test_a_thing_remembers_what_it_was_told(bulb: SimulatedBulb) -> None:
    bulb.apply(RED)
    bulb.apply(RED)
    with pytest.raises(InvalidPointError):
        bulb.apply({"20": False, "22": 0})

    assert [*bulb.writes] == [RED, RED]


def test_a_thing_does_not_remember_for_ever(bulb: SimulatedBulb) -> None:
    for _ in range(bulb.most_writes):
        bulb.apply({"20": False})
    bulb.apply(RED)

    assert len(bulb.writes) == bulb.most_writes
    assert bulb.writes[-1] == RED


def test_a_siren_that_is_deaf_to_silence_goes_on_so_many_times(
    siren: SimulatedSiren, clock: ManualClock
) -> None:
    siren.apply(ALARM)
    siren.deaf_to_off = 2

    assert siren.apply({"13": False, "5": "low"}) == {"5": "low"}
    assert siren.apply({"13": False}) == {}
    assert siren.status()["13"] is True
    assert len(clock.waiting) == 1
    assert siren.apply({"13": False}) == {"13": False}
    assert clock.waiting == []
    assert len(siren.writes) == 4


def test_a_siren_that_is_deaf_to_silence_hears_everything_else(
    siren: SimulatedSiren, clock: ManualClock
) -> None:
    siren.deaf_to_off = 1

    siren.apply(ALARM)
    clock.advance(10)

    assert siren.status()["13"] is False
    assert siren.deaf_to_off == 1


def test_colours_are_kept_in_small_letters(bulb: SimulatedBulb) -> None:
    bulb.apply({"24": "003C03E803E8"})

    assert bulb.status()["24"] == "003c03e803e8"


@pytest.mark.parametrize(
    ("point", "value"),
    [
        ("20", 1),
        ("21", "disco"),
        ("22", 9),
        ("22", 1001),
        ("22", True),
        ("22", 500.0),
        ("22", None),
        ("23", "500"),
        ("24", "016903e803e8"),
        ("24", "000003e903e8"),
        ("24", "000003e803e9"),
        ("24", "00 00 03e803"),
        ("24", "red"),
        ("25", "x" * 600),
        ("25", "\ud800" * 100),
        ("26", -1),
        ("1", True),
        ("46", True),
    ],
)
def test_a_command_with_one_bad_point_does_nothing(
    bulb: SimulatedBulb, point: str, value: object
) -> None:
    before = bulb.status()

    with pytest.raises(InvalidPointError):
        bulb.apply({"20": False, point: value})

    assert bulb.status() == before


points = st.dictionaries(
    st.sampled_from(["5", "7", "13", "20", "21", "22", "24", "25", "26", "46", "47"]),
    st.booleans() | st.integers() | st.text() | st.none() | st.sampled_from(["high", "colour"]),
)


makers: list[Callable[[CallLater], Appliance]] = [SimulatedBulb, SimulatedSiren, SimulatedLock]


@given(st.sampled_from(makers), points)
def test_whatever_is_written_the_state_stays_one_of_the_appliance(
    make: Callable[[CallLater], Appliance], written: dict[str, object]
) -> None:
    appliance = make(ManualClock().call_later)
    before = appliance.status()

    with suppress(InvalidPointError):
        appliance.apply(written)

    after = appliance.status()
    assert after.keys() == before.keys()
    same = {point: after[point] for point in after.keys() & appliance.writable.keys()}
    assert appliance.apply(same) == {}


def test_a_lamp_switched_at_the_wall_says_so(bulb: SimulatedBulb, heard: list[DataPoints]) -> None:
    bulb.switch_by_hand(on=False)
    bulb.switch_by_hand(on=False)

    assert heard == [{"20": False}]


def test_a_listener_that_has_left_hears_no_more(
    siren: SimulatedSiren, clock: ManualClock, heard: list[DataPoints]
) -> None:
    others: list[DataPoints] = []
    leave = siren.listen(others.append)
    leave()

    siren.apply(ALARM)
    clock.advance(10)

    assert heard == [{"13": False}]
    assert others == []


def test_a_countdown_switches_the_lamp_over(
    bulb: SimulatedBulb, clock: ManualClock, heard: list[DataPoints]
) -> None:
    bulb.apply({"26": 5})
    clock.advance(5)

    assert heard == [{"20": False, "26": 0}]


def test_a_countdown_can_be_called_off(bulb: SimulatedBulb, clock: ManualClock) -> None:
    bulb.apply({"26": 5})
    bulb.apply({"26": 0})

    assert clock.waiting == []


def test_a_lamp_comes_back_on_and_white_after_a_power_cut(bulb: SimulatedBulb) -> None:
    bulb.apply(RED)

    bulb.power_off()
    dark = bulb.status()
    bulb.power_on()

    assert not dark["20"]
    assert bulb.status() | {"20": True, "21": "white", "22": 1000} == bulb.status()


def test_a_siren_stops_by_itself(
    siren: SimulatedSiren, clock: ManualClock, heard: list[DataPoints]
) -> None:
    assert siren.apply(ALARM) == {"13": True, "5": "high", "7": 10}

    clock.advance(9)
    assert heard == []
    clock.advance(1)
    assert heard == [{"13": False}]


def test_a_siren_told_again_sounds_for_its_duration_anew(
    siren: SimulatedSiren, clock: ManualClock, heard: list[DataPoints]
) -> None:
    siren.apply(ALARM)
    clock.advance(9)

    assert siren.apply(ALARM) == {}
    clock.advance(9)

    assert heard == []
    assert siren.status()["13"] is True


@pytest.mark.parametrize("stop", [SimulatedSiren.power_off, SimulatedSiren.silence_by_hand])
def test_a_siren_that_was_stopped_does_not_stop_again(
    siren: SimulatedSiren, clock: ManualClock, stop: Callable[[SimulatedSiren], None]
) -> None:
    siren.apply(ALARM)

    stop(siren)

    assert siren.status()["13"] is False
    assert clock.waiting == []


def test_a_siren_told_to_be_silent_is_silent(siren: SimulatedSiren, clock: ManualClock) -> None:
    siren.apply(ALARM)

    assert siren.apply({"13": False}) == {"13": False}
    assert clock.waiting == []


def test_a_lock_reports_the_bolt_once_it_has_moved(
    lock: SimulatedLock, clock: ManualClock, heard: list[DataPoints]
) -> None:
    assert lock.apply({"46": True}) == {}
    assert lock.status()["47"] is True
    clock.advance(1)
    lock.apply({"46": False})
    clock.advance(1)

    assert heard == [{"47": False}, {"47": True}]


def test_the_state_of_the_bolt_cannot_be_written(lock: SimulatedLock) -> None:
    with pytest.raises(InvalidPointError):
        lock.apply({"47": False})


def test_a_jammed_lock_says_so_and_stays_unlocked(
    lock: SimulatedLock, clock: ManualClock, heard: list[DataPoints]
) -> None:
    lock.obstructed = True

    lock.apply({"46": True})
    clock.advance(1)

    assert heard == [{"21": "tongue_not_out"}]
    assert lock.status() == {"21": "tongue_not_out", "47": True}


def test_a_lock_no_longer_jammed_takes_its_alarm_back(
    lock: SimulatedLock, clock: ManualClock
) -> None:
    lock.obstructed = True
    lock.apply({"46": True})
    clock.advance(1)

    lock.obstructed = False
    lock.apply({"46": True})
    clock.advance(1)

    assert lock.status() == {"21": "normal", "47": False}


def test_a_thumb_turn_overrides_the_motor(
    lock: SimulatedLock, clock: ManualClock, heard: list[DataPoints]
) -> None:
    lock.turn_by_hand(locked=True)
    lock.apply({"46": True})
    lock.turn_by_hand(locked=False)

    assert heard == [{"47": False}, {"47": True}]
    assert clock.waiting == []


def test_an_obstructed_bolt_does_not_come_out_by_hand(
    lock: SimulatedLock, heard: list[DataPoints]
) -> None:
    lock.obstructed = True

    lock.turn_by_hand(locked=True)

    assert heard == []


def test_a_bolt_stays_where_it_was_without_power(lock: SimulatedLock, clock: ManualClock) -> None:
    lock.turn_by_hand(locked=True)
    lock.apply({"46": False})

    lock.power_off()
    lock.power_on()

    assert lock.status()["47"] is False
    assert clock.waiting == []
