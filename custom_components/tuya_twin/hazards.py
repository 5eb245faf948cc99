"""Smoke, carbon monoxide and gas: while a sensor tells of some, no door is locked."""

from collections.abc import Callable
from typing import Final

from homeassistant.components.binary_sensor.const import (
    DOMAIN as BINARY_SENSOR,
    BinarySensorDeviceClass,
)
from homeassistant.const import (
    EVENT_STATE_CHANGED,
    STATE_OFF,
    STATE_ON,
    EntityStateAttribute,
)
from homeassistant.core import (
    Event,
    EventStateChangedData,
    HomeAssistant,
    State,
    callback,
    split_entity_id,
)
from homeassistant.helpers.start import async_at_started

from .const import ATTR_SIMULATED_IN
from .core.facts import HazardsChanged
from .core.keeper import Spawn
from .core.ports import Clock
from .core.response import Response
from .core.settings import Interlock

HAZARD_CLASSES: Final = (
    BinarySensorDeviceClass.SMOKE,
    BinarySensorDeviceClass.CO,
    BinarySensorDeviceClass.GAS,
)


class HazardWatch:
    """Watches the sensors of one household, from `start` to `stop`.

    A sensor that falls silent is believed to see what it saw last: a fire may have taken it.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        interlock: Interlock,
        response: Response,
        *,
        clock: Clock,
        spawn: Spawn,
    ) -> None:
        """Watch nothing yet."""
        self._hass = hass
        self._interlock = interlock
        self._response = response
        self._clock = clock
        self._spawn = spawn
        self._active = set(response.house.hazards)
        self._unsubscribe: list[Callable[[], None]] = []

    @callback
    def start(self) -> None:
        """Take in what the sensors say now, and from now on."""
        for entity_id in {*self._interlock.sensors, *self._of_class()}:
            self._take(entity_id, self._hass.states.get(entity_id))
        self._tell()
        self._unsubscribe = [
            self._hass.bus.async_listen(
                EVENT_STATE_CHANGED, self._changed, event_filter=self._concerns
            ),
            async_at_started(self._hass, self._forget_the_removed),
        ]

    @callback
    def stop(self) -> None:
        """Watch nothing any more."""
        for unsubscribe in self._unsubscribe:
            unsubscribe()
        self._unsubscribe = []

    def _of_class(self) -> list[str]:
        if not self._interlock.by_class:
            return []
        return [
            state.entity_id
            for state in self._hass.states.async_all(BINARY_SENSOR)
            if self._is_of_class(state)
        ]

    @callback
    def _concerns(self, data: EventStateChangedData) -> bool:
        entity_id = data["entity_id"]
        if entity_id in self._interlock.sensors or entity_id in self._active:
            return True
        state = data["new_state"]
        return self._interlock.by_class and state is not None and self._is_of_class(state)

    @callback
    def _changed(self, event: Event[EventStateChangedData]) -> None:
        self._take(event.data["entity_id"], event.data["new_state"])
        self._tell()

    @callback
    def _forget_the_removed(self, hass: HomeAssistant) -> None:
        """By now every integration has had its turn: what is not there is gone for good."""
        self._active = {
            entity_id for entity_id in self._active if hass.states.get(entity_id) is not None
        }
        self._tell()

    def _take(self, entity_id: str, state: State | None) -> None:
        if state is not None and state.state == STATE_ON:
            self._active.add(entity_id)
        elif state is not None and state.state == STATE_OFF:
            self._active.discard(entity_id)

    def _tell(self) -> None:
        active = tuple(sorted(self._active))
        if active != self._response.house.hazards:
            changed = HazardsChanged(active=active, at=self._clock.now())
            # At once: the disk may take its time, a bolt must not move meanwhile.
            self._response.chronicle.note(changed)
            self._spawn(self._response.chronicle.keep(changed), "tuya_twin records a hazard")

    def _is_of_class(self, state: State) -> bool:
        if split_entity_id(state.entity_id)[0] != BINARY_SENSOR:
            return False
        here = self._response.house.id
        if state.attributes.get(ATTR_SIMULATED_IN, here) != here:
            # No door of a real house stays open for smoke that is not there.
            return False
        return state.attributes.get(EntityStateAttribute.DEVICE_CLASS) in HAZARD_CLASSES
