"""A household whose sensors are told what to say, and ways to see what comes of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.tuya_twin.coordinator import HouseholdCoordinator
from custom_components.tuya_twin.core.facts import Assessed, Fact
from custom_components.tuya_twin.core.run import Cause
from custom_components.tuya_twin.core.signs import WatchMode
from tests.people_kit import Wall, household

ANNA = Cause(origin="person", name="Anna")
MOTION, SHAKE = "binary_sensor.hall_motion", "binary_sensor.front_door_vibration"
DOOR, WINDOW, SMOKE = "binary_sensor.front_door", "binary_sensor.window", "binary_sensor.smoke"
SENSORS = (
    {"entity": MOTION, "role": "motion", "zone": "Foyer"},
    {"entity": SHAKE, "role": "vibration", "zone": "Foyer"},
    {"entity": DOOR, "role": "door", "zone": "Foyer"},
    {"entity": WINDOW, "role": "window", "zone": "LivingRoom"},
    {"entity": SMOKE, "role": "smoke", "zone": "LivingRoom"},
)
AT_ONCE = {"exit_seconds": 0, "entry_seconds": 0}


def analysis(**more: Any) -> dict[str, Any]:
    """Options with all the sensors, no delays, and what else is said."""
    return {"analysis": {"sensors": list(SENSORS), "watching": AT_ONCE, **more}}


def shows(hass: HomeAssistant, entity_id: str, state: str = "on") -> None:
    """Have a sensor say something."""
    name = entity_id.partition(".")[2].replace("_", " ").capitalize()
    hass.states.async_set(entity_id, state, {"friendly_name": name})


@asynccontextmanager
async def watched(
    hass: HomeAssistant, options: dict[str, Any], mode: WatchMode = WatchMode.AWAY
) -> AsyncIterator[HouseholdCoordinator]:
    """A household with these options that is watched; all its sensors say that all is well."""
    for sensor in SENSORS:
        shows(hass, sensor["entity"], "off")
    async with household(hass, options) as coordinator:
        await coordinator.surveillance.watch_keeper.async_set(mode, ANNA)
        yield coordinator


async def pass_time(hass: HomeAssistant, wall: Wall, seconds: float) -> datetime:
    """Let so much time pass for the household and for Home Assistant's timers."""
    wall.tick(seconds)
    async_fire_time_changed(hass, wall.now())
    await hass.async_block_till_done()
    return wall.now()


async def assessed(coordinator: HouseholdCoordinator) -> list[Assessed]:
    """What is on record of the open incident."""
    incident = coordinator.house.incident
    assert incident is not None
    facts: list[Fact] = list(await coordinator.journal.incident_facts(incident.id))
    return [fact for fact in facts if isinstance(fact, Assessed)]
