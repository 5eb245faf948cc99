"""What the analyzer makes of a sign, with every reason for it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .model import Status
from .signs import Role, SensorEvent, WatchMode


class Why(StrEnum):
    """One reason of an assessment. Each has its words in the translations."""

    SIGN = "sign"
    """A sensor told something; `value` are its points."""
    FOLLOWED = "followed"
    """Somebody was there and then laid hands on the house; `value` are the points it adds."""
    LESS_TRUSTED = "less_trusted"
    """Times `value`, as the sensor gave false alarms."""
    FADED = "faded"
    """Times `value`, as it was `seconds` ago."""
    NIGHT = "night"
    """Times `value`."""
    DAY = "day"
    """Times `value`."""
    AT_LEAST = "at_least"
    """Such a sign is at least a warning while the house is watched."""
    STANDS = "stands"
    """What was found before still stands."""
    HAZARD = "hazard"
    """Fire, gas or water is dangerous at any hour."""
    OWNER = "owner"
    """The owner unlocked a door."""
    FAULT = "fault"
    """The analysis itself failed, which is a warning."""
    # From here on: why a sign did not count.
    NOT_WATCHED = "not_watched"
    LEAVING = "leaving"
    """People still have time to leave."""
    COMING_HOME = "coming_home"
    """The owner unlocked a door `seconds` ago."""
    BYPASSED = "bypassed"
    """It stood open when the watch began."""
    DEAD = "dead"
    """The sensor was away for long."""
    FLAPPING = "flapping"
    """The sensor changes all the time."""
    ALONE = "alone"
    """No other of its group told the same."""


@dataclass(frozen=True, kw_only=True)
class Ground:
    """One reason with its number."""

    why: Why
    name: str = ""
    """What people call the sensor; empty where it is about none."""
    role: Role | None = None
    value: float = 0.0
    seconds: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """How dangerous it is in a zone after one sign, and why."""

    zone: str
    status: Status
    score: float
    at: datetime
    grounds: tuple[Ground, ...] = ()
    """Read from first to last they make the score: points are added, factors multiplied."""
    events: tuple[SensorEvent, ...] = ()
    """The signs it rests on, the oldest first."""
    floor: Status = Status.GREEN_SAFE
    """No second opinion goes below..."""
    ceiling: Status = Status.GREEN_SAFE
    """... or above."""
    counts: bool = True
    """Whether the sign counted at all."""
    hazard: bool = False
    """Whether it is fire, gas or water, so that no door is locked for it."""


@dataclass(frozen=True, kw_only=True)
class Bypassed:
    """A sensor that does not count in this watch."""

    sensor: str
    """As `Sensor.entity`."""
    name: str
    until_closed: bool = True
    """Whether it counts again once it is closed, and not only in the next watch."""


@dataclass(frozen=True, kw_only=True)
class Watch:
    """How the house is watched."""

    mode: WatchMode = WatchMode.OFF
    since: datetime | None = None
    """When it was last changed; `None` if never."""
    counts_from: datetime | None = None
    """When people have had the time to leave."""
    bypassed: tuple[Bypassed, ...] = ()
    """The sensors that do not count as they stood open, or somebody wanted it so."""
    followed: WatchMode | None = None
    """What the entities that are followed asked for when it was last changed."""

    def is_leaving(self, at: datetime) -> bool:
        """Whether people still have time to leave."""
        return self.counts_from is not None and at < self.counts_from

    def is_bypassed(self, sensor: str) -> bool:
        """Whether this sensor, by `Sensor.entity`, does not count."""
        return any(each.sensor == sensor for each in self.bypassed)
