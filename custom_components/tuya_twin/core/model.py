"""The words of the house: status, zones, devices, commands, reports, and why one fails.

Everything here is a value: frozen, comparable, free of behaviour that needs a clock or I/O.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

HOUSE = "HOUSE"
"""The zone id that means the whole house."""


class Status(StrEnum):
    """How dangerous it is, as it stands on the wire."""

    GREEN_SAFE = "GREEN_SAFE"
    YELLOW_WARNING = "YELLOW_WARNING"
    RED_CRITICAL = "RED_CRITICAL"

    @property
    def severity(self) -> int:
        """0 for safe, 1 for a warning, 2 for critical."""
        return _SEVERITY[self]

    @classmethod
    def highest(cls, statuses: Iterable[Status]) -> Status:
        """The most severe of the given statuses; safe if there are none."""
        return max(statuses, key=lambda status: status.severity, default=cls.GREEN_SAFE)


_SEVERITY = {Status.GREEN_SAFE: 0, Status.YELLOW_WARNING: 1, Status.RED_CRITICAL: 2}


class Protocol(StrEnum):
    """What the house does on entering a status."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"

    @property
    def status(self) -> Status:
        """The status this protocol puts its zone in."""
        return _PROTOCOL_STATUS[self]

    @classmethod
    def for_status(cls, status: Status) -> Protocol:
        """The protocol whose status this is."""
        return _STATUS_PROTOCOL[status]


_PROTOCOL_STATUS = {
    Protocol.RED: Status.RED_CRITICAL,
    Protocol.YELLOW: Status.YELLOW_WARNING,
    Protocol.GREEN: Status.GREEN_SAFE,
}
_STATUS_PROTOCOL = {status: protocol for protocol, status in _PROTOCOL_STATUS.items()}


class DeviceKind(StrEnum):
    """What a device is to the protocols."""

    BULB = "bulb"
    SIREN = "siren"
    LOCK = "lock"


@dataclass(frozen=True, kw_only=True)
class Zone:
    """A part of the house; `id` is its name on the wire."""

    id: str
    name: str
    area: str | None = None
    """The id of Home Assistant's area that it is, if the user said so."""
    named_by_area: bool = False
    """Whether it is called what the area is called, whatever that becomes."""


@dataclass(frozen=True, kw_only=True)
class Device:
    """A bulb, siren or lock in a zone; `id` is stable and unique in the household."""

    id: str
    name: str
    kind: DeviceKind
    zone: str


# What is asked of a device ------------------------------------------------------------------


class BulbMode(StrEnum):
    """What decides a bulb's light."""

    WHITE = "white"
    COLOUR = "colour"
    SCENE = "scene"
    MUSIC = "music"


class BulbEffect(StrEnum):
    """How a coloured light behaves in time. Nothing flashes faster than twice a second."""

    STEADY = "steady"
    STROBE = "strobe"
    """Hard flashes between the colour and dark."""
    PULSE = "pulse"
    """A slow swell between the colour and a fraction of it."""


@dataclass(frozen=True, kw_only=True)
class BulbCommand:
    """A whole light scene: brightness and saturation in percent, hue in degrees.

    In `WHITE` mode `kelvin` counts, in `COLOUR` mode `hue` and `saturation`, in `SCENE` mode only
    `scene`, one of those the bulb offers. With `on=False` nothing else is sent. An `effect` other
    than steady is for `COLOUR` mode, and for bulbs that show it by themselves once they are told.
    """

    on: bool
    mode: BulbMode = BulbMode.WHITE
    brightness: int = 100
    hue: int = 0
    saturation: int = 100
    kelvin: int = 2700
    scene: str | None = None
    effect: BulbEffect = BulbEffect.STEADY


@dataclass(frozen=True, kw_only=True)
class SirenCommand:
    """Sound, or be silent: volume in percent, duration in seconds, tone as the device counts it.

    `None` leaves a setting as the device has it.
    """

    on: bool
    volume: int | None = None
    duration: int | None = None
    tone: str | None = None


@dataclass(frozen=True, kw_only=True)
class LockCommand:
    """Drive the bolt out (`lock=True`) or in."""

    lock: bool


