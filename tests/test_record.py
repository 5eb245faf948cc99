"""The record of a household in Home Assistant: where it lies, and what becomes of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
import fnmatch
from pathlib import Path
import shutil
import sqlite3
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.backup.const import DATA_MANAGER, EXCLUDE_FROM_BACKUP
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from custom_components.tuya_twin.coordinator import HouseholdCoordinator
from custom_components.tuya_twin.core.facts import StatusChange
from custom_components.tuya_twin.core.incident import Incident
from custom_components.tuya_twin.core.journal import Journal
from custom_components.tuya_twin.core.model import HOUSE, Protocol, Status
from custom_components.tuya_twin.core.record_file import RecordFile
from custom_components.tuya_twin.core.record_rows import VERSION, Marks
from custom_components.tuya_twin.core.run import Cause
from custom_components.tuya_twin.record import record_folder
from tests.kit import set_status
from tests.own_kit import household, issue, living_in, until_issue

pytestmark = pytest.mark.usefixtures("enable_custom_integrations")

RED, GREEN = Status.RED_CRITICAL, Status.GREEN_SAFE
LONG = Cause(origin="automation", reason="smoke " * 2000)
"""Takes pages that a full file does not have."""


class Disk:
    """What SQLite writes to; it may be full."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._connect: Callable[..., sqlite3.Connection] = sqlite3.connect
        self._connections: list[sqlite3.Connection] = []
        self._most = 2**30
        monkeypatch.setattr(sqlite3, "connect", self._open)

    def fill(self, *, full: bool) -> None:
        self._most = 1 if full else 2**30
        for connection in tuple(self._connections):
            try:
                self._limit(connection)
            except sqlite3.ProgrammingError:
                self._connections.remove(connection)

    def _open(self, *arguments: Any, **more: Any) -> sqlite3.Connection:
        connection = self._connect(*arguments, **more)
        self._connections.append(connection)
        self._limit(connection)
        return connection

    def _limit(self, connection: sqlite3.Connection) -> None:
        connection.execute(f"PRAGMA max_page_count = {self._most}").fetchone()


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


@pytest.fixture
def cabin() -> MockConfigEntry:
    """A household without devices: a record is all it has."""
    return household()


def file_of(hass: HomeAssistant, entry: MockConfigEntry) -> Path:
    return record_folder(hass, entry.entry_id) / "record.db"


async def alarm(coordinator: HouseholdCoordinator) -> str:
    """An incident that is over; returns its id."""
    await set_status(coordinator, RED, HOUSE)
    incident = coordinator.house.incident
    assert incident is not None
    await set_status(coordinator, GREEN, HOUSE)
    return incident.id


