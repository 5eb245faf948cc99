"""What happens to a household, as events on Home Assistant's bus, with the one who caused it.

Each event has `config_entry_id`, `type`, the `zone` with its `name`, and, where they are known,
`by` and `reason`: who, and the words given with the call. `entity_id` is the status of the zone and
`device_id` its device in Home Assistant, so that the logbook shows the event there as well; of the
watch, `entity_id` is the entity by which it is changed.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Final

from homeassistant.const import ATTR_CONFIG_ENTRY_ID, ATTR_DEVICE_ID, ATTR_ENTITY_ID, Platform
from homeassistant.core import CALLBACK_TYPE, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er

from .const import DOMAIN
from .coordinator import HouseholdCoordinator
from .core.assessment import Bypassed, Watch
from .core.facts import (
    Answer,
    Answered,
    CodeRefused,
    RunStarted,
    StatusUpdate,
    StepEnded,
    WatchChanged,
)
from .core.house import House, HouseUpdate
from .core.incident import Incident
from .core.model import HOUSE, Status
from .core.run import Cause, Result, Run
from .household_entity import WATCHING, context_of, identifier, name_of, unique_id
from .household_sensors import StatusSensor

EVENT_RUN: Final = f"{DOMAIN}_run"
"""With `protocol`, `status`, `run_id`, `drill`, and how many devices were `confirmed` or `skipped`;
`failed` has the names of those that failed, `reasons` why, in the same order."""
EVENT_INCIDENT: Final = f"{DOMAIN}_incident"
"""With the `status` of the house, `incident_id`, and for codes `device`, a name, and `until`."""
EVENT_WATCHING: Final = f"{DOMAIN}_watching"
"""With the `mode` of the watch, `counts_from`, and `bypassed`, names of sensors that do not count;
of those that were bypassed later, only these."""


class RunEvent(StrEnum):
    """What a run does."""

    STARTED = "run_started"
    FINISHED = "run_finished"
    """Every device has proven that it did its part."""
    FAILED = "run_failed"
    """It is over, and some device did not do its part."""
    DRILL_FINISHED = "drill_finished"


class IncidentEvent(StrEnum):
    """What happens in an incident, or at a door."""

    STARTED = "started"
    ESCALATED = "escalated"
    """It rose to red."""
    ACKNOWLEDGED = Answer.ACKNOWLEDGED.value
    FALSE_ALARM = Answer.FALSE_ALARM.value
    STOOD_DOWN = Answer.STOOD_DOWN.value
    ENDED = "ended"
    CODE_REFUSED = "code_refused"
    LOCKED_OUT = "locked_out"


class WatchEvent(StrEnum):
    """What becomes of the watch."""

    CHANGED = "watching_changed"
    BYPASSED = "sensor_bypassed"
    """A sensor does not count in this watch."""


class Announcer:
    """Tells of one household from `start` on, until the way out that it returns.

    What was under way before is not told again; how it ends is. So it starts before the household.
    """

    def __init__(self, coordinator: HouseholdCoordinator) -> None:
        """Tell of nothing yet."""
        self._coordinator = coordinator
        self._hass = coordinator.hass
        self._entry_id = coordinator.entry.entry_id
        self._runs: dict[str, Run] = {}
        self._incident: Incident | None = None
        self._watch = Watch()
        self._knows_before = False

    @callback
    def start(self) -> CALLBACK_TYPE:
        """Tell of everything that happens from now on."""
        return self._coordinator.subscribe(self._happened)

    def _take_up(self, before: House) -> None:
        self._knows_before = True
        self._runs = dict(before.open_runs)
        self._incident = before.incident
        self._watch = before.lookout.watch

    @callback
    def _happened(self, update: HouseUpdate | None) -> None:
        if not self._knows_before:
            self._take_up(self._coordinator.restored)
        match update:
            case RunStarted(run=run):
                self._tell_of_run(RunEvent.STARTED, run)
                self._goes_on(run)
            case StepEnded(run_id=run_id, step=step) if run_id in self._runs:
                self._goes_on(self._runs[run_id].with_step(step))
            case StatusUpdate():
                self._status_changed(update)
            case Answered(answer=answer, cause=cause):
                self._tell_of_incident(IncidentEvent(answer.value), HOUSE, cause)
            case CodeRefused():
                self._code_refused(update)
            case WatchChanged():
                self._watch_changed(update)

    def _goes_on(self, run: Run) -> None:
        if not run.finished:
            self._runs[run.id] = run
            return
        self._runs.pop(run.id, None)
        if run.drill:
            self._tell_of_run(RunEvent.DRILL_FINISHED, run)
        else:
            self._tell_of_run(RunEvent.FAILED if run.failed else RunEvent.FINISHED, run)

    def _status_changed(self, update: StatusUpdate) -> None:
        before, now = self._incident, self._coordinator.house.incident
        if now is None and before is not None:
            self._tell_of_incident(IncidentEvent.ENDED, update.zone, update.cause)
        self._incident = now
        if now is None:
            return
        if before is None:
            self._tell_of_incident(IncidentEvent.STARTED, update.zone, update.cause)
        elif _is_red(now.current) and not _is_red(before.current):
            self._tell_of_incident(IncidentEvent.ESCALATED, update.zone, update.cause)

    def _code_refused(self, update: CodeRefused) -> None:
        device = self._coordinator.house.device(update.device_id)
        until = update.locked_out_until
        self._tell_of_incident(
            IncidentEvent.CODE_REFUSED if until is None else IncidentEvent.LOCKED_OUT,
            HOUSE if device is None else device.zone,
            update.cause,
            device=None if device is None else device.name,
            until=None if until is None else until.isoformat(),
        )

    def _watch_changed(self, update: WatchChanged) -> None:
        before, self._watch = self._watch, update.watch
        if update.watch.mode is not before.mode:
            self._tell_of_watch(WatchEvent.CHANGED, update, update.watch.bypassed)
        elif more := [
            each for each in update.watch.bypassed if not before.is_bypassed(each.sensor)
        ]:
            self._tell_of_watch(WatchEvent.BYPASSED, update, more)

    def _tell_of_watch(
        self, event: WatchEvent, update: WatchChanged, bypassed: Iterable[Bypassed]
    ) -> None:
        counts_from = update.watch.counts_from
        told = {
            "mode": update.watch.mode.value,
            "counts_from": None if counts_from is None else counts_from.isoformat(),
            "bypassed": [each.name for each in bypassed],
            ATTR_ENTITY_ID: self._entity_id(Platform.SELECT, HOUSE, WATCHING),
        }
        self._fire(EVENT_WATCHING, event, HOUSE, update.cause, told)

    def _tell_of_run(self, event: RunEvent, run: Run) -> None:
        results = [step.result for step in run.steps]
        told = {
            "protocol": run.protocol.value,
            "status": run.status.value.lower(),
            "run_id": run.id,
            "drill": run.drill,
            "confirmed": results.count(Result.CONFIRMED),
            "skipped": results.count(Result.SKIPPED),
            "failed": [step.device.name for step in run.failed],
            "reasons": [None if step.reason is None else step.reason.value for step in run.failed],
        }
        self._fire(EVENT_RUN, event, run.zone, run.cause, told)

    def _tell_of_incident(
        self, event: IncidentEvent, zone: str, cause: Cause | None, **more: str | None
    ) -> None:
        incident = self._incident
        told = {
            "status": self._coordinator.house.shown(HOUSE).value.lower(),
            "incident_id": None if incident is None else incident.id,
            **more,
        }
        self._fire(EVENT_INCIDENT, event, zone, cause, told)

    def _fire(
        self,
        event_type: str,
        event: RunEvent | IncidentEvent | WatchEvent,
        zone: str,
        cause: Cause | None,
        told: Mapping[str, Any],
    ) -> None:
        device = dr.async_get(self._hass).async_get_device_by_identifier(
            identifier(self._entry_id, zone), self._entry_id
        )
        data = {
            ATTR_CONFIG_ENTRY_ID: self._entry_id,
            ATTR_DEVICE_ID: None if device is None else device.id,
            ATTR_ENTITY_ID: self._entity_id(Platform.SENSOR, zone, StatusSensor.key),
            "type": event.value,
            "zone": zone,
            "name": name_of(self._coordinator.house, zone),
            "by": None if cause is None else cause.name or cause.origin,
            "reason": None if cause is None else cause.reason,
            **told,
        }
        self._hass.bus.async_fire(event_type, data, context=context_of(cause))

    def _entity_id(self, platform: Platform, zone: str, key: str) -> str | None:
        return er.async_get(self._hass).async_get_entity_id(
            platform, DOMAIN, unique_id(self._entry_id, zone, key)
        )


def _is_red(status: Status) -> bool:
    return status is Status.RED_CRITICAL
