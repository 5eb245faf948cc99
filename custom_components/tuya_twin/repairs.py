"""The cures that Home Assistant can carry out by asking one thing."""

from abc import abstractmethod
from typing import Any, cast, override

from homeassistant.components.repairs import (
    ConfirmRepairFlow,
    RepairsFlow,
    RepairsFlowResult,
)
from homeassistant.config_entries import ConfigEntryState, ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import TextSelector, TextSelectorConfig, TextSelectorType
import probatio

from . import issues
from .const import CONF_LOCAL_KEY, CONF_VERSION, LOCAL_KEY_LENGTH
from .coordinator import HouseholdCoordinator, TuyaTwinConfigEntry
from .core.errors import CloudError, DrillRefusedError
from .core.model import HOUSE
from .core.run import Cause

type IssueData = dict[str, str | int | float | None]


async def async_create_fix_flow(
    hass: HomeAssistant, _issue_id: str, data: IssueData | None
) -> RepairsFlow:
    """The flow that mends what an issue of `issues.py` names."""
    known = data or {}
    entry = cast(
        "TuyaTwinConfigEntry", hass.config_entries.async_get_known_entry(str(known["entry_id"]))
    )
    match known.get(issues.CURE):
        case issues.CURE_DRILL:
            return DrillFlow(entry)
        case issues.CURE_READ:
            return ConfirmRepairFlow()
    if "subentry_id" not in known:
        return CloudFlow(entry)
    subentry = entry.subentries[str(known["subentry_id"])]
    if (found := known.get("found")) is not None:
        return VersionFlow(entry, subentry, str(found))
    return KeyFlow(entry, subentry)


class CureFlow(RepairsFlow):
    """Begins with its one step, `confirm`."""

    async def async_step_init(self, _data: object = None) -> RepairsFlowResult:
        """Go on to what is asked: the first step is given the issue's id, not an answer."""
        return await self.async_step_confirm()

    @abstractmethod
    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Ask, and with the answer do it."""


class KeyFlow(CureFlow):
    """Takes the device's present local key."""

    def __init__(self, entry: TuyaTwinConfigEntry, subentry: ConfigSubentry) -> None:
        """Know the device."""
        self._entry = entry
        self._subentry = subentry

    @override
    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Ask for the key; the link tries it at once."""
        errors: dict[str, str] = {}
        if user_input is not None:
            key = user_input[CONF_LOCAL_KEY].strip()
            if key.isascii() and len(key) == LOCAL_KEY_LENGTH:
                _change(self.hass, self._entry, self._subentry, {CONF_LOCAL_KEY: key})
                return self.async_create_entry(data={})
            errors[CONF_LOCAL_KEY] = "key_length"
        return self.async_show_form(
            step_id="confirm",
            data_schema=probatio.Schema(
                {
                    probatio.Required(CONF_LOCAL_KEY): TextSelector(
                        TextSelectorConfig(type=TextSelectorType.PASSWORD)
                    )
                }
            ),
            errors=errors,
            description_placeholders={"device": self._subentry.title},
        )


class VersionFlow(CureFlow):
    """Takes over the protocol version that the device turned out to speak."""

    def __init__(self, entry: TuyaTwinConfigEntry, subentry: ConfigSubentry, found: str) -> None:
        """Know the device and its version."""
        self._entry = entry
        self._subentry = subentry
        self._found = found

    @override
    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Ask for a yes."""
        if user_input is not None:
            _change(self.hass, self._entry, self._subentry, {CONF_VERSION: self._found})
            return self.async_create_entry(data={})
        return self.async_show_form(
            step_id="confirm",
            data_schema=probatio.Schema({}),
            description_placeholders={"device": self._subentry.title, "found": self._found},
        )


class CloudFlow(CureFlow):
    """Calls Tuya's cloud again, after the user has renewed what had ended."""

    def __init__(self, entry: TuyaTwinConfigEntry) -> None:
        """Know the household."""
        self._entry = entry

    @override
    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Ask for a yes, and see whether it is true."""
        errors: dict[str, str] = {}
        if user_input is not None:
            if not await self._async_still_refused():
                return self.async_create_entry(data={})
            errors["base"] = "still_refused"
        return self.async_show_form(
            step_id="confirm",
            data_schema=probatio.Schema({}),
            errors=errors,
            description_placeholders={"household": self._entry.title},
        )

    async def _async_still_refused(self) -> bool:
        if self._entry.state is not ConfigEntryState.LOADED:
            return False
        coordinator: HouseholdCoordinator = self._entry.runtime_data
        if (account := coordinator.account) is None:
            return False
        account.client.retry()
        try:
            await account.client.devices()
        except CloudError:
            return True
        return False


class DrillFlow(CureFlow):
    """Tries the alarm out, and says what failed."""

    def __init__(self, entry: TuyaTwinConfigEntry) -> None:
        """Know the household."""
        self._entry = entry

    @override
    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Ask for a yes, for it is seen and heard, and carry out the drill."""
        errors: dict[str, str] = {}
        failed = ""
        if user_input is not None:
            if self._entry.state is not ConfigEntryState.LOADED:
                return self.async_abort(reason="not_loaded")
            coordinator: HouseholdCoordinator = self._entry.runtime_data
            try:
                run = await coordinator.response.drill(HOUSE, Cause(origin="person"))
            except DrillRefusedError:
                errors["base"] = "drill_refused"
            else:
                if not run.failed:
                    return self.async_create_entry(data={})
                errors["base"] = "drill_failed"
                failed = ", ".join(step.device.name for step in run.failed)
        return self.async_show_form(
            step_id="confirm",
            data_schema=probatio.Schema({}),
            errors=errors,
            description_placeholders={"household": self._entry.title, "failed": failed},
        )


def _change(
    hass: HomeAssistant,
    entry: TuyaTwinConfigEntry,
    subentry: ConfigSubentry,
    changes: dict[str, Any],
) -> None:
    """Change a device; the household is rebuilt with it."""
    hass.config_entries.async_update_subentry(entry, subentry, data={**subentry.data, **changes})
