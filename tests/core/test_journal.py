"""The record counts without a gap, and gives back exactly what was missed, or nothing."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.tuya_twin.core.archive import KEPT_UPDATES
from custom_components.tuya_twin.core.assessment import Bypassed, Watch
from custom_components.tuya_twin.core.changes import replay
from custom_components.tuya_twin.core.chronicle import Chronicle
from custom_components.tuya_twin.core.errors import NewerRecordError
from custom_components.tuya_twin.core.facts import (
    OpinionAsked,
    OpinionFate,
    OpinionGiven,
    PutBack,
    StatusUpdate,
    WatchChanged,
    WeightChanged,
)
from custom_components.tuya_twin.core.journal import KEPT_UNWRITTEN, IncidentSpan, Journal
from custom_components.tuya_twin.core.lookout import Lookout
from custom_components.tuya_twin.core.model import HOUSE
from custom_components.tuya_twin.core.record_file import RecordFile
from custom_components.tuya_twin.core.record_rows import Marks, Stored
from custom_components.tuya_twin.core.records import to_row
from custom_components.tuya_twin.core.run import Result
from custom_components.tuya_twin.core.signs import WatchMode
from tests.core.journal_kit import (
    Gate,
    beside,
    change,
    content,
    full_disk,
    inline,
    numbers,
    opened,
    overwrite,
    proof,
    told,
    trouble,
)
from tests.core.kit import (
    ANNA,
    FOYER,
    FOYER_BULB,
    FOYER_LOCK,
    GREEN,
    LIVING_ROOM,
    NIGHT,
    RED,
    make_house,
)

DAY = timedelta(days=1)
FOREVER = timedelta(days=100_000)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "record.db"


@pytest.fixture
async def journal(path: Path) -> AsyncIterator[Journal]:
    journal = await Journal.open(path)
    yield journal
    await journal.close()


async def update(journal: Journal, **changed: str) -> StatusUpdate:
    (fact,) = await journal.append(change(**changed))  # type: ignore[arg-type]
    assert isinstance(fact, StatusUpdate)
    return fact


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
    async with opened(path) as journal:
        assert journal.since(epoch, 4) is None
        assert numbers(tuple(journal.since(epoch, 5) or ())) == list(range(6, KEPT_UPDATES + 6))


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
    assert not [each for each in threading.enumerate() if each.name.startswith("tuya_twin record")]


# The end ------------------------------------------------------------------------------------


async def test_closing_writes_what_is_queued_and_leaves_one_file_and_no_thread(path: Path) -> None:
    journal = await Journal.open(path)
    call = asyncio.create_task(journal.append(told(1), incident="incident"))
    await asyncio.sleep(0)

    await journal.close()
    await journal.close()

    assert await call == (told(1),)
    assert beside(path) == [path.name]
    assert not [each for each in threading.enumerate() if each.name.startswith("tuya_twin record")]
    async with opened(path) as journal:
        assert journal.restored == (told(1),)


async def test_what_comes_after_the_end_is_returned_under_another_epoch(path: Path) -> None:
    journal = await Journal.open(path)
    epoch = journal.epoch
    await journal.close()

    late = await update(journal)

    assert late.epoch == journal.epoch != epoch
    assert await journal.incidents() == []


# Questions ----------------------------------------------------------------------------------


async def test_incidents_are_listed_the_newest_first_with_their_first_and_last_moment(
    journal: Journal,
) -> None:
    for number in range(6):
        await journal.append(told(number), incident=f"incident {number // 2}")
    await journal.append(told(7))

    def span(number: int) -> IncidentSpan:
        first = NIGHT + timedelta(seconds=2 * number)
        return IncidentSpan(id=f"incident {number}", first=first, last=first + timedelta(seconds=1))

    assert await journal.incidents() == [span(2), span(1), span(0)]
    assert await journal.incidents(limit=1) == [span(2)]
    assert await journal.incidents(before=span(2).first) == [span(1), span(0)]
    assert await journal.incident_facts("incident 1") == [told(2), told(3)]
    assert await journal.incident_facts("no such") == []


async def test_a_device_was_last_proven_when_a_step_was_confirmed(journal: Journal) -> None:
    await journal.append(proof(FOYER_BULB, NIGHT), proof(FOYER_LOCK, NIGHT))
    await journal.append(
        proof(FOYER_BULB, NIGHT + DAY), proof(FOYER_LOCK, NIGHT + DAY, Result.FAILED)
    )

    assert await journal.last_proven() == {FOYER_BULB.id: NIGHT + DAY, FOYER_LOCK.id: NIGHT}


async def test_how_often_an_ai_was_asked_is_counted_from_a_moment_on(journal: Journal) -> None:
    assert await journal.count_asked(NIGHT) == 0
    await journal.append(
        *(OpinionAsked(incident_id="one", zone=FOYER, at=NIGHT + n * DAY) for n in range(4))
    )

    assert await journal.count_asked(NIGHT) == 4
    assert await journal.count_asked(NIGHT + DAY) == 3
    assert await journal.count_asked(NIGHT + 9 * DAY) == 0


def watching(mode: WatchMode, day: int = 0) -> WatchChanged:
    at = NIGHT + day * DAY
    open_window = (Bypassed(sensor="window", name="Window"),)
    watch = Watch(mode=mode, since=at, counts_from=at, bypassed=open_window)
    return WatchChanged(watch=watch, at=at, cause=ANNA)


def weighs(sensor: str, weight: int, day: int = 0) -> WeightChanged:
    return WeightChanged(
        sensor=sensor, name="Hall", zone=FOYER, weight=weight, at=NIGHT + day * DAY, cause=ANNA
    )


async def test_a_new_record_knows_of_no_watch_and_of_no_weight(journal: Journal) -> None:
    await journal.append(change(), proof(FOYER_BULB, NIGHT))

    assert await journal.standing() == []


async def test_how_the_house_is_watched_and_what_sensors_weigh_stands_until_it_is_changed(
    path: Path,
) -> None:
    async with opened(path) as journal:
        await journal.append(weighs("one", 80), watching(WatchMode.AWAY), weighs("two", 64))
        await journal.append(weighs("one", 100, day=1), change())
        await journal.append(watching(WatchMode.NIGHT, day=2), incident="open")
        journal.settled()
    standing = [weighs("two", 64), weighs("one", 100, day=1), watching(WatchMode.NIGHT, day=2)]
    async with opened(path) as journal:
        assert await journal.standing() == standing

        house = replay(make_house(), await journal.standing())
    assert house.lookout == Lookout(
        watch=watching(WatchMode.NIGHT, day=2).watch, weights={"one": 100, "two": 64}
    )


async def test_what_stands_is_kept_however_old_and_what_it_replaced_is_not(path: Path) -> None:
    async with opened(path) as journal:
        await journal.append(weighs("one", 80), watching(WatchMode.AWAY), incident="old")
        await journal.append(weighs("one", 64), change(GREEN), incident="old")
        journal.settled()

        await journal.prune(NIGHT + 999 * DAY, keep_for=DAY, keep_bytes=0)

        assert await journal.standing() == [watching(WatchMode.AWAY), weighs("one", 64)]
        kept = await journal.incident_facts("old")
        assert weighs("one", 80) not in kept


async def test_what_stands_in_a_damaged_record_is_saved_with_it(path: Path) -> None:
    async with opened(path) as journal:
        await journal.append(weighs("one", 80), watching(WatchMode.AWAY))
    overwrite(path, 0, b"\0" * 100)

    async with opened(path) as journal:
        assert journal.recovery is not None
        assert await journal.standing() == [weighs("one", 80), watching(WatchMode.AWAY)]


async def test_an_opinion_stands_in_the_record_of_its_incident_also_once_that_is_over(
    journal: Journal,
) -> None:
    chronicle = Chronicle(make_house(), journal)
    asked = OpinionAsked(incident_id="first", zone=FOYER, at=NIGHT)
    given = OpinionGiven(
        incident_id="first", zone=FOYER, at=NIGHT, fate=OpinionFate.LATE, seconds=9.0
    )
    await chronicle.record(change(run_id="first"))
    await chronicle.record(asked)
    (over,) = await chronicle.record(change(GREEN))
    await chronicle.record(change(run_id="second"))

    await chronicle.record(given)

    assert await journal.incident_facts("first") == [asked, over, given]


# Keeping and copying ------------------------------------------------------------------------


async def test_what_is_old_goes_but_not_what_a_restart_needs(path: Path) -> None:
    async with opened(path) as journal:
        await journal.append(
            change(GREEN), proof(FOYER_BULB, NIGHT), told(1, at=NIGHT), incident="old"
        )
        journal.settled()
        await journal.append(told(2, at=NIGHT), incident="open")

        await journal.prune(NIGHT + 2 * DAY, keep_for=DAY, keep_bytes=10**9)

        assert len(await journal.incident_facts("old")) == 2
        assert await journal.incident_facts("open") == [told(2, at=NIGHT)]
        assert await journal.last_proven() == {FOYER_BULB.id: NIGHT}
    async with opened(path) as journal:
        assert numbers(journal.restored) == [1]
        assert journal.restored[1:] == (told(2, at=NIGHT),)


async def test_a_file_that_is_too_large_shrinks_from_its_old_end(path: Path) -> None:
    async with opened(path) as journal:
        await journal.append(*(told(n, words="x" * 500) for n in range(4000)), incident="incident")
        journal.settled()
        await journal.prune(NIGHT, keep_for=FOREVER, keep_bytes=10**9)
        before = len(content(path))

        await journal.prune(NIGHT, keep_for=FOREVER, keep_bytes=before // 2)

        kept = await journal.incident_facts("incident")
        assert len(content(path)) <= before // 2
        assert 1000 < len(kept) < 2000
        assert kept == [told(n, words="x" * 500) for n in range(4000 - len(kept), 4000)]
        assert (await update(journal)).seq == 1


async def test_an_incident_that_is_open_is_kept_however_large_the_file(path: Path) -> None:
    async with opened(path) as journal:
        await journal.append(*(told(n) for n in range(2000)), incident="incident")

        await journal.prune(NIGHT + 9 * DAY, keep_for=DAY, keep_bytes=0)

        assert len(await journal.incident_facts("incident")) == 2000


async def test_a_copy_that_is_taken_while_writes_go_on_is_whole(path: Path, tmp_path: Path) -> None:
    journal = await Journal.open(path)
    await journal.append(*(told(n) for n in range(50)), incident="incident")
    journal.settled()
    await journal.hold_for_copy()
    whole = content(path)
    for number in range(50, 1500):
        await journal.append(told(number, words="x" * 3000), incident="incident")
    await journal.prune(NIGHT + DAY, keep_for=timedelta(seconds=1), keep_bytes=10**9)
    log = content(path.with_name("record.db-wal"))
    copy = tmp_path / "copy.db"
    copy.write_bytes(content(path))
    copy.with_name("copy.db-wal").write_bytes(log[: len(log) * 2 // 3])

    assert content(path) == whole
    async with opened(copy) as restored:
        facts = await restored.incident_facts("incident")
        assert restored.recovery is None
        assert facts == [told(n, words="x" * 3000 if n >= 50 else "") for n in range(len(facts))]
        assert 900 < len(facts) < 1400
    await journal.release_copy()
    await journal.close()
    assert content(path) != whole


async def test_a_fault_while_the_file_is_copied_leaves_the_file_alone(path: Path) -> None:
    journal = await Journal.open(path, writer=inline)
    await journal.append(told(0), incident="incident")
    await journal.hold_for_copy()
    whole = content(path)
    with full_disk():
        await journal.append(told(1), incident="incident")

    # More than SQLite leaves in the log by itself.
    many = [told(n, words="x" * 3000) for n in range(2, 1500)]
    await journal.append(*many, incident="incident")

    assert trouble(journal) is None
    assert content(path) == whole
    assert await journal.incident_facts("incident") == [told(0), told(1), *many]
    await journal.release_copy()
    await journal.close()
    assert content(path) != whole


# Disks that fail ----------------------------------------------------------------------------


async def test_a_full_disk_stops_nothing_and_what_it_did_not_take_follows(path: Path) -> None:
    journal = await Journal.open(path, writer=inline)
    troubles: list[bool] = []
    unsubscribe = journal.subscribe(lambda: troubles.append(journal.trouble is not None))
    epoch = journal.epoch
    await update(journal)
    with full_disk():
        failed = [await update(journal) for _ in range(3)]
        assert trouble(journal) is not None
    other = journal.epoch
    assert {each.epoch for each in failed} == {other} != {epoch}
    assert journal.since(epoch, 0) is None
    assert journal.since(other, 1) == failed

    last = await update(journal)

    assert trouble(journal) is None
    assert troubles == [True, False]
    unsubscribe()
    await journal.close()
    async with opened(path) as journal:
        assert (journal.epoch, journal.seq) == (other, 5)
        assert journal.since(other, 1) == [*failed, last]
        assert numbers(journal.restored) == [1, 2, 3, 4, 5]


async def test_a_listener_that_fails_holds_up_neither_writes_nor_other_listeners(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    troubles: list[bool] = []

    def fail() -> None:
        msg = "a fault in whoever listens"
        raise RuntimeError(msg)

    async with opened(path) as journal:
        journal.subscribe(fail)
        journal.subscribe(lambda: troubles.append(journal.trouble is not None))
        with full_disk():
            assert (await update(journal)).seq == 1
        assert (await update(journal)).seq == 2

    assert troubles == [True, False]
    assert caplog.text.count("A listener to the record failed") == 2


async def test_numbers_that_no_disk_has_are_not_given_again(path: Path) -> None:
    journal = await Journal.open(path, writer=inline)
    first = await update(journal)
    with full_disk():
        lost = await update(journal)
        await journal.close()
    async with opened(path) as journal:
        again = await update(journal)

    assert (lost.epoch, lost.seq) != (again.epoch, again.seq)
    assert (again.epoch, again.seq) == (first.epoch, 2)


async def test_a_house_starts_without_a_disk_and_knows_what_it_can_read(path: Path) -> None:
    async with opened(path) as journal:
        await journal.append(change(), told(1))
        epoch = journal.epoch
    with full_disk():
        journal = await Journal.open(path, writer=inline)
        assert trouble(journal) is not None
        assert numbers(journal.restored) == [1]
        assert journal.restored[1:] == (told(1),)
        assert journal.epoch != epoch
        await journal.append(told(2))

    await journal.append(told(3))

    assert trouble(journal) is None
    await journal.close()
    async with opened(path) as journal:
        assert journal.restored[1:] == (told(1), told(2), told(3))


async def test_a_folder_that_cannot_be_made_is_trouble_until_it_can(path: Path) -> None:
    path.parent.write_text("in the way")
    journal = await Journal.open(path, writer=inline)
    assert isinstance(trouble(journal), OSError)
    await update(journal)

    path.parent.unlink()
    await update(journal)

    assert trouble(journal) is None
    await journal.close()
    async with opened(path) as journal:
        assert numbers(journal.restored) == [1, 2]


async def test_a_folder_in_the_place_of_the_file_is_trouble_until_it_is_gone(path: Path) -> None:
    (path / "folder").mkdir(parents=True)
    journal = await Journal.open(path, writer=inline)
    assert isinstance(trouble(journal), OSError)
    assert journal.restored == ()
    await update(journal)

    shutil.rmtree(path)
    await update(journal)

    assert trouble(journal) is None
    await journal.close()
    async with opened(path) as journal:
        assert numbers(journal.restored) == [1, 2]


async def test_a_disk_that_stays_away_costs_the_memory_of_the_newest_facts_which_follow(
    path: Path,
) -> None:
    journal = await Journal.open(path, writer=inline)
    newest = [told(n) for n in range(KEPT_UNWRITTEN)]
    with full_disk():
        await journal.append(told(-2), incident="incident")
        await journal.append(told(-1), incident="incident")
        await journal.append(*newest, incident="incident")
        await journal.append(told(KEPT_UNWRITTEN), incident="incident")

    await journal.append(told(KEPT_UNWRITTEN + 1), incident="incident")

    assert trouble(journal) is None
    kept = await journal.incident_facts("incident")
    assert kept == [*newest, told(KEPT_UNWRITTEN), told(KEPT_UNWRITTEN + 1)]
    await journal.close()


async def test_a_disk_that_does_not_answer_holds_nobody_up_for_long(path: Path) -> None:
    gate = Gate()
    gate.leave.set()
    journal = await Journal.open(path, writer=gate)
    epoch = journal.epoch
    gate.leave.clear()
    journal.disk.patience = 0.0

    late = [await update(journal), await update(journal)]

    assert isinstance(trouble(journal), TimeoutError)
    assert {each.epoch for each in late} == {journal.epoch} != {epoch}
    journal.disk.patience = 60.0
    gate.leave.set()
    late.append(await update(journal))
    await journal.close()
    async with opened(path) as journal:
        assert trouble(journal) is None
        assert journal.since(late[0].epoch, 0) == late
        assert numbers(journal.restored) == [1, 2, 3]


async def test_a_disk_that_hangs_when_the_house_closes_holds_it_up_no_longer_than_others(
    path: Path,
) -> None:
    gate = Gate()
    gate.leave.set()
    journal = await Journal.open(path, writer=gate)
    gate.leave.clear()
    journal.disk.patience = 0.0
    await update(journal)

    await journal.close()

    assert isinstance(trouble(journal), TimeoutError)
    # What the disk had been given is written if it answers after all, and nothing follows it.
    written, others = gate.written, asyncio.all_tasks() - {asyncio.current_task()}
    gate.leave.set()
    await asyncio.wait(others)
    assert gate.written == written + 1
    await journal.disk.close()
    async with opened(path) as journal:
        assert numbers(journal.restored) == [1]


async def test_a_file_of_a_newer_version_in_the_place_of_ours_is_left_alone_and_all_goes_on(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """As a backup that is put back under a house that is up."""
    journal = await Journal.open(path, writer=inline)
    with full_disk():
        await update(journal)
    for name in beside(path):
        path.with_name(name).unlink()
    RecordFile.create(path, (), Marks(epoch="one", version=99))
    before = content(path)

    assert (await update(journal)).seq == 2

    assert isinstance(trouble(journal), NewerRecordError)
    assert "Unexpected error while the record was written" in caplog.text
    await journal.close()
    assert content(path) == before


async def test_a_file_that_turns_out_damaged_is_mended_once_the_house_is_at_rest(
    path: Path,
) -> None:
    journal = await Journal.open(path, writer=inline)
    await journal.append(*(told(n, words="x" * 200) for n in range(500)), incident="incident")
    await journal.hold_for_copy()
    await journal.release_copy()
    overwrite(path, 4096, bytes(len(content(path)) - 3 * 4096))
    # SQLite has pages in its memory; after a fault it reads them anew.
    with full_disk():
        await journal.append(told(500))
    await journal.append(told(501))
    assert isinstance(trouble(journal), sqlite3.DatabaseError)

    journal.settled()
    await journal.append(told(502), incident="incident")

    assert trouble(journal) is None
    assert journal.recovery is not None
    assert journal.recovery.damaged.exists()
    assert told(502) in await journal.incident_facts("incident")
    await journal.close()


async def test_a_question_to_a_file_that_cannot_be_is_answered_with_nothing(path: Path) -> None:
    path.parent.write_text("in the way")
    async with opened(path) as journal:
        assert await journal.last_proven() == {}
        assert await journal.incidents() == []
        await journal.prune(NIGHT, keep_for=DAY, keep_bytes=0)


# Sudden ends --------------------------------------------------------------------------------

LIFE = """
import asyncio, importlib, pathlib, sys, types

