"""An edge server in a process of its own, and a screen that always comes back."""

import asyncio
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import os
import sys
from typing import Any

from custom_components.tuya_twin.devices.simulator import free_port
from tests.feed.redis_kit import HOST
from tests.kit import PATIENCE, Screen


@asynccontextmanager
async def running_edge(house: str, bus: str, *arguments: str) -> AsyncIterator[str]:
    """An edge server; gives its address."""
    port = free_port(HOST)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "scripts.lib.edge", "--house", house, "--host", HOST, "--port", str(port)),
        *arguments,
        env={**os.environ, "TUYA_TWIN_BUS": bus},
        stdout=PIPE,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(PATIENCE):
            assert "Running" in (await process.stdout.readline()).decode()
        yield f"http://{HOST}:{port}"
    finally:
        process.terminate()
        async with asyncio.timeout(PATIENCE):
            await process.communicate()


class Loyal:
    """A screen that keeps what it was told, and comes back with it until it is closed."""

    def __init__(self, url: str, **auth: Any) -> None:
        self._url = url
        self._auth = auth
        self._screen = Screen()
        self.seqs: list[int] = []
        """The number of the first snapshot, and those of all changes of status since."""
        self._epoch = ""
        self.events: list[tuple[str, Any]] = []
        self._changed = asyncio.Event()
        self._life = asyncio.create_task(self._live())

    async def until(self, seq: int) -> None:
        """Wait until this change was told."""
        async with asyncio.timeout(PATIENCE):
            while not self.seqs or self.seqs[-1] < seq:
                self._changed.clear()
                await self._changed.wait()

    async def close(self) -> None:
        self._life.cancel()
        await asyncio.gather(self._life, return_exceptions=True)
        await self._screen.close()

    async def _live(self) -> None:
        while True:
            screen = self._screen = Screen()
            screen.client.on("*", self._keep)
            gone = asyncio.Event()
            screen.client.on("disconnect", lambda *_, gone=gone: gone.set())
            try:
                await screen.connect(self._url, **self._auth, **self._resume())
            except ConnectionRefusedError as refused:
                if refused.args:
                    raise
                # Not refused, only not to be had now.
                await asyncio.sleep(0.05)
            else:
                await gone.wait()
            await screen.close()

    def _resume(self) -> dict[str, Any]:
        return {"resume": {"epoch": self._epoch, "seq": self.seqs[-1]}} if self.seqs else {}

    def _keep(self, event: str, data: Any = None) -> None:
        self.events.append((event, data))
        if event in {"snapshot", "status_update"}:
            self._epoch = data["epoch"]
            self.seqs.append(data["seq"])
        self._changed.set()


@asynccontextmanager
async def loyal(url: str, count: int, **auth: Any) -> AsyncIterator[list[Loyal]]:
    """Screens that are connected, and have been told how things are."""
    screens = [Loyal(url, **auth) for _ in range(count)]
    try:
        for screen in screens:
            await screen.until(0)
        yield screens
    finally:
        for screen in screens:
            await screen.close()
