"""A household of the user's own: devices that run outside Home Assistant, as at home."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from homeassistant.config_entries import ConfigEntryState, ConfigSubentryDataWithId
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.tuya_twin.clock import SystemClock
from custom_components.tuya_twin.const import DOMAIN
from custom_components.tuya_twin.coordinator import HouseholdCoordinator
from custom_components.tuya_twin.core.model import DeviceKind
from custom_components.tuya_twin.core.ports import Clock
from custom_components.tuya_twin.devices.link import DeviceLink
from custom_components.tuya_twin.devices.owner import Timing
from custom_components.tuya_twin.devices.simulator import (
    Absence,
    Beacon,
    BeaconPorts,
    SimulatedAccount,
    SimulatedCloud,
    SimulatedDevice,
    SimulatedDeviceConfig,
)
from custom_components.tuya_twin.scout import DATA_SCOUT
from tests.kit import PATIENCE, WORKER

QUICK = Timing(
    heartbeat=0.2,
    answer=0.5,
    first_retry=0.01,
    last_retry=0.05,
    eager_retry=0.05,
    patience=0.0,
)
"""Finds out in a second what takes minutes at home."""
LOCAL_KEY = "q1W2e3R4t5Z6u7I8"
OTHER_KEY = "0123456789abcdef"
SIREN_ID = "bf00000000000000own1"
ACCOUNT = SimulatedAccount(client_id="p3x9clientid000000ab", secret="5ecre7" * 5)
CLOUD = {"client_id": ACCOUNT.client_id, "secret": ACCOUNT.secret, "region": "here"}
"""The account as an entry keeps it."""
HOME, ELSEWHERE = f"127.0.{WORKER + 1}.41", f"127.0.{WORKER + 1}.42"


@asynccontextmanager
async def at_home(
    version: str = "3.4",
    kind: DeviceKind = DeviceKind.SIREN,
    *,
    device_id: str = SIREN_ID,
    local_key: str = LOCAL_KEY,
    host: str = HOME,
    model: str | None = None,
    absence: Absence = Absence.REFUSING,
) -> AsyncIterator[SimulatedDevice]:
    """A device that runs, and leaves nothing behind."""
    device = SimulatedDevice(
        SimulatedDeviceConfig(
            device_id=device_id,
            local_key=local_key,
            version=version,
            kind=kind,
            host=host,
            port=0,
            model=model,
        ),
        absence=absence,
    )
    await device.start()
    try:
        yield device
    finally:
        await device.stop()


@asynccontextmanager
async def a_cloud(
    devices: Mapping[str, SimulatedDevice],
    monkeypatch: pytest.MonkeyPatch,
    *,
    clock: Clock | None = None,
) -> AsyncIterator[SimulatedCloud]:
    """Tuya's cloud, which knows these devices and is the only one there is."""
    cloud = SimulatedCloud(ACCOUNT, devices, clock=clock or SystemClock())
    regions = {"here": await cloud.start()}
    monkeypatch.setattr("custom_components.tuya_twin.devices.cloud.account.REGIONS", regions)
    try:
        yield cloud
    finally:
        await cloud.stop()


def data_of(device: SimulatedDevice, **changes: object) -> dict[str, Any]:
    """What a flow saves of a device, but for the changes."""
    host, port = device.address
    return {
        "kind": device.config.kind.value,
        "zone": "Foyer",
        "host": host,
        "port": port,
        "device_id": device.config.device_id,
        "local_key": device.config.local_key,
        "version": device.config.version,
        "auto_version": True,
    } | changes


def household(
    *devices: Mapping[str, Any], cloud: Mapping[str, str] | None = None
) -> MockConfigEntry:
    """An entry with these devices, and perhaps an account of Tuya's cloud."""
    account = {} if cloud is None else {"cloud": dict(cloud)}
    return MockConfigEntry(
        domain=DOMAIN,
        title="Cabin",
        data={"name": "Cabin", **account},
        subentries_data=[
            ConfigSubentryDataWithId(
                subentry_id=f"sub_{number}",
                subentry_type="device",
                title=f"Cabin {data['kind']}",
                unique_id=data.get("device_id"),
                data=dict(data),
            )
            for number, data in enumerate(devices)
        ],
    )


@asynccontextmanager
async def living_in(
    hass: HomeAssistant, entry: MockConfigEntry
) -> AsyncIterator[HouseholdCoordinator]:
    """The household at run time; it is over at the end."""
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    try:
        yield entry.runtime_data
    finally:
        if entry.state is ConfigEntryState.LOADED:
            await hass.config_entries.async_unload(entry.entry_id)
        await hass.async_block_till_done()


def the_link(entry: MockConfigEntry) -> DeviceLink:
    """The link to the only device there is; another one after a reload."""
    (link,) = entry.runtime_data.links.values()
    assert isinstance(link, DeviceLink)
    return link


def announce(hass: HomeAssistant, device: SimulatedDevice, **lies: Any) -> None:
    """Have a device say where it is; every part of it can be a lie."""
    ears = hass.data[DATA_SCOUT].discovery.ports
    assert ears.plain
    assert ears.encrypted
    assert ears.app
    ports = BeaconPorts(plain=ears.plain, encrypted=ears.encrypted, answers=ears.app)
    Beacon(device, ports=ports).announce(**lies)


def issue(hass: HomeAssistant, issue_id: str) -> ir.IssueEntry | None:
    """A Repair, if it is there."""
    return ir.async_get(hass).async_get_issue(DOMAIN, issue_id)


async def until_issue(
    hass: HomeAssistant, issue_id: str, condition: Callable[[ir.IssueEntry | None], bool]
) -> None:
    """Wait until a Repair is as it should be."""
    changed = asyncio.Event()

    @callback
    def note(_event: Event[ir.EventIssueRegistryUpdatedData]) -> None:
        changed.set()

    unsubscribe = hass.bus.async_listen(ir.EVENT_REPAIRS_ISSUE_REGISTRY_UPDATED, note)
    try:
        async with asyncio.timeout(PATIENCE):
            while not condition(issue(hass, issue_id)):
                changed.clear()
                await changed.wait()
    finally:
        unsubscribe()
