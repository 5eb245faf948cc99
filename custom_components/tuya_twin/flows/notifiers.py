"""Who can be told of an alarm: what Home Assistant has to notify people with."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from homeassistant.components.notify.const import (
    DOMAIN as NOTIFY,
    SERVICE_NOTIFY,
    SERVICE_PERSISTENT_NOTIFICATION,
    SERVICE_SEND_MESSAGE,
)
from homeassistant.core import HomeAssistant, callback, split_entity_id, valid_entity_id
from homeassistant.helpers.selector import SelectOptionDict, SelectSelector

from .checks import Errors
from .option_fields import named

_NOBODY = {SERVICE_NOTIFY, SERVICE_PERSISTENT_NOTIFICATION, SERVICE_SEND_MESSAGE}
"""Actions that tell whom they are told to, or anybody: none of them is a person."""


@callback
def targets_selector(hass: HomeAssistant, chosen: Iterable[str]) -> SelectSelector:
    """Everybody who can be told now, and those who were chosen before and are gone."""
    names = {target: target for target in chosen} | dict(_found(hass))
    return named(
        (SelectOptionDict(value=target, label=name) for target, name in names.items()),
        several=True,
    )


def target_mistakes(answers: Mapping[str, Any], *fields: str) -> Errors:
    """Which of these fields name somebody who could never be told."""
    return {
        field: "not_a_notifier"
        for field in fields
        if not all(map(_could_tell, answers.get(field, ())))
    }


def _could_tell(target: str) -> bool:
    return valid_entity_id(target) and split_entity_id(target)[0] == NOTIFY


def _found(hass: HomeAssistant) -> Iterator[tuple[str, str]]:
    """By what they are told with, and by their names; an entity knows its own."""
    for service in hass.services.async_services_for_domain(NOTIFY):
        if service not in _NOBODY:
            yield f"{NOTIFY}.{service}", service.replace("_", " ").capitalize()
    for state in hass.states.async_all(NOTIFY):
        yield state.entity_id, state.name
