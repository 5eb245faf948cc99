"""A door that is being locked is let go as soon as there is smoke."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from custom_components.tuya_twin.core.caution import unless_hazard
from custom_components.tuya_twin.core.chronicle import Chronicle
from custom_components.tuya_twin.core.errors import HazardError
from custom_components.tuya_twin.core.facts import HazardsChanged
from tests.core.journal_kit import opened
from tests.core.kit import FOYER, RED, make_house, set_to

SMOKE = HazardsChanged(active=("binary_sensor.smoke",), at=set_to(FOYER, RED).at)


@pytest.fixture
async def chronicle(tmp_path: Path) -> AsyncIterator[Chronicle]:
    async with opened(tmp_path / "record.db") as journal:
        yield Chronicle(make_house(), journal)


class Bolt:
    """What is told of a bolt that takes its time."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.thrown = asyncio.Event()

    async def lock(self) -> str:
        self.told.append("begun")
        try:
            await self.thrown.wait()
        finally:
            self.told.append("let go" if not self.thrown.is_set() else "done")
        return "locked"


async def test_a_door_is_locked_while_there_is_no_hazard(chronicle: Chronicle) -> None:
    bolt = Bolt()
    locking = asyncio.create_task(unless_hazard(chronicle, bolt.lock()), eager_start=True)
    assert bolt.told == ["begun"]
    chronicle.note(set_to(FOYER, RED))

    bolt.thrown.set()

    assert await locking == "locked"
    assert bolt.told == ["begun", "done"]


async def test_no_door_is_locked_once_there_is_smoke(chronicle: Chronicle) -> None:
    bolt = Bolt()
    chronicle.note(SMOKE)

    with pytest.raises(HazardError):
        await unless_hazard(chronicle, bolt.lock())

    assert bolt.told == []


async def test_a_door_that_is_being_locked_is_let_go_when_there_is_smoke(
    chronicle: Chronicle,
) -> None:
    bolt = Bolt()
    locking = asyncio.create_task(unless_hazard(chronicle, bolt.lock()), eager_start=True)
    chronicle.note(SMOKE)
    chronicle.note(SMOKE)

    with pytest.raises(HazardError):
        await locking

    assert bolt.told == ["begun", "let go"]


async def test_smoke_that_is_told_later_changes_nothing_of_a_door_that_is_locked(
    chronicle: Chronicle,
) -> None:
    bolt = Bolt()
    bolt.thrown.set()

    assert await unless_hazard(chronicle, bolt.lock()) == "locked"
    chronicle.note(SMOKE)

    assert bolt.told == ["begun", "done"]


async def test_a_lock_that_fails_says_so_itself(chronicle: Chronicle) -> None:
    async def jammed() -> None:
        msg = "jammed"
        raise OSError(msg)

    with pytest.raises(OSError, match="jammed"):
        await unless_hazard(chronicle, jammed())
