"""A household that screens watch: what its channel asks of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ..core.house import House
from ..core.plan import Plan
from ..core.ports import JournalPort
from ..core.wire import Payload


class Bus(Protocol):
    """Whoever else has screens."""

    def publish(self, event: str, payload: Payload, *, room: str) -> None:
        """Send an event to the screens of other processes; returns at once."""
        ...


@dataclass(frozen=True, kw_only=True)
class Watched:
    """A household that screens watch."""

    journal: JournalPort
    house: Callable[[], House]
    """Gives the house as it is now."""
    plan: Callable[[], Plan]
    """Gives its plan as it is now."""
    on_screens: Callable[[], None]
    """Called soon after a screen has come, has gone, or has seen something; once for many."""
    is_another: bool = False
    """Whether screens that come back may know other zones or devices than there are now."""
    bus: Bus | None = None
