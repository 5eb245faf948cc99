"""Who may listen, and to what: the question the feed asks, and the answer it gets."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from aiohttp import web


@dataclass(frozen=True, kw_only=True, slots=True)
class Rights:
    """What somebody who was let in may hear."""

    user: str
    """Names whoever listens, over all their connections: a user or a viewer token, by id."""
    name: str
    """How to call them on other screens."""
    household: str | None = None
    """The only household they may listen to; `None` for any."""
    zones: frozenset[str] | None = None
    """The only zones they may listen to, beside what concerns all; `None` for all."""
    kiosk: str | None = None
    """The registered screen this is, by its token's id: it has to show every red."""


class Guest(Protocol):
    """Somebody whose token was good."""

    @property
    def rights(self) -> Rights:
        """What they may hear; it does not change while they are here."""
        ...

    def is_welcome(self) -> bool:
        """Whether they still may listen; asked anew for each event they send."""
        ...

    def leave(self) -> None:
        """Stop watching their token."""
        ...


class Gate(Protocol):
    """Who may listen."""

    async def admit(
        self, request: web.Request, token: str | None, on_revoked: Callable[[], None]
    ) -> Guest | None:
        """Check a token and count failures; `None` for whoever may not listen.

        `on_revoked` is called once, from the event loop, if what let the guest in ends before the
        guest leaves: a token that is revoked or runs out, a user who is switched off.
        """
        ...
