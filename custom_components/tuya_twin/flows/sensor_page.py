"""What one sensor tells of, and when it counts."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from homeassistant.config_entries import ConfigFlowResult
from homeassistant.core import callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.selector import (
    BooleanSelector,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)
import probatio

from ..core.analysis import Sensor
from ..core.signs import HAZARDS, Role, WatchMode
from ..household import zones
from ..references import entity_id_of, friendly_name
from ..sensor_roles import ROLES
from ..simulated_sensors import analysis_of
from .checks import Errors
from .forms import Fields, choice
from .option_fields import named
from .options_base import OptionsPages
from .sensor_list import Sensors, fellows, together

_SENSOR = "sensor"
_ROLE, _MODES, _ALWAYS, _ENTRY, _TOGETHER = "role", "modes", "always", "entry", "together"
_ENTRIES: Mapping[str, bool | None] = {"by_role": None, "waits": True, "at_once": False}

WATCHED = (WatchMode.HOME, WatchMode.NIGHT, WatchMode.AWAY)
"""The modes in which the house is watched."""


class SensorPages(OptionsPages):
    """One page for each sensor; a new one whose role nothing tells comes to it by itself."""

    sensors: Sensors
    """All sensors, as they will be saved."""
    asked: str
    """Which of them the page is about."""
    unsure: list[str]
    """Those that are asked about afterwards."""

    @property
    def known_sensors(self) -> Sensors:
        """The sensors that count now, which for a simulated household need not be picked."""
        return analysis_of(self.hass, self.config_entry, self.settings).sensors

    async def async_step_choose_sensor(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask which sensor."""
        self.sensors, self.unsure = self.known_sensors, []
        if user_input is not None:
            self.asked = user_input[_SENSOR]
            return await self.async_step_sensor()
        options = self._named(self.sensors)
        return self.form("choose_sensor", {probatio.Required(_SENSOR): named(options)}, {})

    async def async_step_sensor(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask about the sensor."""
        sensor = next(each for each in self.sensors if each.entity == self.asked)
        errors: Errors = {}
        others = self._named(
            each
            for each in self.sensors
            if each.entity != sensor.entity and each.role not in HAZARDS
        )
        known = _answers(sensor, _among(others, fellows(self.sensors, sensor)))
        if user_input is not None:
            known = user_input
            if not (errors := _mistakes(known)):
                changed = _changed(sensor, known)
                self.sensors = together(self.sensors, changed, known.get(_TOGETHER, ()))
                return await self.async_next_sensor()
        about = {"sensor": self._name(sensor), "zone": self._zone_name(sensor)}
        return self.form("sensor", _fields(others), known, errors, about)

    async def async_next_sensor(self) -> ConfigFlowResult:
        """Ask about the next sensor that has to be asked about; with none left, save them all."""
        if self.unsure:
            self.asked = self.unsure.pop(0)
            return await self.async_step_sensor()
        settings = self.settings
        return self.save(
            replace(settings, analysis=replace(settings.analysis, sensors=self.sensors))
        )

    @callback
    def sensor_names(self, sensors: Sensors) -> str:
        """What people call these sensors."""
        return ", ".join(map(self._name, sensors))

    @callback
    def _named(self, sensors: Iterable[Sensor]) -> list[SelectOptionDict]:
        """The sensors that are still there, to choose from."""
        return [
            SelectOptionDict(
                value=sensor.entity, label=f"{self._name(sensor)} ({self._zone_name(sensor)})"
            )
            for sensor in sensors
            if entity_id_of(er.async_get(self.hass), sensor.entity) is not None
        ]

    @callback
    def _name(self, sensor: Sensor) -> str:
        entity_id = entity_id_of(er.async_get(self.hass), sensor.entity)
        return sensor.entity if entity_id is None else friendly_name(self.hass, entity_id)

    @callback
    def _zone_name(self, sensor: Sensor) -> str:
        names = {zone.id: zone.name for zone in zones(self.config_entry)}
        return names.get(sensor.zone, sensor.zone)


def _answers(sensor: Sensor, others: list[str]) -> dict[str, Any]:
    entry = next(name for name, entry in _ENTRIES.items() if entry is sensor.entry)
    return {
        _ROLE: sensor.role.value,
        _MODES: [mode.value for mode in sensor.modes],
        _ALWAYS: sensor.always,
        _ENTRY: entry,
        _TOGETHER: others,
    }


def _among(options: Iterable[SelectOptionDict], chosen: Iterable[str]) -> list[str]:
    """Those chosen that can be chosen; the others are gone."""
    offered = {option["value"] for option in options}
    return [each for each in chosen if each in offered]


def _fields(others: list[SelectOptionDict]) -> Fields:
    several: Fields = {probatio.Optional(_TOGETHER): _several(others)}
    return {
        probatio.Required(_ROLE): SelectSelector(
            SelectSelectorConfig(
                options=[role.value for role in ROLES],
                translation_key="sensor_role",
                mode=SelectSelectorMode.DROPDOWN,
            )
        ),
        probatio.Optional(_MODES): SelectSelector(
            SelectSelectorConfig(
                options=[mode.value for mode in WATCHED],
                translation_key="watch_mode",
                multiple=True,
                mode=SelectSelectorMode.LIST,
            )
        ),
        probatio.Required(_ALWAYS): BooleanSelector(),
        probatio.Required(_ENTRY): choice([*_ENTRIES], "entry_delay"),
        **(several if others else {}),
    }


def _several(options: list[SelectOptionDict]) -> SelectSelector:
    return SelectSelector(
        SelectSelectorConfig(options=options, multiple=True, mode=SelectSelectorMode.DROPDOWN)
    )


def _mistakes(answers: Mapping[str, Any]) -> Errors:
    hazard = Role(answers[_ROLE]) in HAZARDS
    return {_TOGETHER: "hazard_alone"} if hazard and answers.get(_TOGETHER) else {}


def _changed(sensor: Sensor, answers: Mapping[str, Any]) -> Sensor:
    return replace(
        sensor,
        role=Role(answers[_ROLE]),
        modes=tuple(map(WatchMode, answers.get(_MODES, ()))),
        always=answers[_ALWAYS],
        entry=_ENTRIES[answers[_ENTRY]],
    )
