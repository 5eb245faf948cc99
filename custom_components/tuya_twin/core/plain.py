"""Values of the house as plain JSON values, and back: by their types alone."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
import sys
from types import UnionType
from typing import Any, TypeAliasType, get_args, get_origin, get_type_hints

TAG = "is"
"""Under this name a dataclass says which of several it is."""


class NotPlainError(ValueError):
    """A plain value is none of the type that was wanted."""

    def __init__(self, kind: object, value: object) -> None:
        """Say both."""
        super().__init__(f"{value!r} is no {getattr(kind, '__name__', kind)}")


def to_plain(value: object, *, tagged: bool) -> Any:  # noqa: ANN401 - JSON
    """A value as JSON. With `tagged`, every dataclass says which it is."""
    if is_dataclass(value) and not isinstance(value, type):
        tag = {TAG: type(value).__name__} if tagged else {}
        plain = {
            field.name: to_plain(getattr(value, field.name), tagged=tagged)
            for field in fields(value)
        }
        return {**tag, **plain}
    if isinstance(value, Mapping):
        return {str(key): to_plain(each, tagged=tagged) for key, each in value.items()}
    if isinstance(value, tuple):
        return [to_plain(each, tagged=tagged) for each in value]
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    return value.value if isinstance(value, StrEnum) else value


def from_plain(kind: Any, value: object) -> Any:  # noqa: ANN401, PLR0911 - as many as kinds
    """A value of this type out of JSON; fields that are not named have their default.

    What a dataclass does not know is passed over. Raises `NotPlainError`, and whatever a
    dataclass raises for values that do not go together.
    """
    if isinstance(kind, TypeAliasType):
        return from_plain(kind.__value__, value)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is UnionType:
        return from_plain(_chosen(arguments, value), value)
    if origin is tuple and isinstance(value, list | tuple):
        return tuple(from_plain(arguments[0], each) for each in value)
    if origin is Mapping and isinstance(value, Mapping):
        keys, values = arguments
        return {from_plain(keys, key): from_plain(values, each) for key, each in value.items()}
    if is_dataclass(kind) and isinstance(value, Mapping):
        return _dataclass(kind, value)
    if isinstance(kind, type) and issubclass(kind, StrEnum | datetime):
        return _parsed(kind, value)
    if kind is float and type(value) is int and abs(value) <= sys.float_info.max:
        return float(value)
    if kind is int and isinstance(value, float) and value.is_integer():
        # Home Assistant's forms give every number as a float.
        return int(value)
    if type(value) is kind:
        return value
    raise NotPlainError(kind, value)


def _chosen(kinds: tuple[Any, ...], value: object) -> Any:  # noqa: ANN401 - a type
    """Which of several types a value is of: by its tag, or by being none."""
    if value is None and type(None) in kinds:
        return type(None)
    others = [kind for kind in kinds if kind is not type(None)]
    if len(others) == 1:
        return others[0]
    tag = value.get(TAG) if isinstance(value, Mapping) else None
    for kind in others:
        if kind.__name__ == tag:
            return kind
    raise NotPlainError(" or ".join(kind.__name__ for kind in others), value)


def _dataclass(kind: Any, value: Mapping[Any, object]) -> Any:  # noqa: ANN401 - a type
    hints = _hints(kind)
    known = {name: from_plain(hints[name], value[name]) for name in hints if name in value}
    try:
        return kind(**known)
    except TypeError:
        # One that has no default is missing.
        raise NotPlainError(kind, sorted(known)) from None


@cache
def _hints(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _parsed(kind: type[StrEnum | datetime], value: object) -> StrEnum | datetime:
    if isinstance(value, str):
        try:
            return kind.fromisoformat(value) if issubclass(kind, datetime) else kind(value)
        except ValueError:
            pass
    raise NotPlainError(kind, value)
