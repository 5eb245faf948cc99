"""The actions, as automations and people call them."""

import asyncio
from collections.abc import Awaitable, Callable
import json
from pathlib import Path
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import area_registry as ar, device_registry as dr
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from custom_components.tuya_twin.const import DOMAIN
from custom_components.tuya_twin.coordinator import HouseholdCoordinator
from custom_components.tuya_twin.core.facts import Answered, RunStarted
from custom_components.tuya_twin.core.house import HouseUpdate
from custom_components.tuya_twin.core.model import HOUSE, Status
from custom_components.tuya_twin.devices.simulator import Fault
from tests.core.json_schema import mistakes
from tests.kit import BULB, LOCK, PATIENCE, SIREN, device_of, link_of, set_up, until

SCHEMA = json.loads(
    (Path(__file__).parents[1] / "custom_components/tuya_twin/incident.schema.json").read_text()
)

type Call = Callable[..., Awaitable[Any]]


@pytest.fixture
def call(hass: HomeAssistant, coordinator: HouseholdCoordinator) -> Call:
    async def execute(protocol: str, *, response: bool = True, **data: Any) -> Any:
        return await hass.services.async_call(
            "tuya_twin",
            f"execute_{protocol}_protocol",
            data,
            blocking=True,
            return_response=response,
        )

    return execute


def results(run: dict[str, Any]) -> dict[str, tuple[str, str | None]]:
    return {step["kind"]: (step["result"], step["reason"]) for step in run["steps"]}


async def test_red_sounds_shines_and_locks_in_the_whole_house(
    call: Call, coordinator: HouseholdCoordinator
) -> None:
    run = await call("red", zone="MasterBedroom")

    assert (run["status"], run["zone"]) == ("RED_CRITICAL", "MasterBedroom")
    assert results(run) == dict.fromkeys(("siren", "bulb", "lock"), ("confirmed", None))
    assert device_of(coordinator, SIREN).appliance.status()["13"] is True
    assert device_of(coordinator, BULB).appliance.status()["24"] == "000003e803e8"
    assert device_of(coordinator, LOCK).appliance.status()["47"] is False


async def test_yellow_touches_only_the_bulbs_of_its_zone(
    call: Call, coordinator: HouseholdCoordinator
) -> None:
    assert results(await call("yellow", zone="Foyer")) == {}
    assert results(await call("yellow", zone="LivingRoom")) == {"bulb": ("confirmed", None)}
    assert device_of(coordinator, SIREN).appliance.status()["13"] is False
    assert device_of(coordinator, LOCK).appliance.status()["47"] is True


async def test_green_silences_and_never_unlocks(
    call: Call, coordinator: HouseholdCoordinator
) -> None:
    await call("red")

    assert results(await call("green")) == dict.fromkeys(("siren", "bulb"), ("confirmed", None))
    assert device_of(coordinator, SIREN).appliance.status()["13"] is False
    assert device_of(coordinator, LOCK).appliance.status()["47"] is False


async def test_the_same_protocol_twice_is_proven_twice(call: Call) -> None:
    await call("red")

    assert results(await call("red")) == dict.fromkeys(
        ("siren", "bulb", "lock"), ("confirmed", None)
    )


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault.OFFLINE, "unreachable"),
        (Fault.DEAF, "no_confirmation"),
        (Fault.JAMMED, "jammed"),
    ],
)
async def test_a_device_that_fails_is_named_with_its_reason_and_delays_nobody(
    call: Call, coordinator: HouseholdCoordinator, fault: Fault, reason: str
) -> None:
    coordinator.response.orchestrator.deadline = 0.5
    await device_of(coordinator, LOCK).set_fault(fault)

    run = await call("red")

    assert results(run) == {
        "siren": ("confirmed", None),
        "bulb": ("confirmed", None),
        "lock": ("failed", reason),
    }
    by_kind = {step["kind"]: step["ms"] for step in run["steps"]}
    assert by_kind["siren"] < by_kind["lock"]
    assert by_kind["bulb"] < by_kind["lock"]


