"""The things themselves: a lamp, a siren and a lock."""

from collections.abc import Mapping
from typing import ClassVar, override

from ...core.model import DeviceKind
from .appliance import Appliance, CallLater
from .points import DataPoints, Domain, Value, choice, colour, flag, text, whole


class SimulatedBulb(Appliance):
    """A colour lamp with Tuya's data points 20 to 26."""

    SWITCH, MODE, BRIGHTNESS, TEMPERATURE = "20", "21", "22", "23"
    COLOUR, SCENE, COUNTDOWN = "24", "25", "26"

    kind = DeviceKind.BULB
    writable: ClassVar[Mapping[str, Domain]] = {
        SWITCH: flag,
        MODE: choice(("white", "colour", "scene", "music")),
        BRIGHTNESS: whole(10, 1000),
        TEMPERATURE: whole(0, 1000),
        COLOUR: colour,
        SCENE: text,
        COUNTDOWN: whole(0, 86400),
    }
    at_power_on: ClassVar[Mapping[str, Value]] = {
        SWITCH: True,
        MODE: "white",
        BRIGHTNESS: 1000,
        COUNTDOWN: 0,
    }

    def __init__(self, call_later: CallLater | None = None) -> None:
        """A lamp just screwed in: on, white."""
        others: DataPoints = {self.TEMPERATURE: 500, self.COLOUR: "000003e803e8", self.SCENE: ""}
        super().__init__(others, call_later)

    @override
    def power_off(self) -> None:
        """Go dark."""
        super().power_off()
        self._store({self.SWITCH: False})

    def switch_by_hand(self, *, on: bool) -> None:
        """Switch at the wall switch that is wired to the lamp's own input."""
        self._report({self.SWITCH: on})

    @override
    def _act(self, written: DataPoints) -> None:
        seconds = written.get(self.COUNTDOWN)
        if seconds:
            self._schedule(float(seconds), self._count_down)
        elif seconds is not None:
            self._cancel()

    def _count_down(self) -> None:
        self._report({self.SWITCH: not self._values[self.SWITCH], self.COUNTDOWN: 0})


class SimulatedSiren(Appliance):
    """A siren that sounds for its duration in seconds, then falls silent by itself.

    Told again to sound, it starts its duration anew.
    """

    VOLUME, DURATION, SWITCH, TONE = "5", "7", "13", "21"

    kind = DeviceKind.SIREN
    writable: ClassVar[Mapping[str, Domain]] = {
        VOLUME: choice(("low", "middle", "high", "mute")),
        DURATION: whole(1, 1800),
        SWITCH: flag,
        TONE: choice([f"mode_{number}" for number in range(1, 11)]),
    }
    at_power_on: ClassVar[Mapping[str, Value]] = {SWITCH: False}

    def __init__(self, call_later: CallLater | None = None) -> None:
        """A silent siren."""
        settings: DataPoints = {self.VOLUME: "middle", self.DURATION: 60, self.TONE: "mode_1"}
        super().__init__(settings, call_later)

    @override
    def power_off(self) -> None:
        """Fall silent."""
        super().power_off()
        self._store({self.SWITCH: False})

    def silence_by_hand(self) -> None:
        """Press the button on the siren."""
        self._stop()

    @override
    def _act(self, written: DataPoints) -> None:
        if written.get(self.SWITCH) is True:
            self._schedule(float(self._values[self.DURATION]), self._stop)
        elif written.get(self.SWITCH) is False:
            self._cancel()

    def _stop(self) -> None:
        self._cancel()
        self._report({self.SWITCH: False})


class SimulatedLock(Appliance):
    """A mains-powered lock with a motor, which reports the bolt only once it has moved.

    `ALARM` is "tongue_not_out" from a bolt that could not come out until one moves well. Tuya's
    list has no word for the absence of an alarm; "normal" is what its sirens say.
    """

    ALARM, DRIVE, UNLOCKED = "21", "46", "47"
    JAMMED, NO_ALARM = "tongue_not_out", "normal"

    kind = DeviceKind.LOCK
    # A trigger, not a state: it can be written but is never reported.
    writable: ClassVar[Mapping[str, Domain]] = {DRIVE: flag}
    at_power_on: ClassVar[Mapping[str, Value]] = {}

    def __init__(self, call_later: CallLater | None = None, *, travel: float = 0.02) -> None:
        """An unlocked lock; `travel` is how many seconds the bolt takes."""
        super().__init__({self.ALARM: self.NO_ALARM, self.UNLOCKED: True}, call_later)
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


def make_appliance(kind: DeviceKind) -> Appliance:
    """A new appliance of a kind."""
    match kind:
        case DeviceKind.BULB:
            return SimulatedBulb()
        case DeviceKind.SIREN:
            return SimulatedSiren()
        case DeviceKind.LOCK:
            return SimulatedLock()
