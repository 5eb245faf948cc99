"""Clients that write their own packets, for what no stock client would do."""

import asyncio
import json
from typing import Self

from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType
from yarl import URL

from custom_components.tuya_twin.feed.views import SOCKET_IO_PATH
from tests.feed.stand import Stand


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

    async def __aexit__(self, *_: object) -> None:
        await self._socket.close()

    async def ask_to_connect(self, **auth: object) -> None:
        """Send CONNECT and do not wait; without offsets, as nobody counts along here."""
        await self._socket.send_str("40" + json.dumps({"recovery": False, **auth}))

    async def join(self, token: str) -> str:
        """Connect, have everything up to the snapshot, and return the client id."""
        await self.ask_to_connect(token=token)
        frames = await self.frames_until('42["snapshot"')
        connected = next(frame for frame in frames if frame.startswith('42["connected"'))
        return str(json.loads(connected[2:])[1]["client_id"])

    async def send(self, packet: str | bytes) -> None:
        """Send anything at all."""
        if isinstance(packet, bytes):
            await self._socket.send_bytes(packet)
        else:
            await self._socket.send_str(packet)

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


class TcpClient:
    """A connection on which every byte is one's own."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    def __init__(self, url: str) -> None:
        self._url = URL(url)

    async def __aenter__(self) -> Self:
        self.reader, self.writer = await asyncio.open_connection(self._url.host, self._url.port)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.writer.close()

    async def open_websocket(self, query: str = "EIO=4&transport=websocket") -> None:
        """Shake hands, and read nothing of what comes after."""
        self.writer.write(
            f"GET {SOCKET_IO_PATH}?{query} HTTP/1.1\r\n"
            f"Host: {self._url.host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
        )
        assert b" 101 " in await self.reader.readuntil(b"\r\n\r\n")

    def send_text(self, text: str) -> None:
        """Send a masked frame, as a client has to."""
        data = text.encode()
        size = len(data)
        head = bytes((0x81, 0x80 | size)) if size < 126 else bytes((0x81, 0xFE)) + size.to_bytes(2)
        self.writer.write(head + bytes(4) + data)  # a mask of zeros changes nothing


class Poller:
    """Engine.IO by polling, packet by packet."""

    sid: str

    def __init__(self, session: ClientSession, url: str) -> None:
        self._session = session
        self._address = f"{url}{SOCKET_IO_PATH}?EIO=4&transport=polling"
        self.websocket = f"{url}{SOCKET_IO_PATH}?EIO=4&transport=websocket"

    async def __aenter__(self) -> Self:
        async with self._session.get(self._address) as opened:
            assert opened.status == 200
            self.sid = json.loads((await opened.text())[1:])["sid"]
        self._address += f"&sid={self.sid}"
        self.websocket += f"&sid={self.sid}"
        return self

    async def __aexit__(self, *_: object) -> None:
        """Leave the connection as it is: nobody says goodbye by polling."""

    async def post(self, body: object) -> tuple[int, str]:
        """Send packets, or whatever it is; returns the status and the text of the answer."""
        async with self._session.post(self._address, data=body) as response:
            return response.status, await response.text()

    async def poll(self) -> tuple[int, str]:
        """Ask for packets."""
        async with self._session.get(self._address) as response:
            return response.status, await response.text()

    async def open_poll(self, stand: Stand) -> asyncio.Task[tuple[int, str]]:
        """Ask for packets, and be known to; the answer comes when there is something to say."""
        line = stand.feed.door.line(self.sid)
        assert line is not None
        poll = asyncio.create_task(self.poll())
        await stand.until(lambda: line.polling)
        return poll

    async def poll_until(self, words: str) -> str:
        """Everything up to the answer that has these words in it."""
        received = ""
        while words not in received:
            status, text = await self.poll()
            assert status == 200
            received += text + "\x1e"
        return received

    async def join(self, token: str) -> None:
        """Connect, and have everything up to the snapshot."""
        asked = json.dumps({"token": token, "recovery": False})
        assert await self.post(f"40{asked}") == (200, "ok")
        await self.poll_until('42["snapshot"')
