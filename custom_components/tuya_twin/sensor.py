"""How the devices are reached and when they proved themselves; and the sensors of all else."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import override

from homeassistant.components.sensor import SensorEntity
from homeassistant.components.sensor.const import SensorDeviceClass, SensorStateClass
from homeassistant.const import PERCENTAGE, EntityCategory
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .account_sensors import account_sensors, forget_account_sensors
from .coordinator import HouseholdCoordinator, TuyaTwinConfigEntry
from .core.facts import StepEnded
from .core.house import HouseUpdate
from .core.model import DeviceReport, LockState, Reason, SirenState
from .devices.link import DeviceLink
from .devices.profiles import LockProfile, SirenProfile
from .entity import TuyaTwinEntity, add_entities
from .household_sensors import household_sensors
from .members import Member
from .opinion_sensors import opinion_sensors
from .threat_sensors import threat_sensors

PARALLEL_UPDATES = 0

_OK, _CONNECTING = "ok", "connecting"
_TROUBLES = (
    Reason.UNREACHABLE,
    Reason.HANDSHAKE_FAILED,
    Reason.WRONG_KEY,
    Reason.HELD,
    Reason.WEDGED,
    Reason.ASLEEP,
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: TuyaTwinConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the sensors of the household, of every device, and of the account of Tuya's cloud."""
    coordinator = entry.runtime_data
    if coordinator.account is None:
        forget_account_sensors(hass, entry)
    async_add_entities(household_sensors(coordinator))
    async_add_entities(threat_sensors(coordinator))
    async_add_entities(opinion_sensors(coordinator))
    add_entities(entry, partial(_sensors_of, coordinator), async_add_entities)
    async_add_entities(account_sensors(coordinator))


def _sensors_of(
    coordinator: HouseholdCoordinator, member: Member, link: DeviceLink
) -> Iterator[TuyaTwinEntity]:
    yield ConnectionSensor(member, link)
    yield LastReportSensor(member, link)
    yield LastProvenSensor(coordinator, member, link)
    profile = link.profile
    if isinstance(profile, SirenProfile | LockProfile) and profile.battery is not None:
        yield BatterySensor(member, link)


class ConnectionSensor(TuyaTwinEntity, SensorEntity):
    """Whether the device answers and, if it does not, why."""

    _attr_translation_key = "connection"
    _attr_device_class = SensorDeviceClass.ENUM
    _attr_entity_category = EntityCategory.DIAGNOSTIC

    def __init__(self, member: Member, link: DeviceLink) -> None:
        """Show a device's connection."""
        super().__init__(member, link)
        self._attr_unique_id = f"{member.device.id}_connection"
        self._attr_options = [_OK, _CONNECTING, *(reason.value for reason in _TROUBLES)]

    @property
    @override
    def available(self) -> bool:
        # It has something to say above all when the device does not answer.
        return True

    @property
    @override
    def native_value(self) -> str:
        report = self.link.report
        if report.reachable:
            return _OK
        return _CONNECTING if report.trouble is None else report.trouble.value


class LastReportSensor(TuyaTwinEntity, SensorEntity):
    """When the device last spoke."""

    _attr_translation_key = "last_report"
    _attr_device_class = SensorDeviceClass.TIMESTAMP
    _attr_entity_category = EntityCategory.DIAGNOSTIC
    # It changes with every report: for those who look into something.
    _attr_entity_registry_enabled_default = False

    def __init__(self, member: Member, link: DeviceLink) -> None:
        """Show the age of a device's news."""
        super().__init__(member, link)
        self._attr_unique_id = f"{member.device.id}_last_report"

    @property
    @override
    def available(self) -> bool:
        return True

    @property
    @override
    def native_value(self) -> datetime | None:
        return self.link.report.seen_at


class LastProvenSensor(TuyaTwinEntity, SensorEntity):
    """When the device last proved that it does as told."""

    _attr_translation_key = "last_proven"
    _attr_device_class = SensorDeviceClass.TIMESTAMP
    _attr_entity_category = EntityCategory.DIAGNOSTIC

    def __init__(self, coordinator: HouseholdCoordinator, member: Member, link: DeviceLink) -> None:
        """Show the age of a device's proof; the household keeps it."""
        super().__init__(member, link)
        self._coordinator = coordinator
        self._attr_unique_id = f"{member.device.id}_last_proven"

    @property
    @override
    def available(self) -> bool:
        # What was proven stays so while nobody answers.
        return True

    @property
    @override
    def native_value(self) -> datetime | None:
        return self._coordinator.house.proven.get(self.member.device.id)

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.async_on_remove(self._coordinator.subscribe(self._happened))

    @callback
    @override
    def _reported(self, _report: DeviceReport) -> None:
        """What a device says of itself is no proof of anything it was told."""

    @callback
    def _happened(self, update: HouseUpdate | None) -> None:
        if isinstance(update, StepEnded) and update.step.device.id == self.member.device.id:
            self.async_write_ha_state()


class BatterySensor(TuyaTwinEntity, SensorEntity):
    """The battery of a siren or a lock."""

    _attr_device_class = SensorDeviceClass.BATTERY
    _attr_entity_category = EntityCategory.DIAGNOSTIC
    _attr_state_class = SensorStateClass.MEASUREMENT
    _attr_native_unit_of_measurement = PERCENTAGE

    def __init__(self, member: Member, link: DeviceLink) -> None:
        """Show a device's battery."""
        super().__init__(member, link)
        self._attr_unique_id = f"{member.device.id}_battery"

    @property
    @override
    def native_value(self) -> int | None:
        state = self.link.report.state
        return state.battery if isinstance(state, SirenState | LockState) else None
