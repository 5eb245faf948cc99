"""The record of what happened, in order, on disk; the only place that hands out `seq`."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
import json
from pathlib import Path
import sqlite3
from typing import Self, override
from uuid import uuid4

from .archive import KEPT_UPDATES, Archive
from .disk import Disk, Writer
from .facts import Entry, Fact, StatusChange, StatusUpdate
from .journal_item import Item, numbered
from .ports import JournalPort
from .record_file import RecordFile
from .records import parsed_moment, readable, written
from .salvage import Recovery

KEPT_UNWRITTEN = 10_000
"""Facts that are kept for a disk that comes back; a few megabytes."""


@dataclass(frozen=True, kw_only=True)
class IncidentSpan:
    """An incident on record, with its first and its last moment."""

    id: str
    first: datetime
    last: datetime


class Journal(JournalPort):
    """One household's record, from `open` to `close`.

    What a disk does not take is kept in memory and written with what comes next.
    """

    def __init__(self, archive: Archive, writer: Writer | None) -> None:
        """Use `open` instead."""
        self._archive = archive
        self.disk = Disk(archive, writer=writer, on_answer=self._write_again)
        self._epoch = ""
        self._seq = 0
        self._given = 0
        """The newest number, on disk or on its way."""
        self._place = 0
        self._returned = 0
        self._settled: int | None = None
        self._tail: deque[StatusUpdate] = deque(maxlen=KEPT_UPDATES)
        self._queue: deque[Item] = deque()
        self._unwritten: deque[Item] = deque()
        self._failing = False
        self._mend = False
        self._writing: asyncio.Task[None] | None = None
        self.restored: tuple[Fact, ...] = ()
        """What a restart takes up: where each zone stood, and all that happened since the house
        was last at rest."""

    @classmethod
    async def open(cls, path: Path, *, writer: Writer | None = None, held: bool = False) -> Self:
        """Open a household's record, or begin one; a damaged one is set aside and salvaged.

        `writer` is a thread of its own unless another is given. `held` is whether the file is
        being copied, as after `hold_for_copy`. Where there can be no file, that is `trouble`, and
        it is tried again with each write. Raises `NewerRecordError`.
        """
        journal = cls(Archive(path, held=held), writer)
        loaded, trouble = await journal.disk.open()
        journal._epoch = loaded.marks.epoch
        journal._seq = journal._given = loaded.seq
        journal._tail.extend(
            fact for fact in readable(loaded.numbered) if isinstance(fact, StatusUpdate)
        )
        journal.restored = tuple(readable(loaded.restored))
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

    @property
    def trouble(self) -> Exception | None:
        """Why nothing is written just now; `None` while all is well."""
        return self.disk.trouble

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call the listener when trouble begins or ends; returns the way out."""
        return self.disk.subscribe(listener)

    @override
    async def append(
        self,
        *entries: Entry,
        incident: str | None = None,
        then: Callable[[Sequence[Fact]], None] | None = None,
    ) -> tuple[Fact, ...]:
        item = self._item(entries, incident)
        self._queue.append(item)
        self._start_writing()
        cancelled = await _end_of(item.done)
        # Between the numbers' appearance, what follows from them and the caller nobody has a turn.
        self._publish(item)
        if then is not None:
            then(item.facts)
        if cancelled is not None:
            raise cancelled
        return item.facts

    @override
    def settled(self) -> None:
        # What is on its way is not settled: whoever waits for it has not heard of it yet.
        self._settled = self._returned
        if self._failing and not self._mend:
            self._write_again()

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
            IncidentSpan(id=incident, first=parsed_moment(first), last=parsed_moment(last))
            for incident, first, last in found
        ]

    async def incident_facts(self, incident: str) -> Sequence[Fact]:
        """Everything on record of one incident, in order; nothing for one that is not."""
        return readable(await self._read(lambda file: file.incident_rows(incident)))

    async def last_proven(self) -> dict[str, datetime]:
        """When each device last proved that it does as told, by device id."""
        rows = await self._read(RecordFile.last_proven)
        return {row.subject: parsed_moment(row.at) for row in rows if row.subject is not None}

    async def standing(self) -> list[Fact]:
        """The facts that hold until there is another about the same, the oldest first."""
        return readable(await self._read(RecordFile.standing))

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
            more = await self.disk.attempt(
                partial(self._archive.prune, oldest, keep_bytes, self._settled)
            )

    async def hold_for_copy(self) -> None:
        """Have everything in the file, and leave the file alone until `release_copy`.

        What is appended meanwhile goes to the log beside it, which may be copied at any moment.
        """
        await self.disk.attempt(partial(self._archive.hold, held=True))

    async def release_copy(self) -> None:
        """The file was copied."""
        await self.disk.attempt(partial(self._archive.hold, held=False))

    async def close(self) -> None:
        """Write what is queued and leave no thread behind; harmless if it was closed before."""
        if self.disk.closed:
            return
        await self.disk.wait_for_answer()
        self._write_again()
        while self._writing is not None:
            await asyncio.wait([self._writing])
        await self.disk.close()

    # On the way to the disk -----------------------------------------------------------------

    def _item(self, entries: Sequence[Entry], incident: str | None) -> Item:
        given = self._given
        facts: list[Fact] = []
        for entry in entries:
            if isinstance(entry, StatusChange | StatusUpdate):
                given += 1
                facts.append(numbered(entry, self._epoch, given))
            else:
                facts.append(entry)
        item = Item(
            facts=tuple(facts),
            incident=incident,
            first=self._place + 1,
            epoch=self._epoch,
            done=asyncio.get_running_loop().create_future(),
        )
        # What cannot be written down is refused to whoever hands it in.
        json.dumps(item.rows, ensure_ascii=False).encode()
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
                    self.disk.note(None)
                else:
                    self._fail(error)
                self._end(batch)
        finally:
            self._writing = None

    async def _write_unwritten(self) -> Exception | None:
        """Write everything that is not on disk; why it is not there, if it is not."""
        mend, self._mend = self._mend, False
        items = tuple(self._unwritten)
        epoch, settled = self._epoch, self._settled
        return await self.disk.write(
            lambda: self._put(items, epoch=epoch, settled=settled, mend=mend)
        )

    def _put(self, items: Sequence[Item], *, epoch: str, settled: int | None, mend: bool) -> None:
        """Write; in the writer's thread."""
        rows = [row for item in items for row in item.rows]
        first = items[0].first if items else self._place + 1
        write = partial(self._archive.write, rows, first, settled, epoch)
        try:
            write()
        except sqlite3.Error:
            if not (mend and self._archive.mend()):
                raise
            write()

    def _write_again(self) -> None:
        """Write what was kept, under its present numbers."""
        self._mend = True
        self._start_writing()

    def _end(self, batch: Sequence[Item]) -> None:
        for item in batch:
            item.done.set_result(None)

    def _publish(self, item: Item) -> None:
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
        self.disk.note(error)

    async def _read[T](self, query: Callable[[RecordFile], list[T]]) -> list[T]:
        return await self.disk.attempt(lambda: self._archive.read(query)) or []


async def _end_of(done: asyncio.Future[None]) -> asyncio.CancelledError | None:
    """Wait for it whatever happens; returns how the caller was cancelled meanwhile."""
    cancelled = None
    while not done.done():
        try:
            await asyncio.wait([done])
        except asyncio.CancelledError as error:
            cancelled = error
    return cancelled
