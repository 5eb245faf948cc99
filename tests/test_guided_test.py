"""Finding out with a person beside it what a siren or a lock does that nobody knows."""

from collections.abc import AsyncIterator, Mapping
from typing import Any, ClassVar, override

from homeassistant.core import HomeAssistant
from hypothesis import given, strategies as st
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.tuya_twin.const import DOMAIN
from custom_components.tuya_twin.core.model import DeviceKind
from custom_components.tuya_twin.devices.profiles import (
    PRESETS,
    Dps,
    LockProfile,
    profile_from,
)
from custom_components.tuya_twin.devices.simulator import (
    Appliance,
    DataPoints,
    Fault,
    Manners,
    OnCommand,
    SimulatedDevice,
    SimulatedLock,
    SimulatedLockOnly,
    SimulatedSiren,
    SimulatedSiren104,
    SimulatedSirenBattery13,
    SimulatedSirenMinutes,
    SimulatedSirenWords,
    Value,
)
from custom_components.tuya_twin.devices.simulator.points import Domain, flag
from custom_components.tuya_twin.flows.lock_course import LockCourse, lock_trials
from tests.flow_kit import (
    DeviceFlow,
    Noting,
    Street,
    answers_for,
    seconds_pass_and_minutes_do_not,
    wait_long_for_answers,
)

pytestmark = pytest.mark.usefixtures("enable_custom_integrations")

SIRENS = PRESETS[DeviceKind.SIREN]
LOCKS = PRESETS[DeviceKind.LOCK]


@pytest.fixture
async def street() -> AsyncIterator[Street]:
    """Where devices are; torn down after the households."""
    devices = Street()
    yield devices
    await devices.clear()


@pytest.fixture
async def flow(hass: HomeAssistant, street: Street) -> AsyncIterator[DeviceFlow]:
    """A flow of a household without devices."""
    wait_long_for_answers(hass)
    entry = MockConfigEntry(domain=DOMAIN, title="Cabin", data={"name": "Cabin"})
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    yield DeviceFlow(hass, entry)
    await hass.config_entries.async_unload(entry.entry_id)


async def begin(flow: DeviceFlow, device: SimulatedDevice, **others: Any) -> None:
    """Answer all questions up to the test."""
    await flow.add("lan")
    await flow.answer(**answers_for(device, **others))
    if flow.step == "product":
        await flow.answer(product="test")


def profile_of(flow: DeviceFlow) -> Any:
    """What was saved."""
    data = flow.subentry.data
    return profile_from(DeviceKind(data["kind"]), data["profile"])


# Products that fit ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "best"),
    [
        ("siren_switch", "standard"),
        ("siren_tone_words", "airam_s1wfaa"),
        ("siren_minutes", "orion_outdoor"),
        ("siren_battery_13", "sirena_ws902"),
        ("siren_104", "neo_coolcam"),
    ],
)
async def test_the_product_that_fits_best_comes_first_and_the_test_last(
    flow: DeviceFlow, model: str, best: str, street: Street
) -> None:
    siren = await street.plug_in(DeviceKind.SIREN, model=model)
    await flow.add("lan")
    await flow.answer(**answers_for(siren))

    options = flow.options("product")
    assert (options[0], options[-1]) == (best, "test")
    await flow.answer(product=best)
    await flow.answer()
    assert profile_of(flow) == SIRENS[best]


async def test_a_lock_by_the_cloud_is_offered_to_those_who_have_an_account(
    hass: HomeAssistant, street: Street
) -> None:
    cloud = {"client_id": "client", "secret": "secret", "region": "central_europe"}
    for data, offered in ({}, False), ({"cloud": cloud}, True):
        entry = MockConfigEntry(domain=DOMAIN, title="Cabin", data={"name": "Cabin", **data})
        entry.add_to_hass(hass)
        lock = await street.plug_in(DeviceKind.LOCK)
        flow = DeviceFlow(hass, entry)
        await flow.add("lan")
        await flow.answer(**answers_for(lock))

        assert ("cloud" in flow.options("product")) is offered


# Sirens ---------------------------------------------------------------------------------------


class NotingSiren(Noting, SimulatedSiren):
    """A siren in seconds that notes what it is told."""


class NotingMinutes(Noting, SimulatedSirenMinutes):
    """A siren in minutes that notes what it is told."""


class NotingBattery13(Noting, SimulatedSirenBattery13):
    """A siren in minutes that notes what it is told, whose 13 is its battery."""


class Noting104(Noting, SimulatedSiren104):
    """A siren whose highest number is the quietest."""


