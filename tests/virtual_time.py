"""An event loop whose clock jumps to whatever is due next: hours pass in a blink, in order."""

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
import selectors
from typing import Any, override

from custom_components.tuya_twin.core.ports import Clock

EPOCH = datetime(2026, 11, 22, 2, 14, tzinfo=UTC)


class _Jump(selectors.DefaultSelector):
    """Instead of waiting, lets the time pass."""

    loop: VirtualTimeLoop

    @override
    def select(self, timeout: float | None = None) -> Any:
        if timeout is None:
            msg = "everybody waits and nothing will ever happen"
            raise RuntimeError(msg)
        if timeout:
            self.loop.advance(timeout)
        return super().select(0)


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """Nothing in it may wait for a thread or a socket."""

    def __init__(self) -> None:
        selector = _Jump()
        self._now = 0.0
        selector.loop = self
        super().__init__(selector)

    @override
    def time(self) -> float:
        return self._now

    def advance(self, seconds: float) -> None:
        self._now += seconds


class VirtualClock(Clock):
    """The time of the loop that runs."""

    @override
    def now(self) -> datetime:
        return EPOCH + timedelta(seconds=self.monotonic())

    @override
    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()


def run_in_virtual_time[T](main: Coroutine[Any, Any, T]) -> T:
    """Run to the end, and leave no task behind."""
    loop = VirtualTimeLoop()
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        return runner.run(main)
