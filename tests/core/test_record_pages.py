"""Pages and logs that no sudden end leaves: each is read as far as it says something."""

from collections.abc import Iterator
from pathlib import Path
import struct

import pytest

from custom_components.tuya_twin.core.journal import Journal
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