class NotingWords(Noting, SimulatedSirenWords):
    """A siren that may only flash."""


@pytest.mark.parametrize(
    ("siren", "told"),
    [
        (NotingSiren, {"13": True, "5": "low", "7": 3}),
        (NotingMinutes, {"1": "alarm_sound_light", "5": "low", "7": 3}),
        (NotingBattery13, {"1": "alarm_sound_light", "5": "low", "7": 3}),
        (Noting104, {"104": True, "116": "2", "103": 3}),
        (NotingWords, {"13": True, "1": "light_voice", "5": "low", "7": 3}),
    ],
)
async def test_a_siren_sounds_shortly_and_quietly_and_is_as_it_was_afterwards(
    flow: DeviceFlow, siren: type[Noting], told: DataPoints, street: Street
) -> None:
    appliance = siren(seconds_pass_and_minutes_do_not)
    device = await street.plug_in(DeviceKind.SIREN, appliance=appliance)
    before = appliance.status()
    await begin(flow, device)
    assert flow.step == "siren_test"
    assert not hasattr(appliance, "written")
    await flow.answer()

    assert flow.step == "siren_heard"
    assert appliance.written[0] == told
    assert appliance.status() == before


async def test_a_siren_that_stops_by_itself_counts_in_seconds(
    flow: DeviceFlow, street: Street
) -> None:
    siren = SimulatedSiren(seconds_pass_and_minutes_do_not)
    device = await street.plug_in(DeviceKind.SIREN, appliance=siren)
    await begin(flow, device)
    await flow.answer()
    assert flow.options("heard") == ["stopped", "went_on", "nothing"]
    await flow.answer(heard="stopped")
    await flow.answer()

    assert flow.created
    assert profile_of(flow).seconds_per_unit == 1
    assert profile_of(flow).switch == "13"


async def test_a_siren_that_goes_on_counts_in_minutes_and_is_silenced(
    flow: DeviceFlow, street: Street
) -> None:
    siren = SimulatedSirenMinutes(seconds_pass_and_minutes_do_not)
    device = await street.plug_in(DeviceKind.SIREN, appliance=siren)
    await begin(flow, device)
    await flow.answer()
    assert siren.status()["1"] == "normal"
    await flow.answer(heard="went_on")
    await flow.answer()

    assert flow.created
    assert profile_of(flow).seconds_per_unit == 60
    assert profile_of(flow).switch == "1"


async def test_a_siren_that_was_not_heard_is_tried_as_the_next_that_it_could_be(
    flow: DeviceFlow, street: Street
) -> None:
    siren = SimulatedSiren(seconds_pass_and_minutes_do_not)
    device = await street.plug_in(DeviceKind.SIREN, appliance=siren)
    await begin(flow, device)
    count = int(flow.shown["description_placeholders"]["count"])
    assert count > 1
    for number in range(1, count + 1):
        placeholders = {"number": str(number), "count": str(count)}
        assert flow.shown["description_placeholders"] == placeholders
        assert (flow.step, flow.errors) == ("siren_test", {})
        await flow.answer()
        await flow.answer(heard="nothing")

    assert (flow.step, flow.errors) == ("siren_test", {"base": "none_was_heard"})
    assert flow.shown["description_placeholders"]["number"] == "1"


class BareSiren(Noting):
    """A siren nobody has heard of: a switch, and another one that is not its."""

    kind = DeviceKind.SIREN
    model = "bare"
    writable: ClassVar[Mapping[str, Domain]] = {"105": flag, "3": flag}
    at_power_on: ClassVar[Mapping[str, Value]] = {"105": False, "3": False}

    @override
    def _act(self, written: DataPoints) -> None:
        """Nothing takes time."""


async def test_a_siren_nobody_knows_is_found_by_its_switch(
    flow: DeviceFlow, street: Street
) -> None:
    siren = BareSiren()
    device = await street.plug_in(DeviceKind.SIREN, appliance=siren)
    await begin(flow, device)
    await flow.answer()
    assert flow.options("heard") == ["sound", "nothing"]
    assert siren.written == [{"3": True}, {"3": False}]
    await flow.answer(heard="nothing")
    await flow.answer()
    await flow.answer(heard="sound")
    await flow.answer()

    assert flow.created
    assert siren.written[2:4] == [{"105": True}, {"105": False}]
    profile = profile_of(flow)
    assert (profile.switch, profile.duration) == ("105", None)