async def test_without_a_response_a_failed_device_is_an_error_that_names_it(
    call: Call, coordinator: HouseholdCoordinator
) -> None:
    coordinator.response.orchestrator.deadline = 0.3
    await device_of(coordinator, SIREN).set_fault(Fault.OFFLINE)

    with pytest.raises(HomeAssistantError, match=r"Hall siren \(unreachable\)"):
        await call("red", response=False)


async def test_without_a_response_a_run_without_failures_says_nothing(call: Call) -> None:
    assert await call("red", response=False) is None


async def test_an_unknown_zone_is_refused_with_the_known_ones(call: Call) -> None:
    with pytest.raises(ServiceValidationError, match="HOUSE, LivingRoom, Foyer, MasterBedroom"):
        await call("red", zone="Cellar")


async def test_a_run_names_the_person_and_the_reason(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, hass_admin_user: MockUser
) -> None:
    run = await hass.services.async_call(
        "tuya_twin",
        "execute_yellow_protocol",
        {"reason": "A noise"},
        blocking=True,
        return_response=True,
        context=Context(user_id=hass_admin_user.id, id="ctx"),
    )

    assert run is not None
    assert run["cause"] == {
        "origin": "person",
        "name": hass_admin_user.name,
        "reason": "A noise",
        "context_id": "ctx",
    }


async def test_an_automation_is_named_as_such(call: Call) -> None:
    assert (await call("yellow"))["cause"]["origin"] == "automation"


async def test_an_unloaded_household_is_a_clear_error(
    hass: HomeAssistant, call: Call, entry: MockConfigEntry
) -> None:
    await hass.config_entries.async_unload(entry.entry_id)

    with pytest.raises(ServiceValidationError):
        await call("red")


async def test_of_several_households_one_has_to_be_chosen(
    hass: HomeAssistant, call: Call, entry: MockConfigEntry
) -> None:
    other = MockConfigEntry(domain="tuya_twin", title="Cabin", data={"name": "Cabin"})
    await set_up(hass, other)

    with pytest.raises(ServiceValidationError):
        await call("red")
    assert results(await call("red", config_entry_id=other.entry_id)) == {}
    assert len((await call("red", config_entry_id=entry.entry_id))["steps"]) == 3


async def test_a_device_switched_by_hand_shows_in_the_house(
    coordinator: HouseholdCoordinator,
) -> None:
    lamp = device_of(coordinator, BULB)
    await lamp.set_fault(Fault.OFFLINE)
    await until(link_of(coordinator, BULB), lambda link: not link.report.reachable)

    assert coordinator.house.reports[BULB].reachable is False


# Where -----------------------------------------------------------------------------------------


def area(hass: HomeAssistant, name: str = "Hall") -> str:
    return ar.async_get(hass).async_create(name).id


async def assign(hass: HomeAssistant, entry: MockConfigEntry, area_id: str) -> None:
    """Say in the household's options that the foyer is an area."""
    zones = [["LivingRoom", "Living room"], ["Foyer", "Foyer", area_id]]
    hass.config_entries.async_update_entry(entry, options={"zones": zones})
    await hass.async_block_till_done()


def our_device(hass: HomeAssistant, entry: MockConfigEntry, identifier: str) -> str:
    device = dr.async_get(hass).async_get_device_by_identifier(
        ("tuya_twin", identifier), entry.entry_id
    )
    assert device is not None
    return device.id


async def test_without_a_zone_it_is_the_whole_house(call: Call) -> None:
    assert (await call("yellow"))["zone"] == HOUSE


async def test_an_area_stands_for_the_zone_that_it_is(
    hass: HomeAssistant, call: Call, entry: MockConfigEntry
) -> None:
    hall = area(hass)
    await assign(hass, entry, hall)

    assert (await call("yellow", area_id=hall))["zone"] == "Foyer"
    assert (await call("yellow", area_id=[hall], zone="Foyer"))["zone"] == "Foyer"


async def test_an_area_that_is_no_zone_is_refused_by_its_name(
    hass: HomeAssistant, call: Call, coordinator: HouseholdCoordinator
) -> None:
    with pytest.raises(ServiceValidationError, match="The area Attic is no zone"):
        await call("red", area_id=area(hass, "Attic"))
    with pytest.raises(ServiceValidationError, match="The area cellar is no zone"):
        await call("red", area_id="cellar")

    assert coordinator.house.run is None


