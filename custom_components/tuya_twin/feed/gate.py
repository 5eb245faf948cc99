"""Who may listen: whoever Home Assistant's own websocket would let in."""

from collections.abc import Callable
from typing import override

from aiohttp import web
from homeassistant.components.http.auth_util import async_user_not_allowed_do_auth
from homeassistant.components.http.ban import process_success_login, process_wrong_login
from homeassistant.core import HomeAssistant

from .server import Gate, Guest


class HomeAssistantGate(Gate):
    """Checks access tokens as Home Assistant checks them, and counts failures for its ban."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Ask this instance's auth."""
        self._hass = hass

    @override
    async def admit(
        self, request: web.Request, token: str | None, on_revoked: Callable[[], None]
    ) -> Guest | None:
        refresh_token = (
            None if token is None else self._hass.auth.async_validate_access_token(token)
        )
        if refresh_token is None or async_user_not_allowed_do_auth(
            self._hass, refresh_token.user, request
        ):
            await process_wrong_login(request)
            return None
        process_success_login(request)
        guest = TokenGuest(refresh_token.user.name or "")
        guest.watch(
            lambda revoked: self._hass.auth.async_register_revoke_token_callback(
                refresh_token.id, revoked
            ),
            on_revoked,
        )
        return guest


class TokenGuest(Guest):
    """Somebody let in by an access token, watched until they leave."""

    def __init__(self, name: str) -> None:
        """Remember the user's name."""
        self._name = name
        self._unwatch: Callable[[], None] | None = None

    @property
    @override
    def name(self) -> str:
        return self._name

    def watch(
        self,
        register: Callable[[Callable[[], None]], Callable[[], None]],
        on_revoked: Callable[[], None],
    ) -> None:
        """Have `on_revoked` called if the token is revoked."""

        def revoked() -> None:
            # Auth is walking through its callbacks now: unregistering would break its loop.
            self._unwatch = None
            on_revoked()

        self._unwatch = register(revoked)

    @override
    def leave(self) -> None:
        if (unwatch := self._unwatch) is not None:
            self._unwatch = None
            unwatch()
