"""A protocol inside a real Home Assistant: from the call to the wire, and to the last proof.

Two of them run side by side and take turns: one keeps its record on disk, one in memory (its
configuration folder is a tmpfs, where a sync costs nothing), so that what the disk costs is known
apart. The devices are simulated, in processes of their own; their clock and the caller's are one.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
import sys
import tempfile
import time
from typing import Final

from custom_components.tuya_twin.core.facts import StatusChange
from custom_components.tuya_twin.core.journal import Journal
from custom_components.tuya_twin.core.model import HOUSE, Status
from scripts.lib.home_types import list_of, object_of
from scripts.lib.report import Figure, at_most, main, measured, percentile
from tests.benchmarks.cabin import Cabin, cabin, devices_of
from tests.benchmarks.devices import SystemClock

ROUNDS: Final = 100
MEMORY: Final = Path("/dev/shm")  # noqa: S108 - a tmpfs is what is wanted


class Calls:
    """The protocols that are called in a cabin, and the times of each red in milliseconds."""

    def __init__(self, place: Cabin) -> None:
        self._place = place
        self.first_byte: list[float] = []
        """From the call, over HTTP, to the first command that a device has."""
        self.confirmed: list[float] = []
        """From the run's being on record to the last proof."""
        self.answered: list[float] = []
        """From the call to the answer: all proven, and that on record, too."""

    async def call(self, protocol: str) -> None:
        """Call a protocol, of which every step has to be confirmed."""
        await self._place.told()
        began = time.monotonic_ns()
        run = object_of(
            await self._place.home.call_service(
                "tuya_twin", f"execute_{protocol}_protocol", {}, return_response=True
            )
        )
        answered = time.monotonic_ns()
        steps = [object_of(step) for step in list_of(run["steps"])]
        first = min(await self._place.told())
        if any(step["result"] != "confirmed" for step in steps):
            msg = f"not confirmed: {steps}"
            raise RuntimeError(msg)
        if protocol == "red":
            times = [step["ms"] for step in steps]
            self.confirmed.append(max(ms for ms in times if isinstance(ms, float)))
            self.first_byte.append((first - began) / 1e6)
            self.answered.append((answered - began) / 1e6)


@asynccontextmanager
async def _calls(folder: Path, street: int) -> AsyncIterator[Calls]:
    async with cabin(folder, devices_of(street, 3)) as place:
        await place.move_in()
        yield Calls(place)


async def _take_turns() -> tuple[Calls, Calls]:
    async with AsyncExitStack() as stack:
        on_disk = stack.enter_context(tempfile.TemporaryDirectory())
        in_memory = stack.enter_context(tempfile.TemporaryDirectory(dir=MEMORY))
        disk = await stack.enter_async_context(_calls(Path(on_disk) / "home", 91))
        memory = await stack.enter_async_context(_calls(Path(in_memory) / "home", 92))
        for number in range(ROUNDS):
            for calls in (disk, memory) if number % 2 else (memory, disk):
                await calls.call("red")
            for calls in (disk, memory):
                await calls.call("green")
        return disk, memory


# What the record costs by itself ---------------------------------------------------------------


async def _append_times(folder: Path) -> list[float]:
    journal = await Journal.open(folder / "record.db")
    clock = SystemClock()
    times = []
    for _ in range(ROUNDS):
        change = StatusChange(status=Status.RED_CRITICAL, zone=HOUSE, at=clock.now())
        began = time.perf_counter()
        await journal.append(change)
        times.append((time.perf_counter() - began) * 1000)
    await journal.close()
    return times


def _append(folder: Path | None) -> list[float]:
    with tempfile.TemporaryDirectory(dir=folder) as place:
        return asyncio.run(_append_times(Path(place)))


def run() -> list[Figure]:
    """All figures, those with a goal first."""
    disk, memory = asyncio.run(_take_turns())
    on_disk, in_memory = _append(None), _append(MEMORY)
    of_disk = percentile(on_disk, 50) - percentile(in_memory, 50)
    figures = [
        at_most("record in memory: call to first byte, p95", percentile(memory.first_byte, 95), 10),
        at_most("record on disk: begun to all confirmed, p99", percentile(disk.confirmed, 99), 25),
        measured("record on disk: call to first byte, p50", percentile(disk.first_byte, 50)),
        measured("record on disk: call to first byte, p95", percentile(disk.first_byte, 95)),
        measured("record in memory: call to first byte, p50", percentile(memory.first_byte, 50)),
        measured("record on disk: begun to all confirmed, p50", percentile(disk.confirmed, 50)),
        measured("record in memory: begun to all confirmed, p50", percentile(memory.confirmed, 50)),
        measured("record in memory: begun to all confirmed, p99", percentile(memory.confirmed, 99)),
        measured("record on disk: call to answer, p50", percentile(disk.answered, 50)),
        measured("record on disk: call to answer, p99", percentile(disk.answered, 99)),
        measured("record in memory: call to answer, p50", percentile(memory.answered, 50)),
        measured("record in memory: call to answer, p99", percentile(memory.answered, 99)),
        measured("one entry of the record on disk, p50", percentile(on_disk, 50)),
        measured("one entry of the record on disk, p99", percentile(on_disk, 99)),
        measured("one entry of the record in memory, p50", percentile(in_memory, 50)),
        measured("of which the disk's own sync, p50", of_disk),
    ]
    return sorted(figures, key=lambda figure: figure.goal is None)


if __name__ == "__main__":
    sys.exit(main("Protocols inside a real Home Assistant.", run))
