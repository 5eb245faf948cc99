"""A client that writes its own packets, for what no stock client would do."""

import json
from types import TracebackType
from typing import Self

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType

from custom_components.tuya_twin.feed.views import SOCKET_IO_PATH


class RawClient:
    """Engine.IO over a websocket, open from entering; Socket.IO only as told."""

    def __init__(self, session: ClientSession, url: str) -> None:
        self._session = session
        self._url = f"{url}{SOCKET_IO_PATH}?EIO=4&transport=websocket"
        self._socket: ClientWebSocketResponse

    async def __aenter__(self) -> Self:
        self._socket = await self._session.ws_connect(self._url)
        assert (await self._socket.receive_str()).startswith("0")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._socket.close()

    async def ask_to_connect(self, **auth: object) -> None:
        """Send CONNECT and do not wait."""
        await self._socket.send_str("40" + json.dumps(auth))

    async def join(self, token: str) -> str:
        """Connect, have everything up to the snapshot, and return the client id."""
        await self.ask_to_connect(token=token)
        frames = await self.frames_until('42["snapshot"')
        connected = next(frame for frame in frames if frame.startswith('42["connected"'))
        return str(json.loads(connected[2:])[1]["client_id"])

    async def emit(self, event: str, *data: object) -> None:
        """Send an event."""
        await self._socket.send_str("42" + json.dumps([event, *data]))

    async def say_goodbye(self) -> None:
        """Send DISCONNECT and keep the line open."""
        await self._socket.send_str("41")

    async def frames_until(self, prefix: str) -> list[str]:
        """Every frame up to one that starts so."""
        frames = [await self._socket.receive_str()]
        while not frames[-1].startswith(prefix):
            frames.append(await self._socket.receive_str())
        return frames

    async def hang_up(self) -> list[str]:
        """Close the line and return every frame that was still on it."""
        await self._socket._writer.close()
        return await self.frames_to_the_end()

    async def frames_to_the_end(self) -> list[str]:
        """Every frame until the line is closed."""
        frames = []
        while (message := await self._socket.receive()).type is WSMsgType.TEXT:
            frames.append(message.data)
        return frames
