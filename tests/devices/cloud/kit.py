"""A simulated cloud with simulated devices, and a client of it, all on loopback."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import aiohttp

from custom_components.tuya_twin.core.model import DeviceKind
from custom_components.tuya_twin.devices.cloud import CallBudget, CloudAccount, CloudClient
from custom_components.tuya_twin.devices.simulator import (
    SimulatedAccount,
    SimulatedCloud,
    SimulatedDevice,
    SimulatedDeviceConfig,
)
from tests.core.kit import HandClock
from tests.devices.simulator_kit import AGES, LOCAL_KEY

PATIENCE = 20.0
"""Seconds after which a wait is a failure; nothing here takes one."""
BRIEFLY = 0.3
"""The deadline of what is meant to miss it."""
ACCOUNT = SimulatedAccount(client_id="p3x9clientid000000ab", secret="5ecre7" * 5)
BULB, SIREN, LOCK = "bf00000000000000bulb", "bf0000000000000siren", "bf00000000000000lock"
ROOMS = {BULB: "Living room", SIREN: "Hall", LOCK: "Hall"}


def make_device(device_id: str, kind: DeviceKind, model: str | None = None) -> SimulatedDevice:
    config = SimulatedDeviceConfig(
        device_id=device_id,
        local_key=LOCAL_KEY,
        version="3.3",
        kind=kind,
        host="127.0.0.1",
        port=0,
        model=model,
    )
    return SimulatedDevice(config, idle_timeout=AGES, slow_delay=AGES)


def make_house() -> dict[str, SimulatedDevice]:
    """A lamp, a siren and a lock, not started yet."""
    return {
        BULB: make_device(BULB, DeviceKind.BULB),
        SIREN: make_device(SIREN, DeviceKind.SIREN),
        LOCK: make_device(LOCK, DeviceKind.LOCK),
    }


@dataclass
class Pauses:
    """Waits between questions: as many as are allowed end at once, the next one never does."""

    allowed: int = 100
    after: Callable[[int], None] = lambda _number: None
    """Called after each, with how many there have been."""
    waited: list[float] = field(default_factory=list)
    stuck: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, seconds: float) -> None:
        self.waited.append(seconds)
        if len(self.waited) > self.allowed:
            self.stuck.set()
            await asyncio.Event().wait()
        # Leaves room for what the device does by itself.
        await asyncio.sleep(0)
        self.after(len(self.waited))


@dataclass
class World:
    """Everything that is needed to use the cloud."""

    clock: HandClock
    devices: dict[str, SimulatedDevice]
    cloud: SimulatedCloud
    session: aiohttp.ClientSession
    account: CloudAccount
    budget: CallBudget
    client: CloudClient

    def another_client(
        self,
        *,
        client_id: str | None = None,
        secret: str | None = None,
        user_id: str | None = None,
        base_url: str | None = None,
        clock: HandClock | None = None,
        call_seconds: float = PATIENCE,
    ) -> CloudClient:
        """A client of the same cloud that differs in this."""
        account = replace(
            self.account,
            client_id=client_id or self.account.client_id,
            secret=secret or self.account.secret,
            user_id=user_id,
            base_url=base_url or self.account.base_url,
        )
        return CloudClient(
            self.session, account, clock=clock or self.clock, call_seconds=call_seconds
        )


@asynccontextmanager
async def a_world(
    devices: dict[str, SimulatedDevice] | None = None, *, token_seconds: int = 7200
) -> AsyncIterator[World]:
    """A cloud that runs, and leaves nothing behind. Time stands still until it is moved."""
    clock = HandClock()
    house = make_house() if devices is None else devices
    for device in house.values():
        await device.start()
    cloud = SimulatedCloud(ACCOUNT, house, clock=clock, rooms=ROOMS, token_seconds=token_seconds)
    base_url = await cloud.start()
    account = CloudAccount(client_id=ACCOUNT.client_id, secret=ACCOUNT.secret, base_url=base_url)
    budget = CallBudget(clock)
    try:
        async with aiohttp.ClientSession() as session:
            client = CloudClient(
                session, account, clock=clock, budget=budget, call_seconds=PATIENCE
            )
            yield World(clock, house, cloud, session, account, budget, client)
    finally:
        await cloud.stop()
        for device in house.values():
            await device.stop()
