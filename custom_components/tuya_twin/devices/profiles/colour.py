"""Colours as bulbs write them."""

import colorsys
from dataclasses import dataclass
from enum import StrEnum
import re
from typing import Self

from .values import DpValue

_HEX = re.compile("[0-9a-fA-F]+")
_DEGREES = 360
_PERMILLE = 1000
_BYTE = 255


class ColourFormat(StrEnum):
    """How a bulb writes a colour, in hexadecimal."""

    HSV16 = "hsv16"
    """`hhhhssssvvvv`: hue in degrees, saturation and value to 1000."""
    RGB8 = "rgb8"
    """`rrggbbhhhhssvv`: the same colour twice, hue in degrees, all else to 255."""

    @classmethod
    def of(cls, value: DpValue | None) -> ColourFormat | None:
        """The format of a colour; `None` for what is none. Nothing but its length tells."""
        if not isinstance(value, str) or not _HEX.fullmatch(value):
            return None
        return _FORMATS.get(len(value))


_FORMATS = {12: ColourFormat.HSV16, 14: ColourFormat.RGB8}


@dataclass(frozen=True, kw_only=True)
class Colour:
    """Hue in degrees, saturation and value in percent."""

    hue: int
    saturation: int
    value: int

    @classmethod
    def read(cls, written: DpValue | None) -> Self | None:
        """The colour a bulb has written; `None` for what is none."""
        if not isinstance(written, str):
            return None
        match ColourFormat.of(written):
            case ColourFormat.HSV16:
                return cls._of(written[:4], written[4:8], written[8:], _PERMILLE)
            case ColourFormat.RGB8:
                return cls._of(written[6:10], written[10:12], written[12:], _BYTE)
            case None:
                return None

    @classmethod
    def _of(cls, hue: str, saturation: str, value: str, full: int) -> Self | None:
        degrees, parts = int(hue, 16), [int(part, 16) for part in (saturation, value)]
        if degrees > _DEGREES or max(parts) > full:
            return None
        of_full, of_value = (round(part * 100 / full) for part in parts)
        return cls(hue=degrees % _DEGREES, saturation=of_full, value=of_value)

    def write(self, as_: ColourFormat) -> str:
        """As a bulb of this format takes it. A bulb that is on is at 1 percent at least."""
        hue = self.hue % _DEGREES
        saturation = min(100, max(0, self.saturation)) / 100
        value = min(100, max(1, self.value)) / 100
        if as_ is ColourFormat.HSV16:
            permille = (round(part * _PERMILLE) for part in (saturation, value))
            return "".join(f"{part:04x}" for part in (hue, *permille))
        rgb = colorsys.hsv_to_rgb(hue / _DEGREES, saturation, value)
        red, green, blue, *rest = (round(part * _BYTE) for part in (*rgb, saturation, value))
        return "".join(
            [*(f"{part:02x}" for part in (red, green, blue)), f"{hue:04x}"]
            + [f"{part:02x}" for part in rest]
        )
