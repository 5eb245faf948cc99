"""What keeps doors from being locked, and from being unlocked."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from homeassistant.components.binary_sensor.const import DOMAIN as BINARY_SENSOR
from homeassistant.config_entries import ConfigFlowResult
from homeassistant.helpers.selector import (
    BooleanSelector,
    EntitySelector,
    EntitySelectorConfig,
    EntityWithDeviceFilterSelectorConfig,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
import probatio

from ..core.codes import CodeHash
from ..core.errors import InvalidPolicyError
from ..core.settings import Interlock
from ..hazards import HAZARD_CLASSES
from .checks import Errors
from .forms import Fields, cleaned
from .options_base import OptionsPages

_SENSORS, _BY_CLASS = "sensors", "by_class"
_CODE, _CODE_AGAIN, _REMOVE_CODE = "code", "code_again", "remove_code"


class InterlockSteps(OptionsPages):
    """One page. A code goes in and never comes out again."""

    async def async_step_locks(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask what forbids locking, and for the code that unlocking takes."""
        interlock = self.settings.interlock
        errors: Errors = {}
        known: dict[str, Any] = {
            _SENSORS: list(interlock.sensors),
            _BY_CLASS: interlock.by_class,
            _REMOVE_CODE: False,
        }
        if user_input is not None:
            known = cleaned(user_input)
            if not (errors := _mistakes(known)):
                try:
                    changed = await self._async_interlock(known, interlock.code)
                except InvalidPolicyError:
                    errors = {_CODE: "code_not_digits"}
                else:
                    return self.save(replace(self.settings, interlock=changed))
        shown = {name: value for name, value in known.items() if name not in (_CODE, _CODE_AGAIN)}
        return self.form("locks", _fields(interlock), shown, errors)

    async def _async_interlock(
        self, answers: Mapping[str, Any], code: CodeHash | None
    ) -> Interlock:
        """The interlock that was answered, given the code so far. Raises `InvalidPolicyError`."""
        if answers.get(_REMOVE_CODE):
            code = None
        elif typed := answers.get(_CODE):
            code = await self.hass.async_add_executor_job(CodeHash.of, typed)
        return Interlock(
            sensors=tuple(answers.get(_SENSORS, ())), by_class=answers[_BY_CLASS], code=code
        )


def _fields(interlock: Interlock) -> Fields:
    removal: Fields = {probatio.Required(_REMOVE_CODE): BooleanSelector()}
    return {
        probatio.Optional(_SENSORS): EntitySelector(
            EntitySelectorConfig(
                filter=EntityWithDeviceFilterSelectorConfig(
                    domain=BINARY_SENSOR, device_class=list(HAZARD_CLASSES)
                ),
                multiple=True,
            )
        ),
        probatio.Required(_BY_CLASS): BooleanSelector(),
        probatio.Optional(_CODE): _code_selector(),
        probatio.Optional(_CODE_AGAIN): _code_selector(),
        **(removal if interlock.code is not None else {}),
    }


def _code_selector() -> TextSelector:
    return TextSelector(
        TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="new-password")
    )


def _mistakes(answers: Mapping[str, Any]) -> Errors:
    sensors = answers.get(_SENSORS, ())
    if not all(sensor.startswith(f"{BINARY_SENSOR}.") for sensor in sensors):
        return {_SENSORS: "not_a_sensor"}
    if answers.get(_CODE, "") != answers.get(_CODE_AGAIN, ""):
        return {_CODE_AGAIN: "codes_differ"}
    if answers.get(_CODE) and answers.get(_REMOVE_CODE):
        return {_REMOVE_CODE: "code_set_and_removed"}
    return {}
