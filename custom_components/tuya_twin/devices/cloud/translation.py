"""Data points as the LAN numbers them, and as the cloud names and spells them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from ...core.errors import UnsupportedError
from ...core.wire import Json
from ..profiles import Colour, ColourFormat, Dps, DpValue
from .models import CloudPoint, CloudProperty, CloudSpecification
from .reading import unpacked

_PERMILLE, _BYTE = 1000, 255
_COLOUR_PARTS = ("h", "s", "v")
_LARGEST_PART = 0xFFFF
"""What the LAN has room for; no colour is finer."""


@dataclass(frozen=True, kw_only=True)
class Word:
    """What the cloud calls one data point."""

    code: str
    full: int | None = None
    """For colours in words, the largest saturation and value; the rest is spelled as on the LAN."""

    def to_cloud(self, value: DpValue) -> Json:
        """A value of the LAN as the cloud takes it."""
        colour = Colour.read(value) if self.full is not None else None
        if colour is None or self.full is None:
            return value
        return {
            "h": colour.hue,
            "s": round(colour.saturation * self.full / 100),
            "v": round(colour.value * self.full / 100),
        }

    def to_lan(self, value: Json) -> DpValue | None:
        """A value of the cloud as the LAN has it; `None` for what is no such value."""
        if self.full is None:
            return value if isinstance(value, bool | int | str) else None
        parts = _colour_parts(value)
        if parts is None:
            return None
        hue, saturation, brightness = parts
        colour = Colour(
            hue=hue,
            saturation=round(saturation * 100 / self.full),
            value=round(brightness * 100 / self.full),
        )
        is_byte = self.full == _BYTE
        return colour.write(ColourFormat.RGB8 if is_byte else ColourFormat.HSV16)


class Dictionary:
    """The words for one device, by the numbers of its data points."""

    def __init__(self, words: Mapping[str, Word]) -> None:
        """Know these words."""
        self._words = words

    @classmethod
    def of(
        cls, properties: Sequence[CloudProperty], specification: CloudSpecification
    ) -> Dictionary:
        """What a device has reported and what can be told it, which may be more."""
        points = specification.points
        words = {
            point.number: Word(code=point.code, full=_full(point.code, None, point))
            for point in points.values()
            if point.number is not None
        }
        words |= {
            each.number: Word(
                code=each.code, full=_full(each.code, each.value, points.get(each.code))
            )
            for each in properties
        }
        return cls(words)

    def knows(self, values: Dps) -> bool:
        """Whether there is a word for every one of these."""
        return values.keys() <= self._words.keys()

    def word(self, number: str) -> Word:
        """The word for a data point.

        Raises:
            UnsupportedError: the cloud has none.
        """
        try:
            return self._words[number]
        except KeyError:
            raise UnsupportedError from None

    def to_cloud(self, values: Dps) -> dict[str, Json]:
        """Values by code, for a command.

        Raises:
            UnsupportedError: the cloud has no word for one of them.
        """
        words = {number: self.word(number) for number in values}
        return {words[number].code: words[number].to_cloud(values[number]) for number in values}

    def to_lan(self, properties: Sequence[CloudProperty]) -> dict[str, DpValue]:
        """Reported values by number, without what the LAN could not say."""
        spelled = {
            each.number: self._words.get(each.number, Word(code=each.code)).to_lan(each.value)
            for each in properties
        }
        return {number: value for number, value in spelled.items() if value is not None}


def proven(properties: Sequence[CloudProperty], wanted: Mapping[str, Json], *, since: int) -> bool:
    """Whether every value is as wanted, by code, and one of them was reported since then."""
    reported = {each.code: each for each in properties if each.code in wanted}
    return (
        reported.keys() == wanted.keys()
        and all(_same(wanted[code], each.value) for code, each in reported.items())
        and any(each.time >= since for each in reported.values())
    )


def _same(wanted: Json, reported: Json) -> bool:
    if (colour := _colour_parts(wanted)) is not None:
        return colour == _colour_parts(reported)
    # For Python, 1 is true.
    return type(wanted) is type(reported) and wanted == reported


def _full(code: str, value: Json, point: CloudPoint | None) -> int | None:
    """How far saturation and value of a colour go; `None` where it is no colour in words."""
    saturation = unpacked(point.values.get("s")) if point is not None else {}
    most = saturation.get("max")
    parts = _colour_parts(value)
    if _is_part(most) and most and (value is None or parts is not None):
        return most
    if parts is None:
        return None
    return _PERMILLE if code.endswith("_v2") or max(parts[1:]) > _BYTE else _BYTE


def _colour_parts(value: Json) -> tuple[int, int, int] | None:
    """Hue, saturation and value of a colour in words; `None` for anything else."""
    parts = [unpacked(value).get(part) for part in _COLOUR_PARTS]
    hue, saturation, brightness = (part if _is_part(part) else None for part in parts)
    if hue is None or saturation is None or brightness is None:
        return None
    return hue, saturation, brightness


def _is_part(value: Json) -> TypeGuard[int]:
    return type(value) is int and 0 <= value <= _LARGEST_PART
