"""What an edge server asks the house: whether a screen may know, and what it is told first."""

import asyncio
from collections import deque
from typing import Any

import socketio
from socketio.exceptions import ConnectionError as HouseError, ConnectionRefusedError as Refused

SOCKET_IO_PATH = "/api/tuya_twin/socket.io/"
HOUSE_SECONDS = 10.0
"""How long the house may take to answer."""

type Json = dict[str, Any]
type Event = tuple[str, Any]


class AwayError(Exception):
    """The house, or its bus, cannot be asked now; a screen is to try again."""


class Visit:
    """A connection to the house with a screen's own token, and what came by it."""

    def __init__(self, client: socketio.AsyncClient) -> None:
        """Keep what comes from now on."""
        self.client = client
        self._events: deque[Event] = deque()
        self._changed = asyncio.Event()
        client.on("*", self._keep)
        client.on("disconnect", lambda *_: self._keep("disconnect"))

    async def next(self) -> Event:
        """The next event. Raises `AwayError` once the house has hung up."""
        while not self._events:
            self._changed.clear()
            await self._changed.wait()
        event = self._events.popleft()
        if event[0] == "disconnect":
            raise AwayError
        return event

    async def welcome(self) -> list[Event]:
        """All that a screen is told when it comes. Raises `AwayError`."""
        await self.client.emit("ping")
        events = [await self.next()]
        while events[-1][0] != "pong":
            events.append(await self.next())
        return events[:-1]

    async def sees_everything(self) -> bool:
        """Whether it is told of every zone."""
        answer = await self.client.call("subscribe", {}, timeout=HOUSE_SECONDS)
        return isinstance(answer, dict) and answer.get("zones") is None

    async def end(self) -> None:
        """Disconnect from the house."""
        await self.client.disconnect()
        # The library's writer would go on waiting for half a minute.
        if self.client.eio.write_loop_task:
            self.client.eio.write_loop_task.cancel()

    def _keep(self, event: str, data: object = None) -> None:
        self._events.append((event, data))
        self._changed.set()


class House:
    """The house's own endpoint."""

    def __init__(self, url: str, *, tell_addresses: bool) -> None:
        """Ask there; `tell_addresses` is whether to say where a screen is."""
        self._url = url
        self._tell_addresses = tell_addresses

    async def visit(self, auth: Json, address: str) -> Visit:
        """Connect as that screen would.

        Raises `Refused`, with the house's own reason, or `AwayError`.
        """
        client = socketio.AsyncClient(reconnection=False)
        visit = Visit(client)
        refusals: list[Any] = []
        client.on("connect_error", refusals.append)
        try:
            await client.connect(
                self._url,
                headers={"X-Forwarded-For": address} if self._tell_addresses else {},
                auth=auth,
                transports=["websocket"],
                socketio_path=SOCKET_IO_PATH,
                wait_timeout=HOUSE_SECONDS,
            )
        except HouseError as error:
            await visit.end()
            if refusals and isinstance(refusals[0], dict):
                raise Refused(refusals[0]["message"]) from error
            raise AwayError from error
        return visit
