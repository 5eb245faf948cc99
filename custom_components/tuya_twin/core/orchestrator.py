"""Runs one protocol: every device at once, every step proven or failed with its reason."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
import logging
from uuid import uuid4

from .caution import unless
from .chronicle import Chronicle
from .drill import drill_steps, judged
from .errors import DeviceError, HazardError, SupersededError
from .facts import Entry, RunResumed, RunStarted, StatusChange, StepEnded
from .house import House
from .ladder import Climbed, Ladder
from .model import Protocol, Reason, Status
from .planning import as_late_as, objection, plan
from .policy import Policy
from .ports import Clock
from .run import Cause, Result, Run, Step
from .settings import Drills

_LOGGER = logging.getLogger(__name__)

DEADLINE = 5.0
"""Seconds a device has to prove that it did its part."""


class Orchestrator:
    """Turns a protocol and a zone into a finished run."""

    def __init__(
        self,
        *,
        devices: Mapping[str, Ladder],
        chronicle: Chronicle,
        policy: Policy,
        clock: Clock,
        deadline: float = DEADLINE,
    ) -> None:
        """Take the ports; `devices` is read anew for each run."""
        self._devices = devices
        self._chronicle = chronicle
        self._policy = policy
        self._clock = clock
        self.deadline = deadline
        self._entering = asyncio.Lock()

    async def execute(self, protocol: Protocol, zone: str, cause: Cause, *because: Entry) -> Run:
        """Carry the protocol out in the zone and return the finished run, as `begin` and `finish`.

        Never raises for a device: what it did not do stands in its step.
        """
        return await self.finish(await self.begin(protocol, zone, cause, *because))

    async def begin(
        self,
        protocol: Protocol,
        zone: str,
        cause: Cause,
        *because: Entry,
        require: Callable[[House], None] | None = None,
    ) -> Run:
        """Enter the status and return the run that follows, of which nothing is done yet.

        `because` is recorded with it, all or none: what it follows from. The run and the status
        are on disk before the first command, and on the screens before the first answer.
        `require` sees the house when it is this run's turn: what it raises stops it.
        """
        # One at a time, so that each run is planned on the house as the one before it left it.
        async with self._entering:
            house, now = self._chronicle.house, self._clock.now()
            if require is not None:
                require(house)
            planned = plan(house, zone, protocol.status, self._policy, now, hazard=cause.hazard)
            run = self._make(protocol, zone, cause, now, planned.steps)
            change = StatusChange(
                status=protocol.status, zone=zone, at=now, run_id=run.id, cause=cause
            )
            await self._start(run, change, *because, alarms_over=planned.alarms_over)
        return run

    async def try_out(self, zone: str, cause: Cause, drills: Drills) -> Run:
        """Carry out a drill and return the finished run; no status follows from it.

        Raises `DrillRefusedError` unless the house is at rest when it is this run's turn.
        """
        async with self._entering:
            house, now = self._chronicle.house, self._clock.now()
            steps = drill_steps(house, zone, drills, now)
            run = self._make(Protocol.RED, zone, cause, now, steps)
            run = replace(run, drill=True, incident=None)
            await self._start(run)
        return await self.finish(run)

    async def resume(self) -> None:
        """Take up what a restart interrupted: each step that is not recorded as ended, once."""
        now = self._clock.now()
        runs = list(self._chronicle.house.open_runs.values())
        taken: set[str] = set()
        for run in reversed(runs):
            left = [step for step in run.steps if not step.result.final]
            for step in left:
                ended = self._ended_meanwhile(step, taken, now)
                if ended is not None:
                    await self._chronicle.record(StepEnded(run_id=run.id, step=ended, at=now))
            taken |= {step.device.id for step in left}
        for run in runs:
            await self._chronicle.record(RunResumed(run_id=run.id, at=now))
        left_runs = list(self._chronicle.house.open_runs.values())
        await asyncio.gather(*(self.finish(run, resumed=True) for run in left_runs))

    def _ended_meanwhile(self, step: Step, taken: set[str], now: datetime) -> Step | None:
        """The step with its result, if there is nothing left to do; `taken` by newer runs."""
        reason = None
        if step.device.id in taken:
            reason = Reason.SUPERSEDED
        elif step.device.id not in self._devices:
            reason = Reason.CLOSED
        if reason is None:
            late = as_late_as(step, now)
            return late if late.result.final else None
        return replace(step, result=Result.SKIPPED, reason=reason)

    def _make(
        self, protocol: Protocol, zone: str, cause: Cause, now: datetime, steps: tuple[Step, ...]
    ) -> Run:
        run_id = uuid4().hex
        incident = self._chronicle.house.incident
        begins = run_id if protocol.status is not Status.GREEN_SAFE else None
        return Run(
            id=run_id,
            protocol=protocol,
            zone=zone,
            cause=cause,
            started_at=now,
            deadline=self.deadline,
            steps=steps,
            incident=begins if incident is None else incident.id,
        )

    async def _start(self, run: Run, *changes: Entry, alarms_over: tuple[str, ...] = ()) -> None:
        await self._chronicle.record(*changes, RunStarted(run=run, alarms_over=alarms_over))

    async def finish(self, run: Run, *, resumed: bool = False) -> Run:
        """Carry out a run that has begun, perhaps before a restart, and return it finished."""
        return await _Execution(
            run, self._devices, self._chronicle, self._clock, resumed=resumed
        ).finish()


class _Execution:
    """One run while its steps are under way."""

    def __init__(
        self,
        run: Run,
        devices: Mapping[str, Ladder],
        chronicle: Chronicle,
        clock: Clock,
        *,
        resumed: bool,
    ) -> None:
        self._run = run
        self._devices = devices
        self._chronicle = chronicle
        self._clock = clock
        self._resumed = resumed
        # A run that goes on after a restart began on another clock.
        passed = (clock.now() - run.started_at).total_seconds() if resumed else 0.0
        self._started = clock.monotonic() - passed

    async def finish(self) -> Run:
        # gather, not a task group: one dead device must not stop the others.
        steps = (step for step in self._run.steps if not step.result.final)
        await asyncio.gather(*(self._take(step) for step in steps))
        return self._run

    async def _take(self, step: Step) -> None:
        def sent() -> None:
            self._change(replace(step, result=Result.SENT))

        try:
            outcome = await self._command(step, sent)
        except Exception:
            _LOGGER.exception("Unexpected error while commanding %s", step.device.name)
            outcome = replace(step, result=Result.FAILED, reason=Reason.INTERNAL)
        elapsed = (self._clock.monotonic() - self._started) * 1000
        outcome = replace(outcome, ms=round(elapsed, 1))
        self._change(outcome)
        # A household that is being unloaded goes on with this step when it is back.
        if outcome.reason is not Reason.CLOSED:
            ended = StepEnded(run_id=self._run.id, step=outcome, at=self._clock.now())
            await self._chronicle.record(ended)

    async def _command(self, step: Step, sent: Callable[[], None]) -> Step:
        device = self._devices[step.device.id]
        command = as_late_as(step, self._clock.now()).command if self._resumed else step.command
        climbing = device.climb(
            command, within=self._run.deadline, on_sent=sent, resumed=self._resumed
        )
        try:
            climbed = await unless(self._chronicle, lambda house: objection(house, step), climbing)
        except DeviceError as error:
            climbed = Climbed(error=error)
        return judged(_outcome(step, climbed), device.report)

    def _change(self, step: Step) -> None:
        self._run = self._run.with_step(step)
        self._chronicle.note(self._run)


def _outcome(step: Step, climbed: Climbed) -> Step:
    if climbed.error is None:
        result, reason = Result.CONFIRMED, None
    else:
        skipped = isinstance(climbed.error, SupersededError | HazardError)
        result = Result.SKIPPED if skipped else Result.FAILED
        reason = climbed.error.reason
    return replace(
        step, result=result, reason=reason, path=climbed.path, stand_ins=climbed.stand_ins
    )
