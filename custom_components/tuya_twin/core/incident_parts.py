"""The parts of an incident's record as JSON: runs and causes whole, single devices by what befell.

Unlike what `wire` makes for the screens, these leave out nothing that is on record.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from .facts import (
    Answered,
    BulbLit,
    CodeAccepted,
    CodeRefused,
    Fact,
    PeopleTold,
    PutBack,
    SirenArmed,
    SirenSilenced,
    SirenSilent,
)
from .model import BulbCommand, CheckCommand, LockCommand, PutBackCommand, SirenCommand
from .run import Cause, Run, Step
from .wire import Payload, moment, moment_or_none

_TYPES: Mapping[type, str] = {
    BulbCommand: "light",
    SirenCommand: "siren",
    LockCommand: "bolt",
    PutBackCommand: "put_back",
    CheckCommand: "check",
}


def cause_part(cause: Cause) -> Payload:
    """Who or what, without the evidence."""
    return {
        "origin": cause.origin,
        "name": cause.name,
        "user_id": cause.user_id,
        "reason": cause.reason,
        "context_id": cause.context_id,
    }


def evidence_parts(run: Run) -> Iterator[Payload]:
    """What the house showed when the run was asked for."""
    for each in run.cause.evidence:
        yield {
            "run_id": run.id,
            "source": each.source,
            "name": each.name,
            "state": each.state,
            "since": moment(each.at),
        }


def run_part(run: Run) -> Payload:
    """A run with what was asked of each device, and what came of it."""
    return {
        "id": run.id,
        "protocol": run.protocol.value,
        "zone": run.zone,
        "cause": cause_part(run.cause),
        "started_at": moment(run.started_at),
        "resumed_at": moment_or_none(run.resumed_at),
        "deadline": run.deadline,
        "steps": [_step(step) for step in run.steps],
    }


def _step(step: Step) -> Payload:
    return {
        "device": step.device.id,
        "name": step.device.name,
        "kind": step.device.kind.value,
        "zone": step.device.zone,
        "command": {"type": _TYPES[type(step.command)], **asdict(step.command)},
        "result": step.result.value,
        "reason": None if step.reason is None else step.reason.value,
        "ms": step.ms,
        "path": None if step.path is None else step.path.value,
        "stand_ins": list(step.stand_ins),
    }


def answer_part(fact: Answered) -> Payload:
    """What a person said."""
    return {"at": moment(fact.at), "answer": fact.answer.value, "cause": cause_part(fact.cause)}


def told_part(fact: PeopleTold) -> Payload:
    """Who was told, and who could not be."""
    return {
        "at": moment(fact.at),
        "call": fact.call,
        "targets": list(fact.targets),
        "failed": list(fact.failed),
    }


type Names = Mapping[str, str]
"""Of devices, by id."""


def siren_parts(facts: Sequence[Fact], names: Names) -> Iterator[Payload]:
    """What happened to sirens beside the runs."""
    for fact in facts:
        match fact:
            case SirenArmed(until=until):
                yield _siren(fact, names, "armed", until=moment(until))
            case SirenSilenced(cause=cause):
                yield _siren(fact, names, "silenced", cause=cause_part(cause))
            case SirenSilent():
                yield _siren(fact, names, "silent")


def light_parts(facts: Sequence[Fact], names: Names) -> Iterator[Payload]:
    """What happened to bulbs beside the runs."""
    for fact in facts:
        match fact:
            case BulbLit():
                yield {**_device(fact, names), "event": "lit"}
            case PutBack():
                yield {**_device(fact, names), "event": "put_back"}


def code_parts(facts: Sequence[Fact], names: Names) -> Iterator[Payload]:
    """The codes that were given to unlock doors; not the codes themselves."""
    for fact in facts:
        match fact:
            case CodeRefused(cause=cause, locked_out_until=until):
                yield {
                    **_device(fact, names),
                    "accepted": False,
                    "cause": cause_part(cause),
                    "locked_out_until": moment_or_none(until),
                }
            case CodeAccepted(cause=cause):
                yield {
                    **_device(fact, names),
                    "accepted": True,
                    "cause": cause_part(cause),
                    "locked_out_until": None,
                }


type _OfDevice = (
    SirenArmed | SirenSilenced | SirenSilent | BulbLit | PutBack | CodeRefused | CodeAccepted
)


def _device(fact: _OfDevice, names: Names) -> Payload:
    return {
        "at": moment(fact.at),
        "device": fact.device_id,
        "name": names.get(fact.device_id),
    }


def _siren(
    fact: _OfDevice,
    names: Names,
    event: str,
    *,
    until: str | None = None,
    cause: Payload | None = None,
) -> Payload:
    return {**_device(fact, names), "event": event, "until": until, "cause": cause}
