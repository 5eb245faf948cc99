"""Which sensors are to be trusted: not one that is away for long, nor one that never rests."""

from collections import deque
from collections.abc import Callable
from datetime import datetime

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

from .core.assessment import Why
from .core.ports import Clock
from .core.trust import DEAD_AFTER, FLAPPING_REPORTS, TRUSTED_AGAIN_AFTER, flaps


class SensorTrust:
    """Judges sensors, by their keys, until `stop`."""

    def __init__(
        self, hass: HomeAssistant, clock: Clock, on_changed: Callable[[str, Why | None], None]
    ) -> None:
        """Trust them all.

        `on_changed` gets a sensor that is not trusted any more, and why, or again with `None`.
        """
        self._hass = hass
        self._clock = clock
        self._on_changed = on_changed
        self._reports: dict[str, deque[datetime]] = {}
        self._timers: dict[tuple[str, Why], CALLBACK_TYPE] = {}
        self.distrusted: dict[str, Why] = {}
        """By key, why a sensor is not trusted now."""

    @callback
    def stop(self) -> None:
        """Judge nothing any more."""
        for cancel in self._timers.values():
            cancel()
        self._timers = {}

    @callback
    def present(self, key: str) -> None:
        """Take in that a sensor says something."""
        self._cancel(key, Why.DEAD)
        if self.distrusted.get(key) is Why.DEAD:
            self._change(key, None)

    @callback
    def away(self, key: str) -> None:
        """Take in that it says nothing: for long, and it is dead."""
        if (key, Why.DEAD) not in self._timers and self.distrusted.get(key) is not Why.DEAD:
            self._later(key, Why.DEAD, DEAD_AFTER.total_seconds(), Why.DEAD)

    @callback
    def reported(self, key: str) -> None:
        """Take in that it tells of something: too often, and it flaps until it is quiet."""
        reports = self._reports.setdefault(key, deque(maxlen=FLAPPING_REPORTS))
        reports.append(self._clock.now())
        if not flaps(reports):
            return
        if self.distrusted.get(key) is not Why.FLAPPING:
            self._change(key, Why.FLAPPING)
        self._cancel(key, Why.FLAPPING)
        self._later(key, Why.FLAPPING, TRUSTED_AGAIN_AFTER.total_seconds(), None)

    def _change(self, key: str, why: Why | None) -> None:
        if why is None:
            self.distrusted.pop(key, None)
            self._reports.pop(key, None)
        else:
            self.distrusted[key] = why
        self._on_changed(key, why)

    def _later(self, key: str, about: Why, seconds: float, then: Why | None) -> None:
        @callback
        def due(_now: datetime) -> None:
            del self._timers[key, about]
            self._change(key, then)

        self._timers[key, about] = async_call_later(self._hass, seconds, due)

    def _cancel(self, key: str, about: Why) -> None:
        if (cancel := self._timers.pop((key, about), None)) is not None:
            cancel()
