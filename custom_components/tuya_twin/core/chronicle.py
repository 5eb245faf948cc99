"""The house and its record, kept in step: what is recorded happens, in that order."""

from collections.abc import Callable, Sequence
import logging

from .changes import apply
from .facts import Entry, Fact, OpinionAsked, OpinionGiven, RunResumed, RunStarted, StepEnded
from .house import House, HouseUpdate
from .ports import JournalPort

_LOGGER = logging.getLogger(__name__)

type Listener = Callable[[HouseUpdate], None]


class Chronicle:
    """One household's house, changed by facts that are on disk first and by live news."""

    def __init__(self, house: House, journal: JournalPort) -> None:
        """Begin with the house as the journal's facts left it."""
        self._house = house
        self._journal = journal
        self._listeners: list[Listener] = []

    @property
    def house(self) -> House:
        """The house as it is now."""
        return self._house

    async def record(self, *entries: Entry) -> tuple[Fact, ...]:
        """Put the entries on disk, all or none, then let them happen; returns them as facts.

        A caller that is cancelled meanwhile ends once they have happened.
        """
        return await self._journal.append(
            *entries, incident=self._incident_of(entries), then=self._happen
        )

    def note(self, update: HouseUpdate) -> None:
        """Let something happen that needs no record: a report, a run under way, a hazard."""
        self._house = apply(self._house, update)
        for listener in tuple(self._listeners):
            try:
                listener(update)
            except Exception:
                _LOGGER.exception("A listener to the house failed")

    async def keep(self, *facts: Fact) -> None:
        """Put on disk what was noted already, as it could not wait."""
        await self._journal.append(*facts, incident=self._incident_of(facts))

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call the listener after everything that happens; returns the way out."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _happen(self, facts: Sequence[Fact]) -> None:
        for fact in facts:
            self.note(fact)
        if self._house.settled:
            self._journal.settled()

    def _incident_of(self, entries: tuple[Entry, ...]) -> str | None:
        """The incident to which the entries belong: one they name, else the one that is open."""
        for entry in entries:
            match entry:
                case OpinionAsked(incident_id=incident) | OpinionGiven(incident_id=incident):
                    # Which may be over by then.
                    return incident
                case RunStarted(run=run):
                    return run.incident
                case RunResumed(run_id=run_id) | StepEnded(run_id=run_id):
                    under_way = self._house.open_runs.get(run_id)
                    return None if under_way is None else under_way.incident
        return None if self._house.incident is None else self._house.incident.id
