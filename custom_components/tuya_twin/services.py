"""The actions: protocols, drills, answers to an alarm, what is on record of it, and the watch."""

import asyncio
from collections.abc import Coroutine, Mapping
from functools import partial
from typing import Any, Final

from homeassistant.const import ATTR_AREA_ID, ATTR_DEVICE_ID, ATTR_ENTITY_ID
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.helpers import config_validation as cv
import probatio

from .action import HOUSEHOLD, Action, Fields, async_register, household_of
from .causes import async_cause
from .coordinator import HouseholdCoordinator
from .core import wire
from .core.facts import Answer
from .core.incidents import incident_record, incident_summary
from .core.model import Protocol
from .core.run import Cause, Run
from .core.wire import Payload
from .helpers import raise_for_failed, refusals, refused
from .targets import zone_of

ATTR_ZONE: Final = "zone"
ATTR_REASON: Final = "reason"
ATTR_EVIDENCE: Final = "evidence"
ATTR_INCIDENT_ID: Final = "incident_id"
ATTR_LIMIT: Final = "limit"
MOST_INCIDENTS: Final = 100

_WHY: Final[Fields] = {probatio.Optional(ATTR_REASON): cv.string}
_IDS: Final = probatio.All(probatio.EnsureList(), [cv.string])
_WHERE: Final[Fields] = {
    probatio.Optional(ATTR_ZONE): cv.string,
    probatio.Optional(ATTR_AREA_ID, default=list): _IDS,
    probatio.Optional(ATTR_DEVICE_ID, default=list): _IDS,
}
_SHOWN: Final[Fields] = {probatio.Optional(ATTR_EVIDENCE, default=list): cv.entity_ids}
_WHICH: Final[Fields] = {
    probatio.Optional(ATTR_INCIDENT_ID): cv.string,
    probatio.Optional(ATTR_LIMIT, default=10): probatio.All(
        probatio.Coerce(int), probatio.Range(min=1, max=MOST_INCIDENTS)
    ),
}


async def _async_execute(protocol: Protocol, call: ServiceCall) -> ServiceResponse:
    """Carry out the protocol; the response is the run, without one a failed device is an error."""
    household, zone = household_of(call), _zone(call)
    with refusals():
        work = household.response.execute(protocol, zone, await _async_cause(call))
        run = await _async_to_the_end(call, work)
    return _answered(call, run)


async def _async_drill(call: ServiceCall) -> ServiceResponse:
    """Try out the alarm; the response is the run, without one a failed device is an error."""
    household, zone = household_of(call), _zone(call)
    with refusals():
        work = household.response.drill(zone, await _async_cause(call))
        run = await _async_to_the_end(call, work)
    return _answered(call, run)


async def _async_answer(answer: Answer, call: ServiceCall) -> ServiceResponse:
    """Take the answer; what ends the alarm is answered by the green run, as a protocol is."""
    household = household_of(call)
    with refusals():
        work = household.response.answer(answer, await _async_cause(call))
        run = await _async_to_the_end(call, work)
    return None if run is None else _answered(call, run)


async def _async_get_incidents(call: ServiceCall) -> ServiceResponse:
    """The newest incidents in short, or all of one."""
    household = household_of(call)
    wanted = call.data.get(ATTR_INCIDENT_ID)
    if wanted is None:
        spans = await household.journal.incidents(limit=call.data[ATTR_LIMIT])
        records = [await _async_record(household, span.id) for span in spans]
        return {"incidents": [dict(incident_summary(record)) for record in records if record]}
    if (record := await _async_record(household, wanted)) is None:
        raise refused(key="unknown_incident", incident=wanted)
    return {"incident": record}


async def _async_bypass(call: ServiceCall) -> ServiceResponse:
    """Have one of the picked sensors not count in this watch."""
    household, entity_id = household_of(call), call.data[ATTR_ENTITY_ID]
    sensors = household.surveillance.senses.sensors.values()
    key = next((each.key for each in sensors if each.entity_id == entity_id), None)
    if key is None:
        raise refused(key="sensor_not_picked", sensor=entity_id)
    work = household.surveillance.watch_keeper.async_bypass(key, await _async_cause(call))
    await _async_to_the_end(call, work)
    return None


async def _async_record(household: HouseholdCoordinator, incident_id: str) -> Payload | None:
    facts = await household.journal.incident_facts(incident_id)
    return incident_record(incident_id, facts) if facts else None


ACTIONS: Final[Mapping[str, Action]] = {
    **{
        f"execute_{protocol}_protocol": Action(
            carry_out=partial(_async_execute, protocol),
            fields=_WHERE | _WHY | _SHOWN | HOUSEHOLD,
        )
        for protocol in Protocol
    },
    "run_drill": Action(carry_out=_async_drill, fields=_WHERE | _WHY | HOUSEHOLD),
    "acknowledge": Action(
        carry_out=partial(_async_answer, Answer.ACKNOWLEDGED),
        fields=_WHY | HOUSEHOLD,
        response=SupportsResponse.NONE,
    ),
    "report_false_alarm": Action(
        carry_out=partial(_async_answer, Answer.FALSE_ALARM), fields=_WHY | HOUSEHOLD
    ),
    "stand_down": Action(
        carry_out=partial(_async_answer, Answer.STOOD_DOWN), fields=_WHY | HOUSEHOLD
    ),
    "bypass_sensor": Action(
        carry_out=_async_bypass,
        fields={probatio.Required(ATTR_ENTITY_ID): cv.entity_id} | _WHY | HOUSEHOLD,
        response=SupportsResponse.NONE,
    ),
    "get_incidents": Action(
        carry_out=_async_get_incidents,
        fields=_WHICH | HOUSEHOLD,
        response=SupportsResponse.ONLY,
    ),
}


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register the actions; they find their household when they are called."""
    async_register(hass, ACTIONS)


def _zone(call: ServiceCall) -> str:
    return zone_of(
        call.hass,
        household_of(call).house,
        zone=call.data.get(ATTR_ZONE),
        areas=call.data[ATTR_AREA_ID],
        devices=call.data[ATTR_DEVICE_ID],
    )


async def _async_cause(call: ServiceCall) -> Cause:
    return await async_cause(
        call.hass, call.context, call.data.get(ATTR_REASON), call.data.get(ATTR_EVIDENCE, ())
    )


async def _async_to_the_end[T](call: ServiceCall, work: Coroutine[Any, Any, T]) -> T:
    """Do all of the work, also if the caller gives up, as an automation that restarts does."""
    return await asyncio.shield(call.hass.async_create_task(work))


def _answered(call: ServiceCall, run: Run) -> ServiceResponse:
    if call.return_response:
        return dict(wire.run_update(run))
    raise_for_failed(run)
    return None
