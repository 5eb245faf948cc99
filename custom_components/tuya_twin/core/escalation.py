"""Whom to tell of an alarm, and when. Pure: what was told so far is in the incident."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from .incident import Incident
from .model import Status
from .settings import People


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call for help: the `number`th of its incident, from 0, due at a moment."""

    number: int
    at: datetime
    targets: tuple[str, ...]


def next_call(incident: Incident, people: People, zone: str) -> Call | None:
    """The call that comes next; `None` when somebody has answered, or all were told often enough.

    Each call goes to those whose turn it is, and to all whose turn it was before in this round.
    `zone` is where the alarm is: it may have people of its own, who are told first.
    """
    if incident.current is not Status.RED_CRITICAL or incident.answered is not None:
        return None
    calls = _calls(people, zone)
    number = len(incident.told)
    if number >= len(calls) * people.rounds:
        return None
    turn = number % len(calls)
    targets = dict.fromkeys(target for call in calls[: turn + 1] for target in call)
    at = incident.since
    if incident.told:
        at = incident.told[-1].at + timedelta(seconds=people.wait_seconds)
    return Call(number=number, at=at, targets=tuple(targets))


def _calls(people: People, zone: str) -> tuple[tuple[str, ...], ...]:
    """There is one call at least: Home Assistant's own notification needs no target."""
    calls = people.calls or ((),)
    own = people.zones.get(zone)
    return calls if own is None else (own, *calls[1:])
