"""One household at run time: its links, its house, its record, its screens."""

from functools import partial
from typing import override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from . import household as described
from .core import wire
from .core.house import House, HouseUpdate, apply
from .core.journal import MemoryJournal
from .core.model import Cause, DeviceReport, Protocol, Run, Status, StatusUpdate, Step
from .core.orchestrator import Orchestrator
from .core.policy import plan
from .core.ports import Clock, FeedPort
from .devices.link import DeviceLink
from .devices.simulator import SimulatedHousehold
from .feed.channel import Channel
from .feed.server import FeedServer
from .notifier import SilentNotifier

type TuyaTwinConfigEntry = ConfigEntry[HouseholdCoordinator]


class HouseholdCoordinator(FeedPort):
    """Wires one household together, from `async_start` to `async_stop`."""

    def __init__(
        self, hass: HomeAssistant, entry: TuyaTwinConfigEntry, feed: FeedServer, clock: Clock
    ) -> None:
        """Build the household its entry describes; nothing is contacted yet."""
        self.hass = hass
        self.links = {
            subentry.subentry_id: DeviceLink(
                described.device(subentry), described.endpoint(subentry), clock=clock
            )
            for subentry in described.device_subentries(entry)
        }
        self.simulation = SimulatedHousehold(described.simulated_devices(entry))
        self.house = House(
            id=entry.entry_id,
            name=entry.title,
            zones=described.zones(entry),
            devices=tuple(link.device for link in self.links.values()),
            reports={link.device.id: link.report for link in self.links.values()},
        )
        self._feed = feed
        self._clock = clock
        self._journal = MemoryJournal()
        self._channel: Channel | None = None
        self.orchestrator = Orchestrator(
            devices={link.device.id: link for link in self.links.values()},
            planner=self._plan,
            journal=self._journal,
            feed=self,
            notifier=SilentNotifier(),
            clock=clock,
        )

    @property
    def connected_client_count(self) -> int:
        """How many screens watch this household."""
        return 0 if self._channel is None else self._channel.connected_client_count

    async def async_start(self) -> None:
        """Begin to reach the devices and let the screens in.

        Raises `OSError` if the addresses of a simulated household are taken.
        """
        await self.simulation.start()
        self._channel = self._feed.open_channel(
            self.house.id, journal=self._journal, house=lambda: self.house
        )
        for link in self.links.values():
            link.subscribe(partial(self._device_reported, link))
            link.start()

    async def async_stop(self) -> None:
        """Leave no thread, task or socket behind; harmless if it was stopped before."""
        for link in self.links.values():
            link.close()
        for link in self.links.values():
            await link.wait_closed()
        await self.simulation.stop()
        if self._channel is not None:
            self._channel = None
            await self._feed.close_channel(self.house.id)

    async def async_execute(self, protocol: Protocol, zone: str, cause: Cause) -> Run:
        """Carry out a protocol and return the finished run.

        Raises `UnknownZoneError`; what the devices did not do stands in the run.
        """
        self.house.require_zone(zone)
        return await self.orchestrator.execute(protocol, zone, cause)

    @override
    async def broadcast_status(
        self,
        status: Status,
        zone: str,
        *,
        run_id: str | None = None,
        cause: Cause | None = None,
    ) -> StatusUpdate:
        update = await self._journal.record_status(
            status, zone, self._clock.now(), run_id=run_id, cause=cause
        )
        self._apply(update)
        if self._channel is not None:
            self._channel.broadcast_status(update)
        return update

    @override
    @callback
    def show_run(self, run: Run) -> None:
        self._apply(run)
        if self._channel is not None:
            self._channel.publish("run_update", wire.run_update(run))

    def _plan(self, protocol: Protocol, zone: str) -> tuple[Step, ...]:
        return plan(self.house, zone, protocol.status)

    @callback
    def _device_reported(self, link: DeviceLink, report: DeviceReport) -> None:
        self._apply(report)
        if self._channel is not None:
            self._channel.publish("device_update", wire.device_update(link.device, report))

    def _apply(self, update: HouseUpdate) -> None:
        self.house = apply(self.house, update)
