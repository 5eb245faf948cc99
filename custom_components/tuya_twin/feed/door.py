"""The front door: every request, and every packet, is looked at here before the library has it."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from http import HTTPStatus
import logging
from typing import Final

from aiohttp import web

from .driver import LINE, Environ, check_packet
from .engine import PACKETS_AT_ONCE, Handler, Library
from .guard import Verdict, look_at
from .limits import Limits
from .line import Fault, Line, LineFaultError
from .refusals import (
    BAD_METHOD,
    BAD_REQUEST,
    NO_ROOM,
    UNKNOWN_SID,
    close_at_once,
    objection,
    refusal,
    refuse,
)

_LOGGER = logging.getLogger(__name__)

_SEPARATOR: Final = "\x1e"


class FrontDoor:
    """Lets requests to the library, one line a client, and closes the lines that break a rule."""

    def __init__(
        self,
        library: Library,
        limits: Limits,
        *,
        monotonic: Callable[[], float],
        on_goodbye: Callable[[str], None],
        on_joined: Callable[[str], None],
    ) -> None:
        """Stand before a library.

        `on_goodbye` is called with a client that leaves of its own will, before the library lets
        it go; `on_joined` with one that asked to join, after the library has answered.
        """
        self._library = library
        self.limits = limits
        """May be replaced by others at any time."""
        self._monotonic = monotonic
        self._on_goodbye = on_goodbye
        self._on_joined = on_joined
        self._lines: dict[str, Line] = {}
        self._by_address: Counter[str] = Counter()
        self._unjoined: Counter[str] = Counter()
        """By address."""
        self.faults: Counter[Fault] = Counter()
        self.turned_away = 0
        """How many connections there was no room for."""
        library.intercept("connect", self._opening)
        library.intercept("message", self._listening)
        library.intercept("disconnect", self._closing)

    def __iter__(self) -> Iterator[Line]:
        """Every line that is open."""
        return iter(tuple(self._lines.values()))

    def __len__(self) -> int:
        """How many lines are open."""
        return len(self._lines)

    def line(self, line_id: str | None) -> Line | None:
        """The line of this id, if it is open."""
        return None if line_id is None else self._lines.get(line_id)

    async def handle(self, request: web.Request, household: str | None) -> web.StreamResponse:
        """Answer a request of a client; see Engine.IO's protocol, version 4."""
        if (reason := objection(request)) is not None:
            return refuse(reason)
        if "sid" not in request.query:
            if (refused := self._handshake_refused(request)) is not None:
                return refused
            line = Line(request, self.limits, self._monotonic, household)
            return await self._serve(request, line)
        known = self._lines.get(request.query["sid"])
        if known is not None:
            await self._end_overdue(known)
        if known is None or known.closed or known.household != household:
            return refuse(UNKNOWN_SID)
        return await self._continue(request, known)

    async def _continue(self, request: web.Request, line: Line) -> web.StreamResponse:
        if request.query["transport"] == "websocket":
            return await self._upgrade(request, line)
        if line.session is None or line.session.is_websocket:
            return refuse(BAD_REQUEST)
        return await (self._poll if request.method == "GET" else self._post)(request, line)

    def joined(self, line: Line, *, joined: bool) -> None:
        """Note that the token of a line's client was good, or that it has left its household."""
        if line.joined is not joined:
            self._unjoined[line.address] += 1 if line.joined else -1
        line.join(joined=joined)

    async def sweep(self) -> None:
        """End the lines that have let a time pass."""
        alive = set(self._library.lines())
        for line in self:
            if line.id not in alive:
                self._forget(line)
            elif line.overdue() is not None:
                await self._end_overdue(line)

    async def end(self, line: Line) -> None:
        """Close a line; one whose client does not read is cut off a moment later."""
        await self._library.hang_up(line.id)
        line.close()
        line.abort_later()

    # Requests -------------------------------------------------------------------------------

    def _handshake_refused(self, request: web.Request) -> web.StreamResponse | None:
        if request.method != "GET":
            return refuse(BAD_METHOD)
        is_upgrade = request.headers.get("Upgrade", "").lower() == "websocket"
        if is_upgrade is not (request.query["transport"] == "websocket"):
            return refuse(BAD_REQUEST)
        if not self._has_room(request.remote or ""):
            self.turned_away += 1
            return refuse(NO_ROOM, HTTPStatus.TOO_MANY_REQUESTS)
        return None

    def _has_room(self, address: str) -> bool:
        return (
            self._by_address[address] < self.limits.per_address
            and self._unjoined[address] < self.limits.unjoined_per_address
        )

    async def _serve(self, request: web.Request, line: Line) -> web.StreamResponse:
        """Have the library answer; when a fault ended that, tell."""
        try:
            response: web.StreamResponse = await self._library.handle(request, line)
        finally:
            line.moved()
            if line.fault is not None:
                self._tell(line, line.fault)
            if line.session is not None and line.session.is_websocket:
                await self._library.lost(line.id)
        return response

    async def _upgrade(self, request: web.Request, line: Line) -> web.StreamResponse:
        is_upgrade = request.headers.get("Upgrade", "").lower() == "websocket"
        session = line.session
        if not is_upgrade or session is None:
            return refuse(BAD_REQUEST)
        if line.has_websocket or session.is_websocket:
            return await close_at_once(request)
        return await self._serve(request, line)

    async def _poll(self, request: web.Request, line: Line) -> web.StreamResponse:
        if line.polling:
            await self._end_faulty(line, Fault.TWO_POLLS)
            return refuse(BAD_REQUEST)
        line.polling = True
        try:
            line.heard()
            response = await self._serve(request, line)
        except LineFaultError as error:
            await self._end_faulty(line, error.fault)
            return refuse(BAD_REQUEST)
        finally:
            line.polling = False
        if response.status == HTTPStatus.OK:
            line.fetched()
        return response

    async def _post(self, request: web.Request, line: Line) -> web.StreamResponse:
        try:
            packets = (await self._body(request)).split(_SEPARATOR)
            for packet in packets:
                check_packet(packet)
            line.heard(len(packets))
        except LineFaultError as error:
            await self._end_faulty(line, error.fault)
            if error.fault is Fault.SIZE:
                return web.Response(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return refuse(BAD_REQUEST)
        for first in range(0, len(packets), PACKETS_AT_ONCE):
            body = _SEPARATOR.join(packets[first : first + PACKETS_AT_ONCE])
            await self._library.handle(request, line, body)
            if line.closed:
                break
        if line.closed and line.session is not None:
            line.session.end_poll()
        return web.Response(text="ok") if line.fault is None else refuse(BAD_REQUEST)

    async def _body(self, request: web.Request) -> str:
        """Read a body whole, however it comes. Raises `LineFaultError`."""
        data = bytearray()
        try:
            async with asyncio.timeout(self.limits.body_within):
                async for chunk in request.content.iter_any():
                    data += chunk
                    if len(data) > self.limits.message_bytes:
                        raise LineFaultError(Fault.SIZE)
            return data.decode()
        except TimeoutError:
            raise LineFaultError(Fault.BODY) from None
        except UnicodeDecodeError:
            raise LineFaultError(Fault.PACKET) from None

    # What the library tells -----------------------------------------------------------------

    def _opening(self, then: Handler) -> Handler:
        async def opened(line_id: str, environ: Environ) -> None:
            line: Line = environ[LINE]
            line.id, line.session = line_id, self._library.session(line_id)
            self._lines[line_id] = line
            self._by_address[line.address] += 1
            self._unjoined[line.address] += 1
            await then(line_id, environ)

        return opened

    def _closing(self, then: Handler) -> Handler:
        async def closed(line_id: str, reason: str) -> None:
            try:
                await then(line_id, reason)
            finally:
                if (line := self._lines.get(line_id)) is not None:
                    self._forget(line)

        return closed

    def _forget(self, line: Line) -> None:
        line.close()
        if self._lines.pop(line.id, None) is None:
            return
        self._by_address[line.address] -= 1
        self._unjoined[line.address] -= not line.joined
        if not self._by_address[line.address]:
            # An address that comes once is not remembered.
            del self._by_address[line.address], self._unjoined[line.address]

    def _listening(self, then: Handler) -> Handler:
        async def heard(line_id: str, data: object) -> None:
            line = self._lines.get(line_id)
            if line is None or line.closed:
                return
            try:
                await self._take(line, data, then)
            except LineFaultError as error:
                await self._end_faulty(line, error.fault)

        return heard

    async def _take(self, line: Line, data: object, then: Handler) -> None:
        before = self._library.client_on(line.id)
        match look_at(data, line, self.limits, connecting=before is not None):
            case Verdict.PASS:
                await then(line.id, data)
                joined = self._library.client_on(line.id)
                if joined is None:
                    # A ban is looked at only when a line is opened.
                    line.refuse()
                elif before is None:
                    self._on_joined(joined)
            case Verdict.GOODBYE if before is not None:
                self._on_goodbye(before)
                await then(line.id, data)
            case Verdict.REFUSE | Verdict.AGAIN as verdict:
                await self._library.say(line.id, refusal(verdict, str(data)))

    # The end of a line ----------------------------------------------------------------------

    async def _end_overdue(self, line: Line) -> None:
        if (fault := line.overdue()) is not None:
            await self._end_faulty(line, fault)

    async def _end_faulty(self, line: Line, fault: Fault) -> None:
        self._tell(line, fault)
        await self.end(line)

    def _tell(self, line: Line, fault: Fault) -> None:
        """Say it once for each rule: whoever means harm does not fill the log."""
        if line.is_told:
            return
        line.fault, line.is_told = fault, True
        level = logging.DEBUG if self.faults[fault] else logging.WARNING
        self.faults[fault] += 1
        _LOGGER.log(
            level,
            "Closed the connection of %s: it broke the rule %r (said once, counted from now on)",
            line.address,
            fault.value,
        )