@dataclass(frozen=True, kw_only=True)
class PutBackCommand:
    """Be as you reported yourself at another time; also a bulb that was off gets its light back."""

    state: BulbState


@dataclass(frozen=True, kw_only=True)
class CheckCommand:
    """Change nothing, and report: proves that the device is there and listens."""


type Command = BulbCommand | SirenCommand | LockCommand | PutBackCommand | CheckCommand


# What a device says of itself ---------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class BulbState:
    """A bulb as it last reported itself; `None` where it has not spoken. Units of `BulbCommand`."""

    on: bool | None = None
    mode: BulbMode | None = None
    brightness: int | None = None
    hue: int | None = None
    saturation: int | None = None
    kelvin: int | None = None
    scene: str | None = None


@dataclass(frozen=True, kw_only=True)
class SirenState:
    """A siren as it last reported itself. Units of `SirenCommand`."""

    sounding: bool | None = None
    volume: int | None = None
    duration: int | None = None
    tone: str | None = None
    battery: int | None = None
    """In percent."""


class Bolt(StrEnum):
    """Where a lock's bolt is. Never `LOCKED` for want of news."""

    LOCKED = "locked"
    UNLOCKED = "unlocked"
    JAMMED = "jammed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class LockState:
    """A lock as it last reported itself."""

    bolt: Bolt = Bolt.UNKNOWN
    changed_by: str | None = None
    """With what it was last opened, where the lock tells: `fingerprint 3`."""
    battery: int | None = None
    """In percent."""


type DeviceState = BulbState | SirenState | LockState


# What a device tells, and why it does not ---------------------------------------------------


class Reason(StrEnum):
    """Why a step failed or was skipped. Each has a cure in the translations."""

    NO_CONFIRMATION = "no_confirmation"
    """Connected, but the device did not report what was asked of it."""
    UNREACHABLE = "unreachable"
    """Nobody at this address, or it hangs up."""
    HANDSHAKE_FAILED = "handshake_failed"
    """It answers, but the exchange of keys fails; why is not known yet."""
    WRONG_KEY = "wrong_key"
    """No protocol version opens with this local key, tried again and again."""
    WRONG_VERSION = "wrong_version"
    """The key is right, the protocol version is not."""
    HELD = "held"
    """It accepts connections and drops them: another app or integration holds its only place."""
    WEDGED = "wedged"
    """It accepts connections and never says a word, until its mains are cut."""
    ASLEEP = "asleep"
    """It runs on a battery and is off the network until somebody wakes it."""
    REJECTED = "rejected"
    """The device answered with an error code."""
    JAMMED = "jammed"
    UNSUPPORTED = "unsupported"
    """The device has no way to do this."""
    CLOUD_REFUSED = "cloud_refused"
    """Tuya's cloud will not serve this account or device until somebody acts."""
    CLOUD_FAILED = "cloud_failed"
    """Tuya's cloud could not be asked, or could not do it."""
    SUPERSEDED = "superseded"
    """A newer command for the same device took its place."""
    CLOSED = "closed"
    """The household was unloaded meanwhile."""
    HAZARD = "hazard"
    """Smoke, carbon monoxide or gas in the house: no door is locked."""
    CAP_REACHED = "cap_reached"
    """The siren has sounded for as long as it may in one alarm."""
    UNKNOWN_STATE = "unknown_state"
    """The device answers but does not tell where it stands, so that it cannot be relied on."""
    INTERNAL = "internal"
    """A fault of this software; the log has the details."""


class Path(StrEnum):
    """The way on which a step was confirmed."""

    LAN = "lan"
    CLOUD = "cloud"
    ENTITY = "entity"
    """An entity of Home Assistant that the user lent."""


@dataclass(frozen=True, kw_only=True)
class DeviceReport:
    """A device's state and reachability at one moment."""

    device_id: str
    state: DeviceState
    reachable: bool
    seen_at: datetime | None
    """When the device last spoke; `None` if it never has."""
    trouble: Reason | None = None
    """Why it does not answer, as far as is known; `None` while it does or was not tried yet."""
