"""Entities that raise the alarm in place of a siren that cannot: sirens, lights, loudspeakers."""

import asyncio
from typing import override

from homeassistant.components.media_player.const import MediaPlayerState
from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import (
    Event,
    EventStateChangedData,
    EventStateReportedData,
    HomeAssistant,
    State,
    callback,
    split_entity_id,
)
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.event import (
    async_track_state_change_event,
    async_track_state_report_event,
)

from .core.errors import NoConfirmationError, RejectedError, UnsupportedError
from .core.ladder import StandIn
from .core.model import (
    BulbCommand,
    BulbMode,
    BulbState,
    Command,
    Device,
    DeviceKind,
    PutBackCommand,
    SirenCommand,
)
from .core.ports import Link
from .lent import LentEntity
from .references import friendly_name
from .words import translated

STAND_IN_DOMAINS = ("siren", "switch", "light", "media_player")
"""The domains of entities that can stand in."""
_RED = BulbCommand(on=True, mode=BulbMode.COLOUR, hue=0)
_OFF = PutBackCommand(state=BulbState(on=False))
_TTS = "tts"


def make_stand_in(hass: HomeAssistant, siren: Device, entity: str) -> EntityStandIn:
    """The stand-in that an entity makes; `entity` as for `LentEntity`."""
    registered = er.async_get(hass).async_get(entity)
    entity_id = entity if registered is None else registered.entity_id
    match split_entity_id(entity_id)[0]:
        case "light":
            return _Light(hass, siren, entity)
        case "media_player":
            return _Loudspeaker(hass, siren, entity)
        case _:
            return EntityStandIn(hass, siren, entity)


class EntityStandIn(StandIn):
    """A siren, or a switch with something loud behind it: told what the siren is told."""

    kind = DeviceKind.SIREN

    def __init__(self, hass: HomeAssistant, siren: Device, entity: str) -> None:
        """Know the entity; nothing is heard of it before its link starts."""
        self.hass = hass
        self.siren = siren
        stands_in = Device(id=entity, name=entity, kind=self.kind, zone=siren.zone)
        self._lent = LentEntity(hass, stands_in, entity)

    @property
    def link(self) -> Link:
        """To be started and closed with the household."""
        return self._lent

    @property
    @override
    def name(self) -> str:
        return friendly_name(self.hass, self._lent.entity_id or self._lent.device.id)

    @override
    def recall(self) -> None:
        """Nothing is lost: it is silent when it is told to be."""

    @override
    async def execute(self, command: Command, *, within: float) -> None:
        if not isinstance(command, SirenCommand):
            raise UnsupportedError
        await self._stand_in(command, within)

    async def _stand_in(self, command: SirenCommand, within: float) -> None:
        """Do what stands for this command; errors as of `execute`."""
        await self._tell(command, within)

    async def _tell(self, command: Command, within: float) -> None:
        await self._lent.execute(command, within=within, on_sent=_nobody_waits_for_it)


class _Light(EntityStandIn):
    """A light that turns red, and afterwards is as it was before."""

    kind = DeviceKind.BULB

    def __init__(self, hass: HomeAssistant, siren: Device, entity: str) -> None:
        super().__init__(hass, siren, entity)
        self._before: PutBackCommand | None = None

    @override
    def recall(self) -> None:
        """Be off afterwards: what it shows now may be the alarm."""
        self._before = _OFF

    @override
    async def _stand_in(self, command: SirenCommand, within: float) -> None:
        if command.on:
            self._before = self._before or self._as_it_is()
            await self._tell(_RED, within)
        else:
            await self._tell(self._before or _OFF, within)
            self._before = None

    def _as_it_is(self) -> PutBackCommand:
        match self._lent.report.state:
            case BulbState(on=bool()) as state:
                return PutBackCommand(state=state)
            case _:
                return _OFF


class _Loudspeaker(EntityStandIn):
    """A media player that says which siren is missing; proven by its playing."""

    @override
    async def _stand_in(self, command: SirenCommand, within: float) -> None:
        entity_id = self._lent.entity_id or self._lent.device.id
        try:
            async with asyncio.timeout(within):
                if command.on:
                    await self._speak(entity_id)
                else:
                    await self._call("media_player", "media_stop", {ATTR_ENTITY_ID: entity_id})
        except TimeoutError:
            raise NoConfirmationError from None

    async def _speak(self, entity_id: str) -> None:
        """Return once it plays."""
        voice = next(iter(self.hass.states.async_entity_ids(_TTS)), None)
        if voice is None:
            raise UnsupportedError
        playing = asyncio.Event()

        @callback
        def heard(event: Event[EventStateChangedData] | Event[EventStateReportedData]) -> None:
            state: State | None = event.data["new_state"]
            if state is not None and state.state == MediaPlayerState.PLAYING:
                playing.set()

        unsubscribe = (
            async_track_state_change_event(self.hass, entity_id, heard),
            async_track_state_report_event(self.hass, entity_id, heard),
        )
        try:
            await self._call(
                _TTS,
                "speak",
                {
                    ATTR_ENTITY_ID: voice,
                    "media_player_entity_id": entity_id,
                    "message": translated(
                        self.hass, "common", "people_loudspeaker", device=self.siren.name
                    ),
                },
            )
            await playing.wait()
        finally:
            for stop in unsubscribe:
                stop()

    async def _call(self, domain: str, service: str, data: dict[str, object]) -> None:
        try:
            await self.hass.services.async_call(domain, service, data, blocking=True)
        except HomeAssistantError as error:
            raise RejectedError from error


def _nobody_waits_for_it() -> None:
    """The run shows the siren's own step."""