async def a_day_later(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    """All that is due by then is done."""
    freezer.tick(timedelta(days=1, seconds=1))
    async_fire_time_changed(hass)
    await hass.async_block_till_done()


def _untold(coordinator: HouseholdCoordinator) -> Incident:
    """The open incident, as if nobody had been told of it yet."""
    incident = coordinator.house.incident
    assert incident is not None
    return replace(incident, told=())


async def test_a_household_is_after_a_restart_as_it_was(
    hass: HomeAssistant, cabin: MockConfigEntry
) -> None:
    async with living_in(hass, cabin) as coordinator:
        before = await set_status(coordinator, RED, HOUSE)
        incident = _untold(coordinator)

        assert await hass.config_entries.async_reload(cabin.entry_id)

        again: HouseholdCoordinator = cabin.runtime_data
        assert again.house.shown(HOUSE) is RED
        # Whether people have been told of it by now is the machine's to say.
        assert _untold(again) == incident
        assert (again.journal.epoch, again.journal.seq) == (before.epoch, before.seq)


async def test_each_household_has_a_record_of_its_own_that_a_backup_takes_along(
    hass: HomeAssistant, cabin: MockConfigEntry
) -> None:
    other = household()
    async with living_in(hass, cabin), living_in(hass, other):
        files = [file_of(hass, cabin), file_of(hass, other)]

        assert all(file.is_file() for file in files)
        assert files[0].parent != files[1].parent
        for file in files:
            left_out = [name for name in EXCLUDE_FROM_BACKUP if fnmatch.fnmatch(str(file), name)]
            log = f"{file}-wal"
            assert left_out == []
            assert not any(fnmatch.fnmatch(log, name) for name in EXCLUDE_FROM_BACKUP)


async def test_a_household_that_is_removed_leaves_nothing_on_disk(
    hass: HomeAssistant, cabin: MockConfigEntry
) -> None:
    other = household()
    async with living_in(hass, other):
        async with living_in(hass, cabin) as coordinator:
            await alarm(coordinator)
        file_of(hass, cabin).with_name("record.db.damaged-20261122T021400Z").write_bytes(b"?")

        await hass.config_entries.async_remove(cabin.entry_id)
        assert not record_folder(hass, cabin.entry_id).exists()
        assert file_of(hass, other).exists()

    await hass.config_entries.async_remove(other.entry_id)
    assert not record_folder(hass, other.entry_id).parent.exists()


# Troubles -----------------------------------------------------------------------------------


async def test_a_damaged_record_is_salvaged_and_told(
    hass: HomeAssistant, cabin: MockConfigEntry
) -> None:
    issue_id = f"journal_damaged_{cabin.entry_id}"
    async with living_in(hass, cabin) as coordinator:
        incident = await alarm(coordinator)
        epoch = coordinator.journal.epoch
        facts = await coordinator.journal.incident_facts(incident)
    file = file_of(hass, cabin)
    damaged = b"\0" * 100 + file.read_bytes()[100:]
    file.write_bytes(damaged)

    assert await hass.config_entries.async_setup(cabin.entry_id)
    try:
        again: HouseholdCoordinator = cabin.runtime_data
        assert facts
        assert await again.journal.incident_facts(incident) == facts
        assert again.journal.epoch != epoch
        told = issue(hass, issue_id)
        assert told is not None
        assert told.translation_placeholders is not None
        assert told.translation_placeholders["saved"] == "2"
        kept = Path(told.translation_placeholders["path"])
        assert kept.parent == file.parent
        assert await hass.async_add_executor_job(kept.read_bytes) == damaged
    finally:
        await hass.config_entries.async_unload(cabin.entry_id)
    assert issue(hass, issue_id) is not None


async def test_without_a_file_the_household_works_and_says_what_it_cannot_do(
    hass: HomeAssistant, cabin: MockConfigEntry
) -> None:
    record_folder(hass, cabin.entry_id).parent.write_text("not a folder")
    async with living_in(hass, cabin) as coordinator:
        assert issue(hass, f"journal_failing_{cabin.entry_id}") is not None

        run = await coordinator.response.execute(Protocol.RED, HOUSE, LONG)

        assert run.finished
        assert coordinator.house.shown(HOUSE) is RED
        # Nothing is on disk, however well it went.
        assert coordinator.journal.trouble is not None
        assert issue(hass, f"journal_failing_{cabin.entry_id}") is not None
    assert ir.async_get(hass).issues == {}


async def test_a_full_disk_is_a_repair_until_it_takes_something_again(
    hass: HomeAssistant, disk: Disk, cabin: MockConfigEntry
) -> None:
    issue_id = f"journal_failing_{cabin.entry_id}"
    async with living_in(hass, cabin) as coordinator:
        await alarm(coordinator)
        assert issue(hass, issue_id) is None
        change = StatusChange(status=RED, zone=HOUSE, at=coordinator.clock.now(), cause=LONG)

        disk.fill(full=True)
        await coordinator.response.chronicle.record(change)
        assert coordinator.house.shown(HOUSE) is RED
        assert issue(hass, issue_id) is not None

        disk.fill(full=False)
        await coordinator.response.chronicle.record(change)
        await until_issue(hass, issue_id, lambda found: found is None)


async def test_a_record_of_a_newer_version_is_left_alone_and_said(
    hass: HomeAssistant, cabin: MockConfigEntry
) -> None:
    file = file_of(hass, cabin)
    file.parent.mkdir(parents=True)
    RecordFile.create(file, (), Marks(epoch="later", version=VERSION + 1))
    newer = file.read_bytes()
    cabin.add_to_hass(hass)

    assert not await hass.config_entries.async_setup(cabin.entry_id)

    assert cabin.state is ConfigEntryState.SETUP_ERROR
    assert cabin.error_reason_translation_key == "record_newer"
    assert file.read_bytes() == newer
    assert [beside.name for beside in file.parent.iterdir()] == [file.name]


# Upkeep -------------------------------------------------------------------------------------


async def test_each_day_what_is_too_old_goes(
    hass: HomeAssistant, cabin: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    cabin.add_to_hass(hass)
    hass.config_entries.async_update_entry(cabin, options={"keeping": {"days": 2}})
    async with living_in(hass, cabin) as coordinator:
        old = await alarm(coordinator)
        await a_day_later(hass, freezer)
        young = await alarm(coordinator)
        assert [span.id for span in await coordinator.journal.incidents()] == [young, old]

        await a_day_later(hass, freezer)
        assert [span.id for span in await coordinator.journal.incidents()] == [young]


async def test_while_a_backup_is_made_the_file_stays_as_it_is_and_nothing_is_missed(
    hass: HomeAssistant, tmp_path: Path, cabin: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    assert await async_setup_component(hass, "backup", {})
    async with living_in(hass, cabin) as coordinator:
        manager = hass.data[DATA_MANAGER]
        file = file_of(hass, cabin)
        before = await alarm(coordinator)

        await manager.async_pre_backup_actions()
        copied = file.read_bytes()
        during = await alarm(coordinator)
        await a_day_later(hass, freezer)
        for name in (file.name, f"{file.name}-wal"):
            shutil.copy(file.with_name(name), tmp_path / name)
        assert file.read_bytes() == copied

        await manager.async_post_backup_actions()
        after = await alarm(coordinator)
        spans = await coordinator.journal.incidents()
        assert [span.id for span in spans] == [after, during, before]

    restored = await Journal.open(tmp_path / file.name)
    try:
        assert restored.recovery is None
        assert [span.id for span in await restored.incidents()] == [during, before]
    finally:
        await restored.close()


async def test_a_household_that_is_built_anew_while_a_backup_is_made_leaves_its_file_alone(
    hass: HomeAssistant, cabin: MockConfigEntry
) -> None:
    assert await async_setup_component(hass, "backup", {})
    async with living_in(hass, cabin) as coordinator:
        manager = hass.data[DATA_MANAGER]
        file = file_of(hass, cabin)
        await alarm(coordinator)

        await manager.async_pre_backup_actions()
        copied = file.read_bytes()
        assert await hass.config_entries.async_reload(cabin.entry_id)
        await alarm(cabin.runtime_data)
        assert await hass.config_entries.async_reload(cabin.entry_id)
        assert file.read_bytes() == copied

        await manager.async_post_backup_actions()
        assert await hass.config_entries.async_reload(cabin.entry_id)
        assert file.read_bytes() != copied
        assert len(await cabin.runtime_data.journal.incidents()) == 2
