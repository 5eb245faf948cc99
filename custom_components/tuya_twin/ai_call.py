"""One call to an AI: it ends in time, and nothing that goes wrong in it goes any further."""

import asyncio
from collections.abc import Coroutine
import logging
from typing import Any, Final

from homeassistant.core import HomeAssistant

from .ai_provider import Provider, ask
from .core.opinion import NO_ANSWER, Question

_LOGGER = logging.getLogger(__name__)

HARD_END: Final = 60.0
"""Seconds after which no answer is waited for any more."""


class AiCalls:
    """The calls of one household that are under way, until `stop`."""

    def __init__(self, hass: HomeAssistant) -> None:
        """There is none yet."""
        self._hass = hass
        self._under_way: set[asyncio.Task[object]] = set()
        self._stopped = False

    async def answer(self, asked: Question, provider: Provider, camera: str) -> object:
        """The answer as it came, or `NO_ANSWER`. Never raises for the provider."""
        if self._stopped:
            return NO_ANSWER
        # In a task of its own: a provider that cannot be cancelled holds nobody up.
        call = self._hass.async_create_background_task(
            _harmless(ask(self._hass, provider, asked, camera)), "tuya_twin asks an AI"
        )
        self._under_way.add(call)
        call.add_done_callback(self._under_way.discard)
        try:
            await asyncio.wait({call}, timeout=HARD_END)
        finally:
            call.cancel()
        return NO_ANSWER if not call.done() or call.cancelled() else call.result()

    def stop(self) -> None:
        """End what is under way, without an answer, and let nothing more begin."""
        self._stopped = True
        for call in self._under_way:
            call.cancel()


async def _harmless(asking: Coroutine[Any, Any, object]) -> object:
    """What was answered, or `NO_ANSWER` whatever goes wrong."""
    try:
        return await asking
    except asyncio.CancelledError:
        raise
    except BaseException as error:  # noqa: BLE001 - some libraries raise what is no Exception
        # Not its words: they may hold a key, or be taken for an opinion.
        _LOGGER.warning("The second opinion failed: %s", type(error).__name__)
        return NO_ANSWER
