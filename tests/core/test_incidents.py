"""The record of an incident: what is in it, and that it is what its schema says."""

from datetime import datetime, timedelta
import json
from pathlib import Path
from typing import Any

from hypothesis import given, settings, strategies as st
import pytest

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
    BulbEffect,
    BulbMode,
    BulbState,
    CheckCommand,
    Command,
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
from tests.core.kit import (
    ANNA,
    DEVICES,
    FOYER,
    FOYER_LOCK,
    FOYER_SIREN,
    LIVING_ROOM,
    NIGHT,
    RED,
    set_to,
)

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "custom_components/tuya_twin/incident.schema.json").read_text()
)

GLASS = Evidence(source="binary_sensor.glass", name="Glass", state="on", at=NIGHT)
BROKEN = Cause(origin="automation", reason="Glass broke", context_id="ctx", evidence=(GLASS,))
SOUND = Step(device=FOYER_SIREN, command=SirenCommand(on=True, volume=100, duration=60))
BOLT = Step(device=FOYER_LOCK, command=LockCommand(lock=True))


def minutes(count: float) -> datetime:
    return NIGHT + timedelta(minutes=count)


def a_run(run_id: str, protocol: Protocol, *steps: Step, cause: Cause = ANNA) -> Run:
    return Run(
        id=run_id,
        protocol=protocol,
        zone=HOUSE,
        cause=cause,
        started_at=minutes(1),
        deadline=5.0,
        steps=steps,
        incident="one",
    )


def ended(run_id: str, step: Step, result: Result, **more: Any) -> StepEnded:
    done = Step(device=step.device, command=step.command, result=result, **more)
    return StepEnded(run_id=run_id, step=done, at=minutes(1))


def recorded(*facts: Fact) -> Any:
    """The record of an incident, as whoever reads it as JSON finds it; it fits its schema."""
    record = json.loads(json.dumps(incident_record("one", facts)))
    assert mistakes(record, SCHEMA) == []
    return record


def a_night() -> Any:
    return recorded(
        set_to(HOUSE, RED, seq=1, run_id="red"),
        RunStarted(run=a_run("red", Protocol.RED, SOUND, BOLT, cause=BROKEN)),
        ended("red", SOUND, Result.CONFIRMED, ms=41.5, path=Way.LAN),
        ended("red", BOLT, Result.FAILED, ms=5000.0, reason=Reason.UNREACHABLE),
        PeopleTold(
            incident_id="one",
            at=minutes(1),
            call=0,
            targets=("notify.anna", "notify.ben"),
            failed=("notify.ben",),
        ),
        SirenArmed(device_id=FOYER_SIREN.id, at=minutes(2), until=minutes(3)),
        Answered(incident_id="one", answer=Answer.ACKNOWLEDGED, at=minutes(2), cause=ANNA),
        CodeRefused(device_id=FOYER_LOCK.id, at=minutes(2), cause=ANNA),
        Answered(incident_id="one", answer=Answer.FALSE_ALARM, at=minutes(3), cause=ANNA),
        set_to(HOUSE, Status.GREEN_SAFE, seq=2, run_id="green"),
        RunStarted(run=a_run("green", Protocol.GREEN)),
    )


def test_an_incident_tells_what_set_it_off_and_what_was_seen() -> None:
    night = a_night()

    assert night["trigger"] == {
        "origin": "automation",
        "name": None,
        "user_id": None,
        "reason": "Glass broke",
        "context_id": "ctx",
    }
    assert night["evidence"] == [
        {
            "run_id": "red",
            "source": "binary_sensor.glass",
            "name": "Glass",
            "state": "on",
            "since": "2026-11-22T02:14:00.000000+00:00",
        }
    ]


def test_each_run_tells_what_was_asked_of_a_device_and_what_it_proved() -> None:
    siren, lock = a_night()["runs"][0]["steps"]

    assert siren == {
        "device": FOYER_SIREN.id,
        "name": FOYER_SIREN.name,
        "kind": "siren",
        "zone": FOYER,
        "command": {"type": "siren", "on": True, "volume": 100, "duration": 60, "tone": None},
        "result": "confirmed",
        "reason": None,
        "ms": 41.5,
        "path": "lan",
        "stand_ins": [],
    }
    assert (lock["command"], lock["result"], lock["reason"]) == (
        {"type": "bolt", "lock": True},
        "failed",
        "unreachable",
    )