async def test_a_siren_that_is_away_during_the_test_is_tried_when_it_is_back(
    flow: DeviceFlow, street: Street
) -> None:
    siren = SimulatedSiren(seconds_pass_and_minutes_do_not)
    device = await street.plug_in(DeviceKind.SIREN, appliance=siren)
    await begin(flow, device)
    await device.set_fault(Fault.OFFLINE)
    await flow.answer()
    assert (flow.step, flow.errors) == ("siren_test", {"base": "cannot_connect"})

    await device.set_fault(Fault.NONE)
    await flow.answer()
    assert flow.step == "siren_heard"
    await flow.look_again()
    assert flow.step == "siren_heard"


async def test_a_siren_that_breaks_off_is_silenced_before_anything_else_is_asked(
    flow: DeviceFlow, street: Street
) -> None:
    siren = NotingMinutes(seconds_pass_and_minutes_do_not)
    device = await street.plug_in(DeviceKind.SIREN, appliance=siren)
    await begin(flow, device)
    device.manners = Manners(on_command=OnCommand.OBEY_AND_HANG_UP)
    await flow.answer()
    assert (flow.step, flow.errors) == ("siren_loud", {})
    assert siren.status()["1"] == "alarm_sound_light"

    device.manners = Manners(on_command=OnCommand.REFUSE)
    await flow.answer()
    assert (flow.step, flow.errors) == ("siren_loud", {"base": "still_sounding"})

    await device.set_fault(Fault.RESET)
    await flow.answer()
    assert (flow.step, flow.errors) == ("siren_loud", {"base": "cannot_connect"})

    await device.set_fault(Fault.NONE)
    device.manners = Manners()
    await flow.answer()
    assert flow.step == "siren_heard"
    assert siren.status()["1"] == "normal"


# Locks ----------------------------------------------------------------------------------------


def bolt_of(lock: Appliance) -> str:
    """What somebody at the door sees."""
    return "in" if lock.status()["47"] else "out"


async def walk_through(flow: DeviceFlow, lock: Appliance) -> None:
    """Tell where the bolt is, as long as that is asked."""
    while flow.step in ("lock_test", "lock_moved"):
        await flow.answer(bolt=bolt_of(lock))


class LockOutwards(SimulatedLock):
    """A lock that unlocks and does not lock."""

    @override
    def _come_out(self) -> None:
        """Stay where it is."""


class Backwards(SimulatedLock):
    """A lock that is driven the other way round, and tells where its bolt is so too."""

    when_new: ClassVar[Mapping[str, Value]] = {**SimulatedLock.when_new, "47": False}

    @override
    def _act(self, written: DataPoints) -> None:
        super()._act({point: not value for point, value in written.items()})

    @override
    def _come_out(self) -> None:
        self._report({"47": True})

    @override
    def _go_in(self) -> None:
        self._report({"47": False})


class ReadOnlyLock(SimulatedLock):
    """A lock that says yes to everything and does nothing."""

    @override
    def _act(self, written: DataPoints) -> None:
        """Stay where it is."""


async def test_a_lock_that_goes_both_ways_is_seen_to_go_both_ways(
    flow: DeviceFlow, street: Street
) -> None:
    lock = SimulatedLock(travel=0)
    device = await street.plug_in(DeviceKind.LOCK, appliance=lock)
    await begin(flow, device)
    await walk_through(flow, lock)

    assert flow.created
    assert (profile_of(flow).lan_lock, profile_of(flow).lan_unlock) == (True, True)
    assert profile_of(flow).locked_value is False


async def test_a_lock_that_begins_locked_ends_locked(flow: DeviceFlow, street: Street) -> None:
    lock = SimulatedLock(travel=0)
    lock.turn_by_hand(locked=True)
    device = await street.plug_in(DeviceKind.LOCK, appliance=lock)
    await begin(flow, device)
    await walk_through(flow, lock)

    assert flow.created
    assert bolt_of(lock) == "out"
    assert profile_of(flow) == LOCKS["deadbolt"]


async def test_a_lock_that_only_locks_says_so_before_it_is_saved(
    flow: DeviceFlow, street: Street
) -> None:
    lock = SimulatedLockOnly(travel=0)
    device = await street.plug_in(DeviceKind.LOCK, appliance=lock)
    await begin(flow, device)
    await walk_through(flow, lock)
    assert (flow.step, flow.errors) == ("lock_limits", {"base": "lock_cannot_unlock"})
    await flow.look_again()
    assert flow.errors == {"base": "lock_cannot_unlock"}
    await flow.answer()

    assert flow.created
    assert (profile_of(flow).lan_lock, profile_of(flow).lan_unlock) == (True, False)


