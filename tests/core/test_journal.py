"""The record counts without a gap, and gives back exactly what was missed, or nothing."""

import asyncio
from dataclasses import replace

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_twin.core.facts import StatusUpdate
from custom_components.tuya_twin.core.journal import KEPT_RUNS, KEPT_UPDATES, MemoryJournal
from custom_components.tuya_twin.core.model import HOUSE, Protocol
from custom_components.tuya_twin.core.run import Run
from tests.core.kit import ANNA, FOYER, GREEN, NIGHT, RED


async def record(journal: MemoryJournal, times: int) -> list[StatusUpdate]:
    return [
        await journal.record_status(RED, FOYER, NIGHT, run_id="run", cause=ANNA)
        for _ in range(times)
    ]


async def test_a_new_record_is_at_zero() -> None:
    assert MemoryJournal().seq == 0


async def test_status_events_count_from_one_in_one_epoch() -> None:
    journal = MemoryJournal()

    updates = await record(journal, 3)

    assert [update.seq for update in updates] == [1, 2, 3]
    assert {update.epoch for update in updates} == {journal.epoch}
    assert journal.seq == 3


async def test_every_life_of_a_record_has_its_own_epoch() -> None:
    assert MemoryJournal().epoch != MemoryJournal().epoch


async def test_what_is_recorded_is_what_is_said() -> None:
    journal = MemoryJournal()

    assert await journal.record_status(RED, FOYER, NIGHT, run_id="run", cause=ANNA) == StatusUpdate(
        status=RED, zone=FOYER, epoch=journal.epoch, seq=1, at=NIGHT, run_id="run", cause=ANNA
    )
    assert await journal.record_status(
        GREEN, HOUSE, NIGHT, run_id=None, cause=None
    ) == StatusUpdate(status=GREEN, zone=HOUSE, epoch=journal.epoch, seq=2, at=NIGHT)


@given(recorded=st.integers(0, 30), seen=st.integers(0, 30))
def test_whoever_was_away_gets_exactly_what_was_missed_or_nothing(recorded: int, seen: int) -> None:
    journal = MemoryJournal()
    updates = asyncio.run(record(journal, recorded))
    expected = {True: updates[seen:], False: None}

    assert journal.since(journal.epoch, seen) == expected[seen <= recorded]


@pytest.mark.parametrize("seq", [-1, 4, 1000])
async def test_a_number_that_was_never_given_has_no_followers(seq: int) -> None:
    journal = MemoryJournal()
    await record(journal, 3)

    assert journal.since(journal.epoch, seq) is None


async def test_numbers_of_another_epoch_mean_nothing() -> None:
    journal = MemoryJournal()
    await record(journal, 3)

    assert journal.since("another", 2) is None


async def test_the_record_is_bounded_and_says_so_when_a_gap_is_too_old() -> None:
    journal = MemoryJournal()
    updates = await record(journal, KEPT_UPDATES + 5)

    assert journal.since(journal.epoch, 4) is None
    assert journal.since(journal.epoch, 5) == updates[5:]
    assert journal.seq == KEPT_UPDATES + 5


async def test_runs_are_kept_by_id_and_the_longest_untouched_go_first() -> None:
    journal = MemoryJournal()
    run = Run(
        id="first",
        protocol=Protocol.RED,
        zone=HOUSE,
        cause=ANNA,
        started_at=NIGHT,
        deadline=5.0,
        steps=(),
    )
    await journal.record_run(run)
    await journal.record_run(replace(run, id="second"))
    await journal.record_run(replace(run, revision=1))
    for number in range(KEPT_RUNS - 1):
        await journal.record_run(replace(run, id=str(number)))

    assert len(journal._runs) == KEPT_RUNS
    assert journal._runs["first"].revision == 1
    assert "second" not in journal._runs
