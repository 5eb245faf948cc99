"""Whom to tell of an alarm, and when. Pure: what was told so far is in the incident."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from .course import NEVER
from .house import House
from .incident import Incident
from .model import Status
from .policy import Policy, Tell
from .settings import People

QUIETLY = -1
"""The number of an ordinary message: it is no call for help, and does not count as one."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """People to be told: the `number`th call for help of its incident, from 0, or `QUIETLY`."""

    number: int
    at: datetime
    """When it is due."""
    targets: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Concern:
    """What people are to know: where the house is in a status that they are told of, and how."""

    tell: Tell
    status: Status
    zones: tuple[str, ...]
    """By their ids, the newest first."""


def concern(house: House, policy: Policy) -> Concern | None:
    """What people are to know now; `None` if nothing.

    What is told critically comes before what is told quietly, and red before yellow.
    """
    own = {zone: own for zone, own in house.own.items() if own.status is not Status.GREEN_SAFE}
    for tell in (Tell.CRITICALLY, Tell.QUIETLY):
        told = {zone for zone in own if policy.level(zone, own[zone].status).tell is tell}
        if not told:
            continue
        status = Status.highest(own[zone].status for zone in told)
        # By name where the time says nothing, so that a restart changes nothing.
        zones = sorted(zone for zone in told if own[zone].status is status)
        zones.sort(key=lambda zone: own[zone].since or NEVER, reverse=True)
        return Concern(tell=tell, status=status, zones=tuple(zones))
    return None


def due_call(incident: Incident, people: People, concern: Concern) -> Call | None:
    """What comes next for what people are to know; `None` if nothing, or if nobody would hear."""
    which = next_call if concern.tell is Tell.CRITICALLY else quiet_call
    call = which(incident, people, concern.zones[0])
    return call if call is not None and (call.targets or people.persistent) else None


def next_call(incident: Incident, people: People, zone: str) -> Call | None:
    """The call for help that comes next, while people are to be told critically.

    `None` when somebody has answered, or all were told often enough. Each call goes to those whose
    turn it is, and to all whose turn it was before in this round. `zone` is where the alarm is: it
    may have people of its own, who are told first.
    """
    if incident.answered is not None:
        return None
    made = [told for told in incident.told if told.call != QUIETLY]
    calls = _calls(people, zone)
    number = len(made)
    if number >= len(calls) * people.rounds:
        return None
    turn = number % len(calls)
    targets = dict.fromkeys(target for call in calls[: turn + 1] for target in call)
    wait = timedelta(seconds=people.wait_seconds)
    at = made[-1].at + wait if made else incident.since
    return Call(number=number, at=at, targets=tuple(targets))


def quiet_call(incident: Incident, people: People, zone: str) -> Call | None:
    """The ordinary message that is due, while people are to be told quietly.

    It goes once to those who would be called first; `None` when they know, or somebody has
    answered.
    """
    if incident.answered is not None:
        return None
    know = {target for told in incident.told for target in told.targets}
    first = _calls(people, zone)[0]
    targets = tuple(target for target in dict.fromkeys(first) if target not in know)
    if incident.told and not targets:
        return None
    return Call(number=QUIETLY, at=incident.since, targets=targets)


def everybody(people: People) -> tuple[str, ...]:
    """All who may ever be told."""
    calls = (*people.calls, *people.zones.values())
    return tuple(dict.fromkeys(target for call in calls for target in call))


def _calls(people: People, zone: str) -> tuple[tuple[str, ...], ...]:
    """There is one call at least: Home Assistant's own notification needs no target."""
    calls = people.calls or ((),)
    own = people.zones.get(zone)
    return (own, *calls[1:]) if own else calls
