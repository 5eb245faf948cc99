"""Settings as JSON, the way a config entry keeps them, and back."""

from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from enum import StrEnum
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from .errors import InvalidPolicyError
from .model import Status
from .policy import DEFAULT_LEVELS, Level, Policy
from .settings import Drills, Interlock, Keeping, People, Settings

LEVELS, ZONE_LEVELS = "levels", "zone_levels"

_PARTS: Mapping[str, type] = {
    "people": People,
    "interlock": Interlock,
    "drills": Drills,
    "keeping": Keeping,
}
_DEFAULTS = Settings()


def settings_from(options: Mapping[str, Any]) -> Settings:
    """The settings that options hold; what is missing is as in a new household.

    Raises `InvalidPolicyError` for anything that cannot be.
    """
    parts = {name: read(kind, options.get(name, {})) for name, kind in _PARTS.items()}
    return Settings(
        policy=policy_from(options),
        deadline=_number(options.get("deadline", _DEFAULTS.deadline)),
        needs_screen=read_value(bool, options.get("needs_screen", _DEFAULTS.needs_screen)),
        **parts,
    )


def policy_from(options: Mapping[str, Any]) -> Policy:
    """The levels that options hold. Raises `InvalidPolicyError`."""
    return Policy(
        levels={**DEFAULT_LEVELS, **_levels(options.get(LEVELS, {}))},
        zones={zone: _levels(levels) for zone, levels in options.get(ZONE_LEVELS, {}).items()},
    )


def as_json(part: Any) -> dict[str, Any]:
    """A level, or another part of the settings, for `settings_from`."""
    return asdict(part)


def _levels(data: Mapping[str, Any]) -> dict[Status, Level]:
    return {read_value(Status, status): read(Level, level) for status, level in data.items()}


def read[T](kind: type[T], data: Any) -> T:
    """One dataclass of plain values; fields that are not named have their default.

    Raises `InvalidPolicyError`.
    """
    if not isinstance(data, Mapping):
        raise _mistake(kind, data)
    hints = get_type_hints(kind)
    known = {field.name for field in fields(kind) if field.name in data}  # type: ignore[arg-type]
    return kind(**{name: read_value(hints[name], data[name]) for name in known})


def read_value(kind: Any, value: Any) -> Any:  # noqa: PLR0911 - one for each kind of value
    """One value of a field. Raises `InvalidPolicyError`."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is UnionType:
        inner = next(each for each in arguments if each is not type(None))
        return None if value is None else read_value(inner, value)
    if origin is tuple and isinstance(value, list | tuple):
        return tuple(read_value(arguments[0], each) for each in value)
    if origin is not None and isinstance(value, Mapping):
        return {str(key): read_value(arguments[1], each) for key, each in value.items()}
    if is_dataclass(kind):
        return read(kind, value)  # type: ignore[arg-type]
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _member(kind, value)
    if kind is int and isinstance(value, float) and value.is_integer():
        # Home Assistant's forms give every number as a float.
        return int(value)
    if type(value) is kind:
        return value
    raise _mistake(kind, value)


def _member[E: StrEnum](kind: type[E], value: Any) -> E:
    try:
        return kind(value)
    except ValueError:
        raise _mistake(kind, value) from None


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 1 <= value <= 60:  # noqa: PLR2004
        raise _mistake(float, value)
    return float(value)


def _mistake(kind: Any, value: Any) -> InvalidPolicyError:
    return InvalidPolicyError(f"{value!r} is no {getattr(kind, '__name__', kind)}")
