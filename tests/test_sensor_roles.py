"""What a sensor tells of is guessed from its device class, its name and its device."""

from homeassistant.components.binary_sensor.const import BinarySensorDeviceClass
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar, device_registry as dr, entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.tuya_twin.const import DOMAIN
from custom_components.tuya_twin.core.signs import Role
from custom_components.tuya_twin.references import friendly_name
from custom_components.tuya_twin.sensor_roles import (
    BY_CLASS,
    ROLES,
    guessed_role,
    is_unfit,
    sensors_of_area,
    unfit_sensors,
)

SENSOR = "binary_sensor.thing"


@pytest.fixture
def camera(hass: HomeAssistant) -> dr.DeviceEntry:
    """A device that has a camera."""
    entry = MockConfigEntry(domain="onvif")
    entry.add_to_hass(hass)
    device = dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id, identifiers={("onvif", "garden")}
    )
    er.async_get(hass).async_get_or_create("camera", "onvif", "garden", device_id=device.id)
    return device


def shown(hass: HomeAssistant, device_class: str | None, name: str | None = None) -> str:
    """A sensor that is in no registry."""
    attributes = {"device_class": device_class, "friendly_name": name}
    hass.states.async_set(SENSOR, "off", {key: is_ for key, is_ in attributes.items() if is_})
    return SENSOR


@pytest.mark.parametrize(
    ("device_class", "role"),
    [
        ("motion", Role.MOTION),
        ("occupancy", Role.OCCUPANCY),
        ("presence", Role.OCCUPANCY),
        ("door", Role.DOOR),
        ("opening", Role.DOOR),
        ("window", Role.WINDOW),
        ("garage_door", Role.GARAGE),
        ("vibration", Role.VIBRATION),
        ("moving", Role.VIBRATION),
        ("glass_break", Role.GLASS),
        ("sound", Role.SOUND),
        ("tamper", Role.TAMPER),
        ("smoke", Role.SMOKE),
        ("carbon_monoxide", Role.CO),
        ("gas", Role.GAS),
        ("moisture", Role.WATER),
        ("heat", None),
        ("safety", None),
        ("lock", None),
        (None, None),
    ],
)
def test_a_device_class_says_what_a_sensor_tells_of(
    hass: HomeAssistant, device_class: str | None, role: Role | None
) -> None:
    assert guessed_role(hass, shown(hass, device_class)) is role


def test_every_class_of_the_table_is_one_of_home_assistant() -> None:
    assert BY_CLASS.keys() <= set(BinarySensorDeviceClass)
    assert set(BY_CLASS.values()) <= set(ROLES)


def test_only_a_lock_tells_of_its_owner_or_of_a_forced_door() -> None:
    assert set(Role) - set(ROLES) == {Role.UNLOCK, Role.FORCED}


@pytest.mark.parametrize("device_class", [None, "vibration", "sound", "safety"])
@pytest.mark.parametrize("name", ["Glass break", "Glasbruch", "Bris de vitre", "玻璃破碎"])
def test_a_name_says_that_it_is_about_glass(
    hass: HomeAssistant, device_class: str | None, name: str
) -> None:
    assert guessed_role(hass, shown(hass, device_class, name)) is Role.GLASS


def test_a_door_of_glass_is_a_door(hass: HomeAssistant) -> None:
    assert guessed_role(hass, shown(hass, "door", "Glass door")) is Role.DOOR


@pytest.mark.parametrize("name", ["Kitchen window", "Küchenfenster", "Fenêtre", "窗户"])
def test_an_opening_that_is_called_a_window_is_one(hass: HomeAssistant, name: str) -> None:
    assert guessed_role(hass, shown(hass, "opening", name)) is Role.WINDOW


@pytest.mark.parametrize(
    ("device_class", "role"),
    [
        (None, Role.PERSON),
        ("motion", Role.PERSON),
        ("occupancy", Role.PERSON),
        ("tamper", Role.TAMPER),
    ],
)
def test_a_camera_sees_people(
    hass: HomeAssistant, camera: dr.DeviceEntry, device_class: str | None, role: Role
) -> None:
    known = er.async_get(hass).async_get_or_create(
        "binary_sensor",
        "onvif",
        "person",
        suggested_object_id="garden_person",
        device_id=camera.id,
        original_device_class=device_class,
    )

    assert guessed_role(hass, known.entity_id) is role


