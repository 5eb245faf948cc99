"""How the house is watched, and what that has found: a value, and the function that changes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from .assessment import Assessment, Watch
from .facts import (
    Assessed,
    EntryBegan,
    EntryEnded,
    OpinionAsked,
    OpinionGiven,
    WatchChanged,
    WeightChanged,
)
from .trust import FULL_WEIGHT

type LookoutFact = (
    WatchChanged | WeightChanged | EntryBegan | EntryEnded | Assessed | OpinionAsked | OpinionGiven
)


@dataclass(frozen=True, kw_only=True)
class Lookout:
    """What is watched for, and what was found last."""

    watch: Watch = field(default_factory=Watch)
    weights: Mapping[str, int] = field(default_factory=dict)
    """In percent, by `Sensor.entity`, of the sensors whose weight was ever changed."""
    entry: EntryBegan | None = None
    """Somebody came in who has not said yet that they live here."""
    assessments: Mapping[str, Assessment] = field(default_factory=dict)
    """The newest of each zone that counted, by zone id."""
    asked: OpinionAsked | None = None
    """The newest question for a second opinion."""
    opinion: OpinionGiven | None = None
    """The newest second opinion; it may be of an incident that is over."""

    def weight(self, sensor: str) -> int:
        """What a sensor, by `Sensor.entity`, weighs, in percent."""
        return self.weights.get(sensor, FULL_WEIGHT)


def looking(lookout: Lookout, fact: LookoutFact) -> Lookout:  # noqa: PLR0911 - one for each
    """The lookout after one thing that happened."""
    match fact:
        case WatchChanged(watch=watch):
            return replace(lookout, watch=watch)
        case WeightChanged(sensor=sensor, weight=weight):
            return replace(lookout, weights={**lookout.weights, sensor: weight})
        case EntryBegan():
            return replace(lookout, entry=fact)
        case EntryEnded():
            return replace(lookout, entry=None)
        case Assessed(assessment=found) if found.counts:
            return replace(lookout, assessments={**lookout.assessments, found.zone: found})
        case Assessed():
            # A sign that did not count is on record, and changes nothing.
            return lookout
        case OpinionAsked():
            return replace(lookout, asked=fact)
        case OpinionGiven():
            return replace(lookout, opinion=fact)
