"""The code that unlocking takes: what is one, what it is kept as, and how often it may be wrong."""

from datetime import datetime, timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_twin.core.changes import apply
from custom_components.tuya_twin.core.codes import (
    FORGET_AFTER,
    LOCK_OUT,
    MOST_WRONG,
    CodeHash,
    refusal,
    require_attempt,
)
from custom_components.tuya_twin.core.errors import (
    InvalidPolicyError,
    LockedOutError,
    WrongCodeError,
)
from custom_components.tuya_twin.core.facts import CodeAccepted, CodeRefused
from custom_components.tuya_twin.core.house import House
from tests.core.kit import ANNA, FOYER_LOCK, NIGHT, make_house

DOOR = FOYER_LOCK.id


def give_wrong(house: House, at: datetime) -> tuple[House, WrongCodeError | LockedOutError]:
    """A wrong code at a moment, as the response takes it."""
    require_attempt(house.refused, at)
    error, until = refusal(house.refused, at)
    refused = CodeRefused(device_id=DOOR, at=at, cause=ANNA, locked_out_until=until)
    return apply(house, refused), error


def wrong_times(house: House, count: int, at: datetime = NIGHT) -> House:
    for second in range(count):
        house, _ = give_wrong(house, at + timedelta(seconds=second))
    return house


def test_a_code_fits_itself_and_no_other() -> None:
    kept = CodeHash.of("2468")

    assert kept.fits("2468")
    assert not kept.fits("2469")
    assert not kept.fits("")
    assert not kept.fits("24680")


def test_what_is_kept_neither_shows_the_code_nor_that_two_are_the_same() -> None:
    one, other = CodeHash.of("2468"), CodeHash.of("2468")

    assert "2468" not in repr(one.digest)
    assert one.salt != other.salt
    assert one.digest != other.digest


@pytest.mark.parametrize("code", ["", "123", "1234567890123", "12a4", "12 34", "١٢٣٤", "-1234"])
def test_a_code_has_four_to_twelve_digits(code: str) -> None:
    with pytest.raises(InvalidPolicyError, match="digits"):
        CodeHash.of(code)


def test_each_wrong_code_leaves_one_attempt_less_and_the_fifth_locks_out() -> None:
    house, left = make_house(), []
    for _ in range(MOST_WRONG - 1):
        house, error = give_wrong(house, NIGHT)
        assert isinstance(error, WrongCodeError)
        left.append(error.attempts_left)
    _, last = give_wrong(house, NIGHT)

    assert left == [4, 3, 2, 1]
    assert isinstance(last, LockedOutError)
    assert last.until == NIGHT + LOCK_OUT


def test_none_is_taken_during_the_lock_out_and_five_are_after_it() -> None:
    house = wrong_times(make_house(), MOST_WRONG)
    over = house.refused[-1].locked_out_until
    assert over is not None

    with pytest.raises(LockedOutError):
        require_attempt(house.refused, over - timedelta(seconds=1))
    require_attempt(house.refused, over)
    _, error = give_wrong(house, over)

    assert isinstance(error, WrongCodeError)
    assert error.attempts_left == MOST_WRONG - 1


def test_a_wrong_code_is_forgotten_after_a_while() -> None:
    house = wrong_times(make_house(), MOST_WRONG - 1)

    _, error = give_wrong(house, NIGHT + FORGET_AFTER + timedelta(minutes=1))

    assert isinstance(error, WrongCodeError)
    assert error.attempts_left == MOST_WRONG - 1


def test_a_right_code_makes_up_for_the_wrong_ones() -> None:
    house = wrong_times(make_house(), MOST_WRONG - 1)
    house = apply(house, CodeAccepted(device_id=DOOR, at=NIGHT, cause=ANNA))

    _, error = give_wrong(house, NIGHT)

    assert isinstance(error, WrongCodeError)
    assert error.attempts_left == MOST_WRONG - 1


@given(pauses=st.lists(st.integers(min_value=0, max_value=400), min_size=6, max_size=60))
def test_nobody_gets_six_guesses_in_less_than_five_minutes(pauses: list[int]) -> None:
    house, at, taken = make_house(), NIGHT, []
    for pause in pauses:
        at += timedelta(seconds=pause)
        try:
            house, _ = give_wrong(house, at)
        except LockedOutError:
            continue
        taken.append(at)

    for first, sixth in zip(taken, taken[MOST_WRONG:], strict=False):
        assert sixth - first >= LOCK_OUT
