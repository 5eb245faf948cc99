"""What was planned is looked at once more before it is done: time went on, and so did the house."""

from dataclasses import replace
from datetime import timedelta
from types import NoneType

import pytest

from custom_components.tuya_twin.core.errors import DeviceError, HazardError, SupersededError
from custom_components.tuya_twin.core.model import LockCommand, Reason, SirenCommand
from custom_components.tuya_twin.core.planning import as_late_as, objection, sounding
from custom_components.tuya_twin.core.policy import SirenRule
from custom_components.tuya_twin.core.run import Alarm, Result, Step
from tests.core.kit import FOYER_LOCK, FOYER_SIREN, NIGHT, make_house

LOUD = SirenCommand(on=True, volume=80, duration=60)
SILENT = SirenCommand(on=False)
CAP = timedelta(seconds=180)
SOUND = Step(device=FOYER_SIREN, command=LOUD, until=NIGHT + CAP)
LOCK = Step(device=FOYER_LOCK, command=LockCommand(lock=True))
ALARM = Alarm(since=NIGHT, until=NIGHT + CAP)


def seconds(of: float) -> timedelta:
    return timedelta(seconds=of)


# How long a siren is told to sound ----------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "duration"), [(180, 60), (60.5, 60), (59.9, 59), (1, 1), (0.5, 1), (-3, 1)]
)
def test_a_siren_is_told_to_sound_for_what_is_left_and_never_for_no_time(
    left: float, duration: int
) -> None:
    command = sounding(SirenRule(volume=80, seconds=60), NIGHT, NIGHT + seconds(left))

    assert command == replace(LOUD, duration=duration)


@pytest.mark.parametrize(("left", "duration"), [(180, 60), (60, 60), (59.9, 59), (1, 1)])
def test_a_siren_that_is_told_late_sounds_for_what_is_left(left: float, duration: int) -> None:
    late = as_late_as(SOUND, NIGHT + CAP - seconds(left))

    assert late == replace(SOUND, command=replace(LOUD, duration=duration))


@pytest.mark.parametrize("left", [0.9, 0, -60])
def test_a_siren_whose_time_is_over_is_not_told_any_more(left: float) -> None:
    late = as_late_as(SOUND, NIGHT + CAP - seconds(left))

    assert (late.result, late.reason) == (Result.SKIPPED, Reason.CAP_REACHED)


@pytest.mark.parametrize("step", [LOCK, replace(SOUND, command=SILENT), replace(SOUND, until=None)])
def test_nothing_else_changes_however_late_it_is(step: Step) -> None:
    assert as_late_as(step, NIGHT + timedelta(days=1)) == step


# What speaks against it by now --------------------------------------------------------------


@pytest.mark.parametrize(
    ("alarm", "against"),
    [
        (ALARM, NoneType),
        (None, SupersededError),
        (replace(ALARM, over=True), SupersededError),
        (replace(ALARM, silenced=True), SupersededError),
    ],
    ids=["it lasts", "there is none", "it is over", "a person silenced it"],
)
def test_a_siren_is_only_made_to_sound_in_its_alarm(
    alarm: Alarm | None, against: type[DeviceError | None]
) -> None:
    alarms = {} if alarm is None else {FOYER_SIREN.id: alarm}
    house = replace(make_house(), alarms=alarms)

    found = objection(house, SOUND)

    assert type(found) is against


@pytest.mark.parametrize("step", [replace(SOUND, command=SILENT), replace(SOUND, until=None)])
def test_silence_and_a_sound_that_has_no_end_set_take_no_alarm(step: Step) -> None:
    assert objection(make_house(), step) is None


def test_nothing_speaks_against_a_lock_but_a_hazard() -> None:
    smoke = replace(make_house(), hazards=("binary_sensor.smoke",))

    assert objection(make_house(), LOCK) is None
    assert isinstance(objection(smoke, LOCK), HazardError)
    assert objection(replace(smoke, alarms={FOYER_SIREN.id: ALARM}), SOUND) is None
