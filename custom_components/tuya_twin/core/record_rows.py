"""How rows lie in the tables of the record, each with a checksum of what was written."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
import json
import sqlite3
from typing import Any, Final, NamedTuple
import zlib

from .record_pages import PAGE
from .records import Row

VERSION: Final = 1
_SCHEMA = """
CREATE TABLE facts(
  id INTEGER PRIMARY KEY,
  epoch TEXT NOT NULL, seq INTEGER, at TEXT NOT NULL, kind TEXT NOT NULL,
  incident TEXT, subject TEXT, result TEXT, body TEXT NOT NULL, crc INTEGER NOT NULL
);
CREATE UNIQUE INDEX numbers ON facts(epoch, seq) WHERE seq IS NOT NULL;
CREATE INDEX incidents ON facts(incident) WHERE incident IS NOT NULL;
CREATE INDEX subjects ON facts(kind, result, subject);
CREATE TABLE marks(id INTEGER PRIMARY KEY, body TEXT NOT NULL, crc INTEGER NOT NULL);
"""
COLUMNS = "id, epoch, seq, at, kind, incident, subject, result, body, crc"


class Stored(NamedTuple):
    """A row with its place in the order of all."""

    id: int
    row: Row


@dataclass(frozen=True, kw_only=True)
class Marks:
    """What is known of the record itself."""

    epoch: str
    settled: int = 0
    """The row up to which a restart need not look."""
    pruned: int = 0
    """The row up to which some were let go."""
    version: int = VERSION


def intact_row(values: Sequence[Any]) -> Stored | None:
    """A row out of the values of all columns; `None` if they are not what was written."""
    if len(values) != len(Row._fields) + 2:
        return None
    number, *columns, checksum = values
    row = Row(*columns)
    return Stored(number, row) if checksum == _checksum(number, *row) else None


def intact_marks(values: Sequence[Any]) -> Marks | None:
    """Marks out of their text and its checksum; `None` if they are not what was written."""
    match values:
        case (str(body), checksum) if checksum == _checksum(body):
            known = Marks.__dataclass_fields__
            return Marks(**{name: each for name, each in json.loads(body).items() if name in known})
    return None


def fill(connection: sqlite3.Connection, rows: Iterable[Stored], marks: Marks) -> None:
    """Make the tables of a new file, with these rows."""
    connection.execute(f"PRAGMA page_size = {PAGE}")
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    connection.executescript(f"BEGIN; {_SCHEMA}")
    insert(connection, rows)
    keep(connection, marks)
    connection.execute("COMMIT")


def insert(connection: sqlite3.Connection, rows: Iterable[Stored]) -> None:
    """Add rows, in place of those that have their ids; within the caller's transaction."""
    connection.executemany(
        "INSERT OR REPLACE INTO facts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(number, *row, _checksum(number, *row)) for number, row in rows],
    )


def keep(connection: sqlite3.Connection, marks: Marks) -> None:
    """Put the marks in place of those that are there; within the caller's transaction."""
    body = json.dumps(asdict(marks))
    connection.execute("INSERT OR REPLACE INTO marks VALUES (1, ?, ?)", (body, _checksum(body)))


def _checksum(*values: object) -> int:
    """What tells whether these values are those that were written."""
    return zlib.crc32(json.dumps(values, default=repr).encode())
