"""What heals by itself: a device that moved, one that has another key, one with a new version.

An announcement is a claim that anybody on the LAN can make. It is believed only after an exchange
at the new address that the device's own key authenticates.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
import logging
from typing import Any

from homeassistant.const import CONF_HOST
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

from .const import CONF_LOCAL_KEY, CONF_VERSION
from .core.errors import CloudError, DeviceError, WrongVersionError
from .core.keeper import Spawn
from .core.model import Reason
from .devices.cloud import CallKind
from .devices.discovery import Candidate
from .devices.lan import VERSIONS, Endpoint
from .devices.link import DeviceLink
from .devices.probe import probe
from .members import Member
from .tuya_account import TuyaAccount

_LOGGER = logging.getLogger(__name__)

_ASK_AGAIN_SECONDS = 3600.0
"""A key that is still wrong is asked for again this much later."""

type Remember = Callable[[Member, dict[str, Any]], None]


class Healer:
    """Heals the devices of one household, until `stop`."""

    def __init__(
        self,
        hass: HomeAssistant,
        *,
        account: TuyaAccount | None,
        spawn: Spawn,
        remember: Remember,
    ) -> None:
        """`remember` writes down what was found out; `spawn` starts a task of the entry's."""
        self._hass = hass
        self._account = account
        self._spawn = spawn
        self._remember = remember
        self._at_work: set[str] = set()
        self._timers: dict[str, Callable[[], None]] = {}

    @callback
    def stop(self) -> None:
        """Ask for no key any more."""
        for cancel in self._timers.values():
            cancel()
        self._timers.clear()

    @callback
    def heard(self, member: Member, candidate: Candidate) -> None:
        """Look into a device's announcement if the device is missed."""
        link = member.lan
        if link is None or link.report.reachable:
            return
        if candidate.host == link.endpoint.host:
            link.nudge()
            return
        if member.device.id not in self._at_work:
            self._at_work.add(member.device.id)
            self._spawn(
                self._async_look(member, link, candidate), f"tuya_twin finds {member.device.name}"
            )

    async def _async_look(self, member: Member, link: DeviceLink, candidate: Candidate) -> None:
        announced = candidate.version if candidate.version in VERSIONS else None
        there = replace(
            link.endpoint, host=candidate.host, version=announced or link.endpoint.version
        )
        try:
            await probe(there, points=link.profile.shapes())
        except WrongVersionError as error:
            # Another version worked, with this key: it is the device all the same.
            there = replace(there, version=error.found)
        except DeviceError as error:
            _LOGGER.debug("%s is not at %s: %s", member.device.name, there.host, error.reason)
            return
        finally:
            self._at_work.discard(member.device.id)
        _LOGGER.info("%s has moved and was found again", member.device.name)
        self._adopt(member, link, there)

    @callback
    def reported(self, member: Member) -> None:
        """Fetch the key of a device that has another one now, if there is an account."""
        link = member.lan
        if self._account is None or link is None:
            return
        device_id = member.device.id
        if link.report.trouble is not Reason.WRONG_KEY:
            if (cancel := self._timers.pop(device_id, None)) is not None:
                cancel()
            return
        if device_id not in self._at_work and device_id not in self._timers:
            self._at_work.add(device_id)
            self._spawn(
                self._async_renew(member, link, self._account),
                f"tuya_twin fetches the key of {member.device.name}",
            )

    async def _async_renew(self, member: Member, link: DeviceLink, account: TuyaAccount) -> None:
        device_id = member.device.id
        try:
            known = await account.client.device(device_id, kind=CallKind.KEY_RENEWAL)
        except CloudError as error:
            _LOGGER.info("No key for %s from Tuya's cloud: %s", member.device.name, error)
        else:
            if known.local_key and known.local_key != link.endpoint.local_key:
                _LOGGER.info("%s has a new key, from Tuya's cloud", member.device.name)
                self._adopt(member, link, replace(link.endpoint, local_key=known.local_key))
                return
        finally:
            self._at_work.discard(device_id)

        @callback
        def again(_now: datetime) -> None:
            del self._timers[device_id]
            self.reported(member)

        self._timers[device_id] = async_call_later(self._hass, _ASK_AGAIN_SECONDS, again)

    def _adopt(self, member: Member, link: DeviceLink, endpoint: Endpoint) -> None:
        self._remember(
            member,
            {
                CONF_HOST: endpoint.host,
                CONF_LOCAL_KEY: endpoint.local_key,
                CONF_VERSION: endpoint.version,
            },
        )
        link.redirect(endpoint)
