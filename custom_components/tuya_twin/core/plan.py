"""The drawn plan of a house: its floors, the rooms on them, doors, and where devices stand.

All lengths are in steps of half a metre. Several rooms of one zone are one room: so an L is drawn.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final, Literal, Self, get_args

from .errors import InvalidPlanError
from .plan_reader import WHOLE, Part

MOST_FLOORS: Final = 10
MOST_ROOMS: Final = 60
"""On one floor, as all that follow."""
MOST_DOORS: Final = 200
MOST_DEVICES: Final = 200
MOST_ZONES: Final = 100
FARTHEST: Final = 400
LONGEST_SIDE: Final = 100
LONGEST_NAME: Final = 40
LONGEST_ID: Final = 100

type Axis = Literal["x", "y"]


@dataclass(frozen=True, kw_only=True)
class PlanRoom:
    """A rectangle of a zone: `w` along x, `d` along y."""

    zone: str
    x: int
    y: int
    w: int
    d: int

    @classmethod
    def read(cls, part: Part) -> Self:
        """A room as it stands in JSON. Raises `InvalidPlanError`, as the others here do."""
        return cls(
            zone=part.text("zone", LONGEST_ID),
            x=part.whole("x", 0, FARTHEST),
            y=part.whole("y", 0, FARTHEST),
            w=part.whole("w", 1, LONGEST_SIDE),
            d=part.whole("d", 1, LONGEST_SIDE),
        )

    def overlaps(self, other: PlanRoom) -> bool:
        """Whether the two share more than a wall."""
        beside = self.x + self.w <= other.x or other.x + other.w <= self.x
        behind = self.y + self.d <= other.y or other.y + other.d <= self.y
        return not (beside or behind)


@dataclass(frozen=True, kw_only=True)
class PlanDoor:
    """A gap in the walls, from (x, y) on along one axis."""

    x: float
    y: float
    along: Axis
    length: float

    @classmethod
    def read(cls, part: Part) -> Self:
        """A door as it stands in JSON."""
        return cls(
            x=part.number("x", 0, FARTHEST),
            y=part.number("y", 0, FARTHEST),
            along=part.word("along", get_args(Axis.__value__)),
            length=part.number("length", 0, LONGEST_SIDE, above=True),
        )

    def is_in_a_wall_of(self, room: PlanRoom) -> bool:
        """Whether one can go in or out of the room by it."""
        if self.along == "x":
            in_line = self.y in (room.y, room.y + room.d)
            return in_line and self.x < room.x + room.w and room.x < self.x + self.length
        in_line = self.x in (room.x, room.x + room.w)
        return in_line and self.y < room.y + room.d and room.y < self.y + self.length


@dataclass(frozen=True, kw_only=True)
class PlanDevice:
    """Where a device's foot stands."""

    device: str
    x: float
    y: float

    @classmethod
    def read(cls, part: Part) -> Self:
        """A device as it stands in JSON."""
        return cls(
            device=part.text("device", LONGEST_ID),
            x=part.number("x", 0, FARTHEST),
            y=part.number("y", 0, FARTHEST),
        )