def test_who_was_told_who_answered_and_whose_code_was_wrong_is_in_it() -> None:
    night = a_night()

    assert [(told["targets"], told["failed"]) for told in night["told"]] == [
        (["notify.anna", "notify.ben"], ["notify.ben"])
    ]
    assert [(answer["answer"], answer["cause"]["name"]) for answer in night["answers"]] == [
        ("acknowledged", "Anna"),
        ("false_alarm", "Anna"),
    ]
    assert [(code["name"], code["accepted"]) for code in night["codes"]] == [
        (FOYER_LOCK.name, False)
    ]
    assert [siren["event"] for siren in night["sirens"]] == ["armed"]


def test_an_incident_that_is_over_has_an_end_and_a_verdict() -> None:
    night = a_night()

    assert night["start"] < night["end"]
    assert (night["status"], night["verdict"]) == ("RED_CRITICAL", "false_alarm")
    assert [each["shown"] for each in night["statuses"]] == ["RED_CRITICAL", "GREEN_SAFE"]
    assert night["record"] == [{"epoch": "one", "first_seq": 1, "last_seq": 2}]


def test_an_incident_goes_on_until_the_last_zone_is_green() -> None:
    facts = (set_to(FOYER, RED, seq=1), set_to(LIVING_ROOM, RED, seq=2))
    later = (*facts, set_to(FOYER, Status.GREEN_SAFE, seq=3))

    assert recorded(*later)["end"] is None
    assert recorded(*later, set_to(LIVING_ROOM, Status.GREEN_SAFE, seq=4))["end"] is not None
    assert recorded(*facts)["verdict"] is None


def test_a_restart_shows_in_the_run_it_interrupted() -> None:
    record = recorded(
        set_to(HOUSE, RED, run_id="red"),
        RunStarted(run=a_run("red", Protocol.RED, SOUND)),
        RunResumed(run_id="red", at=minutes(4)),
    )

    (run,) = record["runs"]
    assert run["resumed_at"] == "2026-11-22T02:18:00.000000+00:00"
    assert [step["result"] for step in run["steps"]] == ["pending"]


def test_a_record_that_had_to_begin_anew_meanwhile_has_two_ranges() -> None:
    first = set_to(FOYER, RED, seq=7)
    second = StatusUpdate(status=RED, zone=HOUSE, epoch="two", seq=1, at=minutes(9))

    assert recorded(first, second)["record"] == [
        {"epoch": "one", "first_seq": 7, "last_seq": 7},
        {"epoch": "two", "first_seq": 1, "last_seq": 1},
    ]


def test_in_short_it_says_which_zones_were_above_green_each_once() -> None:
    record = recorded(
        set_to(FOYER, RED, seq=1),
        set_to(HOUSE, Status.YELLOW_WARNING, seq=2),
        set_to(FOYER, Status.YELLOW_WARNING, seq=3),
        set_to(LIVING_ROOM, Status.GREEN_SAFE, seq=4),
    )

    assert incident_summary(record)["zones"] == [FOYER, HOUSE]


def test_in_short_it_says_when_how_bad_why_and_how_it_ended() -> None:
    assert incident_summary(a_night()).keys() == {
        "id",
        "start",
        "end",
        "status",
        "verdict",
        "trigger",
        "zones",
    }


# Whatever happens ---------------------------------------------------------------------------

