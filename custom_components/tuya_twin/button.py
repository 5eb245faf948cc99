"""To try the alarm out, to say that one is seen to, and to have something happen."""

from typing import override

from homeassistant.components.button import ButtonEntity
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .causes import async_cause
from .coordinator import TuyaTwinConfigEntry
from .core.facts import Answer, Answered, StatusUpdate
from .core.house import HouseUpdate
from .helpers import raise_for_failed, refusals
from .household_entity import HouseholdEntity, zones_of
from .simulated_entities import moment_buttons

PARALLEL_UPDATES = 0


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: TuyaTwinConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add drills of the household and its zones, the answer to an alarm, and what may happen."""
    coordinator = entry.runtime_data
    async_add_entities(DrillButton(coordinator, zone) for zone in zones_of(coordinator))
    async_add_entities([AcknowledgeButton(coordinator)])
    async_add_entities(moment_buttons(coordinator))


class DrillButton(HouseholdEntity, ButtonEntity):
    """Tries the devices of a zone, or all of them."""

    key = "drill"
    _attr_translation_key = key
    _attr_entity_category = EntityCategory.DIAGNOSTIC

    @override
    def _concerns(self, _update: HouseUpdate | None) -> bool:
        return False

    @override
    async def async_press(self) -> None:
        """Return when every device has proven itself; names those that did not in an error."""
        cause = await async_cause(self.hass, self._context)
        with refusals():
            run = await self.coordinator.response.drill(self.zone, cause)
        raise_for_failed(run)


class AcknowledgeButton(HouseholdEntity, ButtonEntity):
    """Somebody sees to the alarm: nobody else has to be told."""

    key = "acknowledge"
    _attr_translation_key = key

    @override
    def _concerns(self, update: HouseUpdate | None) -> bool:
        return isinstance(update, StatusUpdate | Answered)

    @property
    @override
    def available(self) -> bool:
        incident = self.house.incident
        return incident is not None and incident.answered is None

    @override
    async def async_press(self) -> None:
        """Answer the incident that is open."""
        cause = await async_cause(self.hass, self._context)
        with refusals():
            await self.coordinator.response.answer(Answer.ACKNOWLEDGED, cause)
