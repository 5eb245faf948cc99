"""Whether it is dangerous, and whether the house could tell, and answer, if it were."""

from datetime import datetime, timedelta
from typing import override

from homeassistant.components.binary_sensor import BinarySensorEntity
from homeassistant.components.binary_sensor.const import BinarySensorDeviceClass
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.event import async_track_time_interval

from .coordinator import HouseholdCoordinator, TuyaTwinConfigEntry
from .core.assessment import Why
from .core.facts import StepEnded
from .core.house import HouseUpdate
from .core.model import HOUSE, DeviceReport, Status
from .household_entity import HouseholdEntity, zones_of
from .simulated_entities import simulated_binary_sensors

PARALLEL_UPDATES = 0

LOOK_AGAIN = timedelta(minutes=5)
"""A drill is overdue by time alone, and nothing tells of that."""


async def async_setup_entry(
    _hass: HomeAssistant,
    entry: TuyaTwinConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add those of the household and each of its zones, and the sensors that are simulated."""
    coordinator = entry.runtime_data
    async_add_entities(
        make(coordinator, zone)
        for zone in zones_of(coordinator)
        for make in (SafetySensor, ReadinessSensor)
    )
    async_add_entities([TroubleSensor(coordinator)])
    async_add_entities(simulated_binary_sensors(coordinator))


class SafetySensor(HouseholdEntity, BinarySensorEntity):
    """On while it is critical. Its device class names it, and puts it among what is secured."""

    key = "safety"
    _attr_device_class = BinarySensorDeviceClass.SAFETY

    @property
    @override
    def is_on(self) -> bool:
        return self.house.shown(self.zone) is Status.RED_CRITICAL


class ReadinessSensor(HouseholdEntity, BinarySensorEntity):
    """On while something keeps the responders of a zone from responding."""

    key = "readiness"
    _attr_translation_key = key
    _attr_device_class = BinarySensorDeviceClass.PROBLEM
    _unrecorded_attributes = frozenset({"reasons"})

    def __init__(self, coordinator: HouseholdCoordinator, zone: str = HOUSE) -> None:
        """Look at the zone as it is."""
        super().__init__(coordinator, zone)
        self._gaps = coordinator.gaps(zone)

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.async_on_remove(
            async_track_time_interval(
                self.hass,
                self._time_passed,
                LOOK_AGAIN,
                name="tuya_twin readiness",
                cancel_on_shutdown=True,
            )
        )

    @callback
    def _time_passed(self, _now: datetime) -> None:
        self._happened(None)

    @override
    def _concerns(self, update: HouseUpdate | None) -> bool:
        if not isinstance(update, DeviceReport | StepEnded | None):
            return False
        before, self._gaps = self._gaps, self.coordinator.gaps(self.zone)
        return self._gaps != before

    @property
    @override
    def is_on(self) -> bool:
        return bool(self._gaps)

    @property
    @override
    def extra_state_attributes(self) -> dict[str, list[dict[str, str | None]]]:
        return {
            "reasons": [
                {
                    "reason": each.gap.value,
                    "device": None if each.device is None else each.device.name,
                    "since": None if each.since is None else each.since.isoformat(),
                }
                for each in self._gaps
            ]
        }


class TroubleSensor(HouseholdEntity, BinarySensorEntity):
    """On while a sensor that was picked is not trusted, as it is dead or changes all the time."""

    key = "sensor_trouble"
    _attr_translation_key = key
    _attr_device_class = BinarySensorDeviceClass.PROBLEM
    _attr_entity_category = EntityCategory.DIAGNOSTIC

    def __init__(self, coordinator: HouseholdCoordinator) -> None:
        """Look at the sensors as they are."""
        super().__init__(coordinator)
        self._distrusted = dict(coordinator.surveillance.senses.distrusted)

    @override
    def _concerns(self, update: HouseUpdate | None) -> bool:
        if update is not None:
            return False
        before = self._distrusted
        self._distrusted = dict(self.coordinator.surveillance.senses.distrusted)
        return self._distrusted != before

    @property
    @override
    def is_on(self) -> bool:
        return bool(self._distrusted)

    @property
    @override
    def extra_state_attributes(self) -> dict[str, list[str]]:
        return {"dead": self._names(Why.DEAD), "flapping": self._names(Why.FLAPPING)}

    def _names(self, why: Why) -> list[str]:
        sensors = self.coordinator.surveillance.senses.sensors
        return [sensors[key].name for key, each in self._distrusted.items() if each is why]
