"""Viewer links: a code on an administrator's screen becomes a token on another, seen by nobody.

The link that a person opens has the code behind a `#`, which browsers keep to themselves; the page
there posts it to `PairView`.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from http import HTTPStatus
import json
from typing import Any, Final, cast, override

from aiohttp import web
from homeassistant.components import websocket_api
from homeassistant.components.http.ban import process_wrong_login
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.decorators import require_admin, websocket_command
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import config_validation as cv, service
from homeassistant.helpers.http import HomeAssistantView, request_handler_factory
from homeassistant.helpers.typing import VolDictType
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey
import probatio

from .clock import SystemClock
from .const import DOMAIN
from .coordinator import TuyaTwinConfigEntry
from .core.errors import TooManyOffersError
from .core.pairing import Giver, Pairing
from .core.viewers import ViewerToken
from .core.wire import moment
from .feed.allowance import Allowance
from .feed.views import SOCKET_IO_PATH
from .helpers import refused
from .viewer_actions import GRANT, grant_of
from .viewer_tokens import async_viewer_tokens

DATA_PAIRING: HassKey[Pairing] = HassKey(f"{DOMAIN}_pairing")

PAIR_PATH: Final = "/api/tuya_twin/pair"
LONGEST_REQUEST: Final = 1024
"""In bytes; a code takes some forty."""
_SLOWEST_REQUEST: Final = 10.0
"""In seconds."""
ATTEMPTS_AT_ONCE: Final = 10
_ATTEMPTS_PER_SECOND: Final = 0.5
_ADDRESSES: Final = 256
"""How many are remembered; whoever has more of them could only keep this machine busy."""
_NOT_KEPT: Final = {"Cache-Control": "no-store"}


@callback
def async_setup_viewer_links(hass: HomeAssistant) -> None:
    """Register the command that gives out codes, and the address that takes them."""
    hass.data[DATA_PAIRING] = Pairing(dt_util.utcnow)
    websocket_api.async_register_command(hass, _viewer_link)
    hass.http.register_view(PairView(hass))


@callback
def async_end_viewer_links(hass: HomeAssistant, household: str) -> None:
    """End the codes of a household."""
    # A household may be removed that was never set up since the start.
    if (pairing := hass.data.get(DATA_PAIRING)) is not None:
        pairing.withdraw_household(household)


class _Administrator(Giver):
    """Somebody who looks at a code, on a connection of Home Assistant's own websocket."""

    def __init__(self, connection: ActiveConnection, subscription: int) -> None:
        """Be told on this connection, for as long as the subscription lasts."""
        self._connection = connection
        self._subscription = subscription

    @override
    def may_give(self) -> bool:
        user = self._connection.user
        return bool(user.is_active and user.is_admin)

    @override
    def redeemed(self, token: ViewerToken) -> None:
        # Whoever has left in the same moment finds it in the list.
        if self._subscription in self._connection.subscriptions:
            self._connection.send_event(
                self._subscription, {"event": "redeemed", "viewer": token.described()}
            )


