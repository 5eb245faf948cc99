"""Which device has to do what when a zone enters a status. Pure: the moment is given."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from .errors import DeviceError, HazardError, SupersededError
from .house import House, OwnStatus, entering
from .model import (
    HOUSE,
    BulbCommand,
    BulbMode,
    BulbState,
    Command,
    Device,
    DeviceKind,
    LockCommand,
    PutBackCommand,
    Reason,
    SirenCommand,
    SirenState,
    Status,
)
from .policy import BulbAction, BulbRule, Level, LockAction, Policy, Scope, SirenAction, SirenRule
from .run import PlannedRun, Result, Step

_FIRST_TO_LAST = (DeviceKind.SIREN, DeviceKind.BULB, DeviceKind.LOCK)
"""All start at once; where anything must be ordered, what can be heard goes first."""

NOTHING_TO_PUT_BACK = BulbCommand(on=True, brightness=20)
"""Of a bulb that was not reached before the alarm: a dim, warm white."""


def demand(house: House, device: Device, policy: Policy) -> Status:
    """The status this device has to express: its zone's, or a higher one that spreads to it."""
    shown = {zone.id: house.shown(zone.id) for zone in house.zones}
    spread = (
        status for zone, status in shown.items() if policy.level(zone, status).scope is Scope.HOUSE
    )
    return Status.highest((house.shown(device.zone), *spread))


def level_of(house: House, device: Device, policy: Policy) -> Level:
    """What is asked of this device now: its own zone's rules for the status it has to express."""
    return policy.level(device.zone, demand(house, device, policy))


def alarm_light(rule: BulbRule) -> BulbCommand:
    """The steady light of a rule: what a step proves. The effect follows once that is proven."""
    return BulbCommand(
        on=True,
        mode=BulbMode.COLOUR,
        hue=rule.hue,
        saturation=rule.saturation,
        brightness=rule.brightness,
    )


def sounding(rule: SirenRule, now: datetime, until: datetime) -> SirenCommand:
    """To sound as a rule says, by the siren's own clock not beyond `until`."""
    left = int((until - now).total_seconds())
    return SirenCommand(on=True, volume=rule.volume, duration=max(1, min(rule.seconds, left)))


def as_late_as(step: Step, now: datetime) -> Step:
    """A step that is taken up again: a siren's clock went on meanwhile."""
    match step.command:
        case SirenCommand(on=True, duration=int(seconds)) if step.until is not None:
            left = int((step.until - now).total_seconds())
            if left < 1:
                return replace(step, result=Result.SKIPPED, reason=Reason.CAP_REACHED)
            return replace(step, command=replace(step.command, duration=min(seconds, left)))
    return step


def objection(house: House, step: Step) -> DeviceError | None:
    """Why a step that was planned must not be carried out now; `None` if it may."""
    match step.command:
        case LockCommand(lock=True) if house.hazards:
            return HazardError()
        case SirenCommand(on=True) if step.until is not None:
            alarm = house.alarms.get(step.device.id)
            over = alarm is None or alarm.over or alarm.silenced
            return SupersededError() if over else None
    return None


def plan(  # noqa: PLR0913 - what is, what shall be, by which rules, when
    house: House,
    zone: str,
    status: Status,
    policy: Policy,
    now: datetime,
    *,
    hazard: bool = False,
) -> PlannedRun:
    """The steps that follow from setting `zone` to `status`; with a `hazard` no door is locked.

    Concerned is every device in the zone, every one the new status spreads to, and every one
    whose demand fell. Each gets what its demand asks **then**: green in one zone never silences
    what another zone still needs, and a warning never weakens a red.
    """
    after = entering(house, zone, OwnStatus(status=status))
    spreads = policy.level(zone, status).scope is Scope.HOUSE
    steps: list[Step] = []
    over: list[str] = []
    for device in house.devices:
        planner = _DevicePlanner(
            house, device, policy, now, then=demand(after, device, policy), hazard=hazard
        )
        in_scope = spreads or zone in (HOUSE, device.zone)
        if planner.fell or (in_scope and planner.then is status):
            steps += planner.steps()
        if device.id in house.alarms and planner.ends_alarm:
            over.append(device.id)
    steps.sort(key=lambda step: _FIRST_TO_LAST.index(step.device.kind))
    return PlannedRun(steps=tuple(steps), alarms_over=tuple(over))


