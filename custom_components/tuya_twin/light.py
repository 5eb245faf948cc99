"""Bulbs."""

from collections.abc import Mapping
from typing import Any, cast, override

from homeassistant.components.light import LightEntity
from homeassistant.components.light.const import (
    ATTR_BRIGHTNESS,
    ATTR_COLOR_TEMP_KELVIN,
    ATTR_HS_COLOR,
    ColorMode,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import TuyaTwinConfigEntry
from .core.model import BulbCommand, BulbMode, BulbState, DeviceKind
from .devices.datapoints import COLDEST_KELVIN, WARMEST_KELVIN
from .entity import TuyaTwinEntity, add_entities

PARALLEL_UPDATES = 0


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: TuyaTwinConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add a light for every bulb."""
    add_entities(entry, DeviceKind.BULB, TuyaTwinLight, async_add_entities)


class TuyaTwinLight(TuyaTwinEntity, LightEntity):
    """A bulb that shines white or in a colour."""

    _attr_name = None
    _attr_min_color_temp_kelvin = WARMEST_KELVIN
    _attr_max_color_temp_kelvin = COLDEST_KELVIN

    @property
    @override
    def supported_color_modes(self) -> set[ColorMode]:
        return {ColorMode.COLOR_TEMP, ColorMode.HS}

    @property
    def _state(self) -> BulbState:
        return cast("BulbState", self.link.report.state)

    @property
    @override
    def is_on(self) -> bool | None:
        return self._state.on

    @property
    @override
    def color_mode(self) -> ColorMode:
        return ColorMode.HS if self._state.mode is BulbMode.COLOUR else ColorMode.COLOR_TEMP

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
        if ATTR_BRIGHTNESS in asked:
            brightness = max(1, round(asked[ATTR_BRIGHTNESS] * 100 / 255))
        hue, saturation = now.hue or 0, now.saturation if now.saturation is not None else 100
        if ATTR_HS_COLOR in asked:
            hue, saturation = (round(value) for value in asked[ATTR_HS_COLOR])
        coloured = ATTR_HS_COLOR in asked or (
            ATTR_COLOR_TEMP_KELVIN not in asked and now.mode is BulbMode.COLOUR
        )
        return BulbCommand(
            on=True,
            mode=BulbMode.COLOUR if coloured else BulbMode.WHITE,
            brightness=brightness,
            hue=hue,
            saturation=saturation,
            kelvin=asked.get(ATTR_COLOR_TEMP_KELVIN, now.kelvin or WARMEST_KELVIN),
        )
