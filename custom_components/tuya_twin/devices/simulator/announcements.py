"""The datagrams in which devices say where they are."""

from dataclasses import dataclass, field
from enum import Enum, auto
from hashlib import md5
import json
from zlib import crc32

from .codec import Side, Source
from .frames import LAYOUT_55AA, LAYOUT_6699, Command, Frame, FrameError, FrameReader, Version
from .versions import make_codec

ANNOUNCEMENT_KEY = md5(b"yGAdlopoPVldABfn", usedforsecurity=False).digest()
"""The key of all announcements in the world: it hides nothing, and proves nothing."""
_PRODUCT_KEY = "keysimulated0001"
_ACTIVE = 2
_CHECK_SIZE = 4


class Form(Enum):
    """How an announcement is wrapped."""

    PLAIN = auto()
    """In clear: 3.1."""
    ECB = auto()
    """3.3 and 3.4."""
    GCM = auto()
    """3.5."""


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """What an announcement claims, truly or not."""

    device_id: str
    host: str
    version: str
    key: bytes = field(default=ANNOUNCEMENT_KEY, repr=False)
    """What it is sealed with; nobody reads another than the usual one."""

    @property
    def form(self) -> Form:
        """How devices of this version wrap it."""
        return {"3.1": Form.PLAIN, "3.5": Form.GCM}.get(self.version, Form.ECB)

    def datagram(self) -> bytes:
        """The announcement as it goes over the wire."""
        payload = json.dumps(
            {
                "ip": self.host,
                "gwId": self.device_id,
                "active": _ACTIVE,
                "ability": 0,
                "encrypt": True,
                "productKey": _PRODUCT_KEY,
                "version": self.version,
            },
            separators=(",", ":"),
        ).encode()
        match self.form:
            case Form.PLAIN:
                return _in_clear(payload)
            case Form.ECB:
                later = self.version == Version.V34
                command = Command.ANNOUNCEMENT_34 if later else Command.ANNOUNCEMENT
                return self._sealed(Version.V33, command, payload)
            case Form.GCM:
                return self._sealed(Version.V35, Command.DEVICE_INFO, payload)

    def _sealed(self, version: Version, command: Command, payload: bytes) -> bytes:
        codec = make_codec(version, self.key, Side.DEVICE, Source(1))
        return codec.seal(Frame(seqno=0, command=command, payload=payload, retcode=0))


def is_probe(datagram: bytes) -> bool:
    """Whether somebody asks all devices where they are."""
    reader = FrameReader(LAYOUT_6699)
    reader.feed(datagram)
    codec = make_codec(Version.V35, ANNOUNCEMENT_KEY, Side.DEVICE, Source(1))
    try:
        return any(codec.open(sealed).command == Command.DEVICE_INFO for sealed in reader.frames())
    except FrameError:
        return False


def _in_clear(payload: bytes) -> bytes:
    layout, body = LAYOUT_55AA, bytes(4) + payload
    length = len(body) + _CHECK_SIZE + len(layout.suffix)
    framed = layout.header.pack(layout.prefix, 0, Command.ANNOUNCEMENT_PLAIN, length) + body
    return framed + crc32(framed).to_bytes(_CHECK_SIZE) + layout.suffix
