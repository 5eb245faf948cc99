"""Facts as rows of the record, and back."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
import json
import logging
from typing import NamedTuple

from .errors import UnreadableRecordError
from .facts import (
    Answered,
    Assessed,
    BulbLit,
    CodeAccepted,
    CodeRefused,
    EntryBegan,
    EntryEnded,
    Fact,
    HazardsChanged,
    OpinionAsked,
    OpinionGiven,
    PeopleTold,
    PutBack,
    RunResumed,
    RunStarted,
    SirenArmed,
    SirenSilenced,
    SirenSilent,
    StatusUpdate,
    StepEnded,
    WatchChanged,
    WeightChanged,
)
from .plain import from_plain, to_plain

_LOGGER = logging.getLogger(__name__)

KINDS: Mapping[str, type[Fact]] = {
    "status": StatusUpdate,
    "run_started": RunStarted,
    "run_resumed": RunResumed,
    "step_ended": StepEnded,
    "siren_armed": SirenArmed,
    "siren_silenced": SirenSilenced,
    "siren_silent": SirenSilent,
    "bulb_lit": BulbLit,
    "put_back": PutBack,
    "hazards": HazardsChanged,
    "answered": Answered,
    "people_told": PeopleTold,
    "code_refused": CodeRefused,
    "code_accepted": CodeAccepted,
    "watch_changed": WatchChanged,
    "entry_began": EntryBegan,
    "entry_ended": EntryEnded,
    "assessed": Assessed,
    "opinion_asked": OpinionAsked,
    "opinion_given": OpinionGiven,
    "weight_changed": WeightChanged,
}
"""Every fact by its name in the record."""

_NAMES = {kind: name for name, kind in KINDS.items()}


class Row(NamedTuple):
    """A fact as it lies in the record."""

    epoch: str
    seq: int | None
    """Of a change of status only."""
    at: str
    kind: str
    incident: str | None
    subject: str | None
    """The zone, run, device or sensor it is about."""
    result: str | None
    """Of the end of a step only."""
    body: str


def to_row(fact: Fact, *, epoch: str, incident: str | None) -> Row:
    """A fact as a row, which belongs to this epoch and perhaps to an incident."""
    return Row(
        epoch=epoch,
        seq=fact.seq if isinstance(fact, StatusUpdate) else None,
        at=written(fact.at),
        kind=_NAMES[type(fact)],
        incident=incident,
        subject=_subject(fact),
        result=fact.step.result.value if isinstance(fact, StepEnded) else None,
        body=json.dumps(to_plain(fact, tagged=True), separators=(",", ":")),
    )


def to_fact(kind: str, body: str) -> Fact:
    """The fact that a row holds. Raises `UnreadableRecordError`."""
    try:
        fact: Fact = from_plain(KINDS[kind], json.loads(body))
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        msg = f"a {kind} cannot be read: {error}"
        raise UnreadableRecordError(msg) from error
    return fact


def readable(rows: Iterable[Row]) -> list[Fact]:
    """The facts that rows hold; one that cannot be read is logged and left out."""
    facts: list[Fact] = []
    for row in rows:
        try:
            facts.append(to_fact(row.kind, row.body))
        except UnreadableRecordError as error:
            _LOGGER.warning("Passed over in the record: %s", error)
    return facts


def written(at: datetime) -> str:
    """A moment as rows have it: in UTC, always of the same length, so that text sorts by time."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def parsed_moment(text: str) -> datetime:
    """The moment of a row."""
    return datetime.fromisoformat(text)


def _subject(fact: Fact) -> str | None:  # noqa: PLR0911 - one for each kind of subject
    match fact:
        case Assessed(assessment=found):
            return found.zone
        case StatusUpdate(zone=zone) | OpinionAsked(zone=zone) | OpinionGiven(zone=zone):
            return zone
        case RunStarted(run=run):
            return run.id
        case RunResumed(run_id=run_id):
            return run_id
        case StepEnded(step=step):
            return step.device.id
        case WeightChanged(sensor=sensor):
            return sensor
        case (
            SirenArmed(device_id=device_id)
            | SirenSilenced(device_id=device_id)
            | SirenSilent(device_id=device_id)
            | BulbLit(device_id=device_id)
            | PutBack(device_id=device_id)
            | CodeRefused(device_id=device_id)
            | CodeAccepted(device_id=device_id)
        ):
            return device_id
        case _:
            return None