@websocket_command(
    {
        probatio.Required("type"): f"{DOMAIN}/viewer_link",
        probatio.Required("household"): cv.string,
        **cast("VolDictType", GRANT),
    }
)
@require_admin
@callback
def _viewer_link(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    """Give out a code for as long as the subscription lasts, and tell when a screen has used it.

    Nothing is waited for in here: a connection that ended meanwhile would never end the code.
    """
    entry: TuyaTwinConfigEntry = service.async_get_config_entry(hass, DOMAIN, msg["household"])
    grant = grant_of(entry.runtime_data.house, msg)
    pairing = hass.data[DATA_PAIRING]
    try:
        offer, code = pairing.offer(grant, _Administrator(connection, msg["id"]))
    except TooManyOffersError as error:
        raise refused(key="too_many_viewer_links") from error
    connection.subscriptions[msg["id"]] = lambda: pairing.withdraw(offer)
    connection.send_result(msg["id"])
    connection.send_event(
        msg["id"], {"event": "code", "code": code, "expires_at": moment(offer.expires_at)}
    )


class PairView(HomeAssistantView):
    """Gives a screen its token for a code; the token is made in that moment."""

    url = PAIR_PATH
    name = "api:tuya_twin:pair"
    # A screen that comes here has nothing but the code.
    requires_auth = False

    def __init__(self, hass: HomeAssistant) -> None:
        """Take the codes of this Home Assistant."""
        self._hass = hass
        self._attempts = _Attempts(SystemClock().monotonic)

    @override
    def register(
        self, hass: HomeAssistant, app: web.Application, router: web.UrlDispatcher
    ) -> None:
        # Without what the base class does beside: no page from elsewhere may ask, not even those
        # that Home Assistant lets read its other answers.
        router.add_post(self.url, request_handler_factory(hass, self, self.post))

    async def post(self, request: web.Request) -> web.Response:
        """`{"code"}` for `{"token", "household", "name", "kiosk", "zones", "socket_path"}`.

        The name is that of the screen, and no zones are all of them.
        """
        if not self._attempts.take(request.remote or ""):
            return _refusal(HTTPStatus.TOO_MANY_REQUESTS)
        if request.content_type != "application/json":
            # A page from elsewhere could send anything else without asking us.
            return _refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        try:
            code = await _read_code(request)
        except _BadRequestError as error:
            return _refusal(error.status)
        # A client that hangs up now must not leave the token half made.
        work = self._hass.async_create_task(_redeem(self._hass, code), "tuya_twin pairs a screen")
        try:
            made = await asyncio.shield(work)
        except HomeAssistantError:
            return _refusal(HTTPStatus.SERVICE_UNAVAILABLE)
        if made is None:
            await process_wrong_login(request)
            return _refusal(HTTPStatus.UNAUTHORIZED)
        # As at the feed's gate, it ends no count of failures.
        token, shown = made
        told = token.described()
        answer = {key: told[key] for key in ("household", "name", "kiosk", "zones")}
        return self.json(
            {"token": shown, **answer, "socket_path": SOCKET_IO_PATH}, headers=_NOT_KEPT
        )


async def _redeem(hass: HomeAssistant, code: str) -> tuple[ViewerToken, str] | None:
    """The token of a code, and what its holder has to show; `None` if the code is not good.

    Raises `HomeAssistantError` if the token cannot be written down. The code is spent all the same.
    """
    if (offer := hass.data[DATA_PAIRING].redeem(code)) is None:
        return None
    tokens = await async_viewer_tokens(hass)
    token, shown = await tokens.async_create(offer.grant)
    offer.giver.redeemed(token)
    return token, shown


class _BadRequestError(Exception):
    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status)
        self.status = status


async def _read_code(request: web.Request) -> str:
    """The code in the body. Raises `_BadRequestError` for a body that is none."""
    body = bytearray()
    try:
        async with asyncio.timeout(_SLOWEST_REQUEST):
            async for piece in request.content.iter_any():
                body += piece
                if len(body) > LONGEST_REQUEST:
                    raise _BadRequestError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        asked = json.loads(body)
    except TimeoutError as error:
        raise _BadRequestError(HTTPStatus.REQUEST_TIMEOUT) from error
    except (ValueError, RecursionError) as error:
        raise _BadRequestError(HTTPStatus.BAD_REQUEST) from error
    code = asked.get("code") if isinstance(asked, dict) else None
    if not isinstance(code, str):
        raise _BadRequestError(HTTPStatus.BAD_REQUEST)
    return code


def _refusal(status: HTTPStatus) -> web.Response:
    return HomeAssistantView.json({"message": status.phrase}, status, headers=_NOT_KEPT)


class _Attempts:
    """How often each address may try; those that were quiet for longest are forgotten first."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._of: OrderedDict[str, Allowance] = OrderedDict()

    def take(self, address: str) -> bool:
        """Count one more of an address; whether it may."""
        allowance = self._of.get(address)
        if allowance is None:
            allowance = Allowance(ATTEMPTS_AT_ONCE, _ATTEMPTS_PER_SECOND, monotonic=self._monotonic)
            self._of[address] = allowance
        self._of.move_to_end(address)
        while len(self._of) > _ADDRESSES:
            self._of.popitem(last=False)
        return allowance.take()