async def test_a_locked_lock_that_only_locks_has_to_be_unlocked_by_hand_for_the_test(
    flow: DeviceFlow, street: Street
) -> None:
    lock = SimulatedLockOnly(travel=0)
    lock.turn_by_hand(locked=True)
    device = await street.plug_in(DeviceKind.LOCK, appliance=lock)
    await begin(flow, device)
    while not flow.errors:
        await flow.answer(bolt=bolt_of(lock))
    assert (flow.step, flow.errors) == ("lock_test", {"base": "turn_by_hand"})
    lock.turn_by_hand(locked=False)
    await walk_through(flow, lock)
    await flow.answer()

    assert flow.created
    assert bolt_of(lock) == "out"
    assert (profile_of(flow).lan_lock, profile_of(flow).lan_unlock) == (True, False)


async def test_a_door_that_was_locked_is_not_left_unlocked_without_a_word(
    flow: DeviceFlow, street: Street
) -> None:
    lock = LockOutwards(travel=0)
    lock.turn_by_hand(locked=True)
    device = await street.plug_in(DeviceKind.LOCK, appliance=lock)
    await begin(flow, device)
    await walk_through(flow, lock)

    assert (flow.step, flow.errors) == ("lock_limits", {"base": "lock_left_open"})
    await flow.answer()
    assert (flow.step, flow.errors) == ("lock_limits", {"base": "lock_cannot_lock"})
    await flow.answer()
    assert flow.created
    assert (profile_of(flow).lan_lock, profile_of(flow).lan_unlock) == (False, True)


@pytest.mark.parametrize("locked", [True, False])
async def test_a_lock_that_works_the_other_way_round_is_understood(
    flow: DeviceFlow, *, locked: bool, street: Street
) -> None:
    lock = Backwards(travel=0)
    if locked:
        lock._come_out()
    device = await street.plug_in(DeviceKind.LOCK, appliance=lock)
    await begin(flow, device)
    while flow.step in ("lock_test", "lock_moved"):
        await flow.answer(bolt="out" if lock.status()["47"] else "in")

    assert flow.created
    profile = profile_of(flow)
    assert (profile.lock_value, profile.locked_value) == (False, True)
    assert (profile.lan_lock, profile.lan_unlock) == (True, True)


@pytest.mark.parametrize("locked", [True, False])
async def test_a_lock_that_cannot_be_commanded_says_so_before_it_is_saved(
    flow: DeviceFlow, *, locked: bool, street: Street
) -> None:
    lock = ReadOnlyLock()
    lock.turn_by_hand(locked=locked)
    device = await street.plug_in(DeviceKind.LOCK, appliance=lock)
    await begin(flow, device)
    await walk_through(flow, lock)
    assert (flow.step, flow.errors) == ("lock_limits", {"base": "lock_read_only"})
    await flow.answer()

    assert flow.created
    assert profile_of(flow).read_only
    assert profile_of(flow).state == "47"


async def test_a_relay_that_releases_the_door_for_a_moment_is_momentary(
    flow: DeviceFlow, street: Street
) -> None:
    device = await street.plug_in(DeviceKind.LOCK, model="lock_relay")
    await begin(flow, device)
    await flow.answer(bolt="out")
    assert flow.options("bolt") == ["out", "in", "released"]
    await flow.answer(bolt="released")
    assert (flow.step, flow.errors) == ("lock_limits", {"base": "lock_momentary"})
    await flow.answer()

    assert flow.created
    assert profile_of(flow) == LOCKS["relay"]


async def test_a_switch_that_moves_no_bolt_tells_nothing_of_it(
    flow: DeviceFlow, street: Street
) -> None:
    device = await street.plug_in(DeviceKind.LOCK, model="lock_relay")
    await begin(flow, device)
    await flow.answer(bolt="in")
    assert flow.options("bolt") == ["out", "in"]
    while flow.step != "lock_limits":
        await flow.answer(bolt="in")
    await flow.answer()

    assert flow.created
    assert (profile_of(flow).read_only, profile_of(flow).state) == (True, None)


class TwoSwitches(Appliance):
    """A gate with two switches, of which the second drives the bolt."""

    kind = DeviceKind.LOCK
    model = "two_switches"
    writable: ClassVar[Mapping[str, Domain]] = {"28": flag, "32": flag}
    at_power_on: ClassVar[Mapping[str, Value]] = {"28": False, "32": False}

    @override
    def _act(self, written: DataPoints) -> None:
        """Nothing takes time."""


