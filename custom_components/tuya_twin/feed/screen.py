"""A client that was let in, and the way events take to it."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
import logging
from typing import Any

import socketio

from .guest import Rights
from .limits import Limits
from .line import Line
from .messages import Message
from .outbox import Outbox
from .recovery import Session
from .scope import Scope

_LOGGER = logging.getLogger(__name__)

type Start = Callable[[Coroutine[Any, Any, None], str], asyncio.Task[None]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """One connection of a client that was let in."""

    client: str
    line: Line
    rights: Rights
    name: str
    numbered: bool
    """Whether it counts along with offsets."""


@dataclass(frozen=True, kw_only=True)
class Means:
    """What sending takes."""

    server: socketio.AsyncServer
    start: Start
    limits: Limits
    monotonic: Callable[[], float]


class Screen:
    """Sends to one client, in order and never waiting for it.

    The fast way is one write of a frame that was made once for all. Whoever cannot take it now, as
    it polls, has just come, or does not read, has what is new held back and merged, and gets it by
    Socket.IO's own emit, or as soon as its buffer has room.
    """

    def __init__(self, visit: Visit, session: Session, means: Means) -> None:
        """Serve a visit; `session` is what makes the client the one it was before, if it was."""
        self.client = visit.client
        self.line = visit.line
        self.rights = visit.rights
        self.name = visit.name
        self.numbered = visit.numbered
        self.session = session
        self.came_at = 0
        """The number of the newest status when it came."""
        self.seen: int | None = None
        """The newest status that it says it has shown."""
        self.is_leaving = False
        """Whether it said goodbye."""
        self.delivered = 0
        self.merged = 0
        self._means = means
        self._outbox: Outbox | None = None
        """There seldom is one, for long."""
        self._lane: asyncio.Task[None] | None = None
        self._progress_at = 0.0

    @property
    def scope(self) -> Scope:
        """What it listens to."""
        return self.session.scope

    @property
    def waiting(self) -> int:
        """How many events are held back."""
        return 0 if self._outbox is None else len(self._outbox)

    @property
    def is_too_slow(self) -> bool:
        """Whether it has taken nothing for too long, or missed too much."""
        if self._lane is None:
            return False
        waits = self._means.monotonic() - self._progress_at
        return waits >= self._means.limits.lag or self.waiting > self._means.limits.held_messages

    def send(self, message: Message) -> None:
        """Send an event, now if that can be; returns at once."""
        if self._lane is None and self.line.is_direct:
            self.line.write(message.numbered if self.numbered else message.plain)
            self.delivered += 1
        else:
            self._hold(message)

    def send_all(self, messages: Iterable[Message]) -> None:
        """Send events in order."""
        for message in messages:
            self.send(message)

    def _hold(self, message: Message) -> None:
        if self._outbox is None:
            self._outbox = Outbox()
        self.merged += self._outbox.put(message)
        if self._lane is None:
            self._progress_at = self._means.monotonic()
            work = self._catch_up(self._outbox)
            self._lane = self._means.start(work, "tuya_twin screen catches up")

    async def _catch_up(self, outbox: Outbox) -> None:
        try:
            while outbox:
                await self.line.room()
                if self.line.is_direct:
                    self._write_out(outbox)
                else:
                    await self._emit(outbox.pop())
                self._progress_at = self._means.monotonic()
        except ConnectionError:
            # It is gone; whoever comes back asks for what it has missed.
            return
        except Exception:
            _LOGGER.exception("Unexpected error while sending to a screen")
            self.line.abort()
        finally:
            self._lane = self._outbox = None

    def _write_out(self, outbox: Outbox) -> None:
        while outbox and self.line.is_direct:
            message = outbox.pop()
            self.line.write(message.numbered if self.numbered else message.plain)
            self.delivered += 1

    async def _emit(self, message: Message) -> None:
        data = message.arguments(numbered=self.numbered)
        await self._means.server.emit(message.name, data, to=self.client)
        self.delivered += 1
