"""Sensors are heard whatever they are called, and doors by how they were opened."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest

from custom_components.tuya_twin.clock import SystemClock
from custom_components.tuya_twin.core.analysis import Sensor
from custom_components.tuya_twin.core.assessment import Why
from custom_components.tuya_twin.core.house import House, OwnStatus, entering
from custom_components.tuya_twin.core.model import (
    Bolt,
    BulbState,
    Device,
    DeviceKind,
    DeviceReport,
    LockState,
    Status,
)
from custom_components.tuya_twin.core.signs import Role, SensorEvent
from custom_components.tuya_twin.senses import SensedSensor, Senses

FOYER, LOCK, BULB = "Foyer", "lock", "bulb"
FRONT_DOOR = Device(id=LOCK, name="Front door", kind=DeviceKind.LOCK, zone=FOYER)
LAMP = Device(id=BULB, name="Lamp", kind=DeviceKind.BULB, zone=FOYER)
MOTION, DOOR = "binary_sensor.hall", "binary_sensor.door"
UNLOCKED, LOCKED = Bolt.UNLOCKED, Bolt.LOCKED


class Heard:
    """Whoever is told by the senses of a house."""

    def __init__(self, hass: HomeAssistant) -> None:
        self.house = House(id="", name="", zones=(), devices=(FRONT_DOOR, LAMP))
        self.signs: list[SensorEvent] = []
        self.closed: list[str] = []
        self.trust: list[tuple[str, Why | None]] = []
        self._hass = hass
        self._senses: Senses | None = None

    def start(self, *sensors: Sensor) -> Senses:
        self._senses = Senses(
            self._hass,
            sensors,
            lambda: self.house,
            clock=SystemClock(),
            on_sign=self.signs.append,
            on_closed=self.closed.append,
            on_trust=self._trusted,
        )
        self._senses.start()
        return self._senses

    def stop(self) -> None:
        if self._senses is not None:
            self._senses.stop()

    def _trusted(self, sensed: SensedSensor, why: Why | None) -> None:
        self.trust.append((sensed.key, why))

    @property
    def roles(self) -> list[Role]:
        return [sign.role for sign in self.signs]


@pytest.fixture
async def heard(hass: HomeAssistant) -> AsyncIterator[Heard]:
    heard = Heard(hass)
    yield heard
    heard.stop()


def sensor(entity: str = MOTION, role: Role = Role.MOTION) -> Sensor:
    return Sensor(entity=entity, role=role, zone=FOYER)


def says(bolt: Bolt, by: str | None = None, *, reachable: bool = True) -> DeviceReport:
    state = LockState(bolt=bolt, changed_by=by)
    return DeviceReport(device_id=LOCK, state=state, reachable=reachable, seen_at=None)


async def test_what_begins_is_a_sign_and_what_ends_is_none(
    hass: HomeAssistant, heard: Heard
) -> None:
    hass.states.async_set(MOTION, "off", {"friendly_name": "Hall"})
    heard.start(sensor())

    for state in ("on", "on", "off", "on"):
        hass.states.async_set(MOTION, state, {"friendly_name": "Hall"})
    await hass.async_block_till_done()

    assert [(sign.name, sign.role, sign.zone) for sign in heard.signs] == [
        ("Hall", Role.MOTION, FOYER),
        ("Hall", Role.MOTION, FOYER),
    ]
    assert heard.closed == [MOTION]


async def test_what_was_so_before_a_sensor_fell_silent_is_no_news(
    hass: HomeAssistant, heard: Heard
) -> None:
    hass.states.async_set(MOTION, "off")
    heard.start(sensor())

    for state in ("on", "unavailable", "on", "unknown", "off", "unavailable", "on"):
        hass.states.async_set(MOTION, state)
    await hass.async_block_till_done()

    assert len(heard.signs) == 2


async def test_what_stands_open_at_first_counts_unless_somebody_has_dealt_with_it(
    hass: HomeAssistant, heard: Heard
) -> None:
    hass.states.async_set(MOTION, "on")
    senses = heard.start(sensor())
    assert heard.roles == [Role.MOTION]
    assert senses.stands_open(MOTION)
    senses.stop()

    green = OwnStatus(status=Status.GREEN_SAFE, since=SystemClock().now())
    heard.house = entering(heard.house, "HOUSE", green)
    heard.start(sensor())
    assert heard.roles == [Role.MOTION]


async def test_a_sensor_is_heard_when_it_is_renamed(hass: HomeAssistant, heard: Heard) -> None:
    registry = er.async_get(hass)
    known = registry.async_get_or_create("binary_sensor", "test", "1", suggested_object_id="a")
    senses = heard.start(sensor(known.id))
    hass.states.async_set(known.entity_id, "off")

    registry.async_update_entity(known.entity_id, new_entity_id="binary_sensor.b")
    await hass.async_block_till_done()
    hass.states.async_set("binary_sensor.b", "off")
    hass.states.async_set("binary_sensor.b", "on")
    await hass.async_block_till_done()

    assert [sign.entity_id for sign in heard.signs] == ["binary_sensor.b"]
    assert [sign.sensor for sign in heard.signs] == [known.id]
    assert senses.sensors[known.id].entity_id == "binary_sensor.b"


@pytest.mark.parametrize(
    ("before", "now", "by"),
    [
        (says(LOCKED), says(UNLOCKED, "fingerprint 3"), ["Front door (fingerprint 3)"]),
        (says(UNLOCKED, "card 1"), says(UNLOCKED, "card 2"), ["Front door (card 2)"]),
        (says(Bolt.UNKNOWN), says(Bolt.UNKNOWN, "card 1"), ["Front door (card 1)"]),
        (says(UNLOCKED, "card 1"), says(UNLOCKED, "card 1"), []),
        (says(LOCKED), says(UNLOCKED), []),
        (says(UNLOCKED, "card 1"), says(LOCKED), []),
        (says(UNLOCKED), says(LOCKED, "card 1"), []),
    ],
)
async def test_the_owner_is_who_opens_with_what_the_lock_knows(
    heard: Heard, before: DeviceReport, now: DeviceReport, by: list[str]
) -> None:
    senses = heard.start()

    senses.reported(FRONT_DOOR, before)
    senses.reported(FRONT_DOOR, now)

    assert [sign.name for sign in heard.signs] == by
    assert set(heard.roles) <= {Role.UNLOCK}


async def test_what_a_lock_says_first_may_be_old(heard: Heard) -> None:
    heard.start().reported(FRONT_DOOR, says(UNLOCKED, "card 1"))

    assert heard.signs == []


async def test_no_other_device_is_a_door(heard: Heard) -> None:
    senses = heard.start()
    report = DeviceReport(device_id=BULB, state=BulbState(on=True), reachable=True, seen_at=None)

    senses.reported(LAMP, report)
    senses.reported(LAMP, report)

    assert heard.signs == []


@pytest.mark.parametrize(
    ("reports", "role"),
    [
        ({LOCK: says(LOCKED)}, Role.FORCED),
        ({LOCK: says(UNLOCKED)}, Role.DOOR),
        ({LOCK: says(LOCKED, reachable=False)}, Role.DOOR),
        ({}, Role.DOOR),
    ],
)
async def test_a_door_is_forced_if_its_lock_is_known_to_be_locked(
    hass: HomeAssistant, heard: Heard, reports: Mapping[str, DeviceReport], role: Role
) -> None:
    heard.house = replace(heard.house, reports=reports)
    hass.states.async_set(DOOR, "off")
    heard.start(sensor(DOOR, Role.DOOR))

    hass.states.async_set(DOOR, "on")
    await hass.async_block_till_done()

    assert heard.roles == [role]


async def test_which_of_two_doors_the_lock_is_in_nobody_knows(
    hass: HomeAssistant, heard: Heard
) -> None:
    heard.house = replace(heard.house, reports={LOCK: says(LOCKED)})
    hass.states.async_set(DOOR, "off")
    heard.start(sensor(DOOR, Role.DOOR), sensor("binary_sensor.back_door", Role.DOOR))

    hass.states.async_set(DOOR, "on")
    await hass.async_block_till_done()

    assert heard.roles == [Role.DOOR]
