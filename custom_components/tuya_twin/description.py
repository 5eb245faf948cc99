"""What its entry says of a household that runs, and what that finds out and writes there."""

from collections.abc import Mapping
from typing import Any

from homeassistant.core import HomeAssistant

from .const import CONF_ZONES
from .household import AnyEntry, fingerprint, listed_zones, zones
from .places import named


class Description:
    """What a household was built from; what it writes there itself does not have it built anew."""

    def __init__(self, hass: HomeAssistant, entry: AnyEntry) -> None:
        """Of a household that is being built from this entry."""
        self._hass = hass
        self._entry = entry
        self._known = fingerprint(entry)

    def says_all_of(self, entry: AnyEntry) -> bool:
        """Whether the entry says nothing that this household does not know."""
        return self._known == fingerprint(entry)

    def take_names(self) -> bool:
        """Write down what the zones are called now; whether any is called otherwise than before."""
        before = zones(self._entry)
        now = named(self._hass, before)
        if now == before:
            return False
        options = {**self._entry.options, CONF_ZONES: listed_zones(now)}
        if self.says_all_of(self._entry):
            # Known before it is written: writing calls whoever would build the household anew.
            self._known = fingerprint(self._entry, options=options)
        self._hass.config_entries.async_update_entry(self._entry, options=options)
        return [zone.name for zone in now] != [zone.name for zone in before]

    def remember(self, subentry_id: str, changes: Mapping[str, Any]) -> None:
        """Write down what was found out of a device; it goes on as it is."""
        subentry = self._entry.subentries[subentry_id]
        data = {**subentry.data, **changes}
        # Known before it is written, as above.
        self._known = fingerprint(self._entry, {subentry_id: data})
        self._hass.config_entries.async_update_subentry(self._entry, subentry, data=data)
