"""What is used of the library without its having promised it: a new version may have it otherwise.

Each of these is read or set in feed/engine.py, feed/driver.py or feed/line.py, and nowhere else.
"""

import asyncio

from aiohttp import ClientSession
import engineio
import engineio.async_drivers.aiohttp as driver
import pytest
import socketio

from custom_components.tuya_twin.feed.driver import DRIVER
from tests.feed.kit import Poller, RawClient
from tests.feed.stand import GOOD, Stand

pytestmark = pytest.mark.usefixtures("socket_enabled")


def test_a_driver_is_the_mapping_we_take_it_for() -> None:
    assert driver._async.keys() == DRIVER.keys()
    assert {"translate_request", "make_response", "websocket"} <= driver._async.keys()


def test_the_server_s_engine_can_be_of_a_class_of_ours() -> None:
    assert socketio.AsyncServer()._engineio_server_class() is engineio.AsyncServer


async def test_a_session_tells_how_it_is_reached_and_what_waits(stand: Stand) -> None:
    async with ClientSession() as session, Poller(session, stand.url) as client:
        await client.join(GOOD)
        (line,) = stand.feed.door
        raw = stand.feed._reception._server.eio.sockets[line.id]

        assert (raw.upgraded, raw.upgrading, raw.closed) == (False, False, False)
        assert isinstance(raw.queue, asyncio.Queue)
        async with session.ws_connect(client.websocket) as websocket:
            await websocket.send_str("2probe")
            await websocket.receive_str()
            assert raw.upgrading
            await websocket.send_str("5")
            await stand.until(lambda: raw.upgraded)
            assert not raw.upgrading


async def test_clients_and_connections_find_each_other(stand: Stand) -> None:
    async with ClientSession() as session, RawClient(session, stand.url) as client:
        name = await client.join(GOOD)
        (line,) = stand.feed.door
        library = stand.feed._reception._library

        assert library.client_on(line.id) == name
        assert library.line_of(name) == line.id
        assert library.client_on("nobody") is None
        assert library.line_of("nobody") is None
        assert library.lines() == [line.id]


async def test_what_is_written_by_hand_is_what_the_library_would_have_written(
    stand: Stand,
) -> None:
    async with ClientSession() as session, RawClient(session, stand.url) as client:
        await client.join(GOOD)
        stand.channel.publish("news", {"text": "grün", "long": "x" * 70_000})
        by_hand = (await client.frames_until('42["news"'))[-1]
        await stand.feed._reception._server.emit("news", {"text": "grün", "long": "x" * 70_000})
        by_the_library = (await client.frames_until('42["news"'))[-1]

        assert by_hand == by_the_library
