"""A household of somebody's own, set up through the interface the browser uses."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from custom_components.tuya_twin.core.model import DeviceKind
from custom_components.tuya_twin.devices.simulator import (
    SimulatedDevice,
    SimulatedDeviceConfig,
)
from scripts.lib.home import Home
from scripts.lib.home_types import JSONObject, Owner, list_of, object_of, text_of
from tests.e2e.houses import COMPONENTS

pytestmark = pytest.mark.process

FLOWS = "/api/config/config_entries/subentries/flow"
KEY = "0123456789abcdef"


@pytest.fixture
async def lock() -> AsyncIterator[SimulatedDevice]:
    """A lock in another process than Home Assistant: this one."""
    device = SimulatedDevice(
        SimulatedDeviceConfig(
            device_id="bfown",
            local_key=KEY,
            version="3.5",
            kind=DeviceKind.LOCK,
            host="127.0.0.41",
            port=0,
        )
    )
    await device.start()
    yield device
    await device.stop()


async def answer(home: Home, flow: JSONObject, answers: JSONObject) -> JSONObject:
    return object_of(await home.post(f"{FLOWS}/{text_of(flow['flow_id'])}", answers))


async def test_a_lock_is_added_after_two_mistakes_and_then_locked_by_red(
    tmp_path: Path, lock: SimulatedDevice
) -> None:
    host, port = lock.address
    right: JSONObject = {
        "kind": "lock",
        "name": "Cabin door",
        "zone": "Porch",
        "host": host,
        "port": port,
        "device_id": "bfown",
        "local_key": KEY,
        "version": "3.5",
    }
    async with Home.create(tmp_path / "home", custom_components=COMPONENTS) as home:
        await home.onboard(Owner())
        made = await home.config_flow("tuya_twin", {"next_step_id": "own"}, {"name": "Cabin"})
        entry = text_of(object_of(made["result"])["entry_id"])
        flow = object_of(await home.post(FLOWS, {"handler": [entry, "device"]}))

        await answer(home, flow, {"next_step_id": "lan"})
        wrong_key = await answer(home, flow, {**right, "local_key": KEY[::-1]})
        wrong_version = await answer(home, flow, {**right, "version": "3.3"})
        asked = await answer(home, flow, right)
        saved = await answer(home, flow, {"product": "deadbolt"})
        run = object_of(
            await home.call_service(
                "tuya_twin", "execute_red_protocol", {"zone": "Porch"}, return_response=True
            )
        )

    assert wrong_key["errors"] == {"local_key": "wrong_key"}
    assert wrong_version["errors"] == {"version": "wrong_version"}
    assert asked["step_id"] == "product"
    assert saved["type"] == "create_entry"
    steps = [object_of(step) for step in list_of(run["steps"])]
    assert [(step["name"], step["result"]) for step in steps] == [("Cabin door", "confirmed")]
    assert lock.appliance.status()["47"] is False
