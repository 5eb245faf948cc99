"""Conditions of their own: which status a zone shows, and whether it is ready."""

from typing import ClassVar, Final, override

from homeassistant.components.binary_sensor.const import DOMAIN as BINARY_SENSOR
from homeassistant.components.sensor.const import DOMAIN as SENSOR
from homeassistant.const import STATE_OFF
from homeassistant.core import HomeAssistant
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.condition import (
    Condition,
    ConditionConfig,
    EntityStateConditionBase,
)

from .binary_sensor import ReadinessSensor
from .core.model import Status
from .household_entity import are_ours
from .household_sensors import StatusSensor

_STATUSES: Final = {SENSOR: DomainSpec()}
_READINESS: Final = {BINARY_SENSOR: DomainSpec()}


class ZoneCondition(EntityStateConditionBase):
    """Looks at our entities of one kind; a target's other entities do not count."""

    _domain_specs = _STATUSES
    key: ClassVar[str] = StatusSensor.key
    state: ClassVar[str]

    def __init__(self, hass: HomeAssistant, config: ConditionConfig) -> None:
        """Look for one state."""
        super().__init__(hass, config)
        self._states = {self.state}

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        return are_ours(self._hass, super().entity_filter(entities), self.key)


class ZoneIsRed(ZoneCondition):
    """It is critical."""

    state = Status.RED_CRITICAL.lower()


class ZoneIsYellow(ZoneCondition):
    """It is a warning."""

    state = Status.YELLOW_WARNING.lower()


class ZoneIsGreen(ZoneCondition):
    """It is safe."""

    state = Status.GREEN_SAFE.lower()


class ZoneIsReady(ZoneCondition):
    """Nothing keeps it from responding."""

    _domain_specs = _READINESS
    key = ReadinessSensor.key
    state = STATE_OFF


CONDITIONS: dict[str, type[Condition]] = {
    "zone_is_red": ZoneIsRed,
    "zone_is_yellow": ZoneIsYellow,
    "zone_is_green": ZoneIsGreen,
    "zone_is_ready": ZoneIsReady,
}


async def async_get_conditions(_hass: HomeAssistant) -> dict[str, type[Condition]]:
    """The conditions by their names, which `conditions.yaml` describes."""
    return CONDITIONS
