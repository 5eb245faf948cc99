"""The places a device has for clients, and who gets one."""

from collections import deque
from enum import Enum, auto
from typing import Protocol

from .manners import Manners, WhenFull


class Client(Protocol):
    """A client as the places see it."""

    def welcome(self) -> None:
        """There is a place for it now."""

    def hang_up(self) -> None:
        """It has to go."""


class Admission(Enum):
    """What becomes of somebody who comes in."""

    SEATED = auto()
    WAITING = auto()
    """Nobody hears it yet."""
    DOOMED = auto()
    """It is reset when it says something."""
    REFUSED = auto()


class Slots[ClientT: Client]:
    """A device's few places for clients."""

    def __init__(self) -> None:
        """All free."""
        self._seated: list[ClientT] = []
        self._waiting: deque[ClientT] = deque()
        self._doomed: list[ClientT] = []
        self.held = False
        """Whether a client that nobody here sees has all the places."""

    @property
    def seated(self) -> tuple[ClientT, ...]:
        """Those who have a place, longest first."""
        return tuple(self._seated)

    @property
    def everyone(self) -> tuple[ClientT, ...]:
        """All who are connected."""
        return (*self._seated, *self._waiting, *self._doomed)

    def admit(self, client: ClientT, manners: Manners) -> Admission:
        """Say what becomes of a client that has just connected."""
        if self._has_room(manners):
            self._seated.append(client)
            return Admission.SEATED
        match manners.when_full:
            case WhenFull.REJECT:
                return Admission.REFUSED
            case WhenFull.ACCEPT_THEN_RESET:
                self._doomed.append(client)
                return Admission.DOOMED
            case WhenFull.BACKLOG:
                self._waiting.append(client)
                return Admission.WAITING
            case WhenFull.KICK_OLD:
                # Where somebody unseen holds the places, that is who goes.
                while len(self._seated) >= manners.slots:
                    self._seated.pop(0).hang_up()
                self._seated.append(client)
                return Admission.SEATED

    def dismiss(self, client: ClientT, manners: Manners) -> None:
        """A client is gone; who waits may follow."""
        for clients in (self._seated, self._waiting, self._doomed):
            if client in clients:
                clients.remove(client)
        self.fill(manners)

    def fill(self, manners: Manners) -> None:
        """Give free places to those who wait."""
        while self._waiting and self._has_room(manners):
            client = self._waiting.popleft()
            self._seated.append(client)
            client.welcome()

    def _has_room(self, manners: Manners) -> bool:
        return not self.held and len(self._seated) < manners.slots
