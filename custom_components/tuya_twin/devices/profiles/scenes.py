"""Scenes as bulbs of type B write them: steps of light, one after the other, over and over.

The layout is that of `scene_data_v2` in Tuya's documentation of lights (category dj), and of what
owners have read from their bulbs: the number of the scene, then for each step the time between
steps and that of the change, how it changes, a colour as in `HSV16`, and a white.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
import re
from typing import Self

from ...core.model import BulbEffect
from .colour import Colour, ColourFormat

_STEP_DIGITS = 26
_LAYOUT = re.compile(f"[0-9a-f]{{2}}([0-9a-f]{{{_STEP_DIGITS}}})+")
_ALARM_NUMBER = "07"
"""The highest that every such bulb has."""
_STROBE_TIME = "5f"
_PULSE_TIME = "46"
"""Of 0 to 100, which Tuya does not explain. An owner measured 10.5 s less 0.1 s for each: then it
is 1 s from flash to dark and 3.5 s for a swell. Read as a duration, in tenths of a second or even
hundredths, it is longer or about as long. No reading gives two flashes in a second."""
_SWELL = 3
"""The dim end of a swell is this part of the colour's light."""


class Change(StrEnum):
    """How a bulb comes to a step."""

    STATIC = "00"
    JUMP = "01"
    GRADIENT = "02"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One light of a scene: a colour, and beside it a white; both in percent of their light."""

    colour: Colour
    white: int
    warmth: int
    """From 0 for the warmest to 1000 for the coldest."""

    @property
    def lit(self) -> bool:
        """Whether it is not dark."""
        return self.colour.value > 0 or self.white > 0


def read_scene(written: str | None) -> Sequence[Step]:
    """The steps of a scene; none for what is in another layout."""
    if written is None or not _LAYOUT.fullmatch(written.lower()):
        return ()
