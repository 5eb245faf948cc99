"""A connection for trying out what a device does, while nothing else is connected to it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
import time

from .lan import ANSWER_SECONDS, Endpoint, LanConnection, SilentError
from .profiles import Dps, DpValue
from .waiting import readable

type Sought = Callable[[Dps], bool]
"""Whether a report is the one that is waited for."""


class Trial:
    """One connection to a device. Its methods are called one after another."""

    def __init__(self, connection: LanConnection, thread: ThreadPoolExecutor) -> None:
        """Take a connection that is open, and the one thread that uses it."""
        self._connection = connection
        self._thread = thread
        self._known: dict[str, DpValue] = {}

    @property
    def known(self) -> Dps:
        """Everything the device has reported so far."""
        return dict(self._known)

    async def write(self, dps: Dps) -> None:
        """Send data points, all in one frame. Raises `UnreachableError`."""
        await self._run(lambda: self._connection.write(dps))

    async def watch(self, sought: Sought, *, within: float) -> bool:
        """Hear what the device reports for so many seconds at most.

        Returns whether it reported what is sought; ends with that, and when the device refuses
        what was written. Raises `UnreachableError` or `HandshakeError` if the connection ends.
        """
        return await self._run(lambda: self._watch(sought, within))

    async def ask(self, sought: Sought, *, within: float) -> bool:
        """Ask for the whole status, then as `watch`."""
        await self._run(self._connection.ask_status)
        return await self.watch(sought, within=within)

    def _watch(self, sought: Sought, within: float) -> bool:
        until = time.monotonic() + within
        while (left := until - time.monotonic()) > 0:
            if not readable([self._connection.fileno()], left):
                break
            frame = self._connection.receive()
            self._known |= frame.dps
            if frame.refused:
                return False
            if frame.dps and sought(frame.dps):
                return True
        return False

    async def _run[ResultT](self, work: Callable[[], ResultT]) -> ResultT:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


@asynccontextmanager
async def trial(
    endpoint: Endpoint, *, points: Collection[str] = (), answer_seconds: float = ANSWER_SECONDS
) -> AsyncIterator[Trial]:
    """Connect to a device that has told its status, and hang up in the end.

    `points` are the data points to name for devices that want that. Raises `UnreachableError` or
    `HandshakeError` if there is no answer within `answer_seconds`.
    """
    thread = ThreadPoolExecutor(1, "tuya_twin trial")
    loop = asyncio.get_running_loop()
    connecting = loop.run_in_executor(
        thread, lambda: LanConnection(endpoint, points=points, answer_seconds=answer_seconds)
    )
    try:
        # Whoever loses patience leaves a thread that connects: what comes of it is closed below.
        device = Trial(await asyncio.shield(connecting), thread)
        if not await device.watch(bool, within=answer_seconds):
            raise SilentError
        yield device
    finally:
        await asyncio.wait([connecting])
        if connecting.exception() is None:
            await loop.run_in_executor(thread, connecting.result().close)
        thread.shutdown(wait=False)
