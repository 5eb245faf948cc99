"""What the user decides about the analysis of threats: sensors, watch, rules, a second opinion."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from .errors import InvalidPolicyError
from .limits import within
from .rules import Rules
from .signs import ENTRANCES, HAZARDS, Role, WatchMode

DELAY_SECONDS = (0, 300)
CALLS_A_DAY = (0, 1000)


@dataclass(frozen=True, kw_only=True)
class Sensor:
    """An entity of Home Assistant that tells of danger."""

    entity: str
    """Its id in the entity registry where it is in there, else its entity id."""
    role: Role
    zone: str
    modes: tuple[WatchMode, ...] = ()
    """In which modes it counts; empty where its role decides."""
    always: bool = False
    """Whether it counts at any hour, watched or not."""
    entry: bool | None = None
    """Whether people come home by it, so that it waits for the entry delay; `None`: by its role."""
    group: str = ""
    """Sensors of one group count once two of them tell something; empty where it stands alone."""

    @property
    def waits(self) -> bool:
        """Whether a sign of it gives people the time to say that it is them."""
        return self.role in ENTRANCES if self.entry is None else self.entry

    def counts_in(self, mode: WatchMode) -> bool:
        """Whether it counts while the house is watched like that."""
        if self.always or self.role in HAZARDS:
            return True
        return mode in self.modes if self.modes else self.role in mode.counts


@dataclass(frozen=True, kw_only=True)
class Watching:
    """When the house is watched."""

    follows: tuple[str, ...] = ()
    """What decides it, as `Sensor.entity`: an alarm panel, people, a schedule, a switch.

    None: by hand.
    """
    mode: WatchMode = WatchMode.AWAY
    """How it is watched while nobody is home, or the schedule or the switch is on."""
    exit_seconds: int = 30
    """How long people have to leave."""
    entry_seconds: int = 30
    """How long they have to say that it is them who came home."""
    leave_open: bool = True
    """Whether it may be watched while a door or window stands open, which then does not count."""

    def __post_init__(self) -> None:
        """Raise `InvalidPolicyError`."""
        within("exit_seconds", self.exit_seconds, *DELAY_SECONDS)
        within("entry_seconds", self.entry_seconds, *DELAY_SECONDS)
        if self.mode is WatchMode.OFF:
            msg = "what is followed has to lead to some watch"
            raise InvalidPolicyError(msg)


class Homecoming(StrEnum):
    """What of the rules' doing the owner's unlock ends."""

    NOTHING = "nothing"
    WARNINGS = "warnings"
    ALARMS = "alarms"
    """Warnings and alarms. What somebody called, and fire, gas and water, go on."""


class ReviewMode(StrEnum):
    """What an AI may do."""

    OFF = "off"
    ADVISE = "advise"
    """Its opinion is on record, and shown."""
    ACT = "act"
    """It may move a status by one level, within the bounds that the rules give."""


@dataclass(frozen=True, kw_only=True)
class Review:
    """The second opinion."""

    mode: ReviewMode = ReviewMode.OFF
    entity: str = ""
    """The AI task entity; empty for the one that is preferred in Home Assistant."""
    cameras: Mapping[str, str] = field(default_factory=dict)
    """By zone id, the camera whose picture the AI may see."""
    calls_a_day: int = 20

    def __post_init__(self) -> None:
        """Raise `InvalidPolicyError`."""
        within("calls_a_day", self.calls_a_day, *CALLS_A_DAY)


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """All of it; without arguments, as in a new household, which has no sensors."""

    sensors: tuple[Sensor, ...] = ()
    rules: Rules = field(default_factory=Rules)
    zones: Mapping[str, Rules] = field(default_factory=dict)
    """By zone id, the rules of zones that have their own."""
    watching: Watching = field(default_factory=Watching)
    homecoming: Homecoming = Homecoming.ALARMS
    grace_seconds: int = 120
    """For so long after the owner's unlock, what people do who come home is no sign."""
    review: Review = field(default_factory=Review)

    def __post_init__(self) -> None:
        """Raise `InvalidPolicyError`."""
        within("grace_seconds", self.grace_seconds, *DELAY_SECONDS)
        keys = [sensor.entity for sensor in self.sensors]
        if len(set(keys)) < len(keys):
            msg = "a sensor is in one zone only"
            raise InvalidPolicyError(msg)

    def rules_of(self, zone: str) -> Rules:
        """The rules that hold in a zone."""
        return self.zones.get(zone, self.rules)
