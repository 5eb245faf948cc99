"""How Engine.IO meets aiohttp here: its own driver's place, with each packet looked at.

Against that driver: a websocket never compresses (a browser that asks for it would cost 90 KiB
more), sending never waits, an upgrade begins with its probe and has a deadline, a body is read
whole, and a packet that is none ends the connection.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

from aiohttp import WebSocketError, WSCloseCode, WSMessage, WSMsgType, web
import engineio.async_drivers.aiohttp as original

from .line import Fault, Line, LineFaultError
from .messages import text_frame

LINE: Final = "tuya_twin.line"
"""Where the environment of a request has its `Line`."""

type Environ = dict[str, Any]

_CLOSE, _PING, _PONG, _MESSAGE, _UPGRADE, _NOOP = "123456"
_PROBE: Final = f"{_PING}probe"
_FROM_CLIENT: Final = (_CLOSE, _PONG, _MESSAGE)
"""What a client may send on a connection that stands."""


def check_packet(packet: str) -> None:
    """Raise `LineFaultError` for what no client may send on a connection that stands."""
    if not packet.startswith(_FROM_CLIENT):
        raise LineFaultError(Fault.BINARY if packet.startswith("b") else Fault.PACKET)


class Body:
    """The body of a request that was read whole."""

    def __init__(self, text: str) -> None:
        """Hold it."""
        self._data = text.encode()
        self.size = len(self._data)

    async def read(self, _size: int) -> bytes:
        """All of it."""
        return self._data


def translate_request(request: web.Request, line: Line, body: str = "") -> Environ:
    """The environment in which Engine.IO looks at a request."""
    environ: Environ = original.translate_request(request)
    content = Body(body)
    environ["wsgi.input"] = content
    environ["CONTENT_LENGTH"] = str(content.size)
    environ["REMOTE_ADDR"] = line.address
    environ[LINE] = line
    return environ


class WebSocket:
    """A client's websocket, as Engine.IO uses one."""

    def __init__(self, handler: Callable[[WebSocket], Awaitable[None]], server: Any) -> None:  # noqa: ANN401 - engineio ships no types
        """Have `handler` serve it."""
        self._handler = handler
        self._limits = server.limits
        self._line: Line
        self._first: str | None = None
        self._stands = True
        """Whether it is the connection, not about to become it."""
        self._socket = web.WebSocketResponse(
            compress=False,
            max_msg_size=self._limits.message_bytes,
            timeout=self._limits.farewell,
        )

    async def __call__(self, environ: Environ) -> web.StreamResponse:
        """Serve it to its end; a fault on the way is noted on the line."""
        line: Line = environ[LINE]
        self._line = line
        request: web.Request = environ["aiohttp.request"]
        await self._socket.prepare(request)
        # The library keeps it for as long as the connection lasts, and has no use for it.
        environ.clear()
        environ[LINE] = line
        line.open_websocket(request)
        try:
            if "sid" in request.query:
                await self._upgrade(line)
            else:
                await self._handler(self)
        finally:
            line.websocket_closed()
        return self._socket

    async def _upgrade(self, line: Line) -> None:
        # Engine.IO stops polling as soon as it has the websocket, and waits for ever: it gets it
        # only when there is a probe, and each step has its time.
        self._stands = False
        try:
            self._first = await self._receive_soon()
        except OSError:
            pass
        else:
            if self._first == _PROBE:
                await self._handler(self)
        session = line.session
        if session is not None and not session.is_websocket:
            session.stay_with_polling()
        await self._socket.close()

    async def wait(self) -> str:
        """The next packet. Raises `OSError` when there will be none."""
        packet, self._first = self._first, None
        if packet is None:
            # Most of a connection's life is spent here: what is not there takes no memory.
            packet = self._text(await self._socket.receive()) if self._stands else None
        if packet is None:
            packet = await self._receive_soon()
        if self._stands:
            try:
                check_packet(packet)
                self._line.heard()
            except LineFaultError as error:
                self._line.fault = error.fault
                raise
        elif packet == _UPGRADE:
            self._stands = True
            self._line.moved()
        return packet

    async def _receive_soon(self) -> str:
        try:
            async with asyncio.timeout(self._limits.upgrade_within):
                return self._text(await self._socket.receive())
        except TimeoutError:
            raise LineFaultError(Fault.NO_UPGRADE) from None

    def _text(self, message: WSMessage) -> str:
        match message.type:
            case WSMsgType.TEXT if message.data:
                return str(message.data)
            case WSMsgType.TEXT:
                self._line.fault = Fault.PACKET
            case WSMsgType.BINARY:
                self._line.fault = Fault.BINARY
            case WSMsgType.ERROR:
                code = message.data.code if isinstance(message.data, WebSocketError) else None
                too_big = code == WSCloseCode.MESSAGE_TOO_BIG
                self._line.fault = Fault.SIZE if too_big else Fault.PACKET
        raise OSError

    async def send(self, packet: str) -> None:
        """Write a packet. Never waits: the line counts what has not left."""
        # A poll that was not open when the upgrade ended it leaves this behind.
        if packet != _NOOP:
            self._line.write(text_frame(packet))
        self._line.moved()

    async def close(self) -> None:
        """Close it from our side."""
        await self._socket.close()


DRIVER: Final = {
    **original._async,  # noqa: SLF001 - a driver is this mapping
    "translate_request": translate_request,
    "websocket": WebSocket,
}
