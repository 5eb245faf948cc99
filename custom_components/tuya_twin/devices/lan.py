"""One connection to a device over tinytuya: blocking, for one thread only.

tinytuya is used with its own retries, waits and pairing of replies off: it encodes, encrypts
and decodes, and what to do about a silence is decided by whoever owns the connection.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
import logging
import time
from typing import Self

import tinytuya

from ..core.errors import DeviceError, HandshakeError, UnreachableError
from .datapoints import Dps, DpValue, only_values

# At DEBUG tinytuya writes local keys, and weakens the encryption of 3.5 by a constant nonce. Only
# whoever asks for `tinytuya` by name gets that, not whoever turns everything up.
logging.getLogger("tinytuya").setLevel(logging.INFO)

TUYA_PORT = 6668
VERSIONS = ("3.3", "3.4", "3.5")
ANSWER_SECONDS = 2.0
"""How long a device may take to accept, to answer the exchange of keys, to finish a frame."""

_CONTROL_COMMANDS = (7, 13)
"""CONTROL up to version 3.3, CONTROL_NEW from 3.4 on."""
_UNREACHABLE = ("901", "902", "905")
"""tinytuya's codes for refused or reset, timed out, and no answer to connect."""
_NO_DATA: Dps = {}


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """Where a device is and what opens it. The local key never shows in a log."""

    host: str
    device_id: str
    local_key: str = field(repr=False)
    version: str
    port: int = TUYA_PORT


class HungUpError(UnreachableError):
    """The device closed an established connection."""


class BrokenOffError(UnreachableError):
    """An established connection was reset: power is gone, or all its places are taken."""


class SilentError(UnreachableError):
    """Something accepts connections at this address, but says nothing."""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """One frame from the device: what it reported, and whether it refused a command."""

    dps: Dps
    refused: bool


class LanConnection:
    """A connection that is open from construction to `close`."""

    def __init__(self, endpoint: Endpoint, *, answer_seconds: float = ANSWER_SECONDS) -> None:
        """Connect, exchange keys (3.4 and 3.5) and ask for the status.

        Raises `UnreachableError`, `SilentError` among them, or `HandshakeError`. With 3.3 a wrong
        key or a silence shows only later.
        """
        self._device = tinytuya.Device(
            endpoint.device_id,
            endpoint.host,
            endpoint.local_key,
            version=float(endpoint.version),
            persist=True,
            connection_timeout=answer_seconds,
            connection_retry_limit=1,
            connection_retry_delay=0,
            port=endpoint.port,
        )
        self._device.disabledetect = True
        self._device.set_retry(False)
        self._device.set_sendWait(None)
        began = time.monotonic()
        answer = self._device.status(nowait=True)
        # tinytuya gives one error for keys refused and for no answer to the exchange of keys.
        heard = self._device.raw_recv or time.monotonic() - began < answer_seconds
        self._raise_for(answer, otherwise=HandshakeError if heard else SilentError)
        # From here on tinytuya must not reconnect by itself, behind the back of its owner.
        self._device.set_socketRetryLimit(0)

    def __enter__(self) -> Self:
        """Use as a context manager that closes."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    def fileno(self) -> int:
        """For `select`."""
        return int(self._device.socket.fileno())

    def write(self, dps: Dps) -> None:
        """Send data points, all in one frame. Raises `UnreachableError`."""
        self._raise_for(self._device.set_multiple_values(dict(dps), nowait=True))

    def ask_status(self) -> None:
        """Ask for all data points. Raises `UnreachableError`."""
        self._raise_for(self._device.status(nowait=True))

    def ask_pulse(self) -> None:
        """Send a heartbeat. Raises `UnreachableError`."""
        self._raise_for(self._device.heartbeat(nowait=True))

    def receive(self) -> Frame:
        """The next frame; blocks until it is there.

        Raises `HungUpError` or `BrokenOffError`, or `HandshakeError` for a frame that this key
        does not open.
        """
        answer = self._device.receive()
        frames = self._device.raw_recv
        if isinstance(answer, dict) and "Err" in answer:
            if frames:
                raise HandshakeError
            raise BrokenOffError if answer["Err"] in _UNREACHABLE else HungUpError
        if not frames:
            raise HungUpError
        refused = frames[-1].cmd in _CONTROL_COMMANDS and frames[-1].retcode not in (0, None)
        return Frame(dps=_dps_of(answer), refused=refused)

    def close(self) -> None:
        """Close the socket; harmless if it is closed already."""
        self._device.close()

    def _raise_for(self, answer: object, *, otherwise: type[DeviceError] = HandshakeError) -> None:
        if not isinstance(answer, dict) or "Err" not in answer:
            return
        self.close()
        raise UnreachableError if answer["Err"] in _UNREACHABLE else otherwise


def _dps_of(answer: object) -> Mapping[str, DpValue]:
    dps = answer.get("dps") if isinstance(answer, dict) else None
    return only_values(dps) if isinstance(dps, dict) else _NO_DATA
