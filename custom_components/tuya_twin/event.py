"""Runs and incidents as they happen."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, ClassVar, override

from homeassistant.components.event import EventEntity
from homeassistant.const import ATTR_CONFIG_ENTRY_ID, ATTR_DEVICE_ID, ATTR_ENTITY_ID
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .announcer import EVENT_INCIDENT, EVENT_RUN, IncidentEvent, RunEvent
from .coordinator import HouseholdCoordinator, TuyaTwinConfigEntry
from .core.house import HouseUpdate
from .household_entity import HouseholdEntity

PARALLEL_UPDATES = 0

_FOR_THE_BUS = ("type", ATTR_CONFIG_ENTRY_ID, ATTR_DEVICE_ID, ATTR_ENTITY_ID)
"""What says on the bus where an event belongs."""


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: TuyaTwinConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add both to the household."""
    coordinator = entry.runtime_data
    async_add_entities([RunsEvent(coordinator), IncidentsEvent(coordinator)])


class HouseholdEvent(HouseholdEntity, EventEntity):
    """Repeats what the household announces on the bus."""

    announced: ClassVar[str]
    types: ClassVar[type[StrEnum]]

    def __init__(self, coordinator: HouseholdCoordinator) -> None:
        """Know every type of event that may come."""
        super().__init__(coordinator)
        self._attr_event_types = [event.value for event in self.types]

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.async_on_remove(
            self.hass.bus.async_listen(self.announced, self._announced, event_filter=self._is_ours)
        )

    @override
    def _concerns(self, _update: HouseUpdate | None) -> bool:
        return False

    @callback
    def _is_ours(self, data: Mapping[str, Any]) -> bool:
        ours: bool = data[ATTR_CONFIG_ENTRY_ID] == self.coordinator.entry.entry_id
        return ours

    @callback
    def _announced(self, event: Event) -> None:
        told = {
            key: value
            for key, value in event.data.items()
            if key not in _FOR_THE_BUS and value is not None
        }
        self._trigger_event(event.data["type"], told)
        self.async_set_context(event.context)
        self.async_write_ha_state()


class RunsEvent(HouseholdEvent):
    """A protocol or a drill begins, or is over."""

    key = "runs"
    _attr_translation_key = key
    announced = EVENT_RUN
    types = RunEvent


class IncidentsEvent(HouseholdEvent):
    """An incident begins, rises, is answered or over; or a code is refused at a door."""

    key = "incidents"
    _attr_translation_key = key
    announced = EVENT_INCIDENT
    types = IncidentEvent
