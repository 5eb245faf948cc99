"""Which Tuya devices another integration already has: most take only one connection.

The layouts of the entries are those of `tuya_local` (make-all/tuya-local) and of `localtuya`
(rospogrigio/localtuya and xZetsubou/hass-localtuya). Their entries also hold local keys: nothing
but ids is read from them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er

from .core.model import DeviceKind
from .entity_states import LENDING_DOMAINS
from .household import AnyEntry


@dataclass(frozen=True, kw_only=True)
class Neighbour:
    """The integration that holds a device, and the entities it has for it.

    Those disabled, and those that only configure or diagnose the device, are left out.
    """

    domain: str
    entity_ids: tuple[str, ...]

    def lendable(self, kind: DeviceKind) -> tuple[str, ...]:
        """The entities that can stand for a device of this kind, the best first."""
        return tuple(
            entity_id
            for domain in LENDING_DOMAINS[kind]
            for entity_id in self.entity_ids
            if entity_id.startswith(f"{domain}.")
        )


@callback
def held_elsewhere(hass: HomeAssistant, device_id: str) -> Neighbour | None:
    """The integration that has a connection to this Tuya device, or keeps trying to get one."""
    for domain, layout in _LAYOUTS.items():
        for entry in hass.config_entries.async_entries(domain, include_disabled=False):
            names = layout(entry.data, device_id)
            if names is None or entry.state not in _HOLDING:
                continue
            identifiers = {(domain, name) for name in names}
            devices = _devices(hass, entry, identifiers)
            # Today's integrations leave a device alone that the user disabled.
            if devices and all(device.disabled for device in devices):
                continue
            return Neighbour(domain=domain, entity_ids=_entity_ids(hass, entry, devices))
    return None


_HOLDING = (
    ConfigEntryState.LOADED,
    ConfigEntryState.SETUP_IN_PROGRESS,
    ConfigEntryState.SETUP_RETRY,
)
"""An entry that failed for now knocks at the device again and again."""

type _Layout = Callable[[Mapping[str, object], str], tuple[str, ...] | None]
"""From an entry's data and a device id to the identifiers the device can have in the registry.

`None`: the entry has no part in the device. None of them: it is the gateway of a device of this
entry, so its connection is taken, but there are no entities for itself.
"""


def _in_tuya_local(data: Mapping[str, object], device_id: str) -> tuple[str, ...] | None:
    own, below = data.get("device_id"), data.get("device_cid")
    if device_id not in (own, below):
        return None
    if not below:
        return (device_id,)
    # Entries made long ago are named after the device below the gateway alone.
    return (f"{own}/{below}", f"{below}") if device_id == below else ()


def _in_localtuya(data: Mapping[str, object], device_id: str) -> tuple[str, ...] | None:
    devices = data.get("devices")
    if not isinstance(devices, Mapping):
        # Until version 2 there was an entry for each device.
        devices = {data.get("device_id"): data}
    if device_id in devices:
        return (f"local_{device_id}",)
    gateways = [
        device.get("gateway_id") for device in devices.values() if isinstance(device, Mapping)
    ]
    return () if device_id in gateways else None


_LAYOUTS: Mapping[str, _Layout] = {"tuya_local": _in_tuya_local, "localtuya": _in_localtuya}


def _devices(
    hass: HomeAssistant, entry: AnyEntry, identifiers: set[tuple[str, str]]
) -> list[dr.DeviceEntry]:
    registry = dr.async_get(hass)
    return [
        device
        for device in dr.async_entries_for_config_entry(registry, entry.entry_id)
        if device.identifiers & identifiers
    ]


def _entity_ids(
    hass: HomeAssistant, entry: AnyEntry, devices: list[dr.DeviceEntry]
) -> tuple[str, ...]:
    registry = er.async_get(hass)
    return tuple(
        sorted(
            entity.entity_id
            for device in devices
            for entity in er.async_entries_for_device(registry, device.id)
            if entity.config_entry_id == entry.entry_id and entity.entity_category is None
        )
    )
