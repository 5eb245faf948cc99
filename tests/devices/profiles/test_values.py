"""What comes off the wire, and the ranges it moves in."""

import json

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_twin.core.errors import InvalidProfileError
from custom_components.tuya_twin.devices.profiles import Battery, Range, only_values
from custom_components.tuya_twin.devices.profiles.values import DpValue
from tests.devices.profiles.kit import ranges

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text() | st.integers(), json_values))
def test_only_values_of_data_points_are_taken(raw: dict[object, object]) -> None:
    taken = only_values(raw)

    assert all(isinstance(number, str) for number in taken)
    assert all(isinstance(value, bool | int | str) for value in taken.values())
    assert json.loads(json.dumps(taken)) == taken


@given(st.integers(), ranges, ranges)
def test_a_place_in_one_range_is_a_place_in_another(number: int, one: Range, other: Range) -> None:
    assert one.scale(number, other) in other


@given(ranges, ranges)
def test_the_ends_of_a_range_are_the_ends_of_another(one: Range, other: Range) -> None:
    assert one.scale(one.low, other) == other.low
    assert one.scale(one.high, other) == other.high


@pytest.mark.parametrize(("low", "high"), [(10, 10), (10, 9)])
def test_a_range_goes_up(low: int, high: int) -> None:
    with pytest.raises(InvalidProfileError, match=f"from {low} to {high}"):
        Range(low, high)


@pytest.mark.parametrize(
    ("value", "percent"),
    [(0, 0), (73, 73), (100, 100), (101, None), (-1, None), (True, 10), (False, None), ("2", 50)],
)
def test_a_battery_tells_how_full_it_is_in_its_own_way(value: DpValue, percent: int | None) -> None:
    assert Battery(point="101", words={"2": 50}).percent({"101": value}) == percent


def test_a_battery_that_says_nothing_known_is_unknown() -> None:
    assert Battery(point="15").percent({"15": "high"}) is None
    assert Battery(point="15").percent({"13": 50}) is None
