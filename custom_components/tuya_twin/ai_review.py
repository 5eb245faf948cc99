"""The second opinion: an AI is asked once about an incident, and never waited for."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
import logging
from typing import Final

from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later, async_track_time_change
from homeassistant.helpers.start import async_at_started

from .ai_budget import CountAsked, DailyBudget
from .ai_call import AiCalls
from .ai_provider import AI_TASK, Provider, find_provider
from .core.analysis import Review, ReviewMode
from .core.assessment import Assessment
from .core.facts import Assessed, OpinionAsked, OpinionFate, OpinionGiven
from .core.house import House, HouseUpdate
from .core.keeper import Spawn
from .core.model import Protocol
from .core.opinion import (
    MOVES,
    Question,
    is_worth_asking,
    outcome,
    question,
    still_stands,
)
from .core.ports import Clock
from .core.response import Response
from .core.run import Cause

_LOGGER = logging.getLogger(__name__)

COALESCE_SECONDS: Final = 1.0
"""Signs that come within so long of the first go into one question."""
LEAVING_SECONDS: Final = 1.0
"""What is being recorded may be finished before the household is unloaded."""


class ReviewState(StrEnum):
    """How the second opinion is doing."""

    OFF = "off"
    NO_PROVIDER = "no_provider"
    """There is no AI that could be asked: rules alone decide."""
    READY = "ready"
    ASKING = "asking"
    BUDGET_SPENT = "budget_spent"
    """Rules alone decide until midnight."""
    FAILING = "failing"
    """The last question had no answer."""


@dataclass(frozen=True, kw_only=True)
class _Window:
    """The signs of an incident that go into one question."""

    incident_id: str
    drop: Callable[[], None]
    """Ends it before its time."""
    found: list[Assessment] = field(default_factory=list)


class _OvertakenError(Exception):
    """The house is not as it was asked about any more."""


class Reviewer:
    """Asks about the incidents of one household, from `async_start` to `async_stop`.

    Rules have acted before anything is asked, and nothing ever waits for an answer. One that
    comes in time and fits the bounds may move its zone by one level; every one is on record.
    """

    def __init__(  # noqa: PLR0913 - what it looks at, what it may do, and its surroundings
        self,
        hass: HomeAssistant,
        response: Response,
        review: Review,
        *,
        count_asked: CountAsked,
        clock: Clock,
        spawn: Spawn,
    ) -> None:
        """Ask nothing yet."""
        self._hass = hass
        self._response = response
        self._review = review
        self._clock = clock
        self._spawn = spawn
        self._budget = DailyBudget(review.calls_a_day, count_asked=count_asked, clock=clock)
        self._window: _Window | None = None
        self._open: dict[str, OpinionAsked] = {}
        """By incident id, the questions of which nothing is on record yet."""
        self._reviews: dict[str, asyncio.Task[None]] = {}
        """By incident id."""
        self._calls = AiCalls(hass)
        self._failing = False
        self._listeners: list[Callable[[], None]] = []
        self._unsubscribe: list[Callable[[], None]] = []

    @property
    def state(self) -> ReviewState:
        """How it is doing."""
        if self._review.mode is ReviewMode.OFF:
            return ReviewState.OFF
        if self._open:
            return ReviewState.ASKING
        if find_provider(self._hass, self._review.entity) is None:
            return ReviewState.NO_PROVIDER
        if self._budget.is_spent:
            return ReviewState.BUDGET_SPENT
        return ReviewState.FAILING if self._failing else ReviewState.READY

    @property
    def calls_today(self) -> int:
        """How often an AI was asked since midnight."""
        return self._budget.calls_today

    @callback
    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call the listener when the state or the number of calls may have changed."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def async_start(self) -> None:
        """Look at incidents from now on, unless it is off."""
        if self._review.mode is ReviewMode.OFF:
            return
        await self._budget.refresh()
        await self._give_up_what_was_asked_before()
        self._unsubscribe = [
            self._response.chronicle.subscribe(self._happened),
            self._hass.bus.async_listen(
                EVENT_STATE_CHANGED, self._changed, event_filter=_is_ai_task
            ),
            async_track_time_change(self._hass, self._changed, hour=0, minute=0, second=0),
            async_at_started(self._hass, self._changed),
        ]

    async def async_stop(self) -> None:
        """Ask nothing any more; a question that is open has failed. Leaves no task behind."""
        for unsubscribe in self._unsubscribe:
            unsubscribe()
        self._unsubscribe = []
        self._drop_window()
        self._calls.stop()
        reviews = tuple(self._reviews.values())
        if reviews:
            # Each of them still puts on record what came of it.
            await asyncio.wait(reviews, timeout=LEAVING_SECONDS)
        for review in reviews:
            review.cancel()
        await asyncio.gather(*reviews, return_exceptions=True)

    # What happens ---------------------------------------------------------------------------

    @property
    def _house(self) -> House:
        return self._response.house

    @callback
    def _happened(self, update: HouseUpdate) -> None:
        match update:
            case Assessed(assessment=found):
                self._consider(found)
            case OpinionAsked():
                self._open[update.incident_id] = update
                self._changed()
            case OpinionGiven():
                self._open.pop(update.incident_id, None)
                self._failing = update.fate is OpinionFate.FAILED
                self._changed()

    def _consider(self, found: Assessment) -> None:
        incident = self._house.incident
        if incident is None or not is_worth_asking(found):
            return
        asked = self._house.lookout.asked
        if incident.id in self._reviews or (asked is not None and asked.incident_id == incident.id):
            return
        if self._window is None or self._window.incident_id != incident.id:
            self._drop_window()
            drop = async_call_later(self._hass, COALESCE_SECONDS, self._ask)
            self._window = _Window(incident_id=incident.id, drop=drop)
        self._window.found.append(found)

    def _drop_window(self) -> None:
        if self._window is not None:
            self._window.drop()
            self._window = None

    @callback
    def _ask(self, _now: datetime) -> None:
        """Put the question of all signs so far, if there is anybody to ask."""
        window, self._window = self._window, None
        house = self._house
        if window is None or house.incident is None or house.incident.id != window.incident_id:
            return
        provider = find_provider(self._hass, self._review.entity)
        if provider is None:
            return
        asked = question(window.incident_id, window.found, house)
        task = self._spawn(self._review_it(asked, provider), "tuya_twin has a second opinion")
        self._reviews[window.incident_id] = task
        task.add_done_callback(lambda _task: self._reviews.pop(window.incident_id))

    @callback
    def _changed(self, _what: object = None) -> None:
        for listener in tuple(self._listeners):
            listener()

    # One question ---------------------------------------------------------------------------

    async def _review_it(self, asked: Question, provider: Provider) -> None:
        at = await self._budget.take()
        if at is None:
            _LOGGER.info("No AI is asked any more today: rules alone decide")
            self._changed()
            return
        chronicle = self._response.chronicle
        # Before the call: whatever becomes of it, it is one of this day's.
        await chronicle.record(OpinionAsked(incident_id=asked.incident_id, zone=asked.zone, at=at))
        began = self._clock.monotonic()
        camera = self._review.cameras.get(asked.zone, "")
        answer = await self._calls.answer(asked, provider, camera)
        seconds = self._clock.monotonic() - began
        given = outcome(asked, answer, self._review.mode, seconds=seconds, at=self._clock.now())
        if given.fate not in MOVES or not await self._move(asked, provider, given):
            fate = OpinionFate.NOTED if given.fate in MOVES else given.fate
            await chronicle.record(replace(given, fate=fate))

    async def _move(self, asked: Question, provider: Provider, given: OpinionGiven) -> bool:
        """Have the zone in the status that the opinion wants; whether that was still possible."""
        assert given.status is not None  # noqa: S101 - as it moves something
        cause = Cause(origin="ai", name=provider.name, reason=given.summary or None)

        def require(house: House) -> None:
            if not still_stands(house, asked, given.fate):
                raise _OvertakenError

        protocol = Protocol.for_status(given.status)
        try:
            run = await self._response.begin(protocol, asked.zone, cause, given, require=require)
        except _OvertakenError:
            return False
        await self._response.finish(run)
        return True

    async def _give_up_what_was_asked_before(self) -> None:
        """Put on record that a question was cut off by a restart."""
        lookout = self._house.lookout
        asked, known = lookout.asked, lookout.opinion
        if asked is None or (known is not None and known.incident_id == asked.incident_id):
            return
        now = self._clock.now()
        await self._response.chronicle.record(
            OpinionGiven(
                incident_id=asked.incident_id,
                zone=asked.zone,
                at=now,
                fate=OpinionFate.FAILED,
                seconds=max(0.0, (now - asked.at).total_seconds()),
            )
        )


@callback
def _is_ai_task(data: EventStateChangedData) -> bool:
    return data["entity_id"].startswith(f"{AI_TASK}.")
