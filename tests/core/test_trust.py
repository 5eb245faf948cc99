"""Which sensors flap, and how much less one weighs after a false alarm."""

from datetime import datetime, timedelta

from hypothesis import given, strategies as st

from custom_components.tuya_twin.core.trust import (
    FLAPPING_REPORTS,
    FLAPPING_WITHIN,
    LEAST_WEIGHT,
    after_false_alarm,
    flaps,
)
from tests.core.kit import NIGHT


def every(seconds: float, times: int) -> list[datetime]:
    return [NIGHT + timedelta(seconds=seconds * number) for number in range(times)]


def test_ten_reports_in_a_minute_are_those_of_a_loose_contact() -> None:
    assert flaps(every(FLAPPING_WITHIN.total_seconds() / (FLAPPING_REPORTS - 1), FLAPPING_REPORTS))


def test_fewer_or_slower_ones_are_not() -> None:
    assert not flaps(every(0, FLAPPING_REPORTS - 1))
    assert not flaps(
        every(FLAPPING_WITHIN.total_seconds() / (FLAPPING_REPORTS - 1) + 0.1, FLAPPING_REPORTS)
    )


def test_only_the_last_ones_count() -> None:
    assert flaps([NIGHT - timedelta(days=1), *every(1, FLAPPING_REPORTS)])


def test_each_false_alarm_takes_a_fifth() -> None:
    assert [after_false_alarm(100), after_false_alarm(80)] == [80, 64]


@given(st.integers(0, 100))
def test_no_false_alarm_silences_a_sensor_or_makes_it_weigh_more(weight: int) -> None:
    after = after_false_alarm(weight)

    assert after <= weight
    assert after >= min(weight, LEAST_WEIGHT)
