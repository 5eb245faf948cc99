"""A tablet on the wall: dark at night, bright in an alarm, and never an old truth."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from playwright.async_api import Locator, Page, expect
import pytest

from scripts.lib.browser import PANEL_PATH, Scheme, browser_window
from scripts.lib.home import Home
from scripts.lib.home_types import JSON
from scripts.lib.household import household
from tests.e2e.axe import flaws

pytestmark = [pytest.mark.browser, pytest.mark.process]

LANDSCAPE = (1280, 800)
PORTRAIT = (800, 1280)
# By the clock on the wall, whatever the zone of this machine.
NIGHT = datetime(2026, 11, 24, 23, 0)  # noqa: DTZ001
NOON = datetime(2026, 11, 24, 12, 0)  # noqa: DTZ001
DARK = "0.65"
HALF = "0.5"
BRIGHT = "0"
AWAKE_MS = 30_000


def heading(page: Page, name: str) -> Locator:
    return page.locator("tuya-twin-kiosk").get_by_role("heading", name=name)


async def expect_veil(page: Page, opacity: str) -> None:
    await expect(page.locator("tuya-twin-kiosk .veil")).to_have_css("opacity", opacity)


@asynccontextmanager
async def kiosk_page(
    house: Home,
    *,
    at: datetime = NOON,
    scheme: Scheme = "light",
    size: tuple[int, int] = LANDSCAPE,
) -> AsyncIterator[Page]:
    """The kiosk of somebody who is signed in, at a time of day."""
    async with browser_window(house, scheme=scheme, size=size, still=True) as page:
        await page.clock.install(time=at)
        await page.goto(f"{house.url}{PANEL_PATH}/kiosk")
        await expect(heading(page, "All safe")).to_be_visible()
        yield page


async def protocol(house: Home, name: str, zone: str) -> None:
    await house.call_service("tuya_twin", f"execute_{name}_protocol", {"zone": zone})


async def test_it_is_dark_at_night_and_red_wakes_it_until_green(house: Home) -> None:
    async with kiosk_page(house, at=NIGHT) as page:
        await expect_veil(page, DARK)

        await protocol(house, "yellow", "Foyer")
        await expect_veil(page, HALF)

        await protocol(house, "red", "Foyer")
        await expect(heading(page, "Critical: Foyer")).to_be_visible()
        await expect_veil(page, BRIGHT)
        # Nobody has touched it, and it is night as before.
        await page.clock.fast_forward(2 * AWAKE_MS)
        await expect(heading(page, "Critical: Foyer")).to_be_visible()
        await expect_veil(page, BRIGHT)

        await protocol(house, "green", "HOUSE")
        await expect_veil(page, DARK)


async def test_a_touch_wakes_it_for_a_while_and_does_nothing_else(house: Home) -> None:
    async with kiosk_page(house, at=NIGHT) as page:
        await expect_veil(page, DARK)
        settings = page.get_by_role("button", name="Settings of this screen")
        box = await settings.bounding_box()
        assert box is not None

        await page.mouse.click(box["x"] + 20, box["y"] + 20)
        await expect_veil(page, BRIGHT)
        await expect(page.get_by_role("dialog")).to_have_count(0)

        await page.clock.fast_forward(AWAKE_MS)
        await expect_veil(page, DARK)


async def test_it_is_bright_by_day(house: Home) -> None:
    async with kiosk_page(house) as page:
        await expect_veil(page, BRIGHT)


async def test_red_shows_its_own_floor(house: Home) -> None:
    def floor(name: str, *zones: str) -> JSON:
        empty: dict[str, JSON] = {"rooms": [], "doors": [], "devices": []}
        return {"id": name, "name": name, "zones": list(zones), **empty}

    floors = [floor("Ground floor", "LivingRoom", "Foyer"), floor("First floor", "MasterBedroom")]
    save = {"type": "tuya_twin/plan/save", "household": await household(house)}
    await house.command({**save, "revision": 0, "floors": floors})
    async with kiosk_page(house) as page:
        ground = page.get_by_role("button", name="Ground floor")
        first = page.get_by_role("button", name="First floor")
        await expect(ground).to_have_attribute("aria-pressed", "true")

        await protocol(house, "red", "MasterBedroom")

        await expect(first).to_have_attribute("aria-pressed", "true")
        await expect(page.locator("tuya-twin-plan")).to_contain_text("Master bedroom")


async def test_a_house_that_it_cannot_reach_is_never_an_old_green(house: Home) -> None:
    async with kiosk_page(house) as page:
        await house.stop()

        await expect(heading(page, "Not live since")).to_be_visible()
        await expect(page.locator("tuya-twin-plan")).to_contain_text("Unknown")


async def test_its_settings_stay_on_the_screen(house: Home) -> None:
    async with kiosk_page(house, at=NIGHT) as page:
        await expect_veil(page, DARK)
        await page.keyboard.press("Tab")
        await page.get_by_role("button", name="Settings of this screen").click()
        sheet = page.get_by_role("dialog", name="Settings of this screen")
        await sheet.get_by_label("Name of this screen").fill("Kitchen tablet")
        await sheet.get_by_label("Dim at night").uncheck()
        await page.keyboard.press("Escape")
        await expect(sheet).to_have_count(0)

        await page.reload()

        await expect(heading(page, "All safe")).to_be_visible()
        await expect_veil(page, BRIGHT)
        await expect(page.locator("tuya-twin-kiosk footer")).to_contain_text("Kitchen tablet")


async def test_there_is_a_way_out_and_nothing_that_acts(house: Home) -> None:
    async with kiosk_page(house) as page:
        await expect(page.get_by_role("button", name="Hold for red")).to_have_count(0)
        await page.get_by_role("button", name="Settings of this screen").click()
        await page.get_by_role("button", name="Leave the kiosk").click()

        await expect(page.get_by_role("button", name="Hold for red")).to_be_visible()
        await expect(page.locator("tuya-twin-kiosk")).to_have_count(0)


@pytest.mark.parametrize(("scheme", "size"), [("light", LANDSCAPE), ("dark", PORTRAIT)])
async def test_it_can_be_read_by_all(house: Home, scheme: Scheme, size: tuple[int, int]) -> None:
    async with kiosk_page(house, scheme=scheme, size=size) as page:
        kiosk = page.locator("tuya-twin-kiosk")
        assert await flaws(kiosk) == []

        await page.get_by_role("button", name="Settings of this screen").click()
        await expect(page.get_by_role("dialog")).to_be_visible()
        assert await flaws(kiosk) == []
        await page.keyboard.press("Escape")

        await protocol(house, "red", "HOUSE")
        await expect(heading(page, "Critical: whole house")).to_be_visible()
        assert await flaws(kiosk) == []
