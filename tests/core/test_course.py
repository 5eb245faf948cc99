"""When the first word of an alarm can go out, and what it is about."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from custom_components.tuya_twin.core.course import GRACE, NEVER, Course
from custom_components.tuya_twin.core.facts import (
    BulbLit,
    RunResumed,
    RunStarted,
    SirenArmed,
    StepEnded,
)
from custom_components.tuya_twin.core.house import House, OwnStatus
from custom_components.tuya_twin.core.incident import Incident
from custom_components.tuya_twin.core.model import (
    BulbCommand,
    Device,
    Protocol,
    Reason,
    SirenCommand,
    Status,
)
from custom_components.tuya_twin.core.policy import Level, Policy, Tell
from custom_components.tuya_twin.core.run import Result, Run, Step
from tests.core.kit import (
    ANNA,
    FOYER,
    FOYER_BULB,
    FOYER_SIREN,
    GREEN,
    LIVING_ROOM,
    NIGHT,
    RED,
    make_house,
)

LOUD, LIGHT = SirenCommand(on=True), BulbCommand(on=True)
DEADLINE = timedelta(seconds=5) + GRACE


def step(device: Device = FOYER_SIREN, result: Result = Result.PENDING) -> Step:
    command = LOUD if device is FOYER_SIREN else LIGHT
    reason = Reason.UNREACHABLE if result is Result.FAILED else None
    return Step(device=device, command=command, result=result, reason=reason)


def run(
    name: str,
    *steps: Step,
    at: datetime = NIGHT,
    zone: str = FOYER,
    protocol: Protocol = Protocol.RED,
    incident: str = "i",
    drill: bool = False,
) -> Run:
    return Run(
        id=name,
        protocol=protocol,
        zone=zone,
        cause=ANNA,
        started_at=at,
        deadline=5.0,
        steps=steps,
        incident=incident,
        drill=drill,
    )


def house(*red: str, run: Run | None = None, incident: str = "i") -> House:
    """A house with an open incident and these zones in red."""
    return replace(
        make_house(),
        own={zone: OwnStatus(status=Status.RED_CRITICAL, since=NIGHT) for zone in red},
        incident=Incident(id=incident, since=NIGHT, status=RED, current=RED),
        run=run,
        open_runs={} if run is None or run.finished else {run.id: run},
    )


def course_of(house: House, *runs: Run) -> Course:
    course = Course(house, Policy(), NIGHT)
    for each in runs:
        assert course.heard(house, RunStarted(run=each))
    return course


def test_a_run_that_is_over_is_not_waited_for() -> None:
    red = house(FOYER)
    course = course_of(red, run("one", step(result=Result.CONFIRMED)))

    assert course.settled(red) == (NEVER, NEVER)


def test_a_run_is_waited_for_until_its_deadline_is_over() -> None:
    red = house(FOYER)
    course = course_of(red, run("one", step()))
    assert course.settled(red) == (NIGHT + DEADLINE, NIGHT + DEADLINE)

    done = step(result=Result.CONFIRMED)
    assert course.heard(red, StepEnded(run_id="one", step=done, at=NIGHT))

    assert course.settled(red) == (NEVER, NEVER)


def test_one_run_after_the_other_does_not_put_off_the_first_word() -> None:
    red = house(FOYER, LIVING_ROOM)
    later = NIGHT + timedelta(seconds=4)
    course = course_of(red, run("one", step()), run("two", step(), zone=LIVING_ROOM, at=later))

    assert course.settled(red) == (NIGHT + DEADLINE, later + DEADLINE)

    over = step(result=Result.SKIPPED)
    course.heard(red, StepEnded(run_id="one", step=over, at=later))
    assert course.settled(red) == (NIGHT + DEADLINE, later + DEADLINE)


def test_what_a_restart_interrupted_takes_its_time_again() -> None:
    red = house(FOYER, run=run("one", step()))
    hour_later = NIGHT + timedelta(hours=1)

    course = Course(red, Policy(), hour_later)

    assert [each.id for each in course.standing(red)] == ["one"]
    assert course.settled(red) == (hour_later + DEADLINE, hour_later + DEADLINE)


def test_a_drill_and_what_is_of_another_incident_are_left_out() -> None:
    red = house(FOYER)
    drill = run("drill", step(), drill=True)
    other = run("other", step(), incident="another")

    assert course_of(red, drill, other).standing(red) == []


def test_what_tells_nobody_is_left_out() -> None:
    red = house(FOYER)
    yellow = run("yellow", step(FOYER_BULB), protocol=Protocol.YELLOW)
    green = run("green", step(FOYER_BULB), protocol=Protocol.GREEN)

    assert course_of(red, yellow, green).standing(red) == []


@pytest.mark.parametrize(
    ("protocol", "status"),
    [(Protocol.YELLOW, Status.YELLOW_WARNING), (Protocol.GREEN, Status.GREEN_SAFE)],
)
def test_nobody_is_told_of_what_tells_nobody_though_it_stands(
    protocol: Protocol, status: Status
) -> None:
    standing = replace(house(), own={FOYER: OwnStatus(status=status, since=NIGHT)})

    assert course_of(standing, run("one", step(), protocol=protocol)).standing(standing) == []


def test_a_zone_in_which_red_tells_nobody_tells_nobody() -> None:
    silent = Policy(zones={FOYER: {RED: Level(tell=Tell.NOBODY)}})
    red = house(FOYER, LIVING_ROOM)
    course = Course(red, silent, NIGHT)
    for each in (run("one", step()), run("two", step(), zone=LIVING_ROOM)):
        course.heard(red, RunStarted(run=each))

    assert [each.id for each in course.standing(red)] == ["two"]


def test_a_run_counts_while_its_status_stands() -> None:
    red = house(FOYER, LIVING_ROOM)
    course = course_of(red, run("one", step()), run("two", step(), zone=LIVING_ROOM))
    calmed = replace(red, own={**red.own, FOYER: OwnStatus(status=GREEN, since=NIGHT)})

    assert [each.id for each in course.standing(calmed)] == ["two"]


def test_the_runs_of_an_incident_that_is_over_are_forgotten() -> None:
    red = house(FOYER)
    course = course_of(red, run("one", step()))
    again = house(FOYER, incident="j")

    course.heard(again, RunStarted(run=run("two", step(), incident="j")))

    assert [each.id for each in course.standing(again)] == ["two"]

    course.heard(make_house(), RunStarted(run=run("three", protocol=Protocol.GREEN, incident="j")))
    assert course.standing(again) == []


def test_a_device_that_was_seen_to_has_not_failed_any_more() -> None:
    red = house(FOYER)
    silent, dark = step(result=Result.FAILED), step(FOYER_BULB, Result.FAILED)
    course = course_of(red, run("one", silent, dark))

    assert course.heard(red, SirenArmed(device_id=FOYER_SIREN.id, at=NIGHT, until=NIGHT))
    (left,) = course.standing(red)
    assert [each.device for each in left.failed] == [FOYER_BULB]

    assert course.heard(red, BulbLit(device_id=FOYER_BULB.id, light=LIGHT, at=NIGHT))
    (left,) = course.standing(red)
    assert left.failed == ()
    assert {(each.result, each.reason) for each in left.steps} == {(Result.CONFIRMED, None)}


def test_a_run_under_way_is_followed_and_no_other_news_is() -> None:
    red = house(FOYER)
    course = course_of(red, run("one", step()))

    assert course.heard(red, run("one", step(result=Result.SENT)))
    assert not course.heard(red, run("unknown", step()))
    assert not course.heard(red, RunResumed(run_id="one", at=NIGHT))
    (followed,) = course.standing(red)
    assert followed.steps[0].result is Result.SENT
