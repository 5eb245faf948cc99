"""Where the record of a household is, how long it is kept, and what is told of its troubles."""

from pathlib import Path
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from .const import DOMAIN
from .core.journal import Journal


def record_path(hass: HomeAssistant, entry_id: str) -> Path:
    """The file of a household's record."""
    return Path(hass.config.path(DOMAIN, f"{entry_id}.db"))


async def async_open_record(hass: HomeAssistant, entry: ConfigEntry[Any], coordinator: Any) -> Journal:
    """Open it."""
    raise NotImplementedError
