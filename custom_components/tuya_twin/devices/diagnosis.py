"""Why a device does not answer, from one failed attempt after the other: no socket, no clock.

One failure says little: tinytuya's error 914 alone stands for a wrong key, a wrong version, a
place that is taken and a device that hangs. So what is not clear is tried in other ways, one in
each pause between attempts, as devices suffer from storms of connections.
"""

from dataclasses import dataclass, field

from ..core.errors import (
    AsleepError,
    DeviceError,
    HandshakeError,
    HeldError,
    UnreachableError,
    WedgedError,
    WrongKeyError,
)
from .lan import (
    VERSIONS,
    BrokenOffError,
    CutOffError,
    HungUpError,
    RefusedError,
    SilentError,
)

_SURE = 2
"""So many failures of a kind in a row are no accident."""


@dataclass(frozen=True)
class Attempt:
    """What to do next: speak this version, or with `None` only knock and see if it is let in."""

    version: str | None


@dataclass
class _Episode:
    """Failures since the device last answered or the way it fails last changed."""

    since: float
    failures: int = 0
    let_in: bool = False
    """Whether the device keeps a connection on which nothing is said."""
    heard: bool = False
    """Whether it said anything at all, in any version."""
    untried: list[str] = field(default_factory=list)


class Diagnosis:
    """Tells what to try next and, from what came of it, why there is no answer."""

    def __init__(self, version: str, *, sleeps: bool = False, patience: float = 60.0) -> None:
        """Expect `version`; accuse a key only after failing for `patience` seconds."""
        self._version = version
        self._sleeps = sleeps
        self._patience = patience
        self._episode: _Episode | None = None
        self._cause: DeviceError | None = None

    @property
    def version(self) -> str:
        """The version the device is known to speak, or was set up with."""
        return self._version

    def next_attempt(self) -> Attempt:
        """What to try now."""
        episode = self._episode
        if episode is None or self._cause is not None or episode.failures < _SURE:
            return Attempt(self._version)
        if not episode.let_in:
            return Attempt(None)
        return Attempt(episode.untried[0] if episode.untried else self._version)

    def answered(self, attempt: Attempt) -> None:
        """Note that the device answered: all is well, in this version."""
        self._version = attempt.version or self._version
        self._episode = self._cause = None

    def forget(self, version: str) -> None:
        """Begin anew: the device is somewhere else, or has another key or version."""
        self._version = version
        self._episode = self._cause = None

    def let_in(self) -> None:
        """Note that the device kept a connection on which nothing was said.

        It may just have come back, so it is asked in its own version again before any other: one
        that hears another version says nothing, and is waited for.
        """
        if self._episode is not None:
            self._episode.let_in = True
            self._episode.untried.insert(0, self._version)

    def failed(self, attempt: Attempt, error: DeviceError, now: float) -> DeviceError:
        """Note a failure; the cause as far as it is known now."""
        if type(error) is UnreachableError:
            return self._conclude(self._absent())
        if attempt.version is None:
            # Refused at the door means nobody there; let in and shown out, that it is taken.
            nobody = isinstance(error, RefusedError)
            return self._conclude(self._absent() if nobody else HeldError())
        if self._cause is not None and _consistent(self._cause, error):
            return self._cause
        self._cause = None
        return self._examine(attempt.version, error, now)

    def _examine(self, version: str, error: DeviceError, now: float) -> DeviceError:
        episode = self._episode
        if episode is None:
            others = [other for other in VERSIONS if other != self._version]
            episode = self._episode = _Episode(since=now, untried=others)
        episode.failures += 1
        if not isinstance(error, SilentError):
            episode.heard = True
        if version in episode.untried:
            episode.untried.remove(version)
        if episode.failures < _SURE or not episode.let_in or episode.untried:
            return self._interim(error)
        if not episode.heard:
            return self._conclude(WedgedError())
        if now - episode.since >= self._patience:
            return self._conclude(WrongKeyError())
        return HandshakeError()

    def _conclude(self, cause: DeviceError) -> DeviceError:
        self._episode = None
        self._cause = cause
        return cause

    def _interim(self, error: DeviceError) -> DeviceError:
        if isinstance(error, RefusedError):
            return self._absent()
        return error if isinstance(error, HandshakeError) else UnreachableError()

    def _absent(self) -> DeviceError:
        return AsleepError() if self._sleeps else UnreachableError()


def _consistent(cause: DeviceError, error: DeviceError) -> bool:
    """Whether the failure is what the known cause leads one to expect."""
    if isinstance(cause, WrongKeyError):
        return isinstance(error, HandshakeError | HungUpError | SilentError)
    if isinstance(cause, HeldError):
        return isinstance(error, CutOffError | HungUpError | BrokenOffError | RefusedError)
    if isinstance(cause, WedgedError):
        return isinstance(error, SilentError)
    return isinstance(error, RefusedError)
