"""Which sensors are trusted, and how much. Pure: the moments are given."""

from collections.abc import Sequence
from datetime import datetime, timedelta

DEAD_AFTER = timedelta(minutes=5)
"""A sensor that is away for so long tells nothing. A hub takes minutes to start."""
FLAPPING_REPORTS, FLAPPING_WITHIN = 10, timedelta(minutes=1)
"""So many reports in so long are those of a loose contact: a motion sensor rests in between."""
TRUSTED_AGAIN_AFTER = timedelta(minutes=5)
"""A sensor that flapped is trusted again after so long without a report."""
FULL_WEIGHT = 100
"""In percent: the weight of a sensor that never gave a false alarm."""
LEAST_WEIGHT = 30
"""In percent. No false alarm silences a sensor: with another sign it still counts."""
_LEFT_BY_FALSE_ALARM = 0.8


def flaps(reports: Sequence[datetime]) -> bool:
    """Whether a sensor with these last reports, the oldest first, is not to be trusted."""
    return (
        len(reports) >= FLAPPING_REPORTS
        and reports[-1] - reports[-FLAPPING_REPORTS] <= FLAPPING_WITHIN
    )


def after_false_alarm(weight: int) -> int:
    """What a sensor weighs after one more false alarm; less than the least only by hand."""
    return min(weight, max(LEAST_WEIGHT, round(weight * _LEFT_BY_FALSE_ALARM)))
