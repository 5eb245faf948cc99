"""What sensors tell is weighed, answered on the devices, and ended, as the user has decided."""

from collections import Counter
from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

from homeassistant.core import HomeAssistant
import pytest

from custom_components.tuya_twin.clock import SystemClock
from custom_components.tuya_twin.coordinator import HouseholdCoordinator
from custom_components.tuya_twin.core.facts import Answer, Assessed
from custom_components.tuya_twin.core.house import House, HouseUpdate
from custom_components.tuya_twin.core.model import (
    HOUSE,
    Bolt,
    DeviceKind,
    LockState,
    Protocol,
    Reason,
    SirenState,
    Status,
)
from custom_components.tuya_twin.core.run import Result
from custom_components.tuya_twin.core.signs import WatchMode
from custom_components.tuya_twin.core.trust import LEAST_WEIGHT
from custom_components.tuya_twin.devices.link import DeviceLink
from custom_components.tuya_twin.threats import AT_ONCE
from tests.ai_kit import a_sign
from tests.kit import LOCK, SIREN, all_answer, link_of, until
from tests.people_kit import NOISE, Wall, restarted, until_house
from tests.surveillance_kit import (
    ANNA,
    DOOR,
    MOTION,
    SHAKE,
    SMOKE,
    WINDOW,
    analysis,
    assessed,
    pass_time,
    shows,
    watched,
)

GREEN, YELLOW, RED = Status.GREEN_SAFE, Status.YELLOW_WARNING, Status.RED_CRITICAL
MADRID = ZoneInfo("Europe/Madrid")
BURST = 55
DELAYS = {"exit_seconds": 30, "entry_seconds": 30}


@pytest.fixture(autouse=True)
async def madrid(hass: HomeAssistant, enable_custom_integrations: None) -> None:
    await hass.config.async_set_time_zone("Europe/Madrid")


def clock_at(hour: int, monkeypatch: pytest.MonkeyPatch) -> Wall:
    """The household's clock: it is this hour of tomorrow, by the clock on the wall."""
    wall = Wall()
    now = wall.now().astimezone(MADRID)
    then = (now + timedelta(days=1)).replace(hour=hour, minute=0)
    wall.tick((then - now).total_seconds())
    monkeypatch.setattr(SystemClock, "now", lambda _clock: wall.now())
    return wall


@pytest.fixture
def night(monkeypatch: pytest.MonkeyPatch) -> Wall:
    return clock_at(2, monkeypatch)


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> Wall:
    return clock_at(12, monkeypatch)


def sounds(link: DeviceLink) -> bool:
    return isinstance(link.report.state, SirenState) and link.report.state.sounding is True


def silent(link: DeviceLink) -> bool:
    return isinstance(link.report.state, SirenState) and link.report.state.sounding is False


def locked(link: DeviceLink) -> bool:
    return isinstance(link.report.state, LockState) and link.report.state.bolt is Bolt.LOCKED


async def until_shown(coordinator: HouseholdCoordinator, status: Status, zone: str) -> House:
    return await until_house(coordinator, lambda house: house.shown(zone) is status)


async def until_done(coordinator: HouseholdCoordinator, protocol: Protocol) -> House:
    """Wait until a run of this protocol is over."""
    return await until_house(
        coordinator,
        lambda house: (
            house.run is not None and house.run.protocol is protocol and house.run.finished
        ),
    )


async def raise_red(hass: HomeAssistant, coordinator: HouseholdCoordinator) -> House:
    """Somebody walks about, and lays hands on the door."""
    shows(hass, MOTION)
    await until_shown(coordinator, YELLOW, "Foyer")
    shows(hass, SHAKE)
    return await until_shown(coordinator, RED, "Foyer")


async def test_motion_and_then_vibration_at_night_is_red_on_every_device(
    hass: HomeAssistant, night: Wall
) -> None:
    async with watched(hass, analysis()) as coordinator:
        shows(hass, MOTION)
        await until_shown(coordinator, YELLOW, "Foyer")
        night.tick(4)
        shows(hass, SHAKE)

        house = await until_shown(coordinator, RED, "Foyer")
        await until(link_of(coordinator, SIREN), sounds)
        await until(link_of(coordinator, LOCK), locked)

        assert house.run is not None
        assert house.run.cause.origin == "rules"
        assert house.run.cause.reason == (
            "motion: Hall motion (50) · then vibration: Front door vibration, 4 s later (+40)"
            " · at night (× 1.5) = 135"  # noqa: RUF001 - as people read it
        )
        assert [each.source for each in house.run.cause.evidence] == [MOTION, SHAKE]
        found = await assessed(coordinator)
        assert [each.assessment.status for each in found] == [YELLOW, RED]


