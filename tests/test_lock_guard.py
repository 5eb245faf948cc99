"""Who may unlock a door and who may not, and when no door is locked."""

from collections.abc import AsyncIterator
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from homeassistant.core import Context, Event, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockUser,
    async_capture_events,
)

from custom_components.tuya_twin.clock import SystemClock
from custom_components.tuya_twin.coordinator import HouseholdCoordinator
from custom_components.tuya_twin.core.codes import CodeHash
from custom_components.tuya_twin.core.model import CheckCommand
from custom_components.tuya_twin.devices.simulator import Fault
from custom_components.tuya_twin.lock_guard import EVENT_CODE_REFUSED
from tests.kit import LOCK, PATIENCE, all_answer, device_of, link_of, set_up, simulated_entry
from tests.people_kit import Wall

DOOR, SMOKE, CODE = "lock.front_door", "binary_sensor.kitchen_smoke", "2468"


async def act(hass: HomeAssistant, action: str, by: MockUser | None = None, **data: Any) -> Context:
    context = Context(user_id=None if by is None else by.id)
    await hass.services.async_call(
        "lock", action, {"entity_id": DOOR, **data}, blocking=True, context=context
    )
    return context


def is_locked(coordinator: HouseholdCoordinator) -> bool:
    """Where the bolt of the simulated lock really is."""
    return device_of(coordinator, LOCK).appliance.status()["47"] is False


@pytest.fixture
async def with_code(
    hass: HomeAssistant, enable_custom_integrations: None
) -> AsyncIterator[MockConfigEntry]:
    """A simulated household whose door takes a code, and is locked."""
    household = simulated_entry()
    await set_up(hass, household)
    code = asdict(CodeHash.of(CODE))
    hass.config_entries.async_update_entry(household, options={"interlock": {"code": code}})
    await hass.async_block_till_done()
    await all_answer(hass, household)
    await act(hass, "lock")
    yield household
    await hass.config_entries.async_unload(household.entry_id)


async def try_wrong(hass: HomeAssistant, by: MockUser, times: int) -> list[str]:
    """Give wrong codes; what was said to each."""
    said = []
    for _ in range(times):
        with pytest.raises(ServiceValidationError) as refused:
            await act(hass, "unlock", by, code="1111")
        said.append(str(refused.value))
    return said


# Only a person -------------------------------------------------------------------------------


async def test_a_person_unlocks_a_door_that_an_automation_locked(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, hass_admin_user: MockUser
) -> None:
    await act(hass, "lock")
    assert is_locked(coordinator)

    await act(hass, "unlock", hass_admin_user)

    assert not is_locked(coordinator)


async def test_an_automation_never_unlocks_a_door(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, hass_admin_user: MockUser
) -> None:
    # Just now a person was at it: that says nothing of who asks next.
    await act(hass, "lock", hass_admin_user)

    with pytest.raises(ServiceValidationError, match=r"Front door .* only a person unlocks"):
        await act(hass, "unlock")

    assert is_locked(coordinator)


@pytest.mark.parametrize(
    "user",
    [{"system_generated": True}, {"is_active": False}],
    ids=["made by Home Assistant", "not active"],
)
async def test_a_user_who_is_nobody_now_unlocks_no_door(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, user: dict[str, bool]
) -> None:
    nobody = MockUser(name="Nobody", **user).add_to_hass(hass)
    await act(hass, "lock")

    with pytest.raises(HomeAssistantError):
        await act(hass, "unlock", nobody)

    assert is_locked(coordinator)


# The code ------------------------------------------------------------------------------------


async def test_with_a_code_a_door_unlocks_for_who_has_it_and_locks_for_all(
    hass: HomeAssistant, with_code: MockConfigEntry, hass_admin_user: MockUser
) -> None:
    assert is_locked(with_code.runtime_data)

    await act(hass, "unlock", hass_admin_user, code=CODE)
    assert not is_locked(with_code.runtime_data)

    await act(hass, "lock", hass_admin_user)
    assert is_locked(with_code.runtime_data)


async def test_the_right_code_makes_no_person_of_an_automation(
    hass: HomeAssistant, with_code: MockConfigEntry
) -> None:
    with pytest.raises(ServiceValidationError, match="only a person unlocks"):
        await act(hass, "unlock", code=CODE)

    assert is_locked(with_code.runtime_data)


@pytest.mark.parametrize("given", [{"code": "1111"}, {"code": ""}, {}])
async def test_a_code_that_is_wrong_or_missing_is_refused_and_told(
    hass: HomeAssistant,
    with_code: MockConfigEntry,
    hass_admin_user: MockUser,
    given: dict[str, str],
) -> None:
    told: list[Event] = async_capture_events(hass, EVENT_CODE_REFUSED)

    with pytest.raises(ServiceValidationError, match=r"missing or wrong\. Attempts left: 4"):
        await act(hass, "unlock", hass_admin_user, **given)

    assert is_locked(with_code.runtime_data)
    (event,) = told
    assert event.data == {
        "entity_id": DOOR,
        "name": hass_admin_user.name,
        "attempts_left": 4,
        "locked_out_until": None,
    }
    assert event.context.user_id == hass_admin_user.id


