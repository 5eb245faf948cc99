"""The Tuya module in a device: what it makes of a client's frames, and what it reports."""

from collections.abc import Mapping
from itertools import count
import json
import time
from typing import Any

from .appliance import Appliance
from .codec import Codec, Side, Source
from .connection import Connection
from .frames import Command, Frame, PayloadError, Version
from .points import DataPoints, InvalidPointError
from .versions import make_codec

_MOST_CLIENTS = 3
_SOURCE_DEVICE = 1
_REFUSED = 1
_BAD_JSON = b"json obj data unvalid"


class TuyaModule:
    """Speaks for one appliance to up to three clients; the next one is reset.

    The attributes below may be changed at any time; `connections` are those that were admitted.
    """

    def __init__(
        self, appliance: Appliance, *, device_id: str, version: Version, idle_timeout: float
    ) -> None:
        """Speak for an appliance."""
        self._appliance = appliance
        self._device_id = device_id
        self._version = version
        self._source = Source(_SOURCE_DEVICE)
        self._seqnos = count(1)
        self._connections: set[Connection] = set()
        self.idle_timeout = idle_timeout
        self.closed = False
        """Whether every new connection is reset."""
        self.hung = False
        """Whether nothing is answered, reported or closed."""
        self.deaf = False
        """Whether commands are acknowledged and forgotten."""
        self.delay = 0.0
        """Seconds between taking a frame and dealing with it."""
        appliance.listen(self._report)

    @property
    def connections(self) -> tuple[Connection, ...]:
        """The connections as they are now."""
        return tuple(self._connections)

    def codec(self, local_key: str) -> Codec:
        """What a new connection starts with."""
        return make_codec(self._version, local_key.encode("ascii"), Side.DEVICE, self._source)

    def admit(self, connection: Connection) -> bool:
        """Whether the connection may stay."""
        if self.closed or len(self._connections) >= _MOST_CLIENTS:
            return False
        self._connections.add(connection)
        return True

    def dismiss(self, connection: Connection) -> None:
        """The connection is over."""
        self._connections.discard(connection)

    def handle(self, connection: Connection, frame: Frame) -> None:
        """Deal with a frame; commands a device of this version does not know are ignored."""
        match frame.command:
            case Command.HEARTBEAT | Command.UPDATE_POINTS:
                self.answer(connection, frame)
            case Command.QUERY | Command.QUERY_NEW:
                self._handle_query(connection, frame)
            case Command.CONTROL if self._version is Version.V33:
                self._handle_control(connection, frame)
            case Command.CONTROL_NEW if self._version is not Version.V33:
                self._handle_control(connection, frame)

    def handle_unreadable(self, connection: Connection, error: PayloadError) -> None:
        """Answer a frame under another key. A heartbeat's payload is not looked at."""
        request = Frame(seqno=error.seqno, command=error.command)
        if request.command == Command.HEARTBEAT:
            self.answer(connection, request)
        else:
            self.answer(connection, request, _BAD_JSON, retcode=_REFUSED)

    def answer(
        self, connection: Connection, request: Frame, payload: bytes = b"", *, retcode: int = 0
    ) -> None:
        """Answer a frame."""
        command = request.command
        if command == Command.SESSION_START:
            command = Command.SESSION_ANSWER
        seqno = self._answer_seqno(request)
        connection.send(Frame(seqno=seqno, command=command, payload=payload, retcode=retcode))

    def _answer_seqno(self, request: Frame) -> int:
        """3.3 echoes, 3.5 counts for itself, and 3.4 counts heartbeats only."""
        counts = self._version is Version.V35 or (
            self._version is Version.V34 and request.command == Command.HEARTBEAT
        )
        return next(self._seqnos) if counts else request.seqno

    def _handle_query(self, connection: Connection, frame: Frame) -> None:
        if _parse(frame.payload) is None:
            self.answer(connection, frame, _BAD_JSON, retcode=_REFUSED)
            return
        status: dict[str, object] = {"dps": self._appliance.status()}
        if self._version is Version.V33:
            status["devId"] = self._device_id
        self.answer(connection, frame, _dump(status))

    def _handle_control(self, connection: Connection, frame: Frame) -> None:
        points = self._points(frame.payload)
        if points is None:
            self.answer(connection, frame, _BAD_JSON, retcode=_REFUSED)
            return
        try:
            changed = {} if self.deaf else self._appliance.apply(points)
        except InvalidPointError:
            self.answer(connection, frame, retcode=_REFUSED)
            return
        self.answer(connection, frame)
        if changed:
            self._report(changed)

    def _points(self, payload: bytes) -> dict[str, object] | None:
        """The data points in a command; `None` if it is not made like one."""
        body = _parse(payload)
        if body is not None and self._version is not Version.V33:
            body = body.get("data")
        points = body.get("dps") if isinstance(body, dict) else None
        return points if isinstance(points, dict) else None

    def _report(self, points: DataPoints) -> None:
        now = int(time.time())
        report: dict[str, object] = {"protocol": 4, "t": now, "data": {"dps": points}}
        if self._version is Version.V33:
            report = {"devId": self._device_id, "dps": points, "t": now}
        payload = _dump(report)
        for connection in self.connections:
            if connection.ready:
                seqno = 0 if self._version is Version.V33 else next(self._seqnos)
                connection.send(
                    Frame(seqno=seqno, command=Command.STATUS, payload=payload, retcode=0)
                )


def _dump(message: Mapping[str, object]) -> bytes:
    return json.dumps(message, separators=(",", ":")).encode()


def _parse(payload: bytes) -> dict[str, Any] | None:
    """The JSON object in a payload, if it holds one."""
    try:
        message = json.loads(payload)
    except ValueError, RecursionError:
        return None
    return message if isinstance(message, dict) else None
