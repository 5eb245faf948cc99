"""A screen of one zone hears of that zone, of the whole house, and of nothing else."""

from collections.abc import Callable
from typing import Any

from aiohttp import ClientSession
from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_twin.core.model import HOUSE, Status
from custom_components.tuya_twin.feed.scope import Scope
from tests.feed.kit import RawClient
from tests.feed.stand import GOOD, NEIGHBOUR, Stand

FOYER = Scope(zones=frozenset({"Foyer"}))


def test_the_whole_house_is_cut_to_its_zone(wire_fixture: Callable[[str], Any]) -> None:
    whole = wire_fixture("snapshot")
    mine = FOYER.cut("snapshot", whole)
    assert mine is not None

    assert [zone["id"] for zone in mine["zones"]] == ["Foyer"]  # type: ignore[index, call-overload, union-attr]
    assert {device["zone"] for device in mine["devices"]} == {"Foyer"}  # type: ignore[index, call-overload, union-attr]
    assert mine["screens"] == []
    assert mine.keys() == whole.keys()
    assert Scope().cut("snapshot", whole) is whole


def test_a_run_shows_only_its_own_devices(wire_fixture: Callable[[str], Any]) -> None:
    run = wire_fixture("run_update")
    mine = FOYER.cut("run_update", run)
    assert mine is not None

    assert {step["zone"] for step in mine["steps"]} == {"Foyer"}  # type: ignore[index, call-overload, union-attr]
    assert FOYER.cut("run_update", {**run, "zone": "MasterBedroom"}) is None


def test_a_plan_shows_only_its_own_zone_and_devices(wire_fixture: Callable[[str], Any]) -> None:
    plan, lock = wire_fixture("plan_update"), "bf0123456789abcdef0lock"
    mine: Any = FOYER.cut("plan_update", plan, lambda: {lock: "Foyer"})
    theirs = FOYER.cut("plan_update", plan, lambda: {lock: "LivingRoom"})
    nobodys = FOYER.cut("plan_update", plan)

    (floor,) = mine["floors"]
    assert floor["zones"] == ["Foyer"]
    assert [room["zone"] for room in floor["rooms"]] == ["Foyer"]
    assert floor["devices"] == plan["floors"][0]["devices"]
    assert theirs == nobodys == {**mine, "floors": [{**floor, "devices": []}]}
    snapshot: Any = FOYER.cut("snapshot", wire_fixture("snapshot"))
    assert snapshot["plan"] == mine
    assert Scope().cut("plan_update", plan) is plan


def test_what_was_found_elsewhere_is_nobodys_business(
    wire_fixture: Callable[[str], Any],
) -> None:
    whole = wire_fixture("lookout_update")
    mine: Any = FOYER.cut("lookout_update", whole)
    theirs: Any = Scope(zones=frozenset({"LivingRoom"})).cut("lookout_update", whole)

    assert mine["assessments"] == [whole["assessments"][0]]
    assert mine["opinion"] is None
    assert mine["watch"] == {**whole["watch"], "bypassed": []}
    (found,) = theirs["assessments"]
    motion, vibration, night = whole["assessments"][1]["grounds"]
    assert found["grounds"] == [{**motion, "name": "", "zone": HOUSE}, vibration, night]
    assert theirs["opinion"] == whole["opinion"]
    assert (theirs["watch"]["entry_until"], theirs["watch"]["entry_zone"]) == (None, None)
    assert (theirs["watch"]["mode"], theirs["watch"]["since"]) == ("away", whole["watch"]["since"])
    snapshot: Any = FOYER.cut("snapshot", wire_fixture("snapshot"))
    assert snapshot["lookout"] == mine
    assert Scope().cut("lookout_update", whole) is whole


def test_who_else_listens_is_for_those_who_see_the_whole_house() -> None:
    assert FOYER.cut("screens_update", {"screens": []}) is None
    assert FOYER.cut("pong", {"at": "now"}) == {"at": "now"}


@given(
    asked=st.one_of(st.none(), st.text(), st.lists(st.sampled_from([HOUSE, "Foyer", "Attic", 7]))),
    allowed=st.one_of(st.none(), st.frozensets(st.sampled_from(["Foyer", "Hall"]))),
)
def test_nobody_gets_more_than_they_are_allowed(
    asked: object, allowed: frozenset[str] | None
) -> None:
    scope = Scope.asked(asked, allowed)

    if allowed is not None:
        assert scope.zones is not None
        assert scope.zones <= allowed
    if not isinstance(asked, list) or HOUSE in asked:
        assert scope.zones == allowed


@pytest.mark.usefixtures("socket_enabled")
async def test_a_neighbour_with_one_zone_hears_of_that_and_of_the_house(stand: Stand) -> None:
    async with ClientSession() as session, RawClient(session, stand.url) as neighbour:
        await neighbour.join(NEIGHBOUR)
        for zone in ("LivingRoom", "Foyer", HOUSE):
            await stand.change(Status.RED_CRITICAL, zone)
        frames = await neighbour.frames_until(
            '42["status_update",{"status":"RED_CRITICAL","zone":"HOUSE"'
        )

        shown = [frame for frame in frames if "status_update" in frame]
        assert len(shown) == 2
        assert not [frame for frame in frames if "LivingRoom" in frame]


@pytest.mark.usefixtures("socket_enabled")
async def test_a_screen_may_choose_its_zones_and_choose_again(stand: Stand) -> None:
    async with ClientSession() as session, RawClient(session, stand.url) as screen:
        await screen.join(GOOD)
        await screen.send('427["subscribe",{"zones":["Foyer","Attic"]}]')
        frames = await screen.frames_until("437")
        assert frames[-1] == '437[{"zones":["Attic","Foyer"]}]'
        shown = next(frame for frame in frames if frame.startswith('42["snapshot"'))
        assert "LivingRoom" not in shown
        await stand.change(Status.YELLOW_WARNING, "LivingRoom")
        await screen.send('428["subscribe",{"zones":null}]')
        frames = await screen.frames_until("438")

        assert frames[-1] == '438[{"zones":null}]'
        assert not [frame for frame in frames if "status_update" in frame]
        assert "LivingRoom" in next(frame for frame in frames if frame.startswith('42["snapshot"'))


@pytest.mark.usefixtures("socket_enabled")
async def test_a_neighbour_cannot_choose_what_is_not_theirs(stand: Stand) -> None:
    async with ClientSession() as session, RawClient(session, stand.url) as neighbour:
        await neighbour.join(NEIGHBOUR)
        await neighbour.send('427["subscribe",{"zones":["LivingRoom","HOUSE"]}]')

        assert (await neighbour.frames_until("437"))[-1] == '437[{"zones":["Foyer"]}]'
