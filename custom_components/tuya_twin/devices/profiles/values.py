"""Data point values as they come off the wire, and the ranges they move in."""

from collections.abc import Mapping
from dataclasses import dataclass

from ...core.errors import InvalidProfileError

type DpValue = bool | int | str
type Dps = Mapping[str, DpValue]
"""Data point values by number; numbers are strings, as they are in Tuya's JSON."""


def only_values(raw: Mapping[object, object]) -> dict[str, DpValue]:
    """What a device sent, without anything that is no data point value."""
    return {
        str(number): value for number, value in raw.items() if isinstance(value, bool | int | str)
    }


def boolean(dps: Dps, point: str | None) -> bool | None:
    """The value of a data point that is a switch; `None` if it is missing or something else."""
    value = _value(dps, point)
    return value if isinstance(value, bool) else None


def whole(dps: Dps, point: str | None) -> int | None:
    """The value of a data point that is a number; `None` if it is missing or something else."""
    value = _value(dps, point)
    return value if type(value) is int else None


def word(dps: Dps, point: str | None) -> str | None:
    """The value of a data point that is a string; `None` if it is missing or something else."""
    value = _value(dps, point)
    return value if isinstance(value, str) else None


def same(value: DpValue | None, other: DpValue) -> bool:
    """Whether two values are equal and of one type: for Python, 1 is `True`."""
    return type(value) is type(other) and value == other


def _value(dps: Dps, point: str | None) -> DpValue | None:
    return None if point is None else dps.get(point)


@dataclass(frozen=True)
class Range:
    """Whole numbers from `low` to `high`, both included.

    Raises `InvalidProfileError` unless `low` is below `high`.
    """

    low: int
    high: int

    def __post_init__(self) -> None:
        """Refuse a range without room."""
        if not self.low < self.high:
            msg = f"a range goes up, not from {self.low} to {self.high}"
            raise InvalidProfileError(msg)

    def __contains__(self, number: int) -> bool:
        """Whether the number is in the range."""
        return self.low <= number <= self.high

    def clamp(self, number: int) -> int:
        """The number of the range that is nearest."""
        return min(self.high, max(self.low, number))

    def scale(self, number: int, to: Range) -> int:
        """What is at the same place in another range."""
        place = (self.clamp(number) - self.low) / (self.high - self.low)
        return to.low + round(place * (to.high - to.low))


PERCENT = Range(1, 100)
"""Of what shines or sounds at all: nothing that is on is at 0."""
