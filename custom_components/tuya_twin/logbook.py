"""Runs, incidents and the watch as sentences in the logbook, after the name of who they are of.

Home Assistant adds by itself who or what caused them.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from homeassistant.components.logbook.const import (
    LOGBOOK_ENTRY_ENTITY_ID,
    LOGBOOK_ENTRY_MESSAGE,
    LOGBOOK_ENTRY_NAME,
)
from homeassistant.components.logbook.models import LazyEventPartialState
from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from .announcer import EVENT_INCIDENT, EVENT_RUN, EVENT_WATCHING, RunEvent, WatchEvent
from .const import DOMAIN
from .core.model import Reason
from .core.verdict import OF_THE_RULES
from .words import translated

type Data = Mapping[str, Any]
type Described = dict[str, Any]
type Describe = Callable[[LazyEventPartialState], Described]


@callback
def async_describe_events(
    hass: HomeAssistant, async_describe_event: Callable[[str, str, Describe], None]
) -> None:
    """Tell the logbook how to put them."""
    async_describe_event(DOMAIN, EVENT_RUN, partial(_run, hass))
    async_describe_event(DOMAIN, EVENT_INCIDENT, partial(_incident, hass))
    async_describe_event(DOMAIN, EVENT_WATCHING, partial(_watching, hass))


@callback
def _run(hass: HomeAssistant, event: LazyEventPartialState) -> Described:
    data = event.data
    text = partial(_text, hass)
    which = "drill" if data["drill"] else "run"
    protocol = text(f"common.logbook_{data['protocol']}")
    if data["type"] == RunEvent.STARTED:
        return _entry(
            data, data["name"], text(f"common.logbook_{which}_started", protocol=protocol)
        )
    confirmed, failed = data["confirmed"], data["failed"]
    told = [
        text(
            f"common.logbook_{which}_finished",
            protocol=protocol,
            confirmed=str(confirmed),
            all=str(confirmed + len(failed)),
        )
    ]
    if data["skipped"]:
        told.append(text("common.logbook_skipped", count=str(data["skipped"])))
    told += [
        text(f"exceptions.device_{reason or Reason.INTERNAL}.message", device=device)
        for device, reason in zip(failed, data["reasons"], strict=True)
    ]
    return _entry(data, data["name"], " ".join(told))


@callback
def _incident(hass: HomeAssistant, event: LazyEventPartialState) -> Described:
    data = event.data
    until = dt_util.parse_datetime(data.get("until") or "")
    message = _text(
        hass,
        f"common.logbook_{data['type']}",
        colour=_text(hass, f"common.logbook_{data['status'].partition('_')[0]}"),
        until="" if until is None else f"{dt_util.as_local(until):%H:%M}",
    )
    reason = data.get("reason")
    if reason and data.get("by") in OF_THE_RULES:
        because = _text(hass, "common.logbook_because", reason=reason.rstrip("."))
        message = f"{message} {because}"
    return _entry(data, data.get("device") or data["name"], message)


@callback
def _watching(hass: HomeAssistant, event: LazyEventPartialState) -> Described:
    data = event.data
    told = []
    if data["type"] == WatchEvent.CHANGED:
        told.append(_text(hass, f"common.logbook_watching_{data['mode']}"))
    if data["bypassed"]:
        names = ", ".join(data["bypassed"])
        told.append(_text(hass, "common.logbook_bypassed", names=names))
    return _entry(data, data["name"], " ".join(told))


def _entry(data: Data, name: str, message: str) -> Described:
    return {
        LOGBOOK_ENTRY_NAME: name,
        LOGBOOK_ENTRY_MESSAGE: message,
        LOGBOOK_ENTRY_ENTITY_ID: data[ATTR_ENTITY_ID],
    }


def _text(hass: HomeAssistant, key: str, **values: str) -> str:
    return translated(hass, *key.split(".", 1), **values)
