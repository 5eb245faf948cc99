"""The code that unlocking takes: what is one, what it is kept as, and how often it may be wrong."""

import asyncio
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from pathlib import Path

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
from custom_components.tuya_twin.core.response import Response
from custom_components.tuya_twin.core.settings import Interlock, Settings
from tests.core.kit import ANNA, FOYER_LOCK, NIGHT, make_house
from tests.core.response_kit import heard_of, responding

DOOR = FOYER_LOCK.id


def give_wrong(house: House, at: datetime) -> tuple[House, WrongCodeError | LockedOutError]:
    """A wrong code at a moment, as the response takes it."""
    require_attempt(house.refused, at)
    error, until = refusal(house.refused, at)
    refused = CodeRefused(device_id=DOOR, at=at, cause=ANNA, locked_out_until=until)
    return apply(house, refused), error


def wrong_times(house: House, count: int, *, apart: timedelta = timedelta(seconds=1)) -> House:
    for number in range(count):
        house, _ = give_wrong(house, NIGHT + number * apart)
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
    with pytest.raises(InvalidPolicyError, match=r"^a code has .*digits"):
        CodeHash.of(code)


@pytest.mark.parametrize("code", ["0000", "123456789012"])
def test_the_shortest_and_the_longest_code_are_codes(code: str) -> None:
    assert CodeHash.of(code).fits(code)


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


@pytest.mark.parametrize("apart", [timedelta(), timedelta(seconds=1)])
def test_none_is_taken_during_the_lock_out_and_five_are_after_it(apart: timedelta) -> None:
    house = wrong_times(make_house(), MOST_WRONG, apart=apart)
    over = house.refused[-1].locked_out_until
    assert over is not None

    with pytest.raises(LockedOutError):
        require_attempt(house.refused, over - timedelta(seconds=1))
    require_attempt(house.refused, over)
    _, error = give_wrong(house, over)

    assert isinstance(error, WrongCodeError)
    assert error.attempts_left == MOST_WRONG - 1


def test_a_wrong_code_is_forgotten_after_a_while() -> None:
    house = wrong_times(make_house(), 1)

    _, before = give_wrong(house, NIGHT + FORGET_AFTER - timedelta(seconds=1))
    _, then = give_wrong(house, NIGHT + FORGET_AFTER)

    assert isinstance(before, WrongCodeError)
    assert isinstance(then, WrongCodeError)
    assert (before.attempts_left, then.attempts_left) == (MOST_WRONG - 2, MOST_WRONG - 1)


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


def door_with_code(path: Path, code: str | None) -> AbstractAsyncContextManager[Response]:
    """A house that takes this code to unlock, in real time: a code is hashed in a thread."""
    wanted = None if code is None else CodeHash.of(code)
    return responding(path, Settings(interlock=Interlock(code=wanted)))


async def test_codes_that_are_tried_all_at_once_are_counted_each(tmp_path: Path) -> None:
    async with door_with_code(tmp_path, "2468") as response:
        guesses = ("1111", "2222", None, "4444", "5555", "2468", "7777")
        tries = (response.check_code(DOOR, guess, ANNA) for guess in guesses)
        outcomes = await asyncio.gather(*tries, return_exceptions=True)

        wrong, locked_out = outcomes[: MOST_WRONG - 1], outcomes[MOST_WRONG - 1 :]
        left = [each.attempts_left for each in wrong if isinstance(each, WrongCodeError)]
        assert left == [4, 3, 2, 1]
        assert {type(each) for each in locked_out} == {LockedOutError}
        assert len(response.house.refused) == MOST_WRONG


async def test_the_right_code_is_taken_and_makes_up_for_a_wrong_one(tmp_path: Path) -> None:
    async with door_with_code(tmp_path, "2468") as response:
        heard = heard_of(response)
        with pytest.raises(WrongCodeError):
            await response.check_code(DOOR, "1111", ANNA)
        await response.check_code(DOOR, "2468", ANNA)

        assert response.house.refused == ()
        assert heard == [
            CodeRefused(device_id=DOOR, at=NIGHT, cause=ANNA),
            CodeAccepted(device_id=DOOR, at=NIGHT, cause=ANNA),
        ]


async def test_where_no_code_is_set_any_is_taken_and_none_is_on_record(tmp_path: Path) -> None:
    async with door_with_code(tmp_path, None) as response:
        await response.check_code(DOOR, None, ANNA)
        await response.check_code(DOOR, "1111", ANNA)

        assert response.house.refused == ()