async def test_of_several_switches_the_one_that_moves_the_bolt_is_found(
    flow: DeviceFlow, street: Street
) -> None:
    gate = TwoSwitches()
    device = await street.plug_in(DeviceKind.LOCK, appliance=gate)
    await begin(flow, device)
    while flow.step in ("lock_test", "lock_moved"):
        await flow.answer(bolt="out" if gate.status()["32"] else "in")

    assert flow.created
    profile = profile_of(flow)
    assert (profile.drive, profile.state, profile.lock_value) == ("32", "32", True)
    assert (profile.lan_lock, profile.lan_unlock, profile.locked_value) == (True, True, True)


@pytest.mark.parametrize(
    ("preset", "limit"),
    [
        ("battery", "lock_sleeps"),
        ("deadbolt_lock_only", "lock_cannot_unlock"),
    ],
)
async def test_the_limits_of_a_chosen_product_are_told_too(
    flow: DeviceFlow, preset: str, limit: str, street: Street
) -> None:
    device = await street.plug_in(DeviceKind.LOCK)
    await flow.add("lan")
    await flow.answer(**answers_for(device))
    await flow.answer(product=preset)
    assert (flow.step, flow.errors) == ("lock_limits", {"base": limit})
    await flow.answer()

    assert flow.created
    assert profile_of(flow) == LOCKS[preset]


async def test_a_battery_lock_is_set_up_while_it_is_awake(flow: DeviceFlow, street: Street) -> None:
    device = await street.plug_in(DeviceKind.LOCK, model="lock_battery")
    await flow.add("lan")
    await flow.answer(**answers_for(device))
    await flow.answer(product="battery")
    await flow.answer()

    assert flow.created
    assert profile_of(flow).sleeps


async def test_answers_that_contradict_the_lock_begin_anew(
    flow: DeviceFlow, street: Street
) -> None:
    lock = SimulatedLock(travel=0)
    device = await street.plug_in(DeviceKind.LOCK, appliance=lock)
    await begin(flow, device)
    await flow.answer(bolt="in")
    await flow.answer(bolt="out")
    while not flow.errors:
        await flow.answer(bolt="out")
    assert (flow.step, flow.errors) == ("lock_test", {"base": "contradiction"})

    await walk_through(flow, lock)
    assert flow.created


async def test_a_lock_that_is_lost_in_the_middle_is_looked_at_again(
    flow: DeviceFlow, street: Street
) -> None:
    lock = SimulatedLock(travel=0)
    device = await street.plug_in(DeviceKind.LOCK, appliance=lock)
    await begin(flow, device)
    await flow.answer(bolt="in")
    await device.set_fault(Fault.RESET)
    await flow.answer(bolt="out")
    assert (flow.step, flow.errors) == ("lock_test", {"base": "cannot_connect"})

    await device.set_fault(Fault.NONE)
    await walk_through(flow, lock)
    assert flow.created


async def test_a_page_that_is_loaded_again_in_the_middle_asks_where_the_bolt_is(
    flow: DeviceFlow, street: Street
) -> None:
    device = await street.plug_in(DeviceKind.LOCK)
    await begin(flow, device)
    await flow.answer(bolt="in")
    await flow.look_again()

    assert flow.step == "lock_test"


# The course of a lock's test, by itself -------------------------------------------------------


def test_only_switches_that_are_known_of_locks_are_tried() -> None:
    reported: Dps = {"2": True, "28": False, "32": True, "33": "word", "99": False}

    assert [trial.drive for trial in lock_trials(reported)] == ["28", "32"]


def test_what_is_known_of_a_lock_goes_before_any_switch() -> None:
    assert [trial.drive for trial in lock_trials({"47": True, "33": True})] == ["46"]


@given(
    lock_value=st.booleans(),
    locked_value=st.booleans(),
    locks=st.booleans(),
    unlocks=st.booleans(),
    bolt_out=st.booleans(),
)
def test_whatever_a_lock_does_is_learned_in_at_most_four_trials(
    *, lock_value: bool, locked_value: bool, locks: bool, unlocks: bool, bolt_out: bool
) -> None:
    course = LockCourse(LockProfile(), bolt_out)
    seen = set[bool]()
    for _ in range(4):
        if (written := course.next_value) is None:
            break
        outwards = written is lock_value
        if (locks if outwards else unlocks) and outwards is not bolt_out:
            bolt_out = outwards
            seen.add(outwards)
        course.saw(written, bolt_out is locked_value, bolt_out=bolt_out)

    assert course.next_value is None
    learned = course.learned()
    assert (learned.lan_lock, learned.lan_unlock) == (True in seen, False in seen)
    assert learned.locked_value is locked_value
    if seen:
        assert learned.lock_value is lock_value
    # Whether it locks is known for sure wherever the bolt was in at some time.
    assert learned.lan_lock is locks or (bolt_out and not unlocks)
