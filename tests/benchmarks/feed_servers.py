"""The servers that are compared, each in a process of its own, all driven alike over HTTP."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
import shutil
import sys
from typing import Final

import aiohttp

from custom_components.tuya_twin.core import wire
from custom_components.tuya_twin.core.facts import StatusUpdate
from custom_components.tuya_twin.core.model import Status
from custom_components.tuya_twin.feed.limits import Limits
from custom_components.tuya_twin.feed.views import SOCKET_IO_PATH
from scripts.lib.home import Home, free_port
from scripts.lib.home_folder import HOST
from scripts.lib.home_types import JSONObject, Owner
from tests.benchmarks.feed_orders import WINDOW, Place
from tests.benchmarks.feed_talks import Talk, home_assistant, plain_socket_io, silent, twin
from tests.benchmarks.process import TICKS, cpu_seconds, resident_kib

INTEGRATION: Final = Path(__file__).parents[2] / "custom_components" / "tuya_twin"
COMPONENT: Final = Path(__file__).parent / "components" / "bench_feed"
ENGINE: Final = "?EIO=4&transport=websocket"
UNPACKED: Final = INTEGRATION.parents[1] / ".cache" / "redis"
START_SECONDS: Final = 30
EMITTING_SECONDS: Final = 180

PAYLOAD: Final = wire.status_update(
    StatusUpdate(
        status=Status.RED_CRITICAL,
        zone="Foyer",
        epoch="0198c0de5ea14d0ab1e5f00dcafe0001",
        seq=1,
        at=datetime(2026, 10, 1, 12, tzinfo=UTC),
    )
)
"""What all of them send, each time with another `seq`."""


class Name(StrEnum):
    """The servers, ours first."""

    FEED = "ours"
    FLASK = "Flask-SocketIO"
    SOCKET_IO = "python-socketio"
    EVENTS = "HA's websocket"
    FLOOR = "floor"
    BUS = "ours with a bus"
    """Missing where there is no Redis."""


@dataclass(frozen=True, kw_only=True)
class Server:
    """A server that runs."""

    name: Name
    pid: int
    place: Place
    """Where its clients go."""
    emit_url: str
    session: aiohttp.ClientSession

    async def emit(self, first: int, count: int = 1, gap: float = 0.0) -> list[int]:
        """Emit, `gap` seconds apart, and return the moments just before, in ns.

        They are of the clock that `time.monotonic_ns` reads, too; `first` is the first `seq`.
        """
        order = {"payload": PAYLOAD, "seq": first, "count": count, "gap": gap}
        async with self.session.post(self.emit_url, json=order) as response:
            moments: list[int] = (await response.json())["moments"]
        return moments

    @property
    def cpu(self) -> float:
        """The seconds of processor time it has had so far."""
        return cpu_seconds(self.pid)

    @property
    def memory(self) -> float:
        """Its resident memory, in KiB."""
        return resident_kib(self.pid)

    async def settle(self) -> None:
        """Wait until it has done all that follows from clients who have come."""
        # It may take a second before it tells its clients of each other.
        await asyncio.sleep(1)
        await self.quiet()

    async def quiet(self) -> None:
        """Wait until it has nothing to do any more, or for ten seconds."""
        for _ in range(50):
            before = self.cpu
            await asyncio.sleep(0.2)
            if self.cpu - before < 2.5 / TICKS:
                return


@asynccontextmanager
async def _plain(
    name: Name, module: str, path: str, talk: Callable[[], Talk], session: aiohttp.ClientSession
) -> AsyncIterator[Server]:
    """A server that is a module of ours."""
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, str(port), stdout=asyncio.subprocess.DEVNULL
    )
    try:
        await _listening(port)
        yield Server(
            name=name,
            pid=process.pid,
            place=Place(address=(HOST, port), path=path, talk=talk, mark=b'42["status_update"'),
            emit_url=f"http://{HOST}:{port}/emit",
            session=session,
        )
    finally:
        process.kill()
        await process.wait()


async def _listening(port: int) -> None:
    async with asyncio.timeout(START_SECONDS):
        while True:
            try:
                _, writer = await asyncio.open_connection(HOST, port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return


def _components(folder: Path) -> Path:
    """The folder of our integration and of the component that has it emit."""
    components = folder / "components"
    components.mkdir(parents=True)
    for component in (INTEGRATION, COMPONENT):
        (components / component.name).symlink_to(component)
    return components


@asynccontextmanager
async def home(folder: Path, options: JSONObject) -> AsyncIterator[Home]:
    """A real Home Assistant with a household that as many screens as wanted may watch.

    `options` are those of the screens.
    """
    made = Home.create(folder, custom_components=_components(folder), extra_yaml="bench_feed:\n")
    async with made:
        await made.onboard(Owner())
        await made.config_flow("tuya_twin", {"next_step_id": "own"}, {"name": "Cabin"})
        await made.post("/api/bench_feed/open", options)
        # The household is built anew.
        await asyncio.sleep(1)
        yield made


@asynccontextmanager
async def in_home(
    name: Name, folder: Path, session: aiohttp.ClientSession, options: JSONObject | None = None
) -> AsyncIterator[Server]:
    """A way to emit inside a real Home Assistant of its own."""
    ours = name in (Name.FEED, Name.BUS)
    window = Limits().unjoined_per_address if ours else WINDOW
    async with home(folder, options or {}) as running:
        token = await running.long_lived_token("bench")
        way, path, talk, mark = {
            Name.FEED: (
                "feed",
                SOCKET_IO_PATH + ENGINE,
                partial(twin, {"token": token}),
                b'42["status_update"',
            ),
            Name.BUS: (
                "feed",
                SOCKET_IO_PATH + ENGINE,
                partial(twin, {"token": token}),
                b'42["status_update"',
            ),
            Name.SOCKET_IO: (
                "socketio",
                f"/api/bench_feed/socket.io/{ENGINE}",
                plain_socket_io,
                b'42["status_update"',
            ),
            Name.EVENTS: (
                "events",
                "/api/websocket",
                partial(home_assistant, token),
                b'{"type":"event",',
            ),
        }[name]
        yield Server(
            name=name,
            pid=running.pid or 0,
            place=Place(
                address=(HOST, running.port), path=path, talk=talk, mark=mark, window=window
            ),
            emit_url=f"{running.url}/api/bench_feed/emit/{way}",
            session=session,
        )


@dataclass(frozen=True, kw_only=True)
class Contestant:
    """A server, and the way to have it for a turn, at rest and without clients."""

    name: Name
    turn: Callable[[], AbstractAsyncContextManager[Server]]


@asynccontextmanager
async def _still_there(server: Server) -> AsyncIterator[Server]:
    yield server
    await server.quiet()


@asynccontextmanager
async def contestants(folder: Path) -> AsyncIterator[list[Contestant]]:
    """All of them, in the order of `Name`.

    A Home Assistant is there all the time, the others are started for each turn: when its clients
    leave, Flask-SocketIO is busy for longer than they were there.
    """
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=EMITTING_SECONDS))
        )
        module = "tests.benchmarks.feed_"
        flask = partial(
            _plain, Name.FLASK, f"{module}flask", f"/socket.io/{ENGINE}", plain_socket_io, session
        )
        floor = partial(_plain, Name.FLOOR, f"{module}floor", "/ws", silent, session)
        turns: dict[Name, Callable[[], AbstractAsyncContextManager[Server]]] = {
            Name.FLASK: flask,
            Name.FLOOR: floor,
        }
        bus = await stack.enter_async_context(_bus())
        homes: dict[Name, JSONObject] = {Name.FEED: {}, Name.SOCKET_IO: {}, Name.EVENTS: {}}
        if bus is not None:
            homes[Name.BUS] = {"bus": bus}
        for name, options in homes.items():
            server = await stack.enter_async_context(
                in_home(name, folder / name.name, session, options)
            )
            turns[name] = partial(_still_there, server)
        yield [Contestant(name=name, turn=turns[name]) for name in Name if name in turns]


@asynccontextmanager
async def _bus() -> AsyncIterator[str | None]:
    """The address of a Redis that nobody else uses; `None` where there is none."""
    program = shutil.which("redis-server") or shutil.which("redis-server", path=UNPACKED)
    if program is None:
        yield None
        return
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        program,
        "--bind",
        HOST,
        "--port",
        str(port),
        "--save",
        "",
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        await _listening(port)
        yield f"redis://{HOST}:{port}"
    finally:
        process.kill()
        await process.wait()
