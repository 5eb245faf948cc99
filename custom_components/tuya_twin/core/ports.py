"""What the rules need from the world outside: devices, a journal, a clock."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from .facts import Entry, Fact, StatusUpdate
from .model import Command, Device, DeviceReport, Path


class DevicePort(Protocol):
    """One device that can be commanded and reports its state."""

    @property
    def device(self) -> Device:
        """Which device this is."""
        ...

    @property
    def report(self) -> DeviceReport:
        """The device's state as it last reported it."""
        ...

    async def execute(
        self,
        command: Command,
        *,
        within: float,
        on_sent: Callable[[], None],
        resumed: bool = False,
    ) -> None:
        """Return once a report newer than the command shows that it was carried out.

        `on_sent` is called when the command is on the wire, again after each resend. A command
        that is `resumed` may have been carried out before a restart: it is held against the next
        report of the device first, and sent only if that shows something else. Raises a
        `DeviceError` when it was not carried out `within` that many seconds, or sooner when it is
        known that it will not be.
        """
        ...


class Link(DevicePort, Protocol):
    """A device port that lives from `start` to `close` and tells of every report."""

    @property
    def path(self) -> Path:
        """The way this link reaches the device."""
        ...

    def subscribe(self, listener: Callable[[DeviceReport], None]) -> Callable[[], None]:
        """Call the listener with every new report; returns the way out."""
        ...

    def start(self) -> None:
        """Begin to reach the device; returns at once. Must run on the event loop."""
        ...

    def close(self) -> None:
        """Stop; open commands fail with `LinkClosedError`. Returns at once."""
        ...

    async def wait_closed(self) -> None:
        """Wait until nothing of the link is left."""
        ...


class JournalPort(Protocol):
    """The append-only record; the only place that hands out `seq`."""

    @property
    def epoch(self) -> str:
        """Names the life of this record: numbers of another epoch mean nothing here."""
        ...

    @property
    def seq(self) -> int:
        """The number of the newest status event; 0 before the first."""
        ...

    async def append(
        self,
        *entries: Entry,
        incident: str | None = None,
        then: Callable[[Sequence[Fact]], None] | None = None,
    ) -> tuple[Fact, ...]:
        """Record the entries, all or none, and return them as facts, in the same order.

        `then` is called with them in the very step in which they can be asked for, before anybody
        else has a turn; also if the caller was cancelled meanwhile, who ends after that.

        On return they survive a power cut. They are ordered, and status changes numbered, in the
        order of the calls; calls that are made before others returned may share one write, and
        return in order. Never raises for the disk: the alarm goes on without it. What could not
        be written is returned all the same, under a new epoch.
        """
        ...

    def settled(self) -> None:
        """Note that nothing is under way: a restart need not look at what was appended so far."""
        ...

    def since(self, epoch: str, seq: int) -> Sequence[StatusUpdate] | None:
        """Every status event after `seq`, oldest first; `None` when the gap cannot be filled."""
        ...


class Clock(Protocol):
    """The time, so that tests can hold it."""

    def now(self) -> datetime:
        """The wall clock, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that only ever go forward."""
        ...
