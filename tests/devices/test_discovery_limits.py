"""A flood of datagrams costs no more than so much."""

from hypothesis import given, strategies as st

from custom_components.tuya_twin.devices.discovery.limits import RateLimit, Recent
from tests.core.kit import HandClock

pauses = st.floats(0, 100) | st.sampled_from([0.0, 1.0, 59.0, 60.0])


def test_no_more_than_so_many_are_allowed_in_a_second() -> None:
    clock = HandClock()
    limit = RateLimit(3, clock.monotonic)

    assert [limit.allows() for _ in range(5)] == [True, True, True, False, False]
    clock.advance(0.9)
    assert not limit.allows()
    clock.advance(0.1)
    assert [limit.allows() for _ in range(4)] == [True, True, True, False]


@given(st.lists(st.floats(0, 2), max_size=60))
def test_seconds_that_follow_each_other_never_allow_more_than_theirs(waits: list[float]) -> None:
    clock = HandClock()
    limit = RateLimit(5, clock.monotonic)
    allowed = []
    for wait in waits:
        clock.advance(wait)
        if limit.allows():
            allowed.append(clock.seconds)

    # A window of any one second touches two of the counted ones at most.
    assert all(sum(at <= other < at + 1 for other in allowed) <= 10 for at in allowed)


@given(st.lists(st.tuples(pauses, st.integers(0, 5)), max_size=60))
def test_a_thing_is_new_when_it_was_not_new_for_a_minute_and_there_is_room(
    arrivals: list[tuple[float, int]],
) -> None:
    clock = HandClock()
    recent = Recent[int](60, 3, clock.monotonic)
    new: list[tuple[float, int]] = []
    for pause, thing in arrivals:
        clock.advance(pause)
        lately = {known for at, known in new if clock.seconds - at < 60}
        expected = thing not in lately and len(lately) < 3

        assert recent.is_new(thing) == expected
        if expected:
            new.append((clock.seconds, thing))


def test_no_more_are_remembered_than_fit() -> None:
    recent = Recent[int](60, 256, HandClock().monotonic)

    assert sum(recent.is_new(number) for number in range(10_000)) == 256
    assert len(recent._since) == 256
