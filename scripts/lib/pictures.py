"""The README's pictures, each in light and dark, and a moving one. See `scripts/pictures`."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
import tempfile
from typing import Final

from playwright.async_api import Page, expect

from scripts.lib.browser import PANEL_PATH, Scheme, browser_window
from scripts.lib.dashboard import CARD, add_dashboard
from scripts.lib.demo import ROOT
from scripts.lib.home import Home
from scripts.lib.home_types import JSON, Owner, object_of, text_of
from scripts.lib.household import set_options, time_zone_in_which_it_is, until_all_answer
from scripts.lib.motion import film
from scripts.lib.show_home import move_in_and_draw, plug_siren, settle_for_evening
from scripts.lib.watch import AT_ONCE, SOMEBODY_MOVES, SOMETHING_SHAKES, press, watch

PICTURES: Final = ROOT / "docs" / "pictures"
DESK: Final = (1280, 820)
PHONE: Final = (400, 860)
TABLET: Final = (1280, 800)
CARD_SIZE: Final = (600, 560)
GLASS: Final = "Glass broke in the living room"
BOARD: Final = "twin-board"
WATCHING: Final = "select.home_watching"
EVENING: Final = 23
"""The hour: dark, and night by the rules."""
A_FEW_SECONDS: Final = 3

expect.set_options(timeout=20_000)


async def main() -> None:
    """Take them all."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        home = Home.create(
            Path(folder),
            custom_components=ROOT / "custom_components",
            time_zone=time_zone_in_which_it_is(EVENING),
        )
        try:
            await _put_on_dashboard(home, await move_in_and_draw(home, Owner(name="Anna")))
            await set_options(home, "watching", AT_ONCE)
            await until_all_answer(home)
            for scheme in ("light", "dark"):
                await _evening(home, scheme)
        finally:
            await home.stop()


async def _evening(home: Home, scheme: Scheme) -> None:
    """All is well; a siren is unplugged and glass breaks; it is looked into; it comes true."""
    await settle_for_evening(home)
    await watch(home, "home", WATCHING)
    await _house(home, scheme, "safe", "All safe")
    await _editor(home, scheme)
    await _wall_screens(home, scheme)
    await _watched(home, scheme)
    await plug_siren(home, "offline")
    await _call(home, "red", reason=GLASS)
    await _house(home, scheme, "unplugged", "Critical")
    await home.call_service("tuya_twin", "report_false_alarm", {}, return_response=True)
    await plug_siren(home, "none")
    await _call(home, "green")
    await _replay(home, scheme)
    await _red(home, scheme)
    await _house(home, scheme, "critical", "Critical")
    await _kiosk(home, scheme)
    await _card(home, scheme)
    await _call(home, "green")
    await _not_live(home, scheme)


async def _house(home: Home, scheme: Scheme, name: str, headline: str) -> None:
    for size, suffix in ((DESK, ""), (PHONE, "-phone")):
        async with _page(home, scheme, PANEL_PATH, size=size) as page:
            await expect(page.get_by_role("heading", name=headline)).to_be_visible()
            await expect(page.get_by_text("live,")).to_be_visible()
            await expect(page.locator("tuya-twin-screens")).to_contain_text("seen")
            await _save(page, f"{name}{suffix}-{scheme}")


async def _editor(home: Home, scheme: Scheme) -> None:
    async with _page(home, scheme, f"{PANEL_PATH}/editor") as page:
        await expect(page.locator("tuya-twin-editor tuya-twin-plan")).to_be_visible()
        await _save(page, f"editor-{scheme}")


async def _wall_screens(home: Home, scheme: Scheme) -> None:
    async with _page(home, scheme, PANEL_PATH) as page:
        await page.get_by_role("button", name="More", exact=True).click()
        await page.get_by_role("button", name="Wall screens").click()
        dialog = page.locator("tuya-twin-viewers").get_by_role("dialog")
        await dialog.get_by_role("button", name="New screen").click()
        await dialog.get_by_label("Name").fill("Kitchen tablet")
        await dialog.get_by_role("button", name="Show the link").click()
        # Good once, and ended when the page closes: what is in the picture opens nothing.
        await expect(dialog.get_by_role("img", name="QR code of the link")).to_be_visible()
        await _save(page, f"screens-{scheme}")


