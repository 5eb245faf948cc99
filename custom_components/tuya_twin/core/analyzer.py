"""What a sign means, given those before it. Pure: no clock, no I/O, the moment is the sign's."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta, tzinfo
import logging

from .analysis import Analysis, Sensor
from .assessment import Assessment, Ground, Watch, Why
from .memory import WAITING, Memory, remember
from .model import Status
from .rules import Rules
from .signs import DOUBTFUL, EVERYDAY, HAZARDS, Role, SensorEvent
from .trust import FULL_WEIGHT
from .weighing import strongest, weight_of_hour

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What the analyzer is told of the house."""

    analysis: Analysis
    sensors: Mapping[str, Sensor]
    """By `SensorEvent.sensor`; what is not in here stands alone, and counts as its role does."""
    watch: Watch
    local: tzinfo
    """By which the hour is told."""
    weights: Mapping[str, int] = field(default_factory=dict)
    """In percent, of the sensors that gave false alarms."""
    distrusted: Mapping[str, Why] = field(default_factory=dict)
    """The sensors that are not trusted now: `DEAD` or `FLAPPING`."""

    def sensor(self, event: SensorEvent) -> Sensor:
        """What is set of the sensor that told this."""
        known = self.sensors.get(event.sensor)
        if known is None:
            return Sensor(entity=event.sensor, role=event.role, zone=event.zone)
        return known

    def is_left_alone(self, event: SensorEvent) -> bool:
        """Whether there are others in its group, none of which is trusted now."""
        group = self.sensor(event).group
        others = [
            key for key, each in self.sensors.items() if each.group == group and key != event.sensor
        ]
        return bool(others) and all(key in self.distrusted for key in others)

    def weight(self, event: SensorEvent) -> float:
        """What of its points the sensor still gets."""
        return self.weights.get(event.sensor, FULL_WEIGHT) / FULL_WEIGHT


def analyze(memory: Memory, event: SensorEvent, around: Circumstances) -> tuple[Memory, Assessment]:
    """The assessment of a new sign, and what to remember from then on.

    A further sign of danger never lowers what was found, while that stands. If the analysis
    itself fails, that is a warning.
    """
    try:
        return _analyze(memory, event, around)
    except Exception:
        _LOGGER.exception("The analysis of a sign failed")
        return _failed(memory, event, around)


def level(rules: Rules, score: float) -> Status:
    """The status of a score."""
    if score >= rules.red_at:
        return Status.RED_CRITICAL
    return Status.YELLOW_WARNING if score >= rules.yellow_at else Status.GREEN_SAFE


def _analyze(
    memory: Memory, event: SensorEvent, around: Circumstances
) -> tuple[Memory, Assessment]:
    if event.role is Role.UNLOCK:
        return _home(memory, event, around)
    standing = _standing(memory, event, around)
    if (refusal := _refusal(memory, event, around)) is not None:
        return memory, _not_counted(event, refusal, standing)
    if event.role in HAZARDS:
        found = _hazard(event)
        return _standing_with(memory, found), found
    memory, together = _grouped(memory, event, around)
    if not together:
        alone = Ground(why=Why.ALONE, name=event.name, role=event.role)
        return memory, _not_counted(event, alone, standing)
    recent = memory.recent
    for each in together:
        recent = remember(recent, each)
    found = _weighed(recent, event, around, standing)
    return _standing_with(replace(memory, recent=recent), found), found


def _home(memory: Memory, event: SensorEvent, around: Circumstances) -> tuple[Memory, Assessment]:
    """The owner is there: what was found before is over, but for fire, gas and water."""
    standing = {zone: found for zone, found in memory.standing.items() if found.hazard}
    memory = Memory(recent=remember(memory.recent, event), standing=standing, unlocked_at=event.at)
    found = Assessment(
        zone=event.zone,
        status=Status.GREEN_SAFE,
        score=0.0,
        at=event.at,
        grounds=(Ground(why=Why.OWNER, name=event.name, role=event.role),),
        events=(event,),
    )
    return memory, _upon(_standing(memory, event, around), found)


def _failed(memory: Memory, event: SensorEvent, around: Circumstances) -> tuple[Memory, Assessment]:
    """What is not understood is a warning, and takes nothing back that is."""
    found = Assessment(
        zone=event.zone,
        status=Status.YELLOW_WARNING,
        score=0.0,
        at=event.at,
        grounds=(Ground(why=Why.FAULT, name=event.name, role=event.role),),
        events=(event,),
        floor=Status.YELLOW_WARNING,
        ceiling=Status.YELLOW_WARNING,
    )
    with suppress(Exception):
        # Which may be what failed.
        found = _upon(_standing(memory, event, around), found)
        memory = _standing_with(memory, found)
    return memory, found


def _standing(memory: Memory, event: SensorEvent, around: Circumstances) -> Assessment | None:
    """What was found in the zone and is not forgotten yet."""
    found = memory.standing.get(event.zone)
    if found is None:
        return None
    lasts = timedelta(seconds=around.analysis.rules_of(event.zone).memory_seconds)
    return found if event.at - found.at <= lasts else None


