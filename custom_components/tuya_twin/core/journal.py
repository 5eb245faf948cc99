"""The record of what happened, in order, on disk; the only place that hands out `seq`."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
import json
import logging
from pathlib import Path
import sqlite3
from typing import Protocol, Self, override
from uuid import uuid4

from .archive import KEPT_UPDATES, Archive
from .errors import UnreadableRecordError
from .facts import Entry, Fact, StatusChange, StatusUpdate
from .ports import JournalPort
from .record_file import RecordFile
from .records import Row, moment, to_fact, to_row, written
from .salvage import Recovery

_LOGGER = logging.getLogger(__name__)

PATIENCE = 3.0
"""Seconds that an alarm waits for a disk that does not answer, once."""
KEPT_UNWRITTEN = 10_000
"""Facts that are kept for a disk that comes back; a few megabytes."""


class Writer(Protocol):
    """Has blocking work done, piece by piece, in the order of the calls."""

    def __call__[T](self, work: Callable[[], T]) -> Awaitable[T]:
        """Give what the work returns, or raise what it raises."""
        ...


@dataclass(kw_only=True)
class _Item:
    """The facts of one call on their way to the disk."""

    facts: tuple[Fact, ...]
    incident: str | None
    first: int
    """The place of the first fact among all of this life, counted from 1."""
    epoch: str
    done: asyncio.Future[None]
    tried: bool = False
    """Whether it was written, or cannot be; it is on the record of this life then."""

    @property
    def last(self) -> int:
        """The place of the last fact."""
        return self.first + len(self.facts) - 1

    def rows(self) -> list[Row]:
        """The facts as rows."""
        return [to_row(fact, epoch=self.epoch, incident=self.incident) for fact in self.facts]

    def move_to(self, epoch: str) -> None:
        """Have the numbers mean something in another epoch only."""
        self.epoch = epoch
        self.facts = tuple(
            replace(fact, epoch=epoch) if isinstance(fact, StatusUpdate) else fact
            for fact in self.facts
        )


@dataclass(frozen=True, kw_only=True)
class IncidentSpan:
    """An incident on record, with its first and its last moment."""

    id: str
    first: datetime
    last: datetime


class Journal(JournalPort):
    """One household's record, from `open` to `close`. One thread does all that may block.

    What a disk does not take is kept in memory and written with what comes next.
    """

    def __init__(self, archive: Archive, write: Writer, thread: ThreadPoolExecutor) -> None:
        """Use `open` instead."""
        self._archive = archive
        self._write = write
        self._thread = thread
        """None begins before something is written in it."""
        self._closed = False
        self._epoch = ""
        self._seq = 0
        self._given = 0
        """The newest number, on disk or on its way."""
        self._place = 0
        self._returned = 0
        self._settled: int | None = None
        self._tail: deque[StatusUpdate] = deque(maxlen=KEPT_UPDATES)
        self._queue: deque[_Item] = deque()
        self._unwritten: deque[_Item] = deque()
        self._failing = False
        self._mend = False
        self._stuck: asyncio.Future[None] | None = None
        self._writing: asyncio.Task[None] | None = None
        self._listeners: list[Callable[[], None]] = []
        self.patience = PATIENCE
        """Seconds that a call waits for a disk that does not answer."""
        self.restored: tuple[Fact, ...] = ()
        """What a restart takes up: where each zone stood, and all that happened since the house
        was last at rest."""
        self.trouble: Exception | None = None
        """Why nothing is written just now; `None` while all is well."""

    @classmethod
    async def open(cls, path: Path, *, writer: Writer | None = None, held: bool = False) -> Self:
        """Open a household's record, or begin one; a damaged one is set aside and salvaged.

        `writer` is a thread of its own unless another is given. `held` is whether the file is
        being copied, as after `hold_for_copy`. Where there can be no file, that is `trouble`, and
        it is tried again with each write. Raises `NewerRecordError`.
        """
        thread = ThreadPoolExecutor(1, "tuya_twin record")
        archive = Archive(path, held=held)
        journal = cls(archive, writer or _in(thread), thread)
        try:
            loaded, trouble = await journal._write(archive.open)
        except BaseException:
            thread.shutdown()
            raise
        journal._epoch = loaded.marks.epoch
        journal._seq = journal._given = loaded.seq
        journal._tail.extend(
            fact for fact in _readable(loaded.numbered) if isinstance(fact, StatusUpdate)
        )
        journal.restored = tuple(_readable(loaded.restored))
        if trouble is not None:
            journal._fail(trouble)
        return journal

    @property
    @override
    def epoch(self) -> str:
        return self._epoch

    @property
    @override
    def seq(self) -> int:
        return self._seq

    @property
    def recovery(self) -> Recovery | None:
        """What became of the file, if it was damaged."""
        return self._archive.recovery

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call the listener when trouble begins or ends; returns the way out."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @override
    async def append(self, *entries: Entry, incident: str | None = None) -> tuple[Fact, ...]:
        item = self._item(entries, incident)
        self._queue.append(item)
        self._start_writing()
        try:
            # Not shielded: between the number's appearance and the caller nobody has a turn.
            await item.done
        finally:
            if item.tried:
                self._publish(item)
        return item.facts

    @override
    def settled(self) -> None:
        # What is on its way is not settled: whoever waits for it has not heard of it yet.
        self._settled = self._returned
        if self._failing and not self._mend:
            self._mend = True
            self._start_writing()

    @override
    def since(self, epoch: str, seq: int) -> Sequence[StatusUpdate] | None:
        if epoch != self._epoch or not 0 <= seq <= self._seq:
            return None
        missed = [update for update in self._tail if update.seq > seq]
        return missed if len(missed) == self._seq - seq else None

    async def incidents(
        self, *, limit: int = 20, before: datetime | None = None
    ) -> Sequence[IncidentSpan]:
        """The incidents on record, the newest first; with `before`, those that began earlier.

        This and the other questions find nothing while the file cannot be read; `trouble` says so.
        """
        until = None if before is None else written(before)
        found = await self._read(lambda file: file.incidents(limit, until))
        return [
            IncidentSpan(id=incident, first=moment(first), last=moment(last))
            for incident, first, last in found
        ]

    async def incident_facts(self, incident: str) -> Sequence[Fact]:
        """Everything on record of one incident, in order; nothing for one that is not."""
        return _readable(await self._read(lambda file: file.incident_rows(incident)))

    async def last_proven(self) -> dict[str, datetime]:
        """When each device last proved that it does as told, by device id."""
        rows = await self._read(RecordFile.last_proven)
        return {row.subject: moment(row.at) for row in rows if row.subject is not None}

    async def standing(self) -> list[Fact]:
        """The facts that hold until there is another about the same, the oldest first."""
        return _readable(await self._read(RecordFile.standing))

    async def count_asked(self, since: datetime) -> int:
        """How often an AI was asked for an opinion from a moment on."""
        counts = await self._read(lambda file: [file.count_asked(written(since))])
        return sum(counts)

    async def prune(self, now: datetime, *, keep_for: timedelta, keep_bytes: int) -> None:
        """Let go of what is older, and of the oldest while the file is larger.

        What a restart needs is kept. Writes get in between. A disk that fails is `trouble`.
        """
        oldest = written(now - keep_for)
        more: bool | None = True
        while more:
            more = await self._try(partial(self._archive.prune, oldest, keep_bytes, self._settled))

    async def hold_for_copy(self) -> None:
        """Have everything in the file, and leave the file alone until `release_copy`.

        What is appended meanwhile goes to the log beside it, which may be copied at any moment.
        """
        await self._try(partial(self._archive.hold, held=True))

    async def release_copy(self) -> None:
        """The file was copied."""
        await self._try(partial(self._archive.hold, held=False))

    async def close(self) -> None:
        """Write what is queued and leave no thread behind; harmless if it was closed before."""
        if self._closed:
            return
        if self._stuck is not None:
            await asyncio.wait([self._stuck], timeout=self.patience)
        self._mend = True
        self._start_writing()
        while self._writing is not None:
            await asyncio.wait([self._writing])
        self._closed = True
        if self._stuck is None:
            await self._try_to_close()
        # A disk that hangs for good keeps its thread; nothing else waits for it.
        self._thread.shutdown(wait=self._stuck is None)

    async def _try_to_close(self) -> None:
        try:
            await self._write(self._archive.close)
        except (OSError, sqlite3.Error) as error:
            self._set_trouble(error)

    # On the way to the disk -----------------------------------------------------------------

    def _item(self, entries: Sequence[Entry], incident: str | None) -> _Item:
        given = self._given
        facts: list[Fact] = []
        for entry in entries:
            if isinstance(entry, StatusChange | StatusUpdate):
                given += 1
                facts.append(_numbered(entry, self._epoch, given))
            else:
                facts.append(entry)
        item = _Item(
            facts=tuple(facts),
            incident=incident,
            first=self._place + 1,
            epoch=self._epoch,
            done=asyncio.get_running_loop().create_future(),
        )
        # What cannot be written down is refused to whoever hands it in.
        json.dumps(item.rows(), ensure_ascii=False).encode()
        self._given, self._place = given, item.last
        return item

    def _start_writing(self) -> None:
        if self._writing is None:
            # Not in the task of whoever came first: that one may be cancelled.
            self._writing = asyncio.create_task(
                self._write_all(), name="tuya_twin writes the record"
            )

    async def _write_all(self) -> None:
        """Write whatever is queued, all that has come together in one transaction."""
        try:
            while self._queue or self._mend:
                batch = list(self._queue)
                self._queue.clear()
                self._unwritten.extend(batch)
                error = await self._write_unwritten()
                if error is None:
                    self._unwritten.clear()
                    self._failing = False
                    self._set_trouble(None)
                else:
                    self._fail(error)
                self._end(batch)
        finally:
            self._writing = None

    async def _write_unwritten(self) -> Exception | None:
        """Hand everything that is not on disk to the writer; why it is not there, if it is not."""
        mend, self._mend = self._mend, False
        if self._closed:
            return OSError("the record is closed")
        if self._stuck is not None:
            return TimeoutError("the disk does not answer")
        items = tuple(self._unwritten)
        epoch, settled = self._epoch, self._settled
        job = asyncio.ensure_future(
            self._write(lambda: self._put(items, epoch=epoch, settled=settled, mend=mend))
        )
        await asyncio.wait([job], timeout=self.patience)
        if not job.done():
            self._stuck = job
            job.add_done_callback(self._unstuck)
            return TimeoutError("the disk does not answer")
        error = job.exception()
        if error is not None and not isinstance(error, OSError | sqlite3.Error):
            _LOGGER.error("Unexpected error while the record was written", exc_info=error)
        return error if error is None or isinstance(error, Exception) else OSError(str(error))

    def _put(self, items: Sequence[_Item], *, epoch: str, settled: int | None, mend: bool) -> None:
        """Write; in the writer's thread."""
        rows = [row for item in items for row in item.rows()]
        first = items[0].first if items else self._place + 1
        write = partial(self._archive.write, rows, first, settled, epoch)
        try:
            write()
        except sqlite3.Error:
            if not (mend and self._archive.mend()):
                raise
            write()

    def _unstuck(self, job: asyncio.Future[None]) -> None:
        """The disk has answered after all: what was kept is written, under its present numbers."""
        self._stuck = None
        if not job.cancelled():
            job.exception()
        if not self._closed:
            self._mend = True
            self._start_writing()

    def _end(self, batch: Sequence[_Item]) -> None:
        for item in batch:
            item.tried = True
            if item.done.cancelled():
                # In the order of the calls, also for one that nobody waits for any more.
                asyncio.get_running_loop().call_soon(self._publish, item)
            else:
                item.done.set_result(None)

    def _publish(self, item: _Item) -> None:
        """What was recorded can be asked for from now on."""
        self._returned = max(self._returned, item.last)
        for fact in item.facts:
            if isinstance(fact, StatusUpdate) and fact.epoch == self._epoch:
                self._tail.append(fact)
                self._seq = fact.seq

    def _fail(self, error: Exception) -> None:
        """Go on in memory. Numbers that are not on disk would be given again after a restart."""
        if not self._failing:
            self._failing = True
            self._epoch = uuid4().hex
            self._tail.clear()
            for item in (*self._unwritten, *self._queue):
                item.move_to(self._epoch)
        while self._unwritten and self._place - self._unwritten[0].last > KEPT_UNWRITTEN:
            self._unwritten.popleft()
        self._set_trouble(error)

    # Everything else ------------------------------------------------------------------------

    async def _read[T](self, query: Callable[[RecordFile], list[T]]) -> list[T]:
        return await self._try(lambda: self._archive.read(query)) or []

    async def _try[T](self, work: Callable[[], T]) -> T | None:
        if self._closed:
            return None
        try:
            return await self._write(work)
        except (OSError, sqlite3.Error) as error:
            self._set_trouble(error)
            return None

    def _set_trouble(self, trouble: Exception | None) -> None:
        changed = (trouble is None) is not (self.trouble is None)
        self.trouble = trouble
        if not changed:
            return
        if trouble is not None:
            _LOGGER.error("The record cannot be written, and goes on in memory: %s", trouble)
        for listener in tuple(self._listeners):
            try:
                listener()
            except Exception:
                # Whoever waits for a write does not wait for this.
                _LOGGER.exception("A listener to the record failed")


def _numbered(change: StatusChange | StatusUpdate, epoch: str, seq: int) -> StatusUpdate:
    return StatusUpdate(
        status=change.status,
        zone=change.zone,
        epoch=epoch,
        seq=seq,
        at=change.at,
        run_id=change.run_id,
        cause=change.cause,
    )


def _in(thread: ThreadPoolExecutor) -> Writer:
    def write[T](work: Callable[[], T]) -> Awaitable[T]:
        return asyncio.get_running_loop().run_in_executor(thread, work)

    return write


def _readable(rows: Sequence[Row]) -> list[Fact]:
    facts: list[Fact] = []
    for row in rows:
        try:
            facts.append(to_fact(row.kind, row.body))
        except UnreadableRecordError as error:
            _LOGGER.warning("Passed over in the record: %s", error)
    return facts
