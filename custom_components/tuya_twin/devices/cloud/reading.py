"""Fields of the cloud's answers. What is not as documented is no answer at all."""

from collections.abc import Mapping, Sequence
import json

from ...core.errors import CloudUnreachableError
from ...core.wire import Json

_LAST_MILLISECOND = 253_402_300_799_999
"""Of the year 9999: no time is later, and nothing lasts longer."""


def record(value: Json) -> Mapping[str, Json]:
    """The object that this is."""
    if not isinstance(value, dict):
        raise CloudUnreachableError
    return value


def records(value: Json) -> Sequence[Mapping[str, Json]]:
    """The list of objects that this is; nothing at all is an empty one."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise CloudUnreachableError
    return [record(each) for each in value]


def text(source: Mapping[str, Json], key: str) -> str:
    """A field that has to be there; numbers are spelled out, as ids come either way."""
    value = source.get(key)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise CloudUnreachableError
    return str(value)


def optional_text(source: Mapping[str, Json], key: str) -> str | None:
    """A field that may be missing or empty."""
    value = source.get(key)
    return value if isinstance(value, str) and value else None


def whole(source: Mapping[str, Json], key: str) -> int:
    """A time or a span that has to be there, as a whole number."""
    value = source.get(key)
    if type(value) is not int or not 0 <= value <= _LAST_MILLISECOND:
        raise CloudUnreachableError
    return value


def unpacked(value: Json) -> Mapping[str, Json]:
    """An object that may be packed into a string; empty where it is none."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError, RecursionError:
            return {}
    return value if isinstance(value, dict) else {}
