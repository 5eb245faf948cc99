"""The words of a Home Assistant that is driven from outside: JSON, people, states, errors."""

from dataclasses import dataclass, field
from datetime import datetime
import secrets

type JSON = bool | int | float | str | list[JSON] | dict[str, JSON] | None
type JSONObject = dict[str, JSON]


class HomeError(Exception):
    """Something went wrong between us and the process.

    * HomeError
      x StartError: it exited, went into recovery mode or took too long; the log tells why
      x RestError: an HTTP answer of 400 or above
      x CommandError: a websocket command, or a sign-in to the websocket, was refused
      x FlowError: a step of a flow was refused, or the flow ended before its answers did
    """


class StartError(HomeError):
    """It does not run; the message ends with the log's complaints and its tail."""


class RestError(HomeError):
    """An HTTP answer of 400 or above, with its body."""

    def __init__(self, status: int, text: str) -> None:
        """Keep both, and show both."""
        super().__init__(f"{status}: {text}")
        self.status = status
        self.text = text


class CommandError(HomeError):
    """A websocket command was refused."""

    def __init__(self, error: JSONObject) -> None:
        """Keep the whole answer: `translation_key` is what a test compares."""
        super().__init__(f"{error.get('code')}: {error.get('message')}")
        self.error = error


class FlowError(HomeError):
    """A flow refused an answer, or ended early."""

    def __init__(self, result: JSONObject) -> None:
        """Keep the whole answer: `errors` is what a test compares."""
        found = result.get("errors") or result.get("reason") or result.get("type")
        super().__init__(f"step {result.get('step_id')}: {found}")
        self.result = result


@dataclass(frozen=True, kw_only=True)
class Owner:
    """Who owns a home. The password is random, and printed nowhere."""

    name: str = "Owner"
    username: str = "owner"
    password: str = field(default_factory=lambda: secrets.token_urlsafe(18), repr=False)


@dataclass(frozen=True, kw_only=True)
class State:
    """An entity's state."""

    entity_id: str
    state: str
    attributes: JSONObject
    last_changed: datetime
    last_updated: datetime


def object_of(value: JSON) -> JSONObject:
    """Return the value, which is an object."""
    if not isinstance(value, dict):
        raise TypeError(value)
    return value


def list_of(value: JSON) -> list[JSON]:
    """Return the value, which is a list."""
    if not isinstance(value, list):
        raise TypeError(value)
    return value


def text_of(value: JSON) -> str:
    """Return the value, which is a text."""
    if not isinstance(value, str):
        raise TypeError(value)
    return value
