"""A fact that was written down is read as what it was, today and by what comes after."""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from datetime import UTC, datetime, timedelta, timezone
import json
from operator import attrgetter
import time
from typing import Any, get_args

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.tuya_twin.core.errors import UnreadableRecordError
from custom_components.tuya_twin.core.facts import (
    Fact,
    SirenArmed,
    StatusUpdate,
    StepEnded,
)
from custom_components.tuya_twin.core.model import (
    BulbMode,
    BulbState,
    Command,
    Path,
    PutBackCommand,
    SirenState,
)
from custom_components.tuya_twin.core.records import (
    KINDS,
    parsed_moment,
    to_fact,
    to_row,
    written,
)
from custom_components.tuya_twin.core.run import Evidence, Result, Step
from tests.core.kit import FOYER_BULB, NIGHT

st.register_type_strategy(datetime, st.datetimes(timezones=st.just(UTC)))
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))

facts = st.one_of([st.from_type(kind) for kind in KINDS.values()])


def body_of(fact: Fact) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(to_row(fact, epoch="one", incident=None).body)
    return body


def read(fact: Fact, body: Mapping[str, Any]) -> Fact:
    kind = to_row(fact, epoch="one", incident=None).kind
    return to_fact(kind, json.dumps(body))


def test_every_fact_has_a_name_in_the_record() -> None:
    assert set(KINDS.values()) == set(get_args(Fact.__value__))
    assert len(set(KINDS.values())) == len(KINDS)


@given(facts)
def test_a_fact_is_read_as_what_was_written(fact: Fact) -> None:
    row = to_row(fact, epoch="one", incident="incident")

    assert to_fact(row.kind, row.body) == fact


@given(st.from_type(Command.__value__), st.from_type(BulbState) | st.from_type(SirenState))
def test_whichever_of_several_it_is_is_kept(command: Command, before: BulbState) -> None:
    step = Step(device=FOYER_BULB, command=command, before=before)
    ended = StepEnded(run_id="run", step=step, at=NIGHT)

    again = read(ended, body_of(ended))

    assert again == ended
    assert isinstance(again, StepEnded)
    assert type(again.step.command) is type(command)
    assert type(again.step.before) is type(before)


@given(facts)
def test_what_a_newer_version_adds_is_passed_over(fact: Fact) -> None:
    assert read(fact, with_news(body_of(fact))) == fact


def with_news(plain: Any) -> Any:
    match plain:
        case dict():
            return {**{key: with_news(each) for key, each in plain.items()}, "news": [1]}
        case list():
            return [with_news(each) for each in plain]
    return plain


@given(facts)
def test_what_an_older_version_did_not_write_has_its_default(fact: Fact) -> None:
    optional = {field.name for field in fields(fact) if field.default is not MISSING}
    body = {key: each for key, each in body_of(fact).items() if key not in optional}

    again = read(fact, body)

    for field in fields(fact):
        wanted = field.default if field.name in optional else getattr(fact, field.name)
        assert getattr(again, field.name) == wanted


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("nothing_we_know", "{}"),
        ("put_back", "{}"),
        ("put_back", "[]"),
        ("put_back", "null"),
        ("put_back", '{"device_id": "lamp", "at"'),
        ("put_back", '{"device_id": 5, "at": "2026-11-22T02:14:00+00:00"}'),
        ("put_back", '{"device_id": "lamp", "at": "yesterday"}'),
        ("status", '{"status": "PURPLE"}'),
        ("siren_armed", '{"device_id": "siren", "at": "2026-11-22T02:14:00+00:00", "until": null}'),
    ],
)
def test_what_says_nothing_is_refused_in_one_way(kind: str, body: str) -> None:
    with pytest.raises(UnreadableRecordError, match=kind):
        to_fact(kind, body)


@given(facts, st.data())
def test_a_fact_that_lacks_something_it_needs_is_refused(fact: Fact, data: st.DataObject) -> None:
    needed = [field.name for field in fields(fact) if field.default is MISSING]
    body = body_of(fact)
    del body[data.draw(st.sampled_from(needed))]

    with pytest.raises(UnreadableRecordError):
        read(fact, body)


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_moments_sort_as_text_and_keep_their_microseconds(one: datetime, two: datetime) -> None:
    assert parsed_moment(written(one)) == one
    assert (written(one) < written(two)) == (one < two)


