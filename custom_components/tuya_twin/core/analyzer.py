"""What a sign means, given those before it. Pure: no clock, no I/O, the moment is the sign's."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo
import logging

from .analysis import Analysis, Sensor
from .assessment import Assessment, Ground, Watch, Why
from .model import Status
from .rules import Rules
from .signs import APPROACHES, CONFIRMS, DOUBTFUL, EVERYDAY, HAZARDS, Role, SensorEvent

_LOGGER = logging.getLogger(__name__)

REMEMBERED = 3
"""Signs that matter, as in the original design."""
WAITING = 16
"""Signs that wait for a second one of their group."""
FULL_WEIGHT = 100
"""In percent: the weight of a sensor that never gave a false alarm."""


@dataclass(frozen=True, kw_only=True)
class Memory:
    """What the analyzer knows of the past."""

    recent: tuple[SensorEvent, ...] = ()
    """The last signs that counted, the oldest first."""
    waiting: tuple[SensorEvent, ...] = ()
    """Signs of groups, the oldest first."""
    standing: Mapping[str, Assessment] = field(default_factory=dict)
    """By zone id, the newest assessment that was of danger."""
    unlocked_at: datetime | None = None
    """When the owner last unlocked a door."""


@dataclass(frozen=True, kw_only=True)
class Surroundings:
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

    def weight(self, event: SensorEvent) -> float:
        """What of its points the sensor still gets."""
        return self.weights.get(event.sensor, FULL_WEIGHT) / FULL_WEIGHT


def analyze(memory: Memory, event: SensorEvent, around: Surroundings) -> tuple[Memory, Assessment]:
    """The assessment of a new sign, and what to remember from then on.

    A further sign of danger never lowers what was found, while that stands. If the analysis
    itself fails, that is a warning.
    """
    try:
        return _analyze(memory, event, around)
    except Exception:
        _LOGGER.exception("The analysis of a sign failed")
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
        return memory, found


def remember(recent: Iterable[SensorEvent], event: SensorEvent) -> tuple[SensorEvent, ...]:
    """The signs that matter after a new one, in the order of time."""
    return tuple(sorted((*recent, event), key=lambda each: each.at))[-REMEMBERED:]


def weight_of_hour(rules: Rules, at: datetime, local: tzinfo) -> tuple[Why, float]:
    """Whether it is night by the clock on the wall, and how much a sign weighs then."""
    clock = at.astimezone(local)
    minute = clock.hour * 60 + clock.minute
    begins, ends = rules.night_from, rules.night_until
    night = begins <= minute < ends if begins <= ends else minute >= begins or minute < ends
    return (Why.NIGHT, rules.night_weight) if night else (Why.DAY, rules.day_weight)


def level(rules: Rules, score: float) -> Status:
    """The status of a score."""
    if score >= rules.red_at:
        return Status.RED_CRITICAL
    return Status.YELLOW_WARNING if score >= rules.yellow_at else Status.GREEN_SAFE


def forget(memory: Memory, *zones: str) -> Memory:
    """What to remember once somebody has said that it is over in these zones; all if none."""
    standing = {
        zone: found for zone, found in memory.standing.items() if zones and zone not in zones
    }
    recent = tuple(event for event in memory.recent if zones and event.zone not in zones)
    return replace(memory, standing=standing, recent=recent, waiting=())


def _analyze(memory: Memory, event: SensorEvent, around: Surroundings) -> tuple[Memory, Assessment]:
    if event.role is Role.UNLOCK:
        return _home(memory, event)
    standing = _standing(memory, event, around)
    if (refusal := _refusal(memory, event, around)) is not None:
        return memory, _not_counted(event, refusal, standing)
    if event.role in HAZARDS:
        found = _hazard(event)
        return replace(memory, standing={**memory.standing, event.zone: found}), found
    memory, together = _grouped(memory, event, around)
    if not together:
        alone = Ground(why=Why.ALONE, name=event.name, role=event.role)
        return memory, _not_counted(event, alone, standing)
    recent = memory.recent
    for each in together:
        recent = remember(recent, each)
    found = _weighed(recent, event, around, standing)
    danger = found.status is not Status.GREEN_SAFE
    standings = {**memory.standing, event.zone: found} if danger else memory.standing
    return replace(memory, recent=recent, standing=standings), found


def _home(memory: Memory, event: SensorEvent) -> tuple[Memory, Assessment]:
    """The owner is there: what was found before is over, but for fire, gas and water."""
    standing = {zone: found for zone, found in memory.standing.items() if found.hazard}
    memory = Memory(recent=remember(memory.recent, event), standing=standing, unlocked_at=event.at)
    ground = Ground(why=Why.OWNER, name=event.name, role=event.role)
    return memory, Assessment(
        zone=event.zone,
        status=Status.GREEN_SAFE,
        score=0.0,
        at=event.at,
        grounds=(ground,),
        events=(event,),
    )


def _standing(memory: Memory, event: SensorEvent, around: Surroundings) -> Assessment | None:
    """What was found in the zone and is not forgotten yet."""
    found = memory.standing.get(event.zone)
    if found is None:
        return None
    lasts = timedelta(seconds=around.analysis.rules_of(event.zone).memory_seconds)
    return found if event.at - found.at <= lasts else None


def _refusal(memory: Memory, event: SensorEvent, around: Surroundings) -> Ground | None:
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
    status = Status.GREEN_SAFE if standing is None else standing.status
    return Assessment(
        zone=event.zone,
        status=status,
        score=0.0,
        at=event.at,
        grounds=(ground,),
        events=(event,),
        floor=status,
        ceiling=status,
        counts=False,
    )


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
    memory: Memory, event: SensorEvent, around: Surroundings
) -> tuple[Memory, tuple[SensorEvent, ...]]:
    """The signs that count now: of a group, both that told the same; none while one is alone."""
    group = around.sensor(event).group
    if not group:
        return memory, (event,)
    apart = timedelta(seconds=around.analysis.rules_of(event.zone).group_seconds)
    others = [
        each
        for each in memory.waiting
        if around.sensor(each).group == group
        and each.sensor != event.sensor
        and abs(event.at - each.at) <= apart
    ]
    waiting = tuple(sorted((*memory.waiting, event), key=lambda each: each.at))[-WAITING:]
    memory = replace(memory, waiting=waiting)
    return memory, (others[-1], event) if others else ()


def _weighed(
    recent: tuple[SensorEvent, ...],
    event: SensorEvent,
    around: Surroundings,
    standing: Assessment | None,
) -> Assessment:
    rules = around.analysis.rules_of(event.zone)
    candidates = [
        *_singles(recent, event.at, around, rules),
        *_pairs(recent, event.at, around, rules),
    ]
    strongest = max(candidates, key=lambda each: each.points, default=_Candidate(points=0.0))
    hour, factor = weight_of_hour(rules, event.at, around.local)
    score = round(strongest.points * factor, 1)
    grounds = [*strongest.grounds, Ground(why=hour, value=factor)]
    status, floor = level(rules, score), level(rules, score - rules.margin)
    ceiling = level(rules, score + rules.margin)
    if event.role not in DOUBTFUL:
        if status is Status.GREEN_SAFE:
            grounds.append(Ground(why=Why.AT_LEAST, name=event.name, role=event.role))
        status, floor = (_at_least(each, Status.YELLOW_WARNING) for each in (status, floor))
    if standing is not None:
        if standing.status.severity > status.severity:
            grounds.append(Ground(why=Why.STANDS))
        status, floor = _at_least(status, standing.status), _at_least(floor, standing.floor)
    if status is Status.RED_CRITICAL:
        floor = status
    return Assessment(
        zone=event.zone,
        status=status,
        score=score,
        at=event.at,
        grounds=tuple(grounds),
        events=strongest.events or (event,),
        floor=floor,
        ceiling=_at_least(ceiling, status),
    )


@dataclass(frozen=True, kw_only=True)
class _Candidate:
    """Points that signs would make, and how."""

    points: float
    grounds: tuple[Ground, ...] = ()
    events: tuple[SensorEvent, ...] = ()


def _singles(
    recent: Iterable[SensorEvent], now: datetime, around: Surroundings, rules: Rules
) -> Iterator[_Candidate]:
    for event in recent:
        points = float(rules.points_of(event.role))
        sign = Ground(why=Why.SIGN, name=event.name, role=event.role, value=points)
        yield _lessened(
            _Candidate(points=points, grounds=(sign,), events=(event,)), now, around, rules
        )


def _pairs(
    recent: tuple[SensorEvent, ...], now: datetime, around: Surroundings, rules: Rules
) -> Iterator[_Candidate]:
    for index, there in enumerate(recent):
        for hands in recent[index + 1 :]:
            apart = (hands.at - there.at).total_seconds()
            if there.role not in APPROACHES or hands.role not in CONFIRMS:
                continue
            if apart > rules.within_seconds:
                continue
            first = float(rules.points_of(there.role))
            grounds = (
                Ground(why=Why.SIGN, name=there.name, role=there.role, value=first),
                Ground(
                    why=Why.FOLLOWED,
                    name=hands.name,
                    role=hands.role,
                    value=rules.followed - first,
                    seconds=apart,
                ),
            )
            pair = _Candidate(points=float(rules.followed), grounds=grounds, events=(there, hands))
            yield _lessened(pair, now, around, rules)


def _lessened(
    candidate: _Candidate, now: datetime, around: Surroundings, rules: Rules
) -> _Candidate:
    """The candidate with what false alarms and time have taken of it."""
    points, grounds = candidate.points, list(candidate.grounds)
    least = min(candidate.events, key=around.weight)
    if (weight := around.weight(least)) != 1:
        points *= weight
        grounds.append(Ground(why=Why.LESS_TRUSTED, name=least.name, role=least.role, value=weight))
    age = max(0.0, (now - candidate.events[-1].at).total_seconds())
    if (left := _left(age, rules)) != 1:
        points *= left
        grounds.append(Ground(why=Why.FADED, value=left, seconds=age))
    return replace(candidate, points=points, grounds=tuple(grounds))


def _left(age: float, rules: Rules) -> float:
    """How much of a sign that is so many seconds old still counts."""
    if age <= rules.within_seconds:
        return 1.0
    span = rules.memory_seconds - rules.within_seconds
    return max(0.0, 1.0 - (age - rules.within_seconds) / span)


def _at_least(status: Status, least: Status) -> Status:
    return Status.highest((status, least))
