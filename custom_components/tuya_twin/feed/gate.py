"""Who may listen: whoever Home Assistant's own websocket would let in, and viewer tokens."""

from collections.abc import Callable
from contextvars import copy_context
from typing import Protocol, override

from aiohttp import web
from homeassistant.auth import EVENT_USER_REMOVED, EVENT_USER_UPDATED
from homeassistant.auth.models import RefreshToken
from homeassistant.components.http.auth_util import async_user_not_allowed_do_auth
from homeassistant.components.http.ban import process_success_login, process_wrong_login
from homeassistant.core import Event, HomeAssistant, callback

from ..core.viewers import VIEWER_PREFIX
from .guest import Gate, Guest, Rights


class Viewers(Protocol):
    """The viewer tokens, which are good for the feed and nothing else."""

    def rights(self, token: str) -> Rights | None:
        """What its holder may hear, `user` being the token's id; `None` if it is not good."""
        ...

    def is_valid(self, token_id: str) -> bool:
        """Whether it is neither revoked nor run out, and its household is still there."""
        ...

    def watch(self, token_id: str, on_ended: Callable[[], None]) -> Callable[[], None]:
        """Have `on_ended` called when the token ends; returns the way out, for when they leave."""
        ...


class HomeAssistantGate(Gate):
    """Checks tokens as Home Assistant's websocket does, and counts failures for its ban."""

    def __init__(self, hass: HomeAssistant, viewers: Viewers) -> None:
        """Ask this instance's auth, and `viewers` for what is none of its tokens."""
        self._hass = hass
        self._viewers = viewers

    @override
    async def admit(
        self, request: web.Request, token: str | None, on_revoked: Callable[[], None]
    ) -> Guest | None:
        if token is None:
            guest = None
        elif token.startswith(VIEWER_PREFIX):
            guest = self._viewer(token, on_revoked)
        else:
            guest = self._user(request, token, on_revoked)
        if guest is None:
            await process_wrong_login(request)
        return guest

    def _viewer(self, token: str, on_revoked: Callable[[], None]) -> Guest | None:
        # It does not end the count of failures: whoever has one could guess passwords for ever.
        rights = self._viewers.rights(token)
        return None if rights is None else _Viewer(self._hass, self._viewers, rights, on_revoked)

    def _user(
        self, request: web.Request, token: str, on_revoked: Callable[[], None]
    ) -> Guest | None:
        try:
            refresh_token = self._hass.auth.async_validate_access_token(token)
        except TypeError, ValueError:
            # Half a surrogate, or an issuer that is a list: no token, but auth stumbles over it.
            return None
        if refresh_token is None or async_user_not_allowed_do_auth(
            self._hass, refresh_token.user, request
        ):
            return None
        process_success_login(request)
        return _User(self._hass, refresh_token, request, on_revoked)


class _Watched:
    """What all guests have in common: it is told once that they may not stay."""

    def __init__(self, hass: HomeAssistant, rights: Rights, on_revoked: Callable[[], None]) -> None:
        self._hass = hass
        self._rights = rights
        self._on_revoked: Callable[[], None] | None = on_revoked
        self._unwatch: list[Callable[[], None]] = []

    @property
    def rights(self) -> Rights:
        return self._rights

    def leave(self) -> None:
        self._on_revoked = None
        unwatch, self._unwatch = self._unwatch, []
        for each in unwatch:
            each()

    @callback
    def _ended(self) -> None:
        # Auth is walking through its callbacks now: whoever leaves would break its loop.
        self._hass.loop.call_soon(self._tell)

    def _tell(self) -> None:
        on_revoked, self._on_revoked = self._on_revoked, None
        if on_revoked is not None:
            on_revoked()


class _User(_Watched, Guest):
    """Somebody with an access token, or a long-lived one, as long as what is behind it lasts."""

    def __init__(
        self,
        hass: HomeAssistant,
        refresh_token: RefreshToken,
        request: web.Request,
        on_revoked: Callable[[], None],
    ) -> None:
        user = refresh_token.user
        super().__init__(hass, Rights(user=user.id, name=user.name or ""), on_revoked)
        self._token_id = refresh_token.id
        self._request = request
        # Whether somebody comes through the cloud is known where their request is answered only.
        self._context = copy_context()
        self._unwatch = [
            hass.auth.async_register_revoke_token_callback(refresh_token.id, self._ended),
            hass.bus.async_listen(EVENT_USER_UPDATED, self._user_changed),
            hass.bus.async_listen(EVENT_USER_REMOVED, self._user_changed),
        ]

    @override
    def is_welcome(self) -> bool:
        refresh_token = self._hass.auth.async_get_refresh_token(self._token_id)
        return refresh_token is not None and not self._context.run(
            async_user_not_allowed_do_auth, self._hass, refresh_token.user, self._request
        )

    @callback
    def _user_changed(self, event: Event) -> None:
        if event.data["user_id"] == self._rights.user and not self.is_welcome():
            self._ended()


class _Viewer(_Watched, Guest):
    """A screen with a viewer token."""

    def __init__(
        self, hass: HomeAssistant, viewers: Viewers, rights: Rights, on_revoked: Callable[[], None]
    ) -> None:
        super().__init__(hass, rights, on_revoked)
        self._viewers = viewers
        self._unwatch = [viewers.watch(rights.user, self._ended)]

    @override
    def is_welcome(self) -> bool:
        return self._viewers.is_valid(self._rights.user)
