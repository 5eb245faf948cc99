"""Whatever happens to clients and server, each client's log is the journal's from where it began.

Real sockets, a real record on disk, a server that is killed and comes back on the same port.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
import tempfile

from aiohttp import ClientSession
from hypothesis import event, given, settings, strategies as st
import pytest

from custom_components.tuya_twin.core.model import HOUSE, Status
from tests.feed.model_client import ModelClient
from tests.feed.stand import PATIENCE, ZONES, Stand, standing

type Step = tuple[str, object]

numbers = st.integers(0, 9)
bursts = st.lists(
    st.tuples(st.sampled_from(Status), st.sampled_from((HOUSE, *ZONES))), min_size=1, max_size=40
)
steps = st.one_of(
    st.tuples(st.just("connect"), numbers),
    st.tuples(st.just("connect"), numbers),
    st.tuples(st.just("drop"), numbers),
    st.tuples(st.just("kick"), numbers),
    st.tuples(st.just("burst"), bursts),
    st.tuples(st.just("burst"), bursts),
    st.tuples(st.just("turns"), st.integers(1, 50)),
    st.tuples(st.just("flood"), st.integers(10, 60)),
    st.tuples(st.just("die"), st.none()),
)


@pytest.fixture(autouse=True)
def sockets(socket_enabled: None, event_loop_debug_off: None) -> None:
    """Real ones."""


@settings(max_examples=100, deadline=None)
@given(clients=st.integers(1, 10), plan=st.lists(steps, min_size=10, max_size=40))
async def test_every_log_is_the_journal_s_without_a_gap_a_repeat_or_a_swap(
    clients: int, plan: list[Step]
) -> None:
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        stand = await stack.enter_async_context(standing(Path(folder) / "record.db"))
        session = await stack.enter_async_context(ClientSession())
        screens = [
            ModelClient(session, stand.url, recovers=number % 2 == 0) for number in range(clients)
        ]
        await asyncio.gather(*(screen.connect() for screen in screens[::2]))
        for kind, what in plan:
            await carry_out(stand, screens, kind, what)
        # In the end all are there, and something happens that all of them have to hear of.
        await asyncio.gather(*(screen.connect() for screen in screens))
        await caught_up(stand, screens)
        await stand.change(Status.RED_CRITICAL)
        await caught_up(stand, screens)

        for screen in screens:
            assert_in_step(stand, screen)
            await screen.drop()


async def carry_out(stand: Stand, screens: list[ModelClient], kind: str, what: object) -> None:
    number = what if isinstance(what, int) else 0
    screen = screens[number % len(screens)]
    deeds: dict[str, Callable[[], Awaitable[None]]] = {
        "connect": screen.connect,
        "drop": screen.drop,
        "kick": lambda: kick(stand),
        "turns": lambda: turns(number),
        "burst": lambda: burst(stand, what if isinstance(what, list) else []),
        "flood": lambda: burst(stand, [(Status.GREEN_SAFE, ZONES[n % 2]) for n in range(number)]),
        "die": lambda: restart(stand),
    }
    await deeds[kind]()


async def kick(stand: Stand) -> None:
    """Have the server lose a connection."""
    for line in list(stand.feed.door)[:1]:
        line.abort()


async def turns(count: int) -> None:
    """Let everybody have their turn so many times."""
    for _ in range(count):
        await asyncio.sleep(0)


async def burst(stand: Stand, changes: list[tuple[Status, str]]) -> None:
    """Have much happen at once."""
    for status, zone in changes:
        await stand.change(status, zone)


async def restart(stand: Stand) -> None:
    """Kill the server and have it come back."""
    await stand.die()
    await stand.start()


async def caught_up(stand: Stand, screens: list[ModelClient]) -> None:
    """Wait until every client has everything; whoever lost its connection comes back."""
    async with asyncio.timeout(PATIENCE):
        while any(screen.began is None or screen.seq < stand.journal.seq for screen in screens):
            await asyncio.gather(*(screen.connect() for screen in screens))
            await asyncio.sleep(0.001)


def assert_in_step(stand: Stand, screen: ModelClient) -> None:
    assert screen.began is not None
    event(f"recovered: {bool(screen.recoveries)}")
    event(f"merged: {any(update['merged'] for update in screen.log)}")
    event(f"told something: {bool(screen.log[1:])}")
    # However long the way, it was never shown anything but what it had missed.
    assert screen.snapshots == 1
    assert sorted(screen.numbers) == list(range(screen.began + 1, stand.journal.seq + 1))
    own = [update["seq"] for update in screen.log]
    assert own == sorted(own)
    told = {update.seq: update for update in stand.told}
    for update in screen.log:
        known = told[update["seq"]]
        assert (update["status"], update["zone"]) == (known.status.value, known.zone)
    reds = [
        seq
        for seq, update in told.items()
        if update.status is Status.RED_CRITICAL and seq > screen.began
    ]
    assert [seq for seq in own if told[seq].status is Status.RED_CRITICAL] == reds
