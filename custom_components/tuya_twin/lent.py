"""A light, siren, switch or lock of another integration, lent to the household as a device."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import replace
import logging
from typing import override

from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import (
    Event,
    EventStateChangedData,
    EventStateReportedData,
    HomeAssistant,
    State,
    callback,
    valid_entity_id,
)
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.event import (
    async_track_state_change_event,
    async_track_state_report_event,
)

from .core.errors import (
    DeviceError,
    LinkClosedError,
    SupersededError,
    UnreachableError,
)
from .core.model import CheckCommand, Command, Device, DeviceReport, Path, Reason
from .core.reporting import ReportingLink
from .entity_states import state_of, unknown_state
from .errand import Errand

_LOGGER = logging.getLogger(__name__)


class LentEntity(ReportingLink):
    """The link to a device by way of an entity that it has already.

    What it proves is as good as that entity's integration. One that admits to assuming its states
    proves nothing.
    """

    def __init__(self, hass: HomeAssistant, device: Device, entity: str) -> None:
        """Know the device; nothing is heard before `start`.

        `entity` is its id in the entity registry or, if it is not in there, its entity id. One
        that is in the registry is followed when it is renamed, whichever was given.
        """
        super().__init__(device, unknown_state(device.kind))
        self._hass = hass
        self._entity = entity
        self._entity_id: str | None = None
        self._errand: Errand | None = None
        self._check: Errand | None = None
        """Goes beside an errand that changes something."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._stop_following: Callable[[], None] | None = None
        self._stop_hearing: list[Callable[[], None]] = []

    @property
    @override
    def path(self) -> Path:
        return Path.ENTITY

    @property
    def entity_id(self) -> str | None:
        """What the entity is called now; `None` before the start and when it was removed."""
        return self._entity_id

    @override
    def start(self) -> None:
        self._stop_following = self._hass.bus.async_listen(
            er.EVENT_ENTITY_REGISTRY_UPDATED, self._registry_changed
        )
        self._listen_to(self._current_id())

    @override
    def close(self) -> None:
        if self._stop_following is not None:
            self._stop_following()
            self._stop_following = None
        self._stop_listening()
        for errand in self._errands():
            errand.end(LinkClosedError())

    @override
    async def wait_closed(self) -> None:
        if self._tasks:
            await asyncio.wait(self._tasks)

    @override
    async def execute(
        self,
        command: Command,
        *,
        within: float,
        on_sent: Callable[[], None],
        resumed: bool = False,
    ) -> None:
        if self._stop_following is None:
            raise LinkClosedError
        errand = Errand(
            self._hass, command, on_sent=on_sent, start=self._start_task, resumed=resumed
        )
        self._take_up(errand, check=isinstance(command, CheckCommand))
        if (state := self._present(self._state())) is not None:
            errand.hear(state)
        try:
            async with asyncio.timeout(within):
                await errand.done
        except TimeoutError:
            raise self._why_not() from None
        finally:
            # What is proven may still have something to do: the rest of a script, say.
            if not errand.proven:
                errand.end()

    def _take_up(self, errand: Errand, *, check: bool) -> None:
        """Have an errand take the place of the one before it of its sort."""
        before = self._check if check else self._errand
        if before is not None:
            before.end(SupersededError())
        if check:
            self._check = errand
        else:
            self._errand = errand

    def _errands(self) -> Iterator[Errand]:
        return (errand for errand in (self._errand, self._check) if errand is not None)

    def _start_task(self, coroutine: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = self._hass.async_create_background_task(
            coroutine, f"tuya_twin commands {self._device.name}"
        )
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _why_not(self) -> DeviceError:
        if not self._report.reachable:
            return UnreachableError()
        return self._unconfirmed()

    # Which entity it is -------------------------------------------------------------------

    def _current_id(self) -> str | None:
        if entry := er.async_get(self._hass).async_get(self._entity):
            self._entity = entry.id
            return entry.entity_id
        return self._entity if valid_entity_id(self._entity) else None

    @callback
    def _registry_changed(self, _event: Event[er.EventEntityRegistryUpdatedData]) -> None:
        if (entity_id := self._current_id()) != self._entity_id:
            self._listen_to(entity_id)

    def _listen_to(self, entity_id: str | None) -> None:
        self._stop_listening()
        self._entity_id = entity_id
        if entity_id is not None:
            self._stop_hearing = [
                async_track_state_change_event(self._hass, entity_id, self._state_changed),
                async_track_state_report_event(self._hass, entity_id, self._state_reported),
            ]
        for errand in self._errands():
            # What it believes is written once more under the new name, which proves nothing.
            errand.lose()
        self._hear(self._state())

    def _stop_listening(self) -> None:
        for stop in self._stop_hearing:
            stop()
        self._stop_hearing = []

    def _state(self) -> State | None:
        return None if self._entity_id is None else self._hass.states.get(self._entity_id)

    # What it says -------------------------------------------------------------------------

    @callback
    def _state_changed(self, event: Event[EventStateChangedData]) -> None:
        self._hear(event.data["new_state"])

    @callback
    def _state_reported(self, event: Event[EventStateReportedData]) -> None:
        self._hear(event.data["new_state"])

    def _present(self, state: State | None) -> State | None:
        return None if state is None or state.state == STATE_UNAVAILABLE else state

    def _hear(self, written: State | None) -> None:
        if (state := self._present(written)) is None:
            self._lost()
            return
        if not self._report.reachable:
            _LOGGER.info("%s answers", self._device.name)
        self._publish(
            DeviceReport(
                device_id=self._device.id,
                state=state_of(self._device.kind, state),
                reachable=True,
                seen_at=state.last_reported,
            )
        )
        for errand in self._errands():
            errand.hear(state)

    def _lost(self) -> None:
        for errand in self._errands():
            errand.lose()
        if self._report.trouble is None:
            _LOGGER.info("%s does not answer: %s", self._device.name, Reason.UNREACHABLE)
            self._publish(
                replace(
                    self._report,
                    state=unknown_state(self._device.kind),
                    reachable=False,
                    trouble=Reason.UNREACHABLE,
                )
            )