async def test_what_follows_within_a_second_follows_a_second_later(
    hass: HomeAssistant, night: Wall
) -> None:
    async with watched(hass, analysis()) as coordinator:
        house = await raise_red(hass, coordinator)

        assert house.run is not None
        assert ", 1 s later (+40)" in (house.run.cause.reason or "")


async def test_the_same_by_day_is_a_warning(hass: HomeAssistant, noon: Wall) -> None:
    async with watched(hass, analysis()) as coordinator:
        shows(hass, MOTION)
        await until_shown(coordinator, YELLOW, "Foyer")
        shows(hass, SHAKE)
        await until_house(coordinator, lambda house: house.lookout.assessments["Foyer"].score == 63)

        assert coordinator.house.shown(HOUSE) is YELLOW


async def test_nothing_follows_while_nobody_watches(hass: HomeAssistant, night: Wall) -> None:
    async with watched(hass, analysis(), WatchMode.OFF) as coordinator:
        shows(hass, MOTION)
        shows(hass, SHAKE)
        await hass.async_block_till_done()

        assert coordinator.house.shown(HOUSE) is GREEN
        assert coordinator.house.run is None


async def test_smoke_is_red_at_any_hour_and_locks_no_door(hass: HomeAssistant, noon: Wall) -> None:
    async with watched(hass, analysis(), WatchMode.OFF) as coordinator:
        shows(hass, SMOKE)
        await until_shown(coordinator, RED, "LivingRoom")
        house = await until_done(coordinator, Protocol.RED)

        assert house.run is not None
        (lock,) = [step for step in house.run.steps if step.device.kind is DeviceKind.LOCK]
        assert (lock.result, lock.reason) == (Result.SKIPPED, Reason.HAZARD)
        assert house.run.cause.hazard
        assert house.run.cause.reason == "Smoke: Smoke"


async def test_the_owner_who_unlocks_ends_what_the_rules_began(
    hass: HomeAssistant, night: Wall
) -> None:
    async with watched(hass, analysis()) as coordinator:
        await raise_red(hass, coordinator)
        await until(link_of(coordinator, SIREN), sounds)
        lock = coordinator.house.device(LOCK)
        assert lock is not None
        night.tick(20)

        coordinator.surveillance.senses.unlocked(lock, "fingerprint 3")

        await until_shown(coordinator, GREEN, HOUSE)
        house = await until_done(coordinator, Protocol.GREEN)
        await until(link_of(coordinator, SIREN), silent)
        assert house.run is not None
        assert house.run.cause.reason == (
            "Somebody who lives here unlocked a door: Front door (fingerprint 3)"
        )


@pytest.mark.parametrize(
    ("homecoming", "then"), [("nothing", RED), ("warnings", RED), ("alarms", GREEN)]
)
async def test_what_the_owner_ends_is_the_users_to_say(
    hass: HomeAssistant, night: Wall, homecoming: str, then: Status
) -> None:
    async with watched(hass, analysis(homecoming=homecoming)) as coordinator:
        await raise_red(hass, coordinator)
        lock = coordinator.house.device(LOCK)
        assert lock is not None
        night.tick(20)

        coordinator.surveillance.senses.unlocked(lock, "card 1")
        await until_house(coordinator, lambda house: house.lookout.assessments["Foyer"].score == 0)
        await until_shown(coordinator, then, HOUSE)
        await hass.async_block_till_done()

        assert coordinator.house.shown(HOUSE) is then


async def test_what_somebody_called_is_not_ended_by_the_owner(
    hass: HomeAssistant, night: Wall
) -> None:
    async with watched(hass, analysis()) as coordinator:
        await coordinator.response.execute(Protocol.RED, "Foyer", NOISE)
        lock = coordinator.house.device(LOCK)
        assert lock is not None
        night.tick(20)

        coordinator.surveillance.senses.unlocked(lock, "card 1")
        await until_house(coordinator, lambda house: "Foyer" in house.lookout.assessments)
        await hass.async_block_till_done()

        assert coordinator.house.shown(HOUSE) is RED


