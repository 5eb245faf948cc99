"""Moving pictures of a page, as animated WebP."""

from collections.abc import Awaitable, Callable
import io
from itertools import pairwise
from pathlib import Path
import time
from typing import Final

from PIL import Image
from playwright.async_api import Page

WIDTH: Final = 720
BEFORE_SECONDS: Final = 0.8
AFTER_SECONDS: Final = 4.5
STILL_MS: Final = 1500
"""How long the last picture stands before it begins anew."""


async def film(page: Page, file: Path, act: Callable[[], Awaitable[object]]) -> None:
    """Film the page from a moment before something is done to some seconds after."""
    shots: list[tuple[float, bytes]] = []
    await _shoot(page, shots, BEFORE_SECONDS)
    await act()
    await _shoot(page, shots, AFTER_SECONDS)
    pictures = [_reduced(shot) for _, shot in shots]
    times = [at for at, _ in shots]
    lengths = [round((after - at) * 1000) for at, after in pairwise(times)]
    pictures[0].save(
        file,
        save_all=True,
        append_images=pictures[1:],
        duration=[*lengths, STILL_MS],
        loop=0,
        quality=80,
        method=6,
    )


async def _shoot(page: Page, shots: list[tuple[float, bytes]], seconds: float) -> None:
    """As many as the machine can take."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        shots.append((time.monotonic(), await page.screenshot(type="png")))


def _reduced(shot: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    height = round(picture.height * WIDTH / picture.width)
    return picture.resize((WIDTH, height), Image.Resampling.LANCZOS)
