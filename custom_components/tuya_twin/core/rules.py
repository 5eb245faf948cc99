"""By which numbers signs are weighed: tables that the user edits, for the house and by zone."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .limits import within
from .signs import Role

MOST_POINTS = 200
WEIGHTS = (0.0, 5.0)
"""The least and the most, as of all that follow."""
SECONDS = (1, 3600)
MINUTES_OF_A_DAY = (0, 24 * 60 - 1)

POINTS: Mapping[Role, int] = {
    Role.MOTION: 50,
    Role.OCCUPANCY: 50,
    Role.PERSON: 60,
    Role.DOOR: 50,
    Role.WINDOW: 50,
    Role.GARAGE: 50,
    Role.VIBRATION: 40,
    Role.GLASS: 60,
    Role.SOUND: 40,
    Role.TAMPER: 60,
    Role.FORCED: 80,
    Role.UNLOCK: 0,
}
"""What a sign scores alone. Motion and the owner's unlock are those of the original design."""


@dataclass(frozen=True, kw_only=True)
class Rules:
    """How signs become a status. The defaults are the original design's, where that has any."""

    points: Mapping[Role, int] = field(default_factory=dict)
    """What a sign scores alone, where that is not as in `POINTS`."""
    followed: int = 90
    """What it scores that somebody was there, and then laid hands on the house..."""
    within_seconds: int = 10
    """... within so long."""
    night_from: int = 22 * 60
    """In minutes since midnight, by the clock on the wall."""
    night_until: int = 6 * 60
    """The same; where it is as `night_from`, there is no night."""
    night_weight: float = 1.5
    day_weight: float = 0.7
    red_at: int = 80
    yellow_at: int = 40
    margin: int = 20
    """A second opinion may move what is so near to a threshold."""
    memory_seconds: int = 300
    """A sign counts in full for `within_seconds`, then less and less, and not at all from here."""
    group_seconds: int = 30
    """How far apart two of a group may tell the same."""
    calm_seconds: int = 300
    """A warning that the rules gave ends after so long without another sign in its zone."""

    def __post_init__(self) -> None:
        """Raise `InvalidPolicyError` for what cannot be, or would never warn of anything."""
        for role, points in self.points.items():
            within(role, points, 0, MOST_POINTS)
        within("followed", self.followed, 0, MOST_POINTS)
        within("night_from", self.night_from, *MINUTES_OF_A_DAY)
        within("night_until", self.night_until, *MINUTES_OF_A_DAY)
        within("night_weight", self.night_weight, *WEIGHTS)
        within("day_weight", self.day_weight, *WEIGHTS)
        within("yellow_at", self.yellow_at, 1, MOST_POINTS)
        within("red_at", self.red_at, self.yellow_at + 1, 2 * MOST_POINTS)
        within("margin", self.margin, 0, MOST_POINTS)
        within("within_seconds", self.within_seconds, *SECONDS)
        within("memory_seconds", self.memory_seconds, self.within_seconds + 1, SECONDS[1])
        within("group_seconds", self.group_seconds, *SECONDS)
        within("calm_seconds", self.calm_seconds, *SECONDS)

    def points_of(self, role: Role) -> int:
        """What a sign scores alone."""
        return self.points.get(role, POINTS.get(role, 0))
