"""What sensors tell of: signs of danger, and when they count."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What it means when a sensor reports something."""

    MOTION = "motion"
    OCCUPANCY = "occupancy"
    PERSON = "person"
    """A camera saw somebody."""
    DOOR = "door"
    WINDOW = "window"
    GARAGE = "garage"
    VIBRATION = "vibration"
    GLASS = "glass"
    SOUND = "sound"
    TAMPER = "tamper"
    FORCED = "forced"
    """A door that opened while its bolt was out."""
    UNLOCK = "unlock"
    """The owner unlocked a door: with a finger, a card, a code or an app that the lock knows."""
    SMOKE = "smoke"
    CO = "co"
    GAS = "gas"
    WATER = "water"


HAZARDS = frozenset({Role.SMOKE, Role.CO, Role.GAS, Role.WATER})
"""Dangers of their own: they count at any hour, watched or not, and lock no door."""
INSIDE = frozenset({Role.MOTION, Role.OCCUPANCY, Role.PERSON, Role.SOUND})
"""What those who live there do as well: it counts only while nobody should be there."""
APPROACHES = frozenset({Role.MOTION, Role.OCCUPANCY, Role.PERSON})
"""Somebody is there..."""
CONFIRMS = frozenset({Role.VIBRATION, Role.GLASS, Role.FORCED})
"""... and lays hands on the house."""
EVERYDAY = APPROACHES | {Role.DOOR, Role.GARAGE, Role.VIBRATION, Role.SOUND}
"""What anybody does who comes home."""
DOUBTFUL = frozenset({Role.VIBRATION, Role.SOUND})
"""What the wind or a television may do: alone, no warning by itself."""
OPENINGS = frozenset({Role.DOOR, Role.WINDOW, Role.GARAGE})
"""What may stand open when the house begins to be watched."""
ENTRANCES = frozenset({Role.DOOR, Role.GARAGE})
"""By which people come home."""


class WatchMode(StrEnum):
    """Whether, and for what, the house is watched."""

    OFF = "off"
    HOME = "home"
    """People are up: what comes from outside counts."""
    NIGHT = "night"
    """People sleep: what comes from outside counts."""
    AWAY = "away"
    """Nobody is there: everything counts."""

    @property
    def counts(self) -> frozenset[Role]:
        """The roles that count in this mode unless a sensor is set otherwise."""
        if self is WatchMode.OFF:
            return HAZARDS
        return frozenset(Role) if self is WatchMode.AWAY else frozenset(Role) - INSIDE


@dataclass(frozen=True, kw_only=True)
class SensorEvent:
    """One report of one sensor."""

    sensor: str
    """Names the sensor for good, as `Sensor.entity` does; for a lock, its device id."""
    entity_id: str
    """As Home Assistant calls it at this moment."""
    name: str
    """What people call it."""
    role: Role
    zone: str
    at: datetime
    """When, with its time zone."""
