"""The threat analyzer inside a real Home Assistant: how soon it is red, and what a burst costs.

How soon: two of them take turns, one without an AI, one whose AI is dead: it is asked about each
incident and says nothing for half a minute, so that many such questions are open at any time. From
the moment in which a sensor tells something, by Home Assistant's clock, until a stock Socket.IO
client has red; all on one machine, so that both have one clock.

A burst: five hundred signs in two seconds, fifty of them in the same moment, while clients ping.
Before it the same sensors tell the same while nobody has picked them, so that what Home Assistant
itself takes is known apart.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
import sys
import tempfile
import time
from typing import Final

from scripts.lib.home import Home
from scripts.lib.home_types import JSON, JSONObject, Owner, list_of, object_of, text_of
from scripts.lib.household import set_options, time_zone_in_which_it_is
from scripts.lib.report import Figure, at_most, main, measured, percentile
from scripts.lib.screen import Screen
from scripts.lib.watch import go_away
from tests.ai_kit import components_beside_ours, says
from tests.burst_kit import SIGNS, burst, burst_yaml, found, pick_sensors

ROUNDS: Final = 20
PAIRS: Final = 5
"""No sensor tells something so often that it would not be trusted any more."""
NIGHT: Final = 2
ASKED_SECONDS: Final = 1.5
"""A question waits for a second for further signs."""
DEAD_SECONDS: Final = 30
ANSWER_SECONDS: Final = 0.5
GOAL_MS: Final = 100
PING_GOAL_MS: Final = 50
"""Less than a person would notice."""
IDLE_SECONDS: Final = 3.0
PAUSE: Final = 0.1
"""Between two tellings of fifty sensors, so that there is time for some pings."""
PINGING: Final = 5
PING_SECONDS: Final = 0.05
"""As often as the feed lets a client say something."""
CALLS: Final = "sensor.simulated_household_ai_calls_today"
OPINION: Final = "sensor.simulated_household_second_opinion"


# How soon it is red ----------------------------------------------------------------------------


@dataclass
class Night:
    """A house at night, nobody there."""

    home: Home
    screen: Screen = field(default_factory=Screen)
    red_ms: list[float] = field(default_factory=list)

    async def tells(self, sensor: str, device_class: str, state: str = "on") -> datetime:
        """Have a sensor show something; since when it does."""
        answer = await self.home.post(
            f"/api/states/binary_sensor.{sensor}",
            {"state": state, "attributes": {"device_class": device_class}},
        )
        return datetime.fromisoformat(text_of(object_of(answer)["last_changed"]))

    async def settle_in(self) -> None:
        """Pick the sensors, and go."""
        names = [(f"{role}_{n}", role) for n in range(PAIRS) for role in ("motion", "vibration")]
        for name, role in names:
            await self.tells(name, role, "off")
        sensors: list[JSON] = [f"binary_sensor.{name}" for name, _ in names]
        await set_options(
            self.home,
            "sensors",
            {"next_step_id": "sensor_zone"},
            {"zone": "Foyer"},
            {"sensors": sensors},
        )
        await go_away(self.home)
        await self.screen.connect(self.home)

    async def somebody_walks(self, number: int) -> None:
        """Have a motion sensor tell something, and the house warn of it."""
        await self.tells(f"motion_{number % PAIRS}", "motion")
        await self.screen.shown("YELLOW_WARNING", "Foyer")

    async def the_door_shakes(self, number: int) -> None:
        """Have the house go red, and take the time."""
        shown = asyncio.create_task(self._red_at())
        told = await self.tells(f"vibration_{number % PAIRS}", "vibration")
        self.red_ms.append((await shown - told.timestamp()) * 1000)

    async def it_is_over(self, number: int) -> None:
        """Have all be well."""
        await self.home.call_service("tuya_twin", "execute_green_protocol", {})
        for role in ("motion", "vibration"):
            await self.tells(f"{role}_{number % PAIRS}", role, "off")

    async def _red_at(self) -> float:
        await self.screen.shown("RED_CRITICAL", "Foyer")
        return time.time()


@asynccontextmanager
async def _house(folder: Path, components: Path, extra_yaml: str = "") -> AsyncIterator[Home]:
    home = Home.create(
        folder / "home",
        custom_components=components,
        time_zone=time_zone_in_which_it_is(NIGHT),
        extra_yaml=extra_yaml,
    )
    async with home:
        await home.onboard(Owner())
        await home.config_flow("tuya_twin", {"next_step_id": "simulated"})
        yield home


async def _has_ai(home: Home, mode: str, seconds: float, level: str) -> None:
    """Let an AI that takes so long be asked."""
    await set_options(home, "review", {"mode": mode, "calls_a_day": 1000})
    answer: JSONObject = {"seconds": seconds, "answer": says(level)}
    await home.call_service("scripted_ai", "script", {"answers": [answer]})


async def _take_turns(folder: Path) -> tuple[Night, Night]:
    components = components_beside_ours(folder)
    async with (
        _house(folder / "none", components) as without,
        _house(folder / "dead", components, "scripted_ai:\n") as with_dead,
    ):
        nights = none, dead = Night(without), Night(with_dead)
        await _has_ai(with_dead, "act", DEAD_SECONDS, "green")
        for night in nights:
            await night.settle_in()
        for number in range(ROUNDS):
            for night in nights:
                await night.somebody_walks(number)
            await asyncio.sleep(ASKED_SECONDS)
            if (state := (await with_dead.states())[OPINION].state) != "asking":
                msg = f"no question is open: {state}"
                raise RuntimeError(msg)
            for night in nights if number % 2 else reversed(nights):
                await night.the_door_shakes(number)
            for night in nights:
                await night.it_is_over(number)
        for night in nights:
            await night.screen.disconnect()
        return none, dead


# What a burst costs ----------------------------------------------------------------------------


@dataclass
class Pings:
    """Stock clients that ping, and how long each ping took."""

    ms: list[float] = field(default_factory=list)

    @asynccontextmanager
    async def taken(self, home: Home) -> AsyncIterator[None]:
        """Ping meanwhile."""
        screens = [Screen() for _ in range(PINGING)]
        for screen in screens:
            await screen.connect(home)
        pinging = [asyncio.create_task(self._ping(screen)) for screen in screens]
        try:
            yield
        finally:
            for task, screen in zip(pinging, screens, strict=True):
                task.cancel()
                await screen.disconnect()

    async def _ping(self, screen: Screen) -> None:
        pong = asyncio.Event()
        screen.client.on("pong", lambda _: pong.set())
        while True:
            pong.clear()
            began = time.perf_counter()
            await screen.client.emit("ping")
            await pong.wait()
            self.ms.append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(PING_SECONDS)


@dataclass(kw_only=True)
class Burst:
    """What a burst did to the loop, and what was made of it."""

    idle: Pings = field(default_factory=Pings)
    unpicked: Pings = field(default_factory=Pings)
    """The same signs, and nobody weighs them."""
    weighed: Pings = field(default_factory=Pings)
    signs: int = 0
    calls: int = 0


async def _burst(folder: Path) -> Burst:
    components = components_beside_ours(folder)
    done = Burst()
    async with _house(folder, components, f"scripted_ai:\n{burst_yaml()}") as home:
        await _has_ai(home, "advise", ANSWER_SECONDS, "red")
        await go_away(home)
        async with done.idle.taken(home):
            await asyncio.sleep(IDLE_SECONDS)
        async with done.unpicked.taken(home):
            await burst(home, PAUSE)
        await pick_sensors(home)
        async with done.weighed.taken(home):
            await burst(home, PAUSE)
        done.signs = len(await found(home))
        while (await home.states())[OPINION].state == "asking":
            await home.pause()
        done.calls = int((await home.states())[CALLS].state)
        asked = await home.call_service("scripted_ai", "asked", {}, return_response=True)
        done.calls = max(done.calls, len(list_of(object_of(asked)["asked"])))
    return done


# What is told of it ----------------------------------------------------------------------------


def _soon(none: Night, dead: Night) -> list[Figure]:
    figures = [
        at_most(
            f"sensor to red on a screen, AI dead less no AI, p{share}",
            percentile(dead.red_ms, share) - percentile(none.red_ms, share),
            GOAL_MS,
        )
        for share in (50, 95)
    ]
    for title, times in (("no AI", none.red_ms), ("AI dead", dead.red_ms)):
        figures += [
            measured(f"sensor to red on a screen, {title}, p{share}", percentile(times, share))
            for share in (50, 95)
        ]
    return figures


def _flat(done: Burst) -> list[Figure]:
    figures = [
        Figure(
            name=f"signs on record, of {SIGNS} in a burst",
            value=done.signs,
            unit="",
            goal=f">= {SIGNS}",
            holds=done.signs >= SIGNS,
        ),
        at_most("calls to the AI for them", done.calls, 1, ""),
    ]
    figures.append(
        at_most(
            "ping in a burst, signs weighed less nobody picked, p95",
            percentile(done.weighed.ms, 95) - percentile(done.unpicked.ms, 95),
            PING_GOAL_MS,
        )
    )
    phases = (
        ("idle", done.idle),
        ("burst, nobody picked", done.unpicked),
        ("burst, signs weighed", done.weighed),
    )
    for title, pings in phases:
        figures += [
            measured(f"ping, {title}, p50", percentile(pings.ms, 50)),
            measured(f"ping, {title}, p95", percentile(pings.ms, 95)),
            measured(f"ping, {title}, most of {len(pings.ms)}", max(pings.ms)),
        ]
    return figures


async def _measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        done = await _burst(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        nights = await _take_turns(Path(folder))
    return [*_soon(*nights), *_flat(done)]


def run() -> list[Figure]:
    """All figures, those with a goal first."""
    return sorted(asyncio.run(_measure()), key=lambda figure: figure.goal is None)


if __name__ == "__main__":
    sys.exit(main("The threat analyzer inside a real Home Assistant.", run))
