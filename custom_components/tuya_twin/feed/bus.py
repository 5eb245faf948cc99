"""What happens, told to edge servers over a message bus, for more screens than one machine serves.

It goes out by python-socketio's own manager, which an edge server has for its own. The house hears
nothing from there: whoever can write to the bus can deceive the screens of edge servers, and nobody
else.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
import contextlib
from dataclasses import dataclass
import importlib
import logging
from typing import Any, Final, override
from urllib.parse import unquote, urlsplit
from uuid import uuid4

from ..core.wire import Payload
from .engine import Spawn

CHANNEL: Final = "tuya_twin"
"""The name of the channel, or the exchange, on the bus."""
BEAT: Final = "bus_beat"
"""Tells edge servers, and no screen, how much they should have heard: `{"bus", "sent"}`.

`bus` is another one after each start, and `sent` the number of events since.
"""
REQUIREMENTS: Final = {"redis": "redis==8.1.0", "amqp": "aio-pika==10.2.1"}
"""What a bus takes that nobody else needs."""

_GIVEN_UP: Final = "giving up"
"""How the library ends what it logs of an event that it did not get rid of."""


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How long things take, in seconds, and how much is kept."""

    answer: float = 5.0
    """How long the bus may take to answer."""
    beat: float = 5.0
    """How long nothing is sent before it is told that there was nothing."""
    first_pause: float = 0.2
    """How long to wait before the second try, doubled each time."""
    longest_pause: float = 10.0
    kept: int = 2_000
    """How many events are kept for a bus that is away."""


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What a bus needs of the house around it."""

    spawn: Spawn
    install: Callable[[str], Awaitable[None]]
    """Sees to a requirement; raises any error if it cannot."""
    on_trouble: Callable[[str | None], None]
    """Called whenever `Bus.trouble` has changed."""


@dataclass(frozen=True, kw_only=True)
class _Event:
    name: str
    payload: Payload
    room: str


class Bus:
    """Sends one household's events, in order, from `start` to `close`.

    What cannot be sent is kept and sent as soon as that works again, unless there is too much of
    it: then the oldest is dropped, and edge servers see by the count that something is missing.
    """

    def __init__(
        self, url: str, household: str, surroundings: Surroundings, pace: Pace | None = None
    ) -> None:
        """Send nothing yet."""
        self._url = url
        self._beats_in = f"bus:{household}"
        self._id = uuid4().hex
        self._published = 0
        self._has_begun = False
        self._around = surroundings
        self._pace = pace or Pace()
        self._waiting: deque[_Event] = deque()
        self._arrived = asyncio.Event()
        self._failures = _Failures()
        self._manager: Any = None
        self._task: asyncio.Task[None] | None = None
        self.trouble: str | None = None
        """Why the bus takes nothing, without any secret; `None` while it does, as far as known."""
        self.dropped = 0
        """How many events nobody will ever hear of by this bus."""

    def publish(self, event: str, payload: Payload, *, room: str) -> None:
        """Send an event to everybody in a room, on every edge server; returns at once."""
        self._published += 1
        if len(self._waiting) >= self._pace.kept:
            self._waiting.popleft()
            self.dropped += 1
        self._waiting.append(_Event(name=event, payload=payload, room=room))
        self._arrived.set()

    def start(self) -> None:
        """Begin to send."""
        self._task = self._around.spawn(self._run(), "tuya_twin message bus")

    async def close(self) -> None:
        """Leave no task and no socket behind; what was not sent is forgotten."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        await self._hang_up()

    async def _run(self) -> None:
        while True:
            event = await self._next()
            pause = self._pace.first_pause
            while (trouble := await self._send(event)) is not None:
                self._tell(trouble)
                await self._hang_up()
                await asyncio.sleep(pause)
                pause = min(pause * 2, self._pace.longest_pause)
            self._tell(None)

    async def _next(self) -> _Event:
        """What is to be sent next; a beat first of all, and when there is nothing for a while."""
        if not self._waiting and self._has_begun:
            self._arrived.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._pace.beat):
                    await self._arrived.wait()
        if self._waiting and self._has_begun:
            return self._waiting.popleft()
        self._has_begun = True
        sent = self._published - len(self._waiting)
        return _Event(name=BEAT, payload={"bus": self._id, "sent": sent}, room=self._beats_in)

    async def _send(self, event: _Event) -> str | None:
        """Send an event; returns why that did not work, if so."""
        self._failures.last = None
        try:
            if self._manager is None:
                self._manager = await self._make_manager()
            async with asyncio.timeout(self._pace.answer):
                await self._manager.emit(event.name, event.payload, room=event.room)
        except asyncio.CancelledError:
            # It is also what the library makes of a channel that was closed.
            task = asyncio.current_task()
            if task is None or task.cancelling():
                raise
            return "the connection was closed"
        except TimeoutError:
            return "no answer"
        except Exception as error:  # noqa: BLE001 - whatever the bus's own library raises
            return self._harmless(str(error) or type(error).__name__)
        # The library itself tells of a failure only in its log.
        failure = self._failures.last
        return None if failure is None else self._harmless(failure)

    async def _make_manager(self) -> Any:  # noqa: ANN401 - socketio ships no types
        kind = "redis" if urlsplit(self._url).scheme.startswith("redis") else "amqp"
        await self._around.install(REQUIREMENTS[kind])
        make = await asyncio.to_thread(_redis if kind == "redis" else _amqp)
        return make(self._url, self._failures.logger, self._pace.answer)

    async def _hang_up(self) -> None:
        manager, self._manager = self._manager, None
        connection = getattr(manager, "redis", None) or getattr(
            manager, "publisher_connection", None
        )
        if connection is None:
            return
        close = getattr(connection, "aclose", None) or connection.close
        with contextlib.suppress(Exception):
            async with asyncio.timeout(self._pace.answer):
                await close()

    def _tell(self, trouble: str | None) -> None:
        if trouble != self.trouble:
            self.trouble = trouble
            self._around.on_trouble(trouble)

    def _harmless(self, text: str) -> str:
        """A text without anything secret of the address, should it be in there."""
        parts = urlsplit(self._url)
        secrets = {self._url, parts.netloc, parts.password or "", parts.query}
        for secret in sorted({*secrets, *map(unquote, secrets)} - {""}, key=len, reverse=True):
            text = text.replace(secret, "***")
        return text


