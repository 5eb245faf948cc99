"""Sirens, which agree on little: data points, words, and what a duration counts."""

from collections.abc import Mapping
from typing import ClassVar, override

from ...core.model import DeviceKind
from .appliance import Appliance, CallLater
from .points import DataPoints, Domain, Value, choice, flag, whole

_VOLUMES = choice(("low", "middle", "high", "mute"))
_ALARMS = choice(("alarm_sound", "alarm_light", "alarm_sound_light", "normal"))


class Siren(Appliance):
    """A siren that sounds for its duration, then falls silent by itself.

    Told again to sound, it starts its duration anew.
    """

    kind = DeviceKind.SIREN
    SWITCH: ClassVar[str]
    DURATION: ClassVar[str]
    BATTERY: ClassVar[str | None] = None
    SILENT: ClassVar[Value] = False
    """What the switch holds while nothing sounds; whatever else it holds, the siren sounds."""
    seconds_per_unit: ClassVar[int] = 1
    """What the duration counts: seconds, or minutes."""

    def __init__(self, call_later: CallLater | None = None) -> None:
        """As in `Appliance`."""
        super().__init__(call_later)
        self.deaf_to_off = 0
        """So many times yet it says yes to being silenced and goes on."""

    @override
    def power_off(self) -> None:
        """Fall silent."""
        super().power_off()
        self._store({self.SWITCH: self.SILENT})

    def silence_by_hand(self) -> None:
        """Press the button on the siren."""
        self._stop()

    def discharge(self, level: Value) -> None:
        """Let the battery run down to a level, in the siren's own words.

        Raises:
            ValueError: this siren does not tell of a battery.
        """
        if self.BATTERY is None:
            msg = f"{self.model} tells of no battery"
            raise ValueError(msg)
        self._report({self.BATTERY: level})

    @override
    def _obeyed(self, told: DataPoints) -> DataPoints:
        if not self.deaf_to_off or told.get(self.SWITCH) != self.SILENT:
            return told
        self.deaf_to_off -= 1
        return {point: value for point, value in told.items() if point != self.SWITCH}

    @override
    def _act(self, written: DataPoints) -> None:
        if self.SWITCH not in written:
            return
        if written[self.SWITCH] == self.SILENT:
            self._cancel()
        else:
            units = float(self._values[self.DURATION])
            self._schedule(units * self.seconds_per_unit, self._stop)

    def _stop(self) -> None:
        self._cancel()
        self._report({self.SWITCH: self.SILENT})


class SimulatedSiren(Siren):
    """A siren with a switch and a duration in seconds."""

    VOLUME, DURATION, SWITCH, TONE = "5", "7", "13", "21"

    model = "siren_switch"
    writable: ClassVar[Mapping[str, Domain]] = {
        VOLUME: _VOLUMES,
        DURATION: whole(1, 1800),
        SWITCH: flag,
        TONE: choice([f"mode_{number}" for number in range(1, 11)]),
    }
    when_new: ClassVar[Mapping[str, Value]] = {VOLUME: "middle", DURATION: 60, TONE: "mode_1"}
    at_power_on: ClassVar[Mapping[str, Value]] = {SWITCH: False}


class SimulatedSirenWords(Siren):
    """A siren with a switch, whose sound and light are chosen by a word."""

    TONE, VOLUME, DURATION, SWITCH = "1", "5", "7", "13"

    model = "siren_tone_words"
    writable: ClassVar[Mapping[str, Domain]] = {
        TONE: choice(("light", "voice", "light_voice", "mute")),
        VOLUME: _VOLUMES,
        DURATION: whole(1, 30),
        SWITCH: flag,
    }
    when_new: ClassVar[Mapping[str, Value]] = {TONE: "light_voice", VOLUME: "middle", DURATION: 10}
    at_power_on: ClassVar[Mapping[str, Value]] = {SWITCH: False}


class SimulatedSirenMinutes(Siren):
    """An outdoor siren that is switched by a word and counts minutes."""

    SWITCH, VOLUME, DURATION, BATTERY = "1", "5", "7", "15"
    SILENT = "normal"
    seconds_per_unit = 60

    model = "siren_minutes"
    writable: ClassVar[Mapping[str, Domain]] = {
        SWITCH: _ALARMS,
        VOLUME: _VOLUMES,
        DURATION: whole(1, 10),
    }
    when_new: ClassVar[Mapping[str, Value]] = {VOLUME: "middle", DURATION: 1, BATTERY: 100}
    at_power_on: ClassVar[Mapping[str, Value]] = {SWITCH: "normal"}


class SimulatedSirenBattery13(SimulatedSirenMinutes):
    """Its like, with a battery at the number that is the switch of others."""

    BATTERY = "13"

    model = "siren_battery_13"
    writable: ClassVar[Mapping[str, Domain]] = {
        **SimulatedSirenMinutes.writable,
        SimulatedSirenMinutes.DURATION: whole(1, 59),
    }
    when_new: ClassVar[Mapping[str, Value]] = {
        SimulatedSirenMinutes.VOLUME: "middle",
        SimulatedSirenMinutes.DURATION: 1,
        "13": "high",
    }


class SimulatedSiren104(Siren):
    """An indoor siren with numbers of its own, whose volume `0` is the loudest."""

    BATTERY, TONE, DURATION, SWITCH, VOLUME = "101", "102", "103", "104", "116"

    model = "siren_104"
    writable: ClassVar[Mapping[str, Domain]] = {
        TONE: choice([str(number) for number in range(1, 19)]),
        DURATION: whole(0, 1800),
        SWITCH: flag,
        VOLUME: choice(("0", "1", "2")),
    }
    when_new: ClassVar[Mapping[str, Value]] = {
        BATTERY: "0",
        TONE: "1",
        DURATION: 10,
        VOLUME: "1",
    }
    at_power_on: ClassVar[Mapping[str, Value]] = {SWITCH: False}
