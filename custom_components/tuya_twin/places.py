"""The house as Home Assistant's areas and floors have it: what a zone is called, and where it is.

A zone that is an area is called as the area is, whatever that becomes, unless it was given a name
of its own: one that says something else than the area's when the household is set up.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import area_registry as ar, floor_registry as fr
from homeassistant.util import slugify

from .core.model import Zone
from .core.plan import Plan, undrawn


@callback
def async_watch_places(hass: HomeAssistant, on_changed: Callable[[], None]) -> Callable[[], None]:
    """Call back whenever an area or a floor has changed; returns the way out."""

    @callback
    def changed(_event: Event[ar.EventAreaRegistryUpdatedData]) -> None:
        on_changed()

    @callback
    def floor_changed(_event: Event[fr.EventFloorRegistryUpdatedData]) -> None:
        on_changed()

    ways_out = (
        hass.bus.async_listen(ar.EVENT_AREA_REGISTRY_UPDATED, changed),
        hass.bus.async_listen(fr.EVENT_FLOOR_REGISTRY_UPDATED, floor_changed),
    )

    def stop() -> None:
        for way_out in ways_out:
            way_out()

    return stop


def named(hass: HomeAssistant, zones: Iterable[Zone]) -> tuple[Zone, ...]:
    """The zones as they are called now."""
    return tuple(_named(zone, _area(hass, zone)) for zone in zones)


def undrawn_plan(hass: HomeAssistant, zones: Iterable[Zone]) -> Plan:
    """The floors of Home Assistant on which there are zones; a zone may be on none of them."""
    by_floor: dict[str, list[str]] = {}
    for zone in zones:
        area = _area(hass, zone)
        if area is not None and area.floor_id is not None:
            by_floor.setdefault(area.floor_id, []).append(zone.id)
    registry = fr.async_get(hass)
    found = (registry.async_get_floor(floor_id) for floor_id in by_floor)
    floors = sorted((floor for floor in found if floor is not None), key=_from_the_lowest)
    return undrawn((floor.floor_id, floor.name, by_floor[floor.floor_id]) for floor in floors)


def _area(hass: HomeAssistant, zone: Zone) -> ar.AreaEntry | None:
    return None if zone.area is None else ar.async_get(hass).async_get_area(zone.area)


def _named(zone: Zone, area: ar.AreaEntry | None) -> Zone:
    if area is None or not (zone.named_by_area or _says_the_same(zone.name, area.name)):
        return zone
    return replace(zone, name=area.name, named_by_area=True)


def _says_the_same(name: str, other: str) -> bool:
    return slugify(name, separator="") == slugify(other, separator="")


def _from_the_lowest(floor: fr.FloorEntry) -> tuple[bool, int, str]:
    """One that nobody has said the level of comes last."""
    return floor.level is None, floor.level or 0, floor.name
