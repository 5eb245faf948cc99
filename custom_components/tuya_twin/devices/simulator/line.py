"""What becomes of frames on their way from a device to one client."""

import asyncio
from collections import deque

from .frames import LAYOUT_55AA
from .manners import Manners

_PACE = 0.001
"""Seconds between pieces: long enough for most clients to see each alone."""
_SUFFIX_SIZE = len(LAYOUT_55AA.suffix)
"""The same in all layouts."""


def mangled(sealed: bytes, manners: Manners) -> bytes:
    """What of a frame goes over the wire."""
    if manners.wrong_check:
        # All layouts have the check in front of the suffix.
        place = len(sealed) - _SUFFIX_SIZE - 1
        sealed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
    return (manners.noise + sealed[: len(sealed) - manners.missing]) * manners.copies


class Line:
    """The way to one client, on which frames keep their order."""

    def __init__(self, transport: asyncio.Transport) -> None:
        """Lead to the other end of a transport."""
        self._transport = transport
        self._pieces: deque[bytes] = deque()
        self._timer: asyncio.TimerHandle | None = None

    @property
    def unread(self) -> int:
        """How many bytes the client has not taken yet."""
        waiting = sum(len(piece) for piece in self._pieces)
        return waiting + self._transport.get_write_buffer_size()

    def send(self, sealed: bytes, manners: Manners) -> None:
        """Send a frame as the manners have it."""
        data = mangled(sealed, manners)
        size = manners.segment or len(data)
        self._pieces.extend(data[start : start + size] for start in range(0, len(data), size))
        if self._timer is None:
            self._send_next()

    def flush(self) -> None:
        """Send at once what waits."""
        self._stop_pacing()
        while self._pieces:
            self._transport.write(self._pieces.popleft())

    def drop(self) -> None:
        """Forget what waits."""
        self._stop_pacing()
        self._pieces.clear()

    def _send_next(self) -> None:
        self._timer = None
        if self._pieces:
            self._transport.write(self._pieces.popleft())
        if self._pieces:
            self._timer = asyncio.get_running_loop().call_later(_PACE, self._send_next)

    def _stop_pacing(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
