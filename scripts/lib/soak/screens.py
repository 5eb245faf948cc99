"""The screens of a soak: stock Socket.IO clients that come, go, and keep all they were told."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
import socket
from typing import Any, Final

import aiohttp
import socketio

from custom_components.tuya_twin.feed.views import SOCKET_IO_PATH
from scripts.lib.soak.plan import Absence
from scripts.lib.soak.stream import Change, Connected, Snapshot, Told, Update
from scripts.lib.soak.view import Payload, View

_TRANSPORTS: Final = (["websocket"], ["websocket"], ["polling", "websocket"], ["polling"])
"""Of the screens in turn; the third upgrades."""
_AGAIN_SECONDS: Final = 0.5
_PATIENCE: Final = 10
_REQUEST_SECONDS: Final = 60
_RECEIVE_BUFFER: Final = 4_096
"""Bytes; with the system's own choice, whoever does not read would still be written to for minutes.
"""


class Screen:
    """One screen, over all its connections; it comes back by itself unless it is away."""

    def __init__(
        self, session: aiohttp.ClientSession, url: str, auth: Payload, transports: Sequence[str]
    ) -> None:
        """Know where the house is; `auth` is what it shows of itself each time."""
        self.log: list[Told] = []
        self.view = View()
        self.goodbyes: Counter[str] = Counter()
        self.visits = 0
        self.refused = 0
        """How often nobody let it in, as while Home Assistant is away."""
        self.events = 0
        self.zones = frozenset(auth["zones"]) if auth.get("zones") else None
        self._session = session
        self._url = url
        self._auth = auth
        self._transports = transports
        self._known: tuple[str, int] | None = None
        self._client: Any = None  # socketio ships no types
        self._wanted = asyncio.Event()
        self._wanted.set()
        self._over = False

    @property
    def connected(self) -> bool:
        """Whether it has been told how the house is, on a connection that stands."""
        last = self.log[-1] if self.log else None
        return self._client is not None and not isinstance(last, Connected | None)

    @property
    def knows(self) -> tuple[str, int] | None:
        """The epoch and number of the last status it has."""
        return self._known

    async def live(self) -> None:
        """Come, and come back, until it has to end and is cancelled."""
        while not self._over:
            await self._wanted.wait()
            await self._visit()
            await asyncio.sleep(_AGAIN_SECONDS)

    def end(self) -> None:
        """Come back no more; the client may take a cancellation for the end of its visit."""
        self._over = True

    async def go_away(self, how: Absence, seconds: float) -> None:
        """Be away, or take nothing, for so many seconds."""
        client = self._client
        if how is Absence.STOPS_READING:
            await self._stop_reading(client, seconds)
            return
        self._wanted.clear()
        if how is Absence.FORGETS:
            self._known = None
        if client is not None and how is Absence.LEAVES:
            await client.disconnect()
        elif client is not None:
            await _break_off(client)
        await asyncio.sleep(seconds)
        self._wanted.set()

    async def _stop_reading(self, client: Any, seconds: float) -> None:  # noqa: ANN401
        transport = _transport(client)
        if transport is not None:
            transport.pause_reading()
        await asyncio.sleep(seconds)
        if transport is not None and not transport.is_closing():
            transport.resume_reading()

    async def _visit(self) -> None:
        client = socketio.AsyncClient(reconnection=False, http_session=self._session)
        # What is still on its way when the next connection begins is not taken.
        client.on("*", lambda event, *data: self._hear(client, event, *data))
        self._client = client
        self.log.append(Connected())
        self.view.reconnected()
        resume = None
        if self._known is not None:
            resume = {"resume": {"epoch": self._known[0], "seq": self._known[1]}}
        try:
            await client.connect(
                self._url,
                auth={**self._auth, **(resume or {})},
                socketio_path=SOCKET_IO_PATH,
                transports=self._transports,
                wait_timeout=_PATIENCE,
            )
            self.visits += 1
            await client.wait()
        except socketio.exceptions.SocketIOError:
            self.refused += 1
        finally:
            self._client = None

    def _hear(self, client: Any, event: str, *data: Any) -> None:  # noqa: ANN401
        if client is not self._client:
            return
        payload = data[0]
        self.events += 1
        match event:
            case "snapshot":
                self._known = payload["epoch"], payload["seq"]
                self.log.append(Snapshot(epoch=payload["epoch"], seq=payload["seq"]))
            case "status_update":
                self._hear_status(client, payload)
            case "goodbye":
                self.goodbyes[payload["reason"]] += 1
        self.view.take(event, payload)

    def _hear_status(self, client: Any, payload: Payload) -> None:  # noqa: ANN401
        names = ("epoch", "seq", "zone", "status")
        change = Change(**{name: payload[name] for name in names})
        self.log.append(Update(change=change, merged=tuple(payload["merged"])))
        self._known = change.epoch, change.seq
        client.start_background_task(_say_seen, client, change.seq)


async def _say_seen(client: Any, seq: int) -> None:  # noqa: ANN401
    with suppress(socketio.exceptions.SocketIOError):
        await client.emit("seen", {"seq": seq})


async def _break_off(client: Any) -> None:  # noqa: ANN401
    """End the connection without a word of Engine.IO or websocket."""
    websocket = client.eio.ws
    if websocket is None or websocket.closed:
        await client.eio.disconnect(abort=True)
        return
    with suppress(OSError):
        websocket.get_extra_info("socket").shutdown(socket.SHUT_RDWR)


def _transport(client: Any) -> asyncio.Transport | None:  # noqa: ANN401
    """The websocket's; nothing public gives it."""
    websocket = None if client is None else client.eio.ws
    connection = None if websocket is None else websocket._response.connection  # noqa: SLF001
    return None if connection is None else connection.transport


def narrow_session() -> aiohttp.ClientSession:
    """What screens connect by: a little goes on its way to one that does not read, and no more."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0, socket_factory=_narrow),
        timeout=aiohttp.ClientTimeout(total=_REQUEST_SECONDS),
    )


def _narrow(address: aiohttp.AddrInfoType) -> socket.socket:
    family, kind, protocol, *_ = address
    made = socket.socket(family, kind, protocol)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER)
    return made


def screens(
    session: aiohttp.ClientSession, url: str, token: str, count: int, zone: str
) -> list[Screen]:
    """So many screens, by all transports, every fifth for one zone only."""
    made = []
    for number in range(count):
        auth: dict[str, object] = {"token": token, "screen": f"Soak screen {number}"}
        if number % 5 == 0:
            auth["zones"] = [zone]
        made.append(Screen(session, url, auth, _TRANSPORTS[number % len(_TRANSPORTS)]))
    return made
