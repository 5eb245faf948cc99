"""What may happen in a simulated household, and the sensors that tell of it."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, override

from homeassistant.components.binary_sensor import BinarySensorEntity
from homeassistant.components.binary_sensor.const import BinarySensorDeviceClass
from homeassistant.components.button import ButtonEntity
from homeassistant.components.switch import SwitchEntity

from .const import ATTR_SIMULATED_IN
from .coordinator import HouseholdCoordinator
from .core.house import HouseUpdate
from .core.signs import HAZARDS, Role
from .household_entity import HouseholdEntity
from .simulated_sensors import SimulatedSensor

_CLASSES: Final[Mapping[Role, BinarySensorDeviceClass]] = {
    Role.MOTION: BinarySensorDeviceClass.MOTION,
    Role.VIBRATION: BinarySensorDeviceClass.VIBRATION,
    Role.SMOKE: BinarySensorDeviceClass.SMOKE,
}


class SimulatedEntity(HouseholdEntity):
    """Something that nobody has to own."""

    key = "simulated"

    def __init__(self, coordinator: HouseholdCoordinator, sensor: SimulatedSensor) -> None:
        """Belong to the zone in which the sensor is."""
        super().__init__(coordinator, sensor.zone)
        self._sensor = sensor
        self._attr_unique_id = sensor.unique_id

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.async_on_remove(self._sensor.subscribe(self.async_write_ha_state))

    @override
    def _concerns(self, _update: HouseUpdate | None) -> bool:
        return False


class SimulatedBinarySensor(SimulatedEntity, BinarySensorEntity):
    """The sensor itself. Its device class names it."""

    _unrecorded_attributes = frozenset({ATTR_SIMULATED_IN})

    def __init__(self, coordinator: HouseholdCoordinator, sensor: SimulatedSensor) -> None:
        """Show what happens in front of it."""
        super().__init__(coordinator, sensor)
        self._attr_device_class = _CLASSES[sensor.role]
        self._attr_extra_state_attributes = {ATTR_SIMULATED_IN: sensor.entry_id}

    @override
    async def async_will_remove_from_hass(self) -> None:
        await super().async_will_remove_from_hass()
        self._sensor.show(on=False)

    @property
    @override
    def is_on(self) -> bool:
        return self._sensor.on


class MomentButton(SimulatedEntity, ButtonEntity):
    """Has it happen for a moment."""

    def __init__(self, coordinator: HouseholdCoordinator, sensor: SimulatedSensor) -> None:
        """Stand in front of the sensor."""
        super().__init__(coordinator, sensor)
        self._attr_translation_key = sensor.key

    @override
    async def async_press(self) -> None:
        """Return once it has begun."""
        self._sensor.show_for_a_moment(self.hass)


class HazardSwitch(SimulatedEntity, SwitchEntity):
    """Has it happen until it is switched off: smoke does not go away by itself."""

    def __init__(self, coordinator: HouseholdCoordinator, sensor: SimulatedSensor) -> None:
        """Stand in front of the sensor."""
        super().__init__(coordinator, sensor)
        self._attr_translation_key = sensor.key

    @property
    @override
    def is_on(self) -> bool:
        return self._sensor.on

    @override
    async def async_turn_on(self, **_kwargs: Any) -> None:
        """Let it begin."""
        self._sensor.show(on=True)

    @override
    async def async_turn_off(self, **_kwargs: Any) -> None:
        """Let it be over."""
        self._sensor.show(on=False)


def simulated_binary_sensors(coordinator: HouseholdCoordinator) -> Iterator[SimulatedBinarySensor]:
    """The sensors that are simulated."""
    return (SimulatedBinarySensor(coordinator, sensor) for sensor in coordinator.simulated_sensors)


def moment_buttons(coordinator: HouseholdCoordinator) -> Iterator[MomentButton]:
    """A button for everything that is over in a moment."""
    return (
        MomentButton(coordinator, sensor)
        for sensor in coordinator.simulated_sensors
        if sensor.role not in HAZARDS
    )


def hazard_switches(coordinator: HouseholdCoordinator) -> Iterator[HazardSwitch]:
    """A switch for everything that lasts."""
    return (
        HazardSwitch(coordinator, sensor)
        for sensor in coordinator.simulated_sensors
        if sensor.role in HAZARDS
    )
