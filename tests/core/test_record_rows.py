"""A row or a mark is believed only if it is what was written."""

import sqlite3
from typing import Any

import pytest

from custom_components.tuya_twin.core.record_rows import (
    COLUMNS,
    Marks,
    Stored,
    fill,
    insert,
    intact_marks,
    intact_row,
    keep,
)
from custom_components.tuya_twin.core.records import Row, to_row
from tests.core.journal_kit import told
from tests.core.kit import FOYER, RED, set_to

CHANGE = Stored(3, to_row(set_to(FOYER, RED, seq=7), epoch="one", incident="incident"))
TOLD = Stored(5, to_row(told(1), epoch="one", incident=None))
MARKS = Marks(epoch="one", settled=3, pruned=2)
OTHERS: list[object] = [None, -1, 1.5, "", "other", b"other"]
"""What may stand in the place of a value."""


def filled() -> sqlite3.Connection:
    """A record in memory with two rows, of which the earlier was given last."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    fill(connection, [TOLD, CHANGE], MARKS)
    return connection


def rows_of(connection: sqlite3.Connection) -> list[tuple[Any, ...]]:
    return connection.execute(f"SELECT {COLUMNS} FROM facts ORDER BY id").fetchall()  # noqa: S608


def marks_of(connection: sqlite3.Connection) -> list[tuple[Any, ...]]:
    return connection.execute("SELECT body, crc FROM marks").fetchall()


def test_what_was_written_is_intact() -> None:
    connection = filled()

    assert [intact_row(values) for values in rows_of(connection)] == [CHANGE, TOLD]
    assert [intact_marks(values) for values in marks_of(connection)] == [MARKS]


def test_what_is_written_under_the_same_id_replaces_what_was_there() -> None:
    connection = filled()
    other = Stored(TOLD.id, TOLD.row._replace(incident="incident"))
    later = Marks(epoch="two", settled=4, pruned=3)

    insert(connection, [other])
    keep(connection, later)

    assert [intact_row(values) for values in rows_of(connection)] == [CHANGE, other]
    assert [intact_marks(values) for values in marks_of(connection)] == [later]


@pytest.mark.parametrize("place", range(len(Row._fields) + 2))
def test_a_row_of_which_anything_is_another_is_not_believed(place: int) -> None:
    values = rows_of(filled())[0]

    for other in OTHERS:
        if other != values[place]:
            assert intact_row((*values[:place], other, *values[place + 1 :])) is None


def test_what_has_more_or_fewer_values_is_no_row() -> None:
    values = rows_of(filled())[0]

    assert intact_row(values[:-1]) is None
    assert intact_row((*values, None)) is None


@pytest.mark.parametrize("place", [0, 1])
def test_marks_of_which_anything_is_another_are_not_believed(place: int) -> None:
    values = marks_of(filled())[0]

    for other in OTHERS:
        assert intact_marks((*values[:place], other, *values[place + 1 :])) is None
    assert intact_marks((*values, None)) is None


def test_what_the_first_version_wrote_is_still_believed() -> None:
    """A checksum that is made in another way would have every record there is taken for damaged."""
    at = "2026-11-22T02:14:01.000000+00:00"
    body = '{"is":"PutBack","device_id":"Lämp","at":"2026-11-22T02:14:01.000000+00:00"}'
    row = Row(
        epoch="one",
        seq=None,
        at=at,
        kind="put_back",
        incident=None,
        subject="Lämp",
        result=None,
        body=body,
    )

    assert intact_row((5, *row, 4166190015)) == Stored(5, row)


def test_marks_are_read_whatever_a_newer_version_adds_to_them() -> None:
    body = '{"epoch": "one", "settled": 3, "pruned": 2, "version": 1, "news": 1}'

    assert intact_marks((body, 3384292198)) == MARKS
