"""The endpoint on a web server of its own, behind a gate that takes its time."""

import asyncio

from aiohttp import ClientSession
import pytest

from custom_components.tuya_twin.core.model import Status
from tests.feed.kit import Poller, RawClient, TcpClient
from tests.feed.stand import BAD, GOOD, HOUSEHOLD, LATE, NEVER, Stand, Visitor

pytestmark = pytest.mark.usefixtures("socket_enabled")


async def test_nothing_reaches_a_client_while_its_token_is_looked_at(stand: Stand) -> None:
    stand.gate.decide.clear()
    async with (
        ClientSession() as session,
        RawClient(session, stand.url) as stranger,
        RawClient(session, stand.url) as screen,
    ):
        await screen.join(GOOD)
        await stranger.ask_to_connect(token=BAD)
        await stand.gate.looking.wait()
        await stand.change(Status.RED_CRITICAL)
        await screen.frames_until('42["status_update"')
        stand.gate.decide.set()

        assert await stranger.frames_until("44") == ['44{"message":"invalid_auth"}']


async def test_who_is_hung_up_on_while_the_token_is_looked_at_is_not_let_in(stand: Stand) -> None:
    stand.gate.decide.clear()
    async with ClientSession() as session, RawClient(session, stand.url) as late:
        await late.ask_to_connect(token=LATE)
        await stand.gate.looking.wait()
        stand.clock.move(NEVER.join_within)
        await stand.feed.sweep()
        stand.gate.decide.set()
        frames = await late.frames_to_the_end()

    await stand.until(lambda: not stand.gate.inside)
    assert stand.feed.connected_client_count == 0
    assert not [frame for frame in frames if frame.startswith("42")]


@pytest.mark.parametrize("event", ["ping", "seen", "subscribe"])
async def test_who_is_not_welcome_any_more_is_sent_away_for_whatever_they_say(
    stand: Stand, event: str
) -> None:
    async with ClientSession() as session, RawClient(session, stand.url) as client:
        await client.join(GOOD)
        (guest,) = stand.gate.inside
        assert isinstance(guest, Visitor)
        guest.welcome = False
        await client.emit(event, {"seq": 0})

        assert '42["goodbye",{"reason":"revoked"}]' in await client.frames_to_the_end()
    assert not stand.gate.inside


async def test_a_client_without_a_household_to_listen_to_is_refused(stand: Stand) -> None:
    await stand.feed.close_channel(HOUSEHOLD)
    async with ClientSession() as session, RawClient(session, stand.url) as client:
        await client.ask_to_connect(token=GOOD)

        assert await client.frames_until("44") == ['44{"message":"unknown_household"}']
    assert not stand.gate.inside


async def test_closing_leaves_nobody_connected_and_no_task_behind(stand: Stand) -> None:
    before = asyncio.all_tasks()
    async with ClientSession() as session, RawClient(session, stand.url) as client:
        await client.join(GOOD)
        await stand.feed.close()

        assert (await client.frames_to_the_end())[-1] == "1"
        assert stand.feed.connected_client_count == 0
        started = asyncio.all_tasks() - before
        assert [task.get_name() for task in started if "tuya_twin" in task.get_name()] == []
    assert not stand.gate.inside


async def test_every_screen_gets_everything_in_the_same_order(stand: Stand) -> None:
    async with (
        ClientSession() as session,
        RawClient(session, stand.url) as first,
        RawClient(session, stand.url) as second,
    ):
        await first.join(GOOD)
        await second.join(GOOD)
        for number in range(50):
            stand.channel.publish("news", {"number": number})
        stand.channel.publish("done", {})

        frames = [
            [frame for frame in await client.frames_until('42["done"') if "number" in frame]
            for client in (first, second)
        ]

    assert frames[0] == frames[1]
    assert frames[0] == [f'42["news",{{"number":{n}}}]' for n in range(50)]


async def test_who_does_not_answer_the_goodbye_is_cut_off(stand: Stand) -> None:
    async with TcpClient(stand.url) as client:
        await client.open_websocket()
        await stand.feed.close()

        # Whatever was sent before is read to the end: it was closed from the other side.
        await client.reader.read()


async def test_a_client_may_poll(stand: Stand) -> None:
    async with ClientSession() as session, Poller(session, stand.url) as client:
        assert await client.post('40{"token":"good"}') == (200, "ok")
        received = await client.poll_until("snapshot")

        assert received.index("40{") < received.index('42["connected"')
        assert stand.channel.connected_client_count == 1
