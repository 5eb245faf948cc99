"""The endpoint itself: lets clients in, puts each in its household's channel, cleans up."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
import logging
from typing import Final

from aiohttp import web
from engineio import AsyncServer as EngineServer
import socketio
from socketio.exceptions import ConnectionRefusedError as Refused

from ..core import wire
from ..core.ports import Clock
from ..core.wire import Payload
from .channel import Channel, Later, Watched
from .door import FrontDoor
from .engine import Library, Spawn, Tasks, make_server
from .guest import Gate, Guest
from .limits import Limits
from .line import Line
from .messages import Message
from .metrics import FeedCollector, Figures, Measures, exposition
from .scope import Scope
from .screen import Means, Screen, Visit

_LOGGER = logging.getLogger(__name__)

INVALID_AUTH: Final = "invalid_auth"
UNKNOWN_HOUSEHOLD: Final = "unknown_household"
TOO_MANY: Final = "too_many_connections"

REVOKED: Final = "revoked"
TOO_SLOW: Final = "too_slow"
RECOVERED: Final = "recovered"
CLOSED: Final = "household_closed"
"""Why a client is sent away; it is told so in a last event, `goodbye`."""

_LONGEST_NAME: Final = 40
_SWEEP_SECONDS: Final = 1.0
_FOR_GOOD: Final = frozenset({EngineServer.reason.SERVER_DISCONNECT})


@dataclass(frozen=True, kw_only=True, slots=True)
class _Seat:
    """A guest who was let in, at a household's channel; the screen is theirs once they sit."""

    guest: Guest
    channel: Channel
    screen: Screen
    recovered_from: int | None
    resume: object


