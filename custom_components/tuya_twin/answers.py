"""The buttons of a notification: what people answer to an alarm on their phones."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from homeassistant.core import Event, HomeAssistant, callback

from .causes import async_cause
from .core.errors import UnknownIncidentError
from .core.facts import Answer
from .core.keeper import Spawn
from .core.response import Response

EVENT: Final = "mobile_app_notification_action"
"""What the companion app fires when a button is pressed; its `action` says which."""

_ENDINGS: Final = {
    Answer.ACKNOWLEDGED: "ACK",
    Answer.FALSE_ALARM: "FALSE",
    Answer.STOOD_DOWN: "STAND_DOWN",
}


def button_id(incident_id: str, answer: Answer) -> str:
    """Which button it is: the app tells every household of every button."""
    return f"TUYA_TWIN_{incident_id}_{_ENDINGS[answer]}"


class PhoneAnswers:
    """Takes the answers to the open incident of one household."""

    def __init__(self, hass: HomeAssistant, response: Response, spawn: Spawn) -> None:
        """Listen to nobody yet; `spawn` starts what carries an answer out."""
        self._hass = hass
        self._response = response
        self._spawn = spawn

    @callback
    def start(self) -> Callable[[], None]:
        """Listen; returns the way out."""
        return self._hass.bus.async_listen(EVENT, self._pressed)

    @callback
    def _pressed(self, event: Event[dict[str, Any]]) -> None:
        incident = self._response.house.incident
        if incident is None:
            return
        for answer in Answer:
            if event.data.get("action") == button_id(incident.id, answer):
                self._spawn(self._answer(answer, incident.id, event), "tuya_twin takes an answer")

    async def _answer(self, answer: Answer, incident_id: str, event: Event[dict[str, Any]]) -> None:
        cause = await async_cause(self._hass, event.context)
        incident = self._response.house.incident
        if incident is None or incident.id != incident_id:
            return
        if answer is Answer.ACKNOWLEDGED and incident.answered is not None:
            return
        with suppress(UnknownIncidentError):
            # Whoever pressed it, a hand did.
            await self._response.answer(answer, replace(cause, origin="person"))