async def test_the_wrong_code_is_told_to_nobody(
    hass: HomeAssistant,
    with_code: MockConfigEntry,
    hass_admin_user: MockUser,
    caplog: pytest.LogCaptureFixture,
) -> None:
    told: list[Event] = async_capture_events(hass, EVENT_CODE_REFUSED)

    with pytest.raises(ServiceValidationError) as refused:
        await act(hass, "unlock", hass_admin_user, code="97531")

    assert "97531" not in str(refused.value)
    assert all("97531" not in str(event.data) for event in told)
    ours = [record for record in caplog.records if "tuya_twin" in record.name]
    assert all("97531" not in record.getMessage() for record in ours)


async def test_five_wrong_codes_lock_everybody_out_for_five_minutes(
    hass: HomeAssistant,
    with_code: MockConfigEntry,
    hass_admin_user: MockUser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The household's clock alone stands still: a device has to answer in real time.
    wall = Wall()
    monkeypatch.setattr(SystemClock, "now", lambda _clock: wall.now())
    told: list[Event] = async_capture_events(hass, EVENT_CODE_REFUSED)
    said = await try_wrong(hass, hass_admin_user, 5)
    until_when = wall.now() + timedelta(minutes=5)

    assert dt_util.as_local(until_when).strftime("%H:%M:%S") in said[-1]
    with pytest.raises(ServiceValidationError, match="too many wrong codes"):
        await act(hass, "unlock", hass_admin_user, code=CODE)
    assert is_locked(with_code.runtime_data)
    assert [event.data["attempts_left"] for event in told] == [4, 3, 2, 1, 0, 0]
    assert {event.data["locked_out_until"] for event in told[-2:]} == {until_when.isoformat()}

    wall.tick(300)
    await act(hass, "unlock", hass_admin_user, code=CODE)
    assert not is_locked(with_code.runtime_data)


async def test_a_reload_gives_no_new_attempts(
    hass: HomeAssistant, with_code: MockConfigEntry, hass_admin_user: MockUser
) -> None:
    await try_wrong(hass, hass_admin_user, 3)
    await hass.config_entries.async_reload(with_code.entry_id)
    await all_answer(hass, with_code)
    await hass.async_block_till_done()
    said = await try_wrong(hass, hass_admin_user, 2)
    assert "Attempts left: 1" in said[0]
    assert "too many wrong codes" in said[1]

    await hass.config_entries.async_reload(with_code.entry_id)
    await all_answer(hass, with_code)
    await hass.async_block_till_done()

    with pytest.raises(ServiceValidationError, match="too many wrong codes"):
        await act(hass, "unlock", hass_admin_user, code=CODE)


async def test_what_cannot_be_a_code_is_not_asked_for(
    hass: HomeAssistant, with_code: MockConfigEntry, hass_admin_user: MockUser
) -> None:
    state = hass.states.get(DOOR)
    assert state is not None
    assert state.attributes["code_format"] == r"^(\d{4,12})?$"

    with pytest.raises(ServiceValidationError):
        await act(hass, "unlock", hass_admin_user, code="open sesame")
    assert with_code.runtime_data.house.refused == ()


async def test_without_a_code_none_is_asked_for(
    hass: HomeAssistant, coordinator: HouseholdCoordinator
) -> None:
    state = hass.states.get(DOOR)
    assert state is not None
    assert state.attributes.get("code_format") is None


# Smoke ---------------------------------------------------------------------------------------


def smoke(hass: HomeAssistant, state: str) -> None:
    hass.states.async_set(
        SMOKE, state, {"device_class": "smoke", "friendly_name": "Kitchen smoke alarm"}
    )


async def test_no_door_is_locked_in_smoke_and_the_sensor_is_named(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, hass_admin_user: MockUser
) -> None:
    smoke(hass, "on")
    await hass.async_block_till_done()

    with pytest.raises(ServiceValidationError, match=r"Front door .* Kitchen smoke alarm"):
        await act(hass, "lock", hass_admin_user)
    assert not is_locked(coordinator)

    smoke(hass, "off")
    await hass.async_block_till_done()
    await act(hass, "lock", hass_admin_user)
    assert is_locked(coordinator)


async def test_a_person_unlocks_in_smoke_as_ever(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, hass_admin_user: MockUser
) -> None:
    await act(hass, "lock")
    smoke(hass, "on")
    await hass.async_block_till_done()

    await act(hass, "unlock", hass_admin_user)

    assert not is_locked(coordinator)


async def test_smoke_takes_back_the_wish_of_a_person_that_was_not_carried_out_yet(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, hass_admin_user: MockUser
) -> None:
    lock, link = device_of(coordinator, LOCK), link_of(coordinator, LOCK)
    await lock.set_fault(Fault.DEAF)
    locking = hass.async_create_task(act(hass, "lock", hass_admin_user))
    smoke(hass, "on")

    with pytest.raises(ServiceValidationError, match="Kitchen smoke alarm"):
        await locking
    await lock.set_fault(Fault.NONE)
    # Whatever waited for it would have been sent before this.
    await link.execute(CheckCommand(), within=PATIENCE, on_sent=lambda: None)

    assert not is_locked(coordinator)