def test_what_is_called_a_person_without_a_camera_is_none(hass: HomeAssistant) -> None:
    entry = MockConfigEntry(domain="mqtt")
    entry.add_to_hass(hass)
    mat = dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id, identifiers={("mqtt", "mat")}
    )
    of_device = er.async_get(hass).async_get_or_create(
        "binary_sensor", "mqtt", "1", suggested_object_id="person_on_mat", device_id=mat.id
    )

    assert guessed_role(hass, of_device.entity_id) is None
    assert guessed_role(hass, shown(hass, "occupancy", "Person")) is Role.OCCUPANCY


def test_what_the_user_says_of_a_class_counts_before_it_has_a_state(hass: HomeAssistant) -> None:
    registry = er.async_get(hass)
    known = registry.async_get_or_create(
        "binary_sensor", "mqtt", "1", original_device_class="opening"
    )
    registry.async_update_entity(known.entity_id, device_class="garage_door")

    assert guessed_role(hass, known.entity_id) is Role.GARAGE


def test_what_is_about_a_device_itself_is_no_sign(hass: HomeAssistant) -> None:
    for number, device_class in enumerate(("battery", "connectivity", "update", "motion")):
        hass.states.async_set(f"binary_sensor.{number}", "on", {"device_class": device_class})

    assert unfit_sensors(hass) == ["binary_sensor.0", "binary_sensor.1", "binary_sensor.2"]


def test_what_a_household_found_is_no_sign_but_what_it_simulates_is_one(
    hass: HomeAssistant,
) -> None:
    own = {
        device_class: er.async_get(hass)
        .async_get_or_create(
            "binary_sensor",
            DOMAIN,
            device_class or "ready",
            suggested_object_id=f"glass_{device_class}",
            original_device_class=device_class,
        )
        .entity_id
        for device_class in ("safety", None, "problem", "motion", "smoke")
    }

    fit = {device_class for device_class, each in own.items() if not is_unfit(hass, each)}
    assert fit == {"motion", "smoke"}


def test_the_sensors_of_an_area_are_those_that_are_plain_and_in_sight(hass: HomeAssistant) -> None:
    hall = ar.async_get(hass).async_create("Hall").id
    attic = ar.async_get(hass).async_create("Attic").id
    entry = MockConfigEntry(domain="mqtt")
    entry.add_to_hass(hass)
    device = dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id, identifiers={("mqtt", "door")}
    )
    dr.async_get(hass).async_update_device(device.id, area_id=hall)
    registry = er.async_get(hass)

    def sensor(name: str, area: str | None = None, **more: object) -> None:
        known = registry.async_get_or_create(
            "binary_sensor",
            "mqtt",
            name,
            suggested_object_id=name,
            **{"original_device_class": "motion", "original_name": name, **more},  # type: ignore[arg-type]
        )
        registry.async_update_entity(known.entity_id, area_id=area)

    sensor("of_device", device_id=device.id)
    sensor("moved", attic, device_id=device.id)
    sensor("by_itself", hall)
    sensor("nowhere")
    sensor("unclear", hall, original_device_class=None)
    sensor("battery", hall, original_device_class="battery")
    sensor("hidden", hall, hidden_by=er.RegistryEntryHider.USER)
    sensor("disabled", hall, disabled_by=er.RegistryEntryDisabler.USER)
    hass.states.async_set("binary_sensor.unregistered", "on", {"device_class": "motion"})

    assert sensors_of_area(hass, hall) == ["binary_sensor.by_itself", "binary_sensor.of_device"]


def test_a_sensor_is_called_as_people_call_it(hass: HomeAssistant) -> None:
    assert friendly_name(hass, SENSOR) == SENSOR
    assert friendly_name(hass, shown(hass, "motion", "Hall")) == "Hall"
