"""What was found is on every screen that may see it, and a storm of signs floods none."""

from dataclasses import replace
import json
from typing import Any

from aiohttp import ClientSession
import pytest

from custom_components.tuya_twin.core import wire
from custom_components.tuya_twin.core.house import House
from custom_components.tuya_twin.core.model import Status
from tests.core.test_wire import LOOKOUT
from tests.feed.kit import RawClient
from tests.feed.stand import GOOD, NEIGHBOUR, Stand

pytestmark = pytest.mark.usefixtures("socket_enabled")

SIGNS = 500


def found(score: float) -> House:
    """A house in which something was found."""
    foyer = replace(LOOKOUT.assessments["Foyer"], score=score)
    lookout = replace(LOOKOUT, assessments={**LOOKOUT.assessments, "Foyer": foyer})
    return House(id="home", name="Home", zones=(), devices=(), lookout=lookout)


def lookouts(frames: list[str]) -> list[Any]:
    told = [json.loads(frame[2:]) for frame in frames if frame.startswith("42")]
    return [payload for name, payload, *_ in told if name == "lookout_update"]


async def test_of_a_storm_of_signs_a_screen_is_told_the_first_and_the_last(
    stand: Stand, session: ClientSession
) -> None:
    async with RawClient(session, stand.url) as screen:
        await screen.join(GOOD)
        for number in range(SIGNS):
            stand.house = found(float(number))
            stand.channel.tell_of_lookout()
        told = lookouts(await screen.frames_until('42["lookout_update"'))
        told += lookouts(await screen.frames_until('42["lookout_update"'))

    assert told == [wire.lookout_update(found(score).lookout) for score in (0.0, SIGNS - 1.0)]


async def test_red_does_not_wait_for_what_was_found(stand: Stand, session: ClientSession) -> None:
    async with RawClient(session, stand.url) as screen:
        await screen.join(GOOD)
        for number in range(SIGNS):
            stand.house = found(float(number))
            stand.channel.tell_of_lookout()
        await stand.change(Status.RED_CRITICAL)
        frames = await screen.frames_until('42["status_update"')

    # The first of them, and the last if the moment for which it is held was over by then.
    assert len(lookouts(frames)) <= 2


async def test_what_is_held_is_told_before_the_house_closes(
    stand: Stand, session: ClientSession
) -> None:
    async with RawClient(session, stand.url) as screen:
        await screen.join(GOOD)
        for number in range(3):
            stand.house = found(float(number))
            stand.channel.tell_of_lookout()
        stand.channel.close()
        await screen.emit("ping")
        told = lookouts(await screen.frames_until('42["pong"'))

    assert told[-1] == wire.lookout_update(found(2.0).lookout)
    assert len(told) == 2


async def test_a_neighbour_sees_what_was_found_in_their_zone_only(
    stand: Stand, session: ClientSession
) -> None:
    async with RawClient(session, stand.url) as neighbour:
        await neighbour.join(NEIGHBOUR)
        stand.house = found(75.0)
        stand.channel.tell_of_lookout()
        (told,) = lookouts(await neighbour.frames_until('42["lookout_update"'))

    assert [each["zone"] for each in told["assessments"]] == ["Foyer"]
    assert told["opinion"] is None
    assert told["watch"] == {
        **wire.lookout_update(LOOKOUT)["watch"],  # type: ignore[dict-item]
        "bypassed": [],
    }
