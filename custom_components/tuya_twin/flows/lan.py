"""A device with a connection of its own: it has to answer with its key before it is saved."""

from collections.abc import Mapping
from typing import Any

from homeassistant.config_entries import SubentryFlowResult
from homeassistant.const import CONF_DEVICE_ID, CONF_HOST, CONF_NAME, CONF_PORT
from homeassistant.core import callback
from homeassistant.helpers.selector import BooleanSelector
import probatio

from ..const import (
    CONF_AUTO_VERSION,
    CONF_CLOUD,
    CONF_KIND,
    CONF_LOCAL_KEY,
    CONF_PROFILE,
    CONF_VERSION,
)
from ..core.errors import CloudError
from ..devices.probe import AUTO
from ..household import zones
from ..neighbours import held_elsewhere
from .base import Draft
from .checks import Errors, async_check_device, mistakes, place_mistakes
from .forms import CONF_CHOOSE_PRODUCT, cleaned, connection_fields, place_fields
from .lent import LentSteps
from .local_keys import async_cloud_device, why_no_key
from .product_steps import ProductSteps
from .trial import released

_PRODUCT_FIELDS = (CONF_KIND, CONF_DEVICE_ID)
"""Another value in one of these means another product."""
_CONNECTION_FIELDS = (*_PRODUCT_FIELDS, CONF_HOST, CONF_PORT, CONF_LOCAL_KEY, CONF_VERSION)
"""Another value in one of these has to be tried out."""


class LanSteps(ProductSteps, LentSteps):
    """Adds a device with a connection of its own, or changes one."""

    async def async_step_lan(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a new device."""
        if user_input is None:
            return self._lan_form({})
        data = cleaned(user_input)
        if CONF_CLOUD in self.entry.data and not data.get(CONF_LOCAL_KEY):
            data.pop(CONF_LOCAL_KEY, None)
        self.draft = Draft(title=data.pop(CONF_NAME), data=data)
        return await self._async_connect(user_input)

    async def async_change_lan(
        self, title: str, before: Mapping[str, Any], user_input: dict[str, Any] | None
    ) -> SubentryFlowResult:
        """Ask what to change of a device, and disturb it only where that has to be tried out."""
        present = {**before, CONF_VERSION: AUTO} if before.get(CONF_AUTO_VERSION) else {**before}
        if user_input is None:
            # Nobody needs to read the local key: it is not shown.
            shown = {field: value for field, value in present.items() if field != CONF_LOCAL_KEY}
            return self._lan_form({**shown, CONF_NAME: title})
        answers = {CONF_HOST: "", **cleaned(user_input)}
        answers[CONF_LOCAL_KEY] = answers.get(CONF_LOCAL_KEY) or present[CONF_LOCAL_KEY]
        choose = answers.pop(CONF_CHOOSE_PRODUCT, False)
        self.draft = Draft(title=answers.pop(CONF_NAME), data={**before, **answers})
        if choose or any(answers[field] != present[field] for field in _PRODUCT_FIELDS):
            self.draft.data.pop(CONF_PROFILE, None)
        elif all(answers[field] == present[field] for field in _CONNECTION_FIELDS):
            self.draft.data[CONF_VERSION] = before[CONF_VERSION]
            errors = place_mistakes(self._named())
            return self._lan_form(user_input, errors) if errors else await self.async_described()
        return await self._async_connect(user_input)

    async def _async_connect(self, user_input: Mapping[str, Any]) -> SubentryFlowResult:
        """Go on with the answer of the device, or back to the form with what is wrong."""
        own_id = None if self.subentry is None else self.subentry.unique_id
        if errors := mistakes(self.hass, self._named(), own_id=own_id):
            return self._lan_form(user_input, errors)
        data = self.draft.data
        if (neighbour := held_elsewhere(self.hass, data[CONF_DEVICE_ID])) is not None:
            return await self.async_held_by(neighbour)
        if CONF_LOCAL_KEY not in data and (errors := await self._async_fetch_key()):
            return self._lan_form(user_input, errors)
        async with released(self.entry, self.subentry_id):
            checked = await async_check_device(self.hass, self._named(), own_id=own_id)
        if checked.answer is None:
            return self._lan_form(user_input, checked.errors, checked.placeholders)
        data[CONF_AUTO_VERSION] = data[CONF_VERSION] == AUTO
        data[CONF_VERSION] = checked.answer.version
        self.draft.dps = checked.answer.dps
        if CONF_PROFILE in data:
            return await self.async_described()
        return await self.async_choose_product()

    async def _async_fetch_key(self) -> Errors:
        try:
            device = await async_cloud_device(
                self.hass, self.entry, self.draft.data[CONF_DEVICE_ID]
            )
        except CloudError as error:
            return {CONF_LOCAL_KEY: why_no_key(error)}
        if not device.local_key:
            return {CONF_LOCAL_KEY: "cloud_has_no_key"}
        self.draft.data[CONF_LOCAL_KEY] = device.local_key
        self.draft.product_id = device.product_id
        return {}

    def _named(self) -> dict[str, Any]:
        return {**self.draft.data, CONF_NAME: self.draft.title}

    @callback
    def _lan_form(
        self,
        known: Mapping[str, Any],
        errors: Errors | None = None,
        placeholders: Mapping[str, str] | None = None,
    ) -> SubentryFlowResult:
        subentry = self.subentry
        fields = place_fields(zones(self.entry)) | connection_fields(
            host_known=subentry is None or bool(subentry.data[CONF_HOST]),
            key_needed=subentry is None and CONF_CLOUD not in self.entry.data,
        )
        if subentry is not None:
            fields[probatio.Optional(CONF_CHOOSE_PRODUCT, default=False)] = BooleanSelector()
        step_id = "lan" if subentry is None else "reconfigure"
        return self.form(step_id, fields, known, errors, placeholders)
