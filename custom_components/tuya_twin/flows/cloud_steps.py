"""The steps of a flow that import devices from Tuya's cloud."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.config_entries import SOURCE_RECONFIGURE, ConfigFlowResult
from homeassistant.const import CONF_DEVICES, CONF_NAME
from homeassistant.core import callback
from homeassistant.helpers.selector import (
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)
import probatio

from ..const import CONF_CLOUD
from ..core.errors import CloudError
from ..household import AnyEntry
from .account import ACCOUNT, CREDENTIALS, account_data, client_for, shown, told
from .checks import Errors, Placeholders
from .cloud_import import CloudImport, KeylessError
from .forms import Fields, cleaned
from .household_flow import NAME, HouseholdFlow
from .households import (
    add_devices,
    budget_of,
    dismiss_found,
    end_reauthentication,
    options_with,
    zones_of,
)

_HOUSEHOLD: Fields = {**NAME, **ACCOUNT}


class CloudSteps(HouseholdFlow):
    """Connects an account and imports its devices, for a new household or one that there is."""

    _name = ""
    _account: Mapping[str, str]
    _imports: tuple[CloudImport, ...] = ()
    """Every one that was begun; only the last goes on."""

    async def async_step_cloud(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Make a household of the devices of an account."""
        known = {CONF_NAME: self.hass.config.location_name}
        return await self._async_step_account("cloud", _HOUSEHOLD, known, user_input)

    async def async_step_account(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Connect a household with an account, or with another one."""
        return await self._async_step_account(
            "account",
            ACCOUNT,
            shown(self._get_reconfigure_entry().data.get(CONF_CLOUD, {})),
            user_input,
        )

    async def async_step_import_devices(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Import further devices of the account; if that fails, the account can be put right."""
        account = self._get_reconfigure_entry().data[CONF_CLOUD]
        errors, placeholders = await self._async_begin(account)
        if errors:
            return self.form("account", ACCOUNT, shown(account), errors, placeholders)
        return await self.async_step_devices()

    async def async_step_devices(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Pick from the devices of the account."""
        begun = self._imports[-1]
        offer = begun.offer
        picked: list[str] = list(offer.devices)
        errors: Errors = {}
        placeholders = offer.counts()
        if user_input is not None:
            picked = user_input[CONF_DEVICES]
            try:
                return await self._async_finish(begun, picked)
            except KeylessError as error:
                errors = {CONF_DEVICES: "keyless"}
                placeholders["names"] = ", ".join(error.names)
        choices = [offered.choice for offered in offer.devices.values()]
        config = SelectSelectorConfig(options=choices, multiple=True, mode=SelectSelectorMode.LIST)
        fields: Fields = {probatio.Required(CONF_DEVICES, default=picked): SelectSelector(config)}
        return self.form("devices", fields, {}, errors, placeholders)

    async def async_step_forget_account(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Part with the cloud; the devices stay."""
        entry = self._get_reconfigure_entry()
        if user_input is None:
            return self.form("forget_account", {}, {}, {})
        end_reauthentication(self.hass, entry)
        kept = {name: value for name, value in entry.data.items() if name != CONF_CLOUD}
        return self.async_update_and_abort(entry, data=kept)

    async def async_step_reauth_confirm(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for the client id and the secret; the account has to answer before they are saved."""
        entry = self._get_reauth_entry()
        account = {**entry.data[CONF_CLOUD]}
        errors: Errors = {}
        placeholders: Placeholders = {}
        known = shown(account)
        if user_input is not None:
            known = cleaned(user_input)
            account |= known
            try:
                await client_for(self.hass, account, budget_of(entry)).devices()
            except CloudError as error:
                errors, placeholders = told(error)
            else:
                return self.async_update_and_abort(entry, data_updates={CONF_CLOUD: account})
        return self.form("reauth_confirm", CREDENTIALS, known, errors, placeholders)

    @callback
    @override
    def async_remove(self) -> None:
        for begun in self._imports:
            begun.close()

    async def _async_step_account(
        self,
        step_id: str,
        fields: Fields,
        known: Mapping[str, Any],
        user_input: dict[str, Any] | None,
    ) -> ConfigFlowResult:
        errors: Errors = {}
        placeholders: Placeholders = {}
        if user_input is not None:
            known = cleaned(user_input)
            if CONF_NAME in known:
                self._name = known[CONF_NAME]
                errors = self.name_mistakes(self._name)
            if not errors:
                errors, placeholders = await self._async_begin(account_data(known))
            if not errors:
                return await self.async_step_devices()
        return self.form(step_id, fields, known, errors, placeholders)

    async def _async_begin(self, account: Mapping[str, str]) -> tuple[Errors, Placeholders]:
        """Ask the account for its devices."""
        self._account = account
        try:
            begun = await CloudImport.async_begin(self.hass, account, budget_of(self._entry))
        except CloudError as error:
            return told(error)
        self._imports = (*self._imports, begun)
        return ({"base": "no_devices"}, {}) if begun.offer.is_of_nothing else ({}, {})

    async def _async_finish(self, begun: CloudImport, picked: list[str]) -> ConfigFlowResult:
        """Make the household of what was picked, or add it to the one that there is."""
        entry = self._entry
        devices, new_zones = await begun.async_take(picked, zones_of(entry))
        options = options_with(entry, new_zones)
        dismiss_found(self.hass, [device["unique_id"] for device in devices])
        if entry is None:
            data = {CONF_NAME: self._name, CONF_CLOUD: dict(self._account)}
            return self.async_create_entry(
                title=self._name, data=data, options=options, subentries=devices
            )
        end_reauthentication(self.hass, entry)
        add_devices(self.hass, entry, devices)
        return self.async_update_and_abort(
            entry, data_updates={CONF_CLOUD: dict(self._account)}, options=options
        )

    @property
    def _entry(self) -> AnyEntry | None:
        """The household that there is; `None` for a new one."""
        return self._get_reconfigure_entry() if self.source == SOURCE_RECONFIGURE else None
