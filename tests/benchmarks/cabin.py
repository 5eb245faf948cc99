"""A real Home Assistant whose devices are simulated in a process of their own.

What they take is not counted as its own, and both have one monotonic clock.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
import multiprocessing
from multiprocessing.connection import Connection
from pathlib import Path
import time
from typing import Final

from custom_components.tuya_twin.core.model import DeviceKind
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
from scripts.lib.home_types import JSONObject, Owner, object_of, text_of
from tests.benchmarks.devices import KEY

COMPONENTS: Final = Path(__file__).parents[2] / "custom_components"
FLOWS: Final = "/api/config/config_entries/subentries/flow"
VERSIONS: Final = {DeviceKind.SIREN: "3.4", DeviceKind.BULB: "3.3", DeviceKind.LOCK: "3.5"}
ENTITIES: Final = ("light.", "siren.", "lock.")


def devices_of(street: int, count: int) -> list[SimulatedDeviceConfig]:
    """So many devices, a siren, a bulb and a lock in turn, at addresses of this street."""
    kinds = list(VERSIONS)
    return [
        SimulatedDeviceConfig(
            device_id=f"bench{street}n{number:02d}",
            local_key=KEY,
            version=VERSIONS[kind],
            kind=kind,
            host=f"127.0.{street}.{number + 1}",
            port=0,
        )
        for number in range(count)
        for kind in [kinds[number % len(kinds)]]
    ]


class Cabin:
    """A Home Assistant that runs, and the devices that are to be its."""

    def __init__(
        self, home: Home, configs: Sequence[SimulatedDeviceConfig], child: Connection
    ) -> None:
        self.home = home
        self._configs = configs
        self._child = child

    async def move_in(self) -> None:
        """Make a household, add the devices, and wait until all answer."""
        made = await self.home.config_flow("tuya_twin", {"next_step_id": "own"}, {"name": "Cabin"})
        entry = text_of(object_of(made["result"])["entry_id"])
        addresses = await asyncio.to_thread(self._child.recv)
        for number, (host, port) in enumerate(addresses):
            await self._add(entry, number, host, port)
        while await self._answering() < len(self._configs):
            await self.home.pause()

    async def told(self) -> list[int]:
        """When a device was told something since this was last asked, in monotonic ns."""
        self._child.send(True)
        told: list[int] = await asyncio.to_thread(self._child.recv)
        return told

    async def _answering(self) -> int:
        states = await self.home.states()
        return sum(
            entity_id.startswith(ENTITIES) and state.state != "unavailable"
            for entity_id, state in states.items()
        )

    async def _add(self, entry: str, number: int, host: str, port: int) -> None:
        config = self._configs[number]
        answers: dict[str, JSONObject] = {
            "user": {"next_step_id": "lan"},
            "lan": {
                "kind": config.kind.value,
                "name": f"{config.kind.value.title()} {number + 1}",
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
        step = object_of(await self.home.post(FLOWS, {"handler": [entry, "device"]}))
        while step["type"] != "create_entry":
            flow = f"{FLOWS}/{text_of(step['flow_id'])}"
            step = object_of(await self.home.post(flow, answers[text_of(step["step_id"])]))


@asynccontextmanager
async def cabin(folder: Path, configs: Sequence[SimulatedDeviceConfig]) -> AsyncIterator[Cabin]:
    """Start the devices and a Home Assistant, in which nobody has moved in yet."""
    child, parent = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_serve_in_process, args=(configs, parent)
    )
    process.start()
    try:
        async with Home.create(folder, custom_components=COMPONENTS) as home:
            await home.onboard(Owner())
            yield Cabin(home, configs, child)
    finally:
        child.send(False)
        process.join()


# In the process of the devices -----------------------------------------------------------------


def _serve_in_process(configs: Sequence[SimulatedDeviceConfig], parent: Connection) -> None:
    asyncio.run(_serve(configs, parent))


async def _serve(configs: Sequence[SimulatedDeviceConfig], parent: Connection) -> None:
    told: list[int] = []
    devices = [
        SimulatedDevice(config, appliance=_noting(_appliance(config.kind), told))
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


def _appliance(kind: DeviceKind) -> Appliance:
    match kind:
        case DeviceKind.SIREN:
            return SimulatedSiren()
        case DeviceKind.BULB:
            return SimulatedBulb()
        case DeviceKind.LOCK:
            # The way of the bolt is the lock's time, not ours.
            return SimulatedLock(travel=0)


def _noting(appliance: Appliance, told: list[int]) -> Appliance:
    """The same appliance; when it was told something is noted, in ns of the monotonic clock."""
    obey = appliance.apply

    def apply(points: DataPoints) -> DataPoints:
        told.append(time.monotonic_ns())
        return obey(points)

    appliance.apply = apply  # type: ignore[assignment, method-assign]
    return appliance
