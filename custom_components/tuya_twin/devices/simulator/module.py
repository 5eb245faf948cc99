"""The Tuya module in a device: what it makes of a client's frames, and what it reports."""

from collections.abc import Callable, Mapping

from .appliance import Appliance
from .codec import Codec, Side, Source
from .connection import Connection
from .frames import Command, Frame, PayloadError, Version
from .manners import Acks, Manners, OnCommand, Reports
from .messages import BAD_JSON, Messages
from .numbering import Numbering
from .points import DataPoints, InvalidPointError
from .slots import Admission, Slots
from .versions import make_codec

_SOURCE_DEVICE = 1
_REFUSED = 1


class TuyaModule:
    """Speaks for one appliance to a few clients.

    The attributes below may be changed at any time.
    """

    def __init__(
        self, appliance: Appliance, *, device_id: str, version: Version, idle_timeout: float
    ) -> None:
        """Speak for an appliance."""
        self._appliance = appliance
        self._version = version
        self._messages = Messages(version, device_id)
        self._numbering = Numbering(version)
        self._source = Source(_SOURCE_DEVICE)
        self.slots: Slots[Connection] = Slots()
        self.manners = Manners()
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
        """The connections that have a place, longest first."""
        return self.slots.seated

    def codec(self, local_key: str) -> Codec:
        """What a new connection starts with."""
        return make_codec(self._version, local_key.encode("ascii"), Side.DEVICE, self._source)

    def admit(self, connection: Connection) -> Admission:
        """What becomes of a new connection."""
        return Admission.REFUSED if self.closed else self.slots.admit(connection, self.manners)

    def dismiss(self, connection: Connection) -> None:
        """The connection is over."""
        self.slots.dismiss(connection, self.manners)

    def handle(self, connection: Connection, frame: Frame) -> None:
        """Deal with a frame; commands a device of this version does not know are ignored."""
        old = self._version is Version.V33
        match frame.command:
            case Command.HEARTBEAT | Command.UPDATE_POINTS:
                self.answer(connection, frame)
            case Command.QUERY | Command.QUERY_NEW:
                self._handle_query(connection, frame)
            case Command.CONTROL_NEW if self.manners.device22 and self._names(frame):
                self._handle_names(connection, frame)
            case Command.CONTROL if old:
                self._handle_control(connection, frame)
            case Command.CONTROL_NEW if not old:
                self._handle_control(connection, frame)

    def handle_unreadable(self, connection: Connection, error: PayloadError) -> None:
        """Answer a frame under another key. A heartbeat's payload is not looked at."""
        request = Frame(seqno=error.seqno, command=error.command)
        if request.command == Command.HEARTBEAT:
            self.answer(connection, request)
        else:
            self._refuse(connection, request, BAD_JSON)

    def answer(
        self, connection: Connection, request: Frame, payload: bytes = b"", *, retcode: int = 0
    ) -> None:
        """Answer a frame."""
        command = request.command
        if command == Command.SESSION_START:
            command = Command.SESSION_ANSWER
        seqno = self._numbering.of_answer(request, self.manners.sequence)
        connection.send(Frame(seqno=seqno, command=command, payload=payload, retcode=retcode))

    def _refuse(self, connection: Connection, request: Frame, payload: bytes = b"") -> None:
        self.answer(connection, request, payload, retcode=_REFUSED)

    # Questions -----------------------------------------------------------------------------

    def _handle_query(self, connection: Connection, frame: Frame) -> None:
        if self.manners.device22 or not self._messages.is_message(frame.payload):
            self._refuse(connection, frame, BAD_JSON)
            return
        self._report_before_answer(connection, {})
        self.answer(connection, frame, self._messages.status(self._appliance.status()))

    def _names(self, frame: Frame) -> frozenset[str]:
        return self._messages.names(frame.payload)

    def _handle_names(self, connection: Connection, frame: Frame) -> None:
        """Tell those of the data points in a question that there are."""
        names = self._names(frame)
        wanted = self._readable(lambda point: point in names)
        self.answer(connection, frame, self._messages.report(wanted))

    # Commands ------------------------------------------------------------------------------

    def _handle_control(self, connection: Connection, frame: Frame) -> None:
        match self.manners.on_command:
            case OnCommand.RESET:
                connection.reset()
            case OnCommand.REFUSE:
                self._refuse(connection, frame)
            case OnCommand.OBEY | OnCommand.OBEY_AND_HANG_UP:
                self._obey(connection, frame)

    def _obey(self, connection: Connection, frame: Frame) -> None:
        points = self._messages.points(frame.payload)
        if points is None:
            self._refuse(connection, frame, BAD_JSON)
            return
        if self.manners.one_point_at_a_time:
            points = dict(list(points.items())[:1])
        try:
            changed = {} if self.deaf else self._appliance.apply(points)
        except InvalidPointError:
            self._refuse(connection, frame)
            return
        if self.manners.on_command is OnCommand.OBEY_AND_HANG_UP:
            connection.hang_up()
        self._report_before_answer(connection, points)
        self._confirm(connection, frame, points, changed)

    def _confirm(
        self,
        connection: Connection,
        frame: Frame,
        written: Mapping[str, object],
        changed: DataPoints,
    ) -> None:
        """Acknowledge a command, and tell what it changed, in the order of the manners."""
        match self.manners.acks:
            case Acks.ACK_THEN_STATUS:
                self.answer(connection, frame)
                self._report(changed)
            case Acks.STATUS_THEN_ACK:
                self._report(changed)
                self.answer(connection, frame)
            case Acks.POINTS_IN_ACK:
                kept = self._readable(lambda point: point in written)
                self.answer(connection, frame, self._messages.report(kept))
                self._report(changed, but=connection)
            case Acks.ACK_ONLY:
                self.answer(connection, frame)

    # Reports -------------------------------------------------------------------------------

    def _report(self, changed: DataPoints, *, but: Connection | None = None) -> None:
        """Tell every client, but perhaps one, what has changed, if anything has."""
        if not changed or self.manners.reports is Reports.NONE:
            return
        whole = self.manners.reports is Reports.WHOLE
        points = self._appliance.status() if whole else changed
        for connection in self.connections:
            if connection is not but:
                self._send_report(connection, points)

    def _report_before_answer(self, connection: Connection, asked: Mapping[str, object]) -> None:
        """Where the manners are so, tell of one data point that the question was not about."""
        if self.manners.reports_before_answers:
            others = self._readable(lambda point: point not in asked)
            self._send_report(connection, dict(list(others.items())[:1]))

    def _readable(self, of_interest: Callable[[str], bool]) -> DataPoints:
        status = self._appliance.status()
        return {point: value for point, value in status.items() if of_interest(point)}

    def _send_report(self, connection: Connection, points: DataPoints) -> None:
        if connection.ready and points:
            connection.send(
                Frame(
                    seqno=self._numbering.of_report(self.manners.sequence),
                    command=Command.STATUS,
                    payload=self._messages.report(points),
                    retcode=0,
                )
            )
