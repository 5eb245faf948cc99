"""The three protocol actions."""

from functools import partial
from typing import Final

from homeassistant.const import ATTR_CONFIG_ENTRY_ID
from homeassistant.core import (
    Context,
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv, service
import probatio

from .const import DOMAIN
from .coordinator import TuyaTwinConfigEntry
from .core import wire
from .core.errors import UnknownZoneError
from .core.model import HOUSE, Protocol
from .core.run import Cause
from .helpers import raise_for_failed

ATTR_ZONE: Final = "zone"
ATTR_REASON: Final = "reason"

_SCHEMA: Final = probatio.Schema(
    {
        probatio.Optional(ATTR_ZONE, default=HOUSE): cv.string,
        probatio.Optional(ATTR_CONFIG_ENTRY_ID): cv.string,
        probatio.Optional(ATTR_REASON): cv.string,
    }
)


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register one action for each protocol."""
    for protocol in Protocol:
        hass.services.async_register(
            DOMAIN,
            f"execute_{protocol}_protocol",
            partial(_async_execute, protocol),
            schema=_SCHEMA,
            supports_response=SupportsResponse.OPTIONAL,
        )


async def _async_execute(protocol: Protocol, call: ServiceCall) -> ServiceResponse:
    """Carry out the protocol; the response is the run, without one a failed device is an error."""
    entry: TuyaTwinConfigEntry = service.async_get_config_entry(
        call.hass, DOMAIN, call.data.get(ATTR_CONFIG_ENTRY_ID)
    )
    cause = await _async_cause(call.hass, call.context, call.data.get(ATTR_REASON))
    try:
        run = await entry.runtime_data.async_execute(protocol, call.data[ATTR_ZONE], cause)
    except UnknownZoneError as error:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="unknown_zone",
            translation_placeholders={"zone": error.zone, "known": ", ".join(error.known)},
        ) from error
    if call.return_response:
        return dict(wire.run_update(run))
    raise_for_failed(run)
    return None


async def _async_cause(hass: HomeAssistant, context: Context, reason: str | None) -> Cause:
    user = None if context.user_id is None else await hass.auth.async_get_user(context.user_id)
    return Cause(
        origin="automation" if user is None else "person",
        name=None if user is None else user.name,
        reason=reason,
        context_id=context.id,
    )
