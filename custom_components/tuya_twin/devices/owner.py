"""The one thread that touches a device: sends, listens, asks, reconnects."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
import logging
import random
import threading
import time

from ..core.errors import DeviceError, HeldError, LinkClosedError, UnreachableError
from .diagnosis import Diagnosis
from .lan import BrokenOffError, HungUpError, LanConnection, SilentError
from .orders import Order, Orders
from .profiles import Dps, DpValue, Profile
from .waiting import Waker

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
    patience: float = 60.0
    """A key is accused only after the exchange of keys has failed for so long."""
    steady: float = 10.0
    """A connection that lived shorter than this was cut short by somebody."""


_CUT_SHORT = 3
"""So many connections cut short in a row: two clients take the only place from each other."""


class Owner(threading.Thread):
    """Owns one device from `start` to `close`. Callbacks run on this thread."""

    def __init__(  # noqa: PLR0913 - what it talks to, and how
        self,
        name: str,
        *,
        connect: Callable[[str], LanConnection],
        knock: Callable[[], None],
        diagnosis: Diagnosis,
        profile: Profile,
        on_report: Callable[[Dps], None],
        on_lost: Callable[[DeviceError], None],
        on_version: Callable[[str], None],
        timing: Timing,
    ) -> None:
        """`connect` takes a protocol version, `knock` is `lan.knock` for this device.

        `on_report` gets every report as it came, `on_lost` why there are none for now,
        `on_version` the version if it is another than the expected one.
        """
        super().__init__(name=f"tuya_twin {name}", daemon=True)
        self._device = name
        self._connect = connect
        self._knock = knock
        self._diagnosis = diagnosis
        self._on_report = on_report
        self._on_lost = on_lost
        self._on_version = on_version
        self._timing = timing
        self._orders = Orders(profile.trouble)
        self._known: dict[str, DpValue] = {}
        self._errands: deque[Callable[[], None]] = deque()
        self._waker = Waker()
        self._closing = threading.Event()
        self._attempt = diagnosis.next_attempt()
        self._answered = False
        self._cut_short = 0
        self._hurried = False
        self._nudged = False
        self._retry = timing.first_retry
        self._connected_at = 0.0
        self._heard_at = 0.0
        self._asked_at: float | None = None
        self._refresh_at = 0.0

    # Called from any thread ---------------------------------------------------------------

    def submit(self, order: Order) -> None:
        """Take an order; wakes the thread, and has it try an unreachable device at once."""
        self._errands.append(lambda: self._orders.put(order))
        self._waker.wake()

    def withdraw(self, order: Order) -> None:
        """Forget an order nobody waits for any more."""
        self._errands.append(lambda: self._orders.withdraw(order))
        self._waker.wake()

    def nudge(self) -> None:
        """Try an unreachable device at once: something says that it is there."""
        self._nudged = True
        self._waker.wake()

    def redirect(self, version: str) -> None:
        """Forget what is known of failures: `connect` leads somewhere else now."""
        self._errands.append(lambda: self._diagnosis.forget(version))
        self.nudge()

    def close(self) -> None:
        """Ask the thread to end; `join` waits for it."""
        self._closing.set()
        self._waker.wake()

    # The thread ---------------------------------------------------------------------------

    def run(self) -> None:
        """Connect, serve, reconnect, until closed."""
        try:
            while not self._closing.is_set():
                self._live_once()
        finally:
            self._run_errands()
            self._orders.close(LinkClosedError())
            self._waker.close()

    def _live_once(self) -> None:
        self._answered = False
        self._attempt = self._diagnosis.next_attempt()
        try:
            if self._attempt.version is None:
                self._knock()
                self._diagnosis.let_in()
                self._pause()
                return
            with self._connect(self._attempt.version) as connection:
                self._serve(connection)
        except DeviceError as error:
            self._lost(error)
        except Exception:
            _LOGGER.exception("Unexpected error on the connection to %s", self._device)
            self._lost(UnreachableError())

    def _lost(self, error: DeviceError) -> None:
        self._orders.connection_lost()
        if not self._answered:
            self._on_lost(self._diagnosis.failed(self._attempt, error, time.monotonic()))
        elif isinstance(error, HungUpError | BrokenOffError):
            # Devices hang up on an idle connection: worth one immediate try before any alarm.
            lived = time.monotonic() - self._connected_at
            self._cut_short = self._cut_short + 1 if lived < self._timing.steady else 0
            fought_over = self._cut_short >= _CUT_SHORT
            if not fought_over and lived > self._timing.first_retry:
                return
            self._on_lost(HeldError() if fought_over else UnreachableError())
        else:
            self._on_lost(error)
        self._pause()

    def _pause(self) -> None:
        """Wait before the next attempt; one intent that arrives meanwhile cuts one pause short.

        Only one, and the pause after the hurried attempt is served in full: a device that is
        asked to exchange keys again and again gets worse, not better.
        """
        longest = self._timing.eager_retry if self._orders else self._timing.last_retry
        delay = min(self._retry, longest) * random.uniform(0.8, 1.2)  # noqa: S311 - jitter
        self._retry = min(self._retry * 2, self._timing.last_retry)
        until = time.monotonic() + delay
        may_hurry, self._hurried = not self._hurried, False
        while not self._closing.is_set() and (left := until - time.monotonic()) > 0:
            waiting = bool(self._orders)
            self._waker.wait(None, left)
            self._run_errands()
            wanted = self._nudged or (self._orders and not waiting)
            self._nudged = False
            if wanted and may_hurry:
                self._hurried = True
                return
            if wanted:
                until = min(until, time.monotonic() + self._timing.eager_retry)

    def _serve(self, connection: LanConnection) -> None:
        self._orders.connected()
        now = time.monotonic()
        self._connected_at = self._heard_at = self._asked_at = now
        self._refresh_at = now + self._timing.refresh
        while not self._closing.is_set():
            if self._waker.wait(connection.fileno(), self._until_due()):
                self._receive(connection)
            self._run_errands()
            self._send(connection)
            self._ask(connection)

    def _run_errands(self) -> None:
        while self._errands:
            self._errands.popleft()()

    def _receive(self, connection: LanConnection) -> None:
        frame = connection.receive()
        self._heard_at = time.monotonic()
        self._asked_at = None
        if not self._answered:
            self._now_answers()
        if frame.refused:
            self._orders.refused()
        if frame.dps:
            self._known.update(frame.dps)
            self._on_report(frame.dps)
            self._orders.report(frame.dps)

    def _now_answers(self) -> None:
        self._answered = True
        expected = self._diagnosis.version
        self._diagnosis.answered(self._attempt)
        if self._diagnosis.version != expected:
            self._on_version(self._diagnosis.version)
        if self._cut_short < _CUT_SHORT:
            self._retry = self._timing.first_retry

    def _send(self, connection: LanConnection) -> None:
        for order in self._orders.unsent():
            for writes in order.frames():
                connection.write(writes)
            self._orders.sent(order, self._known, time.monotonic())
            self._expect_answer()

    def _ask(self, connection: LanConnection) -> None:
        """Ask for the status or a sign of life when due; give up on a connection gone silent."""
        now = time.monotonic()
        if self._asked_at is not None and now >= self._asked_at + self._timing.answer:
            raise UnreachableError if self._answered else SilentError
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
