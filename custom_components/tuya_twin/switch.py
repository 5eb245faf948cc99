"""Dangers of a simulated household, to switch on and see what the house makes of them."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import TuyaTwinConfigEntry
from .simulated_entities import hazard_switches

PARALLEL_UPDATES = 0


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: TuyaTwinConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add a switch for each; a household that is not simulated has none."""
    async_add_entities(hazard_switches(entry.runtime_data))
