"""The record of one incident as a JSON object that stands by itself. Pure: made of its facts.

`incident.schema.json`, beside `core/`, says what is in it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import cast

from .facts import (
    Answer,
    Answered,
    Fact,
    HazardsChanged,
    PeopleTold,
    RunResumed,
    RunStarted,
    StatusUpdate,
    StepEnded,
)
from .house import House, OwnStatus, entering
from .incident_findings import assessment_parts, opinion_parts, watch_parts, weight_parts
from .incident_parts import (
    answer_part,
    cause_part,
    code_parts,
    evidence_parts,
    light_parts,
    run_part,
    siren_parts,
    told_part,
)
from .model import HOUSE, Status
from .run import Run
from .wire import Json, Payload, moment

VERSION = 2
"""Of the schema; another one where a reader of this one could not read it."""

IN_SHORT = ("id", "start", "end", "status", "verdict", "trigger")


def incident_record(incident_id: str, facts: Sequence[Fact]) -> Payload:
    """Everything that is on record of an incident, each list with the oldest first.

    `facts` are all that belong to it, in order; there is at least one. Names of devices are those
    of then. A run of which a step is `pending` was not finished when this was made.
    """
    runs = _runs(facts)
    updates = [fact for fact in facts if isinstance(fact, StatusUpdate)]
    shown = _shown(updates)
    over = bool(shown) and shown[-1] is Status.GREEN_SAFE
    names = {step.device.id: step.device.name for run in runs for step in run.steps}
    return {
        "version": VERSION,
        "id": incident_id,
        "start": moment(facts[0].at),
        "end": moment(updates[-1].at) if over else None,
        "status": Status.highest(shown).value,
        "verdict": _verdict(facts),
        "trigger": _trigger(runs, updates),
        "record": list(_ranges(updates)),
        "statuses": [_status(update, then) for update, then in zip(updates, shown, strict=True)],
        "evidence": [part for run in runs for part in evidence_parts(run)],
        "runs": [run_part(run) for run in runs],
        "answers": [answer_part(fact) for fact in facts if isinstance(fact, Answered)],
        "told": [told_part(fact) for fact in facts if isinstance(fact, PeopleTold)],
        "sirens": list(siren_parts(facts, names)),
        "lights": list(light_parts(facts, names)),
        "hazards": list(_hazards(facts)),
        "codes": list(code_parts(facts, names)),
        "assessments": list(assessment_parts(facts)),
        "opinions": list(opinion_parts(facts)),
        "watch": list(watch_parts(facts)),
        "weights": list(weight_parts(facts)),
    }


def incident_summary(record: Payload) -> Payload:
    """An incident in short, from its record; `zones` are those that were above green."""
    return {**{key: record[key] for key in IN_SHORT}, "zones": _zones(record)}


def _zones(record: Payload) -> list[Json]:
    statuses = cast("list[Payload]", record["statuses"])
    above = (each["zone"] for each in statuses if each["status"] != Status.GREEN_SAFE)
    return list(dict.fromkeys(cast("Iterator[str]", above)))


def _runs(facts: Sequence[Fact]) -> list[Run]:
    """The runs as they stand, in the order they were started."""
    runs: dict[str, Run] = {}
    for fact in facts:
        match fact:
            case RunStarted(run=run):
                runs[run.id] = run
            case RunResumed(run_id=run_id, at=at) if run_id in runs:
                runs[run_id] = replace(runs[run_id], resumed_at=at)
            case StepEnded(run_id=run_id, step=step) if run_id in runs:
                runs[run_id] = runs[run_id].with_step(step)
    return list(runs.values())


def _shown(updates: Sequence[StatusUpdate]) -> list[Status]:
    """What the whole house showed after each change; before the first, all was green."""
    house = House(id="", name="", zones=(), devices=())
    shown = []
    for update in updates:
        house = entering(house, update.zone, OwnStatus(status=update.status))
        shown.append(house.shown(HOUSE))
    return shown


def _verdict(facts: Sequence[Fact]) -> Json:
    verdicts = [
        fact.answer.value
        for fact in facts
        if isinstance(fact, Answered) and fact.answer is not Answer.ACKNOWLEDGED
    ]
    return verdicts[-1] if verdicts else None


def _trigger(runs: Sequence[Run], updates: Sequence[StatusUpdate]) -> Json:
    causes = [*(run.cause for run in runs), *(update.cause for update in updates)]
    return next((cause_part(cause) for cause in causes if cause is not None), None)


def _ranges(updates: Sequence[StatusUpdate]) -> Iterator[Payload]:
    for epoch, changes in groupby(updates, key=lambda update: update.epoch):
        numbers = [change.seq for change in changes]
        yield {"epoch": epoch, "first_seq": numbers[0], "last_seq": numbers[-1]}


def _status(update: StatusUpdate, shown: Status) -> Payload:
    return {
        "at": moment(update.at),
        "zone": update.zone,
        "status": update.status.value,
        "shown": shown.value,
        "epoch": update.epoch,
        "seq": update.seq,
        "run_id": update.run_id,
    }


def _hazards(facts: Sequence[Fact]) -> Iterator[Payload]:
    for fact in facts:
        if isinstance(fact, HazardsChanged):
            yield {"at": moment(fact.at), "active": list(fact.active)}
