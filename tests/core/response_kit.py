"""A household's response on a record of its own, in real time, with the devices it is given."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from custom_components.tuya_twin.core.house import House, HouseUpdate
from custom_components.tuya_twin.core.ladder import Ladder
from custom_components.tuya_twin.core.response import Response, Surroundings
from custom_components.tuya_twin.core.settings import Settings
from tests.core.journal_kit import opened
from tests.core.kit import HandClock, make_house


@asynccontextmanager
async def responding(
    path: Path,
    settings: Settings,
    house: House | None = None,
    devices: Mapping[str, Ladder] | None = None,
) -> AsyncIterator[Response]:
    """A response that is not started yet."""
    async with opened(path / "record.db") as journal:
        around = Surroundings(
            journal=journal,
            devices=devices or {},
            clock=HandClock(),
            spawn=lambda coroutine, name: asyncio.create_task(coroutine, name=name),
            on_stuck=lambda _device, _stuck: None,
        )
        yield Response(house or make_house(), settings, around)


def heard_of(response: Response) -> list[HouseUpdate]:
    """A list of everything that happens from now on."""
    heard: list[HouseUpdate] = []
    response.chronicle.subscribe(heard.append)
    return heard
