"""Settings as JSON, the way a config entry keeps them, and back."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from .errors import InvalidPolicyError
from .model import Status
from .policy import DEFAULT_LEVELS, Level, Policy, within
from .settings import DEADLINE_SECONDS, Drills, Interlock, Keeping, People, Settings

LEVELS, ZONE_LEVELS = "levels", "zone_levels"

_PARTS: Mapping[str, type[Any]] = {
    "people": People,
    "interlock": Interlock,
    "drills": Drills,
    "keeping": Keeping,
}
_PLAIN = ("deadline", "needs_screen")
KEYS = frozenset({LEVELS, ZONE_LEVELS, *_PARTS, *_PLAIN})
"""The options that are settings."""

_DEFAULTS = Settings()


def settings_from(options: Mapping[str, Any]) -> Settings:
    """The settings that options hold; what is missing is as in a new household.

    Raises `InvalidPolicyError` for anything that cannot be.
    """
    parts: dict[str, Any] = {
        name: _read(kind, options.get(name, {})) for name, kind in _PARTS.items()
    }
    return Settings(
        policy=_policy(options),
        deadline=_deadline(options.get("deadline", _DEFAULTS.deadline)),
        needs_screen=_read_value(bool, options.get("needs_screen", _DEFAULTS.needs_screen)),
        **parts,
    )


def salvaged(options: Mapping[str, Any]) -> Settings:
    """The settings that options hold, as far as they can be read; else as in a new household."""
    return settings_from(
        {key: options[key] for key in KEYS & options.keys() if _fits(key, options)}
    )


def options_from(settings: Settings) -> dict[str, Any]:
    """The options that hold these settings: all that is not as in a new household."""
    policy = settings.policy
    levels = {
        status: level for status, level in policy.levels.items() if level != DEFAULT_LEVELS[status]
    }
    held = {LEVELS: levels, ZONE_LEVELS: policy.zones}
    differing = {
        name: getattr(settings, name)
        for name in (*_PARTS, *_PLAIN)
        if getattr(settings, name) != getattr(_DEFAULTS, name)
    }
    held = {name: value for name, value in held.items() if value}
    return {name: _as_json(value) for name, value in {**held, **differing}.items()}


def _policy(options: Mapping[str, Any]) -> Policy:
    levels = _read_value(Mapping[Status, Level], options.get(LEVELS, {}))
    zones = _read_value(Mapping[str, Mapping[Status, Level]], options.get(ZONE_LEVELS, {}))
    return Policy(levels={**DEFAULT_LEVELS, **levels}, zones=zones)


def _fits(key: str, options: Mapping[str, Any]) -> bool:
    try:
        settings_from({key: options[key]})
    except InvalidPolicyError:
        return False
    return True


def _read[T](kind: type[T], data: object) -> T:
    """One dataclass of plain values; fields that are not named have their default.

    Raises `InvalidPolicyError`.
    """
    if not isinstance(data, Mapping):
        raise _mistake(kind, data)
    hints = get_type_hints(kind)
    values = {
        field.name: _read_value(hints[field.name], data[field.name])
        for field in fields(kind)  # type: ignore[arg-type]
        if field.name in data
    }
    try:
        return kind(**values)
    except TypeError:
        # One that has no default is missing.
        raise _mistake(kind, sorted(values)) from None


def _read_value(kind: Any, value: object) -> Any:  # noqa: ANN401, PLR0911 - as many as kinds
    """One value of a field. Raises `InvalidPolicyError`."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is UnionType:
        inner = next(each for each in arguments if each is not type(None))
        return None if value is None else _read_value(inner, value)
    if origin is tuple and isinstance(value, list | tuple):
        return tuple(_read_value(arguments[0], each) for each in value)
    if origin is Mapping and isinstance(value, Mapping):
        key_kind, value_kind = arguments
        return {
            _read_value(key_kind, key): _read_value(value_kind, each) for key, each in value.items()
        }
    if is_dataclass(kind):
        return _read(kind, value)  # type: ignore[arg-type]
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _member(kind, value)
    if kind is int and isinstance(value, float) and value.is_integer():
        # Home Assistant's forms give every number as a float.
        return int(value)
    if type(value) is kind:
        return value
    raise _mistake(kind, value)


def _member[E: StrEnum](kind: type[E], value: object) -> E:
    if isinstance(value, str) and value in kind:
        return kind(value)
    raise _mistake(kind, value)


def _deadline(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _mistake(float, value)
    within("deadline", value, *DEADLINE_SECONDS)
    return float(value)


def _as_json(value: object) -> object:
    """A value as `_read_value` takes it."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _as_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _as_json(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_as_json(each) for each in value]
    return value.value if isinstance(value, StrEnum) else value


def _mistake(kind: object, value: object) -> InvalidPolicyError:
    return InvalidPolicyError(f"{value!r} is no {getattr(kind, '__name__', kind)}")
