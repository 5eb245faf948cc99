"""The file of the record: SQLite, in a way that survives a power cut. Blocking, for one thread."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
import sqlite3
from typing import Any, Self
from uuid import uuid4

from .errors import NewerRecordError
from .records import Row

SCHEMA_VERSION = 1
SCHEMA = f"""
PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA journal_mode = WAL;
CREATE TABLE facts(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  epoch TEXT NOT NULL, seq INTEGER, at TEXT NOT NULL, kind TEXT NOT NULL,
  incident TEXT, subject TEXT, body TEXT NOT NULL
);
CREATE UNIQUE INDEX numbers ON facts(epoch, seq) WHERE seq IS NOT NULL;
CREATE INDEX incidents ON facts(incident) WHERE incident IS NOT NULL;
CREATE INDEX subjects ON facts(kind, subject);
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
PRAGMA user_version = {SCHEMA_VERSION};
"""
_COLUMNS = "epoch, seq, at, kind, incident, subject, body"
_PROTECTED = """
SELECT MAX(id) FROM facts WHERE kind = 'status' GROUP BY subject
UNION ALL SELECT MAX(id) FROM facts
  WHERE kind = 'step_ended' AND json_extract(body, '$.step.result') = 'confirmed' GROUP BY subject
"""
"""What is never too old: where each zone stands, and when each device last proved itself."""
_BITE = 500
"""Rows that are let go at once while the file is too large."""
_AUTOMATIC_CHECKPOINT = 1000
"""Pages of the log after which SQLite moves them into the file; its own default."""


class RecordFile:
    """An open record. Its methods raise `sqlite3.Error` where the disk fails."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take a connection to a file that has the schema."""
        self._connection = connection

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the file, or begin one.

        Raises `sqlite3.DatabaseError` for one that is damaged, `NewerRecordError` for one of a
        newer version, `OSError` if there can be none.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            _check(connection)
            connection.execute("PRAGMA synchronous = FULL")
            record = cls(connection)
            if record.meta("epoch") is None:
                record.set_meta("epoch", uuid4().hex)
        except BaseException:
            connection.close()
            raise
        return record

    def meta(self, key: str) -> str | None:
        """Something that is known of the record itself."""
        row = self._one("SELECT value FROM meta WHERE key = ?", key)
        return None if row is None else str(row[0])

    def set_meta(self, key: str, value: str) -> None:
        """Keep it."""
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def insert(self, rows: Iterable[Row], meta: Iterable[tuple[str, str]] = ()) -> int:
        """Append the rows and keep these things, all or none; the id of the newest row.

        On return they are on the disk.
        """
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            self._connection.executemany(
                f"INSERT INTO facts({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
                [
                    (row.epoch, row.seq, row.at, row.kind, row.incident, row.subject, row.body)
                    for row in rows
                ],
            )
            for key, value in meta:
                self.set_meta(key, value)
            newest = self.newest_id()
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise
        return newest

    def newest_id(self) -> int:
        """The id of the newest row; 0 before the first."""
        return int(self._value("SELECT COALESCE(MAX(id), 0) FROM facts"))

    def newest_seq(self) -> int:
        """The highest number of any epoch; 0 before the first."""
        return int(self._value("SELECT COALESCE(MAX(seq), 0) FROM facts"))

    def rows(self, where: str, *arguments: object, limit: int = -1) -> list[tuple[str, str]]:
        """Kind and body of rows, the oldest first; with a limit, the newest so many."""
        found = self._connection.execute(
            f"SELECT kind, body FROM facts WHERE {where} ORDER BY id DESC LIMIT ?",  # noqa: S608
            (*arguments, limit),
        ).fetchall()
        return [(str(kind), str(body)) for kind, body in reversed(found)]

    def incidents(self, limit: int, before: str | None) -> list[tuple[str, str, str]]:
        """Id, first and last moment of incidents, the newest first."""
        return self._connection.execute(
            "SELECT incident, MIN(at), MAX(at) FROM facts WHERE incident IS NOT NULL"
            " GROUP BY incident HAVING ? IS NULL OR MIN(at) < ? ORDER BY MIN(id) DESC LIMIT ?",
            (before, before, limit),
        ).fetchall()

    def last_proven(self) -> list[tuple[str, str]]:
        """Devices, and when each last proved that it does as told."""
        return self._connection.execute(
            "SELECT subject, MAX(at) FROM facts WHERE kind = 'step_ended'"
            " AND json_extract(body, '$.step.result') = 'confirmed' GROUP BY subject"
        ).fetchall()

    def prune(self, now: datetime, keep_for: timedelta, keep_bytes: int, settled: int) -> None:
        """Let go of what is too old, and of the oldest while the file is too large.

        Nothing after the row `settled` is let go, and nothing that a restart needs.
        """
        oldest = (now - keep_for).isoformat(timespec="microseconds")
        deletable = f"id <= ? AND id NOT IN ({_PROTECTED})"
        self._connection.execute(
            f"DELETE FROM facts WHERE at < ? AND {deletable}",  # noqa: S608
            (oldest, settled),
        )
        while self._bytes_used() > keep_bytes:
            oldest_ids = f"SELECT id FROM facts WHERE {deletable} ORDER BY id LIMIT ?"  # noqa: S608
            bite = self._connection.execute(
                f"DELETE FROM facts WHERE id IN ({oldest_ids})",  # noqa: S608
                (settled, _BITE),
            )
            if bite.rowcount == 0:
                break
        self._connection.execute("PRAGMA incremental_vacuum").fetchall()
        self.checkpoint()

    def checkpoint(self) -> None:
        """Move everything out of the log beside the file, into the file."""
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def hold_checkpoints(self, *, hold: bool) -> None:
        """Leave the file itself alone while it is copied; what is written goes to the log."""
        pages = 0 if hold else _AUTOMATIC_CHECKPOINT
        self._connection.execute(f"PRAGMA wal_autocheckpoint = {pages}").fetchall()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _bytes_used(self) -> int:
        pages = self._value("PRAGMA page_count") - self._value("PRAGMA freelist_count")
        return int(pages * self._value("PRAGMA page_size"))

    def _value(self, query: str) -> Any:  # noqa: ANN401 - whatever SQLite has
        return self._connection.execute(query).fetchone()[0]

    def _one(self, query: str, *arguments: object) -> Sequence[Any] | None:
        row: Sequence[Any] | None = self._connection.execute(query, arguments).fetchone()
        return row


def _check(connection: sqlite3.Connection) -> None:
    """Make the schema in a new file; see to it that any other can be read."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > SCHEMA_VERSION:
        msg = f"the record is of version {version}, this reads {SCHEMA_VERSION}"
        raise NewerRecordError(msg)
    if version == 0:
        if connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]:
            msg = "the schema is gone"
            raise sqlite3.DatabaseError(msg)
        connection.executescript(SCHEMA)
        return
    verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        raise sqlite3.DatabaseError(verdict)
    connection.execute("PRAGMA journal_mode = WAL").fetchone()
