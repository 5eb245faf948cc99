"""Triggers of their own: a zone has changed its status, a run has failed."""

from typing import ClassVar, Final, override

from homeassistant.components.event.const import (
    DOMAIN as EVENT,
    EventEntityStateAttribute,
)
from homeassistant.components.sensor.const import DOMAIN as SENSOR
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.trigger import (
    EntityTargetStateTriggerBase,
    NotTriggeredReasonReporter,
    StatelessEntityTriggerBase,
    Trigger,
    TriggerConfig,
)

from .announcer import RunEvent
from .core.model import Status
from .event import RunsEvent
from .household_entity import are_ours
from .household_sensors import StatusSensor

_STATUSES: Final = {SENSOR: DomainSpec()}
_RUNS: Final = {EVENT: DomainSpec()}


class ZoneTrigger(EntityTargetStateTriggerBase):
    """Fires when one of our statuses becomes another; a target's other entities do not count."""

    _domain_specs = _STATUSES
    status: ClassVar[Status]

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Wait for one status."""
        super().__init__(hass, config)
        self._to_states = {self.status.lower()}

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        return are_ours(self._hass, super().entity_filter(entities), StatusSensor.key)


class ZoneTurnedRed(ZoneTrigger):
    """It has become critical."""

    status = Status.RED_CRITICAL


class ZoneTurnedYellow(ZoneTrigger):
    """It has become a warning, from either side."""

    status = Status.YELLOW_WARNING


class ZoneTurnedGreen(ZoneTrigger):
    """It has become safe."""

    status = Status.GREEN_SAFE


class RunFailed(StatelessEntityTriggerBase):
    """A run is over, and some device did not do its part."""

    _domain_specs = _RUNS

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        return are_ours(self._hass, super().entity_filter(entities), RunsEvent.key)

    @override
    def is_valid_state(
        self, state: State, report_not_triggered: NotTriggeredReasonReporter
    ) -> bool:
        return state.attributes.get(EventEntityStateAttribute.EVENT_TYPE) == RunEvent.FAILED


TRIGGERS: dict[str, type[Trigger]] = {
    "zone_turned_red": ZoneTurnedRed,
    "zone_turned_yellow": ZoneTurnedYellow,
    "zone_turned_green": ZoneTurnedGreen,
    "run_failed": RunFailed,
}


async def async_get_triggers(_hass: HomeAssistant) -> dict[str, type[Trigger]]:
    """The triggers by their names, which `triggers.yaml` describes."""
    return TRIGGERS
