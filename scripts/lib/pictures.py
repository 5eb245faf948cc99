"""The README's pictures, each in light and dark. See `scripts/pictures`."""

import asyncio
from pathlib import Path
import tempfile
from typing import Final

from playwright.async_api import Page, expect

from scripts.lib.browser import Scheme, panel_page
from scripts.lib.demo import ROOT
from scripts.lib.home import Home
from scripts.lib.home_types import Owner

PICTURES: Final = ROOT / "docs" / "pictures"
SIREN_PLUG: Final = "select.hall_siren_simulated_fault"
DESK: Final = (1280, 760)
PHONE: Final = (400, 860)


async def main() -> None:
    """Take them all."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        home = Home.create(Path(folder), custom_components=ROOT / "custom_components")
        async with home:
            await home.onboard(Owner(name="Anna"))
            await home.config_flow("tuya_twin", {"next_step_id": "simulated"})
            await home.call_service("lock", "lock", {"entity_id": "lock.front_door"})
            await _execute(home, "green")
            await _take(home, "safe", "All safe")
            await _plug(home, "offline")
            await _execute(home, "red", reason="Glass broke in the living room")
            await _take(home, "unplugged", "Critical")
            await _plug(home, "none")
            await _execute(home, "red", reason="Glass broke in the living room")
            await _take(home, "critical", "Critical")


async def _execute(home: Home, protocol: str, **data: str) -> None:
    await home.call_service(
        "tuya_twin", f"execute_{protocol}_protocol", {**data}, return_response=True
    )


async def _plug(home: Home, fault: str) -> None:
    await home.call_service("select", "select_option", {"entity_id": SIREN_PLUG, "option": fault})


async def _take(home: Home, name: str, headline: str) -> None:
    schemes: tuple[Scheme, ...] = ("light", "dark")
    for scheme in schemes:
        for size, suffix in ((DESK, ""), (PHONE, "-phone")):
            async with panel_page(home, scheme=scheme, size=size, still=True) as page:
                await expect(page.get_by_role("heading", name=headline)).to_be_visible()
                await _tidy(page)
                picture = PICTURES / f"{name}{suffix}-{scheme}.png"
                await page.screenshot(path=picture)
                print(picture.relative_to(ROOT))


async def _tidy(page: Page) -> None:
    """The house without Home Assistant's own sidebar, and once the first latency is known."""
    await page.evaluate("localStorage.setItem('dockedSidebar', '\"always_hidden\"')")
    await page.reload()
    await expect(page.get_by_text("live,")).to_be_visible()
    await expect(page.locator("tuya-twin-screens")).to_contain_text("seen")


if __name__ == "__main__":
    asyncio.run(main())
