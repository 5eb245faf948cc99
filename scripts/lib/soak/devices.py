"""The simulated devices of a soak, in a process of their own, so that they outlive Home Assistant.

`python -m scripts.lib.soak.devices` takes orders on its input and answers on its output, a line of
JSON each; the first order is the list of devices.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
import json
import sys
from typing import Any, Final

from custom_components.tuya_twin.core.model import DeviceKind
from custom_components.tuya_twin.devices.simulator import (
    Fault,
    Manners,
    SimulatedDevice,
    SimulatedDeviceConfig,
    Sleeper,
)
from scripts.lib.soak.plan import MANNERS

_LINE_BYTES: Final = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A device as somebody sees it who stands beside it."""

    points: dict[str, bool | int | str]
    connections: bool
    """Whether anybody is connected to it."""


class Devices:
    """The process, from outside. Devices go by their numbers."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        """Speak to a process that was started."""
        self._process = process
        self._turn = asyncio.Lock()

    async def ail(self, device: int, what: str) -> None:
        """Give a device a fault, or one of `MANNERS`."""
        await self._order("ail", device=device, what=what)

    async def heal(self, device: int) -> None:
        """Take whatever ails a device; one that sleeps has its button pressed."""
        await self._order("heal", device=device)

    async def look(self) -> list[Seen]:
        """How all of them are."""
        return [Seen(**each) for each in await self._order("look")]

    async def _order(self, order: str, **details: object) -> Any:  # noqa: ANN401 - JSON
        return await self.send({"order": order, **details})

    async def send(self, order: object) -> Any:  # noqa: ANN401 - JSON
        """Give an order, and return the answer."""
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            msg = "a process without pipes"
            raise TypeError(msg)
        async with self._turn:
            stdin.write(json.dumps(order).encode() + b"\n")
            await stdin.drain()
            return json.loads(await stdout.readline())


@asynccontextmanager
async def devices(configs: Sequence[SimulatedDeviceConfig]) -> AsyncIterator[Devices]:
    """Start the process, with these devices in it, healthy."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        __name__,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=_LINE_BYTES,
    )
    try:
        running = Devices(process)
        await running.send([asdict(config) for config in configs])
        yield running
    finally:
        process.kill()
        await process.wait()


# In the process -----------------------------------------------------------------------------


async def _serve() -> None:
    reader = asyncio.StreamReader(limit=_LINE_BYTES)
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    configs = json.loads(await reader.readline())
    all_of_them = [
        SimulatedDevice(SimulatedDeviceConfig(**{**each, "kind": DeviceKind(each["kind"])}))
        for each in configs
    ]
    for device in all_of_them:
        await device.start()
    _answer(None)
    while line := await reader.readline():
        _answer(await _obey(all_of_them, json.loads(line)))


async def _obey(all_of_them: Sequence[SimulatedDevice], order: dict[str, Any]) -> object:
    if order["order"] == "look":
        return [
            {"points": device.appliance.status(), "connections": device.has_client}
            for device in all_of_them
        ]
    device = all_of_them[order["device"]]
    if order["order"] == "heal":
        device.manners = Manners()
        await device.set_fault(Fault.NONE)
        if isinstance(device.appliance, Sleeper):
            await device.wake()
    elif (what := order["what"]) in MANNERS:
        device.manners = MANNERS[what]
    else:
        await device.set_fault(Fault(what))
    return None


def _answer(answer: object) -> None:
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    asyncio.run(_serve())
