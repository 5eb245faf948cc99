"""python-socketio's server, with every task it starts known by name and owner."""

import asyncio
from collections.abc import Callable, Coroutine
import logging
from typing import Any, override

import engineio

# AsyncServer() imports its driver by name, which would block the event loop.
import engineio.async_drivers.aiohttp
import socketio

type Spawn = Callable[[Coroutine[Any, Any, None], str], asyncio.Task[None]]
"""Starts a background task that its owner tracks, by a name for whoever debugs it."""

LARGEST_MESSAGE = 64 * 1024
"""Bytes a screen may send at once; what it has to say fits in one thousand."""


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
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


def make_server(tasks: Tasks) -> socketio.AsyncServer:
    """A Socket.IO server whose background tasks are all in `tasks`."""

    class Engine(engineio.AsyncServer):  # type: ignore[misc] # engineio ships no types
        @override
        def start_background_task(
            self, target: Callable[..., Coroutine[Any, Any, None]], *args: object, **kwargs: object
        ) -> asyncio.Task[None]:
            return tasks.start(target(*args, **kwargs), f"tuya_twin {target.__qualname__}")

    class Server(socketio.AsyncServer):  # type: ignore[misc] # socketio ships no types
        @override
        def _engineio_server_class(self) -> type[Engine]:
            return Engine

    return Server(
        async_mode="aiohttp",
        # Handlers in the order of arrival, and no task for each event.
        async_handlers=False,
        # The view checks the origin; any other value collides with Home Assistant's own CORS.
        cors_allowed_origins=[],
        max_http_buffer_size=LARGEST_MESSAGE,
        logger=_quiet_logger("socketio"),
        engineio_logger=_quiet_logger("engineio"),
    )


async def hang_up(server: socketio.AsyncServer, line: str) -> None:
    """Close a client's Engine.IO connection, `line` being its id there.

    The library says goodbye and then waits for the client to close the websocket. `None` in its
    queue, which is what it puts there itself when a client has gone, has it close from our side.
    """
    connection = server.eio.sockets.get(line)
    if connection is not None:
        await connection.close(wait=False)
        connection.queue.put_nowait(None)
