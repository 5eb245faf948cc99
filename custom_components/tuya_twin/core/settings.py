"""Everything about a household that the user decides, beside its devices."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from .codes import CodeHash
from .policy import Policy, within

WAIT_SECONDS = (10, 3600)
"""The least and the most, as of all that follow."""
ROUNDS = (1, 20)
EVERY_DAYS = (1, 366)
KEPT_DAYS = (1, 3650)
KEPT_MEGABYTES = (1, 1024)
DEADLINE_SECONDS = (1.0, 60.0)


@dataclass(frozen=True, kw_only=True)
class People:
    """Who is told of an alarm, and who next if nobody answers.

    A target is a notify entity, or the name of a legacy notifier such as `notify.mobile_app_anna`.
    """

    calls: tuple[tuple[str, ...], ...] = ()
    """Who is told first, who second, and so on; each call also stays with those before it."""
    zones: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By zone id, who is told first in place of the household's first."""
    wait_seconds: int = 60
    """How long an answer is waited for before the next call."""
    rounds: int = 3
    """How often all of it is gone through."""
    persistent: bool = True
    """Whether the alarm also stands in Home Assistant's own notifications."""

    def __post_init__(self) -> None:
        """Raise `InvalidPolicyError`."""
        within("wait_seconds", self.wait_seconds, *WAIT_SECONDS)
        within("rounds", self.rounds, *ROUNDS)


class DrillSiren(StrEnum):
    """How a drill tries a siren."""

    CHIRP = "chirp"
    """It sounds for a second, quietly."""
    SILENT = "silent"
    """It only has to answer."""


@dataclass(frozen=True, kw_only=True)
class Drills:
    """How the alarm is tried out."""

    every_days: int = 31
    """How old a proof may become."""
    sirens: DrillSiren = DrillSiren.CHIRP

    def __post_init__(self) -> None:
        """Raise `InvalidPolicyError`."""
        within("every_days", self.every_days, *EVERY_DAYS)


@dataclass(frozen=True, kw_only=True)
class Interlock:
    """What keeps doors from being locked, and from being unlocked."""

    sensors: tuple[str, ...] = ()
    """Entities that tell of smoke, carbon monoxide or gas."""
    by_class: bool = True
    """Whether every entity of these device classes counts, too."""
    code: CodeHash | None = None
    """What unlocking takes, beside a person."""


@dataclass(frozen=True, kw_only=True)
class Keeping:
    """How long the record is kept."""

    days: int = 365
    megabytes: int = 64

    def __post_init__(self) -> None:
        """Raise `InvalidPolicyError`."""
        within("days", self.days, *KEPT_DAYS)
        within("megabytes", self.megabytes, *KEPT_MEGABYTES)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All of it; without arguments, as in a new household."""

    policy: Policy = field(default_factory=Policy)
    people: People = field(default_factory=People)
    interlock: Interlock = field(default_factory=Interlock)
    drills: Drills = field(default_factory=Drills)
    keeping: Keeping = field(default_factory=Keeping)
    deadline: float = 5.0
    """Seconds that a device has to prove that it did its part."""
    needs_screen: bool = True
    """Whether a zone is ready only while some screen is live."""
