"""The blueprints: that Home Assistant takes them, and that automations made of them do as told."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
import shutil
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.automation.helpers import async_get_blueprints
from homeassistant.components.blueprint.models import Blueprint
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.tuya_twin.coordinator import HouseholdCoordinator
from custom_components.tuya_twin.core.facts import RunStarted
from custom_components.tuya_twin.core.house import HouseUpdate
from custom_components.tuya_twin.core.model import HOUSE, Bolt, LockState, Protocol, Status
from custom_components.tuya_twin.core.run import Cause, Run
from custom_components.tuya_twin.devices.simulator import SimulatedLock
from tests.kit import LOCK, device_of, link_of, until

FOLDER = Path(__file__).parents[1] / "blueprints" / "automation" / "tuya_twin"
BLUEPRINTS = sorted(FOLDER.glob("*.yaml"))
HOME = "https://github.com/tuya-twin/tuya_twin/blob/main/blueprints/automation/tuya_twin/"

DOOR, MOTION, SHAKE = "binary_sensor.door", "binary_sensor.motion", "binary_sensor.shake"
ANNA, BEN, PANEL = "person.anna", "person.ben", "alarm_control_panel.house"

type Make = Callable[..., Awaitable[None]]


@pytest.fixture
def hass_config_dir(hass_tmp_config_dir: str) -> str:
    """A configuration into which somebody imported our blueprints."""
    shutil.copytree(FOLDER, Path(hass_tmp_config_dir) / "blueprints" / "automation" / FOLDER.name)
    return hass_tmp_config_dir


@pytest.fixture
async def runs(coordinator: HouseholdCoordinator) -> list[Run]:
    """The runs that begin from now on. The door is locked: in frozen time no bolt moves."""
    lock = device_of(coordinator, LOCK).appliance
    assert isinstance(lock, SimulatedLock)
    lock.turn_by_hand(locked=True)
    await until(
        link_of(coordinator, LOCK),
        lambda link: link.report.state == LockState(bolt=Bolt.LOCKED, battery=None),
    )
    begun: list[Run] = []

    @callback
    def note(update: HouseUpdate | None) -> None:
        if isinstance(update, RunStarted):
            begun.append(update.run)

    coordinator.subscribe(note)
    return begun


@pytest.fixture
def make(hass: HomeAssistant, coordinator: HouseholdCoordinator) -> Make:
    """Make an automation of a blueprint, as the user does in the frontend."""

    async def of(name: str, **given: Any) -> None:
        path = f"{FOLDER.name}/{name}.yaml"
        automation = {"id": name, "use_blueprint": {"path": path, "input": given}}
        assert await async_setup_component(hass, "automation", {"automation": [automation]})
        await hass.async_block_till_done()
        (state,) = hass.states.async_all("automation")
        assert state.state == "on"

    return of


@pytest.fixture
def zone(hass: HomeAssistant, coordinator: HouseholdCoordinator) -> str:
    """What the user picks for the living room."""
    return device_id(hass, coordinator, "_LivingRoom")


def device_id(hass: HomeAssistant, coordinator: HouseholdCoordinator, zone: str = "") -> str:
    """The device of a zone or, without one, of the household."""
    entry_id = coordinator.entry.entry_id
    device = dr.async_get(hass).async_get_device_by_identifier(
        ("tuya_twin", f"{entry_id}{zone}"), entry_id
    )
    assert device is not None
    return device.id


async def show(hass: HomeAssistant, **states: str) -> None:
    """Let entities, by the names above in small letters, show states one after the other."""
    for name, state in states.items():
        hass.states.async_set(globals()[name.upper()], state, {"friendly_name": name.title()})
    await settle(hass)


def done(runs: list[Run]) -> list[tuple[str, str]]:
    return [(run.protocol.value, run.zone) for run in runs]


def shown(run: Run) -> dict[str, str]:
    return {each.source: each.state for each in run.cause.evidence}


async def settle(hass: HomeAssistant) -> None:
    """Let everything happen that can happen now. An automation may go on waiting for more."""
    (household,) = hass.config_entries.async_loaded_entries("tuya_twin")
    for _ in range(3):
        for _ in range(100):
            await asyncio.sleep(0)
        # Whatever was on its way to the disk is there after this.
        await household.runtime_data.journal.last_proven()


async def at_night(freezer: FrozenDateTimeFactory, hour: int = 2) -> None:
    """Make it that time of the day where the house stands."""
    freezer.move_to(datetime(2026, 11, 22, hour, 14, tzinfo=dt_util.get_default_time_zone()))


async def let_pass(hass: HomeAssistant, freezer: FrozenDateTimeFactory, seconds: float) -> None:
    freezer.tick(timedelta(seconds=seconds))
    async_fire_time_changed(hass)
    await settle(hass)


# All of them -----------------------------------------------------------------------------------


async def test_home_assistant_takes_every_one(hass: HomeAssistant) -> None:
    assert await async_setup_component(hass, "automation", {})

    found = await async_get_blueprints(hass).async_get_blueprints()

    ours = {path: each for path, each in found.items() if path.startswith("tuya_twin/")}
    assert len(ours) == len(BLUEPRINTS)
    for path, blueprint in ours.items():
        assert isinstance(blueprint, Blueprint), path
        assert blueprint.validate() is None
        assert blueprint.metadata["source_url"] == f"{HOME}{Path(path).name}"
        for key, field in blueprint.inputs.items():
            assert field is not None, key
            assert field["name"]
            assert field["selector"]


# A door opens while everybody is away ----------------------------------------------------------


async def test_a_door_that_opens_while_all_are_away_warns_in_its_zone(
    hass: HomeAssistant, make: Make, runs: list[Run], zone: str
) -> None:
    await show(hass, door="off", anna="not_home", ben="Work")
    await make("door_opened_while_away", openings=[DOOR], people=[ANNA, BEN], zone=zone)

    await show(hass, door="on")

    assert done(runs) == [("yellow", "LivingRoom")]
    assert runs[0].cause.reason == "Door opened while everybody is away"
    assert shown(runs[0]) == {DOOR: "on", ANNA: "not_home", BEN: "Work"}


async def test_a_door_that_opens_while_somebody_is_at_home_is_a_door(
    hass: HomeAssistant, make: Make, runs: list[Run], zone: str
) -> None:
    await show(hass, door="off", anna="not_home", ben="home")
    await make("door_opened_while_away", openings=[DOOR], people=[ANNA, BEN], zone=zone)

    await show(hass, door="on")

    assert runs == []


async def test_a_sensor_that_comes_back_has_seen_nobody_open_the_door(
    hass: HomeAssistant, make: Make, runs: list[Run], zone: str
) -> None:
    await show(hass, door="unavailable", anna="not_home")
    await make("door_opened_while_away", openings=[DOOR], people=[ANNA], zone=zone)

    await show(hass, door="on")

    assert runs == []


# Motion and vibration at night -----------------------------------------------------------------


@pytest.fixture
async def night_watch(
    hass: HomeAssistant, make: Make, zone: str, freezer: FrozenDateTimeFactory
) -> None:
    """The automation, with both sensors at rest, at night."""
    await at_night(freezer)
    await show(hass, motion="off", shake="off")
    await make(
        "motion_and_vibration_at_night", motion=[MOTION], vibration=[SHAKE], seconds=30, zone=zone
    )


@pytest.mark.usefixtures("night_watch")
@pytest.mark.parametrize(("first", "second"), [("motion", "shake"), ("shake", "motion")])
async def test_motion_and_vibration_in_time_are_an_alarm_whichever_came_first(
    hass: HomeAssistant,
    runs: list[Run],
    freezer: FrozenDateTimeFactory,
    first: str,
    second: str,
) -> None:
    await show(hass, **{first: "on"})
    await show(hass, **{first: "off"})
    await let_pass(hass, freezer, 29)
    await show(hass, **{second: "on"})

    assert done(runs) == [("red", "LivingRoom")]
    assert shown(runs[0]).keys() == {MOTION, SHAKE}


@pytest.mark.usefixtures("night_watch")
async def test_vibration_while_somebody_still_moves_is_an_alarm_at_any_time(
    hass: HomeAssistant, runs: list[Run], freezer: FrozenDateTimeFactory
) -> None:
    await show(hass, motion="on")
    await let_pass(hass, freezer, 31)
    await show(hass, shake="on")

    assert done(runs) == [("red", "LivingRoom")]


@pytest.mark.usefixtures("night_watch")
async def test_each_alone_and_both_apart_are_no_alarm(
    hass: HomeAssistant, runs: list[Run], freezer: FrozenDateTimeFactory
) -> None:
    await show(hass, motion="on")
    await show(hass, motion="off")
    await let_pass(hass, freezer, 31)
    await show(hass, shake="on")
    await show(hass, shake="off")
    await let_pass(hass, freezer, 31)

    assert runs == []


@pytest.mark.usefixtures("night_watch")
async def test_the_newest_motion_counts(
    hass: HomeAssistant, runs: list[Run], freezer: FrozenDateTimeFactory
) -> None:
    for _ in range(2):
        await show(hass, motion="on")
        await show(hass, motion="off")
        await let_pass(hass, freezer, 25)
    await show(hass, shake="on")

    assert done(runs) == [("red", "LivingRoom")]


@pytest.mark.usefixtures("night_watch")
async def test_by_day_they_are_no_alarm(
    hass: HomeAssistant, runs: list[Run], freezer: FrozenDateTimeFactory
) -> None:
    await at_night(freezer, hour=12)

    await show(hass, motion="on", shake="on")

    assert runs == []


# Somebody arrives home -------------------------------------------------------------------------


@pytest.fixture
async def arrival(hass: HomeAssistant, make: Make, coordinator: HouseholdCoordinator) -> None:
    """The automation, while Anna is out."""
    await show(hass, anna="not_home")
    await make("arriving_home", people=[ANNA], household=coordinator.entry.entry_id)


async def alarm(coordinator: HouseholdCoordinator, protocol: Protocol, zone: str = "Foyer") -> None:
    await coordinator.response.execute(protocol, zone, Cause(origin="automation"))


@pytest.mark.usefixtures("arrival")
async def test_who_arrives_home_ends_a_warning(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, runs: list[Run]
) -> None:
    await alarm(coordinator, Protocol.YELLOW)

    await show(hass, anna="home")

    assert done(runs) == [("yellow", "Foyer"), ("green", HOUSE)]
    assert runs[1].cause.reason == "Anna arrived home"
    assert shown(runs[1]) == {ANNA: "home"}
    assert coordinator.house.incident is None


@pytest.mark.usefixtures("arrival")
async def test_no_arrival_ends_an_alarm_that_has_been_red(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, runs: list[Run]
) -> None:
    await alarm(coordinator, Protocol.RED)
    await alarm(coordinator, Protocol.YELLOW)

    await show(hass, anna="home")

    assert done(runs) == [("red", "Foyer"), ("yellow", "Foyer")]


@pytest.mark.usefixtures("arrival")
async def test_an_arrival_in_a_house_at_rest_changes_nothing(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, runs: list[Run]
) -> None:
    await alarm(coordinator, Protocol.YELLOW)
    await alarm(coordinator, Protocol.GREEN)

    await show(hass, anna="home")

    assert done(runs) == [("yellow", "Foyer"), ("green", "Foyer")]


@pytest.mark.usefixtures("arrival")
@pytest.mark.parametrize("lost", ["unavailable", "unknown"])
async def test_a_phone_that_is_found_again_has_not_arrived(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, runs: list[Run], lost: str
) -> None:
    await alarm(coordinator, Protocol.YELLOW)

    await show(hass, anna=lost)
    await show(hass, anna="home")

    assert done(runs) == [("yellow", "Foyer")]


# An alarm control panel ------------------------------------------------------------------------


@pytest.fixture
async def follower(hass: HomeAssistant, make: Make, coordinator: HouseholdCoordinator) -> None:
    """The automation for the whole house, and a panel that is armed."""
    await show(hass, panel="armed_away", door="on")
    house = device_id(hass, coordinator)
    await make("follow_alarm_control_panel", panel=PANEL, zone=house, evidence=[DOOR])


@pytest.mark.usefixtures("follower")
async def test_the_house_follows_its_alarm_control_panel(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, runs: list[Run]
) -> None:
    await show(hass, panel="pending")
    await show(hass, panel="triggered")
    await show(hass, panel="disarmed")

    assert done(runs) == [("yellow", HOUSE), ("red", HOUSE), ("green", HOUSE)]
    assert runs[1].cause.reason == "Panel is triggered"
    assert shown(runs[1]) == {PANEL: "triggered", DOOR: "on"}
    assert coordinator.house.shown(HOUSE) is Status.GREEN_SAFE


@pytest.mark.usefixtures("follower")
async def test_a_panel_that_is_disarmed_in_the_morning_ends_nothing(
    hass: HomeAssistant, runs: list[Run]
) -> None:
    await show(hass, panel="disarmed")

    assert runs == []


@pytest.mark.usefixtures("follower")
async def test_a_panel_that_comes_back_raises_an_alarm_and_ends_none(
    hass: HomeAssistant, runs: list[Run]
) -> None:
    await show(hass, panel="unavailable")
    await show(hass, panel="triggered")
    await show(hass, panel="unavailable")
    await show(hass, panel="disarmed")

    assert done(runs) == [("red", HOUSE)]


@pytest.mark.usefixtures("follower")
async def test_what_the_panel_said_last_counts(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, runs: list[Run]
) -> None:
    for state in ("triggered", "disarmed", "triggered"):
        hass.states.async_set(PANEL, state)
    await asyncio.wait_for(hass.async_block_till_done(), 20)

    assert coordinator.house.shown(HOUSE) is Status.RED_CRITICAL
    assert done(runs)[-1] == ("red", HOUSE)


# The watch by night ----------------------------------------------------------------------------

WATCHING = "select.home_watching"


@pytest.fixture
async def bedtime(
    hass: HomeAssistant, make: Make, freezer: FrozenDateTimeFactory
) -> AsyncIterator[None]:
    """The automation, shortly before bedtime; removed afterwards, as it waits for the morning."""
    await at_night(freezer, hour=22)
    await make("watch_by_bedtime", watching=WATCHING, bedtime="23:00:00", morning="06:30:00")
    yield
    (automation,) = hass.states.async_entity_ids("automation")
    er.async_get(hass).async_remove(automation)
    await hass.async_block_till_done()


async def watch(hass: HomeAssistant, mode: str) -> None:
    told = {"entity_id": WATCHING, "option": mode}
    await hass.services.async_call("select", "select_option", told, blocking=True)
    await settle(hass)


def watched(hass: HomeAssistant) -> str:
    state = hass.states.get(WATCHING)
    assert state is not None
    return state.state


@pytest.mark.usefixtures("bedtime")
async def test_the_house_is_watched_from_bedtime_to_the_morning(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    await let_pass(hass, freezer, 3600)
    by_night = watched(hass)
    await let_pass(hass, freezer, 8 * 3600)

    assert (by_night, watched(hass)) == ("night", "off")


@pytest.mark.usefixtures("bedtime")
async def test_a_house_that_all_have_left_stays_watched_as_that(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    await watch(hass, "away")

    await let_pass(hass, freezer, 3600)
    by_night = watched(hass)
    await let_pass(hass, freezer, 8 * 3600)

    assert (by_night, watched(hass)) == ("away", "away")
