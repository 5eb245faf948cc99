"""One client's connection, from its handshake to its end: what it may do, how it is written to."""

import asyncio
from collections.abc import Callable
from enum import StrEnum
import socket

from aiohttp import web
from engineio.async_socket import AsyncSocket
from engineio.packet import NOOP, Packet

from .allowance import Allowance
from .limits import Limits


class Fault(StrEnum):
    """What a client did that ends its connection."""

    PACKET = "packet"
    """It sent something that is not of the protocol, or that no client of ours has to send."""
    SIZE = "size"
    RATE = "rate"
    BINARY = "binary"
    NAMESPACE = "namespace"
    RESERVED = "reserved"
    TWO_POLLS = "two_polls"
    NO_UPGRADE = "no_upgrade"
    """Its websocket did not take the place of polling in time."""
    NO_TOKEN = "no_token"  # noqa: S105 - a name, not a token
    SILENT = "silent"
    BODY = "body"
    """It did not send what it had announced."""


class LineFaultError(OSError):
    """A client broke a rule; an `OSError`, as for Engine.IO it is as good as gone."""

    def __init__(self, fault: Fault) -> None:
        """Name the rule."""
        super().__init__(fault.value)
        self.fault = fault


class EngineSession:
    """What is used of Engine.IO's own, undocumented, session of a client; nothing else is.

    `tests/feed/test_engine.py` fails when a version of the library has it otherwise.
    """

    def __init__(self, session: AsyncSocket) -> None:
        """Read from the library's `AsyncSocket`."""
        self._session = session

    @property
    def is_websocket(self) -> bool:
        """Whether packets go out by a websocket."""
        return self._session.upgraded

    @property
    def queued(self) -> int:
        """How many packets wait to be polled, or written."""
        return self._session.queue.qsize()

    def end_poll(self) -> None:
        """Have the poll that is open, or the next, return with nothing."""
        self._session.queue.put_nowait(Packet(NOOP))

    def stay_with_polling(self) -> None:
        """A websocket was given up: packets go out by polling again."""
        self._session.upgrading = False


class Line:
    """A connection in the hands of the front door."""

    def __init__(
        self,
        request: web.Request,
        limits: Limits,
        monotonic: Callable[[], float],
        household: str | None,
    ) -> None:
        """Begin with a handshake; `household` is the only one that may be asked for here."""
        self.request = request
        """The request that is the connection: the handshake, later the websocket."""
        self.address = request.remote or ""
        self.handshake_query = tuple(request.query)
        """The names of what it asked for with, in its order."""
        self.household = household
        self.id = ""
        """Engine.IO's own id, once it has given one."""
        self.session: EngineSession | None = None
        self.joined = False
        self.polling = False
        """Whether a poll is open."""
        self.has_websocket = False
        """Whether one is open, be it only to take the place of polling."""
        self._cut_off: asyncio.TimerHandle | None = None
        self.strange_namespaces = 0
        self.fault: Fault | None = None
        self.is_told = False
        """Whether the fault was counted."""
        self.closed = False
        self.paused = False
        """Whether the websocket's buffer is full."""
        self._limits = limits
        self._monotonic = monotonic
        self.is_refused = False
        """Whether its token was looked at, and was not good."""
        self._unjoined_since = self._heard_at = monotonic()
        self._allowance = Allowance(
            limits.messages_at_once, limits.messages_per_second, monotonic=monotonic
        )
        self._transport: asyncio.Transport | None = None
        self._waiter: asyncio.Future[None] | None = None
        """Of whoever waits for room; there is seldom one, and an event would be larger."""

    # What it may do -------------------------------------------------------------------------

    def heard(self, messages: int = 1) -> None:
        """Count what came. Raises `LineFaultError` when that is too much."""
        self._heard_at = self._monotonic()
        if not self._allowance.take(messages):
            raise LineFaultError(Fault.RATE)

    def fetched(self) -> None:
        """A poll, which counted as it came, was for something that waited.

        That is how whoever polls has to take each event, so what the house tells is no storm of
        its screens.
        """
        self._allowance.give_back()

    def join(self, *, joined: bool) -> None:
        """Its token was good, or it has said goodbye and may show another."""
        self.joined = joined
        self._unjoined_since = self._monotonic()

    def refuse(self) -> None:
        """Its token was not good. It may read so, and then has to try on another line."""
        self.is_refused = True
        self._unjoined_since = self._monotonic()

    def overdue(self) -> Fault | None:
        """What it has let pass, if anything."""
        now = self._monotonic()
        patience = self._limits.farewell if self.is_refused else self._limits.join_within
        if not self.joined and now - self._unjoined_since >= patience:
            return Fault.NO_TOKEN
        if now - self._heard_at >= self._limits.silence:
            return Fault.SILENT
        return None

    # How it is written to -------------------------------------------------------------------

    def open_websocket(self, request: web.Request) -> None:
        """A websocket was opened; what is written goes there once Engine.IO does so, too."""
        self.has_websocket = True
        self.request = request
        self._transport = request.transport
        if self._transport is not None:
            raw = self._transport.get_extra_info("socket")
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, self._limits.send_buffer_bytes)

    def websocket_closed(self) -> None:
        """It is there no more."""
        self.has_websocket = False
        if self._cut_off is not None:
            self._cut_off.cancel()
        self.moved()

    @property
    def is_direct(self) -> bool:
        """Whether a frame that is written now is the next to arrive.

        Nothing waits in Engine.IO's queue then, as whatever leaves it is written in that moment.
        """
        session = self.session
        return (
            session is not None
            and session.is_websocket
            and not self.paused
            and not self.closed
            and session.queued == 0
        )

    @property
    def has_room(self) -> bool:
        """Whether it takes more, in whichever way."""
        session = self.session
        if session is None or self.closed:
            return False
        if session.is_websocket:
            return self.is_direct
        return session.queued < self._limits.polled_packets

    def write(self, frame: bytes) -> None:
        """Write a websocket's frame; what was lost is lost, and never waited for."""
        transport = self._transport
        if transport is None or transport.is_closing():
            return
        transport.write(frame)
        if transport.get_write_buffer_size() > self._limits.buffer_bytes:
            self.paused = True

    def moved(self) -> None:
        """Something was taken from Engine.IO's queue, or has changed otherwise."""
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def room(self) -> None:
        """Wait until it takes more. Raises `ConnectionError` when it is gone."""
        while not self.has_room:
            if self.closed:
                raise ConnectionResetError
            if self.paused:
                await self.request.writer.drain()
                self.paused = False
                continue
            self._waiter = asyncio.get_running_loop().create_future()
            await self._waiter

    def close(self) -> None:
        """It is gone, or as good as."""
        self.closed = True
        self.moved()

    def abort(self) -> None:
        """Cut it off, whatever is still on its way."""
        transport = self.request.transport
        if transport is not None:
            transport.abort()

    def abort_later(self) -> None:
        """Cut a websocket off unless it is closed in a moment: its client may not read."""
        if self.has_websocket and self._cut_off is None:
            loop = asyncio.get_running_loop()
            self._cut_off = loop.call_later(self._limits.farewell, self.abort)
