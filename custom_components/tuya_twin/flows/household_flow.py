"""What all steps of a household's flow share: its forms, and its name."""

from collections.abc import Mapping
from typing import Any

from homeassistant.config_entries import ConfigFlow, ConfigFlowResult
from homeassistant.const import CONF_NAME
from homeassistant.core import callback
from homeassistant.helpers.selector import TextSelector
import probatio

from ..const import DOMAIN
from ..household import AnyEntry
from .checks import Errors, Placeholders
from .forms import Fields

NAME: Fields = {probatio.Required(CONF_NAME): TextSelector()}


class HouseholdFlow(ConfigFlow):
    """A flow that makes a household, or changes one."""

    @callback
    def form(
        self,
        step_id: str,
        fields: Fields,
        known: Mapping[str, Any],
        errors: Errors,
        placeholders: Placeholders | None = None,
    ) -> ConfigFlowResult:
        """A form that is filled with what is known; an error of a field it has not is general."""
        shown = {str(name) for name in fields}
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(probatio.Schema(fields), known),
            errors={name if name in shown else "base": key for name, key in errors.items()},
            description_placeholders=placeholders,
        )

    @callback
    def name_mistakes(self, name: str, *, own: AnyEntry | None = None) -> Errors:
        """What is wrong with the name of a household; `own` is the one that has it so far."""
        if not name:
            return {CONF_NAME: "blank"}
        others = self.hass.config_entries.async_entries(DOMAIN, include_ignore=False)
        taken = any(entry.title == name for entry in others if entry is not own)
        return {CONF_NAME: "name_taken"} if taken else {}
