"""The simulated cloud is good enough for Tuya's own software development kit for Node.js.

It takes the time of this machine, and so does the cloud here.
"""

import asyncio
from datetime import UTC, datetime
import json
import os
from pathlib import Path
import shutil
from typing import Any

import pytest

from custom_components.tuya_twin.devices.simulator import SimulatedCloud
from tests.devices.cloud.kit import ACCOUNT, BULB, make_house

PEERS = Path(__file__).parents[2] / "peers"
PATIENCE = 60.0
"""Seconds after which a peer has failed; it has to start."""
SWITCH_OFF = {
    "method": "POST",
    "path": f"/v1.0/iot-03/devices/{BULB}/commands",
    "body": {"commands": [{"code": "switch_led", "value": False}]},
}


class MachineClock:
    """The time of this machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()


@pytest.fixture(scope="module", autouse=True)
def node_sdk_is_there() -> None:
    """Skip without it, but nowhere where nothing may be left out."""
    if shutil.which("node") and (PEERS / "node_modules/@tuya/tuya-connector-nodejs").exists():
        return
    if os.environ.get("CI") == "true":
        pytest.fail("tests/peers is not installed: run scripts/setup")
    pytest.skip("tests/peers is not installed: run scripts/setup")


async def answers(base_url: str, *calls: dict[str, Any]) -> list[dict[str, Any]]:
    """What the official client is answered."""
    asked = {
        "baseUrl": base_url,
        "accessKey": ACCOUNT.client_id,
        "secretKey": ACCOUNT.secret,
        "calls": calls,
    }
    process = await asyncio.create_subprocess_exec(
        "node",
        "tuya-connector-peer.js",
        json.dumps(asked),
        cwd=PEERS,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(PATIENCE):
            output, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    said: list[dict[str, Any]] = json.loads(output)
    return said


async def test_it_reads_with_a_query_and_switches_a_lamp_off() -> None:
    devices = make_house()
    cloud = SimulatedCloud(ACCOUNT, devices, clock=MachineClock())
    base_url = await cloud.start()
    try:
        listed, switched = await answers(
            base_url,
            {"method": "GET", "path": "/v1.3/iot-03/devices", "query": {"page_size": 2}},
            SWITCH_OFF,
        )
    finally:
        await cloud.stop()

    assert len(listed["result"]["list"]) == 2
    assert switched["success"]
    assert devices[BULB].appliance.status()["20"] is False