texts = st.text(max_size=8)
moments = st.integers(min_value=0, max_value=10_000).map(
    lambda second: NIGHT + timedelta(seconds=second)
)
devices = st.sampled_from(DEVICES)
device_ids = devices.map(lambda device: device.id) | texts
causes = st.builds(
    Cause,
    origin=st.sampled_from(["person", "automation", "system", "rules", "ai"]),
    name=st.none() | texts,
    reason=st.none() | texts,
    context_id=st.none() | texts,
    user_id=st.none() | texts,
    evidence=st.lists(
        st.builds(Evidence, source=texts, name=texts, state=texts, at=moments), max_size=2
    ).map(tuple),
)
percents = st.integers(min_value=0, max_value=100)
hues = st.integers(min_value=0, max_value=359)
bulb_states = st.builds(
    BulbState,
    on=st.none() | st.booleans(),
    mode=st.none() | st.sampled_from(BulbMode),
    brightness=st.none() | percents,
    hue=st.none() | hues,
    saturation=st.none() | percents,
    kelvin=st.none() | st.integers(min_value=2000, max_value=6500),
    scene=st.none() | texts,
)
lights = st.builds(
    BulbCommand,
    on=st.booleans(),
    mode=st.sampled_from(BulbMode),
    brightness=percents,
    hue=hues,
    saturation=percents,
    effect=st.sampled_from(BulbEffect),
)
commands: st.SearchStrategy[Command] = st.one_of(
    lights,
    st.builds(
        SirenCommand,
        on=st.booleans(),
        volume=st.none() | percents,
        duration=st.none() | st.integers(min_value=1, max_value=1800),
        tone=st.none() | texts,
    ),
    st.builds(LockCommand, lock=st.booleans()),
    st.builds(PutBackCommand, state=bulb_states),
    st.just(CheckCommand()),
)
steps = st.builds(
    Step,
    device=devices,
    command=commands,
    result=st.sampled_from(Result),
    reason=st.none() | st.sampled_from(Reason),
    ms=st.none() | st.floats(min_value=0, max_value=60_000),
    path=st.none() | st.sampled_from(Way),
    stand_ins=st.lists(texts, max_size=2).map(tuple),
)
run_ids = st.sampled_from(["red", "yellow", "green"])
runs = st.builds(
    Run,
    id=run_ids,
    protocol=st.sampled_from(Protocol),
    zone=st.sampled_from([HOUSE, FOYER]),
    cause=causes,
    started_at=moments,
    deadline=st.floats(min_value=1, max_value=60),
    steps=st.lists(steps, max_size=3, unique_by=lambda step: step.device.id).map(tuple),
    incident=st.just("one"),
)
incident_ids = st.just("one")
levels = st.sampled_from(Status)
amounts = st.floats(min_value=0, max_value=1000)
signs = st.builds(
    SensorEvent,
    sensor=texts,
    entity_id=texts,
    name=texts,
    role=st.sampled_from(Role),
    zone=texts,
    at=moments,
)
grounds = st.builds(
    Ground,
    why=st.sampled_from(Why),
    name=texts,
    role=st.none() | st.sampled_from(Role),
    value=st.floats(min_value=-200, max_value=200),
    seconds=amounts,
)
assessments = st.builds(
    Assessment,
    zone=texts,
    status=levels,
    score=amounts,
    at=moments,
    grounds=st.lists(grounds, max_size=3).map(tuple),
    events=st.lists(signs, max_size=2).map(tuple),
    floor=levels,
    ceiling=levels,
    counts=st.booleans(),
    hazard=st.booleans(),
)
watches = st.builds(
    Watch,
    mode=st.sampled_from(WatchMode),
    since=st.none() | moments,
    counts_from=st.none() | moments,
    bypassed=st.lists(st.builds(Bypassed, sensor=texts, name=texts), max_size=2).map(tuple),
)
findings: st.SearchStrategy[Fact] = st.one_of(
    st.builds(Assessed, assessment=assessments),
    st.builds(WatchChanged, watch=watches, at=moments, cause=causes),
    st.builds(EntryBegan, assessment=assessments, at=moments, until=moments),
    st.builds(EntryEnded, at=moments),
    st.builds(OpinionAsked, incident_id=incident_ids, zone=texts, at=moments),
    st.builds(
        OpinionGiven,
        incident_id=incident_ids,
        zone=texts,
        at=moments,
        fate=st.sampled_from(OpinionFate),
        seconds=amounts,
        status=st.none() | levels,
        confidence=st.none() | st.floats(min_value=0, max_value=1),
        summary=texts,
        cited=st.lists(texts, max_size=2).map(tuple),
    ),
    st.builds(
        WeightChanged,
        sensor=texts,
        name=texts,
        zone=texts,
        weight=percents,
        at=moments,
        cause=causes,
    ),
)
facts: st.SearchStrategy[Fact] = st.one_of(
    st.builds(
        StatusUpdate,
        status=st.sampled_from(Status),
        zone=st.sampled_from([HOUSE, FOYER, LIVING_ROOM]),
        epoch=st.sampled_from(["one", "two"]),
        seq=st.integers(min_value=1),
        at=moments,
        run_id=st.none() | run_ids,
        cause=st.none() | causes,
    ),
    st.builds(RunStarted, run=runs),
    st.builds(RunResumed, run_id=run_ids, at=moments),
    st.builds(StepEnded, run_id=run_ids, step=steps, at=moments),
    st.builds(SirenArmed, device_id=device_ids, at=moments, until=moments),
    st.builds(SirenSilenced, device_id=device_ids, at=moments, cause=causes),
    st.builds(SirenSilent, device_id=device_ids, at=moments),
    st.builds(HazardsChanged, active=st.lists(texts, max_size=3).map(tuple), at=moments),
    st.builds(BulbLit, device_id=device_ids, light=lights, at=moments),
    st.builds(PutBack, device_id=device_ids, at=moments),
    st.builds(
        Answered,
        incident_id=incident_ids,
        answer=st.sampled_from(Answer),
        at=moments,
        cause=causes,
    ),
    st.builds(
        PeopleTold,
        incident_id=incident_ids,
        at=moments,
        call=st.integers(min_value=0, max_value=99),
        targets=st.lists(texts, max_size=3).map(tuple),
        failed=st.lists(texts, max_size=3).map(tuple),
    ),
    st.builds(
        CodeRefused,
        device_id=device_ids,
        at=moments,
        cause=causes,
        locked_out_until=st.none() | moments,
    ),
    st.builds(CodeAccepted, device_id=device_ids, at=moments, cause=causes),
    findings,
)


