"""Pages and logs that no sudden end leaves: each is read as far as it says something."""

from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path
import sqlite3
import struct

import pytest

from custom_components.tuya_twin.core.journal import Journal
from custom_components.tuya_twin.core.record_file import RecordFile
from custom_components.tuya_twin.core.record_pages import is_visibly_damaged, read_rows
from custom_components.tuya_twin.core.record_rows import Marks, Stored, intact_row
from custom_components.tuya_twin.core.records import to_row
from tests.core.journal_kit import content, inline, mark, opened, overwrite, told

PAGE = 4096
FRAME_HEADER = 24
FRAME = FRAME_HEADER + PAGE
LOG_HEADER = 32
FACTS = [told(n, words="x" * 300) for n in range(60)]
"""On a handful of pages."""
NO_MEDIUM = Path("/sys/class/net/lo/speed")
"""A file with a length of which every read is refused, as of a medium that is worn out."""


def log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def torn_files(path: Path) -> list[int]:
    """A row in the file and four writes of one row in the log: in which frame each write ends."""
    rows = [Stored(n, to_row(FACTS[n], epoch="one", incident="incident")) for n in range(1, 6)]
    RecordFile.create(path, rows[:1], Marks(epoch="one"))
    record = RecordFile.connect(path)
    for row in rows[1:]:
        record.insert([row], epoch="one", settled=0)
    record.abandon()
    ends = [n for n, frame in enumerate(frames(content(log_of(path)))) if any(frame[4:8])]
    assert len(ends) == 4
    return ends


def frame_at(number: int) -> int:
    """Where the so many-th frame of a log begins."""
    return LOG_HEADER + number * FRAME


def rows_in(path: Path) -> set[int]:
    """The ids of the rows that can be read without SQLite."""
    found = (intact_row((rowid, *values[1:])) for rowid, values in read_rows(path))
    return {stored.id for stored in found if stored is not None}


async def files_after_a_sudden_end(path: Path, copy: Path) -> None:
    """At `copy`, a file and a log with every fact, as a process leaves them that is killed."""
    journal = await Journal.open(path, writer=inline)
    for start in range(0, len(FACTS), 4):
        await journal.append(*FACTS[start : start + 4], incident="incident")
    copy_files(path, copy)
    await journal.close()


def copy_files(path: Path, copy: Path) -> None:
    """As the system has them just now."""
    copy.write_bytes(content(path))
    log_of(copy).write_bytes(content(log_of(path)))


def a_page_of_rows(row: bytes) -> bytes:
    """A page that says of itself that it holds this row."""
    return (b"\r\0\0\0\1\0\0\0" + b"\0\x10" + bytes(6) + row).ljust(PAGE, b"\0")


VALUES: list[str | int | bytes | None] = [
    None,
    "",
    "ä",
    b"",
    b"\xff\0",
    *(
        sign * number
        for bits in (0, 1, 7, 8, 15, 16, 24, 31, 40, 47, 62)
        for sign in (1, -1)
        for number in (2**bits - 1, 2**bits)
    ),
    2**63 - 1,
    -(2**63),
    # Too long for a page, and for two, by some bytes or just not.
    *("x" * length for first in (4040, 4570, 8130) for length in range(first, first + 40)),
]
"""Everything that takes another form on a page, or another place."""


