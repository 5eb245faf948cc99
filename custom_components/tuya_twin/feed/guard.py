"""What clients may say in Socket.IO, looked at before the library does anything with it."""

from enum import StrEnum
from typing import Any, Final

from socketio.packet import CONNECT, CONNECT_ERROR, DISCONNECT, EVENT, Packet

from .limits import Limits
from .line import Fault, Line, LineFaultError

RESERVED: Final = frozenset(
    {"connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"}
)
"""The names that are Socket.IO's own; the library would call our own handlers with them."""
_ID_DIGITS: Final = 15


class Verdict(StrEnum):
    """What is to be done with a packet."""

    PASS = "pass"  # noqa: S105 - not a password
    GOODBYE = "goodbye"
    """It may pass; the client leaves its household of its own will."""
    REFUSE = "refuse"
    """It asks for a namespace that is not there."""
    AGAIN = "again"
    """It asks for what it has already."""
    IGNORE = "ignore"


def look_at(data: object, line: Line, limits: Limits, *, connecting: bool) -> Verdict:
    """Decide on what came on a line; `connecting` is whether it has joined, or is about to.

    Raises `LineFaultError` for what ends the connection.
    """
    if not isinstance(data, str):
        raise LineFaultError(Fault.BINARY)
    packet = decoded(data)
    if packet.namespace not in (None, "/"):
        return _in_strange_namespace(packet, line, limits)
    if packet.packet_type == CONNECT:
        if line.is_refused:
            raise LineFaultError(Fault.NO_TOKEN)
        return _connect(packet, connecting=connecting)
    if not connecting:
        raise LineFaultError(Fault.PACKET)
    if packet.packet_type == EVENT:
        return _event(packet.data)
    # Nobody is ever asked for an acknowledgement.
    return Verdict.GOODBYE if packet.packet_type == DISCONNECT else Verdict.IGNORE


def decoded(data: str) -> Packet:
    """The packet that stands in a message. Raises `LineFaultError` if none does."""
    # The library takes any digit of any script for a type, and an id of a hundred digits.
    if not data[:1].isascii() or not data[:1].isdigit() or data[:1] in "56789":
        raise LineFaultError(Fault.BINARY if data[:1] in ("5", "6") else Fault.PACKET)
    try:
        packet = Packet(encoded_packet=data)
    except ValueError, RecursionError, IndexError:
        raise LineFaultError(Fault.PACKET) from None
    too_long = packet.id is not None and packet.id >= 10**_ID_DIGITS
    if packet.attachment_count or too_long or packet.packet_type == CONNECT_ERROR:
        raise LineFaultError(Fault.BINARY if packet.attachment_count else Fault.PACKET)
    return packet


def _in_strange_namespace(packet: Packet, line: Line, limits: Limits) -> Verdict:
    if packet.packet_type != CONNECT:
        raise LineFaultError(Fault.NAMESPACE)
    line.strange_namespaces += 1
    if line.strange_namespaces > limits.strange_namespaces:
        raise LineFaultError(Fault.NAMESPACE)
    return Verdict.REFUSE


def _connect(packet: Packet, *, connecting: bool) -> Verdict:
    if packet.data is not None and not isinstance(packet.data, dict):
        raise LineFaultError(Fault.PACKET)
    return Verdict.AGAIN if connecting else Verdict.PASS


def _event(data: Any) -> Verdict:  # noqa: ANN401 - whatever a client sent
    if not isinstance(data, list) or not data or not isinstance(data[0], str):
        raise LineFaultError(Fault.PACKET)
    if data[0] in RESERVED:
        raise LineFaultError(Fault.RESERVED)
    return Verdict.PASS
