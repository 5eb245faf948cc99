"""The parts of an incident's record that tell how the house was watched, and what that found."""

from collections.abc import Iterator, Sequence

from .assessment import Assessment, Ground
from .facts import (
    Assessed,
    EntryBegan,
    EntryEnded,
    Fact,
    OpinionAsked,
    OpinionGiven,
    WatchChanged,
    WeightChanged,
)
from .incident_parts import cause_part
from .signs import SensorEvent
from .wire import Payload, moment, moment_or_none


def assessment_parts(facts: Sequence[Fact]) -> Iterator[Payload]:
    """What each sign was taken for, with every reason."""
    for fact in facts:
        if isinstance(fact, Assessed):
            yield _assessment(fact.assessment)


def opinion_parts(facts: Sequence[Fact]) -> Iterator[Payload]:
    """What an AI was asked, and what came of it."""
    for fact in facts:
        match fact:
            case OpinionAsked(at=at, zone=zone):
                yield {"at": moment(at), "zone": zone, "event": "asked", **_NO_ANSWER}
            case OpinionGiven():
                yield _answer(fact)


def watch_parts(facts: Sequence[Fact]) -> Iterator[Payload]:
    """How the house was watched otherwise, and for whom it waited who came in."""
    for fact in facts:
        match fact:
            case WatchChanged(watch=watch, cause=cause):
                yield {
                    **_of_watch(fact, "changed"),
                    "mode": watch.mode.value,
                    "counts_from": moment_or_none(watch.counts_from),
                    "bypassed": [
                        {"sensor": each.sensor, "name": each.name} for each in watch.bypassed
                    ],
                    "cause": cause_part(cause),
                }
            case EntryBegan(until=until, assessment=found):
                yield {
                    **_of_watch(fact, "entry_began"),
                    "until": moment(until),
                    "assessment": _assessment(found),
                }
            case EntryEnded():
                yield _of_watch(fact, "entry_ended")


def weight_parts(facts: Sequence[Fact]) -> Iterator[Payload]:
    """What sensors weigh since then, as they gave false alarms or are trusted again."""
    for fact in facts:
        if isinstance(fact, WeightChanged):
            yield {
                "at": moment(fact.at),
                "sensor": fact.sensor,
                "name": fact.name,
                "zone": fact.zone,
                "weight": fact.weight,
                "cause": cause_part(fact.cause),
            }


def _assessment(found: Assessment) -> Payload:
    return {
        "at": moment(found.at),
        "zone": found.zone,
        "status": found.status.value,
        "score": found.score,
        "floor": found.floor.value,
        "ceiling": found.ceiling.value,
        "counts": found.counts,
        "hazard": found.hazard,
        "grounds": [_ground(ground) for ground in found.grounds],
        "events": [_sign(event) for event in found.events],
    }


def _ground(ground: Ground) -> Payload:
    return {
        "why": ground.why.value,
        "name": ground.name,
        "role": None if ground.role is None else ground.role.value,
        "value": ground.value,
        "seconds": ground.seconds,
    }


def _sign(event: SensorEvent) -> Payload:
    return {
        "at": moment(event.at),
        "sensor": event.sensor,
        "entity_id": event.entity_id,
        "name": event.name,
        "role": event.role.value,
        "zone": event.zone,
    }


_NO_ANSWER: Payload = {
    "fate": None,
    "seconds": None,
    "status": None,
    "confidence": None,
    "summary": "",
    "cited": [],
}


def _answer(fact: OpinionGiven) -> Payload:
    return {
        "at": moment(fact.at),
        "zone": fact.zone,
        "event": "given",
        "fate": fact.fate.value,
        "seconds": fact.seconds,
        "status": None if fact.status is None else fact.status.value,
        "confidence": fact.confidence,
        "summary": fact.summary,
        "cited": list(fact.cited),
    }


def _of_watch(fact: WatchChanged | EntryBegan | EntryEnded, event: str) -> Payload:
    return {
        "at": moment(fact.at),
        "event": event,
        "mode": None,
        "counts_from": None,
        "bypassed": [],
        "until": None,
        "assessment": None,
        "cause": None,
    }
