"""The record of what happened, in order, on disk; the only place that hands out `seq`."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
import logging
from pathlib import Path
import sqlite3
from typing import Protocol, Self, override
from uuid import uuid4

from .errors import UnreadableRecordError
from .facts import Entry, Fact, StatusChange, StatusUpdate
from .ports import JournalPort
from .record_file import RecordFile
from .records import moment, to_fact, to_row
from .salvage import Recovery, salvage

_LOGGER = logging.getLogger(__name__)

KEPT_UPDATES = 1000
"""In memory: enough for a screen that was away for days; about 300 kB at most."""
KEPT_CODES = 10
"""Wrong codes that a restart remembers: more than it takes to be locked out."""


class Writer(Protocol):
    """Has blocking work done, piece by piece, in the order of the calls."""

    def __call__[T](self, work: Callable[[], T]) -> Awaitable[T]:
        """Give what the work returns, or raise what it raises."""
        ...


@dataclass(frozen=True, kw_only=True)
class _Queued:
    """Entries on their way to the disk; changes of status have their number already."""

    entries: Sequence[Entry]
    numbers: Sequence[int]
    incident: str | None
    done: asyncio.Future[tuple[Fact, ...]]


@dataclass(frozen=True, kw_only=True)
class IncidentSpan:
    """An incident on record, with its first and its last moment."""

    id: str
    first: datetime
    last: datetime


class Journal(JournalPort):
    """One household's record, from `open` to `close`. One thread does all that may block."""

    def __init__(self, file: RecordFile, write: Writer, release: Callable[[], None]) -> None:
        """Use `open` instead."""
        self._file = file
        self._write = write
        self._release = release
        self._epoch = ""
        self._seq = 0
        self._settled = 0
        self._closed = False
        self._newest_id = 0
        self._tail: deque[StatusUpdate] = deque(maxlen=KEPT_UPDATES)
        self._queue: deque[_Queued] = deque()
        self._busy = False
        self._committing: asyncio.Task[None] | None = None
        self._listeners: list[Callable[[], None]] = []
        self.restored: tuple[Fact, ...] = ()
        """What a restart takes up: where each zone stood, and all that happened since the house
        was last at rest."""
        self.recovery: Recovery | None = None
        """What became of the file, if it was damaged."""
        self.trouble: Exception | None = None
        """Why nothing is written just now; `None` while all is well."""

    @classmethod
    async def open(cls, path: Path, *, writer: Writer | None = None) -> Self:
        """Open a household's record, or begin one; a damaged one is set aside and salvaged.

        `writer` is a thread of its own unless another is given. Raises `NewerRecordError`, or
        `OSError` or `sqlite3.Error` if there can be no file.
        """
        release: Callable[[], None] = _nothing_to_release
        if writer is None:
            thread = ThreadPoolExecutor(1, "tuya_twin record")
            writer, release = _in(thread), lambda: thread.shutdown(wait=False)
        try:
            file, recovery = await writer(lambda: _open(path))
            journal = cls(file, writer, release)
            journal.recovery = recovery
            await writer(journal._load)
        except BaseException:
            release()
            raise
        return journal

    @property
    @override
    def epoch(self) -> str:
        return self._epoch

    @property
    @override
    def seq(self) -> int:
        return self._seq

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call the listener when trouble begins or ends; returns the way out."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @override
    async def append(self, *entries: Entry, incident: str | None = None) -> tuple[Fact, ...]:
        numbers: list[int] = []
        for entry in entries:
            self._seq += isinstance(entry, StatusChange)
            numbers.append(self._seq)
        done: asyncio.Future[tuple[Fact, ...]] = asyncio.get_running_loop().create_future()
        self._queue.append(_Queued(entries=entries, numbers=numbers, incident=incident, done=done))
        if not self._busy:
            self._busy = True
            # Not in the task of whoever came first: that one may be cancelled.
            self._committing = asyncio.create_task(
                self._commit_all(), name="tuya_twin writes the record", eager_start=True
            )
        # Whoever is cancelled meanwhile does not take it back: it is on its way.
        return await asyncio.shield(done)

    @override
    def settled(self) -> None:
        if not self._busy:
            self._settled = self._newest_id

    @override
    def since(self, epoch: str, seq: int) -> Sequence[StatusUpdate] | None:
        if epoch != self._epoch or not 0 <= seq <= self._seq:
            return None
        missed = [update for update in self._tail if update.seq > seq]
        # Those on their way to the disk follow live.
        newest = self._tail[-1].seq if self._tail else self._seq
        return missed if len(missed) == max(0, newest - seq) else None

    async def incidents(
        self, *, limit: int = 20, before: datetime | None = None
    ) -> Sequence[IncidentSpan]:
        """The incidents on record, the newest first; with `before`, those that began earlier."""
        until = None if before is None else _written(before)
        found = await self._write(lambda: self._file.incidents(limit, until))
        return [
            IncidentSpan(id=incident, first=moment(first), last=moment(last))
            for incident, first, last in found
        ]

    async def incident_facts(self, incident: str) -> Sequence[Fact]:
        """Everything on record of one incident, in order; nothing for one that is not."""
        rows = await self._write(lambda: self._file.rows("incident = ?", incident))
        return _readable(rows)

    async def last_proven(self) -> dict[str, datetime]:
        """When each device last proved that it does as told, by device id."""
        found = await self._write(self._file.last_proven)
        return {device: moment(at) for device, at in found}

    async def prune(self, now: datetime, *, keep_for: timedelta, keep_bytes: int) -> None:
        """Let go of what is older, and of the oldest while the file is larger.

        What a restart needs is kept. A disk that fails is `trouble`, as in `append`.
        """
        settled = self._settled
        await self._try(lambda: self._file.prune(now, keep_for, keep_bytes, settled))

    async def hold_for_copy(self) -> None:
        """Have everything in the file, and leave the file alone until `release_copy`.

        What is appended meanwhile goes to the log beside it, which may be copied at any moment.
        """
        await self._try(self._file.checkpoint)
        await self._try(lambda: self._file.hold_checkpoints(hold=True))

    async def release_copy(self) -> None:
        """The file was copied."""
        await self._try(lambda: self._file.hold_checkpoints(hold=False))

    async def close(self) -> None:
        """Write what is queued and leave no thread behind; harmless if it was closed before."""
        if self._committing is not None:
            await self._committing
        if not self._closed:
            self._closed = True
            await self._try(self._end)
            self._release()

    # The disk -------------------------------------------------------------------------------

    async def _commit_all(self) -> None:
        """Write whatever is queued, all that has come together in one transaction."""
        try:
            while self._queue:
                await self._commit(list(self._queue))
        finally:
            self._busy = False

    async def _commit(self, batch: list[_Queued]) -> None:
        epoch, settled = self._epoch, self._settled
        rows = [
            to_row(fact, epoch=epoch, incident=queued.incident)
            for queued in batch
            for fact in self._facts(queued)
        ]
        meta = (("epoch", epoch), ("settled", str(settled)))
        try:
            self._newest_id = await self._write(lambda: self._file.insert(rows, meta))
        except (OSError, sqlite3.Error) as error:
            # Numbers that are not on disk would be given again after a restart.
            self._epoch = uuid4().hex
            self._tail.clear()
            self._set_trouble(error)
        else:
            self._set_trouble(None)
        for queued in batch:
            self._queue.popleft()
            facts = self._facts(queued)
            self._tail.extend(fact for fact in facts if isinstance(fact, StatusUpdate))
            if not queued.done.done():
                queued.done.set_result(facts)

    def _facts(self, queued: _Queued) -> tuple[Fact, ...]:
        return tuple(
            self._numbered(entry, seq) if isinstance(entry, StatusChange) else entry
            for entry, seq in zip(queued.entries, queued.numbers, strict=True)
        )

    def _numbered(self, change: StatusChange, seq: int) -> StatusUpdate:
        return StatusUpdate(
            status=change.status,
            zone=change.zone,
            epoch=self._epoch,
            seq=seq,
            at=change.at,
            run_id=change.run_id,
            cause=change.cause,
        )

    async def _try(self, work: Callable[[], None]) -> None:
        try:
            await self._write(work)
        except (OSError, sqlite3.Error) as error:
            self._set_trouble(error)

    def _set_trouble(self, trouble: Exception | None) -> None:
        changed = (trouble is None) is not (self.trouble is None)
        self.trouble = trouble
        if not changed:
            return
        if trouble is not None:
            _LOGGER.error("The record cannot be written, and goes on in memory: %s", trouble)
        for listener in tuple(self._listeners):
            listener()

    def _load(self) -> None:
        file = self._file
        self._epoch = file.meta("epoch") or ""
        self._seq = file.newest_seq()
        self._newest_id = file.newest_id()
        self._settled = min(int(file.meta("settled") or 0), self._newest_id)
        updates = file.rows("kind = 'status' AND epoch = ?", self._epoch, limit=KEPT_UPDATES)
        self._tail.extend(fact for fact in _readable(updates) if isinstance(fact, StatusUpdate))
        self.restored = tuple(self._load_restored())

    def _load_restored(self) -> list[Fact]:
        settled = self._settled
        zones = self._file.rows(
            "id IN (SELECT MAX(id) FROM facts WHERE kind = 'status' AND id <= ? GROUP BY subject)",
            settled,
        )
        codes = self._file.rows(
            "kind IN ('code_refused', 'code_accepted') AND id <= ?", settled, limit=KEPT_CODES
        )
        return _readable([*zones, *codes, *self._file.rows("id > ?", settled)])

    def _end(self) -> None:
        self._file.set_meta("settled", str(self._settled))
        self._file.checkpoint()
        self._file.close()


def _open(path: Path) -> tuple[RecordFile, Recovery | None]:
    try:
        return RecordFile.open(path), None
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            # Not the file: the disk, or its permissions.
            raise
        _LOGGER.warning("The record is damaged, and is salvaged: %s", error)
    recovery = salvage(path, datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ"))
    return RecordFile.open(path), recovery


def _in(thread: ThreadPoolExecutor) -> Writer:
    def write[T](work: Callable[[], T]) -> Awaitable[T]:
        return asyncio.get_running_loop().run_in_executor(thread, work)

    return write


def _nothing_to_release() -> None:
    """Whoever gave the writer looks after it."""


def _readable(rows: Sequence[tuple[str, str]]) -> list[Fact]:
    facts: list[Fact] = []
    for kind, body in rows:
        try:
            facts.append(to_fact(kind, body))
        except UnreadableRecordError as error:
            _LOGGER.warning("Passed over in the record: %s", error)
    return facts


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
