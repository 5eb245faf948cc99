"""A household of twenty devices and twenty screens: what it takes at rest, and coming back.

At rest nothing happens but what keeps connections alive: devices are asked whether they are there,
and screens ping as often as the panel does. What Home Assistant takes by itself was measured
before, in the same process. Then all screens but one are away for a minute in which the status
changes, and come back.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
import sys
import tempfile
import time
from typing import Any, Final

import socketio

from scripts.lib.home import Home
from scripts.lib.report import Figure, at_most, main, measured, percentile
from scripts.lib.screen import SOCKET_IO_PATH
from tests.benchmarks.cabin import Cabin, cabin, devices_of
from tests.benchmarks.process import cpu_seconds

STREET: Final = 93
DEVICES: Final = 20
SCREENS: Final = 20
PING_SECONDS: Final = 2.0
"""As the panel."""
SETTLE_SECONDS: Final = 15.0
"""After a start, or after devices were added: then what was put off is on disk."""
REST_SECONDS: Final = 30.0
AWAY_SECONDS: Final = 60.0
CHANGES: Final = 30
"""Of the status, while the screens are away."""
PATIENCE: Final = 10.0
REST_GOAL: Final = 1.0
"""Percent of a core."""
BACK_GOAL_MS: Final = 1000


class Wall:
    """A screen that comes back with the last change that it has."""

    def __init__(self) -> None:
        self.seqs: list[int] = []
        """The number of each change that it was told, as they came."""
        self._epoch = ""
        self._client = socketio.AsyncClient(reconnection=False)
        self._client.on("status_update", self._told)
        self._news = asyncio.Event()
        self._pinging: asyncio.Task[None] | None = None

    async def come(self, home: Home) -> None:
        """Connect, and ping from now on."""
        auth: dict[str, object] = {"token": await home.access_token()}
        if self.seqs:
            auth["resume"] = {"epoch": self._epoch, "seq": self.seqs[-1]}
        await self._client.connect(
            home.url, socketio_path=SOCKET_IO_PATH, auth=auth, transports=["websocket"]
        )
        self._pinging = asyncio.create_task(self._ping())

    async def go(self) -> None:
        """Disconnect."""
        if self._pinging is not None:
            self._pinging.cancel()
        await self._client.disconnect()

    async def has(self, seq: int) -> None:
        """Wait until it has this change; `TimeoutError` if it does not come."""
        async with asyncio.timeout(PATIENCE):
            while seq not in self.seqs:
                self._news.clear()
                await self._news.wait()

    def _told(self, update: dict[str, Any]) -> None:
        self._epoch = update["epoch"]
        self.seqs += [*update.get("merged", ()), update["seq"]]
        self._news.set()

    async def _ping(self) -> None:
        while True:
            await self._client.emit("ping")
            await asyncio.sleep(PING_SECONDS)


async def _at_rest(home: Home) -> float:
    """Percent of a core, for a while after it has come to rest."""
    await asyncio.sleep(SETTLE_SECONDS)
    pid = home.pid or 0
    before, began = cpu_seconds(pid), time.monotonic()
    await asyncio.sleep(REST_SECONDS)
    return (cpu_seconds(pid) - before) / (time.monotonic() - began) * 100


async def _changes(home: Home, count: int, seconds: float) -> None:
    for number in range(count):
        protocol = ("yellow", "green")[number % 2]
        await home.call_service("tuya_twin", f"execute_{protocol}_protocol", {"zone": "Foyer"})
        await asyncio.sleep(seconds / count)


async def _come_back(home: Home, stayed: Wall, left: Sequence[Wall]) -> list[float]:
    """The milliseconds until each has all that it has missed."""
    for screen in left:
        await screen.go()
    await _changes(home, CHANGES, AWAY_SECONDS)
    newest, times = stayed.seqs[-1], []
    for screen in left:
        began = time.perf_counter()
        await screen.come(home)
        await screen.has(newest)
        times.append((time.perf_counter() - began) * 1000)
    # So that whatever comes twice has come.
    await _changes(home, 1, 1)
    return times


async def _measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        async with cabin(Path(folder) / "home", devices_of(STREET, DEVICES)) as place:
            return await _look(place)


async def _look(place: Cabin) -> list[Figure]:
    home = place.home
    bare = await _at_rest(home)
    await place.move_in()
    screens = [Wall() for _ in range(SCREENS)]
    for screen in screens:
        await screen.come(home)
    await _changes(home, 2, 1)
    whole = await _at_rest(home)
    stayed, *left = screens
    back = await _come_back(home, stayed, left)
    for screen in screens:
        await screen.go()
    told = Counter(stayed.seqs)
    logs = [Counter(screen.seqs) for screen in screens]
    lost = sum((told - log).total() for log in logs)
    twice = sum((log - Counter(set(log))).total() for log in logs)
    return [
        at_most(
            "at rest, of one core: twenty devices and twenty screens", whole - bare, REST_GOAL, "%"
        ),
        at_most(f"back after {AWAY_SECONDS:.0f} s: in step, slowest", max(back), BACK_GOAL_MS),
        at_most("back: changes that were lost", lost, 0, ""),
        at_most("back: changes that came twice", twice, 0, ""),
        measured("back: in step, p50", percentile(back, 50)),
        measured(f"back: changes missed by each of {len(left)}", CHANGES, ""),
        measured("at rest, of one core: Home Assistant by itself", bare, "%"),
    ]


def run() -> list[Figure]:
    """All figures, those with a goal first."""
    return asyncio.run(_measure())


if __name__ == "__main__":
    sys.exit(main("A household of twenty devices and twenty screens.", run))