@pytest.mark.parametrize(
    ("identifier", "zone"),
    [("{entry}_Foyer", "Foyer"), (BULB, "LivingRoom"), (LOCK, "Foyer"), ("{entry}", HOUSE)],
)
async def test_a_device_stands_for_its_zone_and_the_household_for_all(
    hass: HomeAssistant, call: Call, entry: MockConfigEntry, identifier: str, zone: str
) -> None:
    device = our_device(hass, entry, identifier.format(entry=entry.entry_id))

    assert (await call("yellow", device_id=device))["zone"] == zone


async def test_a_sensor_of_another_integration_stands_for_the_area_it_is_in(
    hass: HomeAssistant, call: Call, entry: MockConfigEntry
) -> None:
    other = MockConfigEntry(domain="other")
    other.add_to_hass(hass)
    registry = dr.async_get(hass)
    sensor = registry.async_get_or_create(
        config_entry_id=other.entry_id, identifiers={("other", "1")}, name="Glass sensor"
    )
    with pytest.raises(ServiceValidationError, match="Glass sensor belongs to no zone"):
        await call("yellow", device_id=sensor.id)

    hall = area(hass)
    await assign(hass, entry, hall)
    registry.async_update_device(sensor.id, area_id=hall)

    assert (await call("yellow", device_id=sensor.id))["zone"] == "Foyer"


async def test_more_than_one_zone_at_a_time_is_refused(
    hass: HomeAssistant, call: Call, entry: MockConfigEntry, coordinator: HouseholdCoordinator
) -> None:
    with pytest.raises(ServiceValidationError, match="several zones: Foyer, LivingRoom"):
        await call("red", device_id=[our_device(hass, entry, BULB), our_device(hass, entry, LOCK)])
    with pytest.raises(ServiceValidationError, match="several zones: Foyer, MasterBedroom"):
        await call("red", zone="MasterBedroom", device_id=our_device(hass, entry, LOCK))

    assert coordinator.house.run is None


async def test_a_device_also_says_which_household_is_meant(
    hass: HomeAssistant, call: Call, entry: MockConfigEntry
) -> None:
    other = MockConfigEntry(domain="tuya_twin", title="Cabin", data={"name": "Cabin"})
    await set_up(hass, other)

    run = await call("yellow", device_id=our_device(hass, entry, BULB))

    assert len(run["steps"]) == 1
    await hass.config_entries.async_unload(other.entry_id)


# Why -------------------------------------------------------------------------------------------


async def test_what_the_evidence_shows_in_that_moment_goes_with_the_incident(
    hass: HomeAssistant, call: Call, coordinator: HouseholdCoordinator
) -> None:
    glass = "binary_sensor.glass"
    hass.states.async_set(glass, "on", {"friendly_name": "Living room glass"})
    since = hass.states.get(glass)
    assert since is not None

    await call("yellow", evidence=[glass, "sensor.gone"])
    hass.states.async_set(glass, "off")

    run = coordinator.house.run
    assert run is not None
    seen, gone = run.cause.evidence
    assert (seen.source, seen.name, seen.state) == (glass, "Living room glass", "on")
    assert seen.at == since.last_changed
    assert (gone.source, gone.state) == ("sensor.gone", "unknown")


async def test_a_user_that_home_assistant_made_is_no_person(
    hass: HomeAssistant, coordinator: HouseholdCoordinator
) -> None:
    machine = MockUser(name="Supervisor", system_generated=True).add_to_hass(hass)

    run = await hass.services.async_call(
        "tuya_twin",
        "execute_yellow_protocol",
        {},
        blocking=True,
        return_response=True,
        context=Context(user_id=machine.id),
    )

    assert run is not None
    assert _cause_of(run)["origin"] == "automation"
    assert _cause_of(run)["name"] is None


