"""What the entities of the household itself, and of its zones, have in common."""

from typing import ClassVar, override

from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
)
from homeassistant.helpers.device_registry import DeviceEntryType, DeviceInfo
from homeassistant.helpers.entity import Entity

from .const import DOMAIN
from .coordinator import HouseholdCoordinator, TuyaTwinConfigEntry
from .core.facts import Answered, StatusUpdate, WatchChanged, WeightChanged
from .core.house import House, HouseUpdate, ZonesNamed
from .core.model import HOUSE, Zone
from .core.run import Cause

PANEL_URL = "homeassistant://tuya-twin"
WATCHING = "watching"
"""The key of the entity by which the house is watched."""


class HouseholdEntity(Entity):
    """Shows something of the house as it is: told of, never asked for."""

    _attr_has_entity_name = True
    _attr_should_poll = False

    key: ClassVar[str]
    """Tells it from the other entities of the same zone, for good."""

    def __init__(self, coordinator: HouseholdCoordinator, zone: str = HOUSE) -> None:
        """Belong to a zone, or to the household."""
        self.coordinator = coordinator
        self.zone = zone
        entry_id = coordinator.entry.entry_id
        self._attr_unique_id = unique_id(entry_id, zone, self.key)
        self._attr_device_info = DeviceInfo(identifiers={identifier(entry_id, zone)})

    @property
    def house(self) -> House:
        """The house as it is now."""
        return self.coordinator.house

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.async_on_remove(self.coordinator.subscribe(self._happened))

    @callback
    def _happened(self, update: HouseUpdate | None) -> None:
        if not self._concerns(update):
            return
        match update:
            case (
                StatusUpdate(cause=cause)
                | Answered(cause=cause)
                | WatchChanged(cause=cause)
                | WeightChanged(cause=cause)
            ):
                # So that Home Assistant's logbook names who it was.
                if (context := context_of(cause)) is not None:
                    self.async_set_context(context)
        self.async_write_ha_state()

    def _concerns(self, update: HouseUpdate | None) -> bool:
        """Whether this changes what is shown; much happens to a house in an alarm."""
        return isinstance(update, StatusUpdate)


def zones_of(coordinator: HouseholdCoordinator) -> tuple[str, ...]:
    """Everything that has a status: the house and each of its zones."""
    return HOUSE, *(zone.id for zone in coordinator.house.zones)


def name_of(house: House, zone: str) -> str:
    """What people call a zone, or the house."""
    return next((known.name for known in house.zones if known.id == zone), house.name)


def identifier(entry_id: str, zone: str) -> tuple[str, str]:
    """What names the device of a zone, or of the household, in the device registry."""
    return DOMAIN, entry_id if zone == HOUSE else f"{entry_id}_{zone}"


def unique_id(entry_id: str, zone: str, key: str) -> str:
    """What names an entity of a zone, or of the household, in the entity registry."""
    return f"{entry_id}_{zone}_{key}"


def context_of(cause: Cause | None) -> Context | None:
    """The context in which somebody asked for something; `None` where nobody did."""
    if cause is None or cause.context_id is None:
        return None
    return Context(id=cause.context_id, user_id=cause.user_id)


def are_ours(hass: HomeAssistant, entity_ids: set[str], translation_key: str) -> set[str]:
    """Those of the entities that are of this integration and have this translation key."""
    registry = er.async_get(hass)
    return {
        entity_id
        for entity_id in entity_ids
        if (known := registry.async_get(entity_id)) is not None
        and known.platform == DOMAIN
        and known.translation_key == translation_key
    }


@callback
def async_register_devices(hass: HomeAssistant, entry: TuyaTwinConfigEntry) -> None:
    """Give the household and each zone a device; a zone that is gone loses its.

    A zone that is called otherwise later takes its device and its entities along.
    """
    registry = dr.async_get(hass)
    household = registry.async_get_or_create(
        config_entry_id=entry.entry_id,
        identifiers={identifier(entry.entry_id, HOUSE)},
        name=entry.title,
        entry_type=DeviceEntryType.SERVICE,
        configuration_url=PANEL_URL,
    )
    kept = {household.id}
    for zone in entry.runtime_data.house.zones:
        device = registry.async_get_or_create(
            config_entry_id=entry.entry_id,
            identifiers={identifier(entry.entry_id, zone.id)},
            name=zone.name,
            model="Zone",
            entry_type=DeviceEntryType.SERVICE,
            configuration_url=PANEL_URL,
            suggested_area=_area_of(hass, zone),
            via_device_id=household.id,
        )
        kept.add(device.id)
    for known in dr.async_entries_for_config_entry(registry, entry.entry_id):
        # What belongs to a subentry is a device of its own, and goes with the subentry.
        if known.config_subentry_id is None and known.id not in kept:
            registry.async_remove_device(known.id)

    @callback
    def renamed(update: HouseUpdate | None) -> None:
        if isinstance(update, ZonesNamed):
            for zone in update.zones:
                named = identifier(entry.entry_id, zone.id)
                known = registry.async_get_device_by_identifier(named, entry.entry_id)
                if known is not None:
                    registry.async_update_device(known.id, name=zone.name)

    entry.async_on_unload(entry.runtime_data.subscribe(renamed))


def _area_of(hass: HomeAssistant, zone: Zone) -> str | None:
    """The name of the zone's area: the registry takes areas by their names."""
    area = None if zone.area is None else ar.async_get(hass).async_get_area(zone.area)
    return None if area is None else area.name
