"""What a record asks of its disk is done in order; what fails is trouble, and no more."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
import logging
from pathlib import Path
import sqlite3
import threading
from typing import Any

import pytest

from custom_components.tuya_twin.core.archive import Archive
from custom_components.tuya_twin.core.disk import PATIENCE, Disk, Writer
from tests.core.journal_kit import inline, record_threads
from tests.virtual_time import run_in_virtual_time

NOWHERE = Path("/nowhere/record.db")


def disk(writer: Writer | None = inline) -> Disk:
    """A disk whose archive is never opened."""
    return Disk(Archive(NOWHERE), writer=writer, on_answer=lambda: None)


def failing(error: BaseException) -> Callable[[], Any]:
    """Work that fails."""

    def work() -> None:
        raise error

    return work


async def test_all_work_is_done_in_one_thread_in_the_order_it_was_asked_for() -> None:
    threaded = disk(None)
    leave, done = threading.Event(), list[int]()
    first = asyncio.create_task(threaded.attempt(leave.wait))
    others = [asyncio.create_task(threaded.attempt(partial(done.append, n))) for n in range(9)]
    await asyncio.sleep(0)

    threads, early = record_threads(), list(done)
    leave.set()
    await asyncio.gather(first, *others)

    assert len(threads) == 1
    assert early == []
    assert done == list(range(9))
    await threaded.close()


def test_a_write_that_nothing_answers_is_waited_for_once() -> None:
    async def act() -> None:
        def never[T](work: Callable[[], T]) -> Awaitable[T]:
            return asyncio.get_running_loop().create_future()

        hanging = disk(never)
        time = asyncio.get_running_loop().time

        assert isinstance(await hanging.write(lambda: None), TimeoutError)
        assert time() == PATIENCE
        assert isinstance(await hanging.write(lambda: None), TimeoutError)
        assert time() == PATIENCE

    run_in_virtual_time(act())


@pytest.mark.parametrize("error", [OSError(), sqlite3.OperationalError()], ids=repr)
async def test_a_question_that_fails_has_no_answer_and_is_trouble(error: Exception) -> None:
    broken = disk()

    assert await broken.attempt(failing(error)) is None

    assert broken.trouble is error


@pytest.mark.parametrize("error", [OSError(), sqlite3.OperationalError(), ValueError()], ids=repr)
async def test_a_write_that_fails_says_why_and_is_no_trouble_yet(error: Exception) -> None:
    broken = disk()

    assert await broken.write(failing(error)) is error

    assert broken.trouble is None


async def test_whatever_ends_a_write_in_its_thread_ends_nothing_else() -> None:
    threaded = disk(None)

    assert isinstance(await threaded.write(failing(SystemExit("words"))), OSError)

    assert await threaded.attempt(lambda: 5) == 5
    await threaded.close()


async def test_whoever_listens_is_told_when_trouble_begins_and_when_it_ends_until_it_leaves() -> (
    None
):
    changing = disk()
    told: list[bool] = []
    unsubscribe = changing.subscribe(lambda: told.append(changing.trouble is not None))

    for trouble in (None, OSError("full"), OSError("gone"), None, None):
        changing.note(trouble)
    unsubscribe()
    changing.note(OSError("full"))

    assert told == [True, False]


async def test_trouble_stands_in_the_log_once_and_other_failures_only_if_nobody_foresaw_them(
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken = disk()

    def errors() -> list[logging.LogRecord]:
        return [each for each in caplog.records if each.levelno >= logging.ERROR]

    await broken.write(failing(OSError()))
    assert len(errors()) == 0
    for trouble in (OSError(), OSError(), None):
        broken.note(trouble)
        assert len(errors()) == 1
    await broken.write(failing(ValueError()))
    assert len(errors()) == 2


async def test_nothing_is_done_after_the_end() -> None:
    closed = disk()
    await closed.close()
    left = [1, 2]

    assert await closed.attempt(left.pop) is None
    assert isinstance(await closed.write(left.clear), OSError)

    assert left == [1, 2]
