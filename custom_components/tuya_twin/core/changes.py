"""What becomes of the house: the one function that changes it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from .facts import (
    Answered,
    BulbLit,
    CodeAccepted,
    CodeRefused,
    Fact,
    HazardsChanged,
    PeopleTold,
    PutBack,
    RunResumed,
    RunStarted,
    SirenArmed,
    SirenSilenced,
    SirenSilent,
    StatusUpdate,
    StepEnded,
)
from .house import House, HouseUpdate, OwnStatus, ZonesNamed, entering
from .incident import Incident
from .lookout import looking
from .model import (
    HOUSE,
    BulbCommand,
    BulbMode,
    BulbState,
    DeviceReport,
    PutBackCommand,
    SirenCommand,
    SirenState,
    Status,
)
from .run import Alarm, Result, Run, Step

KEPT_REFUSALS = 10
"""More than it takes to be locked out."""


def apply(house: House, update: HouseUpdate) -> House:  # noqa: PLR0911 - one for each subject
    """The house after one thing that happened to it."""
    match update:
        case DeviceReport(device_id=device_id):
            return replace(house, reports={**house.reports, device_id: update})
        case Run():
            return _with_run(house, update)
        case ZonesNamed(zones=zones):
            return replace(house, zones=zones)
        case StatusUpdate():
            return _with_status(house, update)
        case RunStarted() | RunResumed() | StepEnded():
            return _with_progress(house, update)
        case SirenArmed() | SirenSilenced() | SirenSilent():
            return _with_alarm(house, update)
        case BulbLit() | PutBack():
            return _with_light(house, update)
        case Answered() | PeopleTold():
            return replace(house, incident=_with_people(house.incident, update))
        case HazardsChanged() | CodeRefused() | CodeAccepted():
            return _with_caution(house, update)
        case _:
            return replace(house, lookout=looking(house.lookout, update))


def replay(house: House, facts: Iterable[Fact]) -> House:
    """The house after everything that is on record."""
    for fact in facts:
        house = apply(house, fact)
    return house


def _with_status(house: House, update: StatusUpdate) -> House:
    own = OwnStatus(status=update.status, since=update.at, cause=update.cause)
    changed = entering(house, update.zone, own)
    return replace(changed, incident=_incident(changed, update))


def _incident(house: House, update: StatusUpdate) -> Incident | None:
    shown = house.shown(HOUSE)
    if shown is Status.GREEN_SAFE:
        return None
    critical = shown is Status.RED_CRITICAL
    red_since = update.at if critical else None
    incident = house.incident
    if incident is None:
        return Incident(
            id=update.run_id or f"{update.epoch}-{update.seq}",
            since=update.at,
            status=shown,
            current=shown,
            red_since=red_since,
        )
    rises = critical and incident.current is not Status.RED_CRITICAL
    return replace(
        incident,
        status=Status.highest((incident.status, shown)),
        current=shown,
        red_since=incident.red_since or red_since,
        # A new rise to red is a new call for help, whatever was said to the one before.
        answered=None if rises else incident.answered,
        told=() if rises else incident.told,
    )


def _with_people(incident: Incident | None, update: Answered | PeopleTold) -> Incident | None:
    if incident is None or incident.id != update.incident_id:
        return incident
    match update:
        case Answered():
            return replace(incident, answered=incident.answered or update)
        case PeopleTold():
            return replace(incident, told=(*incident.told, update))


def _with_run(house: House, run: Run) -> House:
    if house.run is not None:
        older = run.started_at < house.run.started_at
        stale = run.id == house.run.id and run.revision < house.run.revision
        if older or stale:
            return house
    return replace(house, run=run)


def _with_progress(house: House, update: RunStarted | RunResumed | StepEnded) -> House:
    match update:
        case RunStarted(run=run):
            house = replace(
                _with_run(house, run),
                before={**_befores(run), **house.before},
                alarms=_alarms(house, update),
            )
            return _with_open(house, run)
        case RunResumed(run_id=run_id, at=at):
            if (resumed := house.open_runs.get(run_id)) is None:
                return house
            resumed = replace(resumed, resumed_at=at, revision=resumed.revision + 1)
            return _with_open(_with_run(house, resumed), resumed)
        case StepEnded(run_id=run_id, step=step, at=at):
            if (under_way := house.open_runs.get(run_id)) is not None:
                under_way = under_way.with_step(step)
                house = _with_open(_with_run(house, under_way), under_way)
            return _with_proof(house, step, at) if step.result is Result.CONFIRMED else house


def _with_proof(house: House, step: Step, at: datetime) -> House:
    device_id = step.device.id
    house = replace(house, proven={**house.proven, device_id: at})
    match step.command:
        case PutBackCommand():
            return _with_light(house, PutBack(device_id=device_id, at=at))
        case BulbCommand(mode=mode) as light:
            lit = {device_id: light} if mode is BulbMode.COLOUR else {}
            return replace(house, lit={**_without(house.lit, device_id), **lit})
        case SirenCommand(on=True, duration=seconds) if device_id in house.alarms:
            alarm = house.alarms[device_id]
            own = alarm.until if seconds is None else at + timedelta(seconds=seconds)
            return _with_alarm(house, SirenArmed(device_id=device_id, at=at, until=own))
        case SirenCommand(on=False):
            return _with_alarm(house, SirenSilent(device_id=device_id, at=at))
    return house


def _with_open(house: House, run: Run) -> House:
    others = _without(house.open_runs, run.id) if run.finished else house.open_runs
    runs = others if run.finished else {**others, run.id: run}
    return replace(house, open_runs=runs)


def _befores(run: Run) -> dict[str, BulbState | SirenState]:
    return {step.device.id: step.before for step in run.steps if step.before is not None}


def _alarms(house: House, started: RunStarted) -> dict[str, Alarm]:
    """A siren that is told to sound has an alarm; told again, its clock goes on.

    One that is told to be silent keeps its alarm until it has proven that it is.
    """
    run = started.run
    alarms = _without(house.alarms, *started.alarms_over)
    for step in run.steps:
        device_id = step.device.id
        known = house.alarms.get(device_id)
        match step.command:
            case SirenCommand(on=True) if step.until is not None:
                if known is None or known.over or known.drill:
                    known = Alarm(since=run.started_at, until=step.until, drill=run.drill)
                alarms[device_id] = replace(known, silenced=False)
            case SirenCommand(on=False) if known is not None:
                alarms[device_id] = replace(known, over=True)
    return alarms


def _with_alarm(house: House, update: SirenArmed | SirenSilenced | SirenSilent) -> House:
    device_id = update.device_id
    if (alarm := house.alarms.get(device_id)) is None:
        return house
    match update:
        case SirenArmed(until=until):
            alarm = replace(alarm, armed_until=until)
        case SirenSilenced():
            alarm = replace(alarm, armed_until=None, silenced=True)
        case SirenSilent() if alarm.over or alarm.drill:
            return replace(house, alarms=_without(house.alarms, device_id))
        case SirenSilent():
            alarm = replace(alarm, armed_until=None, capped=True)
    return replace(house, alarms={**house.alarms, device_id: alarm})


def _with_light(house: House, update: BulbLit | PutBack) -> House:
    match update:
        case BulbLit(device_id=device_id, light=light):
            return replace(house, lit={**house.lit, device_id: light})
        case PutBack(device_id=device_id) if house.is_commanded(device_id):
            # By a newer run, which was planned while this was not yet known.
            return house
        case PutBack(device_id=device_id):
            return replace(
                house,
                before=_without(house.before, device_id),
                lit=_without(house.lit, device_id),
            )


def _with_caution(house: House, update: HazardsChanged | CodeRefused | CodeAccepted) -> House:
    match update:
        case HazardsChanged(active=active):
            return replace(house, hazards=active)
        case CodeRefused():
            return replace(house, refused=(*house.refused, update)[-KEPT_REFUSALS:])
        case CodeAccepted():
            return replace(house, refused=())


def _without[T](mapping: Mapping[str, T], *keys: str) -> dict[str, T]:
    return {key: value for key, value in mapping.items() if key not in keys}
