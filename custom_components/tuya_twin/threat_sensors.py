"""How dangerous it is by the rules of the analysis, with every reason, as sensors."""

from collections.abc import Iterator
from typing import Any, override

from homeassistant.components.sensor import SensorEntity
from homeassistant.components.sensor.const import SensorDeviceClass

from .coordinator import HouseholdCoordinator
from .core.assessment import Assessment
from .core.facts import Assessed, StatusUpdate
from .core.house import HouseUpdate
from .core.model import HOUSE, Status
from .core.verdict import is_over
from .household_entity import HouseholdEntity


def threat_sensors(coordinator: HouseholdCoordinator) -> Iterator[HouseholdEntity]:
    """One for each zone."""
    return (ThreatSensor(coordinator, zone.id) for zone in coordinator.house.zones)


class ThreatSensor(HouseholdEntity, SensorEntity):
    """What the rules found in a zone last; once somebody has set it to green, that is over."""

    key = "threat"
    _attr_translation_key = key
    _attr_device_class = SensorDeviceClass.ENUM
    _unrecorded_attributes = frozenset({"reasons", "sensors", "at"})

    def __init__(self, coordinator: HouseholdCoordinator, zone: str) -> None:
        """Show the newest assessment of the zone; unknown while there was none."""
        super().__init__(coordinator, zone)
        self._attr_options = [status.value.lower() for status in Status]

    @override
    def _concerns(self, update: HouseUpdate | None) -> bool:
        match update:
            case Assessed(assessment=found):
                return found.zone == self.zone
            case StatusUpdate(zone=zone, status=Status.GREEN_SAFE):
                return zone in (self.zone, HOUSE)
        return False

    @property
    def _found(self) -> Assessment | None:
        return self.house.lookout.assessments.get(self.zone)

    @property
    @override
    def native_value(self) -> str | None:
        if (found := self._found) is None:
            return None
        shown = Status.GREEN_SAFE if is_over(self.house, found) else found.status
        return shown.value.lower()

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any]:
        if (found := self._found) is None:
            return {"score": None, "reasons": [], "sensors": [], "at": None}
        return {
            "score": found.score,
            "reasons": self.coordinator.surveillance.threats.words(found),
            "sensors": [event.name for event in found.events],
            "at": found.at.isoformat(),
        }
