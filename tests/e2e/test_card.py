"""The house as a card among others on a dashboard, and the editor it is set up with."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from playwright.async_api import Locator, Page, Route, expect
import pytest

from scripts.lib.browser import Scheme, browser_window
from scripts.lib.dashboard import CARD, add_dashboard
from scripts.lib.home import Home
from scripts.lib.home_types import JSON
from tests.e2e.axe import flaws

pytestmark = [pytest.mark.browser, pytest.mark.process]

BOARD = "twin-board"


async def make_board(house: Home, card: Mapping[str, JSON]) -> None:
    """A dashboard of its own with one card on it."""
    cards: list[JSON] = [{"type": CARD, **card}]
    sections: list[JSON] = [{"type": "grid", "cards": cards}]
    await add_dashboard(house, BOARD, {"title": "Board", "type": "sections", "sections": sections})


@asynccontextmanager
async def board(
    house: Home, card: Mapping[str, JSON], *, scheme: Scheme = "light"
) -> AsyncIterator[Page]:
    await make_board(house, card)
    async with browser_window(house, scheme=scheme, size=(1280, 900), still=True) as page:
        await page.goto(f"{house.url}/{BOARD}/0")
        await expect(card_of(page)).to_be_visible()
        yield page


def card_of(page: Page) -> Locator:
    return page.locator("tuya-twin-card").first


def says(page: Page, title: str) -> Locator:
    return card_of(page).get_by_role("status").filter(has_text=title)


async def test_it_shows_the_house_live_and_offers_nothing_unasked(house: Home) -> None:
    async with board(house, {"title": "Our house"}) as page:
        card = card_of(page)
        await expect(card.get_by_role("heading", name="Our house")).to_be_visible()
        await expect(says(page, "All safe")).to_be_visible()
        await expect(card.get_by_role("button", name="Foyer: Safe")).to_be_visible()
        await expect(card.get_by_role("button", name="Hold for red")).to_have_count(0)

        await house.call_service("tuya_twin", "execute_red_protocol", {"zone": "Foyer"})
        await expect(says(page, "Critical: Foyer")).to_be_visible()
        await expect(card.get_by_role("button", name="Foyer: Critical")).to_be_visible()

        await house.stop()
        await expect(says(page, "Not live since")).to_be_visible()
        await expect(card.get_by_role("button", name="Foyer: Unknown")).to_be_visible()


async def test_it_is_there_though_it_was_loaded_before_home_assistant(house: Home) -> None:
    await make_board(house, {})
    async with browser_window(house) as page:

        async def after_the_card(route: Route) -> None:
            # Which takes the browser's registry of elements away, with all that is in it.
            await page.wait_for_function("window.customCards?.length > 0")
            await route.continue_()

        await page.route("**/frontend_latest/app.*.js", after_the_card)
        await page.goto(f"{house.url}/{BOARD}/0")

        await expect(says(page, "All safe")).to_be_visible()


async def test_its_buttons_command_the_house_where_they_were_asked_for(house: Home) -> None:
    async with board(house, {"show_controls": True, "show_devices": True}) as page:
        red = card_of(page).get_by_role("button", name="Hold for red")
        await red.hover()
        await page.mouse.down()
        await expect(says(page, "Critical: whole house")).to_be_visible()
        await page.mouse.up()

        await expect(card_of(page).get_by_role("listitem").first).to_be_visible()


async def test_a_household_that_is_gone_is_said_and_not_replaced(house: Home) -> None:
    async with board(house, {"household": "gone"}) as page:
        await expect(says(page, "not here any more")).to_be_visible()
        await expect(card_of(page).locator("tuya-twin-plan")).to_have_count(0)


async def test_it_is_set_up_without_writing_any_yaml(house: Home) -> None:
    async with board(house, {}) as page:
        await page.get_by_role("button", name="Edit dashboard").click()
        await page.locator("hui-card-edit-mode").first.hover()
        await page.locator("hui-card-edit-mode").first.click()
        editor = page.locator("tuya-twin-card-editor")
        await expect(editor).to_be_visible()

        await editor.get_by_role("textbox", name="Title").fill("Our house")
        # Home Assistant's form gives its switches no names.
        await editor.get_by_role("switch").last.press("Space")
        await page.get_by_role("button", name="Save").click()

        await expect(editor).to_have_count(0)
        card = card_of(page)
        await expect(card.get_by_role("heading", name="Our house")).to_be_visible()
        await expect(card.get_by_role("button", name="Hold for red")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_it_can_be_read_by_all(house: Home, scheme: Scheme) -> None:
    shown: dict[str, JSON] = {"title": "Our house", "show_controls": True, "show_devices": True}
    async with board(house, shown, scheme=scheme) as page:
        await expect(says(page, "All safe")).to_be_visible()
        assert await flaws(card_of(page)) == []
