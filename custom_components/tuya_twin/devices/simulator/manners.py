"""How devices differ on the wire, and how badly they can behave there."""

from dataclasses import dataclass
from enum import StrEnum


class WhenFull(StrEnum):
    """What happens to a client for whom there is no place."""

    REJECT = "reject"
    """It is reset as soon as it has connected."""
    ACCEPT_THEN_RESET = "accept_then_reset"
    """It is reset when it says something."""
    KICK_OLD = "kick_old"
    """It gets in, and the one that was there longest is hung up on."""
    BACKLOG = "backlog"
    """It is connected, and heard once there is a place."""


class OnCommand(StrEnum):
    """What a device does when it is told to change something."""

    OBEY = "obey"
    REFUSE = "refuse"
    """It says that it will not, with return code 1."""
    RESET = "reset"
    """It breaks the connection off and does nothing."""
    OBEY_AND_HANG_UP = "obey_and_hang_up"
    """It does it, and hangs up without a word."""


class Acks(StrEnum):
    """How a device answers a command that it obeys."""

    ACK_THEN_STATUS = "ack_then_status"
    STATUS_THEN_ACK = "status_then_ack"
    POINTS_IN_ACK = "points_in_ack"
    """All that was written, changed or not, inside the acknowledgement."""
    ACK_ONLY = "ack_only"


class Reports(StrEnum):
    """What a device tells of its own accord when something changes."""

    CHANGED = "changed"
    WHOLE = "whole"
    """Its whole status."""
    NONE = "none"


class Sequence(StrEnum):
    """How a device numbers its frames."""

    FAITHFUL = "faithful"
    """As devices of its version do; see `numbering.py`."""
    ECHOED = "echoed"
    """Answers bear the number of the question."""
    GLOBAL = "global"
    """Everything is counted, by one count for all clients."""
    ZERO = "zero"


@dataclass(frozen=True, kw_only=True)
class Manners:
    """The manners of a device. Those it has by default are what most real ones have."""

    slots: int = 3
    """How many clients it has places for."""
    when_full: WhenFull = WhenFull.REJECT

    negotiates: bool = True
    """Whether it answers the start of a negotiation (3.4 and 3.5)."""
    on_command: OnCommand = OnCommand.OBEY
    one_point_at_a_time: bool = False
    """Whether it does only the first data point of a command, and says yes to all."""
    acks: Acks = Acks.ACK_THEN_STATUS
    reports: Reports = Reports.CHANGED
    reports_before_answers: bool = False
    """Whether a report nobody asked for, of a single data point, comes just before an answer."""
    sequence: Sequence = Sequence.FAITHFUL
    device22: bool = False
    """Whether it tells its status only to those who name the data points they want."""

    noise: bytes = b""
    """Bytes that come before every frame."""
    copies: int = 1
    """How often every frame comes, once a key is negotiated."""
    missing: int = 0
    """How many bytes every frame lacks at its end."""
    wrong_check: bool = False
    """Whether the checksum, HMAC or tag of every frame is wrong."""
    segment: int | None = None
    """The size of the pieces that frames come in, in bytes."""
