"""The mark's PNGs, by the names that Home Assistant looks for. See `scripts/brand`."""

import asyncio
from typing import Final

from playwright.async_api import Browser, async_playwright

from scripts.lib.browser import Scheme, launch_chromium
from scripts.lib.demo import ROOT

BRAND: Final = ROOT / "custom_components" / "tuya_twin" / "brand"
SOURCE: Final = BRAND / "icon.svg"
_PREFIX: Final[dict[Scheme, str]] = {"light": "", "dark": "dark_"}
_SUFFIX: Final = {1: "", 2: "@2x"}
_STYLE: Final = """
body { margin: 0; }
figure { margin: 0; display: inline-flex; align-items: center; color: #1b1f24; }
figcaption { margin: 0 16px; font: 500 104px Roboto, sans-serif; white-space: nowrap; }
svg { display: block; flex: none; }
@media (prefers-color-scheme: dark) { figure { color: #ffffff; } }
"""


async def main() -> None:
    """Draw them all."""
    mark = await asyncio.to_thread(SOURCE.read_text)
    pictures = {"icon": mark, "logo": f"{mark}<figcaption>Tuya Twin</figcaption>"}
    async with async_playwright() as playwright, await launch_chromium(playwright) as browser:
        for name, content in pictures.items():
            for scheme in _PREFIX:
                for density in _SUFFIX:
                    await _draw(browser, name, content, scheme, density)


async def _draw(browser: Browser, name: str, content: str, scheme: Scheme, density: int) -> None:
    page = await browser.new_page(
        color_scheme=scheme,
        device_scale_factor=density,
        viewport={"width": 1280, "height": 400},
    )
    await page.set_content(f"<style>{_STYLE}</style><figure>{content}</figure>")
    await page.locator("figure").screenshot(
        path=BRAND / f"{_PREFIX[scheme]}{name}{_SUFFIX[density]}.png", omit_background=True
    )
    await page.close()


if __name__ == "__main__":
    asyncio.run(main())
