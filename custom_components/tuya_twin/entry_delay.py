"""Somebody comes in: for a while they may say that they live here, also over a restart."""

from collections.abc import Awaitable, Mapping
from datetime import datetime, timedelta
from typing import Protocol as Shape

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_track_point_in_utc_time

from .core.analysis import Sensor, Watching
from .core.assessment import Assessment
from .core.chronicle import Chronicle
from .core.facts import Assessed, Entry, EntryBegan, EntryEnded, WatchChanged
from .core.house import House, HouseUpdate
from .core.keeper import Spawn
from .core.model import Status
from .core.ports import Clock
from .core.signs import EVERYDAY, SensorEvent, WatchMode
from .core.verdict import raises


class OnOver(Shape):
    """What is done once nobody has said that they live here."""

    def __call__(self, found: Assessment, /, *because: Entry) -> Awaitable[None]:
        """Answer the worst that was found; `because` is recorded with it."""
        ...


class EntryDelay:
    """Waits for whoever came in, once it is started."""

    def __init__(  # noqa: PLR0913 - what it waits for, and whom it tells
        self,
        hass: HomeAssistant,
        watching: Watching,
        chronicle: Chronicle,
        *,
        sensors: Mapping[str, Sensor],
        clock: Clock,
        spawn: Spawn,
        on_over: OnOver,
    ) -> None:
        """Wait for nobody yet."""
        self._hass = hass
        self._seconds = watching.entry_seconds
        self._chronicle = chronicle
        self._sensors = sensors
        self._clock = clock
        self._spawn = spawn
        self._on_over = on_over
        self._timer: CALLBACK_TYPE | None = None

    @property
    def _house(self) -> House:
        return self._chronicle.house

    @callback
    def start(self) -> CALLBACK_TYPE:
        """Take up what a restart interrupted, and wait from now on; returns the way out."""
        unsubscribe = self._chronicle.subscribe(self._happened)
        self._await_end()

        @callback
        def stop() -> None:
            unsubscribe()
            self._cancel()

        return stop

    def waits(self, event: SensorEvent, found: Assessment) -> bool:
        """Whether what was found is not to be answered yet.

        It may be somebody who lives here: they open a door, and then walk through the house.
        """
        sensor = self._sensors.get(event.sensor)
        if event.role not in EVERYDAY or (sensor is not None and sensor.always):
            return False
        if not raises(self._house, found):
            return False
        if self._house.lookout.entry is not None:
            return True
        return bool(self._seconds) and sensor is not None and sensor.waits

    def facts(self, found: Assessment) -> list[Entry]:
        """What is to be recorded of something that is not answered yet."""
        now, held = self._clock.now(), self._house.lookout.entry
        assessed = Assessed(assessment=found)
        if held is None:
            until = now + timedelta(seconds=self._seconds)
            return [assessed, EntryBegan(assessment=found, at=now, until=until)]
        worse = found.status.severity > held.assessment.status.severity
        longer = EntryBegan(assessment=found, at=held.at, until=held.until)
        return [assessed, longer] if worse else [assessed]

    async def async_end(self) -> None:
        """Wait for nobody any more: they have said that they live here."""
        if self._house.lookout.entry is not None:
            await self._chronicle.record(EntryEnded(at=self._clock.now()))

    @callback
    def _happened(self, update: HouseUpdate) -> None:
        match update:
            case WatchChanged(watch=watch) if watch.mode is WatchMode.OFF:
                self._spawn(self.async_end(), "tuya_twin ends an entry delay")
            case EntryBegan() | EntryEnded():
                self._await_end()

    def _await_end(self) -> None:
        self._cancel()
        if (entry := self._house.lookout.entry) is None:
            return

        @callback
        def over(_now: datetime) -> None:
            self._timer = None
            self._spawn(self._over(entry), "tuya_twin has waited for long enough")

        if entry.until <= (now := self._clock.now()):
            over(now)
            return
        self._timer = async_track_point_in_utc_time(self._hass, over, entry.until)

    async def _over(self, entry: EntryBegan) -> None:
        if self._house.lookout.entry is None:
            return
        ended, found = EntryEnded(at=self._clock.now()), entry.assessment
        if found.status is not Status.GREEN_SAFE and raises(self._house, found):
            await self._on_over(found, ended)
        else:
            await self._chronicle.record(ended)

    def _cancel(self) -> None:
        if self._timer is not None:
            self._timer()
            self._timer = None
