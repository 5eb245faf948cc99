"""What an entity is asked to do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from homeassistant.const import SERVICE_TURN_OFF, SERVICE_TURN_ON, STATE_OFF, STATE_ON
from homeassistant.core import State


@dataclass(frozen=True, kw_only=True)
class ServiceAsk:
    """One service of Home Assistant, and how a state shows that it was carried out."""

    service: str
    domain: str | None = None
    """Whose service it is; that of the entity's own domain if there is none."""
    data: Mapping[str, object] = field(default_factory=dict)
    shown_by: Callable[[State], bool]


def switched(*, on: bool, data: Mapping[str, object] | None = None) -> ServiceAsk:
    """Turn the entity on or off, and with that set what is in `data`."""
    wanted = STATE_ON if on else STATE_OFF
    return ServiceAsk(
        service=SERVICE_TURN_ON if on else SERVICE_TURN_OFF,
        data=data or {},
        shown_by=lambda state: state.state == wanted,
    )


def is_on(now: State) -> bool | None:
    """Whether the entity is on; `None` if its state does not say."""
    return {STATE_ON: True, STATE_OFF: False}.get(now.state)
