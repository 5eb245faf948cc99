"""Faults of simulated devices, to switch on and see what the house makes of them."""

from typing import override

from homeassistant.components.select import SelectEntity
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import TuyaTwinConfigEntry
from .devices.link import DeviceLink
from .devices.simulator import Fault, SimulatedDevice, faults_for
from .entity import TuyaTwinEntity
from .household import device_subentries, protocol_version

PARALLEL_UPDATES = 0


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: TuyaTwinConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add a choice of faults for every simulated device."""
    coordinator = entry.runtime_data
    for subentry in device_subentries(entry):
        link = coordinator.links[subentry.subentry_id]
        simulated = coordinator.simulation.devices.get(link.device.id)
        if simulated is not None:
            async_add_entities(
                [SimulatedFaultSelect(link, protocol_version(subentry), simulated)],
                config_subentry_id=subentry.subentry_id,
            )


class SimulatedFaultSelect(TuyaTwinEntity, SelectEntity):
    """What is wrong with a simulated device."""

    _attr_translation_key = "simulated_fault"
    _attr_entity_category = EntityCategory.CONFIG

    def __init__(self, link: DeviceLink, version: str, simulated: SimulatedDevice) -> None:
        """Switch the faults of `simulated`, the device behind `link`."""
        super().__init__(link, version)
        self._simulated = simulated
        self._attr_unique_id = f"{link.device.id}_fault"
        self._attr_options = [fault.value for fault in faults_for(link.device.kind)]

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
        """Let the fault happen."""
        await self._simulated.set_fault(Fault(option))
        self.async_write_ha_state()
