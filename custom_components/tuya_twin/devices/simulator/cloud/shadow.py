"""What a device has told the cloud, and what the cloud makes it do."""

from collections.abc import Callable, Sequence

from ....core.ports import Clock
from ..device import SimulatedDevice
from ..faults import Fault
from ..locks import SimulatedLock, SimulatedRelay
from ..points import DataPoints, InvalidPointError, Value
from ..sleepers import SimulatedBatteryLock, Sleeper
from . import points
from .account import Refusal

_UNPLUGGED = (Fault.OFFLINE, Fault.RESET)


class Shadow:
    """The last report of each data point, with its time.

    A value that was reported before is not reported again, and its time stays: "DPs with the same
    content are filtered by the SDK once they were reported" (Tuya's "DP WiFi", questions on data
    points of Wi-Fi devices). Commands go to the thing itself: its connection to the cloud is not
    the one that the LAN sees.
    """

    def __init__(self, device: SimulatedDevice, clock: Clock) -> None:
        """Know of nothing before `open`."""
        self._device = device
        self._clock = clock
        self._reported: dict[str, tuple[Value, int]] = {}
        self._forget: Callable[[], None] | None = None

    def open(self) -> None:
        """Hear of the device as it is, and of what changes."""
        self.look()
        self._forget = self._device.appliance.listen(self._hear)

    def close(self) -> None:
        """Listen to it no more."""
        if self._forget is not None:
            self._forget()
            self._forget = None

    @property
    def online(self) -> bool:
        """Whether the device is connected to the cloud."""
        appliance = self._device.appliance
        asleep = isinstance(appliance, Sleeper) and not appliance.awake
        return not asleep and self._device.fault not in _UNPLUGGED

    def look(self) -> None:
        """Hear of what commands over LAN have changed: nobody tells of that by itself.

        When exactly is not known, but for that it was before now.
        """
        if self.online:
            self._hear(self._device.appliance.status(), at=self._now() - 1)

    def properties(self) -> list[dict[str, object]]:
        """Every data point as it was last reported."""
        appliance = self._device.appliance
        return [
            {
                "code": (code := points.code_of(appliance, number)),
                "custom_name": "",
                "dp_id": int(number),
                "time": at,
                "value": points.to_cloud(code, value),
            }
            for number, (value, at) in self._reported.items()
        ]

    def command(self, commands: Sequence[tuple[object, object]]) -> None:
        """Have the device do something, or raise a `Refusal`."""
        self._check_online()
        appliance = self._device.appliance
        writes: dict[str, object] = {}
        for code, value in commands:
            if (number := points.number_of(appliance, code)) is None:
                raise Refusal(2008, "command or value not support")
            writes[number] = points.to_device(str(code), value, appliance.status(), number)
        if self._device.fault is Fault.DEAF:
            return
        try:
            self._hear(appliance.apply(writes))
        except InvalidPointError:
            raise Refusal(2008, "command or value not support") from None

    def operate(self, *, locked: bool) -> None:
        """Have a lock lock or unlock itself, or raise a `Refusal`."""
        self._check_online()
        if self._device.fault is Fault.DEAF:
            return
        match self._device.appliance:
            case SimulatedLock() as lock if locked:
                lock.apply({lock.DRIVE: True})
            case SimulatedLock() | SimulatedBatteryLock() as lock:
                lock.turn_by_hand(locked=locked)
            case SimulatedRelay() as relay if not locked:
                self._hear(relay.apply({relay.SWITCH: True}))
            case _:
                raise Refusal(1045, "remote unlocking is not supported")

    def _check_online(self) -> None:
        if not self.online:
            raise Refusal(2001, "device is offline")

    def _hear(self, told: DataPoints, at: int | None = None) -> None:
        when = self._now() if at is None else at
        for number, value in told.items():
            if number not in self._reported or self._reported[number][0] != value:
                self._reported[number] = value, when

    def _now(self) -> int:
        return round(self._clock.now().timestamp() * 1000)
