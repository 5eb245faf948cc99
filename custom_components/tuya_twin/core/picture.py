"""A picture that somebody sends: one that browsers show and that cannot be a program."""

import base64
import binascii
from typing import Final

from .errors import InvalidPictureError

LARGEST_PICTURE: Final = 512 * 1024
"""In bytes, as a file."""
_KINDS: Final = ("png", "jpeg", "webp")
_RIGHT_KIND: Final = "a PNG, JPEG or WebP"
_RIGHT_SIZE: Final = f"of at most {LARGEST_PICTURE // 1024} KiB"


def require_picture(url: str) -> None:
    """Raise `InvalidPictureError` unless this is a data URL of a PNG, JPEG or WebP."""
    head, _, encoded = url.partition(",")
    kind = head.removeprefix("data:image/").removesuffix(";base64")
    if head != f"data:image/{kind};base64" or kind not in _KINDS:
        raise InvalidPictureError(_RIGHT_KIND)
    try:
        data = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidPictureError(_RIGHT_KIND) from error
    if len(data) > LARGEST_PICTURE:
        raise InvalidPictureError(_RIGHT_SIZE)
    if kind != _kind(data):
        raise InvalidPictureError(_RIGHT_KIND)


def _kind(data: bytes) -> str | None:
    """What a file is, by how it begins."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    return "webp" if data.startswith(b"RIFF") and data[8:12] == b"WEBP" else None
