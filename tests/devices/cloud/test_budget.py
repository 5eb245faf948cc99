"""Calls are counted by day and by month, and some are capped."""

from collections.abc import Mapping
from datetime import timedelta
import json
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_twin.core.errors import CloudBudgetError
from custom_components.tuya_twin.devices.cloud import CallBudget, CallKind
from tests.core.kit import HandClock

DAY = 24 * 3600
kinds = st.lists(st.sampled_from(CallKind), max_size=30)


def test_today_ends_at_midnight_and_the_month_goes_on() -> None:
    clock = HandClock()
    budget = CallBudget(clock)
    budget.count(CallKind.COMMAND)
    clock.advance(DAY)
    budget.count(CallKind.COMMAND)

    assert budget.today == {CallKind.COMMAND: 1}
    assert budget.this_month == {CallKind.COMMAND: 2}


def test_a_new_month_starts_at_nothing() -> None:
    clock = HandClock()
    budget = CallBudget(clock)
    budget.count(CallKind.COMMAND)
    clock.advance(31 * DAY)

    assert budget.today == budget.this_month == {}


def test_a_cap_holds_for_its_kind_and_its_day() -> None:
    clock = HandClock()
    budget = CallBudget(clock, {CallKind.KEY_RENEWAL: 2})
    for _ in range(2):
        budget.check(CallKind.KEY_RENEWAL)
        budget.count(CallKind.KEY_RENEWAL)

    budget.check(CallKind.COMMAND)
    with pytest.raises(CloudBudgetError):
        budget.check(CallKind.KEY_RENEWAL)
    clock.advance(DAY)
    budget.check(CallKind.KEY_RENEWAL)


@given(calls=kinds)
def test_what_was_stored_is_gone_on_with(calls: list[CallKind]) -> None:
    clock = HandClock()
    before, after = CallBudget(clock), CallBudget(clock)
    for kind in calls:
        before.count(kind)

    after.restore(json.loads(json.dumps(before.as_dict())))

    assert after.today == before.today
    assert after.this_month == before.this_month


@given(calls=kinds, days=st.integers(0, 60))
def test_what_was_stored_is_counted_only_while_its_time_lasts(
    calls: list[CallKind], days: int
) -> None:
    before, later = HandClock(), HandClock()
    later.wall += timedelta(days=days)
    stored, budget = CallBudget(before), CallBudget(later)
    for kind in calls:
        stored.count(kind)

    budget.restore(stored.as_dict())

    same_month = (before.wall.year, before.wall.month) == (later.wall.year, later.wall.month)
    assert sum(budget.today.values()) == (len(calls) if days == 0 else 0)
    assert sum(budget.this_month.values()) == (len(calls) if same_month else 0)


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"day": 7, "today": {}, "this_month": {}},
        {"day": "2026-11-22", "today": [], "this_month": {}},
        {"day": "2026-11-22", "today": {"sightseeing": 1}, "this_month": {}},
        {"day": "2026-11-22", "today": {}, "this_month": {"command": "many"}},
        {"day": "2026-11-22", "today": {}, "this_month": {"command": -1}},
    ],
)
def test_what_is_no_count_is_refused_and_nothing_is_lost(stored: Mapping[str, Any]) -> None:
    budget = CallBudget(HandClock())
    budget.count(CallKind.COMMAND)

    with pytest.raises(ValueError, match=r".+"):
        budget.restore(stored)

    assert budget.today == {CallKind.COMMAND: 1}


def test_every_call_is_told_of() -> None:
    budget = CallBudget(HandClock())
    told: list[int] = []
    unsubscribe = budget.subscribe(lambda: told.append(sum(budget.today.values())))
    budget.count(CallKind.COMMAND)
    budget.count(CallKind.PROOF)
    unsubscribe()
    budget.count(CallKind.PROOF)

    assert told == [1, 2]
