"""Incidents: from the first status above green until green again."""

from dataclasses import dataclass
from datetime import datetime

from .facts import Answered, PeopleTold
from .model import Status


@dataclass(frozen=True, kw_only=True)
class Incident:
    """An incident that is open; `status` is the highest it reached."""

    id: str
    since: datetime
    status: Status
    current: Status
    """What the whole house shows now."""
    red_since: datetime | None = None
    """When it first became critical; `None` if it has not."""
    answered: Answered | None = None
    """The first answer since it was last critical; nobody else is told while there is one."""
    told: tuple[PeopleTold, ...] = ()
    """Who was told since it was last critical, in order."""
