"""What stands on the pages of a SQLite file, read without SQLite, however the rest is damaged.

Only what the record needs of https://sqlite.org/fileformat2.html: the rows of tables, and the
log. Numbers in a file are big-endian.
"""

from collections import Counter
from collections.abc import Iterator
import os
from pathlib import Path
import sys
from typing import Final

PAGE: Final = 4096
"""Bytes of a page; the record is made with this size."""
_FILE_HEADER: Final = 100
"""Bytes on the first page, which has nothing of ours: it says which tables there are."""
_PAGE_HEADER: Final = 8
"""Bytes on a page with rows, before it says where they are."""
_BEGINS: Final = b"SQLite format 3\0\x10\x00\x02\x02\x00\x40\x20\x20"
"""How a file with pages of this size begins that has a log."""
_FORMATS: Final = slice(18, 20)
"""Where the header says what it takes to write and to read the file."""
_NEWEST_FORMAT: Final = 2
_LEAF: Final = 0x0D
"""The kind of a page that holds rows of a table."""
_MOST_ON_LEAF: Final = PAGE - 35
_LEAST_ON_LEAF: Final = (PAGE - 12) * 32 // 255 - 23
"""How many bytes of a row stay on its page when it is longer than the most."""
_LONGEST_ROW: Final = 16 * 1024 * 1024
"""None that is ours is nearly as long: such a length is damage."""
_LOG_BEGINS: Final = b"\x37\x7f\x06"
"""How a log begins; the byte that follows says in which order its checksums count bytes."""
_LOG_HEADER: Final = 32
_FRAME_HEADER: Final = 24
_FRAME: Final = _FRAME_HEADER + PAGE
_INTEGERS: Final = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
"""Bytes of a whole number, by its kind in a row."""

type Value = str | int | bytes | None
type Image = tuple[int, bytes]
"""A page at one time: its number, counted from 1, and what stood on it."""


def log_of(path: Path) -> Path:
    """The log beside the file."""
    return path.with_name(f"{path.name}-wal")


def read_rows(path: Path) -> Iterator[tuple[int, list[Value]]]:
    """Row ids and values of our tables, from every page of the file and then of its log.

    The same row may come several times, the latest one last, and old ones that were deleted. What
    is damaged may come garbled, or not at all. Raises `OSError` if the file cannot be opened.
    """
    images = [*_images(path), *_log_images(log_of(path))]
    pages = dict(images)
    for _, page in images:
        for at in _cells(page):
            try:
                rowid, payload = _payload(page, at, pages)
                values = _values(payload)
            except IndexError, KeyError, ValueError:
                continue
            yield rowid, values


def is_visibly_damaged(path: Path) -> bool:
    """Whether SQLite would say nothing: of an empty file, one not to be written, a lost log."""
    log = _read(log_of(path))
    try:
        with path.open("rb") as file:
            header = file.read(_FILE_HEADER)
    except FileNotFoundError:
        header = b""
    if any(version > _NEWEST_FORMAT for version in header[_FORMATS]):
        return True
    begins = header[: len(_BEGINS)]
    if len(log) <= _LOG_HEADER:
        return not begins
    return begins != _BEGINS or _is_broken(log)


def _is_broken(log: bytes) -> bool:
    """Whether the log has more behind a break than one write that was under way.

    Only the last write can be broken off by a power cut, as each one is on the disk before the
    next begins.
    """
    if not _is_headed(log):
        return True
    state = _stored_checksum(log, 24)
    salts, whole, commits = log[16:24], True, 0
    for start in range(_LOG_HEADER, len(log) - _FRAME + 1, _FRAME):
        ours = log[start + 8 : start + 16] == salts
        if whole and ours:
            state = _checksum(log[start : start + 8], state, log)
            state = _checksum(log[start + _FRAME_HEADER : start + _FRAME], state, log)
        whole = whole and ours and state == _stored_checksum(log, start + 16)
        commits += ours and not whole and _is_commit(log, start)
    return commits > 1


def _images(path: Path) -> Iterator[Image]:
    content = _read(path)
    for start in range(0, len(content), PAGE):
        yield start // PAGE + 1, content[start : start + PAGE].ljust(PAGE, b"\0")


