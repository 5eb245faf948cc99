"""The device layer against plain tinytuya, on three simulated devices in a process of their own.

Every round asks for other values than the one before: a device does not echo what it is already,
and plain tinytuya would then wait for its whole timeout.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
import multiprocessing
from multiprocessing.connection import Connection
import sys
import time
from typing import Final, override

import tinytuya

from custom_components.tuya_twin.core.errors import DeviceError
from custom_components.tuya_twin.core.model import (
    BulbCommand,
    BulbMode,
    Command,
    Device,
    DeviceKind,
    LockCommand,
    SirenCommand,
)
from custom_components.tuya_twin.core.ports import Clock
from custom_components.tuya_twin.devices.lan import VERSIONS, Endpoint
from custom_components.tuya_twin.devices.link import DeviceLink
from custom_components.tuya_twin.devices.profiles import PROFILES
from custom_components.tuya_twin.devices.simulator import (
    Fault,
    SimulatedDevice,
    SimulatedDeviceConfig,
    SimulatedLock,
    make_appliance,
)
from scripts.lib.report import Figure, at_least, at_most, main, measured, percentile

ROUNDS: Final = 200
PLAIN_ROUNDS: Final = 20
DEAD_ROUNDS: Final = 3
SIREN: Final = 0
"""Its place among the devices."""
DEADLINE: Final = 5.0
KEY: Final = "0123456789abcdef"
KINDS: Final = (DeviceKind.SIREN, DeviceKind.BULB, DeviceKind.LOCK)

ON: Final[dict[DeviceKind, Command]] = {
    DeviceKind.SIREN: SirenCommand(on=True, volume=100, duration=60),
    DeviceKind.BULB: BulbCommand(on=True, mode=BulbMode.COLOUR, hue=0),
    DeviceKind.LOCK: LockCommand(lock=True),
}
OFF: Final[dict[DeviceKind, Command]] = {
    DeviceKind.SIREN: SirenCommand(on=False),
    DeviceKind.BULB: BulbCommand(on=True, brightness=20),
    DeviceKind.LOCK: LockCommand(lock=False),
}


class SystemClock(Clock):
    @override
    def now(self) -> datetime:
        return datetime.now(UTC)

    @override
    def monotonic(self) -> float:
        return time.monotonic()


# The devices, in a process of their own --------------------------------------------------------


async def _serve(configs: Sequence[SimulatedDeviceConfig], parent: Connection) -> None:
    devices = [
        SimulatedDevice(
            config,
            # The way of the bolt is the lock's time, not ours.
            appliance=SimulatedLock(travel=0)
            if config.kind is DeviceKind.LOCK
            else make_appliance(config.kind),
        )
        for config in configs
    ]
    for device in devices:
        await device.start()
    parent.send([device.address for device in devices])
    while (unplugged := await asyncio.to_thread(parent.recv)) is not None:
        for index, device in enumerate(devices):
            await device.set_fault(Fault.OFFLINE if index in unplugged else Fault.NONE)
        parent.send(True)
    for device in devices:
        await device.stop()


def _serve_in_process(configs: Sequence[SimulatedDeviceConfig], parent: Connection) -> None:
    asyncio.run(_serve(configs, parent))


class House:
    """Three endpoints, and the plugs of their devices."""

    def __init__(self, endpoints: Sequence[Endpoint], child: Connection) -> None:
        self.endpoints = endpoints
        self._child = child

    def unplug(self, *indices: int) -> None:
        """Unplug these devices and plug in all others."""
        self._child.send(indices)
        self._child.recv()


@contextmanager
def house(version: str) -> Iterator[House]:
    """A siren, a bulb and a lock that speak this version."""
    configs = [
        SimulatedDeviceConfig(
            device_id=f"bench{kind}", local_key=KEY, version=version, kind=kind, host=host, port=0
        )
        for kind, host in zip(KINDS, ("127.0.9.1", "127.0.9.2", "127.0.9.3"), strict=True)
    ]
    child, parent = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_serve_in_process, args=(configs, parent)
    )
    process.start()
    endpoints = [
        Endpoint(host=host, port=port, device_id=config.device_id, local_key=KEY, version=version)
        for config, (host, port) in zip(configs, child.recv(), strict=True)
    ]
    yield House(endpoints, child)
    child.send(None)
    process.join()


# Ours ------------------------------------------------------------------------------------------


async def _links(endpoints: Sequence[Endpoint], *, dead: Sequence[int]) -> list[DeviceLink]:
    """Links to all devices, once those that are not dead have answered."""
    links = [
        DeviceLink(
            Device(id=endpoint.device_id, name=kind, kind=kind, zone="Foyer"),
            endpoint,
            clock=SystemClock(),
        )
        for kind, endpoint in zip(KINDS, endpoints, strict=True)
    ]
    for index, link in enumerate(links):
        link.start()
        if index not in dead:
            await _answered(link)
    return links


async def _answered(link: DeviceLink) -> None:
    answered = asyncio.Event()
    unsubscribe = link.subscribe(lambda _report: answered.set())
    await answered.wait()
    unsubscribe()


async def _timed(link: DeviceLink, command: Command, sent: list[float]) -> float:
    """Milliseconds until it was proven; `sent` gets those until it was on the wire."""
    began = time.perf_counter()
    await link.execute(
        command,
        within=DEADLINE,
        on_sent=lambda: sent.append((time.perf_counter() - began) * 1000),
    )
    return (time.perf_counter() - began) * 1000


async def _fails(link: DeviceLink, command: Command) -> float:
    """Milliseconds until the link gave up, which it has to."""
    began = time.perf_counter()
    try:
        await link.execute(command, within=DEADLINE, on_sent=lambda: None)
    except DeviceError:
        return (time.perf_counter() - began) * 1000
    msg = f"a dead {link.device.kind} has done what it was told"
    raise RuntimeError(msg)


async def _ours(
    endpoints: Sequence[Endpoint], rounds: int, *, dead: Sequence[int] = ()
) -> tuple[list[list[float]], list[float]]:
    """For each round the milliseconds of each device, and all times to the wire."""
    links = await _links(endpoints, dead=dead)
    sent: list[float] = []
    times: list[list[float]] = []
    for number in range(rounds):
        scene = (ON, OFF)[number % 2]
        orders = [(link, scene[link.device.kind]) for link in links]
        work = [
            _fails(*order) if index in dead else _timed(*order, sent)
            for index, order in enumerate(orders)
        ]
        times.append(await asyncio.gather(*work))
    for link in links:
        link.close()
        await link.wait_closed()
    return times, sent


# Plain tinytuya, as its documentation has it ---------------------------------------------------


def _plain_call(kind: DeviceKind, endpoint: Endpoint, number: int) -> object:
    device = tinytuya.Device(
        endpoint.device_id,
        endpoint.host,
        endpoint.local_key,
        version=float(endpoint.version),
        port=endpoint.port,
    )
    command = (ON, OFF)[number % 2][kind]
    return device.set_multiple_values(dict(PROFILES[kind].encode(command).writes))


def _plain_calls(endpoints: Sequence[Endpoint], number: int) -> list[Callable[[], object]]:
    return [
        partial(_plain_call, kind, endpoint, number)
        for kind, endpoint in zip(KINDS, endpoints, strict=True)
    ]


def _one_after_another(endpoints: Sequence[Endpoint], rounds: int) -> list[float]:
    times = []
    for number in range(rounds):
        began = time.perf_counter()
        for call in _plain_calls(endpoints, number):
            call()
        times.append((time.perf_counter() - began) * 1000)
    return times


def _in_threads(endpoints: Sequence[Endpoint], rounds: int) -> list[float]:
    times = []
    with ThreadPoolExecutor(len(KINDS)) as threads:
        for number in range(rounds):
            began = time.perf_counter()
            wait([threads.submit(call) for call in _plain_calls(endpoints, number)])
            times.append((time.perf_counter() - began) * 1000)
    return times


# The figures -----------------------------------------------------------------------------------


def _all_well(version: str) -> list[Figure]:
    with house(version) as well:
        times, sent = asyncio.run(_ours(well.endpoints, ROUNDS))
        one_by_one = percentile(_one_after_another(well.endpoints, PLAIN_ROUNDS), 50)
        threaded = percentile(_in_threads(well.endpoints, PLAIN_ROUNDS), 50)
    ours = [max(each) for each in times]
    p50 = percentile(ours, 50)
    return [
        at_least(f"{version}: red, against plain calls one after another", one_by_one / p50, 10),
        at_least(f"{version}: red, against plain calls in three threads", threaded / p50, 4),
        at_most(f"{version}: call to bytes on the wire, p95", percentile(sent, 95), 10),
        measured(f"{version}: red, call to all confirmed, p50", p50),
        measured(f"{version}: red, call to all confirmed, p99", percentile(ours, 99)),
        measured(f"{version}: plain calls one after another, p50", one_by_one),
        measured(f"{version}: plain calls in three threads, p50", threaded),
    ]


def _one_dead(version: str) -> list[Figure]:
    with house(version) as ill:
        ill.unplug(SIREN)
        times, _ = asyncio.run(_ours(ill.endpoints, DEAD_ROUNDS, dead=[SIREN]))
        one_by_one = _one_after_another(ill.endpoints, 1)[0]
    slowest = max(ms for each in times for index, ms in enumerate(each) if index != SIREN)
    ends = max(each[SIREN] for each in times)
    return [
        at_most(f"{version}, siren dead: the others confirmed, slowest", slowest, 50),
        at_most(f"{version}, siren dead: the run ends", ends, round(DEADLINE * 1000) + 100),
        measured(f"{version}, siren dead: plain calls one after another", one_by_one),
    ]


def run() -> list[Figure]:
    """All figures, the ratios first."""
    figures = [figure for version in VERSIONS for figure in _all_well(version)]
    figures += _one_dead(VERSIONS[1])
    return sorted(figures, key=lambda figure: (figure.unit != "x", figure.goal is None))


if __name__ == "__main__":
    sys.exit(main("The device layer against plain tinytuya.", run))
