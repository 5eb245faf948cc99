"""What Home Assistant shows of the household itself: its statuses, its readiness, its runs."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.const import Platform
from homeassistant.core import (
    Context,
    Event,
    EventStateChangedData,
    HomeAssistant,
    State,
    callback,
)
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
)
from homeassistant.helpers.event import async_track_state_change_event
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockUser,
    async_fire_time_changed,
)
from syrupy.assertion import SnapshotAssertion

from custom_components.tuya_twin.binary_sensor import LOOK_AGAIN
from custom_components.tuya_twin.const import DOMAIN
from custom_components.tuya_twin.coordinator import HouseholdCoordinator
from custom_components.tuya_twin.core.codes import MOST_WRONG, CodeHash
from custom_components.tuya_twin.core.errors import CodeError
from custom_components.tuya_twin.core.facts import Answer
from custom_components.tuya_twin.core.model import HOUSE, Protocol
from custom_components.tuya_twin.core.run import Cause, Run
from custom_components.tuya_twin.devices.simulator import Fault
from tests.kit import (
    LOCK,
    SIREN,
    assert_entities,
    device_of,
    link_of,
    set_up,
    simulated_entry,
    until,
    watching,
)

WHOLE = (Platform.BINARY_SENSOR, Platform.BUTTON, Platform.EVENT, Platform.SWITCH)
"""The platforms that hold nothing else."""
STATUS, FOYER, LIVING_ROOM = (
    "sensor.home_status",
    "sensor.foyer_status",
    "sensor.living_room_status",
)
READY, FOYER_READY = "binary_sensor.home_readiness", "binary_sensor.foyer_readiness"
RUNS, INCIDENTS = "event.home_runs", "event.home_incidents"
PERSON = Cause(origin="person", name="Anna", reason="A noise")


@pytest.fixture
def short_deadline(coordinator: HouseholdCoordinator) -> None:
    """No time to wait for what will not come."""
    coordinator.response.orchestrator.deadline = 0.5


def shown(hass: HomeAssistant, entity_id: str) -> State:
    state = hass.states.get(entity_id)
    assert state is not None, entity_id
    return state


def noted(hass: HomeAssistant, *entity_ids: str) -> list[tuple[str, State]]:
    """Every state from now on, in order, with what it is of."""
    states: list[tuple[str, State]] = []

    @callback
    def note(event: Event[EventStateChangedData]) -> None:
        if (state := event.data["new_state"]) is not None:
            states.append((event.data["entity_id"], state))

    async_track_state_change_event(hass, entity_ids, note)
    return states


async def execute(
    coordinator: HouseholdCoordinator, protocol: str, zone: str = HOUSE, cause: Cause = PERSON
) -> Run:
    return await coordinator.response.execute(Protocol(protocol), zone, cause)


async def press(hass: HomeAssistant, button: str, user: MockUser | None = None) -> None:
    context = Context(user_id=None if user is None else user.id)
    await hass.services.async_call(
        "button", "press", {"entity_id": button}, blocking=True, context=context
    )


# What there is ------------------------------------------------------------------------------


@pytest.mark.parametrize("platform", WHOLE)
async def test_the_entities_of_a_platform(
    hass: HomeAssistant,
    enable_custom_integrations: None,
    monkeypatch: pytest.MonkeyPatch,
    snapshot: SnapshotAssertion,
    platform: Platform,
) -> None:
    monkeypatch.setattr("custom_components.tuya_twin.PLATFORMS", [platform])
    entry = simulated_entry()
    # The entities' own ids begin with it.
    object.__setattr__(entry, "entry_id", "household")
    await set_up(hass, entry)

    assert_entities(hass, entry, platform, snapshot)
    await hass.config_entries.async_unload(entry.entry_id)


async def test_the_sensors_of_the_household(
    hass: HomeAssistant,
    enable_custom_integrations: None,
    snapshot: SnapshotAssertion,
    entity_registry: er.EntityRegistry,
) -> None:
    entry = simulated_entry()
    object.__setattr__(entry, "entry_id", "household")
    await set_up(hass, entry)

    for known in er.async_entries_for_config_entry(entity_registry, "household"):
        ours = known.unique_id.startswith("household") or known.translation_key == "last_proven"
        if ours and known.domain == "sensor":
            assert known == snapshot(name=f"{known.entity_id}-entry")
            assert hass.states.get(known.entity_id) == snapshot(name=f"{known.entity_id}-state")
    await hass.config_entries.async_unload(entry.entry_id)


async def test_the_household_is_a_device_and_each_zone_is_one_of_its_parts(
    hass: HomeAssistant, entry: MockConfigEntry, device_registry: dr.DeviceRegistry
) -> None:
    household = device_registry.async_get_device_by_identifier(
        (DOMAIN, entry.entry_id), entry.entry_id
    )
    foyer = device_registry.async_get_device_by_identifier(
        (DOMAIN, f"{entry.entry_id}_Foyer"), entry.entry_id
    )

    assert household
    assert foyer
    assert (household.name, household.configuration_url) == ("Home", "homeassistant://tuya-twin")
    assert (foyer.name, foyer.model, foyer.via_device_id) == ("Foyer", "Zone", household.id)


async def test_a_zone_is_in_its_area_and_gone_when_the_household_has_it_no_more(
    hass: HomeAssistant,
    enable_custom_integrations: None,
    area_registry: ar.AreaRegistry,
    device_registry: dr.DeviceRegistry,
) -> None:
    hall = area_registry.async_create("Entrance hall")
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="Cabin",
        data={"name": "Cabin"},
        options={"zones": [["Foyer", "Foyer", hall.id], ["Attic", "Attic"]]},
    )
    await set_up(hass, entry)
    areas = {
        device.name: device.area_id
        for device in dr.async_entries_for_config_entry(device_registry, entry.entry_id)
    }
    assert areas == {"Cabin": None, "Foyer": hall.id, "Attic": None}

    hass.config_entries.async_update_entry(entry, options={"zones": [["Foyer", "Foyer"]]})
    await hass.async_block_till_done()

    left = dr.async_entries_for_config_entry(device_registry, entry.entry_id)
    assert {device.name for device in left} == {"Cabin", "Foyer"}
    assert hass.states.get("sensor.attic_status") is None
    await hass.config_entries.async_unload(entry.entry_id)


# Status -------------------------------------------------------------------------------------


async def test_each_zone_shows_its_status_and_the_house_the_highest(
    hass: HomeAssistant, coordinator: HouseholdCoordinator
) -> None:
    await execute(coordinator, "yellow", "Foyer")

    assert shown(hass, FOYER).state == "yellow_warning"
    assert shown(hass, STATUS).state == "yellow_warning"
    assert shown(hass, LIVING_ROOM).state == "green_safe"
    assert shown(hass, "binary_sensor.foyer_safety").state == "off"

    await execute(coordinator, "red")

    assert {shown(hass, each).state for each in (STATUS, FOYER, LIVING_ROOM)} == {"red_critical"}
    assert shown(hass, "binary_sensor.foyer_safety").state == "on"
    assert shown(hass, "binary_sensor.home_safety").state == "on"


async def test_a_status_tells_since_when_and_who_and_why(
    hass: HomeAssistant, coordinator: HouseholdCoordinator
) -> None:
    await execute(coordinator, "yellow", "Foyer", Cause(origin="automation"))
    await execute(coordinator, "red")

    house = coordinator.house
    since = house.own_status(HOUSE).since
    assert since
    told = {"since": since.isoformat(), "by": "Anna", "reason": "A noise"}
    assert told.items() <= shown(hass, FOYER).attributes.items()

    await execute(coordinator, "green", HOUSE, Cause(origin="person", name="Ben"))

    assert shown(hass, FOYER).attributes["by"] == "Ben"
    assert shown(hass, STATUS).attributes["by"] == "Ben"


async def test_a_status_still_tells_who_and_why_after_a_restart(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    await execute(entry.runtime_data, "yellow", "Foyer")
    before = shown(hass, FOYER)

    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()

    after = shown(hass, FOYER)
    assert (after.state, after.attributes) == (before.state, before.attributes)
    assert after.attributes["by"] == "Anna"


async def test_a_status_changes_in_the_context_of_who_caused_it(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, hass_admin_user: MockUser
) -> None:
    context = Context(user_id=hass_admin_user.id)
    cause = Cause(origin="person", context_id=context.id, user_id=context.user_id)
    await execute(coordinator, "yellow", "Foyer", cause)

    for entity_id in (FOYER, STATUS, RUNS, INCIDENTS):
        assert shown(hass, entity_id).context.id == context.id
        assert shown(hass, entity_id).context.user_id == hass_admin_user.id


async def test_a_device_that_only_reports_writes_no_state_of_the_household(
    hass: HomeAssistant, coordinator: HouseholdCoordinator
) -> None:
    written = noted(hass, *hass.states.async_entity_ids(("event",)), STATUS, READY, FOYER)

    await hass.services.async_call(
        "light", "turn_on", {"entity_id": "light.living_room_lamp", "brightness": 9}, blocking=True
    )
    await hass.async_block_till_done()

    assert written == []


# Readiness ----------------------------------------------------------------------------------


def reasons(hass: HomeAssistant, entity_id: str) -> set[tuple[str, str | None]]:
    return {
        (each["reason"], each["device"]) for each in shown(hass, entity_id).attributes["reasons"]
    }


async def test_a_house_that_was_never_tried_out_is_not_ready_and_says_what_is_missing(
    hass: HomeAssistant, coordinator: HouseholdCoordinator
) -> None:
    assert shown(hass, READY).state == "on"
    assert reasons(hass, FOYER_READY) == {
        ("never_proven", "Hall siren"),
        ("never_proven", "Front door"),
        ("no_screen", None),
    }


async def test_a_drill_before_a_live_screen_makes_the_house_ready(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, url: str, hass_access_token: str
) -> None:
    await press(hass, "button.home_drill")
    async with watching(url, token=hass_access_token):
        await hass.async_block_till_done()
        assert shown(hass, READY).state == "off"
        assert shown(hass, "sensor.home_connected_screens").state == "1"

        await device_of(coordinator, SIREN).set_fault(Fault.OFFLINE)
        await until(link_of(coordinator, SIREN), lambda link: not link.report.reachable)
        assert reasons(hass, FOYER_READY) == {("unreachable", "Hall siren")}
        assert shown(hass, "binary_sensor.living_room_readiness").state == "off"


async def test_a_house_is_not_ready_any_more_by_time_alone(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, freezer: FrozenDateTimeFactory
) -> None:
    await press(hass, "button.home_drill")
    assert reasons(hass, READY) == {("no_screen", None)}

    freezer.tick(timedelta(days=coordinator.settings.drills.every_days) + LOOK_AGAIN)
    async_fire_time_changed(hass)
    await hass.async_block_till_done()

    assert ("drill_overdue", "Front door") in reasons(hass, FOYER_READY)


# Runs and incidents -------------------------------------------------------------------------


def types_of(states: list[tuple[str, State]]) -> list[str]:
    return [state.attributes["event_type"] for _, state in states]


async def test_a_run_is_told_when_it_begins_and_when_it_is_over(
    hass: HomeAssistant, coordinator: HouseholdCoordinator
) -> None:
    states = noted(hass, RUNS)
    run = await execute(coordinator, "red", "Foyer")
    await hass.async_block_till_done()

    assert types_of(states) == ["run_started", "run_finished"]
    told = {
        "zone": "Foyer",
        "name": "Foyer",
        "status": "red_critical",
        "protocol": "red",
        "run_id": run.id,
        "confirmed": 3,
        "failed": [],
        "by": "Anna",
        "reason": "A noise",
    }
    assert told.items() <= states[-1][1].attributes.items()
    assert states[-1][1].attributes.keys().isdisjoint({"config_entry_id", "device_id"})


async def test_a_run_without_any_device_is_over_at_once(
    hass: HomeAssistant, coordinator: HouseholdCoordinator
) -> None:
    states = noted(hass, RUNS)
    await execute(coordinator, "yellow", "MasterBedroom")
    await hass.async_block_till_done()

    assert types_of(states) == ["run_started", "run_finished"]


async def test_a_run_that_failed_names_who_did_not_do_its_part_and_why(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, short_deadline: None
) -> None:
    states = noted(hass, RUNS)
    await device_of(coordinator, LOCK).set_fault(Fault.JAMMED)
    await execute(coordinator, "red", "Foyer")
    await hass.async_block_till_done()

    assert types_of(states) == ["run_started", "run_failed"]
    attributes = states[-1][1].attributes
    assert (attributes["failed"], attributes["reasons"]) == (["Front door"], ["jammed"])


async def test_the_time_that_the_last_run_took_is_that_of_its_last_proof(
    hass: HomeAssistant, coordinator: HouseholdCoordinator
) -> None:
    run = await execute(coordinator, "red")

    slowest = max(step.ms or 0.0 for step in run.steps)
    assert float(shown(hass, "sensor.home_last_response_time").state) == pytest.approx(slowest)


async def test_each_device_tells_when_it_was_last_proven(
    hass: HomeAssistant, coordinator: HouseholdCoordinator
) -> None:
    proven = "sensor.hall_siren_last_proven"
    assert shown(hass, proven).state == "unknown"

    await execute(coordinator, "red")

    at = coordinator.house.proven[SIREN]
    assert shown(hass, proven).state == at.isoformat(timespec="seconds")


async def test_an_incident_is_told_from_its_beginning_to_its_end(
    hass: HomeAssistant, coordinator: HouseholdCoordinator
) -> None:
    states = noted(hass, INCIDENTS)
    await execute(coordinator, "yellow", "Foyer")
    await execute(coordinator, "yellow", "LivingRoom")
    await execute(coordinator, "red")
    await coordinator.response.answer(Answer.ACKNOWLEDGED, PERSON)
    await coordinator.response.answer(Answer.FALSE_ALARM, PERSON)
    await hass.async_block_till_done()

    assert types_of(states) == ["started", "escalated", "acknowledged", "false_alarm", "ended"]
    (incident,) = {state.attributes["incident_id"] for _, state in states}
    assert incident
    assert [state.attributes["status"] for _, state in states] == [
        "yellow_warning",
        "red_critical",
        "red_critical",
        "red_critical",
        "green_safe",
    ]


async def test_wrong_codes_are_told_with_their_door_until_none_is_taken(
    hass: HomeAssistant, coordinator: HouseholdCoordinator
) -> None:
    interlock = replace(coordinator.settings.interlock, code=CodeHash.of("471147"))
    coordinator.response.settings = replace(coordinator.settings, interlock=interlock)
    states = noted(hass, INCIDENTS)
    for _ in range(MOST_WRONG):
        with pytest.raises(CodeError):
            await coordinator.response.check_code(LOCK, "0000", PERSON)
    await hass.async_block_till_done()

    assert types_of(states) == ["code_refused"] * (MOST_WRONG - 1) + ["locked_out"]
    last = states[-1][1].attributes
    assert (last["device"], last["by"]) == ("Front door", "Anna")
    assert last["until"]


# Buttons ------------------------------------------------------------------------------------


async def test_a_drill_tries_only_the_devices_of_its_zone(
    hass: HomeAssistant, coordinator: HouseholdCoordinator
) -> None:
    states = noted(hass, RUNS)
    await press(hass, "button.foyer_drill")
    await hass.async_block_till_done()

    assert types_of(states) == ["run_started", "drill_finished"]
    assert states[-1][1].attributes["confirmed"] == 2
    assert coordinator.house.proven.keys() == {SIREN, LOCK}
    assert shown(hass, STATUS).state == "green_safe"


async def test_a_drill_in_an_alarm_is_refused(
    hass: HomeAssistant, coordinator: HouseholdCoordinator
) -> None:
    await execute(coordinator, "yellow")

    with pytest.raises(ServiceValidationError) as refused:
        await press(hass, "button.home_drill")
    assert refused.value.translation_key == "drill_refused"


async def test_a_drill_that_finds_something_names_it_in_an_error(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, short_deadline: None
) -> None:
    await device_of(coordinator, LOCK).set_fault(Fault.OFFLINE)

    with pytest.raises(HomeAssistantError, match="Front door") as failed:
        await press(hass, "button.home_drill")
    assert failed.value.translation_key == "drill_failed"


async def test_an_alarm_is_acknowledged_once_and_by_name(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, hass_admin_user: MockUser
) -> None:
    button = "button.home_acknowledge_alarm"
    assert shown(hass, button).state == "unavailable"
    await execute(coordinator, "red")
    assert shown(hass, button).state == "unknown"

    await press(hass, button, hass_admin_user)
    await hass.async_block_till_done()

    assert shown(hass, button).state == "unavailable"
    assert shown(hass, INCIDENTS).attributes["by"] == hass_admin_user.name
    answered = coordinator.house.incident and coordinator.house.incident.answered
    assert answered
    assert answered.cause.user_id == hass_admin_user.id


# The siren ----------------------------------------------------------------------------------


async def silence(hass: HomeAssistant, **context: Any) -> None:
    await hass.services.async_call(
        "siren",
        "turn_off",
        {"entity_id": "siren.hall_siren"},
        blocking=True,
        context=Context(**context),
    )


async def test_a_siren_that_a_person_silences_in_an_alarm_stays_silent(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, hass_admin_user: MockUser
) -> None:
    await execute(coordinator, "red")
    await silence(hass, user_id=hass_admin_user.id)
    await hass.async_block_till_done()

    assert coordinator.house.alarms[SIREN].silenced
    assert shown(hass, "siren.hall_siren").state == "off"
    assert device_of(coordinator, SIREN).appliance.status()["13"] is False


async def test_a_siren_that_nobody_in_person_silences_is_made_to_sound_again(
    hass: HomeAssistant, coordinator: HouseholdCoordinator
) -> None:
    await execute(coordinator, "red")
    siren = link_of(coordinator, SIREN)
    heard: list[bool | None] = []
    siren.subscribe(lambda report: heard.append(getattr(report.state, "sounding", None)))

    await silence(hass)
    await until(siren, lambda _link: heard[-1:] == [True])

    assert False in heard

    assert not coordinator.house.alarms[SIREN].silenced
