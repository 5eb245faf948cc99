"""A damaged record is set aside, and everything in it that can be read is saved."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
import sqlite3
import tempfile
from uuid import uuid4

from .errors import UnreadableRecordError
from .record_file import SCHEMA, RecordFile
from .records import Row, to_fact

_PAGE = 4096
"""Bytes of a page: SQLite's default, which the schema does not change."""
_SIZE_AT = 28
"""Where the header says of how many pages the file is. https://sqlite.org/fileformat2.html"""
_SELECT = "SELECT id, epoch, seq, at, kind, incident, subject, body FROM facts"
_MOST_GUESSED = 20_000
"""Ids that are looked for one by one where nothing tells how many there were."""


@dataclass(frozen=True, kw_only=True)
class Recovery:
    """What became of a damaged record."""

    damaged: Path
    """Where it is kept."""
    saved: int
    """Rows that could be read, and go on."""


def salvage(path: Path, stamp: str) -> Recovery:
    """Set the file aside under a name with this stamp, and save its rows in a new one.

    The new record has an epoch of its own, as rows may be missing; its numbers go on above the
    highest that was saved. Raises `OSError` or `sqlite3.Error` if there can be no new file.
    """
    damaged = path.with_name(f"{path.name}.damaged-{stamp}")
    for suffix in ("", "-wal"):
        beside = path.with_name(path.name + suffix)
        if beside.exists():
            beside.rename(damaged.with_name(damaged.name + suffix))
    path.with_name(path.name + "-shm").unlink(missing_ok=True)
    rows = _read(damaged)
    record = RecordFile.open(path)
    try:
        record.insert(rows, [("epoch", uuid4().hex), ("settled", "0")])
    finally:
        record.close()
    return Recovery(damaged=damaged, saved=len(rows))


def _read(damaged: Path) -> list[Row]:
    """Every row that can be read, in order. Works on a copy: reading may write."""
    with tempfile.TemporaryDirectory(dir=damaged.parent) as folder:
        copy = Path(folder) / "copy.db"
        for suffix in ("", "-wal"):
            original = damaged.with_name(damaged.name + suffix)
            if original.exists():
                copy.with_name(copy.name + suffix).write_bytes(original.read_bytes())
        found = _read_rows(copy)
        if not found:
            _restore_first_page(copy)
            found = _read_rows(copy)
    return [row for _, row in sorted(found.items(), key=lambda item: item[0]) if _is_readable(row)]


def _read_rows(copy: Path) -> dict[int, Row]:
    """Rows by id: from both ends, as far as one gets, and one by one between them."""
    connection = sqlite3.connect(copy, isolation_level=None)
    found: dict[int, Row] = {}
    try:
        for order in ("ASC", "DESC"):
            found |= dict(_scan(connection, f"{_SELECT} NOT INDEXED ORDER BY id {order}"))
        for wanted in _between(connection, found):
            found |= dict(_scan(connection, f"{_SELECT} WHERE id = {wanted}"))
    finally:
        connection.close()
    return found


def _between(connection: sqlite3.Connection, found: dict[int, Row]) -> list[int]:
    """The ids that may be there, and were not found by going from either end."""
    try:
        newest = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'facts'")
        last = int(newest.fetchone()[0])
    except sqlite3.Error, TypeError, ValueError:
        last = max(found, default=0) + _MOST_GUESSED
    first = min(found, default=1)
    # What retention has let go of is not there: no more is looked for than could be.
    return [wanted for wanted in range(min(first, 1), last + 1) if wanted not in found]


def _scan(connection: sqlite3.Connection, query: str) -> Iterator[tuple[int, Row]]:
    """The rows of a query up to the first that cannot be read."""
    try:
        for number, epoch, seq, at, kind, incident, subject, body in connection.execute(query):
            yield (
                int(number),
                Row(
                    epoch=epoch,
                    seq=seq,
                    at=at,
                    kind=kind,
                    incident=incident,
                    subject=subject,
                    body=body,
                ),
            )
    except sqlite3.Error, ValueError, UnicodeDecodeError:
        return


def _restore_first_page(copy: Path) -> None:
    """Give the file the first page that every record has: it only says where the tables begin."""
    size = copy.stat().st_size
    with tempfile.TemporaryDirectory(dir=copy.parent) as folder:
        template = Path(folder) / "template.db"
        connection = sqlite3.connect(template, isolation_level=None)
        connection.executescript(SCHEMA)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        connection.close()
        page = bytearray(template.read_bytes()[:_PAGE])
    page[_SIZE_AT : _SIZE_AT + 4] = (size // _PAGE).to_bytes(4)
    with copy.open("r+b") as file:
        file.write(page)


def _is_readable(row: Row) -> bool:
    try:
        to_fact(row.kind, row.body)
    except UnreadableRecordError:
        return False
    return True
