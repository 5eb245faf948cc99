"""Setting up a household, changing it, and adding what the cloud or the LAN tells of."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.config_entries import (
    ConfigEntry,
    ConfigFlowResult,
    ConfigSubentryData,
    ConfigSubentryFlow,
    OptionsFlow,
)
from homeassistant.const import CONF_DEVICE_ID, CONF_HOST, CONF_NAME, CONF_PORT
from homeassistant.core import callback

from .const import (
    CONF_CLOUD,
    CONF_KIND,
    CONF_LOCAL_KEY,
    CONF_SIMULATED,
    CONF_VERSION,
    CONF_ZONE,
    DOMAIN,
    SUBENTRY_DEVICE,
)
from .devices.simulator import SimulatedDeviceSpec, default_household
from .flows.checks import Errors
from .flows.cloud_steps import CloudSteps
from .flows.device import DeviceSubentryFlow
from .flows.discovered import DiscoveredSteps
from .flows.forms import cleaned
from .flows.household_flow import NAME
from .flows.options import HouseholdOptionsFlow


class TuyaTwinConfigFlow(CloudSteps, DiscoveredSteps, domain=DOMAIN):
    """The flow of a household; most of its steps are in `flows`, by what they are about."""

    VERSION = 1

    @classmethod
    @callback
    @override
    def async_get_supported_subentry_types(
        cls, config_entry: ConfigEntry
    ) -> dict[str, type[ConfigSubentryFlow]]:
        if config_entry.data.get(CONF_SIMULATED):
            return {}
        return {SUBENTRY_DEVICE: DeviceSubentryFlow}

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ConfigEntry) -> OptionsFlow:
        return HouseholdOptionsFlow()

    @override
    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask whether there are devices yet, and who knows of them."""
        return self.async_show_menu(step_id="user", menu_options=["simulated", "cloud", "own"])

    async def async_step_simulated(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Make a household that runs inside Home Assistant."""
        self._async_abort_entries_match({CONF_SIMULATED: True})
        specs = await self.hass.async_add_executor_job(default_household)
        return self.async_create_entry(
            title="Simulated household",
            data={CONF_SIMULATED: True},
            subentries=[_simulated_device(spec) for spec in specs],
        )

    async def async_step_own(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Make an empty household; its devices follow one by one."""
        errors: Errors = {}
        known: dict[str, Any] = {CONF_NAME: self.hass.config.location_name}
        if user_input is not None:
            known = cleaned(user_input)
            if not (errors := self.name_mistakes(known[CONF_NAME])):
                return self.async_create_entry(title=known[CONF_NAME], data=known)
        return self.form("own", NAME, known, errors)

    async def async_step_reconfigure(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what is to be changed."""
        entry = self._get_reconfigure_entry()
        if entry.data.get(CONF_SIMULATED):
            return self.async_abort(reason="nothing_to_change")
        of_account = ["import_devices", "forget_account"] if CONF_CLOUD in entry.data else []
        return self.async_show_menu(
            step_id="reconfigure", menu_options=["rename", "account", *of_account]
        )

    async def async_step_rename(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Call the household something else."""
        entry = self._get_reconfigure_entry()
        errors: Errors = {}
        known: dict[str, Any] = {CONF_NAME: entry.title}
        if user_input is not None:
            known = cleaned(user_input)
            if not (errors := self.name_mistakes(known[CONF_NAME], own=entry)):
                return self.async_update_and_abort(
                    entry, title=known[CONF_NAME], data_updates=known
                )
        return self.form("rename", NAME, known, errors)

    async def async_step_reauth(self, _entry_data: Mapping[str, Any]) -> ConfigFlowResult:
        """The cloud does not take the household's client id and secret any more."""
        return await self.async_step_reauth_confirm()


def _simulated_device(spec: SimulatedDeviceSpec) -> ConfigSubentryData:
    return ConfigSubentryData(
        subentry_type=SUBENTRY_DEVICE,
        title=spec.name,
        unique_id=spec.config.device_id,
        data={
            CONF_KIND: spec.config.kind.value,
            CONF_ZONE: spec.zone,
            CONF_HOST: spec.config.host,
            CONF_PORT: spec.config.port,
            CONF_DEVICE_ID: spec.config.device_id,
            CONF_LOCAL_KEY: spec.config.local_key,
            CONF_VERSION: spec.config.version,
        },
    )
