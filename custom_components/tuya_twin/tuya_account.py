"""The household's account of Tuya's cloud: its client, its calls on disk, its troubles told."""

from collections.abc import Callable
import logging
from typing import Any

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.storage import Store

from .const import DOMAIN
from .core.errors import CloudError
from .core.ports import Clock
from .devices.cloud import CallBudget, CloudAccount, CloudClient

_LOGGER = logging.getLogger(__name__)
_SAVE_SECONDS = 30.0
"""Counts may lose this much to a power cut."""


def _store(hass: HomeAssistant, entry_id: str) -> Store[dict[str, Any]]:
    return Store(hass, 1, f"{DOMAIN}.{entry_id}.cloud_calls")


class TuyaAccount:
    """One account, from `async_start` to `async_stop`."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry_id: str,
        account: CloudAccount,
        *,
        clock: Clock,
        on_outcome: Callable[[CloudError | None], None],
    ) -> None:
        """`on_outcome` is told of every call whether it went well; nothing is called yet."""
        self.budget = CallBudget(clock)
        self.called = False
        """Whether there was a call since the household was set up."""
        self.trouble: CloudError | None = None
        """Why the last call failed; `None` if it went well."""
        self._on_outcome = on_outcome
        self._listeners: list[Callable[[], None]] = []
        self.client = CloudClient(
            async_get_clientsession(hass),
            account,
            clock=clock,
            budget=self.budget,
            on_outcome=self._called,
        )
        self._store = _store(hass, entry_id)
        self._unsubscribe: Callable[[], None] | None = None

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call the listener after every call; returns the way out."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @callback
    def _called(self, trouble: CloudError | None) -> None:
        self.called, self.trouble = True, trouble
        # One call that goes well does not cure another that is not made any more.
        if trouble is not None or not self.client.refuses:
            self._on_outcome(trouble)
        for listener in tuple(self._listeners):
            listener()

    async def async_start(self) -> None:
        """Go on counting where it was left."""
        saved = await self._store.async_load()
        try:
            if saved is not None:
                self.budget.restore(saved)
        except ValueError:
            _LOGGER.warning("The stored number of calls to Tuya's cloud is damaged; starting at 0")
        self._unsubscribe = self.budget.subscribe(self._save_later)

    async def async_stop(self) -> None:
        """Write the counts down; harmless if it was stopped before."""
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
            await self._store.async_save(dict(self.budget.as_dict()))

    @callback
    def _save_later(self) -> None:
        self._store.async_delay_save(lambda: dict(self.budget.as_dict()), _SAVE_SECONDS)


async def async_forget_account(hass: HomeAssistant, entry_id: str) -> None:
    """Leave nothing of a household's account on disk."""
    await _store(hass, entry_id).async_remove()
