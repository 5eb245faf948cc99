"""A household's life in Home Assistant: from set-up to leaving nothing behind."""

import asyncio
from pathlib import Path
import socket
import threading

from homeassistant.components.frontend import DATA_PANELS
from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.const import EVENT_HOMEASSISTANT_STOP, EVENT_PANELS_UPDATED
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_capture_events

from custom_components.tuya_twin.coordinator import HouseholdCoordinator
from custom_components.tuya_twin.core.model import Bolt, LockState
from custom_components.tuya_twin.devices.simulator import Fault
from tests.kit import BULB, LOCK, SIREN, device_of, link_of, set_up, simulated_entry, until

PANEL = "tuya-twin"


RECORD_THREAD = "tuya_twin record_0"


def our_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if "tuya_twin" in thread.name]


def owner_threads() -> list[str]:
    return [name for name in our_threads() if name != RECORD_THREAD]


def feed_tasks() -> list[asyncio.Task[object]]:
    return [task for task in asyncio.all_tasks() if "tuya_twin" in task.get_name()]


def shown_household(hass: HomeAssistant) -> object:
    config = hass.data[DATA_PANELS][PANEL].config
    return config["household"] if config else None


async def test_unloading_leaves_no_thread_no_task_and_no_socket(
    hass: HomeAssistant, entry: MockConfigEntry, coordinator: HouseholdCoordinator
) -> None:
    addresses = [device.address for device in coordinator.simulation.devices.values()]
    assert len(owner_threads()) == 3
    assert feed_tasks()

    assert await hass.config_entries.async_unload(entry.entry_id)

    assert our_threads() == []
    assert feed_tasks() == []
    for address in addresses:
        with socket.socket() as line:
            assert line.connect_ex(address) != 0


