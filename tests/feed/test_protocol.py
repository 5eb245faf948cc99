"""Engine.IO 4 and Socket.IO 5, as their own servers speak them, where the library does not."""

import json

from aiohttp import ClientSession, WSMsgType
import pytest

from custom_components.tuya_twin.core.model import Status
from custom_components.tuya_twin.feed.views import SOCKET_IO_PATH
from tests.feed.kit import Poller, RawClient
from tests.feed.stand import GOOD, Stand

pytestmark = pytest.mark.usefixtures("socket_enabled")


async def test_a_handshake_names_all_that_a_client_has_to_know(
    stand: Stand, session: ClientSession
) -> None:
    async with session.get(f"{stand.url}{SOCKET_IO_PATH}?EIO=4&transport=polling") as response:
        opened = json.loads((await response.text())[1:])

    assert opened.pop("sid")
    assert opened == {
        "upgrades": ["websocket"],
        "pingInterval": 25_000,
        "pingTimeout": 20_000,
        "maxPayload": 16_384,
    }


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("transport=polling", 5),
        ("EIO=3&transport=polling", 5),
        ("EIO=4", 0),
        ("EIO=4&transport=carrier-pigeon", 0),
        ("EIO=4&transport=polling&sid=nobody", 1),
        ("EIO=4&transport=websocket", 3),  # without asking to upgrade
        ("EIO=4&transport=polling&j=0", 3),
    ],
)
async def test_a_bad_request_is_told_why(
    stand: Stand, session: ClientSession, query: str, code: int
) -> None:
    async with session.get(f"{stand.url}{SOCKET_IO_PATH}?{query}") as response:
        assert response.status == 400
        assert (await response.json())["code"] == code


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
async def test_a_handshake_has_one_method(
    stand: Stand, session: ClientSession, method: str
) -> None:
    url = f"{stand.url}{SOCKET_IO_PATH}?EIO=4&transport=polling"
    async with session.request(method, url) as response:
        assert response.status == 400
        assert (await response.json())["code"] == 2


@pytest.mark.parametrize("body", ["abc", "", "2", "4hello\x1eabc", "4\x1e", b"4\xff"])
async def test_an_invalid_body_ends_the_connection(
    stand: Stand, session: ClientSession, body: str | bytes
) -> None:
    async with Poller(session, stand.url) as client:
        assert (await client.post(body))[0] == 400
        assert (await client.poll())[0] == 400


async def test_a_poll_that_is_given_up_ends_the_connection(
    stand: Stand, session: ClientSession
) -> None:
    async with Poller(session, stand.url) as client:
        poll = await client.open_poll(stand)
        poll.cancel()
        await stand.until(lambda: len(stand.feed.door) == 0)

        assert (await client.poll())[0] == 400


async def test_a_close_packet_ends_the_open_poll_with_nothing(
    stand: Stand, session: ClientSession
) -> None:
    async with Poller(session, stand.url) as client:
        poll = await client.open_poll(stand)

        assert await client.post("1") == (200, "ok")
        assert await poll == (200, "6")
        assert (await client.poll())[0] == 400


async def test_an_upgrade_takes_over_from_polling_with_nothing_lost(
    stand: Stand, session: ClientSession
) -> None:
    async with Poller(session, stand.url) as client:
        await client.join(GOOD)
        async with session.ws_connect(client.websocket) as websocket:
            await websocket.send_str("2probe")
            assert await websocket.receive_str() == "3probe"
            updates = [await stand.change(status) for status in Status]
            await websocket.send_str("5")
            updates += [await stand.change(status) for status in Status]
            got: list[int] = []
            while len(got) < len(updates):
                frame = await websocket.receive_str()
                assert frame != "6"
                if "status_update" in frame:
                    got.append(json.loads(frame[2:])[1]["seq"])

        assert got == [update.seq for update in updates]
        assert (await client.poll())[0] == 400


async def test_a_second_websocket_of_a_connection_is_closed_and_the_first_goes_on(
    stand: Stand, session: ClientSession
) -> None:
    async with Poller(session, stand.url) as client:
        await client.join(GOOD)
        async with session.ws_connect(client.websocket) as first:
            await first.send_str("2probe")
            await first.receive_str()
            async with session.ws_connect(client.websocket) as early:
                assert (await early.receive()).type is WSMsgType.CLOSE
            await first.send_str("5")
            async with session.ws_connect(client.websocket) as late:
                assert (await late.receive()).type is WSMsgType.CLOSE
            await first.send_str('42["ping"]')
            while not (await first.receive_str()).startswith('42["pong"'):
                pass


@pytest.mark.parametrize("transport", ["polling", "websocket"])
async def test_what_is_a_websocket_is_asked_by_no_other_request(
    stand: Stand, session: ClientSession, transport: str
) -> None:
    async with RawClient(session, stand.url) as client:
        await client.join(GOOD)
        (line,) = stand.feed.door
        address = f"{stand.url}{SOCKET_IO_PATH}?EIO=4&transport={transport}&sid={line.id}"
        async with session.get(address) as response:
            assert response.status == 400
            assert (await response.json())["code"] == 3
        await client.emit("ping")
        await client.frames_until('42["pong"')


async def test_after_goodbye_the_line_stays_for_another_try(
    stand: Stand, session: ClientSession
) -> None:
    async with RawClient(session, stand.url) as client:
        await client.join(GOOD)
        await client.say_goodbye()
        await stand.until(lambda: stand.feed.connected_client_count == 0)
        await client.join(GOOD)

        assert stand.feed.connected_client_count == 1
        assert len(stand.feed.door) == 1
