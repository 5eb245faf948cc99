"""Websocket commands on what there is: the households, and what can be done with each device."""

from typing import Any

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_CONTROL
from homeassistant.components import websocket_api
from homeassistant.components.light.const import DOMAIN as LIGHT
from homeassistant.components.lock.const import DOMAIN as LOCK, LockEntityStateAttribute
from homeassistant.components.select.const import DOMAIN as SELECT
from homeassistant.components.siren.const import DOMAIN as SIREN
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.decorators import async_response, websocket_command
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import config_validation as cv, entity_registry as er, service
import probatio

from .const import DOMAIN
from .coordinator import HouseholdCoordinator, TuyaTwinConfigEntry
from .core.model import HOUSE, DeviceKind
from .core.signs import WatchMode
from .core.wire import Payload
from .devices.profiles import LockProfile
from .feed.views import SOCKET_IO_PATH
from .household_entity import WATCHING, unique_id
from .lent import LentEntity
from .members import Member

_DOMAINS = {DeviceKind.BULB: LIGHT, DeviceKind.SIREN: SIREN, DeviceKind.LOCK: LOCK}


@callback
def async_setup_household_commands(hass: HomeAssistant) -> None:
    """Register the commands."""
    websocket_api.async_register_command(hass, _households)
    websocket_api.async_register_command(hass, _devices)


@websocket_command({probatio.Required("type"): f"{DOMAIN}/households"})
@async_response
async def _households(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """The households that are loaded, and where their feed is."""
    for entry in hass.config_entries.async_entries(DOMAIN, include_disabled=False):
        await _async_settled(entry)
    loaded: list[TuyaTwinConfigEntry] = hass.config_entries.async_loaded_entries(DOMAIN)
    listed = [
        {"id": entry.entry_id, "name": entry.runtime_data.house.name, "socket_path": SOCKET_IO_PATH}
        for entry in loaded
    ]
    connection.send_result(msg["id"], {"households": listed})


@websocket_command(
    {
        probatio.Required("type"): f"{DOMAIN}/devices",
        probatio.Required("household"): cv.string,
    }
)
@async_response
async def _devices(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    """Each device's entity, what this user can have a lock do, and by which entity they watch."""
    if (entry := hass.config_entries.async_get_entry(msg["household"])) is not None:
        await _async_settled(entry)
    known: TuyaTwinConfigEntry = service.async_get_config_entry(hass, DOMAIN, msg["household"])
    household = known.runtime_data
    devices = {
        member.device.id: _described(hass, household, member, connection.user)
        for member in household.members.values()
    }
    watch = _watch_entity(hass, household, connection.user)
    connection.send_result(msg["id"], {"devices": devices, "watch_entity": watch})


def _watch_entity(hass: HomeAssistant, household: HouseholdCoordinator, user: User) -> str | None:
    """The entity by which this user can have the house watched.

    `None` where they cannot, or where nothing would be watched for: there are no sensors.
    """
    is_off = household.house.lookout.watch.mode is WatchMode.OFF
    if is_off and not household.surveillance.senses.sensors:
        return None
    registry = er.async_get(hass)
    watching = unique_id(household.entry.entry_id, HOUSE, WATCHING)
    entity_id = registry.async_get_entity_id(SELECT, DOMAIN, watching)
    known = None if entity_id is None else registry.async_get(entity_id)
    if known is None or known.disabled:
        return None
    may = user.permissions.check_entity(known.entity_id, POLICY_CONTROL)
    return known.entity_id if may else None


async def _async_settled(entry: TuyaTwinConfigEntry) -> None:
    """Wait while a household is being built: screens are let in before entities are there."""
    async with entry.setup_lock:
        pass


def _described(
    hass: HomeAssistant, household: HouseholdCoordinator, member: Member, user: User
) -> Payload:
    entity_id = _entity_id(hass, member)
    if entity_id is None or member.device.kind is not DeviceKind.LOCK:
        return {"entity_id": entity_id, "lock": False, "unlock": False, "code": False}
    may = user.permissions.check_entity(entity_id, POLICY_CONTROL)
    return {
        "entity_id": entity_id,
        "lock": may and _can(member, lock=True),
        "unlock": may and _can(member, lock=False),
        "code": _asks_for_code(hass, household, member, entity_id),
    }


def _entity_id(hass: HomeAssistant, member: Member) -> str | None:
    """The entity that stands for a device; `None` if it is switched off or gone."""
    registry = er.async_get(hass)
    if isinstance(member.link, LentEntity):
        entity_id = member.link.entity_id
    else:
        domain = _DOMAINS[member.device.kind]
        entity_id = registry.async_get_entity_id(domain, DOMAIN, member.device.id)
    if entity_id is None:
        return None
    entry = registry.async_get(entity_id)
    # Not every entity that is lent is in the registry; such a one has a state or is none.
    there = hass.states.get(entity_id) is not None if entry is None else not entry.disabled
    return entity_id if there else None


def _can(member: Member, *, lock: bool) -> bool:
    """Whether a lock can be told this; every one that is lent can."""
    return member.lan is None or (
        isinstance(member.lan.profile, LockProfile) and member.lan.profile.can(lock=lock)
    )


def _asks_for_code(
    hass: HomeAssistant, household: HouseholdCoordinator, member: Member, entity_id: str
) -> bool:
    """Whether unlocking takes a code: the household's, or that of the integration that lends it."""
    if member.lan is not None:
        return household.settings.interlock.code is not None
    state = hass.states.get(entity_id)
    return state is not None and bool(state.attributes.get(LockEntityStateAttribute.CODE_FORMAT))
