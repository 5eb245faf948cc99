"""One UDP port that is listened on, shared with whoever else listens there."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
import socket
from typing import override

type Hear = Callable[[bytes, str], None]
"""What to do with a datagram and the IPv4 address it was sent from."""


@dataclass(frozen=True, kw_only=True)
class Ear:
    """A port that is open from `open_ear` to `close`."""

    port: int
    transport: asyncio.DatagramTransport
    protocol: _Protocol

    def close(self) -> None:
        """Stop listening; nothing is heard any more. Returns at once."""
        self.transport.close()

    async def wait_closed(self) -> None:
        """Wait until the port is free."""
        await self.protocol.closed.wait()


async def open_ear(bind: str, port: int, hear: Hear) -> Ear:
    """Listen on a port of this address, 0 for one that the system chooses; can send broadcasts.

    Raises:
        OSError: the port cannot be had.
    """
    opened = _open_socket(bind, port)
    actual: int = opened.getsockname()[1]
    transport, protocol = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: _Protocol(hear), sock=opened
    )
    return Ear(port=actual, transport=transport, protocol=protocol)


def address_towards(bind: str, host: str, port: int) -> str:
    """Our own address as it is seen from there; sends nothing.

    Raises:
        OSError: there is no way there.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as unused:
        unused.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        unused.bind((bind, 0))
        unused.connect((host, port))
        address: str = unused.getsockname()[0]
    return address


class _Protocol(asyncio.DatagramProtocol):
    def __init__(self, hear: Hear) -> None:
        self._hear = hear
        self.closed = asyncio.Event()

    @override
    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self._hear(data, addr[0])

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self.closed.set()


def _open_socket(bind: str, port: int) -> socket.socket:
    opened = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        # With these the system may choose a port that is taken, if it is shared there too.
        if port:
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        opened.bind((bind, port))
    except BaseException:
        opened.close()
        raise
    return opened
