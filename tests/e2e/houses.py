"""Real Home Assistants with our integration in them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from scripts.lib.home import Home
from scripts.lib.home_types import Owner

COMPONENTS = Path(__file__).parents[2] / "custom_components"


@asynccontextmanager
async def moved_in(folder: Path, **more: Any) -> AsyncIterator[Home]:
    """The simulated household, moved into; `more` is what `Home.create` takes besides a folder."""
    home = Home.create(folder / "home", **{"custom_components": COMPONENTS, **more})
    async with home:
        await home.onboard(Owner())
        await home.config_flow("tuya_twin", {"next_step_id": "simulated"})
        yield home
