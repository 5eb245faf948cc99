"""What the sensors that Home Assistant has could tell of: guessed from what is known of them."""

from collections.abc import Mapping
import re
from typing import Final

from homeassistant.components.binary_sensor.const import (
    DOMAIN as BINARY_SENSOR,
    BinarySensorDeviceClass as SensorClass,
)
from homeassistant.components.camera.const import DOMAIN as CAMERA
from homeassistant.const import EntityStateAttribute
from homeassistant.core import HomeAssistant, callback, split_entity_id
from homeassistant.helpers import device_registry as dr, entity_registry as er

from .const import DOMAIN
from .core.signs import Role
from .references import friendly_name

ROLES: Final = tuple(role for role in Role if role not in (Role.FORCED, Role.UNLOCK))
"""What a sensor can be said to tell of. The others are told by the household's own locks."""

BY_CLASS: Final[Mapping[str, Role]] = {
    SensorClass.MOTION: Role.MOTION,
    SensorClass.OCCUPANCY: Role.OCCUPANCY,
    SensorClass.PRESENCE: Role.OCCUPANCY,
    SensorClass.DOOR: Role.DOOR,
    SensorClass.OPENING: Role.DOOR,
    SensorClass.WINDOW: Role.WINDOW,
    SensorClass.GARAGE_DOOR: Role.GARAGE,
    SensorClass.VIBRATION: Role.VIBRATION,
    SensorClass.MOVING: Role.VIBRATION,
    SensorClass.GLASS_BREAK: Role.GLASS,
    SensorClass.SOUND: Role.SOUND,
    SensorClass.TAMPER: Role.TAMPER,
    SensorClass.SMOKE: Role.SMOKE,
    SensorClass.CO: Role.CO,
    SensorClass.GAS: Role.GAS,
    SensorClass.MOISTURE: Role.WATER,
}
"""What a sensor tells of whose device class says so."""

_NO_SIGNS = (
    SensorClass.BATTERY,
    SensorClass.BATTERY_CHARGING,
    SensorClass.CONNECTIVITY,
    SensorClass.UPDATE,
)
"""They are about the device itself."""

# Whoever names a sensor does so in a language of their own.
_PERSON = re.compile(r"(?<![a-z])(person|people|human|mensch)|人")
_SEES = (None, SensorClass.MOTION, SensorClass.OCCUPANCY, SensorClass.PRESENCE)
_GLASS = re.compile(r"(?<![a-z])(glas|verre|vitre|vidrio|cristal)|玻璃")
_HEARS_GLASS = (None, SensorClass.VIBRATION, SensorClass.SOUND, SensorClass.SAFETY)
_WINDOW = re.compile(r"window|fenster|fen[eê]tre|ventana|窗")


@callback
def guessed_role(hass: HomeAssistant, entity_id: str) -> Role | None:
    """What this sensor seems to tell of; `None` where nothing says so."""
    device_class, called = _class_of(hass, entity_id), _called(hass, entity_id)
    if device_class in _SEES and _PERSON.search(called) and _is_of_camera(hass, entity_id):
        return Role.PERSON
    if device_class in _HEARS_GLASS and _GLASS.search(called):
        return Role.GLASS
    if device_class == SensorClass.OPENING and _WINDOW.search(called):
        return Role.WINDOW
    return None if device_class is None else BY_CLASS.get(device_class)


@callback
def is_sensor(entity_id: str) -> bool:
    """Whether an entity is of the kind that can tell of danger."""
    return split_entity_id(entity_id)[0] == BINARY_SENSOR


@callback
def is_unfit(hass: HomeAssistant, entity_id: str) -> bool:
    """Whether this sensor can be no sign of danger.

    One that is about its own device, or one by which a household itself says what it found. What is
    simulated is ours as well, and tells of something.
    """
    device_class = _class_of(hass, entity_id)
    known = er.async_get(hass).async_get(entity_id)
    if known is not None and known.platform == DOMAIN:
        return device_class not in BY_CLASS
    return device_class in _NO_SIGNS


@callback
def unfit_sensors(hass: HomeAssistant) -> list[str]:
    """The sensors there are that can be no sign of danger."""
    return [each for each in _all_sensors(hass) if is_unfit(hass, each)]


@callback
def sensors_of_area(hass: HomeAssistant, area: str) -> list[str]:
    """The sensors in an area, by its id, of which it is plain what they tell."""
    return [
        entity_id
        for entity_id in _all_sensors(hass)
        if _area_of(hass, entity_id) == area
        and not is_unfit(hass, entity_id)
        and guessed_role(hass, entity_id) is not None
    ]


def _all_sensors(hass: HomeAssistant) -> list[str]:
    """Those that are switched on and in sight."""
    registered = er.async_get(hass).entities.values()
    out_of_sight = {each.entity_id for each in registered if each.disabled or each.hidden}
    enabled = {each.entity_id for each in registered if is_sensor(each.entity_id)}
    return sorted({*hass.states.async_entity_ids(BINARY_SENSOR), *enabled} - out_of_sight)


def _class_of(hass: HomeAssistant, entity_id: str) -> str | None:
    known = er.async_get(hass).async_get(entity_id)
    registered = None if known is None else known.device_class or known.original_device_class
    state = hass.states.get(entity_id)
    if state is None:
        return registered
    device_class: str | None = state.attributes.get(EntityStateAttribute.DEVICE_CLASS, registered)
    return device_class


def _called(hass: HomeAssistant, entity_id: str) -> str:
    return f"{split_entity_id(entity_id)[1]} {friendly_name(hass, entity_id)}".casefold()


def _is_of_camera(hass: HomeAssistant, entity_id: str) -> bool:
    """Whether the device that tells it has a camera as well."""
    registry = er.async_get(hass)
    known = registry.async_get(entity_id)
    if known is None or known.device_id is None:
        return False
    of_device = er.async_entries_for_device(registry, known.device_id)
    return any(split_entity_id(each.entity_id)[0] == CAMERA for each in of_device)


def _area_of(hass: HomeAssistant, entity_id: str) -> str | None:
    known = er.async_get(hass).async_get(entity_id)
    if known is None:
        return None
    if known.area_id is not None or known.device_id is None:
        return known.area_id
    device = dr.async_get(hass).async_get(known.device_id)
    return None if device is None else device.area_id
