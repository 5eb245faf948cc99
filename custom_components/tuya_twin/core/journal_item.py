"""The facts of one call on their way to the disk, and the numbers they are given."""

import asyncio
from dataclasses import dataclass, field, replace

from .facts import Fact, StatusChange, StatusUpdate
from .records import Row, to_row


@dataclass(kw_only=True)
class Item:
    """The facts of one call on their way to the disk."""

    facts: tuple[Fact, ...]
    incident: str | None
    first: int
    """The place of the first fact among all of this life, counted from 1."""
    epoch: str
    done: asyncio.Future[None]
    rows: list[Row] = field(init=False)
    """The facts as rows."""

    def __post_init__(self) -> None:
        """Make the rows, once: an alarm waits for it."""
        self.rows = self._rows()

    @property
    def last(self) -> int:
        """The place of the last fact."""
        return self.first + len(self.facts) - 1

    def move_to(self, epoch: str) -> None:
        """Have the numbers mean something in another epoch only."""
        self.epoch = epoch
        self.facts = tuple(
            replace(fact, epoch=epoch) if isinstance(fact, StatusUpdate) else fact
            for fact in self.facts
        )
        self.rows = self._rows()

    def _rows(self) -> list[Row]:
        return [to_row(fact, epoch=self.epoch, incident=self.incident) for fact in self.facts]


def numbered(change: StatusChange | StatusUpdate, epoch: str, seq: int) -> StatusUpdate:
    """The change under this number; one that had another loses that."""
    return StatusUpdate(
        status=change.status,
        zone=change.zone,
        epoch=epoch,
        seq=seq,
        at=change.at,
        run_id=change.run_id,
        cause=change.cause,
    )
