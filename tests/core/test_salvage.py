"""Whatever is done to a record's file: what was committed and is not harmed itself is there."""

import asyncio
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path
import random
import re
import sqlite3
import tempfile

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.tuya_twin.core.facts import Fact, PeopleTold, StatusUpdate
from custom_components.tuya_twin.core.journal import Journal
from custom_components.tuya_twin.core.record_file import RecordFile
from custom_components.tuya_twin.core.record_rows import Marks, Stored
from custom_components.tuya_twin.core.records import to_row
from custom_components.tuya_twin.core.salvage import (
    KEPT_DAMAGED,
    Recovery,
    readable,
    salvage,
    set_aside,
)
from tests.core.journal_kit import (
    beside,
    change,
    content,
    inline,
    mark,
    numbers,
    opened,
    overwrite,
    told,
)
from tests.core.kit import FOYER, GREEN, RED

PAGE = 4096
FRAME = 24 + PAGE
LOG_HEADER = 32
ROWS = 3000
LOGGED = 40
"""Rows that are only in the log, in writes of two."""

STAMPED = re.compile(r"record\.db\.damaged-\d{8}T\d{6}Z")
"""How a damaged file is called."""

type Files = tuple[bytes, bytes]
"""The file and its log."""

unhurried = settings(deadline=None, max_examples=20)


def words(number: int) -> str:
    """Rows of all lengths, some too long for a page."""
    return "x" * random.Random(number).choice([10, 100, 400, 900])  # noqa: S311


@cache
def written_files() -> Files:
    """A file of a few hundred pages, and a log beside it as a sudden end leaves it."""

    async def write(path: Path) -> Files:
        journal = await Journal.open(path, writer=inline)
        for start in range(0, ROWS, 100):
            facts = (told(n, words=words(n)) for n in range(start, start + 100))
            await journal.append(*facts, change(zone=str(start)), incident="incident")
        await journal.hold_for_copy()
        for start in range(ROWS, ROWS + LOGGED, 2):
            await journal.append(told(start), told(start + 1), incident="incident")
        files = content(path), content(path.with_name("record.db-wal"))
        await journal.close()
        return files

    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(write(Path(folder) / "record.db"))


@cache
def pieces() -> list[tuple[int, int, bytes]]:
    """All places that hold rows: whether in the log, where they begin, and what is there."""
    file, log = written_files()
    pages = [(0, at, file[at : at + PAGE]) for at in range(0, len(file), PAGE)]
    frames = [
        (1, at, log[at : at + FRAME]) for at in range(LOG_HEADER, len(log) - FRAME + 1, FRAME)
    ]
    return pages + frames


@cache
def holders(number: int) -> frozenset[tuple[int, int]]:
    """The places that hold this fact whole."""
    marked = mark(number).encode()
    return frozenset((where, at) for where, at, piece in pieces() if marked in piece)


def expected(is_harmed: Callable[[int, int], bool], of: range) -> set[int]:
    """Those facts that stand whole in a place that is not harmed."""
    return {n for n in of if any(not is_harmed(*place) for place in holders(n))}


