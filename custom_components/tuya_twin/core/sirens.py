"""Sirens sound while their alarm lasts, and are silent when it is over: seen to, and proven."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import override

from .facts import PutBack, SirenArmed, SirenSilent
from .house import House
from .keeper import Charge, Chore, Keeper
from .model import Device, DeviceKind, SirenCommand, SirenState
from .planning import level_of, sounding
from .policy import Policy
from .run import Alarm

ARM_SECONDS = 5.0
"""To prove that it sounds, as a run allows."""
SILENCE_SECONDS = 1.5
"""To prove that it is silent. Short: a siren that missed the word is told again."""
REARM_AHEAD = timedelta(seconds=5)
"""A siren is told again this long before its own clock ends; slow ones take up to 2 s. One that
sounds only shortly at a time: when half of that is over."""
_A_SECOND = timedelta(seconds=1)
"""What a siren's clock counts: less than that is not left to it."""
STUCK_AFTER = 3
"""So many attempts in vain after that of the run, 10 s after the word, and people are told."""
_SETTINGS_ATTEMPTS = 3


class Duty(StrEnum):
    """What is due for a siren."""

    NOTHING = "nothing"
    SOUND = "sound"
    SILENCE = "silence"
    PUT_BACK = "put_back"
    """Its volume and its duration, as they were before the alarm."""


@dataclass(frozen=True, kw_only=True)
class Due:
    """What is due, or when to look again."""

    duty: Duty
    at: datetime | None = None


def due(house: House, device: Device, policy: Policy, now: datetime) -> Due:
    """What a siren has to do now. Pure."""
    alarm = house.alarms.get(device.id)
    if alarm is None:
        return Due(duty=Duty.PUT_BACK if device.id in house.before else Duty.NOTHING)
    if alarm.over:
        return Due(duty=Duty.SILENCE)
    if alarm.silenced or alarm.capped:
        return Due(duty=Duty.NOTHING)
    if now >= alarm.until:
        return Due(duty=Duty.SILENCE)
    return _due_while_it_sounds(house, device, policy, alarm, now)


def _due_while_it_sounds(
    house: House, device: Device, policy: Policy, alarm: Alarm, now: datetime
) -> Due:
    until = alarm.until
    if alarm.drill or until - now < _A_SECOND:
        return Due(duty=Duty.NOTHING, at=until)
    report = house.reports.get(device.id)
    state = None if report is None or not report.reachable else report.state
    fell_silent = isinstance(state, SirenState) and state.sounding is False
    if alarm.armed_until is None or fell_silent:
        return Due(duty=Duty.SOUND)
    if until - alarm.armed_until < _A_SECOND:
        return Due(duty=Duty.NOTHING, at=until)
    at_a_time = timedelta(seconds=level_of(house, device, policy).sirens.seconds)
    again = alarm.armed_until - min(REARM_AHEAD, at_a_time / 2)
    return Due(duty=Duty.SOUND) if now >= again else Due(duty=Duty.NOTHING, at=again)


class SirenKeeper(Keeper):
    """Tells sirens again before their own clock ends, and to be silent until they are."""

    kind = DeviceKind.SIREN
    pauses = (0.0, 0.0, 1.0, 2.0, 5.0, 10.0, 30.0)

    def __init__(self, charge: Charge, *, on_stuck: Callable[[Device, bool], None]) -> None:
        """`on_stuck` is told of a siren that will not be silent, and when it is at last."""
        super().__init__(charge)
        self._on_stuck = on_stuck
        self._stuck: set[str] = set()

    @override
    def _due(self, device: Device) -> Chore | datetime | None:
        found = due(self._house, device, self._policy, self._clock.now())
        if found.duty is not Duty.SILENCE:
            # A run may have silenced it, or wants it to sound by now.
            self._is_stuck_no_more(device)
        match found.duty:
            case Duty.NOTHING:
                return found.at
            case Duty.SOUND:
                return Chore(name=found.duty, carry_out=self._sound)
            case Duty.SILENCE:
                return Chore(name=found.duty, carry_out=self._silence)
            case Duty.PUT_BACK:
                return Chore(name=found.duty, carry_out=self._put_back)

    @override
    async def _gives_up(self, device: Device, chore: Chore, failures: int) -> bool:
        if chore.name == Duty.SILENCE and failures == STUCK_AFTER:
            self._stuck.add(device.id)
            self._on_stuck(device, True)  # noqa: FBT003 - whether it is stuck
        if chore.name == Duty.PUT_BACK and failures >= _SETTINGS_ATTEMPTS:
            # It is silent, which is what counts; how loud it will be is said with each alarm.
            await self._chronicle.record(PutBack(device_id=device.id, at=self._clock.now()))
            return True
        return False

    def _is_stuck_no_more(self, device: Device) -> None:
        if device.id in self._stuck:
            self._stuck.discard(device.id)
            self._on_stuck(device, False)  # noqa: FBT003 - whether it is stuck

    @override
    def _was_overruled(self, device: Device) -> None:
        """Nothing to remember: who silences a siren by itself says so, in `SirenSilenced`."""

    async def _sound(self, device: Device) -> None:
        now = self._clock.now()
        rule = level_of(self._house, device, self._policy).sirens
        command = sounding(rule, now, self._house.alarms[device.id].until)
        await self._tell(device, command, within=ARM_SECONDS)
        at = self._clock.now()
        own_clock = at + timedelta(seconds=command.duration or rule.seconds)
        await self._chronicle.record(SirenArmed(device_id=device.id, at=at, until=own_clock))

    async def _silence(self, device: Device) -> None:
        await self._tell(device, SirenCommand(on=False), within=SILENCE_SECONDS)
        await self._chronicle.record(SirenSilent(device_id=device.id, at=self._clock.now()))

    async def _put_back(self, device: Device) -> None:
        before = self._house.before[device.id]
        if isinstance(before, SirenState):
            settings = SirenCommand(on=False, volume=before.volume, duration=before.duration)
            await self._tell(device, settings, within=ARM_SECONDS)
        await self._chronicle.record(PutBack(device_id=device.id, at=self._clock.now()))
