"""The endpoint on a web server of its own, behind a gate that takes its time."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
import json
from pathlib import Path
from typing import override

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
import pytest
from yarl import URL

from custom_components.tuya_twin.core.facts import StatusChange, StatusUpdate
from custom_components.tuya_twin.core.house import House
from custom_components.tuya_twin.core.journal import Journal
from custom_components.tuya_twin.core.model import HOUSE, Status
from custom_components.tuya_twin.core.ports import Clock
from custom_components.tuya_twin.feed.channel import Channel
from custom_components.tuya_twin.feed.server import FeedServer, Gate, Guest
from custom_components.tuya_twin.feed.views import SOCKET_IO_PATH
from tests.feed.kit import RawClient

GOOD, BAD = "good", "bad"


class StoppedClock(Clock):
    @override
    def now(self) -> datetime:
        return datetime(2026, 11, 22, tzinfo=UTC)

    @override
    def monotonic(self) -> float:
        return 0.0


class Visitor(Guest):
    @property
    @override
    def name(self) -> str:
        return "Visitor"

    @override
    def leave(self) -> None:
        return


class SlowGate(Gate):
    """Looks at a bad token until told to decide."""

    def __init__(self) -> None:
        self.looking = asyncio.Event()
        self.decide = asyncio.Event()

    @override
    async def admit(
        self, request: web.Request, token: str | None, on_revoked: Callable[[], None]
    ) -> Guest | None:
        if token == GOOD:
            return Visitor()
        self.looking.set()
        await self.decide.wait()
        return None


@pytest.fixture
async def gate() -> SlowGate:
    return SlowGate()


@pytest.fixture
async def feed(gate: SlowGate) -> AsyncIterator[FeedServer]:
    server = FeedServer(
        gate=gate,
        clock=StoppedClock(),
        spawn=lambda coroutine, name: asyncio.create_task(coroutine, name=name),
    )
    yield server
    await server.close()


@pytest.fixture
async def journal(tmp_path: Path) -> AsyncIterator[Journal]:
    journal = await Journal.open(tmp_path / "record.db")
    yield journal
    await journal.close()


@pytest.fixture
async def channel(feed: FeedServer, journal: Journal) -> Channel:
    house = House(id="home", name="Home", zones=(), devices=())
    return feed.open_channel("home", journal=journal, house=lambda: house, on_screens=lambda: None)


@pytest.fixture
async def url(feed: FeedServer) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", SOCKET_IO_PATH, feed.handle)
    async with TestServer(app, host="127.0.0.1") as server:
        yield str(server.make_url("")).rstrip("/")


async def test_nothing_reaches_a_client_while_its_token_is_looked_at(
    gate: SlowGate, channel: Channel, journal: Journal, url: str
) -> None:
    async with (
        ClientSession() as session,
        RawClient(session, url) as stranger,
        RawClient(session, url) as screen,
    ):
        await screen.join(GOOD)
        await stranger.ask_to_connect(token=BAD)
        await gate.looking.wait()
        change = StatusChange(status=Status.RED_CRITICAL, zone=HOUSE, at=datetime.now(UTC))
        (update,) = await journal.append(change)
        assert isinstance(update, StatusUpdate)
        channel.broadcast_status(update)
        await screen.frames_until('42["status_update"')
        gate.decide.set()

        assert await stranger.frames_until("44") == ['44{"message":"invalid_auth"}']


async def test_a_client_without_a_household_to_listen_to_is_refused(url: str) -> None:
    async with ClientSession() as session, RawClient(session, url) as client:
        await client.ask_to_connect(token=GOOD)

        assert await client.frames_until("44") == ['44{"message":"unknown_household"}']


async def test_closing_leaves_nobody_connected_and_no_task_behind(
    feed: FeedServer, channel: Channel, url: str
) -> None:
    before = asyncio.all_tasks()
    async with ClientSession() as session, RawClient(session, url) as client:
        await client.join(GOOD)
        await feed.close()

        assert (await client.frames_to_the_end())[-1] == "1"
        assert feed.connected_client_count == 0
        started = asyncio.all_tasks() - before
        assert [task.get_name() for task in started if "tuya_twin" in task.get_name()] == []


async def test_every_screen_gets_everything_in_the_same_order(
    channel: Channel, journal: Journal, url: str
) -> None:
    async with (
        ClientSession() as session,
        RawClient(session, url) as first,
        RawClient(session, url) as second,
    ):
        await first.join(GOOD)
        await second.join(GOOD)
        for number in range(50):
            channel.publish("device_update", {"number": number})
        channel.publish("done", {})

        frames = [
            [frame for frame in await client.frames_until('42["done"') if "number" in frame]
            for client in (first, second)
        ]

    assert frames[0] == frames[1]
    assert frames[0] == [f'42["device_update",{{"number":{n}}}]' for n in range(50)]


async def test_who_does_not_answer_the_goodbye_is_cut_off(
    feed: FeedServer, channel: Channel, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("custom_components.tuya_twin.feed.server._FAREWELL_SECONDS", 0.05)
    address = URL(url)
    assert address.host
    assert address.port
    reader, writer = await asyncio.open_connection(address.host, address.port)
    writer.write(
        f"GET {SOCKET_IO_PATH}?EIO=4&transport=websocket HTTP/1.1\r\n"
        f"Host: {address.host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
    )
    assert b" 101 " in await reader.readuntil(b"\r\n\r\n")

    await feed.close()

    # Whatever was sent before is read to the end of the line: it was closed from the other side.
    await reader.read()
    writer.close()


async def test_a_client_may_poll(channel: Channel, url: str) -> None:
    polling = f"{url}{SOCKET_IO_PATH}?EIO=4&transport=polling"
    async with ClientSession() as session:
        async with session.get(polling) as opened:
            line = json.loads((await opened.text())[1:])["sid"]
        async with session.post(f"{polling}&sid={line}", data='40{"token":"good"}') as connected:
            assert connected.status == 200
        received = ""
        while "snapshot" not in received:
            async with session.get(f"{polling}&sid={line}") as poll:
                received += await poll.text()

        assert received.index("40{") < received.index('42["connected"')
        assert channel.connected_client_count == 1
