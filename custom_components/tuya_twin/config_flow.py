"""Setting up a household, and its devices one by one."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.config_entries import (
    ConfigEntry,
    ConfigFlow,
    ConfigFlowResult,
    ConfigSubentryData,
    ConfigSubentryFlow,
    SubentryFlowResult,
)
from homeassistant.const import CONF_DEVICE_ID, CONF_HOST, CONF_NAME, CONF_PORT
from homeassistant.core import callback
from homeassistant.helpers.selector import (
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
import probatio

from .const import (
    CONF_KIND,
    CONF_LOCAL_KEY,
    CONF_SIMULATED,
    CONF_VERSION,
    CONF_ZONE,
    DOMAIN,
    LOCAL_KEY_LENGTH,
    SUBENTRY_DEVICE,
)
from .core.errors import HandshakeError, UnreachableError, WrongVersionError
from .core.model import HOUSE, DeviceKind
from .devices.datapoints import PROFILES
from .devices.lan import TUYA_PORT, VERSIONS, Endpoint
from .devices.probe import NoAnswerError, probe
from .devices.simulator import SimulatedDeviceSpec, default_household
from .household import zones

type Errors = dict[str, str]


class TuyaTwinConfigFlow(ConfigFlow, domain=DOMAIN):
    """Sets up a household: a simulated one, or an empty one for the user's own devices."""

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

    @override
    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask whether there are devices yet."""
        return self.async_show_menu(step_id="user", menu_options=["simulated", "own"])

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
        if user_input is not None:
            self._async_abort_entries_match({CONF_NAME: user_input[CONF_NAME]})
            return self.async_create_entry(title=user_input[CONF_NAME], data=user_input)
        return self.async_show_form(
            step_id="own",
            data_schema=probatio.Schema(
                {
                    probatio.Required(
                        CONF_NAME, default=self.hass.config.location_name
                    ): TextSelector()
                }
            ),
        )


class DeviceSubentryFlow(ConfigSubentryFlow):
    """Adds a device, or changes one; it has to answer with its key before it is saved."""

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Add a device."""
        errors: Errors = {}
        placeholders: dict[str, str] = {}
        if user_input is not None:
            data = _cleaned(user_input)
            errors, placeholders = await self._async_check(data, own_id=None)
            if not errors:
                return self.async_create_entry(
                    title=data.pop(CONF_NAME), data=data, unique_id=data[CONF_DEVICE_ID]
                )
        return self._form("user", user_input or {}, errors, placeholders)

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Change a device: it moved, was paired anew, or got another name."""
        subentry = self._get_reconfigure_subentry()
        errors: Errors = {}
        placeholders: dict[str, str] = {}
        if user_input is not None:
            data = _cleaned(user_input)
            errors, placeholders = await self._async_check(data, own_id=subentry.unique_id)
            if not errors:
                return self.async_update_and_abort(
                    self._get_entry(),
                    subentry,
                    title=data.pop(CONF_NAME),
                    data=data,
                    unique_id=data[CONF_DEVICE_ID],
                )
        known = {CONF_NAME: subentry.title, **subentry.data}
        return self._form("reconfigure", user_input or known, errors, placeholders)

    async def _async_check(
        self, data: Mapping[str, Any], *, own_id: str | None
    ) -> tuple[Errors, dict[str, str]]:
        """What is wrong with the answers, by field, with what the messages need to know."""
        if data[CONF_ZONE] == HOUSE:
            return {CONF_ZONE: "zone_is_house"}, {}
        if len(data[CONF_LOCAL_KEY]) != LOCAL_KEY_LENGTH:
            return {CONF_LOCAL_KEY: "key_length"}, {}
        if data[CONF_DEVICE_ID] != own_id and self._is_configured(data[CONF_DEVICE_ID]):
            return {CONF_DEVICE_ID: "device_already_configured"}, {}
        return await _async_try_device(data)

    def _is_configured(self, device_id: str) -> bool:
        return any(
            subentry.unique_id == device_id
            for entry in self.hass.config_entries.async_entries(DOMAIN)
            for subentry in entry.subentries.values()
        )

    def _form(
        self,
        step_id: str,
        known: Mapping[str, Any],
        errors: Errors,
        placeholders: dict[str, str],
    ) -> SubentryFlowResult:
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(self._schema(), known),
            errors=errors,
            description_placeholders=placeholders,
        )

    def _schema(self) -> probatio.Schema:
        return probatio.Schema(
            {
                probatio.Required(CONF_KIND): SelectSelector(
                    SelectSelectorConfig(
                        options=[kind.value for kind in DeviceKind],
                        translation_key="device_kind",
                        mode=SelectSelectorMode.LIST,
                    )
                ),
                probatio.Required(CONF_NAME): TextSelector(),
                probatio.Required(CONF_ZONE): SelectSelector(
                    SelectSelectorConfig(
                        options=[
                            SelectOptionDict(value=zone.id, label=zone.name)
                            for zone in zones(self._get_entry())
                        ],
                        custom_value=True,
                        mode=SelectSelectorMode.DROPDOWN,
                    )
                ),
                probatio.Required(CONF_HOST): TextSelector(),
                probatio.Required(CONF_DEVICE_ID): TextSelector(),
                probatio.Required(CONF_LOCAL_KEY): TextSelector(
                    TextSelectorConfig(type=TextSelectorType.PASSWORD)
                ),
                probatio.Required(CONF_VERSION, default=VERSIONS[0]): SelectSelector(
                    SelectSelectorConfig(options=list(VERSIONS), mode=SelectSelectorMode.DROPDOWN)
                ),
                probatio.Required(CONF_PORT, default=TUYA_PORT): NumberSelector(
                    NumberSelectorConfig(min=1, max=65535, mode=NumberSelectorMode.BOX)
                ),
            }
        )


async def _async_try_device(data: Mapping[str, Any]) -> tuple[Errors, dict[str, str]]:
    """Exchange one message with the device, authenticated by its key."""
    endpoint = Endpoint(
        host=data[CONF_HOST],
        port=data[CONF_PORT],
        device_id=data[CONF_DEVICE_ID],
        local_key=data[CONF_LOCAL_KEY],
        version=data[CONF_VERSION],
    )
    try:
        dps = (await probe(endpoint)).dps
    except WrongVersionError as error:
        return {CONF_VERSION: "wrong_version"}, {"found": error.found}
    except HandshakeError:
        return {CONF_LOCAL_KEY: "wrong_key"}, {}
    except NoAnswerError:
        return {"base": "no_answer"}, {}
    except UnreachableError:
        return {CONF_HOST: "cannot_connect"}, {}
    if PROFILES[DeviceKind(data[CONF_KIND])].hallmark not in dps:
        return {CONF_KIND: "wrong_kind"}, {"points": ", ".join(sorted(dps, key=int))}
    return {}, {}


def _cleaned(user_input: Mapping[str, Any]) -> dict[str, Any]:
    """What the user typed, without the blanks that come with copying."""
    stripped = {
        key: value.strip() if isinstance(value, str) else value for key, value in user_input.items()
    }
    return {**stripped, CONF_PORT: int(user_input[CONF_PORT])}


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
