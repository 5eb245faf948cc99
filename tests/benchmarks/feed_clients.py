"""Thousands of websocket clients in a process of their own: sockets, epoll and little else.

A client costs less here than its server spends on it, so that the server is what is measured.
"""

from collections.abc import Callable
import gc
from multiprocessing.connection import Connection
import select
import socket
import struct
import time
from typing import Final
import zlib

from tests.benchmarks.feed_orders import Command, CrowdError, Expect, Fill, Filled, Leave
from tests.benchmarks.feed_talks import Talk, pong, text_frame

PATIENCE: Final = 60.0
"""Seconds after which whatever is waited for will not come any more."""
BUFFER: Final = 1 << 18
AGAIN: Final = 0.005
"""Seconds after which a client that was refused tries again."""
UPGRADED: Final = b"HTTP/1.1 101"
COMPRESSED, CLOSE, PING = 0x40, 0x8, 0x9
ENGINE_PING, ENGINE_PONG = b"2", "3"


class Line:
    """One client's connection."""

    __slots__ = ("_inflate", "count", "rest", "socket", "talk", "upgraded")

    def __init__(self, connection: socket.socket, talk: Talk) -> None:
        """Begin with a connection on which the upgrade was asked for."""
        next(talk)
        self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        self.socket = connection
        self.talk: Talk | None = talk
        """What it says; `None` once it has joined."""
        self.upgraded = False
        self.rest = b""
        self.count = 0

    def inflate(self, payload: bytes) -> bytes:
        """A compressed message as it was; all of them are needed, in order."""
        return self._inflate.decompress(payload + b"\x00\x00\xff\xff")


