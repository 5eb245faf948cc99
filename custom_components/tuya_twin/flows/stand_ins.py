"""Entities that stand in for a siren: what is wrong with a choice of them."""

from collections.abc import Iterable

from homeassistant.core import callback, split_entity_id
from homeassistant.helpers import entity_registry as er

from ..const import CONF_STAND_INS
from ..references import entity_id_of, reference_to
from ..stand_in import STAND_IN_DOMAINS
from .checks import Errors


@callback
def wrong_stand_ins(
    registry: er.EntityRegistry,
    entities: Iterable[str],
    *,
    own: str | None,
    subentry_id: str | None,
) -> Errors:
    """What is wrong with stand-ins for a siren.

    `own` is the entity that is lent as this siren, `subentry_id` that of the siren, if it has any.
    """
    for entity in entities:
        entity_id = entity_id_of(registry, entity)
        if entity_id is None or split_entity_id(entity_id)[0] not in STAND_IN_DOMAINS:
            return {CONF_STAND_INS: "not_a_stand_in"}
        known = registry.async_get(entity_id)
        belongs = known is not None and known.config_subentry_id == subentry_id is not None
        if belongs or (own is not None and reference_to(registry, entity_id) == own):
            return {CONF_STAND_INS: "stands_in_for_itself"}
    return {}
