"""What red, yellow and green do, in the household."""

from dataclasses import replace
from typing import Any

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.core import callback

from ..core.model import Protocol
from .checks import Errors
from .level_form import level_answers, level_fields, level_from
from .options_base import OptionsPages


class PolicySteps(OptionsPages):
    """One page for each status."""

    async def async_step_red(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask what red does."""
        return self._household_level(Protocol.RED, user_input)

    async def async_step_yellow(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask what yellow does."""
        return self._household_level(Protocol.YELLOW, user_input)

    async def async_step_green(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask what green does."""
        return self._household_level(Protocol.GREEN, user_input)

    @callback
    def _household_level(
        self, protocol: Protocol, user_input: dict[str, Any] | None
    ) -> ConfigFlowResult:
        settings, status = self.settings, protocol.status
        policy = settings.policy
        errors: Errors = {}
        known = level_answers(status, policy.levels[status])
        if user_input is not None:
            level, errors = level_from(status, user_input, policy.levels[status])
            if not errors:
                levels = {**policy.levels, status: level}
                return self.save(replace(settings, policy=replace(policy, levels=levels)))
            known = user_input
        return self.form(protocol.value, level_fields(status), known, errors)
