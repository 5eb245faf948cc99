"""Only what browsers show as a picture is taken for one, and only if it says so itself."""

import base64

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_twin.core.errors import InvalidPictureError
from custom_components.tuya_twin.core.picture import LARGEST_PICTURE, require_picture

BEGINNINGS = {
    "png": b"\x89PNG\r\n\x1a\n",
    "jpeg": b"\xff\xd8\xff\xe0",
    "webp": b"RIFF\x00\x00\x00\x00WEBP",
}


def url(kind: str, data: bytes) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


@pytest.mark.parametrize("kind", BEGINNINGS)
def test_a_picture_is_taken_up_to_its_largest(kind: str) -> None:
    begins = BEGINNINGS[kind]

    require_picture(url(kind, begins))
    require_picture(url(kind, begins.ljust(LARGEST_PICTURE, b"x")))
    for much in (1, 3, LARGEST_PICTURE):
        with pytest.raises(InvalidPictureError, match="of at most 512 KiB"):
            require_picture(url(kind, begins.ljust(LARGEST_PICTURE + much, b"x")))


@pytest.mark.parametrize("kind", BEGINNINGS)
@pytest.mark.parametrize("data", [b"", b"<svg/>", b"RIFF\x00\x00\x00\x00AVI ", b"GIF89a"])
def test_it_has_to_be_what_it_says(kind: str, data: bytes) -> None:
    others = [begins for other, begins in BEGINNINGS.items() if other != kind]

    for wrong in (data, *others):
        with pytest.raises(InvalidPictureError, match="a PNG, JPEG or WebP"):
            require_picture(url(kind, wrong))


@pytest.mark.parametrize(
    "junk",
    [
        "",
        "https://elsewhere/picture.png",
        url("svg+xml", b"<svg/>"),
        url("gif", b"GIF89a"),
        url("png", BEGINNINGS["png"]).replace("data:", "data:text/html,"),
        url("png", BEGINNINGS["png"]).replace(";base64", ""),
        url("png", BEGINNINGS["png"]) + "\n",
        url("png", BEGINNINGS["png"]) + '"onload=',
        url("png", BEGINNINGS["png"]) + "\N{SNOWMAN}",
    ],
)
def test_anything_else_is_refused(junk: str) -> None:
    with pytest.raises(InvalidPictureError, match="a PNG, JPEG or WebP"):
        require_picture(junk)


@given(junk=st.text())
def test_no_text_breaks_it(junk: str) -> None:
    with pytest.raises(InvalidPictureError):
        require_picture(f"data:image/png;base64,{junk}")
