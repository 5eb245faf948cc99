"""The screens of an edge server: each is told everything once and in order."""

import asyncio
from collections.abc import Callable, Coroutine
import contextlib
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from typing import Any

from aiohttp import web
import socketio
from socketio.exceptions import ConnectionRefusedError as Refused, SocketIOError

from scripts.lib.edge_bus import BEAT, Feed, manager
from scripts.lib.edge_house import HOUSE_SECONDS, AwayError, Event, House, Json, Visit

INVALID_AUTH, AWAY = "invalid_auth", "away"
MESSAGE_BYTES = 16 * 1024
"""What a screen may say at once, as at the house."""

type Welcome = Callable[[], Coroutine[Any, Any, None]]


@dataclass(kw_only=True)
class Viewer:
    """A screen that the house has let in."""

    line: str
    auth: Json
    address: str
    household: str
    seq: int
    """The newest status that it has from the house itself."""


class Edge:
    """All screens of this server."""

    def __init__(self, house: House, bus: str, origins: list[str]) -> None:
        """Listen to a bus, once the server runs."""
        self._house = house
        self.server = socketio.AsyncServer(
            async_mode="aiohttp",
            client_manager=manager(bus, self.hear),
            async_handlers=False,
            max_http_buffer_size=MESSAGE_BYTES,
            cors_allowed_origins=origins or None,
        )
        self._feeds: dict[str, Feed] = {}
        self._viewers: dict[str, Viewer] = {}
        self._arriving: dict[str, list[tuple[str, Event]]] = {}
        """By screen, what has come from which household since it came."""
        self._visits: dict[str, Visit] = {}
        """By screen, a connection of its own to the house: only that can leave out zones."""
        self.server.on("connect", self.on_connect)
        self.server.on("disconnect", self.on_disconnect)
        self.server.on("ping", self.on_ping)
        self.server.on("seen", self.on_seen)
        self.server.on("subscribe", self.on_subscribe)

    def health(self) -> Json:
        """Whether any house is heard, and how many screens there are."""
        heard = any(feed.is_live for feed in self._feeds.values())
        screens = len(self._viewers) + len(self._visits)
        return {"status": "ok" if heard else "bus_silent", "connected_clients": screens}

    # What comes over the bus ----------------------------------------------------------------

    def hear(self, room: str, event: str, payload: Json) -> list[str] | None:
        """Take in an event; returns which screens have it already, `None` if it is for none."""
        kind, _, household = room.partition(":")
        feed = self._feeds.setdefault(household, Feed())
        feed.heard_at = monotonic()
        if event == BEAT and not feed.note_beat(payload):
            self._send_away(household)
        if kind != "live":
            return None
        feed.heard += 1
        for waiting in self._arriving.values():
            waiting.append((household, (event, payload)))
        return [
            client
            for client, viewer in self._viewers.items()
            if _is_old((event, payload), viewer.seq)
        ]

    def _send_away(self, household: str) -> None:
        """Have screens come back, which they do by themselves, and ask the house anew."""
        for viewer in list(self._viewers.values()):
            if viewer.household == household:
                self._hang_up(viewer.line)

    def _hang_up(self, line: str | None) -> None:
        if line is not None:
            self.server.start_background_task(self.server.eio.disconnect, line)

    # Screens --------------------------------------------------------------------------------

    async def on_connect(self, client: str, environ: object, auth: object = None) -> None:
        """Ask the house, and bring the screen up to date once it is let in."""
        request = environ.get("aiohttp.request") if isinstance(environ, dict) else None
        if not isinstance(request, web.Request) or not isinstance(auth, dict):
            raise Refused(INVALID_AUTH)
        # What the stock client remembers of this server means nothing to the house.
        asked = {key: value for key, value in auth.items() if key not in {"pid", "offset"}}
        if (line := self.server.manager.eio_sid_from_sid(client, "/")) is None:
            # It is gone; and to disconnect nobody is, for the library, to disconnect everybody.
            raise Refused(AWAY)
        self._arriving[client] = []
        welcome: Welcome | None = None
        try:
            async with asyncio.timeout(HOUSE_SECONDS):
                welcome = await self._ask(client, line, asked, request.remote or "")
        except Refused:
            raise
        except AwayError, SocketIOError, TimeoutError:
            # Not only refused: then it would not try again.
            await self.server.eio.disconnect(line)
            raise Refused(AWAY) from None
        finally:
            if welcome is None:
                self._arriving.pop(client, None)
        # It hears that it is let in before this begins, as nothing is awaited in between.
        self.server.start_background_task(welcome)

    async def _ask(self, client: str, line: str, auth: Json, address: str) -> Welcome:
        """How to welcome a screen, as the house says. Raises `Refused` or `AwayError`."""
        visit = await self._house.visit(auth, address)
        keep = False
        try:
            events = await visit.welcome()
            connected = events[0][1]
            household = connected["household"]
            keep = auth.get("zones") is not None or not await visit.sees_everything()
            if not keep and not self._feeds.setdefault(household, Feed()).is_live:
                raise AwayError
            if client not in self._arriving:
                # It has gone meanwhile.
                keep = False
                raise AwayError
        finally:
            if not keep:
                await visit.end()
        if keep:
            self._visits[client] = visit
            return lambda: self._relay(client, line, visit, events)
        viewer = Viewer(
            line=line, auth=auth, address=address, household=household, seq=connected["seq"]
        )
        return lambda: self._join(client, viewer, events)

    async def _join(self, client: str, viewer: Viewer, events: list[Event]) -> None:
        """Tell what the house said, then what has come over the bus since, then what comes."""
        for event in events:
            if not _is_new_status(event, viewer.seq):
                await self._tell(client, event)
        while waiting := self._arriving.get(client):
            household, event = waiting.pop(0)
            if household == viewer.household and not _is_old(event, viewer.seq):
                await self._tell(client, event)
        if self._arriving.pop(client, None) is not None:
            self._viewers[client] = viewer
            await self.server.enter_room(client, f"live:{viewer.household}")

    async def _relay(self, client: str, line: str, visit: Visit, events: list[Event]) -> None:
        """Tell a screen all that the house tells it."""
        self._arriving.pop(client, None)
        with contextlib.suppress(AwayError, SocketIOError):
            for event in events:
                await self._tell(client, event)
            while client in self._visits:
                await self._tell(client, await visit.next())
        self._hang_up(line)

    async def _tell(self, client: str, event: Event) -> None:
        await self.server.emit(*event, to=client, ignore_queue=True)

    async def on_disconnect(self, client: str, *_: object) -> None:
        """Forget a screen; one that only sent an event of this name has to go all the same."""
        self._arriving.pop(client, None)
        self._viewers.pop(client, None)
        if (visit := self._visits.pop(client, None)) is not None:
            await visit.end()
        self._hang_up(self.server.manager.eio_sid_from_sid(client, "/"))

    async def on_ping(self, client: str, *_: object) -> None:
        """Answer."""
        await self._tell(client, ("pong", {"at": datetime.now(UTC).isoformat()}))

    async def on_seen(self, client: str, data: object = None, *_: object) -> None:
        """Tell the house, if the screen is connected to it."""
        if (visit := self._visits.get(client)) is not None:
            await visit.client.emit("seen", data)

    async def on_subscribe(self, client: str, data: object = None, *_: object) -> object:
        """Have the house choose; a screen that came for all zones stays with all of them."""
        if (visit := self._visits.get(client)) is None:
            return {"zones": None}
        answer: object = await visit.client.call("subscribe", data, timeout=HOUSE_SECONDS)
        return answer

    # Every now and then ---------------------------------------------------------------------

    async def look_after(self, recheck: float) -> None:
        """Send screens away that are told nothing, or may not be any more; for ever."""
        # The library would begin to listen only with the first screen.
        self.server.manager_initialized = True
        self.server.manager.initialize()
        checked_at = monotonic()
        while True:
            await asyncio.sleep(1)
            for household, feed in self._feeds.items():
                if not feed.is_live:
                    self._send_away(household)
            if monotonic() - checked_at >= recheck:
                checked_at = monotonic()
                await self._check_tokens()

    async def _check_tokens(self) -> None:
        """Ask the house once for each token."""
        by_token: dict[tuple[str, str], list[Viewer]] = {}
        for viewer in self._viewers.values():
            token = str(viewer.auth.get("token"))
            by_token.setdefault((token, viewer.household), []).append(viewer)
        for (token, household), viewers in by_token.items():
            try:
                visit = await self._house.visit(
                    {"token": token, "household": household}, viewers[0].address
                )
            except Refused:
                for viewer in viewers:
                    self._hang_up(viewer.line)
            except AwayError:
                # Screens that are told nothing are sent away soon in any case.
                return
            else:
                await visit.end()


def _is_old(event: Event, seq: int) -> bool:
    return event[0] == "status_update" and event[1]["seq"] <= seq


def _is_new_status(event: Event, seq: int) -> bool:
    """Whether it happened after the house had said how things are: it comes over the bus, too."""
    return event[0] == "status_update" and event[1]["seq"] > seq
