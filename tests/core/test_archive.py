"""The file of a record is opened again after each fault, and salvaged only if it is damaged."""

import asyncio
from pathlib import Path

from custom_components.tuya_twin.core.archive import Archive
from custom_components.tuya_twin.core.records import to_row
from tests.core.journal_kit import beside, full_disk, told


def test_a_file_that_is_whole_has_nothing_to_mend(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    archive = Archive(path)
    archive.open()

    assert not archive.mend()

    assert archive.recovery is None
    archive.close()
    assert beside(path) == ["record.db"]


async def test_one_thread_after_the_other_may_use_an_archive(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "record.db")

    await asyncio.to_thread(archive.open)
    archive.write([to_row(told(1), epoch="one", incident="incident")], 1, None, "one")
    rows = await asyncio.to_thread(archive.read, lambda file: file.incident_rows("incident"))

    assert len(rows) == 1
    archive.close()


def test_the_folders_of_a_record_are_made_with_it(tmp_path: Path) -> None:
    path = tmp_path / "one" / "two" / "record.db"
    archive = Archive(path)

    _, trouble = archive.open()

    assert trouble is None
    assert path.exists()
    archive.close()


def test_a_disk_that_is_full_at_the_end_takes_nothing_of_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    archive = Archive(path)
    archive.open()
    archive.write([to_row(told(1), epoch="one", incident="incident")], 1, None, "one")

    with full_disk():
        archive.close()
    archive.close()

    archive.open()
    assert len(archive.read(lambda file: file.incident_rows("incident"))) == 1
    archive.close()
