"""One client's connection to a simulated device: frames in, frames out, and the session key."""

import asyncio
from collections import deque
from contextlib import suppress
from dataclasses import replace
import os
import socket
import struct
from typing import Protocol, cast, override

from .codec import Codec
from .frames import Command, Frame, FrameError, FrameReader, PayloadError, Version
from .line import Line
from .manners import Manners
from .session import NONCE_SIZE, Negotiation, NegotiationError
from .slots import Admission

_RESET_ON_CLOSE = struct.pack("ii", 1, 0)
_MOST_WAITING_FRAMES = 64
_MOST_UNREAD_BYTES = 65536
"""Clients that send, or leave unread, more than this are none; it keeps memory bounded."""


class Host(Protocol):
    """The device as a connection sees it."""

    idle_timeout: float
    """Seconds without a frame after which the connection is closed."""
    hung: bool
    """Whether nothing is answered, reported or closed."""
    delay: float
    """Seconds between taking a frame and dealing with it."""
    manners: Manners
    """How it behaves on the wire."""

    def admit(self, connection: Connection) -> Admission:
        """What becomes of a new connection."""

    def dismiss(self, connection: Connection) -> None:
        """The connection is over."""

    def handle(self, connection: Connection, frame: Frame) -> None:
        """Deal with a frame."""

    def handle_unreadable(self, connection: Connection, error: PayloadError) -> None:
        """Deal with a frame whose payload does not open."""

    def answer(
        self, connection: Connection, request: Frame, payload: bytes = b"", *, retcode: int = 0
    ) -> None:
        """Answer a frame."""


class Connection(asyncio.Protocol):
    """One client's connection. Its codec starts with the local key."""

    _transport: asyncio.Transport
    """From `connection_made` on, before which nobody knows this connection."""
    _line: Line

    def __init__(self, host: Host, codec: Codec) -> None:
        """Wait to be connected."""
        self._host = host
        self._codec = codec
        self._reader = FrameReader(codec.layout)
        self._waiting: deque[bytes] = deque()
        self._loop = asyncio.get_running_loop()
        self._work_timer: asyncio.TimerHandle | None = None
        self._idle_timer: asyncio.TimerHandle | None = None
        self._heard_at = self._loop.time()
        self._doomed = False
        self._negotiation: Negotiation | None = None
        self.ready = codec.version is Version.V33
        """Whether there is a key for commands and reports."""

    # What asyncio calls ---------------------------------------------------------------------

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Stay if the device lets us."""
        self._transport = cast("asyncio.Transport", transport)
        self._line = Line(self._transport)
        # An acknowledgement and a report go out apart: together they would wait 40 ms.
        self._set_option(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        match self._host.admit(self):
            case Admission.SEATED:
                self._watch_idleness()
            case Admission.WAITING:
                self._transport.pause_reading()
            case Admission.DOOMED:
                self._doomed = True
            case Admission.REFUSED:
                self.reset()

    @override
    def data_received(self, data: bytes) -> None:
        """Take the frames in a segment."""
        if self._doomed:
            self.reset()
            return
        self._reader.feed(data)
        for sealed in self._reader.frames():
            self._heard_at = self._loop.time()
            self._waiting.append(sealed)
        self._work()
        if len(self._waiting) > _MOST_WAITING_FRAMES:
            self.reset()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        """Leave nothing behind."""
        self._forget()
        self._host.dismiss(self)

    # What the device calls -----------------------------------------------------------------

    def welcome(self) -> None:
        """Hear what the client has said while it waited, and go on."""
        self._transport.resume_reading()
        self._heard_at = self._loop.time()
        self._watch_idleness()

    def send(self, frame: Frame) -> None:
        """Send a frame, unless the connection is closed or the device hangs."""
        if self._transport.is_closing() or self._host.hung:
            return
        manners = self._host.manners
        if not self.ready:
            # A copy of the answer in a negotiation would come under a key that is past.
            manners = replace(manners, copies=1)
        self._line.send(self._codec.seal(frame), manners)
        if self._line.unread > _MOST_UNREAD_BYTES:
            self.reset()

    def hang_up(self) -> None:
        """Close in order, after what was sent."""
        self._line.flush()
        self._transport.close()
        self._forget()

    def reset(self) -> None:
        """Break off: the client sees a reset."""
        self._set_option(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        self._transport.abort()
        self._forget()

    def hurry(self) -> None:
        """Deal with what waits as the device's delay is now."""
        self._cancel_work()
        self._work()

    # Frames --------------------------------------------------------------------------------

    def _work(self) -> None:
        while self._waiting and self._work_timer is None:
            if self._host.delay:
                self._work_timer = self._loop.call_later(self._host.delay, self._work_late)
            else:
                self._take(self._waiting.popleft())

    def _work_late(self) -> None:
        self._work_timer = None
        self._take(self._waiting.popleft())
        self._work()

    def _take(self, sealed: bytes) -> None:
        if self._host.hung or self._transport.is_closing():
            return
        try:
            frame = self._codec.open(sealed)
            if self.ready:
                self._host.handle(self, frame)
            else:
                self._negotiate(frame)
        except PayloadError as error:
            self._host.handle_unreadable(self, error)
        except FrameError, NegotiationError:
            self.hang_up()

    def _negotiate(self, frame: Frame) -> None:
        """Take the client's part in the negotiation; commands before its end are ignored.

        Raises:
            NegotiationError: the client does not know the local key.
        """
        if not self._host.manners.negotiates:
            return
        if frame.command == Command.SESSION_START:
            codec, nonce = self._codec, os.urandom(NONCE_SIZE)
            self._negotiation = Negotiation(codec.version, codec.key, frame.payload, nonce)
            self._host.answer(self, frame, self._negotiation.answer())
        elif frame.command == Command.SESSION_FINISH and self._negotiation is not None:
            self._codec.key = self._negotiation.accept(frame.payload)
            self.ready = True

    def _set_option(self, level: int, option: int, value: int | bytes) -> None:
        client = cast("socket.socket", self._transport.get_extra_info("socket"))
        # Some systems refuse options to a connection the client has already reset.
        with suppress(OSError):
            client.setsockopt(level, option, value)

    # Clean-up ------------------------------------------------------------------------------

    def _watch_idleness(self) -> None:
        idle = self._loop.time() - self._heard_at
        limit = self._host.idle_timeout
        if idle >= limit and not self._host.hung:
            self.hang_up()
            return
        wait = limit - idle if idle < limit else limit
        self._idle_timer = self._loop.call_later(wait, self._watch_idleness)

    def _cancel_work(self) -> None:
        if self._work_timer is not None:
            self._work_timer.cancel()
            self._work_timer = None

    def _forget(self) -> None:
        self._cancel_work()
        self._waiting.clear()
        self._line.drop()
        if self._idle_timer is not None:
            self._idle_timer.cancel()
            self._idle_timer = None
