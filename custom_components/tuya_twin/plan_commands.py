"""Websocket commands of the plan's editor; all are for administrators."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from homeassistant.components import websocket_api
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.decorators import (
    async_response,
    require_admin,
    websocket_command,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import config_validation as cv, service
from homeassistant.helpers.typing import VolDictType
import probatio

from .const import DOMAIN
from .coordinator import HouseholdCoordinator, TuyaTwinConfigEntry
from .core.errors import (
    InvalidPictureError,
    InvalidPlanError,
    PlanConflictError,
    TuyaTwinError,
)
from .core.plan import LONGEST_ID
from .helpers import refused

CONFLICT: Final = "conflict"
INVALID_PLAN: Final = "invalid_plan"
INVALID_PICTURE: Final = "invalid_picture"

_HOUSEHOLD: Final[VolDictType] = {probatio.Required("household"): cv.string}
_FLOOR: Final[VolDictType] = {
    probatio.Required("floor"): probatio.All(cv.string, probatio.Length(min=1, max=LONGEST_ID))
}


@callback
def async_setup_plan_commands(hass: HomeAssistant) -> None:
    """Register the commands."""
    for command in (_save, _backdrop, _save_backdrop):
        websocket_api.async_register_command(hass, command)


@websocket_command(
    {
        probatio.Required("type"): f"{DOMAIN}/plan/save",
        **_HOUSEHOLD,
        probatio.Required("revision"): int,
        # What is in there, the plan itself knows best.
        probatio.Required("floors"): list,
    }
)
@require_admin
@async_response
async def _save(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    """Take a plan, and drop the pictures of floors that it does not have."""
    household = _household(hass, msg)
    with _refusals(connection, msg):
        plan = household.plans.save(msg["revision"], msg["floors"])
        connection.send_result(msg["id"], {"revision": plan.revision})
        await household.backdrops.async_keep({floor.id for floor in plan.floors})


@websocket_command({probatio.Required("type"): f"{DOMAIN}/plan/backdrop", **_HOUSEHOLD, **_FLOOR})
@require_admin
@async_response
async def _backdrop(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    """The picture that a floor is drawn over."""
    picture = await _household(hass, msg).backdrops.async_picture(msg["floor"])
    connection.send_result(msg["id"], {"picture": picture})


@websocket_command(
    {
        probatio.Required("type"): f"{DOMAIN}/plan/save_backdrop",
        **_HOUSEHOLD,
        **_FLOOR,
        probatio.Required("picture"): probatio.Any(None, str),
    }
)
@require_admin
@async_response
async def _save_backdrop(
    hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]
) -> None:
    """Keep the picture of a floor, saved or about to be; `null` for none any more."""
    with _refusals(connection, msg):
        await _household(hass, msg).backdrops.async_put(msg["floor"], msg["picture"])
        connection.send_result(msg["id"], {})


def _household(hass: HomeAssistant, msg: dict[str, Any]) -> HouseholdCoordinator:
    """The household that is meant. Raises a `ServiceValidationError` if it is not loaded."""
    entry: TuyaTwinConfigEntry = service.async_get_config_entry(hass, DOMAIN, msg["household"])
    return entry.runtime_data


@contextmanager
def _refusals(connection: ActiveConnection, msg: dict[str, Any]) -> Iterator[None]:
    """Answer with an error that the editor knows by its code, and its user by its words."""
    try:
        yield
    except PlanConflictError as error:
        _refuse(connection, msg, CONFLICT, "plan_conflict", error)
    except InvalidPlanError as error:
        _refuse(connection, msg, INVALID_PLAN, "invalid_plan", error)
    except InvalidPictureError as error:
        _refuse(connection, msg, INVALID_PICTURE, "invalid_picture", error)


def _refuse(
    connection: ActiveConnection, msg: dict[str, Any], code: str, key: str, error: TuyaTwinError
) -> None:
    told = refused(key=key, error=str(error))
    connection.send_error(
        msg["id"],
        code,
        str(told),
        translation_domain=told.translation_domain,
        translation_key=told.translation_key,
        translation_placeholders=told.translation_placeholders,
    )
