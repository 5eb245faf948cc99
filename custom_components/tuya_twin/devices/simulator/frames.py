"""The frames of Tuya's LAN protocol, and how to find them in a stream of bytes."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from struct import Struct

MAX_LENGTH = 1440
"""The longest length field believed. Devices with 256 KiB of memory refuse more, so do clients."""


class Version(StrEnum):
    """A protocol version."""

    V33 = "3.3"
    """AES-ECB with the local key, CRC32 against line noise."""
    V34 = "3.4"
    """AES-ECB with a negotiated session key, HMAC-SHA256."""
    V35 = "3.5"
    """AES-GCM with a negotiated session key, and its own frame."""


class Command(IntEnum):
    """What a frame is about."""

    ANNOUNCEMENT_PLAIN = 0
    SESSION_START = 3
    SESSION_ANSWER = 4
    SESSION_FINISH = 5
    CONTROL = 7
    STATUS = 8
    HEARTBEAT = 9
    QUERY = 10
    CONTROL_NEW = 13
    QUERY_NEW = 16
    UPDATE_POINTS = 18
    ANNOUNCEMENT = 19
    ANNOUNCEMENT_34 = 35
    DEVICE_INFO = 37


@dataclass(frozen=True, kw_only=True)
class Frame:
    """One message in the clear. Only frames from the device carry a `retcode`."""

    seqno: int
    command: int
    payload: bytes = b""
    retcode: int | None = None


class FrameError(Exception):
    """A frame that cannot be trusted.

    * FrameError: too long, too short, or its checksum, HMAC or tag is wrong
      + PayloadError: came whole, but its payload does not open with this key
    """


class PayloadError(FrameError):
    """The frame came whole, but its payload does not open with this key.

    Only 3.3 knows the difference: there the checksum does not depend on the key.
    """

    def __init__(self, seqno: int, command: int) -> None:
        """Keep what is needed to answer the frame."""
        super().__init__(f"command {command} does not open with this key")
        self.seqno = seqno
        self.command = command


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How a family of frames is told from noise; the length is the header's last field."""

    prefix: bytes
    suffix: bytes
    header: Struct
    beyond_length: int
    """Bytes at the end that the length field does not count."""


LAYOUT_55AA = Layout(
    prefix=b"\x00\x00\x55\xaa",
    suffix=b"\x00\x00\xaa\x55",
    header=Struct(">4sIII"),
    beyond_length=0,
)
LAYOUT_6699 = Layout(
    prefix=b"\x00\x00\x66\x99",
    suffix=b"\x00\x00\x99\x66",
    header=Struct(">4sHIII"),
    beyond_length=4,
)


class FrameReader:
    """Cuts a stream into frames, whatever the segments; skips what is no frame.

    Holds less than one frame of the longest length after its frames have been taken.
    """

    def __init__(self, layout: Layout) -> None:
        """Read frames of one layout; those of another are noise."""
        self._layout = layout
        self._buffer = bytearray()

    def feed(self, data: bytes) -> None:
        """Add what has come in."""
        self._buffer += data

    def frames(self) -> Iterator[bytes]:
        """Take the complete frames, each only when asked for, still sealed."""
        while self._find_prefix():
            total = self._total_length()
            if total is None or len(self._buffer) < total:
                return
            if self._is_frame(total):
                frame = bytes(self._buffer[:total])
                del self._buffer[:total]
                yield frame
            else:
                del self._buffer[0]

    def _find_prefix(self) -> bool:
        prefix = self._layout.prefix
        start = self._buffer.find(prefix)
        # A prefix may have come in part.
        noise = start if start >= 0 else max(0, len(self._buffer) - len(prefix) + 1)
        del self._buffer[:noise]
        return start >= 0

    def _total_length(self) -> int | None:
        """How long the frame claims to be with all its parts; `None` if that is not in yet.

        An incredible length counts as that of the bare header, so that nobody waits for it.
        """
        header = self._layout.header
        if len(self._buffer) < header.size:
            return None
        length = int.from_bytes(self._buffer[header.size - 4 : header.size])
        if length > MAX_LENGTH:
            return header.size
        return header.size + length + self._layout.beyond_length

    def _is_frame(self, total: int) -> bool:
        suffix = self._layout.suffix
        body = total - self._layout.header.size
        return body >= len(suffix) and self._buffer[total - len(suffix) : total] == suffix
