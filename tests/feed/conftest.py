"""A feed of its own for the tests that need no Home Assistant."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.feed.stand import NEVER, Stand, standing


@pytest.fixture
async def stand(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Stand]:
    """The feed on a port of its own; `@pytest.mark.parametrize("stand", [limits], indirect=True)`
    gives it other limits."""
    async with standing(tmp_path / "record.db", getattr(request, "param", NEVER)) as stand:
        yield stand
