"""What red, yellow and green do in one zone, where it is not as in the household."""

from dataclasses import replace
from typing import Any

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.core import callback
from homeassistant.helpers.selector import BooleanSelector
import probatio

from ..core.model import Protocol, Status, Zone
from ..core.policy import Level, Policy
from .checks import Errors
from .level_form import level_answers, level_fields, level_from
from .options_base import OptionsPages

_OWN_RULES = "own_rules"


class ZoneRuleSteps(OptionsPages):
    """One page for each status."""

    zone: Zone
    """The zone that was chosen."""

    async def async_step_zone_red(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what red does there."""
        return self._zone_level(Protocol.RED, user_input)

    async def async_step_zone_yellow(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what yellow does there."""
        return self._zone_level(Protocol.YELLOW, user_input)

    async def async_step_zone_green(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what green does there."""
        return self._zone_level(Protocol.GREEN, user_input)

    @callback
    def _zone_level(
        self, protocol: Protocol, user_input: dict[str, Any] | None
    ) -> ConfigFlowResult:
        settings, zone, status = self.settings, self.zone, protocol.status
        policy = settings.policy
        before = policy.level(zone.id, status)
        errors: Errors = {}
        known = level_answers(status, before)
        known[_OWN_RULES] = status in policy.zones.get(zone.id, {})
        if user_input is not None:
            known = user_input
            own: Level | None
            own, errors = level_from(status, known, before)
            if not known[_OWN_RULES]:
                # Rules that were typed are not thrown away for want of a tick.
                errors = {_OWN_RULES: "rules_not_own"} if errors or own != before else {}
                own = None
            if not errors:
                changed = _with_rules(policy, zone.id, status, own)
                return self.save(replace(settings, policy=changed))
        fields = {probatio.Required(_OWN_RULES): BooleanSelector(), **level_fields(status)}
        step_id = f"zone_{protocol.value}"
        return self.form(step_id, fields, known, errors, {"zone": zone.name})


def _with_rules(policy: Policy, zone: str, status: Status, own: Level | None) -> Policy:
    """The policy with rules of a zone's own for a status, or without."""
    others = {each: levels for each, levels in policy.zones.items() if each != zone}
    levels = {each: level for each, level in policy.zones.get(zone, {}).items() if each != status}
    if own is not None:
        levels[status] = own
    return replace(policy, zones=others | ({zone: levels} if levels else {}))
