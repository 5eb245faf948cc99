"""One household at run time: its devices, its house, its record, its screens."""

from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, override

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant, callback

from . import household as described
from .const import CONF_VERSION
from .core import wire
from .core.facts import StatusUpdate
from .core.house import House, HouseUpdate, apply
from .core.journal import MemoryJournal
from .core.model import DeviceReport, Protocol, Reason, Status
from .core.orchestrator import Orchestrator
from .core.policy import plan
from .core.ports import Clock, FeedPort
from .core.run import Cause, Run, Step
from .devices.discovery import Candidate
from .devices.link import DeviceLink
from .devices.simulator import SimulatedHousehold
from .feed.channel import Channel
from .feed.server import FeedServer
from .healing import Healer
from .issues import HouseholdIssues
from .members import Member, make_member
from .notifier import SilentNotifier
from .scout import async_unwatch, async_watch
from .tuya_account import TuyaAccount

type TuyaTwinConfigEntry = ConfigEntry[HouseholdCoordinator]


class HouseholdCoordinator(FeedPort):
    """Wires one household together, from `async_start` to `async_stop`."""

    def __init__(
        self, hass: HomeAssistant, entry: TuyaTwinConfigEntry, feed: FeedServer, clock: Clock
    ) -> None:
        """Build the household its entry describes; nothing is contacted yet.

        Raises `InvalidProfileError` or `UnknownRegionError` for a description that cannot be.
        """
        self.hass = hass
        self._entry = entry
        self._feed = feed
        self._clock = clock
        self._known = described.fingerprint(entry)
        self._journal = MemoryJournal()
        self._channel: Channel | None = None
        self.issues = HouseholdIssues(hass, entry)
        self.account = self._make_account()
        self.members = {
            subentry.subentry_id: make_member(
                hass,
                subentry,
                account=self.account,
                clock=clock,
                on_version=self._version_found,
            )
            for subentry in described.device_subentries(entry)
        }
        self.simulation = SimulatedHousehold(described.simulated_devices(entry))
        self._healer = Healer(
            hass, account=self.account, spawn=self._spawn, remember=self._remember
        )
        self.house = House(
            id=entry.entry_id,
            name=entry.title,
            zones=described.zones(entry),
            devices=tuple(member.device for member in self.members.values()),
            reports={member.device.id: member.report for member in self.members.values()},
        )
        self.orchestrator = Orchestrator(
            devices={member.device.id: member.ladder for member in self.members.values()},
            planner=self._plan,
            journal=self._journal,
            feed=self,
            notifier=SilentNotifier(),
            clock=clock,
        )

    @property
    def links(self) -> dict[str, DeviceLink]:
        """The links over the LAN, by subentry."""
        return {
            subentry_id: member.lan
            for subentry_id, member in self.members.items()
            if member.lan is not None
        }

    @property
    def connected_client_count(self) -> int:
        """How many screens watch this household."""
        return 0 if self._channel is None else self._channel.connected_client_count

    def is_described_by(self, entry: TuyaTwinConfigEntry) -> bool:
        """Whether the entry says nothing that this household does not know."""
        return self._known == described.fingerprint(entry)

    async def async_start(self) -> None:
        """Begin to reach the devices and let the screens in.

        Raises `OSError` if the addresses of a simulated household are taken.
        """
        await self.simulation.start()
        self._channel = self._feed.open_channel(
            self.house.id, journal=self._journal, house=lambda: self.house
        )
        if self.account is not None:
            await self.account.async_start()
        for member in self.members.values():
            member.link.subscribe(partial(self._heard_of, member))
            if member.cloud is not None:
                member.cloud.subscribe(partial(self._heard_of, member))
            for link in member.links():
                link.start()
        if not self.simulation.devices:
            await async_watch(self.hass, self._entry, self._announced)

    async def async_stop(self) -> None:
        """Leave no thread, task or socket behind; harmless if it was stopped before."""
        await async_unwatch(self.hass, self._entry)
        links = [link for member in self.members.values() for link in member.links()]
        for link in links:
            link.close()
        for link in links:
            await link.wait_closed()
        # Last: a link may still tell of a loss while it closes.
        self._healer.stop()
        self.issues.clear()
        if self.account is not None:
            await self.account.async_stop()
        await self.simulation.stop()
        if self._channel is not None:
            self._channel = None
            await self._feed.close_channel(self.house.id)

    @asynccontextmanager
    async def async_released(self, subentry_id: str) -> AsyncIterator[None]:
        """Let somebody else have a device's only place for a while."""
        link = self.members[subentry_id].link
        link.close()
        await link.wait_closed()
        try:
            yield
        finally:
            if self._channel is not None:
                link.start()

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

    def _make_account(self) -> TuyaAccount | None:
        account = described.cloud_account(self._entry)
        if account is None:
            return None
        return TuyaAccount(
            self.hass,
            self._entry.entry_id,
            account,
            clock=self._clock,
            on_outcome=self.issues.cloud_called,
        )

    def _spawn(self, coroutine: Coroutine[Any, Any, None], name: str) -> None:
        self._entry.async_create_background_task(self.hass, coroutine, name)

    # What the devices tell ----------------------------------------------------------------

    @callback
    def _heard_of(self, member: Member, _report: DeviceReport) -> None:
        report = member.report
        self._apply(report)
        if self._channel is not None:
            self._channel.publish("device_update", wire.device_update(member.device, report))
        self.issues.reported(member)
        self._healer.reported(member)

    @callback
    def _announced(self, candidate: Candidate) -> None:
        for member in self.members.values():
            if member.device.id == candidate.device_id:
                self._healer.heard(member, candidate)

    @callback
    def _version_found(self, subentry: ConfigSubentry, version: str) -> None:
        member = self.members[subentry.subentry_id]
        if described.adopts_versions(subentry):
            self._remember(member, {CONF_VERSION: version})
        else:
            self.issues.raise_for_device(member, Reason.WRONG_VERSION, found=version)

    @callback
    def _remember(self, member: Member, changes: dict[str, Any]) -> None:
        """Write down what was found out of a device; it goes on as it is."""
        subentry = self._entry.subentries[member.subentry.subentry_id]
        data = {**subentry.data, **changes}
        # Known before it is written: writing calls whoever would build the household anew.
        self._known = described.fingerprint(self._entry, {subentry.subentry_id: data})
        self.hass.config_entries.async_update_subentry(self._entry, subentry, data=data)

    def _apply(self, update: HouseUpdate) -> None:
        self.house = apply(self.house, update)
