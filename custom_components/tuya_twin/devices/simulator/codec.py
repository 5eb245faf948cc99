"""Sealing and opening frames, for either side: what all versions of the protocol share."""

from abc import ABC, abstractmethod
from enum import Enum, auto
from struct import Struct
from zlib import crc32

from .frames import MAX_LENGTH, Command, Frame, FrameError, Layout, Version

_RETCODE = Struct(">I")
_SOURCE = Struct(">II")
_HEADER_SIZE = 15

_HEADERLESS = frozenset(
    {
        Command.SESSION_START,
        Command.SESSION_ANSWER,
        Command.SESSION_FINISH,
        Command.HEARTBEAT,
        Command.QUERY,
        Command.QUERY_NEW,
        Command.UPDATE_POINTS,
        Command.ANNOUNCEMENT_PLAIN,
        Command.ANNOUNCEMENT,
        Command.ANNOUNCEMENT_34,
        Command.DEVICE_INFO,
    }
)


class Side(Enum):
    """Which end of the connection a codec serves. Only the device's frames carry a retcode."""

    CLIENT = auto()
    DEVICE = auto()


class Source:
    """Who version headers come from: an id (1 is the device), and a count of the headers."""

    def __init__(self, source_id: int) -> None:
        """Start counting."""
        self._id = source_id
        self._count = 0

    def header(self, version: Version, body: bytes) -> bytes:
        """The next version header, for this body."""
        self._count += 1
        origin = _SOURCE.pack(self._count, self._id)
        return version.encode() + crc32(origin + body).to_bytes(4) + origin


class Codec(ABC):
    """Seals the frames of one side and opens those of the other.

    `key` is the local key, and from 3.4 on the session key once that is negotiated.
    """

    version: Version
    layout: Layout

    def __init__(self, key: bytes, side: Side, source: Source) -> None:
        """Serve one side of one connection."""
        self.key = key
        self._side = side
        self._source = source

    def seal(self, frame: Frame) -> bytes:
        """The frame as it goes over the wire.

        Raises:
            FrameError: its payload is too long.
        """
        sealed = self._seal(frame)
        if len(sealed) > MAX_LENGTH:
            raise FrameError(len(sealed))
        return sealed

    @abstractmethod
    def _seal(self, frame: Frame) -> bytes:
        """The frame as it goes over the wire, however long."""

    @abstractmethod
    def open(self, sealed: bytes) -> Frame:
        """The frame in the clear, if it is exactly as the other side sealed it.

        Raises:
            PayloadError: the frame came whole, but its payload does not open with this key.
            FrameError: anything else is wrong with it.
        """

    def _pack_retcode(self, frame: Frame) -> bytes:
        return _RETCODE.pack(frame.retcode or 0) if self._side is Side.DEVICE else b""

    def _unpack_retcode(self, body: bytes) -> tuple[int | None, bytes]:
        if self._side is Side.DEVICE:
            return None, body
        if len(body) < _RETCODE.size:
            raise FrameError(len(body))
        return int.from_bytes(body[: _RETCODE.size]), body[_RETCODE.size :]

    def _header(self, frame: Frame, body: bytes) -> bytes:
        """The version header if this frame has one: errors and empty payloads have none."""
        if frame.command in _HEADERLESS or frame.retcode or not frame.payload:
            return b""
        return self._source.header(self.version, body)

    def _strip_header(self, command: int, retcode: int | None, text: bytes) -> bytes:
        if command in _HEADERLESS or retcode or not text.startswith(self.version.encode()):
            return text
        return text[_HEADER_SIZE:]
