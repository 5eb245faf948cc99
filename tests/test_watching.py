"""The house is watched as somebody says, or as what is followed says, and who leaves has time."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest

from custom_components.tuya_twin.clock import SystemClock
from custom_components.tuya_twin.coordinator import HouseholdCoordinator
from custom_components.tuya_twin.core.errors import StandsOpenError
from custom_components.tuya_twin.core.house import House
from custom_components.tuya_twin.core.model import HOUSE, Status
from custom_components.tuya_twin.core.signs import WatchMode
from tests.people_kit import Wall, household, restarted, until_house
from tests.surveillance_kit import (
    ANNA,
    DOOR,
    MOTION,
    SENSORS,
    SHAKE,
    WINDOW,
    analysis,
    pass_time,
    shows,
    watched,
)

AWAY, NIGHT, HOME, OFF = WatchMode.AWAY, WatchMode.NIGHT, WatchMode.HOME, WatchMode.OFF
PANEL, PHONE, GUARD = "alarm_control_panel.house", "person.anna", "input_boolean.guard"

pytestmark = pytest.mark.usefixtures("enable_custom_integrations")


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    """The household's clock, by hand."""
    wall = Wall()
    monkeypatch.setattr(SystemClock, "now", lambda _clock: wall.now())
    return wall


def following(*entities: str, **more: Any) -> dict[str, Any]:
    return analysis(watching={"follows": list(entities), "exit_seconds": 0, **more})


def bypassed(house: House) -> list[str]:
    return [each.name for each in house.lookout.watch.bypassed]


async def until_watched(coordinator: HouseholdCoordinator, mode: WatchMode) -> House:
    return await until_house(coordinator, lambda house: house.lookout.watch.mode is mode)


def all_closed(hass: HomeAssistant) -> None:
    for sensor in SENSORS:
        shows(hass, sensor["entity"], "off")


@pytest.mark.parametrize(
    ("state", "mode"), [("armed_away", AWAY), ("armed_night", NIGHT), ("armed_home", HOME)]
)
async def test_it_follows_an_alarm_panel(hass: HomeAssistant, state: str, mode: WatchMode) -> None:
    hass.states.async_set(PANEL, "disarmed")
    async with household(hass, following(PANEL, exit_seconds=30)) as coordinator:
        hass.states.async_set(PANEL, "arming")
        hass.states.async_set(PANEL, state)

        house = await until_watched(coordinator, mode)
        # The panel has given people the time to leave.
        assert house.lookout.watch.counts_from is None

        hass.states.async_set(PANEL, "triggered")
        hass.states.async_set(PANEL, "unavailable")
        await hass.async_block_till_done()
        assert coordinator.house.lookout.watch.mode is mode

        hass.states.async_set(PANEL, "disarmed")
        await until_watched(coordinator, OFF)


async def test_it_follows_the_last_who_leaves(hass: HomeAssistant) -> None:
    hass.states.async_set(PHONE, "home")
    async with household(hass, following(PHONE, mode="night")) as coordinator:
        hass.states.async_set(PHONE, "not_home")
        await until_watched(coordinator, NIGHT)

        hass.states.async_set(PHONE, "unknown")
        await hass.async_block_till_done()
        assert coordinator.house.lookout.watch.mode is NIGHT

        hass.states.async_set(PHONE, "home")
        await until_watched(coordinator, OFF)


async def test_a_phone_that_comes_near_ends_the_watch_but_no_alarm(hass: HomeAssistant) -> None:
    all_closed(hass)
    hass.states.async_set(PHONE, "not_home")
    async with household(hass, following(PHONE)) as coordinator:
        await until_watched(coordinator, AWAY)
        shows(hass, MOTION)
        await until_house(coordinator, lambda house: house.shown(HOUSE) is Status.YELLOW_WARNING)

        hass.states.async_set(PHONE, "home")
        await until_watched(coordinator, OFF)
        await hass.async_block_till_done()

        assert coordinator.house.shown(HOUSE) is Status.YELLOW_WARNING


async def test_somebody_may_have_it_otherwise_until_what_is_followed_says_something_new(
    hass: HomeAssistant,
) -> None:
    hass.states.async_set(GUARD, "off")
    async with household(hass, following(GUARD)) as coordinator:
        await coordinator.surveillance.watch_keeper.async_set(NIGHT, ANNA)
        hass.states.async_set(GUARD, "off", {"icon": "another"})
        await hass.async_block_till_done()
        assert coordinator.house.lookout.watch.mode is NIGHT

        coordinator = await restarted(hass, coordinator.entry)
        await hass.async_block_till_done()
        assert coordinator.house.lookout.watch.mode is NIGHT

        hass.states.async_set(GUARD, "on")
        await until_watched(coordinator, AWAY)


