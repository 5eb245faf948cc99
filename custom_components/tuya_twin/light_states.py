"""Lights of other integrations, as bulbs: what they are asked, and what their states say.

Attribute names and colour modes are those of Home Assistant's light integration.
"""

from math import cos, hypot, radians, sin

from homeassistant.components.light.const import (
    ATTR_BRIGHTNESS,
    ATTR_COLOR_MODE,
    ATTR_COLOR_TEMP_KELVIN,
    ATTR_EFFECT,
    ATTR_EFFECT_LIST,
    ATTR_HS_COLOR,
    ATTR_MAX_COLOR_TEMP_KELVIN,
    ATTR_MIN_COLOR_TEMP_KELVIN,
    ATTR_SUPPORTED_COLOR_MODES,
    COLOR_MODES_BRIGHTNESS,
    COLOR_MODES_COLOR,
    EFFECT_OFF,
    ColorMode,
)
from homeassistant.const import SERVICE_TURN_ON, STATE_ON
from homeassistant.core import State
from homeassistant.util import color as color_util

from .core.errors import UnsupportedError
from .core.model import BulbCommand, BulbEffect, BulbMode, BulbState
from .service_ask import ServiceAsk, is_on, switched

BRIGHTNESS_TOLERANCE = 5
"""In percent: some lights have no more than 32 steps."""
COLOUR_TOLERANCE = 30
"""On a colour disc of radius 100. A lamp shows the nearest colour it has: the reddest of the
oldest Hue lamps is 16 degrees off, which is 28 here. From red to amber it is 76."""
KELVIN_TOLERANCE = 0.05
"""As a part of what was asked: lights count in mired, some in steps of ten."""


def light_of(command: BulbCommand) -> BulbState:
    """The light that is asked for; nothing in it is left open that the mode can show.

    Raises `UnsupportedError` for an effect of the bulb's own, which no entity has a word for.
    """
    steady = command.effect is BulbEffect.STEADY and command.mode is not BulbMode.MUSIC
    if command.on and not steady:
        raise UnsupportedError
    return BulbState(
        on=command.on,
        mode=command.mode,
        brightness=command.brightness,
        hue=command.hue,
        saturation=command.saturation,
        kelvin=command.kelvin,
        scene=command.scene,
    )


def ask_light(wanted: BulbState, now: State) -> ServiceAsk:
    """A light as wanted, but for what is left open or what it cannot show.

    Raises `UnsupportedError` if that leaves nothing.
    """
    if wanted.on is None:
        raise UnsupportedError
    if not wanted.on:
        return switched(on=False)
    if wanted.mode is BulbMode.SCENE:
        return _ask_effect(wanted.scene, now)
    modes = set(now.attributes.get(ATTR_SUPPORTED_COLOR_MODES) or ())
    data: dict[str, object] = {}
    looks = [_shows_on]
    if (percent := wanted.brightness) is not None and modes & COLOR_MODES_BRIGHTNESS:
        # Zero would turn it off.
        data[ATTR_BRIGHTNESS] = max(1, round(percent * 255 / 100))
        looks.append(lambda state: _shows_brightness(state, percent))
    warmth = None if wanted.mode is BulbMode.COLOUR else wanted.kelvin
    if warmth is not None and ColorMode.COLOR_TEMP in modes:
        kelvin = _nearest_kelvin(warmth, now)
        data[ATTR_COLOR_TEMP_KELVIN] = kelvin
        looks.append(lambda state: _shows_kelvin(state, kelvin))
    elif (colour := _colour_of(wanted)) is not None and modes & COLOR_MODES_COLOR:
        data[ATTR_HS_COLOR] = colour
        looks.append(lambda state: _shows_colour(state, colour))
    return ServiceAsk(
        service=SERVICE_TURN_ON,
        data=data,
        shown_by=lambda state: all(look(state) for look in looks),
    )


def bulb_of(now: State) -> BulbState:
    """What a light's state says of the bulb that it stands for."""
    on = is_on(now)
    colour_mode = now.attributes.get(ATTR_COLOR_MODE)
    if not on or colour_mode is None:
        return BulbState(on=on)
    effect = now.attributes.get(ATTR_EFFECT)
    scene = None if effect in (None, EFFECT_OFF) else str(effect)
    coloured = colour_mode in COLOR_MODES_COLOR
    hue, saturation = (_colour(now) if coloured else None) or (None, None)
    mode = BulbMode.COLOUR if coloured else BulbMode.WHITE
    return BulbState(
        on=on,
        mode=BulbMode.SCENE if scene else mode,
        brightness=_brightness(now),
        hue=None if hue is None else round(hue) % 360,
        saturation=None if saturation is None else round(saturation),
        kelvin=_whole(_number(now.attributes.get(ATTR_COLOR_TEMP_KELVIN))),
        scene=scene,
    )


def _ask_effect(scene: str | None, now: State) -> ServiceAsk:
    if scene is None or scene not in (now.attributes.get(ATTR_EFFECT_LIST) or ()):
        raise UnsupportedError
    return ServiceAsk(
        service=SERVICE_TURN_ON,
        data={ATTR_EFFECT: scene},
        shown_by=lambda state: _shows_on(state) and state.attributes.get(ATTR_EFFECT) == scene,
    )


def _nearest_kelvin(wanted: int, now: State) -> int:
    warmest = _number(now.attributes.get(ATTR_MIN_COLOR_TEMP_KELVIN))
    coldest = _number(now.attributes.get(ATTR_MAX_COLOR_TEMP_KELVIN))
    return round(min(max(wanted, warmest or wanted), coldest or wanted))


def _colour_of(wanted: BulbState) -> tuple[float, float] | None:
    """Hue in degrees and saturation in percent, of a white the nearest there is."""
    if wanted.mode is not BulbMode.COLOUR:
        warmth = wanted.kelvin
        return None if warmth is None else color_util.color_temperature_to_hs(warmth)
    if wanted.hue is None or wanted.saturation is None:
        return None
    return float(wanted.hue % 360), float(wanted.saturation)


def _shows_on(state: State) -> bool:
    return state.state == STATE_ON


def _shows_brightness(state: State, wanted: int) -> bool:
    shown = _brightness(state)
    return shown is not None and abs(shown - wanted) <= BRIGHTNESS_TOLERANCE


def _shows_kelvin(state: State, wanted: int) -> bool:
    shown = _number(state.attributes.get(ATTR_COLOR_TEMP_KELVIN))
    return shown is not None and abs(shown - wanted) <= wanted * KELVIN_TOLERANCE


def _shows_colour(state: State, wanted: tuple[float, float]) -> bool:
    # In a white mode, too, an entity has a colour: the one that its white looks like.
    shown = _colour(state)
    if shown is None or state.attributes.get(ATTR_COLOR_MODE) not in COLOR_MODES_COLOR:
        return False
    (x, y), (wanted_x, wanted_y) = _on_disc(shown), _on_disc(wanted)
    return hypot(x - wanted_x, y - wanted_y) <= COLOUR_TOLERANCE


def _on_disc(colour: tuple[float, float]) -> tuple[float, float]:
    hue, saturation = colour
    return saturation * cos(radians(hue)), saturation * sin(radians(hue))


def _brightness(state: State) -> int | None:
    """In percent; a light that shines is never at zero."""
    shown = _number(state.attributes.get(ATTR_BRIGHTNESS))
    return None if shown is None else max(1, round(shown * 100 / 255))


def _colour(state: State) -> tuple[float, float] | None:
    match state.attributes.get(ATTR_HS_COLOR):
        case (int() | float() as hue, int() | float() as saturation):
            return float(hue), float(saturation)
    return None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)
