"""A real Home Assistant with the simulated household in it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from scripts.lib.browser import chromium
from scripts.lib.home import Home
from scripts.lib.home_types import Owner

COMPONENTS = Path(__file__).parents[2] / "custom_components"


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
    async with Home.create(tmp_path / "home", custom_components=COMPONENTS) as home:
        await home.onboard(Owner())
        await home.config_flow("tuya_twin", {"next_step_id": "simulated"})
        yield home
