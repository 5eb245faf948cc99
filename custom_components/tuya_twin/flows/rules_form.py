"""The page of the numbers that weigh signs: its fields, what fills them, what they say."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    TimeSelector,
)
import probatio

from ..core.rules import MOST_POINTS, POINTS, SECONDS, WEIGHTS, Rules
from .checks import Errors
from .forms import Fields
from .option_fields import number, seconds

_POINTS = "points"
_YELLOW, _RED = "yellow_at", "red_at"
_FOLLOWED, _WITHIN = "followed", "within_seconds"
_NIGHT_FROM, _NIGHT_UNTIL = "night_from", "night_until"
_NIGHT_WEIGHT, _DAY_WEIGHT = "night_weight", "day_weight"
_MEMORY, _GROUP, _CALM, _MARGIN = "memory_seconds", "group_seconds", "calm_seconds", "margin"

_WHOLE = (_YELLOW, _RED, _FOLLOWED, _WITHIN, _MEMORY, _GROUP, _CALM, _MARGIN)
_TIMES = (_NIGHT_FROM, _NIGHT_UNTIL)
_WEIGHTS = (_NIGHT_WEIGHT, _DAY_WEIGHT)


def rules_fields() -> Fields:
    """What can be decided about how signs are weighed."""
    points: Fields = {probatio.Required(role.value): number(0, MOST_POINTS) for role in POINTS}
    return {
        probatio.Required(_YELLOW): number(1, MOST_POINTS),
        probatio.Required(_RED): number(2, 2 * MOST_POINTS),
        probatio.Required(_FOLLOWED): number(0, MOST_POINTS),
        probatio.Required(_WITHIN): seconds(SECONDS[0], SECONDS[1] - 1),
        probatio.Required(_NIGHT_FROM): TimeSelector(),
        probatio.Required(_NIGHT_UNTIL): TimeSelector(),
        probatio.Required(_NIGHT_WEIGHT): _weight(),
        probatio.Required(_DAY_WEIGHT): _weight(),
        probatio.Required(_POINTS): section(probatio.Schema(points), {"collapsed": True}),
        probatio.Required(_MEMORY): seconds(SECONDS[0] + 1, SECONDS[1]),
        probatio.Required(_GROUP): seconds(*SECONDS),
        probatio.Required(_CALM): seconds(*SECONDS),
        probatio.Required(_MARGIN): number(0, MOST_POINTS),
    }


def rules_answers(rules: Rules) -> dict[str, Any]:
    """What the page is filled with."""
    return {
        **{field: getattr(rules, field) for field in (*_WHOLE, *_WEIGHTS)},
        **{field: _clock(getattr(rules, field)) for field in _TIMES},
        _POINTS: {role.value: rules.points_of(role) for role in POINTS},
    }


def rules_from(answers: Mapping[str, Any], before: Rules) -> tuple[Rules, Errors]:
    """The rules that were answered; or those before, and what is wrong with the answers."""
    whole = {field: round(answers[field]) for field in _WHOLE}
    if whole[_RED] <= whole[_YELLOW]:
        return before, {_RED: "red_not_above_yellow"}
    if whole[_MEMORY] <= whole[_WITHIN]:
        return before, {_MEMORY: "memory_too_short"}
    points = {role: round(answers[_POINTS][role.value]) for role in POINTS}
    rules = Rules(
        points={role: value for role, value in points.items() if value != POINTS[role]},
        **whole,
        **{field: answers[field] for field in _WEIGHTS},
        **{field: _minutes(answers[field]) for field in _TIMES},
    )
    return rules, {}


def _weight() -> NumberSelector:
    return NumberSelector(
        NumberSelectorConfig(min=WEIGHTS[0], max=WEIGHTS[1], step=0.1, mode=NumberSelectorMode.BOX)
    )


def _clock(minutes: int) -> str:
    return time(*divmod(minutes, 60)).isoformat()


def _minutes(clock: str) -> int:
    told = time.fromisoformat(clock)
    return told.hour * 60 + told.minute