class _Failures(logging.Handler):
    """Hears from the library's log that an event was not sent; nothing of it is written."""

    def __init__(self) -> None:
        super().__init__()
        self.last: str | None = None
        self.logger = logging.Logger("tuya_twin bus", logging.ERROR)  # noqa: LOG001 - only ours
        self.logger.addHandler(self)

    @override
    def emit(self, record: logging.LogRecord) -> None:
        if record.getMessage().endswith(_GIVEN_UP):
            told = vars(record)
            self.last = str(told.get("redis_exception") or told.get("rabbitmq_exception") or "")


type _Make = Callable[[str, logging.Logger, float], Any]


def _redis() -> _Make:
    """Imports."""
    from redis.asyncio.retry import Retry  # noqa: PLC0415 - it is there only if it is used
    from redis.backoff import NoBackoff  # noqa: PLC0415

    manager = _manager("socketio.async_redis_manager", "aioredis").AsyncRedisManager

    def make(url: str, logger: logging.Logger, seconds: float) -> Any:  # noqa: ANN401
        options = {
            "socket_connect_timeout": seconds,
            "socket_timeout": seconds,
            # We try again ourselves, and say so.
            "retry": Retry(NoBackoff(), 0),
        }
        return manager(url, channel=CHANNEL, write_only=True, logger=logger, redis_options=options)

    return make


def _amqp() -> _Make:
    """Imports."""
    manager = _manager("socketio.async_aiopika_manager", "aio_pika").AsyncAioPikaManager

    def make(url: str, logger: logging.Logger, _seconds: float) -> Any:  # noqa: ANN401
        return manager(url, channel=CHANNEL, write_only=True, logger=logger)

    return make


def _manager(module: str, needs: str) -> Any:  # noqa: ANN401 - socketio ships no types
    """A module of socketio's, which looks only once whether there is what it needs."""
    found = importlib.import_module(module)
    return importlib.reload(found) if getattr(found, needs) is None else found
