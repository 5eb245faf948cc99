"""What all steps of setting up a device share: what is known so far, and how it is saved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    ConfigSubentry,
    ConfigSubentryFlow,
    SubentryFlowResult,
)
from homeassistant.const import CONF_DEVICE_ID, CONF_ENTITY_ID
from homeassistant.core import callback
from homeassistant.helpers import entity_registry as er
import probatio

from ..const import CONF_KIND, CONF_PROFILE, CONF_STAND_INS
from ..core.model import DeviceKind
from ..devices.profiles import Dps, Profile
from ..household import AnyEntry
from ..references import entity_ids_of, reference_to
from .checks import Errors
from .forms import Fields, stand_in_fields
from .stand_ins import wrong_stand_ins


@dataclass
class Draft:
    """A device as far as it is known."""

    title: str
    data: dict[str, Any]
    """As it will stand in the subentry."""
    dps: Dps = field(default_factory=dict)
    """What it answered, if it was asked."""
    product_id: str = ""
    """As the cloud knows it, if it was asked."""

    @property
    def kind(self) -> DeviceKind:
        """What it is to the protocols."""
        return DeviceKind(self.data[CONF_KIND])


class DeviceFlow(ConfigSubentryFlow):
    """The last steps of every way to a device."""

    draft: Draft

    @property
    def entry(self) -> AnyEntry:
        """The household."""
        return self._get_entry()

    @property
    def subentry(self) -> ConfigSubentry | None:
        """The device that is changed; `None` for a new one."""
        return self._get_reconfigure_subentry() if self.source == SOURCE_RECONFIGURE else None

    @property
    def subentry_id(self) -> str | None:
        """The id of the device that is changed."""
        return self._reconfigure_subentry_id if self.source == SOURCE_RECONFIGURE else None

    @callback
    def form(
        self,
        step_id: str,
        fields: Fields,
        known: Mapping[str, Any] | None = None,
        errors: Errors | None = None,
        placeholders: Mapping[str, str] | None = None,
    ) -> SubentryFlowResult:
        """A form that is filled with what is known; an error of a field it has not is general."""
        shown = {str(name) for name in fields}
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(probatio.Schema(fields), known or {}),
            errors={name if name in shown else "base": key for name, key in (errors or {}).items()},
            description_placeholders=placeholders or {},
        )

    async def async_speaks(self, profile: Profile) -> SubentryFlowResult:
        """Go on, knowing how the device speaks."""
        self.draft.data[CONF_PROFILE] = profile.as_dict()
        return await self.async_described()

    async def async_described(self) -> SubentryFlowResult:
        """Go on, knowing all of the device but who stands in for it."""
        if self.draft.kind is DeviceKind.SIREN:
            return await self.async_step_stand_ins()
        self.draft.data.pop(CONF_STAND_INS, None)
        return self._save()

    async def async_step_stand_ins(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask what sounds in place of a siren that fails."""
        errors: Errors = {}
        registry = er.async_get(self.hass)
        if user_input is not None:
            chosen = user_input.get(CONF_STAND_INS, [])
            own = self.draft.data.get(CONF_ENTITY_ID)
            errors = wrong_stand_ins(registry, chosen, own=own, subentry_id=self.subentry_id)
            if not errors:
                references = [reference_to(registry, entity) for entity in chosen]
                self.draft.data[CONF_STAND_INS] = list(dict.fromkeys(references))
                return self._save()
        present = entity_ids_of(registry, self.draft.data.get(CONF_STAND_INS, ()))
        return self.form(
            "stand_ins", stand_in_fields(), user_input or {CONF_STAND_INS: present}, errors
        )

    @callback
    def _save(self) -> SubentryFlowResult:
        """End the flow. Nothing reloads here: the household does it when a device changes."""
        title, data = self.draft.title, self.draft.data
        unique_id = data.get(CONF_DEVICE_ID) or data[CONF_ENTITY_ID]
        if self.subentry is None:
            return self.async_create_entry(title=title, data=data, unique_id=unique_id)
        return self.async_update_and_abort(
            self.entry, self.subentry, title=title, data=data, unique_id=unique_id
        )
