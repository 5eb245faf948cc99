"""Everything about a household that the user decides, beside its devices."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from .addresses import is_bus, is_origin
from .analysis import Analysis
from .codes import CodeHash
from .errors import InvalidPolicyError
from .limits import within
from .policy import Policy

WAIT_SECONDS = (10, 3600)
"""The least and the most, as of all that follow."""
ROUNDS = (1, 20)
EVERY_DAYS = (1, 366)
KEPT_DAYS = (1, 3650)
KEPT_MEGABYTES = (1, 1024)
CONNECTIONS = (1, 10_000)
PORTS = (1, 65_535)
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
class OwnPort:
    """A port for screens that must not reach Home Assistant itself."""

    enabled: bool = False
    host: str = "127.0.0.1"
    port: int = 8124
    certificate: str = ""
    """The file of the TLS certificate and its chain; empty without TLS."""
    key: str = ""
    """The file of the certificate's key."""
    origins: tuple[str, ...] = ()
    """The origins of pages, beside this port's own, that may listen."""
    in_the_clear: bool = False
    """Whether the user has said that it may be on a network without TLS."""

    def __post_init__(self) -> None:
        """Raise `InvalidPolicyError`."""
        within("port", self.port, *PORTS)
        if bool(self.certificate) is not bool(self.key):
            msg = "a certificate takes its key, and a key its certificate"
            raise InvalidPolicyError(msg)
        if not all(map(is_origin, self.origins)):
            msg = "an origin is a scheme and a host, as https://wall.example"
            raise InvalidPolicyError(msg)


@dataclass(frozen=True, kw_only=True)
class Screens:
    """How screens reach the household."""

    per_address: int = 100
    """The connections that one network address may have; a reverse proxy may be one address."""
    per_user: int = 100
    """The connections that one user, or one viewer token, may have."""
    own_port: OwnPort = field(default_factory=OwnPort)
    bus: str = ""
    """The address of a message bus that edge servers listen to, with its password; none if empty.

    A secret.
    """

    def __post_init__(self) -> None:
        """Raise `InvalidPolicyError`."""
        within("per_address", self.per_address, *CONNECTIONS)
        within("per_user", self.per_user, *CONNECTIONS)
        if self.bus and not is_bus(self.bus):
            # Not told which: there may be a password in it.
            msg = "the address of the message bus is of no known kind"
            raise InvalidPolicyError(msg)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All of it; without arguments, as in a new household."""

    policy: Policy = field(default_factory=Policy)
    people: People = field(default_factory=People)
    interlock: Interlock = field(default_factory=Interlock)
    drills: Drills = field(default_factory=Drills)
    keeping: Keeping = field(default_factory=Keeping)
    screens: Screens = field(default_factory=Screens)
    analysis: Analysis = field(default_factory=Analysis)
    deadline: float = 5.0
    """Seconds that a device has to prove that it did its part."""
    needs_screen: bool = True
    """Whether a zone is ready only while some screen is live."""
