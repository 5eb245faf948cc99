"""A device that announces itself is offered in a real Home Assistant, and added with its key."""

import asyncio
from pathlib import Path
import socket

import pytest

from custom_components.tuya_twin.core.model import DeviceKind
from custom_components.tuya_twin.devices.simulator import (
    Beacon,
    BeaconPorts,
    SimulatedDevice,
    SimulatedDeviceConfig,
)
from scripts.lib.home import Home
from scripts.lib.home_types import JSONObject, Owner, list_of, object_of, text_of
from tests.e2e.houses import COMPONENTS
from tests.kit import PATIENCE

pytestmark = pytest.mark.process

KEY = "0123456789abcdef"
DEVICE_ID = "bf00000000000000e2e1"


def free_udp_ports(count: int) -> list[int]:
    ears = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(count)]
    try:
        for ear in ears:
            ear.bind(("127.0.0.1", 0))
        return [int(ear.getsockname()[1]) for ear in ears]
    finally:
        for ear in ears:
            ear.close()


async def found(home: Home, beacon: Beacon) -> JSONObject:
    """The flow that is raised for a device that keeps announcing itself."""
    async with asyncio.timeout(PATIENCE):
        while True:
            beacon.announce()
            flows = list_of(await home.command({"type": "config_entries/flow/progress"}))
            ours = [flow for flow in map(object_of, flows) if flow["handler"] == "tuya_twin"]
            if ours:
                return ours[0]
            await home.pause()


async def test_a_device_that_announces_itself_is_offered_with_all_but_its_key_filled_in(
    tmp_path: Path,
) -> None:
    plain, encrypted, app = free_udp_ports(3)
    bulb = SimulatedDevice(
        SimulatedDeviceConfig(
            device_id=DEVICE_ID,
            local_key=KEY,
            version="3.4",
            kind=DeviceKind.BULB,
            host="127.0.0.43",
            # Announcements name no port: it is Tuya's own.
            port=6668,
        )
    )
    home = Home.create(tmp_path / "home", custom_components=COMPONENTS)
    home.discovery_ports = f"{plain},{encrypted},{app}"
    await bulb.start()
    try:
        async with home:
            await home.onboard(Owner())
            await home.config_flow("tuya_twin", {"next_step_id": "own"}, {"name": "Cabin"})
            ports = BeaconPorts(plain=plain, encrypted=encrypted, answers=app)
            offered = await found(home, Beacon(bulb, ports=ports))
            answers: JSONObject = {
                "kind": "bulb",
                "name": "Porch lamp",
                "zone": "Foyer",
                "local_key": KEY,
            }
            flow = f"/api/config/config_entries/flow/{text_of(offered['flow_id'])}"
            added = object_of(await home.post(flow, answers))
            run = object_of(
                await home.call_service(
                    "tuya_twin", "execute_red_protocol", {"zone": "Foyer"}, return_response=True
                )
            )
    finally:
        await bulb.stop()

    assert added["reason"] == "device_added"
    steps = [object_of(step) for step in list_of(run["steps"])]
    assert [(step["name"], step["result"]) for step in steps] == [("Porch lamp", "confirmed")]
