"""Runs one protocol: every device at once, every step proven or failed with its reason."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
import logging
from uuid import uuid4

from .errors import SupersededError
from .ladder import Climbed, Ladder
from .model import Protocol, Reason
from .ports import Clock, FeedPort, JournalPort, Notifier
from .run import Cause, Result, Run, Step

_LOGGER = logging.getLogger(__name__)

DEADLINE = 5.0
"""Seconds a device has to prove that it did its part."""

type Planner = Callable[[Protocol, str], tuple[Step, ...]]
"""The steps a protocol asks for in a zone, given the house as it is now."""


class Orchestrator:
    """Turns a protocol and a zone into a finished run."""

    def __init__(  # noqa: PLR0913 - one per port
        self,
        *,
        devices: Mapping[str, Ladder],
        planner: Planner,
        journal: JournalPort,
        feed: FeedPort,
        notifier: Notifier,
        clock: Clock,
        deadline: float = DEADLINE,
    ) -> None:
        """Take the ports; `devices` is read anew for each run."""
        self._devices = devices
        self._planner = planner
        self._journal = journal
        self._feed = feed
        self._notifier = notifier
        self._clock = clock
        self.deadline = deadline
        self._entering = asyncio.Lock()

    async def execute(self, protocol: Protocol, zone: str, cause: Cause) -> Run:
        """Carry the protocol out in the zone and return the finished run.

        Never raises for a device: what it did not do stands in its step. The run is in the
        journal before the first command, its status on the screens before the first answer.
        """
        # One at a time, so that each run is planned on the house as the one before it left it.
        async with self._entering:
            run = await self._enter(protocol, zone, cause)
        finished = await _Execution(run, self._devices, self._feed, self._clock).finish()
        await self._journal.record_run(finished)
        await self._notifier.announce(finished)
        return finished

    async def _enter(self, protocol: Protocol, zone: str, cause: Cause) -> Run:
        run = Run(
            id=uuid4().hex,
            protocol=protocol,
            zone=zone,
            cause=cause,
            started_at=self._clock.now(),
            deadline=self.deadline,
            steps=self._planner(protocol, zone),
        )
        await self._journal.record_run(run)
        await self._feed.broadcast_status(protocol.status, zone, run_id=run.id, cause=cause)
        self._feed.show_run(run)
        return run


class _Execution:
    """One run while its steps are under way."""

    def __init__(
        self, run: Run, devices: Mapping[str, Ladder], feed: FeedPort, clock: Clock
    ) -> None:
        self._run = run
        self._devices = devices
        self._feed = feed
        self._clock = clock
        self._started = clock.monotonic()

    async def finish(self) -> Run:
        # gather, not a task group: one dead device must not stop the others.
        await asyncio.gather(*(self._take(step) for step in self._run.steps))
        return self._run

    async def _take(self, step: Step) -> None:
        def sent() -> None:
            self._change(replace(step, result=Result.SENT))

        try:
            climbed = await self._devices[step.device.id].climb(
                step.command, within=self._run.deadline, on_sent=sent
            )
        except Exception:
            _LOGGER.exception("Unexpected error while commanding %s", step.device.name)
            outcome = replace(step, result=Result.FAILED, reason=Reason.INTERNAL)
        else:
            outcome = _outcome(step, climbed)
        elapsed = (self._clock.monotonic() - self._started) * 1000
        self._change(replace(outcome, ms=round(elapsed, 1)))

    def _change(self, step: Step) -> None:
        self._run = self._run.with_step(step)
        self._feed.show_run(self._run)


def _outcome(step: Step, climbed: Climbed) -> Step:
    if climbed.error is None:
        result, reason = Result.CONFIRMED, None
    else:
        superseded = isinstance(climbed.error, SupersededError)
        result = Result.SKIPPED if superseded else Result.FAILED
        reason = climbed.error.reason
    return replace(
        step, result=result, reason=reason, path=climbed.path, stand_ins=climbed.stand_ins
    )
