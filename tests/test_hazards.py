"""Smoke, carbon monoxide and gas: no door is locked then, whoever asks."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.tuya_twin.coordinator import HouseholdCoordinator
from custom_components.tuya_twin.core.model import HOUSE, CheckCommand, DeviceKind, Protocol
from custom_components.tuya_twin.core.run import Cause, Result, Run
from custom_components.tuya_twin.devices.simulator import Fault
from tests.kit import LOCK, PATIENCE, device_of, link_of, until

SMOKE = "binary_sensor.kitchen_smoke"
TEST = Cause(origin="automation")


def shows(
    hass: HomeAssistant, state: str, entity_id: str = SMOKE, device_class: str = "smoke"
) -> None:
    hass.states.async_set(
        entity_id, state, {"device_class": device_class, "friendly_name": "Kitchen smoke"}
    )


@pytest.fixture
def written(
    coordinator: HouseholdCoordinator, monkeypatch: pytest.MonkeyPatch
) -> list[Mapping[str, object]]:
    """Everything that is written to the lock from now on."""
    lock = device_of(coordinator, LOCK).appliance
    obey, frames = lock.apply, []

    def note(points: Mapping[str, object]) -> Any:
        frames.append(points)
        return obey(points)

    monkeypatch.setattr(lock, "apply", note)
    return frames


async def red(coordinator: HouseholdCoordinator) -> Run:
    return await coordinator.response.execute(Protocol.RED, HOUSE, TEST)


def results(run: Run) -> dict[DeviceKind, tuple[str, str | None]]:
    return {step.device.kind: (step.result, step.reason) for step in run.steps}


async def until_house(coordinator: HouseholdCoordinator, condition: Callable[[], bool]) -> None:
    """Wait until something that happens to the house makes it so."""
    changed = asyncio.Event()
    unsubscribe = coordinator.subscribe(lambda _update: changed.set())
    try:
        async with asyncio.timeout(PATIENCE):
            while not condition():
                changed.clear()
                await changed.wait()
    finally:
        unsubscribe()


async def reloaded(
    hass: HomeAssistant, entry: MockConfigEntry, **interlock: Any
) -> HouseholdCoordinator:
    """The household once it lives by another interlock."""
    before = entry.runtime_data
    hass.config_entries.async_update_entry(entry, options={"interlock": interlock})
    await hass.async_block_till_done()
    coordinator: HouseholdCoordinator = entry.runtime_data
    assert coordinator is not before
    for link in coordinator.links.values():
        await until(link, lambda link: link.report.reachable)
    return coordinator


async def test_while_there_is_smoke_red_sounds_and_shines_but_locks_nobody_in(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, written: list[Any]
) -> None:
    shows(hass, "on")
    await hass.async_block_till_done()

    run = await red(coordinator)

    assert results(run) == {
        DeviceKind.SIREN: ("confirmed", None),
        DeviceKind.BULB: ("confirmed", None),
        DeviceKind.LOCK: ("skipped", "hazard"),
    }
    assert written == []
    assert device_of(coordinator, LOCK).appliance.status()["47"] is True


async def test_smoke_takes_back_what_a_lock_that_is_away_would_do_once_it_is_back(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, written: list[Any]
) -> None:
    lock = device_of(coordinator, LOCK)
    await lock.set_fault(Fault.OFFLINE)
    running = hass.async_create_task(red(coordinator))
    await until_house(coordinator, lambda: bool(coordinator.house.open_runs))

    shows(hass, "on")
    run = await running
    await lock.set_fault(Fault.NONE)
    back = link_of(coordinator, LOCK)
    await until(back, lambda link: link.report.reachable)
    # Whatever waited for it would have been sent before this.
    await back.execute(CheckCommand(), within=PATIENCE, on_sent=lambda: None)

    assert results(run)[DeviceKind.LOCK] == ("skipped", "hazard")
    assert written == []
    assert lock.appliance.status()["47"] is True


async def test_once_the_smoke_is_gone_doors_lock_again(
    hass: HomeAssistant, coordinator: HouseholdCoordinator
) -> None:
    shows(hass, "on")
    await hass.async_block_till_done()
    await red(coordinator)
    shows(hass, "off")
    await hass.async_block_till_done()

    assert results(await red(coordinator))[DeviceKind.LOCK] == ("confirmed", None)
    assert device_of(coordinator, LOCK).appliance.status()["47"] is False


@pytest.mark.parametrize("silence", ["unavailable", "unknown"])
async def test_a_sensor_that_falls_silent_is_believed_to_see_what_it_saw_last(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, silence: str
) -> None:
    shows(hass, silence)
    await hass.async_block_till_done()
    assert SMOKE not in coordinator.house.hazards

    shows(hass, "on")
    shows(hass, silence)
    await hass.async_block_till_done()
    assert SMOKE in coordinator.house.hazards

    shows(hass, "off")
    shows(hass, silence)
    await hass.async_block_till_done()
    assert coordinator.house.hazards == ()


@pytest.mark.parametrize(
    ("device_class", "counts"),
    [("smoke", True), ("carbon_monoxide", True), ("gas", True), ("door", False), ("heat", False)],
)
async def test_sensors_count_by_what_they_are(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, device_class: str, counts: object
) -> None:
    shows(hass, "on", "binary_sensor.one", device_class)
    await hass.async_block_till_done()

    assert bool(coordinator.house.hazards) is counts


async def test_two_sensors_have_to_be_quiet_before_a_door_locks(
    hass: HomeAssistant, coordinator: HouseholdCoordinator
) -> None:
    shows(hass, "on")
    shows(hass, "on", "binary_sensor.cellar_gas", "gas")
    shows(hass, "off")
    await hass.async_block_till_done()

    assert coordinator.house.hazards == ("binary_sensor.cellar_gas",)


async def test_a_sensor_that_was_picked_counts_whatever_it_is(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    coordinator = await reloaded(hass, entry, sensors=["input_boolean.fire"], by_class=False)

    shows(hass, "on")
    hass.states.async_set("input_boolean.fire", "on")
    await hass.async_block_till_done()

    assert coordinator.house.hazards == ("input_boolean.fire",)


async def test_smoke_that_is_there_already_is_seen_when_a_household_comes_up(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    shows(hass, "on", "binary_sensor.cellar_gas", "gas")

    coordinator = await reloaded(hass, entry, by_class=True)

    assert coordinator.house.hazards == ("binary_sensor.cellar_gas",)


async def test_what_a_sensor_said_before_it_fell_silent_outlives_a_restart(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    shows(hass, "on")
    await hass.async_block_till_done()
    shows(hass, "unavailable")

    coordinator = await reloaded(hass, entry, sensors=[SMOKE])

    assert coordinator.house.hazards == (SMOKE,)


async def test_a_sensor_that_was_removed_keeps_no_door_open_after_a_restart(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    shows(hass, "on")
    await hass.async_block_till_done()
    hass.states.async_remove(SMOKE)

    coordinator = await reloaded(hass, entry, by_class=True, sensors=[])
    await hass.async_block_till_done()

    assert coordinator.house.hazards == ()
    assert results(await red(coordinator))[DeviceKind.LOCK] == (Result.CONFIRMED, None)
