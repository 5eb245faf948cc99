"""Bulbs."""

from collections.abc import Mapping
from typing import Any, cast, override

from homeassistant.components.light import LightEntity
from homeassistant.components.light.const import (
    ATTR_BRIGHTNESS,
    ATTR_COLOR_TEMP_KELVIN,
    ATTR_EFFECT,
    ATTR_HS_COLOR,
    ATTR_WHITE,
    EFFECT_OFF,
    ColorMode,
    LightEntityFeature,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import TuyaTwinConfigEntry
from .core.model import BulbCommand, BulbMode, BulbState, DeviceKind
from .devices.profiles import BulbProfile
from .entity import TuyaTwinEntity, add_entities

PARALLEL_UPDATES = 0


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: TuyaTwinConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add a light for every bulb."""
    add_entities(entry, lambda *of: [TuyaTwinLight(*of)], async_add_entities, kind=DeviceKind.BULB)


class TuyaTwinLight(TuyaTwinEntity, LightEntity):
    """A bulb that shines as its profile lets it: white, in colours, in scenes of its own."""

    _attr_name = None

    @property
    def _bulb(self) -> BulbProfile:
        return cast("BulbProfile", self.profile)

    @property
    def _state(self) -> BulbState:
        return cast("BulbState", self.link.report.state)

    @property
    def _white_mode(self) -> ColorMode:
        if self._bulb.temperature is not None:
            return ColorMode.COLOR_TEMP
        if self._bulb.colour is not None:
            return ColorMode.WHITE
        return ColorMode.ONOFF if self._bulb.brightness is None else ColorMode.BRIGHTNESS

    @property
    @override
    def supported_color_modes(self) -> set[ColorMode]:
        return {self._white_mode} | ({ColorMode.HS} if self._bulb.colour is not None else set())

    @property
    @override
    def supported_features(self) -> LightEntityFeature:
        scenes = self._bulb.scene is not None or self._bulb.scene_modes
        return LightEntityFeature.EFFECT if scenes else LightEntityFeature(0)

    @property
    @override
    def min_color_temp_kelvin(self) -> int:
        return self._bulb.kelvin_range.low

    @property
    @override
    def max_color_temp_kelvin(self) -> int:
        return self._bulb.kelvin_range.high

    @property
    @override
    def effect_list(self) -> list[str]:
        return [EFFECT_OFF, *self._bulb.scenes]

    @property
    @override
    def is_on(self) -> bool | None:
        return self._state.on

    @property
    @override
    def color_mode(self) -> ColorMode:
        match self._state.mode:
            case BulbMode.WHITE:
                return self._white_mode
            case BulbMode.COLOUR if self._bulb.colour is not None:
                return ColorMode.HS
            case BulbMode.SCENE if self._shows_alarm:
                return ColorMode.HS
            case _:
                # A scene has many colours; a mode that was not reported, none that is known.
                return ColorMode.UNKNOWN

    @property
    def _shows_alarm(self) -> bool:
        """Whether its scene is none of the user's, but of one colour that is known."""
        state = self._state
        return state.scene is None and state.hue is not None and self._bulb.colour is not None

    @property
    @override
    def brightness(self) -> int | None:
        percent = self._state.brightness
        return None if percent is None else round(percent * 255 / 100)

    @property
    @override
    def hs_color(self) -> tuple[float, float] | None:
        state = self._state
        if state.hue is None or state.saturation is None:
            return None
        return float(state.hue), float(state.saturation)

    @property
    @override
    def color_temp_kelvin(self) -> int | None:
        return self._state.kelvin

    @property
    @override
    def effect(self) -> str | None:
        match self._state.mode:
            case BulbMode.SCENE:
                return self._state.scene
            case BulbMode.WHITE | BulbMode.COLOUR:
                return EFFECT_OFF
            case _:
                return None

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Turn on as asked; what is not asked stays as it is."""
        await self._execute(self._scene(kwargs))

    @override
    async def async_turn_off(self, **_kwargs: Any) -> None:
        """Turn off."""
        await self._execute(BulbCommand(on=False))

    def _scene(self, asked: Mapping[str, Any]) -> BulbCommand:
        """The whole scene: what was asked, on top of what the bulb shows now."""
        now = self._state
        brightness = now.brightness if now.brightness is not None else 100
        for wish in (ATTR_BRIGHTNESS, ATTR_WHITE):
            if wish in asked:
                brightness = max(1, round(asked[wish] * 100 / 255))
        hue, saturation = now.hue or 0, now.saturation if now.saturation is not None else 100
        if ATTR_HS_COLOR in asked:
            hue, saturation = (round(value) for value in asked[ATTR_HS_COLOR])
        return BulbCommand(
            on=True,
            mode=self._mode(asked),
            brightness=brightness,
            hue=hue,
            saturation=saturation,
            kelvin=asked.get(ATTR_COLOR_TEMP_KELVIN, now.kelvin or self._bulb.kelvin_range.low),
            scene=asked.get(ATTR_EFFECT, now.scene),
        )

    def _mode(self, asked: Mapping[str, Any]) -> BulbMode:
        """The mode that shows what was asked; without a wish, the one the bulb is in."""
        if asked.get(ATTR_EFFECT, EFFECT_OFF) != EFFECT_OFF:
            return BulbMode.SCENE
        if ATTR_HS_COLOR in asked:
            return BulbMode.COLOUR
        if not asked and self._state.scene is not None:
            return BulbMode.SCENE
        white = ATTR_COLOR_TEMP_KELVIN in asked or ATTR_WHITE in asked
        coloured = self.color_mode is ColorMode.HS and not white
        return BulbMode.COLOUR if coloured else BulbMode.WHITE
