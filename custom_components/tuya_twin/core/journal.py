"""The record of what happened, in order; the only place that hands out `seq`."""

from collections import deque
from collections.abc import Sequence
from datetime import datetime
from typing import override
from uuid import uuid4

from .facts import StatusUpdate
from .model import Status
from .ports import JournalPort
from .run import Cause, Run

KEPT_UPDATES = 1000
"""Enough for a screen that was away for days; about 300 kB at most."""
KEPT_RUNS = 100


class MemoryJournal(JournalPort):
    """A record that lives as long as the household is loaded; each life has its own epoch."""

    def __init__(self) -> None:
        """Start a new epoch at 0."""
        self._epoch = uuid4().hex
        self._seq = 0
        self._updates: deque[StatusUpdate] = deque(maxlen=KEPT_UPDATES)
        self._runs: dict[str, Run] = {}

    @property
    @override
    def epoch(self) -> str:
        return self._epoch

    @property
    @override
    def seq(self) -> int:
        return self._seq

    @override
    async def record_status(
        self, status: Status, zone: str, at: datetime, *, run_id: str | None, cause: Cause | None
    ) -> StatusUpdate:
        self._seq += 1
        update = StatusUpdate(
            status=status,
            zone=zone,
            epoch=self._epoch,
            seq=self._seq,
            at=at,
            run_id=run_id,
            cause=cause,
        )
        self._updates.append(update)
        return update

    @override
    async def record_run(self, run: Run) -> None:
        self._runs.pop(run.id, None)
        self._runs[run.id] = run
        while len(self._runs) > KEPT_RUNS:
            del self._runs[next(iter(self._runs))]

    @override
    def since(self, epoch: str, seq: int) -> Sequence[StatusUpdate] | None:
        oldest_missed = seq + 1
        if epoch != self._epoch or not 0 <= seq <= self._seq:
            return None
        missed = [update for update in self._updates if update.seq >= oldest_missed]
        if len(missed) != self._seq - seq:
            return None
        return missed
