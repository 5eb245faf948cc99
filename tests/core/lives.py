"""A simulated house in virtual time, with real devices' data points, that can be killed.

Everything of ours is the real thing: the response with its runs and keepers, the ladder, the
orders, the profiles, the journal on disk. Only the thread and the socket between the orders and
the simulated appliance are left out, as they know no time but the real one.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
import contextlib
from dataclasses import dataclass, field, replace
from pathlib import Path as FilePath
from typing import Any, override

from custom_components.tuya_twin.core.changes import replay
from custom_components.tuya_twin.core.errors import (
    DeviceError,
    LinkClosedError,
    UnreachableError,
)
from custom_components.tuya_twin.core.facts import Entry, Fact, StatusUpdate
from custom_components.tuya_twin.core.house import House, HouseUpdate
from custom_components.tuya_twin.core.journal import Journal
from custom_components.tuya_twin.core.ladder import Ladder
from custom_components.tuya_twin.core.model import (
    CheckCommand,
    Command,
    Device,
    DeviceReport,
    Path,
    Zone,
)
from custom_components.tuya_twin.core.reporting import ReportingLink
from custom_components.tuya_twin.core.response import Response, Surroundings
from custom_components.tuya_twin.core.settings import Settings
from custom_components.tuya_twin.devices.orders import Order, Orders
from custom_components.tuya_twin.devices.profiles import PROFILES, Ask, Profile
from custom_components.tuya_twin.devices.simulator.appliance import Appliance
from custom_components.tuya_twin.devices.simulator.points import DataPoints
from tests.virtual_time import VirtualClock

LATENCY = 0.02
"""From a word to the device, or from it."""


class Killed(BaseException):
    """The process is gone in this very moment."""


@dataclass
class Fate:
    """Counts what the process does, and ends it at a moment of it."""

    moments_left: int | None = None
    dead: bool = False

    def pass_moment(self) -> None:
        """One thing that is seen from outside: a write to a device or to the disk."""
        if self.dead:
            raise Killed
        if self.moments_left is not None:
            if self.moments_left == 0:
                self.dead = True
                raise Killed
            self.moments_left -= 1


@dataclass
class Outside:
    """A device in the house: it lives on while processes come and go."""

    device: Device
    appliance: Appliance
    online: bool = True
    deaf: bool = False
    """Whether it acknowledges and does nothing."""
    written: list[DataPoints] = field(default_factory=list)
    """Every frame that arrived, whether or not it was obeyed."""
    listeners: list[Callable[[], None]] = field(default_factory=list)

    def set_online(self, *, online: bool) -> None:
        """Pull its plug from the network, or put it back."""
        self.online = online
        for listener in tuple(self.listeners):
            listener()

    def obey(self, frame: DataPoints) -> DataPoints:
        """Take a frame; returns what it changed."""
        self.written.append(frame)
        return {} if self.deaf else self.appliance.apply(frame)


class VirtualLink(ReportingLink):
    """The way to one device while a process lives: orders, questions, reports, as over the LAN."""

    def __init__(self, outside: Outside, fate: Fate) -> None:
        self._profile: Profile = PROFILES[outside.device.kind]
        super().__init__(outside.device, self._profile.decode({}))
        self._outside = outside
        self._fate = fate
        self._orders = Orders(self._profile.trouble)
        self._known: dict[str, bool | int | str] = {}
        self._connected = False
        self._closed = False
        self._wire: deque[DataPoints] = deque()
        self._timers: list[asyncio.TimerHandle] = []
        self._unsubscribe: list[Callable[[], None]] = []

    @property
    @override
    def path(self) -> Path:
        return Path.LAN

    @override
    def start(self) -> None:
        self._outside.listeners.append(self._online_changed)
        self._unsubscribe = [
            self._outside.appliance.listen(self._pushed),
            lambda: self._outside.listeners.remove(self._online_changed),
        ]
        self._online_changed()

    @override
    def close(self) -> None:
        self._closed = True
        for unsubscribe in self._unsubscribe:
            unsubscribe()
        self._unsubscribe = []
        for timer in self._timers:
            timer.cancel()
        self._orders.close(LinkClosedError())

    @override
    async def wait_closed(self) -> None:
        return

    @override
    async def execute(
        self,
        command: Command,
        *,
        within: float,
        on_sent: Callable[[], None],
        resumed: bool = False,
    ) -> None:
        if self._closed:
            raise LinkClosedError
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def settle(error: DeviceError | None) -> None:
            if done.done():
                return
            if error is None:
                done.set_result(None)
            else:
                done.set_exception(error)

        only_asks = isinstance(command, CheckCommand)
        ask = Ask(writes={}, proof={}) if only_asks else self._profile.encode(command)
        order = Order(ask=ask, on_sent=on_sent, on_done=settle)
        if resumed and not only_asks:
            order.resume()
        self._orders.put(order)
        try:
            self._work()
            async with asyncio.timeout(within):
                await done
        except TimeoutError:
            raise self._unconfirmed() if self._connected else UnreachableError() from None
        finally:
            self._orders.withdraw(order)
            done.cancel()

    def _online_changed(self) -> None:
        if self._outside.online:
            self._later(LATENCY, self._connect)
        elif self._connected:
            self._connected = False
            self._orders.connection_lost()
            self._publish(replace(self._report, reachable=False))

    def _connect(self) -> None:
        if self._outside.online and not self._connected:
            self._connected = True
            self._orders.connected()
            self._answer()
            self._work()

    def _work(self) -> None:
        """Write what is not written, and see to it that what is due is asked."""
        if not self._connected:
            return
        now = asyncio.get_running_loop().time()
        for order in self._orders.unsent():
            for frame in order.frames():
                self._fate.pass_moment()
                # On the wire it is beyond recall: it arrives even if the process is gone by then.
                self._wire.append(dict(frame))
                asyncio.get_running_loop().call_later(LATENCY, self._arrive)
            self._orders.sent(order, self._known, now)
        question = self._orders.next_question()
        if question is not None:
            self._later(max(0.0, question - now), self._ask)

    def _arrive(self) -> None:
        """A frame is at the device, which obeys and reports what that changed.

        In the order they were sent: timers that are due at once may fire in any.
        """
        frame = self._wire.popleft()
        if self._outside.online and (changed := self._outside.obey(frame)):
            self._later(LATENCY, lambda: self._hear(changed))

    def _ask(self) -> None:
        question = self._orders.next_question()
        now = asyncio.get_running_loop().time()
        if not self._connected or question is None:
            return
        if question <= now:
            self._orders.asked(now)
            self._later(2 * LATENCY, self._answer)
        self._work()

    def _answer(self) -> None:
        if self._connected and self._outside.online:
            self._hear(self._outside.appliance.status())

    def _pushed(self, changed: DataPoints) -> None:
        if self._connected:
            self._later(LATENCY, lambda: self._hear(changed))

    def _hear(self, dps: DataPoints) -> None:
        if not self._connected or self._closed:
            return
        self._known.update(dps)
        self._profile = self._profile.refined(self._known)
        self._publish(
            DeviceReport(
                device_id=self._device.id,
                state=self._profile.follow(self._report.state, dps, self._known),
                reachable=True,
                seen_at=VirtualClock().now(),
            )
        )
        self._orders.report(dps)
        self._work()

    def _later(self, delay: float, action: Callable[[], None]) -> None:
        def act() -> None:
            if not self._closed and not self._fate.dead:
                with contextlib.suppress(Killed):
                    action()

        self._timers.append(asyncio.get_running_loop().call_later(delay, act))


class FateJournal(Journal):
    """The record on disk, of a process that may be killed before or after each write."""

    fate: Fate

    @override
    async def append(
        self,
        *entries: Entry,
        incident: str | None = None,
        then: Callable[[Sequence[Fact]], None] | None = None,
    ) -> tuple[Fact, ...]:
        def happen(facts: Sequence[Fact]) -> None:
            self.fate.pass_moment()
            if then is not None:
                then(facts)

        self.fate.pass_moment()
        return await super().append(*entries, incident=incident, then=happen)


class Life:
    """One process, from its start to its end."""

    def __init__(self, outsides: Sequence[Outside], zones: Sequence[Zone], path: FilePath) -> None:
        self.fate = Fate()
        self._zones = zones
        self._path = path
        self._links = [VirtualLink(outside, self.fate) for outside in outsides]
        self.devices = {link.device.id: Ladder([link]) for link in self._links}
        self._tasks: set[asyncio.Task[Any]] = set()
        self.updates: list[StatusUpdate] = []
        self.stuck: list[tuple[str, bool]] = []
        self.journal: FateJournal
        self.response: Response

    async def begin(self, settings: Settings) -> None:
        """Come up on what the life before left on disk."""
        self.journal = await FateJournal.open(self._path, writer=inline)
        self.journal.fate = self.fate
        house = House(
            id="home",
            name="Home",
            zones=tuple(self._zones),
            devices=tuple(link.device for link in self._links),
            reports={link.device.id: link.report for link in self._links},
        )
        house = replay(house, self.journal.restored)
        self.response = Response(
            house,
            settings,
            Surroundings(
                journal=self.journal,
                devices=self.devices,
                clock=VirtualClock(),
                spawn=self.spawn,
                on_stuck=lambda device, stuck: self.stuck.append((device.id, stuck)),
            ),
        )
        self.response.chronicle.subscribe(self._happened)
        for link in self._links:
            link.subscribe(self.response.chronicle.note)
            link.start()
        self.response.start()

    def _happened(self, update: HouseUpdate) -> None:
        if isinstance(update, StatusUpdate):
            self.updates.append(update)

    def spawn(self, coroutine: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any]:
        task = asyncio.get_running_loop().create_task(coroutine, name=name)
        self._tasks.add(task)
        return task

    async def end(self) -> None:
        """The process is gone: whatever it was doing, it does no more."""
        self.fate.dead = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.close_links()
        await self.journal.close()

    def close_links(self) -> None:
        """Close every way to a device, as a household does that is unloaded."""
        for link in self._links:
            link.close()


async def inline[T](work: Callable[[], T]) -> T:
    """Write at once: virtual time waits for no thread."""
    return work()
