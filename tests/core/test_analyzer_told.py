"""What the analyzer says of a sign besides its status, and what it still knows later."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from custom_components.tuya_twin.core.analysis import Analysis, Sensor
from custom_components.tuya_twin.core.assessment import Ground, Watch, Why
from custom_components.tuya_twin.core.memory import forget, recall
from custom_components.tuya_twin.core.rules import Rules
from custom_components.tuya_twin.core.signs import Role, WatchMode
from tests.core.kit import FOYER, GREEN, RED, YELLOW
from tests.core.signs_kit import BY_DAY, BY_NIGHT, Watched, reasons, sensor, sign, watched


class NoRules(Analysis):
    """An analysis that fails whenever it is asked."""

    def rules_of(self, zone: str) -> Rules:
        raise LookupError(zone)


FENCE = [sensor(role, group="fence") for role in (Role.VIBRATION, Role.DOOR)]
LEAVING = Watch(mode=WatchMode.AWAY, counts_from=BY_NIGHT + timedelta(minutes=1))


@pytest.mark.parametrize(
    ("house", "role", "why"),
    [
        (Watched(), Role.UNLOCK, Why.OWNER),
        (Watched(), Role.SMOKE, Why.HAZARD),
        (Watched(begin=BY_DAY), Role.MOTION, Why.AT_LEAST),
        (Watched(analysis=NoRules()), Role.MOTION, Why.FAULT),
        (Watched(watch=LEAVING), Role.DOOR, Why.LEAVING),
        (watched(WatchMode.OFF), Role.MOTION, Why.NOT_WATCHED),
        (watched(WatchMode.AWAY, *FENCE), Role.VIBRATION, Why.ALONE),
    ],
)
def test_a_reason_that_is_about_a_sensor_says_which_and_of_what_kind(
    house: Watched, role: Role, why: Why
) -> None:
    event = sign(role, begin=house.begin)

    found = replace(house).takes(event)

    (ground,) = [each for each in found.grounds if each.why is why]
    assert (ground.name, ground.role, ground.seconds) == (event.name, role, 0.0)
    assert (found.zone, found.at, found.events) == (FOYER, event.at, (event,))


def test_a_warning_of_an_error_shows_the_sign_it_rests_on_and_stays_a_warning() -> None:
    event = sign(Role.MOTION)

    found = Watched(analysis=NoRules()).takes(event)

    assert found.events == (event,)
    assert (found.floor, found.ceiling) == (YELLOW, YELLOW)


def test_a_sensor_that_nobody_set_up_is_taken_for_what_it_tells_of_itself() -> None:
    event = sign(Role.GLASS)

    assert Watched().around.sensor(event) == Sensor(
        entity=event.sensor, role=Role.GLASS, zone=FOYER
    )


def test_an_alarm_stands_after_a_restart_as_it_did_before() -> None:
    house = watched(WatchMode.AWAY)
    house.memory = recall([house.hears(Role.FORCED)])
    house.watch = Watch()

    found = house.hears(Role.MOTION, 5)

    assert (found.status, reasons(found)) == (RED, [Why.NOT_WATCHED, Why.STANDS])


def test_one_of_a_group_that_was_called_off_needs_two_again() -> None:
    front, back = (
        Sensor(entity=name, role=Role.VIBRATION, zone=FOYER, group="fence")
        for name in ("front", "back")
    )
    house = watched(WatchMode.AWAY, front, back)
    house.hears(Role.VIBRATION, sensor="front")

    house.memory = forget(house.memory, FOYER)

    assert not house.hears(Role.VIBRATION, 5, sensor="back").counts


def test_who_was_seen_before_the_owner_unlocked_is_not_forgotten_for_it() -> None:
    house = Watched()
    house.hears(Role.MOTION)
    house.hears(Role.UNLOCK, 2)

    found = house.hears(Role.GLASS, 5)

    assert Ground(why=Why.SIGN, name="The motion in Foyer", role=Role.MOTION, value=50.0) in (
        found.grounds
    )
    assert Why.FOLLOWED in reasons(found)


def test_a_zone_of_its_own_rules_remembers_for_as_long_as_these_say() -> None:
    short = Rules(memory_seconds=60, points={Role.SOUND: 0})
    house = Watched(analysis=Analysis(zones={FOYER: short}))
    house.hears(Role.FORCED)

    assert Why.STANDS not in reasons(house.hears(Role.SOUND, 61))


def test_an_alarm_of_two_signs_says_of_both_which_and_how_far_apart() -> None:
    house = Watched()
    house.hears(Role.MOTION)

    found = house.hears(Role.VIBRATION, 4)

    assert found.grounds[1] == Ground(
        why=Why.FOLLOWED, name="The vibration in Foyer", role=Role.VIBRATION, value=40.0, seconds=4
    )


def test_another_sign_in_between_does_not_part_the_two() -> None:
    house = Watched()
    house.hears(Role.MOTION)
    house.hears(Role.DOOR, 1)

    assert Why.FOLLOWED in reasons(house.hears(Role.VIBRATION, 4))


def test_what_has_faded_says_how_long_ago_it_was() -> None:
    house = Watched(analysis=Analysis(rules=Rules(points={Role.SOUND: 0})))
    house.hears(Role.GLASS)

    found = house.hears(Role.SOUND, 155)

    (faded,) = [each for each in found.grounds if each.why is Why.FADED]
    assert (faded.value, faded.seconds) == (0.5, 155.0)


def test_no_opinion_on_a_weak_sign_goes_below_the_warning_that_stands() -> None:
    house = Watched(begin=BY_DAY)
    house.hears(Role.MOTION)

    found = house.hears(Role.SOUND, 5)

    assert (found.status, found.floor) == (YELLOW, YELLOW)


def test_no_opinion_on_a_sign_that_does_not_count_takes_back_what_stands() -> None:
    house = Watched(analysis=Analysis(rules=Rules(points={Role.SOUND: 27})))
    assert house.hears(Role.SOUND).floor is GREEN
    house.watch = Watch()

    assert house.hears(Role.MOTION, 5).floor is YELLOW


def test_a_sign_at_the_very_moment_of_the_unlock_is_of_coming_home() -> None:
    house = Watched()
    house.hears(Role.UNLOCK)

    assert reasons(house.hears(Role.MOTION)) == [Why.COMING_HOME]


@pytest.mark.parametrize(("seconds", "counts"), [(60, True), (60.1, False)])
def test_a_zone_of_its_own_rules_says_how_far_apart_a_group_may_tell_the_same(
    seconds: float,
    counts: bool,  # noqa: FBT001 - of the table
) -> None:
    patient = Analysis(sensors=tuple(FENCE), zones={FOYER: Rules(group_seconds=60)})
    house = Watched(analysis=patient)
    house.hears(Role.VIBRATION)

    assert house.hears(Role.DOOR, seconds).counts is counts


def test_it_is_night_when_it_is_night_where_the_house_is() -> None:
    house = Watched(local=ZoneInfo("Pacific/Auckland"), begin=BY_NIGHT)

    assert Why.DAY in reasons(house.hears(Role.MOTION))
