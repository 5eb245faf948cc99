"""A real Chromium, logged in to a real Home Assistant, looking at the panel."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import json
import shutil
from typing import Final, Literal

from playwright.async_api import Browser, Page, Playwright, async_playwright

from scripts.lib.home import Home

PANEL_PATH: Final = "/tuya-twin"

type Scheme = Literal["light", "dark"]

_ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)


def chromium() -> str | None:
    """The Chromium on PATH, if there is one."""
    return shutil.which("chromium")


async def launch_chromium(playwright: Playwright) -> Browser:
    """The machine's own, which asks nobody anything."""
    return await playwright.chromium.launch(executable_path=chromium(), args=list(_ARGUMENTS))


@asynccontextmanager
async def browser_window(
    home: Home,
    *,
    scheme: Scheme = "light",
    size: tuple[int, int] = (1280, 900),
    still: bool = False,
    time_zone: str | None = None,
) -> AsyncIterator[Page]:
    """An empty page in a window of its own, logged in; `still` asks for reduced motion.

    It is in the time zone of this machine, unless another is given.
    """
    tokens = json.dumps(json.dumps(home.tokens_for_browser()))
    width, height = size
    async with (
        async_playwright() as playwright,
        await launch_chromium(playwright) as browser,
    ):
        context = await browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            reduced_motion="reduce" if still else "no-preference",
            timezone_id=time_zone,
        )
        await context.add_init_script(f"localStorage.setItem('hassTokens', {tokens})")
        yield await context.new_page()
        await context.close()


@asynccontextmanager
async def panel_page(
    home: Home,
    *,
    scheme: Scheme = "light",
    size: tuple[int, int] = (1280, 900),
    still: bool = False,
) -> AsyncIterator[Page]:
    """The panel in a window of its own, drawn and live; `still` asks for reduced motion."""
    async with browser_window(home, scheme=scheme, size=size, still=still) as page:
        await open_panel(page, home)
        yield page


async def open_panel(page: Page, home: Home) -> None:
    """Go to the panel, and wait until it is drawn."""
    await page.goto(home.url + PANEL_PATH)
    await page.get_by_role("button", name="Hold for red").wait_for()
    await page.locator("#ha-launch-screen").wait_for(state="detached")
