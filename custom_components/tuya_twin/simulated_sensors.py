"""Sensors of a simulated household: nobody has to own one to see what they lead to."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from homeassistant.components.binary_sensor.const import DOMAIN as BINARY_SENSOR
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.event import async_call_later

from .const import CONF_SIMULATED, DOMAIN
from .core.analysis import Analysis, Sensor
from .core.settings import Settings
from .core.signs import Role
from .household import AnyEntry, zones

PLACES: Final = (
    ("Foyer", Role.MOTION),
    ("Foyer", Role.VIBRATION),
    ("LivingRoom", Role.MOTION),
    ("LivingRoom", Role.SMOKE),
)
"""The zones, by id, and what there is in each; what is in a zone that is gone is gone, too."""

SECONDS: Final = 5
"""For so long a sensor shows what happened for a moment."""


@dataclass(kw_only=True)
class SimulatedSensor:
    """What happens in front of one sensor."""

    entry_id: str
    zone: str
    role: Role
    on: bool = False
    _listeners: list[Callable[[], None]] = field(default_factory=list)
    _cancel: Callable[[], None] | None = None

    @property
    def unique_id(self) -> str:
        """What names it in the entity registry."""
        return f"{self.entry_id}_{self.zone}_{self.key}"

    @property
    def key(self) -> str:
        """Tells it from the other entities of the same zone."""
        return f"simulated_{self.role}"

    @callback
    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call the listener when it shows something else; returns the way out."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @callback
    def show(self, *, on: bool) -> None:
        """Show it until something else happens."""
        if self._cancel is not None:
            self._cancel()
            self._cancel = None
        if on != self.on:
            self.on = on
            for listener in tuple(self._listeners):
                listener()

    @callback
    def show_for_a_moment(self, hass: HomeAssistant) -> None:
        """Show that it happened; again, and the moment begins again."""
        self.show(on=True)

        @callback
        def over(_now: datetime) -> None:
            self._cancel = None
            self.show(on=False)

        self._cancel = async_call_later(hass, SECONDS, over)


def simulated_sensors(entry: AnyEntry) -> tuple[SimulatedSensor, ...]:
    """The sensors of a simulated household; none of any other."""
    if not entry.data.get(CONF_SIMULATED):
        return ()
    there = {zone.id for zone in zones(entry)}
    return tuple(
        SimulatedSensor(entry_id=entry.entry_id, zone=zone, role=role)
        for zone, role in PLACES
        if zone in there
    )


@callback
def default_sensors(hass: HomeAssistant, entry: AnyEntry) -> tuple[Sensor, ...]:
    """The sensors that a simulated household watches until others are picked; else none.

    They get their places in the entity registry here, so that they are known before their
    platform is there, in the same way as any sensor that is picked.
    """
    names = {zone.id: zone.name for zone in zones(entry)}
    registry = er.async_get(hass)
    return tuple(
        Sensor(
            entity=_registered(registry, entry, each, names[each.zone]).id,
            role=each.role,
            zone=each.zone,
        )
        for each in simulated_sensors(entry)
    )


@callback
def analysis_of(hass: HomeAssistant, entry: AnyEntry, settings: Settings) -> Analysis:
    """What the user has decided of the analysis, with the sensors that there are by default."""
    analysis = settings.analysis
    if analysis.sensors:
        return analysis
    return replace(analysis, sensors=default_sensors(hass, entry))


def _registered(
    registry: er.EntityRegistry, entry: AnyEntry, sensor: SimulatedSensor, zone: str
) -> er.RegistryEntry:
    known = registry.async_get_entity_id(BINARY_SENSOR, DOMAIN, sensor.unique_id)
    if known is not None and (registered := registry.async_get(known)) is not None:
        return registered
    return registry.async_get_or_create(
        BINARY_SENSOR,
        DOMAIN,
        sensor.unique_id,
        config_entry=entry,
        original_name=f"{zone} {sensor.role}",
        suggested_object_id=f"{zone} {sensor.role}",
    )
