"""What an edge server hears of houses over their message bus."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any, override

import socketio

from scripts.lib.edge_house import Json

CHANNEL, BEAT = "tuya_twin", "bus_beat"
BUS_SECONDS = 15.0
"""How long the bus may be silent: the house speaks every five seconds."""

type Hear = Callable[[str, str, Json], list[str] | None]
"""Takes in a room, an event and its payload; returns which screens have it already, `None` if it is
for none."""


@dataclass(kw_only=True)
class Feed:
    """What comes from one household over the bus."""

    bus: str = ""
    heard: int = 0
    """How many events there should have been."""
    heard_at: float = 0.0

    def note_beat(self, beat: Json) -> bool:
        """Take in how many events there were; says whether none was missed."""
        whole = not self.bus or (self.bus, self.heard) == (beat["bus"], beat["sent"])
        self.bus, self.heard = beat["bus"], beat["sent"]
        return whole

    @property
    def is_live(self) -> bool:
        """Whether what happens comes here."""
        return bool(self.bus) and monotonic() - self.heard_at < BUS_SECONDS


def manager(bus: str, hear: Hear) -> Any:  # noqa: ANN401 - socketio ships no types
    """The library's manager of clients, which asks `hear` before it passes anything on."""
    is_amqp = bus.startswith("amqp")
    base: Any = socketio.AsyncAioPikaManager if is_amqp else socketio.AsyncRedisManager

    class Manager(base):  # type: ignore[misc]
        # Where the library's manager passes on what it heard. It is not documented: a test of the
        # whole fails if a new version does it elsewhere.
        @override
        async def _handle_emit(self, message: Json) -> None:
            have = hear(message["room"] or "", message["event"], message["data"][0])
            if have is not None:
                await super()._handle_emit({**message, "skip_sid": have})

    return Manager(bus, channel=CHANNEL)
