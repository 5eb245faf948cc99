"""tuyapi, another client that shares nothing with the simulated devices, gets along with them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import json
from typing import Any

import pytest

from custom_components.tuya_twin.core.model import DeviceKind
from custom_components.tuya_twin.devices.simulator import Acks, DataPoints, Manners, SimulatedDevice
from tests.devices.simulator_kit import VERSIONS, running
from tests.peers_kit import PEERS, require_peer

pytestmark = pytest.mark.usefixtures("socket_enabled", "tuyapi_is_there")
all_versions = pytest.mark.parametrize("version", VERSIONS)

PATIENCE = 60.0
"""Seconds after which a peer has failed; it has to start, and its own patience is 20 s."""


@pytest.fixture(scope="module")
def tuyapi_is_there() -> None:
    require_peer("tuyapi")


class Tuyapi:
    """tuyapi in a process of its own."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def connect(self, device: SimulatedDevice) -> None:
        host, port = device.address
        options = {
            "ip": host,
            "port": port,
            "id": device.config.device_id,
            "key": device.local_key,
            "version": device.config.version,
        }
        await self._call("connect", options=options)

    async def get(self) -> DataPoints:
        status: DataPoints = await self._call("get")
        return status

    async def set(self, points: DataPoints) -> None:
        await self._call("set", points=points)

    async def disconnect(self) -> None:
        await self._call("disconnect")

    async def _call(self, name: str, **arguments: object) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": name, **arguments}).encode() + b"\n")
        async with asyncio.timeout(PATIENCE):
            line = await self._process.stdout.readline()
        answer = json.loads(line)
        assert "error" not in answer, answer["error"]
        return answer["ok"]


@asynccontextmanager
async def tuyapi_of(device: SimulatedDevice) -> AsyncIterator[Tuyapi]:
    """tuyapi, connected to a device."""
    process = await asyncio.create_subprocess_exec(
        "node",
        "tuyapi-peer.js",
        cwd=PEERS,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        peer = Tuyapi(process)
        await peer.connect(device)
        yield peer
        await peer.disconnect()
    finally:
        process.kill()
        await process.communicate()


@all_versions
@pytest.mark.parametrize("acks", [Acks.ACK_THEN_STATUS, Acks.STATUS_THEN_ACK])
async def test_tuyapi_reads_writes_and_reads_what_it_wrote(version: str, acks: Acks) -> None:
    red: DataPoints = {"20": True, "21": "colour", "24": "000003e803e8"}
    async with running(version, manners=Manners(acks=acks)) as device, tuyapi_of(device) as peer:
        assert await peer.get() == device.appliance.status()

        await peer.set(red)

        assert await peer.get() == device.appliance.status()
        assert device.appliance.status().items() >= red.items()


@all_versions
@pytest.mark.parametrize(
    ("model", "written"),
    [
        ("siren_minutes", {"1": "alarm_sound_light", "7": 5}),
        ("siren_104", {"104": True, "116": "0"}),
    ],
)
async def test_tuyapi_sounds_odd_sirens(version: str, model: str, written: DataPoints) -> None:
    async with (
        running(version, DeviceKind.SIREN, model=model) as device,
        tuyapi_of(device) as peer,
    ):
        await peer.set(written)

        assert (await peer.get()).items() >= written.items()
