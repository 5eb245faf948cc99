"""The record's file through the faults of a disk. Blocking, for one thread."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
import logging
from pathlib import Path
import sqlite3
from uuid import uuid4

from .record_file import Loaded, RecordFile, is_damage
from .record_pages import log_of
from .record_rows import Marks, Stored
from .records import Row
from .salvage import Recovery, begin, readable, salvage, set_aside

_LOGGER = logging.getLogger(__name__)

KEPT_UPDATES = 1000
"""In memory: enough for a screen that was away for days; about 300 kB at most."""
KEPT_CODES = 10
"""Wrong codes that a restart remembers: more than it takes to be locked out."""


class Archive:
    """Opens the file, opens it again after each fault, and has it salvaged if it is damaged.

    Rows are counted from 1 in the life of an archive; in the file they follow those of the lives
    before.
    """

    def __init__(self, path: Path, *, held: bool = False) -> None:
        """Touch nothing before `open`; `held` is whether the file is being copied, as by `hold`."""
        self._path = path
        self._file: RecordFile | None = None
        self._before: int | None = None
        """The newest row of the lives before, once it is known."""
        self._damage: Exception | None = None
        self._held = held
        self.recovery: Recovery | None = None
        """What became of a damaged file."""

    def open(self) -> tuple[Loaded, Exception | None]:
        """What a restart needs, and why nothing can be written, if so.

        Raises `NewerRecordError`.
        """
        try:
            return self._open(), None
        except (OSError, sqlite3.Error) as error:
            return self._at_a_glance(), error

    def write(self, rows: Sequence[Row], first: int, settled: int | None, epoch: str) -> None:
        """Append rows, the first of which is so many-th of this life; on return they are on disk.

        `settled` is the row up to which a restart need not look; `None` if it is as it was.
        Raises `sqlite3.Error` or `OSError`. What was damaged raises until it is mended.
        """

        def insert(file: RecordFile) -> None:
            before = self._before or 0
            stored = [Stored(before + number, row) for number, row in enumerate(rows, first)]
            file.insert(stored, epoch=epoch, settled=self._id_of(settled))

        self.read(insert)

    def mend(self) -> bool:
        """Salvage a file that was found damaged while it was open; whether there was any damage.

        Raises as `write` does.
        """
        if self._damage is None:
            return False
        self._open()
        self._damage = None
        return True

    def read[T](self, query: Callable[[RecordFile], T]) -> T:
        """The answer to a question. Raises as `write` does."""
        if self._damage is not None:
            raise self._damage
        try:
            return query(self._require())
        except (OSError, sqlite3.Error) as error:
            self._drop(error)
            raise

    def prune(self, oldest: str, keep_bytes: int, settled: int | None) -> bool:
        """As `RecordFile.prune`, with `settled` as in `write`."""
        return self.read(lambda file: file.prune(oldest, keep_bytes, self._id_of(settled)))

    def hold(self, *, held: bool) -> None:
        """As `RecordFile.hold`, also for the file as it is opened again."""
        self._held = held
        self.read(lambda file: file.hold(held=held))

    def close(self) -> None:
        """Have everything in the file, and close it."""
        if self._file is not None:
            with suppress(sqlite3.Error):
                self._file.checkpoint()
            self._file.close()
            self._file = None

    def _open(self) -> Loaded:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._note(set_aside(self._path, _stamp()))
        if not self._path.exists() and not log_of(self._path).exists():
            begin(self._path)
        try:
            self._take(RecordFile.open(self._path))
            return self._load()
        except (OSError, sqlite3.Error) as error:
            self._drop(error)
            if self._damage is None:
                raise
            _LOGGER.warning("The record is damaged, and is salvaged: %s", error)
        salvage(self._path)
        self._note(set_aside(self._path, _stamp()))
        self._damage = None
        self._take(RecordFile.open(self._path))
        return self._load()

    def _at_a_glance(self) -> Loaded:
        """What can be read of a file that cannot be opened."""
        try:
            rows, marks = readable(self._path)
        except OSError:
            rows, marks = [], Marks(epoch=uuid4().hex)
        file = RecordFile.in_memory(rows, marks)
        try:
            return file.load(updates=KEPT_UPDATES, codes=KEPT_CODES)
        finally:
            file.close()

    def _load(self) -> Loaded:
        return self._require().load(updates=KEPT_UPDATES, codes=KEPT_CODES)

    def _require(self) -> RecordFile:
        if self._file is None:
            if self._before is None:
                self._open()
            else:
                self._take(RecordFile.connect(self._path))
        assert self._file is not None  # noqa: S101 - for the type only
        return self._file

    def _take(self, file: RecordFile) -> None:
        self._file = file
        if self._before is None:
            self._before = file.newest_id()
        if self._held:
            file.stay_held()

    def _drop(self, error: Exception) -> None:
        """A connection that has failed is not used again."""
        if is_damage(error):
            self._damage = error
        file, self._file = self._file, None
        if file is not None:
            with suppress(sqlite3.Error):
                file.abandon()

    def _id_of(self, settled: int | None) -> int:
        return 0 if settled is None else (self._before or 0) + settled

    def _note(self, recovery: Recovery | None) -> None:
        if recovery is not None:
            self.recovery = recovery


def _stamp() -> str:
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
