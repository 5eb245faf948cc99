"""An event on its way to screens: encoded once, for however many."""

from collections.abc import Sequence
from functools import cached_property
import struct
from typing import Self

from socketio.packet import EVENT, Packet

from ..core.model import HOUSE, Status
from ..core.wire import Payload

type Key = tuple[str, str]
"""What an event is about: of several that wait about the same thing only the newest is needed."""

_TEXT_FRAME = 0x81
"""The first byte of an unfragmented text frame (RFC 6455, 5.2); no extension bit, so that it is
legal on every connection."""
_SHORT, _LONG = 126, 1 << 16


def text_frame(text: str) -> bytes:
    """A websocket's frame, as a server sends it."""
    data = text.encode()
    length = len(data)
    if length < _SHORT:
        return bytes((_TEXT_FRAME, length)) + data
    if length < _LONG:
        return struct.pack("!BBH", _TEXT_FRAME, 126, length) + data
    return struct.pack("!BBQ", _TEXT_FRAME, 127, length) + data


class Message:
    """One event as it goes to one or many clients."""

    def __init__(
        self, name: str, payload: Payload, *, key: Key | None = None, offset: str | None = None
    ) -> None:
        """Say what happened; `key` is `None` for what must not be merged into anything newer.

        `offset` is where it stands in the channel's log of what it told all, for clients that
        count along.
        """
        self.name = name
        self.payload = payload
        self.key = key
        self.offset = offset

    @classmethod
    def of_status(cls, payload: Payload, *, offset: str | None = None) -> Self:
        """A change of status; red is never merged into what comes after it."""
        return cls("status_update", payload, key=_status_key(payload), offset=offset)

    @cached_property
    def plain(self) -> bytes:
        """The frame for a client that does not count along."""
        return self._frame(())

    @cached_property
    def numbered(self) -> bytes:
        """The frame for a client that does; the offset is its last argument."""
        return self._frame(() if self.offset is None else (self.offset,))

    def arguments(self, *, numbered: bool) -> Payload | tuple[Payload, str]:
        """What Socket.IO's own `emit` takes as data."""
        return (self.payload, self.offset) if numbered and self.offset else self.payload

    def instead_of(self, older: Message) -> Message:
        """This event, saying so if it stands for another change of status as well."""
        if "merged" not in self.payload:
            return self
        merged = [*_seqs(older.payload["merged"]), *_seqs(older.payload["seq"])]
        payload: Payload = {**self.payload, "merged": [*merged, *_seqs(self.payload["merged"])]}
        return Message(self.name, payload, key=self.key, offset=self.offset)

    def _frame(self, more: Sequence[str]) -> bytes:
        # A `4` is Engine.IO's message; the packet in it is Socket.IO's own.
        # Nothing of ours is binary; to find that out would cost most of the time.
        encoded = Packet(EVENT, data=[self.name, self.payload, *more], binary=False).encode()
        return text_frame(f"4{encoded}")


def _status_key(payload: Payload) -> Key | None:
    zone, status = payload["zone"], payload["status"]
    if status == Status.RED_CRITICAL:
        return None
    # Green on the house clears every zone, which nothing that comes after it says as well.
    clears = zone == HOUSE and status == Status.GREEN_SAFE
    return ("cleared" if clears else "status_update", str(zone))


def _seqs(value: object) -> list[int]:
    numbers = value if isinstance(value, list) else [value]
    return [number for number in numbers if isinstance(number, int)]
