"""What all pages of a household's options share: what is set so far, and how it is saved."""

from collections.abc import Iterable, Mapping
from typing import Any

from homeassistant.config_entries import ConfigFlowResult, OptionsFlow
from homeassistant.core import callback
import probatio

from ..const import CONF_ZONES
from ..core.model import Zone
from ..core.options import KEYS, options_from, salvaged, settings_from
from ..core.settings import Settings
from ..household import listed_zones
from .checks import Errors, Placeholders
from .forms import Fields


class OptionsPages(OptionsFlow):
    """One page at a time: each is read from the options anew, and saved with all the others."""

    @property
    def settings(self) -> Settings:
        """What is set now. What cannot be read is as in a new household, to be set again."""
        return salvaged(self.config_entry.options)

    @callback
    def form(
        self,
        step_id: str,
        fields: Fields,
        known: Mapping[str, Any],
        errors: Errors | None = None,
        placeholders: Placeholders | None = None,
    ) -> ConfigFlowResult:
        """A form that is filled with what is known."""
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(probatio.Schema(fields), known),
            errors=errors or {},
            description_placeholders=placeholders,
        )

    @callback
    def save(self, settings: Settings, *, zones: Iterable[Zone] | None = None) -> ConfigFlowResult:
        """End the flow. Nothing reloads here: the household does it when its options change."""
        kept = {key: value for key, value in self.config_entry.options.items() if key not in KEYS}
        if zones is not None:
            kept[CONF_ZONES] = listed_zones(zones)
        options = kept | options_from(settings)
        # Raises for what no household could be built from; nothing is saved then.
        settings_from(options)
        return self.async_create_entry(data=options)
