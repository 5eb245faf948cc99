"""How much signs weigh: their points, the hour, and what false alarms and time have taken."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from .assessment import Ground, Why
from .rules import Rules
from .signs import APPROACHES, CONFIRMS, SensorEvent

type Weight = Callable[[SensorEvent], float]
"""What of its points the sensor of a sign still gets."""


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """Points that signs make, and how."""

    points: float
    grounds: tuple[Ground, ...]
    events: tuple[SensorEvent, ...]
    """The oldest first."""


def strongest(
    signs: tuple[SensorEvent, ...], now: datetime, rules: Rules, weight_of: Weight
) -> Weighed:
    """What weighs most among these signs, alone or one after the other; there is at least one.

    They come with the oldest first.
    """
    ways = (*_singles(signs, rules), *_pairs(signs, rules))
    return max(
        (_lessened(way, now, rules, weight_of) for way in ways), key=lambda each: each.points
    )


def weight_of_hour(rules: Rules, at: datetime, local: tzinfo) -> tuple[Why, float]:
    """Whether it is night by the clock on the wall, and how much a sign weighs then."""
    clock = at.astimezone(local)
    minute = clock.hour * 60 + clock.minute
    begins, ends = rules.night_from, rules.night_until
    night = begins <= minute < ends if begins <= ends else minute >= begins or minute < ends
    return (Why.NIGHT, rules.night_weight) if night else (Why.DAY, rules.day_weight)


def _singles(signs: Iterable[SensorEvent], rules: Rules) -> Iterator[Weighed]:
    for event in signs:
        points = float(rules.points_of(event.role))
        sign = Ground(why=Why.SIGN, name=event.name, role=event.role, value=points)
        yield Weighed(points=points, grounds=(sign,), events=(event,))


def _pairs(signs: tuple[SensorEvent, ...], rules: Rules) -> Iterator[Weighed]:
    for index, there in enumerate(signs):
        for hands in signs[index + 1 :]:
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
            yield Weighed(points=float(rules.followed), grounds=grounds, events=(there, hands))


def _lessened(way: Weighed, now: datetime, rules: Rules, weight_of: Weight) -> Weighed:
    """The same with what false alarms and time have taken of it."""
    points, grounds = way.points, list(way.grounds)
    least = min(way.events, key=weight_of)
    if (weight := weight_of(least)) != 1:
        points *= weight
        grounds.append(Ground(why=Why.LESS_TRUSTED, name=least.name, role=least.role, value=weight))
    age = max(0.0, (now - way.events[-1].at).total_seconds())
    if (left := _left(age, rules)) != 1:
        points *= left
        grounds.append(Ground(why=Why.FADED, value=left, seconds=age))
    return replace(way, points=points, grounds=tuple(grounds))


def _left(age: float, rules: Rules) -> float:
    """How much of a sign that is so many seconds old still counts."""
    if age <= rules.within_seconds:
        return 1.0
    span = rules.memory_seconds - rules.within_seconds
    return max(0.0, 1.0 - (age - rules.within_seconds) / span)
