"""A plan that was drawn is kept as it was drawn, or refused with what is wrong and where."""

from collections.abc import Callable
import json
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_twin.core import wire
from custom_components.tuya_twin.core.errors import InvalidPlanError
from custom_components.tuya_twin.core.plan import (
    FARTHEST,
    LONGEST_ID,
    LONGEST_NAME,
    LONGEST_SIDE,
    MOST_FLOORS,
    Floor,
    Plan,
    PlanDevice,
    PlanDoor,
    PlanRoom,
    read_floors,
    undrawn,
)

type Json = dict[str, Any]
type LoadFixture = Callable[[str], Json]

ZONES = ("LivingRoom", "Foyer", "MasterBedroom")
DEVICES = ("bulb", "siren", "lock")
HOMES = dict(zip(DEVICES, ZONES, strict=True))

spots = st.one_of(st.integers(0, 400), st.floats(0, 400))
sides = st.integers(1, 20)
names = st.text(min_size=1, max_size=40).filter(str.strip)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A plan of any of the zones; each has a stripe of its own, so that none overlap."""
    floor_ids = draw(st.lists(names, max_size=3, unique=True))
    at_home = {zone: draw(st.sampled_from(floor_ids)) for zone in ZONES if floor_ids}
    placed = {device: draw(st.sampled_from(floor_ids)) for device in DEVICES if floor_ids}
    floors = []
    for floor_id in floor_ids:
        zones = tuple(zone for zone in at_home if at_home[zone] == floor_id)
        rooms = [
            PlanRoom(zone=zone, x=draw(spots_on_grid), y=50 * index, w=draw(sides), d=draw(sides))
            for index, zone in enumerate(zones)
            for _ in range(draw(st.integers(0, 3)))
        ]
        floors.append(
            Floor(
                id=floor_id,
                name=draw(names),
                zones=zones,
                rooms=tuple(rooms),
                doors=tuple(draw(st.lists(doors, max_size=4))),
                devices=tuple(
                    PlanDevice(device=device, x=draw(spots), y=draw(spots))
                    for device in placed
                    if placed[device] == floor_id
                ),
            )
        )
    return Plan(revision=draw(st.integers(0, 1000)), floors=tuple(floors))


spots_on_grid = st.integers(0, 400)
doors = st.builds(
    PlanDoor,
    x=spots,
    y=spots,
    along=st.sampled_from(("x", "y")),
    length=st.floats(0.5, 100),
)


@given(plan=plans())
def test_a_plan_comes_back_from_json_as_it_was(plan: Plan) -> None:
    kept = wire.plan(plan)

    assert Plan.read(json.loads(json.dumps(kept))) == plan
    assert wire.plan(Plan.read(kept)) == kept


@given(plan=plans(), seen=st.sets(st.sampled_from(ZONES)))
def test_whoever_may_see_some_zones_sees_nothing_of_the_others(plan: Plan, seen: set[str]) -> None:
    cut = plan.for_zones(seen, HOMES)

    told = json.dumps(wire.plan(cut), ensure_ascii=False)
    assert cut.revision == plan.revision
    for floor in cut.floors:
        assert set(floor.zones) <= seen
        assert {room.zone for room in floor.rooms} <= seen
        assert {HOMES[placed.device] for placed in floor.devices} <= seen
        assert all(any(door.is_in_a_wall_of(room) for room in floor.rooms) for door in floor.doors)
    # Nothing of theirs is lost, and what they get can be read.
    assert Plan.read(json.loads(told)) == cut
    assert {zone for floor in cut.floors for zone in floor.zones} == {
        zone for floor in plan.floors for zone in floor.zones if zone in seen
    }


@given(plan=plans())
def test_whoever_may_see_all_sees_all_but_what_is_on_no_zone_s_floor(plan: Plan) -> None:
    cut = plan.for_zones(ZONES, HOMES)

    drawn = [floor for floor in plan.floors if floor.zones]
    assert [floor.rooms for floor in cut.floors] == [floor.rooms for floor in drawn]
    assert [floor.devices for floor in cut.floors] == [floor.devices for floor in drawn]


@given(plan=plans(), zones=st.sets(st.sampled_from(ZONES)), devices=st.sets(st.just("lock")))
def test_what_is_gone_is_dropped_and_the_rest_is_left(
    plan: Plan, zones: set[str], devices: set[str]
) -> None:
    rest = plan.restricted(zones, devices)

    rest.require_known(zones, devices)
    assert Plan.read(wire.plan(rest)) == rest
    assert [floor.id for floor in rest.floors] == [floor.id for floor in plan.floors]
    assert [floor.doors for floor in rest.floors] == [floor.doors for floor in plan.floors]
    assert plan.restricted(ZONES, DEVICES) == plan


@pytest.mark.parametrize(
    ("door", "touches"),
    [
        (PlanDoor(x=3, y=2, along="x", length=2), True),
        (PlanDoor(x=3, y=7, along="x", length=2), True),
        (PlanDoor(x=2, y=3, along="y", length=2), True),
        (PlanDoor(x=6, y=3, along="y", length=2), True),
        (PlanDoor(x=3, y=4, along="x", length=2), False),
        (PlanDoor(x=4, y=3, along="y", length=2), False),
        (PlanDoor(x=6, y=2, along="x", length=2), False),
        (PlanDoor(x=2, y=7, along="y", length=2), False),
        (PlanDoor(x=0, y=2, along="x", length=2), False),
        (PlanDoor(x=2, y=0, along="y", length=2), False),
    ],
)
def test_a_door_is_a_room_s_if_it_is_in_one_of_its_walls(door: PlanDoor, touches: bool) -> None:  # noqa: FBT001
    assert door.is_in_a_wall_of(PlanRoom(zone="Foyer", x=2, y=2, w=4, d=5)) is touches


@pytest.fixture
def drawn(wire_fixture: LoadFixture) -> Json:
    return wire_fixture("plan_update")


def change(*path: str | int, to: object) -> Callable[[Json], None]:
    """Has something of a plan be something else."""

    def changes(plan: Json) -> None:
        place: Any = plan
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = to

    return changes


GROUND = ("floors", 0)
ROOM = (*GROUND, "rooms", 1)
DOOR = (*GROUND, "doors", 0)
PLACED = (*GROUND, "devices", 0)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (change("floors", to=None), "the plan: floors has to be a list of at most 10"),
        (change("revision", to=-1), "the plan: revision has to be a whole number of at least 0"),
        (change("floors", 0, to=7), "floors, number 1: it has to be an object"),
        (change(*GROUND, "id", to=" "), "floors, number 1: id has to be a text of 1 to 100"),
        (change(*GROUND, "name", to="a" * 41), "name has to be a text of 1 to 40 characters"),
        (change(*GROUND, "zones", to=[7]), "a text in zones has to be a text of 1 to 100"),
        (change(*GROUND, "rooms", to=[{}] * 61), "rooms has to be a list of at most 60"),
        (change(*GROUND, "doors", to=[{}] * 201), "doors has to be a list of at most 200"),
        (change(*GROUND, "devices", to={}), "devices has to be a list of at most 200"),
        (change(*ROOM, "x", to=401), "floors, number 1: rooms, number 2: x has to be a whole"),
        (change(*ROOM, "y", to=0.5), "y has to be a whole number from 0 to 400"),
        (change(*ROOM, "w", to=True), "w has to be a whole number from 1 to 100"),
        (change(*ROOM, "d", to=0), "d has to be a whole number from 1 to 100"),
        (change(*ROOM, "d", to=101), "d has to be a whole number from 1 to 100"),
        (
            change(*ROOM, "zone", to="Attic"),
            "number 1: there is a room of Attic, which is not among its zones",
        ),
        (change(*ROOM, "y", to=4), "floors, number 1: rooms of LivingRoom and Foyer overlap"),
        (change(*DOOR, "along", to="z"), "doors, number 1: along has to be one of x, y"),
        (change(*DOOR, "along", to=["x"]), "along has to be one of x, y"),
        (change(*DOOR, "length", to=0), "length has to be a number above 0 to 100"),
        (change(*PLACED, "x", to=-0.1), "devices, number 1: x has to be a number from 0 to 400"),
        (change(*PLACED, "x", to=float("nan")), "x has to be a number from 0 to 400"),
        (change(*PLACED, "x", to=10**400), "x has to be a number from 0 to 400"),
        (change(*PLACED, "y", to="2"), "y has to be a number from 0 to 400"),
        (change(*PLACED, "y", to=False), "y has to be a number from 0 to 400"),
        (change("floors", 1, "id", to="ground"), "the plan: floor ground is there 2 times"),
        (change("floors", 1, "zones", to=["MasterBedroom", "Foyer"]), "zone Foyer is there 2"),
        (change(*GROUND, "zones", to=["LivingRoom", "Foyer", "Foyer"]), "zone Foyer is there 2"),
        (
            change("floors", 1, "devices", to=[{"device": DEVICES[0], "x": 0, "y": 0}] * 2),
            "device bulb is there 2 times",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_what_and_where(
    drawn: Json, wrong: Callable[[Json], None], told: str
) -> None:
    Plan.read(drawn)
    wrong(drawn)

    with pytest.raises(InvalidPlanError) as refused:
        Plan.read(drawn)
    assert told in str(refused.value)


@pytest.mark.parametrize(
    "right",
    [
        change(*GROUND, "name", to="a" * LONGEST_NAME),
        change(*GROUND, "id", to="a" * LONGEST_ID),
        change(*ROOM, "x", to=FARTHEST),
        change(*ROOM, "w", to=LONGEST_SIDE),
        change(*DOOR, "x", to=FARTHEST),
        change(*DOOR, "length", to=LONGEST_SIDE),
        change(*PLACED, "y", to=0),
        change(*PLACED, "y", to=FARTHEST),
    ],
)
def test_what_is_as_large_as_may_be_is_kept(drawn: Json, right: Callable[[Json], None]) -> None:
    right(drawn)

    assert wire.plan(Plan.read(drawn)) == drawn


@given(junk=st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists))
def test_junk_is_no_plan(junk: object) -> None:
    with pytest.raises(InvalidPlanError):
        Plan.read(junk)
    with pytest.raises(InvalidPlanError):
        Plan.read({"revision": junk, "floors": 7})


def test_zones_and_devices_have_to_be_there(drawn: Json) -> None:
    plan = Plan.read(drawn)
    lock = plan.floors[0].devices[0].device
    plan.require_known(ZONES, [lock])

    with pytest.raises(InvalidPlanError, match="Upper floor: there is no zone MasterBedroom"):
        plan.require_known(ZONES[:2], [lock])
    with pytest.raises(InvalidPlanError, match=f"Ground floor: there is no device {lock}"):
        plan.require_known(ZONES, [])
    with pytest.raises(InvalidPlanError, match=f"there is no zone Foyer and no device {lock}"):
        plan.require_known(["LivingRoom"], [])


@pytest.mark.parametrize("side", ["x", "y"])
def test_rooms_of_one_zone_may_overlap_and_what_only_touches_may_be_anybody_s(side: str) -> None:
    def rooms(*zones: str, apart: int) -> Json:
        return {
            "id": "ground",
            "name": "Ground floor",
            "zones": ["Foyer", "LivingRoom"],
            "rooms": [
                {"zone": zone, "x": 0, "y": 0, "w": 4, "d": 4, side: apart * index}
                for index, zone in enumerate(zones)
            ],
            "doors": [],
            "devices": [],
        }

    (overlapping,) = read_floors([rooms("Foyer", "Foyer", apart=2)])
    (touching,) = read_floors([rooms("Foyer", "LivingRoom", apart=4)])
    for floor, overlap in ((overlapping, True), (touching, False)):
        first, second = floor.rooms
        assert first.overlaps(second) is second.overlaps(first) is overlap


def test_before_anybody_draws_there_are_floors_with_zones() -> None:
    plan = undrawn([("cellar", "Cellar", ["Foyer"]), ("ground", " Ground ", ["LivingRoom"])])

    assert plan.revision == 0
    assert [(floor.id, floor.name, floor.zones) for floor in plan.floors] == [
        ("cellar", "Cellar", ("Foyer",)),
        ("ground", "Ground", ("LivingRoom",)),
    ]


def test_floors_whose_ids_are_too_long_to_be_told_apart_are_one() -> None:
    stem = "a" * LONGEST_ID

    (floor,) = undrawn(
        [(f"{stem}1", "Cellar", ["Foyer"]), (f"{stem}2", "Attic", ["LivingRoom"])]
    ).floors

    assert (floor.name, floor.zones) == ("Cellar", ("Foyer", "LivingRoom"))


@given(
    floors=st.lists(
        st.tuples(
            st.text(min_size=1, max_size=300).filter(lambda text: text[:40].strip()),
            st.text(max_size=100),
        ),
        max_size=20,
        unique_by=lambda floor: floor[0],
    )
)
def test_whatever_home_assistant_calls_its_floors_the_plan_can_be_saved(
    floors: list[tuple[str, str]],
) -> None:
    plan = undrawn((each, name, [f"Zone{index}"]) for index, (each, name) in enumerate(floors))

    assert Plan.read(wire.plan(plan)) == plan
    assert len(plan.floors) <= MOST_FLOORS
