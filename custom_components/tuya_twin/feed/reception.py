"""Who is let in, at which household's channel they sit, what they say, and who has to go."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from engineio import AsyncServer as EngineServer
import socketio
from socketio.exceptions import ConnectionRefusedError as Refused

from ..core import wire
from ..core.ports import Clock
from ..core.wire import Payload
from .channel import Channel
from .door import FrontDoor
from .engine import Library, Tasks, make_server
from .guest import Gate, Guest
from .limits import Limits
from .line import Line
from .messages import Message
from .metrics import Measures
from .scope import Scope
from .screen import Means, Screen, Visit

INVALID_AUTH: Final = "invalid_auth"
UNKNOWN_HOUSEHOLD: Final = "unknown_household"
TOO_MANY: Final = "too_many_connections"

REVOKED: Final = "revoked"
TOO_SLOW: Final = "too_slow"
RECOVERED: Final = "recovered"
CLOSED: Final = "household_closed"
"""Why a client is sent away; it is told so in a last event, `goodbye`."""

_LONGEST_NAME: Final = 40
_FOR_GOOD: Final = frozenset({EngineServer.reason.SERVER_DISCONNECT})


@dataclass(frozen=True, kw_only=True, slots=True)
class _Seat:
    """A guest who was let in, at a household's channel; the screen is theirs once they sit."""

    guest: Guest
    channel: Channel
    screen: Screen
    recovered_from: int | None
    resume: object


