"""The ways to a device, best first, and who stands in when none of them leads there."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
import logging
from typing import Protocol, override

from .errors import DeviceError, LinkClosedError, SupersededError, UnsupportedError
from .model import Command, Device, DeviceReport, Path, SirenCommand
from .ports import DevicePort

_LOGGER = logging.getLogger(__name__)

HEAD_START = 0.3
"""The part of the deadline for which a way that seems open is left to itself."""
STAND_IN_AT = 0.5
"""The part of the deadline after which the stand-ins are called, whatever the ways still do."""

type OnSent = Callable[[], None]


class Way(DevicePort, Protocol):
    """A device port that knows which way it goes."""

    @property
    def path(self) -> Path:
        """The way."""
        ...


class StandIn(Protocol):
    """Something that raises the alarm in place of a device that cannot."""

    @property
    def name(self) -> str:
        """What people call it."""
        ...

    async def execute(self, command: Command, *, within: float) -> None:
        """Do what stands for this command and return once that is proven.

        Raises a `DeviceError` when it is not, `UnsupportedError` for a command that it has nothing
        to put in place of.
        """
        ...

    def recall(self) -> None:
        """Note that it may have raised the alarm before a restart; how it was then, is lost."""
        ...


@dataclass(frozen=True, kw_only=True)
class Climbed:
    """What came of a command: the way that confirmed it or the error, and who stood in."""

    path: Path | None = None
    error: DeviceError | None = None
    stand_ins: tuple[str, ...] = ()


class Ladder(DevicePort):
    """One device by all its ways. The next is tried while the one before may still succeed."""

    def __init__(self, ways: Sequence[Way], stand_ins: Sequence[StandIn] = ()) -> None:
        """Take the ways, best first; there is at least one."""
        self._ways = ways
        self._stand_ins = stand_ins
        self._standing_in: set[StandIn] = set()

    @property
    @override
    def device(self) -> Device:
        return self._ways[0].device

    @property
    @override
    def report(self) -> DeviceReport:
        return self._ways[0].report

    @property
    def paced(self) -> bool:
        """Whether it may be told one thing after the other, as it costs nobody anything.

        Calls to the cloud are counted, and what is lent may wear out.
        """
        best = self._ways[0]
        return best.path is Path.LAN and best.report.reachable

    def recall_stand_ins(self) -> None:
        """Have whoever stands in fall silent with the next silence: they may sound since before.

        For the time after a restart, when nobody knows any more who was called.
        """
        for stand_in in self._stand_ins:
            stand_in.recall()
        self._standing_in.update(self._stand_ins)

    @override
    async def execute(
        self, command: Command, *, within: float, on_sent: OnSent, resumed: bool = False
    ) -> None:
        """As in `DevicePort`. Calls nobody to stand in; who does falls silent with the siren."""
        silences = isinstance(command, SirenCommand) and not command.on
        carry_out = self.climb if silences else self._climb_ways
        climbed = await carry_out(command, within=within, on_sent=on_sent, resumed=resumed)
        if climbed.error is not None:
            raise climbed.error

    async def climb(
        self, command: Command, *, within: float, on_sent: OnSent, resumed: bool = False
    ) -> Climbed:
        """Carry the command out by the way that confirms it first, or have others stand in.

        Never raises a `DeviceError`. Stand-ins sound in place of a siren that cannot; they are
        called in time to be proven inside the deadline, and fall silent when it is told to.
        `resumed` as in `DevicePort.execute`.
        """
        climbing = self._climb_ways(command, within=within, on_sent=on_sent, resumed=resumed)
        if not self._stand_ins or not isinstance(command, SirenCommand):
            return await climbing
        async with asyncio.TaskGroup() as group:
            # Eager: the siren is told before the next device is.
            ways = group.create_task(climbing, eager_start=True)
            help_out = self._help_out if command.on else self._relieve
            helpers = group.create_task(help_out(ways, command, within))
        return replace(ways.result(), stand_ins=helpers.result())

    async def _help_out(
        self, ways: asyncio.Task[Climbed], command: Command, within: float
    ) -> tuple[str, ...]:
        """Call the stand-ins if the ways fail or take too long; the names of those proven."""
        await asyncio.wait([ways], timeout=within * STAND_IN_AT)
        if ways.done() and (ways.exception() or not _calls_for_help(ways.result())):
            return ()
        # Noted before it is proven: green may come meanwhile, and what is not proven may sound.
        self._standing_in.update(self._stand_ins)
        outcomes = await _told(self._stand_ins, command, within * (1 - STAND_IN_AT))
        self._standing_in.difference_update(
            who for who, error in outcomes.items() if isinstance(error, UnsupportedError)
        )
        return tuple(who.name for who, error in outcomes.items() if error is None)

    async def _relieve(
        self, _ways: asyncio.Task[Climbed], command: Command, within: float
    ) -> tuple[str, ...]:
        """Have whoever stands in fall silent, whether or not the device itself does."""
        outcomes = await _told(tuple(self._standing_in), command, within)
        self._standing_in.difference_update(who for who, error in outcomes.items() if error is None)
        return ()

    async def _climb_ways(
        self, command: Command, *, within: float, on_sent: OnSent, resumed: bool
    ) -> Climbed:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + within
        attempts: dict[asyncio.Task[None], Way] = {}
        try:
            for position, way in enumerate(self._ways):
                left = deadline - loop.time() if position else within
                carry_out = way.execute(command, within=left, on_sent=on_sent, resumed=resumed)
                attempt = asyncio.create_task(carry_out, eager_start=True)
                attempts[attempt] = way
                patience: float | None = None
                if position < len(self._ways) - 1:
                    seems_open = _seems_open(way.report, resumed=resumed)
                    patience = within * HEAD_START if seems_open else 0.0
                if climbed := await _outcome(attempts, patience):
                    return climbed
            return _failure(attempts)
        finally:
            for attempt in attempts:
                attempt.cancel()
            await asyncio.gather(*attempts, return_exceptions=True)


def _seems_open(report: DeviceReport, *, resumed: bool) -> bool:
    # After a restart nothing is known yet of a way that is open.
    return report.reachable or (resumed and report.trouble is None)


async def _outcome(
    attempts: dict[asyncio.Task[None], Way], patience: float | None
) -> Climbed | None:
    """What ends the matter; `None` when the next way should be tried, or none was good.

    Waits until all attempts failed, at most `patience` seconds if that is not `None`.
    """
    loop = asyncio.get_running_loop()
    until = None if patience is None else loop.time() + patience
    while True:
        if climbed := _end(attempts):
            return climbed
        under_way = [attempt for attempt in attempts if not attempt.done()]
        left = None if until is None else until - loop.time()
        if not under_way or (left is not None and left <= 0):
            return None
        await asyncio.wait(under_way, timeout=left, return_when=asyncio.FIRST_COMPLETED)


def _end(attempts: dict[asyncio.Task[None], Way]) -> Climbed | None:
    for attempt, way in attempts.items():
        if not attempt.done():
            continue
        error = attempt.exception()
        if error is None:
            return Climbed(path=way.path)
        if isinstance(error, SupersededError | LinkClosedError):
            return Climbed(error=error)
        if not isinstance(error, DeviceError):
            raise error
    return None


def _failure(attempts: dict[asyncio.Task[None], Way]) -> Climbed:
    # What keeps the best way closed is what the user has to mend; one that is none is not.
    errors = [
        error for attempt in attempts if isinstance(error := attempt.exception(), DeviceError)
    ]
    mendable = [error for error in errors if not isinstance(error, UnsupportedError)]
    return Climbed(error=(mendable or errors)[0])


def _calls_for_help(climbed: Climbed) -> bool:
    # What was replaced is the newer command's to see to: that one may be green.
    return climbed.error is not None and not isinstance(climbed.error, SupersededError)


async def _told(
    stand_ins: Sequence[StandIn], command: Command, within: float
) -> dict[StandIn, BaseException | None]:
    """Tell them all at once; each with `None` if it is proven, else with why it is not."""
    outcomes = await asyncio.gather(
        *(stand_in.execute(command, within=within) for stand_in in stand_ins),
        return_exceptions=True,
    )
    for stand_in, outcome in zip(stand_ins, outcomes, strict=True):
        if isinstance(outcome, Exception) and not isinstance(outcome, DeviceError):
            _LOGGER.error("Unexpected error in stand-in %s", stand_in.name, exc_info=outcome)
    return dict(zip(stand_ins, outcomes, strict=True))
