"""Sirens."""

from typing import Any, cast, override

from homeassistant.components.siren import SirenEntity
from homeassistant.components.siren.const import (
    ATTR_DURATION,
    ATTR_VOLUME_LEVEL,
    SirenEntityFeature,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .const import DOMAIN
from .coordinator import TuyaTwinConfigEntry
from .core.model import DeviceKind, SirenCommand, SirenState
from .devices.datapoints import LONGEST_SIREN_SECONDS
from .entity import TuyaTwinEntity, add_entities

PARALLEL_UPDATES = 0


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: TuyaTwinConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add a siren for every siren."""
    add_entities(entry, DeviceKind.SIREN, TuyaTwinSiren, async_add_entities)


class TuyaTwinSiren(TuyaTwinEntity, SirenEntity):
    """A siren that stops by itself after its duration."""

    _attr_name = None
    _attr_supported_features = (
        SirenEntityFeature.TURN_ON
        | SirenEntityFeature.TURN_OFF
        | SirenEntityFeature.VOLUME_SET
        | SirenEntityFeature.DURATION
    )

    @property
    @override
    def is_on(self) -> bool | None:
        return cast("SirenState", self.link.report.state).sounding

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Sound, with the volume (0 to 1) and duration (seconds) asked for."""
        duration = kwargs.get(ATTR_DURATION)
        if duration is not None and not 1 <= duration <= LONGEST_SIREN_SECONDS:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="invalid_duration",
                translation_placeholders={
                    "duration": str(duration),
                    "longest": str(LONGEST_SIREN_SECONDS),
                },
            )
        volume = kwargs.get(ATTR_VOLUME_LEVEL)
        await self._execute(
            SirenCommand(
                on=True,
                volume=None if volume is None else round(volume * 100),
                duration=duration,
            )
        )

    @override
    async def async_turn_off(self, **_kwargs: Any) -> None:
        """Be silent."""
        await self._execute(SirenCommand(on=False))