async def test_what_was_asked_for_meanwhile_is_done_after_a_restart(hass: HomeAssistant) -> None:
    hass.states.async_set(GUARD, "off")
    async with household(hass, following(GUARD)) as coordinator:
        entry = coordinator.entry
        await hass.config_entries.async_unload(entry.entry_id)
        hass.states.async_set(GUARD, "on")

        await hass.config_entries.async_setup(entry.entry_id)

        await until_watched(entry.runtime_data, AWAY)


async def test_a_restart_leaves_the_watch_as_it_was(hass: HomeAssistant) -> None:
    async with watched(hass, analysis(), NIGHT) as coordinator:
        before = coordinator.house.lookout.watch

        coordinator = await restarted(hass, coordinator.entry)

        assert coordinator.house.lookout.watch == before


async def test_what_stands_open_is_passed_over_until_it_is_closed(
    hass: HomeAssistant, wall: Wall
) -> None:
    async with watched(hass, analysis(), OFF) as coordinator:
        shows(hass, WINDOW)
        await coordinator.surveillance.watch_keeper.async_set(AWAY, ANNA)
        assert bypassed(coordinator.house) == ["Window"]

        shows(hass, WINDOW, "off")
        await until_house(coordinator, lambda house: bypassed(house) == [])
        shows(hass, WINDOW)

        await until_house(
            coordinator, lambda house: house.shown("LivingRoom") is not Status.GREEN_SAFE
        )


async def test_somebody_who_leaves_nothing_open_is_told_what_is(hass: HomeAssistant) -> None:
    strict = {"leave_open": False, "exit_seconds": 0}
    async with watched(hass, analysis(watching=strict), OFF) as coordinator:
        shows(hass, WINDOW)
        keeper = coordinator.surveillance.watch_keeper

        with pytest.raises(StandsOpenError) as refused:
            await keeper.async_set(AWAY, ANNA)

        assert refused.value.names == ("Window",)
        assert keeper.watch.mode is OFF
        shows(hass, WINDOW, "off")
        await keeper.async_set(AWAY, ANNA)
        assert keeper.watch.mode is AWAY


async def test_what_people_leave_open_as_they_go_is_passed_over_and_said_so(
    hass: HomeAssistant, wall: Wall
) -> None:
    leaving = {"exit_seconds": 30, "entry_seconds": 0}
    async with watched(hass, analysis(watching=leaving), OFF) as coordinator:
        await coordinator.surveillance.watch_keeper.async_set(AWAY, ANNA)
        shows(hass, DOOR)
        await hass.async_block_till_done()
        assert bypassed(coordinator.house) == []

        await pass_time(hass, wall, 31)

        await until_house(coordinator, lambda house: bypassed(house) == ["Front door"])
        assert coordinator.house.shown(HOUSE) is Status.GREEN_SAFE


async def test_a_sensor_somebody_passes_over_stays_so_for_this_watch(
    hass: HomeAssistant, wall: Wall
) -> None:
    async with watched(hass, analysis()) as coordinator:
        keeper = coordinator.surveillance.watch_keeper
        await keeper.async_bypass(SHAKE, ANNA)
        await keeper.async_bypass(SHAKE, ANNA)
        shows(hass, SHAKE)
        shows(hass, SHAKE, "off")
        await hass.async_block_till_done()
        assert bypassed(coordinator.house) == ["Front door vibration"]

        await keeper.async_set(OFF, ANNA)
        await keeper.async_set(AWAY, ANNA)
        assert bypassed(coordinator.house) == []


async def test_the_same_again_changes_nothing(hass: HomeAssistant) -> None:
    async with watched(hass, analysis()) as coordinator:
        before = coordinator.house.lookout.watch

        await coordinator.surveillance.watch_keeper.async_set(AWAY, ANNA)

        assert coordinator.house.lookout.watch is before


async def test_what_is_followed_may_be_renamed(hass: HomeAssistant) -> None:
    registry = er.async_get(hass)
    known = registry.async_get_or_create("switch", "test", "1", suggested_object_id="guard")
    hass.states.async_set("switch.guard", "off")
    async with household(hass, following(known.id)) as coordinator:
        assert coordinator.surveillance.watch_keeper.follows == ("switch.guard",)
        registry.async_update_entity("switch.guard", new_entity_id="switch.nights")
        await hass.async_block_till_done()

        hass.states.async_set("switch.nights", "on")

        await until_watched(coordinator, AWAY)
