"""The course of an incident, as far as people are told of it: its runs, and when they are over."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from .facts import BulbLit, RunStarted, SirenArmed, StepEnded
from .house import House, HouseUpdate
from .model import Status
from .policy import Policy, Tell
from .run import Result, Run

GRACE = timedelta(seconds=0.25)
"""That a device has missed the deadline is known a moment after it."""
NEVER = datetime.min.replace(tzinfo=UTC)
"""Before any moment, where times are compared."""


class Course:
    """The runs of the open incident that people are told of."""

    def __init__(self, house: House, policy: Policy, now: datetime) -> None:
        """What a restart interrupted is taken up now, and takes its time again."""
        self._policy = policy
        self._begun = now
        self._runs: dict[str, Run] = {}
        for run in (*house.open_runs.values(), house.run):
            if run is not None:
                self._take(house, run)

    def heard(self, house: House, update: HouseUpdate) -> bool:
        """Whether this changes what people are to know; `house` is as it left it."""
        match update:
            case RunStarted(run=run):
                self._take(house, run)
            case Run(id=run_id) if run_id in self._runs:
                self._runs[run_id] = update
            case StepEnded(run_id=run_id, step=step) if run_id in self._runs:
                self._runs[run_id] = self._runs[run_id].with_step(step)
            case SirenArmed(device_id=device_id) | BulbLit(device_id=device_id):
                self._came_round(device_id)
            case _:
                return False
        return True

    def standing(self, house: House) -> list[Run]:
        """Those whose status still stands in their zone."""
        return [
            run for run in self._runs.values() if house.own_status(run.zone).status is run.status
        ]

    def settled(self, house: House) -> tuple[datetime, datetime]:
        """When a first word can go out, and when there is nothing more to wait for.

        The first is not put off by one run after the other.
        """
        standing = self.standing(house)
        last = max((self._deadline(run) for run in standing if not run.finished), default=NEVER)
        return min((*map(self._deadline, standing), last)), last

    def _deadline(self, run: Run) -> datetime:
        return max(run.started_at, self._begun) + timedelta(seconds=run.deadline) + GRACE

    def _take(self, house: House, run: Run) -> None:
        incident = house.incident
        self._runs = {
            run_id: known
            for run_id, known in self._runs.items()
            if incident is not None and known.incident == incident.id
        }
        if run.drill or incident is None or run.incident != incident.id:
            return
        told = self._policy.level(run.zone, run.status).tell is not Tell.NOBODY
        if told and run.status is not Status.GREEN_SAFE:
            self._runs[run.id] = run

    def _came_round(self, device_id: str) -> None:
        """A device that had failed does now what it should: it was seen to."""
        for run_id, run in self._runs.items():
            for step in run.failed:
                if step.device.id == device_id:
                    done = replace(step, result=Result.CONFIRMED, reason=None)
                    self._runs[run_id] = run.with_step(done)
