"""The file of the record: SQLite, in a way that survives a power cut. Blocking, for one thread."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
import sqlite3
from typing import Any, Final, Self

from .errors import NewerRecordError
from .record_pages import PAGE, is_visibly_damaged
from .record_rows import (
    COLUMNS,
    VERSION,
    Marks,
    Stored,
    fill,
    insert,
    intact_marks,
    intact_row,
    keep,
)
from .records import Row

_NEWEST_STATUS = "SELECT MAX(id) FROM facts WHERE kind = 'status' {} GROUP BY subject"
_NEWEST_PROOF = (
    "SELECT MAX(id) FROM facts WHERE kind = 'step_ended' AND result = 'confirmed' GROUP BY subject"
)
_STANDING = ("watch_changed", "weight_changed")
"""Facts of which the newest about each subject holds until there is another."""
_NEWEST_STANDING = f"SELECT MAX(id) FROM facts WHERE kind IN {_STANDING} GROUP BY kind, subject"  # noqa: S608
_NEWEST_ASKED = (
    "SELECT id FROM facts WHERE kind = 'opinion_asked' AND at >= (SELECT"
    " strftime('%Y-%m-%dT%H:%M:%S', MAX(at), '-25 hours') FROM facts"
    " WHERE kind = 'opinion_asked')"
)
"""Those of a day, also of one that is an hour longer."""
_KEPT = " UNION ALL ".join(
    (
        _NEWEST_STATUS.format(""),
        _NEWEST_STATUS.format("AND id <= :settled"),
        _NEWEST_PROOF,
        _NEWEST_STANDING,
        _NEWEST_ASKED,
        "SELECT MAX(id) FROM facts",
    )
)
"""Where each zone stands, how the house is watched, when each device last proved itself, and what
an AI was asked in a day; and the newest row, so that no id is ever given twice."""
_BITE: Final = 500
"""Rows, or pages, that are let go at once: whoever wants to write waits no longer than for this."""
_AUTOMATIC_CHECKPOINT: Final = 1000
"""Pages of the log after which SQLite moves them into the file; its own default."""
_DAMAGE: Final = {
    sqlite3.SQLITE_ERROR,  # a table or column that is not there
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_IOERR_READ,
    sqlite3.SQLITE_IOERR_SHORT_READ,
}


class DamagedError(sqlite3.DatabaseError):
    """What is in the file cannot be what was written."""


def is_damage(error: Exception) -> bool:
    """Whether an error is due to what is in the file, and not to the disk that holds it."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return isinstance(error, DamagedError)
    return code in _DAMAGE or code & 0xFF in _DAMAGE


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What a restart needs."""

    marks: Marks
    seq: int
    """The highest number that was given, in any epoch."""
    numbered: Sequence[Row]
    """The newest changes of status in the present epoch, in order."""
    restored: Sequence[Row]
    """Where each zone stood, the newest codes, and all that came after the house was settled."""


class RecordFile:
    """An open record. Its methods raise `sqlite3.Error` where the disk or the file fails."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take a connection to a file that has the schema."""
        self._connection = connection
        self._held = False
        self.marks = self._read_marks()

    @classmethod
    def create(cls, path: Path, rows: Iterable[Stored], marks: Marks) -> None:
        """Make a file with these rows; one that is there is replaced."""
        path.unlink(missing_ok=True)
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            fill(connection, rows, marks)
        finally:
            connection.close()

    @classmethod
    def in_memory(cls, rows: Iterable[Stored], marks: Marks) -> Self:
        """A record with these rows that is in no file."""
        connection = sqlite3.connect(":memory:", isolation_level=None)
        fill(connection, rows, marks)
        return cls(connection)

    @classmethod
    def connect(cls, path: Path) -> Self:
        """Open a file without looking into it. Raises `NewerRecordError`."""
        uri = f"{path.absolute().as_uri()}?mode=rw"
        connection = sqlite3.connect(
            uri, uri=True, timeout=1, isolation_level=None, check_same_thread=False
        )
        try:
            # By the way it is closed: after a fault, both files stay as they are.
            connection.setconfig(sqlite3.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, True)  # noqa: FBT003
            # What cannot be decoded must not raise: its checksum tells.
            connection.text_factory = lambda text: text.decode(errors="replace")
            record = cls(connection)
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
            connection.execute("PRAGMA synchronous = FULL")
        except BaseException:
            connection.close()
            raise
        return record

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a file and see to it that it is whole. Raises `NewerRecordError`."""
        # Before SQLite looks at it, which silently drops a log that does not fit.
        if is_visibly_damaged(path):
            msg = "the file or its log is torn"
            raise DamagedError(msg)
        record = cls.connect(path)
        try:
            record.check()
        except BaseException:
            record.abandon()
            raise
        return record

    def check(self) -> None:
        """Raise `DamagedError` unless every page and every index is as it should be."""
        verdict = self._value("PRAGMA integrity_check(1)")
        if verdict != "ok":
            raise DamagedError(verdict)

    def load(self, *, updates: int, codes: int) -> Loaded:
        """What a restart needs, with so many changes of status and codes at most."""
        settled = self.marks.settled
        zones = _NEWEST_STATUS.format("AND id <= ?")
        return Loaded(
            marks=self.marks,
            seq=int(self._value("SELECT COALESCE(MAX(seq), 0) FROM facts")),
            numbered=self._whole("kind = 'status' AND epoch = ?", self.marks.epoch, limit=updates),
            restored=[
                *self._whole(f"id IN ({zones})", settled),
                *self._whole(
                    "kind IN ('code_refused', 'code_accepted') AND id <= ?", settled, limit=codes
                ),
                *self._whole("id > ?", settled),
            ],
        )

    def insert(self, rows: Iterable[Stored], *, epoch: str, settled: int) -> None:
        """Append the rows, all or none; on return they are on the disk.

        A row that is there already, from a write that only seemed to fail, is replaced.
        """
        marks = replace(self.marks, epoch=epoch, settled=max(settled, self.marks.settled))
        with self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            insert(self._connection, rows)
            if marks != self.marks:
                keep(self._connection, marks)
            self._connection.execute("COMMIT")
        self.marks = marks

    def newest_id(self) -> int:
        """The highest id that was ever given."""
        newest = int(self._value("SELECT COALESCE(MAX(id), 0) FROM facts"))
        return max(newest, self.marks.settled, self.marks.pruned)

    def count(self) -> tuple[int, int]:
        """How many rows there are, and how many are known to be missing."""
        recent = self._value("SELECT COUNT(*) FROM facts WHERE id > ?", self.marks.pruned)
        missing = max(0, self.newest_id() - self.marks.pruned - int(recent))
        return int(self._value("SELECT COUNT(*) FROM facts")), missing

    def incident_rows(self, incident: str) -> list[Row]:
        """Those rows of an incident that are whole, in order."""
        return [stored.row for stored in self._rows("incident = ?", incident) if stored]

    def incidents(self, limit: int, before: str | None) -> list[tuple[str, str, str]]:
        """Id, first and last moment of incidents, the newest first."""
        return self._connection.execute(
            "SELECT incident, MIN(at), MAX(at) FROM facts WHERE incident IS NOT NULL"
            " GROUP BY incident HAVING ? IS NULL OR MIN(at) < ? ORDER BY MIN(id) DESC LIMIT ?",
            (before, before, limit),
        ).fetchall()

    def last_proven(self) -> list[Row]:
        """For each device, the newest proof that it does as told."""
        return [stored.row for stored in self._rows(f"id IN ({_NEWEST_PROOF})") if stored]

    def standing(self) -> list[Row]:
        """How the house is watched, and what each sensor weighs, where that was ever changed."""
        return [stored.row for stored in self._rows(f"id IN ({_NEWEST_STANDING})") if stored]

    def count_asked(self, since: str) -> int:
        """How often an AI was asked for an opinion from a moment on."""
        query = "SELECT COUNT(*) FROM facts WHERE kind = 'opinion_asked' AND at >= ?"
        return int(self._value(query, since))

    def prune(self, oldest: str, keep_bytes: int, settled: int) -> bool:
        """Let go of some rows that are older, or too many; whether there may be more of them.

        Nothing after the row `settled` is let go, and nothing that a restart needs.
        """
        settled = max(settled, self.marks.settled)
        if self._let_go("at < :oldest", settled, oldest):
            return True
        if self._bytes_used() > keep_bytes and self._let_go("1", settled, oldest):
            return True
        self._connection.execute(f"PRAGMA incremental_vacuum({_BITE})").fetchall()
        if self._value("PRAGMA freelist_count"):
            return True
        self.checkpoint()
        return False

    def checkpoint(self) -> None:
        """Move everything out of the log into the file, unless that is held."""
        if not self._held:
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def hold(self, *, held: bool) -> None:
        """Leave the file itself alone while it is copied; what is written goes to the log.

        The log is emptied first: only one that grows can be copied at any moment.
        """
        self.checkpoint()
        self._hold(held=held)

    def stay_held(self) -> None:
        """As `hold`, for a file that is opened again while it is copied: its log goes on."""
        self._hold(held=True)

    def close(self) -> None:
        """Close the file, with the log in it unless that is held."""
        self._connection.setconfig(sqlite3.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, self._held)
        self._connection.close()

    def abandon(self) -> None:
        """Close the file and leave it and its log as they are."""
        self._connection.close()

    def _hold(self, *, held: bool) -> None:
        self._held = held
        pages = 0 if held else _AUTOMATIC_CHECKPOINT
        self._connection.execute(f"PRAGMA wal_autocheckpoint = {pages}").fetchall()

    def _let_go(self, which: str, settled: int, oldest: str) -> bool:
        found = self._connection.execute(
            f"SELECT id FROM facts WHERE {which} AND id <= :settled"  # noqa: S608
            f" AND id NOT IN ({_KEPT}) ORDER BY id LIMIT {_BITE}",
            {"settled": settled, "oldest": oldest},
        ).fetchall()
        if not found:
            return False
        newest = found[-1][0]
        marks = replace(self.marks, settled=settled, pruned=max(self.marks.pruned, newest))
        with self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany("DELETE FROM facts WHERE id = ?", found)
            keep(self._connection, marks)
            self._connection.execute("COMMIT")
        self.marks = marks
        return True

    def _read_marks(self) -> Marks:
        found = self._connection.execute("SELECT body, crc FROM marks WHERE id = 1").fetchone()
        marks = None if found is None else intact_marks(found)
        if marks is None:
            msg = "the marks are gone"
            raise DamagedError(msg)
        if marks.version > VERSION:
            msg = f"the record is of version {marks.version}, this reads {VERSION}"
            raise NewerRecordError(msg)
        return marks

    def _whole(self, where: str, *arguments: object, limit: int = -1) -> list[Row]:
        """Rows, the oldest first; with a limit, the newest so many. Each has to be whole."""
        found = self._rows(where, *arguments, limit=limit)
        rows = [stored.row for stored in found if stored]
        if len(rows) < len(found):
            msg = "a row is damaged"
            raise DamagedError(msg)
        return rows

    def _rows(self, where: str, *arguments: object, limit: int = -1) -> list[Stored | None]:
        found = self._connection.execute(
            f"SELECT {COLUMNS} FROM facts WHERE {where} ORDER BY id DESC LIMIT ?",  # noqa: S608
            (*arguments, limit),
        ).fetchall()
        return [intact_row(values) for values in reversed(found)]

    def _bytes_used(self) -> int:
        return PAGE * int(self._value("PRAGMA page_count") - self._value("PRAGMA freelist_count"))

    def _value(self, query: str, *arguments: object) -> Any:  # noqa: ANN401 - whatever SQLite has
        return self._connection.execute(query, arguments).fetchone()[0]
