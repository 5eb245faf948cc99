"""The payloads of the feed, as plain JSON values. `tests/fixtures/wire/` shows one of each."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from .assessment import Assessment, Ground
from .facts import Answered, OpinionGiven, StatusUpdate
from .house import House
from .incident import Incident
from .lookout import Lookout
from .model import HOUSE, CheckCommand, Device, DeviceReport
from .plan import Floor, Plan
from .run import Cause, Run, Step

type Json = str | int | float | bool | list[Json] | dict[str, Json] | None
type Payload = dict[str, Json]


def status_update(update: StatusUpdate) -> Payload:
    """A change of status: `status` and `zone` always, then where it stands in the record.

    `merged` has the numbers of those changes that were not sent by themselves, as this one came
    right after them; the feed says which.
    """
    return {
        "status": update.status.value,
        "zone": update.zone,
        "epoch": update.epoch,
        "seq": update.seq,
        "at": moment(update.at),
        "run_id": update.run_id,
        "cause": None if update.cause is None else _cause(update.cause),
        "merged": [],
    }


def run_update(run: Run) -> Payload:
    """A run with all its steps as they stand."""
    return {
        "id": run.id,
        "protocol": run.protocol.value,
        "status": run.status.value,
        "zone": run.zone,
        "cause": _cause(run.cause),
        "started_at": moment(run.started_at),
        "deadline": run.deadline,
        "revision": run.revision,
        "drill": run.drill,
        "finished": run.finished,
        "steps": [_step(step) for step in run.steps],
    }


def device_update(device: Device, report: DeviceReport | None) -> Payload:
    """A device with its last report; one that was never heard of is not reachable."""
    seen_at = report.seen_at if report else None
    return {
        "id": device.id,
        "name": device.name,
        "kind": device.kind.value,
        "zone": device.zone,
        "reachable": report is not None and report.reachable,
        "seen_at": moment_or_none(seen_at),
        "trouble": None if report is None or report.trouble is None else report.trouble.value,
        "state": {} if report is None else asdict(report.state),
    }


def device_updates(house: House) -> list[Payload]:
    """Every device of the house with its last report."""
    return [device_update(device, house.reports.get(device.id)) for device in house.devices]


def incident_update(house: House) -> Payload:
    """The incident that is open, or that there is none; for whenever that has changed."""
    return {"incident": _incident_or_none(house.incident)}


def lookout_update(watched: Lookout) -> Payload:
    """How the house is watched and what that has found; for whenever any of it has changed.

    Of each zone only the newest assessment. The opinion is the newest there is, and may be of an
    incident that is over.
    """
    watch, entry = watched.watch, watched.entry
    return {
        "watch": {
            "mode": watch.mode.value,
            "since": moment_or_none(watch.since),
            "counts_from": moment_or_none(watch.counts_from),
            "entry_until": None if entry is None else moment(entry.until),
            "entry_zone": None if entry is None else entry.assessment.zone,
            "bypassed": [{"sensor": each.sensor, "name": each.name} for each in watch.bypassed],
        },
        "assessments": [_assessment(found) for found in watched.assessments.values()],
        "opinion": None if watched.opinion is None else _opinion(watched.opinion),
    }


def plan(drawn: Plan) -> Payload:
    """The whole plan; for whenever it has changed, and as it is kept in the options."""
    return {"revision": drawn.revision, "floors": [_floor(floor) for floor in drawn.floors]}


def snapshot(house: House, drawn: Plan, *, epoch: str, seq: int, at: datetime) -> Payload:
    """The whole house at one moment of the record; the feed adds the `screens`."""
    return {
        "epoch": epoch,
        "seq": seq,
        "at": moment(at),
        "household": {"id": house.id, "name": house.name},
        "house": _zone_status(house, HOUSE),
        "zones": [
            {"id": zone.id, "name": zone.name, **_zone_status(house, zone.id)}
            for zone in house.zones
        ],
        "devices": [*device_updates(house)],
        "incident": _incident_or_none(house.incident),
        "run": None if house.run is None else run_update(house.run),
        "plan": plan(drawn),
        "lookout": lookout_update(house.lookout),
    }


def _assessment(found: Assessment) -> Payload:
    return {
        "zone": found.zone,
        "status": found.status.value,
        "score": found.score,
        "at": moment(found.at),
        "counts": found.counts,
        "hazard": found.hazard,
        "floor": found.floor.value,
        "ceiling": found.ceiling.value,
        "grounds": [_ground(ground, found) for ground in found.grounds],
    }


def _ground(ground: Ground, found: Assessment) -> Payload:
    told = (event.zone for event in found.events if event.name == ground.name)
    return {
        "why": ground.why.value,
        "name": ground.name,
        "role": None if ground.role is None else ground.role.value,
        # The sensor's: what is found in one zone may rest on what was seen in another.
        "zone": next(told, found.zone),
        "value": ground.value,
        "seconds": ground.seconds,
    }


def _opinion(given: OpinionGiven) -> Payload:
    return {
        "incident_id": given.incident_id,
        "zone": given.zone,
        "at": moment(given.at),
        "fate": given.fate.value,
        "status": None if given.status is None else given.status.value,
        "confidence": given.confidence,
        "summary": given.summary,
        "seconds": given.seconds,
    }


def _floor(floor: Floor) -> Payload:
    return {
        "id": floor.id,
        "name": floor.name,
        "zones": list(floor.zones),
        "rooms": [
            {"zone": room.zone, "x": room.x, "y": room.y, "w": room.w, "d": room.d}
            for room in floor.rooms
        ],
        "doors": [
            {"x": door.x, "y": door.y, "along": door.along, "length": door.length}
            for door in floor.doors
        ],
        "devices": [
            {"device": placed.device, "x": placed.x, "y": placed.y} for placed in floor.devices
        ],
    }


def _zone_status(house: House, zone: str) -> Payload:
    own = house.own_status(zone)
    return {
        "status": own.status.value,
        "shown": house.shown(zone).value,
        "since": moment_or_none(own.since),
    }


def _cause(cause: Cause) -> Payload:
    return {
        "origin": cause.origin,
        "name": cause.name,
        "reason": cause.reason,
        "context_id": cause.context_id,
    }


def _incident_or_none(incident: Incident | None) -> Json:
    if incident is None:
        return None
    return {
        "id": incident.id,
        "since": moment(incident.since),
        "status": incident.status.value,
        "answered": None if incident.answered is None else _answered(incident.answered),
    }


def _answered(answered: Answered) -> Payload:
    return {
        "answer": answered.answer.value,
        "by": answered.cause.name,
        "at": moment(answered.at),
    }


def _step(step: Step) -> Payload:
    return {
        "device": step.device.id,
        "name": step.device.name,
        "kind": step.device.kind.value,
        "zone": step.device.zone,
        "check": isinstance(step.command, CheckCommand),
        "result": step.result.value,
        "reason": None if step.reason is None else step.reason.value,
        "ms": step.ms,
        "path": None if step.path is None else step.path.value,
        "stand_ins": list(step.stand_ins),
    }


def moment(at: datetime) -> str:
    """A moment, always of the same length: microseconds even where they are zero."""
    return at.isoformat(timespec="microseconds")


def moment_or_none(at: datetime | None) -> str | None:
    """A moment, where there is one."""
    return None if at is None else moment(at)


def text(payload: Mapping[str, object], key: str) -> str | None:
    """A string field of what a client sent; `None` if it is missing or something else."""
    value = payload.get(key)
    return value if isinstance(value, str) else None


def number(payload: Mapping[str, object], key: str) -> int | None:
    """A non-negative integer field of what a client sent; `None` if it is anything else."""
    value = payload.get(key)
    return value if type(value) is int and value >= 0 else None
