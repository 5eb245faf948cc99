"""Whether what a screen was told is what happened: nothing lost, nothing twice, all in order.

Pure, as it is asked after the event: a screen keeps what it was told, the record on disk is what
happened.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

HOUSE = "HOUSE"
"""The zone of what is of the whole house; everybody hears of it."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """A change of status as it is on disk, or as a screen was told of it."""

    epoch: str
    seq: int
    zone: str
    status: str


@dataclass(frozen=True, kw_only=True)
class Update:
    """A screen was told of a change; `merged` are the numbers of those it stands for besides."""

    change: Change
    merged: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """A screen was shown the house as it was after a change of this number."""

    epoch: str
    seq: int


@dataclass(frozen=True, kw_only=True)
class Connected:
    """A screen's new connection began."""


type Told = Update | Snapshot | Connected


class Wrong(StrEnum):
    """How what was told can differ from what happened."""

    LOST = "lost"
    PASSED_OVER = "passed over"
    """It was owed when a connection broke, and newer word on its zone came afterwards: a screen
    that does not read has changes of a zone held back and merged, and they go with its connection.
    """
    TWICE = "twice"
    OUT_OF_ORDER = "out of order"
    INVENTED = "invented"
    """The record has nothing of this number, or something else."""
    UNASKED = "unasked"
    """It came before the screen knew anything, or from another zone than those it listens to."""
    BACK_IN_TIME = "back in time"
    """A snapshot was older than what the screen had been told before."""


@dataclass(frozen=True, kw_only=True)
class Defect:
    """One number of which something else was told than had to be."""

    wrong: Wrong
    epoch: str
    seq: int


def check(
    log: Sequence[Told], record: Iterable[Change], zones: frozenset[str] | None = None
) -> list[Defect]:
    """What is wrong with the log of a screen that is connected at its end.

    Args:
        log: what it was told, over all its connections.
        record: all that happened.
        zones: what it listens to; `None` for everything.
    """
    listener = _Listener(
        record={(change.epoch, change.seq): change for change in record}, zones=zones
    )
    for told in log:
        listener.take(told)
    listener.end()
    return listener.defects


@dataclass(kw_only=True)
class _Listener:
    """What a screen knows after each thing it was told."""

    record: Mapping[tuple[str, int], Change]
    zones: frozenset[str] | None
    defects: list[Defect] = field(default_factory=list)
    _epoch: str = ""
    _seq: int = 0
    _told: set[int] = field(default_factory=set)
    """Of this epoch; a snapshot tells everything up to its number."""
    _owed: set[int] = field(default_factory=set)
    """Passed over; they may come yet, merged into something later."""
    _let_off: set[int] = field(default_factory=set)
    """Owed when the connection broke."""
    _is_new: bool = True
    """Whether nothing was told yet on this connection."""

    def take(self, told: Told) -> None:
        match told:
            case Connected():
                self._let_off |= self._owed
                self._owed = set()
                self._is_new = True
            case Snapshot(epoch=epoch, seq=seq):
                self._take_snapshot(epoch, seq)
                self._is_new = False
            case Update(change=change, merged=merged):
                self._take_update(change, merged)
                self._is_new = False

    def end(self) -> None:
        newest = max((seq for epoch, seq in self.record if epoch == self._epoch), default=0)
        behind = self._mine(self._seq + 1, newest) - self._told
        self._lose(self._owed | self._let_off | behind)

    def _take_snapshot(self, epoch: str, seq: int) -> None:
        if epoch == self._epoch:
            if seq < self._seq:
                self._add(Wrong.BACK_IN_TIME, seq)
            if not self._is_new:
                # It hears nothing in a snapshot that it should not have been told before.
                self._lose({*self._owed, *self._mine(self._seq + 1, seq)})
        else:
            self._epoch, self._told = epoch, set()
        self._owed, self._let_off, self._seq = set(), set(), max(seq, 0)
        self._told |= self._mine(1, seq)

    def _take_update(self, change: Change, merged: tuple[int, ...]) -> None:
        if change.epoch != self._epoch:
            self.defects.append(Defect(wrong=Wrong.UNASKED, epoch=change.epoch, seq=change.seq))
            return
        if self.record.get((change.epoch, change.seq)) != change:
            self._add(Wrong.INVENTED, change.seq)
        elif not self._concerns(change):
            self._add(Wrong.UNASKED, change.seq)
        for number in (*merged, change.seq):
            if number in self._told:
                self._add(Wrong.TWICE, number)
            elif number > change.seq or (number == change.seq and number < self._seq):
                self._add(Wrong.OUT_OF_ORDER, number)
        self._owed |= self._mine(self._seq + 1, change.seq - 1)
        self._told |= {*merged, change.seq}
        self._owed -= self._told
        self._let_off -= self._told
        renewed = {seq for seq in self._let_off if self._renews(change, seq)}
        self._let_off -= renewed
        for number in sorted(renewed):
            self._add(Wrong.PASSED_OVER, number)
        self._seq = max(self._seq, change.seq)

    def _renews(self, change: Change, seq: int) -> bool:
        return self.record[self._epoch, seq].zone == change.zone

    def _concerns(self, change: Change) -> bool:
        return self.zones is None or change.zone == HOUSE or change.zone in self.zones

    def _mine(self, first: int, last: int) -> set[int]:
        """The numbers from first to last that are on record and this screen's business."""
        found = ((seq, self.record.get((self._epoch, seq))) for seq in range(first, last + 1))
        return {seq for seq, change in found if change is not None and self._concerns(change)}

    def _lose(self, numbers: set[int]) -> None:
        for number in sorted(numbers):
            self._add(Wrong.LOST, number)

    def _add(self, wrong: Wrong, seq: int) -> None:
        self.defects.append(Defect(wrong=wrong, epoch=self._epoch, seq=seq))
