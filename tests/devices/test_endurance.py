"""Hundreds of commands amid losses, reconnects and reloads: one socket, and the last word holds."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
import random
from typing import Any, override

import pytest

from custom_components.tuya_twin.core.errors import DeviceError
from custom_components.tuya_twin.core.model import BulbCommand, BulbMode
from custom_components.tuya_twin.devices import link as link_module
from custom_components.tuya_twin.devices.lan import VERSIONS, Endpoint, LanConnection
from custom_components.tuya_twin.devices.simulator import (
    Fault,
    Manners,
    OnCommand,
    SimulatedDevice,
)
from tests.devices.link_kit import BRIEFLY, PATIENCE, WatchedLink, linked, with_timing
from tests.devices.simulator_kit import AGES

pytestmark = pytest.mark.usefixtures("socket_enabled")
all_versions = pytest.mark.parametrize("version", VERSIONS)

CALLS = 500
SEED = 20261123


class WatchedConnection(LanConnection):
    """A connection that notes if it was opened beside another that is still open."""

    opened: list[WatchedConnection]
    beside: list[WatchedConnection]

    @override
    def __init__(self, endpoint: Endpoint, **options: Any) -> None:
        self.beside.extend(other for other in self.opened if other.is_open)
        self.opened.append(self)
        super().__init__(endpoint, **options)

    @property
    def is_open(self) -> bool:
        used = getattr(self, "_device", None)
        return used is not None and used.socket is not None and used.socket.fileno() != -1


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[WatchedConnection]]:
    """Every connection of the test."""
    monkeypatch.setattr(WatchedConnection, "opened", [], raising=False)
    monkeypatch.setattr(WatchedConnection, "beside", [], raising=False)
    monkeypatch.setattr(link_module, "LanConnection", WatchedConnection)
    yield WatchedConnection
    assert not [connection for connection in WatchedConnection.opened if connection.is_open]


@dataclass
class Life:
    """What happens to a device and its link, drawn by lot."""

    device: SimulatedDevice
    link: WatchedLink
    lot: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311
    open: list[asyncio.Task[None]] = field(default_factory=list)
    last: BulbCommand = field(default_factory=lambda: BulbCommand(on=True))

    def command(self, *, within: float = PATIENCE) -> asyncio.Task[None]:
        """Another colour, white, or off; whoever waits for it may wait in vain."""
        self.last = self.lot.choice(
            [
                BulbCommand(on=False),
                BulbCommand(on=True, brightness=self.lot.randint(1, 100)),
                BulbCommand(on=True, mode=BulbMode.COLOUR, hue=self.lot.randint(0, 359)),
            ]
        )
        task = asyncio.create_task(self.link.do(self.last, within=within))
        self.open.append(task)
        return task

    async def wait_for_command(self) -> None:
        await asyncio.wait([self.command()])

    async def give_one_up(self) -> None:
        await asyncio.wait([self.command(within=0.001)])

    async def burst(self) -> None:
        for _ in range(self.lot.randint(2, 5)):
            self.command()

    async def hang_up(self) -> None:
        self.device.hang_up()
        self.command()

    async def reset_while_commanded(self) -> None:
        self.device.manners = Manners(on_command=OnCommand.RESET)
        self.command()
        await self.link.until(lambda: bool(self.link.losses))
        self.link.losses.clear()
        self.device.manners = Manners()

    async def unplug(self) -> None:
        self.link.losses.clear()
        await self.device.set_fault(Fault.OFFLINE)
        self.command()
        await self.link.until(lambda: bool(self.link.losses))
        await self.device.set_fault(Fault.NONE)

    async def reload(self) -> None:
        self.link.close()
        await self.link.wait_closed()
        self.link.start()
        self.command()

    async def live(self, calls: int) -> None:
        often: list[Callable[[], Any]] = [self.wait_for_command, self.give_one_up, self.burst] * 6
        rarely: list[Callable[[], Any]] = [
            self.hang_up,
            self.reset_while_commanded,
            self.unplug,
            self.reload,
        ]
        while len(self.open) < calls:
            await self.lot.choice(often + rarely)()
        # A last word of which somebody waits to hear.
        await self.command()


@all_versions
async def test_after_five_hundred_mixed_calls_the_last_word_holds_and_no_socket_was_a_second_one(
    version: str, connections: type[WatchedConnection]
) -> None:
    async with linked(version, timing=with_timing(steady=0.0)) as (device, link):
        life = Life(device, link)
        await life.live(CALLS)
        outcomes = await asyncio.gather(*life.open, return_exceptions=True)

        proof = link.profile.encode(life.last).proof
        assert device.appliance.status().items() >= proof.items()

    failed = [outcome for outcome in outcomes if outcome is not None]
    assert all(isinstance(outcome, DeviceError) for outcome in failed)
    assert connections.beside == []


@all_versions
async def test_intents_that_arrive_in_a_pause_cut_it_short_once_and_no_more(
    version: str, connections: type[WatchedConnection]
) -> None:
    patient = with_timing(first_retry=AGES, last_retry=AGES, eager_retry=AGES)
    async with linked(version, timing=patient) as (device, link):
        await device.set_fault(Fault.WRONG_KEY)
        await link.until(lambda: bool(link.losses))
        before = len(connections.opened)

        for _ in range(20):
            with pytest.raises(DeviceError):
                await link.do(BulbCommand(on=True), within=BRIEFLY / 10)

        assert len(connections.opened) - before <= 1