class Reception:
    """Everybody who is let in, from their token's check to their last event."""

    def __init__(
        self, *, gate: Gate, clock: Clock, tasks: Tasks, limits: Limits, measures: Measures
    ) -> None:
        """Let nobody in yet: there are no channels."""
        self._gate = gate
        self._clock = clock
        self._tasks = tasks
        self._measures = measures
        self.channels: dict[str, Channel] = {}
        """By household; whoever opens and closes them puts them in here."""
        self._recovery_ids: dict[str, str] = {}
        self._server: socketio.AsyncServer = make_server(tasks, limits, self._recovery_ids)
        self._library = Library(self._server)
        self._means = Means(
            server=self._server, start=tasks.start, limits=limits, monotonic=clock.monotonic
        )
        self.door = FrontDoor(
            self._library,
            limits,
            monotonic=clock.monotonic,
            on_goodbye=self._goodbye,
            on_joined=self._joined,
        )
        self._seats: dict[str, _Seat] = {}
        self._connections: Counter[str] = Counter()
        """By user."""
        self._server.on("connect", self._on_connect)
        self._server.on("disconnect", self._on_disconnect)
        self._server.on("ping", self._on_ping)
        self._server.on("seen", self._on_seen)
        self._server.on("subscribe", self._on_subscribe)

    async def close(self) -> None:
        """End every connection, and the library."""
        for line in self.door:
            await self.door.end(line)
        await self._server.shutdown()

    async def dismiss(self, client: str, reason: str) -> None:
        """Say goodbye and hang up: a client that will not leave is not left connected.

        `reason` is told in that last event, and counted.
        """
        line = self.door.line(self._library.line_of(client))
        if line is None:
            return
        self._measures.dismissed[reason] += 1
        _say_why(line, reason)
        await self._server.disconnect(client)
        await self.door.end(line)

    # Clients come ---------------------------------------------------------------------------

    async def _on_connect(self, client: str, _environ: object, auth: object = None) -> None:
        line = self.door.line(self._library.line_of(client))
        if line is None:
            raise Refused(INVALID_AUTH)
        asked = auth if isinstance(auth, dict) else {}

        def revoked() -> None:
            self._tasks.start(self.dismiss(client, REVOKED), "tuya_twin revoked")

        guest = await self._gate.admit(line.request, wire.text(asked, "token"), revoked)
        if guest is None:
            raise self._refusal(INVALID_AUTH)
        channel = self._channel_for(line, guest, wire.text(asked, "household"))
        if channel is None:
            guest.leave()
            raise self._refusal(UNKNOWN_HOUSEHOLD)
        if self._connections[guest.rights.user] >= self.door.limits.per_user:
            guest.leave()
            raise self._refusal(TOO_MANY)
        visit = Visit(
            client=client,
            line=line,
            rights=guest.rights,
            name=(wire.text(asked, "screen") or guest.rights.name)[:_LONGEST_NAME],
            numbered=_counts_along(line, asked),
        )
        # Nothing may be awaited after this: what it is told now is what there is when it joins.
        self._seats[client] = self._seat(visit, guest, channel, asked)
        self._connections[guest.rights.user] += 1

    def _seat(
        self, visit: Visit, guest: Guest, channel: Channel, asked: Mapping[str, object]
    ) -> _Seat:
        rights = guest.rights
        scope = Scope.asked(asked.get("zones"), rights.zones)
        session, number = channel.session(
            visit.client, rights.user, scope, asked.get("pid"), asked.get("offset")
        )
        if number is not None and session.client in self._seats:
            # It has come back before anybody noticed that it had gone.
            self._give_up(session.client)
        self._recovery_ids[visit.client] = session.pid
        return _Seat(
            guest=guest,
            channel=channel,
            screen=Screen(visit, session, self._means),
            recovered_from=number,
            resume=asked.get("resume"),
        )

    def _joined(self, client: str) -> None:
        """The library has let a client in and told it so: it is shown the house."""
        self._recovery_ids.pop(client, None)
        seat = self._seats.get(client)
        line = self.door.line(self._library.line_of(client))
        if seat is None:
            return
        if line is None or line.closed:
            # It went while its token was looked at.
            self._tasks.start(self._server.disconnect(client), "tuya_twin lets go")
            return
        self.door.joined(line, joined=True)
        self._measures.admitted += 1
        seat.channel.join(seat.screen, seat.recovered_from, seat.resume)

    def _channel_for(self, line: Line, guest: Guest, asked: str | None) -> Channel | None:
        only = {line.household, guest.rights.household} - {None}
        if asked is not None:
            only.add(asked)
        if not only:
            return next(iter(self.channels.values()), None)
        household = only.pop() if len(only) == 1 else None
        return None if household is None else self.channels.get(household)

    def _refusal(self, reason: str) -> Refused:
        self._measures.refused[reason] += 1
        return Refused(reason)

    # Clients say something ------------------------------------------------------------------

    async def _on_ping(self, client: str, *_: object) -> None:
        if (seat := await self._welcome_seat(client)) is not None:
            seat.screen.send(Message("pong", {"at": wire.moment(self._clock.now())}))

    async def _on_seen(self, client: str, data: object = None, *_: object) -> None:
        seat = await self._welcome_seat(client)
        if seat is None or not isinstance(data, dict):
            return
        if (seq := wire.number(data, "seq")) is not None:
            seat.channel.mark_seen(client, seq)

    async def _on_subscribe(self, client: str, data: object = None, *_: object) -> Payload | None:
        seat = await self._welcome_seat(client)
        if seat is None:
            return None
        zones = data.get("zones") if isinstance(data, dict) else None
        return seat.channel.subscribe(client, zones)

    async def _welcome_seat(self, client: str) -> _Seat | None:
        """The seat of a client that still may be here; any other is sent away."""
        seat = self._seats.get(client)
        if seat is not None and not seat.guest.is_welcome():
            await self.dismiss(client, REVOKED)
            return None
        return seat

    # Clients go -----------------------------------------------------------------------------

    def _goodbye(self, client: str) -> None:
        if (seat := self._seats.get(client)) is not None:
            seat.screen.is_leaving = True
            self.door.joined(seat.screen.line, joined=False)

    async def _on_disconnect(self, client: str, reason: str = "") -> None:
        self._recovery_ids.pop(client, None)
        if (seat := self._seats.get(client)) is not None:
            may_return = not seat.screen.is_leaving and reason not in _FOR_GOOD
            self._stand_up(client, may_return=may_return)

    def _stand_up(self, client: str, *, may_return: bool) -> None:
        seat = self._seats.pop(client)
        seat.guest.leave()
        self._connections[seat.guest.rights.user] -= 1
        self._measures.delivered += seat.screen.delivered
        self._measures.merged += seat.screen.merged
        seat.channel.leave(client, may_return=may_return)

    def _give_up(self, client: str) -> None:
        """Take the seat of a client that has come back on another line."""
        self._stand_up(client, may_return=True)
        self._tasks.start(self.dismiss(client, RECOVERED), "tuya_twin gives up")


def _say_why(line: Line, reason: str) -> None:
    if line.is_direct:
        line.write(Message("goodbye", {"reason": reason}).plain)


def _counts_along(line: Line, asked: Mapping[str, object]) -> bool:
    """Whether a client counts along with offsets, which are one more argument of each event.

    It may say so itself. JavaScript's client does without saying so; Python's, which asks in
    another order, does not, and calls handlers that take one argument.
    """
    said = asked.get("recovery")
    if isinstance(said, bool):
        return said
    return next(iter(line.handshake_query), "") == "EIO"
