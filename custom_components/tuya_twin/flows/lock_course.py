"""What to try with a lock nobody knows yet, and what has been seen so far: no socket, no hass."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ..core.model import DeviceKind
from ..devices.profiles import (
    PRESETS,
    Dps,
    DpValue,
    LockProfile,
    LockTrial,
    candidates,
    learned_lock,
)

_RELAY_POINTS = ("4", "28", "32", "33", "104", "106", "148", "232", "235", "236")
"""The switches of access controllers and intercoms that are known."""


def lock_trials(dps: Dps) -> tuple[LockProfile, ...]:
    """The locks it could be that have something to drive the bolt with, best first.

    Switches of which nothing is known are left alone: on a lock they may be its settings.
    """
    return tuple(_driven(dps)) or tuple(_relays(dps))


def _driven(dps: Dps) -> Iterator[LockProfile]:
    tried = set[str]()
    for name in candidates(DeviceKind.LOCK, dps):
        preset = PRESETS[DeviceKind.LOCK][name]
        if not isinstance(preset, LockProfile) or preset.state is None or preset.drive is None:
            continue
        if preset.drive not in tried:
            tried.add(preset.drive)
            yield preset


def _relays(dps: Dps) -> Iterator[LockProfile]:
    for point in _RELAY_POINTS:
        if isinstance(dps.get(point), bool):
            yield LockProfile(
                drive=point, lock_value=False, state=point, jam=None, jam_words=(), records={}
            )


@dataclass
class LockCourse:
    """The course of a test with one lock, from where its bolt was."""

    profile: LockProfile
    bolt_out: bool
    """Where the bolt is now."""
    _trials: list[LockTrial] = field(default_factory=list)
    _without_effect: set[bool] = field(default_factory=set)
    """What was written since the bolt last moved."""
    _moved: dict[bool, bool] = field(default_factory=dict)
    """What moved it, by where it went: out, or in."""

    def __post_init__(self) -> None:
        """Keep where it began."""
        self._began_out = self.bolt_out

    @property
    def moved(self) -> bool:
        """Whether the bolt moved at all."""
        return bool(self._moved)

    @property
    def next_value(self) -> bool | None:
        """What to write to the drive now; `None` when there is nothing left to find out."""
        outwards = not self.bolt_out
        if outwards in self._moved:
            return None
        if self._moved:
            expected = not self._moved[not outwards]
            return None if self._without_effect else expected
        expected = self.profile.lock_value is outwards
        order = (expected, not expected)
        return next((value for value in order if value not in self._without_effect), None)

    def saw(self, written: bool, reported: DpValue | None, *, bolt_out: bool) -> None:  # noqa: FBT001
        """Note what was written, what the lock reported then, and what the person saw."""
        self._trials.append(LockTrial(written=written, reported=reported, bolt_out=bolt_out))
        if bolt_out is self.bolt_out:
            self._without_effect.add(written)
            return
        self._moved[bolt_out] = written
        self._without_effect.clear()
        self.bolt_out = bolt_out

    def learned(self) -> LockProfile:
        """The lock as it behaved. Raises `InvalidProfileError` if that contradicts itself."""
        if not self._moved and self.profile.state == self.profile.drive:
            # A switch that moves no bolt tells nothing of where it is.
            return replace(self.profile, state=None, lan_lock=False, lan_unlock=False)
        return learned_lock(self.profile, bolt_out=self._began_out, trials=self._trials)

    def released(self, written: bool) -> LockProfile:  # noqa: FBT001
        """The lock that released the door for a moment when this was written."""
        return replace(
            self.profile,
            lock_value=not written,
            state=None,
            jam=None,
            jam_words=(),
            lan_lock=False,
            lan_unlock=True,
            momentary=True,
        )
