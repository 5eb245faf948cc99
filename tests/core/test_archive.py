"""The file of a record is opened again after each fault, and salvaged only if it is damaged."""

from pathlib import Path

from custom_components.tuya_twin.core.archive import Archive
from tests.core.journal_kit import beside


def test_a_file_that_is_whole_has_nothing_to_mend(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    archive = Archive(path)
    archive.open()

    assert not archive.mend()

    assert archive.recovery is None
    archive.close()
    assert beside(path) == ["record.db"]
