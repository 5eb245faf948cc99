"""How full a battery is, in the ways products tell it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .values import Dps, DpValue

LOW_PERCENT = 10
"""Shown for a battery of which only is known that it is low."""


@dataclass(frozen=True, kw_only=True)
class Battery:
    """The data point of a battery.

    Its value is a number in percent, one of `words`, or whether the battery is low.
    """

    point: str
    words: Mapping[str, int] = field(default_factory=dict, hash=False)
    """Percent by word."""

    def percent(self, dps: Dps) -> int | None:
        """How full it is; `None` if that was not said, or in no known way."""
        match dps.get(self.point):
            case bool(low):
                return LOW_PERCENT if low else None
            case int(percent) if 0 <= percent <= 100:  # noqa: PLR2004 - percent
                return percent
            case str(word):
                return self.words.get(word)
            case _:
                return None

    def shape(self, value: DpValue) -> bool:
        """Whether this could be a value of it."""
        return value in self.words if isinstance(value, str) else not self.words


def percent_of(battery: Battery | None, dps: Dps) -> int | None:
    """How full the battery is of a product that may have none."""
    return None if battery is None else battery.percent(dps)
