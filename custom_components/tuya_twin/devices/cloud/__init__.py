"""A client of Tuya's cloud.

The cloud is no home for an alarm: it has a quota, and it is far away. It is asked for what a LAN
cannot tell (names, keys, specifications), for lock tickets, and as a second way to a device that
does not answer at home. It is never polled.
"""

from .account import REGIONS, CloudAccount
from .budget import DAILY_CAPS, CallBudget, CallKind
from .client import CloudClient
from .link import CloudLink
from .models import (
    CloudDevice,
    CloudPoint,
    CloudProperty,
    CloudRoom,
    CloudSpecification,
    RemoteUnlock,
)

__all__ = [
    "DAILY_CAPS",
    "REGIONS",
    "CallBudget",
    "CallKind",
    "CloudAccount",
    "CloudClient",
    "CloudDevice",
    "CloudLink",
    "CloudPoint",
    "CloudProperty",
    "CloudRoom",
    "CloudSpecification",
    "RemoteUnlock",
]
