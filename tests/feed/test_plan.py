"""A plan that changes is on every screen, also on one that was away, and in no one's way."""

import json
from typing import Any

from aiohttp import ClientSession
import pytest

from custom_components.tuya_twin.core import wire
from custom_components.tuya_twin.core.model import Status
from custom_components.tuya_twin.core.plan import Floor, Plan, PlanRoom
from tests.feed.kit import Poller, RawClient
from tests.feed.stand import GOOD, NEIGHBOUR, Stand

pytestmark = pytest.mark.usefixtures("socket_enabled")

STATE = ("incident_update", "plan_update", "lookout_update")
"""What whoever comes back is told besides changes of status, of a house without devices."""
ROOMS = tuple(
    PlanRoom(zone=zone, x=10 * index, y=0, w=8, d=8)
    for index, zone in enumerate(("Foyer", "Attic"))
)


def plan(revision: int) -> Plan:
    floor = Floor(id="ground", name="Ground", zones=("Foyer", "Attic"), rooms=ROOMS)
    return Plan(revision=revision, floors=(floor,))


def draw(stand: Stand, revision: int) -> None:
    """Have another plan, as an editor does."""
    stand.plan = plan(revision)
    stand.channel.publish("plan_update", wire.plan(stand.plan))


def events(frames: list[str]) -> list[tuple[str, Any]]:
    """Their names and payloads."""
    told = [json.loads(frame[2:]) for frame in frames if frame.startswith("42")]
    return [(name, payload) for name, payload, *_ in told]


async def resumed(screen: RawClient, stand: Stand, seq: int) -> list[tuple[str, Any]]:
    """What a screen is told that comes back with what it has."""
    await screen.ask_to_connect(token=GOOD, resume={"epoch": stand.journal.epoch, "seq": seq})
    await screen.emit("ping")
    told = events(await screen.frames_until('42["pong"'))[:-1]
    # Who is there is told whenever somebody comes.
    return [(name, payload) for name, payload in told if name != "screens_update"]


async def test_a_neighbour_sees_the_rooms_of_their_zone_only(
    stand: Stand, session: ClientSession
) -> None:
    async with RawClient(session, stand.url) as neighbour:
        await neighbour.join(NEIGHBOUR)
        draw(stand, 1)
        ((name, told),) = events([(await neighbour.frames_until('42["plan_update"'))[-1]])

    (floor,) = told["floors"]
    assert (name, told["revision"]) == ("plan_update", 1)
    assert (floor["zones"], [room["zone"] for room in floor["rooms"]]) == (["Foyer"], ["Foyer"])


async def test_whoever_comes_back_has_the_plan_and_the_incident_as_they_are_now(
    stand: Stand, session: ClientSession
) -> None:
    before = await stand.change(Status.YELLOW_WARNING, "Foyer")
    draw(stand, 1)
    draw(stand, 2)
    async with RawClient(session, stand.url) as screen:
        told = await resumed(screen, stand, before.seq)

    assert [name for name, _ in told] == ["connected", *STATE]
    assert told[1][1] == wire.incident_update(stand.house)
    assert told[2][1] == wire.plan(plan(2))
    assert told[3][1] == wire.lookout_update(stand.house.lookout)


async def test_a_screen_whose_session_is_recovered_gets_the_plans_it_missed(
    stand: Stand, session: ClientSession
) -> None:
    async with RawClient(session, stand.url) as screen:
        await screen.ask_to_connect(token=GOOD, recovery=True)
        frames = await screen.frames_until('42["snapshot"')
    pid = next(json.loads(frame[2:])["pid"] for frame in frames if frame.startswith("40"))
    offset = json.loads(frames[-1][2:])[-1]
    await stand.until(lambda: stand.channel.connected_client_count == 0)
    draw(stand, 1)
    draw(stand, 2)
    async with RawClient(session, stand.url) as screen:
        await screen.ask_to_connect(token=GOOD, recovery=True, pid=pid, offset=offset)
        await screen.emit("ping")
        told = events(await screen.frames_until('42["pong"'))

    assert [name for name, _ in told][:3] == ["connected", "plan_update", "plan_update"]
    assert told[2][1]["revision"] == 2
    assert "snapshot" not in dict(told)


async def test_a_screen_that_is_slow_gets_the_newest_only(
    stand: Stand, session: ClientSession
) -> None:
    async with Poller(session, stand.url) as poller:
        await poller.join(GOOD)
        for revision in (1, 2, 3):
            draw(stand, revision)
        received = await poller.poll_until('"revision":3')

    assert received.count('42["plan_update"') == 1


# What is told by no other event -----------------------------------------------------------------


async def test_all_are_told_everything_anew_each_as_much_as_they_may_see(
    stand: Stand, session: ClientSession
) -> None:
    async with (
        RawClient(session, stand.url) as screen,
        RawClient(session, stand.url) as neighbour,
    ):
        await screen.join(GOOD)
        await neighbour.join(NEIGHBOUR)
        stand.plan = plan(1)
        stand.channel.retell()
        ((_, whole),) = events([(await screen.frames_until('42["snapshot"'))[-1]])
        ((_, mine),) = events([(await neighbour.frames_until('42["snapshot"'))[-1]])

    assert [zone["id"] for zone in whole["zones"]] == ["LivingRoom", "Foyer", "MasterBedroom"]
    assert whole["plan"] == wire.plan(plan(1))
    assert {screen["name"] for screen in whole["screens"]} == {"Visitor"}
    assert [zone["id"] for zone in mine["zones"]] == ["Foyer"]
    assert mine["plan"] == wire.plan(plan(1).for_zones({"Foyer"}, {}))
    assert mine["screens"] == []


async def test_what_was_held_back_goes_before_it(stand: Stand, session: ClientSession) -> None:
    async with RawClient(session, stand.url) as screen:
        await screen.join(GOOD)
        for _ in range(30):
            await stand.change(Status.GREEN_SAFE, "Foyer")
        stand.channel.retell()
        told = events(await screen.frames_until('42["snapshot"'))

    assert told[-1][1]["seq"] == 30
    changes = [payload for name, payload in told if name == "status_update"]
    assert changes[-1]["seq"] == 30


async def test_only_whoever_may_have_missed_it_is_told_again(
    stand: Stand, session: ClientSession
) -> None:
    await stand.change(Status.YELLOW_WARNING, "Foyer")
    stand.channel.retell()
    last = await stand.change(Status.RED_CRITICAL, "Foyer")
    async with RawClient(session, stand.url) as late, RawClient(session, stand.url) as current:
        told_late = await resumed(late, stand, last.seq - 1)
        told_current = await resumed(current, stand, last.seq)

    assert [name for name, _ in told_late] == ["connected", "status_update", "snapshot"]
    assert [name for name, _ in told_current] == ["connected", *STATE]
