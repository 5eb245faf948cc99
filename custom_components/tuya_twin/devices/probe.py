"""One key-authenticated exchange with a device, before anything about it is saved."""

import asyncio
from dataclasses import replace
import select
import time

from ..core.errors import (
    DeviceError,
    HandshakeError,
    UnreachableError,
    WrongKeyError,
    WrongVersionError,
)
from .datapoints import Dps
from .lan import (
    ANSWER_SECONDS,
    VERSIONS,
    Endpoint,
    HungUpError,
    LanConnection,
    SilentError,
)


class NoAnswerError(UnreachableError):
    """Something accepts connections at this address, but says nothing in any version."""


async def probe(endpoint: Endpoint, *, answer_seconds: float = ANSWER_SECONDS) -> Dps:
    """Ask the device for its data points and return them.

    Raises `WrongVersionError` if another version works with this key, `WrongKeyError` if the
    device answers but with no version the key opens, `NoAnswerError` if it accepts and is
    silent, `UnreachableError` if nobody is there or every connection is reset. Takes
    `answer_seconds` for a device that answers at all and a few times that for one that does not.
    """
    return await asyncio.to_thread(_probe, endpoint, answer_seconds)


def _probe(endpoint: Endpoint, answer_seconds: float) -> Dps:
    try:
        return _exchange(endpoint, answer_seconds)
    except (HandshakeError, HungUpError, SilentError) as error:
        failures: list[DeviceError] = [error]
    for version in VERSIONS:
        if version == endpoint.version:
            continue
        try:
            _exchange(replace(endpoint, version=version), answer_seconds)
        except (HandshakeError, UnreachableError) as error:
            failures.append(error)
        else:
            raise WrongVersionError(version)
    raise _diagnosis(failures)


def _diagnosis(failures: list[DeviceError]) -> DeviceError:
    """What the failures of all versions, taken together, say about a device."""
    for failure in failures:
        if not isinstance(failure, HandshakeError | HungUpError | SilentError):
            return failure
    silent = all(isinstance(failure, SilentError) for failure in failures)
    return NoAnswerError() if silent else WrongKeyError()


def _exchange(endpoint: Endpoint, answer_seconds: float) -> Dps:
    until = time.monotonic() + answer_seconds
    with LanConnection(endpoint, answer_seconds=answer_seconds) as connection:
        # The status may come after an empty acknowledgement, or as a push.
        while (left := until - time.monotonic()) > 0:
            if not select.select([connection], [], [], left)[0]:
                break
            if dps := connection.receive().dps:
                return dps
    raise SilentError
