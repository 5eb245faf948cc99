"""Codes for screens: good once, not for long, and never seen again."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
import re

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_twin.core.errors import TooManyOffersError
from custom_components.tuya_twin.core.pairing import (
    CODE_LASTS,
    MOST_OFFERS,
    Giver,
    Offer,
    Pairing,
)
from custom_components.tuya_twin.core.viewers import Grant, ViewerToken
from tests.core.kit import HandClock

HOME, CABIN = "home", "cabin"


@dataclass(eq=False)
class Admin(Giver):
    """Somebody who gives out codes as long as they may."""

    may: bool = True
    heard: list[ViewerToken] = field(default_factory=list)

    def may_give(self) -> bool:
        return self.may

    def redeemed(self, token: ViewerToken) -> None:
        self.heard.append(token)


def grant(household: str = HOME) -> Grant:
    return Grant(name="Hall tablet", household=household, lifetime=timedelta(days=30))


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def pairing(clock: HandClock) -> Pairing:
    return Pairing(clock.now)


def test_a_code_is_good_for_what_it_was_given_out_for(pairing: Pairing, clock: HandClock) -> None:
    admin = Admin()

    offer, code = pairing.offer(grant(), admin)

    assert offer.expires_at == clock.now() + CODE_LASTS
    assert pairing.redeem(code) is offer
    assert (offer.grant, offer.giver) == (grant(), admin)


def test_a_code_has_at_least_128_bits_and_needs_no_escaping_in_a_link(pairing: Pairing) -> None:
    _, code = pairing.offer(grant(), Admin())

    assert re.fullmatch(r"[A-Za-z0-9_-]+", code)
    assert len(code) * 6 >= 128
    # Nor more than that by much, as it is also to fit in a small QR code.
    assert len(code) * 6 < 160


def test_nothing_that_is_kept_shows_the_code(pairing: Pairing) -> None:
    offer, code = pairing.offer(grant(), Admin())

    kept = [str(value) for value in vars(offer).values()] + list(pairing._offers)
    assert [each for each in kept if code in each] == []
    assert offer.digest not in repr(offer)


@pytest.mark.parametrize("code", ["", "x", "\ud800", "ä" * 24, "x" * 4096])
def test_what_is_no_code_is_not_good(pairing: Pairing, code: str) -> None:
    pairing.offer(grant(), Admin())

    assert pairing.redeem(code) is None


def test_whoever_may_give_nothing_any_more_gives_nothing(pairing: Pairing) -> None:
    admin = Admin()
    _, code = pairing.offer(grant(), admin)

    admin.may = False
    assert pairing.redeem(code) is None

    admin.may = True
    assert pairing.redeem(code) is None


def test_a_code_that_is_withdrawn_is_not_good(pairing: Pairing) -> None:
    offer, code = pairing.offer(grant(), Admin())
    _, other = pairing.offer(grant(), Admin())

    pairing.withdraw(offer)
    pairing.withdraw(offer)

    assert pairing.redeem(code) is None
    assert pairing.redeem(other) is not None


def test_a_household_that_goes_takes_its_codes_along(pairing: Pairing) -> None:
    codes = [pairing.offer(grant(HOME), Admin())[1] for _ in range(3)]
    _, other = pairing.offer(grant(CABIN), Admin())

    pairing.withdraw_household(HOME)

    assert [pairing.redeem(code) for code in codes] == [None] * 3
    assert pairing.redeem(other) is not None


def test_there_are_only_so_many_codes_at_a_time(pairing: Pairing, clock: HandClock) -> None:
    offers = [pairing.offer(grant(), Admin()) for _ in range(MOST_OFFERS)]
    with pytest.raises(TooManyOffersError):
        pairing.offer(grant(), Admin())

    pairing.redeem(offers[0][1])
    pairing.withdraw(offers[1][0])
    for _ in range(2):
        pairing.offer(grant(), Admin())
    with pytest.raises(TooManyOffersError):
        pairing.offer(grant(), Admin())

    clock.wall += CODE_LASTS
    pairing.offer(grant(), Admin())
    assert len(pairing._offers) == 1


def test_a_clock_that_is_put_back_makes_no_code_last_longer(
    pairing: Pairing, clock: HandClock
) -> None:
    _, code = pairing.offer(grant(), Admin())

    clock.wall -= timedelta(hours=1)

    assert pairing.redeem(code) is None


steps = st.one_of(
    st.tuples(st.just("offer"), st.just(0)),
    st.tuples(st.just("redeem"), st.integers(0, 5)),
    st.tuples(st.just("withdraw"), st.integers(0, 5)),
    st.tuples(st.just("wait"), st.integers(0, 700)),
)


@given(st.lists(steps, max_size=40))
def test_a_code_is_good_at_most_once_and_never_after_its_time(
    history: list[tuple[str, int]],
) -> None:
    clock = HandClock()
    pairing = Pairing(clock.now)
    made: list[tuple[Offer, str]] = []
    spent: set[str] = set()
    ends: dict[str, datetime] = {}
    for step, number in history:
        match step:
            case "wait":
                clock.wall += timedelta(seconds=number)
            case "offer" if sum(ends[code] > clock.now() for _, code in made) < MOST_OFFERS:
                made.append(pairing.offer(grant(), Admin()))
                ends[made[-1][1]] = clock.now() + timedelta(minutes=10)
            case "redeem" if number < len(made):
                offer, code = made[number]
                good = code not in spent and clock.now() < ends[code]
                assert pairing.redeem(code) is (offer if good else None)
                spent.add(code)
            case "withdraw" if number < len(made):
                pairing.withdraw(made[number][0])
                spent.add(made[number][1])
