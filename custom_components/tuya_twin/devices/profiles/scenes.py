"""Scenes as bulbs of type B write them: steps of light, one after the other, over and over.

The layout is that of `scene_data` in Tuya's function definition of lights (category dj), and of
what owners have read from their bulbs. First the number of the scene, then for each step the time
until the next, the time of the change, how it changes (static, jump, gradient), a colour as in
`HSV16`, and the brightness and temperature of a white, both to 1000; all in hexadecimal.
"""

import re

from ...core.model import BulbEffect
from .colour import Colour, ColourFormat

_STEP_DIGITS = 26
_SCENE = re.compile(f"([0-9a-f]{{2}})((?:[0-9a-f]{{{_STEP_DIGITS}}})+)", re.IGNORECASE)
_ALARM_NUMBER = "07"
"""The highest that every such bulb has."""
_STROBE, _PULSE = "5f5f01", "464602"
"""Times of 0 to 100, and a jump or a gradient.

What the times count, Tuya does not say. By what an owner measured, a step takes 10.5 s less 0.1 s
for each: 1 s from flash to dark, and 3.5 s for a swell. Taken for tenths, or even hundredths, of a
second they are longer, or about as long. No reading makes two flashes in a second.
"""
_SWELL = 3
"""At its dim end a swell has this part of the colour's light."""
_NO_WHITE = "00000000"
_WHITE_DIGITS = slice(18, 22)
_PERMILLE_OF_PERCENT = 10


def alarm_scene(effect: BulbEffect, colour: Colour) -> str:
    """The scene that shows an effect other than steady: the colour, and dark or a dimmer one."""
    bright = colour.write(ColourFormat.HSV16)
    if effect is BulbEffect.STROBE:
        how, other = _STROBE, bright[:8] + "0000"
    else:
        dim = Colour(
            hue=colour.hue, saturation=colour.saturation, value=max(1, colour.value // _SWELL)
        )
        how, other = _PULSE, dim.write(ColourFormat.HSV16)
    return _ALARM_NUMBER + "".join(how + light + _NO_WHITE for light in (bright, other))


def is_alarm_scene(written: str) -> bool:
    """Whether it is one of ours, and none that the user has made."""
    steps = _steps(written)
    colour = Colour.read(steps[0][6:18]) if steps else None
    effects = (BulbEffect.STROBE, BulbEffect.PULSE)
    return colour is not None and written.lower() in [
        alarm_scene(effect, colour) for effect in effects
    ]


def is_in_layout(written: str) -> bool:
    """Whether it is written as above."""
    return bool(_steps(written))


def first_light(written: str | None) -> Colour | None:
    """What the first step that is not dark looks like; `None` if that cannot be said."""
    for step in _steps(written or ""):
        colour = Colour.read(step[6:18])
        if colour is None or colour.value > 0:
            return colour
        if white := int(step[_WHITE_DIGITS], 16) // _PERMILLE_OF_PERCENT:
            return Colour(hue=0, saturation=0, value=min(100, white))
    return None


def _steps(written: str) -> list[str]:
    if (scene := _SCENE.fullmatch(written)) is None:
        return []
    steps = scene[2]
    return [steps[at : at + _STEP_DIGITS] for at in range(0, len(steps), _STEP_DIGITS)]
