"""A damaged record is set aside, and everything in it that can be read is saved."""

from contextlib import suppress
from dataclasses import dataclass
import os
from pathlib import Path
from typing import Final
from uuid import uuid4

from .record_file import RecordFile
from .record_pages import log_of, read_rows
from .record_rows import Marks, Stored, intact_marks, intact_row

KEPT_DAMAGED: Final = 3
"""Of damaged files, for whoever wants to look: each may be as large as the record."""


@dataclass(frozen=True, kw_only=True)
class Recovery:
    """What became of a damaged record."""

    damaged: Path
    """Where it is kept."""
    saved: int
    """Rows that could be read, and go on."""
    lost: int
    """Rows that are known to be missing; some of the newest may be, besides."""


def salvage(path: Path) -> None:
    """Save what can be read in a new file, and note that it is whole; `set_aside` is next.

    The new record has an epoch of its own, as rows may be missing; its numbers go on above the
    highest that was saved. Raises `OSError` or `sqlite3.Error` if there can be no new file.
    """
    rows, marks = readable(path)
    RecordFile.create(_unfinished(path), rows, marks)
    _unfinished(path).replace(_saved(path))
    _sync(path.parent)


def set_aside(path: Path, stamp: str) -> Recovery | None:
    """Put what was saved in the place of the damaged file, which gets a name with this stamp.

    Stamps sort by time: of damaged files, the newest `KEPT_DAMAGED` are kept. `None` if nothing was
    saved. Whatever moment ends it, the next call goes on with it.
    """
    _unfinished(path).unlink(missing_ok=True)
    if not _saved(path).exists():
        return None
    damaged = _free_name(path, stamp)
    # The log first: beside the new file, it would be taken for its own.
    for old, new in ((log_of(path), log_of(damaged)), (path, damaged)):
        if old.exists():
            old.rename(new)
    path.with_name(f"{path.name}-shm").unlink(missing_ok=True)
    _saved(path).replace(path)
    _sync(path.parent)
    _let_go_of_older(path)
    record = RecordFile.connect(path)
    try:
        saved, lost = record.count()
    finally:
        record.close()
    return Recovery(damaged=damaged, saved=saved, lost=lost)


def begin(path: Path) -> None:
    """Make an empty record: all of it, or nothing."""
    RecordFile.create(_unfinished(path), (), Marks(epoch=uuid4().hex))
    _unfinished(path).replace(path)
    _sync(path.parent)


def readable(path: Path) -> tuple[list[Stored], Marks]:
    """Every row that lies unharmed on some page, in order, and what is known of the record."""
    rows: dict[int, Stored] = {}
    known: list[Marks] = []
    for rowid, values in read_rows(path):
        if (row := intact_row((rowid, *values[1:]))) is not None:
            rows[rowid] = row
        elif (marks := intact_marks(values[1:])) is not None:
            known.append(marks)
    newest = max(rows, default=0)
    settled = max((marks.settled for marks in known), default=0)
    marks = Marks(
        epoch=uuid4().hex,
        settled=min(settled, newest),
        pruned=max((marks.pruned for marks in known), default=0),
    )
    return [rows[rowid] for rowid in sorted(rows)], marks


def _unfinished(path: Path) -> Path:
    return path.with_name(f"{path.name}.new")


def _saved(path: Path) -> Path:
    return path.with_name(f"{path.name}.saved")


def _damaged(path: Path) -> str:
    """How the names of damaged files begin."""
    return f"{path.name}.damaged-"


def _let_go_of_older(path: Path) -> None:
    """Keep the newest damaged files only, each with its log."""
    found = (each.name for each in path.parent.iterdir() if each.name.startswith(_damaged(path)))
    names = {name.removesuffix("-wal") for name in found}
    for old in sorted(names)[:-KEPT_DAMAGED]:
        for each in (path.with_name(old), log_of(path.with_name(old))):
            # One that cannot be removed takes space, and nothing more.
            with suppress(OSError):
                each.unlink()


def _free_name(path: Path, stamp: str) -> Path:
    wanted = path.with_name(f"{_damaged(path)}{stamp}")
    name, number = wanted, 1
    while name.exists() or log_of(name).exists():
        number += 1
        name = wanted.with_name(f"{wanted.name}-{number}")
    return name


def _sync(folder: Path) -> None:
    """Have the names in a folder on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
