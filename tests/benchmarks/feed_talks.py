"""What clients say to each server until they have joined, and the frames they say it in."""

from collections.abc import Generator
from functools import partial
import json
from typing import Final

type Talk = Generator[str | None, str | None]
"""Takes each message, the first of all being `None`; gives the answer, and ends with joining."""

_COMPRESSION: Final = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
_SHORT: Final = 126


def upgrade(path: str, host: str, *, compression: bool) -> bytes:
    """The request for a websocket; `compression` as browsers offer it."""
    return (
        f"GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        f"{_COMPRESSION if compression else ''}\r\n"
    ).encode()


def _frame(first: int, data: bytes) -> bytes:
    # A mask of zeros is legal, and changes nothing.
    size = len(data)
    head = (
        bytes((first, 0x80 | size)) if size < _SHORT else bytes((first, 0xFE, *divmod(size, 256)))
    )
    return head + bytes(4) + data


def text_frame(text: str) -> bytes:
    """A client's text, of up to 64 KiB."""
    return _frame(0x81, text.encode())


def pong(data: bytes) -> bytes:
    """A client's answer to a websocket's own ping."""
    return _frame(0x8A, data)


def silent() -> Talk:
    """Joins with the upgrade."""
    yield None
    # Nothing follows: the first message ends it.


def socket_io(last: str, auth: dict[str, str]) -> Talk:
    """Engine.IO's handshake, then Socket.IO's; joins with a message that begins with `last`."""
    yield None
    yield None
    message = yield f"40{json.dumps(auth) if auth else ''}"
    while not (message or "").startswith(last):
        message = yield None


def home_assistant(token: str) -> Talk:
    """Signs in to Home Assistant's websocket; joins with a subscription to the event."""
    yield None
    yield None
    yield json.dumps({"type": "auth", "access_token": token})
    yield json.dumps({"id": 1, "type": "subscribe_events", "event_type": "bench_event"})


twin = partial(socket_io, '42["snapshot"')
plain_socket_io = partial(socket_io, "40", {})
