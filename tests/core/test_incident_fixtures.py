"""The record of a whole night, and the list, as the panel agreed to read them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
import json
from pathlib import Path
from typing import Any

from custom_components.tuya_twin.core.assessment import Assessment, Bypassed, Ground, Watch, Why
from custom_components.tuya_twin.core.facts import (
    Answer,
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
    OpinionFate,
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
from custom_components.tuya_twin.core.incidents import incident_record, incident_summary
from custom_components.tuya_twin.core.model import (
    HOUSE,
    BulbCommand,
    BulbMode,
    BulbState,
    Command,
    Device,
    DeviceKind,
    LockCommand,
    Path as Way,
    Protocol,
    PutBackCommand,
    Reason,
    SirenCommand,
    Status,
)
from custom_components.tuya_twin.core.run import Cause, Evidence, Result, Run, Step
from custom_components.tuya_twin.core.signs import Role, SensorEvent, WatchMode
from tests.core.json_schema import mistakes
from tests.core.test_wire import BULB, EPOCH, LOCK, SIREN, at

type LoadFixture = Callable[[str], Any]

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "custom_components/tuya_twin/incident.schema.json").read_text()
)
NIGHT = "01KAQ8GSSK7E2V5B8N1M4Q7T0W"
MORNING = "01KAQ9SSSK7E2V5B8N1M4Q7T0X"
EVENING = "01KAQ7ZZZK7E2V5B8N1M4Q7T0V"

ATTIC = Device(
    id="bf0123456789abcdef0attic", name="Attic siren", kind=DeviceKind.SIREN, zone="MasterBedroom"
)
BEDSIDE = Device(
    id="bf0123456789abcdef00bed", name="Bedside lamp", kind=DeviceKind.BULB, zone="MasterBedroom"
)
BACK_DOOR = Device(
    id="bf0123456789abcdef0back", name="Back door", kind=DeviceKind.LOCK, zone="LivingRoom"
)

MOTION = Evidence(
    source="binary_sensor.motion", name="Motion, living room", state="on", at=at(13, 58, 0)
)
GLASS = Evidence(source="binary_sensor.glass", name="Glass", state="on", at=at(16, 29, 0))
ANALYZER = Cause(
    origin="automation",
    reason="Motion, nobody at home",
    context_id="01KAQ8H2Q3F0D5J6K7M8N9P0QR",
    evidence=(MOTION,),
)
BROKEN = replace(ANALYZER, origin="rules", reason="Glass broke", evidence=(GLASS, MOTION))
ANNA = Cause(
    origin="person", name="Anna", user_id="c0ffee", context_id="01KAQ8H2Q3F0D5J6K7M8N9P0QS"
)
BEN = replace(ANNA, name="Ben", user_id="bed")

AMBER = BulbCommand(on=True, mode=BulbMode.COLOUR, hue=42, saturation=100, brightness=30)
ALARM = BulbCommand(on=True, mode=BulbMode.COLOUR, hue=0, saturation=100, brightness=100)
LOUD = SirenCommand(on=True, volume=100, duration=60)
BOLT = LockCommand(lock=True)
WARM = PutBackCommand(
    state=BulbState(on=True, mode=BulbMode.WHITE, brightness=45, hue=0, saturation=0, kelvin=2700)
)

GREEN, YELLOW, RED = Status.GREEN_SAFE, Status.YELLOW_WARNING, Status.RED_CRITICAL
BY_NIGHT = Ground(why=Why.NIGHT, value=1.5)


def sign(role: Role, zone: str, entity_id: str, name: str, when: datetime) -> SensorEvent:
    return SensorEvent(
        sensor=f"registry-{entity_id}",
        entity_id=entity_id,
        name=name,
        role=role,
        zone=zone,
        at=when,
    )


MOVED = sign(Role.MOTION, "LivingRoom", MOTION.source, MOTION.name, MOTION.at)
BROKE = sign(Role.GLASS, "LivingRoom", GLASS.source, GLASS.name, GLASS.at)
SMOKE = sign(
    Role.SMOKE, "LivingRoom", "binary_sensor.smoke_kitchen", "Smoke, kitchen", at(16, 40, 0)
)
OPENED = sign(Role.DOOR, "Foyer", "binary_sensor.front_door", "Front door", at(18, 50, 0))
UNLOCKED = replace(
    sign(Role.UNLOCK, "Foyer", "lock.front_door", "Front door", at(19, 1, 0)), sensor=LOCK.id
)
WALKED = sign(Role.MOTION, "Foyer", "binary_sensor.hall", "Motion, hall", at(19, 30, 0))


def found(to: Status, score: float, *events: SensorEvent, **more: Any) -> Assessment:
    """What the rules made of the last of these signs."""
    return Assessment(
        zone=events[-1].zone, status=to, score=score, at=events[-1].at, events=events, **more
    )


def of(why: Why, event: SensorEvent, value: float = 0.0, seconds: float = 0.0) -> Ground:
    return Ground(why=why, name=event.name, role=event.role, value=value, seconds=seconds)


WARNED = found(
    YELLOW, 75.0, MOVED, grounds=(of(Why.SIGN, MOVED, 50.0), BY_NIGHT), floor=YELLOW, ceiling=RED
)
ALARMED = found(
    RED, 90.0, BROKE, grounds=(of(Why.SIGN, BROKE, 60.0), BY_NIGHT), floor=RED, ceiling=RED
)
BURNING = found(
    RED,
    100.0,
    SMOKE,
    grounds=(of(Why.HAZARD, SMOKE, 100.0),),
    floor=RED,
    ceiling=RED,
    hazard=True,
)
CAME_IN = found(
    YELLOW, 75.0, OPENED, grounds=(of(Why.SIGN, OPENED, 50.0), BY_NIGHT), floor=YELLOW, ceiling=RED
)
HOME = found(GREEN, 0.0, UNLOCKED, grounds=(of(Why.OWNER, UNLOCKED),))
AT_HOME = found(GREEN, 0.0, WALKED, grounds=(of(Why.NOT_WATCHED, WALKED),), counts=False)
BEDTIME = Watch(
    mode=WatchMode.NIGHT,
    since=at(17, 20, 0),
    counts_from=at(17, 50, 0),
    bypassed=(Bypassed(sensor="registry-binary_sensor.bathroom", name="Bathroom window"),),
)


def asked(when: datetime) -> OpinionAsked:
    return OpinionAsked(incident_id=NIGHT, zone="LivingRoom", at=when)


def opinion(when: datetime, fate: OpinionFate, seconds: float, **more: Any) -> OpinionGiven:
    return OpinionGiven(
        incident_id=NIGHT, zone="LivingRoom", at=when, fate=fate, seconds=seconds, **more
    )


def status(seq: int, when: datetime, zone: str, to: Status, run: str) -> StatusUpdate:
    return StatusUpdate(status=to, zone=zone, epoch=EPOCH, seq=seq, at=when, run_id=run)


def started(run: str, protocol: Protocol, zone: str, cause: Cause, when: datetime) -> RunStarted:
    return RunStarted(
        run=Run(
            id=run,
            protocol=protocol,
            zone=zone,
            cause=cause,
            started_at=when,
            deadline=5.0,
            steps=tuple(Step(device=device, command=command) for device, command in ASKED[run]),
            incident=NIGHT,
        )
    )


ASKED: dict[str, list[tuple[Device, Command]]] = {
    "run-yellow": [(BULB, AMBER)],
    "run-red": [
        (SIREN, LOUD),
        (ATTIC, LOUD),
        (BULB, ALARM),
        (BEDSIDE, ALARM),
        (LOCK, BOLT),
        (BACK_DOOR, BOLT),
    ],
    "run-calmer": [(BULB, AMBER), (ATTIC, SirenCommand(on=False))],
    "run-green": [
        (SIREN, SirenCommand(on=False)),
        (ATTIC, SirenCommand(on=False)),
        (BULB, WARM),
    ],
}


def ended(run: str, device: Device, result: Result, ms: float | None, **more: Any) -> StepEnded:
    """One step's end; the moment is not part of the record, as `ms` says it."""
    command = dict(ASKED[run])[device]
    step = Step(device=device, command=command, result=result, ms=ms, **more)
    return StepEnded(run_id=run, step=step, at=at(14, 7, 0))


