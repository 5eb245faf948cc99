"""The file of a record answers, forgets and is left alone as it is told to."""

from collections.abc import Iterator
from pathlib import Path
import sqlite3

import pytest

from custom_components.tuya_twin.core.facts import CodeRefused, Fact
from custom_components.tuya_twin.core.record_file import DamagedError, RecordFile, is_damage
from custom_components.tuya_twin.core.record_pages import log_of
from custom_components.tuya_twin.core.record_rows import Marks, Stored
from custom_components.tuya_twin.core.records import to_fact, to_row
from tests.core.journal_kit import content, mark, told
from tests.core.kit import ANNA, FOYER, GREEN, NIGHT, RED, set_to

OLDER = "9"
"""A moment after all others, as text."""
PLENTY = 10**9


def stored(*facts: Fact, first: int = 1) -> list[Stored]:
    rows = (to_row(fact, epoch="one", incident="incident") for fact in facts)
    return [Stored(number, row) for number, row in enumerate(rows, first)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "record.db"
    RecordFile.create(path, stored(told(1)), Marks(epoch="one"))
    return path


@pytest.fixture
def record(path: Path) -> Iterator[RecordFile]:
    record = RecordFile.connect(path)
    yield record
    record.abandon()


def add(record: RecordFile, *rows: Stored) -> None:
    record.insert(rows, epoch="one", settled=0)


def error_of(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError()
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    "error",
    [
        DamagedError(),
        *map(
            error_of,
            [
                sqlite3.SQLITE_ERROR,
                sqlite3.SQLITE_CORRUPT,
                sqlite3.SQLITE_CORRUPT_INDEX,
                sqlite3.SQLITE_NOTADB,
                sqlite3.SQLITE_IOERR_READ,
                sqlite3.SQLITE_IOERR_SHORT_READ,
            ],
        ),
    ],
)
def test_what_is_in_the_file_is_to_blame_for_what_cannot_be_read(error: Exception) -> None:
    assert is_damage(error)


@pytest.mark.parametrize(
    "error",
    [
        OSError(),
        sqlite3.ProgrammingError(),
        *map(
            error_of,
            [
                sqlite3.SQLITE_FULL,
                sqlite3.SQLITE_BUSY,
                sqlite3.SQLITE_READONLY,
                sqlite3.SQLITE_CANTOPEN,
                sqlite3.SQLITE_IOERR,
                sqlite3.SQLITE_IOERR_WRITE,
            ],
        ),
    ],
)
def test_a_file_is_not_to_blame_for_its_disk(error: Exception) -> None:
    assert not is_damage(error)


def test_a_restart_needs_the_newest_so_many_numbers_and_codes() -> None:
    codes = [CodeRefused(device_id=str(n), at=NIGHT, cause=ANNA) for n in range(3)]
    changes = [set_to(FOYER, RED, seq=n) for n in range(1, 5)]
    rows = stored(*codes, *changes)
    record = RecordFile.in_memory(rows, Marks(epoch="one", settled=len(rows)))

    loaded = record.load(updates=2, codes=1)

    assert loaded.seq == 4
    assert [row.seq for row in loaded.numbered] == [3, 4]
    assert [to_fact(row.kind, row.body) for row in loaded.restored] == [changes[-1], codes[-1]]


@pytest.mark.parametrize(
    ("marks", "newest"),
    [
        (Marks(epoch="one"), 2),
        (Marks(epoch="one", settled=7, pruned=3), 7),
        (Marks(epoch="one", settled=3, pruned=9), 9),
    ],
)
def test_no_id_is_given_twice_though_its_row_is_gone(marks: Marks, newest: int) -> None:
    record = RecordFile.in_memory(stored(told(1), told(2)), marks)

    assert record.newest_id() == newest


def test_rows_that_are_missing_are_those_that_nobody_let_go() -> None:
    rows = [*stored(told(2), first=2), *stored(told(5), told(6), first=5)]

    whole = RecordFile.in_memory(rows, Marks(epoch="one", pruned=4))
    torn = RecordFile.in_memory(rows, Marks(epoch="one", settled=9, pruned=3))

    assert whole.count() == (3, 0)
    assert torn.count() == (3, 4)


def test_what_is_old_goes_bite_by_bite_and_is_on_record_as_gone() -> None:
    rows = stored(*(told(n) for n in range(700)), set_to(FOYER, GREEN))
    record = RecordFile.in_memory(rows, Marks(epoch="one"))

    assert not record.prune("", PLENTY, 600)
    assert len(record.incident_rows("incident")) == 701

    bites = []
    while record.prune(OLDER, PLENTY, 600):
        bites.append(len(record.incident_rows("incident")))

    assert bites[:2] == [201, 101]
    assert len(record.incident_rows("incident")) == 101
    assert record.marks == Marks(epoch="one", settled=600, pruned=600)
    # What was settled once is so however little the caller knows of it.
    assert not record.prune(OLDER, PLENTY, 0)
    assert record.marks.settled == 600


def test_what_is_abandoned_stays_as_it_is_with_its_log(path: Path) -> None:
    record = RecordFile.connect(path)
    before = content(path)
    add(record, *stored(told(2), first=2))

    record.abandon()

    assert content(path) == before
    assert mark(2).encode() in content(log_of(path))


def test_a_file_that_is_closed_has_everything_in_it_unless_it_is_held(path: Path) -> None:
    record = RecordFile.connect(path)
    add(record, *stored(told(2), first=2))
    record.hold(held=True)
    assert mark(2).encode() in content(path)
    whole = content(path)
    add(record, *stored(told(3), first=3))
    record.checkpoint()
    record.close()
    assert content(path) == whole
    assert mark(3).encode() in content(log_of(path))

    RecordFile.connect(path).close()

    assert mark(3).encode() in content(path)
    assert not log_of(path).exists()


def test_a_log_does_not_grow_for_ever_once_the_file_is_no_longer_held(
    path: Path, record: RecordFile
) -> None:
    record.hold(held=True)
    record.hold(held=False)
    (long,) = stored(told(2, words="x" * 5_000_000), first=2)

    add(record, long)

    assert mark(2).encode() in content(path)
