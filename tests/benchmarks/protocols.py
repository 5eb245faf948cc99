"""A protocol inside a real Home Assistant: from the call to the wire, and to the last proof.

Two of them run side by side and take turns: one keeps its record on disk, one in memory (its
configuration folder is a tmpfs, where a sync costs nothing), so that what the disk costs is known
apart. The devices are simulated, in processes of their own; their clock and the caller's are one.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
import multiprocessing
from multiprocessing.connection import Connection
from pathlib import Path
import sys
import tempfile
import time
from typing import Final

from custom_components.tuya_twin.core.facts import StatusChange
from custom_components.tuya_twin.core.journal import Journal
from custom_components.tuya_twin.core.model import HOUSE, DeviceKind, Status
from custom_components.tuya_twin.devices.simulator import (
    SimulatedBulb,
    SimulatedDevice,
    SimulatedDeviceConfig,
    SimulatedLock,
    SimulatedSiren,
)
from custom_components.tuya_twin.devices.simulator.appliance import Appliance
from custom_components.tuya_twin.devices.simulator.points import DataPoints
from scripts.lib.home import Home
from scripts.lib.home_types import JSONObject, Owner, list_of, object_of, text_of
from tests.benchmarks.devices import KEY, SystemClock
from tests.benchmarks.report import Figure, at_most, main, measured, percentile

ROUNDS: Final = 100
MEMORY: Final = Path("/dev/shm")  # noqa: S108 - a tmpfs is what is wanted
COMPONENTS: Final = Path(__file__).parents[2] / "custom_components"
FLOWS: Final = "/api/config/config_entries/subentries/flow"
VERSIONS: Final = {DeviceKind.SIREN: "3.4", DeviceKind.BULB: "3.3", DeviceKind.LOCK: "3.5"}


# The devices, in a process of their own --------------------------------------------------------


def _noting[A: Appliance](appliance: A, told: list[int]) -> A:
    """The same appliance; when it was told something is noted, in ns of the monotonic clock."""
    obey = appliance.apply

    def apply(points: DataPoints) -> DataPoints:
        told.append(time.monotonic_ns())
        return obey(points)

    appliance.apply = apply  # type: ignore[assignment, method-assign]
    return appliance


async def _serve(configs: Sequence[SimulatedDeviceConfig], parent: Connection) -> None:
    told: list[int] = []
    appliances = {
        # The way of the bolt is the lock's time, not ours.
        DeviceKind.LOCK: SimulatedLock(travel=0),
        DeviceKind.SIREN: SimulatedSiren(),
        DeviceKind.BULB: SimulatedBulb(),
    }
    devices = [
        SimulatedDevice(config, appliance=_noting(appliances[config.kind], told))
        for config in configs
    ]
    for device in devices:
        await device.start()
    parent.send([device.address for device in devices])
    while await asyncio.to_thread(parent.recv):
        parent.send(list(told))
        told.clear()
    for device in devices:
        await device.stop()


def _serve_in_process(configs: Sequence[SimulatedDeviceConfig], parent: Connection) -> None:
    asyncio.run(_serve(configs, parent))


# A Home Assistant with these devices -----------------------------------------------------------


class Cabin:
    """A real Home Assistant, its devices, and the times of what was called."""

    def __init__(self, home: Home, child: Connection) -> None:
        self._home = home
        self._child = child
        self.first_byte: list[float] = []
        """From the call, over HTTP, to the first command that a device has."""
        self.confirmed: list[float] = []
        """From the run's being on record to the last proof."""
        self.answered: list[float] = []
        """From the call to the answer: all proven, and that on record, too."""

    async def move_in(self, configs: Sequence[SimulatedDeviceConfig]) -> None:
        """Add the devices, and wait until all answer."""
        await self._home.onboard(Owner())
        made = await self._home.config_flow("tuya_twin", {"next_step_id": "own"}, {"name": "Cabin"})
        entry = text_of(object_of(made["result"])["entry_id"])
        addresses = await asyncio.to_thread(self._child.recv)
        for config, (host, port) in zip(configs, addresses, strict=True):
            await self._add(entry, config, host, port)
        while any(
            state.state == "unavailable"
            for entity_id, state in (await self._home.states()).items()
            if entity_id.startswith(("light.", "siren.", "lock."))
        ):
            await self._home.pause()

    async def _add(self, entry: str, config: SimulatedDeviceConfig, host: str, port: int) -> None:
        answers: dict[str, JSONObject] = {
            "user": {"next_step_id": "lan"},
            "lan": {
                "kind": config.kind.value,
                "name": f"Cabin {config.kind}",
                "zone": "Foyer",
                "host": host,
                "port": port,
                "device_id": config.device_id,
                "local_key": KEY,
                "version": config.version,
            },
            "product": {"product": "deadbolt" if config.kind is DeviceKind.LOCK else "standard"},
            "stand_ins": {},
        }
        step = object_of(await self._home.post(FLOWS, {"handler": [entry, "device"]}))
        while step["type"] != "create_entry":
            flow = f"{FLOWS}/{text_of(step['flow_id'])}"
            step = object_of(await self._home.post(flow, answers[text_of(step["step_id"])]))

    async def call(self, protocol: str) -> None:
        """Call a protocol; of red, keep the times in milliseconds."""
        await self._told()
        began = time.monotonic_ns()
        run = object_of(
            await self._home.call_service(
                "tuya_twin", f"execute_{protocol}_protocol", {}, return_response=True
            )
        )
        answered = time.monotonic_ns()
        steps = [object_of(step) for step in list_of(run["steps"])]
        first = min(await self._told())
        if any(step["result"] != "confirmed" for step in steps):
            msg = f"not confirmed: {steps}"
            raise RuntimeError(msg)
        if protocol == "red":
            times = [step["ms"] for step in steps]
            self.confirmed.append(max(ms for ms in times if isinstance(ms, float)))
            self.first_byte.append((first - began) / 1e6)
            self.answered.append((answered - began) / 1e6)

    async def _told(self) -> list[int]:
        self._child.send(True)
        told: list[int] = await asyncio.to_thread(self._child.recv)
        return told


@asynccontextmanager
async def _cabin(folder: Path, street: int) -> AsyncIterator[Cabin]:
    configs = [
        SimulatedDeviceConfig(
            device_id=f"bench{kind}{street}",
            local_key=KEY,
            version=version,
            kind=kind,
            host=f"127.0.{street}.{number}",
            port=0,
        )
        for number, (kind, version) in enumerate(VERSIONS.items(), 1)
    ]
    child, parent = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_serve_in_process, args=(configs, parent)
    )
    process.start()
    try:
        async with Home.create(folder, custom_components=COMPONENTS) as home:
            cabin = Cabin(home, child)
            await cabin.move_in(configs)
            yield cabin
    finally:
        child.send(False)
        process.join()


async def _take_turns() -> tuple[Cabin, Cabin]:
    async with AsyncExitStack() as stack:
        on_disk = stack.enter_context(tempfile.TemporaryDirectory())
        in_memory = stack.enter_context(tempfile.TemporaryDirectory(dir=MEMORY))
        disk = await stack.enter_async_context(_cabin(Path(on_disk) / "home", 91))
        memory = await stack.enter_async_context(_cabin(Path(in_memory) / "home", 92))
        for number in range(ROUNDS):
            for cabin in (disk, memory) if number % 2 else (memory, disk):
                await cabin.call("red")
            for cabin in (disk, memory):
                await cabin.call("green")
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
