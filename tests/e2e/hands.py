"""A person's hands on the panel: at a person's pace, and sometimes in the wrong place."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Locator, Page, expect

from scripts.lib.home import Home
from scripts.lib.witness import Observation, find_witnesses

A_MOMENT_MS = 450
"""Longer than the bounce of a nervous finger, which counts for nothing."""


async def seen(house: Home, kind: str) -> Observation:
    """What the only device of a kind really does."""
    witnesses = await find_witnesses(house.folder)
    (witness,) = (each for each in witnesses.values() if each.kind == kind)
    return await witness.look()


async def press_twice(button: Locator) -> None:
    """Press, see that it asks again, and press again."""
    await button.click()
    # Its name changes meanwhile.
    again = button.page.get_by_role("button", name="Tap again to confirm")
    await again.click(delay=A_MOMENT_MS)


@asynccontextmanager
async def held(button: Locator) -> AsyncIterator[None]:
    """The button is down."""
    await button.hover()
    await button.page.mouse.down()
    yield
    await button.page.mouse.up()


async def open_sheet(page: Page, device: str) -> Locator:
    """Open the sheet of a device from the list."""
    row = page.locator("tuya-twin-device-list").get_by_role("button").filter(has_text=device)
    await row.click()
    sheet = page.get_by_role("dialog", name=device)
    await expect(sheet).to_be_visible()
    return sheet
