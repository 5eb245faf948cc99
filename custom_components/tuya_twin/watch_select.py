"""How the house is watched, to be seen and to be changed."""

from typing import Any, override

from homeassistant.components.select import SelectEntity

from .causes import async_cause
from .coordinator import HouseholdCoordinator
from .core.facts import EntryBegan, EntryEnded, WatchChanged
from .core.house import HouseUpdate
from .core.signs import WatchMode
from .helpers import refusals
from .household_entity import WATCHING, HouseholdEntity


class WatchSelect(HouseholdEntity, SelectEntity):
    """The watch of the household: whether it is watched, and for what."""

    key = WATCHING
    _attr_translation_key = key
    _unrecorded_attributes = frozenset({"since", "counts_from", "entry_until", "follows"})

    def __init__(self, coordinator: HouseholdCoordinator) -> None:
        """Belong to the household."""
        super().__init__(coordinator)
        self._attr_options = [mode.value for mode in WatchMode]

    @override
    def _concerns(self, update: HouseUpdate | None) -> bool:
        return isinstance(update, WatchChanged | EntryBegan | EntryEnded)

    @property
    @override
    def current_option(self) -> str:
        return self.house.lookout.watch.mode.value

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any]:
        watch, entry = self.house.lookout.watch, self.house.lookout.entry
        return {
            "since": None if watch.since is None else watch.since.isoformat(),
            "counts_from": None if watch.counts_from is None else watch.counts_from.isoformat(),
            "entry_until": None if entry is None else entry.until.isoformat(),
            "bypassed": [each.name for each in watch.bypassed],
            "follows": list(self.coordinator.surveillance.watch_keeper.follows),
        }

    @override
    async def async_select_option(self, option: str) -> None:
        """Watch like that from now on; names in an error what stands open, if it must not."""
        cause = await async_cause(self.hass, self._context)
        with refusals():
            await self.coordinator.surveillance.watch_keeper.async_set(WatchMode(option), cause)
