"""What clients do wrong, on purpose or not: each is closed or served, and nobody else notices."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
import json
import logging

from aiohttp import ClientSession
import pytest

from custom_components.tuya_twin.core.model import Status
from custom_components.tuya_twin.feed.line import Fault
from custom_components.tuya_twin.feed.views import SOCKET_IO_PATH
from tests.feed.kit import Poller, RawClient, TcpClient
from tests.feed.stand import GOOD, HOUSEHOLD, NEVER, Stand

pytestmark = pytest.mark.usefixtures("socket_enabled")

HANDSHAKE = f"{SOCKET_IO_PATH}?EIO=4&transport=polling"


# What the library does by default, row by row ------------------------------------------------


async def test_who_never_shows_a_token_is_closed_after_ten_seconds(
    stand: Stand, session: ClientSession
) -> None:
    async with RawClient(session, stand.url) as silent, RawClient(session, stand.url) as screen:
        await screen.join(GOOD)
        stand.clock.move(9.9)
        await stand.feed.sweep()
        assert len(stand.feed.door) == 2
        stand.clock.move(0.1)
        await stand.feed.sweep()

        assert (await silent.frames_to_the_end())[-1] == "1"
        await stand.until(lambda: stand.feed.door.faults == {Fault.NO_TOKEN: 1})
        assert stand.feed.connected_client_count == 1


async def test_all_packets_of_one_request_are_heard_however_many(
    stand: Stand, session: ClientSession
) -> None:
    async with Poller(session, stand.url) as client:
        await client.join(GOOD)
        assert await client.post("\x1e".join(['42["ping"]'] * 40)) == (200, "ok")

        received = ""
        while received.count('"pong"') < 40:
            received += (await client.poll())[1]


async def test_a_body_that_comes_in_pieces_is_read_whole(
    stand: Stand, session: ClientSession
) -> None:
    async with Poller(session, stand.url) as client, TcpClient(stand.url) as wire:
        packet = f'40{{"token":"{GOOD}","screen":"{"x" * 200}"}}'
        wire.writer.write(
            f"POST {HANDSHAKE}&sid={client.sid} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Content-Length: {len(packet)}\r\n\r\n{packet[:50]}".encode()
        )
        await wire.writer.drain()
        # The server is past the headers, and the first piece, when it has answered another.
        async with session.get(stand.url + SOCKET_IO_PATH) as other:
            assert other.status == 400
        assert stand.channel.connected_client_count == 0
        wire.writer.write(packet[50:].encode())

        assert b"200 OK" in await wire.reader.readuntil(b"\r\n\r\n")
        assert stand.channel.connected_client_count == 1


@pytest.mark.parametrize("stand", [replace(NEVER, body_within=0.05)], indirect=True)
async def test_a_body_that_does_not_come_ends_its_connection(
    stand: Stand, session: ClientSession
) -> None:
    async with Poller(session, stand.url) as client, TcpClient(stand.url) as wire:
        wire.writer.write(
            f"POST {HANDSHAKE}&sid={client.sid} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            "Content-Length: 100\r\n\r\n40".encode()
        )

        assert b"400 Bad Request" in await wire.reader.readuntil(b"\r\n\r\n")
        assert (await client.poll())[0] == 400
    assert stand.feed.door.faults == {Fault.BODY: 1}


async def test_a_chunked_body_is_heard(stand: Stand, session: ClientSession) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b'40{"token":'
        yield f'"{GOOD}"}}'.encode()

    async with Poller(session, stand.url) as client:
        assert await client.post(pieces()) == (200, "ok")
        assert stand.channel.connected_client_count == 1


async def test_a_websocket_that_is_lost_before_its_probe_blinds_nobody(
    stand: Stand, session: ClientSession
) -> None:
    async with Poller(session, stand.url) as client:
        await client.join(GOOD)
        async with session.ws_connect(client.websocket):
            pass
        update = await stand.change(Status.RED_CRITICAL)

        assert f'"seq":{update.seq}' in await client.poll_until("status_update")


@pytest.mark.parametrize("stand", [replace(NEVER, upgrade_within=0.05)], indirect=True)
@pytest.mark.parametrize("probe", [None, "2probe", "2nonsense"])
async def test_a_websocket_that_stalls_on_its_way_is_given_up(
    stand: Stand, session: ClientSession, probe: str | None
) -> None:
    async with Poller(session, stand.url) as client:
        await client.join(GOOD)
        async with session.ws_connect(client.websocket) as stalled:
            if probe is not None:
                await stalled.send_str(probe)
            while not (await stalled.receive()).type.name.startswith("CLOS"):
                pass
        update = await stand.change(Status.RED_CRITICAL)

        assert f'"seq":{update.seq}' in await client.poll_until("status_update")


@pytest.mark.parametrize("stand", [replace(NEVER, message_bytes=1000)], indirect=True)
async def test_a_body_that_is_too_large_is_refused_at_once_and_its_connection_gone(
    stand: Stand, session: ClientSession
) -> None:
    before = asyncio.all_tasks()
    for _ in range(5):
        async with Poller(session, stand.url) as client:
            assert (await client.post("4" + "x" * 1000))[0] == 413
            assert (await client.poll())[0] == 400

    await stand.until(lambda: stand.feed.door.faults == {Fault.SIZE: 5})
    assert len(stand.feed.door) == 0
    names = {task.get_name() for task in asyncio.all_tasks() - before}
    assert not [name for name in names if "queue" in name]


@pytest.mark.parametrize("stand", [replace(NEVER, message_bytes=1000)], indirect=True)
async def test_a_frame_that_is_too_large_closes_its_connection(
    stand: Stand, session: ClientSession
) -> None:
    async with RawClient(session, stand.url) as client:
        await client.join(GOOD)
        await client.send("42" + json.dumps(["seen", "x" * 1000]))
        await client.frames_to_the_end()

    await stand.until(lambda: stand.feed.door.faults == {Fault.SIZE: 1})


@pytest.mark.parametrize(
    "packet", ['4599999999-["seen",{"_placeholder":true,"num":0}]', '451-["x"]', "461-1[0]", b"\1"]
)
async def test_whoever_announces_attachments_is_closed(
    stand: Stand, session: ClientSession, packet: str | bytes
) -> None:
    async with RawClient(session, stand.url) as client:
        await client.join(GOOD)
        await client.send(packet)
        await client.frames_to_the_end()

    await stand.until(lambda: stand.feed.door.faults == {Fault.BINARY: 1})


async def test_a_namespace_that_is_not_there_is_refused_ten_times(
    stand: Stand, session: ClientSession
) -> None:
    async with RawClient(session, stand.url) as client:
        for _ in range(11):
            await client.send("40/admin,")
        frames = await client.frames_to_the_end()

    assert frames == ['44/admin,{"message":"Invalid namespace"}'] * 10 + ["1"]
    await stand.until(lambda: stand.feed.door.faults == {Fault.NAMESPACE: 1})


@pytest.mark.parametrize("event", ["connect", "disconnect", "connect_error", "newListener"])
async def test_socket_io_s_own_names_are_nobody_else_s(
    stand: Stand, session: ClientSession, event: str
) -> None:
    async with RawClient(session, stand.url) as client:
        await client.join(GOOD)
        await client.emit(event, {"token": GOOD})
        await client.frames_to_the_end()

    await stand.until(lambda: stand.feed.door.faults == {Fault.RESERVED: 1})
    assert not stand.gate.inside


@pytest.mark.parametrize(
    "packet",
    [
        "",
        "abc",
        "2",
        "5",
        "6",
        "4",
        "4abc",
        "49",
        "4٣",  # a digit, but not of ours
        "42",
        "42{}",
        "42[]",
        "42[7]",
        '42["ping"',
        '42999999999999999999["ping"]',
        "40[]",
        "44{}",
        "42/admin,[]",
        pytest.param("42" + "[" * 5000, id="deep"),
    ],
)
async def test_a_packet_that_is_none_closes_its_connection_at_once_and_is_told_once(
    stand: Stand, session: ClientSession, packet: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    for _ in range(3):
        async with RawClient(session, stand.url) as client:
            await client.join(GOOD)
            await client.send(packet)
            await client.frames_to_the_end()

    await stand.until(lambda: sum(stand.feed.door.faults.values()) == 3)
    ours = [record.name for record in caplog.records if record.name.startswith("custom_comp")]
    assert [name.rpartition(".")[2] for name in ours] == ["door"]
    await stand.until(lambda: stand.feed.connected_client_count == 0)


@pytest.mark.parametrize("packet", ['42["ping"]', "41", "43[]"])
async def test_nobody_says_anything_before_asking_to_connect(
    stand: Stand, session: ClientSession, packet: str
) -> None:
    async with RawClient(session, stand.url) as client:
        await client.send(packet)
        await client.frames_to_the_end()

    await stand.until(lambda: stand.feed.door.faults == {Fault.PACKET: 1})


async def test_connections_that_are_opened_and_left_are_forgotten(
    stand: Stand, session: ClientSession
) -> None:
    before = asyncio.all_tasks()
    for _ in range(200):
        async with Poller(session, stand.url):
            pass
    assert len(stand.feed.door) == 200
    stand.clock.move(10)
    await stand.feed.sweep()
    await stand.feed.sweep()

    assert len(stand.feed.door) == 0
    assert not stand.feed.door._by_address
    assert not stand.feed.door._unjoined
    left = [task.get_name() for task in asyncio.all_tasks() - before]
    assert len([name for name in left if "ping" not in name and "service" not in name]) < 10


async def test_a_second_poll_ends_both_and_their_connection(
    stand: Stand, session: ClientSession
) -> None:
    async with Poller(session, stand.url) as client:
        await client.join(GOOD)
        await stand.until(lambda: stand.channel._list_due is None)
        stand.channel.publish("mark", {})
        await client.poll_until("mark")
        first = await client.open_poll(stand)

        assert (await client.poll())[0] == 400
        assert await first == (200, "1")
        assert (await client.poll())[0] == 400
        assert stand.feed.connected_client_count == 0


# Limits --------------------------------------------------------------------------------------


@pytest.mark.parametrize("stand", [replace(NEVER, unjoined_per_address=3)], indirect=True)
async def test_half_open_handshakes_do_not_pile_up(stand: Stand, session: ClientSession) -> None:
    async with (
        RawClient(session, stand.url) as screen,
        Poller(session, stand.url),
        Poller(session, stand.url),
    ):
        async with session.get(stand.url + HANDSHAKE) as response:
            assert response.status == 429
        # Whoever is let in makes room for the next.
        await screen.join(GOOD)
        async with session.get(stand.url + HANDSHAKE) as response:
            assert response.status == 200
        async with session.get(stand.url + HANDSHAKE) as response:
            assert response.status == 429
        stand.clock.move(10)
        await stand.feed.sweep()
        async with session.get(stand.url + HANDSHAKE) as response:
            assert response.status == 200


@pytest.mark.parametrize("stand", [replace(NEVER, per_address=2)], indirect=True)
async def test_an_address_has_so_many_connections_and_no_more(
    stand: Stand, session: ClientSession
) -> None:
    async with RawClient(session, stand.url) as first, RawClient(session, stand.url) as second:
        await first.join(GOOD)
        await second.join(GOOD)
        async with session.get(stand.url + HANDSHAKE) as third:
            assert third.status == 429
        stand.feed.allow(HOUSEHOLD, per_address=3, per_user=3)
        async with session.get(stand.url + HANDSHAKE) as third:
            assert third.status == 200
    assert stand.feed.figures().turned_away == 1


@pytest.mark.parametrize("stand", [replace(NEVER, per_user=1)], indirect=True)
async def test_a_user_has_so_many_connections_and_no_more(
    stand: Stand, session: ClientSession
) -> None:
    async with RawClient(session, stand.url) as first, RawClient(session, stand.url) as second:
        await first.join(GOOD)
        await second.ask_to_connect(token=GOOD)
        assert await second.frames_until("44") == ['44{"message":"too_many_connections"}']
        # It does not get to try one token after the other.
        await second.ask_to_connect(token=GOOD)
        assert await second.frames_to_the_end() == ["1"]
    await stand.until(lambda: stand.feed.connected_client_count == 0)
    async with RawClient(session, stand.url) as again:
        await again.join(GOOD)


@pytest.mark.parametrize("stand", [replace(NEVER, messages_at_once=20)], indirect=True)
async def test_a_storm_of_packets_closes_its_connection_and_nobody_else_s(
    stand: Stand, session: ClientSession
) -> None:
    async with RawClient(session, stand.url) as screen, RawClient(session, stand.url) as storm:
        await screen.join(GOOD)
        await storm.join(GOOD)
        for _ in range(21):
            await storm.emit("ping")
        await storm.frames_to_the_end()
        await stand.change(Status.RED_CRITICAL)
        await screen.frames_until('42["status_update"')

    await stand.until(lambda: stand.feed.door.faults == {Fault.RATE: 1})


@pytest.mark.parametrize("stand", [replace(NEVER, messages_at_once=20)], indirect=True)
async def test_to_poll_for_one_event_after_another_is_no_storm_as_that_is_how_they_are_taken(
    stand: Stand, session: ClientSession
) -> None:
    async with Poller(session, stand.url) as client:
        await client.join(GOOD)
        for _ in range(100):
            stand.channel.publish("news", {})
            assert (await client.poll())[0] == 200

    assert not stand.feed.door.faults


@pytest.mark.parametrize("stand", [replace(NEVER, messages_at_once=20)], indirect=True)
async def test_to_ask_by_polling_without_a_pause_is_a_storm_as_well(
    stand: Stand, session: ClientSession
) -> None:
    async with Poller(session, stand.url) as client:
        await client.join(GOOD)
        status = 200
        while status == 200:
            status, _ = await client.post('42["ping"]')
            await client.poll()

    assert status == 400
    assert stand.feed.door.faults == {Fault.RATE: 1}


@pytest.mark.parametrize("stand", [replace(NEVER, messages_at_once=20)], indirect=True)
async def test_what_is_said_at_leisure_is_no_storm(stand: Stand, session: ClientSession) -> None:
    async with RawClient(session, stand.url) as screen:
        await screen.join(GOOD)
        for _ in range(100):
            stand.clock.move(0.05)
            await screen.emit("ping")
            await screen.frames_until('42["pong"')

    assert not stand.feed.door.faults


async def test_a_client_that_polls_and_falls_silent_is_let_go(
    stand: Stand, session: ClientSession
) -> None:
    async with Poller(session, stand.url) as client:
        await client.join(GOOD)
        stand.clock.move(NEVER.silence)

        assert (await client.poll())[0] == 400
        assert stand.feed.connected_client_count == 0


async def test_a_frame_that_says_it_is_compressed_is_not_unpacked(stand: Stand) -> None:
    async with TcpClient(stand.url) as client:
        await client.open_websocket()
        # Nothing was agreed on: were it unpacked, a few bytes could become any number.
        client.writer.write(bytes((0xC1, 0x84)) + bytes(4) + b"bomb")
        await client.reader.read()
        await stand.until(lambda: stand.feed.door.faults == {Fault.PACKET: 1})


async def test_no_websocket_is_compressed(stand: Stand) -> None:
    async with (
        ClientSession() as session,
        session.ws_connect(
            f"{stand.url}{SOCKET_IO_PATH}?EIO=4&transport=websocket", compress=15
        ) as websocket,
    ):
        assert not websocket.compress


# Who does not read ---------------------------------------------------------------------------


@pytest.mark.parametrize("stand", [replace(NEVER, buffer_bytes=10_000)], indirect=True)
async def test_whoever_does_not_read_delays_nobody_and_is_sent_away(
    stand: Stand, session: ClientSession
) -> None:
    async with RawClient(session, stand.url) as screen, TcpClient(stand.url) as deaf:
        await screen.join(GOOD)
        await deaf.open_websocket()
        deaf.send_text(f'40{{"token":"{GOOD}","screen":"deaf"}}')
        await stand.until(lambda: stand.feed.connected_client_count == 2)
        (slow,) = [shown for shown in stand.channel.screens if shown.name == "deaf"]
        while not slow.line.paused:
            for _ in range(20):
                stand.channel.publish("device_update", {"id": "lamp", "zone": "x" * 2000})
            stand.channel.publish("mark", {})
            await screen.frames_until('42["mark"')
        for number in range(100):
            stand.channel.publish("device_update", {"id": str(number % 3), "zone": "Foyer"})

        # Of each device only the newest waits.
        assert slow.waiting < 10
        assert slow.merged > 90
        stand.clock.move(NEVER.lag)
        await stand.feed.sweep()
        assert stand.feed.connected_client_count == 1
        assert stand.feed.figures().dismissed == {"too_slow": 1}
        # It is cut off, though it never reads.
        await stand.until(lambda: not slow.line.has_websocket)


@pytest.mark.parametrize("stand", [replace(NEVER, buffer_bytes=10_000)], indirect=True)
async def test_whoever_reads_again_in_time_gets_the_newest_of_everything_and_every_red(
    stand: Stand, session: ClientSession
) -> None:
    async with RawClient(session, stand.url) as client:
        await client.join(GOOD)
        (screen,) = stand.channel.screens
        while not screen.line.paused:
            for _ in range(20):
                stand.channel.publish("device_update", {"id": "lamp", "zone": "x" * 2000})
            await asyncio.sleep(0)
        updates = [
            await stand.change(status, "Foyer")
            for status in (Status.RED_CRITICAL, Status.YELLOW_WARNING, Status.GREEN_SAFE) * 3
        ]
        stand.channel.publish("mark", {})
        frames = await client.frames_until('42["mark"')

    got = [json.loads(frame[2:])[1] for frame in frames if "status_update" in frame]
    seqs = [seq for data in got for seq in (*data["merged"], data["seq"])]
    assert seqs == [update.seq for update in updates]
    reds = [update.seq for update in updates if update.status is Status.RED_CRITICAL]
    assert [data["seq"] for data in got if data["status"] == "RED_CRITICAL"] == reds
