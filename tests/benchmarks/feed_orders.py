"""What the process of the clients is told, and what it answers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tests.benchmarks.feed_talks import Talk, upgrade

WINDOW: Final = 100
"""How many are about to connect at any time, where a server does not mind."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a server is, and how its clients come in."""

    address: tuple[str, int]
    path: str
    talk: Callable[[], Talk]
    mark: bytes
    """What an event that counts begins with."""
    window: int = WINDOW
    """How many clients it lets be about to connect, all from one address."""

    def upgrade(self, *, compression: bool) -> bytes:
        """The request for a websocket; `compression` is whether to offer it, as browsers do."""
        host, port = self.address
        return upgrade(self.path, f"{host}:{port}", compression=compression)


@dataclass(frozen=True, kw_only=True)
class Fill:
    """Connect until there are so many; answered by `Filled`."""

    place: Place
    size: int
    compression: bool
    """Whether they offer compression, as browsers do."""


@dataclass(frozen=True, kw_only=True)
class Filled:
    """How it went."""

    seconds: float
    refused: int
    """How often one was refused, and tried again."""


@dataclass(frozen=True, kw_only=True)
class Expect:
    """Wait for so many events at every client.

    Answered at once by `True`, and in the end by the moments at which the last client had each,
    in nanoseconds of the monotonic clock.
    """

    events: int


@dataclass(frozen=True, kw_only=True)
class Leave:
    """Disconnect everybody; answered by `True`."""


type Command = Fill | Expect | Leave | None


class CrowdError(Exception):
    """The clients were not treated as they should: cut off, or not served in time."""
