"""What a device is asked for and has not proven yet: no thread, no socket, no clock of its own."""

from collections.abc import Callable
from dataclasses import dataclass, field

from ..core.errors import DeviceError, RejectedError, SupersededError
from .profiles import Ask, Dps

QUIET_SECONDS = 0.25
"""A device that reports by itself does so well within this; after it, it is asked."""
MOST_QUIET_SECONDS = 2.0


@dataclass(eq=False, kw_only=True)
class Order:
    """One command on its way. The callbacks run on the owner's thread."""

    ask: Ask
    on_sent: Callable[[], None]
    on_done: Callable[[DeviceError | None], None]
    """Called once: with nothing when proven, else with the error."""
    sent_at: float | None = None
    seen: dict[str, bool] = field(default_factory=dict)
    """For each data point reported since the command: whether it was as asked."""
    troubled: bool = False
    """Whether there was trouble already when it was sent, which then says nothing about it."""
    ask_at: float | None = 0.0
    """When to ask for the status, once it is sent; `None` while an answer comes by itself."""
    quiet: float = QUIET_SECONDS
    doubtful: bool = False
    """Whether it was sent some time before this connection: it may have been carried out."""
    singly: bool = False
    """Whether the device takes only one data point out of a frame, as some do."""

    def resume(self) -> None:
        """Take it for one that was sent before a restart."""
        self.sent_at = 0.0
        self.doubtful = True
        # What the device complains of may be older still.
        self.troubled = True

    def frames(self) -> list[Dps]:
        """What to write, frame by frame; nothing for an order that only asks."""
        if not self.singly:
            return [self.ask.writes] if self.ask.writes else []
        return [{number: value} for number, value in self.ask.writes.items()]

    @property
    def on_the_wire(self) -> bool:
        """Whether it was written to this connection, so that it can be refused."""
        return self.sent_at is not None and not self.doubtful and bool(self.ask.writes)

    @property
    def was_asked(self) -> bool:
        """Whether the device was asked for its status twice since."""
        return self.quiet > 2 * QUIET_SECONDS

    def half_done(self) -> bool:
        """Whether the device, asked for its status twice, did only a part of this."""
        answers = [self.seen.get(number) for number in self.ask.proof]
        return self.was_asked and not self.singly and True in answers and False in answers

    def weigh(self) -> None:
        """Send again what may have been carried out, if the newest report says that it was not.

        A report of other things says nothing, so the device is asked; as it is for what must not
        happen twice.
        """
        says_no = False in self.seen.values() or self.was_asked
        if self.ask.repeats and says_no:
            self.sent_at = None
        elif self.ask_at is None:
            self.ask_at = 0.0


class Orders:
    """All orders for one device. Times are monotonic seconds, given by the caller."""

    def __init__(self, trouble: Callable[[Dps], DeviceError | None]) -> None:
        """Start empty; `trouble` is the profile's."""
        self._trouble = trouble
        self._open: list[Order] = []
        self._connected = False

    def __bool__(self) -> bool:
        """Whether anything is open."""
        return bool(self._open)

    def put(self, order: Order) -> None:
        """Take an order in; it takes the place of any that writes one of its data points."""
        for older in list(self._open):
            if older.ask.writes.keys() & order.ask.writes.keys():
                self._finish(older, SupersededError())
        if order.doubtful and not self._connected:
            order.ask_at = None
        self._open.append(order)

    def withdraw(self, order: Order) -> None:
        """Forget an order nobody waits for any more."""
        if order in self._open:
            self._open.remove(order)

    def unsent(self) -> list[Order]:
        """The orders that are not on the wire of this connection, what was asked last first."""
        return [order for order in reversed(self._open) if order.sent_at is None]

    def sent(self, order: Order, known: Dps, now: float) -> None:
        """Note that an order is on the wire.

        A device does not repeat what it has reported before. So where something already is as
        asked, by what is `known`, no report would come: the device is asked right away.
        """
        order.sent_at = now
        order.doubtful = False
        order.seen.clear()
        order.troubled = self._trouble(known) is not None
        order.quiet = QUIET_SECONDS
        proof = order.ask.proof
        silent = not proof or any(known.get(number) == value for number, value in proof.items())
        order.ask_at = now if silent else now + QUIET_SECONDS
        order.on_sent()

    def asked(self, now: float) -> None:
        """Note that the device was asked for its status: what is due waits, longer each time."""
        for order in self._open:
            if order.sent_at is not None and order.ask_at is not None and order.ask_at <= now:
                order.ask_at = now + order.quiet
                order.quiet = min(MOST_QUIET_SECONDS, order.quiet * 2)

    def next_question(self) -> float | None:
        """When the device should be asked next; `None` if it need not be."""
        return min(
            (
                order.ask_at
                for order in self._open
                if order.sent_at is not None and order.ask_at is not None
            ),
            default=None,
        )

    def report(self, dps: Dps) -> None:
        """Hold a report against every order on the wire."""
        for order in [order for order in self._open if order.sent_at is not None]:
            for number in order.ask.proof.keys() & dps.keys():
                order.seen[number] = dps[number] == order.ask.proof[number]
            if all(order.seen.get(number) for number in order.ask.proof):
                self._finish(order, None)
            elif not order.troubled and (trouble := self._trouble(dps)):
                self._finish(order, trouble)
            elif order.doubtful:
                order.weigh()
            elif order.half_done():
                order.singly = True
                order.sent_at = None

    def refused(self) -> None:
        """Note that the device answered a command with an error.

        Answers name no command, so it counts for every order on the wire.
        """
        for order in [order for order in self._open if order.on_the_wire]:
            self._finish(order, RejectedError())

    def connected(self) -> None:
        """Note that there is a connection; a report comes by itself, as whoever connects asks."""
        self._connected = True

    def connection_lost(self) -> None:
        """What was on the wire may have been carried out: the next report tells."""
        self._connected = False
        for order in self._open:
            order.doubtful = order.sent_at is not None
            order.seen.clear()
            if order.doubtful:
                order.ask_at = None

    def close(self, error: DeviceError) -> None:
        """End every open order with this error."""
        for order in list(self._open):
            self._finish(order, error)

    def _finish(self, order: Order, error: DeviceError | None) -> None:
        self._open.remove(order)
        order.on_done(error)
