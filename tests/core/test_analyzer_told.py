"""What the analyzer says of a sign besides its status, and what it still knows later."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.tuya_twin.core.analysis import Analysis, Sensor
from custom_components.tuya_twin.core.assessment import Ground, Watch, Why
from custom_components.tuya_twin.core.memory import forget, recall
from custom_components.tuya_twin.core.rules import Rules
from custom_components.tuya_twin.core.signs import Role, WatchMode
from tests.core.kit import FOYER, RED, YELLOW
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
    found = replace(house).hears(role)

    (ground,) = [each for each in found.grounds if each.why is why]
    assert (ground.name, ground.role) == (f"The {role} in Foyer", role)


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
