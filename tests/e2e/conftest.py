"""A real Home Assistant with the simulated household in it."""

from collections.abc import AsyncIterator
from pathlib import Path

from playwright.async_api import expect
import pytest

from scripts.lib.browser import chromium
from scripts.lib.home import Home
from tests.e2e.houses import moved_in

# Whatever is expected of a page is there in a moment, but not on a machine with much to do.
expect.set_options(timeout=15_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One house at a time; and no browser's tests where there is none.

    With `CI=true` nobody gets here without a browser.
    """
    for item in items:
        if item.get_closest_marker("process"):
            item.add_marker(pytest.mark.xdist_group("the default household's addresses"))
        if item.get_closest_marker("browser") and chromium() is None:
            item.add_marker(pytest.mark.skip(reason="there is no chromium on PATH"))


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Home]:
    """The simulated household, moved into."""
    async with moved_in(tmp_path) as home:
        yield home
