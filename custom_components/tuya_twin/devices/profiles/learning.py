"""What the answers of a person beside the device say about a product nobody knows yet."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ...core.errors import InvalidProfileError
from ...core.model import DeviceKind, SirenCommand
from .catalog import PRESETS, candidates
from .lock import LockProfile
from .profile import Ask
from .siren import SECONDS_PER_MINUTE, SirenProfile
from .values import Dps, DpValue, boolean

SIREN_TEST_UNITS = 3
"""Long enough to hear that a siren stops by itself after seconds, short enough as minutes."""


def siren_trials(dps: Dps) -> tuple[SirenProfile, ...]:
    """The sirens it could be, to be tried in turn until somebody hears one, best first.

    After the presets that fit comes every switch that is off: one of them may be the siren's.
    """
    presets = [PRESETS[DeviceKind.SIREN][name] for name in candidates(DeviceKind.SIREN, dps)]
    known = [profile for profile in presets if isinstance(profile, SirenProfile)]
    tried = {profile.switch for profile in known}
    bare = SirenProfile(tone=None, tones=(), volume=None, volumes=(), duration=None)
    switches = sorted((point for point in dps if boolean(dps, point) is False), key=int)
    return (*known, *(replace(bare, switch=point) for point in switches if point not in tried))


def siren_test(profile: SirenProfile) -> Ask:
    """How to let a siren sound for three units of its duration, whatever the unit is."""
    by_unit = replace(profile, seconds_per_unit=1)
    return by_unit.encode(SirenCommand(on=True, duration=SIREN_TEST_UNITS))


def learned_siren(profile: SirenProfile, *, stopped_by_itself: bool) -> SirenProfile:
    """The siren that was heard in `siren_test`.

    `stopped_by_itself` is whether it fell silent after about three seconds: then it counts in
    seconds, else in minutes.
    """
    return replace(profile, seconds_per_unit=1 if stopped_by_itself else SECONDS_PER_MINUTE)


@dataclass(frozen=True, kw_only=True)
class LockTrial:
    """One value written to the drive of a lock, and what came of it."""

    written: bool
    reported: DpValue | None
    """What its state data point said afterwards; `None` if nothing."""
    bolt_out: bool
    """What the person saw afterwards."""


def learned_lock(
    profile: LockProfile, *, bolt_out: bool, trials: Iterable[LockTrial]
) -> LockProfile:
    """The lock as it behaved, from where its bolt was (`bolt_out`) through one trial or more.

    Only what was seen to move is a capability. Raises `InvalidProfileError` if what the lock
    reported, or did, contradicts itself.
    """
    lock_values, locked_values = set[bool](), set[bool]()
    locks = unlocks = False
    for trial in trials:
        if trial.bolt_out is not bolt_out:
            lock_values.add(trial.written is trial.bolt_out)
            locks, unlocks = locks or trial.bolt_out, unlocks or not trial.bolt_out
        if isinstance(trial.reported, bool):
            locked_values.add(trial.reported is trial.bolt_out)
        bolt_out = trial.bolt_out
    return replace(
        profile,
        lock_value=_only(lock_values, profile.lock_value, "the drive moves the bolt both ways"),
        locked_value=_only(
            locked_values, profile.locked_value, "the state does not follow the bolt"
        ),
        lan_lock=locks,
        lan_unlock=unlocks,
    )


def _only(values: set[bool], otherwise: bool, contradiction: str) -> bool:  # noqa: FBT001
    if len(values) > 1:
        raise InvalidProfileError(contradiction)
    return next(iter(values), otherwise)
