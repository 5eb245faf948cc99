"""Values as JSON and back: by their types, and nothing that is of another type gets through."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
import json
import sys
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_twin.core.plain import NotPlainError, from_plain, to_plain


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, kw_only=True)
class Circle:
    radius: float


@dataclass(frozen=True, kw_only=True)
class Square:
    side: int
    colour: Colour = Colour.RED


type Shape = Circle | Square


@dataclass(frozen=True, kw_only=True)
class Drawing:
    title: str
    shapes: tuple[Shape, ...] = ()
    frame: Square | None = None
    best: Shape | None = None
    notes: Mapping[Colour, tuple[str, ...]] | None = None
    drawn_at: datetime | None = None
    sold: bool = False


NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
circles = st.builds(Circle, radius=st.floats(allow_nan=False))
squares = st.builds(Square, side=st.integers(), colour=st.sampled_from(Colour))
shapes = circles | squares
drawings = st.builds(
    Drawing,
    title=st.text(),
    shapes=st.lists(shapes, max_size=3).map(tuple),
    frame=st.none() | squares,
    best=st.none() | shapes,
    notes=st.none()
    | st.dictionaries(st.sampled_from(Colour), st.lists(st.text(), max_size=2).map(tuple)),
    drawn_at=st.none() | st.datetimes(timezones=zones),
    sold=st.booleans(),
)


@given(drawings)
def test_a_value_comes_back_from_json_as_it_was(drawing: Drawing) -> None:
    plain = json.loads(json.dumps(to_plain(drawing, tagged=True)))

    assert from_plain(Drawing, plain) == drawing


def test_a_tag_says_which_of_several_it_is() -> None:
    assert to_plain(Circle(radius=1.5), tagged=True) == {"is": "Circle", "radius": 1.5}
    assert to_plain(Circle(radius=1.5), tagged=False) == {"radius": 1.5}
    circle = {"is": "Circle", "radius": 1.5}
    for holds, held in (
        ((Circle(radius=1.5),), [circle]),
        ({"a": Circle(radius=1.5)}, {"a": circle}),
    ):
        assert to_plain(holds, tagged=True) == held


def test_a_word_is_plain_text() -> None:
    plain = to_plain(Square(side=2), tagged=False)

    assert plain == {"side": 2, "colour": "red"}
    assert type(plain["colour"]) is str


def test_what_is_missing_has_its_default_and_what_is_unknown_is_passed_over() -> None:
    plain = {"title": "A", "later": {"is": "Hexagon"}, "frame": {"side": 2, "later": 1}}

    assert from_plain(Drawing, plain) == Drawing(title="A", frame=Square(side=2))


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (float, 4, 4.0),
        (float, int(sys.float_info.max), sys.float_info.max),
        (int, 4.0, 4),
        (datetime, "2026-11-22T12:00:00+00:00", NOON),
    ],
)
def test_numbers_and_moments_may_be_written_in_another_way(
    kind: Any, value: object, expected: object
) -> None:
    read = from_plain(kind, value)

    assert read == expected
    assert type(read) is type(expected)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (int, True),
        (int, 1.5),
        (int, float("nan")),
        (int, "1"),
        (bool, 1),
        (float, True),
        (float, 2 * int(sys.float_info.max)),
        (str, None),
        (Colour, "green"),
        (Colour, ["red"]),
        (datetime, "noon"),
        (datetime, 5),
        (tuple[int, ...], "12"),
        (tuple[int, ...], [1, "2"]),
        (Mapping[str, int], [1]),
        (Mapping[str, int], {"a": "b"}),
        (Circle, 3),
        (Circle, {}),
        (Circle, {"radius": "wide"}),
        (Square | None, "none"),
        (Shape, None),
        (Shape, "Circle"),
        (Shape, {"radius": 1.0}),
        (Shape, {"is": "Hexagon", "radius": 1.0}),
        (Shape, {"is": ["Circle"], "radius": 1.0}),
    ],
    ids=str,
)
def test_nonsense_is_refused_in_words(kind: Any, value: object) -> None:
    with pytest.raises(NotPlainError, match=" is no "):
        from_plain(kind, value)


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (int, "1", "'1' is no int"),
        (Colour, "green", "'green' is no Colour"),
        (Square, 3, "3 is no Square"),
        (Drawing, {"frame": {"side": 1}, "sold": True}, "['frame', 'sold'] is no Drawing"),
        (Shape, "Circle", "'Circle' is no Circle or Square"),
    ],
    ids=str,
)
def test_a_refusal_says_what_stands_there_and_what_should(
    kind: Any, value: object, words: str
) -> None:
    with pytest.raises(NotPlainError) as refused:
        from_plain(kind, value)

    assert str(refused.value) == words


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=2)
            | st.dictionaries(
                st.sampled_from(["is", "title", "shapes", "frame", "best", "notes"]), inner
            )
        ),
        max_leaves=6,
    )
)
def test_whatever_is_read_is_a_value_or_refused(plain: object) -> None:
    try:
        drawing = from_plain(Drawing, plain)
    except NotPlainError:
        return

    assert from_plain(Drawing, to_plain(drawing, tagged=True)) == drawing
