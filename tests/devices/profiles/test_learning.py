"""What a person beside the device answers becomes its profile."""

import pytest

from custom_components.tuya_twin.core.errors import InvalidProfileError, UnsupportedError
from custom_components.tuya_twin.core.model import Bolt, LockCommand, SirenCommand
from custom_components.tuya_twin.devices.profiles import (
    Dps,
    LockProfile,
    LockTrial,
    SirenProfile,
    learned_lock,
    learned_siren,
    siren_test,
    siren_trials,
)
from custom_components.tuya_twin.devices.profiles.presets import SIREN_STANDARD, SIRENS

# Sirens -------------------------------------------------------------------------------------


def test_the_sirens_that_fit_are_tried_before_bare_switches() -> None:
    trials = siren_trials({"5": "high", "7": 60, "13": False, "21": "mode_1", "109": False})

    assert trials[0] == SIREN_STANDARD
    assert trials[-1].encode(SirenCommand(on=True, volume=100, duration=9)).writes == {"109": True}
    bare = [trial.switch for trial in trials if trial.duration is None]
    assert bare == ["109"]


@pytest.mark.parametrize("dps", [{}, {"3": True, "4": "x", "5": 0}])
def test_a_device_without_a_switch_that_is_off_is_not_tried(dps: Dps) -> None:
    assert siren_trials(dps) == ()


@pytest.mark.parametrize("name", SIRENS)
def test_a_siren_is_heard_for_three_units_of_whatever_it_counts(name: str) -> None:
    profile = SIRENS[name]

    assert profile.duration is not None
    assert siren_test(profile).writes[profile.duration] == 3


@pytest.mark.parametrize(("stopped", "writes"), [(True, 45), (False, 1)])
def test_a_siren_that_goes_on_counts_minutes(*, stopped: bool, writes: int) -> None:
    learned = learned_siren(SIREN_STANDARD, stopped_by_itself=stopped)

    assert learned.encode(SirenCommand(on=True, duration=45)).writes["7"] == writes


def test_a_siren_of_minutes_that_stops_after_seconds_counts_seconds() -> None:
    learned = learned_siren(SIRENS["orion_outdoor"], stopped_by_itself=True)

    assert isinstance(learned, SirenProfile)
    assert learned.longest_seconds == 10


# Locks --------------------------------------------------------------------------------------


def play(*, out: bool, true_locks: bool, true_is_locked: bool, unlocks: bool) -> LockProfile:
    """Write true, then false, to a lock that behaves like this."""
    at_first, trials = out, []
    for written in (True, False, True):
        locking = written is true_locks
        if locking or unlocks:
            out = locking
        trials.append(LockTrial(written=written, reported=out is true_is_locked, bolt_out=out))
    return learned_lock(LockProfile(), bolt_out=at_first, trials=trials)


@pytest.mark.parametrize("out", [True, False])
@pytest.mark.parametrize("true_locks", [True, False])
@pytest.mark.parametrize("true_is_locked", [True, False])
def test_the_polarity_of_a_lock_is_what_was_seen(
    *, out: bool, true_locks: bool, true_is_locked: bool
) -> None:
    learned = play(out=out, true_locks=true_locks, true_is_locked=true_is_locked, unlocks=True)

    assert (learned.lan_lock, learned.lan_unlock) == (True, True)
    ask = learned.encode(LockCommand(lock=True))
    assert ask.writes == {"46": true_locks}
    assert ask.proof == {"47": true_is_locked}
    assert learned.decode(ask.proof).bolt is Bolt.LOCKED


@pytest.mark.parametrize("true_locks", [True, False])
def test_a_lock_that_did_not_unlock_cannot_be_told_to(*, true_locks: bool) -> None:
    learned = play(out=False, true_locks=true_locks, true_is_locked=False, unlocks=False)

    assert learned.encode(LockCommand(lock=True)).writes == {"46": true_locks}
    with pytest.raises(UnsupportedError):
        learned.encode(LockCommand(lock=False))


def test_a_lock_that_did_not_move_can_be_told_nothing() -> None:
    trials = [LockTrial(written=value, reported=None, bolt_out=True) for value in (True, False)]

    assert learned_lock(LockProfile(), bolt_out=True, trials=trials).read_only


@pytest.mark.parametrize(
    ("trials", "what"),
    [
        ([(True, False, True), (False, False, False)], "the state does not follow the bolt"),
        ([(True, None, True), (True, None, False)], "the drive moves the bolt both ways"),
    ],
)
def test_a_lock_that_contradicts_itself_is_not_learned(
    trials: list[tuple[bool, bool | None, bool]], what: str
) -> None:
    with pytest.raises(InvalidProfileError, match=what):
        learned_lock(
            LockProfile(),
            bolt_out=False,
            trials=[
                LockTrial(written=written, reported=reported, bolt_out=out)
                for written, reported, out in trials
            ],
        )
