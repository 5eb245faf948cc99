"""Things on batteries, which are in the Wi-Fi for about a minute after somebody touched them."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import ClassVar, override

from ...core.model import DeviceKind
from .appliance import Appliance, CallLater
from .points import DataPoints, Domain, InvalidPointError, Value, flag

type SleepListener = Callable[[], None]


class Sleeper(Appliance):
    """An appliance that sleeps unless somebody has just touched it."""

    def __init__(self, call_later: CallLater | None = None, *, awake_seconds: float = 60.0) -> None:
        """Asleep; once touched it is awake for so many seconds."""
        super().__init__(call_later)
        self._awake_seconds = awake_seconds
        self._awake = False
        self._sleep_listeners: list[SleepListener] = []

    @property
    def awake(self) -> bool:
        """Whether it is in the Wi-Fi."""
        return self._awake

    def wake(self) -> None:
        """Press its button: it is awake for a while from now on."""
        self._schedule(self._awake_seconds, self.fall_asleep)
        self._become(awake=True)

    def fall_asleep(self) -> None:
        """Sleep at once."""
        self._cancel()
        self._become(awake=False)

    def listen_to_sleep(self, listener: SleepListener) -> Callable[[], None]:
        """Tell whenever it wakes or falls asleep; returns the way out."""
        self._sleep_listeners.append(listener)
        return lambda: self._sleep_listeners.remove(listener)

    @override
    def power_off(self) -> None:
        """Take the batteries out."""
        super().power_off()
        self._become(awake=False)

    @override
    def power_on(self) -> None:
        """Put batteries in: it wakes."""
        super().power_on()
        self.wake()

    @override
    def _act(self, written: DataPoints) -> None:
        """Do nothing later: the only thing to wait for is sleep."""

    def _become(self, *, awake: bool) -> None:
        before, self._awake = self._awake, awake
        if before is not awake:
            for listener in tuple(self._sleep_listeners):
                listener()


class Record(StrEnum):
    """The data points by which a lock tells how it was opened; the value is the member's number."""

    FINGERPRINT = "12"
    PASSWORD = "13"  # noqa: S105 - a data point
    DYNAMIC_PASSWORD = "14"  # noqa: S105 - a data point
    CARD = "15"
    KEY = "16"
    BLUETOOTH = "19"
    TEMPORARY_PASSWORD = "55"  # noqa: S105 - a data point
    PHONE = "62"
    VOICE = "63"


class SimulatedBatteryLock(Sleeper):
    """A lock on batteries: it tells who opened it, and nobody can command it."""

    COMMAND, UNLOCKED = "46", "47"

    kind = DeviceKind.LOCK
    model = "lock_battery"
    writable: ClassVar[Mapping[str, Domain]] = {COMMAND: flag}
    when_new: ClassVar[Mapping[str, Value]] = {UNLOCKED: False}

    def open_by(self, record: Record, member: int) -> None:
        """A person opens it, which wakes it.

        Raises:
            InvalidPointError: no member has a number below 0.
        """
        if member < 0:
            raise InvalidPointError(member)
        self.wake()
        opened: DataPoints = {record.value: member, self.UNLOCKED: True}
        self._store(opened)
        # Whoever opens it twice is told of twice.
        self._tell(opened)

    def turn_by_hand(self, *, locked: bool) -> None:
        """Turn the thumb turn, which wakes it."""
        self.wake()
        self._report({self.UNLOCKED: not locked})
