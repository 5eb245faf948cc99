"""Registered screens have to show every red: whichever does not is the user's to see to."""

from datetime import datetime
import logging
from typing import Final

from homeassistant.core import CALLBACK_TYPE, callback
from homeassistant.helpers.event import async_call_later

from .coordinator import HouseholdCoordinator
from .core.facts import StatusUpdate
from .core.house import HouseUpdate
from .core.model import HOUSE, Status
from .viewer_tokens import ViewerTokens

_LOGGER = logging.getLogger(__name__)

SHOWN_WITHIN: Final = 5.0
"""Seconds that a screen has to say that it has shown a red."""


class KioskWatch:
    """Raises a Repair for each registered screen that was blind, until it has caught up."""

    def __init__(self, coordinator: HouseholdCoordinator, viewers: ViewerTokens) -> None:
        """Raise nothing yet."""
        self._coordinator = coordinator
        self._viewers = viewers
        self._blind: dict[str, StatusUpdate] = {}
        """What a screen has still to show, by its token."""
        self._timers: set[CALLBACK_TYPE] = set()

    @callback
    def start(self) -> CALLBACK_TYPE:
        """Watch from now on; returns the way out."""
        unsubscribe = self._coordinator.subscribe(self._happened)

        @callback
        def stop() -> None:
            unsubscribe()
            for cancel in self._timers:
                cancel()

        return stop

    @callback
    def _happened(self, update: HouseUpdate | None) -> None:
        self._look_again()
        if isinstance(update, StatusUpdate) and update.status is Status.RED_CRITICAL:
            self._expect(update)

    def _expect(self, update: StatusUpdate) -> None:
        @callback
        def due(_now: datetime) -> None:
            self._timers.discard(cancel)
            self._look_at(update)

        cancel = async_call_later(self._coordinator.hass, SHOWN_WITHIN, due)
        self._timers.add(cancel)

    def _look_at(self, update: StatusUpdate) -> None:
        for kiosk in self._viewers.kiosks(self._coordinator.entry.entry_id):
            concerned = update.zone == HOUSE or kiosk.zones is None or update.zone in kiosk.zones
            if not concerned or self._has_shown(kiosk.id, update):
                continue
            _LOGGER.warning("The screen %r did not show the alarm", kiosk.name)
            self._blind[kiosk.id] = update
            self._coordinator.issues.kiosk_blind(kiosk.id, kiosk.name, blind=True)

    def _look_again(self) -> None:
        if not self._blind:
            return
        registered = {kiosk.id for kiosk in self._viewers.kiosks(self._coordinator.entry.entry_id)}
        for kiosk, update in tuple(self._blind.items()):
            if kiosk not in registered or self._has_shown(kiosk, update):
                del self._blind[kiosk]
                self._coordinator.issues.kiosk_blind(kiosk, "", blind=False)

    def _has_shown(self, kiosk: str, update: StatusUpdate) -> bool:
        channel = self._coordinator.screens.channel
        return channel is not None and channel.has_shown(kiosk, update.epoch, update.seq)
