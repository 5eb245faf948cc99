"""The page of a screen that is nobody's: what it says without a house, and how it forgets one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import json

from playwright.async_api import Locator, Page, expect
import pytest

from scripts.lib.browser import Scheme, browser_window
from scripts.lib.home import Home
from scripts.lib.home_types import object_of, text_of
from scripts.lib.household import household
from tests.e2e.axe import flaws

pytestmark = [pytest.mark.browser, pytest.mark.process]

PAGE = "/api/tuya_twin/viewer"
PAIR = "/api/tuya_twin/pair"
NAME = "Kitchen tablet"
SPENT = "dGhpcyBjb2RlIGlzIHNwZW50"
KEPT = "localStorage.getItem('tuya_twin.viewer')"


def heading(page: Page, name: str) -> Locator:
    return page.locator("tuya-twin-viewer").get_by_role("heading", name=name)


@asynccontextmanager
async def wall(house: Home, *, scheme: Scheme = "light", link: str = "") -> AsyncIterator[Page]:
    """A tablet that opens the page."""
    async with browser_window(house, scheme=scheme, size=(1280, 800), still=True) as page:
        await page.goto(house.url + PAGE + link)
        yield page


async def let_in(house: Home, page: Page) -> str:
    """Have the tablet keep a token, as if it had come by a link; returns the token's id."""
    made = object_of(
        await house.call_service(
            "tuya_twin", "create_viewer_token", {"name": NAME, "kiosk": True}, return_response=True
        )
    )
    kept = {
        "token": made["token"],
        "household": await household(house),
        "name": NAME,
        "kiosk": True,
        "socket_path": "/api/tuya_twin/socket.io/",
    }
    text = json.dumps(json.dumps(kept))
    await page.evaluate(f"localStorage.setItem('tuya_twin.viewer', {text})")
    await page.reload()
    await expect(heading(page, "All safe")).to_be_visible()
    return text_of(made["id"])


async def test_without_a_link_it_says_how_to_get_one(house: Home) -> None:
    async with wall(house) as page:
        await expect(heading(page, "This screen is not connected yet")).to_be_visible()


async def test_a_code_is_spent_by_a_person_and_never_stays_in_the_address(house: Home) -> None:
    async with wall(house, link=f"#{SPENT}") as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        connect = page.get_by_role("button", name="Connect this screen")
        await expect(connect).to_be_visible()
        assert page.url == house.url + PAGE
        assert house.url + PAIR not in asked

        await connect.click()

        await expect(heading(page, "This link does not work any more")).to_be_visible()
        assert asked.count(house.url + PAIR) == 1
        assert not [url for url in asked if SPENT in url]


async def test_a_screen_is_let_in_again_after_a_restart_until_it_is_revoked(house: Home) -> None:
    async with wall(house) as page:
        token = await let_in(house, page)
        await page.reload()
        await expect(heading(page, "All safe")).to_be_visible()
        await expect(page.locator("tuya-twin-kiosk footer")).to_contain_text(NAME)

        await house.call_service("tuya_twin", "revoke_viewer_token", {"id": token})

        await expect(heading(page, "This screen may not show the house any more")).to_be_visible()
        assert await page.evaluate(KEPT) is None


async def test_a_screen_can_be_forgotten_on_the_spot(house: Home) -> None:
    async with wall(house) as page:
        await let_in(house, page)
        # At night a first touch only wakes it.
        await page.get_by_role("button", name="Settings of this screen").press("Enter")
        await page.get_by_role("button", name="Forget this screen").click()
        await expect(heading(page, "All safe")).to_have_count(1)
        await page.get_by_role("button", name="Tap again to forget").click()

        await expect(heading(page, "This screen was forgotten")).to_be_visible()
        assert await page.evaluate(KEPT) is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_it_can_be_read_by_all(house: Home, scheme: Scheme) -> None:
    async with wall(house, scheme=scheme, link=f"#{SPENT}") as page:
        await expect(heading(page, "Connect this screen")).to_be_visible()
        assert await flaws(page.locator("tuya-twin-viewer")) == []
