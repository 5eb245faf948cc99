"""How the alarm is tried out, what being ready takes, and how long the record is kept."""

from dataclasses import replace
from typing import Any

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.helpers.selector import BooleanSelector
import probatio

from ..core.settings import (
    DEADLINE_SECONDS,
    EVERY_DAYS,
    KEPT_DAYS,
    KEPT_MEGABYTES,
    Drills,
    DrillSiren,
    Keeping,
)
from .forms import Fields, choice
from .option_fields import number, seconds
from .options_base import OptionsPages

_EVERY_DAYS, _SIRENS = "every_days", "sirens"
_NEEDS_SCREEN, _DEADLINE = "needs_screen", "deadline"
_DAYS, _MEGABYTES = "days", "megabytes"

_DRILLS: Fields = {
    probatio.Required(_EVERY_DAYS): number(*EVERY_DAYS, unit="days"),
    probatio.Required(_SIRENS): choice([siren.value for siren in DrillSiren], "drill_siren"),
    probatio.Required(_NEEDS_SCREEN): BooleanSelector(),
    probatio.Required(_DEADLINE): seconds(*DEADLINE_SECONDS, step=0.5),
}
_RECORD: Fields = {
    probatio.Required(_DAYS): number(*KEPT_DAYS, unit="days"),
    probatio.Required(_MEGABYTES): number(*KEPT_MEGABYTES, unit="megabytes"),
}


class UpkeepSteps(OptionsPages):
    """Two pages on which nothing can be wrong: each field keeps to its limits."""

    async def async_step_drills(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask about drills, and when a zone counts as ready."""
        settings = self.settings
        if user_input is not None:
            drills = Drills(
                every_days=round(user_input[_EVERY_DAYS]), sirens=DrillSiren(user_input[_SIRENS])
            )
            return self.save(
                replace(
                    settings,
                    drills=drills,
                    needs_screen=user_input[_NEEDS_SCREEN],
                    deadline=user_input[_DEADLINE],
                )
            )
        known = {
            _EVERY_DAYS: settings.drills.every_days,
            _SIRENS: settings.drills.sirens.value,
            _NEEDS_SCREEN: settings.needs_screen,
            _DEADLINE: settings.deadline,
        }
        return self.form("drills", _DRILLS, known)

    async def async_step_record(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask how long the record is kept."""
        settings = self.settings
        if user_input is not None:
            keeping = Keeping(
                days=round(user_input[_DAYS]), megabytes=round(user_input[_MEGABYTES])
            )
            return self.save(replace(settings, keeping=keeping))
        known = {_DAYS: settings.keeping.days, _MEGABYTES: settings.keeping.megabytes}
        return self.form("record", _RECORD, known)
