"""The second opinion that an AI may give, and what it may see."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.core import callback, split_entity_id
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.selector import (
    EntitySelector,
    EntitySelectorConfig,
    EntityWithDeviceFilterSelectorConfig,
)
import probatio

from ..core.analysis import CALLS_A_DAY, Review, ReviewMode
from ..core.model import Zone
from ..references import entity_id_of, reference_to
from .checks import Errors
from .forms import Fields, choice
from .option_fields import number
from .options_base import OptionsPages

_MODE, _ENTITY, _CALLS, _CAMERA = "mode", "entity", "calls_a_day", "camera"
_AI_TASK, _CAMERAS = "ai_task", "camera"


class ReviewSteps(OptionsPages):
    """One page, and one for each zone about its camera."""

    zone: Zone
    """The zone that was chosen."""

    async def async_step_review(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask what an AI may do, and which."""
        review = self.settings.analysis.review
        errors: Errors = {}
        known: dict[str, Any] = {_MODE: review.mode.value, _CALLS: review.calls_a_day}
        known |= self._shown(_ENTITY, review.entity)
        if user_input is not None:
            known = user_input
            entity, errors = self._chosen(known, _ENTITY, _AI_TASK, "not_an_ai_task")
            if not errors:
                return self._save_review(
                    replace(
                        review,
                        mode=ReviewMode(known[_MODE]),
                        entity=entity,
                        calls_a_day=round(known[_CALLS]),
                    )
                )
        return self.form("review", _FIELDS, known, errors)

    async def async_step_zone_camera(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask which camera's picture the AI may see of an alarm there."""
        review, zone = self.settings.analysis.review, self.zone
        errors: Errors = {}
        known = self._shown(_CAMERA, review.cameras.get(zone.id, ""))
        if user_input is not None:
            known = user_input
            camera, errors = self._chosen(known, _CAMERA, _CAMERAS, "not_a_camera")
            if not errors:
                others = {each: eye for each, eye in review.cameras.items() if each != zone.id}
                own = {zone.id: camera} if camera else {}
                return self._save_review(replace(review, cameras=others | own))
        fields: Fields = {probatio.Optional(_CAMERA): _entity_of(_CAMERAS)}
        return self.form("zone_camera", fields, known, errors, {"zone": zone.name})

    @callback
    def _save_review(self, review: Review) -> ConfigFlowResult:
        settings = self.settings
        return self.save(replace(settings, analysis=replace(settings.analysis, review=review)))

    @callback
    def _chosen(
        self, answers: Mapping[str, Any], field: str, domain: str, error: str
    ) -> tuple[str, Errors]:
        """The entity that was chosen, as it is kept, or empty; and what is wrong with it."""
        if not (chosen := answers.get(field)):
            return "", {}
        registry = er.async_get(self.hass)
        entity_id = entity_id_of(registry, chosen)
        if entity_id is None or split_entity_id(entity_id)[0] != domain:
            return "", {field: error}
        return reference_to(registry, entity_id), {}

    @callback
    def _shown(self, field: str, kept: str) -> dict[str, Any]:
        """What a field is filled with for an entity that is kept, if it is still there."""
        entity_id = entity_id_of(er.async_get(self.hass), kept) if kept else None
        return {} if entity_id is None else {field: entity_id}


def _entity_of(domain: str) -> EntitySelector:
    return EntitySelector(
        EntitySelectorConfig(filter=EntityWithDeviceFilterSelectorConfig(domain=domain))
    )


_FIELDS: Fields = {
    probatio.Required(_MODE): choice([mode.value for mode in ReviewMode], "review_mode"),
    probatio.Optional(_ENTITY): _entity_of(_AI_TASK),
    probatio.Required(_CALLS): number(*CALLS_A_DAY),
}
