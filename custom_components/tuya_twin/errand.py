"""One command to one entity, from its first call of a service to its proof."""

import asyncio
from collections.abc import Callable, Coroutine
import logging

from homeassistant.components.homeassistant import SERVICE_UPDATE_ENTITY
from homeassistant.const import ATTR_ASSUMED_STATE, ATTR_ENTITY_ID
from homeassistant.core import DOMAIN as HOMEASSISTANT, Context, HomeAssistant, State
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.entity_component import DATA_INSTANCES

from .core.errors import (
    DeviceError,
    JammedError,
    NoConfirmationError,
    RejectedError,
    UnsupportedError,
)
from .core.model import CheckCommand, Command
from .entity_states import ask_of, is_jammed
from .service_ask import ServiceAsk

_LOGGER = logging.getLogger(__name__)

QUIET_SECONDS = 0.25
"""An entity that reports by itself does so well within this; after it, it is asked."""
MOST_QUIET_SECONDS = 2.0

type Start = Callable[[Coroutine[None, None, None]], asyncio.Task[None]]
"""Starts a task that somebody else watches over."""


class Errand:
    """Sends the command each time the entity is there again, and waits for its proof.

    Proof is a state written after the command was sent. By their order, not by their times: a
    wall clock that is put right meanwhile loses none.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        command: Command,
        *,
        on_sent: Callable[[], None],
        start: Start,
        resumed: bool = False,
    ) -> None:
        """Know the command; nothing is sent before the entity is heard.

        What is `resumed` is sent once the entity, asked for its state, shows something else. One
        that cannot be asked is told at once.
        """
        self.done: asyncio.Future[None] = hass.loop.create_future()
        """Ends with nothing when it is proven, else with a `DeviceError`."""
        self._hass = hass
        self._command = command
        self._on_sent = on_sent
        self._start = start
        self._resumed = resumed
        self._context = Context()
        self._ask: ServiceAsk | None = None
        self._task: asyncio.Task[None] | None = None
        self._jammed_before = False

    @property
    def proven(self) -> bool:
        """Whether it ended well."""
        return self.done.done() and not self.done.cancelled() and self.done.exception() is None

    def hear(self, state: State) -> None:
        """Take in the entity's state: as it is at first, then each time it is written."""
        if self.done.done():
            return
        if self._ask is None:
            self._begin(state)
        else:
            self._judge(self._ask, state)

    def lose(self) -> None:
        """Note that the entity is gone: what was sent has to be sent again."""
        self._ask = None

    def end(self, error: DeviceError | None = None) -> None:
        """Stop what is under way; if it is still open, it ends with this error."""
        if error is not None:
            self._settle(error)
        if self._task is not None:
            self._task.cancel()

    def _begin(self, state: State) -> None:
        can_be_asked = self._can_be_asked(state.entity_id)
        try:
            ask = ask_of(self._command, state)
            if isinstance(self._command, CheckCommand) and not can_be_asked:
                raise UnsupportedError
        except DeviceError as error:
            self._settle(error)
            return
        self._ask = ask
        in_doubt = self._resumed and can_be_asked
        self._jammed_before = in_doubt or is_jammed(state)
        if self._task is not None:
            self._task.cancel()
        if in_doubt:
            self._task = self._start(self._carry_out_unless_done(ask, state.entity_id))
        else:
            self._on_sent()
            self._task = self._start(self._carry_out(ask, state.entity_id))

    async def _carry_out_unless_done(self, ask: ServiceAsk, entity_id: str) -> None:
        await self._ask_once(entity_id)
        if self._ask is ask and not self.done.done():
            self._resumed = False
            self._on_sent()
            await self._carry_out(ask, entity_id)

    def _judge(self, ask: ServiceAsk, state: State) -> None:
        if state.attributes.get(ATTR_ASSUMED_STATE):
            return
        if ask.shown_by(state):
            self._settle(None)
        elif not is_jammed(state):
            self._jammed_before = False
        elif not self._jammed_before:
            self._settle(JammedError())

    async def _carry_out(self, ask: ServiceAsk, entity_id: str) -> None:
        domain = ask.domain or entity_id.partition(".")[0]
        try:
            await self._call(domain, ask.service, {ATTR_ENTITY_ID: entity_id, **ask.data})
        except Exception as error:  # noqa: BLE001 - anything an integration may raise
            # A call that failed because the entity is gone is made again when it is back.
            if self._ask is ask and not self.done.done():
                _LOGGER.warning("%s refuses %s: %s", entity_id, ask.service, _words_of(error))
                self._settle(RejectedError())
            return
        state = self._hass.states.get(entity_id)
        if self._ask is ask and state is not None and state.attributes.get(ATTR_ASSUMED_STATE):
            self._settle(NoConfirmationError())
        await self._ask_until_proven(ask, entity_id)

    async def _ask_until_proven(self, ask: ServiceAsk, entity_id: str) -> None:
        quiet = QUIET_SECONDS
        while True:
            await asyncio.sleep(quiet)
            if self._ask is not ask or self.done.done() or not self._can_be_asked(entity_id):
                return
            await self._ask_once(entity_id)
            quiet = min(MOST_QUIET_SECONDS, quiet * 2)

    async def _ask_once(self, entity_id: str) -> None:
        try:
            await self._call(HOMEASSISTANT, SERVICE_UPDATE_ENTITY, {ATTR_ENTITY_ID: entity_id})
        except Exception as error:  # noqa: BLE001 - anything an integration may raise
            _LOGGER.debug("%s was asked in vain: %s", entity_id, _words_of(error))

    def _can_be_asked(self, entity_id: str) -> bool:
        """Whether the entity has a way to ask its device.

        Without one, Home Assistant answers a request for an update by writing once more what the
        entity believes, which proves nothing.
        """
        component = self._hass.data.get(DATA_INSTANCES, {}).get(entity_id.partition(".")[0])
        entity = None if component is None else component.get_entity(entity_id)
        return hasattr(entity, "async_update") or hasattr(entity, "update")

    async def _call(self, domain: str, service: str, data: dict[str, object]) -> None:
        await self._hass.services.async_call(
            domain, service, data, blocking=True, context=self._context
        )

    def _settle(self, error: DeviceError | None) -> None:
        if self.done.done():
            return
        if error is None:
            self.done.set_result(None)
        else:
            self.done.set_exception(error)


def _words_of(error: Exception) -> str:
    """What may be logged: errors not meant for people can quote an address with its secrets."""
    return str(error) if isinstance(error, HomeAssistantError) else type(error).__name__