async def found_in(files: Files) -> list[Fact]:
    """What is on record once such files were opened; and that it goes on from there."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.db"
        for place, each in zip((path, Path(f"{path}-wal")), files, strict=True):
            if each:
                place.write_bytes(each)
        async with opened(path) as journal:
            facts = list(await journal.incident_facts("incident"))
            assert journal.trouble is None
            highest, epoch = journal.seq, journal.epoch
            (update,) = await journal.append(change())
            assert isinstance(update, StatusUpdate)
            assert (update.seq, update.epoch) == (highest + 1, epoch)
            assert highest >= max(numbers(tuple(facts)), default=0)
            if journal.recovery is not None:
                assert any(".damaged-" in name for name in beside(path))
        async with opened(path) as journal:
            assert journal.recovery is None
            assert [*await journal.incident_facts("incident")] == facts
            assert (journal.seq, journal.epoch) == (highest + 1, epoch)
    return facts


def check(files: Files, wanted: set[int]) -> None:
    facts = asyncio.run(found_in(files))
    calls = [fact.call for fact in facts if isinstance(fact, PeopleTold)]

    assert calls == sorted(set(calls)), "out of order, or twice"
    assert wanted <= set(calls), "something readable is lost"
    for fact in facts:
        if isinstance(fact, PeopleTold):
            n = fact.call
            assert fact == told(n, words=words(n) if n < ROWS else ""), "something is garbled"


ALL = range(ROWS + LOGGED)
PAGES = len(written_files()[0]) // PAGE
FRAMES = (len(written_files()[1]) - LOG_HEADER) // FRAME


def test_files_that_are_whole_have_everything() -> None:
    check(written_files(), set(ALL))


@unhurried
@given(st.sets(st.integers(0, PAGES - 1), min_size=1, max_size=60), st.binary(min_size=1))
def test_pages_that_are_overwritten_take_nothing_along(harmed: set[int], garbage: bytes) -> None:
    file, log = written_files()
    broken = bytearray(file)
    for page in harmed:
        broken[page * PAGE : (page + 1) * PAGE] = (garbage * PAGE)[:PAGE]

    check(
        (bytes(broken), log),
        expected(lambda where, at: not where and at // PAGE in harmed, ALL),
    )


@unhurried
@given(st.integers(0, PAGES * PAGE), st.booleans())
def test_a_file_that_is_cut_off_keeps_what_comes_before(length: int, with_log: bool) -> None:  # noqa: FBT001
    file, log = written_files()
    of = ALL if with_log else range(ROWS)
    wanted = expected(
        lambda where, at: not with_log if where else at + PAGE > length,
        of,
    )

    check((file[:length], log if with_log else b""), wanted)


@unhurried
@given(st.lists(st.tuples(st.integers(0, PAGES * PAGE - 1), st.integers(1, 255)), max_size=20))
def test_bytes_that_flip_harm_what_is_on_their_page(flips: list[tuple[int, int]]) -> None:
    file, log = written_files()
    broken = bytearray(file)
    for at, flip in flips:
        broken[at] ^= flip
    harmed = {at // PAGE for at, _ in flips}

    check(
        (bytes(broken), log),
        expected(lambda where, at: not where and at // PAGE in harmed, ALL),
    )


@unhurried
@given(st.integers(0, LOG_HEADER + FRAMES * FRAME - 1), st.integers(1, 255))
def test_a_byte_that_flips_in_the_log_takes_only_its_frame_along(at: int, change: int) -> None:
    file, log = written_files()
    broken = bytearray(log)
    broken[at] ^= change
    harmed = LOG_HEADER + (at - LOG_HEADER) // FRAME * FRAME

    # The last write cannot be told from one that a power cut broke off.
    check(
        (file, bytes(broken)),
        expected(lambda where, begins: bool(where) and begins == harmed, ALL[:-2]),
    )


@unhurried
@given(st.integers(0, LOG_HEADER + FRAMES * FRAME))
def test_a_log_that_is_cut_off_keeps_every_write_that_is_whole(length: int) -> None:
    file, log = written_files()
    starts = range(LOG_HEADER, length - FRAME + 1, FRAME)
    ends = [at + FRAME for at in starts if any(log[at + 4 : at + 8])]

    check(
        (file, log[:length]),
        expected(lambda where, at: bool(where) and at >= max(ends, default=0), ALL),
    )


@pytest.mark.parametrize("size", [16, 100, PAGE, 2 * PAGE, 10 * PAGE])
def test_a_header_that_is_destroyed_loses_nothing_behind_it(size: int) -> None:
    file, log = written_files()

    check(
        (bytes(size) + file[size:], log),
        expected(lambda where, at: not where and at < size, ALL),
    )


@pytest.mark.parametrize("at", [18, 19])
def test_a_file_that_claims_not_to_be_for_us_is_written_all_the_same(at: int) -> None:
    file, log = written_files()

    check((file[:at] + b"\x03" + file[at + 1 :], log), set(ALL))
    check((file[:at] + b"\x03" + file[at + 1 :], b""), set(range(ROWS)))


def test_a_file_that_is_gone_leaves_what_is_in_the_log() -> None:
    check((b"", written_files()[1]), set(range(ROWS, ROWS + LOGGED)))


async def test_rows_that_take_many_pages_are_saved(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    long = [told(n, words=f"{n} " * 10_000) for n in range(20)]
    async with opened(path) as journal:
        await journal.append(*long, incident="incident")
    path.write_bytes(bytes(PAGE) + content(path)[PAGE:])

    async with opened(path) as journal:
        assert await journal.incident_facts("incident") == long


async def test_what_was_found_is_told_and_the_damaged_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    path.write_bytes(written_files()[0][:-PAGE] + bytes(PAGE))
    damaged = content(path)
    async with opened(path) as journal:
        found = journal.recovery
        assert found is not None
        assert found.saved == len(await journal.incident_facts("incident"))
        assert found.saved + found.lost <= ROWS + ROWS // 100
        assert found.saved > ROWS - 100
        assert content(found.damaged) == damaged
        assert STAMPED.fullmatch(found.damaged.name)


async def test_a_record_whose_marks_are_gone_keeps_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    async with opened(path) as journal:
        epoch = journal.epoch
        await journal.append(told(1), told(2))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM marks")

    async with opened(path) as journal:
        assert journal.restored == (told(1), told(2))
        assert journal.epoch != epoch
        assert journal.recovery is not None
        assert (journal.recovery.saved, journal.recovery.lost) == (2, 0)


@pytest.mark.parametrize("other", [mark(7).encode(), b"\xff" * 8], ids=["words", "no words"])
async def test_a_row_that_is_not_what_was_written_is_not_believed_though_sqlite_sees_nothing(
    tmp_path: Path, other: bytes
) -> None:
    path = tmp_path / "record.db"
    async with opened(path) as journal:
        await journal.append(told(1), told(2), told(3))
    overwrite(path, content(path).index(mark(2).encode()), other)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]

    async with opened(path) as journal:
        assert journal.restored == (told(1), told(3))
        assert journal.recovery is not None
        assert (journal.recovery.saved, journal.recovery.lost) == (2, 1)


def test_rows_that_were_let_go_are_not_among_those_that_damage_took(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    row = to_row(told(1), epoch="one", incident=None)
    RecordFile.create(path, [Stored(3, row), Stored(5, row)], Marks(epoch="one", pruned=2))
    salvage(path)

    found = set_aside(path, "20260101")

    damaged = path.with_name("record.db.damaged-20260101")
    assert found == Recovery(damaged=damaged, saved=2, lost=1)


def test_a_record_of_which_no_row_is_left_has_nothing_settled(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    RecordFile.create(path, (), Marks(epoch="one", settled=5, pruned=4))

    rows, marks = readable(path)

    assert rows == []
    assert (marks.settled, marks.pruned) == (0, 4)


async def test_two_damaged_records_of_the_same_moment_are_both_kept(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    for number in (1, 2):
        async with opened(path) as journal:
            await journal.append(told(number))
        salvage(path)
        set_aside(path, "20260101")

    names = ["record.db", "record.db.damaged-20260101", "record.db.damaged-20260101-2"]
    assert beside(path) == names
    one, two = (content(path.with_name(name)) for name in names[1:])
    assert mark(1).encode() in one
    assert mark(2).encode() not in one
    assert mark(2).encode() in two


async def test_of_the_damaged_files_the_newest_are_kept_each_with_its_log(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    stubborn = path.with_name("record.db.damaged-20251231")
    stubborn.mkdir()
    for number in range(KEPT_DAMAGED + 2):
        async with opened(path) as journal:
            await journal.append(told(number))
        path.with_name("record.db-wal").write_bytes(b"a log")
        salvage(path)
        set_aside(path, f"2026010{number}")

    kept = [f"record.db.damaged-2026010{number}" for number in range(2, KEPT_DAMAGED + 2)]
    logs = [f"{name}-wal" for name in kept]
    assert beside(path) == sorted(["record.db", stubborn.name, *kept, *logs])


async def test_a_saved_record_has_its_own_epoch_and_higher_numbers(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    async with opened(path) as journal:
        epoch = journal.epoch
        await journal.append(*(change() for _ in range(5)))
    path.write_bytes(bytes(100) + content(path)[100:])

    async with opened(path) as journal:
        assert journal.epoch != epoch
        assert journal.seq == 5
        assert journal.since(epoch, 3) is None
        assert journal.since(journal.epoch, 5) == []


async def test_what_was_settled_stays_so_in_a_saved_record(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    async with opened(path) as journal:
        await journal.append(change(GREEN), told(1))
        journal.settled()
        await journal.append(told(2))
    path.write_bytes(bytes(100) + content(path)[100:])

    async with opened(path) as journal:
        assert numbers(journal.restored) == [1]
        assert journal.restored[1:] == (told(2),)


@pytest.mark.parametrize("moved", [0, 1, 2])
async def test_saving_that_is_interrupted_goes_on_at_the_next_start(
    tmp_path: Path, moved: int
) -> None:
    """After the new file is whole, and some of the old ones are moved away."""
    path = tmp_path / "record.db"
    async with opened(path) as journal:
        await journal.append(change(RED, FOYER), told(1))
    salvage(path)
    path.with_name("record.db-wal").write_bytes(b"of the old file")
    for name in ("record.db-wal", "record.db")[:moved]:
        path.with_name(name).rename(tmp_path / f"moved {name}")

    async with opened(path) as journal:
        assert journal.restored[1:] == (told(1),)
        assert journal.recovery is not None
        assert journal.recovery.saved == 2
        assert STAMPED.fullmatch(journal.recovery.damaged.name)
    assert {"record.db.saved", "record.db.new"}.isdisjoint(beside(path))
