"""One household's screens: what is sent to them, in one order for all."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
import logging

import socketio

from ..core import wire
from ..core.facts import StatusUpdate
from ..core.house import House
from ..core.ports import Clock, JournalPort
from ..core.wire import Json, Payload

_LOGGER = logging.getLogger(__name__)

type Event = tuple[str, Payload]


@dataclass(kw_only=True)
class Screen:
    """A client that was let in, and the newest status it says it has shown."""

    name: str
    seen: int | None = None


@dataclass(frozen=True)
class _Everyone:
    event: Event


@dataclass(frozen=True)
class _ScreenList:
    """The screens as they are when it is sent."""


@dataclass(frozen=True)
class _Welcome:
    client: str
    events: Sequence[Event]


type _Item = _Everyone | _ScreenList | _Welcome


class Channel:
    """The screens of one household, from `run` until that task is cancelled.

    What is published goes through one queue, so that every screen gets everything in the same
    order, and a new one gets the state of the moment it came in and then what follows it.
    """

    def __init__(
        self,
        server: socketio.AsyncServer,
        *,
        journal: JournalPort,
        house: Callable[[], House],
        clock: Clock,
        on_screens: Callable[[], None],
    ) -> None:
        """Send through `server`; `house` gives the house as it is now.

        `on_screens` is called when a screen has come, has gone, or has seen something.
        """
        self._server = server
        self._journal = journal
        self._house = house
        self._clock = clock
        self._on_screens = on_screens
        self._room = f"live:{house().id}"
        self._screens: dict[str, Screen] = {}
        self._outbox: asyncio.Queue[_Item] = asyncio.Queue()
        self._screens_queued = False

    @property
    def connected_client_count(self) -> int:
        """How many screens are connected and let in."""
        return len(self._screens)

    @property
    def clients(self) -> list[str]:
        """The ids of the screens that are connected and let in."""
        return list(self._screens)

    def broadcast_status(self, update: StatusUpdate) -> None:
        """Show a change of status on every screen; returns at once."""
        self._publish("status_update", wire.status_update(update))

    def publish(self, event: str, payload: Payload) -> None:
        """Send any other event to every screen; returns at once."""
        self._publish(event, payload)

    def join(self, client: str, name: str, resume: object) -> None:
        """Let a client in whose token was checked, and bring it up to date.

        `resume` is what the client sent: `{"epoch", "seq"}` of the last status it has, or
        anything else for a fresh start.
        """
        self._screens[client] = Screen(name=name)
        self._outbox.put_nowait(_Welcome(client, self._welcome(client, resume)))
        self._publish_screens()

    def leave(self, client: str) -> None:
        """Forget a client that is gone."""
        if self._screens.pop(client, None) is not None:
            self._publish_screens()

    def mark_seen(self, client: str, seq: int) -> None:
        """Note that a screen has shown every status up to `seq`; other numbers are ignored."""
        screen = self._screens.get(client)
        if screen is None or not (screen.seen or 0) < seq <= self._journal.seq:
            return
        screen.seen = seq
        self._publish_screens()

    async def run(self) -> None:
        """Send what was published, for ever."""
        while True:
            item = await self._outbox.get()
            try:
                await self._send(item)
            except Exception:
                _LOGGER.exception("Unexpected error while sending to the screens")

    async def _send(self, item: _Item) -> None:
        match item:
            case _Everyone((event, payload)):
                await self._server.emit(event, payload, room=self._room)
            case _ScreenList():
                self._screens_queued = False
                payload = {"screens": self._screen_list()}
                await self._server.emit("screens_update", payload, room=self._room)
            case _Welcome(client, events):
                for event, payload in events:
                    await self._server.emit(event, payload, to=client)
                if client in self._screens:
                    await self._server.enter_room(client, self._room)

    def _publish(self, event: str, payload: Payload) -> None:
        self._outbox.put_nowait(_Everyone((event, payload)))

    def _publish_screens(self) -> None:
        self._on_screens()
        # One list on its way tells of all that come, go and see until it leaves.
        if not self._screens_queued:
            self._screens_queued = True
            self._outbox.put_nowait(_ScreenList())

    def _welcome(self, client: str, resume: object) -> list[Event]:
        now = self._clock.now()
        house = self._house()
        journal = self._journal
        connected: Payload = {
            "client_id": client,
            "household": house.id,
            "epoch": journal.epoch,
            "seq": journal.seq,
            "server_time": wire.moment(now),
        }
        missed = self._missed(resume)
        if missed is None:
            whole = wire.snapshot(house, epoch=journal.epoch, seq=journal.seq, at=now)
            follow: list[Event] = [("snapshot", {**whole, "screens": self._screen_list()})]
        else:
            follow = [("status_update", wire.status_update(update)) for update in missed]
            # Only status events are numbered; devices and the run are simply told anew.
            follow += [("device_update", payload) for payload in wire.device_updates(house)]
            follow += [] if house.run is None else [("run_update", wire.run_update(house.run))]
        return [("connected", connected), *follow]

    def _missed(self, resume: object) -> Sequence[StatusUpdate] | None:
        if not isinstance(resume, dict):
            return None
        epoch, seq = wire.text(resume, "epoch"), wire.number(resume, "seq")
        return None if epoch is None or seq is None else self._journal.since(epoch, seq)

    def _screen_list(self) -> list[Json]:
        return [
            {"client_id": client, "name": screen.name, "seen": screen.seen}
            for client, screen in self._screens.items()
        ]
