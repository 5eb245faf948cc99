"""Building a household anew, and waiting for that; another household is kept from nothing."""

import asyncio
from collections import defaultdict

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN
from .coordinator import TuyaTwinConfigEntry

_DATA_RELOADING: HassKey[dict[str, asyncio.Lock]] = HassKey(f"{DOMAIN}_reloading")
"""By entry id, what is held while a household is built anew."""


async def async_reload(hass: HomeAssistant, entry: TuyaTwinConfigEntry) -> None:
    """Build a household anew, if it is not yet what its entry describes."""
    # Several devices may be added at a time: whoever comes after the first finds it done.
    async with _reloading(hass, entry):
        async with entry.setup_lock:  # what is being set up may know of it by then
            running = entry.state is ConfigEntryState.LOADED
        # What the household itself has found out of a device is no reason to interrupt an alarm.
        if running and entry.runtime_data.description.says_all_of(entry):
            return
        await hass.config_entries.async_reload(entry.entry_id)


async def async_reloaded(hass: HomeAssistant, entry: TuyaTwinConfigEntry) -> None:
    """Return once a household that is being set up, or built anew, is so no more."""
    async with _reloading(hass, entry):
        pass
    # Home Assistant itself holds this while it reloads a household.
    async with entry.setup_lock:
        pass


def _reloading(hass: HomeAssistant, entry: TuyaTwinConfigEntry) -> asyncio.Lock:
    return hass.data.setdefault(_DATA_RELOADING, defaultdict(asyncio.Lock))[entry.entry_id]
