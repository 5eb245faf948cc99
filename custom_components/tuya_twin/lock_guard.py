"""Who may unlock a door, and when no door may be locked."""

from datetime import datetime
from typing import Final

from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util

from .causes import async_cause, async_person
from .const import DOMAIN
from .coordinator import HouseholdCoordinator
from .core.errors import CodeError, LockedOutError, WrongCodeError
from .core.house import House
from .core.model import Device
from .helpers import refused
from .references import friendly_name

EVENT_CODE_REFUSED: Final = f"{DOMAIN}_code_refused"
"""`entity_id`, `name` of the person, `attempts_left`, and `locked_out_until` or `None`."""


async def async_let_in(
    household: HouseholdCoordinator,
    door: Device,
    *,
    entity_id: str,
    code: str | None,
    context: Context | None,
) -> None:
    """Return if a person asks who has the code, where there is one.

    Raises a `ServiceValidationError` that says what is missing. A code that is refused is also
    an event, with the context of who gave it.
    """
    person = await async_person(household.hass, context)
    if person is None or not person.is_active:
        raise refused(key="only_a_person_unlocks", device=door.name)
    cause = await async_cause(household.hass, context)
    try:
        await household.response.check_code(door.id, code, cause)
    except CodeError as error:
        left = error.attempts_left if isinstance(error, WrongCodeError) else 0
        until = error.until if isinstance(error, LockedOutError) else None
        household.hass.bus.async_fire(
            EVENT_CODE_REFUSED,
            {
                "entity_id": entity_id,
                "name": person.name,
                "attempts_left": left,
                "locked_out_until": None if until is None else until.isoformat(),
            },
            context=context,
        )
        if until is not None:
            raise refused(key="code_locked_out", device=door.name, until=_clock(until)) from error
        raise refused(key="code_wrong", device=door.name, attempts=str(left)) from error


@callback
def hazard_error(hass: HomeAssistant, door: Device, house: House) -> ServiceValidationError:
    """Why a door is not locked now, with the names of the sensors that forbid it."""
    sensors = ", ".join(friendly_name(hass, entity_id) for entity_id in house.hazards)
    return refused(key="lock_hazard", device=door.name, sensors=sensors)


def _clock(moment: datetime) -> str:
    """The time of day where the house stands."""
    return dt_util.as_local(moment).strftime("%H:%M:%S")
