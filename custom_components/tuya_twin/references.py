"""Entities of Home Assistant as the household keeps them: by what a rename does not change."""

from collections.abc import Iterable

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er


@callback
def reference_to(registry: er.EntityRegistry, entity: str) -> str:
    """The id in the registry of an entity that is in there; else what was given."""
    known = registry.async_get(entity)
    return entity if known is None else known.id


@callback
def entity_id_of(registry: er.EntityRegistry, reference: str) -> str | None:
    """What the entity is called now; `None` if it was removed."""
    return er.async_resolve_entity_id(registry, reference)


@callback
def entity_ids_of(registry: er.EntityRegistry, references: Iterable[str]) -> list[str]:
    """What those entities are called now that are still there."""
    found = (entity_id_of(registry, reference) for reference in references)
    return [entity_id for entity_id in found if entity_id is not None]


@callback
def friendly_name(hass: HomeAssistant, entity_id: str) -> str:
    """What people call an entity; its id where it has no state that says so."""
    state = hass.states.get(entity_id)
    return entity_id if state is None else state.name
