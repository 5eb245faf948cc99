"""The actions for viewer tokens: make one for a screen, see which there are, take one back."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from homeassistant.const import ATTR_CONFIG_ENTRY_ID, ATTR_ID, ATTR_NAME
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.helpers import config_validation as cv
import probatio

from .action import HOUSEHOLD, Action, Fields, async_register, household_of
from .core.house import House
from .core.viewers import Grant
from .core.wire import Payload
from .helpers import refused
from .viewer_tokens import async_viewer_tokens

ATTR_ZONES: Final = "zones"
ATTR_DAYS: Final = "days"
ATTR_KIOSK: Final = "kiosk"

LONGEST_NAME: Final = 40
"""More than this is not shown on other screens."""
DEFAULT_DAYS: Final = 365
MOST_DAYS: Final = 3650
"""None lasts for ever: a forgotten one ends, too."""

GRANT: Final[Fields] = {
    probatio.Required(ATTR_NAME): probatio.All(
        cv.string, str.strip, probatio.Length(min=1, max=LONGEST_NAME)
    ),
    # No zone at all may be meant as all of them, or may be not.
    probatio.Optional(ATTR_ZONES): probatio.All(
        probatio.EnsureList(), [cv.string], probatio.Length(min=1)
    ),
    probatio.Optional(ATTR_DAYS, default=DEFAULT_DAYS): probatio.All(
        probatio.Coerce(int), probatio.Range(min=1, max=MOST_DAYS)
    ),
    probatio.Optional(ATTR_KIOSK, default=False): cv.boolean,
}
"""What is said of a token before it is made."""
_WHICH: Final[Fields] = {probatio.Required(ATTR_ID): cv.string}


def grant_of(house: House, asked: Mapping[str, Any]) -> Grant:
    """What a token of this house is to be for, of what fits `GRANT`.

    Raises a `ServiceValidationError` for a zone that the house does not have.
    """
    zones: list[str] | None = asked.get(ATTR_ZONES)
    known = [zone.id for zone in house.zones]
    for zone in zones or ():
        if zone not in known:
            raise refused(key="unknown_zone", zone=zone, known=", ".join(known))
    return Grant(
        name=asked[ATTR_NAME],
        household=house.id,
        zones=None if zones is None else tuple(dict.fromkeys(zones)),
        kiosk=asked[ATTR_KIOSK],
        lifetime=timedelta(days=asked[ATTR_DAYS]),
    )


async def _async_create(call: ServiceCall) -> ServiceResponse:
    """Make a token; this answer is the only place where it can be read."""
    grant = grant_of(household_of(call).house, call.data)
    tokens = await async_viewer_tokens(call.hass)
    token, shown = await tokens.async_create(grant)
    answer: Payload = {**token.described(), "token": shown}
    return dict(answer)


async def _async_revoke(call: ServiceCall) -> ServiceResponse:
    """End a token and every connection that was made with it."""
    tokens = await async_viewer_tokens(call.hass)
    if not await tokens.async_revoke(call.data[ATTR_ID]):
        raise refused(key="unknown_viewer_token", id=call.data[ATTR_ID])
    return None


async def _async_list(call: ServiceCall) -> ServiceResponse:
    """The tokens of one household, or of all, and how many listen with each."""
    tokens = await async_viewer_tokens(call.hass)
    household = call.data.get(ATTR_CONFIG_ENTRY_ID)
    return {
        "viewer_tokens": [
            {**token.described(), "connections": tokens.connections(token.id)}
            for token in tokens.all
            if household in {None, token.household}
        ]
    }


ACTIONS: Final[Mapping[str, Action]] = {
    "create_viewer_token": Action(
        carry_out=_async_create,
        fields=GRANT | HOUSEHOLD,
        response=SupportsResponse.ONLY,
        admin=True,
    ),
    "revoke_viewer_token": Action(
        carry_out=_async_revoke, fields=_WHICH, response=SupportsResponse.NONE, admin=True
    ),
    "list_viewer_tokens": Action(
        carry_out=_async_list, fields=HOUSEHOLD, response=SupportsResponse.ONLY, admin=True
    ),
}


@callback
def async_setup_viewer_actions(hass: HomeAssistant) -> None:
    """Register the actions."""
    async_register(hass, ACTIONS)
