"""The guided test of a lock: its bolt is driven, and the person at the door tells where it is."""

from enum import StrEnum
from typing import Any

from homeassistant.config_entries import SubentryFlowResult
import probatio

from ..core.errors import DeviceError, InvalidProfileError
from ..devices.profiles import DpValue, LockProfile
from .base import DeviceFlow
from .checks import Errors, told
from .forms import choice
from .lock_course import LockCourse, lock_trials
from .trial import async_drive, async_trial, released

_CONF_BOLT = "bolt"


class Seen(StrEnum):
    """What somebody at the door saw of the bolt."""

    OUT = "out"
    IN = "in"
    RELEASED = "released"
    """The door was released for a moment, and is locked again."""


class LockSteps(DeviceFlow):
    """Drives the bolt as far as the lock does it: what was seen is what it can do."""

    _course: LockCourse | None = None
    _drives_tried: int = 0
    """How many of the drives it could have did not move the bolt."""
    _was_out: bool | None = None
    """Where the bolt was before anything was tried."""
    _turned_by_hand: bool = False
    _written: bool
    _reported: DpValue | None
    _lock: LockProfile
    _limits: tuple[str, ...] = ()
    """What is still to be told of the lock before it is saved."""

    async def async_step_lock_test(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask where the bolt is, then drive it to where it is not."""
        if user_input is None:
            return self._where({})
        bolt_out = Seen(user_input[_CONF_BOLT]) is Seen.OUT
        if self._was_out is None:
            self._was_out = bolt_out
        return await self._async_drive(self._new_course(bolt_out=bolt_out))

    async def async_step_lock_moved(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask what the bolt did, then drive it on if there is more to find out."""
        course = self._course
        if course is None or user_input is None:
            return self._where({})
        seen = Seen(user_input[_CONF_BOLT])
        if seen is Seen.RELEASED:
            return await self.async_lock_known(course.released(self._written))
        course.saw(self._written, self._reported, bolt_out=seen is Seen.OUT)
        return await self._async_drive(course)

    async def async_lock_known(self, lock: LockProfile) -> SubentryFlowResult:
        """Go on, knowing the lock; what it cannot do is told now rather than in an alarm."""
        left_open = self._course is not None and self._was_out and not self._course.bolt_out
        opened = ("lock_left_open",) if left_open else ()
        self._lock, self._limits = lock, (*opened, *_limits_of(lock))
        return await self.async_step_lock_limits(None)

    async def async_step_lock_limits(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Tell one thing after the other."""
        if user_input is not None:
            self._limits = self._limits[1:]
        if self._limits:
            return self.form("lock_limits", {}, errors={"base": self._limits[0]})
        return await self.async_speaks(self._lock)

    async def _async_drive(self, course: LockCourse) -> SubentryFlowResult:
        value = course.next_value
        if value is None:
            return await self._async_found_out(course)
        try:
            async with (
                released(self.entry, self.subentry_id),
                async_trial(self.hass, self.draft.data) as device,
            ):
                self._reported = await async_drive(self.hass, device, course.profile, value=value)
        except DeviceError as error:
            # Nobody knows how far the bolt has come.
            return self._where(told(error)[0])
        self._written = value
        options = [Seen.OUT, Seen.IN, *([Seen.RELEASED] if course.bolt_out else [])]
        return self._ask("lock_moved", options)

    async def _async_found_out(self, course: LockCourse) -> SubentryFlowResult:
        if not course.moved:
            if self._drives_tried + 1 < len(lock_trials(self.draft.dps)):
                self._drives_tried += 1
                return await self._async_drive(self._new_course(bolt_out=course.bolt_out))
            if course.bolt_out and not self._turned_by_hand:
                # What matters in an alarm is to lock, and that needs a bolt that is in.
                self._turned_by_hand, self._drives_tried = True, 0
                return self._where({"base": "turn_by_hand"})
        try:
            learned = course.learned()
        except InvalidProfileError:
            return self._where({"base": "contradiction"})
        return await self.async_lock_known(learned)

    def _new_course(self, *, bolt_out: bool) -> LockCourse:
        drive = lock_trials(self.draft.dps)[self._drives_tried]
        self._course = LockCourse(drive, bolt_out)
        return self._course

    def _where(self, errors: Errors) -> SubentryFlowResult:
        return self._ask("lock_test", [Seen.OUT, Seen.IN], errors)

    def _ask(
        self, step_id: str, options: list[Seen], errors: Errors | None = None
    ) -> SubentryFlowResult:
        names = [seen.value for seen in options]
        return self.form(
            step_id, {probatio.Required(_CONF_BOLT): choice(names, _CONF_BOLT)}, errors=errors
        )


def _limits_of(lock: LockProfile) -> tuple[str, ...]:
    """What has to be told of a lock that cannot be commanded like any other."""
    if lock.sleeps:
        return ("lock_sleeps",)
    if lock.read_only:
        return ("lock_read_only",)
    if lock.momentary:
        return ("lock_momentary",)
    if not lock.can(lock=True):
        return ("lock_cannot_lock",)
    return () if lock.can(lock=False) else ("lock_cannot_unlock",)