def proven(run: str, device: Device, ms: float, path: Way = Way.LAN) -> StepEnded:
    return ended(run, device, Result.CONFIRMED, ms, path=path)


def answered(answer: Answer, when: datetime, cause: Cause) -> Answered:
    return Answered(incident_id=NIGHT, answer=answer, at=when, cause=cause)


def told(call: int, when: datetime, *targets: str, failed: tuple[str, ...] = ()) -> PeopleTold:
    return PeopleTold(incident_id=NIGHT, at=when, call=call, targets=targets, failed=failed)


FACTS: tuple[Fact, ...] = (
    status(40, at(13, 58, 250), "LivingRoom", Status.YELLOW_WARNING, "run-yellow"),
    Assessed(assessment=WARNED),
    started("run-yellow", Protocol.YELLOW, "LivingRoom", ANALYZER, at(13, 58, 250)),
    asked(at(13, 58, 260)),
    proven("run-yellow", BULB, 131.4),
    opinion(
        at(13, 59, 460),
        OpinionFate.NOTED,
        1.2,
        status=YELLOW,
        confidence=0.6,
        summary="Somebody, or a pet, moved in the living room.",
        cited=(MOVED.entity_id,),
    ),
    status(41, at(16, 30, 0), HOUSE, Status.RED_CRITICAL, "run-red"),
    Assessed(assessment=ALARMED),
    started("run-red", Protocol.RED, HOUSE, BROKEN, at(16, 30, 0)),
    asked(at(16, 30, 10)),
    proven("run-red", ATTIC, 41.5),
    proven("run-red", BULB, 184.0, Way.CLOUD),
    told(0, at(16, 30, 300), "notify.mobile_app_anna", "notify.ben", failed=("notify.ben",)),
    proven("run-red", LOCK, 412.0),
    ended("run-red", BACK_DOOR, Result.SKIPPED, None, reason=Reason.HAZARD),
    RunResumed(run_id="run-red", at=at(16, 33, 0)),
    ended(
        "run-red",
        SIREN,
        Result.FAILED,
        5001.2,
        reason=Reason.UNREACHABLE,
        stand_ins=("Kitchen siren",),
    ),
    ended("run-red", BEDSIDE, Result.FAILED, 5000.4, reason=Reason.NO_CONFIRMATION),
    opinion(at(16, 36, 500), OpinionFate.FAILED, 6.49),
    Assessed(assessment=BURNING),
    HazardsChanged(active=("binary_sensor.smoke_kitchen",), at=at(16, 40, 0)),
    BulbLit(device_id=BEDSIDE.id, light=ALARM, at=at(16, 47, 0)),
    HazardsChanged(active=(), at=at(17, 2, 0)),
    CodeRefused(device_id=LOCK.id, at=at(17, 10, 0), cause=BEN),
    CodeRefused(device_id=LOCK.id, at=at(17, 15, 0), cause=BEN, locked_out_until=at(22, 15, 0)),
    WatchChanged(watch=BEDTIME, at=at(17, 20, 0), cause=BEN),
    SirenArmed(device_id=ATTIC.id, at=at(17, 25, 0), until=at(18, 25, 0)),
    told(1, at(17, 30, 0), "notify.carla"),
    answered(Answer.ACKNOWLEDGED, at(17, 40, 0), ANNA),
    SirenSilenced(device_id=ATTIC.id, at=at(17, 55, 0), cause=ANNA),
    SirenSilent(device_id=ATTIC.id, at=at(17, 56, 0)),
    EntryBegan(assessment=CAME_IN, at=at(18, 50, 0), until=at(19, 20, 0)),
    CodeAccepted(device_id=LOCK.id, at=at(19, 1, 0), cause=ANNA),
    Assessed(assessment=HOME),
    EntryEnded(at=at(19, 1, 10)),
    WatchChanged(watch=Watch(since=at(19, 2, 0)), at=at(19, 2, 0), cause=ANNA),
    Assessed(assessment=AT_HOME),
    status(42, at(20, 0, 0), HOUSE, Status.YELLOW_WARNING, "run-calmer"),
    started("run-calmer", Protocol.YELLOW, HOUSE, ANNA, at(20, 0, 0)),
    proven("run-calmer", ATTIC, 98.0),
    proven("run-calmer", BULB, 140.0),
    PutBack(device_id=BEDSIDE.id, at=at(20, 7, 0)),
    answered(Answer.FALSE_ALARM, at(31, 0, 0), replace(ANNA, reason="It was the cat")),
    WeightChanged(
        sensor=BROKE.sensor,
        name=BROKE.name,
        zone=BROKE.zone,
        weight=50,
        at=at(31, 0, 10),
        cause=ANNA,
    ),
    status(43, at(31, 0, 20), HOUSE, Status.GREEN_SAFE, "run-green"),
    started("run-green", Protocol.GREEN, HOUSE, ANNA, at(31, 0, 20)),
    proven("run-green", SIREN, 77.0, Way.ENTITY),
    proven("run-green", ATTIC, 98.0),
    proven("run-green", BULB, 160.0),
)
LATER: tuple[Fact, ...] = (
    replace(
        status(44, at(52, 0, 0), "MasterBedroom", Status.RED_CRITICAL, "run-later"), cause=ANNA
    ),
)
EARLIER: tuple[Fact, ...] = (
    replace(
        status(38, at(1, 0, 0), "Foyer", Status.YELLOW_WARNING, "run-earlier"),
        cause=Cause(origin="system", reason="A door was left open"),
        at=at(1, 0, 0) - timedelta(hours=6),
    ),
    replace(
        status(39, at(1, 0, 0), "Foyer", Status.GREEN_SAFE, "run-evening"),
        at=at(9, 30, 0) - timedelta(hours=6),
    ),
)


def record(incident_id: str, facts: tuple[Fact, ...]) -> Any:
    return incident_record(incident_id, facts)


def test_a_record_is_as_agreed_and_fits_its_schema(wire_fixture: LoadFixture) -> None:
    agreed = wire_fixture("incident_record")

    assert mistakes(agreed, SCHEMA) == []
    assert json.loads(json.dumps(record(NIGHT, FACTS))) == agreed


def test_the_list_is_as_agreed(wire_fixture: LoadFixture) -> None:
    records = [record(MORNING, LATER), record(NIGHT, FACTS), record(EVENING, EARLIER)]

    assert [incident_summary(each) for each in records] == wire_fixture("incident_list")


def test_the_night_tells_of_everything_that_can_befall_a_house(wire_fixture: LoadFixture) -> None:
    kinds = {type(fact) for fact in FACTS}

    assert kinds == set(Fact.__value__.__args__)
    assert all(part != [] for part in wire_fixture("incident_record").values())