async def test_a_household_that_is_disabled_leaves_the_sidebar_and_comes_back_to_it(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    await hass.config_entries.async_set_disabled_by(entry.entry_id, ConfigEntryDisabler.USER)
    assert PANEL not in hass.data[DATA_PANELS]

    await hass.config_entries.async_set_disabled_by(entry.entry_id, None)
    assert shown_household(hass) == entry.entry_id


async def test_a_household_that_is_removed_leaves_the_sidebar(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    await hass.config_entries.async_remove(entry.entry_id)

    assert PANEL not in hass.data[DATA_PANELS]


async def test_home_assistant_s_stop_ends_everything_too(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await hass.async_block_till_done()

    assert owner_threads() == []
    assert feed_tasks() == []


async def test_a_reload_brings_everything_back(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    updates = async_capture_events(hass, EVENT_PANELS_UPDATED)

    assert await hass.config_entries.async_reload(entry.entry_id)
    for link in entry.runtime_data.links.values():
        await until(link, lambda link: link.report.reachable)

    assert len(owner_threads()) == 3
    assert shown_household(hass) == entry.entry_id
    # Home Assistant's frontend leaves a page whose panel goes, even for a moment.
    assert updates == []


async def test_a_dead_device_does_not_keep_the_household_from_loading(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    coordinator: HouseholdCoordinator = entry.runtime_data
    await device_of(coordinator, SIREN).set_fault(Fault.OFFLINE)
    await until(link_of(coordinator, SIREN), lambda link: not link.report.reachable)
    await hass.async_block_till_done()

    states = {
        entity_id: state.state
        for entity_id in ("light.living_room_lamp", "siren.hall_siren", "lock.front_door")
        if (state := hass.states.get(entity_id))
    }
    assert states == {
        "light.living_room_lamp": "on",
        "siren.hall_siren": "unavailable",
        "lock.front_door": "unlocked",
    }


async def test_an_address_that_is_taken_is_tried_again_later(
    hass: HomeAssistant, enable_custom_integrations: None
) -> None:
    entry = simulated_entry()
    taken = next(iter(entry.subentries.values())).data
    with socket.socket() as squatter:
        # What an earlier household left waiting at this address is in nobody's way.
        squatter.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        squatter.bind((taken["host"], taken["port"]))
        squatter.listen()
        entry.add_to_hass(hass)
        await hass.config_entries.async_setup(entry.entry_id)

        assert entry.state is ConfigEntryState.SETUP_RETRY
        assert owner_threads() == []
        assert feed_tasks() == []
    await hass.config_entries.async_unload(entry.entry_id)


async def test_removing_a_device_takes_its_entities_and_thread_away(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    hass.config_entries.async_remove_subentry(entry, "sub_siren")
    await hass.async_block_till_done()

    assert hass.states.get("siren.hall_siren") is None
    assert sorted(owner_threads()) == ["tuya_twin Front door", "tuya_twin Living room lamp"]


async def test_the_panel_moves_on_to_the_household_that_is_left(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    cabin = MockConfigEntry(domain="tuya_twin", title="Cabin", data={"name": "Cabin"})
    await set_up(hass, cabin)
    assert shown_household(hass) == cabin.entry_id

    await hass.config_entries.async_remove(cabin.entry_id)

    assert shown_household(hass) == entry.entry_id


async def test_the_panel_stays_with_its_household_while_another_is_reloaded(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    cabin = MockConfigEntry(domain="tuya_twin", title="Cabin", data={"name": "Cabin"})
    await set_up(hass, cabin)

    assert await hass.config_entries.async_reload(entry.entry_id)

    assert shown_household(hass) == cabin.entry_id


async def test_a_lock_is_unknown_until_it_has_spoken(
    hass: HomeAssistant, enable_custom_integrations: None
) -> None:
    entry = MockConfigEntry(
        domain="tuya_twin",
        title="Cabin",
        data={"name": "Cabin"},
        subentries_data=[
            subentry.as_dict()
            for subentry in simulated_entry().subentries.values()
            if subentry.unique_id == LOCK
        ],
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)

    report = link_of(entry.runtime_data, LOCK).report
    assert report.state == LockState(bolt=Bolt.UNKNOWN)
    assert (report.reachable, report.seen_at) == (False, None)
    state = hass.states.get("lock.front_door")
    assert state is not None
    assert state.state == "unavailable"
    assert await hass.config_entries.async_unload(entry.entry_id)


async def test_nothing_of_ours_is_worth_a_warning(
    hass: HomeAssistant, entry: MockConfigEntry, caplog: pytest.LogCaptureFixture
) -> None:
    coordinator: HouseholdCoordinator = entry.runtime_data
    await device_of(coordinator, BULB).set_fault(Fault.OFFLINE)
    await until(link_of(coordinator, BULB), lambda link: not link.report.reachable)
    await device_of(coordinator, BULB).set_fault(Fault.NONE)
    await until(link_of(coordinator, BULB), lambda link: link.report.reachable)
    await hass.config_entries.async_unload(entry.entry_id)

    ours = [
        record.getMessage()
        for record in caplog.records
        if record.levelname in {"WARNING", "ERROR", "CRITICAL"}
        and record.name.startswith(("custom_components.tuya_twin", "socketio", "engineio"))
    ]
    assert ours == []


async def test_an_alarm_without_its_panel_is_better_than_none(
    hass: HomeAssistant,
    enable_custom_integrations: None,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("custom_components.tuya_twin.panel._DIST", tmp_path)
    entry = simulated_entry()
    await set_up(hass, entry)

    assert PANEL not in hass.data.get(DATA_PANELS, {})
    assert "The twin panel is missing" in caplog.text
    run = await hass.services.async_call(
        "tuya_twin", "execute_red_protocol", {}, blocking=True, return_response=True
    )
    assert run is not None
    assert run["finished"] is True
    await hass.config_entries.async_unload(entry.entry_id)


async def test_several_devices_added_at_once_build_the_household_anew_once(
    hass: HomeAssistant, enable_custom_integrations: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts: list[HouseholdCoordinator] = []
    start = HouseholdCoordinator.async_start

    async def noted(coordinator: HouseholdCoordinator) -> None:
        starts.append(coordinator)
        await start(coordinator)

    monkeypatch.setattr(HouseholdCoordinator, "async_start", noted)
    entry = MockConfigEntry(domain="tuya_twin", title="Cabin", data={"name": "Cabin"})
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)

    for subentry in simulated_entry().subentries.values():
        hass.config_entries.async_add_subentry(entry, subentry)
    await hass.async_block_till_done()

    assert len(starts) == 2
    assert len(entry.runtime_data.members) == 3
    assert await hass.config_entries.async_unload(entry.entry_id)


async def test_a_device_that_is_added_while_the_household_starts_is_not_lost(
    hass: HomeAssistant, enable_custom_integrations: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = MockConfigEntry(domain="tuya_twin", title="Cabin", data={"name": "Cabin"})
    devices = iter(simulated_entry().subentries.values())
    start = HouseholdCoordinator.async_start

    async def joined_meanwhile(coordinator: HouseholdCoordinator) -> None:
        await start(coordinator)
        if (device := next(devices, None)) is not None:
            hass.config_entries.async_add_subentry(entry, device)

    monkeypatch.setattr(HouseholdCoordinator, "async_start", joined_meanwhile)
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()

    assert len(entry.runtime_data.members) == 3
    assert await hass.config_entries.async_unload(entry.entry_id)
