"""The process of the clients, as whoever measures sees it."""

import asyncio
from collections.abc import AsyncIterator
import contextlib
from contextlib import asynccontextmanager
import multiprocessing
from multiprocessing.connection import Connection
import resource
from typing import Final

from tests.benchmarks.feed_clients import serve_commands
from tests.benchmarks.feed_orders import Command, CrowdError, Expect, Fill, Filled, Leave
from tests.benchmarks.feed_servers import Server

TELL_GAP: Final = 0.2


def prepare() -> None:
    """Let this process and all it starts have many sockets.

    Nothing is bound to a core: threads that take turns on one would cost Flask less than at home.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


class Clients:
    """The clients, all of one server at a time. All of it raises `CrowdError`."""

    def __init__(self, pipe: Connection) -> None:
        """Command the process at the other end."""
        self._pipe = pipe
        self._seq = 0

    async def fill(self, server: Server, size: int, *, compression: bool) -> Filled:
        """Have so many of a server."""
        self._pipe.send(Fill(place=server.place, size=size, compression=compression))
        filled = await self._answer()
        if not isinstance(filled, Filled):
            raise TypeError(filled)
        return filled

    async def leave(self) -> None:
        """Disconnect all."""
        self._pipe.send(Leave())
        await self._answer()

    async def tell(self, server: Server, count: int) -> None:
        """Emit, and wait for nobody."""
        self._seq += count
        await server.emit(self._seq - count + 1, count, TELL_GAP)

    async def fan_out(self, server: Server, count: int = 1, gap: float = 0.0) -> list[float]:
        """Emit, and return the milliseconds from each emit until the last client had it."""
        self._pipe.send(Expect(events=count))
        await self._answer()
        self._seq += count
        emitting = asyncio.ensure_future(server.emit(self._seq - count + 1, count, gap))
        try:
            there = await self._answer()
            emitted = await emitting
        finally:
            emitting.cancel()
        if not isinstance(there, list):
            raise TypeError(there)
        return [(last - first) / 1e6 for first, last in zip(emitted, there, strict=True)]

    async def _answer(self) -> object:
        try:
            answer: object = await asyncio.to_thread(self._pipe.recv)
        except EOFError, ConnectionError:
            msg = "the process of the clients has ended; it has said why"
            raise RuntimeError(msg) from None
        if isinstance(answer, CrowdError):
            raise answer
        return answer


@asynccontextmanager
async def clients() -> AsyncIterator[Clients]:
    """A process of clients, none of them connected."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=serve_commands, args=(theirs,), daemon=True
    )
    process.start()
    theirs.close()
    end: Command = None
    try:
        yield Clients(ours)
    finally:
        with contextlib.suppress(ConnectionError):
            ours.send(end)
        process.join(5)
        process.kill()
