"""The household's own port for screens: opened with it, and what is told if that fails."""

from collections.abc import Callable
from datetime import datetime, timedelta
import logging
from typing import Final

from aiohttp import web
from homeassistant.components.http.ban import (
    KEY_BAN_MANAGER,
    KEY_FAILED_LOGIN_ATTEMPTS,
    KEY_LOGIN_THRESHOLD,
    ban_middleware,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.helpers.http import KEY_HASS

from .core.errors import CertificateError, InTheClearError, OwnPortError, PortError
from .core.settings import OwnPort
from .feed.listener import Handle, Listener
from .feed.views import health
from .issues import HouseholdIssues

_LOGGER = logging.getLogger(__name__)

LOOK_EVERY: Final = timedelta(minutes=1)
"""How often it is looked whether the certificate is another one."""
_RENEWAL: Final = "own_port_renewal"
_ILLS: Final[dict[type[OwnPortError], str]] = {
    CertificateError: "own_port_certificate",
    InTheClearError: "own_port_in_the_clear",
    PortError: "own_port_taken",
}


class OwnPortKeeper:
    """A household's own port, from `async_start` to `async_stop`; a household goes on without."""

    def __init__(
        self,
        hass: HomeAssistant,
        settings: OwnPort,
        *,
        handle: Handle,
        client_count: Callable[[], int],
        issues: HouseholdIssues,
    ) -> None:
        """Open nothing yet. `handle` answers what comes to Socket.IO."""
        self._hass = hass
        self._settings = settings
        self._issues = issues
        self._unsubscribe: Callable[[], None] | None = None
        self.listener = Listener(
            settings,
            handle=handle,
            health=lambda: health(client_count()),
            prepare=self._prepare,
        )

    async def async_start(self) -> None:
        """Open the port if the user wants one; if that fails, a Repair says why."""
        if not self._settings.enabled:
            return
        try:
            await self.listener.start()
        except OwnPortError as error:
            self._tell(_ILLS[type(error)], error)
            return
        if self._settings.certificate:
            self._unsubscribe = async_track_time_interval(
                self._hass,
                self._async_renew,
                LOOK_EVERY,
                name="tuya_twin looks for a new certificate",
                cancel_on_shutdown=True,
            )

    async def async_stop(self) -> None:
        """Leave nothing of it behind; harmless if it was never opened."""
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        await self.listener.stop()

    async def _async_renew(self, _now: datetime) -> None:
        try:
            renewed = await self.listener.renew()
        except CertificateError as error:
            self._tell(_RENEWAL, error)
            return
        self._issues.screens_cut_off(_RENEWAL, None)
        if renewed:
            _LOGGER.info("The own port for screens presents a new certificate")

    @callback
    def _tell(self, ill: str, error: OwnPortError) -> None:
        address = f"{self._settings.host}:{self._settings.port}"
        if not self._issues.is_cut_off(ill):
            _LOGGER.warning("The own port for screens, %s: %s", address, error)
        self._issues.screens_cut_off(ill, str(error), address=address)

    def _prepare(self, application: web.Application) -> None:
        """Count and ban whoever fails to log in, together with Home Assistant's own server."""
        home = self._hass.http.app
        application[KEY_HASS] = self._hass
        if KEY_BAN_MANAGER in home:
            application[KEY_BAN_MANAGER] = home[KEY_BAN_MANAGER]
            application[KEY_FAILED_LOGIN_ATTEMPTS] = home[KEY_FAILED_LOGIN_ATTEMPTS]
            application[KEY_LOGIN_THRESHOLD] = home[KEY_LOGIN_THRESHOLD]
            application.middlewares.append(ban_middleware)