# Without the package itself, which takes Home Assistant along.
for name, folder in (("custom_components", ""), ("custom_components.tuya_twin", "/tuya_twin")):
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__path__ = [sys.argv[1] + folder]
core = "custom_components.tuya_twin.core."
facts, journal, model = (importlib.import_module(core + name) for name in
                         ("facts", "journal", "model"))

async def live():
    at = __import__("datetime").datetime.now(__import__("datetime").UTC)
    record = await journal.Journal.open(pathlib.Path(sys.argv[2]))
    change = facts.StatusChange(status=model.Status.RED_CRITICAL, zone="Foyer", at=at)

    async def write_for_ever():
        while True:
            told = facts.PutBack(device_id="lamp", at=at)
            update, _ = await record.append(change, told, incident="incident")
            print(update.epoch, update.seq, flush=True)

    await asyncio.gather(*(write_for_ever() for _ in range(3)))

asyncio.run(live())
"""
COMPONENTS = Path(__file__).parents[2] / "custom_components"


@pytest.mark.parametrize("seed", range(2))
async def test_what_was_acknowledged_outlives_being_killed(path: Path, seed: int) -> None:
    acknowledged: list[tuple[str, int]] = []
    for moments in random.Random(seed).choices(range(1, 120), k=4):  # noqa: S311
        life = await asyncio.create_subprocess_exec(
            sys.executable, "-c", LIFE, str(COMPONENTS), str(path), stdout=subprocess.PIPE
        )
        assert life.stdout is not None
        heard = b"".join([await life.stdout.readline() for _ in range(moments)])
        life.kill()
        # What was said before the end, and not heard yet.
        heard += await life.stdout.read()
        await life.wait()
        whole = heard[: heard.rfind(b"\n")].decode().splitlines()
        acknowledged += [(epoch, int(seq)) for epoch, seq in map(str.split, whole)]

    async with opened(path) as journal:
        assert {epoch for epoch, _ in acknowledged} == {journal.epoch}
        assert [seq for _, seq in acknowledged] == sorted({seq for _, seq in acknowledged})
        facts = await journal.incident_facts("incident")
        assert numbers(tuple(facts)) == list(range(1, journal.seq + 1))
        assert {seq for _, seq in acknowledged} <= set(numbers(tuple(facts)))
        # All or none of each call.
        assert len(facts) == 2 * journal.seq
        assert journal.recovery is None