def _standing_with(memory: Memory, found: Assessment) -> Memory:
    """The memory in which this stands, if it is of danger."""
    if found.status is Status.GREEN_SAFE:
        return memory
    before = memory.standing.get(found.zone)
    if before is not None and before.at > found.at:
        # A sign that comes late does not have what stands end sooner.
        found = replace(found, at=before.at)
    return replace(memory, standing={**memory.standing, found.zone: found})


def _upon(standing: Assessment | None, found: Assessment) -> Assessment:
    """What was found, but no less than what stands."""
    status = found.status if standing is None else _at_least(found.status, standing.status)
    floor = found.floor if standing is None else _at_least(found.floor, standing.floor)
    stands = status is not found.status
    return replace(
        found,
        status=status,
        floor=status if status is Status.RED_CRITICAL else floor,
        ceiling=_at_least(found.ceiling, status),
        grounds=(*found.grounds, Ground(why=Why.STANDS)) if stands else found.grounds,
        hazard=found.hazard or (standing is not None and standing.hazard),
    )


def _refusal(memory: Memory, event: SensorEvent, around: Circumstances) -> Ground | None:
    """Why a sign does not count; `None` if it does."""
    sensor, watch = around.sensor(event), around.watch
    if event.role in HAZARDS:
        # A smoke detector that fails may be burning.
        return None
    why: Why | None = around.distrusted.get(event.sensor)
    since = 0.0
    if why is None and not sensor.always:
        if not sensor.counts_in(watch.mode):
            why = Why.NOT_WATCHED
        elif watch.is_bypassed(event.sensor):
            why = Why.BYPASSED
        elif watch.is_leaving(event.at):
            why = Why.LEAVING
        elif memory.unlocked_at is not None and event.role in EVERYDAY:
            since = (event.at - memory.unlocked_at).total_seconds()
            why = Why.COMING_HOME if 0 <= since < around.analysis.grace_seconds else None
    if why is None:
        return None
    return Ground(why=why, name=event.name, role=event.role, seconds=since)


def _not_counted(event: SensorEvent, ground: Ground, standing: Assessment | None) -> Assessment:
    found = Assessment(
        zone=event.zone,
        status=Status.GREEN_SAFE,
        score=0.0,
        at=event.at,
        grounds=(ground,),
        events=(event,),
        counts=False,
    )
    found = _upon(standing, found)
    return replace(found, floor=found.status)


def _hazard(event: SensorEvent) -> Assessment:
    red = Status.RED_CRITICAL
    return Assessment(
        zone=event.zone,
        status=red,
        score=100.0,
        at=event.at,
        grounds=(Ground(why=Why.HAZARD, name=event.name, role=event.role, value=100.0),),
        events=(event,),
        floor=red,
        ceiling=red,
        hazard=True,
    )


def _grouped(
    memory: Memory, event: SensorEvent, around: Circumstances
) -> tuple[Memory, tuple[SensorEvent, ...]]:
    """The signs that count now: of a group, both that told the same; none while one is alone.

    One whose whole group has failed is left to itself, and is believed.
    """
    group = around.sensor(event).group
    if not group or around.is_left_alone(event):
        return memory, (event,)
    apart = timedelta(seconds=around.analysis.rules_of(event.zone).group_seconds)
    others = [
        each
        for each in memory.waiting
        if around.sensor(each).group == group
        and each.sensor != event.sensor
        and abs(event.at - each.at) <= apart
    ]
    waiting = (*(each for each in memory.waiting if each.sensor != event.sensor), event)
    memory = replace(memory, waiting=tuple(sorted(waiting, key=lambda each: each.at))[-WAITING:])
    return memory, (others[-1], event) if others else ()


def _weighed(
    recent: tuple[SensorEvent, ...],
    event: SensorEvent,
    around: Circumstances,
    standing: Assessment | None,
) -> Assessment:
    rules = around.analysis.rules_of(event.zone)
    # One that comes late may be older than all that are remembered, and counts all the same.
    signs = recent if event in recent else (event, *recent)
    most = strongest(signs, event.at, rules, around.weight)
    hour, factor = weight_of_hour(rules, event.at, around.local)
    score = round(most.points * factor, 1)
    grounds = [*most.grounds, Ground(why=hour, value=factor)]
    status, floor = level(rules, score), level(rules, score - rules.margin)
    if event.role not in DOUBTFUL and around.weight(event):
        if status is Status.GREEN_SAFE:
            grounds.append(Ground(why=Why.AT_LEAST, name=event.name, role=event.role))
        status, floor = (_at_least(each, Status.YELLOW_WARNING) for each in (status, floor))
    found = Assessment(
        zone=event.zone,
        status=status,
        score=score,
        at=event.at,
        grounds=tuple(grounds),
        events=most.events,
        floor=floor,
        ceiling=level(rules, score + rules.margin),
    )
    return _upon(standing, found)


def _at_least(status: Status, least: Status) -> Status:
    return Status.highest((status, least))
