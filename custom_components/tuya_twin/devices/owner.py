"""The one thread that touches a device: sends, listens, asks, reconnects."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
import logging
import random
import select
import socket
import threading
import time

from ..core.errors import DeviceError, LinkClosedError, UnreachableError
from .datapoints import Dps, DpValue, Profile
from .lan import BrokenOffError, HungUpError, LanConnection
from .orders import Order, Orders

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Timing:
    """Seconds. Found in the field: devices hang up after about 30 s of silence."""

    heartbeat: float = 5.0
    """After so long without a frame, the device is asked for a sign of life."""
    answer: float = 3.0
    """After so long without a frame since a question, the connection is dead. Slow devices
    take up to 2; with the heartbeat before it, a half-open connection is found within 10."""
    refresh: float = 60.0
    """Between full status reports, which heal a push that got lost."""
    first_retry: float = 0.2
    last_retry: float = 30.0
    eager_retry: float = 1.0
    """The longest pause while somebody waits for the device."""


class Owner(threading.Thread):
    """Owns one device from `start` to `close`. Callbacks run on this thread."""

    def __init__(  # noqa: PLR0913 - what it talks to, and how
        self,
        name: str,
        *,
        connect: Callable[[], LanConnection],
        profile: Profile,
        on_report: Callable[[Dps], None],
        on_lost: Callable[[DeviceError], None],
        timing: Timing,
    ) -> None:
        """`on_report` gets every report as it came; `on_lost` why there are none for now."""
        super().__init__(name=f"tuya_twin {name}", daemon=True)
        self._device = name
        self._connect = connect
        self._on_report = on_report
        self._on_lost = on_lost
        self._timing = timing
        self._orders = Orders(profile.trouble)
        self._known: dict[str, DpValue] = {}
        self._errands: deque[Callable[[], None]] = deque()
        self._wake_reader, self._wake_writer = socket.socketpair()
        self._wake_writer.settimeout(0)
        self._closing = threading.Event()
        self._answered = False
        self._retry = timing.first_retry
        self._connected_at = 0.0
        self._heard_at = 0.0
        self._asked_at: float | None = None
        self._refresh_at = 0.0

    # Called from any thread ---------------------------------------------------------------

    def submit(self, order: Order) -> None:
        """Take an order; wakes the thread, and has it try an unreachable device at once."""
        self._errands.append(lambda: self._orders.put(order))
        self._wake()

    def withdraw(self, order: Order) -> None:
        """Forget an order nobody waits for any more."""
        self._errands.append(lambda: self._orders.withdraw(order))
        self._wake()

    def close(self) -> None:
        """Ask the thread to end; `join` waits for it."""
        self._closing.set()
        self._wake()

    def _wake(self) -> None:
        try:
            self._wake_writer.send(b"\0")
        except OSError:
            # Full: it will wake anyway. Closed: there is nobody left to wake.
            return

    # The thread ---------------------------------------------------------------------------

    def run(self) -> None:
        """Connect, serve, reconnect, until closed."""
        try:
            while not self._closing.is_set():
                self._live_once()
        finally:
            self._run_errands()
            self._orders.close(LinkClosedError())
            self._wake_reader.close()
            self._wake_writer.close()

    def _live_once(self) -> None:
        self._answered = False
        try:
            with self._connect() as connection:
                self._serve(connection)
        except DeviceError as error:
            self._lost(error)
        except Exception:
            _LOGGER.exception("Unexpected error on the connection to %s", self._device)
            self._lost(UnreachableError())

    def _lost(self, error: DeviceError) -> None:
        self._orders.connection_lost()
        lived = time.monotonic() - self._connected_at
        hung_up = isinstance(error, HungUpError | BrokenOffError)
        if self._answered and hung_up and lived > self._timing.first_retry:
            # Devices hang up on an idle connection: worth one immediate try before any alarm.
            return
        self._on_lost(error)
        self._pause()

    def _pause(self) -> None:
        longest = self._timing.eager_retry if self._orders else self._timing.last_retry
        delay = min(self._retry, longest) * random.uniform(0.8, 1.2)  # noqa: S311 - jitter
        self._retry = min(self._retry * 2, self._timing.last_retry)
        until = time.monotonic() + delay
        while not self._closing.is_set() and (left := until - time.monotonic()) > 0:
            waiting = bool(self._orders)
            self._wait(None, left)
            self._run_errands()
            if self._orders and not waiting:
                return

    def _serve(self, connection: LanConnection) -> None:
        now = time.monotonic()
        self._connected_at = self._heard_at = self._asked_at = now
        self._refresh_at = now + self._timing.refresh
        while not self._closing.is_set():
            if self._wait(connection, self._until_due()):
                self._receive(connection)
            self._run_errands()
            self._send(connection)
            self._ask(connection)

    def _wait(self, connection: LanConnection | None, seconds: float) -> bool:
        """Wait for a frame or a wake-up; whether there is a frame."""
        wake = self._wake_reader.fileno()
        frames = None if connection is None else connection.fileno()
        readers = [wake] if frames is None else [wake, frames]
        ready, _, _ = select.select(readers, [], [], max(0.0, seconds))
        if wake in ready:
            self._wake_reader.recv(4096)
        return frames in ready

    def _run_errands(self) -> None:
        while self._errands:
            self._errands.popleft()()

    def _receive(self, connection: LanConnection) -> None:
        frame = connection.receive()
        self._heard_at = time.monotonic()
        self._asked_at = None
        self._answered = True
        self._retry = self._timing.first_retry
        if frame.refused:
            self._orders.refused()
        if frame.dps:
            self._known.update(frame.dps)
            self._on_report(frame.dps)
            self._orders.report(frame.dps)

    def _send(self, connection: LanConnection) -> None:
        for order in self._orders.unsent():
            connection.write(order.ask.writes)
            self._orders.sent(order, self._known, time.monotonic())
            self._expect_answer()

    def _ask(self, connection: LanConnection) -> None:
        """Ask for the status or a sign of life when due; give up on a connection gone silent."""
        now = time.monotonic()
        if self._asked_at is not None and now >= self._asked_at + self._timing.answer:
            raise UnreachableError
        question = self._orders.next_question()
        if now >= self._refresh_at or (question is not None and now >= question):
            connection.ask_status()
            self._orders.asked(now)
            self._refresh_at = now + self._timing.refresh
            self._expect_answer()
        elif self._asked_at is None and now >= self._heard_at + self._timing.heartbeat:
            connection.ask_pulse()
            self._expect_answer()

    def _expect_answer(self) -> None:
        if self._asked_at is None:
            self._asked_at = time.monotonic()

    def _until_due(self) -> float:
        due = [self._refresh_at]
        if self._asked_at is not None:
            due.append(self._asked_at + self._timing.answer)
        else:
            due.append(self._heard_at + self._timing.heartbeat)
        if (question := self._orders.next_question()) is not None:
            due.append(question)
        return min(due) - time.monotonic()
