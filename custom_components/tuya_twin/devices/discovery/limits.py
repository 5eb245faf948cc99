"""What a flood of datagrams may cost: so much work in a second, so much memory."""

from collections.abc import Callable, Hashable
from math import inf


class RateLimit:
    """Allows a number of things in a second, counted from the first of them."""

    def __init__(self, per_second: int, clock: Callable[[], float]) -> None:
        """`clock` gives seconds that only ever go forward."""
        self._per_second = per_second
        self._clock = clock
        self._began = -inf
        self._allowed = 0

    def allows(self) -> bool:
        """Whether there is room for one more; if so, it counts."""
        now = self._clock()
        if now - self._began >= 1:
            self._began, self._allowed = now, 0
        if self._allowed == self._per_second:
            return False
        self._allowed += 1
        return True


class Recent[T: Hashable]:
    """Tells what is new from what was new less than some seconds ago."""

    def __init__(self, seconds: float, capacity: int, clock: Callable[[], float]) -> None:
        """`clock` gives seconds that only ever go forward."""
        self._seconds = seconds
        self._capacity = capacity
        self._clock = clock
        self._since: dict[T, float] = {}

    def is_new(self, thing: T) -> bool:
        """Whether this was not new lately; if so, it is remembered from now on.

        While as many as fit are remembered nothing counts as new: to forget one early would let
        a flood of others have it told again and again.
        """
        now = self._clock()
        self._since = {
            known: since for known, since in self._since.items() if now - since < self._seconds
        }
        if thing in self._since or len(self._since) >= self._capacity:
            return False
        self._since[thing] = now
        return True
