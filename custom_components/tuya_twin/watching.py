"""How the house is watched: by hand, or as an alarm panel, people, a schedule or a switch say."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import (
    CALLBACK_TYPE,
    Event,
    EventStateChangedData,
    HomeAssistant,
    callback,
)
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.event import async_track_point_in_utc_time

from .core.analysis import Watching
from .core.assessment import Bypassed, Watch
from .core.errors import StandsOpenError
from .core.facts import WatchChanged
from .core.following import PANEL, followed
from .core.keeper import Spawn
from .core.ports import Clock
from .core.response import Response
from .core.run import Cause
from .core.signs import OPENINGS, WatchMode
from .references import entity_ids_of
from .senses import SensedSensor, Senses

_ITSELF = Cause(origin="system")


class WatchKeeper:
    """Keeps one household's watch, from `start` to `stop`. Changes of it are on record."""

    def __init__(  # noqa: PLR0913 - what it keeps, by what, and who is told
        self,
        hass: HomeAssistant,
        watching: Watching,
        response: Response,
        senses: Senses,
        *,
        clock: Clock,
        spawn: Spawn,
        on_ended: Callable[[Cause], None],
    ) -> None:
        """Keep to what is on record; `on_ended` is told when somebody who may has ended a watch."""
        self._hass = hass
        self._watching = watching
        self._chronicle = response.chronicle
        self._senses = senses
        self._clock = clock
        self._spawn = spawn
        self._on_ended = on_ended
        self._changing = asyncio.Lock()
        self._left: CALLBACK_TYPE | None = None
        self._followed: frozenset[str] = frozenset()
        self._unsubscribe: list[CALLBACK_TYPE] = []

    @property
    def follows(self) -> tuple[str, ...]:
        """The entities that decide how the house is watched, as they are called now."""
        return tuple(entity_ids_of(er.async_get(self._hass), self._watching.follows))

    @property
    def watch(self) -> Watch:
        """How the house is watched now."""
        return self._chronicle.house.lookout.watch

    @callback
    def start(self) -> None:
        """Follow from now on, and what was asked for meanwhile."""
        if self._watching.follows:
            self._unsubscribe = [
                self._hass.bus.async_listen(
                    EVENT_STATE_CHANGED, self._changed, event_filter=self._concerns
                ),
                self._hass.bus.async_listen(er.EVENT_ENTITY_REGISTRY_UPDATED, self._renamed),
            ]
            self._renamed()
        self._await_leaving()

    @callback
    def stop(self) -> None:
        """Follow nothing any more; the watch stays as it is."""
        for unsubscribe in self._unsubscribe:
            unsubscribe()
        self._unsubscribe = []
        if self._left is not None:
            self._left()
            self._left = None

    async def async_set(self, mode: WatchMode, cause: Cause) -> None:
        """Watch the house like this from now on; on return that is on record.

        Raises `StandsOpenError` if something stands open and that is not to be passed over.
        """
        async with self._changing:
            await self._set(mode, cause, followed=self._asked_for() or self.watch.followed)

    async def async_bypass(self, sensor: str, cause: Cause) -> None:
        """Let a sensor, by `Sensor.entity`, not count in this watch. It has to be a picked one."""
        async with self._changing:
            watch, sensed = self.watch, self._senses.sensors[sensor]
            if not watch.is_bypassed(sensor):
                more = Bypassed(sensor=sensor, name=sensed.name, until_closed=False)
                await self._record(replace(watch, bypassed=(*watch.bypassed, more)), cause)

    @callback
    def closed(self, sensor: str) -> None:
        """Take in that something is closed: from now on it counts."""
        if any(each.sensor == sensor and each.until_closed for each in self.watch.bypassed):
            self._spawn(self._count_again(sensor), "tuya_twin watches what was closed")

    # Changes --------------------------------------------------------------------------------

    async def _set(self, mode: WatchMode, cause: Cause, *, followed: WatchMode | None) -> None:
        before, now = self.watch, self._clock.now()
        if mode is before.mode:
            if followed is not before.followed:
                await self._record(replace(before, followed=followed), cause)
            return
        watch = Watch(mode=mode, since=now, followed=followed)
        if mode is not WatchMode.OFF:
            opened = self._standing_open(mode)
            if opened and not self._watching.leave_open and cause.origin == "person":
                raise StandsOpenError(tuple(each.name for each in opened))
            watch = replace(watch, bypassed=opened, counts_from=self._counts_from(now))
        await self._record(watch, cause)
        self._await_leaving()
        if mode is WatchMode.OFF and self._is_by_somebody(cause):
            self._on_ended(cause)

    def _counts_from(self, now: datetime) -> datetime | None:
        """When people have left; an alarm panel that is followed has given them the time itself."""
        seconds = 0 if self._follows_panel() else self._watching.exit_seconds
        return now + timedelta(seconds=seconds) if seconds else None

    def _is_by_somebody(self, cause: Cause) -> bool:
        """Whether somebody has proven to live here: a phone that comes near is no proof."""
        return cause.origin == "person" or self._follows_panel()

    def _follows_panel(self) -> bool:
        return any(entity_id.startswith(f"{PANEL}.") for entity_id in self.follows)

    async def _record(self, watch: Watch, cause: Cause) -> None:
        await self._chronicle.record(WatchChanged(watch=watch, at=self._clock.now(), cause=cause))

    # What stands open -----------------------------------------------------------------------

    def _standing_open(self, mode: WatchMode) -> tuple[Bypassed, ...]:
        return tuple(
            Bypassed(sensor=sensed.key, name=sensed.name)
            for sensed in self._senses.sensors.values()
            if self._stands_open(sensed, mode)
        )

    def _stands_open(self, sensed: SensedSensor, mode: WatchMode) -> bool:
        return (
            sensed.sensor.role in OPENINGS
            and sensed.sensor.counts_in(mode)
            and self._senses.stands_open(sensed.key)
        )

    async def _count_again(self, sensor: str) -> None:
        async with self._changing:
            watch = self.watch
            kept = tuple(each for each in watch.bypassed if each.sensor != sensor)
            if kept != watch.bypassed:
                await self._record(replace(watch, bypassed=kept), _ITSELF)

    def _await_leaving(self) -> None:
        """What people left open when they went is passed over as well, and said so."""
        if self._left is not None:
            self._left()
            self._left = None
        until = self.watch.counts_from
        if until is None or until <= self._clock.now():
            return

        @callback
        def left(_now: datetime) -> None:
            self._left = None
            self._spawn(self._pass_over_open(), "tuya_twin passes over what was left open")

        self._left = async_track_point_in_utc_time(self._hass, left, until)

    async def _pass_over_open(self) -> None:
        async with self._changing:
            watch = self.watch
            more = tuple(
                each
                for each in self._standing_open(watch.mode)
                if not watch.is_bypassed(each.sensor)
            )
            if more:
                await self._record(replace(watch, bypassed=(*watch.bypassed, *more)), _ITSELF)

    # What is followed -----------------------------------------------------------------------

    def _asked_for(self) -> WatchMode | None:
        states = {
            entity_id: "" if state is None else state.state
            for entity_id in self.follows
            for state in (self._hass.states.get(entity_id),)
        }
        return followed(states, self._watching.mode)

    @callback
    def _concerns(self, data: EventStateChangedData) -> bool:
        return data["entity_id"] in self._followed

    @callback
    def _renamed(self, _event: Event[er.EventEntityRegistryUpdatedData] | None = None) -> None:
        self._followed = frozenset(self.follows)
        self._follow()

    @callback
    def _changed(self, _event: Event[EventStateChangedData]) -> None:
        self._follow()

    def _follow(self) -> None:
        """Do what is asked for, if that is something else than before.

        So a person may watch otherwise, also over a restart, until they ask for something new.
        """
        asked = self._asked_for()
        if asked is not None and asked is not self.watch.followed:
            self._spawn(self._obey(), "tuya_twin follows what decides the watch")

    async def _obey(self) -> None:
        async with self._changing:
            asked = self._asked_for()
            if asked is not None and asked is not self.watch.followed:
                names = (self._hass.states.get(entity_id) for entity_id in self.follows)
                name = ", ".join(state.name for state in names if state is not None)
                cause = Cause(origin="automation", reason=name)
                await self._set(asked, cause, followed=asked)
