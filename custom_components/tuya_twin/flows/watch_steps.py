"""When the house is watched, and what its own people do about it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.core import HomeAssistant, callback, split_entity_id
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.selector import (
    BooleanSelector,
    EntitySelector,
    EntitySelectorConfig,
    EntityWithDeviceFilterSelectorConfig,
)
import probatio

from ..const import DOMAIN
from ..core.analysis import DELAY_SECONDS, Analysis, Homecoming, Watching
from ..core.following import FOLLOWED, PANEL
from ..core.signs import WatchMode
from ..references import entity_ids_of, reference_to
from .checks import Errors
from .forms import Fields, choice
from .option_fields import seconds
from .options_base import OptionsPages
from .sensor_page import WATCHED

_FOLLOWS, _MODE, _LEAVE_OPEN = "follows", "mode", "leave_open"
_EXIT, _ENTRY = "exit_seconds", "entry_seconds"
_HOMECOMING, _GRACE = "homecoming", "grace_seconds"


class WatchSteps(OptionsPages):
    """One page."""

    async def async_step_watching(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what decides whether the house is watched, and how its people leave and come home."""
        analysis = self.settings.analysis
        errors: Errors = {}
        registry = er.async_get(self.hass)
        known = _answers(registry, analysis)
        if user_input is not None:
            known = user_input
            follows = entity_ids_of(registry, known.get(_FOLLOWS, ()))
            if not (errors := _mistakes(follows)):
                kept = [reference_to(registry, entity_id) for entity_id in follows]
                changed = _changed(analysis, known, kept)
                return self.save(replace(self.settings, analysis=changed))
        return self.form("watching", _fields(self.hass), known, errors)


@callback
def _fields(hass: HomeAssistant) -> Fields:
    registered = er.async_get(hass).entities.values()
    return {
        probatio.Optional(_FOLLOWS): EntitySelector(
            EntitySelectorConfig(
                filter=EntityWithDeviceFilterSelectorConfig(domain=list(FOLLOWED)),
                exclude_entities=[each.entity_id for each in registered if each.platform == DOMAIN],
                multiple=True,
            )
        ),
        probatio.Required(_MODE): choice([mode.value for mode in WATCHED], "watch_mode"),
        probatio.Required(_EXIT): seconds(*DELAY_SECONDS),
        probatio.Required(_ENTRY): seconds(*DELAY_SECONDS),
        probatio.Required(_LEAVE_OPEN): BooleanSelector(),
        probatio.Required(_HOMECOMING): choice([each.value for each in Homecoming], "homecoming"),
        probatio.Required(_GRACE): seconds(*DELAY_SECONDS),
    }


def _answers(registry: er.EntityRegistry, analysis: Analysis) -> dict[str, Any]:
    watching = analysis.watching
    return {
        _FOLLOWS: entity_ids_of(registry, watching.follows),
        _MODE: watching.mode.value,
        _EXIT: watching.exit_seconds,
        _ENTRY: watching.entry_seconds,
        _LEAVE_OPEN: watching.leave_open,
        _HOMECOMING: analysis.homecoming.value,
        _GRACE: analysis.grace_seconds,
    }


def _mistakes(follows: Sequence[str]) -> Errors:
    domains = [split_entity_id(entity_id)[0] for entity_id in follows]
    if not set(domains) <= set(FOLLOWED):
        return {_FOLLOWS: "not_to_follow"}
    if PANEL in domains and len(domains) > 1:
        return {_FOLLOWS: "panel_decides_alone"}
    return {}


def _changed(analysis: Analysis, answers: Mapping[str, Any], follows: Sequence[str]) -> Analysis:
    watching = Watching(
        follows=tuple(follows),
        mode=WatchMode(answers[_MODE]),
        exit_seconds=round(answers[_EXIT]),
        entry_seconds=round(answers[_ENTRY]),
        leave_open=answers[_LEAVE_OPEN],
    )
    return replace(
        analysis,
        watching=watching,
        homecoming=Homecoming(answers[_HOMECOMING]),
        grace_seconds=round(answers[_GRACE]),
    )
