"""A Redis of the test's own, on loopback, with a password and nothing on disk."""

import asyncio
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import json
from pathlib import Path
import shutil
from typing import Any

import pytest
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import ConstantBackoff

from custom_components.tuya_twin.devices.simulator import free_port
from tests.kit import PATIENCE, WORKER

HOST = f"127.0.{WORKER + 1}.71"
PASSWORD = "hunter2'"
_UNPACKED = Path(__file__).parents[2] / ".cache" / "redis" / "redis-server"


def redis_program() -> str:
    """The Redis there is; skips the test if there is none."""
    if (found := shutil.which("redis-server")) is not None:
        return found
    if _UNPACKED.exists():
        return str(_UNPACKED)
    pytest.skip("there is no redis-server on PATH, and scripts/lib/redis.sh could fetch none")


class RedisServer:
    """Can be stopped and started again, at the same address."""

    def __init__(self) -> None:
        self._program = redis_program()
        self._port = free_port(HOST)
        self._process: Process | None = None
        self.url = f"redis://:{PASSWORD}@{HOST}:{self._port}/0"

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            self._program,
            *("--bind", HOST, "--port", str(self._port), "--requirepass", PASSWORD),
            *("--save", "", "--appendonly", "no"),
            stdout=DEVNULL,
        )
        patiently = Retry(ConstantBackoff(0.01), round(PATIENCE / 0.01))
        async with Redis.from_url(self.url, retry=patiently) as client:
            await client.get("whether it answers")

    async def stop(self) -> None:
        """Kill it, as a power cut would."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            await process.wait()


@asynccontextmanager
async def running_redis() -> AsyncIterator[RedisServer]:
    server = RedisServer()
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


class Ear:
    """Hears what is on a channel."""

    def __init__(self, pubsub: Any) -> None:
        self._pubsub = pubsub

    async def next(self, *, event: str | None = None) -> dict[str, Any]:
        """The next message, or the next of an event; waits for it."""
        async with asyncio.timeout(PATIENCE):
            async for message in self._pubsub.listen():
                if message["type"] == "message":
                    heard: dict[str, Any] = json.loads(message["data"])
                    if event in (None, heard["event"]):
                        return heard
        raise AssertionError


@asynccontextmanager
async def listening_to(server: RedisServer, channel: str) -> AsyncIterator[Ear]:
    """Hears everything from now on."""
    async with Redis.from_url(server.url) as client, client.pubsub() as pubsub:
        await pubsub.subscribe(channel)
        async for message in pubsub.listen():
            if message["type"] == "subscribe":
                break
        yield Ear(pubsub)