def test_rows_are_read_as_sqlite_wrote_them(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    written = dict(enumerate(VALUES, 1))
    written |= dict.fromkeys(range(1000, 3000), 0)
    written |= {2**bits: bits for bits in range(12, 63)} | {2**63 - 1: "the last"}
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"PRAGMA page_size = {PAGE}")
        connection.execute("CREATE TABLE facts(id INTEGER PRIMARY KEY, value)")
        connection.executemany("INSERT INTO facts VALUES (?, ?)", written.items())

    read = {rowid: values[1] for rowid, values in read_rows(path)}

    assert read == written


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(b"\r" + b"\xff" * (PAGE - 1), id="rows that begin behind it"),
        pytest.param(a_page_of_rows(b"\xff\xff\xff\x7f\1"), id="a row without end"),
        pytest.param(a_page_of_rows(b"\2\1\2\x0b"), id="a value of no kind"),
        pytest.param(a_page_of_rows(b"\2\1\2\x7f"), id="a value longer than its row"),
        pytest.param(a_page_of_rows(b"\x81\x90\0\1" + bytes(90)), id="a row on no other page"),
        pytest.param(a_page_of_rows(b"\2" + b"\xff" * 9 + b"\2\1"), id="a row of an odd number"),
    ],
)
async def test_a_page_that_only_looks_as_if_it_held_rows_takes_no_other_along(
    tmp_path: Path, page: bytes
) -> None:
    path = tmp_path / "record.db"
    async with opened(path) as journal:
        await journal.append(*FACTS, incident="incident")
    before = content(path)
    at = before.index(mark(30).encode()) // PAGE * PAGE
    lost = {n for n in range(60) if mark(n).encode() in before[at : at + PAGE]}
    overwrite(path, at, page)

    async with opened(path) as journal:
        found = await journal.incident_facts("incident")
        assert journal.recovery is not None
    assert found == [fact for n, fact in enumerate(FACTS) if n not in lost]
    assert 0 < len(lost) < 20


@pytest.mark.parametrize(
    "harmed",
    [
        pytest.param(slice(1), id="what it is"),
        pytest.param(slice(3, 4), id="its byte order"),
        pytest.param(slice(16, 24), id="what its frames have in common"),
        pytest.param(slice(24, 32), id="its checksum"),
        pytest.param(slice(LOG_HEADER), id="all of it"),
    ],
)
async def test_a_log_whose_header_is_damaged_is_read_by_what_its_frames_agree_on(
    tmp_path: Path, harmed: slice
) -> None:
    path = tmp_path / "copy.db"
    await files_after_a_sudden_end(tmp_path / "record.db", path)
    overwrite(log_of(path), harmed.start or 0, bytes(len(bytes(LOG_HEADER)[harmed])))

    async with opened(path) as journal:
        assert journal.recovery is not None
        assert await journal.incident_facts("incident") == FACTS


async def test_a_write_in_the_midst_of_the_log_that_is_damaged_takes_none_behind_it_along(
    tmp_path: Path,
) -> None:
    path = tmp_path / "copy.db"
    await files_after_a_sudden_end(tmp_path / "record.db", path)
    overwrite(log_of(path), LOG_HEADER + FRAME_HEADER, bytes(PAGE))

    async with opened(path) as journal:
        assert journal.recovery is not None
        assert await journal.incident_facts("incident") == FACTS


@pytest.mark.parametrize("damaged", [False, True])
async def test_what_older_writes_left_behind_the_end_of_the_log_is_taken_for_nothing(
    tmp_path: Path,
    damaged: bool,  # noqa: FBT001
) -> None:
    """A log that has grown long is written anew from its beginning."""
    path, copy = tmp_path / "record.db", tmp_path / "copy.db"
    long = [told(n, words="x" * 50_000) for n in range(90)]
    journal = await Journal.open(path, writer=inline)
    await journal.append(*long, incident="incident")
    for fact in FACTS:
        await journal.append(fact, incident="incident")
    copy_files(path, copy)
    await journal.close()
    assert len({frame[8:16] for frame in frames(content(log_of(copy)))}) == 2
    if damaged:
        overwrite(copy, 0, bytes(100))

    async with opened(copy) as journal:
        assert (journal.recovery is not None) is damaged
        assert await journal.incident_facts("incident") == [*long, *FACTS]


async def test_a_log_of_a_machine_that_counts_its_bytes_the_other_way_is_whole(
    tmp_path: Path,
) -> None:
    path = tmp_path / "copy.db"
    await files_after_a_sudden_end(tmp_path / "record.db", path)
    log_of(path).write_bytes(turned(content(log_of(path))))

    async with opened(path) as journal:
        assert journal.recovery is None
        assert await journal.incident_facts("incident") == FACTS


