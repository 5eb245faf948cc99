"""The endpoint itself: opens and closes households, answers requests, tells how it stands."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
import logging
from typing import Final

from aiohttp import web

from ..core.ports import Clock
from .channel import Channel, Later
from .engine import Spawn, Tasks
from .guest import Gate
from .limits import Limits
from .metrics import FeedCollector, Figures, Measures, exposition
from .reception import CLOSED, TOO_SLOW, Reception
from .watched import Watched

_LOGGER = logging.getLogger(__name__)

_SWEEP_SECONDS: Final = 1.0


class FeedServer:
    """The Socket.IO endpoint of all households, from construction to `close`."""

    def __init__(
        self, *, gate: Gate, clock: Clock, spawn: Spawn, limits: Limits | None = None
    ) -> None:
        """Serve nobody yet: a client is refused until its household opens a channel."""
        self._clock = clock
        self._tasks = Tasks(spawn)
        self._measures = Measures()
        self._measures.registry.register(FeedCollector(self.figures))
        self._reception = Reception(
            gate=gate,
            clock=clock,
            tasks=self._tasks,
            limits=limits or Limits(),
            measures=self._measures,
        )
        self._channels = self._reception.channels
        self.door = self._reception.door
        self._allowed: dict[str, tuple[int, int]] = {}
        """How many connections an address and a user may have, by household."""
        self._closed = False
        self._requests: set[asyncio.Task[None]] = set()
        self._sweeper: asyncio.Task[None] | None = None

    @property
    def connected_client_count(self) -> int:
        """How many clients are connected and let in, over all households."""
        return sum(channel.connected_client_count for channel in self._channels.values())

    @property
    def has_channels(self) -> bool:
        """Whether any household is open."""
        return bool(self._channels)

    # Households come and go -----------------------------------------------------------------

    def open_channel(self, household: str, watched: Watched) -> Channel:
        """Open a household's channel; clients may join it from now on."""
        channel = Channel(watched, clock=self._clock, later=_later(), measures=self._measures)
        self._channels[household] = channel
        if self._sweeper is None:
            self._sweeper = self._tasks.start(self._sweep(), "tuya_twin feed sweeps")
        return channel

    async def close_channel(self, household: str) -> None:
        """Send a household's clients away; they may try again."""
        channel = self._channels.pop(household)
        self._allowed.pop(household, None)
        channel.close()
        dismissals = [self._reception.dismiss(each.client, CLOSED) for each in channel.screens]
        await asyncio.gather(*dismissals)

    def allow(self, household: str, *, per_address: int, per_user: int) -> None:
        """Set how many connections a household allows; of several, the most counts.

        Those there are stay.
        """
        self._allowed[household] = (per_address, per_user)
        addresses, users = zip(*self._allowed.values(), strict=True)
        self.door.limits = replace(
            self.door.limits, per_address=max(addresses), per_user=max(users)
        )

    # Requests -------------------------------------------------------------------------------

    async def handle(
        self, request: web.Request, household: str | None = None
    ) -> web.StreamResponse:
        """Answer one HTTP request or websocket of a client.

        With `household`, it may listen to no other.
        """
        task = request.task
        self._requests.add(task)
        try:
            return await self.door.handle(request, household)
        finally:
            self._requests.discard(task)

    def figures(self) -> Figures:
        """How the feed stands."""
        screens = [screen for channel in self._channels.values() for screen in channel.screens]
        measures = self._measures
        merged = sum(channel.merged for channel in self._channels.values())
        return Figures(
            clients={
                household: channel.connected_client_count
                for household, channel in self._channels.items()
            },
            lines=len(self.door),
            events=measures.events,
            delivered=measures.delivered + sum(screen.delivered for screen in screens),
            merged=measures.merged + merged + sum(screen.merged for screen in screens),
            waiting=sum(screen.waiting for screen in screens),
            admitted=measures.admitted,
            refused=measures.refused,
            faults=Counter({fault.value: count for fault, count in self.door.faults.items()}),
            dismissed=measures.dismissed,
            turned_away=self.door.turned_away,
        )

    def metrics(self) -> bytes:
        """All figures in Prometheus' text format."""
        return exposition(self._measures)

    async def close(self) -> None:
        """Send everybody away and leave no task behind; harmless if it was closed before."""
        if self._closed:
            return
        self._closed = True
        for household in list(self._channels):
            await self.close_channel(household)
        await self._reception.close()
        await self._end_requests()
        await self._tasks.cancel()

    async def _end_requests(self) -> None:
        """Give clients a moment to leave; whoever does not read is cut off."""
        if self._requests:
            await asyncio.wait(self._requests, timeout=self.door.limits.farewell)
        for task in self._requests:
            task.cancel()

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(_SWEEP_SECONDS)
            try:
                await self.sweep()
            except Exception:
                _LOGGER.exception("Unexpected error while looking for clients that are gone")

    async def sweep(self) -> None:
        """End what has let a time pass, and send away whoever is too slow."""
        await self.door.sweep()
        for channel in self._channels.values():
            for screen in channel.screens:
                if screen.is_too_slow:
                    _LOGGER.info("Sent a screen away that did not read: %s", screen.name)
                    await self._reception.dismiss(screen.client, TOO_SLOW)


def _later() -> Later:
    loop = asyncio.get_running_loop()

    def later(seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        return loop.call_later(seconds, call).cancel

    return later