class _DevicePlanner:
    """What one device has to do as its demand goes from what it is to what it is `then`."""

    def __init__(  # noqa: PLR0913 - as `plan`
        self,
        house: House,
        device: Device,
        policy: Policy,
        now: datetime,
        *,
        then: Status,
        hazard: bool,
    ) -> None:
        self._house = house
        self._device = device
        self._now = now
        self.then = then
        self._hazard = hazard or bool(house.hazards)
        present = demand(house, device, policy)
        self._before = policy.level(device.zone, present)
        self._after = policy.level(device.zone, then)
        self._calm = present is Status.GREEN_SAFE
        self.fell = then.severity < present.severity

    @property
    def _touched(self) -> bool:
        """Whether the present alarm concerns devices of this kind."""
        return not self._calm and not self._before.leaves(self._device.kind)

    @property
    def ends_alarm(self) -> bool:
        """Whether a siren is not to be kept sounding."""
        return self._after.sirens.action is not SirenAction.SOUND

    def steps(self) -> list[Step]:
        """None or one."""
        plan_kind: dict[DeviceKind, Callable[[], Step | None]] = {
            DeviceKind.SIREN: self._siren,
            DeviceKind.BULB: self._bulb,
            DeviceKind.LOCK: self._lock,
        }
        step = plan_kind[self._device.kind]()
        return [] if step is None else [step]

    def _step(self, command: Command) -> Step:
        return Step(device=self._device, command=command)

    def _siren(self) -> Step | None:
        rule = self._after.sirens
        match rule.action:
            case SirenAction.LEAVE:
                return None
            case SirenAction.SILENCE:
                return self._step(SirenCommand(on=False))
            case SirenAction.SOUND:
                return self._sound(rule)

    def _sound(self, rule: SirenRule) -> Step:
        alarm = self._house.alarms.get(self._device.id)
        goes_on = alarm is not None and not (alarm.over or alarm.drill)
        until = self._now + timedelta(seconds=rule.cap_seconds)
        if alarm is not None and goes_on:
            until = alarm.until
        step = replace(self._step(sounding(rule, self._now, until)), until=until)
        if until - self._now < timedelta(seconds=1):
            return replace(step, result=Result.SKIPPED, reason=Reason.CAP_REACHED)
        return replace(step, before=self._as_it_is())

    def _bulb(self) -> Step | None:
        rule = self._after.bulbs
        match rule.action:
            case BulbAction.LIGHT:
                return replace(self._step(alarm_light(rule)), before=self._as_it_is())
            case BulbAction.PUT_BACK:
                if (back := self._put_back()) is not None:
                    return self._step(back)
                # A bulb that shows no alarm has its own light, whatever that is.
                lit = self._touched or self._device.id in self._house.lit
                return self._step(NOTHING_TO_PUT_BACK) if lit else None
            case BulbAction.LEAVE:
                # What an alarm that is over has changed is not left to be mistaken for an alarm.
                back = self._put_back() if self.fell else None
                return None if back is None else self._step(back)

    def _put_back(self) -> PutBackCommand | None:
        before = self._house.before.get(self._device.id)
        return PutBackCommand(state=before) if isinstance(before, BulbState) else None

    def _as_it_is(self) -> BulbState | SirenState | None:
        """How the device is before the first alarm; `None` if that is known or not to be known."""
        report = self._house.reports.get(self._device.id)
        if self._touched or report is None or not report.reachable:
            return None
        if self._device.id in self._house.before:
            return None
        match report.state:
            case BulbState(on=bool()) | SirenState(sounding=False) as state:
                return state
        return None

    def _lock(self) -> Step | None:
        if self._after.locks.action is LockAction.LEAVE:
            return None
        step = self._step(LockCommand(lock=True))
        if self._hazard:
            return replace(step, result=Result.SKIPPED, reason=Reason.HAZARD)
        return step
