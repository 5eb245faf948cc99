"""How screens reach the household: how many may, a port of their own, a bus to edge servers."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.const import CONF_HOST, CONF_PORT
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
import probatio

from ..core.addresses import is_bus, is_loopback, is_origin
from ..core.errors import CertificateError
from ..core.settings import CONNECTIONS, PORTS, OwnPort, Screens
from ..feed.tls import load_pair
from .checks import Errors
from .forms import Fields, cleaned
from .option_fields import number
from .options_base import OptionsPages

_PER_ADDRESS, _PER_USER = "per_address", "per_user"
_BUS, _REMOVE_BUS = "bus", "remove_bus"
_OWN_PORT = "own_port"
_ENABLED, _CERTIFICATE, _KEY = "enabled", "certificate", "key"
_ORIGINS, _IN_THE_CLEAR = "origins", "in_the_clear"

_EXAMPLES = {
    "bus_example": "redis://user:password@192.168.1.9:6379",
    "origin_example": "https://wall.example",
}
_OWN_PORT_FIELDS: Fields = {
    probatio.Required(_ENABLED): BooleanSelector(),
    probatio.Required(CONF_HOST): TextSelector(),
    probatio.Required(CONF_PORT): NumberSelector(
        NumberSelectorConfig(min=PORTS[0], max=PORTS[1], mode=NumberSelectorMode.BOX)
    ),
    probatio.Optional(_CERTIFICATE): TextSelector(),
    probatio.Optional(_KEY): TextSelector(),
    probatio.Optional(_ORIGINS): TextSelector(TextSelectorConfig(multiple=True)),
    probatio.Required(_IN_THE_CLEAR): BooleanSelector(),
}


class ScreenSteps(OptionsPages):
    """One page. The address of the bus goes in and never comes out again."""

    async def async_step_screens(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for limits, the bus, and the port."""
        screens = self.settings.screens
        errors: Errors = {}
        known = _known(screens)
        if user_input is not None:
            known = cleaned(user_input)
            known[_OWN_PORT] = _own_port_answers(known[_OWN_PORT])
            errors = _mistakes(known) or await self.hass.async_add_executor_job(
                _unusable, known[_OWN_PORT]
            )
            if not errors:
                return self.save(replace(self.settings, screens=_screens(known, screens.bus)))
        shown = {name: value for name, value in known.items() if name != _BUS}
        return self.form("screens", _fields(screens), shown, errors, _EXAMPLES)


def _known(screens: Screens) -> dict[str, Any]:
    port = screens.own_port
    return {
        _PER_ADDRESS: screens.per_address,
        _PER_USER: screens.per_user,
        _REMOVE_BUS: False,
        _OWN_PORT: {
            _ENABLED: port.enabled,
            CONF_HOST: port.host,
            CONF_PORT: port.port,
            _CERTIFICATE: port.certificate,
            _KEY: port.key,
            _ORIGINS: list(port.origins),
            _IN_THE_CLEAR: port.in_the_clear,
        },
    }


def _fields(screens: Screens) -> Fields:
    removal: Fields = {probatio.Required(_REMOVE_BUS): BooleanSelector()}
    return {
        probatio.Required(_PER_ADDRESS): number(*CONNECTIONS),
        probatio.Required(_PER_USER): number(*CONNECTIONS),
        probatio.Optional(_BUS): TextSelector(
            TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="off")
        ),
        **(removal if screens.bus else {}),
        probatio.Required(_OWN_PORT): section(
            probatio.Schema(_OWN_PORT_FIELDS), {"collapsed": not screens.own_port.enabled}
        ),
    }


def _own_port_answers(answers: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed about the port, without blanks, and origins as browsers write them."""
    origins = (origin.strip().lower().rstrip("/") for origin in answers.get(_ORIGINS, ()))
    return {
        _CERTIFICATE: "",
        _KEY: "",
        **cleaned(answers),
        _ORIGINS: [*dict.fromkeys(filter(None, origins))],
    }


def _mistakes(answers: Mapping[str, Any]) -> Errors:
    bus = answers.get(_BUS, "")
    if bus and not is_bus(bus):
        return {_BUS: "not_a_bus"}
    if bus and answers.get(_REMOVE_BUS):
        return {_REMOVE_BUS: "bus_set_and_removed"}
    mistake = _own_port_mistake(answers[_OWN_PORT])
    return {} if mistake is None else {_OWN_PORT: mistake}


def _own_port_mistake(port: Mapping[str, Any]) -> str | None:
    if not port[CONF_HOST]:
        return "host_blank"
    if bool(port[_CERTIFICATE]) is not bool(port[_KEY]):
        return "certificate_alone"
    if not all(map(is_origin, port[_ORIGINS])):
        return "not_an_origin"
    clear = not port[_CERTIFICATE] and not is_loopback(port[CONF_HOST])
    return "in_the_clear" if port[_ENABLED] and clear and not port[_IN_THE_CLEAR] else None


def _unusable(port: Mapping[str, Any]) -> Errors:
    """What is wrong with the certificate of a port that is to be opened. Reads files."""
    if not port[_ENABLED] or not port[_CERTIFICATE]:
        return {}
    try:
        load_pair(Path(port[_CERTIFICATE]), Path(port[_KEY]))
    except CertificateError:
        return {_OWN_PORT: "certificate_unusable"}
    return {}


def _screens(answers: Mapping[str, Any], bus: str) -> Screens:
    port = answers[_OWN_PORT]
    return Screens(
        per_address=round(answers[_PER_ADDRESS]),
        per_user=round(answers[_PER_USER]),
        bus="" if answers.get(_REMOVE_BUS) else answers.get(_BUS) or bus,
        own_port=OwnPort(
            enabled=port[_ENABLED],
            host=port[CONF_HOST],
            port=port[CONF_PORT],
            certificate=port[_CERTIFICATE],
            key=port[_KEY],
            origins=tuple(port[_ORIGINS]),
            in_the_clear=port[_IN_THE_CLEAR],
        ),
    )
