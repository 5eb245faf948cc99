"""A cloud for each test."""

from collections.abc import AsyncIterator

import pytest

from tests.devices.cloud.kit import World, a_world


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """A lamp, a siren and a lock in the cloud, and a client of it."""
    async with a_world() as world:
        yield world
