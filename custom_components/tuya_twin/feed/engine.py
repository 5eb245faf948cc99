"""python-socketio's server, with our driver below it and every task it starts known."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
import logging
from typing import Any, override

import engineio
import socketio
from socketio.packet import CONNECT, Packet

from .driver import DRIVER
from .limits import Limits
from .line import EngineSession

type Spawn = Callable[[Coroutine[Any, Any, None], str], asyncio.Task[None]]
"""Starts a background task that its owner tracks, by a name for whoever debugs it."""

type Handler = Callable[..., Coroutine[Any, Any, None]]

PACKETS_AT_ONCE = 16
"""How many packets of one request the library takes; it drops all of a larger one, and says OK."""


def _quiet_logger(name: str) -> logging.Logger:
    """A logger that nobody can turn up: at INFO the library writes every packet, tokens and all.

    It is not registered, so no setting reaches it; its errors go the ordinary way.
    """
    logger = logging.Logger(name, logging.ERROR)  # noqa: LOG001 - see above
    logger.parent = logging.getLogger(__name__)
    return logger


class Tasks:
    """The tasks the library started and has not finished."""

    def __init__(self, spawn: Spawn) -> None:
        """Start tasks with `spawn`."""
        self._spawn = spawn
        self._running: set[asyncio.Task[None]] = set()

    def start(self, coroutine: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        """Start a task and remember it until it ends."""
        task = self._spawn(coroutine, name)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    async def cancel(self) -> None:
        """Cancel what still runs and wait until it has ended."""
        running = [task for task in self._running if task is not asyncio.current_task()]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


def make_server(
    tasks: Tasks, limits: Limits, recovery_ids: Mapping[str, str]
) -> socketio.AsyncServer:
    """A Socket.IO server whose background tasks are all in `tasks`.

    The reply to a client's CONNECT carries what `recovery_ids` has for it, as Socket.IO's own
    server does for connection state recovery.
    """

    class Engine(engineio.AsyncServer):
        def __init__(self, **options: object) -> None:
            super().__init__(**options)
            self._async = DRIVER
            self.limits = limits

        @override
        def start_background_task(
            self, target: Callable[..., Coroutine[Any, Any, None]], *args: object, **kwargs: object
        ) -> asyncio.Task[None]:
            return tasks.start(target(*args, **kwargs), f"tuya_twin {target.__qualname__}")

    class Server(socketio.AsyncServer):
        @override
        def _engineio_server_class(self) -> type[Engine]:
            return Engine

    class RecoverablePacket(Packet):
        def __init__(self, packet_type: int = 2, data: Any = None, **options: Any) -> None:  # noqa: ANN401 - as the library has it
            if packet_type == CONNECT and isinstance(data, dict) and "sid" in data:
                pid = recovery_ids.get(data["sid"])
                data = data if pid is None else {**data, "pid": pid}
            super().__init__(packet_type, data, **options)

    return Server(
        async_mode="aiohttp",
        serializer=RecoverablePacket,
        # Handlers in the order of arrival, and no task for each event.
        async_handlers=False,
        # The front door checks the origin; any other value collides with Home Assistant's CORS.
        cors_allowed_origins=[],
        max_http_buffer_size=limits.message_bytes,
        ping_interval=limits.ping_interval,
        ping_timeout=limits.ping_timeout,
        logger=_quiet_logger("socketio"),
        engineio_logger=_quiet_logger("engineio"),
    )


class Library:
    """What the front door needs of the library's server, by the library's own ids."""

    def __init__(self, server: socketio.AsyncServer) -> None:
        """Wrap a server that `make_server` made."""
        self._server = server

    def intercept(self, event: str, wrap: Callable[[Handler], Handler]) -> None:
        """Put a handler before Socket.IO's own for an event of Engine.IO."""
        engine = self._server.eio
        engine.on(event, wrap(engine.handlers[event]))

    def handle(self, *request: object) -> Awaitable[Any]:
        """Have Engine.IO answer a request; what follows it is for our driver."""
        answer: Awaitable[Any] = self._server.handle_request(*request)
        return answer

    def session(self, line: str) -> EngineSession | None:
        """The session of a connection, while there is one."""
        session = self._server.eio.sockets.get(line)
        return None if session is None else EngineSession(session)

    def lines(self) -> list[str]:
        """The ids of all connections."""
        return list(self._server.eio.sockets)

    def client_on(self, line: str) -> str | None:
        """The client that has joined, or is about to, on a connection."""
        return self._server.manager.sid_from_eio_sid(line, "/")

    def line_of(self, client: str) -> str | None:
        """The connection of a client."""
        return self._server.manager.eio_sid_from_sid(client, "/")

    async def say(self, line: str, packet: Packet) -> None:
        """Send a packet of Socket.IO to a connection."""
        await self._server.eio.send(line, packet.encode())

    async def lost(self, line: str) -> None:
        """The websocket of a connection is gone.

        The library does not notice when the task that serves it is cancelled, which is how aiohttp
        tells that the other side has closed it.
        """
        session = self._server.eio.sockets.get(line)
        if session is not None:
            reason = self._server.reason.TRANSPORT_CLOSE
            await session.close(wait=False, abort=True, reason=reason)

    async def hang_up(self, line: str) -> None:
        """Close a connection.

        The library says goodbye and then waits for the client to close the websocket. `None` in
        its queue, which is what it puts there itself when a client has gone, has it close from our
        side.
        """
        session = self._server.eio.sockets.get(line)
        if session is not None:
            await session.close(wait=False)
            session.queue.put_nowait(None)
