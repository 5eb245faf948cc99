"""Settings as JSON, the way a config entry keeps them, and back."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from .analysis import Analysis
from .errors import InvalidPolicyError
from .limits import within
from .model import Status
from .plain import NotPlainError, from_plain, to_plain
from .policy import DEFAULT_LEVELS, Level, Policy
from .settings import DEADLINE_SECONDS, Drills, Interlock, Keeping, People, Screens, Settings

LEVELS, ZONE_LEVELS = "levels", "zone_levels"

_PARTS: Mapping[str, type[Any]] = {
    "people": People,
    "interlock": Interlock,
    "drills": Drills,
    "keeping": Keeping,
    "screens": Screens,
    "analysis": Analysis,
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
        needs_screen=_read(bool, options.get("needs_screen", _DEFAULTS.needs_screen)),
        **parts,
    )


def salvaged(options: Mapping[str, Any]) -> Settings:
    """The settings that options hold, as far as they can be read; else as in a new household.

    What cannot be read costs itself and not what stands beside it: one sensor, not all of them. A
    level is read whole, as one without its sirens would be another one.
    """
    kept: dict[str, Any] = {}
    for key in KEYS & options.keys():
        fits = partial(_fits, key)
        if fits(options[key]):
            kept[key] = options[key]
        elif key in _PARTS:
            kept[key] = _sound_part(options[key], fits) or {}
    return settings_from(kept)


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
    return {name: to_plain(value, tagged=False) for name, value in {**held, **differing}.items()}


def _policy(options: Mapping[str, Any]) -> Policy:
    levels = _read(Mapping[Status, Level], options.get(LEVELS, {}))
    zones = _read(Mapping[str, Mapping[Status, Level]], options.get(ZONE_LEVELS, {}))
    return Policy(levels={**DEFAULT_LEVELS, **levels}, zones=zones)


def _fits(key: str, value: object) -> bool:
    try:
        settings_from({key: value})
    except InvalidPolicyError:
        return False
    return True


def _sound_part(value: Any, fits: Callable[[Any], bool]) -> Any:  # noqa: ANN401 - JSON
    """The value if it fits, else those of its parts that fit together; `None` if none does."""
    if fits(value):
        return value
    if isinstance(value, Mapping):
        named: dict[str, Any] = {}
        for name, each in value.items():
            part = _sound_part(each, partial(_fits_as, fits, named, name))
            named |= {} if part is None else {name: part}
        return named or None
    if isinstance(value, list):
        listed: list[Any] = []
        for each in value:
            part = _sound_part(each, partial(_fits_after, fits, listed))
            listed += [] if part is None else [part]
        return listed or None
    return None


def _fits_as(
    fits: Callable[[Any], bool], named: Mapping[str, Any], name: str, part: object
) -> bool:
    return fits({**named, name: part})


def _fits_after(fits: Callable[[Any], bool], listed: list[Any], part: object) -> bool:
    return fits([*listed, part])


def _read(kind: Any, value: object) -> Any:  # noqa: ANN401 - whatever the type says
    """A value of this type. Raises `InvalidPolicyError`."""
    try:
        return from_plain(kind, value)
    except NotPlainError as error:
        raise InvalidPolicyError(str(error)) from None


def _deadline(value: object) -> float:
    deadline: float = _read(float, value)
    within("deadline", deadline, *DEADLINE_SECONDS)
    return deadline
