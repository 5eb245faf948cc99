"""The sensors that are picked, and the household's own locks: what they tell, which to trust."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from homeassistant.const import EVENT_STATE_CHANGED, STATE_OFF, STATE_ON
from homeassistant.core import (
    CALLBACK_TYPE,
    Event,
    EventStateChangedData,
    HomeAssistant,
    State,
    callback,
)
from homeassistant.helpers import entity_registry as er

from .core.analysis import Sensor
from .core.assessment import Why
from .core.house import House
from .core.model import HOUSE, Bolt, Device, DeviceKind, DeviceReport, LockState
from .core.ports import Clock
from .core.signs import Role, SensorEvent
from .references import entity_id_of, friendly_name
from .sensor_trust import SensorTrust

_OPEN: Final = {STATE_ON: True, STATE_OFF: False}


@dataclass(frozen=True, kw_only=True)
class SensedSensor:
    """A picked sensor as it is called now."""

    key: str
    """`Sensor.entity`."""
    entity_id: str
    name: str
    sensor: Sensor


class Senses:
    """Watches the sensors of one household, from `start` to `stop`."""

    def __init__(  # noqa: PLR0913 - what it watches, and who is told
        self,
        hass: HomeAssistant,
        sensors: Iterable[Sensor],
        house: Callable[[], House],
        *,
        clock: Clock,
        on_sign: Callable[[SensorEvent], None],
        on_closed: Callable[[str], None],
        on_trust: Callable[[SensedSensor, Why | None], None],
    ) -> None:
        """Watch nothing yet.

        `on_sign` gets every report, `on_closed` the key of a sensor that stands open no more,
        `on_trust` a sensor that is not trusted any more, and why, or again with `None`.
        """
        self._hass = hass
        self._picked = {sensor.entity: sensor for sensor in sensors}
        self._house = house
        self._clock = clock
        self._on_sign = on_sign
        self._on_closed = on_closed
        self._on_trust = on_trust
        self._keys: dict[str, str] = {}
        """By entity id, the keys."""
        self._open: dict[str, bool] = {}
        """By key, what each sensor said last."""
        self._locks: dict[str, LockState] = {}
        self._trust = SensorTrust(hass, clock, self._trust_changed)
        self._unsubscribe: list[CALLBACK_TYPE] = []

    @property
    def sensors(self) -> Mapping[str, SensedSensor]:
        """The picked sensors by their keys."""
        return {key: self._sensed(key, entity_id) for entity_id, key in self._keys.items()}

    @property
    def distrusted(self) -> Mapping[str, Why]:
        """By key, why a sensor is not trusted now; the mapping changes with it."""
        return self._trust.distrusted

    @callback
    def start(self) -> None:
        """Take in what the sensors say now, and from now on."""
        self._name_them()
        self._unsubscribe = [
            self._hass.bus.async_listen(
                EVENT_STATE_CHANGED, self._changed, event_filter=self._concerns
            ),
            self._hass.bus.async_listen(er.EVENT_ENTITY_REGISTRY_UPDATED, self._renamed),
        ]
        for entity_id in tuple(self._keys):
            self._take(entity_id, self._hass.states.get(entity_id))

    @callback
    def stop(self) -> None:
        """Watch nothing any more."""
        for unsubscribe in self._unsubscribe:
            unsubscribe()
        self._unsubscribe = []
        self._trust.stop()

    def stands_open(self, key: str) -> bool:
        """Whether a sensor says that something is open, or goes on."""
        return self._open.get(key, False)

    @callback
    def reported(self, device: Device, report: DeviceReport) -> None:
        """Take in what a device of the household says: how its door was opened."""
        if device.kind is not DeviceKind.LOCK or not isinstance(report.state, LockState):
            return
        before, now = self._locks.get(device.id), report.state
        self._locks[device.id] = now
        if before is None or now.changed_by is None or now.bolt is Bolt.LOCKED:
            # What a lock says first may be days old.
            return
        if now.changed_by != before.changed_by or before.bolt is Bolt.LOCKED:
            self.unlocked(device, now.changed_by)

    @callback
    def unlocked(self, device: Device, by: str) -> None:
        """Tell that somebody who may has unlocked a door."""
        self._on_sign(
            SensorEvent(
                sensor=device.id,
                entity_id=device.id,
                name=f"{device.name} ({by})",
                role=Role.UNLOCK,
                zone=device.zone,
                at=self._clock.now(),
            )
        )

    # What they are called -------------------------------------------------------------------

    def _name_them(self) -> None:
        registry = er.async_get(self._hass)
        self._keys = {entity_id_of(registry, key) or key: key for key in self._picked}

    @callback
    def _renamed(self, _event: Event[er.EventEntityRegistryUpdatedData]) -> None:
        before = self._keys
        self._name_them()
        for entity_id in self._keys.keys() - before.keys():
            self._take(entity_id, self._hass.states.get(entity_id))

    def _trust_changed(self, key: str, why: Why | None) -> None:
        entity_id = next((each for each, known in self._keys.items() if known == key), key)
        self._on_trust(self._sensed(key, entity_id), why)

    def _sensed(self, key: str, entity_id: str) -> SensedSensor:
        name = friendly_name(self._hass, entity_id)
        return SensedSensor(key=key, entity_id=entity_id, name=name, sensor=self._picked[key])

    # What they say --------------------------------------------------------------------------

    @callback
    def _concerns(self, data: EventStateChangedData) -> bool:
        return data["entity_id"] in self._keys

    @callback
    def _changed(self, event: Event[EventStateChangedData]) -> None:
        self._take(event.data["entity_id"], event.data["new_state"])

    def _take(self, entity_id: str, state: State | None) -> None:
        key = self._keys[entity_id]
        is_open = None if state is None else _OPEN.get(state.state)
        if is_open is None or state is None:
            # What it said before it fell silent is what a later word is held against.
            self._trust.away(key)
            return
        self._trust.present(key)
        before = self._open.get(key)
        self._open[key] = is_open
        if before and not is_open:
            self._on_closed(key)
        elif is_open and not before and (before is False or self._is_news(key, state)):
            self._trust.reported(key)
            self._on_sign(self._sign(key, entity_id))

    def _is_news(self, key: str, state: State) -> bool:
        """Whether what a sensor says first is newer than the last word on its zone."""
        own = (self._house().own_status(zone).since for zone in (self._picked[key].zone, HOUSE))
        return all(since is None or state.last_changed > since for since in own)

    def _sign(self, key: str, entity_id: str) -> SensorEvent:
        sensed = self._sensed(key, entity_id)
        return SensorEvent(
            sensor=key,
            entity_id=entity_id,
            name=sensed.name,
            role=self._role(sensed.sensor),
            zone=sensed.sensor.zone,
            at=self._clock.now(),
        )

    def _role(self, sensor: Sensor) -> Role:
        """What its report means: the only door of a zone that opens although it is locked."""
        if sensor.role is not Role.DOOR:
            return sensor.role
        house = self._house()
        doors = [each for each in self._picked.values() if _is_door(each, sensor.zone)]
        locks = [
            device
            for device in house.devices
            if device.kind is DeviceKind.LOCK and device.zone == sensor.zone
        ]
        if len(doors) != 1 or len(locks) != 1:
            return sensor.role
        report = house.reports.get(locks[0].id)
        if report is None or not report.reachable or not isinstance(report.state, LockState):
            return sensor.role
        return Role.FORCED if report.state.bolt is Bolt.LOCKED else sensor.role


def _is_door(sensor: Sensor, zone: str) -> bool:
    return sensor.role is Role.DOOR and sensor.zone == zone
