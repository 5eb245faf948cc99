"""The sensors of a simulated household: there from the first moment, and moved by buttons."""

from datetime import timedelta

from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.tuya_twin.const import DOMAIN
from custom_components.tuya_twin.coordinator import HouseholdCoordinator
from custom_components.tuya_twin.core.assessment import Assessment, Watch, Why
from custom_components.tuya_twin.core.facts import WatchChanged
from custom_components.tuya_twin.core.model import Status
from custom_components.tuya_twin.core.run import Cause
from custom_components.tuya_twin.core.signs import Role, WatchMode
from custom_components.tuya_twin.simulated_sensors import SECONDS, default_sensors
from tests.kit import LOCK, device_of, set_up
from tests.people_kit import household, restarted, until_house

pytestmark = pytest.mark.usefixtures("enable_custom_integrations")

MOVES, SHAKES = "button.foyer_somebody_moves", "button.foyer_something_shakes_the_door"
MOTION, VIBRATION = "binary_sensor.foyer_motion", "binary_sensor.foyer_vibration"
SMOKE_SWITCH, SMOKE = "switch.living_room_smoke", "binary_sensor.living_room_smoke"
WHAT_THERE_IS = [
    (MOTION, Role.MOTION, "Foyer"),
    (VIBRATION, Role.VIBRATION, "Foyer"),
    ("binary_sensor.living_room_motion", Role.MOTION, "LivingRoom"),
    (SMOKE, Role.SMOKE, "LivingRoom"),
]


async def act(hass: HomeAssistant, action: str, entity_id: str) -> None:
    domain, service = action.split(".")
    await hass.services.async_call(domain, service, {"entity_id": entity_id}, blocking=True)


async def time_passes(hass: HomeAssistant, seconds: float) -> None:
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=seconds))
    await hass.async_block_till_done()


def shown(hass: HomeAssistant, entity_id: str) -> str:
    state = hass.states.get(entity_id)
    assert state is not None, entity_id
    return state.state


def watched(coordinator: HouseholdCoordinator) -> list[tuple[str, Role, str]]:
    return [
        (each.entity_id, each.sensor.role, each.sensor.zone)
        for each in coordinator.surveillance.senses.sensors.values()
    ]


async def test_they_are_watched_from_the_first_moment_and_show_nothing(
    hass: HomeAssistant, coordinator: HouseholdCoordinator
) -> None:
    assert watched(coordinator) == WHAT_THERE_IS
    assert {shown(hass, entity_id) for entity_id, *_ in WHAT_THERE_IS} == {STATE_OFF}


async def test_a_restart_changes_nothing_about_them(
    hass: HomeAssistant, entry: MockConfigEntry, coordinator: HouseholdCoordinator
) -> None:
    before = coordinator.surveillance.senses.sensors

    coordinator = await restarted(hass, entry)

    assert coordinator.surveillance.senses.sensors == before
    assert watched(coordinator) == WHAT_THERE_IS


async def test_one_that_is_called_otherwise_is_watched_all_the_same(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, entity_registry: er.EntityRegistry
) -> None:
    entity_registry.async_update_entity(MOTION, new_entity_id="binary_sensor.hall")
    await hass.async_block_till_done()

    assert watched(coordinator)[0] == ("binary_sensor.hall", Role.MOTION, "Foyer")


@pytest.mark.parametrize(("button", "sensor"), [(MOVES, MOTION), (SHAKES, VIBRATION)])
async def test_what_happens_for_a_moment_is_over_by_itself(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, button: str, sensor: str
) -> None:
    await act(hass, "button.press", button)
    assert shown(hass, sensor) == STATE_ON

    await time_passes(hass, SECONDS + 1)

    assert shown(hass, sensor) == STATE_OFF


async def test_what_happens_again_meanwhile_is_one_happening(
    hass: HomeAssistant, coordinator: HouseholdCoordinator
) -> None:
    await act(hass, "button.press", MOVES)
    await act(hass, "button.press", MOVES)
    assert shown(hass, MOTION) == STATE_ON

    await time_passes(hass, SECONDS + 1)

    assert shown(hass, MOTION) == STATE_OFF


