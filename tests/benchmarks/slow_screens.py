"""A thousand screens, and two that are too slow: does anybody else notice, and does memory grow?

One of the two never reads, the other reads a byte a second; both answer every ping, and come back
when they are sent away. Everything happens on loopback, with a real Home Assistant.
"""

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
import math
from pathlib import Path
import select
import socket
import sys
import tempfile
import threading
import time
from typing import Final, Self

import aiohttp

from custom_components.tuya_twin.feed.views import HEALTH_PATH
from scripts.lib.report import Figure, at_most, make_parser, measured, percentile, report
from tests.benchmarks.feed_clients import UPGRADED
from tests.benchmarks.feed_crowd import Clients, clients, prepare
from tests.benchmarks.feed_orders import Place
from tests.benchmarks.feed_servers import EMITTING_SECONDS, Name, Server, in_home
from tests.benchmarks.feed_talks import text_frame

SCREENS: Final = 1_000
PER_SECOND: Final = 50
STRETCH: Final = 10
"""Seconds that are measured at a time."""
MINUTES: Final = 10.0
ALONE: Final = 0.2
"""The share of that time for which the slow ones stay away, half of it before and half after.

What a machine does besides differs from minute to minute.
"""
PONG_SECONDS: Final = 20.0
RECEIVE_BUFFER: Final = 4_096
SLOWER: Final = 1.5
"""How many times slower the others may be; what is below that is noise."""
GROWTH: Final = 8.0
"""MiB."""


class SlowScreen:
    """A screen in a thread of its own, for as long as it is entered."""

    def __init__(self, place: Place, bytes_at_once: int) -> None:
        """Read so many bytes each second, none if it is 0."""
        self._place = place
        self._bytes = bytes_at_once
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self.visits = 0

    def __enter__(self) -> Self:
        """Come."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Go."""
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ended.wait(1):
            with socket.socket() as connection:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
                try:
                    self._visit(connection)
                except OSError:
                    continue

    def _visit(self, connection: socket.socket) -> None:
        connection.settimeout(STRETCH)
        connection.connect(self._place.address)
        connection.sendall(self._place.upgrade(compression=True))
        if not connection.recv(2_048).startswith(UPGRADED):
            return
        connection.sendall(text_frame(self._hello()))
        self.visits += 1
        hung_up = select.poll()
        hung_up.register(connection, select.POLLRDHUP)
        pong_at = time.monotonic() + PONG_SECONDS
        while not hung_up.poll(0) and not self._ended.wait(1):
            if self._bytes and not connection.recv(self._bytes):
                return
            if time.monotonic() >= pong_at:
                connection.sendall(text_frame("3"))
                pong_at += PONG_SECONDS

    def _hello(self) -> str:
        talk = self._place.talk()
        next(talk)
        talk.send(None)
        return talk.send("0") or ""


@dataclass(kw_only=True)
class Phase:
    """What was measured of the others for a while."""

    title: str
    late: list[float] = field(default_factory=list)
    """Milliseconds from each event until the last of them had it."""
    memory: list[float] = field(default_factory=list)
    """MiB after each stretch."""
    screens: list[int] = field(default_factory=list)
    """How many Home Assistant counts then."""

    def say(self) -> None:
        """Tell how it is going."""
        p50, p99 = percentile(self.late, 50), percentile(self.late, 99)
        print(
            f"{self.title}: {len(self.memory) * STRETCH / 60:.1f} min, {self.memory[-1]:.1f} MiB, "
            f"{self.screens[-1]} screens, p50 {p50:.1f} ms, p99 {p99:.1f} ms, "
            f"max {max(self.late):.1f} ms",
            file=sys.stderr,
            flush=True,
        )


async def _measure(phase: Phase, server: Server, crowd: Clients, minutes: float) -> Phase:
    each_minute = 60 // STRETCH
    for number in range(math.ceil(minutes * each_minute)):
        phase.late += await crowd.fan_out(server, PER_SECOND * STRETCH, 1 / PER_SECOND)
        phase.memory.append(server.memory / 1024)
        phase.screens.append(await _counted(server))
        if number % each_minute == each_minute - 1:
            phase.say()
    return phase


async def _counted(server: Server) -> int:
    host, port = server.place.address
    async with server.session.get(f"http://{host}:{port}{HEALTH_PATH}") as response:
        return int((await response.json())["connected_clients"])


async def measure(minutes: float) -> list[Figure]:
    """All of it."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as slow:
        patience = aiohttp.ClientTimeout(total=EMITTING_SECONDS)
        async with (
            aiohttp.ClientSession(timeout=patience) as session,
            in_home(Name.FEED, Path(folder), session) as server,
            clients() as crowd,
        ):
            await crowd.fill(server, SCREENS, compression=False)
            await server.settle()
            alone = Phase(title="without them")
            await _measure(alone, server, crowd, minutes * ALONE / 2)
            screens = [SlowScreen(server.place, size) for size in (0, 1)]
            for screen in screens:
                slow.enter_context(screen)
            beside = Phase(title="with them")
            await _measure(beside, server, crowd, minutes)
            slow.close()
            await _measure(alone, server, crowd, minutes * ALONE / 2)
            return _figures(alone, beside, screens)


def _figures(alone: Phase, beside: Phase, slow: Sequence[SlowScreen]) -> list[Figure]:
    each_minute = 60 // STRETCH
    growth = max(beside.memory[-each_minute:]) - max(beside.memory[:each_minute])
    found = [
        at_most(
            f"the others' p{share}, with against without",
            percentile(beside.late, share) / percentile(alone.late, share),
            SLOWER,
            "x",
        )
        for share in (50, 99)
    ]
    found.append(at_most("memory, last minute against first", growth, GROWTH, "MiB"))
    for phase in (alone, beside):
        for share in (50, 99):
            late = percentile(phase.late, share)
            found.append(measured(f"{phase.title}: the last has it, p{share}", late))
        found.append(measured(f"{phase.title}: the last has it, at worst", max(phase.late)))
        found.append(measured(f"{phase.title}: memory at the end", phase.memory[-1], "MiB"))
    for title, screen in zip(("never reads", "reads a byte a second"), slow, strict=True):
        found.append(measured(f"visits of the one that {title}", screen.visits, ""))
    found.append(measured("screens counted, at most", max(beside.screens), ""))
    found.append(measured("screens counted, at least", min(beside.screens), ""))
    return found


def main() -> int:
    """The command; 0 if every goal holds."""
    parser = make_parser("A thousand screens, and two that are too slow.")
    parser.add_argument("--minutes", type=float, default=MINUTES)
    arguments = parser.parse_args()
    prepare()
    return report(asyncio.run(measure(arguments.minutes)), arguments.json)


if __name__ == "__main__":
    sys.exit(main())
