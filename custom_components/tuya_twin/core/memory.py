"""What the analyzer knows of the past: a value, and how it comes and goes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from .assessment import Assessment
from .model import Status
from .signs import Role, SensorEvent

REMEMBERED = 3
"""Signs that matter, as in the original design."""
WAITING = 16
"""Signs that wait for a second one of their group."""


@dataclass(frozen=True, kw_only=True)
class Memory:
    """What the analyzer knows of the past."""

    recent: tuple[SensorEvent, ...] = ()
    """The last signs that counted, the oldest first."""
    waiting: tuple[SensorEvent, ...] = ()
    """Of each sensor in a group the last sign, the oldest first."""
    standing: Mapping[str, Assessment] = field(default_factory=dict)
    """By zone id, the newest assessment that was of danger; its `at` is the last sign's."""
    unlocked_at: datetime | None = None
    """When the owner last unlocked a door."""


def remember(recent: Iterable[SensorEvent], event: SensorEvent) -> tuple[SensorEvent, ...]:
    """The signs that matter after a new one, in the order of time; none is there twice."""
    signs = dict.fromkeys((*recent, event))
    return tuple(sorted(signs, key=lambda each: each.at))[-REMEMBERED:]


def recall(assessments: Iterable[Assessment]) -> Memory:
    """What to remember after a restart, by what was found last in each zone and is not over."""
    found = [each for each in assessments if each.counts]
    recent: tuple[SensorEvent, ...] = ()
    for event in {event: None for each in found for event in each.events}:
        recent = remember(recent, event)
    unlocks = (event.at for event in recent if event.role is Role.UNLOCK)
    return Memory(
        recent=recent,
        standing={each.zone: each for each in found if each.status is not Status.GREEN_SAFE},
        unlocked_at=max(unlocks, default=None),
    )


def forget(memory: Memory, *zones: str) -> Memory:
    """What to remember once somebody has said that it is over in these zones; all if none."""
    standing = {
        zone: found for zone, found in memory.standing.items() if zones and zone not in zones
    }
    recent = tuple(event for event in memory.recent if zones and event.zone not in zones)
    return replace(memory, standing=standing, recent=recent, waiting=())
