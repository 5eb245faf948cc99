"""What every link does with what its device says: keep the newest report, and tell of it."""

from collections.abc import Callable
import logging
from typing import override

from .errors import DeviceError, JammedError, NoConfirmationError
from .model import Bolt, Device, DeviceReport, DeviceState, LockState
from .ports import Link

_LOGGER = logging.getLogger(__name__)

type Listener = Callable[[DeviceReport], None]


class ReportingLink(Link):
    """A link that publishes reports."""

    def __init__(self, device: Device, unknown: DeviceState) -> None:
        """Know the device, and of its state as much as `unknown` says."""
        self._device = device
        self._report = DeviceReport(
            device_id=device.id, state=unknown, reachable=False, seen_at=None
        )
        self._listeners: list[Listener] = []

    @property
    @override
    def device(self) -> Device:
        return self._device

    @property
    @override
    def report(self) -> DeviceReport:
        return self._report

    @override
    def subscribe(self, listener: Listener) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _publish(self, report: DeviceReport) -> None:
        self._report = report
        for listener in tuple(self._listeners):
            try:
                listener(report)
            except Exception:
                _LOGGER.exception("A listener to %s failed", self._device.name)

    def _unconfirmed(self) -> DeviceError:
        """Why a command that was sent was not confirmed."""
        state = self._report.state
        if isinstance(state, LockState) and state.bolt is Bolt.JAMMED:
            return JammedError()
        return NoConfirmationError()
