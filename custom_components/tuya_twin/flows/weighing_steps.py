"""By which numbers signs of danger are weighed, in the household and in one zone."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.helpers.selector import BooleanSelector
import probatio

from ..core.model import Zone
from ..core.rules import Rules
from .checks import Errors
from .options_base import OptionsPages
from .rules_form import rules_answers, rules_fields, rules_from

_OWN_RULES = "own_rules"


class WeighingSteps(OptionsPages):
    """One page for the household, and one for each zone."""

    zone: Zone
    """The zone that was chosen."""

    async def async_step_rules(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask how signs are weighed."""
        settings = self.settings
        analysis = settings.analysis
        errors: Errors = {}
        known = rules_answers(analysis.rules)
        if user_input is not None:
            known = user_input
            rules, errors = rules_from(known, analysis.rules)
            if not errors:
                return self.save(replace(settings, analysis=replace(analysis, rules=rules)))
        return self.form("rules", rules_fields(), known, errors)

    async def async_step_zone_rules(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask how they are weighed there."""
        settings, zone = self.settings, self.zone
        analysis = settings.analysis
        before = analysis.rules_of(zone.id)
        errors: Errors = {}
        known = {_OWN_RULES: zone.id in analysis.zones, **rules_answers(before)}
        if user_input is not None:
            known = user_input
            own: Rules | None
            own, errors = rules_from(known, before)
            if not known[_OWN_RULES]:
                # Numbers that were typed are not thrown away for want of a tick.
                errors = {_OWN_RULES: "rules_not_own"} if errors or own != before else {}
                own = None
            if not errors:
                changed = replace(analysis, zones=_with_rules(analysis.zones, zone.id, own))
                return self.save(replace(settings, analysis=changed))
        fields = {probatio.Required(_OWN_RULES): BooleanSelector(), **rules_fields()}
        return self.form("zone_rules", fields, known, errors, {"zone": zone.name})


def _with_rules(zones: Mapping[str, Rules], zone: str, own: Rules | None) -> dict[str, Rules]:
    others = {each: rules for each, rules in zones.items() if each != zone}
    return others if own is None else {**others, zone: own}
