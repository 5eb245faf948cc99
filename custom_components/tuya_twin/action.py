"""What every action is: fields, an answer, a household; and how actions are registered."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from homeassistant.const import ATTR_CONFIG_ENTRY_ID, ATTR_DEVICE_ID
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.helpers import config_validation as cv, service
import probatio

from .const import DOMAIN
from .coordinator import HouseholdCoordinator, TuyaTwinConfigEntry
from .reload import async_reloaded
from .targets import households_of

type Fields = dict[probatio.Marker, Any]

HOUSEHOLD: Final[Fields] = {probatio.Optional(ATTR_CONFIG_ENTRY_ID): cv.string}


@dataclass(frozen=True, kw_only=True)
class Action:
    """What a call does, what it may say, whether it is answered, and who may make it."""

    carry_out: Callable[[ServiceCall], Coroutine[Any, Any, ServiceResponse]]
    fields: Fields
    response: SupportsResponse = SupportsResponse.OPTIONAL
    admin: bool = False
    """Whether only administrators, and what they have set up, may call it."""


@callback
def async_register(hass: HomeAssistant, actions: Mapping[str, Action]) -> None:
    """Register actions by their names."""
    for name, action in actions.items():
        register = hass.services.async_register
        if action.admin:
            register = partial(service.async_register_admin_service, hass)
        register(
            DOMAIN,
            name,
            partial(_async_called, action),
            schema=probatio.Schema(action.fields),
            supports_response=action.response,
        )


async def _async_called(action: Action, call: ServiceCall) -> ServiceResponse:
    """Carry out an action; one that comes while its household is built anew waits for that."""
    named = _named(call)
    for entry in call.hass.config_entries.async_entries(DOMAIN):
        if not named or entry.entry_id in named:
            await async_reloaded(call.hass, entry)
    return await action.carry_out(call)


def household_of(call: ServiceCall) -> HouseholdCoordinator:
    """The household that was named, else that of the devices, else the only one there is."""
    named = _named(call)
    entry_id = next(iter(named)) if len(named) == 1 else None
    entry: TuyaTwinConfigEntry = service.async_get_config_entry(call.hass, DOMAIN, entry_id)
    return entry.runtime_data


def _named(call: ServiceCall) -> set[str]:
    """The household that a call names, by its entry id, else those of its devices."""
    entry_id = call.data.get(ATTR_CONFIG_ENTRY_ID)
    if entry_id is None:
        return households_of(call.hass, call.data.get(ATTR_DEVICE_ID, ()))
    return {entry_id}