@given(st.lists(facts, min_size=1, max_size=12))
@settings(max_examples=300)
def test_whatever_happened_its_record_fits_the_schema(history: list[Fact]) -> None:
    record = recorded(*history)

    assert record["status"] in set(Status)
    started = {fact.run.id for fact in history if isinstance(fact, RunStarted)}
    assert {run["id"] for run in record["runs"]} == started


@given(st.lists(findings, min_size=1, max_size=8))
@settings(deadline=None)
def test_everything_that_was_found_stands_in_the_record_in_order(history: list[Fact]) -> None:
    record = recorded(*history)

    for part, kinds in (
        ("assessments", (Assessed,)),
        ("opinions", (OpinionAsked, OpinionGiven)),
        ("watch", (WatchChanged, EntryBegan, EntryEnded)),
        ("weights", (WeightChanged,)),
    ):
        told = [datetime.fromisoformat(each["at"]) for each in record[part]]
        assert told == [fact.at for fact in history if isinstance(fact, kinds)]


def test_an_assessment_tells_its_reasons_with_their_numbers_and_the_signs_it_rests_on() -> None:
    glass = SensorEvent(
        sensor="registry-glass",
        entity_id="binary_sensor.glass",
        name="Glass",
        role=Role.GLASS,
        zone=FOYER,
        at=NIGHT,
    )
    found = Assessment(
        zone=FOYER,
        status=RED,
        score=90.0,
        at=NIGHT,
        grounds=(
            Ground(why=Why.SIGN, name="Glass", role=Role.GLASS, value=60.0),
            Ground(why=Why.NIGHT, value=1.5),
        ),
        events=(glass,),
        floor=RED,
        ceiling=RED,
    )

    (assessment,) = recorded(Assessed(assessment=found))["assessments"]

    assert assessment == {
        "at": "2026-11-22T02:14:00.000000+00:00",
        "zone": FOYER,
        "status": "RED_CRITICAL",
        "score": 90.0,
        "floor": "RED_CRITICAL",
        "ceiling": "RED_CRITICAL",
        "counts": True,
        "hazard": False,
        "grounds": [
            {"why": "sign", "name": "Glass", "role": "glass", "value": 60.0, "seconds": 0.0},
            {"why": "night", "name": "", "role": None, "value": 1.5, "seconds": 0.0},
        ],
        "events": [
            {
                "at": "2026-11-22T02:14:00.000000+00:00",
                "sensor": "registry-glass",
                "entity_id": "binary_sensor.glass",
                "name": "Glass",
                "role": "glass",
                "zone": FOYER,
            }
        ],
    }


def test_the_schema_knows_every_role_reason_mode_and_fate() -> None:
    parts = SCHEMA["properties"]

    assert set(SCHEMA["$defs"]["role"]["enum"]) == set(Role)
    grounds = SCHEMA["$defs"]["assessment"]["properties"]["grounds"]["items"]["properties"]
    assert set(grounds["why"]["enum"]) == set(Why)
    assert set(parts["watch"]["items"]["properties"]["mode"]["enum"]) == {*WatchMode, None}
    assert set(parts["opinions"]["items"]["properties"]["fate"]["enum"]) == {*OpinionFate, None}


@pytest.mark.parametrize("name", SCHEMA["required"])
def test_the_schema_takes_nothing_less_and_nothing_more(name: str) -> None:
    record = a_night()
    left_out = {key: value for key, value in record.items() if key != name}

    assert mistakes(left_out, SCHEMA)
    assert mistakes({**record, "more": 1}, SCHEMA)
    assert mistakes({**record, "runs": [{**record["runs"][0], "deadline": "5"}]}, SCHEMA)


def test_a_step_is_of_one_of_the_commands_and_not_of_any_other() -> None:
    record = a_night()
    step = record["runs"][0]["steps"][0]
    step["command"] = {"type": "bolt", "lock": "yes"}

    assert mistakes(record, SCHEMA)
