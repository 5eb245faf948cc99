"""What the flows share about the households that there are."""

from collections.abc import Collection, Iterable
from types import MappingProxyType
from typing import Any

from homeassistant.config_entries import (
    SOURCE_REAUTH,
    ConfigEntryState,
    ConfigSubentry,
    ConfigSubentryData,
)
from homeassistant.const import CONF_DEVICE_ID
from homeassistant.core import HomeAssistant, callback

from ..const import CONF_SIMULATED, CONF_ZONES, DEFAULT_ZONES, DOMAIN, SUBENTRY_DEVICE
from ..core.model import Zone
from ..devices.cloud import CallBudget
from ..household import AnyEntry, device_ids, zones


@callback
def own_households(hass: HomeAssistant) -> list[AnyEntry]:
    """The households that real devices can be added to."""
    return [
        entry
        for entry in hass.config_entries.async_entries(
            DOMAIN, include_ignore=False, include_disabled=False
        )
        if not entry.data.get(CONF_SIMULATED)
    ]


@callback
def is_configured(hass: HomeAssistant, device_id: str) -> bool:
    """Whether some household has this Tuya device."""
    entries = hass.config_entries.async_entries(DOMAIN)
    return any(device_id in device_ids(entry) for entry in entries)


def zones_of(entry: AnyEntry | None) -> tuple[Zone, ...]:
    """The zones of a household; of a new one if there is none."""
    if entry is not None:
        return zones(entry)
    return tuple(Zone(id=zone_id, name=name) for zone_id, name in DEFAULT_ZONES)


@callback
def budget_of(entry: AnyEntry | None) -> CallBudget | None:
    """Where the household counts its calls to the cloud; `None` while it does not."""
    if entry is None or entry.state is not ConfigEntryState.LOADED:
        return None
    account = entry.runtime_data.account
    return None if account is None else account.budget


def tuya_device(title: str, data: dict[str, Any]) -> ConfigSubentryData:
    """A device for a household, as one that is created takes it."""
    return ConfigSubentryData(
        subentry_type=SUBENTRY_DEVICE, title=title, unique_id=data[CONF_DEVICE_ID], data=data
    )


@callback
def add_devices(
    hass: HomeAssistant, entry: AnyEntry, devices: Iterable[ConfigSubentryData]
) -> None:
    """Add devices to a household that there is."""
    for device in devices:
        subentry = ConfigSubentry(
            data=MappingProxyType(device["data"]),
            subentry_type=device["subentry_type"],
            title=device["title"],
            unique_id=device["unique_id"],
        )
        hass.config_entries.async_add_subentry(entry, subentry)


@callback
def dismiss_found(hass: HomeAssistant, ids: Collection[str | None]) -> None:
    """Stop offering devices that were found on the LAN and are in a household now."""
    for flow in hass.config_entries.flow.async_progress_by_handler(DOMAIN):
        if flow["context"].get("unique_id") in ids:
            hass.config_entries.flow.async_abort(flow["flow_id"])


@callback
def end_reauthentication(hass: HomeAssistant, entry: AnyEntry) -> None:
    """Stop asking for the secret of an account that was changed, or removed."""
    for flow in list(entry.async_get_active_flows(hass, {SOURCE_REAUTH})):
        hass.config_entries.flow.async_abort(flow["flow_id"])


def options_with(entry: AnyEntry | None, new: Collection[Zone]) -> dict[str, Any]:
    """The options of a household with new zones; unchanged without any."""
    options: dict[str, Any] = {} if entry is None else dict(entry.options)
    if new:
        listed = options.get(CONF_ZONES, DEFAULT_ZONES)
        options[CONF_ZONES] = [*map(list, listed), *([zone.id, zone.name] for zone in new)]
    return options
