"""Home Assistant's logbook tells of runs and incidents in sentences, with who caused them."""

from datetime import timedelta
from enum import StrEnum
import json
from pathlib import Path
from typing import Any

from homeassistant.components.recorder.core import Recorder
from homeassistant.core import Context, Event, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.tuya_twin.announcer import IncidentEvent, RunEvent
from custom_components.tuya_twin.coordinator import HouseholdCoordinator
from custom_components.tuya_twin.core.facts import Answer
from custom_components.tuya_twin.core.model import HOUSE, Protocol
from custom_components.tuya_twin.core.run import Cause
from custom_components.tuya_twin.core.signs import WatchMode
from custom_components.tuya_twin.devices.simulator import Fault
from tests.kit import BULB, LOCK, SIREN, device_of
from tests.people_kit import until_house
from tests.surveillance_kit import DOOR, MOTION, WINDOW, analysis, shows, watched

ENGLISH = json.loads(
    (
        Path(__file__).parents[1] / "custom_components" / "tuya_twin" / "translations" / "en.json"
    ).read_text()
)
PERSON = Cause(origin="person", name="Anna")
WATCHING = "select.home_watching"


@pytest.fixture
async def logbook(recorder_mock: Recorder, hass: HomeAssistant) -> None:
    """Home Assistant's logbook, before the household comes."""
    assert await async_setup_component(hass, "logbook", {})


async def entries(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, **where: Any
) -> list[dict[str, Any]]:
    """What the logbook shows of us for the last minute."""
    await async_wait_recording_done(hass)
    client = await hass_ws_client()
    start = dt_util.utcnow() - timedelta(minutes=1)
    await client.send_json_auto_id(
        {"type": "logbook/get_events", "start_time": start.isoformat(), **where}
    )
    answer = await client.receive_json()
    return [entry for entry in answer["result"] if entry.get("domain") == "tuya_twin"]


def sentences(told: list[dict[str, Any]]) -> list[str]:
    return [f"{entry['name']} {entry['message']}" for entry in told]


@pytest.mark.parametrize(("key", "events"), [("runs", RunEvent), ("incidents", IncidentEvent)])
def test_every_event_has_a_name(key: str, events: type[StrEnum]) -> None:
    told = ENGLISH["entity"]["event"][key]["state_attributes"]["event_type"]["state"]

    assert told.keys() == set(events)


@pytest.mark.parametrize("event", IncidentEvent)
def test_everything_in_an_incident_has_its_sentence(event: IncidentEvent) -> None:
    assert f"logbook_{event}" in ENGLISH["common"]


async def test_a_run_is_a_sentence_and_each_failure_another(
    logbook: None,
    hass: HomeAssistant,
    coordinator: HouseholdCoordinator,
    hass_ws_client: WebSocketGenerator,
) -> None:
    coordinator.response.orchestrator.deadline = 0.5
    await device_of(coordinator, SIREN).set_fault(Fault.OFFLINE)

    await coordinator.response.execute(Protocol.YELLOW, "LivingRoom", PERSON)
    await coordinator.response.execute(Protocol.RED, "Foyer", PERSON)

    assert sentences(await entries(hass, hass_ws_client)) == [
        "Living room began an incident: yellow.",
        "Living room started the yellow protocol.",
        "Living room finished the yellow protocol, 1 of 1 confirmed.",
        "Foyer raised the incident to red.",
        "Foyer started the red protocol.",
        (
            "Foyer finished the red protocol, 2 of 3 confirmed. Hall siren did not answer. "
            "Check its power and its Wi-Fi."
        ),
    ]


async def test_a_drill_and_the_answers_to_an_alarm_are_sentences(
    logbook: None,
    hass: HomeAssistant,
    coordinator: HouseholdCoordinator,
    hass_ws_client: WebSocketGenerator,
) -> None:
    await coordinator.response.drill("LivingRoom", PERSON)
    await coordinator.response.execute(Protocol.YELLOW, "MasterBedroom", PERSON)
    await coordinator.response.answer(Answer.ACKNOWLEDGED, PERSON)
    await coordinator.response.answer(Answer.STOOD_DOWN, PERSON)

    told = sentences(await entries(hass, hass_ws_client))

    assert told[:2] == [
        "Living room started a drill.",
        "Living room finished a drill, 1 of 1 confirmed.",
    ]
    assert "Home had its alarm acknowledged." in told
    assert "Home had its alarm called off." in told
    assert "Home ended the incident." in told


