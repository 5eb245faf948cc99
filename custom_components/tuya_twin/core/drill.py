"""What a drill tries, and how: the red protocol without the fright."""

from dataclasses import replace
from datetime import datetime, timedelta

from .errors import DrillRefusedError
from .house import House
from .model import (
    HOUSE,
    Bolt,
    BulbCommand,
    BulbMode,
    BulbState,
    CheckCommand,
    Device,
    DeviceKind,
    DeviceReport,
    LockState,
    Reason,
    SirenCommand,
    SirenState,
    Status,
)
from .run import Result, Step
from .settings import Drills, DrillSiren

CHIRP_SECONDS = 1
CHIRP = SirenCommand(on=True, volume=1, duration=CHIRP_SECONDS)
"""As quietly as it can be heard."""
FLASH = BulbCommand(on=True, mode=BulbMode.COLOUR, hue=0)


def drill_steps(house: House, zone: str, drills: Drills, now: datetime) -> tuple[Step, ...]:
    """The steps of a drill in a zone, or of the whole house.

    Bulbs turn red and are put back by whoever keeps them, sirens chirp and are silenced the same
    way, locks do not move. Raises `DrillRefusedError` unless the house is at rest.
    """
    if house.shown(HOUSE) is not Status.GREEN_SAFE or any(
        run.drill for run in house.open_runs.values()
    ):
        raise DrillRefusedError
    return tuple(
        _step(house, device, drills, now)
        for device in house.devices
        if zone in (HOUSE, device.zone)
    )


def judged(step: Step, report: DeviceReport) -> Step:
    """The step of a check that was answered: a lock also has to tell where its bolt is."""
    if not isinstance(step.command, CheckCommand) or not isinstance(report.state, LockState):
        return step
    match report.state.bolt:
        case Bolt.UNKNOWN:
            return replace(step, result=Result.FAILED, reason=Reason.UNKNOWN_STATE)
        case Bolt.JAMMED:
            return replace(step, result=Result.FAILED, reason=Reason.JAMMED)
        case _:
            return step


def _step(house: House, device: Device, drills: Drills, now: datetime) -> Step:
    check = Step(device=device, command=CheckCommand())
    report = house.reports.get(device.id)
    state = None if report is None or not report.reachable else report.state
    known = house.before.get(device.id)
    match device.kind:
        case DeviceKind.BULB:
            as_it_is = state if isinstance(state, BulbState) and state.on is not None else None
            if known is None and as_it_is is None:
                # What could not be put back is not changed.
                return check
            return replace(check, command=FLASH, before=None if known else as_it_is)
        case DeviceKind.SIREN if drills.sirens is DrillSiren.CHIRP:
            quiet = state if isinstance(state, SirenState) and not state.sounding else None
            return replace(
                check,
                command=CHIRP,
                until=now + timedelta(seconds=CHIRP_SECONDS),
                before=None if known else quiet,
            )
        case _:
            return check
