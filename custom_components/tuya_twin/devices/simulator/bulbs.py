"""Lamps: the three families of data points, and one that mixes them."""

from collections.abc import Mapping
from typing import ClassVar, override

from ...core.model import DeviceKind
from .appliance import Appliance
from .points import DataPoints, Domain, Value, choice, flag, hsv16, rgb8, text, whole


class Lamp(Appliance):
    """What all lamps have in common."""

    kind = DeviceKind.BULB
    SWITCH: ClassVar[str]
    COUNTDOWN: ClassVar[str | None] = None
    """Seconds until the lamp switches over by itself, where it can."""

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
        seconds = written.get(self.COUNTDOWN) if self.COUNTDOWN else None
        if seconds:
            self._schedule(float(seconds), self._count_down)
        elif seconds is not None:
            self._cancel()

    def _count_down(self) -> None:
        over: DataPoints = {self.SWITCH: not self._values[self.SWITCH]}
        self._report(over | ({self.COUNTDOWN: 0} if self.COUNTDOWN else {}))


class SimulatedBulb(Lamp):
    """A colour lamp of today: Tuya's type B, data points 20 to 26."""

    SWITCH, MODE, BRIGHTNESS, TEMPERATURE = "20", "21", "22", "23"
    COLOUR, SCENE, COUNTDOWN = "24", "25", "26"

    model = "bulb_b"
    writable: ClassVar[Mapping[str, Domain]] = {
        SWITCH: flag,
        MODE: choice(("white", "colour", "scene", "music")),
        BRIGHTNESS: whole(10, 1000),
        TEMPERATURE: whole(0, 1000),
        COLOUR: hsv16,
        SCENE: text,
        COUNTDOWN: whole(0, 86400),
    }
    when_new: ClassVar[Mapping[str, Value]] = {
        TEMPERATURE: 500,
        COLOUR: "000003e803e8",
        SCENE: "",
    }
    at_power_on: ClassVar[Mapping[str, Value]] = {
        SWITCH: True,
        MODE: "white",
        BRIGHTNESS: 1000,
        COUNTDOWN: 0,
    }


class SimulatedBulbA(Lamp):
    """A colour lamp of the older kind: type A, data points 1 to 10, colours with RGB in front."""

    SWITCH, MODE, BRIGHTNESS, TEMPERATURE, COLOUR = "1", "2", "3", "4", "5"
    SCENES = ("6", "7", "8", "9", "10")

    model = "bulb_a"
    writable: ClassVar[Mapping[str, Domain]] = {
        SWITCH: flag,
        MODE: choice(("white", "colour", "scene", "scene_1", "scene_2", "scene_3", "scene_4")),
        BRIGHTNESS: whole(25, 255),
        TEMPERATURE: whole(0, 255),
        COLOUR: rgb8,
        **dict.fromkeys(SCENES, text),
    }
    when_new: ClassVar[Mapping[str, Value]] = {
        TEMPERATURE: 128,
        COLOUR: "ff00000000ffff",
        **dict.fromkeys(SCENES, ""),
    }
    at_power_on: ClassVar[Mapping[str, Value]] = {SWITCH: True, MODE: "white", BRIGHTNESS: 255}


class SimulatedBulbMixed(SimulatedBulbA):
    """Type A by its data points, type B by its ranges and colours: some are sold like that."""

    model = "bulb_a_hsv16"
    writable: ClassVar[Mapping[str, Domain]] = {
        **SimulatedBulbA.writable,
        SimulatedBulbA.BRIGHTNESS: whole(10, 1000),
        SimulatedBulbA.TEMPERATURE: whole(0, 1000),
        SimulatedBulbA.COLOUR: hsv16,
    }
    when_new: ClassVar[Mapping[str, Value]] = {
        **SimulatedBulbA.when_new,
        SimulatedBulbA.TEMPERATURE: 500,
        SimulatedBulbA.COLOUR: "000003e803e8",
    }
    at_power_on: ClassVar[Mapping[str, Value]] = {
        **SimulatedBulbA.at_power_on,
        SimulatedBulbA.BRIGHTNESS: 1000,
    }


class SimulatedBulbC(Lamp):
    """A white lamp: type C, data points 1 to 3."""

    SWITCH, BRIGHTNESS, TEMPERATURE = "1", "2", "3"

    model = "bulb_c"
    writable: ClassVar[Mapping[str, Domain]] = {
        SWITCH: flag,
        BRIGHTNESS: whole(25, 255),
        TEMPERATURE: whole(0, 255),
    }
    when_new: ClassVar[Mapping[str, Value]] = {TEMPERATURE: 128}
    at_power_on: ClassVar[Mapping[str, Value]] = {SWITCH: True, BRIGHTNESS: 255}