class Crowd:
    """The clients of one server."""

    def __init__(self, pipe: Connection) -> None:
        """Obey what comes through the pipe."""
        self._pipe = pipe
        self._epoll = select.epoll()
        self._epoll.register(pipe.fileno(), select.EPOLLIN)
        self._lines: dict[int, Line] = {}
        self._buffer = bytearray(BUFFER)
        self._mark = b"\0"
        self._joined = 0
        self._refused = 0
        self._arrived: list[int] = []
        self._moments: list[int] = []

    def run(self) -> None:
        """Obey until told to end, and answer pings meanwhile.

        The answer to a command is a `CrowdError` if it failed, or if all went wrong before it; no
        client is left then.
        """
        trouble: CrowdError | None = None
        while True:
            try:
                self._step()
            except CrowdError as error:
                self._leave()
                trouble = error
            if self._pipe.poll():
                command: Command = self._pipe.recv()
                if command is None:
                    return
                self._pipe.send(trouble or self._obey(command))
                trouble = None

    def _obey(self, command: Fill | Expect | Leave) -> object:
        try:
            match command:
                case Fill():
                    return self._fill(command)
                case Expect(events=events):
                    return self._expect(events)
                case Leave():
                    self._leave()
                    return True
        except CrowdError as error:
            self._leave()
            return error

    def _step(self, patience: float = 1.0) -> None:
        own = self._pipe.fileno()
        for number, _ in self._epoll.poll(patience, 4096):
            if number != own:
                self._read(self._lines[number])

    def _until(self, done: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not done():
            if time.monotonic() > deadline:
                raise CrowdError(what)
            self._step(AGAIN)

    # Coming and going -----------------------------------------------------------------------

    def _fill(self, order: Fill) -> Filled:
        began = time.monotonic()
        deadline = began + PATIENCE
        self._mark = order.place.mark
        self._refused = 0
        while self._joined < order.size:
            while len(self._lines) < min(order.size, self._joined + order.place.window):
                self._connect(order)
            refused = self._refused
            self._step()
            if self._refused > refused:
                time.sleep(AGAIN)
            if time.monotonic() > deadline:
                msg = f"{self._joined} of {order.size} clients could join"
                raise CrowdError(msg)
        return Filled(seconds=time.monotonic() - began, refused=self._refused)

    def _connect(self, order: Fill) -> None:
        connection = socket.create_connection(order.place.address)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # Goes without a trace: thousands of closed ports would otherwise stay taken for a minute.
        linger = struct.pack("ii", 1, 0)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        place = order.place
        connection.sendall(place.upgrade(compression=order.compression))
        connection.setblocking(False)
        self._lines[connection.fileno()] = Line(connection, place.talk())
        self._epoll.register(connection.fileno(), select.EPOLLIN | select.EPOLLET)

    def _drop(self, line: Line) -> None:
        if line.talk is None:
            msg = "a client that had joined was cut off"
            raise CrowdError(msg)
        self._refused += 1
        self._close(line)

    def _close(self, line: Line) -> None:
        number = line.socket.fileno()
        self._epoll.unregister(number)
        del self._lines[number]
        line.socket.close()

    def _leave(self) -> None:
        for line in list(self._lines.values()):
            self._close(line)
        self._joined = 0

    # Events ---------------------------------------------------------------------------------

    def _expect(self, events: int) -> list[int]:
        for line in self._lines.values():
            line.count = 0
        self._arrived = [0] * events
        self._moments = [0] * events
        self._pipe.send(True)
        self._until(lambda: bool(self._moments[-1]), f"not everybody had {events} events in time")
        return self._moments

    def _count(self, line: Line) -> None:
        number = line.count
        line.count = number + 1
        if number >= len(self._arrived):
            return
        self._arrived[number] += 1
        if self._arrived[number] == self._joined:
            self._moments[number] = time.monotonic_ns()

    # Bytes ----------------------------------------------------------------------------------

    def _read(self, line: Line) -> None:
        size = BUFFER
        while size == BUFFER:
            try:
                size = line.socket.recv_into(self._buffer)
            except BlockingIOError:
                return
            except ConnectionError:
                size = 0
            if size == 0:
                self._drop(line)
                return
            self._take(line, size)

    def _take(self, line: Line, size: int) -> None:
        if line.rest or not line.upgraded:
            data = bytearray(line.rest)
            data += self._buffer[:size]
            if line.upgraded:
                self._parse(line, data, len(data))
            else:
                self._begin(line, data)
        else:
            self._parse(line, self._buffer, size)

    def _begin(self, line: Line, data: bytearray) -> None:
        head, end, rest = data.partition(b"\r\n\r\n")
        if not end:
            line.rest = bytes(data)
        elif not head.startswith(UPGRADED):
            self._drop(line)
        else:
            line.upgraded = True
            line.rest = b""
            self._hear(line, None)
            self._parse(line, rest, len(rest))

    def _parse(self, line: Line, data: bytearray, size: int) -> None:
        """Take all whole frames of a server, which are not masked; keep the rest."""
        at, mark = 0, self._mark
        while size - at > 1:
            length, start = data[at + 1], at + 2
            if length == 126:
                length, start = data[at + 2] << 8 | data[at + 3], at + 4
            elif length == 127:
                length, start = int.from_bytes(data[at + 2 : at + 10]), at + 10
            if start + length > size:
                break
            if data.startswith(mark, start):
                self._count(line)
            else:
                self._other(line, data[at], bytes(data[start : start + length]))
            at = start + length
        line.rest = bytes(data[at:size]) if at < size else b""

    def _other(self, line: Line, first: int, payload: bytes) -> None:
        if first & COMPRESSED:
            payload = line.inflate(payload)
        kind = first & 0x0F
        if kind == PING:
            line.socket.send(pong(payload))
        elif kind == CLOSE:
            self._drop(line)
        elif line.talk is not None:
            self._hear(line, payload.decode())
        elif payload == ENGINE_PING:
            line.socket.send(text_frame(ENGINE_PONG))
        elif payload.startswith(self._mark):
            self._count(line)

    def _hear(self, line: Line, text: str | None) -> None:
        if line.talk is None:
            return
        try:
            answer = line.talk.send(text)
        except StopIteration:
            line.talk = None
            self._joined += 1
        else:
            if answer is not None:
                line.socket.send(text_frame(answer))


def serve_commands(pipe: Connection) -> None:
    """The whole of the process."""
    # There are no cycles to find, and looking for them would look like a slow server.
    gc.disable()
    Crowd(pipe).run()
