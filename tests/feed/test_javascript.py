"""The stock JavaScript client, unchanged, on each way: what it has, misses and gets back."""

import asyncio

from aiohttp import ClientSession
import pytest
import socketio

from custom_components.tuya_twin.core.model import Status
from custom_components.tuya_twin.feed.teller import RECOVERY_SECONDS
from tests.feed.javascript_kit import JavaScriptScreen, javascript_screen
from tests.feed.kit import RawClient
from tests.feed.stand import BAD, GOOD, Stand
from tests.peers_kit import require_peer


@pytest.fixture(autouse=True)
def javascript(socket_enabled: None) -> None:
    require_peer("socket.io-client")


WAYS = {
    "websocket": ("websocket",),
    "upgrade": ("polling", "websocket"),
    "polling": ("polling",),
}
on_each_way = pytest.mark.parametrize("way", WAYS)


async def connected(screen: JavaScriptScreen, stand: Stand, way: str, **auth: object) -> None:
    """Have everything a new screen gets, on the way it is to stay."""
    await screen.open(stand.url, *WAYS[way], token=GOOD, **auth)
    await screen.next("snapshot")
    if way == "upgrade":
        await screen.next("upgrade")


@on_each_way
async def test_it_connects_and_follows_what_happens(stand: Stand, way: str) -> None:
    async with javascript_screen() as screen:
        await connected(screen, stand, way)
        updates = [await stand.change(status) for status in Status]
        await screen.next("status_update", where=lambda line: line["payload"]["seq"] == 3)

        events = [line["event"] for line in screen.lines if "event" in line]
        assert [event for event in events if event != "upgrade"][:3] == [
            "connect",
            "connected",
            "snapshot",
        ]
        assert screen.seqs() == [update.seq for update in updates]
        assert screen.lines[0]["ok"] == "open"
        assert not screen.all("connect")[0]["recovered"]


@on_each_way
async def test_a_refused_token_is_told_as_such(stand: Stand, way: str) -> None:
    async with javascript_screen() as screen:
        await screen.open(stand.url, *WAYS[way], token=BAD)

        assert (await screen.next("connect_error"))["message"] == "invalid_auth"
        assert not screen.all("connected")


@on_each_way
async def test_after_a_short_drop_it_is_recovered_with_just_what_it_missed(
    stand: Stand, way: str
) -> None:
    async with javascript_screen() as screen:
        await connected(screen, stand, way)
        first = await stand.change(Status.YELLOW_WARNING, "Foyer")
        await screen.next("status_update")
        before = len(screen.lines)
        await screen.call("cut")
        missed = [await stand.change(status, "Foyer") for status in list(Status)[::-1]]
        again = await screen.next("connect", before)
        await screen.next(
            "status_update", where=lambda line: line["payload"]["seq"] == missed[-1].seq
        )

        assert again["recovered"]
        assert screen.seqs() == [first.seq, *(update.seq for update in missed)]
        assert not screen.all("snapshot", before)


@on_each_way
async def test_it_is_recovered_although_nothing_has_happened_yet(stand: Stand, way: str) -> None:
    async with javascript_screen() as screen:
        await connected(screen, stand, way)
        before = len(screen.lines)
        await screen.call("cut")

        assert (await screen.next("connect", before))["recovered"]
        update = await stand.change(Status.RED_CRITICAL)
        await screen.next("status_update", before)
        assert screen.seqs() == [update.seq]


@on_each_way
async def test_after_a_long_absence_it_is_shown_the_house_anew(stand: Stand, way: str) -> None:
    async with javascript_screen() as screen:
        await connected(screen, stand, way)
        await stand.change(Status.RED_CRITICAL)
        await screen.next("status_update")
        before = len(screen.lines)
        for line in stand.feed.door:
            line.abort()
            await stand.feed.door.end(line)
        await stand.until(lambda: not stand.feed.connected_client_count)
        stand.clock.move(RECOVERY_SECONDS + 1)

        assert not (await screen.next("connect", before))["recovered"]
        assert (await screen.next("snapshot", before))["payload"]["house"]["shown"] == (
            "RED_CRITICAL"
        )


@on_each_way
async def test_after_a_restart_it_resumes_from_the_last_change_it_has(
    stand: Stand, way: str
) -> None:
    async with javascript_screen() as screen:
        first = await stand.change(Status.YELLOW_WARNING, "Foyer")
        resume = {"epoch": first.epoch, "seq": first.seq}
        await screen.open(stand.url, *WAYS[way], token=GOOD, resume=resume)
        await screen.next("connected")
        before = len(screen.lines)
        await stand.die()
        await screen.next("disconnect", before)
        await stand.start()
        missed = await stand.change(Status.RED_CRITICAL)

        assert not (await screen.next("connect", before))["recovered"]
        await screen.next("status_update", before)
        assert screen.seqs()[-1] == missed.seq
        assert not screen.all("snapshot")


async def test_nobody_recovers_the_session_of_another_user(stand: Stand) -> None:
    async with javascript_screen() as screen, ClientSession() as session:
        await connected(screen, stand, "websocket")
        await stand.change(Status.RED_CRITICAL)
        offset = (await screen.next("status_update"))["offset"]
        pid = stand.channel.screens[0].session.pid
        async with RawClient(session, stand.url) as thief:
            await thief.ask_to_connect(token="good as well", pid=pid, offset=offset)
            frames = await thief.frames_until('42["snapshot"')

        assert not frames[0].endswith(f'"pid":"{pid}"}}')
        assert stand.channel.connected_client_count == 2


async def test_whoever_comes_back_before_anybody_noticed_takes_the_old_place(
    stand: Stand,
) -> None:
    async with ClientSession() as session, RawClient(session, stand.url) as old:
        await old.ask_to_connect(token=GOOD, recovery=True)
        await old.frames_until('42["snapshot"')
        await stand.change(Status.RED_CRITICAL)
        frame = (await old.frames_until('42["status_update"'))[-1]
        offset = frame.rpartition(',"')[2].removesuffix('"]')
        pid = stand.channel.screens[0].session.pid
        async with RawClient(session, stand.url) as new:
            await stand.change(Status.YELLOW_WARNING)
            await new.ask_to_connect(token=GOOD, recovery=True, pid=pid, offset=offset)
            frames = await new.frames_until('42["status_update"')

            assert f'"pid":"{pid}"' in frames[0]
            assert [frame[:13] for frame in frames[1:]] == ['42["connected', '42["status_up']
            assert '"recovered"' in (await old.frames_to_the_end())[-3]
            assert stand.channel.connected_client_count == 1
            assert len(stand.gate.inside) == 1


async def test_goodbye_is_for_good(stand: Stand) -> None:
    async with javascript_screen() as screen:
        await connected(screen, stand, "websocket")
        pid = stand.channel.screens[0].session.pid
        await screen.call("close")
        await stand.until(lambda: not stand.feed.connected_client_count)

        assert stand.channel._sessions.find(pid, GOOD) is None


async def test_python_s_client_is_not_given_offsets_its_handlers_would_not_take(
    stand: Stand,
) -> None:
    client = socketio.AsyncClient(reconnection=False)
    got: asyncio.Future[object] = asyncio.get_running_loop().create_future()
    client.on("status_update", got.set_result)
    await client.connect(
        stand.url,
        socketio_path="/api/tuya_twin/socket.io/",
        auth={"token": GOOD},
        transports=["websocket"],
    )
    await stand.until(lambda: stand.feed.connected_client_count == 1)
    update = await stand.change(Status.RED_CRITICAL)

    shown = await got
    assert isinstance(shown, dict)
    assert shown["seq"] == update.seq
    await client.disconnect()
