"""The payloads are those both sides agreed on, and junk from outside is no surprise."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_twin.core import wire
from custom_components.tuya_twin.core.assessment import Assessment, Bypassed, Ground, Watch, Why
from custom_components.tuya_twin.core.facts import (
    Answer,
    Answered,
    EntryBegan,
    OpinionFate,
    OpinionGiven,
    StatusUpdate,
)
from custom_components.tuya_twin.core.house import House, OwnStatus
from custom_components.tuya_twin.core.incident import Incident
from custom_components.tuya_twin.core.lookout import Lookout
from custom_components.tuya_twin.core.model import (
    HOUSE,
    Bolt,
    BulbCommand,
    BulbMode,
    BulbState,
    Device,
    DeviceKind,
    DeviceReport,
    LockCommand,
    LockState,
    Path,
    Protocol,
    Reason,
    SirenCommand,
    SirenState,
    Status,
    Zone,
)
from custom_components.tuya_twin.core.plan import Floor, Plan, PlanDevice, PlanDoor, PlanRoom
from custom_components.tuya_twin.core.run import Cause, Result, Run, Step
from custom_components.tuya_twin.core.signs import Role, SensorEvent, WatchMode

type LoadFixture = Callable[[str], dict[str, Any]]

EPOCH = "5f0c6f0a7a8e4d5f9f7b0f6f4f1f2a3b"
BULB = Device(
    id="bf0123456789abcdef0bulb", name="Living room lamp", kind=DeviceKind.BULB, zone="LivingRoom"
)
SIREN = Device(
    id="bf0123456789abcdef0siren", name="Hall siren", kind=DeviceKind.SIREN, zone="Foyer"
)
LOCK = Device(id="bf0123456789abcdef0lock", name="Front door", kind=DeviceKind.LOCK, zone="Foyer")
ANNA = Cause(
    origin="person",
    name="Anna",
    reason="Glass broke in the living room",
    context_id="01KAQ8H2Q3F0D5J6K7M8N9P0QR",
)


def at(minute: int, second: int, milliseconds: int) -> datetime:
    return datetime(2026, 11, 22, 2, minute, second, milliseconds * 1000, tzinfo=UTC)


BULB_REPORT = DeviceReport(
    device_id=BULB.id,
    state=BulbState(
        on=True, mode=BulbMode.COLOUR, brightness=100, hue=0, saturation=100, kelvin=2700
    ),
    reachable=True,
    seen_at=at(14, 7, 143),
)
RUN = Run(
    id="01KAQ8H2Q4X0N9C1M7R5E3T8ZP",
    protocol=Protocol.RED,
    zone=HOUSE,
    cause=ANNA,
    started_at=at(14, 7, 124),
    deadline=5.0,
    revision=4,
    steps=(
        Step(
            device=BULB,
            command=BulbCommand(on=True),
            result=Result.CONFIRMED,
            ms=18.4,
            path=Path.LAN,
        ),
        Step(device=LOCK, command=LockCommand(lock=True), result=Result.SENT),
        Step(
            device=SIREN,
            command=SirenCommand(on=True),
            result=Result.FAILED,
            reason=Reason.UNREACHABLE,
            ms=5001.2,
            stand_ins=("Kitchen siren",),
        ),
    ),
)
INCIDENT = Incident(
    id="01KAQ8GSSK7E2V5B8N1M4Q7T0W",
    since=at(13, 58, 0),
    status=Status.RED_CRITICAL,
    current=Status.RED_CRITICAL,
)
MOTION = SensorEvent(
    sensor="01KAQ8H2Q3F0D5J6K7M8N9P0S1",
    entity_id="binary_sensor.hallway_motion",
    name="Hallway",
    role=Role.MOTION,
    zone="Foyer",
    at=at(14, 1, 0),
)
VIBRATION = replace(
    MOTION,
    sensor="01KAQ8H2Q3F0D5J6K7M8N9P0S2",
    entity_id="binary_sensor.window_vibration",
    name="Living room window",
    role=Role.VIBRATION,
    zone="LivingRoom",
    at=at(14, 7, 100),
)
FOUND = Assessment(
    zone="LivingRoom",
    status=Status.RED_CRITICAL,
    score=135.0,
    at=VIBRATION.at,
    grounds=(
        Ground(why=Why.SIGN, name="Hallway", role=Role.MOTION, value=50.0),
        Ground(
            why=Why.FOLLOWED,
            name="Living room window",
            role=Role.VIBRATION,
            value=40.0,
            seconds=6.1,
        ),
        Ground(why=Why.NIGHT, value=1.5),
    ),
    events=(MOTION, VIBRATION),
    floor=Status.RED_CRITICAL,
    ceiling=Status.RED_CRITICAL,
)
CAME_IN = Assessment(
    zone="Foyer",
    status=Status.YELLOW_WARNING,
    score=75.0,
    at=MOTION.at,
    grounds=(
        Ground(why=Why.SIGN, name="Hallway", role=Role.MOTION, value=50.0),
        Ground(why=Why.NIGHT, value=1.5),
    ),
    events=(MOTION,),
    floor=Status.YELLOW_WARNING,
    ceiling=Status.RED_CRITICAL,
)
LOOKOUT = Lookout(
    watch=Watch(
        mode=WatchMode.AWAY,
        since=at(1, 30, 0),
        counts_from=at(2, 0, 0),
        bypassed=(Bypassed(sensor="01KAQ8H2Q3F0D5J6K7M8N9P0S3", name="Bathroom window"),),
    ),
    entry=EntryBegan(assessment=CAME_IN, at=MOTION.at, until=at(14, 31, 0)),
    assessments={"Foyer": CAME_IN, "LivingRoom": FOUND},
    opinion=OpinionGiven(
        incident_id=INCIDENT.id,
        zone="LivingRoom",
        at=at(14, 8, 900),
        fate=OpinionFate.NOTED,
        seconds=1.8,
        status=Status.RED_CRITICAL,
        confidence=0.8,
        summary="Somebody walked to the window and shook it.",
        cited=("binary_sensor.window_vibration",),
    ),
)
HOME = House(
    id="01KAQ8GZW9W2H4S0T3V8YB5N6D",
    name="Home",
    zones=(
        Zone(id="LivingRoom", name="Living room"),
        Zone(id="Foyer", name="Foyer"),
        Zone(id="MasterBedroom", name="Master bedroom"),
    ),
    devices=(BULB, SIREN, LOCK),
    own={
        HOUSE: OwnStatus(status=Status.RED_CRITICAL, since=at(14, 7, 125)),
        "LivingRoom": OwnStatus(status=Status.YELLOW_WARNING, since=at(13, 58, 0)),
    },
    reports={
        BULB.id: BULB_REPORT,
        SIREN.id: DeviceReport(
            device_id=SIREN.id,
            state=SirenState(),
            reachable=False,
            seen_at=None,
            trouble=Reason.UNREACHABLE,
        ),
        LOCK.id: DeviceReport(
            device_id=LOCK.id,
            state=LockState(bolt=Bolt.UNLOCKED),
            reachable=True,
            seen_at=at(13, 11, 0),
        ),
    },
    incident=INCIDENT,
    lookout=LOOKOUT,
)
PLAN = Plan(
    revision=3,
    floors=(
        Floor(
            id="ground",
            name="Ground floor",
            zones=("LivingRoom", "Foyer"),
            rooms=(
                PlanRoom(zone="LivingRoom", x=0, y=0, w=10, d=9),
                PlanRoom(zone="LivingRoom", x=10, y=5, w=6, d=4),
                PlanRoom(zone="Foyer", x=10, y=0, w=6, d=5),
            ),
            doors=(PlanDoor(x=10, y=1, along="y", length=2),),
            devices=(PlanDevice(device=LOCK.id, x=15.5, y=2),),
        ),
        Floor(
            id="upper",
            name="Upper floor",
            zones=("MasterBedroom",),
            rooms=(PlanRoom(zone="MasterBedroom", x=0, y=0, w=10, d=9),),
        ),
    ),
)


UNWATCHED: wire.Payload = {
    "watch": {
        "mode": "off",
        "since": None,
        "counts_from": None,
        "entry_until": None,
        "entry_zone": None,
        "bypassed": [],
    },
    "assessments": [],
    "opinion": None,
}
ORIGINS = ("person", "automation", "system", "rules", "ai")


def test_a_status_update_is_as_agreed(wire_fixture: LoadFixture) -> None:
    update = StatusUpdate(
        status=Status.RED_CRITICAL,
        zone=HOUSE,
        epoch=EPOCH,
        seq=42,
        at=at(14, 7, 125),
        run_id=RUN.id,
        cause=ANNA,
    )

    assert wire.status_update(update) == wire_fixture("status_update")


def test_a_status_nobody_asked_for_has_no_cause() -> None:
    update = StatusUpdate(
        status=Status.GREEN_SAFE, zone=HOUSE, epoch=EPOCH, seq=1, at=at(14, 7, 125)
    )

    assert wire.status_update(update) == {
        "status": "GREEN_SAFE",
        "zone": "HOUSE",
        "epoch": EPOCH,
        "seq": 1,
        "at": "2026-11-22T02:14:07.125000+00:00",
        "run_id": None,
        "cause": None,
        "merged": [],
    }


def test_a_run_update_is_as_agreed(wire_fixture: LoadFixture) -> None:
    assert wire.run_update(RUN) == wire_fixture("run_update")


def test_a_device_update_is_as_agreed(wire_fixture: LoadFixture) -> None:
    assert wire.device_update(BULB, BULB_REPORT) == wire_fixture("device_update")


def test_an_incident_update_is_as_agreed(wire_fixture: LoadFixture) -> None:
    acknowledged = Answered(
        incident_id=INCIDENT.id, answer=Answer.ACKNOWLEDGED, at=at(15, 3, 0), cause=ANNA
    )
    house = replace(HOME, incident=replace(INCIDENT, answered=acknowledged))

    assert wire.incident_update(house) == wire_fixture("incident_update")


def test_a_lookout_update_is_as_agreed(wire_fixture: LoadFixture) -> None:
    assert wire.lookout_update(LOOKOUT) == wire_fixture("lookout_update")


def test_a_house_that_was_never_watched_says_so() -> None:
    assert wire.lookout_update(Lookout()) == UNWATCHED


def test_an_opinion_that_never_came_has_neither_status_nor_confidence() -> None:
    failed = OpinionGiven(
        incident_id=INCIDENT.id, zone=HOUSE, at=at(14, 9, 0), fate=OpinionFate.FAILED, seconds=2.0
    )

    told = wire.lookout_update(Lookout(opinion=failed))["opinion"]

    assert isinstance(told, dict)
    assert (told["status"], told["confidence"], told["summary"]) == (None, None, "")


def test_a_plan_update_is_as_agreed_and_can_be_read(wire_fixture: LoadFixture) -> None:
    assert wire.plan(PLAN) == wire_fixture("plan_update")
    assert Plan.read(wire_fixture("plan_update")) == PLAN


def test_a_device_that_was_never_heard_of_is_not_reachable() -> None:
    assert wire.device_update(LOCK, None) == {
        "id": LOCK.id,
        "name": "Front door",
        "kind": "lock",
        "zone": "Foyer",
        "reachable": False,
        "seen_at": None,
        "trouble": None,
        "state": {},
    }


def test_a_snapshot_is_as_agreed_but_for_the_screens(wire_fixture: LoadFixture) -> None:
    agreed = wire_fixture("snapshot")
    del agreed["screens"]

    assert wire.snapshot(HOME, PLAN, epoch=EPOCH, seq=42, at=at(14, 7, 150)) == agreed


def test_a_snapshot_of_a_quiet_house_has_no_incident_and_no_run() -> None:
    quiet = House(id="home", name="Home", zones=(), devices=())

    assert wire.snapshot(quiet, Plan(), epoch=EPOCH, seq=0, at=at(14, 7, 150)) == {
        "epoch": EPOCH,
        "seq": 0,
        "at": "2026-11-22T02:14:07.150000+00:00",
        "household": {"id": "home", "name": "Home"},
        "house": {"status": "GREEN_SAFE", "shown": "GREEN_SAFE", "since": None},
        "zones": [],
        "devices": [],
        "incident": None,
        "run": None,
        "plan": {"revision": 0, "floors": []},
        "lookout": UNWATCHED,
    }


def test_a_zone_in_a_snapshot_shows_its_own_danger_or_that_of_the_house() -> None:
    red, yellow = (OwnStatus(status=each) for each in (Status.RED_CRITICAL, Status.YELLOW_WARNING))
    first, *_ = HOME.zones

    def shown(home: House) -> object:
        snapshot: Any = wire.snapshot(home, Plan(), epoch=EPOCH, seq=0, at=at(14, 7, 150))
        return [each["shown"] for each in snapshot["zones"] if each["id"] == first.id]

    assert shown(replace(HOME, own={first.id: red, HOUSE: yellow})) == ["RED_CRITICAL"]
    assert shown(replace(HOME, own={HOUSE: yellow})) == ["YELLOW_WARNING"]


def test_a_snapshot_holds_the_last_run(wire_fixture: LoadFixture) -> None:
    with_run = House(id="home", name="Home", zones=(), devices=(), run=RUN)

    snapshot = wire.snapshot(with_run, Plan(), epoch=EPOCH, seq=0, at=at(14, 7, 150))

    assert snapshot["run"] == wire_fixture("run_update")


def test_every_code_that_screens_have_words_for_is_listed(wire_fixture: LoadFixture) -> None:
    assert wire_fixture("codes") == {
        "reasons": [*Reason],
        "results": [*Result],
        "paths": [*Path],
        "answers": [*Answer],
        "bolts": [*Bolt],
        "whys": [*Why],
        "roles": [*Role],
        "watch_modes": [*WatchMode],
        "opinion_fates": [*OpinionFate],
        "origins": [*ORIGINS],
    }


@pytest.mark.parametrize("junk", [None, 1, 1.5, True, [], {}, b"Foyer"])
def test_what_is_no_text_is_none(junk: object) -> None:
    assert wire.text({"zone": junk}, "zone") is None


@pytest.mark.parametrize("junk", [None, -1, 41.0, True, False, "41", [], {}, float("nan")])
def test_what_is_no_number_is_none(junk: object) -> None:
    assert wire.number({"seq": junk}, "seq") is None


def test_what_is_not_there_is_none() -> None:
    empty: Mapping[str, object] = {}

    assert wire.text(empty, "zone") is None
    assert wire.number(empty, "seq") is None


@given(words=st.text(), count=st.integers(min_value=0))
def test_text_and_numbers_come_as_they_are(words: str, count: int) -> None:
    assert wire.text({"zone": words}, "zone") == words
    assert wire.number({"seq": count}, "seq") == count
