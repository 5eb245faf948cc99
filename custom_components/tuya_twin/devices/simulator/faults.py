"""What can be wrong with a device at home."""

from enum import StrEnum

from ...core.model import DeviceKind


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
    JAMMED = "jammed"
    """The bolt does not come out: the door is not quite shut."""


_ONLY_LOCKS = frozenset({Fault.JAMMED})


def faults_for(kind: DeviceKind) -> tuple[Fault, ...]:
    """The faults that make a difference to a kind of device, `NONE` first."""
    return tuple(f for f in Fault if kind is DeviceKind.LOCK or f not in _ONLY_LOCKS)
