"""Devices taken over from Tuya's cloud: names, keys, rooms and profiles in one go."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Self

from homeassistant.config_entries import ConfigSubentryData
from homeassistant.const import CONF_DEVICE_ID, CONF_HOST, CONF_PORT
from homeassistant.core import HomeAssistant, callback
from homeassistant.util.async_ import gather_with_limited_concurrency

from ..const import (
    CONF_AUTO_VERSION,
    CONF_KIND,
    CONF_LOCAL_KEY,
    CONF_PROFILE,
    CONF_VERSION,
    CONF_ZONE,
    LOCAL_KEY_LENGTH,
)
from ..core.errors import CloudError
from ..core.model import Zone
from ..devices.cloud import CallBudget, CloudClient
from ..devices.discovery import Candidate
from ..devices.lan import TUYA_PORT, VERSIONS
from .account import client_for
from .cloud_products import async_ask, profile_by_cloud
from .heard import Listening
from .households import is_configured, tuya_device
from .offer import Offer, Offered
from .zones import zone_for

_AT_ONCE = 4
"""Devices asked about at a time: the cloud turns away who is in a hurry."""


class KeylessError(Exception):
    """The cloud does not tell the local keys of some devices; `names` are theirs."""

    def __init__(self, names: Sequence[str]) -> None:
        """Keep the names."""
        super().__init__(", ".join(names))
        self.names = names


class CloudImport:
    """One import, from `async_begin` to `close`."""

    def __init__(
        self, hass: HomeAssistant, client: CloudClient, offer: Offer, listening: Listening
    ) -> None:
        """Know what there is to pick from."""
        self._hass = hass
        self._client = client
        self._listening = listening
        self.offer = offer

    @classmethod
    async def async_begin(
        cls, hass: HomeAssistant, account: Mapping[str, str], budget: CallBudget | None
    ) -> Self:
        """Ask what devices there are, and listen where they are. Raises a `CloudError`."""
        client = client_for(hass, account, budget)
        devices = await client.devices()
        offer = Offer.of(hass, devices, await client.rooms(devices))
        return cls(hass, client, offer, await Listening.async_begin(hass))

    @callback
    def close(self) -> None:
        """Listen no more; harmless if it was closed before."""
        self._listening.close()

    async def async_take(
        self, picked: Collection[str], known: Sequence[Zone]
    ) -> tuple[list[ConfigSubentryData], list[Zone]]:
        """The picked devices, and the zones they are in that are not known yet.

        Waits for those on the LAN to be heard. Raises `KeylessError`.
        """
        offers = [
            offered
            for device_id, offered in self.offer.devices.items()
            if device_id in picked and not is_configured(self._hass, device_id)
        ]
        keys = await self._async_keys(offers)
        described, heard = await asyncio.gather(
            gather_with_limited_concurrency(_AT_ONCE, *map(self._async_describe, offers)),
            self._listening.async_find(keys),
        )
        places = list(known)
        taken: list[ConfigSubentryData] = []
        for offered, description in zip(offers, described, strict=True):
            device_id = offered.device.id
            zone = zone_for(offered.room, places)
            if zone not in places:
                places.append(zone)
            opened_by = {CONF_LOCAL_KEY: keys[device_id], CONF_ZONE: zone.id}
            address = _address(heard.get(device_id))
            taken.append(tuya_device(offered.title, {**description, **address, **opened_by}))
        return taken, places[len(known) :]

    async def _async_keys(self, offers: Sequence[Offered]) -> dict[str, str]:
        """The local keys by device id, also those that the list of devices kept back."""
        keys = {offered.device.id: offered.device.local_key for offered in offers}
        for device_id, key in keys.items():
            if not _is_key(key):
                keys[device_id] = await self._async_key(device_id)
        if keyless := [each.title for each in offers if not _is_key(keys[each.device.id])]:
            raise KeylessError(keyless)
        return keys

    async def _async_key(self, device_id: str) -> str:
        try:
            return (await self._client.device(device_id)).local_key
        except CloudError:
            return ""

    async def _async_describe(self, offered: Offered) -> dict[str, Any]:
        """What the device is."""
        known = await async_ask(self._client, offered.device.id, offered.kind)
        return {
            CONF_KIND: offered.kind.value,
            CONF_DEVICE_ID: offered.device.id,
            CONF_PROFILE: profile_by_cloud(offered.kind, offered.device, known).as_dict(),
        }


def _is_key(key: str) -> bool:
    return key.isascii() and len(key) == LOCAL_KEY_LENGTH


def _address(heard: Candidate | None) -> dict[str, Any]:
    """Where a device is; one that was not heard is found when it announces itself."""
    told = None if heard is None else heard.version
    return {
        CONF_HOST: "" if heard is None else heard.host,
        CONF_PORT: TUYA_PORT,
        CONF_VERSION: told if told in VERSIONS else VERSIONS[0],
        CONF_AUTO_VERSION: True,
    }