async def test_what_happens_while_the_household_is_set_up_anew_is_over(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    await act(hass, "button.press", MOVES)

    await restarted(hass, entry)

    assert shown(hass, MOTION) == STATE_OFF


def signs(found: Assessment | None) -> list[Role]:
    return [] if found is None else [event.role for event in found.events]


async def test_somebody_who_moves_and_then_shakes_the_door_is_more_than_either(
    hass: HomeAssistant, coordinator: HouseholdCoordinator
) -> None:
    away = Watch(mode=WatchMode.AWAY)
    changed = WatchChanged(watch=away, at=coordinator.clock.now(), cause=Cause(origin="person"))
    await coordinator.response.chronicle.record(changed)

    await act(hass, "button.press", MOVES)
    await act(hass, "button.press", SHAKES)
    house = await until_house(
        coordinator, lambda house: len(signs(house.lookout.assessments.get("Foyer"))) == 2
    )

    found = house.lookout.assessments["Foyer"]
    assert signs(found) == [Role.MOTION, Role.VIBRATION]
    assert Why.FOLLOWED in [ground.why for ground in found.grounds]
    assert [event.name for event in found.events] == ["Foyer Motion", "Foyer Vibration"]
    await until_house(coordinator, lambda house: house.shown("Foyer") is found.status)


async def test_smoke_stays_until_it_is_switched_off_is_red_and_leaves_the_way_out_open(
    hass: HomeAssistant, coordinator: HouseholdCoordinator
) -> None:
    await act(hass, "switch.turn_on", SMOKE_SWITCH)
    house = await until_house(
        coordinator, lambda house: house.shown("LivingRoom") is Status.RED_CRITICAL
    )
    assert house.incident is not None
    await time_passes(hass, SECONDS + 1)
    assert (shown(hass, SMOKE_SWITCH), shown(hass, SMOKE)) == (STATE_ON, STATE_ON)
    assert device_of(coordinator, LOCK).appliance.status()["47"] is True

    await act(hass, "switch.turn_off", SMOKE_SWITCH)

    assert (shown(hass, SMOKE_SWITCH), shown(hass, SMOKE)) == (STATE_OFF, STATE_OFF)


async def test_smoke_that_is_simulated_keeps_no_other_house_from_locking(
    hass: HomeAssistant, coordinator: HouseholdCoordinator
) -> None:
    cabin = MockConfigEntry(domain=DOMAIN, title="Cabin", data={"name": "Cabin"})
    await set_up(hass, cabin)

    await act(hass, "switch.turn_on", SMOKE_SWITCH)
    await until_house(coordinator, lambda house: house.incident is not None)

    assert coordinator.house.hazards == (SMOKE,)
    assert cabin.runtime_data.house.hazards == ()
    await hass.config_entries.async_unload(cabin.entry_id)


async def test_sensors_that_are_picked_take_their_place(hass: HomeAssistant) -> None:
    picked = {"entity": "binary_sensor.door", "role": "door", "zone": "Foyer"}
    async with household(hass, {"analysis": {"sensors": [picked]}}) as coordinator:
        assert watched(coordinator) == [("binary_sensor.door", Role.DOOR, "Foyer")]
        assert shown(hass, MOTION) == STATE_OFF


async def test_they_are_gone_with_their_zone(hass: HomeAssistant) -> None:
    flat = MockConfigEntry(
        domain=DOMAIN, data={"simulated": True}, options={"zones": [["LivingRoom", "Studio"]]}
    )
    flat.add_to_hass(hass)

    assert [each.role for each in default_sensors(hass, flat)] == [Role.MOTION, Role.SMOKE]


async def test_only_a_simulated_household_has_them(hass: HomeAssistant) -> None:
    cabin = MockConfigEntry(domain=DOMAIN, title="Cabin", data={"name": "Cabin"})
    cabin.add_to_hass(hass)

    assert default_sensors(hass, cabin) == ()
