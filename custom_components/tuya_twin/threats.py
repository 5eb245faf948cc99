"""Signs become assessments, and these a status: the analyzer of one household at work."""

from collections import deque
from collections.abc import Mapping
from dataclasses import replace
import logging
from typing import Final

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.util import dt as dt_util

from .core.analysis import Analysis, Sensor
from .core.analyzer import Circumstances, analyze
from .core.assessment import Assessment, Why
from .core.facts import Assessed, Entry, EntryBegan, StatusUpdate
from .core.house import House, HouseUpdate
from .core.keeper import Spawn
from .core.memory import Memory, forget, recall
from .core.model import HOUSE, Protocol, Status
from .core.ports import Clock
from .core.response import Response
from .core.run import Cause, Evidence, Run
from .core.signs import Role, SensorEvent
from .core.verdict import ended_by_owner, not_over, raises
from .entry_delay import EntryDelay
from .threat_words import ThreatWords

_LOGGER = logging.getLogger(__name__)

AT_ONCE: Final = 10
"""So many signs of a burst are told to everybody before others have their turn."""


class ThreatAnalyzer:
    """Weighs every sign and has the house answer it, once it is started.

    Signs are weighed in the moment they come, and answered one after the other.
    """

    def __init__(  # noqa: PLR0913 - what it weighs by, and whom it tells
        self,
        hass: HomeAssistant,
        analysis: Analysis,
        response: Response,
        *,
        sensors: Mapping[str, Sensor],
        distrusted: Mapping[str, Why],
        clock: Clock,
        spawn: Spawn,
    ) -> None:
        """Know nothing of the past; `sensors` and `distrusted`, by `Sensor.entity`, may change."""
        self._analysis = analysis
        self._response = response
        self._chronicle = response.chronicle
        self._sensors = sensors
        self._distrusted = distrusted
        self._spawn = spawn
        self._words = ThreatWords(hass)
        self._entry = EntryDelay(
            hass,
            analysis.watching,
            response.chronicle,
            sensors=sensors,
            clock=clock,
            spawn=spawn,
            on_over=self._raise,
        )
        self._memory = Memory()
        self._found: deque[tuple[SensorEvent, Assessment]] = deque()
        self._facts: list[Entry] = []
        self._at_work = False

    @property
    def _house(self) -> House:
        return self._chronicle.house

    @callback
    def start(self) -> CALLBACK_TYPE:
        """Take up what a restart interrupted, and weigh what comes; returns the way out."""
        self._memory = recall(not_over(self._house))
        unsubscribe = self._chronicle.subscribe(self._happened)
        stop_waiting = self._entry.start()

        @callback
        def stop() -> None:
            unsubscribe()
            stop_waiting()

        return stop

    @callback
    def heard(self, event: SensorEvent) -> None:
        """Weigh a sign and see to what follows from it."""
        lookout = self._house.lookout
        around = Circumstances(
            analysis=self._analysis,
            sensors=self._sensors,
            watch=lookout.watch,
            local=dt_util.get_default_time_zone(),
            weights=lookout.weights,
            distrusted=self._distrusted,
        )
        self._memory, found = analyze(self._memory, event, around)
        self._found.append((event, found))
        if not self._at_work:
            self._at_work = True
            self._spawn(self._work(), "tuya_twin weighs signs")

    @callback
    def watch_ended(self, cause: Cause) -> None:
        """Take in that somebody who may has ended the watch: they know that it was them."""
        self._spawn(
            self._all_is_well(self._words.text("watch_ended"), cause), "tuya_twin ends an alarm"
        )

    def words(self, found: Assessment) -> list[str]:
        """Every reason of an assessment, in Home Assistant's language."""
        return self._words.grounds(found)

    # What happens to the house ----------------------------------------------------------------

    @callback
    def _happened(self, update: HouseUpdate) -> None:
        if isinstance(update, StatusUpdate) and update.status is Status.GREEN_SAFE:
            self._memory = forget(self._memory, *(() if update.zone == HOUSE else (update.zone,)))

    # One sign after the other -----------------------------------------------------------------

    async def _work(self) -> None:
        try:
            while self._found:
                try:
                    await self._answer(*self._found.popleft())
                    if not self._found or len(self._facts) >= AT_ONCE:
                        await self._record()
                except Exception:
                    _LOGGER.exception("A sign could not be answered")
        finally:
            self._at_work = False

    async def _answer(self, event: SensorEvent, found: Assessment) -> None:
        if event.role is Role.UNLOCK:
            self._facts.append(Assessed(assessment=found))
            await self._record()
            cause = Cause(origin="rules", evidence=_evidence(found))
            await self._all_is_well(self._words.reason(found), cause)
        elif self._entry.waits(event, found):
            self._facts += self._entry.facts(found)
            if isinstance(self._facts[-1], EntryBegan):
                await self._record()
        elif raises(self._house, found):
            await self._raise(found)
        elif found.counts or self._house.incident is not None:
            self._facts.append(Assessed(assessment=found))

    async def _raise(self, found: Assessment, *because: Entry) -> None:
        """Have the house answer; the devices are not waited for."""
        cause = Cause(
            origin="rules",
            reason=self._words.reason(found),
            evidence=_evidence(found),
            hazard=found.hazard,
        )
        await self._record()
        protocol = Protocol.for_status(found.status)
        await self._begin(protocol, found.zone, cause, Assessed(assessment=found), *because)

    async def _all_is_well(self, reason: str, cause: Cause) -> None:
        """End what the rules began, as far as the user wants; nobody is waited for any more."""
        standing = self._memory.standing.items()
        if calm := [zone for zone, found in standing if not found.hazard]:
            self._memory = forget(self._memory, *calm)
        await self._entry.async_end()
        cause = replace(cause, reason=reason)
        for zone in ended_by_owner(self._house, self._analysis.homecoming):
            await self._begin(Protocol.GREEN, zone, cause)

    async def _begin(self, protocol: Protocol, zone: str, cause: Cause, *because: Entry) -> None:
        run = await self._response.begin(protocol, zone, cause, *because)
        self._spawn(self._finish(run), "tuya_twin answers a sign")

    async def _finish(self, run: Run) -> None:
        await self._response.finish(run)

    async def _record(self) -> None:
        if facts := self._facts:
            self._facts = []
            await self._chronicle.record(*facts)


def _evidence(found: Assessment) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(source=event.entity_id, name=event.name, state=event.role.value, at=event.at)
        for event in found.events
    )
