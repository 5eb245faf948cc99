"""Bulbs (category dj): white, coloured, or showing a scene of their own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
import re
from typing import ClassVar, Self, TypeGuard, override

from ...core.errors import InvalidProfileError, UnsupportedError
from ...core.model import (
    BulbCommand,
    BulbEffect,
    BulbMode,
    BulbState,
    Command,
    DeviceKind,
    PutBackCommand,
)
from . import fields
from .colour import Colour, ColourFormat
from .profile import Ask, Profile, Shape, proven_by_echo
from .scenes import alarm_scene, first_light, is_alarm_scene, is_in_layout
from .values import PERCENT, Dps, DpValue, Range, boolean, whole, word

BRIGHTNESS_TO_255, BRIGHTNESS_TO_1000 = Range(25, 255), Range(10, 1000)
TEMPERATURE_TO_255, TEMPERATURE_TO_1000 = Range(0, 255), Range(0, 1000)

WARM_TO_COLD = Range(2700, 6500)

_SCENE = re.compile("[0-9a-fA-F]{2}.+")
"""A scene begins with its number, in two hexadecimal digits."""


@dataclass(frozen=True, kw_only=True)
class BulbProfile(Profile):
    """A bulb. Where a data point is `None` it does not have it; the default is type B."""

    kind = DeviceKind.BULB
    readers: ClassVar[Mapping[str, fields.FieldReader]] = {
        "switch": fields.point,
        "mode": fields.optional(fields.point),
        "brightness": fields.optional(fields.point),
        "temperature": fields.optional(fields.point),
        "colour": fields.optional(fields.point),
        "scene": fields.optional(fields.point),
        "brightness_range": fields.span,
        "temperature_range": fields.span,
        "kelvin_range": fields.span,
        "colour_format": fields.member(ColourFormat),
        "scene_modes": fields.words,
        "scene_values": fields.words,
    }

    switch: str = "20"
    mode: str | None = "21"
    brightness: str | None = "22"
    """Of white light: that of a colour is part of the colour."""
    temperature: str | None = "23"
    colour: str | None = "24"
    scene: str | None = "25"
    brightness_range: Range = BRIGHTNESS_TO_1000
    temperature_range: Range = TEMPERATURE_TO_1000
    kelvin_range: Range = WARM_TO_COLD
    """What the ends of the temperature range look like."""
    colour_format: ColourFormat = ColourFormat.HSV16
    scene_modes: tuple[str, ...] = ()
    """Modes that are a scene each."""
    scene_values: tuple[str, ...] = ()
    """Scenes the bulb has reported, one for each number."""

    def __post_init__(self) -> None:
        """Refuse what the modes of a bulb need and it does not have."""
        if self.mode is None and (self.colour or self.scene or self.scene_modes):
            msg = "a bulb with colours or scenes has a mode"
            raise InvalidProfileError(msg)
        if self.scene_values and not (self.scene and all(map(_SCENE.match, self.scene_values))):
            msg = "scene_values begin with their number and need a scene data point"
            raise InvalidProfileError(msg)

    @property
    @override
    def hallmark(self) -> str:
        return self.switch

    @property
    @override
    def essential(self) -> frozenset[str]:
        return frozenset(self.shapes()) - {self.scene or ""}

    @property
    def scenes(self) -> tuple[str, ...]:
        """The scenes the bulb offers: by mode, or by number as far as it has reported them."""
        return (*self.scene_modes, *sorted(value[:2] for value in self.scene_values))

    @property
    def shows_effects(self) -> bool:
        """Whether it shows strobe and pulse by itself, once told: as scenes of a known layout."""
        of_type_b = self.scene == BulbProfile.scene and self.colour_format is ColourFormat.HSV16
        return of_type_b and self.colour is not None and all(map(is_in_layout, self.scene_values))

    @override
    def encode(self, command: Command) -> Ask:
        match command:
            case BulbCommand(on=False):
                return proven_by_echo({self.switch: False})
            case BulbCommand(effect=BulbEffect.STEADY):
                return proven_by_echo({self.switch: True, **self._light(command)})
            case BulbCommand():
                return proven_by_echo({self.switch: True, **self._effect(command)})
            case PutBackCommand(state=BulbState(on=bool(on)) as state):
                # Last: a bulb may come on with what is written to it, and is off for good then.
                return proven_by_echo({**self._light_of(state), self.switch: on})
            case _:
                raise UnsupportedError

    def _light(self, command: BulbCommand) -> Dps:
        match command.mode:
            case BulbMode.WHITE:
                return self._white(command.brightness, command.kelvin)
            case BulbMode.COLOUR if self.colour is not None:
                written = _colour(command).write(self.colour_format)
                return self._in_mode(BulbMode.COLOUR) | {self.colour: written}
            case BulbMode.COLOUR:
                # The coldest white stands out most from the warm one of a calm house.
                return self._white(command.brightness, self.kelvin_range.high)
            case BulbMode.SCENE if command.scene is not None:
                return self._scene(command.scene)
            case _:
                raise UnsupportedError

    def _effect(self, command: BulbCommand) -> Dps:
        if command.mode is not BulbMode.COLOUR or self.scene is None or not self.shows_effects:
            raise UnsupportedError
        scene = alarm_scene(command.effect, _colour(command))
        return self._in_mode(BulbMode.SCENE) | {self.scene: scene}

    def _light_of(self, state: BulbState) -> Dps:
        """The light a bulb has reported, as far as it has. Music is white: it comes from an app."""
        match state:
            case BulbState(mode=BulbMode.SCENE):
                return self._scene(state.scene)
            case BulbState(
                mode=BulbMode.COLOUR,
                hue=int(hue),
                saturation=int(saturation),
                brightness=int(value),
            ) if self.colour is not None:
                colour = Colour(hue=hue, saturation=saturation, value=value)
                return self._in_mode(BulbMode.COLOUR) | {
                    self.colour: colour.write(self.colour_format)
                }
            case BulbState(mode=BulbMode.COLOUR):
                return self._in_mode(BulbMode.COLOUR)
            case _:
                return self._white(state.brightness, state.kelvin)

    def _white(self, brightness: int | None, kelvin: int | None) -> Dps:
        writes = self._in_mode(BulbMode.WHITE)
        if self.brightness is not None and brightness is not None:
            writes[self.brightness] = PERCENT.scale(brightness, self.brightness_range)
        if self.temperature is not None and kelvin is not None:
            writes[self.temperature] = self.kelvin_range.scale(kelvin, self.temperature_range)
        return writes

    def _scene(self, scene: str | None) -> Dps:
        if scene is not None and scene in self.scene_modes:
            return self._in_mode(scene)
        for value in self.scene_values:
            if self.scene is not None and value[:2] == scene:
                return self._in_mode(BulbMode.SCENE) | {self.scene: value}
        raise UnsupportedError

    def _in_mode(self, mode: str) -> dict[str, DpValue]:
        return {} if self.mode is None else {self.mode: str(mode)}

    @override
    def decode(self, dps: Dps) -> BulbState:
        on, mode = boolean(dps, self.switch), self._mode(dps)
        in_scene = mode is BulbMode.SCENE
        colour = (
            first_light(word(dps, self.scene)) if in_scene else Colour.read(word(dps, self.colour))
        )
        white, warmth = whole(dps, self.brightness), whole(dps, self.temperature)
        brightness = None if white is None else self.brightness_range.scale(white, PERCENT)
        if mode is BulbMode.COLOUR or (in_scene and colour is not None):
            brightness = None if colour is None else colour.value
        return BulbState(
            on=on,
            mode=mode,
            brightness=brightness,
            hue=None if colour is None else colour.hue,
            saturation=None if colour is None else colour.saturation,
            kelvin=None
            if warmth is None
            else self.temperature_range.scale(warmth, self.kelvin_range),
            scene=self._shown_scene(dps) if in_scene else None,
        )

    def _mode(self, dps: Dps) -> BulbMode | None:
        if self.mode is None:
            # It can be in no other, but has to have spoken.
            return None if boolean(dps, self.switch) is None else BulbMode.WHITE
        # Scenes are numbered on some bulbs: scene_1 to scene_4.
        name = (word(dps, self.mode) or "").split("_")[0]
        return BulbMode(name) if name in tuple(BulbMode) else None

    def _shown_scene(self, dps: Dps) -> str | None:
        mode, value = word(dps, self.mode), word(dps, self.scene)
        if mode in self.scene_modes:
            return mode
        return value[:2] if self._is_scene(value) else None

    @override
    def refined(self, dps: Dps) -> Self:
        return replace(
            self,
            brightness_range=_fitting(
                whole(dps, self.brightness), self.brightness_range, BRIGHTNESS_TO_1000
            ),
            temperature_range=_fitting(
                whole(dps, self.temperature), self.temperature_range, TEMPERATURE_TO_1000
            ),
            colour_format=ColourFormat.of(word(dps, self.colour)) or self.colour_format,
            scene_values=self._scene_values_with(word(dps, self.scene)),
        )

    def _is_scene(self, value: str | None) -> TypeGuard[str]:
        """Whether it is a scene of the user's own."""
        return value is not None and bool(_SCENE.match(value)) and not is_alarm_scene(value)

    def _scene_values_with(self, reported: str | None) -> tuple[str, ...]:
        if not self._is_scene(reported):
            return self.scene_values
        others = [value for value in self.scene_values if value[:2] != reported[:2]]
        return tuple(sorted([*others, reported]))

    @override
    def shapes(self) -> Mapping[str, Shape]:
        shapes: dict[str | None, Shape] = {
            self.mode: lambda value: isinstance(value, str),
            self.brightness: lambda value: type(value) is int,
            self.temperature: lambda value: type(value) is int,
            self.colour: lambda value: ColourFormat.of(value) is not None,
            self.scene: lambda value: isinstance(value, str),
            self.switch: lambda value: isinstance(value, bool),
        }
        return {point: shape for point, shape in shapes.items() if point is not None}


def _colour(command: BulbCommand) -> Colour:
    return Colour(hue=command.hue, saturation=command.saturation, value=command.brightness)


def _fitting(value: int | None, present: Range, wider: Range) -> Range:
    """The wider range if the value is beyond the present one."""
    beyond = value is not None and value > present.high and value in wider
    return wider if beyond else present
