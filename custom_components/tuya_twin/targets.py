"""Which zone a call means: by its id, by an area of Home Assistant, or by a device."""

from collections.abc import Iterator, Sequence

from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar, device_registry as dr

from .const import DOMAIN
from .core.house import House
from .core.model import HOUSE
from .helpers import refused


def zone_of(
    hass: HomeAssistant,
    house: House,
    *,
    zone: str | None = None,
    areas: Sequence[str] = (),
    devices: Sequence[str] = (),
) -> str:
    """The one zone that all of these mean; `HOUSE` if there are none.

    An id of a zone is not looked up. Raises a `ServiceValidationError` for an area or a device
    that belongs to no zone of the house, and for more than one zone.
    """
    meant = set() if zone is None else {zone}
    meant |= {_zone_of_area(hass, house, area_id) for area_id in areas}
    meant |= {_zone_of_device(hass, house, device_id) for device_id in devices}
    if len(meant) > 1:
        raise refused(key="several_zones", zones=", ".join(sorted(meant)))
    return next(iter(meant), HOUSE)


def households_of(hass: HomeAssistant, devices: Sequence[str]) -> set[str]:
    """The households, by entry id, to which devices belong."""
    ours = {entry.entry_id for entry in hass.config_entries.async_entries(DOMAIN)}
    registry = dr.async_get(hass)
    found = (registry.async_get(device_id) for device_id in devices)
    return {entry_id for device in found if device for entry_id in device.config_entries & ours}


def _zone_of_area(hass: HomeAssistant, house: House, area_id: str) -> str:
    for zone in house.zones:
        if zone.area == area_id:
            return zone.id
    area = ar.async_get(hass).async_get_area(area_id)
    raise refused(key="area_without_zone", area=area_id if area is None else area.name)


def _zone_of_device(hass: HomeAssistant, house: House, device_id: str) -> str:
    device = dr.async_get(hass).async_get(device_id)
    if device is None:
        raise refused(key="device_without_zone", device=device_id)
    by_identifier = dict(_identified(house))
    for domain, *identifier in device.identifiers:
        if domain == DOMAIN and (zone := by_identifier.get(identifier[0])) is not None:
            return zone
    # Of another integration, perhaps a sensor: it is where its area is.
    for each in house.zones:
        if each.area is not None and each.area == device.area_id:
            return each.id
    raise refused(key="device_without_zone", device=device.name_by_user or device.name or device_id)


def _identified(house: House) -> Iterator[tuple[str, str]]:
    """The zone of each device that we have in the device registry, by its identifier."""
    yield house.id, HOUSE
    for zone in house.zones:
        yield f"{house.id}_{zone.id}", zone.id
    for device in house.devices:
        yield device.id, device.zone
