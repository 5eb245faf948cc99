"""A real Home Assistant that is killed in the midst of red goes on where it was.

The devices live outside of it, in this process, and count what they are told. `--kills N` says how
often it is killed; the suite does a few.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
import contextlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
import os
from pathlib import Path
import random
import signal

import aiohttp
import pytest

from custom_components.tuya_twin.core.model import DeviceKind
from custom_components.tuya_twin.devices.simulator import SimulatedDevice, SimulatedDeviceConfig
from scripts.lib.home import Home
from scripts.lib.home_types import HomeError, JSONObject, Owner, list_of, object_of, text_of
from scripts.lib.household import until_all_answer
from tests.e2e.houses import COMPONENTS
from tests.kit import PATIENCE

pytestmark = pytest.mark.process

FLOWS = "/api/config/config_entries/subentries/flow"
KEY = "0123456789abcdef"
ALARM = timedelta(seconds=180)
"""How long a siren of red sounds."""
LONGEST_DELAY = 0.08
"""Seconds after the call within which red is on its way to all three devices and back."""

type Moment = Callable[[], Awaitable[object]]
"""Waits until the process is to be killed."""


@dataclass
class Told:
    """How often each device was told its part of red."""

    bulb: int
    siren: int
    lock: int


class Cabin:
    """Three devices, and the Home Assistant that commands them."""

    def __init__(self, home: Home, devices: dict[DeviceKind, SimulatedDevice]) -> None:
        self.home = home
        self.devices = devices
        self.entry = ""

    async def move_in(self) -> None:
        await self.home.onboard(Owner())
        made = await self.home.config_flow("tuya_twin", {"next_step_id": "own"}, {"name": "Cabin"})
        self.entry = text_of(object_of(made["result"])["entry_id"])
        for kind, device in self.devices.items():
            await self._add(kind, device)
        # What Home Assistant itself knows is on disk only after a while, or an orderly end.
        await self.home.stop()
        await self.home.start()

    async def _add(self, kind: DeviceKind, device: SimulatedDevice) -> None:
        host, port = device.address
        answers: dict[str, JSONObject] = {
            "user": {"next_step_id": "lan"},
            "lan": {
                "kind": kind.value,
                "name": f"Cabin {kind}",
                "zone": "Foyer",
                "host": host,
                "port": port,
                "device_id": device.config.device_id,
                "local_key": KEY,
                "version": device.config.version,
            },
            "product": {"product": "deadbolt" if kind is DeviceKind.LOCK else "standard"},
            "stand_ins": {},
        }
        step = object_of(await self.home.post(FLOWS, {"handler": [self.entry, "device"]}))
        while step["type"] != "create_entry":
            flow = f"{FLOWS}/{text_of(step['flow_id'])}"
            step = object_of(await self.home.post(flow, answers[text_of(step["step_id"])]))

    def told(self) -> Told:
        def frames(kind: DeviceKind, point: str, value: object) -> int:
            return sum(frame.get(point) == value for frame in self.devices[kind].writes)

        return Told(
            bulb=frames(DeviceKind.BULB, "24", "000003e803e8"),
            siren=frames(DeviceKind.SIREN, "13", True),
            lock=frames(DeviceKind.LOCK, "46", True),
        )

    async def first_told(self) -> None:
        """Wait until a device was told its part of red, so that red is on disk."""
        before = self.told()
        async with asyncio.timeout(PATIENCE):
            while self.told() == before:  # noqa: ASYNC110 - a device calls nobody
                await asyncio.sleep(0.001)

    async def red_and_killed(self, moment: Moment) -> None:
        """Call red, and kill the process at that moment."""
        red = asyncio.create_task(
            self.home.call_service("tuya_twin", "execute_red_protocol", {"zone": "Foyer"})
        )
        await moment()
        assert self.home.pid is not None
        os.kill(self.home.pid, signal.SIGKILL)
        with contextlib.suppress(HomeError, aiohttp.ClientError, TypeError, AssertionError):
            await red

    async def diagnostics(self) -> JSONObject:
        found = object_of(await self.home.get(f"/api/diagnostics/config_entry/{self.entry}"))
        return object_of(found["data"])

    async def finished(self) -> JSONObject:
        """The household once no step of a run is open any more."""
        async with asyncio.timeout(PATIENCE):
            while True:
                known = await self.diagnostics()
                run = known["run"]
                if run is None or all(
                    object_of(step)["result"] in {"confirmed", "failed", "skipped"}
                    for step in list_of(object_of(run)["steps"])
                ):
                    return known
                await self.home.pause()

    async def status_since(self) -> tuple[str, object]:
        states = await self.home.states()
        (sensor,) = [
            state
            for entity_id, state in states.items()
            if entity_id.startswith("sensor.foyer") and entity_id.endswith("status")
        ]
        return sensor.state, sensor.attributes.get("since")


@pytest.fixture
async def cabin(tmp_path: Path) -> AsyncIterator[Cabin]:
    places = {
        DeviceKind.BULB: ("127.0.0.51", "3.3"),
        DeviceKind.SIREN: ("127.0.0.52", "3.4"),
        DeviceKind.LOCK: ("127.0.0.53", "3.5"),
    }
    devices = {
        kind: SimulatedDevice(
            SimulatedDeviceConfig(
                device_id=f"bf0000000000kill{kind}",
                local_key=KEY,
                version=version,
                kind=kind,
                host=host,
                port=0,
            )
        )
        for kind, (host, version) in places.items()
    }
    home = Home.create(tmp_path / "home", custom_components=COMPONENTS)
    async with contextlib.AsyncExitStack() as stack:
        for device in devices.values():
            await device.start()
            stack.push_async_callback(device.stop)
        await stack.enter_async_context(home)
        cabin = Cabin(home, devices)
        await cabin.move_in()
        yield cabin


async def test_killed_in_the_midst_of_red_it_goes_on_where_it_was(cabin: Cabin, kills: int) -> None:
    chance = random.Random(kills)  # noqa: S311 - moments, not secrets
    delays = [chance.uniform(0, LONGEST_DELAY) for _ in range(kills - 1)]
    # Once it is surely not too early: else, on a slow machine, nothing might be seen to go on.
    moments: list[Moment] = [*(partial(asyncio.sleep, delay) for delay in delays), cabin.first_told]
    for moment in moments:
        async with asyncio.timeout(PATIENCE):
            await until_all_answer(cabin.home)
        before, called_at = cabin.told(), datetime.now().astimezone()

        await cabin.red_and_killed(moment)
        killed_at = datetime.now().astimezone()
        await cabin.home.stop()
        await cabin.home.start()
        known = await cabin.finished()

        told = cabin.told()
        status, since = await cabin.status_since()
        # Killed before it was on disk, nothing was done; after it, each part once.
        begun = status == "red_critical"
        assert begun or moment is not moments[-1]
        once = Told(before.bulb + begun, before.siren + begun, before.lock + begun)
        assert told == once, f"killed after {moment}"
        if begun:
            run = object_of(known["run"])
            results = [object_of(step)["result"] for step in list_of(run["steps"])]
            assert results == ["confirmed"] * 3
            (alarm,) = [object_of(each) for each in list_of(known["alarms"])]
            ends = datetime.fromisoformat(text_of(alarm["until"]))
            assert called_at <= ends - ALARM <= killed_at
            assert isinstance(since, str)
            assert called_at <= datetime.fromisoformat(since) <= killed_at
        await cabin.home.call_service("tuya_twin", "execute_green_protocol", {})
        assert cabin.devices[DeviceKind.SIREN].appliance.status()["13"] is False
        assert cabin.devices[DeviceKind.LOCK].appliance.status()["47"] is (not begun)
        # The next round begins with an open door.
        lock = cabin.devices[DeviceKind.LOCK].appliance
        lock.turn_by_hand(locked=False)  # type: ignore[attr-defined]
