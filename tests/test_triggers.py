"""Automations that wait for a zone to turn, for a run to fail, or ask what a zone shows."""

from collections.abc import Awaitable, Callable
import json
from pathlib import Path
from typing import Any

from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import condition, device_registry as dr, trigger
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.tuya_twin.condition import CONDITIONS
from custom_components.tuya_twin.coordinator import HouseholdCoordinator
from custom_components.tuya_twin.core.model import HOUSE, Protocol
from custom_components.tuya_twin.core.run import Cause
from custom_components.tuya_twin.devices.simulator import Fault
from custom_components.tuya_twin.trigger import TRIGGERS
from tests.kit import LOCK, device_of, watching

INTEGRATION = Path(__file__).parents[1] / "custom_components" / "tuya_twin"
SOMEBODY = Cause(origin="automation")

type Automate = Callable[..., Awaitable[None]]


@pytest.fixture
def automate(hass: HomeAssistant, entry: MockConfigEntry) -> Automate:
    """Set an automation up that says `test.heard`, with the entity that triggered it."""

    async def set_up(triggers: dict[str, Any], *conditions: dict[str, Any]) -> None:
        action = {"action": "test.heard", "data": {"entity": "{{ trigger.entity_id }}"}}
        automation = {
            "triggers": [triggers],
            "conditions": list(conditions),
            "actions": [action],
        }
        assert await async_setup_component(hass, "automation", {"automation": automation})
        await hass.async_block_till_done()

    return set_up


def heard(calls: list[ServiceCall]) -> list[str]:
    return [call.data["entity"] for call in calls if call.domain == "test"]


@pytest.fixture(autouse=True)
def listener(hass: HomeAssistant, service_calls: list[ServiceCall]) -> None:
    hass.services.async_register("test", "heard", lambda _call: None)


async def execute(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, protocol: str, zone: str = HOUSE
) -> None:
    await coordinator.response.execute(Protocol(protocol), zone, SOMEBODY)
    await hass.async_block_till_done()


@pytest.mark.parametrize("colour", ["red", "yellow", "green"])
async def test_a_zone_that_turns_starts_an_automation(
    hass: HomeAssistant,
    coordinator: HouseholdCoordinator,
    automate: Automate,
    service_calls: list[ServiceCall],
    colour: str,
) -> None:
    await automate(
        {
            "trigger": f"tuya_twin.zone_turned_{colour}",
            "target": {"entity_id": "sensor.foyer_status"},
        }
    )

    for protocol in ("red", "yellow", "green"):
        await execute(hass, coordinator, protocol, "Foyer")
        turned = ["sensor.foyer_status"] if protocol == colour else []
        assert heard(service_calls) == turned
        service_calls.clear()


async def test_of_a_zone_that_is_chosen_as_a_device_only_its_status_counts(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    coordinator: HouseholdCoordinator,
    automate: Automate,
    service_calls: list[ServiceCall],
    device_registry: dr.DeviceRegistry,
) -> None:
    foyer = device_registry.async_get_device_by_identifier(
        ("tuya_twin", f"{entry.entry_id}_Foyer"), entry.entry_id
    )
    assert foyer
    hass.states.async_set("sensor.impostor", "green_safe")
    await automate(
        {
            "trigger": "tuya_twin.zone_turned_red",
            "target": {"device_id": foyer.id, "entity_id": "sensor.impostor"},
        }
    )

    hass.states.async_set("sensor.impostor", "red_critical")
    await execute(hass, coordinator, "red")

    assert heard(service_calls) == ["sensor.foyer_status"]


async def test_a_run_that_failed_starts_an_automation_and_one_that_did_not_starts_none(
    hass: HomeAssistant,
    coordinator: HouseholdCoordinator,
    automate: Automate,
    service_calls: list[ServiceCall],
) -> None:
    coordinator.response.orchestrator.deadline = 0.5
    await automate({"trigger": "tuya_twin.run_failed", "target": {"entity_id": "event.home_runs"}})
    await execute(hass, coordinator, "yellow")
    assert heard(service_calls) == []

    await device_of(coordinator, LOCK).set_fault(Fault.JAMMED)
    await execute(hass, coordinator, "red")

    assert heard(service_calls) == ["event.home_runs"]


@pytest.mark.parametrize("colour", ["red", "yellow", "green"])
async def test_an_automation_goes_on_only_while_the_zone_shows_that(
    hass: HomeAssistant,
    coordinator: HouseholdCoordinator,
    automate: Automate,
    service_calls: list[ServiceCall],
    colour: str,
) -> None:
    await automate(
        {"trigger": "event", "event_type": "knock"},
        {
            "condition": f"tuya_twin.zone_is_{colour}",
            "target": {"entity_id": ["sensor.foyer_status", "sensor.impostor"]},
        },
    )
    hass.states.async_set("sensor.impostor", {"green": "green_safe"}.get(colour, "red_critical"))

    for protocol in ("red", "yellow", "green"):
        await execute(hass, coordinator, protocol, "Foyer")
        hass.bus.async_fire("knock")
        await hass.async_block_till_done()
        assert len(heard(service_calls)) == (protocol == colour)
        service_calls.clear()


async def test_an_automation_asks_whether_a_zone_is_ready(
    hass: HomeAssistant,
    coordinator: HouseholdCoordinator,
    automate: Automate,
    service_calls: list[ServiceCall],
    url: str,
    hass_access_token: str,
) -> None:
    await automate(
        {"trigger": "event", "event_type": "knock"},
        {
            "condition": "tuya_twin.zone_is_ready",
            "target": {"entity_id": "binary_sensor.foyer_readiness"},
        },
    )
    hass.bus.async_fire("knock")
    await hass.async_block_till_done()
    assert heard(service_calls) == []

    await coordinator.response.drill(HOUSE, SOMEBODY)
    async with watching(url, token=hass_access_token):
        await hass.async_block_till_done()
        hass.bus.async_fire("knock")
        await hass.async_block_till_done()

    assert len(heard(service_calls)) == 1


async def test_home_assistant_offers_all_of_them_with_their_fields(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    triggers = await trigger.async_get_all_descriptions(hass)
    conditions = await condition.async_get_all_descriptions(hass)

    for name in TRIGGERS:
        described = triggers[f"tuya_twin.{name}"]
        assert described
        assert described["target"]["entity"][0]["integration"] == "tuya_twin"
    for name in CONDITIONS:
        described = conditions[f"tuya_twin.{name}"]
        assert described
        assert described["fields"].keys() == {"behavior", "for"}


@pytest.mark.parametrize(("kind", "offered"), [("triggers", TRIGGERS), ("conditions", CONDITIONS)])
def test_all_of_them_have_a_name_and_an_icon(kind: str, offered: dict[str, Any]) -> None:
    for language in ("translations/en.json", "icons.json"):
        told = json.loads((INTEGRATION / language).read_text())
        assert told[kind].keys() == offered.keys()
