"""Home Assistant's backups: the records are whole in them, and go on being written meanwhile."""

import asyncio

from homeassistant.core import HomeAssistant

from .const import DOMAIN
from .core.journal import Journal
from .record import DATA_COPYING


def _journals(hass: HomeAssistant) -> list[Journal]:
    entries = hass.config_entries.async_loaded_entries(DOMAIN)
    return [entry.runtime_data.journal for entry in entries]


async def async_pre_backup(hass: HomeAssistant) -> None:
    """Have everything in the files, and leave the files alone while they are copied."""
    # A household that is built anew meanwhile opens its file again.
    hass.data[DATA_COPYING] = True
    await asyncio.gather(*(journal.hold_for_copy() for journal in _journals(hass)))


async def async_post_backup(hass: HomeAssistant) -> None:
    """The files were copied."""
    hass.data[DATA_COPYING] = False
    await asyncio.gather(*(journal.release_copy() for journal in _journals(hass)))
