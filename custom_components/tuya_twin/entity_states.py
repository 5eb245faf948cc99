"""Entities' services and states to the words of the house and back: no hass, no waiting.

Attribute names, colour modes and feature flags are those of Home Assistant's light, siren, switch
and lock integrations.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import cos, hypot, radians, sin

from homeassistant.components.homeassistant import SERVICE_UPDATE_ENTITY
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
    DOMAIN as LIGHT,
    EFFECT_OFF,
    ColorMode,
)
from homeassistant.components.lock.const import (
    DOMAIN as LOCK,
    LockEntityStateAttribute,
    LockState as BoltState,
)
from homeassistant.components.siren.const import (
    ATTR_AVAILABLE_TONES,
    ATTR_DURATION,
    ATTR_TONE,
    ATTR_VOLUME_LEVEL,
    DOMAIN as SIREN,
    SirenEntityFeature,
)
from homeassistant.components.switch.const import DOMAIN as SWITCH
from homeassistant.const import (
    ATTR_SUPPORTED_FEATURES,
    SERVICE_LOCK,
    SERVICE_TURN_OFF,
    SERVICE_TURN_ON,
    SERVICE_UNLOCK,
    STATE_OFF,
    STATE_ON,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
)
from homeassistant.core import DOMAIN as HOMEASSISTANT, State
from homeassistant.util import color as color_util

from .core.errors import UnsupportedError
from .core.model import (
    Bolt,
    BulbCommand,
    BulbEffect,
    BulbMode,
    BulbState,
    CheckCommand,
    Command,
    DeviceKind,
    DeviceState,
    LockCommand,
    LockState,
    PutBackCommand,
    SirenCommand,
    SirenState,
)

LENDING_DOMAINS: Mapping[DeviceKind, tuple[str, ...]] = {
    DeviceKind.BULB: (LIGHT, SWITCH),
    DeviceKind.SIREN: (SIREN, SWITCH),
    DeviceKind.LOCK: (LOCK,),
}
"""The domains whose entities can stand for a kind of device, the best first."""


@dataclass(frozen=True, kw_only=True)
class ServiceAsk:
    """One service, and how a state shows that it was carried out."""

    service: str
    domain: str | None = None
    """Whose service it is; that of the entity's own domain if there is none."""
    data: Mapping[str, object] = field(default_factory=dict)
    shown_by: Callable[[State], bool]


def ask_of(command: Command, now: State) -> ServiceAsk:
    """The whole command, as well as an entity in the state it is `now` can carry it out.

    Raises `UnsupportedError` where it cannot in any way.
    """
    match command, now.domain:
        case CheckCommand(), _:
            return _ASK_AFTER
        case BulbCommand(), "light":
            return _ask_light(_light_of(command), now)
        case PutBackCommand(state=state), "light":
            return _ask_light(state, now)
        case SirenCommand(), "siren":
            return _ask_siren(command, now)
        case (
            BulbCommand(on=on) | SirenCommand(on=on) | PutBackCommand(state=BulbState(on=bool(on))),
            "switch",
        ):
            return _switched(on=on)
        case LockCommand(), "lock":
            return _ask_lock(command)
    raise UnsupportedError


def unknown_state(kind: DeviceKind) -> DeviceState:
    """The state of a device of which nothing is known."""
    return _UNKNOWN[kind]


def state_of(kind: DeviceKind, now: State) -> DeviceState:
    """What an entity's state says of the device it stands for."""
    match kind:
        case DeviceKind.BULB:
            return _bulb(now)
        case DeviceKind.SIREN:
            return SirenState(sounding=_is_on(now))
        case DeviceKind.LOCK:
            changed_by = now.attributes.get(LockEntityStateAttribute.CHANGED_BY)
            return LockState(
                bolt=_BOLTS.get(now.state, Bolt.UNKNOWN),
                changed_by=None if changed_by is None else str(changed_by),
            )


def is_jammed(now: State) -> bool:
    """Whether this is a lock whose bolt is stuck."""
    return now.domain == LOCK and now.state == BoltState.JAMMED


