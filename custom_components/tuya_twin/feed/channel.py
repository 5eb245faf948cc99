"""One household's screens: what is sent to them, in one order for all."""

from collections import deque
from collections.abc import Callable
from itertools import chain, islice, takewhile
from typing import Final

from ..core import wire
from ..core.facts import StatusUpdate
from ..core.ports import Clock
from ..core.wire import Json, Payload
from .messages import Key, Message
from .metrics import Measures
from .outbox import NewestFlow, StatusFlow
from .recovery import Session, Sessions
from .scope import Scope
from .screen import Screen
from .teller import RECOVERY_SECONDS, Teller
from .watched import Watched

_LISTED: Final = 100
"""How many screens are named on a list; more are only counted."""
_REMEMBERED: Final = 256
"""How many changes of status are remembered with their time, to measure when they were seen."""
_RECOVERY_SESSIONS: Final = 1_000

type Later = Callable[[float, Callable[[], None]], Callable[[], None]]
"""Calls back after some seconds; returns how that is called off."""


class Channel:
    """The screens of one household. Whatever is sent is sent in the order of the calls.

    Nothing here ever waits, so nothing gets between a screen's arrival, what it missed, and what
    follows.
    """

    def __init__(self, watched: Watched, *, clock: Clock, later: Later, measures: Measures) -> None:
        """Begin without screens."""
        self._journal = watched.journal
        self._house = watched.house
        self._on_screens = watched.on_screens
        self._bus = watched.bus
        self._clock = clock
        self._later = later
        self._measures = measures
        self._screens: dict[str, Screen] = {}
        self._registered: dict[str, Screen] = {}
        """Those of the screens that are kiosks."""
        self._by_scope: dict[Scope, dict[str, Screen]] = {}
        self._teller = Teller(watched, clock=clock, measures=measures, listed=self._listed)
        self._sessions = Sessions(
            monotonic=clock.monotonic, seconds=RECOVERY_SECONDS, most=_RECOVERY_SESSIONS
        )
        self._changes: deque[StatusUpdate] = deque(maxlen=_REMEMBERED)
        self._kiosks: dict[str, tuple[str, int]] = {}
        self._list_due: Callable[[], None] | None = None
        self._closed = False
        self._flow = StatusFlow(
            self._send_status,
            monotonic=clock.monotonic,
            later=later,
            statuses={zone: own.status for zone, own in self._house().own.items()},
        )
        self._lookouts = NewestFlow(self._send_lookout, later=later)

    @property
    def connected_client_count(self) -> int:
        """How many screens are connected and let in."""
        return len(self._screens)

    @property
    def screens(self) -> list[Screen]:
        """The screens that are connected and let in."""
        return list(self._screens.values())

    @property
    def merged(self) -> int:
        """How many changes of status were sent only as part of a later one."""
        return self._flow.merged

    def has_shown(self, kiosk: str, epoch: str, seq: int) -> bool:
        """Whether a registered screen has said, in whatever connection, that it has shown this."""
        known_epoch, seen = self._kiosks.get(kiosk, ("", 0))
        return known_epoch == epoch and seen >= seq

    # What is sent to all --------------------------------------------------------------------

    def broadcast_status(self, update: StatusUpdate) -> None:
        """Show a change of status on every screen; returns at once."""
        self._changes.append(update)
        self._measures.broadcast(self._clock.now() - update.at)
        self._flow.put(wire.status_update(update))

    def publish(self, event: str, payload: Payload) -> None:
        """Send any other event to every screen; returns at once."""
        self._send_to_all(event, payload, _key(event, payload))

    def tell_of_lookout(self) -> None:
        """Show how the house is watched and what was found, of a burst of signs now and then."""
        self._lookouts.put()

    def retell(self) -> None:
        """Tell every screen everything anew, as what has changed is told by no other event."""
        self._flow.flush()
        self.publish("snapshot", self._teller.retold())

    def close(self) -> None:
        """Send what is held back, and no list any more."""
        self._closed = True
        self._flow.flush()
        self._lookouts.flush()
        if self._list_due is not None:
            self._list_due()

    def _send_lookout(self) -> None:
        self.publish("lookout_update", wire.lookout_update(self._house().lookout))

    def _send_status(self, message: Message) -> None:
        self._send_to_all(message.name, message.payload, message.key)

    def _send_to_all(self, name: str, payload: Payload, key: Key | None) -> None:
        event = self._teller.note(name, payload, key)
        self._measures.events[name] += 1
        for scope, screens in self._by_scope.items():
            if (message := self._teller.message(event, scope)) is not None:
                for screen in screens.values():
                    screen.send(message)
        if self._bus is not None:
            self._bus.publish(name, payload, room=f"live:{self._house().id}")

    # Screens come and go --------------------------------------------------------------------

    def session(
        self, client: str, user: str, scope: Scope, pid: object, offset: object
    ) -> tuple[Session, int | None]:
        """The session of a client that comes, and from which number on it is recovered.

        That is `None` for a new one, as for whoever shows no private id, one of somebody else, or
        an offset from which not everything is kept any more.
        """
        known = self._sessions.find(pid, user)
        if known is not None and known.scope == scope:
            number = self._teller.recoverable_from(known, offset)
            if number is not None:
                return known, number
        return Session(client=client, user=user, scope=scope, began=self._teller.number), None

    def join(self, screen: Screen, recovered_from: int | None, resume: object) -> None:
        """Let a client in, and bring it up to date: see `Teller.recovery` and `Teller.welcome`."""
        self._flow.flush()
        session = screen.session
        session.client = screen.client
        self._sessions.begin(session)
        screen.came_at = self._journal.seq
        self._screens[screen.client] = screen
        if screen.rights.kiosk is not None:
            self._registered[screen.client] = screen
        self._by_scope.setdefault(screen.scope, {})[screen.client] = screen
        if recovered_from is None:
            screen.send_all(self._teller.welcome(screen, resume))
        else:
            screen.send_all(self._teller.recovery(screen, recovered_from))
        self._tell_of_screens()

    def leave(self, client: str, *, may_return: bool) -> None:
        """Forget a client that is gone; `may_return` is whether its session is kept."""
        if (screen := self._screens.pop(client, None)) is None:
            return
        self._registered.pop(client, None)
        self._drop_from_scope(screen)
        if screen.session.client == client:
            (self._sessions.away if may_return else self._sessions.end)(screen.session.pid)
        self._tell_of_screens()

    def subscribe(self, client: str, zones: object) -> Payload:
        """Have a client listen to some zones from now on; returns which, `None` for all.

        It is shown the whole of them.
        """
        screen = self._screens[client]
        self._flow.flush()
        self._drop_from_scope(screen)
        scope = Scope.asked(zones, screen.rights.zones)
        screen.session.scope = scope
        self._by_scope.setdefault(scope, {})[client] = screen
        screen.send(self._teller.snapshot(screen))
        return {"zones": None if scope.zones is None else [*sorted(scope.zones)]}

    def mark_seen(self, client: str, seq: int) -> None:
        """Note that a screen has shown every status up to `seq`; other numbers are ignored."""
        screen = self._screens.get(client)
        if screen is None or not (screen.seen or 0) < seq <= self._journal.seq:
            return
        now, epoch = self._clock.now(), self._journal.epoch
        # Only what it was told as it happened says how soon that is seen.
        known = max(screen.seen or 0, screen.came_at)
        told = takewhile(
            lambda each: each.epoch == epoch and each.seq > known, reversed(self._changes)
        )
        for update in told:
            if update.seq <= seq:
                self._measures.seen(now - update.at)
        screen.seen = seq
        if (kiosk := screen.rights.kiosk) is not None:
            self._kiosks[kiosk] = (epoch, seq)
        self._tell_of_screens()

    def _drop_from_scope(self, screen: Screen) -> None:
        group = self._by_scope[screen.scope]
        del group[screen.client]
        if not group:
            del self._by_scope[screen.scope]

    # Who is there ---------------------------------------------------------------------------

    def _tell_of_screens(self) -> None:
        if self._list_due is None and not self._closed:
            # One list tells of all that come, go and see for a moment; the longer for many.
            wait = min(1.0, len(self._screens) / 500)
            self._list_due = self._later(wait, self._send_list)

    def _send_list(self) -> None:
        self._list_due = None
        self._on_screens()
        payload: Payload = {"screens": self._listed(), "count": len(self._screens)}
        message = Message("screens_update", payload, key=("screens_update", ""))
        for scope, screens in self._by_scope.items():
            if scope.cut(message.name, payload) is not None:
                for screen in screens.values():
                    screen.send(message)

    def _listed(self) -> list[Json]:
        """The screens, registered ones first."""
        kiosks = self._registered.values()
        others = (screen for screen in self._screens.values() if screen.rights.kiosk is None)
        return [
            {
                "client_id": screen.client,
                "name": screen.name,
                "seen": screen.seen,
                "kiosk": screen.rights.kiosk is not None,
            }
            for screen in islice(chain(kiosks, others), _LISTED)
        ]


def _key(event: str, payload: Payload) -> Key | None:
    match event:
        case "device_update" | "run_update":
            return (event, str(payload["id"]))
        case "incident_update" | "plan_update" | "lookout_update" | "snapshot":
            return (event, "")
    return None
