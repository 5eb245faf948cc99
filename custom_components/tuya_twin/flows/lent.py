"""A device that Home Assistant has already: an entity is lent to the household."""

from collections.abc import Mapping
from typing import Any

from homeassistant.config_entries import SubentryFlowResult
from homeassistant.const import ATTR_ASSUMED_STATE, CONF_ENTITY_ID, CONF_NAME
from homeassistant.core import callback, split_entity_id
from homeassistant.helpers import entity_registry as er

from ..const import CONF_KIND, CONF_STAND_INS, CONF_ZONE, DOMAIN
from ..core.model import DeviceKind
from ..entity_states import LENDING_DOMAINS
from ..household import device_subentries, lent_entity, zones
from ..neighbours import Neighbour
from ..references import entity_id_of, reference_to
from .base import DeviceFlow, Draft
from .checks import Errors, place_mistakes
from .forms import cleaned, lent_fields, place_fields


class LentSteps(DeviceFlow):
    """Lends an entity, chosen freely or instead of a device that somebody else holds."""

    _neighbour: Neighbour
    """Who holds the device."""

    async def async_step_entity(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask which entity is a device of the household."""
        errors: Errors = {}
        if user_input is not None:
            answers = cleaned(user_input)
            errors = place_mistakes(answers) or self._wrong_entity(answers)
            if not errors:
                return await self._async_lend(answers)
        fields = lent_fields() | place_fields(zones(self.entry))
        return self.form("entity", fields, user_input or self._known_lent(), errors)

    async def async_held_by(self, neighbour: Neighbour) -> SubentryFlowResult:
        """Offer an entity of the integration that has the device, which takes one client only."""
        self._neighbour = neighbour
        if neighbour.lendable(self.draft.kind):
            return await self.async_step_held_elsewhere()
        return self.async_abort(
            reason="held_elsewhere", description_placeholders={"integration": neighbour.domain}
        )

    async def async_step_held_elsewhere(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask which of its entities to lend."""
        entities = self._neighbour.lendable(self.draft.kind)
        errors: Errors = {}
        if user_input is not None:
            answers = {**self.draft.data, **user_input, CONF_NAME: self.draft.title}
            errors = self._wrong_entity(answers)
            if not errors:
                return await self._async_lend(answers)
        suggested = user_input or {CONF_ENTITY_ID: entities[0]}
        holder = {"integration": self._neighbour.domain}
        return self.form("held_elsewhere", lent_fields(entities), suggested, errors, holder)

    async def _async_lend(self, answers: Mapping[str, Any]) -> SubentryFlowResult:
        reference = reference_to(er.async_get(self.hass), answers[CONF_ENTITY_ID])
        kept = {} if self.subentry is None else dict(self.subentry.data)
        data = {
            CONF_ENTITY_ID: reference,
            CONF_KIND: answers[CONF_KIND],
            CONF_ZONE: answers[CONF_ZONE],
        }
        if CONF_STAND_INS in kept:
            data[CONF_STAND_INS] = kept[CONF_STAND_INS]
        self.draft = Draft(title=answers[CONF_NAME], data=data)
        return await self.async_described()

    @callback
    def _known_lent(self) -> dict[str, Any]:
        if self.subentry is None:
            return {}
        known = {CONF_NAME: self.subentry.title, **self.subentry.data}
        registry = er.async_get(self.hass)
        if (entity_id := entity_id_of(registry, known.pop(CONF_ENTITY_ID))) is not None:
            known[CONF_ENTITY_ID] = entity_id
        return known

    @callback
    def _wrong_entity(self, answers: Mapping[str, Any]) -> Errors:
        """Why this entity cannot be lent as a device of this kind."""
        registry = er.async_get(self.hass)
        entity_id = entity_id_of(registry, answers[CONF_ENTITY_ID])
        state = None if entity_id is None else self.hass.states.get(entity_id)
        if entity_id is None or state is None:
            return {CONF_ENTITY_ID: "entity_unknown"}
        known = registry.async_get(entity_id)
        if known is not None and known.platform == DOMAIN:
            return {CONF_ENTITY_ID: "entity_is_own"}
        kind = DeviceKind(answers[CONF_KIND])
        if split_entity_id(entity_id)[0] not in LENDING_DOMAINS[kind]:
            return {CONF_ENTITY_ID: "entity_not_this_kind"}
        if state.attributes.get(ATTR_ASSUMED_STATE):
            return {CONF_ENTITY_ID: "entity_assumes"}
        if reference_to(registry, entity_id) in self._lent_already():
            return {CONF_ENTITY_ID: "entity_already_lent"}
        return {}

    @callback
    def _lent_already(self) -> set[str]:
        """The entities that are lent as other devices, of any household."""
        registry = er.async_get(self.hass)
        return {
            reference_to(registry, entity)
            for entry in self.hass.config_entries.async_entries(DOMAIN)
            for subentry in device_subentries(entry)
            if subentry.subentry_id != self.subentry_id
            and (entity := lent_entity(subentry)) is not None
        }