async def test_ending_the_watch_by_hand_ends_what_the_rules_began(
    hass: HomeAssistant, night: Wall
) -> None:
    async with watched(hass, analysis()) as coordinator:
        await raise_red(hass, coordinator)
        night.tick(20)

        await coordinator.surveillance.watch_keeper.async_set(WatchMode.OFF, ANNA)

        house = await until_shown(coordinator, GREEN, HOUSE)
        assert house.run is not None
        assert house.run.cause.reason == "The watch was ended"
        assert house.run.cause.name == "Anna"


async def test_a_warning_ends_by_itself_once_it_is_calm_and_red_does_not(
    hass: HomeAssistant, night: Wall
) -> None:
    async with watched(hass, analysis()) as coordinator:
        shows(hass, MOTION)
        await until_done(coordinator, Protocol.YELLOW)
        await pass_time(hass, night, 200)
        shows(hass, MOTION, "off")
        shows(hass, MOTION)
        await pass_time(hass, night, 200)
        assert coordinator.house.shown("Foyer") is YELLOW

        await pass_time(hass, night, 101)
        house = await until_shown(coordinator, GREEN, HOUSE)
        assert house.run is not None
        assert house.run.cause.reason == "No further sign for 300 s"

        shows(hass, MOTION, "off")
        shows(hass, SHAKE, "off")
        await raise_red(hass, coordinator)
        await pass_time(hass, night, 4000)
        assert coordinator.house.shown("Foyer") is RED


async def test_somebody_who_comes_in_by_the_door_has_time_to_say_so(
    hass: HomeAssistant, night: Wall
) -> None:
    async with watched(hass, analysis(watching={**DELAYS, "exit_seconds": 0})) as coordinator:
        shows(hass, DOOR)
        await until_house(coordinator, lambda house: house.lookout.entry is not None)
        shows(hass, MOTION)
        await hass.async_block_till_done()
        assert coordinator.house.shown(HOUSE) is GREEN

        await coordinator.surveillance.watch_keeper.async_set(WatchMode.OFF, ANNA)
        await until_house(coordinator, lambda house: house.lookout.entry is None)
        await pass_time(hass, night, 60)

        assert coordinator.house.shown(HOUSE) is GREEN


async def test_who_does_not_say_so_is_answered(hass: HomeAssistant, night: Wall) -> None:
    async with watched(hass, analysis(watching={**DELAYS, "exit_seconds": 0})) as coordinator:
        shows(hass, DOOR)
        await until_house(coordinator, lambda house: house.lookout.entry is not None)
        shows(hass, MOTION)
        shows(hass, SHAKE)
        await until_house(
            coordinator,
            lambda house: (
                house.lookout.entry is not None and house.lookout.entry.assessment.status is RED
            ),
        )
        assert coordinator.house.shown(HOUSE) is GREEN

        await pass_time(hass, night, 31)

        house = await until_shown(coordinator, RED, "Foyer")
        assert house.lookout.entry is None


async def test_a_power_cut_does_not_help_who_came_in(hass: HomeAssistant, night: Wall) -> None:
    async with watched(hass, analysis(watching={**DELAYS, "exit_seconds": 0})) as coordinator:
        shows(hass, DOOR)
        await until_house(coordinator, lambda house: house.lookout.entry is not None)
        entry = coordinator.entry

        night.tick(40)
        coordinator = await restarted(hass, entry)

        await until_shown(coordinator, YELLOW, "Foyer")


async def test_a_restart_does_not_help_who_walks_about(hass: HomeAssistant, night: Wall) -> None:
    async with watched(hass, analysis()) as coordinator:
        shows(hass, MOTION)
        await until_done(coordinator, Protocol.YELLOW)

        coordinator = await restarted(hass, coordinator.entry)
        night.tick(5)
        shows(hass, SHAKE)

        await until_shown(coordinator, RED, "Foyer")


async def test_breaking_in_otherwise_is_answered_at_once_also_while_somebody_comes_in(
    hass: HomeAssistant, night: Wall
) -> None:
    async with watched(hass, analysis(watching={**DELAYS, "exit_seconds": 0})) as coordinator:
        shows(hass, DOOR)
        await until_house(coordinator, lambda house: house.lookout.entry is not None)

        shows(hass, WINDOW)

        await until_shown(coordinator, YELLOW, "LivingRoom")


async def test_people_have_time_to_leave(hass: HomeAssistant, night: Wall) -> None:
    async with watched(hass, analysis(watching={**DELAYS, "entry_seconds": 0})) as coordinator:
        shows(hass, MOTION)
        await hass.async_block_till_done()
        assert coordinator.house.shown(HOUSE) is GREEN

        await pass_time(hass, night, 31)
        shows(hass, MOTION, "off")
        shows(hass, MOTION)

        await until_shown(coordinator, YELLOW, "Foyer")


