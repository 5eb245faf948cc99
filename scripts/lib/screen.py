"""A stock Socket.IO client, as somebody might put on a wall."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import socketio

from scripts.lib.home import Home
from scripts.lib.home_types import JSONObject

SOCKET_IO_PATH: Final = "/api/tuya_twin/socket.io/"
ANSWER_SECONDS: Final = 10.0


@dataclass
class Screen:
    """Keeps what it is shown, each `status_update` as it came."""

    client: socketio.AsyncClient = field(default_factory=socketio.AsyncClient)
    updates: asyncio.Queue[JSONObject] = field(default_factory=asyncio.Queue)

    async def connect(self, home: Home) -> None:
        """Come as the user who is signed in."""
        self.client.on("status_update", self.updates.put_nowait)
        await self.client.connect(
            home.url,
            socketio_path=SOCKET_IO_PATH,
            auth={"token": await home.access_token(), "screen": "Demo"},
            transports=["websocket"],
        )

    async def disconnect(self) -> None:
        """Go."""
        await self.client.disconnect()

    async def shown_for(self, run_id: str) -> JSONObject:
        """What this run put on the screen."""
        return await self._next(lambda update: update.get("run_id") == run_id)

    async def shown(self, status: str, zone: str) -> JSONObject:
        """The next update to this status of this zone."""
        return await self._next(
            lambda update: update["status"] == status and update["zone"] == zone
        )

    async def _next(self, wanted: Callable[[JSONObject], bool]) -> JSONObject:
        """Drop whatever comes before."""
        async with asyncio.timeout(ANSWER_SECONDS):
            while not wanted(update := await self.updates.get()):
                continue
        return update
