"""How the house is watched; and faults of simulated devices, to see what it makes of them."""

from collections.abc import Iterator
from typing import override

from homeassistant.components.select import SelectEntity
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .const import DOMAIN
from .coordinator import TuyaTwinConfigEntry
from .devices.link import DeviceLink
from .devices.simulator import Fault, SimulatedDevice, faults_for
from .entity import TuyaTwinEntity, add_entities
from .members import Member
from .watch_select import WatchSelect

PARALLEL_UPDATES = 0


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: TuyaTwinConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the watch of the household, and a choice of faults for every simulated device."""
    simulated = entry.runtime_data.simulation.devices
    async_add_entities([WatchSelect(entry.runtime_data)])

    def make(member: Member, link: DeviceLink) -> Iterator[TuyaTwinEntity]:
        if (device := simulated.get(member.device.id)) is not None:
            yield SimulatedFaultSelect(member, link, device)

    add_entities(entry, make, async_add_entities)


class SimulatedFaultSelect(TuyaTwinEntity, SelectEntity):
    """What is wrong with a simulated device."""

    _attr_translation_key = "simulated_fault"
    _attr_entity_category = EntityCategory.CONFIG

    def __init__(self, member: Member, link: DeviceLink, simulated: SimulatedDevice) -> None:
        """Switch the faults of `simulated`, the device behind `link`."""
        super().__init__(member, link)
        self._simulated = simulated
        self._attr_unique_id = f"{link.device.id}_fault"
        self._attr_options = [
            fault.value for fault in faults_for(link.device.kind, simulated.config.model)
        ]

    @property
    @override
    def available(self) -> bool:
        # The fault is the world's, not the device's: it can be switched while nobody answers.
        return True

    @property
    @override
    def current_option(self) -> str:
        return self._simulated.fault.value

    @override
    async def async_select_option(self, option: str) -> None:
        """Let the fault happen.

        Raises a translated `HomeAssistantError` for a device that has lost its address while it
        was unplugged. Reloading the household brings it back.
        """
        try:
            await self._simulated.set_fault(Fault(option))
        except (OSError, RuntimeError) as error:
            raise HomeAssistantError(
                translation_domain=DOMAIN,
                translation_key="simulation_address_taken",
                translation_placeholders={"error": str(error)},
            ) from error
        self.async_write_ha_state()
