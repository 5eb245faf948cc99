"""The numbers on a device's frames, by which nobody should pair them with anything."""

from itertools import count

from .frames import Command, Frame, Version
from .manners import Sequence


class Numbering:
    """Numbers the frames of one device."""

    def __init__(self, version: Version) -> None:
        """Start counting."""
        self._version = version
        self._count = count(1)

    def of_answer(self, request: Frame, sequence: Sequence) -> int:
        """The number of an answer. Faithful is: 3.3 echoes, 3.5 counts, 3.4 counts heartbeats."""
        match sequence:
            case Sequence.ZERO:
                return 0
            case Sequence.ECHOED:
                return request.seqno
            case Sequence.GLOBAL:
                return next(self._count)
            case Sequence.FAITHFUL:
                counts = self._version is Version.V35 or (
                    self._version is Version.V34 and request.command == Command.HEARTBEAT
                )
                return next(self._count) if counts else request.seqno

    def of_report(self, sequence: Sequence) -> int:
        """The number of a report. Faithful is: 3.3 has none, the others count."""
        counts = sequence is Sequence.GLOBAL or self._version is not Version.V33
        return next(self._count) if counts and sequence is not Sequence.ZERO else 0
