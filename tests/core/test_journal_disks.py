"""A disk that is full, hangs or is damaged stops nothing, and nor does a sudden end."""

import asyncio
from datetime import timedelta
from pathlib import Path
import random
import shutil
import sqlite3
import subprocess
import sys

import pytest

from custom_components.tuya_twin.core.errors import NewerRecordError
from custom_components.tuya_twin.core.journal import KEPT_UNWRITTEN, Journal
from custom_components.tuya_twin.core.record_file import RecordFile
from custom_components.tuya_twin.core.record_rows import Marks
from tests.core.journal_kit import (
    Gate,
    all_at_rest,
    beside,
    change,
    content,
    full_disk,
    inline,
    numbers,
    opened,
    overwrite,
    told,
    trouble,
    update,
)
from tests.core.kit import NIGHT

DAY = timedelta(days=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "record.db"


# Disks that fail ----------------------------------------------------------------------------


async def test_a_full_disk_stops_nothing_and_what_it_did_not_take_follows(path: Path) -> None:
    journal = await Journal.open(path, writer=inline)
    troubles: list[bool] = []
    unsubscribe = journal.subscribe(lambda: troubles.append(journal.trouble is not None))
    epoch = journal.epoch
    await update(journal)
    with full_disk():
        failed = [await update(journal) for _ in range(3)]
        assert trouble(journal) is not None
    other = journal.epoch
    assert {each.epoch for each in failed} == {other} != {epoch}
    assert journal.since(epoch, 0) is None
    assert journal.since(other, 1) == failed

    last = await update(journal)

    assert trouble(journal) is None
    unsubscribe()
    await journal.close()
    await update(journal)
    assert troubles == [True, False]
    async with opened(path) as journal:
        assert (journal.epoch, journal.seq) == (other, 5)
        assert journal.since(other, 1) == [*failed, last]
        assert numbers(journal.restored) == [1, 2, 3, 4, 5]


async def test_a_listener_that_fails_holds_up_neither_writes_nor_other_listeners(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    troubles: list[bool] = []

    def fail() -> None:
        msg = "a fault in whoever listens"
        raise RuntimeError(msg)

    async with opened(path) as journal:
        journal.subscribe(fail)
        journal.subscribe(lambda: troubles.append(journal.trouble is not None))
        with full_disk():
            assert (await update(journal)).seq == 1
        assert (await update(journal)).seq == 2

    assert troubles == [True, False]
    assert caplog.text.count("A listener to the record failed") == 2


async def test_numbers_that_no_disk_has_are_not_given_again(path: Path) -> None:
    journal = await Journal.open(path, writer=inline)
    first = await update(journal)
    with full_disk():
        lost = await update(journal)
        await journal.close()
    async with opened(path) as journal:
        again = await update(journal)

    assert (lost.epoch, lost.seq) != (again.epoch, again.seq)
    assert (again.epoch, again.seq) == (first.epoch, 2)


async def test_a_house_starts_without_a_disk_and_knows_what_it_can_read(path: Path) -> None:
    async with opened(path) as journal:
        await journal.append(change(), told(1))
        epoch = journal.epoch
    with full_disk():
        journal = await Journal.open(path, writer=inline)
        assert trouble(journal) is not None
        assert numbers(journal.restored) == [1]
        assert journal.restored[1:] == (told(1),)
        assert journal.epoch != epoch
        await journal.append(told(2))

    await journal.append(told(3))

    assert trouble(journal) is None
    await journal.close()
    async with opened(path) as journal:
        assert journal.restored[1:] == (told(1), told(2), told(3))


async def test_a_house_that_starts_without_a_disk_asks_for_it_again_once_it_is_at_rest(
    path: Path,
) -> None:
    with full_disk():
        journal = await Journal.open(path, writer=inline)
        assert trouble(journal) is not None

    journal.settled()
    await all_at_rest()

    assert trouble(journal) is None
    await journal.close()


async def test_a_folder_that_cannot_be_made_is_trouble_until_it_can(path: Path) -> None:
    path.parent.write_text("in the way")
    journal = await Journal.open(path, writer=inline)
    assert isinstance(trouble(journal), OSError)
    await update(journal)

    path.parent.unlink()
    await update(journal)

    assert trouble(journal) is None
    await journal.close()
    async with opened(path) as journal:
        assert numbers(journal.restored) == [1, 2]


async def test_a_folder_in_the_place_of_the_file_is_trouble_until_it_is_gone(path: Path) -> None:
    (path / "folder").mkdir(parents=True)
    journal = await Journal.open(path, writer=inline)
    assert isinstance(trouble(journal), OSError)
    assert journal.restored == ()
    await update(journal)

    shutil.rmtree(path)
    await update(journal)

    assert trouble(journal) is None
    await journal.close()
    async with opened(path) as journal:
        assert numbers(journal.restored) == [1, 2]


async def test_a_disk_that_stays_away_costs_the_memory_of_the_newest_facts_which_follow(
    path: Path,
) -> None:
    journal = await Journal.open(path, writer=inline)
    newest = [told(n) for n in range(KEPT_UNWRITTEN)]
    with full_disk():
        await journal.append(told(-2), incident="incident")
        await journal.append(told(-1), incident="incident")
        await journal.append(*newest, incident="incident")

    await journal.append(told(KEPT_UNWRITTEN), incident="incident")

    assert trouble(journal) is None
    kept = await journal.incident_facts("incident")
    assert kept == [told(-1), *newest, told(KEPT_UNWRITTEN)]
    await journal.close()


async def test_a_disk_that_does_not_answer_holds_nobody_up_for_long(path: Path) -> None:
    gate = Gate()
    gate.leave.set()
    journal = await Journal.open(path, writer=gate)
    epoch = journal.epoch
    gate.leave.clear()
    journal.disk.patience = 0.0

    late = [await update(journal), await update(journal)]

    assert isinstance(trouble(journal), TimeoutError)
    assert {each.epoch for each in late} == {journal.epoch} != {epoch}
    journal.disk.patience = 60.0
    gate.leave.set()
    late.append(await update(journal))
    await journal.close()
    async with opened(path) as journal:
        assert trouble(journal) is None
        assert journal.since(late[0].epoch, 0) == late
        assert numbers(journal.restored) == [1, 2, 3]


async def test_what_a_disk_had_no_answer_for_follows_as_soon_as_it_answers(path: Path) -> None:
    gate = Gate()
    gate.leave.set()
    journal = await Journal.open(path, writer=gate)
    gate.leave.clear()
    journal.disk.patience = 0.0
    late = [await update(journal), await update(journal)]

    journal.disk.patience = 60.0
    gate.leave.set()
    await all_at_rest()

    assert trouble(journal) is None
    async with opened(path) as other:
        assert other.since(journal.epoch, 0) == late
    await journal.close()


async def test_a_disk_that_hangs_when_the_house_closes_holds_it_up_no_longer_than_others(
    path: Path,
) -> None:
    gate = Gate()
    gate.leave.set()
    journal = await Journal.open(path, writer=gate)
    gate.leave.clear()
    journal.disk.patience = 0.0
    await update(journal)

    await journal.close()

    assert isinstance(trouble(journal), TimeoutError)
    # What the disk had been given is written if it answers after all, and nothing follows it.
    written = gate.written
    gate.leave.set()
    await all_at_rest()
    assert gate.written == written + 1
    await journal.disk.close()
    async with opened(path) as journal:
        assert numbers(journal.restored) == [1]


async def test_a_file_of_a_newer_version_in_the_place_of_ours_is_left_alone_and_all_goes_on(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """As a backup that is put back under a house that is up."""
    journal = await Journal.open(path, writer=inline)
    with full_disk():
        await update(journal)
    for name in beside(path):
        path.with_name(name).unlink()
    RecordFile.create(path, (), Marks(epoch="one", version=99))
    before = content(path)

    assert (await update(journal)).seq == 2

    assert isinstance(trouble(journal), NewerRecordError)
    assert "Unexpected error while the record was written" in caplog.text
    await journal.close()
    assert content(path) == before


async def test_a_file_that_turns_out_damaged_is_mended_once_the_house_is_at_rest(
    path: Path,
) -> None:
    journal = await Journal.open(path, writer=inline)
    await journal.append(*(told(n, words="x" * 200) for n in range(500)), incident="incident")
    await journal.hold_for_copy()
    await journal.release_copy()
    overwrite(path, 4096, bytes(len(content(path)) - 3 * 4096))
    # SQLite has pages in its memory; after a fault it reads them anew.
    with full_disk():
        await journal.append(told(500))
    await journal.append(told(501))
    assert isinstance(trouble(journal), sqlite3.DatabaseError)

    journal.settled()
    await journal.append(told(502), incident="incident")

    assert trouble(journal) is None
    assert journal.recovery is not None
    assert journal.recovery.damaged.exists()
    assert told(502) in await journal.incident_facts("incident")
    await journal.close()


async def test_a_question_to_a_file_that_cannot_be_is_answered_with_nothing(path: Path) -> None:
    path.parent.write_text("in the way")
    async with opened(path) as journal:
        assert await journal.last_proven() == {}
        assert await journal.incidents() == []
        await journal.prune(NIGHT, keep_for=DAY, keep_bytes=0)


# Sudden ends --------------------------------------------------------------------------------

LIFE = """
import asyncio, importlib, pathlib, sys, types

# Without the package itself, which takes Home Assistant along.
for name, folder in (("custom_components", ""), ("custom_components.tuya_twin", "/tuya_twin")):
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__path__ = [sys.argv[1] + folder]
core = "custom_components.tuya_twin.core."
facts, journal, model = (importlib.import_module(core + name) for name in
                         ("facts", "journal", "model"))

async def live():
    at = __import__("datetime").datetime.now(__import__("datetime").UTC)
    record = await journal.Journal.open(pathlib.Path(sys.argv[2]))
    change = facts.StatusChange(status=model.Status.RED_CRITICAL, zone="Foyer", at=at)

    async def write_for_ever():
        while True:
            told = facts.PutBack(device_id="lamp", at=at)
            update, _ = await record.append(change, told, incident="incident")
            print(update.epoch, update.seq, flush=True)

    await asyncio.gather(*(write_for_ever() for _ in range(3)))

asyncio.run(live())
"""
COMPONENTS = Path(__file__).parents[2] / "custom_components"


@pytest.mark.parametrize("seed", range(2))
async def test_what_was_acknowledged_outlives_being_killed(path: Path, seed: int) -> None:
    acknowledged: list[tuple[str, int]] = []
    for moments in random.Random(seed).choices(range(1, 120), k=4):  # noqa: S311
        life = await asyncio.create_subprocess_exec(
            sys.executable, "-c", LIFE, str(COMPONENTS), str(path), stdout=subprocess.PIPE
        )
        assert life.stdout is not None
        heard = b"".join([await life.stdout.readline() for _ in range(moments)])
        life.kill()
        # What was said before the end, and not heard yet.
        heard += await life.stdout.read()
        await life.wait()
        whole = heard[: heard.rfind(b"\n")].decode().splitlines()
        acknowledged += [(epoch, int(seq)) for epoch, seq in map(str.split, whole)]

    async with opened(path) as journal:
        assert {epoch for epoch, _ in acknowledged} == {journal.epoch}
        assert [seq for _, seq in acknowledged] == sorted({seq for _, seq in acknowledged})
        facts = await journal.incident_facts("incident")
        assert numbers(tuple(facts)) == list(range(1, journal.seq + 1))
        assert {seq for _, seq in acknowledged} <= set(numbers(tuple(facts)))
        # All or none of each call.
        assert len(facts) == 2 * journal.seq
        assert journal.recovery is None
