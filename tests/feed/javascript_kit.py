"""The stock JavaScript client in a process of its own, driven by lines of JSON."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
import json
from typing import Any

from custom_components.tuya_twin.feed.views import SOCKET_IO_PATH
from tests.peers_kit import PEERS

PATIENCE = 60.0
"""Seconds after which it has failed; it has to start first."""

type Line = dict[str, Any]


class JavaScriptScreen:
    """socket.io-client as anybody uses it; keeps what it says, in order."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.lines: list[Line] = []
        self._process = process
        self._changed = asyncio.Event()

    async def open(self, url: str, *transports: str, **auth: object) -> None:
        await self.call(
            "open", url=url, path=SOCKET_IO_PATH, transports=list(transports), auth=auth
        )

    async def call(self, name: str, **arguments: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": name, **arguments}).encode() + b"\n")
        await self._process.stdin.drain()

    async def next(
        self, event: str, after: int = 0, where: Callable[[Line], bool] = lambda _: True
    ) -> Line:
        """The first such line from number `after` on; waits for it."""
        async with asyncio.timeout(PATIENCE):
            while not (found := [line for line in self.all(event, after) if where(line)]):
                self._changed.clear()
                await self._changed.wait()
        return found[0]

    def all(self, event: str, after: int = 0) -> list[Line]:
        """Every such line so far."""
        return [line for line in self.lines[after:] if line.get("event") == event]

    def seqs(self) -> list[int]:
        """The numbers of all changes of status it was told."""
        return [line["payload"]["seq"] for line in self.all("status_update")]

    async def listen(self) -> None:
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            self.lines.append(json.loads(line))
            self._changed.set()


@asynccontextmanager
async def javascript_screen() -> AsyncIterator[JavaScriptScreen]:
    """A client that is not connected yet."""
    process = await asyncio.create_subprocess_exec(
        "node",
        "screen-peer.js",
        cwd=PEERS,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=1 << 20,
    )
    screen = JavaScriptScreen(process)
    listening = asyncio.create_task(screen.listen())
    try:
        yield screen
    finally:
        assert process.stdin is not None
        process.stdin.close()
        async with asyncio.timeout(PATIENCE):
            await process.wait()
            await listening
