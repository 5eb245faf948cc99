"""What a config entry says about a household, in the words of the house."""

from collections.abc import Iterator
from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.const import CONF_DEVICE_ID, CONF_HOST, CONF_PORT

from .const import (
    CONF_KIND,
    CONF_LOCAL_KEY,
    CONF_SIMULATED,
    CONF_VERSION,
    CONF_ZONE,
    CONF_ZONES,
    DEFAULT_ZONES,
    SUBENTRY_DEVICE,
)
from .core.model import Device, DeviceKind, Zone
from .devices.lan import Endpoint
from .devices.simulator import SimulatedDeviceConfig

type AnyEntry = ConfigEntry[Any]


def device_subentries(entry: AnyEntry) -> Iterator[ConfigSubentry]:
    """The subentries that are devices."""
    return (
        subentry
        for subentry in entry.subentries.values()
        if subentry.subentry_type == SUBENTRY_DEVICE
    )


def zones(entry: AnyEntry) -> tuple[Zone, ...]:
    """The household's zones, and after them any its devices name that it does not list."""
    listed = entry.options.get(CONF_ZONES, DEFAULT_ZONES)
    known = {zone_id: Zone(id=zone_id, name=name) for zone_id, name in listed}
    for subentry in device_subentries(entry):
        zone_id = subentry.data[CONF_ZONE]
        known.setdefault(zone_id, Zone(id=zone_id, name=zone_id))
    return tuple(known.values())


def device(subentry: ConfigSubentry) -> Device:
    """The device a subentry describes."""
    return Device(
        id=subentry.data[CONF_DEVICE_ID],
        name=subentry.title,
        kind=DeviceKind(subentry.data[CONF_KIND]),
        zone=subentry.data[CONF_ZONE],
    )


def endpoint(subentry: ConfigSubentry) -> Endpoint:
    """Where that device is and what opens it."""
    return Endpoint(
        host=subentry.data[CONF_HOST],
        port=subentry.data[CONF_PORT],
        device_id=subentry.data[CONF_DEVICE_ID],
        local_key=subentry.data[CONF_LOCAL_KEY],
        version=subentry.data[CONF_VERSION],
    )


def simulated_devices(entry: AnyEntry) -> list[SimulatedDeviceConfig]:
    """The devices to simulate: all of a simulated household, none of any other."""
    if not entry.data.get(CONF_SIMULATED):
        return []
    return [
        SimulatedDeviceConfig(
            kind=DeviceKind(subentry.data[CONF_KIND]),
            host=subentry.data[CONF_HOST],
            port=subentry.data[CONF_PORT],
            device_id=subentry.data[CONF_DEVICE_ID],
            local_key=subentry.data[CONF_LOCAL_KEY],
            version=subentry.data[CONF_VERSION],
        )
        for subentry in device_subentries(entry)
    ]


def protocol_version(subentry: ConfigSubentry) -> str:
    """The version of the LAN protocol that device speaks."""
    version: str = subentry.data[CONF_VERSION]
    return version
