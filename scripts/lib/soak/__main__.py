"""A household under random faults for as long as is wanted. See `scripts/soak`."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
import logging
from pathlib import Path
import sys
import tempfile
import time
from typing import Final

import aiohttp

from custom_components.tuya_twin.core.model import Protocol
from scripts.lib.home_types import HomeError
from scripts.lib.logs import complaints
from scripts.lib.report import make_parser, report
from scripts.lib.soak.calls import Calls
from scripts.lib.soak.devices import Devices, devices
from scripts.lib.soak.findings import REST_SECONDS, Counts, Findings, unexpected
from scripts.lib.soak.furniture import ZONES, Furnished, furniture
from scripts.lib.soak.home import SoakHome
from scripts.lib.soak.plan import (
    Away,
    Call,
    Happening,
    Kill,
    Reload,
    Sizes,
    Switch,
    Trouble,
    draw,
)
from scripts.lib.soak.screens import Screen, narrow_session, screens
from scripts.lib.soak.view import View
from scripts.lib.soak.vitals import Vitals, look

MINUTES: Final = 10.0
DEVICES: Final = 20
SCREENS: Final = 20
SEED: Final = 8
_SETTLE_SECONDS: Final = 3.0
_SAMPLE_SECONDS: Final = 1.0
_SAY_EVERY: Final = 30


def say(what: str) -> None:
    """Tell how it is going."""
    print(what, file=sys.stderr, flush=True)


class Soak:
    """One soak, from the first fault to rest."""

    def __init__(self, home: SoakHome, made: Devices, watching: Sequence[Screen]) -> None:
        """Everything runs, and is healthy."""
        self.home = home
        self.calls = Calls(home)
        self.lives: dict[int, list[Vitals]] = {0: []}
        """Looks at the process, by which life of it."""
        self._devices = made
        self._screens = watching
        self._upheaval = asyncio.Lock()
        self._began = time.monotonic()

    async def counts(self) -> Counts:
        """What is open now."""
        inside = await self.home.inside()
        return Counts(vitals=look(self.home.home.pid or 0, self._now()), inside=inside)

    async def pass_through(self, plan: Sequence[Happening]) -> None:
        """Let everything happen, and wait until it is over."""
        self._began = time.monotonic()
        watching = asyncio.create_task(self._watch())
        async with asyncio.TaskGroup() as going_on:
            for happening in plan:
                await asyncio.sleep(happening.at - self._now())
                going_on.create_task(self._happen(happening))
        watching.cancel()

    async def rest(self, before: Counts) -> float:
        """End the alarm, and wait until all is well and as before; returns the seconds it took."""
        began = time.monotonic()
        await self.calls.protocol(Call(at=self._now(), protocol=Protocol.GREEN, zone=None))
        with suppress(TimeoutError):
            async with asyncio.timeout(REST_SECONDS):
                # Each waits for something else: there is no one event for all.
                while await self._is_restless(before):  # noqa: ASYNC110
                    await asyncio.sleep(_SAMPLE_SECONDS)
        return time.monotonic() - began

    async def shown_otherwise(self) -> list[str]:
        """The devices that Home Assistant shows otherwise than they are."""
        states, seen = await self.home.home.states(), await self._devices.look()
        return [
            f"{device.entity_id}: {states[device.entity_id].state}, is {at.points}"
            for device, at in zip(self.home.furnished, seen, strict=True)
            if not device.is_as(states[device.entity_id], at.points)
        ]

    async def _is_restless(self, before: Counts) -> bool:
        return bool(
            not all(screen.connected for screen in self._screens)
            or await self.home.unreachable()
            or await self.shown_otherwise()
            # A task that pings a screen that has gone sleeps for 25 s before it sees that.
            or (await self.counts()).exceed(before)
        )

    async def _happen(self, happening: Happening) -> None:
        match happening:
            case Trouble(device=device, what=what, seconds=seconds):
                await self._devices.ail(device, what)
                await asyncio.sleep(seconds)
                await self._devices.heal(device)
            case Away(screen=screen, how=how, seconds=seconds):
                await self._screens[screen].go_away(how, seconds)
            case Call():
                await self.calls.protocol(happening)
            case Switch():
                await self.calls.switch(happening)
            case Reload():
                async with self._upheaval:
                    await self.home.reload()
            case Kill():
                async with self._upheaval:
                    await self.home.kill()

    async def _watch(self) -> None:
        for number in range(sys.maxsize):
            await asyncio.sleep(_SAMPLE_SECONDS)
            if self.home.is_away or (pid := self.home.home.pid) is None:
                continue
            with suppress(OSError):
                seen = look(pid, self._now())
                self.lives.setdefault(self.home.life, []).append(seen)
                if number % _SAY_EVERY == 0:
                    await self._say(seen)

    async def _say(self, seen: Vitals) -> None:
        with suppress(HomeError, aiohttp.ClientError, OSError):
            tasks = (await self.home.inside()).tasks.total()
            say(
                f"{seen.at:5.0f} s, life {self.home.life + 1}: {seen.memory:.1f} MiB,"
                f" {tasks} tasks, {seen.threads} threads, {seen.sockets} sockets,"
                f" {seen.files} files"
            )

    def _now(self) -> float:
        return time.monotonic() - self._began


@asynccontextmanager
async def _watched(watching: Sequence[Screen]) -> AsyncIterator[None]:
    lives = [asyncio.create_task(screen.live()) for screen in watching]
    try:
        # Each waits for something else: there is no one event for all.
        while not all(screen.connected for screen in watching):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
        yield
    finally:
        for screen, life in zip(watching, lives, strict=True):
            screen.end()
            life.cancel()
        await asyncio.gather(*lives, return_exceptions=True)


async def _as_it_is(session: aiohttp.ClientSession, home: SoakHome) -> View:
    """The house as a screen sees it that has just come."""
    (fresh,) = screens(session, home.home.url, home.token, 1, "")
    async with _watched([fresh]):
        return fresh.view


async def soak(plan: Sequence[Happening], furnished: Sequence[Furnished], count: int) -> Findings:
    """Let all of the plan happen to these devices and so many screens."""
    with tempfile.TemporaryDirectory() as folder:
        home = SoakHome(Path(folder), furnished)
        async with (
            devices([each.config for each in furnished]) as made,
            home.home,
            narrow_session() as session,
        ):
            await home.move_in()
            watching = screens(session, home.home.url, home.token, count, ZONES[0][0])
            async with _watched(watching):
                await asyncio.sleep(_SETTLE_SECONDS)
                running = Soak(home, made, watching)
                before = await running.counts()
                say(f"{len(plan)} things will happen")
                await running.pass_through(plan)
                seconds = await running.rest(before)
                await asyncio.sleep(_SETTLE_SECONDS)
                after = await running.counts()
                unreachable = await home.unreachable()
                shown_otherwise = await running.shown_otherwise()
                fresh = await _as_it_is(session, home)
                record = await home.record()
        return Findings(
            plan=plan,
            screens=watching,
            fresh=fresh,
            record=record,
            calls=running.calls,
            complaints=unexpected(complaints(home.home.log())),
            before=before,
            after=after,
            last_life=running.lives.get(home.life, []),
            rest_seconds=seconds,
            unreachable=unreachable,
            shown_otherwise=shown_otherwise,
        )


def main() -> int:
    """The command; 0 if every goal holds."""
    parser = make_parser("A household under random faults.")
    parser.add_argument("--minutes", type=float, default=MINUTES)
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    # It says so whenever a connection breaks off, which is what happens here.
    logging.getLogger("engineio.client").setLevel(logging.CRITICAL)
    furnished = furniture(DEVICES)
    sizes = Sizes(
        devices=[each.config.kind for each in furnished],
        screens=SCREENS,
        zones=[zone for zone, _ in ZONES],
    )
    plan = draw(arguments.seed, arguments.minutes * 60, sizes)
    found = asyncio.run(soak(plan, furnished, SCREENS))
    for note in found.notes():
        print(note)
    return report(found.figures(), arguments.json)


if __name__ == "__main__":
    sys.exit(main())
