"""The time, as the rules want it."""

from datetime import datetime
import time
from typing import override

from homeassistant.util import dt as dt_util

from .core.ports import Clock


class SystemClock(Clock):
    """The machine's own clocks."""

    @override
    def now(self) -> datetime:
        return dt_util.utcnow()

    @override
    def monotonic(self) -> float:
        return time.monotonic()