_UNKNOWN: Mapping[DeviceKind, DeviceState] = {
    DeviceKind.BULB: BulbState(),
    DeviceKind.SIREN: SirenState(),
    DeviceKind.LOCK: LockState(),
}


_ASK_AFTER = ServiceAsk(
    domain=HOMEASSISTANT,
    service=SERVICE_UPDATE_ENTITY,
    shown_by=lambda state: state.state not in (STATE_UNAVAILABLE, STATE_UNKNOWN),
)


def _switched(*, on: bool, data: Mapping[str, object] | None = None) -> ServiceAsk:
    wanted = STATE_ON if on else STATE_OFF
    return ServiceAsk(
        service=SERVICE_TURN_ON if on else SERVICE_TURN_OFF,
        data=data or {},
        shown_by=lambda state: state.state == wanted,
    )


def _is_on(now: State) -> bool | None:
    return {STATE_ON: True, STATE_OFF: False}.get(now.state)


# Lights -------------------------------------------------------------------------------------

BRIGHTNESS_TOLERANCE = 5
"""In percent: some lights have no more than 32 steps."""
COLOUR_TOLERANCE = 30
"""On a colour disc of radius 100. A lamp shows the nearest colour it has: the reddest of the
oldest Hue lamps is 16 degrees off, which is 28 here. From red to amber it is 76."""
KELVIN_TOLERANCE = 0.05
"""As a part of what was asked: lights count in mired, some in steps of ten."""


def _light_of(command: BulbCommand) -> BulbState:
    """The light that is asked for; nothing in it is left open that the mode can show."""
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


def _ask_light(wanted: BulbState, now: State) -> ServiceAsk:
    """A light as wanted, but for what is left open or what it cannot show."""
    if wanted.on is None:
        raise UnsupportedError
    if not wanted.on:
        return _switched(on=False)
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


def _bulb(now: State) -> BulbState:
    on = _is_on(now)
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


# Sirens -------------------------------------------------------------------------------------


def _ask_siren(command: SirenCommand, now: State) -> ServiceAsk:
    features = SirenEntityFeature(now.attributes.get(ATTR_SUPPORTED_FEATURES) or 0)
    needed = SirenEntityFeature.TURN_ON if command.on else SirenEntityFeature.TURN_OFF
    if needed not in features:
        raise UnsupportedError
    data: dict[str, object] = {}
    if command.on:
        if command.volume is not None and SirenEntityFeature.VOLUME_SET in features:
            data[ATTR_VOLUME_LEVEL] = command.volume / 100
        if command.duration is not None and SirenEntityFeature.DURATION in features:
            data[ATTR_DURATION] = command.duration
        if (tone := _tone(command.tone, now)) is not None and SirenEntityFeature.TONES in features:
            data[ATTR_TONE] = tone
    return _switched(on=command.on, data=data)


def _tone(wanted: str | None, now: State) -> object | None:
    """The tone as the entity counts it; none rather than one it would refuse to sound with."""
    offered = now.attributes.get(ATTR_AVAILABLE_TONES) or ()
    names = [*offered, *offered.values()] if isinstance(offered, Mapping) else [*offered]
    return next((name for name in names if str(name) == wanted), None)


# Locks --------------------------------------------------------------------------------------

_BOLTS: Mapping[str, Bolt] = {
    BoltState.LOCKED: Bolt.LOCKED,
    BoltState.UNLOCKED: Bolt.UNLOCKED,
    BoltState.OPEN: Bolt.UNLOCKED,
    BoltState.JAMMED: Bolt.JAMMED,
}
"""A bolt on its way is nowhere yet."""


def _ask_lock(command: LockCommand) -> ServiceAsk:
    wanted = Bolt.LOCKED if command.lock else Bolt.UNLOCKED
    return ServiceAsk(
        service=SERVICE_LOCK if command.lock else SERVICE_UNLOCK,
        shown_by=lambda state: _BOLTS.get(state.state) is wanted,
    )
