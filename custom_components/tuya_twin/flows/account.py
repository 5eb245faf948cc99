"""The account of Tuya's cloud: its form, and what is wrong with it."""

from collections.abc import Mapping
from typing import Any

from homeassistant.const import CONF_CLIENT_ID, CONF_REGION
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.selector import (
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
import probatio

from ..clock import SystemClock
from ..const import CONF_SECRET, CONF_USER_ID
from ..core.errors import (
    CloudBusyError,
    CloudClockError,
    CloudCredentialsError,
    CloudDeniedError,
    CloudEndedError,
    CloudError,
    CloudUnreachableError,
)
from ..devices.cloud import REGIONS, CallBudget, CloudClient
from ..devices.cloud.codes import ACCOUNT_WIDE
from ..household import account_from
from .checks import Errors, Placeholders
from .forms import Fields

CREDENTIALS: Fields = {
    probatio.Required(CONF_CLIENT_ID): TextSelector(),
    probatio.Required(CONF_SECRET): TextSelector(
        TextSelectorConfig(type=TextSelectorType.PASSWORD)
    ),
}
ACCOUNT: Fields = {
    **CREDENTIALS,
    probatio.Required(CONF_REGION): SelectSelector(
        SelectSelectorConfig(
            options=list(REGIONS), translation_key="region", mode=SelectSelectorMode.DROPDOWN
        )
    ),
    probatio.Optional(CONF_USER_ID): TextSelector(),
}
_ERRORS: Mapping[type[CloudError], tuple[str, str]] = {
    CloudCredentialsError: (CONF_SECRET, "wrong_credentials"),
    CloudClockError: ("base", "clock_off"),
    CloudDeniedError: (CONF_REGION, "cloud_denied"),
    CloudUnreachableError: ("base", "cloud_unreachable"),
    CloudBusyError: ("base", "cloud_busy"),
}
"""The field that each error is shown at, and its words."""


def account_data(answers: Mapping[str, Any]) -> dict[str, str]:
    """The account as the entry keeps it; nothing that was left empty."""
    return {
        name: answers[name]
        for name in (CONF_CLIENT_ID, CONF_SECRET, CONF_REGION, CONF_USER_ID)
        if answers.get(name)
    }


def client_for(
    hass: HomeAssistant, account: Mapping[str, str], budget: CallBudget | None
) -> CloudClient:
    """A client of that account, whose calls count in `budget`. Raises `UnknownRegionError`."""
    return CloudClient(
        async_get_clientsession(hass),
        account_from(account),
        clock=SystemClock(),
        budget=budget,
    )


def shown(account: Mapping[str, str]) -> dict[str, str]:
    """The account without what must not be shown again."""
    return {name: value for name, value in account.items() if name != CONF_SECRET}


def told(error: CloudError) -> tuple[Errors, Placeholders]:
    """How to tell the user that the cloud would not answer."""
    if isinstance(error, CloudEndedError):
        ended = error.code in ACCOUNT_WIDE
        return {"base": "cloud_ended" if ended else "cloud_not_authorised"}, {}
    field, key = _ERRORS.get(type(error), ("base", "cloud_failed"))
    return {field: key}, {"code": str(error.code or "-")}