def test_only_what_a_power_cut_can_do_to_a_log_is_no_damage(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    ends = torn_files(path)
    log = content(log_of(path))
    assert not is_visibly_damaged(path)

    overwrite(log_of(path), frame_at(ends[3]) + FRAME_HEADER, b"\xff" * 9)
    assert not is_visibly_damaged(path)

    overwrite(log_of(path), frame_at(ends[2]) + FRAME_HEADER, b"\xff" * 9)
    assert is_visibly_damaged(path)

    log_of(path).write_bytes(log[: frame_at(ends[3] + 1) - 1])
    assert not is_visibly_damaged(path)


def test_a_write_that_was_cut_off_is_not_read_from_the_log(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    ends = torn_files(path)
    log = content(log_of(path))

    read = []
    for number in range(ends[3] + 2):
        log_of(path).write_bytes(log[: frame_at(number)])
        read.append(list(read_rows(path)))

    for number, (before, after) in enumerate(pairwise(read)):
        assert (before != after) is (number in ends)
    assert rows_in(path) == {1, 2, 3, 4, 5}


def test_a_log_without_a_header_is_read_by_what_most_of_its_first_frames_say(
    tmp_path: Path,
) -> None:
    path = tmp_path / "record.db"
    ends = torn_files(path)
    overwrite(log_of(path), 0, bytes(LOG_HEADER))
    overwrite(log_of(path), frame_at(0) + 8, bytes(8))

    assert ends[0] > 0
    assert rows_in(path) == {1, 2, 3, 4, 5}


def test_a_file_that_is_not_to_be_written_or_is_not_there_is_damaged_without_a_log_too(
    tmp_path: Path,
) -> None:
    path = tmp_path / "record.db"
    torn_files(path)
    log_of(path).unlink()
    assert not is_visibly_damaged(path)

    log_of(path).write_bytes(bytes(LOG_HEADER))
    assert not is_visibly_damaged(path)

    overwrite(path, 18, b"\3")
    assert is_visibly_damaged(path)

    path.unlink()
    assert is_visibly_damaged(path)


def test_a_row_that_cannot_be_takes_none_on_its_page_along(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    rows = [Stored(n, to_row(FACTS[n], epoch="one", incident=None)) for n in range(1, 6)]
    RecordFile.create(path, rows, Marks(epoch="one"))
    page = content(path).index(mark(1).encode()) // PAGE * PAGE

    overwrite(path, page + 8, b"\xff\xff")

    assert rows_in(path) == {2, 3, 4, 5}


def test_a_page_that_is_cut_off_has_the_rows_before_the_cut(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    rows = [Stored(n, to_row(FACTS[n], epoch="one", incident=None)) for n in range(1, 6)]
    RecordFile.create(path, rows, Marks(epoch="one"))
    # Rows fill a page from its end.
    cut = content(path).index(mark(1).encode())

    path.write_bytes(content(path)[:cut])

    assert rows_in(path) == {2, 3, 4, 5}


@pytest.mark.skipif(not NO_MEDIUM.exists(), reason="there is no file that refuses to be read")
async def test_a_medium_that_gives_nothing_is_read_as_zeros_and_the_house_has_a_record(
    tmp_path: Path,
) -> None:
    path = tmp_path / "record.db"
    async with opened(path) as journal:
        await journal.append(*FACTS, incident="incident")
    log_of(path).symlink_to(NO_MEDIUM)

    async with opened(path) as journal:
        assert journal.trouble is None
        assert journal.recovery is not None
        assert await journal.incident_facts("incident") == FACTS


def frames(log: bytes) -> Iterator[bytes]:
    """The frames of a log, each with its header."""
    for at in range(LOG_HEADER, len(log) - FRAME + 1, FRAME):
        yield log[at : at + FRAME]


def turned(log: bytes) -> bytes:
    """The log with checksums as a machine of the other byte order makes them."""
    other = {0x82: ("\x83", ">"), 0x83: ("\x82", "<")}
    last, order = other[log[3]]
    head = log[:3] + last.encode("latin-1") + log[4:24]
    first, second = summed(head, 0, 0, order)
    whole = head + struct.pack(">II", first, second)
    for frame in frames(log):
        first, second = summed(frame[:8] + frame[FRAME_HEADER:], first, second, order)
        whole += frame[:16] + struct.pack(">II", first, second) + frame[FRAME_HEADER:]
    return whole


def summed(content: bytes, first: int, second: int, order: str) -> tuple[int, int]:
    """The checksum of a log as SQLite describes it."""
    for even, odd in struct.iter_unpack(f"{order}II", content):
        first = (first + even + second) % 2**32
        second = (second + odd + first) % 2**32
    return first, second
