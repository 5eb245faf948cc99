"""What a lamp, a siren and a lock have in common as things with data points, without any network.

What a command changes at once, `apply` returns. What changes later or by hand, listeners hear.
"""

from abc import ABC, abstractmethod
import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from typing import ClassVar, Protocol

from ...core.model import DeviceKind
from .points import DataPoints, Domain, InvalidPointError, Value

type Listener = Callable[[DataPoints], None]


class Cancellable(Protocol):
    """Something that would happen later."""

    def cancel(self) -> None:
        """See to it that it does not."""


type CallLater = Callable[[float, Callable[[], None]], Cancellable]
"""A clock: do something in so many seconds."""


def loop_call_later(delay: float, action: Callable[[], None]) -> Cancellable:
    """The event loop's clock."""
    return asyncio.get_running_loop().call_later(delay, action)


class Appliance(ABC):
    """A thing with data points, of which some can be written."""

    kind: ClassVar[DeviceKind]
    model: ClassVar[str]
    """What to call it by, among all appliances."""
    writable: ClassVar[Mapping[str, Domain]]
    when_new: ClassVar[Mapping[str, Value]] = {}
    """What it holds out of the box, but for what power sets."""
    at_power_on: ClassVar[Mapping[str, Value]] = {}
    """What power returning sets."""
    most_writes: ClassVar[int] = 1000
    """So many of the latest it remembers."""

    def __init__(self, call_later: CallLater | None = None) -> None:
        """Out of the box; the clock is the event loop's unless another is given."""
        self.writes: deque[DataPoints] = deque(maxlen=self.most_writes)
        """All it was told, in order, whether or not anything changed by it."""
        self._values = {**self.when_new, **self.at_power_on}
        self._call_later = call_later or loop_call_later
        self._listeners: list[Listener] = []
        self._pending: Cancellable | None = None

    def status(self) -> DataPoints:
        """All data points that can be read, in the order of their numbers."""
        return dict(sorted(self._values.items(), key=lambda item: int(item[0])))

    def apply(self, points: Mapping[str, object]) -> DataPoints:
        """Do as told; returns what changed by that at once.

        Raises:
            InvalidPointError: a data point or value is not the device's; nothing was done.
        """
        told = {point: self._checked(point, value) for point, value in points.items()}
        self.writes.append(told)
        written = self._obeyed(told)
        changed = self._store({point: written[point] for point in written if point in self._values})
        self._act(written)
        return changed

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Tell of every change that no command made at once; returns the way out."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def power_off(self) -> None:
        """Lose power: whatever was under way stops, and nobody is told."""
        self._cancel()

    def power_on(self) -> None:
        """Get power back, as the device comes up by itself; nobody is told."""
        self._store(dict(self.at_power_on))

    def _checked(self, point: str, value: object) -> Value:
        if point not in self.writable:
            raise InvalidPointError(point)
        return self.writable[point](value)

    def _obeyed(self, told: DataPoints) -> DataPoints:
        """What it does of what it was told."""
        return told

    @abstractmethod
    def _act(self, written: DataPoints) -> None:
        """Set off what takes time."""

    def _schedule(self, delay: float, action: Callable[[], None]) -> None:
        """Do one thing later; what was to be done before is given up."""
        self._cancel()
        self._pending = self._call_later(delay, action)

    def _cancel(self) -> None:
        if self._pending is not None:
            self._pending.cancel()
            self._pending = None

    def _store(self, values: DataPoints) -> DataPoints:
        held = self._values
        changed = {point: new for point, new in values.items() if held.get(point) != new}
        self._values |= changed
        return changed

    def _report(self, values: DataPoints) -> None:
        changed = self._store(values)
        if changed:
            self._tell(changed)

    def _tell(self, values: DataPoints) -> None:
        for listener in tuple(self._listeners):
            listener(dict(values))
