"""An address on loopback that belongs to a device, whether or not anyone answers there."""

import asyncio
from collections.abc import Callable
from enum import StrEnum
import socket


class Absence(StrEnum):
    """What those find who connect while nobody answers."""

    REFUSING = "refusing"
    """They are refused at once."""
    SILENT = "silent"
    """They hear nothing, as from an address that nobody has."""


class Place:
    """An address that is held from `take` to `leave`, and answers from `open` to `shut`."""

    def __init__(self, host: str, port: int) -> None:
        """Hold nothing yet; port 0 stands for any free one."""
        self._host = host
        self._wanted_port = port
        self._port = port
        self._holder: socket.socket | None = None
        self._filler: socket.socket | None = None
        self._server: asyncio.Server | None = None
        self._closing: list[asyncio.Server] = []

    @property
    def address(self) -> tuple[str, int]:
        """Host and port; with port 0 wanted the real one is known once it is taken."""
        return self._host, self._port

    @property
    def taken(self) -> bool:
        """Whether the address is held."""
        return self._holder is not None

    @property
    def answers(self) -> bool:
        """Whether those who connect get through."""
        return self._server is not None

    def take(self) -> None:
        """Hold the address. Those who connect are refused.

        Raises:
            OSError: it is taken.
        """
        self._port = self._wanted_port
        self._hold(Absence.REFUSING)

    async def open(self, connect: Callable[[], asyncio.Protocol]) -> None:
        """Let those through who connect.

        Raises:
            OSError: the address has been taken meanwhile.
        """
        self._drop()
        holder = self._hold(Absence.REFUSING)
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(connect, sock=holder)

    def shut(self, absence: Absence) -> None:
        """Let nobody through any more, but keep the address; connections stay as they are.

        Raises:
            OSError: the address was taken in the same moment.
        """
        self.leave()
        self._hold(absence)

    def leave(self) -> None:
        """Give the address back; connections stay as they are."""
        if self._server is not None:
            self._server.close()
            self._closing.append(self._server)
            self._server = None
        self._drop()

    async def wait_closed(self) -> None:
        """Wait until every connection that was let through is over."""
        while self._closing:
            await self._closing.pop().wait_closed()

    def _hold(self, absence: Absence) -> socket.socket:
        """A socket that holds the address. Until it listens, those who connect are refused."""
        holder = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            holder.setblocking(False)  # noqa: FBT003
            holder.bind((self._host, self._port))
            self._port = holder.getsockname()[1]
            if absence is Absence.SILENT:
                # One client that nobody accepts fills the queue; the system ignores all others.
                holder.listen(0)
                self._filler = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
                self._filler.setblocking(False)  # noqa: FBT003
                self._filler.connect_ex(self.address)
        except OSError:
            holder.close()
            raise
        self._holder = holder
        return holder

    def _drop(self) -> None:
        for held in (self._filler, self._holder):
            if held is not None:
                held.close()
        self._filler = self._holder = None
