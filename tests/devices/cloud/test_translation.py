"""What the cloud says of data points, as the LAN would say it; whatever it says, nothing fails."""

from collections.abc import Mapping

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_twin.core.errors import UnsupportedError
from custom_components.tuya_twin.core.wire import Json
from custom_components.tuya_twin.devices.cloud.models import (
    CloudPoint,
    CloudProperty,
    CloudSpecification,
)
from custom_components.tuya_twin.devices.cloud.translation import Dictionary
from custom_components.tuya_twin.devices.profiles import Colour

UNSAID = CloudSpecification(points={})
"""Of a device whose maker has not told what it can be told."""
ABSURD = 10**400
"""A number that JSON can hold, and no colour."""
TEAL = Colour(hue=170, saturation=80, value=40)


def reported(value: Json, code: str = "colour_data") -> CloudProperty:
    return CloudProperty(code=code, number="5", time=1, value=value)


def specified(values: Mapping[str, Json], code: str = "colour_data") -> CloudSpecification:
    point = CloudPoint(code=code, number="5", values=values, writable=True)
    return CloudSpecification(points={code: point})


def teal_of(full: int) -> dict[str, Json]:
    return {"h": 170, "s": full * 80 // 100, "v": full * 40 // 100}


@pytest.mark.parametrize(
    ("code", "value", "length"),
    [
        ("colour_data", teal_of(255), 14),
        ("colour_data", teal_of(1000), 12),
        ("colour_data_v2", teal_of(1000), 12),
        ("colour_data_v2", {"h": 170, "s": 80, "v": 40}, 12),
    ],
)
def test_how_far_a_colour_goes_is_told_by_its_name_and_size_where_no_range_is_given(
    code: str, value: dict[str, Json], length: int
) -> None:
    colour = reported(value, code)

    told = Dictionary.of([colour], UNSAID).to_lan([colour])["5"]

    assert len(str(told)) == length


@pytest.mark.parametrize("full", [255, 1000])
def test_a_range_that_is_given_counts_before_name_and_size(full: int) -> None:
    colour = reported(teal_of(full), "colour_data_v2")
    specification = specified({"s": {"max": full}}, "colour_data_v2")
    words = Dictionary.of([colour], specification)

    told = words.to_lan([colour])["5"]

    assert Colour.read(told) == TEAL
    assert words.to_cloud({"5": told}) == {"colour_data_v2": teal_of(full)}


@pytest.mark.parametrize(
    "most", [0, -1, ABSURD, True, "1000", None], ids=lambda most: str(most)[:4]
)
def test_a_range_that_makes_no_sense_is_none(most: Json) -> None:
    colour = reported(teal_of(1000))

    told = Dictionary.of([colour], specified({"s": {"max": most}})).to_lan([colour])["5"]

    assert Colour.read(told) == TEAL


@pytest.mark.parametrize(
    "value",
    ["red", None, 7, {}, {"h": 170, "s": 800}, {"h": 170, "s": 800, "v": ABSURD}],
    ids=lambda value: str(value)[:20],
)
def test_a_colour_that_is_none_is_not_passed_on(value: Json) -> None:
    words = Dictionary.of([], specified({"s": {"max": 1000}}))

    assert words.to_lan([reported(value)]) == {}


def test_what_the_cloud_has_no_word_for_is_unsupported() -> None:
    words = Dictionary.of([reported(value=True, code="switch")], UNSAID)

    assert words.to_cloud({"5": False}) == {"switch": False}
    assert not words.knows({"5": False, "6": 1})
    with pytest.raises(UnsupportedError):
        words.to_cloud({"5": False, "6": 1})


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from("hsv") | st.text(), inner),
    max_leaves=8,
)
colours = st.fixed_dictionaries({part: st.integers() for part in "hsv"})
ranges = st.fixed_dictionaries(
    {"s": st.fixed_dictionaries({"max": json_values})}
) | st.dictionaries(st.sampled_from("hsv"), json_values)


@given(st.sampled_from(["colour_data", "colour_data_v2"]), json_values | colours, ranges)
def test_whatever_is_reported_is_a_value_of_the_lan_or_nothing(
    code: str, value: Json, values: dict[str, Json]
) -> None:
    colour = reported(value, code)
    words = Dictionary.of([colour], specified(values, code))

    for told in words.to_lan([colour]).values():
        assert isinstance(told, bool | int | str)
        assert words.to_cloud({"5": told}).keys() == {code}
