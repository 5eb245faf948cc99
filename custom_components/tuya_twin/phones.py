"""Those who can be told, by whatever Home Assistant reaches them with."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
import logging
from typing import Any, Final

from homeassistant.components.notify.const import (
    ATTR_DATA,
    ATTR_MESSAGE,
    ATTR_TITLE,
    DOMAIN as NOTIFY,
    SERVICE_SEND_MESSAGE,
    NotifyEntityFeature,
)
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import ATTR_ENTITY_ID, STATE_UNAVAILABLE, EntityStateAttribute
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.util import slugify

_LOGGER = logging.getLogger(__name__)

SEND_SECONDS = 10.0
"""How long a notifier may take; an alarm waits for none."""

MOBILE_APP: Final = "mobile_app"
_PANEL: Final = "/tuya-twin"
_CLEAR: Final = "clear_notification"


class Urgency(Enum):
    """How a message makes itself heard."""

    CRITICAL = auto()
    """Through silent mode and do not disturb."""
    ORDINARY = auto()
    SILENT = auto()
    """Only seen."""


@dataclass(frozen=True, kw_only=True)
class Button:
    """An answer that a message offers."""

    id: str
    title: str
    locked: bool
    """Whether the phone has to be unlocked for it."""


@dataclass(frozen=True, kw_only=True)
class Message:
    """Something to be told; one with the same `tag` takes the place of the one before."""

    tag: str
    title: str
    text: str
    urgency: Urgency = Urgency.ORDINARY
    buttons: tuple[Button, ...] = ()


class _AwayError(Exception):
    """An entity that takes messages is not available."""


class Phones:
    """Tells targets of `settings.People`; each gets everything in order, and waits for none."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Nobody is looked for before there is something to tell."""
        self._hass = hass
        self._turns: dict[str, asyncio.Lock] = {}
        self._failing: set[str] = set()

    async def tell(self, targets: Iterable[str], message: Message) -> tuple[str, ...]:
        """Tell all of them at once; returns those who could not be told. Never raises."""
        targets = tuple(targets)
        told = await asyncio.gather(*(self._tell(target, message) for target in targets))
        return tuple(target for target, done in zip(targets, told, strict=True) if not done)

    async def clear(self, targets: Iterable[str], tag: str) -> None:
        """Take a message back from those phones that can do that. Never raises."""
        cleared = {ATTR_MESSAGE: _CLEAR, ATTR_DATA: {"tag": tag}}
        phones = [target for target in targets if self.can_clear(target)]
        await asyncio.gather(*(self._send(target, cleared) for target in phones))

    def can_clear(self, target: str) -> bool:
        """Whether a message to this target can be taken back."""
        return _is_app(self._notifier(target))

    def owner(self, target: str) -> str | None:
        """The id of the user whose phone a target is; `None` if that is not known."""
        notifier = self._notifier(target)
        for phone in self._hass.config_entries.async_entries(MOBILE_APP):
            if _service_of(phone) == notifier:
                owner: str | None = phone.data.get("user_id")
                return owner
        return None

    async def _tell(self, target: str, message: Message) -> bool:
        data: dict[str, Any] = {ATTR_MESSAGE: message.text, ATTR_TITLE: message.title}
        if self.can_clear(target):
            data[ATTR_DATA] = _app_data(message)
        return await self._send(target, data)

    async def _send(self, target: str, data: dict[str, Any]) -> bool:
        # In order: what takes a message back must not overtake it.
        async with self._turns.setdefault(target, asyncio.Lock()):
            try:
                async with asyncio.timeout(SEND_SECONDS):
                    await self._call(target, data)
            except Exception as error:  # noqa: BLE001 - a notifier may raise anything
                self._note_failure(target, error)
                return False
        self._failing.discard(target)
        return True

    async def _call(self, target: str, data: dict[str, Any]) -> None:
        notifier = self._notifier(target)
        if notifier is None:
            notifier = SERVICE_SEND_MESSAGE
            data = {ATTR_ENTITY_ID: target, **self._as_entity_takes_it(target, data)}
        await self._hass.services.async_call(NOTIFY, notifier, data, blocking=True)

    def _as_entity_takes_it(self, target: str, data: dict[str, Any]) -> dict[str, Any]:
        """Raises `_AwayError` for one that is not there: the action would be silent."""
        state = self._hass.states.get(target)
        if state is None or state.state == STATE_UNAVAILABLE:
            raise _AwayError
        features = state.attributes.get(EntityStateAttribute.SUPPORTED_FEATURES, 0)
        if NotifyEntityFeature.TITLE in NotifyEntityFeature(features):
            return data
        return {ATTR_MESSAGE: f"{data[ATTR_TITLE]}\n{data[ATTR_MESSAGE]}"}

    def _notifier(self, target: str) -> str | None:
        """The action that reaches a target; `None` for an entity that takes messages itself.

        The entity of a phone takes neither buttons nor a tag; the action of the same phone does.
        """
        known = er.async_get(self._hass).async_get(target)
        if known is not None and known.platform == MOBILE_APP and known.config_entry_id:
            phone = self._hass.config_entries.async_get_entry(known.config_entry_id)
            name = None if phone is None else _service_of(phone)
            return name if name and self._hass.services.has_service(NOTIFY, name) else None
        if known is not None or self._hass.states.get(target) is not None:
            return None
        return target.removeprefix(f"{NOTIFY}.")

    def _note_failure(self, target: str, error: Exception) -> None:
        if target not in self._failing:
            self._failing.add(target)
            # The error's own words may hold an address with a token in it.
            _LOGGER.warning("%s could not be told: %s", target, type(error).__name__)


def _is_app(notifier: str | None) -> bool:
    return notifier is not None and notifier.startswith(f"{MOBILE_APP}_")


def _service_of(phone: ConfigEntry[Any]) -> str:
    """The name that the companion app's integration gives to the action of a phone."""
    return slugify(f"{MOBILE_APP}_{phone.data.get('device_name', '')}")


def _app_data(message: Message) -> dict[str, Any]:
    """What the companion app takes beside the words; each system leaves out what is not its own."""
    data: dict[str, Any] = {"tag": message.tag, "url": _PANEL, "clickAction": _PANEL}
    if message.buttons:
        data["actions"] = [
            {"action": button.id, "title": button.title, "authenticationRequired": button.locked}
            for button in message.buttons
        ]
    match message.urgency:
        case Urgency.CRITICAL:
            sound = {"name": "default", "critical": 1, "volume": 1.0}
            data |= {"ttl": 0, "priority": "high", "channel": "alarm_stream"}
            data["push"] = {"sound": sound, "interruption-level": "critical"}
        case Urgency.SILENT:
            data["alert_once"] = True
            data["push"] = {"sound": "none", "interruption-level": "passive"}
    return data
