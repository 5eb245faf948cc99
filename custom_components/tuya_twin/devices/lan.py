"""One connection to a device over tinytuya: blocking, for one thread only.

tinytuya is used with its own retries, waits and pairing of replies off: it encodes, encrypts
and decodes, and what to do about a silence is decided by whoever owns the connection.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
import logging
import socket
import time
from typing import Self

import tinytuya

from ..core.errors import DeviceError, HandshakeError, UnreachableError
from .profiles import Dps, DpValue, only_values

# At DEBUG tinytuya writes local keys, and weakens the encryption of 3.5 by a constant nonce. Only
# whoever asks for `tinytuya` by name gets that, not whoever turns everything up.
logging.getLogger("tinytuya").setLevel(logging.INFO)

TUYA_PORT = 6668
VERSIONS = ("3.3", "3.4", "3.5")
ANSWER_SECONDS = 2.0
"""How long a device may take to accept, to answer the exchange of keys, to finish a frame."""
_START_OF_A_FRAME = bytes.fromhex("000055aa")
_SHOWN_OUT_SECONDS = 1.0
"""A device whose only place is taken drops a connection well within this."""

_CONTROL_COMMANDS = (7, 13)
"""CONTROL up to version 3.3, CONTROL_NEW from 3.4 on."""
_REFUSED = "901"
_UNREACHABLE = (_REFUSED, "902", "905")
"""tinytuya's codes for refused or reset, timed out, and no answer to connect."""
_WANTS_NAMES = "data unvalid"
"""The answer to a status question of devices that have to be told which data points to report."""
_NO_DATA: Dps = {}


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """Where a device is and what opens it. The local key never shows in a log."""

    host: str
    device_id: str
    local_key: str = field(repr=False)
    version: str
    port: int = TUYA_PORT


class RefusedError(UnreachableError):
    """Nobody listens at this address, or who does broke the connection off at once."""


class HungUpError(UnreachableError):
    """The device closed an established connection."""


class BrokenOffError(UnreachableError):
    """An established connection was reset: power is gone, or all its places are taken."""


class CutOffError(HandshakeError):
    """The device hung up amid the exchange of keys, without a word."""


class SilentError(UnreachableError):
    """Something accepts connections at this address, but says nothing."""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """One frame from the device: what it reported, and whether it refused a command."""

    dps: Dps
    refused: bool


class LanConnection:
    """A connection that is open from construction to `close`."""

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        points: Collection[str] = (),
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        """Connect, exchange keys (3.4 and 3.5) and ask for the status.

        `points` are the data points to ask for by number where a device wants that. Raises
        `UnreachableError` (as `RefusedError` or `SilentError` where that is known) or
        `HandshakeError` (as `CutOffError`). With 3.3 a wrong key or a silence shows only later.
        """
        self._points = points
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
        # tinytuya gives one error for whatever ends an exchange of keys.
        quick = time.monotonic() - began < answer_seconds
        unheard = CutOffError if quick else SilentError
        self._raise_for(
            answer,
            refused=RefusedError,
            otherwise=HandshakeError if self._device.raw_recv else unheard,
        )
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
        if frames and not frames[-1].crc_good:
            # tinytuya takes it all the same; nobody knows who sent this.
            return Frame(dps=_NO_DATA, refused=False)
        if isinstance(answer, dict) and "Err" in answer:
            if frames and _WANTS_NAMES in str(answer.get("invalid_json")):
                return self._ask_by_name()
            if frames:
                raise HandshakeError
            raise BrokenOffError if answer["Err"] in _UNREACHABLE else HungUpError
        if not frames:
            raise HungUpError
        refused = frames[-1].cmd in _CONTROL_COMMANDS and frames[-1].retcode not in (0, None)
        return Frame(dps=_dps_of(answer), refused=refused)

    def _ask_by_name(self) -> Frame:
        self._device.dev_type = "device22"
        self._device.set_dpsUsed(dict.fromkeys(self._points))
        self.ask_status()
        return Frame(dps=_NO_DATA, refused=False)

    def close(self) -> None:
        """Close the socket; harmless if it is closed already."""
        self._device.close()

    def _raise_for(
        self,
        answer: object,
        *,
        refused: type[DeviceError] = BrokenOffError,
        otherwise: type[DeviceError] = HandshakeError,
    ) -> None:
        if not isinstance(answer, dict) or "Err" not in answer:
            return
        self.close()
        if answer["Err"] == _REFUSED:
            raise refused
        raise UnreachableError if answer["Err"] in _UNREACHABLE else otherwise


def knock(endpoint: Endpoint, *, answer_seconds: float = ANSWER_SECONDS) -> None:
    """Return if the device keeps a connection on which no more than the start of a frame is said.

    A device of whatever version waits for the rest of it, whatever its key is.

    Raises `RefusedError` if nobody listens, `UnreachableError` if nobody answers, `HungUpError`
    if the connection is accepted and dropped, as devices do whose only place is taken.
    """
    try:
        connection = socket.create_connection((endpoint.host, endpoint.port), answer_seconds)
    except ConnectionRefusedError as error:
        raise RefusedError from error
    except ConnectionError as error:
        # Accepted, and dropped before this side had even noticed.
        raise HungUpError from error
    except OSError as error:
        raise UnreachableError from error
    with connection:
        connection.settimeout(min(_SHOWN_OUT_SECONDS, answer_seconds))
        try:
            connection.sendall(_START_OF_A_FRAME)
            dropped = not connection.recv(1)
        except TimeoutError:
            return
        except OSError as error:
            raise HungUpError from error
        if dropped:
            raise HungUpError


def _dps_of(answer: object) -> Mapping[str, DpValue]:
    dps = answer.get("dps") if isinstance(answer, dict) else None
    return only_values(dps) if isinstance(dps, dict) else _NO_DATA
