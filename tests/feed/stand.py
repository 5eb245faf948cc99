"""The feed on a web server of its own, with a real record; it can be lost and come back."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import override

from aiohttp import web

from custom_components.tuya_twin.core.changes import apply, replay
from custom_components.tuya_twin.core.facts import StatusChange, StatusUpdate
from custom_components.tuya_twin.core.house import House
from custom_components.tuya_twin.core.journal import Journal
from custom_components.tuya_twin.core.model import HOUSE, Status, Zone
from custom_components.tuya_twin.core.plan import Plan
from custom_components.tuya_twin.core.ports import Clock
from custom_components.tuya_twin.feed.channel import Channel
from custom_components.tuya_twin.feed.guest import Gate, Guest, Rights
from custom_components.tuya_twin.feed.limits import Limits
from custom_components.tuya_twin.feed.server import FeedServer
from custom_components.tuya_twin.feed.views import SOCKET_IO_PATH
from custom_components.tuya_twin.feed.watched import Watched

HOUSEHOLD = "home"
ZONES = ("LivingRoom", "Foyer", "MasterBedroom")
GOOD, BAD, NEIGHBOUR, LATE = "good", "bad", "neighbour", "late"
"""Tokens: one for everything, one for nothing, one for the foyer only, one that takes its time."""

PATIENCE = 20.0
"""Seconds after which a wait is a failure."""
NEVER = Limits(farewell=0.2, messages_at_once=10_000, unjoined_per_address=200, per_address=1_000)
"""Limits that no ordinary client meets."""


class HandClock(Clock):
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    @override
    def now(self) -> datetime:
        return datetime(2026, 11, 22, tzinfo=UTC) + timedelta(seconds=self.seconds)

    @override
    def monotonic(self) -> float:
        return self.seconds

    def move(self, seconds: float) -> None:
        self.seconds += seconds


class Visitor(Guest):
    """Whoever had a good token."""

    def __init__(self, rights: Rights, on_left: Callable[[Guest], None]) -> None:
        self._rights = rights
        self._on_left = on_left
        self.welcome = True

    @property
    @override
    def rights(self) -> Rights:
        return self._rights

    @override
    def is_welcome(self) -> bool:
        return self.welcome

    @override
    def leave(self) -> None:
        self._on_left(self)


class Doorkeeper(Gate):
    """Knows the tokens above; looks at a bad one, and a late one, until told to decide."""

    def __init__(self) -> None:
        self.looking = asyncio.Event()
        self.decide = asyncio.Event()
        self.inside: dict[Guest, Callable[[], None]] = {}
        """Who is in, and what is called when they are not welcome any more."""

    @override
    async def admit(
        self, request: web.Request, token: str | None, on_revoked: Callable[[], None]
    ) -> Guest | None:
        if token is None or not token.startswith((GOOD, NEIGHBOUR)):
            self.looking.set()
            await self.decide.wait()
        if token is None or not token.startswith((GOOD, NEIGHBOUR, LATE)):
            return None
        zones = frozenset({"Foyer"}) if token == NEIGHBOUR else None
        kiosk = "kiosk" if token == NEIGHBOUR else None
        rights = Rights(user=token, name="Visitor", zones=zones, kiosk=kiosk)
        visitor = Visitor(rights, self._left)
        self.inside[visitor] = on_revoked
        return visitor

    def _left(self, guest: Guest) -> None:
        del self.inside[guest]


class Stand:
    """One household's feed, from `start` to `stop`, on a port that stays the same."""

    feed: FeedServer
    journal: Journal
    channel: Channel

    def __init__(self, record: Path, limits: Limits = NEVER) -> None:
        self.clock = HandClock()
        self.gate = Doorkeeper()
        self.gate.decide.set()
        self.house = House(
            id=HOUSEHOLD,
            name="Home",
            zones=tuple(Zone(id=zone, name=zone) for zone in ZONES),
            devices=(),
        )
        self.plan = Plan()
        self.told: list[StatusUpdate] = []
        """Every change of status, in order, over all restarts."""
        self._record = record
        self._limits = limits
        self._port = 0
        self._runner: web.AppRunner

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    async def start(self) -> None:
        self.journal = await Journal.open(self._record)
        self.house = replay(self.house, self.journal.restored)
        self.feed = FeedServer(
            gate=self.gate,
            clock=self.clock,
            spawn=lambda coroutine, name: asyncio.create_task(coroutine, name=name),
            limits=self._limits,
        )
        watched = Watched(
            journal=self.journal,
            house=lambda: self.house,
            plan=lambda: self.plan,
            on_screens=lambda: None,
        )
        self.channel = self.feed.open_channel(HOUSEHOLD, watched)
        app = web.Application()
        app.router.add_route("*", SOCKET_IO_PATH, self.feed.handle)
        self._runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True)
        await site.start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        await self.feed.close()
        await self._runner.cleanup()
        await self.journal.close()

    async def die(self) -> None:
        """End without a goodbye to anybody, as a process that is killed does."""
        for line in self.feed.door:
            line.abort()
        await self.stop()

    async def change(self, status: Status, zone: str = HOUSE) -> StatusUpdate:
        """Have a zone in a status, and tell it."""
        change = StatusChange(status=status, zone=zone, at=self.clock.now())
        (update,) = await self.journal.append(change)
        assert isinstance(update, StatusUpdate)
        self.told.append(update)
        self.house = apply(self.house, update)
        self.channel.broadcast_status(update)
        return update

    async def until(self, condition: Callable[[], bool]) -> None:
        """Let everybody have their turn until this is so."""
        async with asyncio.timeout(PATIENCE):
            while not condition():  # noqa: ASYNC110 - of anything, without its help
                await asyncio.sleep(0)


@asynccontextmanager
async def standing(record: Path, limits: Limits = NEVER) -> AsyncIterator[Stand]:
    """A feed that runs."""
    stand = Stand(record, limits)
    await stand.start()
    try:
        yield stand
    finally:
        await stand.stop()
