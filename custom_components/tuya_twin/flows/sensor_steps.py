"""Which sensors watch over which zone."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from homeassistant.components.binary_sensor.const import DOMAIN as BINARY_SENSOR
from homeassistant.config_entries import ConfigFlowResult
from homeassistant.const import CONF_ZONE
from homeassistant.core import callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.selector import (
    BooleanSelector,
    EntitySelector,
    EntitySelectorConfig,
    EntityWithDeviceFilterSelectorConfig,
    SelectOptionDict,
)
import probatio

from ..core.model import Zone
from ..core.signs import Role
from ..household import zones
from ..references import entity_id_of, entity_ids_of, reference_to
from ..sensor_roles import guessed_role, is_sensor, is_unfit, sensors_of_area, unfit_sensors
from .checks import Errors
from .forms import Fields
from .option_fields import named
from .sensor_list import Sensors, chosen_for, in_zone
from .sensor_page import SensorPages

_SENSORS, _FORGET_GONE = "sensors", "forget_gone"


class SensorSteps(SensorPages):
    """A menu, and a page for each zone, which shows the sensors of its area before it has any."""

    zone: Zone
    """The zone that was chosen."""

    async def async_step_sensors(
        self, _user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask whether sensors are chosen, or one of them is set."""
        registry = er.async_get(self.hass)
        known = [sensor.entity for sensor in self.known_sensors]
        one = ["choose_sensor"] if entity_ids_of(registry, known) else []
        return self.async_show_menu(step_id="sensors", menu_options=["sensor_zone", *one])

    async def async_step_sensor_zone(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for which zone."""
        known = {zone.id: zone for zone in zones(self.config_entry)}
        if user_input is not None:
            self.zone = known[user_input[CONF_ZONE]]
            return await self.async_step_zone_sensors()
        options = [SelectOptionDict(value=zone.id, label=zone.name) for zone in known.values()]
        return self.form("sensor_zone", {probatio.Required(CONF_ZONE): named(options)}, {})

    async def async_step_zone_sensors(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask which sensors watch over the zone."""
        registry = er.async_get(self.hass)
        here = in_zone(self.known_sensors, self.zone.id)
        present = entity_ids_of(registry, (sensor.entity for sensor in here))
        gone = [each.entity for each in here if entity_id_of(registry, each.entity) is None]
        errors: Errors = {}
        known: dict[str, Any] = {_SENSORS: present if here else self._suggested()}
        if user_input is not None:
            known = user_input
            if not (errors := self._wrong_sensors(known, present)):
                kept = [] if known.get(_FORGET_GONE) else gone
                return await self._async_chosen(known.get(_SENSORS, ()), kept)
        about = {"zone": self.zone.name, "gone": str(len(gone))}
        return self.form("zone_sensors", self._fields(present, gone), known, errors, about)

    async def async_step_move_sensors(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Have it confirmed that sensors leave other zones."""
        if user_input is None:
            about = {"zone": self.zone.name, "sensors": self.sensor_names(self._moved())}
            return self.form("move_sensors", {}, {}, placeholders=about)
        return await self.async_next_sensor()

    async def _async_chosen(self, chosen: Iterable[str], gone: Iterable[str]) -> ConfigFlowResult:
        roles = self._roles(chosen)
        before = self.known_sensors
        # Those that are gone are known, so that no role is made up for them.
        certain = {entity: role or Role.MOTION for entity, role in roles.items()}
        certain |= dict.fromkeys(gone, Role.MOTION)
        self.sensors = chosen_for(self.zone.id, before, certain)
        known = {sensor.entity for sensor in before}
        self.unsure = [each for each, role in roles.items() if role is None and each not in known]
        if self._moved():
            return await self.async_step_move_sensors()
        return await self.async_next_sensor()

    @callback
    def _roles(self, chosen: Iterable[str]) -> Mapping[str, Role | None]:
        """The sensors by what the household knows them by, with the role each seems to have."""
        registry = er.async_get(self.hass)
        sensors = self.known_sensors
        known = {reference_to(registry, sensor.entity): sensor.entity for sensor in sensors}
        roles: dict[str, Role | None] = {}
        for entity_id in entity_ids_of(registry, chosen):
            reference = reference_to(registry, entity_id)
            roles[known.get(reference, reference)] = guessed_role(self.hass, entity_id)
        return roles

    @callback
    def _moved(self) -> Sensors:
        """Those that were in another zone so far."""
        before = {sensor.entity: sensor.zone for sensor in self.known_sensors}
        here = in_zone(self.sensors, self.zone.id)
        return tuple(each for each in here if before.get(each.entity, each.zone) != each.zone)

    @callback
    def _suggested(self) -> list[str]:
        """The sensors of the zone's area that watch over no other zone."""
        if self.zone.area is None:
            return []
        registry = er.async_get(self.hass)
        taken = (sensor.entity for sensor in self.known_sensors)
        elsewhere = entity_ids_of(registry, taken)
        return [
            each for each in sensors_of_area(self.hass, self.zone.area) if each not in elsewhere
        ]

    @callback
    def _fields(self, present: list[str], gone: list[str]) -> Fields:
        forgetting: Fields = {probatio.Required(_FORGET_GONE, default=False): BooleanSelector()}
        selector = EntitySelector(
            EntitySelectorConfig(
                filter=EntityWithDeviceFilterSelectorConfig(domain=BINARY_SENSOR),
                exclude_entities=[each for each in unfit_sensors(self.hass) if each not in present],
                multiple=True,
            )
        )
        return {
            probatio.Optional(_SENSORS): selector,
            **(forgetting if gone else {}),
        }

    @callback
    def _wrong_sensors(self, answers: Mapping[str, Any], present: Collection[str]) -> Errors:
        registry = er.async_get(self.hass)
        for sensor in answers.get(_SENSORS, ()):
            entity_id = entity_id_of(registry, sensor)
            if entity_id in present:
                continue
            if entity_id is None or not is_sensor(entity_id) or is_unfit(self.hass, entity_id):
                return {_SENSORS: "no_sign_of_danger"}
        return {}
