"""The record counts without a gap, and gives back exactly what was missed, or nothing."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
import tempfile

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.tuya_twin.core.archive import KEPT_UPDATES
from custom_components.tuya_twin.core.errors import NewerRecordError
from custom_components.tuya_twin.core.facts import (
    PutBack,
    StatusUpdate,
)
from custom_components.tuya_twin.core.journal import Journal
from custom_components.tuya_twin.core.model import HOUSE
from custom_components.tuya_twin.core.record_file import RecordFile
from custom_components.tuya_twin.core.record_rows import Marks, Stored
from custom_components.tuya_twin.core.records import to_row
from tests.core.journal_kit import (
    Gate,
    beside,
    change,
    content,
    inline,
    numbers,
    opened,
    record_threads,
    told,
    trouble,
    update,
)
from tests.core.kit import (
    ANNA,
    FOYER,
    GREEN,
    LIVING_ROOM,
    NIGHT,
    RED,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "record.db"


@pytest.fixture
async def journal(path: Path) -> AsyncIterator[Journal]:
    journal = await Journal.open(path)
    yield journal
    await journal.close()


# Numbers ------------------------------------------------------------------------------------


async def test_a_new_record_is_at_zero_and_has_nothing_to_restore(journal: Journal) -> None:
    assert journal.seq == 0
    assert journal.restored == ()
    assert journal.recovery is None
    assert trouble(journal) is None


async def test_what_is_recorded_is_what_is_said(journal: Journal) -> None:
    put_back = PutBack(device_id="lamp", at=NIGHT)

    facts = await journal.append(put_back, change(run_id="run"))

    assert facts == (
        put_back,
        StatusUpdate(
            status=RED,
            zone=FOYER,
            epoch=journal.epoch,
            seq=1,
            at=NIGHT,
            run_id="run",
            cause=ANNA,
        ),
    )


async def test_only_the_record_gives_numbers(journal: Journal) -> None:
    elsewhere = StatusUpdate(status=RED, zone=FOYER, epoch="another", seq=7, at=NIGHT)

    (fact,) = await journal.append(elsewhere)

    assert isinstance(fact, StatusUpdate)
    assert (fact.epoch, fact.seq) == (journal.epoch, 1)


async def test_records_of_two_households_have_their_own_epochs(path: Path) -> None:
    async with opened(path) as one, opened(path.with_name("other.db")) as other:
        assert one.epoch != other.epoch


async def test_numbers_and_what_was_missed_go_on_over_a_restart(path: Path) -> None:
    async with opened(path) as journal:
        epoch = journal.epoch
        before = [await update(journal) for _ in range(3)]
    async with opened(path) as journal:
        assert (journal.epoch, journal.seq) == (epoch, 3)
        after = [await update(journal) for _ in range(2)]

        assert journal.since(epoch, 1) == [*before[1:], *after]
    assert numbers((*before, *after)) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("seq", [-1, 4, 1000])
async def test_a_number_that_was_never_given_has_no_followers(journal: Journal, seq: int) -> None:
    for _ in range(3):
        await update(journal)

    assert journal.since(journal.epoch, seq) is None


async def test_numbers_of_another_epoch_mean_nothing(journal: Journal) -> None:
    await update(journal)

    assert journal.since("another", 0) is None


async def test_memory_is_bounded_and_says_so_when_a_gap_is_too_old(path: Path) -> None:
    async with opened(path) as journal:
        await journal.append(*(change() for _ in range(KEPT_UPDATES + 5)))
        epoch = journal.epoch
        assert journal.since(epoch, 4) is None
        before = journal.since(epoch, 5)
    async with opened(path) as journal:
        assert journal.since(epoch, 4) is None
        assert journal.since(epoch, 5) == before
    assert numbers(tuple(before or ())) == list(range(6, KEPT_UPDATES + 6))


steps = st.lists(st.integers(0, 5) | st.just("restart"), max_size=15)
"""So many changes of status at once, or a restart."""


@settings(deadline=None, max_examples=60)
@given(steps, st.integers(0, 80))
def test_whatever_order_of_writes_and_restarts_numbers_have_no_gap_nor_repeat(
    script: list[int | str], seen: int
) -> None:
    async def live(path: Path) -> None:
        journal = await Journal.open(path, writer=inline)
        said: list[StatusUpdate] = []
        for step in script:
            if isinstance(step, int):
                calls = [update(journal, zone=f"{len(said)}.{n}") for n in range(step)]
                said += await asyncio.gather(*calls)
            else:
                await journal.close()
                journal = await Journal.open(path, writer=inline)
            assert numbers(tuple(said)) == list(range(1, len(said) + 1))
            assert journal.seq == len(said)
            assert journal.since(journal.epoch, seen) == (
                said[seen:] if seen <= len(said) else None
            )
        await journal.close()

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(live(Path(folder) / "record.db"))


# Order and company --------------------------------------------------------------------------


async def test_calls_that_come_together_share_writes_and_keep_their_order(path: Path) -> None:
    gate = Gate()
    gate.leave.set()
    journal = await Journal.open(path, writer=gate)
    before = gate.written
    returned: list[int] = []

    async def record(number: int) -> None:
        facts = await journal.append(change(zone=str(number)), told(number), incident="incident")
        returned.extend(numbers(facts))

    await asyncio.gather(*(record(number) for number in range(100)))

    assert returned == list(range(1, 101))
    assert gate.written - before <= 2
    assert [told(n) for n in range(100)] == [
        fact
        for fact in await journal.incident_facts("incident")
        if not isinstance(fact, StatusUpdate)
    ]
    await journal.close()


async def test_a_number_is_not_seen_before_whoever_asked_for_it_has_its_turn(path: Path) -> None:
    gate = Gate()
    gate.leave.set()
    journal = await Journal.open(path, writer=gate)
    gate.leave.clear()
    calls = [asyncio.create_task(update(journal)) for _ in range(3)]
    await gate.asked.wait()
    seen: list[tuple[int, int]] = []
    for call in calls:
        call.add_done_callback(lambda done: seen.append((done.result().seq, journal.seq)))

    assert journal.seq == 0
    assert journal.since(journal.epoch, 0) == []
    gate.leave.set()
    await asyncio.gather(*calls)

    assert numbers(tuple(journal.since(journal.epoch, 0) or ())) == [1, 2, 3]
    await journal.close()


async def test_what_nobody_waits_for_any_more_is_recorded_in_its_place(path: Path) -> None:
    gate = Gate()
    gate.leave.set()
    journal = await Journal.open(path, writer=gate)
    gate.leave.clear()
    gate.asked.clear()
    calls = [asyncio.create_task(update(journal, zone=zone)) for zone in ("a", "b", "c")]
    await gate.asked.wait()
    calls[1].cancel()
    gate.leave.set()
    await asyncio.gather(*calls, return_exceptions=True)
    await update(journal, zone="d")

    missed = journal.since(journal.epoch, 0)

    assert missed is not None
    assert [(each.seq, each.zone) for each in missed] == [(1, "a"), (2, "b"), (3, "c"), (4, "d")]
    await journal.close()


async def test_a_call_that_is_cancelled_just_as_it_was_recorded_is_in_its_place(path: Path) -> None:
    async with opened(path) as journal:

        async def first() -> None:
            await update(journal, zone="a")
            second.cancel()

        call = asyncio.create_task(first())
        second = asyncio.create_task(update(journal, zone="b"))
        third = asyncio.create_task(update(journal, zone="c"))
        await asyncio.gather(call, second, third, return_exceptions=True)

        assert second.cancelled()
        missed = journal.since(journal.epoch, 0)
        assert missed is not None
        assert [(each.seq, each.zone) for each in missed] == [(1, "a"), (2, "b"), (3, "c")]


async def test_what_cannot_be_written_down_is_refused_and_holds_up_nobody(
    journal: Journal,
) -> None:
    with pytest.raises(TypeError):
        await journal.append(change(run_id=object()))  # type: ignore[arg-type]
    with pytest.raises(UnicodeEncodeError):
        await journal.append(change(zone="\ud800"))

    assert (await update(journal)).seq == 1


# Restarts -----------------------------------------------------------------------------------


async def test_a_restart_has_all_since_the_house_was_at_rest_and_where_zones_stood(
    path: Path,
) -> None:
    async with opened(path) as journal:
        for zone, status in ((FOYER, RED), (LIVING_ROOM, GREEN), (FOYER, GREEN), (HOUSE, GREEN)):
            await journal.append(change(status, zone), told(0))
        journal.settled()
        await journal.append(change(RED, FOYER), told(1))
        await journal.append(told(2))
    async with opened(path) as journal:
        assert [
            (fact.zone, fact.status) if isinstance(fact, StatusUpdate) else fact
            for fact in journal.restored
        ] == [
            (LIVING_ROOM, GREEN),
            (FOYER, GREEN),
            (HOUSE, GREEN),
            (FOYER, RED),
            told(1),
            told(2),
        ]


async def test_what_is_on_its_way_while_the_house_is_at_rest_is_not_settled_with_it(
    path: Path,
) -> None:
    """One call ends the last thing under way, and in the same write an alarm begins."""
    async with opened(path) as journal:

        async def end() -> None:
            await journal.append(told(1))
            journal.settled()

        await asyncio.gather(end(), journal.append(told(2)))
        await journal.append(told(3))
    async with opened(path) as journal:
        assert journal.restored == (told(2), told(3))


async def test_what_follows_upon_a_house_that_was_at_rest_from_the_start_is_not_settled(
    path: Path,
) -> None:
    async with opened(path) as journal:
        journal.settled()
        await journal.append(told(1))
        await journal.append(told(2))
    async with opened(path) as journal:
        assert journal.restored == (told(1), told(2))


async def test_what_is_settled_is_so_in_every_life_of_a_house(path: Path) -> None:
    for life in range(3):
        async with opened(path) as journal:
            await journal.append(told(2 * life))
            journal.settled()
            await journal.append(told(2 * life + 1))
        async with opened(path) as journal:
            assert journal.restored == (told(2 * life + 1),)


async def test_settled_needs_no_write_of_its_own(path: Path) -> None:
    gate = Gate()
    gate.leave.set()
    journal = await Journal.open(path, writer=gate)
    await journal.append(told(1))
    before = gate.written

    journal.settled()

    assert gate.written == before
    await journal.close()
    async with opened(path) as journal:
        assert journal.restored == ()


async def test_facts_of_a_later_version_are_passed_over_and_kept(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "record.db"
    known = to_row(told(1), epoch="one", incident="incident")
    later = known._replace(kind="robot_sent", body='{"is":"RobotSent"}')
    rows = [Stored(number, row) for number, row in enumerate((known, later, known), 1)]
    RecordFile.create(path, rows, Marks(epoch="one"))

    async with opened(path) as journal:
        assert journal.restored == (told(1), told(1))
        assert await journal.incident_facts("incident") == [told(1), told(1)]

    assert "Passed over in the record: a robot_sent cannot be read" in caplog.text
    assert b"RobotSent" in content(path)


async def test_a_file_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    RecordFile.create(path, (), Marks(epoch="one", version=99))
    before = content(path)

    with pytest.raises(NewerRecordError, match="99"):
        await Journal.open(path)

    assert content(path) == before
    assert record_threads() == []


# The end ------------------------------------------------------------------------------------


async def test_closing_writes_what_is_queued_and_leaves_one_file_and_no_thread(path: Path) -> None:
    journal = await Journal.open(path)
    call = asyncio.create_task(journal.append(told(1), incident="incident"))
    await asyncio.sleep(0)
    assert len(record_threads()) == 1

    await journal.close()
    await journal.close()

    assert await call == (told(1),)
    assert beside(path) == [path.name]
    assert record_threads() == []
    async with opened(path) as journal:
        assert journal.restored == (told(1),)


async def test_what_comes_after_the_end_is_returned_under_another_epoch(path: Path) -> None:
    journal = await Journal.open(path)
    epoch = journal.epoch
    await journal.close()

    late = await update(journal)

    assert late.epoch == journal.epoch != epoch
    assert await journal.incidents() == []
