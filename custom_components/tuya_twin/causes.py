"""Who or what asked for something, as Home Assistant tells it."""

from collections.abc import Iterable

from homeassistant.auth.models import User
from homeassistant.const import STATE_UNKNOWN
from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.util import dt as dt_util

from .core.run import Cause, Evidence


async def async_cause(
    hass: HomeAssistant,
    context: Context | None,
    reason: str | None = None,
    evidence: Iterable[str] = (),
) -> Cause:
    """The cause of what a call with this context asks for.

    `evidence` are entity ids: what they show in this moment goes along.
    """
    shown = tuple(_shown(hass, entity_id) for entity_id in dict.fromkeys(evidence))
    person = await async_person(hass, context)
    return Cause(
        origin="automation" if person is None else "person",
        name=None if person is None else person.name,
        reason=reason,
        context_id=None if context is None else context.id,
        user_id=None if person is None else person.id,
        evidence=shown,
    )


async def async_person(hass: HomeAssistant, context: Context | None) -> User | None:
    """The person who acts; `None` if nobody does, or only a user that Home Assistant made."""
    if context is None or context.user_id is None:
        return None
    user = await hass.auth.async_get_user(context.user_id)
    return None if user is None or user.system_generated else user


@callback
def _shown(hass: HomeAssistant, entity_id: str) -> Evidence:
    """What an entity shows now; one that is not there proves nothing, and stops nothing."""
    state = hass.states.get(entity_id)
    if state is None:
        return Evidence(source=entity_id, name=entity_id, state=STATE_UNKNOWN, at=dt_util.utcnow())
    return Evidence(source=entity_id, name=state.name, state=state.state, at=state.last_changed)
