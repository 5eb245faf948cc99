"""Bulbs flash or swell while an alarm lasts, and have their own light back once it is over."""

import asyncio
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
import itertools
from typing import override

from .errors import NoConfirmationError, RejectedError, UnsupportedError
from .facts import BulbLit, PutBack, RunStarted
from .house import House, HouseUpdate
from .keeper import Charge, Chore, Keeper
from .model import BulbCommand, BulbEffect, BulbState, Device, DeviceKind, PutBackCommand
from .planning import alarm_light, demand, level_of
from .policy import BulbAction, Policy

_SECONDS = 5.0
"""To prove a light, as a run allows."""
_PUT_BACK_ATTEMPTS = 3


@dataclass(frozen=True, kw_only=True)
class Swing:
    """How an effect is written, light by light, to a bulb that has none of its own."""

    pause: float
    """Seconds between two lights: devices that are told more often grow mute."""
    dark: float
    """The part of the brightness at the low end."""


SWINGS = {
    # One flash a second: half of what could set off a seizure (WCAG 2.3.1 allows three, the
    # house two).
    BulbEffect.STROBE: Swing(pause=0.5, dark=0.05),
    BulbEffect.PULSE: Swing(pause=2.0, dark=0.4),
}


class Duty(StrEnum):
    """What is due for a bulb."""

    NOTHING = "nothing"
    LIGHT = "light"
    """The alarm's light, as it missed its run."""
    EFFECT = "effect"
    PUT_BACK = "put_back"


def due(house: House, device: Device, policy: Policy) -> Duty:
    """What a bulb has to do now. Pure."""
    status = demand(house, device, policy)
    rule = policy.level(device.zone, status).bulbs
    report = house.reports.get(device.id)
    if report is None or not report.reachable:
        return Duty.NOTHING
    if rule.action is not BulbAction.LIGHT:
        return Duty.PUT_BACK if device.id in house.before else Duty.NOTHING
    lit = house.lit.get(device.id)
    if lit != alarm_light(rule):
        return Duty.LIGHT
    return Duty.NOTHING if rule.effect is BulbEffect.STEADY else Duty.EFFECT


class BulbKeeper(Keeper):
    """Has bulbs show the effect of an alarm, and puts back what a run could not."""

    kind = DeviceKind.BULB

    pauses = (2.0, 10.0, 30.0)

    def __init__(self, charge: Charge) -> None:
        """Nothing shows an effect yet."""
        super().__init__(charge)
        self._left_alone: set[str] = set()
        """Bulbs with nothing more to do: they show their effect by themselves, or somebody else
        has commanded them since. Until the next run."""
        self._runs: Counter[str] = Counter()
        """How many runs have had something for a bulb to do."""

    @override
    def _heard(self, update: HouseUpdate) -> None:
        if isinstance(update, RunStarted):
            for step in update.run.steps:
                self._runs[step.device.id] += 1
                self._left_alone.discard(step.device.id)
        super()._heard(update)

    @override
    def _due(self, device: Device) -> Chore | datetime | None:
        if device.id in self._left_alone:
            return None
        duty = due(self._house, device, self._policy)
        match duty:
            case Duty.NOTHING:
                return None
            case Duty.LIGHT:
                return Chore(name=duty, carry_out=self._light)
            case Duty.EFFECT:
                return Chore(name=duty, carry_out=self._show_effect)
            case Duty.PUT_BACK:
                return Chore(name=duty, carry_out=self._put_back)

    @override
    async def _gives_up(self, device: Device, chore: Chore, failures: int) -> bool:
        if chore.name != Duty.PUT_BACK or failures < _PUT_BACK_ATTEMPTS:
            return False
        # By now somebody may have given the bulb another light: that one counts.
        await self._chronicle.record(PutBack(device_id=device.id, at=self._clock.now()))
        return True

    @override
    def _was_overruled(self, device: Device) -> None:
        if not self._house.is_commanded(device.id):
            self._left_alone.add(device.id)

    async def _light(self, device: Device) -> None:
        light = alarm_light(level_of(self._house, device, self._policy).bulbs)
        await self._tell(device, light, within=_SECONDS)
        await self._chronicle.record(
            BulbLit(device_id=device.id, light=light, at=self._clock.now())
        )

    async def _put_back(self, device: Device) -> None:
        before = self._house.before[device.id]
        if isinstance(before, BulbState):
            await self._tell(device, PutBackCommand(state=before), within=_SECONDS)
        await self._chronicle.record(PutBack(device_id=device.id, at=self._clock.now()))

    # Effects --------------------------------------------------------------------------------

    async def _show_effect(self, device: Device) -> None:
        """Have the bulb do it by itself; where it cannot, write one light after the other."""
        rule = level_of(self._house, device, self._policy).bulbs
        light, runs = alarm_light(rule), self._runs[device.id]
        try:
            own = replace(light, effect=rule.effect)
            await self._tell(device, own, within=_SECONDS, resumed=True)
        except UnsupportedError, NoConfirmationError, RejectedError:
            if self._devices[device.id].paced:
                await self._swing(device, light, SWINGS[rule.effect])
        # A run that has come meanwhile, and may be over by now, wants an effect of its own.
        if self._runs[device.id] == runs:
            self._left_alone.add(device.id)

    async def _swing(self, device: Device, light: BulbCommand, swing: Swing) -> None:
        dark = replace(light, brightness=max(1, round(light.brightness * swing.dark)))
        shades = itertools.cycle((dark, light))
        while True:
            await asyncio.sleep(swing.pause)
            if self._house.is_commanded(device.id) or not self._still_shows(device, light):
                return
            await self._tell(device, next(shades), within=_SECONDS)

    def _still_shows(self, device: Device, light: BulbCommand) -> bool:
        """Whether the bulb is due to swing, and nobody else has given it another light."""
        if due(self._house, device, self._policy) is not Duty.EFFECT:
            return False
        state = self._house.reports[device.id].state
        return isinstance(state, BulbState) and bool(state.on) and state.hue == light.hue
