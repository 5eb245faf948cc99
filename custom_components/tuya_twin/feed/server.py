"""The endpoint itself: lets clients in, puts each in its household's channel, cleans up."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from aiohttp import web
import socketio
from socketio.exceptions import ConnectionRefusedError as Refused

from ..core import wire
from ..core.house import House
from ..core.ports import Clock, JournalPort
from .channel import Channel
from .engine import Spawn, Tasks, hang_up, make_server

INVALID_AUTH = "invalid_auth"
UNKNOWN_HOUSEHOLD = "unknown_household"

_LONGEST_NAME = 40
_FAREWELL_SECONDS = 1.0
"""How long a client that does not read may delay the end."""


class Guest(Protocol):
    """Somebody whose token was good."""

    @property
    def name(self) -> str:
        """How to call them on other screens."""
        ...

    def leave(self) -> None:
        """Stop watching their token."""
        ...


class Gate(Protocol):
    """Who may listen."""

    async def admit(
        self, request: web.Request, token: str | None, on_revoked: Callable[[], None]
    ) -> Guest | None:
        """Check a token and count failures; `None` for whoever may not listen.

        `on_revoked` is called once if the token is revoked before the guest leaves.
        """
        ...


@dataclass(frozen=True, kw_only=True)
class _Seat:
    """A guest in a household's channel."""

    guest: Guest
    channel: Channel


class FeedServer:
    """The Socket.IO endpoint of all households, from construction to `close`."""

    def __init__(self, *, gate: Gate, clock: Clock, spawn: Spawn) -> None:
        """Serve nobody yet: a client is refused until its household opens a channel."""
        self._gate = gate
        self._clock = clock
        self._tasks = Tasks(spawn)
        self._server: socketio.AsyncServer = make_server(self._tasks)
        self._channels: dict[str, Channel] = {}
        self._pumps: dict[str, asyncio.Task[None]] = {}
        self._seats: dict[str, _Seat] = {}
        self._closed = False
        self._requests: set[asyncio.Task[None]] = set()
        self._server.on("connect", self._on_connect)
        self._server.on("disconnect", self._on_disconnect)
        self._server.on("ping", self._on_ping)
        self._server.on("seen", self._on_seen)

    @property
    def connected_client_count(self) -> int:
        """How many clients are connected and let in, over all households."""
        return len(self._seats)

    @property
    def has_channels(self) -> bool:
        """Whether any household is open."""
        return bool(self._channels)

    def open_channel(
        self,
        household: str,
        *,
        journal: JournalPort,
        house: Callable[[], House],
        on_screens: Callable[[], None],
    ) -> Channel:
        """Open a household's channel; clients may join it from now on.

        The arguments are those of `Channel`.
        """
        channel = Channel(
            self._server, journal=journal, house=house, clock=self._clock, on_screens=on_screens
        )
        self._channels[household] = channel
        self._pumps[household] = self._tasks.start(channel.run(), f"tuya_twin feed {household}")
        return channel

    async def close_channel(self, household: str) -> None:
        """Send a household's clients away; they may try again."""
        channel = self._channels.pop(household)
        await asyncio.gather(*(self._dismiss(client) for client in channel.clients))
        pump = self._pumps.pop(household)
        pump.cancel()
        await asyncio.gather(pump, return_exceptions=True)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one HTTP request or websocket of a client."""
        self._requests.add(request.task)
        try:
            response: web.StreamResponse = await self._server.handle_request(request)
        finally:
            self._requests.discard(request.task)
        return response

    async def close(self) -> None:
        """Send everybody away and leave no task behind; harmless if it was closed before."""
        if self._closed:
            return
        self._closed = True
        for household in list(self._channels):
            await self.close_channel(household)
        for line in list(self._server.eio.sockets):
            await hang_up(self._server, line)
        await self._server.shutdown()
        await self._tasks.cancel()
        await self._end_requests()

    async def _end_requests(self) -> None:
        """Give clients a moment to leave; whoever does not read is cut off."""
        if self._requests:
            await asyncio.wait(self._requests, timeout=_FAREWELL_SECONDS)
        for task in self._requests:
            task.cancel()

    async def _on_connect(self, client: str, environ: object, auth: object = None) -> None:
        request = environ.get("aiohttp.request") if isinstance(environ, dict) else None
        if not isinstance(request, web.Request):
            # An event a client named "connect", not a connection.
            await self._dismiss(client)
            return
        asked = auth if isinstance(auth, dict) else {}

        def revoked() -> None:
            self._tasks.start(self._dismiss(client), "tuya_twin revoked")

        guest = await self._gate.admit(request, wire.text(asked, "token"), revoked)
        if guest is None:
            raise Refused(INVALID_AUTH)
        channel = self._channel_for(wire.text(asked, "household"))
        if channel is None:
            guest.leave()
            raise Refused(UNKNOWN_HOUSEHOLD)
        self._seats[client] = _Seat(guest=guest, channel=channel)
        name = (wire.text(asked, "screen") or guest.name)[:_LONGEST_NAME]
        # Nothing may be awaited after this: the reply to CONNECT has to go out before it.
        channel.join(client, name, asked.get("resume"))

    def _channel_for(self, household: str | None) -> Channel | None:
        if household is None:
            return next(iter(self._channels.values()), None)
        return self._channels.get(household)

    async def _on_disconnect(self, client: str, *_: object) -> None:
        if (seat := self._seats.pop(client, None)) is None:
            return
        seat.guest.leave()
        seat.channel.leave(client)
        # A client may also just send an event of this name: then it is still there.
        self._tasks.start(self._dismiss(client), "tuya_twin dismiss")

    async def _on_ping(self, client: str, *_: object) -> None:
        if client in self._seats:
            await self._server.emit("pong", {"at": wire.moment(self._clock.now())}, to=client)

    async def _on_seen(self, client: str, data: object = None, *_: object) -> None:
        seat = self._seats.get(client)
        if seat is None or not isinstance(data, dict):
            return
        if (seq := wire.number(data, "seq")) is not None:
            seat.channel.mark_seen(client, seq)

    async def _dismiss(self, client: str) -> None:
        """Say goodbye and hang up: a client that will not leave is not left connected."""
        line = self._server.manager.eio_sid_from_sid(client, "/")
        if line is None:
            return
        await self._server.disconnect(client)
        await hang_up(self._server, line)
