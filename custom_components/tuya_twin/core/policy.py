"""What each status asks of each kind of device, and of the people: tables that the user edits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from .errors import InvalidPolicyError
from .limits import within
from .model import BulbEffect, DeviceKind, Status

SIREN_SECONDS = 60
"""The longest a Tuya siren of the standard set (category sgbj) sounds by itself: 1 to 60 s."""
SIREN_CAP_SECONDS = 180
"""In all, in one alarm: the shortest of the limits that European noise laws set, Germany's."""
LONGEST_SOUNDING_SECONDS = 1800
LONGEST_CAP_SECONDS = 3600


class BulbAction(StrEnum):
    """What a status does to bulbs."""

    LEAVE = "leave"
    LIGHT = "light"
    PUT_BACK = "put_back"
    """As they were before the alarm; where nothing is known of that, a dim warm white."""


class SirenAction(StrEnum):
    """What a status does to sirens."""

    LEAVE = "leave"
    SOUND = "sound"
    SILENCE = "silence"


class LockAction(StrEnum):
    """What a status does to locks. There is no unlocking: only a person does that."""

    LEAVE = "leave"
    LOCK = "lock"


class Scope(StrEnum):
    """How far a status of a zone goes."""

    ZONE = "zone"
    HOUSE = "house"


class Tell(StrEnum):
    """Whether people are told."""

    NOBODY = "nobody"
    QUIETLY = "quietly"
    """As any other message."""
    CRITICALLY = "critically"
    """Through silent mode, and again until somebody answers."""


@dataclass(frozen=True, kw_only=True)
class BulbRule:
    """For bulbs; the light counts with `LIGHT`. Hue in degrees, the others in percent."""

    action: BulbAction = BulbAction.LEAVE
    hue: int = 0
    saturation: int = 100
    brightness: int = 100
    effect: BulbEffect = BulbEffect.STEADY


@dataclass(frozen=True, kw_only=True)
class SirenRule:
    """For sirens; the rest counts with `SOUND`. Volume in percent."""

    action: SirenAction = SirenAction.LEAVE
    volume: int = 100
    seconds: int = SIREN_SECONDS
    """How long it sounds at a time, also by its own clock; it is told again while this lasts."""
    cap_seconds: int = SIREN_CAP_SECONDS
    """How long it may sound in all, from the rise to this status."""


@dataclass(frozen=True, kw_only=True)
class LockRule:
    """For locks."""

    action: LockAction = LockAction.LEAVE


@dataclass(frozen=True, kw_only=True)
class Level:
    """What one status does."""

    bulbs: BulbRule = field(default_factory=BulbRule)
    sirens: SirenRule = field(default_factory=SirenRule)
    locks: LockRule = field(default_factory=LockRule)
    scope: Scope = Scope.ZONE
    tell: Tell = Tell.NOBODY

    def __post_init__(self) -> None:
        """Raise `InvalidPolicyError` for what no device could do, or nobody may ask."""
        within("hue", self.bulbs.hue, 0, 359)
        within("saturation", self.bulbs.saturation, 0, 100)
        within("brightness", self.bulbs.brightness, 1, 100)
        within("volume", self.sirens.volume, 1, 100)
        within("seconds", self.sirens.seconds, 1, LONGEST_SOUNDING_SECONDS)
        within("cap_seconds", self.sirens.cap_seconds, self.sirens.seconds, LONGEST_CAP_SECONDS)

    def leaves(self, kind: DeviceKind) -> bool:
        """Whether devices of this kind stay as they are."""
        match kind:
            case DeviceKind.BULB:
                return self.bulbs.action is BulbAction.LEAVE
            case DeviceKind.SIREN:
                return self.sirens.action is SirenAction.LEAVE
            case DeviceKind.LOCK:
                return self.locks.action is LockAction.LEAVE


DEFAULT_LEVELS: Mapping[Status, Level] = {
    Status.RED_CRITICAL: Level(
        bulbs=BulbRule(action=BulbAction.LIGHT, hue=0, effect=BulbEffect.STROBE),
        sirens=SirenRule(action=SirenAction.SOUND),
        locks=LockRule(action=LockAction.LOCK),
        scope=Scope.HOUSE,
        tell=Tell.CRITICALLY,
    ),
    Status.YELLOW_WARNING: Level(
        bulbs=BulbRule(action=BulbAction.LIGHT, hue=45, brightness=30, effect=BulbEffect.PULSE),
    ),
    Status.GREEN_SAFE: Level(
        bulbs=BulbRule(action=BulbAction.PUT_BACK),
        sirens=SirenRule(action=SirenAction.SILENCE),
    ),
}


@dataclass(frozen=True, kw_only=True)
class Policy:
    """The levels of a household, and those of zones that differ."""

    levels: Mapping[Status, Level] = field(default_factory=lambda: DEFAULT_LEVELS)
    zones: Mapping[str, Mapping[Status, Level]] = field(default_factory=dict)
    """By zone id; a status that is not named is as in the household."""

    def __post_init__(self) -> None:
        """Raise `InvalidPolicyError` for an alarm that would not end with green."""
        for level in self._all(Status.GREEN_SAFE):
            if level.sirens.action is not SirenAction.SILENCE:
                msg = "green silences the sirens"
                raise InvalidPolicyError(msg)
            if level.bulbs.action is BulbAction.LIGHT or level.locks.action is LockAction.LOCK:
                msg = "green puts back what the others changed, and nothing more"
                raise InvalidPolicyError(msg)
        for status in (Status.RED_CRITICAL, Status.YELLOW_WARNING):
            if any(level.bulbs.action is BulbAction.PUT_BACK for level in self._all(status)):
                msg = "only green puts bulbs back"
                raise InvalidPolicyError(msg)

    def _all(self, status: Status) -> list[Level]:
        own = [levels[status] for levels in self.zones.values() if status in levels]
        return [self.levels[status], *own]

    def level(self, zone: str, status: Status) -> Level:
        """What a status does in a zone; `HOUSE` is as the household."""
        return self.zones.get(zone, {}).get(status, self.levels[status])
