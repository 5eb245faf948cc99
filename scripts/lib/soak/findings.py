"""What a soak has found, as figures with their goals."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from scripts.lib.report import Figure, at_most, measured
from scripts.lib.soak.calls import Calls, Outcome
from scripts.lib.soak.home import Inside
from scripts.lib.soak.plan import Away, Call, Happening, Kill, Reload, Switch, Trouble
from scripts.lib.soak.record import Record
from scripts.lib.soak.screens import Screen
from scripts.lib.soak.stream import Connected, Defect, Update, Wrong, check
from scripts.lib.soak.view import View
from scripts.lib.soak.vitals import Vitals, slope

REST_SECONDS: Final = 80
"""Within which all is well again once all faults are over: the feed gives a screen that left
without a word 45, and then the library's task that would ping it sleeps for 25 more.
"""
GROWTH: Final = 1.0
"""MiB a minute, in the second half of the last life."""
_POOLS: Final = ("SyncWorker_#", "asyncio_#")
"""Threads of pools that grow up to a bound with what has to be done at once."""
_EXPLAINED: Final = (
    "it broke the rule 'no_token'",  # it broke off before it had shown its token
    "it broke the rule 'silent'",  # it had stopped reading
    "tuya_twin.devices.link is logging too frequently",  # that devices come and go, as they do
)
_MISS: Final = (Outcome.HANGS, Outcome.UNEXPLAINED, Outcome.UNFINISHED)
_CHECKED_MINUTES: Final = 2.0
"""A life shorter than this is still warming up, and tells nothing of memory's slope."""


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What is open in the process at rest."""

    vitals: Vitals
    inside: Inside

    @property
    def threads(self) -> Counter[str]:
        """By name, without those of pools."""
        return Counter({n: c for n, c in self.inside.threads.items() if n not in _POOLS})

    def exceed(self, before: Counts) -> bool:
        """Whether anything is open that was not before."""
        return any(more > 0 for more in self.more_than(before).values())

    def more_than(self, before: Counts) -> dict[str, int]:
        """How many of each are open that were not before."""
        return {
            "tasks": self.inside.tasks.total() - before.inside.tasks.total(),
            "threads beside pools": self.threads.total() - before.threads.total(),
            "sockets": self.vitals.sockets - before.vitals.sockets,
            "open files": self.vitals.files - before.vitals.files,
        }


@dataclass(frozen=True, kw_only=True)
class Findings:
    """Everything that is known at the end."""

    plan: Sequence[Happening]
    screens: Sequence[Screen]
    fresh: View
    """The house, as somebody sees it who has just come."""
    record: Record
    calls: Calls
    complaints: Sequence[str]
    before: Counts
    after: Counts
    last_life: Sequence[Vitals]
    rest_seconds: float
    unreachable: Sequence[str]
    shown_otherwise: Sequence[str]

    def defects(self) -> list[Defect]:
        """Whatever any screen was told otherwise than it happened."""
        return [
            defect
            for screen in self.screens
            for defect in check(screen.log, self.record.changes, screen.zones)
        ]

    def figures(self) -> list[Figure]:
        """All of it, what has a goal first."""
        return [*self._goals(), *self._scale()]

    def notes(self) -> list[str]:
        """What a missed goal does not say by itself."""
        screens = {number: screen.view for number, screen in enumerate(self.screens)}
        return [
            *(f"stream: {defect}" for defect in self.defects()),
            *(
                f"screen {number} differs in {differences}"
                for number, view in screens.items()
                if (differences := view.differences(self.fresh))
            ),
            *(f"open step: {step}" for step in sorted(self.record.open_steps)),
            *(f"does not answer: {each}" for each in self.unreachable),
            *(f"shown otherwise: {each}" for each in self.shown_otherwise),
            *(
                f"more tasks: {each}"
                for each in _more(self.after.inside.tasks, self.before.inside.tasks)
            ),
            *(f"more threads: {each}" for each in _more(self.after.threads, self.before.threads)),
            *(f"said {count} times: {words}" for words, count in self.calls.words.items()),
            *(f"log: {line}" for line in self.complaints),
        ]

    def _goals(self) -> list[Figure]:
        wrong = Counter(defect.wrong for defect in self.defects())
        epochs = {change.epoch for change in self.record.changes}
        outcomes = self.calls.outcomes
        different = sum(bool(each.view.differences(self.fresh)) for each in self.screens)
        not_green = sum(status != "GREEN_SAFE" for status in self.fresh.statuses.values())
        return [
            *(
                _none(f"changes of status {kind}, over all screens", wrong[kind])
                for kind in Wrong
                if kind is not Wrong.PASSED_OVER
            ),
            measured("changes passed over by a line that broke", wrong[Wrong.PASSED_OVER], ""),
            _none("screens that end with another house than it is", different),
            _none(
                "runs told as they had been before", sum(s.view.steps_back for s in self.screens)
            ),
            _none("steps of runs without a result on record", len(self.record.open_steps)),
            *(
                _none(f"{kind}s: {outcome}", outcomes[kind, outcome])
                for kind in ("protocol", "command")
                for outcome in _MISS
            ),
            at_most("epochs of the record", len(epochs), 1, ""),
            _none("warnings and errors of ours in the log", len(self.complaints)),
            at_most("seconds until all is at rest again", self.rest_seconds, REST_SECONDS, "s"),
            _none("devices that do not answer at the end", len(self.unreachable)),
            _none("devices shown otherwise than they are", len(self.shown_otherwise)),
            _none("zones that are not green at the end", not_green),
            *(
                _none(f"{what} at rest, more than before", more)
                for what, more in self.after.more_than(self.before).items()
            ),
            *self._memory(),
        ]

    def _memory(self) -> list[Figure]:
        life = self.last_life
        if not life or life[-1].at - life[0].at < _CHECKED_MINUTES * 60:
            return []
        middle = (life[0].at + life[-1].at) / 2
        settled = [each for each in life if each.at >= middle]
        return [
            at_most(
                "memory's slope, second half of the last life", slope(settled), GROWTH, "MiB/min"
            ),
            measured("minutes of the last life", (life[-1].at - life[0].at) / 60, "min"),
            measured("memory in its middle", settled[0].memory, "MiB"),
            measured("memory at its end", settled[-1].memory, "MiB"),
        ]

    def _scale(self) -> list[Figure]:
        happened = Counter(type(each) for each in self.plan)
        kinds = {
            Trouble: "troubles of devices",
            Away: "absences of screens",
            Call: "protocols called",
            Switch: "commands called",
            Reload: "reloads",
            Kill: "kills",
        }
        told = [told for screen in self.screens for told in screen.log]
        goodbyes = sum((screen.goodbyes for screen in self.screens), Counter[str]())
        steps = {
            "tasks at rest": self.after.inside.tasks.total(),
            "threads at rest, with pools": self.after.vitals.threads,
            "sockets at rest": self.after.vitals.sockets,
            "open files at rest": self.after.vitals.files,
            "changes of status on record": len(self.record.changes),
            "runs on record": len(self.record.runs),
            "events heard by screens": sum(screen.events for screen in self.screens),
            "changes of status heard by screens": sum(isinstance(e, Update) for e in told),
            "visits of screens": sum(screen.visits for screen in self.screens),
            "returns answered with just what was missed": _replays(told),
        }
        return [
            *(measured(name, happened[kind], "") for kind, name in kinds.items()),
            *(measured(name, count, "") for name, count in steps.items()),
            *(measured(f"goodbyes: {why}", count, "") for why, count in goodbyes.items()),
            *(
                measured(f"{kind}s: {outcome}", count, "")
                for (kind, outcome), count in sorted(self.calls.outcomes.items())
                if outcome not in _MISS
            ),
        ]


def unexpected(complaints: Sequence[str]) -> list[str]:
    """Those lines of a log that what the screens do to the house does not explain."""
    return [line for line in complaints if not any(rule in line for rule in _EXPLAINED)]


def _none(name: str, count: int) -> Figure:
    return at_most(name, count, 0, "")


def _more(after: Counter[str], before: Counter[str]) -> Iterable[str]:
    return (f"{count} x {name}" for name, count in (after - before).items())


def _replays(told: Sequence[object]) -> int:
    """How many connections did not begin with a snapshot."""
    begun = pairwise(told)
    return sum(isinstance(a, Connected) and isinstance(b, Update) for a, b in begun)
