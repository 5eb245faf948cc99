"""The people of the house: told of an alarm until one of them answers."""

from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from .core.keeper import Spawn
from .core.model import Device
from .core.ports import Clock
from .core.response import Response


class PeopleCaller:
    """Tells people of one household's alarms, from `start` to `async_stop`."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        response: Response,
        *,
        clock: Clock,
        spawn: Spawn,
    ) -> None:
        """Tell nobody yet."""

    def start(self) -> None:
        """Take up a call that a restart interrupted, and tell of alarms from now on."""

    async def async_stop(self) -> None:
        """Tell nobody any more; what was told stays on the phones."""

    def siren_stuck(self, device: Device, *, stuck: bool) -> None:
        """Tell that a siren will not be silent, or is at last."""
