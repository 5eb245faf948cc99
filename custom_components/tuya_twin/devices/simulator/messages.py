"""The JSON in frames, which is not the same in all versions of the protocol."""

from collections.abc import Mapping
import json
import time
from typing import Any

from .frames import Version
from .points import DataPoints

BAD_JSON = b"json obj data unvalid"
"""What devices say to a message they cannot make sense of."""
_PROTOCOL_REPORT = 4


class Messages:
    """Reads what clients wrote, and writes what one device says."""

    def __init__(self, version: Version, device_id: str) -> None:
        """Speak for a device."""
        self._version = version
        self._device_id = device_id

    def is_message(self, payload: bytes) -> bool:
        """Whether it is one at all."""
        return _parse(payload) is not None

    def points(self, payload: bytes) -> dict[str, object] | None:
        """The data points in a command; `None` if it is not made like one."""
        body = _parse(payload)
        if body is not None and self._version is not Version.V33:
            body = body.get("data")
        points = body.get("dps") if isinstance(body, dict) else None
        return points if isinstance(points, dict) else None

    def names(self, payload: bytes) -> frozenset[str]:
        """The data points that a message names without a value, if it names only such."""
        body = _parse(payload) or {}
        data = body.get("data")
        points = (data if isinstance(data, dict) else body).get("dps")
        if not isinstance(points, dict) or any(value is not None for value in points.values()):
            return frozenset()
        return frozenset(points)

    def status(self, points: DataPoints) -> bytes:
        """An answer to who asked for the status."""
        status: dict[str, object] = {"dps": points}
        if self._version is Version.V33:
            status["devId"] = self._device_id
        return _dump(status)

    def report(self, points: DataPoints) -> bytes:
        """A report nobody asked for."""
        now = int(time.time())
        if self._version is Version.V33:
            return _dump({"devId": self._device_id, "dps": points, "t": now})
        return _dump({"protocol": _PROTOCOL_REPORT, "t": now, "data": {"dps": points}})


def _dump(message: Mapping[str, object]) -> bytes:
    return json.dumps(message, separators=(",", ":")).encode()


def _parse(payload: bytes) -> dict[str, Any] | None:
    """The JSON object in a payload, if it holds one."""
    try:
        message = json.loads(payload)
    except ValueError, RecursionError:
        return None
    return message if isinstance(message, dict) else None
