"""What can be wrong with a device at home."""

from enum import StrEnum

from ...core.model import DeviceKind
from .appliances import appliance_type
from .locks import SimulatedLock
from .sleepers import Sleeper


class Fault(StrEnum):
    """A fault to switch on, seen as the people at home see it."""

    NONE = "none"
    """Everything works."""
    OFFLINE = "offline"
    """Unplugged at the wall: lamp dark, siren silent, bolt where it was; nobody answers."""
    RESET = "reset"
    """The app says "offline" at once, every time: the device hangs up on whoever connects."""
    HALF_OPEN = "half_open"
    """Looks connected, but never answers or reports: out of Wi-Fi range, or hung."""
    WRONG_KEY = "wrong_key"
    """Removed from the app and added again: the device has a new local key."""
    SLOW = "slow"
    """Obeys and answers only after a while: bad Wi-Fi."""
    DEAF = "deaf"
    """Says yes to every command and does nothing."""
    BUSY = "busy"
    """Another app talks to the device, which has no place for the house as well."""
    WEDGED = "wedged"
    """Takes connections and never says a word, until its mains are cut for ten seconds."""
    JAMMED = "jammed"
    """The bolt does not come out: the door is not quite shut."""
    ASLEEP = "asleep"
    """Nobody has touched it for a while: what runs on batteries is not in the Wi-Fi."""


_ONLY_BOLTS = frozenset({Fault.JAMMED})
_ONLY_SLEEPERS = frozenset({Fault.ASLEEP})


def faults_for(kind: DeviceKind, model: str | None = None) -> tuple[Fault, ...]:
    """The faults that make a difference to such a device, `NONE` first.

    Raises:
        ValueError: there is no such model of this kind.
    """
    appliance = appliance_type(kind, model)
    meaningless = set[Fault]()
    if not issubclass(appliance, SimulatedLock):
        meaningless |= _ONLY_BOLTS
    if not issubclass(appliance, Sleeper):
        meaningless |= _ONLY_SLEEPERS
    return tuple(fault for fault in Fault if fault not in meaningless)
