"""One key-authenticated exchange with a device, before anything about it is saved."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, replace
import time

from ..core.errors import (
    DeviceError,
    HandshakeError,
    HeldError,
    UnreachableError,
    WrongKeyError,
    WrongVersionError,
)
from .lan import (
    ANSWER_SECONDS,
    VERSIONS,
    BrokenOffError,
    Endpoint,
    HungUpError,
    LanConnection,
    RefusedError,
    SilentError,
    knock,
)
from .profiles import Dps
from .waiting import readable

AUTO = "auto"
"""In place of a protocol version: find out which."""
_INCONCLUSIVE = (HandshakeError, HungUpError, BrokenOffError, RefusedError, SilentError)


class NoAnswerError(UnreachableError):
    """Something accepts connections at this address, but says nothing in any version."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a device answered: the version it speaks and its data points."""

    version: str
    dps: Dps


async def probe(
    endpoint: Endpoint, *, points: Collection[str] = (), answer_seconds: float = ANSWER_SECONDS
) -> Answer:
    """Ask the device for its data points, in its version or, with `AUTO`, in each until one works.

    `points` are the data points to name for devices that want that. Raises `WrongVersionError` if
    another version than the given one works with this key, `WrongKeyError` if the device answers
    but with no version the key opens, `HeldError` if it drops every connection, `NoAnswerError`
    if it accepts and is silent, `UnreachableError` if nobody is there. Takes `answer_seconds` for
    a device that answers at all and a few times that for one that does not.
    """
    return await asyncio.to_thread(_probe, endpoint, points, answer_seconds)


def _probe(endpoint: Endpoint, points: Collection[str], answer_seconds: float) -> Answer:
    failures: list[DeviceError] = []
    for version in _in_order(endpoint.version):
        try:
            dps = _exchange(replace(endpoint, version=version), points, answer_seconds)
        except _INCONCLUSIVE as error:
            failures.append(error)
        else:
            if endpoint.version not in (AUTO, version):
                raise WrongVersionError(version)
            return Answer(version=version, dps=dps)
    raise _why(failures, endpoint, answer_seconds)


def _in_order(version: str) -> tuple[str, ...]:
    """The given version first, then each other once."""
    first = () if version == AUTO else (version,)
    return (*first, *(other for other in VERSIONS if other != version))


def _why(failures: list[DeviceError], endpoint: Endpoint, answer_seconds: float) -> DeviceError:
    """What the failures of all versions, taken together, say about a device."""
    if all(isinstance(failure, SilentError) for failure in failures):
        return NoAnswerError()
    try:
        knock(endpoint, answer_seconds=answer_seconds)
    except HungUpError:
        return HeldError()
    except UnreachableError as error:
        return error
    return WrongKeyError()


def _exchange(endpoint: Endpoint, points: Collection[str], answer_seconds: float) -> Dps:
    until = time.monotonic() + answer_seconds
    with LanConnection(endpoint, points=points, answer_seconds=answer_seconds) as connection:
        # The status may come after an empty acknowledgement, or as a push.
        while (left := until - time.monotonic()) > 0:
            if not readable([connection.fileno()], left):
                break
            if dps := connection.receive().dps:
                return dps
    raise SilentError
