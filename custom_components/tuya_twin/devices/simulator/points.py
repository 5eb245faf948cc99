"""What the data points of simulated appliances may hold."""

from collections.abc import Callable, Collection
import json
import re

type Value = bool | int | str
"""What a data point holds."""
type DataPoints = dict[str, Value]
"""Values by the number of the data point."""
type Domain = Callable[[object], Value]
"""Gives back what it is given, as the device keeps it; raises `InvalidPointError`."""


class InvalidPointError(Exception):
    """The device has no such data point, or the value is none of its values."""


def flag(value: object) -> Value:
    """True or false."""
    if not isinstance(value, bool):
        raise InvalidPointError(value)
    return value


def whole(low: int, high: int) -> Domain:
    """A whole number between two, both included."""

    def check(value: object) -> Value:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise InvalidPointError(value)
        return value

    return check


def choice(words: Collection[str]) -> Domain:
    """One of some words."""

    def check(value: object) -> Value:
        if not isinstance(value, str) or value not in words:
            raise InvalidPointError(value)
        return value

    return check


def text(value: object) -> Value:
    """Any words, as long as they fit in a frame beside the other data points."""
    if not isinstance(value, str) or len(json.dumps(value)) > _LONGEST_TEXT:
        raise InvalidPointError(value)
    return value


_LONGEST_TEXT = 512


def hsv16(value: object) -> Value:
    """Hue (to 360), saturation and value (both to 1000) as `hhhhssssvvvv` in hexadecimal."""
    digits = _hexadecimal(value, 12)
    hue, saturation, brightness = (int(digits[start : start + 4], 16) for start in (0, 4, 8))
    if hue > _MOST_HUE or saturation > _MOST or brightness > _MOST:
        raise InvalidPointError(value)
    return digits


def rgb8(value: object) -> Value:
    """A colour twice, `rrggbbhhhhssvv` in hexadecimal: hue to 360, all else to 255."""
    digits = _hexadecimal(value, 14)
    if int(digits[6:10], 16) > _MOST_HUE:
        raise InvalidPointError(value)
    return digits


def _hexadecimal(value: object, length: int) -> str:
    if not isinstance(value, str) or len(value) != length or not _DIGITS.fullmatch(value):
        raise InvalidPointError(value)
    return value.lower()


_DIGITS = re.compile("[0-9a-fA-F]+")
_MOST_HUE = 360
_MOST = 1000
