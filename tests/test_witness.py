"""What stands beside a simulated device sees its light, whatever the integration makes of it."""

import pytest

from custom_components.tuya_twin.devices.simulator import DataPoints, SimulatedDevice
from scripts.lib.witness import Observation, Witness
from tests.devices.simulator_kit import DEVICE_ID, LOCAL_KEY, running

DARK, GREEN, AMBER, WARM = (
    "5f5f01000003e8000000000000",
    "46460200780320012c00000000",
    "46460200" + "2d03e803e800000000",
    "0e0d0000000000000000c80000",
)


async def look(device: SimulatedDevice) -> Observation:
    host, port = device.address
    witness = Witness(
        device_id=DEVICE_ID,
        kind="bulb",
        host=host,
        port=port,
        local_key=LOCAL_KEY,
        version=device.config.version,
    )
    return await witness.look()


@pytest.mark.parametrize(
    ("points", "colour", "brightness"),
    [
        ({"21": "white", "22": 200}, "white", 20),
        ({"21": "colour", "24": "007803e801f4"}, "#00ff00", 50),
        ({"21": "scene", "25": "07" + GREEN + AMBER}, "#33ff33", 30),
        ({"21": "scene", "25": "07" + DARK + AMBER}, "#ffbf00", 100),
        ({"21": "scene", "25": ("07" + DARK + AMBER).upper()}, "#ffbf00", 100),
        ({"21": "scene", "25": "00" + WARM}, "white", 20),
        ({"21": "scene", "25": "07" + DARK, "22": 300}, "white", 30),
        ({"21": "scene", "25": "", "22": 300}, "white", 30),
    ],
)
async def test_a_bulb_is_seen_as_it_shines(
    points: DataPoints, colour: str, brightness: int
) -> None:
    async with running() as device:
        device.appliance.apply(points)

        assert await look(device) == {
            "reachable": True,
            "on": True,
            "colour": colour,
            "brightness": brightness,
        }
