"""Locks."""

from typing import Any, cast, override

from homeassistant.components.lock import LockEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import TuyaTwinConfigEntry
from .core.model import Bolt, DeviceKind, LockCommand, LockState
from .entity import TuyaTwinEntity, add_entities

PARALLEL_UPDATES = 0


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: TuyaTwinConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add a lock for every lock."""
    add_entities(entry, DeviceKind.LOCK, TuyaTwinLock, async_add_entities)


class TuyaTwinLock(TuyaTwinEntity, LockEntity):
    """A lock whose bolt is where the device says, or unknown."""

    _attr_name = None

    @property
    def _bolt(self) -> Bolt:
        return cast("LockState", self.link.report.state).bolt

    @property
    @override
    def is_locked(self) -> bool | None:
        return None if self._bolt is Bolt.UNKNOWN else self._bolt is Bolt.LOCKED

    @property
    @override
    def is_jammed(self) -> bool:
        return self._bolt is Bolt.JAMMED

    @override
    async def async_lock(self, **_kwargs: Any) -> None:
        """Drive the bolt out."""
        await self._execute(LockCommand(lock=True))

    @override
    async def async_unlock(self, **_kwargs: Any) -> None:
        """Drive the bolt in."""
        await self._execute(LockCommand(lock=False))
