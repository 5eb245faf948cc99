"""Where devices say they are, while somebody sets them up."""

import asyncio
from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import Self

from homeassistant.components import network
from homeassistant.core import HomeAssistant, callback

from ..const import DOMAIN
from ..devices.discovery import Candidate
from ..scout import make_discovery

LISTEN_SECONDS = 10.0
"""Devices announce themselves every five seconds, or at once when asked."""


class Listening:
    """Hears devices for `LISTEN_SECONDS`, or until `close`. What they say is not checked."""

    def __init__(self, broadcasts: Collection[str]) -> None:
        """Open nothing yet; `broadcasts` are the addresses to ask at."""
        self._discovery = make_discovery(self._hear, broadcasts)
        self._heard: dict[str, Candidate] = {}
        self._news = asyncio.Event()
        self._closed = asyncio.Event()
        self._is_over = False

    @classmethod
    async def async_begin(cls, hass: HomeAssistant) -> Self:
        """Ask all devices where they are, and listen."""
        broadcasts = await network.async_get_ipv4_broadcast_addresses(hass)
        listening = cls([str(address) for address in broadcasts])
        await listening._discovery.start()
        # In the background, so that it ends with Home Assistant too.
        hass.async_create_background_task(listening._async_listen(), f"{DOMAIN} listens")
        return listening

    @callback
    def close(self) -> None:
        """Hear nothing any more; harmless if it is over."""
        self._closed.set()

    async def async_find(self, device_ids: Collection[str]) -> Mapping[str, Candidate]:
        """Those of these devices that are heard before it is over."""
        # One that an app is connected to is silent: it is found another day.
        while not (self._is_over or self._heard.keys() >= set(device_ids)):
            self._news.clear()
            await self._news.wait()
        return {known: self._heard[known] for known in device_ids if known in self._heard}

    async def _async_listen(self) -> None:
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(LISTEN_SECONDS):
                    await self._closed.wait()
        finally:
            self._is_over = True
            self._news.set()
            await self._discovery.stop()

    @callback
    def _hear(self, candidate: Candidate) -> None:
        self._heard[candidate.device_id] = candidate
        self._news.set()
