"""An AI in a test, and what it is asked about."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
import time
from typing import Any, override

from homeassistant.core import HomeAssistant
from homeassistant.loader import DATA_CUSTOM_COMPONENTS
from homeassistant.setup import async_setup_component
import pytest

import custom_components
from custom_components.tuya_twin.clock import SystemClock
from custom_components.tuya_twin.coordinator import HouseholdCoordinator
from custom_components.tuya_twin.core.assessment import Assessment, Ground, Why
from custom_components.tuya_twin.core.facts import Assessed, Fact, OpinionGiven, StatusChange
from custom_components.tuya_twin.core.model import HOUSE, Protocol, Status
from custom_components.tuya_twin.core.run import Cause, Run
from custom_components.tuya_twin.core.signs import Role, SensorEvent
from tests.e2e.components.scripted_ai import ENTITY_ID, Script
from tests.people_kit import Wall, until_house

COMPONENTS = Path(__file__).parent / "e2e" / "components"
"""Integrations for tests that Home Assistant can load beside ours."""
AI = ENTITY_ID
GREEN, YELLOW, RED = Status.GREEN_SAFE, Status.YELLOW_WARNING, Status.RED_CRITICAL
MOTION = "binary_sensor.foyer_motion"
RULES = Cause(origin="rules", reason="Motion in the foyer")
PERSON = Cause(origin="person", name="Anna")

type Act = Callable[[], Awaitable[object]]


def components_beside_ours(folder: Path) -> Path:
    """A folder, made in this one, with our integration and those for tests, for a real process."""
    ours = Path(custom_components.__path__[0]) / "tuya_twin"
    components = folder / "components"
    components.mkdir(parents=True)
    for each in (ours, *COMPONENTS.iterdir()):
        if (each / "manifest.json").exists():
            (components / each.name).symlink_to(each)
    return components


def beside_a_scripted_ai(folder: Path, more_yaml: str = "") -> dict[str, Any]:
    """What a real process takes to have the AI beside our integration, as the preferred one."""
    return {
        "custom_components": components_beside_ours(folder),
        "extra_yaml": f"scripted_ai:\n{more_yaml}",
    }


async def scripted_ai(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> Script:
    """An AI that is the preferred one, and does as its script says."""
    paths = [*custom_components.__path__, str(COMPONENTS)]
    monkeypatch.setattr(custom_components, "__path__", paths)
    # What was found in other folders before.
    hass.data.pop(DATA_CUSTOM_COMPONENTS, None)
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "scripted_ai", {"scripted_ai": {}})
    await hass.async_block_till_done()
    script: Script = hass.data["scripted_ai"]
    return script


def reviewing(mode: str = "act", **more: Any) -> dict[str, Any]:
    """The option that has an AI asked."""
    return {"analysis": {"review": {"mode": mode, **more}}}


def says(
    level: str, *entities: str, summary: str = "It looks so.", confidence: float = 0.8
) -> dict[str, Any]:
    """A well-formed answer."""
    return {
        "level": level,
        "confidence": confidence,
        "summary": summary,
        "entities": list(entities),
    }


def scripted(answer: object) -> dict[str, Any]:
    """A line of the script."""
    return {"answer": answer}


class HandClock(Wall):
    """A household's clock that stands still by the wall, and may leap."""

    def __init__(self) -> None:
        super().__init__()
        self._leapt = 0.0

    @override
    def monotonic(self) -> float:
        return time.monotonic() + self._leapt

    @override
    def tick(self, seconds: float) -> None:
        super().tick(seconds)
        self._leapt += seconds

    def set(self, moment: datetime) -> None:
        """Have it be this moment by the wall."""
        self._now = moment.astimezone(UTC)

    def hold(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Be the clock of every household."""
        monkeypatch.setattr(SystemClock, "now", lambda _clock: self.now())
        monkeypatch.setattr(SystemClock, "monotonic", lambda _clock: self.monotonic())


def a_sign(
    at: datetime, *, zone: str = "Foyer", entity_id: str = MOTION, name: str = "Foyer motion"
) -> SensorEvent:
    """Something moved."""
    return SensorEvent(
        sensor=entity_id, entity_id=entity_id, name=name, role=Role.MOTION, zone=zone, at=at
    )


def found(
    event: SensorEvent,
    status: Status = YELLOW,
    floor: Status = YELLOW,
    ceiling: Status = YELLOW,
    **more: Any,
) -> Assessment:
    """What the rules might make of a sign."""
    return Assessment(
        zone=event.zone,
        status=status,
        score=75.0,
        at=event.at,
        grounds=(Ground(why=Why.SIGN, name=event.name, role=event.role, value=50.0),),
        events=(event,),
        floor=floor,
        ceiling=ceiling,
        **more,
    )


async def rules_act(coordinator: HouseholdCoordinator, found: Assessment) -> Run:
    """The rules carry out what they found."""
    protocol = Protocol.for_status(found.status)
    return await coordinator.response.execute(
        protocol, found.zone, RULES, Assessed(assessment=found)
    )


async def rules_say(coordinator: HouseholdCoordinator, found: Assessment) -> str:
    """What they found is shown, and no device is told; returns the incident's id."""
    change = StatusChange(
        status=found.status, zone=found.zone, at=coordinator.clock.now(), cause=RULES
    )
    await coordinator.response.chronicle.record(change)
    await coordinator.response.chronicle.record(Assessed(assessment=found))
    assert coordinator.house.incident is not None
    return coordinator.house.incident.id


async def over(coordinator: HouseholdCoordinator) -> None:
    """Somebody says that all is well, and no device is told."""
    change = StatusChange(status=GREEN, zone=HOUSE, at=coordinator.clock.now(), cause=PERSON)
    await coordinator.response.chronicle.record(change)


async def opinion(coordinator: HouseholdCoordinator, incident_id: str) -> OpinionGiven:
    """What came of the question about an incident; waits for it."""
    house = await until_house(
        coordinator,
        lambda house: (
            house.lookout.opinion is not None and house.lookout.opinion.incident_id == incident_id
        ),
    )
    assert house.lookout.opinion is not None
    return house.lookout.opinion


async def recorded[T: Fact](
    coordinator: HouseholdCoordinator, incident_id: str, kind: type[T]
) -> list[T]:
    """The facts of a kind on an incident's record."""
    facts = await coordinator.journal.incident_facts(incident_id)
    return [fact for fact in facts if isinstance(fact, kind)]
