"""How many calls were made: Tuya counts them against a quota, and so do we."""

from collections import Counter
from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType

from ...core.errors import CloudBudgetError
from ...core.ports import Clock


class CallKind(StrEnum):
    """What a call is for."""

    TOKEN = "token"  # noqa: S105
    IMPORT = "import"
    """A person takes devices over from the cloud."""
    KEY_RENEWAL = "key_renewal"
    """A device no longer takes its local key."""
    COMMAND = "command"
    PROOF = "proof"
    """Whether a command was carried out."""


DAILY_CAPS: Mapping[CallKind, int] = MappingProxyType({CallKind.KEY_RENEWAL: 24})
"""How often a day what nobody asked for may be called.

The smallest plan gives some 700 calls a day for everything.
"""

type Saved = Mapping[str, str | Mapping[str, int]]
"""Counts as they are stored: the day they are of, that day's by kind, and its month's."""


class CallBudget:
    """Counts calls by day and month (UTC), and caps kinds of calls by day."""

    def __init__(self, clock: Clock, caps: Mapping[CallKind, int] = DAILY_CAPS) -> None:
        """Start at nothing."""
        self._clock = clock
        self._caps = dict(caps)
        self._day = ""
        self._today = Counter[CallKind]()
        self._this_month = Counter[CallKind]()
        self._listeners: list[Callable[[], None]] = []

    @property
    def today(self) -> Mapping[CallKind, int]:
        """The calls since midnight."""
        self._turn()
        return dict(self._today)

    @property
    def this_month(self) -> Mapping[CallKind, int]:
        """The calls since the first of the month."""
        self._turn()
        return dict(self._this_month)

    def count(self, kind: CallKind) -> None:
        """Count one call."""
        self._turn()
        self._today[kind] += 1
        self._this_month[kind] += 1
        for listener in tuple(self._listeners):
            listener()

    def check(self, kind: CallKind) -> None:
        """See that one more call is within its cap.

        Raises:
            CloudBudgetError: it is not.
        """
        self._turn()
        if kind in self._caps and self._today[kind] >= self._caps[kind]:
            raise CloudBudgetError

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Tell of every call; returns the way out."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def as_dict(self) -> Saved:
        """The counts, to be stored as JSON."""
        self._turn()
        return {
            "day": self._day,
            "today": {kind.value: number for kind, number in self._today.items()},
            "this_month": {kind.value: number for kind, number in self._this_month.items()},
        }

    def restore(self, saved: Saved) -> None:
        """Go on from stored counts; those of another day or month are over.

        Raises:
            ValueError: these are no stored counts; nothing was changed.
        """
        day, today, this_month = (saved.get(key) for key in ("day", "today", "this_month"))
        if not isinstance(day, str):
            msg = "stored counts name their day"
            raise ValueError(msg)  # noqa: TRY004
        counts = _counter(today), _counter(this_month)
        self._day = day
        self._today, self._this_month = counts
        self._turn()

    def _turn(self) -> None:
        """Begin a new day or month where one has begun."""
        day = self._clock.now().date().isoformat()
        if day == self._day:
            return
        self._today.clear()
        if _month(day) != _month(self._day):
            self._this_month.clear()
        self._day = day


def _month(day: str) -> str:
    return day[: len("2026-11")]


def _counter(saved: object) -> Counter[CallKind]:
    if not isinstance(saved, Mapping):
        msg = "counts are stored by kind"
        raise ValueError(msg)  # noqa: TRY004
    counts = Counter({CallKind(kind): number for kind, number in saved.items()})
    if not all(type(number) is int and number >= 0 for number in counts.values()):
        msg = "counts are whole numbers"
        raise ValueError(msg)
    return counts
