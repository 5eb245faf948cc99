"""Tickets for doors."""

import secrets

from ....core.ports import Clock
from .account import Refusal

TICKET_SECONDS = 360
"""The life of a ticket in the examples of Tuya's documents."""


class Tickets:
    """Hands out tickets, each for one door, once, for minutes.

    That a ticket opens only once is what its users saw; the documents are silent. They name no
    code for one that does not either: 1109, an illegal parameter, is our choice.
    """

    def __init__(self, clock: Clock) -> None:
        """Start with none."""
        self._clock = clock
        self._open: dict[str, tuple[str, float]] = {}

    def issue(self, device_id: str) -> dict[str, object]:
        """A ticket for a door."""
        ticket = secrets.token_hex(4)
        self._open[ticket] = device_id, self._clock.monotonic() + TICKET_SECONDS
        key = secrets.token_hex(32).upper()
        return {"ticket_id": ticket, "ticket_key": key, "expire_time": TICKET_SECONDS}

    def spend(self, ticket: object, device_id: str) -> None:
        """Use a ticket up, or raise a `Refusal`."""
        door, over_at = self._open.pop(str(ticket), ("", 0.0))
        if door != device_id or self._clock.monotonic() >= over_at:
            raise Refusal(1109, "param is illegal, please check it")
