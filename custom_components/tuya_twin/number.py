"""What false alarms took of the weight of each sensor, to be seen and to be given back."""

from typing import override

from homeassistant.components.number import NumberEntity
from homeassistant.components.number.const import NumberMode
from homeassistant.const import PERCENTAGE, EntityCategory, Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .causes import async_cause
from .coordinator import HouseholdCoordinator, TuyaTwinConfigEntry
from .core.facts import WeightChanged
from .core.house import HouseUpdate
from .core.model import HOUSE
from .core.trust import FULL_WEIGHT
from .household_entity import HouseholdEntity, unique_id, zones_of
from .senses import SensedSensor

PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: TuyaTwinConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the weight of every sensor that is picked; those of others are removed."""
    coordinator = entry.runtime_data
    weights = [
        WeightNumber(coordinator, each) for each in coordinator.surveillance.senses.sensors.values()
    ]
    _forget_others(hass, entry, {weight.unique_id for weight in weights})
    async_add_entities(weights)


class WeightNumber(HouseholdEntity, NumberEntity):
    """How much the signs of a sensor weigh."""

    key = "weight"
    _attr_translation_key = key
    _attr_entity_category = EntityCategory.CONFIG
    _attr_mode = NumberMode.BOX
    _attr_native_min_value = 0
    _attr_native_max_value = FULL_WEIGHT
    _attr_native_step = 1
    _attr_native_unit_of_measurement = PERCENTAGE

    def __init__(self, coordinator: HouseholdCoordinator, sensed: SensedSensor) -> None:
        """Belong to the zone of the sensor."""
        zone = sensed.sensor.zone
        super().__init__(coordinator, zone if zone in zones_of(coordinator) else HOUSE)
        self._sensor = sensed.key
        # A sensor that is put into another zone keeps it.
        self._attr_unique_id = unique_id(coordinator.entry.entry_id, self.key, sensed.key)
        self._attr_translation_placeholders = {"sensor": _name_of(coordinator.hass, sensed)}

    @override
    def _concerns(self, update: HouseUpdate | None) -> bool:
        return isinstance(update, WeightChanged) and update.sensor == self._sensor

    @property
    @override
    def native_value(self) -> int:
        return self.house.lookout.weight(self._sensor)

    @override
    async def async_set_native_value(self, value: float) -> None:
        """Have its signs weigh that much from now on."""
        cause = await async_cause(self.hass, self._context)
        await self.coordinator.surveillance.weights.async_weigh(self._sensor, round(value), cause)


def _name_of(hass: HomeAssistant, sensed: SensedSensor) -> str:
    """What a sensor is called, also while its integration has not brought it yet."""
    known = er.async_get(hass).async_get(sensed.entity_id)
    return sensed.name if known is None else er.async_get_full_entity_name(hass, known)


@callback
def _forget_others(hass: HomeAssistant, entry: TuyaTwinConfigEntry, kept: set[str | None]) -> None:
    registry = er.async_get(hass)
    for known in er.async_entries_for_config_entry(registry, entry.entry_id):
        if known.domain == Platform.NUMBER and known.unique_id not in kept:
            registry.async_remove(known.entity_id)
