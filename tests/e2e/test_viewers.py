"""A tablet on the wall: let in by a link that is good once, shown out by one who may."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus

import aiohttp
from playwright.async_api import Locator, Page, expect
import pytest

from scripts.lib.browser import Scheme, panel_page
from scripts.lib.home import Home
from tests.e2e.axe import flaws
from tests.e2e.hands import A_MOMENT_MS

pytestmark = [pytest.mark.browser, pytest.mark.process]

PHONE = (390, 844)
NAME = "Kitchen tablet"
AT_ONCE_MS = 1000

# As a router does: Home Assistant goes on, and its frontend connects again.
HANG_UP = "document.querySelector('home-assistant').hass.connection.socket.close()"


async def open_viewers(page: Page) -> Locator:
    await page.get_by_role("button", name="More", exact=True).click()
    await page.get_by_role("button", name="Wall screens").click()
    dialog = page.locator("tuya-twin-viewers").get_by_role("dialog")
    await expect(dialog.get_by_role("button", name="New screen")).to_be_visible()
    return dialog


async def make_link(dialog: Locator) -> str:
    """The link for a new screen."""
    await dialog.get_by_role("button", name="New screen").click()
    await dialog.get_by_label("Name").fill(NAME)
    await dialog.get_by_role("button", name="Show the link").click()
    await expect(dialog.get_by_role("img", name="QR code of the link")).to_be_visible()
    return await dialog.get_by_role("textbox", name="Link").input_value()


@asynccontextmanager
async def tablet(page: Page) -> AsyncIterator[Page]:
    """Another browser, where nobody is signed in."""
    browser = page.context.browser
    assert browser is not None
    context = await browser.new_context(viewport={"width": 1280, "height": 800})
    yield await context.new_page()
    await context.close()


async def pair(house: Home, code: str) -> int:
    """What a screen is answered that comes with a code."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{house.url}/api/tuya_twin/pair", json={"code": code}) as answer,
    ):
        return answer.status


async def test_a_tablet_is_let_in_by_a_link_and_shown_out_at_once(house: Home) -> None:
    async with panel_page(house) as page, tablet(page) as wall:
        dialog = await open_viewers(page)
        link = await make_link(dialog)
        await expect(dialog).to_contain_text("Good for 9:")

        await wall.goto(link)
        await wall.get_by_role("button", name="Connect this screen").click()

        await expect(dialog.get_by_role("status")).to_contain_text(f"{NAME} is connected")
        await expect(wall.get_by_role("heading", name="All safe")).to_be_visible()
        assert "#" not in wall.url
        await dialog.get_by_role("button", name="Done").click()
        row = dialog.get_by_role("listitem").filter(has_text=NAME)
        await expect(row).to_contain_text("connected now")

        await row.get_by_role("button", name="Revoke").click()
        await expect(wall.get_by_role("heading", name="All safe")).to_be_visible()
        await row.get_by_role("button", name="Tap again").click(delay=A_MOMENT_MS)

        refused = wall.get_by_role("heading", name="This screen may not show the house any more")
        await expect(refused).to_be_visible(timeout=AT_ONCE_MS)
        await expect(row).to_have_count(0)
        assert await pair(house, link.partition("#")[2]) == HTTPStatus.UNAUTHORIZED


async def test_a_link_ends_when_its_dialog_is_closed(house: Home) -> None:
    async with panel_page(house) as page:
        code = (await make_link(await open_viewers(page))).partition("#")[2]

        await page.keyboard.press("Escape")

        await expect(page.locator("tuya-twin-viewers")).to_have_count(0)
        assert await pair(house, code) == HTTPStatus.UNAUTHORIZED


async def test_a_link_that_broke_off_says_so_and_offers_another(house: Home) -> None:
    async with panel_page(house) as page:
        dialog = await open_viewers(page)
        first = await make_link(dialog)
        await page.evaluate(HANG_UP)
        await expect(dialog.get_by_role("status")).to_contain_text("broke off")

        await dialog.get_by_role("button", name="New link").click()

        await expect(dialog.get_by_role("textbox", name="Link")).not_to_have_value(first)
        assert await pair(house, first.partition("#")[2]) == HTTPStatus.UNAUTHORIZED


async def test_what_is_missing_is_said_at_its_field(house: Home) -> None:
    async with panel_page(house) as page:
        dialog = await open_viewers(page)
        await dialog.get_by_role("button", name="New screen").click()
        await dialog.get_by_role("button", name="Show the link").click()
        await expect(dialog.get_by_role("alert")).to_contain_text("Give the screen a name.")
        await expect(dialog.get_by_label("Name")).to_be_focused()

        await page.keyboard.type(NAME)
        await dialog.get_by_label("Only some rooms").check()
        await page.keyboard.press("Enter")

        await expect(dialog.get_by_role("alert")).to_contain_text("Choose at least one room.")


async def test_a_link_is_made_by_keyboard_alone(house: Home) -> None:
    async with panel_page(house) as page:
        more = page.get_by_role("button", name="More", exact=True)
        await more.focus()
        await page.keyboard.press("Enter")
        dialog_opener = page.get_by_role("button", name="Wall screens")
        await dialog_opener.focus()
        await page.keyboard.press("Enter")
        dialog = page.locator("tuya-twin-viewers").get_by_role("dialog")
        await dialog.get_by_role("button", name="New screen").focus()
        await page.keyboard.press("Enter")
        await expect(dialog.get_by_label("Name")).to_be_focused()
        await page.keyboard.type(NAME)
        await page.keyboard.press("Enter")

        await expect(dialog.get_by_role("heading", name=f"Link for {NAME}")).to_be_focused()
        await expect(dialog.get_by_role("img", name="QR code of the link")).to_be_visible()
        await page.keyboard.press("Escape")

        await expect(dialog).to_have_count(0)
        await expect(more).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_each_page_can_be_read_and_used_by_all(house: Home, scheme: Scheme) -> None:
    await house.call_service(
        "tuya_twin", "create_viewer_token", {"name": NAME, "kiosk": True}, return_response=True
    )
    async with panel_page(house, scheme=scheme, size=PHONE, still=True) as page:
        dialog = await open_viewers(page)
        viewers = page.locator("tuya-twin-viewers")
        await expect(dialog.get_by_role("listitem")).to_contain_text("not connected yet")
        assert await flaws(viewers) == []

        await dialog.get_by_role("button", name="New screen").click()
        await dialog.get_by_label("Only some rooms").check()
        assert await flaws(viewers) == []

        await dialog.get_by_label("The whole house").check()
        await dialog.get_by_label("Name").fill("Hall tablet")
        await dialog.get_by_role("button", name="Show the link").click()
        await expect(dialog.get_by_role("img")).to_be_visible()
        assert await flaws(viewers) == []
