"""Socket.IO's own connection state recovery: what a client missed in a short absence.

The library does not have it. The protocol is that of the JavaScript server and client: the reply
to CONNECT names a private id, every event ends with an offset, and a client that comes back shows
both.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
import secrets

from ..core.wire import Payload
from .messages import Key
from .scope import Scope


@dataclass(frozen=True, kw_only=True, slots=True)
class Logged:
    """An event that was told to all, as the whole house has it."""

    number: int
    at: float
    name: str
    payload: Payload
    key: Key | None


class EventLog:
    """What a channel told all in the last minutes, under numbers that mean nothing elsewhere."""

    def __init__(self, *, monotonic: Callable[[], float], seconds: float, most: int) -> None:
        """Keep events for so many seconds, and no more than `most` of them."""
        self._monotonic = monotonic
        self._seconds = seconds
        self._life = secrets.token_urlsafe(6)
        self._events: deque[Logged] = deque(maxlen=most)
        self.number = 0
        """Of the newest event."""

    def add(self, name: str, payload: Payload, key: Key | None) -> Logged:
        """Log an event."""
        self.number += 1
        now = self._monotonic()
        event = Logged(number=self.number, at=now, name=name, payload=payload, key=key)
        self._events.append(event)
        while now - self._events[0].at > self._seconds:
            self._events.popleft()
        return event

    def offset(self, number: int) -> str:
        """How all clients are told where they stand."""
        return f"{self._life}.{number}"

    def welcome_offset(self, session: Session) -> str:
        """How one client is told that it has all there was when it came."""
        return f"{self.offset(session.began)}.{session.welcome}"

    def number_of(self, offset: object, session: Session) -> int | None:
        """Where a client stands; `None` for what it was never told in this session."""
        if not isinstance(offset, str):
            return None
        if offset == self.welcome_offset(session):
            return session.began
        life, _, digits = offset.partition(".")
        if life != self._life or not (digits.isascii() and digits.isdigit()):
            return None
        number = int(digits[:19])
        return number if session.began < number <= self.number else None

    def since(self, number: int) -> Sequence[Logged] | None:
        """Everything after that number; `None` when not all of it is kept any more."""
        missed = [event for event in self._events if event.number > number]
        return missed if len(missed) == self.number - number else None


@dataclass(kw_only=True, slots=True)
class Session:
    """What makes a client the one it was."""

    client: str
    user: str
    scope: Scope
    began: int
    """The number it was brought up to date with when it began."""
    gone_at: float = 0.0
    """When its client was last there, if it is not."""
    pid: str = field(default_factory=lambda: secrets.token_urlsafe(18))
    welcome: str = ""
    """Ends the offset with which its first state was complete. A client keeps the offset of an
    older session until then, which may have the same number."""

    def begin_anew(self, number: int) -> None:
        """The client is about to be sent the whole of its scope, as it is at this number."""
        self.began = number
        self.welcome = secrets.token_urlsafe(6)


class Sessions:
    """The sessions of a channel, each for as long as its client is there and a while longer."""

    def __init__(self, *, monotonic: Callable[[], float], seconds: float, most: int) -> None:
        """Keep a session for so many seconds after its client has gone, `most` of them."""
        self._monotonic = monotonic
        self._seconds = seconds
        self._most = most
        self._there: dict[str, Session] = {}
        self._gone: dict[str, Session] = {}
        """Whose client is not there, the longest absent first."""

    def __len__(self) -> int:
        """How many are kept, those of clients that are there included."""
        return len(self._there) + len(self._gone)

    def begin(self, session: Session) -> None:
        """Keep a session whose client is there."""
        self._gone.pop(session.pid, None)
        self._there[session.pid] = session

    def find(self, pid: object, user: str) -> Session | None:
        """The session of this private id, if it is this user's and not too old."""
        self._expire()
        if not isinstance(pid, str):
            return None
        session = self._there.get(pid) or self._gone.get(pid)
        return session if session is not None and session.user == user else None

    def away(self, pid: str) -> None:
        """The client has gone, and may come back."""
        if (session := self._there.pop(pid, None)) is not None:
            session.gone_at = self._monotonic()
            self._gone[pid] = session
        self._expire()

    def end(self, pid: str) -> None:
        """The client will not come back."""
        self._there.pop(pid, None)

    def _expire(self) -> None:
        now = self._monotonic()
        while self._gone:
            pid, session = next(iter(self._gone.items()))
            if len(self._gone) <= self._most and now - session.gone_at <= self._seconds:
                return
            del self._gone[pid]
