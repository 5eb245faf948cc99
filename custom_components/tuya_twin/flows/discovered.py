"""The steps of a flow that adds a device which announced itself on the LAN."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.const import CONF_DEVICE_ID, CONF_HOST, CONF_NAME, CONF_PORT
from homeassistant.helpers.selector import (
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)
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
from ..core.model import DeviceKind
from ..devices.lan import TUYA_PORT, VERSIONS
from ..devices.probe import AUTO
from ..devices.profiles import BY_PRODUCT_ID
from ..household import AnyEntry
from ..neighbours import held_elsewhere
from .account import told
from .checks import Errors, Placeholders, async_check_device, place_mistakes
from .cloud_products import profile_by_report
from .forms import Fields, cleaned, local_key_selector, place_fields
from .household_flow import HouseholdFlow
from .households import add_devices, is_configured, own_households, tuya_device, zones_of
from .local_keys import async_cloud_device

CONF_HOUSEHOLD = "household"


class DiscoveredSteps(HouseholdFlow):
    """Adds a device that was found to a household; without one, makes it."""

    _announced: Mapping[str, Any]
    _household_id: str | None = None
    _asks_key = False
    """Whether the cloud was asked for the local key in vain."""

    @override
    async def async_step_integration_discovery(
        self, discovery_info: dict[str, Any]
    ) -> ConfigFlowResult:
        """A device announced itself: `device_id`, `host`, `version` and `product_id`."""
        self._announced = discovery_info
        await self.async_set_unique_id(discovery_info[CONF_DEVICE_ID])
        self._abort_if_unique_id_configured()
        self.context["title_placeholders"] = self._shown()
        return await self.async_step_found()

    async def async_step_household(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Choose one of several households."""
        if user_input is not None:
            self._household_id = user_input[CONF_HOUSEHOLD]
            return await self.async_step_found()
        options = [
            SelectOptionDict(value=entry.entry_id, label=entry.title)
            for entry in own_households(self.hass)
        ]
        config = SelectSelectorConfig(options=options, mode=SelectSelectorMode.LIST)
        fields: Fields = {probatio.Required(CONF_HOUSEHOLD): SelectSelector(config)}
        return self.form("household", fields, {}, {}, self._shown())

    async def async_step_found(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Say what the device is; it has to answer before it is saved."""
        if (taken := self._taken()) is not None:
            return taken
        households = {entry.entry_id: entry for entry in own_households(self.hass)}
        chosen = households.get(self._household_id or "")
        if chosen is None and len(households) > 1:
            return await self.async_step_household()
        entry = chosen or next(iter(households.values()), None)
        kind = self._kind()
        known: dict[str, Any] = {} if kind is None else {CONF_KIND: kind.value}
        errors: Errors = {}
        placeholders: Placeholders = {}
        if user_input is not None:
            known = cleaned(user_input)
            data, errors, placeholders = await self._async_device(entry, known)
            if not errors:
                return await self._async_save(entry, data)
        fields: Fields = place_fields(zones_of(entry))
        if self._asks_key or entry is None or CONF_CLOUD not in entry.data:
            fields[probatio.Required(CONF_LOCAL_KEY)] = local_key_selector()
        return self.form("found", fields, known, errors, {**self._shown(), **placeholders})

    def _taken(self) -> ConfigFlowResult | None:
        """The end of the flow if the device belongs to somebody, else nothing."""
        device_id = self._announced[CONF_DEVICE_ID]
        if is_configured(self.hass, device_id):
            return self.async_abort(reason="device_already_configured")
        if (neighbour := held_elsewhere(self.hass, device_id)) is not None:
            return self.async_abort(
                reason="held_elsewhere",
                description_placeholders={"integration": neighbour.domain},
            )
        return None

    async def _async_device(
        self, entry: AnyEntry | None, answers: dict[str, Any]
    ) -> tuple[dict[str, Any], Errors, Placeholders]:
        """The device as it is saved, with what it answered; or what is wrong with it."""
        data = {
            **answers,
            CONF_DEVICE_ID: self._announced[CONF_DEVICE_ID],
            CONF_HOST: self._announced[CONF_HOST],
            CONF_PORT: TUYA_PORT,
            CONF_VERSION: self._version(),
            CONF_AUTO_VERSION: True,
        }
        if errors := place_mistakes(data):
            return data, errors, {}
        if CONF_LOCAL_KEY not in data:
            key, errors, placeholders = await self._async_key(entry)
            if errors:
                return data, errors, placeholders
            data[CONF_LOCAL_KEY] = key
        checked = await async_check_device(self.hass, data)
        if CONF_VERSION in checked.errors:
            # What it announced was not true, or no longer.
            checked = await async_check_device(self.hass, {**data, CONF_VERSION: AUTO})
        if checked.answer is None:
            self._asks_key = self._asks_key or CONF_LOCAL_KEY in checked.errors
            return data, checked.errors, checked.placeholders
        data[CONF_VERSION] = checked.answer.version
        profile = profile_by_report(
            DeviceKind(data[CONF_KIND]), self._announced["product_id"], checked.answer.dps
        )
        return {**data, CONF_PROFILE: profile.as_dict()}, {}, {}

    async def _async_key(self, entry: AnyEntry | None) -> tuple[str, Errors, Placeholders]:
        """The local key as the cloud knows it; where it does not, it has to be typed."""
        self._asks_key = True
        if entry is None or CONF_CLOUD not in entry.data:
            return "", {CONF_LOCAL_KEY: "key_needed"}, {}
        try:
            device = await async_cloud_device(self.hass, entry, self._announced[CONF_DEVICE_ID])
        except CloudError as error:
            return "", *told(error)
        self._asks_key = False
        return device.local_key, {}, {}

    async def _async_save(self, entry: AnyEntry | None, data: dict[str, Any]) -> ConfigFlowResult:
        device = tuya_device(data.pop(CONF_NAME), data)
        if entry is not None:
            add_devices(self.hass, entry, [device])
            return self.async_abort(reason="device_added")
        # The id is that of the device, and the household is not the device.
        await self.async_set_unique_id(None)
        name = self.hass.config.location_name
        return self.async_create_entry(title=name, data={CONF_NAME: name}, subentries=[device])

    def _kind(self) -> DeviceKind | None:
        product = BY_PRODUCT_ID.get(self._announced["product_id"] or "")
        return None if product is None else product.kind

    def _version(self) -> str:
        version: str | None = self._announced["version"]
        return version if version in VERSIONS else AUTO

    def _shown(self) -> dict[str, str]:
        kind = self._kind()
        return {
            "product": "Tuya" if kind is None else f"Tuya {kind.value}",
            "last_characters": self._announced[CONF_DEVICE_ID][-4:],
            "host": self._announced[CONF_HOST],
        }
