"""A client that does all that a good one does, and keeps a log of what it was told."""

import asyncio
import contextlib
import json
from typing import Any

from aiohttp import ClientError, ClientSession, ClientWebSocketResponse, WSMsgType

from custom_components.tuya_twin.feed.views import SOCKET_IO_PATH
from tests.feed.stand import GOOD


class ModelClient:
    """Resumes from its own log, and has its session recovered where `recovers`."""

    def __init__(self, session: ClientSession, url: str, *, recovers: bool) -> None:
        self.log: list[dict[str, Any]] = []
        """Every change of status it was told, in order, over all its connections."""
        self.began: int | None = None
        """The number up to which it was shown the house when it first came."""
        self.snapshots = 0
        self.recoveries = 0
        self._session = session
        self._url = f"{url}{SOCKET_IO_PATH}?EIO=4&transport=websocket"
        self._recovers = recovers
        self._pid: str | None = None
        self._offset: str | None = None
        self._epoch: str | None = None
        self._socket: ClientWebSocketResponse | None = None
        self._reading: asyncio.Task[None] | None = None

    @property
    def seq(self) -> int:
        """The newest number it knows of."""
        return int(self.log[-1]["seq"]) if self.log else self.began or 0

    @property
    def numbers(self) -> list[int]:
        """All numbers in its log, those included that another stands for."""
        return [number for each in self.log for number in (*each["merged"], each["seq"])]

    async def connect(self) -> None:
        """Come, or come back; a server that is not there is no reason to fail."""
        if self._reading is not None and not self._reading.done():
            return
        with contextlib.suppress(ClientError, OSError):
            self._socket = await self._session.ws_connect(self._url)
            await self._socket.receive()
            await self._socket.send_str("40" + json.dumps(self._auth()))
            self._reading = asyncio.create_task(self._read(self._socket))

    async def drop(self) -> None:
        """Lose the connection, and whatever was on its way."""
        if self._reading is None or self._socket is None:
            return
        self._reading.cancel()
        await asyncio.gather(self._reading, return_exceptions=True)
        transport = self._socket._response.connection
        if transport is not None and transport.transport is not None:
            transport.transport.abort()
        self._reading = None

    def _auth(self) -> dict[str, object]:
        auth: dict[str, object] = {"token": GOOD, "recovery": self._recovers}
        if self._epoch is not None:
            auth["resume"] = {"epoch": self._epoch, "seq": self.seq}
        if self._pid is not None:
            auth |= {"pid": self._pid, "offset": self._offset}
        return auth

    async def _read(self, socket: ClientWebSocketResponse) -> None:
        with contextlib.suppress(ClientError, OSError):
            while (message := await socket.receive()).type is WSMsgType.TEXT:
                await self._take(socket, message.data)

    async def _take(self, socket: ClientWebSocketResponse, frame: str) -> None:
        if frame == "2":
            await socket.send_str("3")
        elif frame.startswith("40"):
            pid = json.loads(frame[2:])["pid"]
            self.recoveries += pid == self._pid
            self._pid = pid if self._recovers else None
        elif frame.startswith("42"):
            event, payload, *offset = json.loads(frame[2:])
            self._hear(event, payload)
            # As Socket.IO's client has it: whatever ends in a string is an offset.
            self._offset = offset[-1] if offset else self._offset

    def _hear(self, event: str, payload: dict[str, Any]) -> None:
        if event == "snapshot":
            self.snapshots += 1
            self._epoch = payload["epoch"]
            if self.began is None:
                self.began = payload["seq"]
        elif event == "status_update":
            self.log.append(payload)
