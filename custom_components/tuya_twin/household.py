"""What a config entry says about a household, in the words of the house.

The household's own data: `name`, or `simulated`; and `cloud`, its account of Tuya's cloud. A
device is a subentry. One on the LAN has `host` (empty until it announces itself), `port`,
`device_id`, `local_key`, `version`, `auto_version` and `profile`; one that is lent has
`entity_id`, which is an id of the entity registry where the entity is in there. All have `kind`
and `zone`, and a siren may have `stand_ins`, entities that sound in its place. The options hold the
`zones`, each with id, name and perhaps the id of Home Assistant's area and whether it is called as
that, the drawn `plan`, and all that `core.options` reads.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.const import (
    CONF_CLIENT_ID,
    CONF_DEVICE_ID,
    CONF_ENTITY_ID,
    CONF_HOST,
    CONF_PORT,
    CONF_REGION,
)

from .const import (
    CONF_AUTO_VERSION,
    CONF_CLOUD,
    CONF_KIND,
    CONF_LOCAL_KEY,
    CONF_PLAN,
    CONF_PROFILE,
    CONF_SECRET,
    CONF_SIMULATED,
    CONF_STAND_INS,
    CONF_USER_ID,
    CONF_VERSION,
    CONF_ZONE,
    CONF_ZONES,
    DEFAULT_ZONES,
    SUBENTRY_DEVICE,
)
from .core.model import Device, DeviceKind, Zone
from .core.options import settings_from
from .core.settings import Settings
from .devices.cloud import CloudAccount
from .devices.lan import Endpoint
from .devices.profiles import Profile, profile_from
from .devices.simulator import SimulatedDeviceConfig

type AnyEntry = ConfigEntry[Any]


def device_subentries(entry: AnyEntry) -> Iterator[ConfigSubentry]:
    """The subentries that are devices."""
    return (
        subentry
        for subentry in entry.subentries.values()
        if subentry.subentry_type == SUBENTRY_DEVICE
    )


def device_ids(entry: AnyEntry) -> frozenset[str]:
    """The Tuya device ids that the household has."""
    return frozenset(
        subentry.data[CONF_DEVICE_ID]
        for subentry in device_subentries(entry)
        if CONF_DEVICE_ID in subentry.data
    )


def fingerprint(
    entry: AnyEntry,
    changed: Mapping[str, Mapping[str, Any]] | None = None,
    options: Mapping[str, Any] | None = None,
) -> tuple[object, ...]:
    """Everything that a household is built from: another one is another household.

    `changed` is what some subentries are about to hold, by their ids, and `options` those to be.
    A plan is only looked at.
    """
    data = {device.subentry_id: device.data for device in device_subentries(entry)}
    titles = tuple(device.title for device in device_subentries(entry))
    chosen = {
        key: value
        for key, value in (entry.options if options is None else options).items()
        if key != CONF_PLAN
    }
    return entry.title, entry.data, chosen, titles, {**data, **(changed or {})}


def zones(entry: AnyEntry) -> tuple[Zone, ...]:
    """The household's zones, and after them any its devices name that it does not list."""
    listed = entry.options.get(CONF_ZONES, DEFAULT_ZONES)
    known = {zone_id: _zone(zone_id, name, *more) for zone_id, name, *more in listed}
    for subentry in device_subentries(entry):
        zone_id = subentry.data[CONF_ZONE]
        known.setdefault(zone_id, Zone(id=zone_id, name=zone_id))
    return tuple(known.values())


def listed_zones(zones: Iterable[Zone]) -> list[list[str | bool]]:
    """The zones as they stand in the options."""
    return [
        [
            zone.id,
            zone.name,
            *([] if zone.area is None else [zone.area]),
            *([] if zone.area is None or not zone.named_by_area else [True]),
        ]
        for zone in zones
    ]


def settings(entry: AnyEntry) -> Settings:
    """Everything the user has decided. Raises `InvalidPolicyError`."""
    return settings_from(entry.options)


def device(subentry: ConfigSubentry) -> Device:
    """The device a subentry describes; one that is lent has the subentry's own id."""
    return Device(
        id=subentry.data.get(CONF_DEVICE_ID, subentry.subentry_id),
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


def lent_entity(subentry: ConfigSubentry) -> str | None:
    """The entity that is lent as this device; `None` for one on the LAN."""
    entity: str | None = subentry.data.get(CONF_ENTITY_ID)
    return entity


def profile(subentry: ConfigSubentry) -> Profile:
    """How that device speaks. Raises `InvalidProfileError`."""
    return profile_from(DeviceKind(subentry.data[CONF_KIND]), subentry.data.get(CONF_PROFILE, {}))


def adopts_versions(subentry: ConfigSubentry) -> bool:
    """Whether another version of the protocol is adopted when the device speaks one."""
    return bool(subentry.data.get(CONF_AUTO_VERSION))


def stand_ins(subentry: ConfigSubentry) -> tuple[str, ...]:
    """The entities that sound in place of that siren."""
    return tuple(subentry.data.get(CONF_STAND_INS, ()))


def cloud_account(entry: AnyEntry) -> CloudAccount | None:
    """The household's account of Tuya's cloud. Raises `UnknownRegionError`."""
    kept = entry.data.get(CONF_CLOUD)
    return None if kept is None else account_from(kept)


def account_from(kept: Mapping[str, str]) -> CloudAccount:
    """The account of Tuya's cloud that an entry keeps so. Raises `UnknownRegionError`."""
    return CloudAccount.in_region(
        kept[CONF_REGION],
        client_id=kept[CONF_CLIENT_ID],
        secret=kept[CONF_SECRET],
        user_id=kept.get(CONF_USER_ID),
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


def _zone(zone_id: str, name: str, area: str | None = None, named: bool = False) -> Zone:  # noqa: FBT001, FBT002 - as listed
    return Zone(id=zone_id, name=name, area=area, named_by_area=named)
