"""How a request finds who answers it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
import json

from aiohttp import web

from .account import Refusal

type Answerer = Callable[[web.Request], Awaitable[object]]


@dataclass(frozen=True)
class Route:
    """A method and a path, and who gives the `result` of the answer, or raises a `Refusal`."""

    method: str
    path: str
    answerer: Answerer


async def body_of(request: web.Request) -> dict[str, object]:
    """The JSON object that was sent, or a `Refusal`."""
    try:
        body = json.loads(await request.read())
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Refusal(1109, "param is illegal, please check it")
    return body
