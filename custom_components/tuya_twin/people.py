"""The people of the house: told of an alarm until one of them answers."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from datetime import datetime, timedelta
import logging
from typing import Any

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.event import async_track_point_in_utc_time
from homeassistant.helpers.start import async_at_started

from .answers import PhoneAnswers
from .core.course import NEVER, Course
from .core.escalation import Call, Concern, concern, due_call
from .core.facts import Answered, PeopleTold, RunStarted, SirenSilent
from .core.house import House, HouseUpdate
from .core.keeper import Spawn
from .core.model import Device
from .core.policy import Tell
from .core.ports import Clock
from .core.response import Response
from .phones import Phones, Urgency
from .stuck import StuckSirens
from .telling import Telling, Voice, Wall
from .words import Story, Words

_LOGGER = logging.getLogger(__name__)

BOOT = timedelta(seconds=30)
"""How long those are waited for whom Home Assistant has still to set up."""
LEAVING_SECONDS = 1.0
"""What is on its way to somebody may arrive before the household is unloaded."""

_URGENCIES = {Tell.CRITICALLY: Urgency.CRITICAL, Tell.QUIETLY: Urgency.ORDINARY}


class PeopleCaller:
    """Tells people of one household's alarms, from `start` to `async_stop`.

    A call goes out when the run is over, or its deadline. All that happens later changes what was
    told: the same notification says so. The first answer clears it everywhere, and everybody but
    the user who answered gets an ordinary word of who it was.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        response: Response,
        *,
        clock: Clock,
        spawn: Spawn,
    ) -> None:
        """Tell nobody yet."""
        self._hass = hass
        self._chronicle = response.chronicle
        self._policy = response.settings.policy
        self._people = response.settings.people
        self._clock = clock
        self._spawn = spawn
        self._words = Words(hass)
        voice = Voice(
            phones=Phones(hass),
            words=self._words,
            wall=Wall(hass, used=self._people.persistent),
            do=self._do,
        )
        self._voice = voice
        self._answers = PhoneAnswers(hass, response, self._do)
        self._stuck = StuckSirens(self._house, self._people, voice)
        self._telling: Telling | None = None
        self._course = Course(self._house, self._policy, clock.now())
        self._earliest = clock.now() + BOOT
        """Nobody is called before."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._timer: Callable[[], None] | None = None
        self._unsubscribe: list[Callable[[], None]] = []

    @property
    def _house(self) -> House:
        return self._chronicle.house

    @callback
    def start(self) -> None:
        """Take up a call that a restart interrupted, and tell of alarms from now on."""
        self._follow()
        self._take_up()
        self._unsubscribe = [
            self._chronicle.subscribe(self._heard),
            self._answers.start(),
            async_at_started(self._hass, self._booted),
        ]

    async def async_stop(self) -> None:
        """Tell nobody any more; what was told stays on the phones."""
        for unsubscribe in self._unsubscribe:
            unsubscribe()
        self._unsubscribe = []
        self._cancel_timer()
        self._stuck.stop()
        self._telling = None
        tasks = tuple(self._tasks)
        if tasks:
            await asyncio.wait(tasks, timeout=LEAVING_SECONDS)
        # A call that is cut off is not on record, and is made again by the next start.
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    @callback
    def siren_stuck(self, device: Device, *, stuck: bool) -> None:
        """Tell that a siren will not be silent, or is at last."""
        if stuck:
            self._stuck.tell(device)
        else:
            self._stuck.silent_at_last(device)

    # What happens ---------------------------------------------------------------------------

    @callback
    def _booted(self, _hass: HomeAssistant) -> None:
        self._earliest = NEVER
        self._look()

    @callback
    def _heard(self, update: HouseUpdate) -> None:
        if isinstance(update, RunStarted):
            self._follow()
        news = self._course.heard(self._house, update)
        if isinstance(update, SirenSilent):
            self._stuck.clear(update.device_id)
        elif isinstance(update, Answered):
            self._answered(update)
            self._look()
        elif news:
            self._look()

    def _follow(self) -> None:
        """Keep to the incident that is open."""
        incident = self._house.incident
        if self._telling is not None and (
            incident is None or incident.id != self._telling.incident_id
        ):
            self._over(self._telling)
            self._telling = None
        if incident is not None and self._telling is None:
            self._telling = Telling(incident, self._voice)

    def _take_up(self) -> None:
        incident, wanted = self._house.incident, concern(self._house, self._policy)
        if incident is None or wanted is None or self._telling is None:
            return
        if incident.told and incident.answered is None:
            self._telling.take_up(self._story(wanted))

    def _answered(self, update: Answered) -> None:
        wanted = concern(self._house, self._policy)
        telling = self._telling
        if wanted is None or telling is None or update.incident_id != telling.incident_id:
            return
        story = self._words.answer(self._house, wanted, update.answer, update.cause)
        telling.answered(update.answer, story, update.cause.user_id)

    def _over(self, telling: Telling) -> None:
        run = self._house.run
        aloud = run is not None and self._policy.level(run.zone, run.status).tell is not Tell.NOBODY
        story = self._words.over(self._house, None if run is None else run.cause)
        telling.over(story, aloud=aloud)

    # What is due ----------------------------------------------------------------------------

    @callback
    def _look(self, _now: datetime | None = None) -> None:
        """Do what is due, and come back when the next is."""
        self._cancel_timer()
        telling, incident = self._telling, self._house.incident
        if telling is None or incident is None:
            return
        wanted = concern(self._house, self._policy)
        if wanted is None:
            self._over(telling)
            return
        now = self._clock.now()
        first, settled = self._course.settled(self._house)
        moments = [settled]
        call = None if telling.calling else due_call(incident, self._people, wanted)
        if call is not None:
            due = max(call.at, self._earliest, first if call.number <= 0 else NEVER)
            moments.append(due)
            if due <= now:
                self._call(telling, call, wanted)
        if settled <= now:
            telling.update(self._story(wanted), _URGENCIES[wanted.tell])
        coming = [moment for moment in moments if moment > now]
        if coming:
            self._timer = async_track_point_in_utc_time(self._hass, self._look, min(coming))

    def _story(self, wanted: Concern) -> Story:
        return self._words.alarm(self._house, wanted, self._course.standing(self._house))

    def _call(self, telling: Telling, call: Call, wanted: Concern) -> None:
        telling.calling = True
        told = PeopleTold(
            incident_id=telling.incident_id,
            at=self._clock.now(),
            call=call.number,
            targets=call.targets,
        )
        calling = telling.call(call.targets, self._story(wanted), _URGENCIES[wanted.tell])
        self._do(self._record(telling, told, calling), "tuya_twin calls people")

    async def _record(
        self, telling: Telling, told: PeopleTold, calling: Awaitable[tuple[str, ...]]
    ) -> None:
        told = replace(told, failed=await calling)
        try:
            await self._chronicle.record(told)
        except Exception:
            # People have to be called all the same, and in order.
            _LOGGER.exception("A call to people could not be recorded")
            self._chronicle.note(told)
        telling.calling = False
        self._look()

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer()
            self._timer = None

    def _do(self, coroutine: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[None]:
        task = self._spawn(coroutine, name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