def weighs_less(before: int, house: House) -> bool:
    return house.lookout.weights.get(MOTION, 100) < before


async def test_a_false_alarm_lowers_the_weight_of_what_gave_it_and_that_is_kept(
    hass: HomeAssistant, night: Wall
) -> None:
    async with watched(hass, analysis()) as coordinator:
        weights = []
        for _ in range(6):
            shows(hass, MOTION, "off")
            shows(hass, MOTION)
            await until_shown(coordinator, YELLOW, "Foyer")
            before = coordinator.house.lookout.weights.get(MOTION, 100)
            await coordinator.response.answer(Answer.FALSE_ALARM, ANNA)
            if before > LEAST_WEIGHT:
                await until_house(coordinator, partial(weighs_less, before))
            weights.append(coordinator.house.lookout.weights[MOTION])
        assert weights == [80, 64, 51, 41, 33, 30]

        coordinator = await restarted(hass, coordinator.entry)
        assert coordinator.house.lookout.weights == {MOTION: 30}

        await coordinator.surveillance.weights.async_weigh(MOTION, 100, ANNA)
        assert coordinator.house.lookout.weights == {MOTION: 100}


async def test_a_sensor_that_flaps_is_said_so_and_not_trusted_until_it_is_quiet(
    hass: HomeAssistant, night: Wall
) -> None:
    async with watched(hass, analysis(), WatchMode.OFF) as coordinator:
        for _ in range(10):
            shows(hass, MOTION)
            shows(hass, MOTION, "off")
        await coordinator.surveillance.watch_keeper.async_set(WatchMode.AWAY, ANNA)
        shows(hass, MOTION)
        await hass.async_block_till_done()
        assert coordinator.house.shown(HOUSE) is GREEN
        assert coordinator.surveillance.senses.distrusted == {MOTION: "flapping"}

        shows(hass, MOTION, "off")
        await pass_time(hass, night, 301)
        assert coordinator.surveillance.senses.distrusted == {}
        shows(hass, MOTION)
        await until_shown(coordinator, YELLOW, "Foyer")


async def test_a_sensor_that_is_away_is_said_so_until_it_is_back(
    hass: HomeAssistant, night: Wall
) -> None:
    async with watched(hass, analysis()) as coordinator:
        shows(hass, MOTION, "unavailable")
        await pass_time(hass, night, 301)
        assert coordinator.surveillance.senses.distrusted == {MOTION: "dead"}

        shows(hass, MOTION, "off")

        assert coordinator.surveillance.senses.distrusted == {}
        await all_answer(hass, coordinator.entry)


async def test_the_only_door_of_a_zone_that_opens_although_locked_is_forced(
    hass: HomeAssistant, night: Wall
) -> None:
    async with watched(hass, analysis(watching={**DELAYS, "exit_seconds": 0})) as coordinator:
        await coordinator.response.execute(Protocol.RED, "Foyer", NOISE)
        await until(link_of(coordinator, LOCK), locked)
        await coordinator.response.execute(Protocol.GREEN, HOUSE, ANNA)

        shows(hass, DOOR)

        house = await until_shown(coordinator, RED, "Foyer")
        assert house.run is not None
        assert house.run.cause.reason == (
            "locked door forced open: Front door (80) · at night (× 1.5) = 120"  # noqa: RUF001 - as people read it
        )


async def test_others_have_their_turn_while_a_burst_of_signs_is_told(
    hass: HomeAssistant, night: Wall
) -> None:
    async with watched(hass, analysis()) as coordinator:
        await raise_red(hass, coordinator)
        turns = 0
        told: Counter[int] = Counter()

        def others() -> None:
            nonlocal turns
            turns += 1
            again = hass.loop.call_soon(others)
            if told.total() == BURST:
                again.cancel()

        def hears(update: HouseUpdate) -> None:
            told[turns] += isinstance(update, Assessed)

        coordinator.response.chronicle.subscribe(hears)
        others()
        for _ in range(BURST):
            coordinator.surveillance.threats.heard(a_sign(night.now(), entity_id=SHAKE))
        await until_house(coordinator, lambda _house: told.total() == BURST)
        await hass.async_block_till_done()

        assert max(told.values()) <= AT_ONCE
        assert len(await assessed(coordinator)) == BURST + 2
