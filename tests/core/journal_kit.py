"""Records on disk, and disks that fail as real ones do."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
import resource
import threading

from custom_components.tuya_twin.core.facts import (
    Fact,
    PeopleTold,
    StatusChange,
    StatusUpdate,
    StepEnded,
)
from custom_components.tuya_twin.core.journal import Journal
from custom_components.tuya_twin.core.model import CheckCommand, Device, Status
from custom_components.tuya_twin.core.run import Result, Step
from tests.core.kit import ANNA, FOYER, NIGHT, RED


async def inline[T](work: Callable[[], T]) -> T:
    """A writer without a thread."""
    return work()


@dataclass
class Gate:
    """A writer that waits for leave, and counts."""

    written: int = 0
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    leave: asyncio.Event = field(default_factory=asyncio.Event)

    def __call__[T](self, work: Callable[[], T]) -> Awaitable[T]:
        return self._write(work)

    async def _write[T](self, work: Callable[[], T]) -> T:
        self.asked.set()
        await self.leave.wait()
        self.written += 1
        return work()


@asynccontextmanager
async def opened(path: Path) -> AsyncIterator[Journal]:
    """A record, open for a while."""
    journal = await Journal.open(path, writer=inline)
    try:
        yield journal
    finally:
        await journal.close()


async def all_at_rest() -> None:
    """Nothing goes on any more besides the caller."""
    while others := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(others)


def record_threads() -> list[str]:
    """The names of the threads that write records."""
    return [each.name for each in threading.enumerate() if each.name.startswith("tuya_twin record")]


@contextmanager
def full_disk(largest: int = 0) -> Iterator[None]:
    """No file of this process grows beyond this size: the system refuses, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def change(
    status: Status = RED, zone: str = FOYER, *, at: datetime = NIGHT, run_id: str | None = None
) -> StatusChange:
    return StatusChange(status=status, zone=zone, at=at, run_id=run_id, cause=ANNA)


async def update(journal: Journal, zone: str = FOYER) -> StatusUpdate:
    """A change of status, recorded."""
    (fact,) = await journal.append(change(zone=zone))
    assert isinstance(fact, StatusUpdate)
    return fact


def told(number: int, *, words: str = "", at: datetime | None = None) -> PeopleTold:
    """A fact that can be told from others, also in the bytes of a file."""
    return PeopleTold(
        incident_id="incident",
        at=at or NIGHT + timedelta(seconds=number),
        call=number,
        targets=(mark(number), words),
    )


def mark(number: int) -> str:
    return f"<fact {number}>"


def proof(device: Device, at: datetime, result: Result = Result.CONFIRMED) -> StepEnded:
    step = Step(device=device, command=CheckCommand(), result=result)
    return StepEnded(run_id="drill", step=step, at=at)


def numbers(facts: Iterator[Fact] | tuple[Fact, ...]) -> list[int]:
    return [fact.seq for fact in facts if isinstance(fact, StatusUpdate)]


def trouble(journal: Journal) -> Exception | None:
    """Why nothing is written just now."""
    return journal.trouble


def content(path: Path) -> bytes:
    """What is in a file."""
    return path.read_bytes()


def beside(path: Path) -> list[str]:
    """The names of all files in a file's folder."""
    return sorted(each.name for each in path.parent.iterdir())


def overwrite(path: Path, at: int, new: bytes) -> None:
    """Damage a file."""
    with path.open("r+b") as file:
        file.seek(at)
        file.write(new)
