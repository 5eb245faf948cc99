"""A warning that the rules gave ends by itself once it has been calm for long enough."""

from collections.abc import Iterator
from datetime import datetime

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_track_point_in_utc_time

from .core.analysis import Analysis
from .core.facts import Assessed, StatusUpdate
from .core.house import House, HouseUpdate
from .core.keeper import Spawn
from .core.model import Protocol
from .core.ports import Clock
from .core.response import Response
from .core.run import Cause
from .core.verdict import calm_at
from .threat_words import ThreatWords


class Calm:
    """Ends warnings of one household, once it is started."""

    def __init__(
        self,
        hass: HomeAssistant,
        analysis: Analysis,
        response: Response,
        *,
        clock: Clock,
        spawn: Spawn,
    ) -> None:
        """End nothing yet."""
        self._hass = hass
        self._analysis = analysis
        self._response = response
        self._clock = clock
        self._spawn = spawn
        self._words = ThreatWords(hass)
        self._ending: set[str] = set()
        self._timer: CALLBACK_TYPE | None = None

    @property
    def _house(self) -> House:
        return self._response.house

    @callback
    def start(self) -> CALLBACK_TYPE:
        """Take up what is open, and look from now on, until the way out that this returns."""
        unsubscribe = self._response.chronicle.subscribe(self._happened)
        self._look()

        @callback
        def stop() -> None:
            unsubscribe()
            self._cancel()

        return stop

    @callback
    def _happened(self, update: HouseUpdate) -> None:
        if isinstance(update, StatusUpdate | Assessed):
            self._look()

    @callback
    def _look(self, _now: datetime | None = None) -> None:
        """End what is due, and come back when the next is."""
        self._cancel()
        now = self._clock.now()
        moments = []
        for zone, moment in self._moments():
            if moment > now:
                moments.append(moment)
            elif zone not in self._ending:
                self._ending.add(zone)
                self._spawn(self._end(zone), "tuya_twin ends a warning")
        if moments:
            self._timer = async_track_point_in_utc_time(self._hass, self._look, min(moments))

    def _moments(self) -> Iterator[tuple[str, datetime]]:
        for zone in self._house.own:
            found = self._house.lookout.assessments.get(zone)
            last = None if found is None else found.at
            if (moment := calm_at(self._house, self._analysis, zone, last)) is not None:
                yield zone, moment

    async def _end(self, zone: str) -> None:
        seconds = self._analysis.rules_of(zone).calm_seconds
        reason = self._words.text("calm", seconds=str(seconds))
        try:
            await self._response.execute(Protocol.GREEN, zone, Cause(origin="rules", reason=reason))
        finally:
            self._ending.discard(zone)

    def _cancel(self) -> None:
        if self._timer is not None:
            self._timer()
            self._timer = None
