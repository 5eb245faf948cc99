"""The clients a user can copy, run as they are against a real Home Assistant."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import os
from pathlib import Path
import shutil
import sys

from playwright.async_api import Page, async_playwright, expect
import pytest

from scripts.lib.browser import launch_chromium
from scripts.lib.home import Home
from scripts.lib.home_types import object_of, text_of
from tests.kit import PATIENCE

pytestmark = [pytest.mark.process, pytest.mark.usefixtures("socket_enabled")]

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


@pytest.fixture(autouse=True)
def example_page_in_place(tmp_path: Path) -> None:
    """The example page where a user would put it, before Home Assistant looks there."""
    www = tmp_path / "home" / "www"
    www.mkdir(parents=True)
    shutil.copy(EXAMPLES / "screen.html", www)


async def viewer_token(house: Home) -> tuple[str, str]:
    """The id of a new viewer token, and what its holder shows."""
    made = object_of(
        await house.call_service(
            "tuya_twin", "create_viewer_token", {"name": "Example"}, return_response=True
        )
    )
    return text_of(made["id"]), text_of(made["token"])


@asynccontextmanager
async def example_page(house: Home) -> AsyncIterator[Page]:
    async with (
        async_playwright() as playwright,
        await launch_chromium(playwright) as browser,
    ):
        page = await browser.new_page()
        await page.goto(f"{house.url}/local/screen.html")
        yield page


@pytest.mark.browser
async def test_the_page_shows_the_house_in_colour_and_says_when_it_is_not_live(
    house: Home,
) -> None:
    token_id, token = await viewer_token(house)
    async with example_page(house) as page:
        await page.get_by_label("Viewer token").fill("twin_0_nonsense")
        await page.get_by_role("button", name="Watch").click()
        state = page.get_by_role("status")
        await expect(state).to_have_text("This token is not good (any more)")
        await page.get_by_label("Viewer token").fill(token)
        await page.get_by_role("button", name="Watch").click()
        await expect(state).to_have_text("Live")
        await house.call_service("tuya_twin", "execute_red_protocol", {"zone": "Foyer"})
        zones = page.get_by_role("list", name="Zones").get_by_role("listitem")
        await expect(zones.filter(has_text="Foyer")).to_contain_text("Critical")
        await expect(zones.filter(has_text="Living room")).to_contain_text("Safe")
        await expect(page.locator("#log li").first).to_contain_text("Foyer: Critical")

        await house.stop()
        await expect(state).to_contain_text("Not live", timeout=10_000)
        await house.start()
        await expect(state).to_contain_text("Live", timeout=30_000)
        await house.call_service("tuya_twin", "execute_green_protocol", {})
        await expect(zones.filter(has_text="Foyer")).to_contain_text("Safe")

        await house.call_service("tuya_twin", "revoke_viewer_token", {"id": token_id})
        await expect(state).to_have_text("This token is not good (any more)", timeout=10_000)


async def test_the_ten_lines_of_python_print_every_change(house: Home) -> None:
    _, token = await viewer_token(house)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(EXAMPLES / "follow.py"),
        house.url,
        env={**os.environ, "TOKEN": token},
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(PATIENCE):
            while object_of(await house.get("/api/tuya_twin/health"))["connected_clients"] != 1:
                await house.pause()
            await house.call_service("tuya_twin", "execute_yellow_protocol", {"zone": "Foyer"})
            printed = (await process.stdout.readline()).decode().split()
    finally:
        process.terminate()
        await process.wait()

    assert printed[1:] == ["Foyer", "YELLOW_WARNING"]
