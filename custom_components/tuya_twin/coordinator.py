"""One household at run time: its devices, its house, its record, its screens."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from functools import partial
import logging
from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant, callback

from . import household as described
from .ai_review import Reviewer
from .backdrops import Backdrops
from .const import CONF_VERSION
from .core.assessment import Why
from .core.changes import replay
from .core.house import House, HouseUpdate, ZonesNamed
from .core.journal import Journal
from .core.model import Device, DeviceReport, Reason
from .core.plan import Plan
from .core.ports import Clock
from .core.readiness import NotReady, gaps
from .core.response import Response, Surroundings
from .core.settings import Settings
from .description import Description
from .devices.discovery import Candidate
from .devices.link import DeviceLink
from .devices.simulator import SimulatedHousehold
from .feed.server import FeedServer
from .hazards import HazardWatch
from .healing import Healer
from .issues import HouseholdIssues
from .members import Member, make_member
from .people import PeopleCaller
from .places import async_watch_places
from .plan_keeper import PlanKeeper
from .record import RecordKeeper, async_open_record
from .scout import async_unwatch, async_watch
from .screens import HouseholdScreens
from .senses import SensedSensor
from .simulated_sensors import analysis_of, simulated_sensors
from .surveillance import Surveillance
from .tuya_account import TuyaAccount

_LOGGER = logging.getLogger(__name__)

type TuyaTwinConfigEntry = ConfigEntry[HouseholdCoordinator]
type Listener = Callable[[HouseUpdate | None], None]


class HouseholdCoordinator:
    """Wires one household together, from `async_start` to `async_stop`."""

    response: Response
    """From `async_start` on, as those that follow."""
    restored: House
    """As its record left it: nothing had happened yet."""
    journal: Journal
    screens: HouseholdScreens
    people: PeopleCaller
    reviewer: Reviewer
    surveillance: Surveillance

    def __init__(
        self, hass: HomeAssistant, entry: TuyaTwinConfigEntry, feed: FeedServer, clock: Clock
    ) -> None:
        """Build the household its entry describes; nothing is contacted yet.

        Raises `InvalidProfileError`, `InvalidPolicyError` or `UnknownRegionError` for a
        description that cannot be.
        """
        self.hass = hass
        self.entry = entry
        self.clock = clock
        self._feed = feed
        self.description = Description(hass, entry)
        self._listeners: list[Listener] = []
        self._running = AsyncExitStack()
        """How everything that was started is stopped, the last first."""
        self._stopped = False
        self.settings: Settings = described.settings(entry)
        self.plans = PlanKeeper(hass, entry, self._planned)
        self.backdrops = Backdrops(hass, entry.entry_id)
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
        self.simulated_sensors = simulated_sensors(entry)
        self._healer = Healer(
            hass, account=self.account, spawn=self._spawn, remember=self._remember
        )

    @property
    def house(self) -> House:
        """The house as it is now."""
        return self.response.house

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
        return self.screens.connected_client_count

    def gaps(self, zone: str) -> tuple[NotReady, ...]:
        """What keeps a zone, or `HOUSE`, from being ready; nothing if it is."""
        return gaps(
            self.house,
            zone,
            self.settings,
            screens=self.connected_client_count,
            now=self.clock.now(),
        )

    @callback
    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call the listener after everything that happens to the house, and its screens.

        With `None` when a screen came or went. Returns the way out.
        """
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def async_start(self) -> None:
        """Begin to reach the devices and let the screens in.

        Raises `OSError` if the addresses of a simulated household are taken, `NewerRecordError`
        if its record was written by a newer version. `async_stop` is due all the same.
        """
        stack = self._running
        self.journal = await async_open_record(self.hass, self.entry.entry_id)
        stack.push_async_callback(self.journal.close)
        stack.callback(self.issues.clear)
        record = RecordKeeper(
            self.hass,
            self.journal,
            self.settings.keeping,
            clock=self.clock,
            issues=self.issues,
        )
        stack.callback(record.stop)
        await record.async_start()
        stack.push_async_callback(self.simulation.stop)
        await self.simulation.start()
        if self.account is not None:
            stack.push_async_callback(self.account.async_stop)
            await self.account.async_start()
        self.description.take_names()
        self.restored = await self._restored()
        self.response = self._make_response(self.restored)
        self.surveillance = self._make_surveillance()
        self.screens = HouseholdScreens(
            self.hass,
            self.settings.screens,
            self.response,
            feed=self._feed,
            spawn=self._spawn,
            issues=self.issues,
        )
        stack.callback(self.response.chronicle.subscribe(self._happened))
        stack.push_async_callback(self.screens.async_close)
        self.screens.open(self.journal, lambda: self.plans.plan, partial(self._tell, None))
        stack.callback(async_watch_places(self.hass, self._places_changed))
        # Much was waited for since they were looked at.
        self._places_changed()
        # A link may still tell of a loss while it closes.
        stack.callback(self._healer.stop)
        self._start_links()
        hazards = HazardWatch(
            self.hass,
            self.settings.interlock,
            self.response,
            clock=self.clock,
            spawn=self._spawn,
        )
        stack.callback(hazards.stop)
        hazards.start()
        self.people = PeopleCaller(self.hass, self.response, clock=self.clock, spawn=self._spawn)
        stack.push_async_callback(self.people.async_stop)
        self.people.start()
        self.reviewer = Reviewer(
            self.hass,
            self.response,
            self.settings.analysis.review,
            count_asked=self.journal.count_asked,
            clock=self.clock,
            spawn=self._spawn,
        )
        stack.push_async_callback(self.reviewer.async_stop)
        await self.reviewer.async_start()
        stack.push_async_callback(self.response.stop)
        self.response.start()
        stack.callback(self.surveillance.stop)
        self.surveillance.start()
        await self.screens.async_open_port()
        if not self.simulation.devices:
            stack.push_async_callback(async_unwatch, self.hass, self.entry)
            await async_watch(self.hass, self.entry, self._announced)

    async def async_stop(self) -> None:
        """Leave no thread, task or socket behind; harmless if it was stopped before."""
        self._stopped = True
        await self._running.aclose()

    @asynccontextmanager
    async def async_released(self, subentry_id: str) -> AsyncIterator[None]:
        """Let somebody else have a device's only place for a while."""
        link = self.members[subentry_id].link
        link.close()
        await link.wait_closed()
        try:
            yield
        finally:
            if not self._stopped:
                link.start()

    async def _restored(self) -> House:
        """The house as its record left it, with what is known of its devices now."""
        house = House(
            id=self.entry.entry_id,
            name=self.entry.title,
            zones=described.zones(self.entry),
            devices=tuple(member.device for member in self.members.values()),
            reports={member.device.id: member.report for member in self.members.values()},
        )
        house = replay(house, (*await self.journal.standing(), *self.journal.restored))
        proven = {**await self.journal.last_proven(), **house.proven}
        return replace(house, proven=proven)

    def _make_response(self, house: House) -> Response:
        return Response(
            house,
            self.settings,
            Surroundings(
                journal=self.journal,
                devices={member.device.id: member.ladder for member in self.members.values()},
                clock=self.clock,
                spawn=self._spawn,
                on_stuck=self._stuck,
            ),
        )

    def _make_surveillance(self) -> Surveillance:
        return Surveillance(
            self.hass,
            analysis_of(self.hass, self.entry, self.settings),
            self.response,
            self.journal,
            clock=self.clock,
            spawn=self._spawn,
            on_trust=self._trusted,
        )

    def _start_links(self) -> None:
        links = [link for member in self.members.values() for link in member.links()]
        for link in links:
            self._running.push_async_callback(link.wait_closed)
        for link in links:
            self._running.callback(link.close)
        for member in self.members.values():
            heard = partial(self._heard_of, member)
            self._running.callback(member.link.subscribe(heard))
            if member.cloud is not None:
                self._running.callback(member.cloud.subscribe(heard))
            for link in member.links():
                link.start()

    def _make_account(self) -> TuyaAccount | None:
        account = described.cloud_account(self.entry)
        if account is None:
            return None
        return TuyaAccount(
            self.hass,
            self.entry.entry_id,
            account,
            clock=self.clock,
            on_outcome=self.issues.cloud_called,
        )

    def _spawn(self, coroutine: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        return self.entry.async_create_background_task(self.hass, coroutine, name)

    # What happens ---------------------------------------------------------------------------

    @callback
    def _happened(self, update: HouseUpdate) -> None:
        """Tell the screens, and everybody else in the house."""
        self.screens.happened(update)
        self._tell(update)

    def _tell(self, update: HouseUpdate | None) -> None:
        for listener in tuple(self._listeners):
            try:
                listener(update)
            except Exception:
                # The others are still told: an entity that fails must not hide an alarm.
                _LOGGER.exception("A listener to the household failed")

    # What the house looks like ------------------------------------------------------------

    @callback
    def _planned(self, plan: Plan) -> None:
        self.screens.planned(plan)

    @callback
    def _places_changed(self) -> None:
        if self.description.take_names():
            self.response.chronicle.note(ZonesNamed(zones=described.zones(self.entry)))
        self.plans.refresh()

    # What the devices tell ----------------------------------------------------------------

    @callback
    def _heard_of(self, member: Member, _report: DeviceReport) -> None:
        self.response.chronicle.note(member.report)
        self.issues.reported(member)
        self._healer.reported(member)
        self.surveillance.senses.reported(member.device, member.report)

    @callback
    def _trusted(self, sensed: SensedSensor, why: Why | None) -> None:
        self.issues.sensor_distrusted(sensed.key, sensed.name, why)
        self._tell(None)

    @callback
    def _stuck(self, device: Device, stuck: bool) -> None:  # noqa: FBT001 - it is what is told
        member = next(each for each in self.members.values() if each.device.id == device.id)
        self.issues.siren_stuck(member, stuck=stuck)
        self.people.siren_stuck(device, stuck=stuck)

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
        self.description.remember(member.subentry.subentry_id, changes)
