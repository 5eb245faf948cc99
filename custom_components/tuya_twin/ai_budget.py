"""How often an AI is asked in a day: counted on disk, so that a restart gives no new budget."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import datetime

from homeassistant.util import dt as dt_util

from .core.ports import Clock

type CountAsked = Callable[[datetime], Awaitable[int]]
"""How many calls are on record from a moment on."""


class DailyBudget:
    """The calls of one household between two midnights by the clock on the wall."""

    def __init__(self, calls_a_day: int, *, count_asked: CountAsked, clock: Clock) -> None:
        """Nothing is known of calls before `refresh`."""
        self._calls_a_day = calls_a_day
        self._count_asked = count_asked
        self._clock = clock
        self._own: deque[datetime] = deque(maxlen=max(1, calls_a_day))
        """The calls of this life, also while nothing can be written."""
        self._counted = 0
        self._counted_since: datetime | None = None
        self._one_at_a_time = asyncio.Lock()

    @property
    def calls_today(self) -> int:
        """The calls since the last midnight."""
        midnight = self._midnight()
        return self._counted if midnight == self._counted_since else self._own_since(midnight)

    @property
    def is_spent(self) -> bool:
        """Whether there is no call left today."""
        return self.calls_today >= self._calls_a_day

    async def refresh(self) -> None:
        """Count anew what is on record."""
        async with self._one_at_a_time:
            await self._count()

    async def take(self) -> datetime | None:
        """Take one call, which has to be recorded with this moment; `None` if none is left."""
        async with self._one_at_a_time:
            await self._count()
            if self.is_spent:
                return None
            now = self._clock.now()
            self._own.append(now)
            self._counted += 1
            return now

    async def _count(self) -> None:
        midnight = self._midnight()
        on_record = await self._count_asked(midnight)
        self._counted = max(on_record, self._own_since(midnight))
        self._counted_since = midnight

    def _own_since(self, midnight: datetime) -> int:
        return sum(at >= midnight for at in self._own)

    def _midnight(self) -> datetime:
        return dt_util.start_of_local_day(dt_util.as_local(self._clock.now()))
