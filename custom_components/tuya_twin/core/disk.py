"""What a record asks of its disk: done in order, in one thread; what fails is trouble."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
import logging
import sqlite3
from typing import Protocol

from .archive import Archive
from .record_file import Loaded

_LOGGER = logging.getLogger(__name__)

PATIENCE = 3.0
"""Seconds that an alarm waits for a disk that does not answer, once."""


class Writer(Protocol):
    """Has blocking work done, piece by piece, in the order of the calls."""

    def __call__[T](self, work: Callable[[], T]) -> Awaitable[T]:
        """Give what the work returns, or raise what it raises."""
        ...


class Disk:
    """Has the work of one archive done, from `open` to `close`. No failure of it is raised."""

    def __init__(
        self, archive: Archive, *, writer: Writer | None, on_answer: Callable[[], None]
    ) -> None:
        """Do the work in a thread of its own, unless a `writer` is given.

        `on_answer` is told when a write that was not waited for any more is over.
        """
        # No thread begins before there is something for it to do.
        self._thread = ThreadPoolExecutor(1, "tuya_twin record")
        self._archive = archive
        self._do = writer or _in(self._thread)
        self._on_answer = on_answer
        self._hanging: asyncio.Future[None] | None = None
        self._listeners: list[Callable[[], None]] = []
        self.closed = False
        self.patience = PATIENCE
        """Seconds that a write is waited for."""
        self.trouble: Exception | None = None
        """Why nothing is written just now; `None` while all is well."""

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call the listener when trouble begins or ends; returns the way out."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def open(self) -> tuple[Loaded, Exception | None]:
        """As `Archive.open`. Raises `NewerRecordError`, and leaves no thread behind then."""
        try:
            return await self._do(self._archive.open)
        except BaseException:
            self._thread.shutdown()
            raise

    async def attempt[T](self, work: Callable[[], T]) -> T | None:
        """What the work gives; `None` if it fails, which is trouble then, or after the end."""
        return None if self.closed else await self._try(work)

    async def write(self, work: Callable[[], None]) -> Exception | None:
        """Have the work done; why it is not done, or not yet, if so, which is no trouble yet."""
        if self.closed:
            return OSError("the record is closed")
        if self._hanging is not None:
            return TimeoutError("the disk does not answer")
        job = asyncio.ensure_future(self._do(work))
        await asyncio.wait([job], timeout=self.patience)
        if not job.done():
            self._hanging = job
            job.add_done_callback(self._answered)
            return TimeoutError("the disk does not answer")
        error = job.exception()
        if error is not None and not isinstance(error, OSError | sqlite3.Error):
            _LOGGER.error("Unexpected error while the record was written", exc_info=error)
        return error if error is None or isinstance(error, Exception) else OSError(str(error))

    def note(self, trouble: Exception | None) -> None:
        """Note whether there is trouble, and tell whoever wants to know of a change."""
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

    async def wait_for_answer(self) -> None:
        """Give a write that hangs one more chance."""
        if self._hanging is not None:
            await asyncio.wait([self._hanging], timeout=self.patience)

    async def close(self) -> None:
        """Close the archive and leave no thread behind."""
        self.closed = True
        if self._hanging is None:
            await self._try(self._archive.close)
        # A disk that hangs for good keeps its thread; nothing else waits for it.
        self._thread.shutdown(wait=self._hanging is None)

    async def _try[T](self, work: Callable[[], T]) -> T | None:
        try:
            return await self._do(work)
        except (OSError, sqlite3.Error) as error:
            self.note(error)
            return None

    def _answered(self, job: asyncio.Future[None]) -> None:
        self._hanging = None
        # What became of it is found out by writing it again.
        job.exception()
        if not self.closed:
            self._on_answer()


def _in(thread: ThreadPoolExecutor) -> Writer:
    def write[T](work: Callable[[], T]) -> Awaitable[T]:
        return asyncio.get_running_loop().run_in_executor(thread, work)

    return write
