"""The words of the house and their order."""

from dataclasses import replace

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_twin.core.model import (
    BulbCommand,
    LockCommand,
    Protocol,
    Reason,
    Status,
)
from custom_components.tuya_twin.core.run import Result, Run, Step
from tests.core.kit import ANNA, FOYER, FOYER_BULB, FOYER_LOCK, GREEN, NIGHT, RED, YELLOW

BULB_STEP = Step(device=FOYER_BULB, command=BulbCommand(on=True))
LOCK_STEP = Step(device=FOYER_LOCK, command=LockCommand(lock=True))


def make_run() -> Run:
    return Run(
        id="run",
        protocol=Protocol.RED,
        zone=FOYER,
        cause=ANNA,
        started_at=NIGHT,
        deadline=5.0,
        steps=(BULB_STEP, LOCK_STEP),
    )


def test_a_warning_is_above_safe_and_below_critical() -> None:
    assert GREEN.severity < YELLOW.severity < RED.severity


def test_of_no_statuses_the_highest_is_safe() -> None:
    assert Status.highest([]) is GREEN


@given(st.lists(st.sampled_from(Status), min_size=1))
def test_the_highest_status_is_one_of_them_and_below_none(statuses: list[Status]) -> None:
    highest = Status.highest(statuses)

    assert highest in statuses
    assert all(highest.severity >= status.severity for status in statuses)


@pytest.mark.parametrize("protocol", Protocol)
def test_every_protocol_is_the_one_of_its_status(protocol: Protocol) -> None:
    assert Protocol.for_status(protocol.status) is protocol


def test_every_status_has_a_protocol() -> None:
    assert {Protocol.for_status(status) for status in Status} == set(Protocol)


def test_what_is_pending_or_sent_can_still_change() -> None:
    assert {result for result in Result if not result.final} == {Result.PENDING, Result.SENT}


def test_a_changed_step_replaces_the_one_of_its_device_and_counts() -> None:
    sent = replace(LOCK_STEP, result=Result.SENT)

    run = make_run().with_step(sent)

    assert run.steps == (BULB_STEP, sent)
    assert run.revision == 1


def test_a_run_is_finished_when_its_last_step_is() -> None:
    one = make_run().with_step(replace(BULB_STEP, result=Result.CONFIRMED))
    both = one.with_step(replace(LOCK_STEP, result=Result.FAILED, reason=Reason.JAMMED))

    assert not one.finished
    assert both.finished


def test_a_run_names_the_steps_that_failed_and_not_the_skipped_ones() -> None:
    jammed = replace(LOCK_STEP, result=Result.FAILED, reason=Reason.JAMMED)
    skipped = replace(BULB_STEP, result=Result.SKIPPED, reason=Reason.SUPERSEDED)

    assert make_run().with_step(jammed).with_step(skipped).failed == (jammed,)


def test_a_run_without_steps_is_finished() -> None:
    assert replace(make_run(), steps=()).finished
