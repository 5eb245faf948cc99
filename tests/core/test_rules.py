"""How far the numbers may go by which signs are weighed, and what is said of one that goes on."""

from dataclasses import replace
from typing import Any

import pytest

from custom_components.tuya_twin.core.errors import InvalidPolicyError
from custom_components.tuya_twin.core.rules import MOST_POINTS, POINTS, SECONDS, WEIGHTS, Rules
from custom_components.tuya_twin.core.signs import Role

MINUTES = (0, 24 * 60 - 1)
LIMITS: list[tuple[str, tuple[float, float]]] = [
    ("followed", (0, MOST_POINTS)),
    ("night_from", MINUTES),
    ("night_until", MINUTES),
    ("night_weight", WEIGHTS),
    ("day_weight", WEIGHTS),
    ("yellow_at", (1, 79)),
    ("red_at", (41, 2 * MOST_POINTS)),
    ("margin", (0, MOST_POINTS)),
    ("within_seconds", (1, 299)),
    ("memory_seconds", (11, 3600)),
    ("group_seconds", SECONDS),
    ("calm_seconds", SECONDS),
]


def changed(name: str, number: float) -> Rules:
    """The rules of the original design but for one number."""
    change: dict[str, Any] = {name: number}
    return replace(Rules(), **change)


@pytest.mark.parametrize(("name", "limits"), LIMITS)
def test_a_number_may_be_the_least_and_the_most_and_nothing_beyond(
    name: str, limits: tuple[float, float]
) -> None:
    least, most = limits

    assert getattr(changed(name, least), name) == least
    assert getattr(changed(name, most), name) == most
    with pytest.raises(InvalidPolicyError, match=f"^{name} "):
        changed(name, least - 1)
    # Of two that have to differ, either may be named.
    with pytest.raises(InvalidPolicyError, match=f"^{name} |red_at|memory_seconds"):
        changed(name, most + 1)


def test_points_may_be_none_and_as_many_as_all_may_be_and_who_has_more_is_named() -> None:
    few = Rules(points={Role.GLASS: 0, Role.MOTION: MOST_POINTS})

    assert (few.points_of(Role.GLASS), few.points_of(Role.MOTION)) == (0, MOST_POINTS)
    for beyond in (-1, MOST_POINTS + 1):
        with pytest.raises(InvalidPolicyError, match="glass"):
            Rules(points={Role.GLASS: beyond})


def test_what_has_no_points_of_its_own_has_those_of_the_original_design() -> None:
    rules = Rules(points={Role.GLASS: 1})

    assert rules.points_of(Role.MOTION) == POINTS[Role.MOTION] == 50
    assert rules.points_of(Role.SMOKE) == 0
