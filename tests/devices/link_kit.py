"""Links to simulated devices over real sockets, and ways to wait for what they tell."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import override

from custom_components.tuya_twin.core.errors import DeviceError
from custom_components.tuya_twin.core.model import Command, Device, DeviceKind, DeviceReport
from custom_components.tuya_twin.devices.lan import Endpoint
from custom_components.tuya_twin.devices.link import DeviceLink
from custom_components.tuya_twin.devices.owner import Timing
from custom_components.tuya_twin.devices.profiles import Dps, DpValue, Profile
from custom_components.tuya_twin.devices.simulator import Absence, Appliance, SimulatedDevice
from tests.core.kit import HandClock
from tests.devices.simulator_kit import AGES, DEVICE_ID, LOCAL_KEY, running

PATIENCE = 20.0
"""Seconds after which a wait is a failure; nothing here takes one."""
BRIEFLY = 0.3
"""The deadline of commands that are meant to miss it."""
PROMPT = Timing(
    heartbeat=AGES,
    answer=PATIENCE,
    refresh=AGES,
    first_retry=0.01,
    last_retry=0.02,
    eager_retry=0.02,
)
"""Tries again at once, and asks nothing unless there is a command."""


def ignore() -> None:
    """Nobody waits for the command to be on the wire."""


class WatchedLink(DeviceLink):
    """A link that remembers what happened to it."""

    def __init__(
        self,
        device: Device,
        endpoint: Endpoint,
        timing: Timing,
        profile: Profile | None = None,
    ) -> None:
        self.clock = HandClock()
        self.found: list[str] = []
        self.heard: list[Mapping[str, DpValue]] = []
        self.losses: list[DeviceError] = []
        self.reports: list[DeviceReport] = []
        self._news = asyncio.Event()
        super().__init__(
            device,
            endpoint,
            profile=profile,
            clock=self.clock,
            timing=timing,
            on_version=self.found.append,
        )
        self.subscribe(self.reports.append)

    @override
    def _reported(self, dps: Dps) -> None:
        super()._reported(dps)
        self.heard.append(dps)
        self._news.set()

    @override
    def _lost(self, error: DeviceError) -> None:
        super()._lost(error)
        self.losses.append(error)
        self._news.set()

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until news of the device make this true."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                self._news.clear()
                await self._news.wait()

    async def until_reachable(self) -> None:
        await self.until(lambda: self.report.reachable)

    async def until_unreachable(self) -> None:
        await self.until(lambda: bool(self.losses) and not self.report.reachable)

    async def do(
        self,
        command: Command,
        *,
        within: float = PATIENCE,
        on_sent: Callable[[], None] = ignore,
        resumed: bool = False,
    ) -> None:
        await self.execute(command, within=within, on_sent=on_sent, resumed=resumed)

    async def do_meanwhile(self, command: Command, meanwhile: Callable[[], None]) -> None:
        """Give a command, do something while it is open, and wait for its proof."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.do(command))
            await asyncio.sleep(0)
            meanwhile()

    def redirect_to(self, device: SimulatedDevice, *, local_key: str = LOCAL_KEY) -> None:
        self.redirect(endpoint_of(device, local_key=local_key))


def endpoint_of(
    device: SimulatedDevice, *, local_key: str = LOCAL_KEY, version: str | None = None
) -> Endpoint:
    """Where a simulated device is."""
    host, port = device.address
    return Endpoint(
        host=host,
        port=port,
        device_id=DEVICE_ID,
        local_key=local_key,
        version=version or device.config.version,
    )


def link_of(
    device: SimulatedDevice,
    *,
    timing: Timing = PROMPT,
    local_key: str = LOCAL_KEY,
    version: str | None = None,
    profile: Profile | None = None,
) -> WatchedLink:
    """A link to a simulated device, not started yet."""
    kind = device.config.kind
    return WatchedLink(
        Device(id=DEVICE_ID, name=f"The {kind}", kind=kind, zone="Foyer"),
        endpoint_of(device, local_key=local_key, version=version),
        timing,
        profile,
    )


@asynccontextmanager
async def started(link: WatchedLink) -> AsyncIterator[WatchedLink]:
    """A link that runs, and leaves nothing behind."""
    link.start()
    try:
        yield link
    finally:
        link.close()
        await link.wait_closed()


@asynccontextmanager
async def linked(
    version: str = "3.3",
    kind: DeviceKind = DeviceKind.BULB,
    *,
    appliance: Appliance | None = None,
    timing: Timing = PROMPT,
    idle_timeout: float = AGES,
    slow_delay: float = AGES,
    absence: Absence = Absence.REFUSING,
) -> AsyncIterator[tuple[SimulatedDevice, WatchedLink]]:
    """A device and a link to it that has heard of it."""
    async with (
        running(
            version,
            kind,
            appliance=appliance,
            idle_timeout=idle_timeout,
            slow_delay=slow_delay,
            absence=absence,
        ) as device,
        started(link_of(device, timing=timing)) as link,
    ):
        await link.until_reachable()
        yield device, link


def with_timing(**seconds: float) -> Timing:
    """`PROMPT`, but for these."""
    return replace(PROMPT, **seconds)