def _log_images(path: Path) -> list[Image]:
    """The pages in the log up to the last one that ends a write."""
    log = _read(path)
    starts = range(_LOG_HEADER, len(log) - _FRAME + 1, _FRAME)
    if not starts:
        return []
    salts = log[16:24]
    if not _is_headed(log):
        # With a header that is damaged, the first frames say which ones belong together.
        ((salts, _),) = Counter(log[at + 8 : at + 16] for at in starts[:3]).most_common(1)
    images: list[Image] = []
    ended = 0
    for start in starts:
        if log[start + 8 : start + 16] == salts:
            images.append((_number(log, start, 4), log[start + _FRAME_HEADER : start + _FRAME]))
            ended = len(images) if _is_commit(log, start) else ended
    return images[:ended]


def _is_headed(log: bytes) -> bool:
    """Whether the header of the log is whole; zeros alone would have a checksum that fits."""
    fits = _checksum(log[:24], (0, 0), log) == _stored_checksum(log, 24)
    return fits and log.startswith(_LOG_BEGINS)


def _is_commit(log: bytes, start: int) -> bool:
    return _number(log, start + 4, 4) != 0


def _read(path: Path) -> bytes:
    """A file, with zeros where the medium gives nothing; nothing if there is no file."""
    if not path.exists():
        return b""
    content = bytearray()
    with path.open("rb") as file:
        for start in range(0, os.fstat(file.fileno()).st_size, PAGE):
            try:
                content += os.pread(file.fileno(), PAGE, start)
            except OSError:
                content += bytes(PAGE)
    return bytes(content)


def _checksum(content: bytes, state: tuple[int, int], log: bytes) -> tuple[int, int]:
    """Go on with the checksum of the log; its first bytes say in which order it counts bytes."""
    words = memoryview(content).cast("I").tolist()
    if (log[3] & 1 == 1) is not (sys.byteorder == "big"):
        words = [int.from_bytes(word.to_bytes(4, "little")) for word in words]
    first, second = state
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) & 0xFFFFFFFF
        second = (second + odd + first) & 0xFFFFFFFF
    return first, second


def _stored_checksum(log: bytes, at: int) -> tuple[int, int]:
    return _number(log, at, 4), _number(log, at + 4, 4)


def _cells(page: bytes) -> Iterator[int]:
    """Where the rows on a page begin; nothing on a page that holds none, as the very first one."""
    if page[0] != _LEAF:
        return
    count = min(_number(page, 3, 2), (PAGE - _PAGE_HEADER) // 2)
    for place in range(_PAGE_HEADER, _PAGE_HEADER + 2 * count, 2):
        yield _number(page, place, 2)


def _payload(page: bytes, at: int, pages: dict[int, bytes]) -> tuple[int, bytes]:
    """The id of a row and its content, which may go on on other pages."""
    size, at = _varint(page, at)
    rowid, at = _varint(page, at)
    if size > _LONGEST_ROW:
        raise ValueError(size)
    local = size
    if size > _MOST_ON_LEAF:
        local = _LEAST_ON_LEAF + (size - _LEAST_ON_LEAF) % (PAGE - 4)
        local = local if local <= _MOST_ON_LEAF else _LEAST_ON_LEAF
    content = bytearray(page[at : at + local])
    following = _number(page, at + local, 4) if size > local else 0
    while len(content) < size:
        overflow = pages[following]
        content += overflow[4:]
        following = _number(overflow, 0, 4)
    return rowid, bytes(content[:size])


def _values(payload: bytes) -> list[Value]:
    header, at = _varint(payload, 0)
    place = header
    values: list[Value] = []
    while at < header:
        kind, at = _varint(payload, at)
        value, size = _value(payload, place, kind)
        values.append(value)
        place += size
    return values


def _value(payload: bytes, at: int, kind: int) -> tuple[Value, int]:
    """A value of this kind, and how many bytes it takes."""
    if kind == 0:
        return None, 0
    if kind in {8, 9}:
        return kind - 8, 0
    if (size := _INTEGERS.get(kind)) is not None:
        return int.from_bytes(payload[at : at + size], signed=True), size
    size = (kind - 12) // 2
    if size < 0 or at + size > len(payload):
        raise ValueError(kind)
    content = payload[at : at + size]
    return (content.decode() if kind % 2 else content), size


def _varint(content: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where the next thing begins."""
    number = 0
    for place in range(at, at + 8):
        number = number << 7 | content[place] & 0x7F
        if content[place] < 0x80:  # noqa: PLR2004 - the bit that says whether more follows
            return number, place + 1
    return number << 8 | content[at + 8], at + 9


def _number(content: bytes, at: int, size: int) -> int:
    return int.from_bytes(content[at : at + size])
