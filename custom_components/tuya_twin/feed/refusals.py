"""What the front door says to whom it does not let pass, in Engine.IO's and Socket.IO's words."""

from http import HTTPStatus

from aiohttp import WSCloseCode, web
from socketio.packet import CONNECT_ERROR, Packet

from .guard import Verdict, decoded

type Reason = tuple[int, str]
"""A code, and what it stands for."""

UNKNOWN_TRANSPORT: Reason = (0, "Transport unknown")
UNKNOWN_SID: Reason = (1, "Session ID unknown")
BAD_METHOD: Reason = (2, "Bad handshake method")
BAD_REQUEST: Reason = (3, "Bad request")
NO_ROOM: Reason = (4, "Too many connections")
UNSUPPORTED: Reason = (5, "Unsupported protocol version")
"""Engine.IO's own codes; its words, too, but for 4, which is "Forbidden" there."""


def objection(request: web.Request) -> Reason | None:
    """What is wrong with a request, whoever's it is."""
    query = request.query
    if query.get("transport") not in ("polling", "websocket"):
        return UNKNOWN_TRANSPORT
    if query.get("EIO") != "4":
        return UNSUPPORTED
    if request.method not in ("GET", "POST"):
        return BAD_METHOD
    # Engine.IO 4 has no JSONP.
    return BAD_REQUEST if "j" in query else None


def refuse(reason: Reason, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> web.Response:
    """The answer to a request that is not served."""
    code, message = reason
    return web.json_response({"code": code, "message": message}, status=status)


async def close_at_once(request: web.Request) -> web.StreamResponse:
    """Answer a websocket on a connection that has one already, as Engine.IO's own server does."""
    second = web.WebSocketResponse(compress=False, timeout=0)
    await second.prepare(request)
    await second.close(code=WSCloseCode.POLICY_VIOLATION)
    return second


def refusal(verdict: Verdict, data: str) -> Packet:
    """The answer to a CONNECT that was refused, or came again."""
    asked = decoded(data)
    words = "Invalid namespace" if verdict is Verdict.REFUSE else "Already connected"
    return Packet(CONNECT_ERROR, data={"message": words}, namespace=asked.namespace)