class FeedServer:
    """The Socket.IO endpoint of all households, from construction to `close`."""

    def __init__(
        self, *, gate: Gate, clock: Clock, spawn: Spawn, limits: Limits | None = None
    ) -> None:
        """Serve nobody yet: a client is refused until its household opens a channel."""
        self._gate = gate
        self._clock = clock
        self._tasks = Tasks(spawn)
        self._limits = limits or Limits()
        self._measures = Measures()
        self._measures.registry.register(FeedCollector(self.figures))
        self._recovery_ids: dict[str, str] = {}
        self._server: socketio.AsyncServer = make_server(
            self._tasks, self._limits, self._recovery_ids
        )
        self._library = Library(self._server)
        self._means = Means(
            server=self._server,
            start=self._tasks.start,
            limits=self._limits,
            monotonic=clock.monotonic,
        )
        self.door = FrontDoor(
            self._library,
            self._limits,
            monotonic=clock.monotonic,
            on_goodbye=self._goodbye,
            on_joined=self._joined,
        )
        self._channels: dict[str, Channel] = {}
        self._seats: dict[str, _Seat] = {}
        self._connections: Counter[str] = Counter()
        """By user."""
        self._allowed: dict[str, tuple[int, int]] = {}
        """How many connections an address and a user may have, by household."""
        self._closed = False
        self._requests: set[asyncio.Task[None]] = set()
        self._sweeper: asyncio.Task[None] | None = None
        self._server.on("connect", self._on_connect)
        self._server.on("disconnect", self._on_disconnect)
        self._server.on("ping", self._on_ping)
        self._server.on("seen", self._on_seen)
        self._server.on("subscribe", self._on_subscribe)

    @property
    def connected_client_count(self) -> int:
        """How many clients are connected and let in, over all households."""
        return sum(channel.connected_client_count for channel in self._channels.values())

    @property
    def has_channels(self) -> bool:
        """Whether any household is open."""
        return bool(self._channels)

    # Households come and go -----------------------------------------------------------------

    def open_channel(self, household: str, watched: Watched) -> Channel:
        """Open a household's channel; clients may join it from now on."""
        channel = Channel(watched, clock=self._clock, later=_later(), measures=self._measures)
        self._channels[household] = channel
        if self._sweeper is None:
            self._sweeper = self._tasks.start(self._sweep(), "tuya_twin feed sweeps")
        return channel

    async def close_channel(self, household: str) -> None:
        """Send a household's clients away; they may try again."""
        channel = self._channels.pop(household)
        self._allowed.pop(household, None)
        channel.close()
        await asyncio.gather(*(self._dismiss(screen.client, CLOSED) for screen in channel.screens))

    def allow(self, household: str, *, per_address: int, per_user: int) -> None:
        """Set how many connections a household allows; of several, the most counts.

        Those there are stay.
        """
        self._allowed[household] = (per_address, per_user)
        addresses, users = zip(*self._allowed.values(), strict=True)
        self._limits = replace(self._limits, per_address=max(addresses), per_user=max(users))
        self.door.limits = self._limits

    # Requests -------------------------------------------------------------------------------

    async def handle(
        self, request: web.Request, household: str | None = None
    ) -> web.StreamResponse:
        """Answer one HTTP request or websocket of a client.

        With `household`, it may listen to no other.
        """
        task = request.task
        self._requests.add(task)
        try:
            return await self.door.handle(request, household)
        finally:
            self._requests.discard(task)

    def figures(self) -> Figures:
        """How the feed stands."""
        screens = [screen for channel in self._channels.values() for screen in channel.screens]
        measures = self._measures
        merged = sum(channel.merged for channel in self._channels.values())
        return Figures(
            clients={
                household: channel.connected_client_count
                for household, channel in self._channels.items()
            },
            lines=len(self.door),
            events=measures.events,
            delivered=measures.delivered + sum(screen.delivered for screen in screens),
            merged=measures.merged + merged + sum(screen.merged for screen in screens),
            waiting=sum(screen.waiting for screen in screens),
            admitted=measures.admitted,
            refused=measures.refused,
            faults=Counter({fault.value: count for fault, count in self.door.faults.items()}),
            dismissed=measures.dismissed,
            turned_away=self.door.turned_away,
        )

    def metrics(self) -> bytes:
        """All figures in Prometheus' text format."""
        return exposition(self._measures)

    async def close(self) -> None:
        """Send everybody away and leave no task behind; harmless if it was closed before."""
        if self._closed:
            return
        self._closed = True
        for household in list(self._channels):
            await self.close_channel(household)
        for line in self.door:
            await self.door.end(line)
        await self._server.shutdown()
        await self._end_requests()
        await self._tasks.cancel()

    async def _end_requests(self) -> None:
        """Give clients a moment to leave; whoever does not read is cut off."""
        if self._requests:
            await asyncio.wait(self._requests, timeout=self._limits.farewell)
        for task in self._requests:
            task.cancel()

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(_SWEEP_SECONDS)
            try:
                await self.sweep()
            except Exception:
                _LOGGER.exception("Unexpected error while looking for clients that are gone")

    async def sweep(self) -> None:
        """End what has let a time pass, and send away whoever is too slow."""
        await self.door.sweep()
        for channel in self._channels.values():
            for screen in channel.screens:
                if screen.is_too_slow:
                    _LOGGER.info("Sent a screen away that did not read: %s", screen.name)
                    await self._dismiss(screen.client, TOO_SLOW)

    # Clients come ---------------------------------------------------------------------------

    async def _on_connect(self, client: str, _environ: object, auth: object = None) -> None:
        line = self.door.line(self._library.line_of(client))
        if line is None:
            raise Refused(INVALID_AUTH)
        asked = auth if isinstance(auth, dict) else {}

        def revoked() -> None:
            self._tasks.start(self._dismiss(client, REVOKED), "tuya_twin revoked")

        guest = await self._gate.admit(line.request, wire.text(asked, "token"), revoked)
        if guest is None:
            raise self._refusal(INVALID_AUTH)
        channel = self._channel_for(line, guest, wire.text(asked, "household"))
        if channel is None:
            guest.leave()
            raise self._refusal(UNKNOWN_HOUSEHOLD)
        if self._connections[guest.rights.user] >= self._limits.per_user:
            guest.leave()
            raise self._refusal(TOO_MANY)
        visit = Visit(
            client=client,
            line=line,
            rights=guest.rights,
            name=(wire.text(asked, "screen") or guest.rights.name)[:_LONGEST_NAME],
            numbered=_counts_along(line, asked),
        )
        # Nothing may be awaited after this: what it is told now is what there is when it joins.
        self._seats[client] = self._seat(visit, guest, channel, asked)
        self._connections[guest.rights.user] += 1

    def _seat(
        self, visit: Visit, guest: Guest, channel: Channel, asked: Mapping[str, object]
    ) -> _Seat:
        rights = guest.rights
        scope = Scope.asked(asked.get("zones"), rights.zones)
        session, number = channel.session(
            visit.client, rights.user, scope, asked.get("pid"), asked.get("offset")
        )
        if number is not None and session.client in self._seats:
            # It has come back before anybody noticed that it had gone.
            self._give_up(session.client)
        self._recovery_ids[visit.client] = session.pid
        return _Seat(
            guest=guest,
            channel=channel,
            screen=Screen(visit, session, self._means),
            recovered_from=number,
            resume=asked.get("resume"),
        )

    def _joined(self, client: str) -> None:
        """The library has let a client in and told it so: it is shown the house."""
        self._recovery_ids.pop(client, None)
        seat = self._seats.get(client)
        line = self.door.line(self._library.line_of(client))
        if seat is None:
            return
        if line is None or line.closed:
            # It went while its token was looked at.
            self._tasks.start(self._server.disconnect(client), "tuya_twin lets go")
            return
        self.door.joined(line, joined=True)
        self._measures.admitted += 1
        seat.channel.join(seat.screen, seat.recovered_from, seat.resume)

    def _channel_for(self, line: Line, guest: Guest, asked: str | None) -> Channel | None:
        only = {line.household, guest.rights.household} - {None}
        if asked is not None:
            only.add(asked)
        if not only:
            return next(iter(self._channels.values()), None)
        household = only.pop() if len(only) == 1 else None
        return None if household is None else self._channels.get(household)

    def _refusal(self, reason: str) -> Refused:
        self._measures.refused[reason] += 1
        return Refused(reason)

    # Clients say something ------------------------------------------------------------------

    async def _on_ping(self, client: str, *_: object) -> None:
        if (seat := await self._welcome_seat(client)) is not None:
            seat.screen.send(Message("pong", {"at": wire.moment(self._clock.now())}))

    async def _on_seen(self, client: str, data: object = None, *_: object) -> None:
        seat = await self._welcome_seat(client)
        if seat is None or not isinstance(data, dict):
            return
        if (seq := wire.number(data, "seq")) is not None:
            seat.channel.mark_seen(client, seq)

    async def _on_subscribe(self, client: str, data: object = None, *_: object) -> Payload | None:
        seat = await self._welcome_seat(client)
        if seat is None:
            return None
        zones = data.get("zones") if isinstance(data, dict) else None
        return seat.channel.subscribe(client, zones)

    async def _welcome_seat(self, client: str) -> _Seat | None:
        """The seat of a client that still may be here; any other is sent away."""
        seat = self._seats.get(client)
        if seat is not None and not seat.guest.is_welcome():
            await self._dismiss(client, REVOKED)
            return None
        return seat

    # Clients go -----------------------------------------------------------------------------

    def _goodbye(self, client: str) -> None:
        if (seat := self._seats.get(client)) is not None:
            seat.screen.is_leaving = True
            self.door.joined(seat.screen.line, joined=False)

    async def _on_disconnect(self, client: str, reason: str = "") -> None:
        self._recovery_ids.pop(client, None)
        if (seat := self._seats.get(client)) is not None:
            may_return = not seat.screen.is_leaving and reason not in _FOR_GOOD
            self._stand_up(client, may_return=may_return)

    def _stand_up(self, client: str, *, may_return: bool) -> None:
        seat = self._seats.pop(client)
        seat.guest.leave()
        self._connections[seat.guest.rights.user] -= 1
        self._measures.delivered += seat.screen.delivered
        self._measures.merged += seat.screen.merged
        seat.channel.leave(client, may_return=may_return)

    def _give_up(self, client: str) -> None:
        """Take the seat of a client that has come back on another line."""
        self._stand_up(client, may_return=True)
        self._tasks.start(self._dismiss(client, RECOVERED), "tuya_twin gives up")

    async def _dismiss(self, client: str, reason: str) -> None:
        """Say goodbye and hang up: a client that will not leave is not left connected."""
        line = self.door.line(self._library.line_of(client))
        if line is None:
            return
        self._measures.dismissed[reason] += 1
        _say_why(line, reason)
        await self._server.disconnect(client)
        await self.door.end(line)


def _say_why(line: Line, reason: str) -> None:
    if line.is_direct:
        line.write(Message("goodbye", {"reason": reason}).plain)


def _counts_along(line: Line, asked: Mapping[str, object]) -> bool:
    """Whether a client counts along with offsets, which are one more argument of each event.

    It may say so itself. JavaScript's client does without saying so; Python's, which asks in
    another order, does not, and calls handlers that take one argument.
    """
    said = asked.get("recovery")
    if isinstance(said, bool):
        return said
    return next(iter(line.handshake_query), "") == "EIO"


def _later() -> Later:
    loop = asyncio.get_running_loop()

    def later(seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        return loop.call_later(seconds, call).cancel

    return later
