"""Sirens."""

from collections.abc import Iterator
from typing import Any, cast, override

from homeassistant.components.siren import SirenEntity
from homeassistant.components.siren.const import (
    ATTR_DURATION,
    ATTR_TONE,
    ATTR_VOLUME_LEVEL,
    SirenEntityFeature,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .causes import async_cause, async_person
from .const import DOMAIN
from .coordinator import TuyaTwinConfigEntry
from .core.model import DeviceKind, SirenCommand, SirenState
from .core.response import Response
from .devices.link import DeviceLink
from .devices.profiles import SirenProfile
from .entity import TuyaTwinEntity, add_entities
from .members import Member

PARALLEL_UPDATES = 0


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: TuyaTwinConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add a siren for every siren."""
    response = entry.runtime_data.response

    def make(member: Member, link: DeviceLink) -> Iterator[TuyaTwinEntity]:
        yield TuyaTwinSiren(response, member, link)

    add_entities(entry, make, async_add_entities, kind=DeviceKind.SIREN)


class TuyaTwinSiren(TuyaTwinEntity, SirenEntity):
    """A siren that stops by itself after its duration."""

    _attr_name = None

    def __init__(self, response: Response, member: Member, link: DeviceLink) -> None:
        """Be a siren that `response` looks after in an alarm."""
        super().__init__(member, link)
        self._response = response

    @property
    def _siren(self) -> SirenProfile:
        return cast("SirenProfile", self.profile)

    @property
    @override
    def supported_features(self) -> SirenEntityFeature:
        features = SirenEntityFeature.TURN_ON | SirenEntityFeature.TURN_OFF
        if self._siren.tone is not None:
            features |= SirenEntityFeature.TONES
        if self._siren.volume is not None:
            features |= SirenEntityFeature.VOLUME_SET
        if self._siren.duration is not None:
            features |= SirenEntityFeature.DURATION
        return features

    @property
    @override
    def available_tones(self) -> list[int | str]:
        # Home Assistant makes a number of every tone that looks like one, then looks for it here.
        return [int(tone) if tone.isdecimal() else tone for tone in self._siren.tones]

    @property
    @override
    def is_on(self) -> bool | None:
        return cast("SirenState", self.link.report.state).sounding

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Sound, with the tone, volume (0 to 1) and duration (seconds) asked for."""
        volume, tone = kwargs.get(ATTR_VOLUME_LEVEL), kwargs.get(ATTR_TONE)
        await self._execute(
            SirenCommand(
                on=True,
                volume=None if volume is None else round(volume * 100),
                duration=self._checked(kwargs.get(ATTR_DURATION)),
                tone=None if tone is None else str(tone),
            )
        )

    def _checked(self, duration: int | None) -> int | None:
        longest = self._siren.longest_seconds
        if duration is None or 1 <= duration <= longest:
            return duration
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="invalid_duration",
            translation_placeholders={"duration": str(duration), "longest": str(longest)},
        )

    @override
    async def async_turn_off(self, **_kwargs: Any) -> None:
        """Be silent; if a person asks for it in an alarm, for the rest of it."""
        if await async_person(self.hass, self._context) is not None:
            # First: it would be told to sound again as soon as it is silent.
            cause = await async_cause(self.hass, self._context)
            await self._response.leave_silent(self.link.device.id, cause)
        await self._execute(SirenCommand(on=False))
