"""A feed of its own for the tests that need no Home Assistant, and a Redis for those that do."""

from collections.abc import AsyncIterator
from pathlib import Path

from aiohttp import ClientSession
import pytest

from tests.feed.redis_kit import RedisServer, running_redis
from tests.feed.stand import NEVER, Stand, standing


@pytest.fixture
async def stand(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Stand]:
    """The feed on a port of its own; `@pytest.mark.parametrize("stand", [limits], indirect=True)`
    gives it other limits."""
    async with standing(tmp_path / "record.db", getattr(request, "param", NEVER)) as stand:
        yield stand


@pytest.fixture
async def redis() -> AsyncIterator[RedisServer]:
    """A Redis that can be stopped and started again."""
    async with running_redis() as server:
        yield server


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    """For clients that write their own packets."""
    async with ClientSession() as session:
        yield session
