"""What may be shown to whoever helps: everything but what opens a device or names it."""

from collections import Counter
from typing import Any

from homeassistant.components.diagnostics import async_redact_data
from homeassistant.const import (
    CONF_CLIENT_ID,
    CONF_DEVICE_ID,
    CONF_ENTITY_ID,
    CONF_HOST,
    CONF_NAME,
)
from homeassistant.core import HomeAssistant

from .const import CONF_LOCAL_KEY, CONF_SECRET, CONF_STAND_INS, CONF_USER_ID
from .coordinator import HouseholdCoordinator, TuyaTwinConfigEntry
from .core import wire
from .core.house import House
from .core.journal import Journal
from .core.model import HOUSE
from .core.run import Alarm, Run
from .core.trust import FULL_WEIGHT
from .members import Member
from .tuya_account import TuyaAccount

_TO_REDACT = {
    "bus",
    "certificate",
    "code",
    "device",
    CONF_CLIENT_ID,
    CONF_DEVICE_ID,
    CONF_ENTITY_ID,
    CONF_HOST,
    CONF_LOCAL_KEY,
    CONF_NAME,
    CONF_SECRET,
    CONF_STAND_INS,
    CONF_USER_ID,
    "cameras",
    "changed_by",
    "entity",
    "follows",
    "group",
    "id",
    "key",
    "origins",
    "people",
    "title",
}


async def async_get_config_entry_diagnostics(
    _hass: HomeAssistant, entry: TuyaTwinConfigEntry
) -> dict[str, Any]:
    """A household: its devices, how each is reached, its last run, its cloud account's use."""
    coordinator = entry.runtime_data
    told = {
        "data": dict(entry.data),
        "options": dict(entry.options),
        "devices": [_device(member) for member in coordinator.members.values()],
        "run": _run(coordinator.house.run),
        "incident": _incident(coordinator.house),
        "alarms": [_alarm(alarm) for alarm in coordinator.house.alarms.values()],
        "not_ready": {
            zone: [gap.gap for gap in coordinator.gaps(zone)]
            for zone in (HOUSE, *(zone.id for zone in coordinator.house.zones))
        },
        "record": _record(coordinator.journal),
        "screens": coordinator.connected_client_count,
        "analysis": _analysis(coordinator),
        "cloud": _cloud(coordinator.account),
    }
    return async_redact_data(told, _TO_REDACT)


def _device(member: Member) -> dict[str, Any]:
    report = wire.device_update(member.device, member.report)
    link = member.lan
    return {
        **report,
        "settings": dict(member.subentry.data),
        "profile": None if link is None else link.profile.as_dict(),
        "ways": ["lan" if link else "entity"] + (["cloud"] if member.cloud else []),
        "stood_in_by": len(member.stand_ins),
    }


def _run(run: Run | None) -> dict[str, Any] | None:
    if run is None:
        return None
    return {
        "protocol": run.protocol,
        "started_at": wire.moment(run.started_at),
        "steps": [
            {
                "kind": step.device.kind,
                "result": step.result,
                "reason": step.reason,
                "path": step.path,
                "ms": step.ms,
            }
            for step in run.steps
        ],
    }


def _incident(house: House) -> dict[str, Any] | None:
    incident = house.incident
    if incident is None:
        return None
    return {
        "since": wire.moment(incident.since),
        "status": incident.status,
        "told": len(incident.told),
        "answer": None if incident.answered is None else incident.answered.answer,
    }


def _alarm(alarm: Alarm) -> dict[str, Any]:
    return {
        "since": wire.moment(alarm.since),
        "until": wire.moment(alarm.until),
        "armed_until": None if alarm.armed_until is None else wire.moment(alarm.armed_until),
        "over": alarm.over,
        "capped": alarm.capped,
        "silenced": alarm.silenced,
    }


def _analysis(coordinator: HouseholdCoordinator) -> dict[str, Any]:
    lookout = coordinator.house.lookout
    return {
        "watch": lookout.watch.mode,
        "bypassed": len(lookout.watch.bypassed),
        "sensors": len(coordinator.surveillance.senses.sensors),
        "distrusted": dict(Counter(coordinator.surveillance.senses.distrusted.values())),
        "found": dict(Counter(found.status for found in lookout.assessments.values())),
        "second_opinion": coordinator.reviewer.state,
        "ai_calls_today": coordinator.reviewer.calls_today,
        "lessened": sum(weight < FULL_WEIGHT for weight in lookout.weights.values()),
    }


def _record(journal: Journal) -> dict[str, Any]:
    trouble = journal.trouble
    return {
        "epoch": journal.epoch,
        "seq": journal.seq,
        "trouble": None if trouble is None else type(trouble).__name__,
        "recovered": journal.recovery is not None,
    }


def _cloud(account: TuyaAccount | None) -> dict[str, Any] | None:
    if account is None:
        return None
    ended = account.client.ended
    return {
        "calls": dict(account.budget.as_dict()),
        "ended": None if ended is None else ended.code,
    }
