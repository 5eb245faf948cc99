"""What one screen is told: its part of what happens, all there is when it comes, what it missed."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from ..core import wire
from ..core.facts import StatusUpdate
from ..core.ports import Clock
from ..core.wire import Json, Payload
from .messages import Key, Message
from .metrics import Measures
from .recovery import EventLog, Logged, Session
from .scope import Scope
from .screen import Screen
from .watched import Watched

RECOVERY_SECONDS: Final = 120.0
"""How long an absence may last to be recovered from, as in Socket.IO's own server."""
_RECOVERY_EVENTS: Final = 2_000


class Teller:
    """Makes messages of a household, and remembers what all were told; sends nothing itself."""

    def __init__(
        self,
        watched: Watched,
        *,
        clock: Clock,
        measures: Measures,
        listed: Callable[[], list[Json]],
    ) -> None:
        """Tell of this household; `listed` gives the list of its screens as it is now."""
        self._journal = watched.journal
        self._house = watched.house
        self._plan = watched.plan
        self._clock = clock
        self._measures = measures
        self._listed = listed
        self._log = EventLog(
            monotonic=clock.monotonic, seconds=RECOVERY_SECONDS, most=_RECOVERY_EVENTS
        )
        self._retold: tuple[str, int] | None = None
        """Where the record was when something changed that only a snapshot tells."""
        if watched.is_another:
            self._retold = (self._journal.epoch, self._journal.seq)

    # What all are told ----------------------------------------------------------------------

    @property
    def number(self) -> int:
        """Of the newest event that all were told."""
        return self._log.number

    def note(self, name: str, payload: Payload, key: Key | None) -> Logged:
        """Remember an event that all are told, as the whole house has it."""
        return self._log.add(name, payload, key)

    def message(self, event: Logged, scope: Scope) -> Message | None:
        """An event as a scope is told it; `None` if it is none of its business."""
        payload = scope.cut(event.name, event.payload, self._homes)
        if payload is None:
            return None
        offset = self._log.offset(event.number)
        return Message(event.name, payload, key=event.key, offset=offset)

    def retold(self) -> Payload:
        """A snapshot for all, from now on also for whoever comes back with an older status."""
        self._retold = (self._journal.epoch, self._journal.seq)
        return self._whole()

    # What one is told when it comes ---------------------------------------------------------

    def recoverable_from(self, session: Session, offset: object) -> int | None:
        """From which number on a session can be recovered whose client shows this offset.

        `None` for an offset it never had, or from which not everything is kept any more.
        """
        number = self._log.number_of(offset, session)
        return None if number is None or self._log.since(number) is None else number

    def recovery(self, screen: Screen, number: int) -> list[Message]:
        """Just what was told since a number, for a session that is recovered from there."""
        missed = self._log.since(number) or ()
        self._measures.recovered(len(missed))
        found = [self.message(event, screen.scope) for event in missed]
        messages = [message for message in found if message is not None]
        for message in messages:
            # It gets just what it missed, not the newest of each thing.
            message.key = None
        return [self._connected(screen.client), *messages]

    def welcome(self, screen: Screen, resume: object) -> list[Message]:
        """All that brings a screen up to date whose session is new.

        `resume` is what the client sent: `{"epoch", "seq"}` of the last status it has, or
        anything else for a fresh start.
        """
        screen.session.begin_anew(self._log.number)
        missed = self._missed(resume)
        if missed is None:
            return [self._connected(screen.client), self.snapshot(screen)]
        replayed = [("status_update", wire.status_update(update)) for update in missed]
        self._measures.replayed(len(missed))
        connected = self._connected(screen.client)
        if self._may_have_missed_a_retelling(resume):
            follow = self._cut(screen.scope, replayed)
            return [connected, *follow, self.snapshot(screen)]
        follow = self._cut(screen.scope, [*replayed, *self._unnumbered()])
        # With the last of them it is up to date.
        follow[-1].offset = self._log.welcome_offset(screen.session)
        return [connected, *follow]

    def snapshot(self, screen: Screen) -> Message:
        """The whole of a screen's scope, from which its session begins anew."""
        mine = screen.scope.cut("snapshot", self._whole())
        session = screen.session
        session.begin_anew(self._log.number)
        return Message("snapshot", mine or {}, offset=self._log.welcome_offset(session))

    def _unnumbered(self) -> list[tuple[str, Payload]]:
        """What is simply told anew to whoever comes back: only changes of status are numbered."""
        house = self._house()
        state = [("device_update", payload) for payload in wire.device_updates(house)]
        state += [] if house.run is None else [("run_update", wire.run_update(house.run))]
        return [
            *state,
            ("incident_update", wire.incident_update(house)),
            ("plan_update", wire.plan(self._plan())),
            ("lookout_update", wire.lookout_update(house.lookout)),
        ]

    def _connected(self, client: str) -> Message:
        connected: Payload = {
            "client_id": client,
            "household": self._house().id,
            "epoch": self._journal.epoch,
            "seq": self._journal.seq,
            "server_time": wire.moment(self._clock.now()),
        }
        return Message("connected", connected)

    def _whole(self) -> Payload:
        journal, now = self._journal, self._clock.now()
        whole = wire.snapshot(
            self._house(), self._plan(), epoch=journal.epoch, seq=journal.seq, at=now
        )
        return {**whole, "screens": self._listed()}

    def _may_have_missed_a_retelling(self, resume: object) -> bool:
        if self._retold is None or not isinstance(resume, dict):
            return False
        epoch, seq = self._retold
        # Whoever has a later status was there, or has been told everything since.
        return resume.get("epoch") != epoch or (wire.number(resume, "seq") or 0) <= seq

    def _missed(self, resume: object) -> Sequence[StatusUpdate] | None:
        if not isinstance(resume, dict):
            return None
        epoch, seq = wire.text(resume, "epoch"), wire.number(resume, "seq")
        return None if epoch is None or seq is None else self._journal.since(epoch, seq)

    def _cut(self, scope: Scope, events: Iterable[tuple[str, Payload]]) -> list[Message]:
        cut = [(name, scope.cut(name, payload, self._homes)) for name, payload in events]
        return [Message(name, payload) for name, payload in cut if payload is not None]

    def _homes(self) -> dict[str, str]:
        return {device.id: device.zone for device in self._house().devices}