@dataclass(frozen=True, kw_only=True)
class Floor:
    """A floor; those of its zones that have no rooms are laid out beside those that have some."""

    id: str
    name: str
    zones: tuple[str, ...] = ()
    rooms: tuple[PlanRoom, ...] = ()
    doors: tuple[PlanDoor, ...] = ()
    devices: tuple[PlanDevice, ...] = ()

    @classmethod
    def read(cls, part: Part) -> Self:
        """A floor as it stands in JSON."""
        floor = cls(
            id=part.text("id", LONGEST_ID),
            name=part.text("name", LONGEST_NAME),
            zones=part.texts("zones", MOST_ZONES, LONGEST_ID),
            rooms=tuple(PlanRoom.read(each) for each in part.parts("rooms", MOST_ROOMS)),
            doors=tuple(PlanDoor.read(each) for each in part.parts("doors", MOST_DOORS)),
            devices=tuple(PlanDevice.read(each) for each in part.parts("devices", MOST_DEVICES)),
        )
        floor._require_own_rooms(part.where)
        return floor

    def restricted(self, zones: Collection[str], devices: Collection[str]) -> Self:
        """The floor with nothing of other zones and devices."""
        return replace(
            self,
            zones=tuple(zone for zone in self.zones if zone in zones),
            rooms=tuple(room for room in self.rooms if room.zone in zones),
            devices=tuple(each for each in self.devices if each.device in devices),
        )

    def without_far_doors(self) -> Self:
        """The floor with none but the doors of its rooms."""
        doors = (
            door for door in self.doors if any(door.is_in_a_wall_of(room) for room in self.rooms)
        )
        return replace(self, doors=tuple(doors))

    def _require_own_rooms(self, where: str) -> None:
        for room in self.rooms:
            if room.zone not in self.zones:
                what = f"there is a room of {room.zone}, which is not among its zones"
                raise InvalidPlanError(where, what)
        for one, other in combinations(self.rooms, 2):
            if one.zone != other.zone and one.overlaps(other):
                what = f"rooms of {one.zone} and {other.zone} overlap"
                raise InvalidPlanError(where, what)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The floors, from the lowest up; a zone on none of them stands on the first."""

    revision: int = 0
    """Counts the times it was saved; 0 if nobody has drawn anything."""
    floors: tuple[Floor, ...] = ()

    @classmethod
    def read(cls, value: object) -> Self:
        """A plan as it stands in JSON; `wire.plan` is the way back. Raises `InvalidPlanError`."""
        part = Part.of(value, WHOLE)
        revision = part.whole("revision", 0)
        return cls(revision=revision, floors=read_floors(part.value.get("floors")))

    def require_known(self, zones: Collection[str], devices: Collection[str]) -> None:
        """Raise `InvalidPlanError` for a zone or a device that is none of these."""
        for floor in self.floors:
            unknown = [f"zone {zone}" for zone in floor.zones if zone not in zones]
            unknown += [
                f"device {each.device}" for each in floor.devices if each.device not in devices
            ]
            if unknown:
                where, what = f"floor {floor.name}", f"there is no {' and no '.join(unknown)}"
                raise InvalidPlanError(where, what)

    def restricted(self, zones: Collection[str], devices: Collection[str]) -> Self:
        """The plan with nothing of other zones and devices, as these are gone."""
        return replace(
            self, floors=tuple(floor.restricted(zones, devices) for floor in self.floors)
        )

    def for_zones(self, zones: Collection[str], homes: Mapping[str, str]) -> Self:
        """What somebody may see who may see only these zones; `homes` has each device's zone.

        A floor on which there is nothing for them is left out.
        """
        devices = {device for device, zone in homes.items() if zone in zones}
        floors = self.restricted(zones, devices).floors
        return replace(
            self, floors=tuple(floor.without_far_doors() for floor in floors if floor.zones)
        )


def read_floors(value: object) -> tuple[Floor, ...]:
    """The floors of a plan as they stand in JSON. Raises `InvalidPlanError`."""
    parts = Part.of({"floors": value}, WHOLE).parts("floors", MOST_FLOORS)
    floors = tuple(Floor.read(part) for part in parts)
    _require_once("floor", (floor.id for floor in floors))
    _require_once("zone", (zone for floor in floors for zone in floor.zones))
    _require_once("device", (each.device for floor in floors for each in floor.devices))
    return floors


def undrawn(floors: Iterable[tuple[str, str, Iterable[str]]]) -> Plan:
    """The plan before anybody has drawn one: floors with id, name and zones, the lowest first."""
    known: dict[str, Floor] = {}
    for whole_id, whole_name, zones in floors:
        floor_id = whole_id[:LONGEST_ID]
        name = whole_name.strip()[:LONGEST_NAME].strip() or floor_id[:LONGEST_NAME]
        floor = known.get(floor_id, Floor(id=floor_id, name=name))
        known[floor_id] = replace(floor, zones=(*floor.zones, *zones)[:MOST_ZONES])
    return Plan(floors=tuple(known.values())[:MOST_FLOORS])


def _require_once(what: str, ids: Iterable[str]) -> None:
    for each, times in Counter(ids).items():
        if times > 1:
            wrong = f"{what} {each} is there {times} times"
            raise InvalidPlanError(WHOLE, wrong)
