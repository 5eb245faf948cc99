"""The fields of a profile as JSON, and how they are read back.

Every reader raises `ValueError` with the words for what should have been there.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
import re

from ...core.wire import Json
from .battery import Battery
from .values import DpValue, Range

type FieldReader = Callable[[object], object]

_POINT = re.compile("[1-9][0-9]{0,2}")


def to_json(value: object) -> Json:
    """The value of any field as JSON."""
    match value:
        case None | bool() | int() | str():
            return value
        case Range():
            return [value.low, value.high]
        case Battery():
            return {"point": value.point, "words": to_json(value.words)}
        case tuple():
            return [to_json(item) for item in value]
        case Mapping():
            return {str(name): to_json(item) for name, item in value.items()}
        case _:
            raise TypeError(type(value))


def point(value: object) -> str:
    """The number of a data point."""
    if not isinstance(value, str) or not _POINT.fullmatch(value):
        msg = "must be the number of a data point as a string"
        raise ValueError(msg)
    return value


def flag(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        msg = "must be true or false"
        raise ValueError(msg)  # noqa: TRY004 - one error for all readers
    return value


def number(value: object) -> int:
    """A whole number."""
    if type(value) is not int:
        msg = "must be a whole number"
        raise ValueError(msg)
    return value


def text(value: object) -> str:
    """A string that says something."""
    if not isinstance(value, str) or not value:
        msg = "must be a word"
        raise ValueError(msg)
    return value


def switch_value(value: object) -> DpValue:
    """What a switch may be set to: true, false or a word."""
    return value if isinstance(value, bool) else text(value)


def words(value: object) -> tuple[str, ...]:
    """Different words, in order."""
    if not isinstance(value, list | tuple) or len(set(map(str, value))) < len(value):
        msg = "must be a list of different words"
        raise ValueError(msg)
    return tuple(text(item) for item in value)


def span(value: object) -> Range:
    """A range; raises `InvalidProfileError` for one that does not go up."""
    if not isinstance(value, list | tuple) or len(value) != 2:  # noqa: PLR2004 - two ends
        msg = "must be the lowest and the highest number"
        raise ValueError(msg)
    return Range(*map(number, value))


def names(value: object) -> Mapping[str, str]:
    """Words by data point."""
    return {point(key): text(item) for key, item in _mapping(value).items()}


def battery(value: object) -> Battery:
    """The data point of a battery, and the percent of each of its words."""
    data = _mapping(value)
    if not data.keys() <= {"point", "words"}:
        msg = "must have a point and words only"
        raise ValueError(msg)
    percents = {text(key): number(item) for key, item in _mapping(data.get("words", {})).items()}
    return Battery(point=point(data.get("point")), words=percents)


def optional(reader: FieldReader) -> FieldReader:
    """The same, or nothing."""
    return lambda value: None if value is None else reader(value)


def member[E: StrEnum](of: type[E]) -> FieldReader:
    """One of an enumeration."""

    def read(value: object) -> E:
        if value not in tuple(of):
            msg = f"must be one of {', '.join(of)}"
            raise ValueError(msg)
        return of(str(value))

    return read


def _mapping(value: object) -> Mapping[object, object]:
    if not isinstance(value, Mapping):
        msg = "must be an object"
        raise ValueError(msg)  # noqa: TRY004 - one error for all readers
    return value
