"""Helpers for the tests of the simulated household: a clock by hand, devices, and peers."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
import os
from typing import Any

import tinytuya

from custom_components.tuya_twin.core.model import DeviceKind
from custom_components.tuya_twin.devices.simulator import (
    Absence,
    Appliance,
    DataPoints,
    LanClient,
    Manners,
    SimulatedDevice,
    SimulatedDeviceConfig,
)
from custom_components.tuya_twin.devices.simulator.codec import Codec, Side, Source
from custom_components.tuya_twin.devices.simulator.frames import (
    Frame,
    FrameError,
    FrameReader,
    Version,
)
from custom_components.tuya_twin.devices.simulator.versions import make_codec

VERSIONS = ("3.3", "3.4", "3.5")
DEVICE_ID = "bf0123456789abcdef01"
LOCAL_KEY = "a1B2<'c3D4\"e5&F6"
OTHER_KEY = "q1W2e3R4t5Z6u7I8"
AGES = 3600.0
"""Seconds no test lives to see the end of."""
SHORT = 0.05
"""Seconds to be silent for before a test believes in silence."""
# Each of pytest's workers has a street of its own.
_WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
ELSEWHERE = f"127.0.{_WORKER + 1}.91"
"""Another address than the one devices have in tests."""


@dataclass
class Entry:
    """Something to happen on a manual clock."""

    due: float
    action: Callable[[], None]
    cancelled: bool = False

    def cancel(self) -> None:
        self.cancelled = True


@dataclass
class ManualClock:
    """A clock that goes when told to."""

    now: float = 0.0
    entries: list[Entry] = field(default_factory=list)

    def call_later(self, delay: float, action: Callable[[], None]) -> Entry:
        entry = Entry(self.now + delay, action)
        self.entries.append(entry)
        return entry

    def advance(self, seconds: float) -> None:
        self.now += seconds
        due = [entry for entry in self.waiting if entry.due <= self.now]
        self.entries = [entry for entry in self.waiting if entry.due > self.now]
        for entry in sorted(due, key=lambda entry: entry.due):
            entry.action()

    @property
    def waiting(self) -> list[Entry]:
        return [entry for entry in self.entries if not entry.cancelled]


def make_config(
    version: str = "3.3",
    kind: DeviceKind = DeviceKind.BULB,
    *,
    port: int = 0,
    model: str | None = None,
) -> SimulatedDeviceConfig:
    return SimulatedDeviceConfig(
        device_id=DEVICE_ID,
        local_key=LOCAL_KEY,
        version=version,
        kind=kind,
        host="127.0.0.1",
        port=port,
        model=model,
    )


@asynccontextmanager
async def running(
    version: str = "3.3",
    kind: DeviceKind = DeviceKind.BULB,
    *,
    model: str | None = None,
    appliance: Appliance | None = None,
    idle_timeout: float = AGES,
    slow_delay: float = AGES,
    absence: Absence = Absence.REFUSING,
    manners: Manners | None = None,
) -> AsyncIterator[SimulatedDevice]:
    """A device that runs, and leaves nothing behind."""
    device = SimulatedDevice(
        make_config(version, kind, model=model),
        appliance=appliance,
        idle_timeout=idle_timeout,
        slow_delay=slow_delay,
        absence=absence,
    )
    device.manners = manners or Manners()
    await device.start()
    try:
        yield device
    finally:
        await device.stop()


def client_of(
    device: SimulatedDevice,
    *,
    local_key: str = LOCAL_KEY,
    version: str | None = None,
    timeout: float = 20.0,
) -> LanClient:
    """Our own client for a device."""
    return LanClient(
        *device.address,
        device_id=DEVICE_ID,
        local_key=local_key,
        version=version or device.config.version,
        timeout=timeout,
    )


class Peer:
    """tinytuya on a thread of its own; every call takes exactly one frame."""

    def __init__(self, device: SimulatedDevice, local_key: str) -> None:
        host, port = device.address
        self._thread = ThreadPoolExecutor(1)
        self.tuya = tinytuya.Device(
            DEVICE_ID,
            host,
            local_key,
            version=float(device.config.version),
            persist=True,
            port=port,
            connection_timeout=5,
            connection_retry_limit=1,
            connection_retry_delay=0,
        )
        self.tuya.set_sendWait(None)
        self.tuya.set_retry(False)
        self.tuya.disabledetect = True

    async def status(self) -> dict[str, Any]:
        return dict(await self._call(self.tuya.status))

    async def set(self, points: DataPoints) -> int | None:
        """Set data points; gives the code in the acknowledgement."""
        await self._call(self.tuya.set_multiple_values, points)
        return self.last_frame.retcode

    async def heartbeat(self) -> None:
        await self._call(self.tuya.heartbeat, nowait=False)

    async def receive(self) -> dict[str, Any]:
        return dict(await self._call(self.tuya.receive))

    async def tell(self, points: DataPoints) -> None:
        """Command the device, and take nothing."""
        await self._call(self.tuya.set_multiple_values, points, nowait=True)

    async def ask(self, method: Callable[..., Any], *args: object) -> dict[str, Any]:
        """Whatever one of tinytuya's own methods gives; nothing is an empty answer."""
        return dict(await self._call(method, *args) or {})

    async def bulb_type(self) -> str:
        """What type of bulb tinytuya takes the device for."""
        tuya = self.tuya
        bulb = tinytuya.BulbDevice(
            DEVICE_ID, tuya.address, LOCAL_KEY, version=tuya.version, port=tuya.port
        )
        await self._call(bulb.detect_bulb)
        return str(bulb.bulb_type)

    async def until(self, wanted: Callable[[tinytuya.TuyaMessage], bool]) -> None:
        """Take frames until this one."""
        await self._call(self.tuya.receive)
        while not wanted(self.last_frame):
            await self._call(self.tuya.receive)

    @property
    def last_frame(self) -> tinytuya.TuyaMessage:
        return self.tuya.raw_recv[-1]

    async def close(self) -> None:
        await self._call(self.tuya.close)
        self._thread.shutdown()

    async def _call[T](self, method: Callable[..., T], *args: object, **options: object) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: method(*args, **options))


@asynccontextmanager
async def tinytuya_of(
    device: SimulatedDevice, *, local_key: str = LOCAL_KEY
) -> AsyncIterator[Peer]:
    """tinytuya for a device."""
    peer = Peer(device, local_key)
    try:
        yield peer
    finally:
        await peer.close()


def codec_for(version: str, side: Side, key: str = LOCAL_KEY) -> Codec:
    return make_codec(Version(version), key.encode(), side, Source(1))


def cut(data: bytes, places: Iterable[int]) -> Iterator[bytes]:
    """The data in segments that end at these places."""
    start = 0
    for place in [*sorted(places), len(data)]:
        yield data[start:place]
        start = max(start, place)


def received(codec: Codec, segments: Iterable[bytes]) -> list[Frame]:
    """The frames that the codec accepts from segments."""
    reader = FrameReader(codec.layout)
    accepted = []
    for segment in segments:
        reader.feed(segment)
        for sealed in reader.frames():
            with suppress(FrameError):
                accepted.append(codec.open(sealed))
    return accepted
