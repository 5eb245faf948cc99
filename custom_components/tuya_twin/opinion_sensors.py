"""How the second opinion is doing, what it said last, and what it was asked, as sensors."""

from collections.abc import Iterator
from typing import Any, override

from homeassistant.components.sensor import SensorEntity
from homeassistant.components.sensor.const import SensorDeviceClass, SensorStateClass
from homeassistant.const import EntityCategory

from .ai_review import ReviewState
from .coordinator import HouseholdCoordinator
from .core.facts import OpinionGiven
from .core.house import HouseUpdate
from .household_entity import HouseholdEntity


def opinion_sensors(coordinator: HouseholdCoordinator) -> Iterator[HouseholdEntity]:
    """Both, for the household."""
    yield OpinionSensor(coordinator)
    yield AiCallsSensor(coordinator)


class ReviewerSensor(HouseholdEntity, SensorEntity):
    """Something that the reviewer tells."""

    _attr_entity_category = EntityCategory.DIAGNOSTIC

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.async_on_remove(self.coordinator.reviewer.subscribe(self.async_write_ha_state))

    @override
    def _concerns(self, update: HouseUpdate | None) -> bool:
        return False


class OpinionSensor(ReviewerSensor):
    """Whether an AI could be asked, and what it said last."""

    key = "second_opinion"
    _attr_translation_key = key
    _attr_device_class = SensorDeviceClass.ENUM
    _unrecorded_attributes = frozenset({"summary"})

    def __init__(self, coordinator: HouseholdCoordinator) -> None:
        """Belong to the household."""
        super().__init__(coordinator)
        self._attr_options = [state.value for state in ReviewState]

    @override
    def _concerns(self, update: HouseUpdate | None) -> bool:
        return isinstance(update, OpinionGiven)

    @property
    @override
    def native_value(self) -> str:
        return self.coordinator.reviewer.state.value

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any]:
        opinion = self.house.lookout.opinion
        if opinion is None:
            return {"level": None, "confidence": None, "summary": None, "fate": None}
        return {
            "level": None if opinion.status is None else opinion.status.value.lower(),
            "confidence": opinion.confidence,
            "summary": opinion.summary or None,
            "fate": opinion.fate.value,
        }


class AiCallsSensor(ReviewerSensor):
    """How often an AI was asked since midnight: each day has its budget."""

    key = "ai_calls"
    _attr_translation_key = key
    _attr_state_class = SensorStateClass.TOTAL_INCREASING

    @property
    @override
    def native_value(self) -> int:
        return self.coordinator.reviewer.calls_today

    @property
    @override
    def extra_state_attributes(self) -> dict[str, int]:
        return {"budget": self.coordinator.settings.analysis.review.calls_a_day}