async def test_a_protocol_is_carried_out_also_if_its_automation_is_stopped(
    hass: HomeAssistant, call: Call, coordinator: HouseholdCoordinator
) -> None:
    await device_of(coordinator, LOCK).set_fault(Fault.SLOW)
    begun = asyncio.Event()
    coordinator.subscribe(lambda update: begun.set() if isinstance(update, RunStarted) else None)
    calling: asyncio.Future[Any] = asyncio.ensure_future(call("red"))
    await begun.wait()
    calling.cancel()
    with pytest.raises(asyncio.CancelledError):
        await calling
    await hass.async_block_till_done()

    assert coordinator.house.shown(HOUSE) is Status.RED_CRITICAL
    assert coordinator.house.run is not None
    assert coordinator.house.run.finished
    assert device_of(coordinator, LOCK).appliance.status()["47"] is False


# Drills and answers ----------------------------------------------------------------------------


type Act = Callable[..., Awaitable[Any]]


@pytest.fixture
def act(hass: HomeAssistant, coordinator: HouseholdCoordinator, hass_admin_user: MockUser) -> Act:
    """Call any of the actions, as a person."""

    async def do(action: str, *, response: bool = True, **data: Any) -> Any:
        return await hass.services.async_call(
            "tuya_twin",
            action,
            data,
            blocking=True,
            return_response=response,
            context=Context(user_id=hass_admin_user.id),
        )

    return do


async def test_a_drill_proves_a_zone_and_raises_no_alarm(
    act: Act, coordinator: HouseholdCoordinator
) -> None:
    run = await act("run_drill", zone="Foyer")

    assert run["drill"] is True
    assert results(run) == {"siren": ("confirmed", None), "lock": ("confirmed", None)}
    assert coordinator.house.shown(HOUSE) is Status.GREEN_SAFE
    assert coordinator.house.incident is None
    assert device_of(coordinator, LOCK).appliance.status()["47"] is True


async def test_a_drill_that_not_all_pass_is_an_error_without_a_response(
    act: Act, coordinator: HouseholdCoordinator
) -> None:
    coordinator.response.orchestrator.deadline = 0.3
    await device_of(coordinator, LOCK).set_fault(Fault.OFFLINE)

    with pytest.raises(HomeAssistantError, match=r"drill of Foyer .* Front door \(unreachable\)"):
        await act("run_drill", response=False, zone="Foyer")


async def test_there_is_no_drill_during_an_alarm_and_none_of_a_zone_that_is_not(
    act: Act, call: Call
) -> None:
    with pytest.raises(ServiceValidationError, match="no zone Cellar"):
        await act("run_drill", zone="Cellar")
    await call("yellow")

    with pytest.raises(ServiceValidationError, match="no drill while an alarm"):
        await act("run_drill")


async def test_an_acknowledged_alarm_goes_on_and_is_known_to_be_seen_to(
    act: Act, call: Call, coordinator: HouseholdCoordinator, hass_admin_user: MockUser
) -> None:
    answers: list[HouseUpdate | None] = []
    coordinator.subscribe(answers.append)
    await call("red")

    await act("acknowledge", response=False, reason="On my way")

    incident = coordinator.house.incident
    assert incident is not None
    assert incident.answered is not None
    assert incident.answered.answer == "acknowledged"
    assert incident.answered.cause.name == hass_admin_user.name
    assert incident.answered.cause.reason == "On my way"
    assert device_of(coordinator, SIREN).appliance.status()["13"] is True
    assert [each for each in answers if isinstance(each, Answered)] == [incident.answered]


@pytest.mark.parametrize(
    ("action", "verdict"), [("report_false_alarm", "false_alarm"), ("stand_down", "stood_down")]
)
async def test_an_alarm_ends_with_a_verdict_and_green_everywhere(
    act: Act, call: Call, coordinator: HouseholdCoordinator, action: str, verdict: str
) -> None:
    await call("red", zone="Foyer")

    run = await act(action)

    assert (run["protocol"], run["zone"]) == ("green", HOUSE)
    assert _cause_of(run)["origin"] == "person"
    assert coordinator.house.incident is None
    assert device_of(coordinator, SIREN).appliance.status()["13"] is False
    (known,) = (await act("get_incidents"))["incidents"]
    assert known["verdict"] == verdict
    assert known["end"] is not None


