"""Locks: what can be asked of each, and where its bolt is."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar, override

from ...core.errors import DeviceError, InvalidProfileError, JammedError, UnsupportedError
from ...core.model import Bolt, Command, DeviceKind, DeviceState, LockCommand, LockState
from . import fields
from .battery import Battery, percent_of
from .profile import Ask, Profile, Shape
from .values import Dps, boolean, whole, word

RECORDS: Mapping[str, str] = {
    "12": "fingerprint",
    "13": "password",
    "14": "dynamic password",
    "15": "card",
    "16": "key",
    "19": "Bluetooth",
    "55": "temporary password",
    "62": "app",
    "63": "voice",
}
"""With what a lock was opened; the value of each is the number of the member who did."""


@dataclass(frozen=True, kw_only=True)
class LockProfile(Profile):
    """A lock, and what of it can be commanded in which way.

    Where a data point is `None` it does not have it. The default is a deadbolt on the mains that
    moves both ways over the LAN.
    """

    kind = DeviceKind.LOCK
    readers: ClassVar[Mapping[str, fields.FieldReader]] = {
        "drive": fields.optional(fields.point),
        "lock_value": fields.flag,
        "state": fields.optional(fields.point),
        "locked_value": fields.flag,
        "jam": fields.optional(fields.point),
        "jam_words": fields.words,
        "records": fields.names,
        "battery": fields.optional(fields.battery),
        "lan_lock": fields.flag,
        "lan_unlock": fields.flag,
        "cloud_lock": fields.flag,
        "cloud_unlock": fields.flag,
        "momentary": fields.flag,
        "sleeps": fields.flag,
    }

    drive: str | None = "46"
    """Asks for the bolt; where it is, only `state` tells."""
    lock_value: bool = True
    """What is written to lock; to unlock, the opposite."""
    state: str | None = "47"
    locked_value: bool = False
    """What is reported when locked: `lock_motor_state` is true for unlocked."""
    jam: str | None = "21"
    jam_words: tuple[str, ...] = ("tongue_not_out", "tongue_bad")
    records: Mapping[str, str] = field(default_factory=lambda: RECORDS, hash=False)
    """With what the lock was opened, by data point."""
    battery: Battery | None = None
    lan_lock: bool = True
    lan_unlock: bool = True
    cloud_lock: bool = False
    cloud_unlock: bool = False
    momentary: bool = False
    """It releases the door for a moment, locks by itself and does not tell where its bolt is."""
    sleeps: bool = False
    """It runs on a battery and is on the network only while somebody uses it."""

    def __post_init__(self) -> None:
        """Refuse a lock that could be commanded and could never prove it."""
        commanded = self.lan_lock or self.lan_unlock
        if commanded and self.drive is None:
            msg = "a lock that is commanded over the LAN has a drive"
            raise InvalidProfileError(msg)
        if (self.lan_lock or (self.lan_unlock and not self.momentary)) and self.state is None:
            msg = "a lock that is commanded over the LAN tells its state"
            raise InvalidProfileError(msg)
        if not (self.state or self.drive or self.records):
            msg = "a lock has a drive, a state or records"
            raise InvalidProfileError(msg)

    @property
    @override
    def hallmark(self) -> str:
        return self.state or self.drive or next(iter(self.records))

    @property
    def read_only(self) -> bool:
        """Whether it cannot be commanded at all."""
        return not (self.can(lock=True) or self.can(lock=False))

    def can(self, *, lock: bool) -> bool:
        """Whether it can be told to lock, or to unlock, in any way."""
        return self.lan_lock or self.cloud_lock if lock else self.lan_unlock or self.cloud_unlock

    @override
    def encode(self, command: Command) -> Ask:
        if not isinstance(command, LockCommand):
            raise UnsupportedError
        able = self.lan_lock if command.lock else self.lan_unlock
        if not able or self.drive is None:
            raise UnsupportedError
        writes = {self.drive: command.lock is self.lock_value}
        return Ask(writes=writes, proof=self.proof(command) or writes, repeats=not self.momentary)

    def proof(self, command: LockCommand) -> Dps | None:
        """What is reported once the bolt is there, whoever drove it; `None` if nothing is."""
        return None if self.state is None else {self.state: command.lock is self.locked_value}

    @override
    def decode(self, dps: Dps) -> LockState:
        """As in `Profile`. Who opened it, only `follow` can tell: records do not age."""
        return LockState(bolt=self._bolt(dps), battery=percent_of(self.battery, dps))

    def _bolt(self, dps: Dps) -> Bolt:
        value = boolean(dps, self.state)
        if value is None:
            return Bolt.UNKNOWN
        if value is self.locked_value:
            return Bolt.LOCKED
        return Bolt.JAMMED if self._jammed(dps) else Bolt.UNLOCKED

    def _jammed(self, dps: Dps) -> bool:
        return word(dps, self.jam) in self.jam_words

    @override
    def follow(self, before: DeviceState, report: Dps, known: Dps) -> LockState:
        now = self.decode(known)
        was = before if isinstance(before, LockState) else LockState()
        opens = was.bolt is Bolt.LOCKED and now.bolt is Bolt.UNLOCKED
        # A full status repeats old records: beside a bolt at rest that nobody known had opened,
        # a record is no news.
        news = opens or self.state not in report or was.changed_by is not None
        who = self._record(report) if news else None
        if who is None and now.bolt in (was.bolt, Bolt.UNLOCKED):
            # The record may come before the bolt has moved, but is of no lock that locks again.
            who = was.changed_by
        return replace(now, changed_by=who)

    def _record(self, report: Dps) -> str | None:
        """With what, and by which member, it was opened: `fingerprint 3`.

        `None` without a record, and with several, which do not say which is the last.
        """
        records = [point for point in self.records if whole(report, point) is not None]
        if len(records) != 1:
            return None
        return f"{self.records[records[0]]} {report[records[0]]}"

    @override
    def trouble(self, reported: Dps) -> DeviceError | None:
        return JammedError() if self._jammed(reported) else None

    @override
    def shapes(self) -> Mapping[str, Shape]:
        shapes: dict[str | None, Shape] = {
            point: lambda value: type(value) is int for point in self.records
        }
        shapes[self.jam] = lambda value: isinstance(value, str)
        for switch in (self.drive, self.state):
            shapes[switch] = lambda value: isinstance(value, bool)
        if self.battery is not None:
            shapes[self.battery.point] = self.battery.shape
        return {point: shape for point, shape in shapes.items() if point is not None}