async def test_a_door_that_takes_no_code_says_until_when(
    logbook: None,
    hass: HomeAssistant,
    coordinator: HouseholdCoordinator,
    hass_ws_client: WebSocketGenerator,
) -> None:
    data = {"device": "Front door", "name": "Foyer", "status": "green_safe", "entity_id": None}
    hass.bus.async_fire("tuya_twin_incident", data | {"type": "code_refused"})
    until = "2026-11-24T10:05:00+00:00"
    hass.bus.async_fire("tuya_twin_incident", data | {"type": "locked_out", "until": until})

    told = sentences(await entries(hass, hass_ws_client))

    local = dt_util.as_local(dt_util.parse_datetime(until, raise_on_error=True))
    assert told == [
        "Front door refused a code.",
        f"Front door takes no code until {local:%H:%M}.",
    ]


async def test_the_logbook_names_the_person_and_finds_the_zone_by_its_device(
    logbook: None,
    hass: HomeAssistant,
    entry: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
    hass_admin_user: MockUser,
    device_registry: dr.DeviceRegistry,
) -> None:
    context = Context(user_id=hass_admin_user.id)
    cause = Cause(origin="person", context_id=context.id, user_id=context.user_id)
    await entry.runtime_data.response.execute(Protocol.YELLOW, "Foyer", cause)
    await entry.runtime_data.response.execute(Protocol.GREEN, HOUSE, PERSON)
    foyer = device_registry.async_get_device_by_identifier(
        ("tuya_twin", f"{entry.entry_id}_Foyer"), entry.entry_id
    )
    assert foyer

    told = await entries(hass, hass_ws_client, device_ids=[foyer.id])

    assert {line["name"] for line in told} == {"Foyer"}
    assert {line["context_user_id"] for line in told} == {hass_admin_user.id}
    assert {line["entity_id"] for line in told} == {"sensor.foyer_status"}


async def test_the_watch_and_what_it_finds_are_sentences(
    logbook: None,
    hass: HomeAssistant,
    enable_custom_integrations: None,
    hass_ws_client: WebSocketGenerator,
    hass_admin_user: MockUser,
) -> None:
    async with watched(hass, analysis(), WatchMode.OFF) as coordinator:
        shows(hass, WINDOW)
        context = Context(user_id=hass_admin_user.id)
        away = {"entity_id": WATCHING, "option": "away"}
        await hass.services.async_call(
            "select", "select_option", away, blocking=True, context=context
        )
        door = {"entity_id": DOOR}
        await hass.services.async_call("tuya_twin", "bypass_sensor", door, blocking=True)
        shows(hass, MOTION)
        await until_house(coordinator, lambda house: house.incident is not None)
        await hass.async_block_till_done()

        told = await entries(hass, hass_ws_client)
        by_hand = [each for each in told if each["entity_id"] == WATCHING]
        assert by_hand[0]["context_user_id"] == hass_admin_user.id
        said = sentences(told)
        assert "Home is watched, as nobody is at home. Not counted: Window." in said
        assert "Home Not counted: Front door." in said
        (began,) = [each for each in said if "began an incident" in each]
        assert began.startswith("Foyer began an incident: ")
        assert "Because: " in began
        assert "Hall motion" in began


async def test_nothing_on_the_bus_tells_what_opens_a_device(
    hass: HomeAssistant, coordinator: HouseholdCoordinator
) -> None:
    told: list[str] = []

    @callback
    def note(event: Event) -> None:
        told.append(str(event.data))

    for event_type in ("tuya_twin_run", "tuya_twin_incident"):
        hass.bus.async_listen(event_type, note)

    await coordinator.response.execute(Protocol.RED, HOUSE, PERSON)
    await hass.async_block_till_done()

    assert told
    for secret in (BULB, SIREN, LOCK, "0123456789abcdef"):
        assert not any(secret in each for each in told)
