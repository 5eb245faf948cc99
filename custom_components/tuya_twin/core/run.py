"""Runs: one execution of a protocol or a drill, and each device's part in it."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from .model import BulbState, Command, Device, Path, Protocol, Reason, SirenState, Status


class Result(StrEnum):
    """How far one device's part in a run has come."""

    PENDING = "pending"
    SENT = "sent"
    CONFIRMED = "confirmed"
    FAILED = "failed"
    SKIPPED = "skipped"

    @property
    def final(self) -> bool:
        """Whether the step will not change any more."""
        return self in (Result.CONFIRMED, Result.FAILED, Result.SKIPPED)


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What something in the house showed when a run was asked for."""

    source: str
    """An entity id, or whatever else names it for good."""
    name: str
    """What people call it."""
    state: str
    at: datetime
    """Since when it has shown that."""


@dataclass(frozen=True, kw_only=True)
class Cause:
    """Who or what asked for something."""

    origin: str
    """`person`, `automation`, `system`, the analyzer's `rules`, or an `ai` within their bounds."""
    name: str | None = None
    """The person's name, where there is one."""
    reason: str | None = None
    """The words given with the call."""
    context_id: str | None = None
    """Home Assistant's context, for the logbook."""
    user_id: str | None = None
    """The person's id in Home Assistant; stays in the record, and is not shown to screens."""
    evidence: tuple[Evidence, ...] = ()
    hazard: bool = False
    """Whether it is fire, gas or water: people have to get out, so no door is locked for it."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One device's part in a run; `ms` is the time from the start of the run to the result."""

    device: Device
    command: Command
    result: Result = Result.PENDING
    reason: Reason | None = None
    ms: float | None = None
    path: Path | None = None
    """How it was confirmed; `None` until then."""
    stand_ins: tuple[str, ...] = ()
    """The names of the stand-ins that were confirmed in place of a device that failed."""
    before: BulbState | SirenState | None = None
    """How the device was before the first alarm; only in the step that changes that."""
    until: datetime | None = None
    """When a siren has sounded for as long as it may in this alarm."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """One execution of a protocol; `deadline` is in seconds from its start."""

    id: str
    protocol: Protocol
    zone: str
    cause: Cause
    started_at: datetime
    deadline: float
    steps: tuple[Step, ...]
    incident: str | None = None
    """The incident it began, is part of, or ended; `None` for one in a house at rest."""
    drill: bool = False
    """Whether it only tries what `protocol` would do; no status follows from it."""
    resumed_at: datetime | None = None
    """When its remaining steps were taken up again after a restart."""
    revision: int = 0
    """Counts up with every change, so that the higher one is the later one."""

    @property
    def status(self) -> Status:
        """The status this run puts its zone in."""
        return self.protocol.status

    @property
    def finished(self) -> bool:
        """Whether every step has its final result."""
        return all(step.result.final for step in self.steps)

    @property
    def failed(self) -> tuple[Step, ...]:
        """The steps that failed."""
        return tuple(step for step in self.steps if step.result is Result.FAILED)

    def with_step(self, changed: Step) -> Self:
        """The run with the step of the same device replaced."""
        steps = tuple(
            changed if step.device.id == changed.device.id else step for step in self.steps
        )
        return replace(self, steps=steps, revision=self.revision + 1)


@dataclass(frozen=True, kw_only=True)
class PlannedRun:
    """What follows from setting a zone to a status."""

    steps: tuple[Step, ...]
    """In the order they should start; some are skipped already, with their reason."""
    alarms_over: tuple[str, ...] = ()
    """The sirens, by device id, that are not to be kept sounding any more."""


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """One siren that is to be heard, from the rise to red until it is proven to be silent."""

    since: datetime
    until: datetime
    """When it has sounded for as long as it may; a restart does not move this."""
    drill: bool = False
    """Whether it is only a chirp that tries the siren out."""
    armed_until: datetime | None = None
    """When the siren falls silent by its own clock; `None` while it was not proven to sound."""
    over: bool = False
    """Whether it has to be silenced."""
    capped: bool = False
    """Whether it was silenced because it had sounded for as long as it may."""
    silenced: bool = False
    """Whether a person silenced it by itself, so that it is left alone."""
