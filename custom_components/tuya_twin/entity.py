"""What every entity of a device has in common."""

from collections.abc import Callable
from typing import override

from homeassistant.core import callback
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .const import DOMAIN
from .coordinator import TuyaTwinConfigEntry
from .core.model import Command, DeviceKind, DeviceReport
from .core.orchestrator import DEADLINE
from .devices.link import DeviceLink
from .helpers import device_errors
from .household import device_subentries, protocol_version


class TuyaTwinEntity(Entity):
    """Shows a device as it last reported itself, and nothing it has not reported."""

    _attr_has_entity_name = True
    _attr_should_poll = False

    def __init__(self, link: DeviceLink, version: str) -> None:
        """Belong to the device behind this link; `version` is its protocol's."""
        self.link = link
        device = link.device
        self._attr_unique_id = device.id
        self._attr_device_info = DeviceInfo(
            identifiers={(DOMAIN, device.id)},
            name=device.name,
            manufacturer="Tuya",
            model=f"{device.kind.value.capitalize()}, protocol {version}",
        )

    @property
    @override
    def available(self) -> bool:
        return self.link.report.reachable

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.async_on_remove(self.link.subscribe(self._reported))

    @callback
    def _reported(self, _report: DeviceReport) -> None:
        self.async_write_ha_state()

    async def _execute(self, command: Command) -> None:
        """Command the device and return once it has proven that it obeyed.

        Raises a translated `HomeAssistantError` if it did not.
        """
        with device_errors(self.link.device):
            await self.link.execute(command, within=DEADLINE, on_sent=_nobody_waits_for_it)


def _nobody_waits_for_it() -> None:
    """A person at a switch sees the result, not the way there."""


def add_entities(
    entry: TuyaTwinConfigEntry,
    kind: DeviceKind,
    make: Callable[[DeviceLink, str], TuyaTwinEntity],
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add one entity for each device of a kind, each under its own subentry."""
    for subentry in device_subentries(entry):
        link = entry.runtime_data.links[subentry.subentry_id]
        if link.device.kind is kind:
            async_add_entities(
                [make(link, protocol_version(subentry))],
                config_subentry_id=subentry.subentry_id,
            )
