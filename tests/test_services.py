"""The three protocol actions, as an automation calls them."""

from collections.abc import Awaitable, Callable
from typing import Any

from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from custom_components.tuya_twin.coordinator import HouseholdCoordinator
from custom_components.tuya_twin.devices.simulator import Fault
from tests.kit import BULB, LOCK, SIREN, device_of, link_of, set_up, until

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
    coordinator.orchestrator.deadline = 0.5
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
    coordinator.orchestrator.deadline = 0.3
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