@pytest.mark.parametrize("action", ["acknowledge", "report_false_alarm", "stand_down"])
async def test_where_there_is_no_alarm_there_is_nothing_to_answer(act: Act, action: str) -> None:
    with pytest.raises(ServiceValidationError, match="no alarm to answer"):
        await act(action, response=False)


# The record ------------------------------------------------------------------------------------


async def test_incidents_are_listed_the_newest_first_and_not_more_than_asked_for(
    act: Act, call: Call
) -> None:
    for reason in ("one", "two", "three"):
        await call("yellow", reason=reason)
        await call("green")
    await call("red", reason="four")

    listed = (await act("get_incidents"))["incidents"]
    assert [each["trigger"]["reason"] for each in listed] == ["four", "three", "two", "one"]
    assert [each["status"] for each in listed[:2]] == ["RED_CRITICAL", "YELLOW_WARNING"]
    assert [each["end"] is None for each in listed] == [True, False, False, False]
    assert (await act("get_incidents", limit=2))["incidents"] == listed[:2]


async def test_the_whole_record_of_an_incident_fits_its_schema(
    hass: HomeAssistant, act: Act, call: Call, coordinator: HouseholdCoordinator
) -> None:
    coordinator.response.orchestrator.deadline = 0.5
    await device_of(coordinator, LOCK).set_fault(Fault.OFFLINE)
    hass.states.async_set("binary_sensor.glass", "on", {"friendly_name": "Glass"})
    await call("red", zone="Foyer", reason="Glass broke", evidence="binary_sensor.glass")
    await act("acknowledge", response=False)
    await act("stand_down")
    (known,) = (await act("get_incidents"))["incidents"]

    record = (await act("get_incidents", incident_id=known["id"]))["incident"]

    assert mistakes(json.loads(json.dumps(record)), SCHEMA) == []
    assert record["trigger"]["reason"] == "Glass broke"
    assert [each["name"] for each in record["evidence"]] == ["Glass"]
    assert [answer["answer"] for answer in record["answers"]] == ["acknowledged", "stood_down"]
    assert [each["shown"] for each in record["statuses"]] == ["RED_CRITICAL", "GREEN_SAFE"]
    red, green = record["runs"]
    assert {step["kind"]: step["result"] for step in red["steps"]} == {
        "siren": "confirmed",
        "bulb": "confirmed",
        "lock": "failed",
    }
    assert {step["path"] for step in red["steps"]} == {"lan", None}
    assert all(step["result"] == "confirmed" for step in green["steps"])


async def test_the_record_outlives_a_reload(
    hass: HomeAssistant, act: Act, call: Call, entry: MockConfigEntry
) -> None:
    await call("yellow", reason="A noise")
    before = await act("get_incidents")

    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()

    assert await act("get_incidents") == before


async def test_a_red_that_comes_while_the_household_is_reloaded_from_its_menu_waits_for_that(
    hass: HomeAssistant, call: Call, entry: MockConfigEntry
) -> None:
    reloading = hass.async_create_task(hass.config_entries.async_reload(entry.entry_id))
    assert entry.state is ConfigEntryState.UNLOAD_IN_PROGRESS

    run = await call("red")

    assert await reloading
    assert run["finished"]


async def test_a_red_does_not_wait_for_another_household_that_is_being_set_up(
    hass: HomeAssistant, call: Call, entry: MockConfigEntry
) -> None:
    cabin = MockConfigEntry(domain=DOMAIN, title="Cabin", data={"name": "Cabin"})
    cabin.add_to_hass(hass)
    siren = our_device(hass, entry, SIREN)

    async with cabin.setup_lock, asyncio.timeout(PATIENCE):
        named = await call("red", config_entry_id=entry.entry_id)
        meant = await call("red", device_id=[siren])

    assert named["finished"]
    assert meant["finished"]


async def test_an_incident_that_is_not_on_record_is_refused(act: Act) -> None:
    assert await act("get_incidents") == {"incidents": []}
    with pytest.raises(ServiceValidationError, match="no incident nonsense"):
        await act("get_incidents", incident_id="nonsense")


def _cause_of(run: Any) -> dict[str, Any]:
    cause: dict[str, Any] = run["cause"]
    return cause
