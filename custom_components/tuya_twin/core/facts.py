"""What is recorded, in order. The house is what has become of all facts so far."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .assessment import Assessment, Watch
from .model import BulbCommand, Status
from .run import Cause, Run, Step


@dataclass(frozen=True, kw_only=True)
class StatusChange:
    """A change of status that has no number yet: the journal makes a `StatusUpdate` of it."""

    status: Status
    zone: str
    at: datetime
    run_id: str | None = None
    cause: Cause | None = None


@dataclass(frozen=True, kw_only=True)
class StatusUpdate:
    """One change of status as the journal recorded it: ordered by `seq` within `epoch`."""

    status: Status
    zone: str
    epoch: str
    seq: int
    at: datetime
    run_id: str | None = None
    cause: Cause | None = None


@dataclass(frozen=True, kw_only=True)
class RunStarted:
    """A run as it was planned, before anything of it was done."""

    run: Run
    alarms_over: tuple[str, ...] = ()
    """The sirens, by device id, that are not to be kept sounding any more."""

    @property
    def at(self) -> datetime:
        """When."""
        return self.run.started_at


@dataclass(frozen=True, kw_only=True)
class RunResumed:
    """A run whose remaining steps were taken up again after a restart."""

    run_id: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class StepEnded:
    """One step of a run with its final result."""

    run_id: str
    step: Step
    at: datetime


@dataclass(frozen=True, kw_only=True)
class SirenArmed:
    """A siren was proven to sound, and falls silent by its own clock at `until`."""

    device_id: str
    at: datetime
    until: datetime


@dataclass(frozen=True, kw_only=True)
class SirenSilent:
    """A siren whose alarm is over, or has lasted as long as it may, was proven to be silent."""

    device_id: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class HazardsChanged:
    """Sensors tell of smoke, carbon monoxide or gas, or that there is none any more."""

    active: tuple[str, ...]
    """By entity id, those that tell of some; while there is one, no door is locked."""
    at: datetime


@dataclass(frozen=True, kw_only=True)
class SirenSilenced:
    """A person silenced one siren by itself: it is not made to sound again in this alarm."""

    device_id: str
    at: datetime
    cause: Cause


@dataclass(frozen=True, kw_only=True)
class BulbLit:
    """A bulb that had missed its run was proven to show the alarm's light."""

    device_id: str
    light: BulbCommand
    at: datetime


@dataclass(frozen=True, kw_only=True)
class PutBack:
    """A device has back what an alarm had changed of it, or that was given up."""

    device_id: str
    at: datetime


class Answer(StrEnum):
    """What a person says to an alarm."""

    ACKNOWLEDGED = "acknowledged"
    """I know, and see to it: nobody else has to be told."""
    FALSE_ALARM = "false_alarm"
    STOOD_DOWN = "stood_down"
    """It was real, and it is over."""


@dataclass(frozen=True, kw_only=True)
class Answered:
    """A person answered to an incident."""

    incident_id: str
    answer: Answer
    at: datetime
    cause: Cause


@dataclass(frozen=True, kw_only=True)
class PeopleTold:
    """People were told of an incident."""

    incident_id: str
    at: datetime
    call: int
    """Counts the calls of one incident from 0: who comes next follows from it."""
    targets: tuple[str, ...]
    failed: tuple[str, ...] = ()
    """Those of the targets that could not be told."""


@dataclass(frozen=True, kw_only=True)
class CodeRefused:
    """Somebody gave a wrong code, or none that was needed."""

    device_id: str
    at: datetime
    cause: Cause
    locked_out_until: datetime | None = None
    """Until when no code is taken at all; `None` while there are attempts left."""


@dataclass(frozen=True, kw_only=True)
class CodeAccepted:
    """Somebody gave the right code."""

    device_id: str
    at: datetime
    cause: Cause


@dataclass(frozen=True, kw_only=True)
class WatchChanged:
    """The house is watched otherwise."""

    watch: Watch
    at: datetime
    cause: Cause


@dataclass(frozen=True, kw_only=True)
class EntryBegan:
    """Somebody came in: until `until` they may say that they live here."""

    assessment: Assessment
    """What is done about it if nobody says so."""
    at: datetime
    until: datetime


@dataclass(frozen=True, kw_only=True)
class EntryEnded:
    """Nothing is waited for any more: somebody said so, or the time was up."""

    at: datetime


@dataclass(frozen=True, kw_only=True)
class Assessed:
    """The analyzer's verdict on one sign."""

    assessment: Assessment

    @property
    def at(self) -> datetime:
        """When the sign was seen."""
        return self.assessment.at


@dataclass(frozen=True, kw_only=True)
class OpinionAsked:
    """An AI was asked for a second opinion: one call of the day's budget."""

    incident_id: str
    zone: str
    at: datetime


class OpinionFate(StrEnum):
    """What became of a second opinion."""

    NOTED = "noted"
    """It is on record, and moved nothing."""
    RAISED = "raised"
    LOWERED = "lowered"
    LATE = "late"
    """It came after the deadline, and is only on record."""
    OUT_OF_BOUNDS = "out_of_bounds"
    """It wanted more than the rules allow."""
    MALFORMED = "malformed"
    """It did not fit what was asked for, or named what was not in the question."""
    FAILED = "failed"
    """There was no answer."""


@dataclass(frozen=True, kw_only=True)
class OpinionGiven:
    """What came of a second opinion. Its words are an AI's: to be shown, never to be obeyed."""

    incident_id: str
    zone: str
    at: datetime
    fate: OpinionFate
    seconds: float
    """How long it took."""
    status: Status | None = None
    """What the AI takes it for; `None` without a well-formed answer."""
    confidence: float | None = None
    """From 0 to 1."""
    summary: str = ""
    cited: tuple[str, ...] = ()
    """The entities it rests on, by entity id; all of them were in the question."""


@dataclass(frozen=True, kw_only=True)
class WeightChanged:
    """A sensor's signs weigh less, or as before."""

    sensor: str
    name: str
    zone: str
    weight: int
    """In percent."""
    at: datetime
    cause: Cause


type Fact = (
    StatusUpdate
    | RunStarted
    | RunResumed
    | StepEnded
    | SirenArmed
    | SirenSilenced
    | SirenSilent
    | HazardsChanged
    | BulbLit
    | PutBack
    | Answered
    | PeopleTold
    | CodeRefused
    | CodeAccepted
    | WatchChanged
    | EntryBegan
    | EntryEnded
    | Assessed
    | OpinionAsked
    | OpinionGiven
    | WeightChanged
)
type Entry = Fact | StatusChange
"""What may be handed in to be recorded."""
