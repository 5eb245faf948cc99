"""Devices that announce themselves on the LAN: told to whoever looks for them, or offered."""

from collections.abc import Callable, Collection
import os

from homeassistant.components import network
from homeassistant.config_entries import SOURCE_INTEGRATION_DISCOVERY
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import discovery_flow
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN
from .devices.discovery import Candidate, Discovery, Ports
from .household import AnyEntry, device_ids

LISTEN_VARIABLE = "TUYA_TWIN_DISCOVERY"
"""Where to listen instead of on every address and Tuya's ports, as `127.0.0.1:6666,6667,7000`.

For tests and development, whose sockets stay on this machine. Nobody is asked then.
"""

DATA_SCOUT: HassKey[Scout] = HassKey(f"{DOMAIN}_scout")


class Scout:
    """Listens while there is a household with devices of its own."""

    def __init__(self, hass: HomeAssistant, broadcasts: Collection[str]) -> None:
        """Open nothing yet; `broadcasts` are the addresses to ask at."""
        self._hass = hass
        self.discovery = make_discovery(self.heard, broadcasts)
        self._listeners: dict[str, Callable[[Candidate], None]] = {}

    @callback
    def watch(self, entry_id: str, listener: Callable[[Candidate], None]) -> None:
        """Tell a household of what is heard."""
        self._listeners[entry_id] = listener

    @callback
    def unwatch(self, entry_id: str) -> None:
        """Tell it no more."""
        self._listeners.pop(entry_id, None)

    @property
    def watched(self) -> bool:
        """Whether anybody still wants to know."""
        return bool(self._listeners)

    @callback
    def heard(self, candidate: Candidate) -> None:
        """Pass on what a device announced; offer it if it belongs to no household."""
        for listener in list(self._listeners.values()):
            listener(candidate)
        entries = self._hass.config_entries.async_entries(DOMAIN)
        if any(candidate.device_id in device_ids(entry) for entry in entries):
            return
        discovery_flow.async_create_flow(
            self._hass,
            DOMAIN,
            context={"source": SOURCE_INTEGRATION_DISCOVERY},
            data={
                "device_id": candidate.device_id,
                "host": candidate.host,
                "version": candidate.version,
                "product_id": candidate.product_id,
            },
        )


async def async_watch(
    hass: HomeAssistant, entry: AnyEntry, listener: Callable[[Candidate], None]
) -> None:
    """Have a household told of every device that announces itself."""
    broadcasts = [str(one) for one in await network.async_get_ipv4_broadcast_addresses(hass)]
    # Nothing awaited in between: two households at once must not open the ports twice.
    if (scout := hass.data.get(DATA_SCOUT)) is None:
        scout = hass.data[DATA_SCOUT] = Scout(hass, broadcasts)
        scout.watch(entry.entry_id, listener)
        await scout.discovery.start()
    else:
        scout.watch(entry.entry_id, listener)


async def async_unwatch(hass: HomeAssistant, entry: AnyEntry) -> None:
    """Tell it no more; the last one closes the ports."""
    if (scout := hass.data.get(DATA_SCOUT)) is None:
        return
    scout.unwatch(entry.entry_id)
    if not scout.watched:
        del hass.data[DATA_SCOUT]
        await scout.discovery.stop()


def make_discovery(heard: Callable[[Candidate], None], broadcasts: Collection[str]) -> Discovery:
    """Ears for whoever wants to know; opened by `start`."""
    if (wanted := os.environ.get(LISTEN_VARIABLE)) is None:
        return Discovery(heard, broadcasts=broadcasts)
    host, _, ports = wanted.partition(":")
    plain, encrypted, app = (int(port) for port in ports.split(","))
    chosen = Ports(plain=plain, encrypted=encrypted, app=app)
    return Discovery(heard, bind=host, ports=chosen, broadcasts=())