@pytest.fixture
def far_from_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[timezone]:
    """The system's own time is one that no house of a test has."""
    monkeypatch.setenv("TZ", "XXX-5:45")
    time.tzset()
    yield timezone(timedelta(hours=5, minutes=45))
    monkeypatch.undo()
    time.tzset()


def test_a_moment_is_written_in_utc_whatever_the_time_of_the_house(far_from_utc: timezone) -> None:
    assert written(NIGHT.astimezone(far_from_utc)) == written(NIGHT)
    assert written(NIGHT) == "2026-11-22T02:14:00.000000+00:00"


ABOUT = {
    "status": "zone",
    "run_started": "run.id",
    "run_resumed": "run_id",
    "step_ended": "step.device.id",
    "siren_armed": "device_id",
    "siren_silenced": "device_id",
    "siren_silent": "device_id",
    "bulb_lit": "device_id",
    "put_back": "device_id",
    "code_refused": "device_id",
    "code_accepted": "device_id",
    "assessed": "assessment.zone",
    "opinion_asked": "zone",
    "opinion_given": "zone",
    "weight_changed": "sensor",
}
"""What a fact of each kind is about, if it is about one thing."""


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=3)
@given(data=st.data())
def test_a_row_says_what_it_is_about(kind: str, data: st.DataObject) -> None:
    fact = data.draw(st.from_type(KINDS[kind]))

    row = to_row(fact, epoch="one", incident="incident")

    assert (row.epoch, row.kind, row.incident) == ("one", kind, "incident")
    assert row.at == written(fact.at)
    assert row.subject == (attrgetter(ABOUT[kind])(fact) if kind in ABOUT else None)
    assert row.seq == getattr(fact, "seq", None)
    assert row.result == (str(fact.step.result) if isinstance(fact, StepEnded) else None)


OLD = {
    "status": (
        '{"is":"StatusUpdate","status":"RED_CRITICAL","zone":"Foyer","epoch":"one","seq":1,'
        '"at":"2026-11-22T02:14:00.000000+00:00","run_id":null,"cause":{"is":"Cause",'
        '"origin":"person","name":"Anna","evidence":[{"is":"Evidence","source":"sensor.door",'
        '"name":"Door","state":"open","at":"2026-11-22T02:14:00.000000+00:00"}]}}'
    ),
    "siren_armed": (
        '{"is":"SirenArmed","device_id":"siren","at":"2026-11-22T02:14:00.000000+00:00",'
        '"until":"2026-11-22T02:14:00.000000+00:00"}'
    ),
    "step_ended": (
        '{"is":"StepEnded","run_id":"run","at":"2026-11-22T02:14:00.000000+00:00","step":'
        '{"is":"Step","device":{"is":"Device","id":"Foyer bulb","name":"The bulb in Foyer",'
        '"kind":"bulb","zone":"Foyer"},"command":{"is":"PutBackCommand","state":'
        '{"is":"BulbState","on":true,"mode":"white"}},"result":"confirmed","path":"lan",'
        '"before":{"is":"BulbState","on":false}}}'
    ),
}
"""As the first version wrote them: these must be read for ever."""


def test_what_the_first_version_wrote_is_still_read() -> None:
    door = Evidence(source="sensor.door", name="Door", state="open", at=NIGHT)
    read_now = {kind: to_fact(kind, body) for kind, body in OLD.items()}

    status = read_now["status"]
    assert isinstance(status, StatusUpdate)
    assert status.cause is not None
    assert status.cause.evidence == (door,)
    assert read_now["siren_armed"] == SirenArmed(device_id="siren", at=NIGHT, until=NIGHT)
    assert read_now["step_ended"] == StepEnded(
        run_id="run",
        at=NIGHT,
        step=Step(
            device=FOYER_BULB,
            command=PutBackCommand(state=BulbState(on=True, mode=BulbMode.WHITE)),
            result=Result.CONFIRMED,
            path=Path.LAN,
            before=BulbState(on=False),
        ),
    )
