"""What follows from an assessment, what ends by itself, and which sensor is to blame."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from custom_components.tuya_twin.core.analysis import Analysis, Homecoming
from custom_components.tuya_twin.core.assessment import Assessment
from custom_components.tuya_twin.core.facts import Assessed
from custom_components.tuya_twin.core.house import House, OwnStatus, entering
from custom_components.tuya_twin.core.lookout import Lookout
from custom_components.tuya_twin.core.model import HOUSE, Status
from custom_components.tuya_twin.core.rules import Rules
from custom_components.tuya_twin.core.run import Cause
from custom_components.tuya_twin.core.signs import Role, SensorEvent
from custom_components.tuya_twin.core.verdict import (
    calm_at,
    ended_by_owner,
    not_over,
    raises,
    to_blame,
)
from tests.core.kit import FOYER, GREEN, LIVING_ROOM, NIGHT, RED, YELLOW

RULES, AI = Cause(origin="rules"), Cause(origin="ai")
FIRE, PERSON = Cause(origin="rules", hazard=True), Cause(origin="person")
EMPTY = House(id="", name="", zones=(), devices=())


def house(
    zone: str, status: Status, cause: Cause | None = RULES, since: datetime | None = NIGHT
) -> House:
    return entering(EMPTY, zone, OwnStatus(status=status, since=since, cause=cause))


def found(
    status: Status, *sensors: str, role: Role = Role.MOTION, counts: bool = True
) -> Assessment:
    events = tuple(
        SensorEvent(sensor=sensor, entity_id=sensor, name=sensor, role=role, zone=FOYER, at=NIGHT)
        for sensor in sensors
    )
    return Assessment(zone=FOYER, status=status, score=1.0, at=NIGHT, events=events, counts=counts)


@pytest.mark.parametrize(
    ("shown", "status", "follows"),
    [
        (GREEN, GREEN, False),
        (GREEN, YELLOW, True),
        (YELLOW, YELLOW, False),
        (YELLOW, RED, True),
        (RED, RED, False),
        (RED, YELLOW, False),
    ],
)
def test_only_what_is_worse_than_shown_is_answered(
    shown: Status,
    status: Status,
    follows: bool,  # noqa: FBT001 - of the table
) -> None:
    assert raises(house(FOYER, shown), found(status)) is follows
    assert raises(house(HOUSE, shown), found(status)) is follows
    assert not raises(house(FOYER, shown), found(status, counts=False))


@pytest.mark.parametrize(
    ("homecoming", "status", "cause", "ends"),
    [
        (Homecoming.ALARMS, RED, RULES, True),
        (Homecoming.ALARMS, RED, AI, True),
        (Homecoming.ALARMS, YELLOW, RULES, True),
        (Homecoming.WARNINGS, YELLOW, RULES, True),
        (Homecoming.WARNINGS, RED, RULES, False),
        (Homecoming.NOTHING, YELLOW, RULES, False),
        (Homecoming.ALARMS, RED, FIRE, False),
        (Homecoming.ALARMS, RED, PERSON, False),
        (Homecoming.ALARMS, RED, None, False),
        (Homecoming.ALARMS, GREEN, RULES, False),
    ],
)
def test_the_owner_ends_what_the_rules_began_as_far_as_that_is_wanted(
    homecoming: Homecoming,
    status: Status,
    cause: Cause | None,
    ends: bool,  # noqa: FBT001
) -> None:
    assert ended_by_owner(house(FOYER, status, cause), homecoming) == ((FOYER,) if ends else ())


def test_the_house_as_a_whole_is_only_put_in_danger_by_others() -> None:
    assert ended_by_owner(house(HOUSE, RED), Homecoming.ALARMS) == ()


def test_what_somebody_has_called_safe_since_is_over() -> None:
    seen = found(YELLOW, "a")
    lookout = Lookout(assessments={FOYER: seen})
    later = NIGHT + timedelta(seconds=1)

    assert not_over(replace(house(FOYER, YELLOW), lookout=lookout)) == (seen,)
    assert not_over(replace(EMPTY, lookout=lookout)) == (seen,)
    assert not_over(replace(house(FOYER, GREEN, since=later), lookout=lookout)) == ()
    assert not_over(replace(house(HOUSE, GREEN, since=later), lookout=lookout)) == ()
    earlier = NIGHT - timedelta(seconds=1)
    assert not_over(replace(house(HOUSE, GREEN, since=earlier), lookout=lookout)) == (seen,)


def test_what_was_found_at_the_very_moment_of_calling_it_safe_is_not_over() -> None:
    seen = found(YELLOW, "a")
    lookout = Lookout(assessments={FOYER: seen})

    assert not_over(replace(house(FOYER, GREEN, since=NIGHT), lookout=lookout)) == (seen,)


def test_a_warning_ends_so_long_after_its_last_sign() -> None:
    analysis = Analysis(zones={FOYER: Rules(calm_seconds=60)})
    minute = timedelta(seconds=60)

    assert calm_at(house(FOYER, YELLOW), analysis, FOYER, None) == NIGHT + minute
    assert calm_at(house(FOYER, YELLOW), analysis, FOYER, NIGHT + minute) == NIGHT + 2 * minute
    assert calm_at(house(FOYER, YELLOW), analysis, FOYER, NIGHT - minute) == NIGHT + minute


@pytest.mark.parametrize(
    ("status", "cause"), [(RED, RULES), (GREEN, RULES), (YELLOW, PERSON), (YELLOW, FIRE)]
)
def test_nothing_else_ends_by_itself(status: Status, cause: Cause) -> None:
    assert calm_at(house(FOYER, status, cause), Analysis(), FOYER, NIGHT) is None


def test_a_warning_for_the_whole_house_does_not_end_by_itself() -> None:
    assert calm_at(house(HOUSE, YELLOW), Analysis(), HOUSE, NIGHT) is None


def test_a_warning_of_no_known_beginning_waits_for_a_sign() -> None:
    assert calm_at(house(FOYER, YELLOW, since=None), Analysis(), FOYER, None) is None


def test_to_blame_is_what_was_behind_the_worst() -> None:
    facts = [
        Assessed(assessment=found(YELLOW, "a")),
        Assessed(assessment=found(RED, "b", "c")),
        Assessed(assessment=found(RED, "d", counts=False)),
        Assessed(assessment=replace(found(RED, "e"), zone=LIVING_ROOM)),
    ]

    assert set(to_blame(facts)) == {"b", "c", "e"}


@pytest.mark.parametrize("role", [Role.SMOKE, Role.WATER, Role.UNLOCK])
def test_no_false_alarm_teaches_to_overlook_a_fire(role: Role) -> None:
    assert to_blame([Assessed(assessment=found(RED, "a", role=role))]) == ()
    fire = replace(found(RED, "a"), hazard=True)
    assert to_blame([Assessed(assessment=fire)]) == ()


def test_of_what_was_no_danger_nothing_is_to_blame() -> None:
    assert to_blame([Assessed(assessment=found(GREEN, "a"))]) == ()