async def _watched(home: Home, scheme: Scheme) -> None:
    """All have left; somebody walks about, and lays hands on the door."""
    await watch(home, "away", WATCHING)
    await press(home, SOMEBODY_MOVES)
    await asyncio.sleep(A_FEW_SECONDS)
    await press(home, SOMETHING_SHAKES)
    await _house(home, scheme, "watched", "Critical: Foyer")
    # Which ends what the rules began.
    await watch(home, "off", WATCHING)
    await watch(home, "home", WATCHING)
    await settle_for_evening(home)


async def _replay(home: Home, scheme: Scheme) -> None:
    async with _page(home, scheme, f"{PANEL_PATH}/incidents") as page:
        await page.get_by_role("button", name="Critical: whole house").first.click()
        replay = page.locator("tuya-twin-replay")
        for _ in range(4):
            await replay.get_by_role("button", name="Next event").click()
        await _save(page, f"replay-{scheme}")


async def _red(home: Home, scheme: Scheme) -> None:
    async with _page(home, scheme, PANEL_PATH, still=False) as page:
        await expect(page.get_by_role("heading", name="All safe")).to_be_visible()
        await film(page, PICTURES / f"red-{scheme}.webp", lambda: _call(home, "red", reason=GLASS))
        _tell(f"red-{scheme}.webp")


async def _kiosk(home: Home, scheme: Scheme) -> None:
    async with _page(home, scheme, f"{PANEL_PATH}/kiosk", size=TABLET) as page:
        await expect(page.get_by_text("Critical: whole house").first).to_be_visible()
        await _save(page, f"kiosk-{scheme}")


async def _card(home: Home, scheme: Scheme) -> None:
    async with _page(home, scheme, f"/{BOARD}/0", size=CARD_SIZE) as page:
        card = page.locator("tuya-twin-card").first
        await expect(card.get_by_role("button", name="Kitchen: Critical")).to_be_visible()
        await _save(page, f"card-{scheme}")


async def _not_live(home: Home, scheme: Scheme) -> None:
    async with _page(home, scheme, PANEL_PATH) as page:
        await expect(page.get_by_role("heading", name="All safe")).to_be_visible()
        await home.stop()
        await expect(page.get_by_role("heading", name="Not live since")).to_be_visible()
        await _save(page, f"not-live-{scheme}")
    await home.start()
    await until_all_answer(home)


async def _call(home: Home, protocol: str, **data: str) -> None:
    await home.call_service(
        "tuya_twin", f"execute_{protocol}_protocol", {**data}, return_response=True
    )


async def _put_on_dashboard(home: Home, household: str) -> None:
    cards: list[JSON] = [{"type": CARD, "household": household}]
    await add_dashboard(home, BOARD, {"title": "Home", "type": "panel", "cards": cards})


@asynccontextmanager
async def _page(
    home: Home,
    scheme: Scheme,
    path: str,
    *,
    size: tuple[int, int] = DESK,
    still: bool = True,
) -> AsyncIterator[Page]:
    """A page of Home Assistant without its sidebar, where the house is."""
    zone = text_of(object_of(await home.get("/api/config"))["time_zone"])
    async with browser_window(home, scheme=scheme, size=size, still=still, time_zone=zone) as page:
        await page.add_init_script("localStorage.setItem('dockedSidebar', '\"always_hidden\"')")
        await page.goto(home.url + path)
        await page.locator("#ha-launch-screen").wait_for(state="detached")
        yield page


async def _save(page: Page, name: str) -> None:
    # Until the last transition of a status is over.
    await page.wait_for_timeout(1200)
    await page.screenshot(path=PICTURES / f"{name}.png")
    _tell(f"{name}.png")


def _tell(name: str) -> None:
    print((PICTURES / name).relative_to(ROOT))


if __name__ == "__main__":
    asyncio.run(main())
