"""A message bus is told everything in order, and the house goes on when it is away."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
import tomllib
from typing import Any

import pytest
import socketio.async_redis_manager

from custom_components.tuya_twin.core.wire import Payload
from custom_components.tuya_twin.devices.simulator import free_port
from custom_components.tuya_twin.feed.bus import (
    BEAT,
    CHANNEL,
    REQUIREMENTS,
    Bus,
    Pace,
    Surroundings,
)
from tests.feed.redis_kit import HOST, PASSWORD, RedisServer, listening_to
from tests.kit import PATIENCE

ROOM = "live:home"
QUICK = Pace(answer=0.5, beat=60.0, first_pause=0.01, longest_pause=0.01)
NOBODY = f"redis://:{PASSWORD}@{HOST}:1/0"


class House:
    """What the bus needs around it, and what it was told of it."""

    def __init__(self) -> None:
        self.troubles: list[str | None] = []
        self.installed: list[str] = []
        self.may_install = asyncio.Event()
        self.may_install.set()
        self._changed = asyncio.Event()

    def surroundings(self) -> Surroundings:
        return Surroundings(
            spawn=lambda coroutine, name: asyncio.create_task(coroutine, name=name),
            install=self._install,
            on_trouble=self._note,
        )

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until what was told of the bus is so."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                self._changed.clear()
                await self._changed.wait()

    async def _install(self, requirement: str) -> None:
        self.installed.append(requirement)
        self._changed.set()
        await self.may_install.wait()

    def _note(self, trouble: str | None) -> None:
        self.troubles.append(trouble)
        self._changed.set()


@pytest.fixture
async def house() -> House:
    return House()


@asynccontextmanager
async def connected(url: str, house: House, pace: Pace = QUICK) -> AsyncIterator[Bus]:
    bus = Bus(url, "home", house.surroundings(), pace)
    bus.start()
    try:
        yield bus
    finally:
        await bus.close()


def status(seq: int) -> Payload:
    return {"status": "RED_CRITICAL", "zone": "HOUSE", "epoch": "one", "seq": seq}


def publish(bus: Bus, *numbers: int) -> None:
    for seq in numbers:
        bus.publish("status_update", status(seq), room=ROOM)


async def test_every_event_comes_out_in_order_as_python_socketio_writes_it(
    redis: RedisServer, house: House
) -> None:
    async with listening_to(redis, CHANNEL) as ear, connected(redis.url, house) as bus:
        publish(bus, 42, 43, 44)
        bus.publish("run_update", {"id": "r"}, room=ROOM)
        assert (await ear.next())["event"] == BEAT
        heard = [await ear.next() for _ in range(4)]

    assert [message["data"] for message in heard] == [
        *([status(seq)] for seq in (42, 43, 44)),
        [{"id": "r"}],
    ]
    assert {message["room"] for message in heard} == {ROOM}
    assert {message["method"] for message in heard} == {"emit"}
    assert house.troubles == []
    assert house.installed == [REQUIREMENTS["redis"]]


async def test_a_silence_is_told_with_what_should_have_been_heard(
    redis: RedisServer, house: House
) -> None:
    often = Pace(beat=0.01)
    async with listening_to(redis, CHANNEL) as ear, connected(redis.url, house, often) as bus:
        first = await ear.next()
        publish(bus, 42, 43)
        await ear.next(event="status_update")
        await ear.next(event="status_update")
        second = await ear.next(event=BEAT)
    async with listening_to(redis, CHANNEL) as ear, connected(redis.url, house, often):
        anew = await ear.next()

    assert first["room"] == "bus:home"
    assert first["data"] == [{"bus": bus._id, "sent": 0}]
    assert second["data"] == [{"bus": bus._id, "sent": 2}]
    assert anew["data"][0]["bus"] != bus._id


async def test_what_happens_while_it_is_away_is_told_in_order_when_it_is_back(
    redis: RedisServer, house: House
) -> None:
    async with connected(redis.url, house) as bus:
        async with listening_to(redis, CHANNEL) as ear:
            publish(bus, 42)
            await ear.next(event="status_update")
        await redis.stop()
        house.may_install.clear()
        publish(bus, 43)
        await house.until(lambda: bus.trouble is not None and len(house.installed) == 2)
        publish(bus, 44, 45)
        await redis.start()
        async with listening_to(redis, CHANNEL) as ear:
            house.may_install.set()
            heard = [(await ear.next(event="status_update"))["data"][0]["seq"] for _ in range(3)]
            await house.until(lambda: bus.trouble is None)

    assert heard == [43, 44, 45]
    assert house.troubles[-1] is None
    assert bus.dropped == 0


@pytest.mark.parametrize("scheme", ["redis", "amqp"])
async def test_a_bus_that_is_not_there_is_said_without_its_password(
    house: House, scheme: str
) -> None:
    port = free_port(HOST)
    url = f"{scheme}://anna:{PASSWORD}@{HOST}:{port}/"
    async with connected(url, house) as bus:
        publish(bus, 42)
        await house.until(lambda: bool(house.troubles))

    assert house.troubles[0] is not None
    assert PASSWORD not in house.troubles[0]
    assert "anna" not in house.troubles[0]


async def test_a_wrong_password_is_said_and_not_repeated(redis: RedisServer, house: House) -> None:
    async with connected(redis.url.replace(PASSWORD, "wrong"), house) as bus:
        publish(bus, 42)
        await house.until(lambda: bool(house.troubles))

    assert house.troubles[0] is not None
    assert "password" in house.troubles[0]
    assert "wrong" not in house.troubles[0]


async def test_a_bus_that_says_nothing_is_away(house: House) -> None:
    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            await reader.read()
        writer.close()

    server = await asyncio.start_server(listen, HOST, free_port(HOST))
    port = server.sockets[0].getsockname()[1]
    mute = Pace(answer=0.05, first_pause=0.01, longest_pause=0.01)
    async with connected(f"redis://{HOST}:{port}", house, mute) as bus:
        publish(bus, 42)
        await house.until(lambda: bool(house.troubles))
    server.close()
    await server.wait_closed()


async def test_what_cannot_be_installed_is_said_and_tried_again(
    redis: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = House()
    tried: list[str] = []

    async def install(requirement: str) -> None:
        tried.append(requirement)
        if len(tried) == 1:
            msg = f"no {requirement} for this machine"
            raise OSError(msg)

    monkeypatch.setattr(house, "_install", install)
    async with listening_to(redis, CHANNEL) as ear, connected(redis.url, house) as bus:
        publish(bus, 42)
        await ear.next()

    assert house.troubles[0] == f"no {REQUIREMENTS['redis']} for this machine"


async def test_it_is_found_though_it_was_installed_after_the_library_looked(
    redis: RedisServer, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socketio.async_redis_manager, "aioredis", None)

    async with listening_to(redis, CHANNEL) as ear, connected(redis.url, house) as bus:
        publish(bus, 42)
        await ear.next()


async def test_of_too_much_the_oldest_is_dropped_and_counted(
    redis: RedisServer, house: House
) -> None:
    house.may_install.clear()
    async with (
        listening_to(redis, CHANNEL) as ear,
        connected(redis.url, house, Pace(kept=3)) as bus,
    ):
        await house.until(lambda: bool(house.installed))
        publish(bus, *range(42, 50))
        house.may_install.set()
        heard = [(await ear.next(event="status_update"))["data"][0]["seq"] for _ in range(3)]

    assert heard == [47, 48, 49]
    assert bus.dropped == 5


async def test_publishing_never_waits_and_closing_leaves_nothing(house: House) -> None:
    before = asyncio.all_tasks()
    async with connected(NOBODY, house) as bus:
        publish(bus, *range(100))
        await house.until(lambda: bool(house.troubles))

    assert asyncio.all_tasks() == before
    await bus.close()


def test_what_a_bus_takes_is_pinned_as_it_is_tried() -> None:
    project: dict[str, Any] = tomllib.loads(
        (Path(__file__).parents[2] / "pyproject.toml").read_text()
    )

    assert set(REQUIREMENTS.values()) <= set(project["dependency-groups"]["dev"])
