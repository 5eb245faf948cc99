"""The simulated cloud is good enough for Tuya's own software development kit for Python."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from tuya_connector import TuyaOpenAPI
import tuya_connector.openapi

from tests.core.kit import HandClock
from tests.devices.cloud.kit import ACCOUNT, BULB, World

type Answer = dict[str, Any]


class OfficialClient:
    """Tuya's client, which blocks, in threads; it takes the time of the cloud."""

    def __init__(self, world: World, secret: str = ACCOUNT.secret) -> None:
        self.api = TuyaOpenAPI(world.account.base_url, ACCOUNT.client_id, secret)

    async def connect(self) -> Answer:
        answer: Answer = await asyncio.to_thread(self.api.connect)
        return answer

    async def get(self, path: str, query: dict[str, Any] | None = None) -> Answer:
        answer: Answer = await asyncio.to_thread(self.api.get, path, query)
        return answer

    async def post(self, path: str, body: dict[str, Any]) -> Answer:
        answer: Answer = await asyncio.to_thread(self.api.post, path, body)
        return answer

    def close(self) -> None:
        self.api.session.close()


@asynccontextmanager
async def official(world: World, secret: str = ACCOUNT.secret) -> AsyncIterator[OfficialClient]:
    client = OfficialClient(world, secret)
    try:
        yield client
    finally:
        client.close()


@pytest.fixture
def clock(world: World, monkeypatch: pytest.MonkeyPatch) -> HandClock:
    """The time of the cloud, which Tuya's client has too."""

    class Time:
        @staticmethod
        def time() -> float:
            return world.clock.now().timestamp()

    monkeypatch.setattr(tuya_connector.openapi, "time", Time)
    return world.clock


async def test_it_gets_a_token(world: World, clock: HandClock) -> None:
    async with official(world) as client:
        answer = await client.connect()

    assert answer["success"]
    assert answer["result"]["uid"] == ACCOUNT.user_id


async def test_it_is_refused_with_another_secret(world: World, clock: HandClock) -> None:
    async with official(world, secret="another") as client:
        answer = await client.connect()

    assert (answer["success"], answer["code"]) == (False, 1004)


async def test_it_reads_devices_with_a_query(world: World, clock: HandClock) -> None:
    async with official(world) as client:
        await client.connect()
        answer = await client.get("/v1.3/iot-03/devices", {"page_size": 2, "last_row_key": ""})

    assert len(answer["result"]["list"]) == 2
    assert answer["result"]["has_more"]


async def test_it_switches_a_lamp_off(world: World, clock: HandClock) -> None:
    async with official(world) as client:
        await client.connect()
        answer = await client.post(
            f"/v1.0/iot-03/devices/{BULB}/commands",
            {"commands": [{"code": "switch_led", "value": False}]},
        )

    assert answer["success"]
    assert world.devices[BULB].appliance.status()["20"] is False


async def test_it_refreshes_its_token_before_that_ends(world: World, clock: HandClock) -> None:
    async with official(world) as client:
        await client.connect()
        clock.advance(7150)
        answer = await client.get(f"/v1.0/devices/{BULB}")

    assert answer["success"]
    assert world.cloud.tokens_issued == 2


async def test_our_client_outlives_a_token_that_it_refreshes(
    world: World, clock: HandClock
) -> None:
    async with official(world) as client:
        await client.connect()
        await world.client.device(BULB)
        clock.advance(7150)
        await client.get(f"/v1.0/devices/{BULB}")

    assert (await world.client.device(BULB)).id == BULB
