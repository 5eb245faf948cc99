"""What a sign means: the original design's own cases by name, and all that was added to them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
import logging

import pytest

from custom_components.tuya_twin.core.analysis import Analysis, Sensor
from custom_components.tuya_twin.core.analyzer import level
from custom_components.tuya_twin.core.assessment import Assessment, Bypassed, Ground, Watch, Why
from custom_components.tuya_twin.core.memory import (
    REMEMBERED,
    WAITING,
    Memory,
    forget,
    recall,
    remember,
)
from custom_components.tuya_twin.core.model import Status
from custom_components.tuya_twin.core.rules import Rules
from custom_components.tuya_twin.core.signs import HAZARDS, INSIDE, Role, WatchMode
from custom_components.tuya_twin.core.weighing import weight_of_hour
from tests.core.kit import FOYER, GREEN, LIVING_ROOM, RED, YELLOW
from tests.core.signs_kit import (
    BERLIN,
    BY_DAY,
    BY_NIGHT,
    Watched,
    reasons,
    reckoned,
    sensor,
    sign,
    watched,
)

AWAY = Watch(mode=WatchMode.AWAY)
HANDS = [Role.VIBRATION, Role.GLASS, Role.FORCED]


# The original design ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("begin", "score", "status"), [(BY_NIGHT, 75.0, YELLOW), (BY_DAY, 35.0, YELLOW)]
)
def test_motion_alone_scores_50_and_is_a_warning(
    begin: datetime, score: float, status: Status
) -> None:
    found = Watched(begin=begin).hears(Role.MOTION)

    assert (found.score, found.status) == (score, status)
    assert found.grounds[0] == Ground(
        why=Why.SIGN, name="The motion in Foyer", role=Role.MOTION, value=50.0
    )


def test_motion_alone_by_day_says_that_it_is_a_warning_in_spite_of_its_score() -> None:
    assert reasons(Watched(begin=BY_DAY).hears(Role.MOTION)) == [Why.SIGN, Why.DAY, Why.AT_LEAST]
    assert reasons(Watched(begin=BY_NIGHT).hears(Role.MOTION)) == [Why.SIGN, Why.NIGHT]


@pytest.mark.parametrize("hands", HANDS)
@pytest.mark.parametrize("seconds", [0.0, 1.0, 9.9, 10.0])
def test_motion_and_then_hands_on_the_house_within_ten_seconds_is_an_alarm_by_night(
    hands: Role, seconds: float
) -> None:
    house = Watched()
    house.hears(Role.MOTION)

    found = house.hears(hands, seconds)

    assert (found.score, found.status) == (135.0, RED)
    assert [event.role for event in found.events] == [Role.MOTION, hands]
    assert reasons(found) == [Why.SIGN, Why.FOLLOWED, Why.NIGHT]
    assert found.grounds[1].seconds == seconds


@pytest.mark.parametrize("hands", HANDS)
def test_by_day_the_same_scores_63_and_is_a_warning(hands: Role) -> None:
    house = Watched(begin=BY_DAY)
    house.hears(Role.MOTION)

    found = house.hears(hands, 5)

    assert (found.score, found.status) == (63.0, YELLOW)


@pytest.mark.parametrize(("hands", "score"), [(Role.VIBRATION, 75.0), (Role.GLASS, 90.0)])
def test_after_ten_seconds_each_of_the_two_stands_alone(hands: Role, score: float) -> None:
    house = Watched()
    house.hears(Role.MOTION)

    found = house.hears(hands, 10.001)

    assert Why.FOLLOWED not in reasons(found)
    assert found.score == score
    assert len(found.events) == 1


def test_hands_on_the_house_and_then_motion_is_not_the_same() -> None:
    house = Watched()
    house.hears(Role.VIBRATION)

    found = house.hears(Role.MOTION, 2)

    assert (found.score, found.status) == (75.0, YELLOW)


@pytest.mark.parametrize("there", [Role.OCCUPANCY, Role.PERSON])
def test_whoever_else_was_seen_there_counts_as_motion_does(there: Role) -> None:
    house = Watched()
    house.hears(there)

    assert house.hears(Role.VIBRATION, 3).score == 135.0


def test_who_was_there_and_laid_hands_on_the_house_may_be_seen_in_two_zones() -> None:
    house = Watched()
    house.hears(Role.MOTION, zone=LIVING_ROOM)

    found = house.hears(Role.VIBRATION, 4, zone=FOYER)

    assert (found.zone, found.status) == (FOYER, RED)


def test_the_last_three_signs_of_the_house_matter_whatever_their_zone() -> None:
    house = Watched(begin=BY_DAY)
    house.hears(Role.MOTION)
    for second, zone in ((1, LIVING_ROOM), (2, FOYER), (3, LIVING_ROOM)):
        house.hears(Role.SOUND, second, zone=zone)

    found = house.hears(Role.VIBRATION, 4)

    assert [event.role for event in house.memory.recent] == [Role.SOUND] * 2 + [Role.VIBRATION]
    assert Why.FOLLOWED not in reasons(found)


def test_the_owners_unlock_scores_nothing_and_ends_what_was_found() -> None:
    house = Watched()
    house.hears(Role.MOTION)
    house.hears(Role.VIBRATION, 1)

    found = house.hears(Role.UNLOCK, 5)

    assert (found.score, found.status, found.counts) == (0.0, GREEN, True)
    assert (found.floor, found.ceiling) == (GREEN, GREEN)
    assert reasons(found) == [Why.OWNER]
    assert house.memory.standing == {}


@pytest.mark.parametrize(
    ("clock", "why", "weight"),
    [
        ((21, 59), Why.DAY, 0.7),
        ((22, 0), Why.NIGHT, 1.5),
        ((0, 0), Why.NIGHT, 1.5),
        ((5, 59), Why.NIGHT, 1.5),
        ((6, 0), Why.DAY, 0.7),
        ((12, 0), Why.DAY, 0.7),
    ],
)
def test_night_is_from_22_to_6(clock: tuple[int, int], why: Why, weight: float) -> None:
    at = datetime(2026, 7, 1, *clock, tzinfo=BERLIN)

    assert weight_of_hour(Rules(), at, BERLIN) == (why, weight)


@pytest.mark.parametrize(
    ("minute", "why"), [(59, Why.DAY), (60, Why.NIGHT), (119, Why.NIGHT), (120, Why.DAY)]
)
def test_a_night_may_lie_within_one_day(minute: int, why: Why) -> None:
    siesta = Rules(night_from=60, night_until=120)
    at = datetime(2026, 7, 1, tzinfo=BERLIN) + timedelta(minutes=minute)

    assert weight_of_hour(siesta, at, BERLIN)[0] is why


@pytest.mark.parametrize("hour", range(24))
def test_there_may_be_no_night(hour: int) -> None:
    none = Rules(night_from=60, night_until=60)

    assert weight_of_hour(none, datetime(2026, 7, 1, hour, tzinfo=BERLIN), BERLIN)[0] is Why.DAY


@pytest.mark.parametrize(
    ("score", "status"),
    [
        (0, GREEN),
        (39.9, GREEN),
        (40, YELLOW),
        (79.9, YELLOW),
        (80, RED),
        (300, RED),
    ],
)
def test_80_is_an_alarm_and_40_a_warning(score: float, status: Status) -> None:
    assert level(Rules(), score) is status


@pytest.mark.parametrize(("points", "status"), [(53, YELLOW), (54, RED)])
def test_a_score_is_held_against_the_border_as_it_is_shown(points: int, status: Status) -> None:
    """79.5 and 81 by night."""
    rules = Rules(points={Role.GLASS: points})

    found = Watched(analysis=Analysis(rules=rules)).hears(Role.GLASS)

    assert (found.score, found.status) == (points * 1.5, status)


def test_an_error_in_the_analysis_is_a_warning_and_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    house = broken(Watched())

    with caplog.at_level(logging.ERROR):
        found = house.hears(Role.MOTION)

    assert (found.status, found.floor, found.ceiling) == (YELLOW, YELLOW, YELLOW)
    assert (found.counts, found.hazard, reasons(found)) == (True, False, [Why.FAULT])
    assert "analysis of a sign failed" in caplog.text


def test_an_error_takes_back_nothing_that_was_found() -> None:
    house = Watched()
    house.hears(Role.GLASS)
    recent = house.memory.recent

    house = broken(house)
    found = house.hears(Role.MOTION, 5)

    assert (found.status, found.floor) == (RED, RED)
    assert reasons(found) == [Why.FAULT, Why.STANDS]
    assert house.memory.recent == recent


def test_a_warning_of_an_error_stands_as_any_other() -> None:
    house = broken(Watched(begin=BY_DAY))
    house.hears(Role.MOTION)

    found = replace(house, weights={}).hears(Role.VIBRATION, 5)

    assert found.status is YELLOW


def test_where_nothing_is_to_be_relied_upon_a_sign_is_still_a_warning() -> None:
    house = Watched()
    house.hears(Role.GLASS)
    before = house.memory
    house.analysis = NoRules()

    assert house.hears(Role.MOTION, 5).status is YELLOW
    assert house.memory == before


class NoRules(Analysis):
    """An analysis that fails whenever it is asked."""

    def rules_of(self, zone: str) -> Rules:
        raise LookupError(zone)


class Unreadable(dict[str, int]):
    """Weights that cannot be looked up."""

    def get(self, key: str, default: object = None) -> int:
        raise LookupError(key, default)


def broken(house: Watched) -> Watched:
    """The same house, of which every sign makes the analysis fail."""
    return replace(house, weights=Unreadable())


# When a sign counts -------------------------------------------------------------------------


@pytest.mark.parametrize("mode", WatchMode)
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.UNLOCK}))
def test_what_counts_is_decided_by_how_the_house_is_watched(mode: WatchMode, role: Role) -> None:
    expected = {
        WatchMode.OFF: role in HAZARDS,
        WatchMode.HOME: role not in INSIDE,
        WatchMode.NIGHT: role not in INSIDE,
        WatchMode.AWAY: True,
    }[mode]

    found = watched(mode).hears(role)

    assert found.counts is expected
    assert (found.status is GREEN) is not expected
    assert (reasons(found) == [Why.NOT_WATCHED]) is not expected


def test_a_sensor_may_count_in_other_modes_than_its_role_says() -> None:
    hall = sensor(Role.MOTION, modes=(WatchMode.NIGHT,))

    assert watched(WatchMode.NIGHT, hall).hears(Role.MOTION).counts
    assert not watched(WatchMode.AWAY, hall).hears(Role.MOTION).counts


@pytest.mark.parametrize("mode", WatchMode)
def test_a_hazard_counts_whatever_modes_are_set_for_it(mode: WatchMode) -> None:
    smoke = sensor(Role.SMOKE, modes=(WatchMode.AWAY,))

    assert watched(mode, smoke).hears(Role.SMOKE).hazard


def test_a_sensor_may_count_always() -> None:
    safe = sensor(Role.DOOR, always=True)
    house = watched(WatchMode.OFF, safe)
    house.watch = Watch(
        counts_from=BY_NIGHT + timedelta(minutes=1),
        bypassed=(Bypassed(sensor=safe.entity, name="Safe"),),
    )
    house.hears(Role.UNLOCK)

    assert house.hears(Role.DOOR, 1).status is YELLOW


@pytest.mark.parametrize("mode", WatchMode)
def test_what_always_counts_is_looked_at_in_whatever_mode_the_watch_begins(mode: WatchMode) -> None:
    assert sensor(Role.DOOR, always=True).counts_in(mode)
    assert sensor(Role.SMOKE).counts_in(mode)
    assert sensor(Role.DOOR).counts_in(mode) is (mode is not WatchMode.OFF)


def test_what_stood_open_when_the_watch_began_does_not_count() -> None:
    house = Watched()
    window = sign(Role.WINDOW)
    house.watch = replace(AWAY, bypassed=(Bypassed(sensor=window.sensor, name="Window"),))

    found = house.takes(window)

    assert (found.counts, found.status, reasons(found)) == (False, GREEN, [Why.BYPASSED])
    assert house.hears(Role.WINDOW, sensor="another").counts


def test_people_have_time_to_leave() -> None:
    house = Watched(watch=replace(AWAY, counts_from=BY_NIGHT + timedelta(seconds=30)))

    leaving, left = house.hears(Role.DOOR, 29.9), house.hears(Role.DOOR, 30)

    assert (leaving.counts, reasons(leaving)) == (False, [Why.LEAVING])
    assert left.counts


@pytest.mark.parametrize("role", sorted(HAZARDS))
def test_fire_does_not_wait_until_people_have_left(role: Role) -> None:
    house = Watched(watch=replace(AWAY, counts_from=BY_NIGHT + timedelta(seconds=30)))

    assert house.hears(role).status is RED


@pytest.mark.parametrize(
    ("role", "counts"),
    [
        (Role.MOTION, False),
        (Role.DOOR, False),
        (Role.VIBRATION, False),
        (Role.GLASS, True),
        (Role.FORCED, True),
        (Role.WINDOW, True),
        (Role.TAMPER, True),
        (Role.SMOKE, True),
    ],
)
def test_who_has_just_come_home_moves_about_but_breaks_no_glass(role: Role, counts: bool) -> None:  # noqa: FBT001
    house = Watched()
    house.hears(Role.UNLOCK)

    found = house.hears(role, 20)

    assert found.counts is counts
    if not counts:
        assert found.grounds == (
            Ground(why=Why.COMING_HOME, name=found.events[0].name, role=role, seconds=20.0),
        )


@pytest.mark.parametrize(("seconds", "counts"), [(119.9, False), (120, True)])
def test_coming_home_is_over_after_two_minutes(seconds: float, counts: bool) -> None:  # noqa: FBT001
    house = Watched()
    house.hears(Role.UNLOCK)

    assert house.hears(Role.MOTION, seconds).counts is counts


def test_a_sign_from_before_the_unlock_that_is_told_late_is_none_of_coming_home() -> None:
    house = Watched()
    house.hears(Role.UNLOCK, 5)

    assert house.hears(Role.MOTION, 4).counts


@pytest.mark.parametrize("why", [Why.DEAD, Why.FLAPPING])
def test_a_sensor_that_is_not_trusted_says_why_it_does_not_count(why: Why) -> None:
    glass = sensor(Role.GLASS, always=True)
    house = watched(WatchMode.AWAY, glass)
    house.distrusted = {glass.entity: why}

    found = house.hears(Role.GLASS)

    assert (found.counts, found.status, reasons(found)) == (False, GREEN, [why])


@pytest.mark.parametrize("role", sorted(HAZARDS))
def test_a_smoke_detector_that_fails_may_be_burning(role: Role) -> None:
    house = Watched()
    house.distrusted = {sign(role).sensor: Why.DEAD}

    assert house.hears(role).status is RED


def test_what_does_not_count_leaves_what_stands_as_it_is() -> None:
    house = Watched()
    house.hears(Role.GLASS)
    before = house.memory
    house.watch = Watch()

    found = house.hears(Role.MOTION, 5)

    assert (found.status, found.floor, found.ceiling) == (RED, RED, RED)
    assert (found.counts, found.score) == (False, 0.0)
    assert reasons(found) == [Why.NOT_WATCHED, Why.STANDS]
    assert house.memory == before


# Groups -------------------------------------------------------------------------------------

FRONT, BACK, SIDE = (
    Sensor(entity=name, role=Role.VIBRATION, zone=FOYER, group="fence")
    for name in ("front", "back", "side")
)


def fence() -> Watched:
    return watched(WatchMode.AWAY, FRONT, BACK, SIDE)


def test_of_a_group_two_have_to_tell_the_same() -> None:
    house = fence()

    alone = house.hears(Role.VIBRATION, sensor="front")
    both = house.hears(Role.VIBRATION, 20, sensor="back")

    assert (alone.counts, alone.status, reasons(alone)) == (False, GREEN, [Why.ALONE])
    assert (both.counts, both.status) == (True, YELLOW)
    assert [event.sensor for event in house.memory.recent] == ["front", "back"]


def test_the_same_one_twice_is_not_two() -> None:
    house = fence()
    house.hears(Role.VIBRATION, sensor="front")

    assert not house.hears(Role.VIBRATION, 1, sensor="front").counts


@pytest.mark.parametrize("failed", [Why.DEAD, Why.FLAPPING])
def test_one_whose_whole_group_has_failed_is_believed_alone(failed: Why) -> None:
    house = fence()
    house.distrusted = {"back": failed, "side": failed}

    assert house.hears(Role.VIBRATION, sensor="front").counts


def test_two_of_a_group_have_to_tell_it_at_about_the_same_time() -> None:
    house = fence()
    house.hears(Role.VIBRATION, sensor="front")

    assert not house.hears(Role.VIBRATION, 30.1, sensor="back").counts
    assert house.hears(Role.VIBRATION, 60, sensor="front").counts


def test_a_group_is_one_part_of_hands_on_the_house() -> None:
    house = fence()
    house.hears(Role.VIBRATION, sensor="front")
    house.hears(Role.MOTION, 1)

    assert house.hears(Role.VIBRATION, 2, sensor="back").status is RED


def test_a_third_of_a_group_does_not_push_anything_out_by_telling_of_the_second_again() -> None:
    house = fence()
    for second, name in enumerate(("front", "back", "side")):
        house.hears(Role.VIBRATION, second, sensor=name)

    assert [event.sensor for event in house.memory.recent] == ["front", "back", "side"]


def test_one_that_tells_all_the_time_does_not_push_out_those_of_another_group() -> None:
    house = watched(WatchMode.AWAY, FRONT, BACK, replace(SIDE, group="gate"))
    house.hears(Role.VIBRATION, sensor="front")
    for number in range(2 * WAITING):
        house.hears(Role.VIBRATION, number / 4, sensor="side")

    assert house.hears(Role.VIBRATION, 20, sensor="back").counts


def test_sensors_of_another_group_are_no_second_one() -> None:
    gate = replace(BACK, group="gate")
    house = watched(WatchMode.AWAY, FRONT, gate)
    house.hears(Role.VIBRATION, sensor="front")

    assert not house.hears(Role.VIBRATION, 1, sensor="back").counts


# What false alarms and time take ------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "left"), [(0, 1.0), (10, 1.0), (155, 0.5), (300, 0.0), (900, 0.0)]
)
def test_a_sign_fades(seconds: float, left: float) -> None:
    """The second sign weighs nothing, so that the first is what the score rests on."""
    rules = Rules(points={Role.SOUND: 0, Role.GLASS: 50})
    house = Watched(analysis=Analysis(rules=rules))
    house.hears(Role.GLASS)

    found = house.hears(Role.SOUND, seconds, zone=LIVING_ROOM)

    assert found.score == 75.0 * left
    assert (Why.FADED in reasons(found)) is (left < 1)
    assert reckoned(found) == found.score


def test_a_pair_is_as_old_as_the_second_of_its_signs() -> None:
    house = Watched()
    house.hears(Role.MOTION)
    house.hears(Role.GLASS, 10)

    found = house.hears(Role.SOUND, 165, zone=LIVING_ROOM)

    assert (found.score, found.status) == (67.5, YELLOW)


def test_what_was_found_stands_for_as_long_as_it_is_remembered() -> None:
    house = Watched(begin=BY_DAY, analysis=Analysis(rules=Rules(points={Role.SOUND: 0})))
    house.hears(Role.MOTION)

    still, over = house.hears(Role.SOUND, 300), house.hears(Role.SOUND, 601)

    assert (still.status, reasons(still)[-1]) == (YELLOW, Why.STANDS)
    assert over.status is GREEN


def test_a_weaker_sign_has_what_stands_stand_longer_and_as_high() -> None:
    house = Watched()
    house.hears(Role.GLASS)
    house.hears(Role.VIBRATION, 290)

    found = house.hears(Role.VIBRATION, 580)

    assert (found.score, found.status, found.floor) == (60.0, RED, RED)


def test_a_sign_that_is_told_late_has_nothing_end_sooner() -> None:
    house = Watched(begin=BY_DAY)
    house.hears(Role.MOTION, 100)
    house.hears(Role.VIBRATION, 0)

    assert house.hears(Role.SOUND, 399).status is YELLOW


def test_a_sign_that_is_told_very_late_still_counts_by_itself() -> None:
    house = Watched()
    for second in (10, 11, 12):
        house.hears(Role.SOUND, second)

    found = house.hears(Role.FORCED, 5)

    assert found.status is RED
    assert [event.role for event in house.memory.recent] == [Role.SOUND] * 3


@pytest.mark.parametrize(("weight", "score", "status"), [(80, 72.0, YELLOW), (100, 90.0, RED)])
def test_a_sensor_that_gave_false_alarms_weighs_less(
    weight: int, score: float, status: Status
) -> None:
    house = Watched(weights={sign(Role.GLASS).sensor: weight})

    found = house.hears(Role.GLASS)

    assert (found.score, found.status) == (score, status)
    assert (Why.LESS_TRUSTED in reasons(found)) is (weight < 100)


def test_a_pair_weighs_what_the_less_trusted_of_the_two_does() -> None:
    house = Watched(weights={sign(Role.MOTION).sensor: 50, sign(Role.VIBRATION).sensor: 80})
    house.hears(Role.MOTION)

    found = house.hears(Role.VIBRATION, 1)

    assert (found.score, found.status) == (67.5, YELLOW)
    assert found.grounds[2] == Ground(
        why=Why.LESS_TRUSTED, name="The motion in Foyer", role=Role.MOTION, value=0.5
    )


def test_a_sensor_that_weighs_nothing_warns_of_nothing() -> None:
    house = Watched(weights={sign(Role.MOTION).sensor: 0})

    assert house.hears(Role.MOTION).status is GREEN


@pytest.mark.parametrize("role", [Role.VIBRATION, Role.SOUND])
def test_what_the_wind_may_do_is_alone_no_warning_by_day(role: Role) -> None:
    by_day, by_night = Watched(begin=BY_DAY).hears(role), Watched().hears(role)

    assert (by_day.score, by_day.status, by_day.counts) == (28.0, GREEN, True)
    assert (by_night.score, by_night.status) == (60.0, YELLOW)


# Fire, gas and water ------------------------------------------------------------------------


@pytest.mark.parametrize("role", sorted(HAZARDS))
@pytest.mark.parametrize("begin", [BY_DAY, BY_NIGHT])
def test_fire_gas_and_water_are_an_alarm_of_their_own(role: Role, begin: datetime) -> None:
    found = Watched(begin=begin, watch=Watch()).hears(role)

    assert (found.status, found.floor, found.ceiling) == (RED, RED, RED)
    assert (found.hazard, found.counts, reasons(found)) == (True, True, [Why.HAZARD])
    assert found.score == reckoned(found) == 100.0


def test_whatever_else_is_seen_while_it_burns_is_told_as_of_a_fire() -> None:
    house = Watched()
    house.hears(Role.SMOKE)

    glass, unseen = house.hears(Role.GLASS, 5), house.hears(Role.MOTION, 6, zone=LIVING_ROOM)

    assert (glass.status, glass.hazard) == (RED, True)
    assert not unseen.hazard


def test_the_owners_unlock_puts_out_no_fire() -> None:
    house = Watched()
    house.hears(Role.SMOKE)
    house.hears(Role.MOTION, 5)
    house.hears(Role.GLASS, 6, zone=LIVING_ROOM)

    found = house.hears(Role.UNLOCK, 7)

    assert (found.status, found.hazard) == (RED, True)
    assert reasons(found) == [Why.OWNER, Why.STANDS]
    assert house.memory.standing.keys() == {FOYER}


# Rules by zone ------------------------------------------------------------------------------


def test_a_zone_may_have_rules_of_its_own() -> None:
    garage = Rules(points={Role.MOTION: 10}, night_weight=1.0, red_at=60, yellow_at=5)
    house = Watched(analysis=Analysis(zones={LIVING_ROOM: garage}))

    there, elsewhere = house.hears(Role.MOTION, zone=LIVING_ROOM), Watched().hears(Role.MOTION)

    assert (there.score, there.status) == (10.0, YELLOW)
    assert elsewhere.score == 75.0


def test_an_hour_of_the_night_may_be_an_hour_of_the_day_in_another_zone() -> None:
    late = Rules(night_from=3 * 60)
    house = Watched(analysis=Analysis(zones={LIVING_ROOM: late}))

    assert Why.DAY in reasons(house.hears(Role.MOTION, zone=LIVING_ROOM))
    assert Why.NIGHT in reasons(house.hears(Role.MOTION, zone=FOYER))


# Floor and ceiling --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("points", "bounds"),
    [
        # By night, with a margin of 20.
        (0, (GREEN, GREEN, GREEN)),
        (13, (GREEN, GREEN, GREEN)),
        (14, (GREEN, GREEN, YELLOW)),
        (27, (GREEN, YELLOW, YELLOW)),
        (39, (GREEN, YELLOW, YELLOW)),
        (40, (YELLOW, YELLOW, RED)),
        (53, (YELLOW, YELLOW, RED)),
        (54, (RED, RED, RED)),
    ],
)
def test_a_second_opinion_may_move_what_is_near_to_a_threshold(
    points: int, bounds: tuple[Status, Status, Status]
) -> None:
    house = Watched(analysis=Analysis(rules=Rules(points={Role.SOUND: points})))

    found = house.hears(Role.SOUND)

    assert (found.floor, found.status, found.ceiling) == bounds


def test_no_opinion_takes_back_the_warning_that_motion_is() -> None:
    found = Watched(begin=BY_DAY).hears(Role.MOTION)

    assert (found.floor, found.status, found.ceiling) == (YELLOW, YELLOW, YELLOW)


# What is remembered -------------------------------------------------------------------------


def test_signs_are_remembered_in_the_order_of_time() -> None:
    first, second, third, late = (sign(Role.MOTION, at) for at in (1, 3, 4, 2))

    recent: tuple[object, ...] = remember((first, second, third), late)

    assert recent == (late, second, third)
    assert len(recent) == REMEMBERED


def test_what_somebody_says_is_over_is_forgotten_and_the_rest_is_not() -> None:
    house = Watched()
    house.hears(Role.UNLOCK)
    house.hears(Role.GLASS, 200)
    house.hears(Role.GLASS, 201, zone=LIVING_ROOM)

    memory = forget(house.memory, FOYER)

    assert memory.standing.keys() == {LIVING_ROOM}
    assert [event.zone for event in memory.recent] == [LIVING_ROOM]
    assert forget(house.memory) == Memory(unlocked_at=house.memory.unlocked_at)


@pytest.mark.parametrize(
    "events",
    [
        {Role.MOTION: 0.0},
        {Role.MOTION: 0.0, Role.GLASS: 4.0},
        {Role.FORCED: 0.0, Role.SOUND: 100.0},
        {Role.SMOKE: 0.0},
    ],
)
@pytest.mark.parametrize("begin", [BY_DAY, BY_NIGHT])
def test_whoever_reckons_up_the_reasons_comes_to_the_score(
    events: Mapping[Role, float], begin: datetime
) -> None:
    house = Watched(begin=begin, weights={sign(Role.GLASS).sensor: 90})
    found: Assessment | None = None
    for role, seconds in events.items():
        found = house.hears(role, seconds)

    assert found is not None
    assert reckoned(found) == found.score


# After a restart ----------------------------------------------------------------------------


def test_what_was_seen_before_a_restart_is_remembered() -> None:
    house = watched(WatchMode.AWAY)
    before = house.hears(Role.MOTION)

    house.memory = recall([before])

    assert house.hears(Role.VIBRATION, 5).status is RED


def test_the_owner_is_known_to_be_home_after_a_restart() -> None:
    house = watched(WatchMode.AWAY)
    home = house.hears(Role.UNLOCK)

    house.memory = recall([home])

    assert reasons(house.hears(Role.MOTION, 5)) == [Why.COMING_HOME]


def test_what_did_not_count_is_not_remembered_either() -> None:
    house = watched(WatchMode.OFF)

    assert recall([house.hears(Role.MOTION)]) == Memory()
