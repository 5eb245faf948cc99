"""Where the record of a household lies, how long it is kept, and what is told of its troubles."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
import shutil
from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN
from .core.journal import Journal
from .core.ports import Clock
from .core.settings import Keeping
from .issues import HouseholdIssues

_PRUNE_EVERY: Final = timedelta(days=1)
_MEGABYTE: Final = 1024 * 1024

DATA_COPYING: HassKey[bool] = HassKey(f"{DOMAIN}_copying")
"""Whether Home Assistant makes a backup, which copies the records."""


def record_folder(hass: HomeAssistant, entry_id: str) -> Path:
    """The folder of one household's record."""
    return Path(hass.config.path(DOMAIN, entry_id))


async def async_open_record(hass: HomeAssistant, entry_id: str) -> Journal:
    """Open a household's record, or begin one; its `trouble` says so if there can be no file.

    While a backup is made its file is left alone. Raises `NewerRecordError`.
    """
    # The suffix matters: Home Assistant's backups leave SQLite's `*.db-shm` out.
    path = record_folder(hass, entry_id) / "record.db"
    return await Journal.open(path, held=hass.data.get(DATA_COPYING, False))


async def async_forget_record(hass: HomeAssistant, entry_id: str) -> None:
    """Leave nothing of a household's record on disk, damaged ones included."""
    folder = record_folder(hass, entry_id)

    def remove() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        if folder.parent.exists() and not any(folder.parent.iterdir()):
            folder.parent.rmdir()

    await hass.async_add_executor_job(remove)


class RecordKeeper:
    """Sees to it that a record does not grow for ever, and that its troubles are told."""

    def __init__(
        self,
        hass: HomeAssistant,
        journal: Journal,
        keeping: Keeping,
        *,
        clock: Clock,
        issues: HouseholdIssues,
    ) -> None:
        """Do nothing before `async_start`."""
        self._hass = hass
        self._journal = journal
        self._keeping = keeping
        self._clock = clock
        self._issues = issues
        self._unsubscribe: list[Callable[[], None]] = []

    async def async_start(self) -> None:
        """Let go of what is too old, now and each day."""
        self._unsubscribe = [
            self._journal.subscribe(self._trouble_changed),
            async_track_time_interval(
                self._hass,
                self._async_prune,
                _PRUNE_EVERY,
                name="tuya_twin prunes its record",
                cancel_on_shutdown=True,
            ),
        ]
        if (recovery := self._journal.recovery) is not None:
            self._issues.journal_damaged(saved=recovery.saved, path=recovery.damaged)
        if self._journal.trouble is not None:
            self._issues.journal_failing(failing=True)
        else:
            await self._async_prune()

    @callback
    def stop(self) -> None:
        """Let it grow."""
        for unsubscribe in self._unsubscribe:
            unsubscribe()
        self._unsubscribe = []

    @callback
    def _trouble_changed(self) -> None:
        self._issues.journal_failing(failing=self._journal.trouble is not None)

    async def _async_prune(self, _now: datetime | None = None) -> None:
        await self._journal.prune(
            self._clock.now(),
            keep_for=timedelta(days=self._keeping.days),
            keep_bytes=self._keeping.megabytes * _MEGABYTE,
        )
