"""Locks: no door is locked where there is smoke, and only a person unlocks one."""

from functools import partial
from typing import Any, Final, cast, override

from homeassistant.components.lock import LockEntity
from homeassistant.const import ATTR_CODE
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .causes import async_person
from .const import DOMAIN
from .coordinator import HouseholdCoordinator, TuyaTwinConfigEntry
from .core.caution import unless_hazard
from .core.codes import LONGEST_CODE, SHORTEST_CODE
from .core.errors import HazardError
from .core.model import Bolt, DeviceKind, LockCommand, LockState
from .devices.link import DeviceLink
from .devices.profiles import LockProfile
from .entity import TuyaTwinEntity, add_entities
from .lock_guard import async_let_in, hazard_error
from .members import Member

PARALLEL_UPDATES = 0

CODE_FORMAT: Final = rf"^(\d{{{SHORTEST_CODE},{LONGEST_CODE}}})?$"
"""Home Assistant holds it against what is given to lock as well, which takes no code."""


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: TuyaTwinConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add a lock for every lock."""
    make = partial(TuyaTwinLock, entry.runtime_data)
    add_entities(entry, lambda *of: [make(*of)], async_add_entities, kind=DeviceKind.LOCK)


class TuyaTwinLock(TuyaTwinEntity, LockEntity):
    """A lock whose bolt is where the device says, or unknown."""

    _attr_name = None

    def __init__(self, household: HouseholdCoordinator, member: Member, link: DeviceLink) -> None:
        """Belong to a door of the household."""
        super().__init__(member, link)
        self._household = household
        if household.settings.interlock.code is not None:
            self._attr_code_format = CODE_FORMAT

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
        """Drive the bolt out, unless there is smoke, carbon monoxide or gas.

        Raises a `ServiceValidationError` that names the sensors, also if they tell of it while
        the lock has not moved yet.
        """
        self._require_able(lock=True)
        command = self._execute(LockCommand(lock=True))
        try:
            await unless_hazard(self._household.response.chronicle, command)
        except HazardError as error:
            raise hazard_error(self.hass, self.link.device, self._household.house) from error

    @override
    async def async_unlock(self, **kwargs: Any) -> None:
        """Drive the bolt in, or release the door for a moment, for a person who has the code.

        Raises a `ServiceValidationError` for anybody else; what came of a code is on record.
        """
        self._require_able(lock=False)
        await async_let_in(
            self._household,
            self.link.device,
            entity_id=self.entity_id,
            code=kwargs.get(ATTR_CODE),
            context=self._context,
        )
        await self._execute(LockCommand(lock=False))
        person = await async_person(self.hass, self._context)
        if person is not None:
            self._household.surveillance.senses.unlocked(
                self.link.device, person.name or self.link.device.name
            )

    def _require_able(self, *, lock: bool) -> None:
        """Raise a `ServiceValidationError` that says why this lock is not one to be told this."""
        profile = cast("LockProfile", self.profile)
        if not profile.can(lock=lock):
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key=_obstacle(profile, lock=lock),
                translation_placeholders={"device": self.link.device.name},
            )


def _obstacle(profile: LockProfile, *, lock: bool) -> str:
    """The translation key of the reason why a lock cannot be told to lock or unlock."""
    if profile.read_only:
        return "lock_sleeps" if profile.sleeps else "lock_read_only"
    if not lock:
        return "lock_cannot_unlock"
    return "lock_momentary" if profile.momentary else "lock_cannot_lock"
