"""What waits to be sent, the newest of each thing only; and how fast status may change."""

from collections.abc import Callable, Iterator, Mapping

from ..core.model import HOUSE, Status
from ..core.wire import Payload, text
from .allowance import Allowance
from .messages import Key, Message


class Outbox:
    """Messages in order; of those about the same thing only the newest, in the newest's place."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._waiting: dict[Key | int, Message] = {}
        self._number = 0

    def __len__(self) -> int:
        """How many wait."""
        return len(self._waiting)

    def put(self, message: Message) -> bool:
        """Add a message; whether it took the place of an older one."""
        if message.key is None:
            self._number += 1
            self._waiting[self._number] = message
            return False
        older = self._waiting.pop(message.key, None)
        self._waiting[message.key] = message if older is None else message.instead_of(older)
        return older is not None

    def pop(self) -> Message:
        """Take the oldest. Raises `StopIteration` if there is none."""
        key = next(iter(self._waiting))
        return self._waiting.pop(key)

    def take(self) -> Iterator[Message]:
        """Take all, oldest first."""
        while self._waiting:
            yield self.pop()


class NewestFlow:
    """Lets the first of a burst through at once, and of what follows only the newest.

    For what is always told whole, so that whoever has the newest has missed nothing.
    """

    HOLD = 0.1
    """Seconds between two."""

    def __init__(
        self,
        send: Callable[[], None],
        *,
        later: Callable[[float, Callable[[], None]], Callable[[], None]],
    ) -> None:
        """Send nothing yet; `send` sends what is the newest when it is called."""
        self._send = send
        self._later = later
        self._call_off: Callable[[], None] | None = None
        self._is_due = False

    def put(self) -> None:
        """Send, now or soon."""
        if self._call_off is not None:
            self._is_due = True
            return
        self._call_off = self._later(self.HOLD, self._waited)
        self._send()

    def flush(self) -> None:
        """Send what is held."""
        if self._call_off is not None:
            self._call_off()
            self._call_off = None
        if self._is_due:
            self._is_due = False
            self._send()

    def _waited(self) -> None:
        self._call_off = None
        if self._is_due:
            self._is_due = False
            self.put()


class StatusFlow:
    """Lets changes of status through, and merges a burst of those that are no alarm.

    Red, and whatever is worse than what was there before, passes at once, and what waited goes
    before it. So the order is always that of `seq`, and nobody is warned late.
    """

    AT_ONCE = 20
    """How many harmless changes pass before they are held."""
    PER_SECOND = 20.0
    HOLD = 0.1
    """Seconds that a change is held at most."""

    def __init__(
        self,
        send: Callable[[Message], None],
        *,
        monotonic: Callable[[], float],
        later: Callable[[float, Callable[[], None]], Callable[[], None]],
        statuses: Mapping[str, Status],
    ) -> None:
        """Begin with each zone in its status; a zone that is not in there is green.

        `later` calls back after some seconds and returns how that is called off.
        """
        self._send = send
        self._later = later
        self._known = dict(statuses)
        self._held = Outbox()
        self._call_off: Callable[[], None] | None = None
        self._allowance = Allowance(self.AT_ONCE, self.PER_SECOND, monotonic=monotonic)
        self.merged = 0
        """How many changes have not been sent by themselves."""

    def put(self, payload: Payload) -> None:
        """Send a change of status, now or soon."""
        message = Message.of_status(payload)
        if self._is_urgent(payload):
            self.flush()
            self._send(message)
        elif not self._held and self._allowance.take():
            self._send(message)
        else:
            self.merged += self._held.put(message)
            if self._call_off is None:
                self._call_off = self._later(self.HOLD, self.flush)

    def flush(self) -> None:
        """Send what is held."""
        if self._call_off is not None:
            self._call_off()
            self._call_off = None
        for message in self._held.take():
            self._send(message)

    def _is_urgent(self, payload: Payload) -> bool:
        zone, status = text(payload, "zone") or HOUSE, Status(str(payload["status"]))
        before = self._known.get(zone, Status.GREEN_SAFE)
        if zone == HOUSE and status is Status.GREEN_SAFE:
            self._known.clear()
        self._known[zone] = status
        return status.severity > before.severity or status is Status.RED_CRITICAL
