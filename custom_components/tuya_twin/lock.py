"""Locks."""

from typing import Any, cast, override

from homeassistant.components.lock import LockEntity
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .const import DOMAIN
from .coordinator import TuyaTwinConfigEntry
from .core.model import Bolt, DeviceKind, LockCommand, LockState
from .devices.profiles import LockProfile
from .entity import TuyaTwinEntity, add_entities

PARALLEL_UPDATES = 0


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: TuyaTwinConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add a lock for every lock."""
    add_entities(entry, lambda *of: [TuyaTwinLock(*of)], async_add_entities, kind=DeviceKind.LOCK)


class TuyaTwinLock(TuyaTwinEntity, LockEntity):
    """A lock whose bolt is where the device says, or unknown."""

    _attr_name = None

    @property
    def _state(self) -> LockState:
        return cast("LockState", self.link.report.state)

    @property
    @override
    def is_locked(self) -> bool | None:
        bolt = self._state.bolt
        return None if bolt is Bolt.UNKNOWN else bolt is Bolt.LOCKED

    @property
    @override
    def is_jammed(self) -> bool:
        return self._state.bolt is Bolt.JAMMED

    @property
    @override
    def changed_by(self) -> str | None:
        return self._state.changed_by

    @override
    async def async_lock(self, **_kwargs: Any) -> None:
        """Drive the bolt out."""
        await self._drive(lock=True)

    @override
    async def async_unlock(self, **_kwargs: Any) -> None:
        """Drive the bolt in, or release the door for a moment."""
        await self._drive(lock=False)

    async def _drive(self, *, lock: bool) -> None:
        """Raise a `ServiceValidationError` that says why this lock is not one to be told this."""
        profile = cast("LockProfile", self.profile)
        if not profile.can(lock=lock):
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key=_obstacle(profile, lock=lock),
                translation_placeholders={"device": self.link.device.name},
            )
        await self._execute(LockCommand(lock=lock))


def _obstacle(profile: LockProfile, *, lock: bool) -> str:
    """The translation key of the reason why a lock cannot be told to lock or unlock."""
    if profile.read_only:
        return "lock_sleeps" if profile.sleeps else "lock_read_only"
    if not lock:
        return "lock_cannot_unlock"
    return "lock_momentary" if profile.momentary else "lock_cannot_lock"
