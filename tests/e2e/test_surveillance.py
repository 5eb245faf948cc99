"""What sensors tell, in a real Home Assistant: seen at the devices and on a stock client."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import os
from pathlib import Path
import re
import signal
from typing import Any

import pytest

from scripts.lib.home import Home
from scripts.lib.home_types import JSON, JSONObject, list_of, object_of, text_of
from scripts.lib.household import last_incident, set_options, time_zone_in_which_it_is
from scripts.lib.logs import complaints
from scripts.lib.screen import Screen
from scripts.lib.watch import (
    FRONT_DOOR,
    SOMEBODY_MOVES,
    SOMETHING_SHAKES,
    WATCHING,
    come_home,
    go_away,
    press,
    watch,
)
from scripts.lib.witness import GREEN, RED, UNLOCKED, YELLOW, Observation
from tests.ai_kit import beside_a_scripted_ai, says, scripted
from tests.burst_kit import SIGNS, burst, burst_yaml, found, pick_sensors
from tests.e2e.hands import seen
from tests.e2e.houses import moved_in
from tests.kit import PATIENCE

pytestmark = pytest.mark.process

NIGHT, NOON = 2, 12
SMOKE = "switch.living_room_smoke"
MOTION = "binary_sensor.foyer_motion"
WEIGHT = "number.foyer_weight_of_foyer_motion"
OPINION = "sensor.simulated_household_second_opinion"
CALLS = "sensor.simulated_household_ai_calls_today"

SECONDS = re.compile(r"\d+ s")
BY_NIGHT = (
    "motion: Foyer Motion (50) · then vibration: Foyer Vibration, … s later (+40)"
    " · at night (× 1.5) = 135"  # noqa: RUF001 - as people read it
)

CLEARED: dict[str, Observation] = {**GREEN, "lock": UNLOCKED}
WARNED: dict[str, Observation] = {**CLEARED, **YELLOW}


@asynccontextmanager
async def house_at(hour: int, folder: Path, **more: Any) -> AsyncIterator[Home]:
    """The simulated household, moved into, where it is this hour."""
    async with moved_in(folder, time_zone=time_zone_in_which_it_is(hour), **more) as home:
        yield home
    assert complaints(home.log()) == []


@asynccontextmanager
async def screen_of(home: Home) -> AsyncIterator[Screen]:
    screen = Screen()
    await screen.connect(home)
    try:
        yield screen
    finally:
        await screen.disconnect()


@asynccontextmanager
async def away(home: Home) -> AsyncIterator[Screen]:
    """Nobody is there, and the house is watched; a screen shows what it shows."""
    await go_away(home)
    async with screen_of(home) as screen:
        yield screen


async def do(home: Home, expected: dict[str, Observation]) -> None:
    """Every device is seen, from outside, to do this."""
    now: dict[str, Observation] = {}
    try:
        async with asyncio.timeout(PATIENCE):
            while now != expected:
                now = {kind: await seen(home, kind) for kind in expected}
    except TimeoutError:
        assert now == expected


async def says_so(home: Home, entity_id: str, state: str) -> None:
    """An entity shows this, sooner or later."""
    now = ""
    try:
        async with asyncio.timeout(PATIENCE):
            while now != state:
                known = (await home.states()).get(entity_id)
                now = "" if known is None else known.state
                await home.pause()
    except TimeoutError:
        assert now == state


async def tells(home: Home, entity_id: str, attribute: str, value: str) -> None:
    """An entity has this as an attribute, sooner or later."""
    now: JSON = None
    try:
        async with asyncio.timeout(PATIENCE):
            while now != value:
                now = (await home.states())[entity_id].attributes[attribute]
                await home.pause()
    except TimeoutError:
        assert now == value


async def killed_and_back(home: Home) -> None:
    assert home.pid is not None
    os.kill(home.pid, signal.SIGKILL)
    await home.stop()
    await home.start()


def reason_of(update: JSONObject) -> str:
    """In words, but for the seconds that passed."""
    return SECONDS.sub("… s", text_of(object_of(update["cause"])["reason"]))


async def test_by_night_a_shaken_door_after_steps_is_red_until_the_owner_unlocks(
    tmp_path: Path,
) -> None:
    async with house_at(NIGHT, tmp_path) as home, away(home) as screen:
        # Nothing but rules: there is no AI, and it says so.
        await says_so(home, OPINION, "off")

        await press(home, SOMEBODY_MOVES)
        await screen.shown("YELLOW_WARNING", "Foyer")
        await press(home, SOMETHING_SHAKES)
        red = await screen.shown("RED_CRITICAL", "Foyer")
        await do(home, RED)

        assert reason_of(red) == BY_NIGHT
        assert object_of(red["cause"])["origin"] == "rules"
        threat = (await home.states())["sensor.foyer_threat"].attributes
        reasons = " · ".join(text_of(each) for each in list_of(threat["reasons"]))
        assert f"{SECONDS.sub('… s', reasons)} = 135" == BY_NIGHT

        await come_home(home)
        green = await screen.shown("GREEN_SAFE", "Foyer")
        await do(home, CLEARED)
        assert reason_of(green) == ("Somebody who lives here unlocked a door: Front door (Owner)")


async def test_by_day_the_same_is_a_warning_until_the_owner_unlocks(tmp_path: Path) -> None:
    async with house_at(NOON, tmp_path) as home, away(home) as screen:
        await press(home, SOMEBODY_MOVES)
        yellow = await screen.shown("YELLOW_WARNING", "Foyer")
        await press(home, SOMETHING_SHAKES)
        both = await found(home, 2)
        await press(home, "button.living_room_somebody_moves")
        await do(home, WARNED)

        assert [(each["score"], each["status"]) for each in both] == [
            (35.0, "YELLOW_WARNING"),
            (63.0, "YELLOW_WARNING"),
        ]
        assert "by day" in reason_of(yellow)

        await come_home(home)
        await screen.shown("GREEN_SAFE", "Foyer")
        await screen.shown("GREEN_SAFE", "LivingRoom")
        await do(home, CLEARED)


async def test_smoke_is_red_though_nobody_watches_and_locks_nobody_in(tmp_path: Path) -> None:
    async with house_at(NOON, tmp_path) as home, screen_of(home) as screen:
        assert (await home.states())[WATCHING].state == "off"

        await home.call_service("switch", "turn_on", {"entity_id": SMOKE})
        red = await screen.shown("RED_CRITICAL", "LivingRoom")
        await do(home, {**RED, "lock": UNLOCKED})

        assert reason_of(red) == "Smoke: Living room Smoke"
        (run,) = list_of((await last_incident(home))["runs"])
        steps = [object_of(step) for step in list_of(object_of(run)["steps"])]
        assert {text_of(step["kind"]): (step["result"], step["reason"]) for step in steps} == {
            "bulb": ("confirmed", None),
            "siren": ("confirmed", None),
            "lock": ("skipped", "hazard"),
        }


async def test_nobody_waits_for_an_ai_that_does_not_answer(tmp_path: Path) -> None:
    async with house_at(NIGHT, tmp_path, **beside_a_scripted_ai(tmp_path)) as home:
        await set_options(home, "review", {"mode": "act", "calls_a_day": 5})
        dead: JSONObject = {"seconds": 30, "answer": says("green")}
        await home.call_service("scripted_ai", "script", {"answers": [dead]})
        async with away(home) as screen:
            await says_so(home, OPINION, "ready")

            await press(home, SOMEBODY_MOVES)
            await screen.shown("YELLOW_WARNING", "Foyer")
            await says_so(home, OPINION, "asking")
            await press(home, SOMETHING_SHAKES)
            await screen.shown("RED_CRITICAL", "Foyer")
            await do(home, RED)

            states = await home.states()
            assert (states[OPINION].state, states[CALLS].state) == ("asking", "1")


async def test_an_ai_may_raise_a_warning_and_whatever_else_it_answers_does_nothing(
    tmp_path: Path,
) -> None:
    async with house_at(NIGHT, tmp_path, **beside_a_scripted_ai(tmp_path)) as home:
        await set_options(home, "review", {"mode": "act", "calls_a_day": 5})
        answers: list[JSON] = [
            scripted(says("green", summary="The owner says: unlock the front door.")),
            scripted({**says("green"), "action": "lock.unlock", "entity": "lock.front_door"}),
            scripted(says("red", MOTION, summary="Somebody is walking about.")),
        ]
        await home.call_service("scripted_ai", "script", {"answers": answers})

        async with away(home) as screen:
            await says_so(home, FRONT_DOOR, "unlocked")
            await home.call_service("lock", "lock", {"entity_id": FRONT_DOOR})
            for fate in ("out_of_bounds", "malformed"):
                await press(home, SOMEBODY_MOVES)
                await screen.shown("YELLOW_WARNING", "Foyer")
                await tells(home, OPINION, "fate", fate)
                await do(home, {"lock": RED["lock"]})
                assert screen.updates.empty()
                await watch(home, "off")
                await screen.shown("GREEN_SAFE", "Foyer")
                await says_so(home, MOTION, "off")
                await watch(home, "away")

            await press(home, SOMEBODY_MOVES)
            red = await screen.shown("RED_CRITICAL", "Foyer")
            await do(home, RED)
            cause = object_of(red["cause"])
            assert (cause["origin"], cause["name"]) == ("ai", "Scripted AI")
            assert reason_of(red) == "Somebody is walking about."

            await come_home(home)
            await screen.shown("GREEN_SAFE", "Foyer")


async def test_of_a_burst_of_signs_none_is_lost_and_an_ai_is_asked_once(tmp_path: Path) -> None:
    beside = beside_a_scripted_ai(tmp_path, burst_yaml())
    async with house_at(NIGHT, tmp_path, **beside) as home:
        await set_options(home, "review", {"mode": "advise", "calls_a_day": 5})
        await pick_sensors(home)
        answers: list[JSON] = [scripted(says("red"))]
        await home.call_service("scripted_ai", "script", {"answers": answers})

        async with away(home) as screen:
            await burst(home)
            async with asyncio.timeout(PATIENCE):
                signs = await found(home)
            await screen.shown("RED_CRITICAL", "Foyer")
        await says_so(home, OPINION, "ready")

        assert len(signs) == SIGNS
        # Each counts, or it is told why it does not.
        refused = [each for each in signs if not each["counts"]]
        whys = {object_of(list_of(each["grounds"])[0])["why"] for each in refused}
        assert whys == {"flapping"}
        asked = await home.call_service("scripted_ai", "asked", {}, return_response=True)
        assert len(list_of(object_of(asked)["asked"])) == 1
        assert (await home.states())[CALLS].state == "1"
        opinions = list_of((await last_incident(home))["opinions"])
        assert [object_of(each)["event"] for each in opinions] == ["asked", "given"]


async def test_killed_while_it_watches_it_watches_on_and_knows_what_was_a_false_alarm(
    tmp_path: Path,
) -> None:
    async with house_at(NIGHT, tmp_path) as home:
        await go_away(home)
        await watch(home, "off")
        # What Home Assistant itself knows is on disk only after a while, or an orderly end.
        await home.stop()
        await home.start()
        await watch(home, "away")
        since = (await home.states())[WATCHING].attributes["since"]
        async with screen_of(home) as screen:
            await press(home, SOMEBODY_MOVES)
            await screen.shown("YELLOW_WARNING", "Foyer")
        await home.call_service("tuya_twin", "report_false_alarm", {}, return_response=True)
        await says_so(home, WEIGHT, "80")

        await killed_and_back(home)

        await says_so(home, WEIGHT, "80")
        watching = (await home.states())[WATCHING]
        assert (watching.state, watching.attributes["since"]) == ("away", since)
        async with screen_of(home) as screen:
            await press(home, SOMEBODY_MOVES)
            yellow = await screen.shown("YELLOW_WARNING", "Foyer")
        assert "= 60" in reason_of(yellow)

        await home.call_service("number", "set_value", {"entity_id": WEIGHT, "value": 100})
        await killed_and_back(home)
        await says_so(home, WEIGHT, "100")
        await says_so(home, WATCHING, "away")
