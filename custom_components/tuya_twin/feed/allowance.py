"""How much of something there may be: some at once, and then so much a second."""

from collections.abc import Callable


class Allowance:
    """What is left of it, at any time."""

    __slots__ = ("_at_once", "_counted_at", "_left", "_monotonic", "_per_second")

    def __init__(self, at_once: int, per_second: float, *, monotonic: Callable[[], float]) -> None:
        """Begin with all that there may be at once."""
        self._at_once = float(at_once)
        self._per_second = per_second
        self._monotonic = monotonic
        self._left = self._at_once
        self._counted_at = monotonic()

    def take(self, count: int = 1) -> bool:
        """Take so much, if there is as much; whether there was."""
        now = self._monotonic()
        earned = (now - self._counted_at) * self._per_second
        self._left = min(self._at_once, self._left + earned)
        self._counted_at = now
        if self._left < count:
            return False
        self._left -= count
        return True

    def give_back(self) -> None:
        """Have one of what was taken again."""
        self._left = min(self._at_once, self._left + 1)
