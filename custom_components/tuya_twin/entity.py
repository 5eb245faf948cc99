"""What every entity of a device has in common."""

from collections.abc import Callable, Iterable
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
from .devices.profiles import Profile
from .helpers import device_errors
from .household import protocol_version
from .members import Member


class TuyaTwinEntity(Entity):
    """Shows a device as it last reported itself, and nothing it has not reported."""

    _attr_has_entity_name = True
    _attr_should_poll = False

    def __init__(self, member: Member, link: DeviceLink) -> None:
        """Belong to a device of the household, which is reached by this link."""
        self.member = member
        self.link = link
        device = member.device
        version = protocol_version(member.subentry)
        self._attr_unique_id = device.id
        self._attr_device_info = DeviceInfo(
            identifiers={(DOMAIN, device.id)},
            name=device.name,
            manufacturer="Tuya",
            model=f"{device.kind.value.capitalize()}, protocol {version}",
        )

    @property
    def profile(self) -> Profile:
        """How the device speaks, and what of it can be asked for."""
        return self.link.profile

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
            await self.member.ladder.execute(command, within=DEADLINE, on_sent=_nobody_waits_for_it)


def _nobody_waits_for_it() -> None:
    """A person at a switch sees the result, not the way there."""


def add_entities(
    entry: TuyaTwinConfigEntry,
    make: Callable[[Member, DeviceLink], Iterable[TuyaTwinEntity]],
    async_add_entities: AddConfigEntryEntitiesCallback,
    *,
    kind: DeviceKind | None = None,
) -> None:
    """Add the entities of each device of a kind, or of any, each under its own subentry.

    One that is lent has its entity already.
    """
    for subentry_id, member in entry.runtime_data.members.items():
        if member.lan is not None and kind in (None, member.device.kind):
            async_add_entities(make(member, member.lan), config_subentry_id=subentry_id)
