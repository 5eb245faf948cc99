"""Locks: how much of one can be worked over the LAN differs from product to product."""

from collections.abc import Mapping
from typing import ClassVar, override

from ...core.model import DeviceKind
from .appliance import Appliance, CallLater
from .points import DataPoints, Domain, Value, flag


class SimulatedLock(Appliance):
    """A mains-powered lock with a motor, which reports the bolt only once it has moved.

    `ALARM` is "tongue_not_out" from a bolt that could not come out until one moves well. Tuya's
    list has no word for the absence of an alarm; "normal" is what its sirens say.
    """

    ALARM, DRIVE, UNLOCKED = "21", "46", "47"
    JAMMED, NO_ALARM = "tongue_not_out", "normal"

    kind = DeviceKind.LOCK
    model = "lock_mains"
    # A trigger, not a state: it can be written but is never reported.
    writable: ClassVar[Mapping[str, Domain]] = {DRIVE: flag}
    when_new: ClassVar[Mapping[str, Value]] = {ALARM: NO_ALARM, UNLOCKED: True}

    def __init__(self, call_later: CallLater | None = None, *, travel: float = 0.02) -> None:
        """An unlocked lock; `travel` is how many seconds the bolt takes."""
        super().__init__(call_later)
        self._travel = travel
        self.obstructed = False
        """Whether something keeps the bolt from coming out."""

    def turn_by_hand(self, *, locked: bool) -> None:
        """Turn the thumb turn; an obstructed bolt does not come out by hand either."""
        self._cancel()
        if not (locked and self.obstructed):
            self._report({self.UNLOCKED: not locked, self.ALARM: self.NO_ALARM})

    @override
    def _act(self, written: DataPoints) -> None:
        if self.DRIVE in written:
            action = self._come_out if written[self.DRIVE] else self._go_in
            self._schedule(self._travel, action)

    def _come_out(self) -> None:
        if self.obstructed and self._values[self.UNLOCKED]:
            self._report({self.ALARM: self.JAMMED})
        else:
            self._report({self.UNLOCKED: False, self.ALARM: self.NO_ALARM})

    def _go_in(self) -> None:
        self._report({self.UNLOCKED: True, self.ALARM: self.NO_ALARM})


class SimulatedLockOnly(SimulatedLock):
    """A lock that locks for anyone, and says yes to being unlocked but wants a code for it."""

    model = "lock_only"

    @override
    def _go_in(self) -> None:
        """Stay where it is."""


class SimulatedRelay(Appliance):
    """The relay of a door strike: on for a moment, then off. It knows no bolt."""

    SWITCH = "4"

    kind = DeviceKind.LOCK
    model = "lock_relay"
    writable: ClassVar[Mapping[str, Domain]] = {SWITCH: flag}
    at_power_on: ClassVar[Mapping[str, Value]] = {SWITCH: False}

    def __init__(self, call_later: CallLater | None = None, *, moment: float = 1.0) -> None:
        """A relay at rest; `moment` is how many seconds it stays on."""
        super().__init__(call_later)
        self._moment = moment

    @override
    def power_off(self) -> None:
        """Fall back to rest."""
        super().power_off()
        self._store({self.SWITCH: False})

    @override
    def _act(self, written: DataPoints) -> None:
        if written.get(self.SWITCH) is True:
            self._schedule(self._moment, self._fall_back)
        elif written.get(self.SWITCH) is False:
            self._cancel()

    def _fall_back(self) -> None:
        self._report({self.SWITCH: False})
