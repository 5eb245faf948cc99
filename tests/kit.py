"""A household in a test: simulated devices behind real sockets, and ways to wait for them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
import os
from typing import Any

from homeassistant.config_entries import ConfigSubentryDataWithId
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry
import socketio
from socketio.exceptions import ConnectionError as SocketIoError
from syrupy.assertion import SnapshotAssertion

from custom_components.tuya_twin.const import DOMAIN
from custom_components.tuya_twin.coordinator import HouseholdCoordinator
from custom_components.tuya_twin.core.facts import StatusChange, StatusUpdate
from custom_components.tuya_twin.core.model import Status
from custom_components.tuya_twin.devices.link import DeviceLink
from custom_components.tuya_twin.devices.simulator import SimulatedDevice, free_port
from custom_components.tuya_twin.feed.views import SOCKET_IO_PATH

PATIENCE = 20.0
"""Seconds after which a wait is a failure; nothing here takes one."""

BULB, SIREN, LOCK = "bf0000000000000000bulb", "bf000000000000000siren", "bf0000000000000000lock"

# Each of pytest's workers has a street of its own: a port that is free is free for one of them.
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))

_DEVICES = (
    (BULB, "bulb", "Living room lamp", "LivingRoom", f"127.0.{WORKER + 1}.21", "3.3"),
    (SIREN, "siren", "Hall siren", "Foyer", f"127.0.{WORKER + 1}.22", "3.4"),
    (LOCK, "lock", "Front door", "Foyer", f"127.0.{WORKER + 1}.23", "3.5"),
)


def simulated_entry(title: str = "Home") -> MockConfigEntry:
    """A simulated household as the config flow makes it, with ids that stay the same."""
    return MockConfigEntry(
        domain=DOMAIN,
        title=title,
        data={"simulated": True},
        subentries_data=[
            ConfigSubentryDataWithId(
                subentry_id=f"sub_{kind}",
                subentry_type="device",
                title=name,
                unique_id=device_id,
                data={
                    "kind": kind,
                    "zone": zone,
                    "host": host,
                    "port": free_port(host),
                    "device_id": device_id,
                    "local_key": "0123456789abcdef",
                    "version": version,
                },
            )
            for device_id, kind, name, zone, host, version in _DEVICES
        ],
    )


async def set_up(hass: HomeAssistant, entry: MockConfigEntry) -> HouseholdCoordinator:
    """Set an entry up and wait until every device of it has answered."""
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return await all_answer(hass, entry)


async def all_answer(hass: HomeAssistant, entry: MockConfigEntry) -> HouseholdCoordinator:
    """Wait until every device of a household that was set up, or anew, has answered."""
    coordinator: HouseholdCoordinator = entry.runtime_data
    for link in coordinator.links.values():
        await until(link, lambda link: link.report.reachable)
    await hass.async_block_till_done()
    return coordinator


def assert_entities(
    hass: HomeAssistant, entry: MockConfigEntry, domain: str, snapshot: SnapshotAssertion
) -> None:
    """Compare the household's entities of a domain, and their states, with the snapshot."""
    registry = er.async_get(hass)
    known = er.async_entries_for_config_entry(registry, entry.entry_id)
    of_domain = [each for each in known if each.domain == domain]
    assert of_domain
    for each in of_domain:
        assert each == snapshot(name=f"{each.entity_id}-entry")
        assert hass.states.get(each.entity_id) == snapshot(name=f"{each.entity_id}-state")


async def set_status(coordinator: HouseholdCoordinator, status: Status, zone: str) -> StatusUpdate:
    """Have a zone in a status without any run, so that no device is told."""
    change = StatusChange(status=status, zone=zone, at=coordinator.clock.now())
    (update,) = await coordinator.response.chronicle.record(change)
    assert isinstance(update, StatusUpdate)
    return update


def link_of(coordinator: HouseholdCoordinator, device_id: str) -> DeviceLink:
    """The link to a device."""
    return next(link for link in coordinator.links.values() if link.device.id == device_id)


def device_of(coordinator: HouseholdCoordinator, device_id: str) -> SimulatedDevice:
    """The simulated device itself."""
    return coordinator.simulation.devices[device_id]


async def until(link: DeviceLink, condition: Callable[[DeviceLink], bool]) -> None:
    """Wait until the device's report fulfils the condition."""
    changed = asyncio.Event()
    unsubscribe = link.subscribe(lambda _report: changed.set())
    try:
        async with asyncio.timeout(PATIENCE):
            while not condition(link):
                changed.clear()
                await changed.wait()
    finally:
        unsubscribe()


class Screen:
    """A stock Socket.IO client that keeps every event, in order."""

    def __init__(self) -> None:
        self.client = socketio.AsyncClient(reconnection=False)
        self.events: list[tuple[str, Any]] = []
        self._changed = asyncio.Event()
        self.client.on("*", self._keep)
        self.client.on("connect_error", partial(self._keep, "connect_error"))
        self.client.on("disconnect", partial(self._keep, "disconnect"))

    async def connect(self, url: str, **auth: object) -> None:
        """Connect; raises `ConnectionRefusedError` with the server's reason when refused."""
        try:
            await self.client.connect(
                url, socketio_path=SOCKET_IO_PATH, auth=auth, transports=["websocket"]
            )
        except SocketIoError as error:
            await self.close()
            reasons = [data["message"] for name, data in self.events if name == "connect_error"]
            raise ConnectionRefusedError(*reasons) from error

    async def next(
        self, event: str, after: int = 0, where: Callable[[Any], bool] = lambda _: True
    ) -> Any:
        """The first such payload of this event from number `after` on; waits for it."""
        async with asyncio.timeout(PATIENCE):
            while not (
                found := [
                    data for name, data in self.events[after:] if name == event and where(data)
                ]
            ):
                self._changed.clear()
                await self._changed.wait()
        return found[0]

    async def sees(self, condition: Callable[[dict[str, int | None]], bool]) -> None:
        """Wait until the newest list of screens, client id to what it has seen, is so."""
        async with asyncio.timeout(PATIENCE):
            while not condition(self._screens()):
                self._changed.clear()
                await self._changed.wait()

    def _screens(self) -> dict[str, int | None]:
        lists = [data["screens"] for name, data in self.events if name == "screens_update"]
        return {screen["client_id"]: screen["seen"] for screen in lists[-1]} if lists else {}

    async def close(self) -> None:
        """Disconnect."""
        await self.client.disconnect()
        # The library's writer goes on waiting for half a minute when the server hung up.
        if self.client.eio.write_loop_task:
            self.client.eio.write_loop_task.cancel()

    def _keep(self, event: str, data: object = None) -> None:
        self.events.append((event, data))
        self._changed.set()


@asynccontextmanager
async def watching(url: str, **auth: object) -> AsyncIterator[Screen]:
    """A screen that is connected, and has had all it gets on arrival."""
    screen = Screen()
    await screen.connect(url, **auth)
    try:
        await screen.next("snapshot")
        yield screen
    finally:
        await screen.close()
