"""Who is told of an alarm, who next, when, how often, and when no longer."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_twin.core.escalation import (
    QUIETLY,
    Call,
    Concern,
    concern,
    due_call,
    everybody,
    next_call,
    quiet_call,
)
from custom_components.tuya_twin.core.facts import Answer, Answered, PeopleTold
from custom_components.tuya_twin.core.house import House, OwnStatus
from custom_components.tuya_twin.core.incident import Incident
from custom_components.tuya_twin.core.model import HOUSE, Status
from custom_components.tuya_twin.core.policy import DEFAULT_LEVELS, Level, Policy, Tell
from custom_components.tuya_twin.core.settings import People
from tests.core.kit import ANNA, FOYER, GREEN, LIVING_ROOM, NIGHT, RED, YELLOW, make_house

OPEN = Incident(id="i", since=NIGHT, status=RED, current=RED)
QUIET_YELLOW = Policy(levels={**DEFAULT_LEVELS, YELLOW: Level(tell=Tell.QUIETLY)})
ANSWER = Answered(incident_id="i", answer=Answer.ACKNOWLEDGED, at=NIGHT, cause=ANNA)

targets = st.sampled_from(["notify.anna", "notify.ben", "notify.carla", "notify.dora"])
groups = st.lists(targets, min_size=1, max_size=3).map(tuple)
people_of_a_house = st.builds(
    People,
    calls=st.lists(groups, max_size=4).map(tuple),
    zones=st.dictionaries(st.sampled_from([FOYER, LIVING_ROOM]), groups),
    wait_seconds=st.integers(10, 3600),
    rounds=st.integers(1, 20),
)
zones = st.sampled_from([FOYER, LIVING_ROOM, HOUSE])


def told(call: Call, incident: Incident) -> Incident:
    fact = PeopleTold(incident_id="i", at=call.at, call=call.number, targets=call.targets)
    return replace(incident, told=(*incident.told, fact))


def made(incident: Incident, people: People, zone: str) -> Iterator[Call]:
    """Every call until there is no more."""
    while (call := next_call(incident, people, zone)) is not None:
        yield call
        incident = told(call, incident)


def house_with(**own: tuple[Status, int]) -> House:
    """Zones in a status since a minute of the night."""
    since = {
        zone: OwnStatus(status=status, since=NIGHT + timedelta(minutes=minute))
        for zone, (status, minute) in own.items()
    }
    return replace(make_house(), own=since)


@given(people_of_a_house, zones)
def test_calls_come_in_order_at_their_times_and_as_often_as_was_said(
    people: People, zone: str
) -> None:
    calls = list(made(OPEN, people, zone))

    turns = list(people.calls) or [()]
    turns[0] = people.zones.get(zone, turns[0])
    assert len(calls) == len(turns) * people.rounds
    for number, call in enumerate(calls):
        turn = number % len(turns)
        assert call.number == number
        assert call.at == NIGHT + timedelta(seconds=number * people.wait_seconds)
        assert set(call.targets) == {one for group in turns[: turn + 1] for one in group}
        assert len(set(call.targets)) == len(call.targets)


@given(people_of_a_house, zones, st.integers(0, 80))
def test_nobody_is_called_after_an_answer(people: People, zone: str, number: int) -> None:
    incident = OPEN
    for call in list(made(OPEN, people, zone))[:number]:
        incident = told(call, incident)
    answered = replace(incident, answered=ANSWER)

    assert next_call(answered, people, zone) is None
    assert quiet_call(answered, people, zone) is None


def test_who_was_called_late_is_waited_for_from_then() -> None:
    people = People(calls=(("notify.anna",), ("notify.ben",)), wait_seconds=60)
    late = NIGHT + timedelta(minutes=10)
    incident = told(Call(number=0, at=late, targets=("notify.anna",)), OPEN)

    call = next_call(incident, people, FOYER)

    assert call
    assert call.at == late + timedelta(seconds=60)


def test_a_zone_may_have_people_of_its_own_and_the_others_follow() -> None:
    people = People(
        calls=(("notify.anna",), ("notify.ben",)), zones={FOYER: ("notify.porter",)}, rounds=1
    )

    assert [call.targets for call in made(OPEN, people, FOYER)] == [
        ("notify.porter",),
        ("notify.porter", "notify.ben"),
    ]
    assert next(made(OPEN, people, LIVING_ROOM)).targets == ("notify.anna",)


def test_a_zone_whose_own_people_are_none_is_as_the_household() -> None:
    people = People(calls=(("notify.anna",),), zones={FOYER: ()})

    assert next(made(OPEN, people, FOYER)).targets == ("notify.anna",)


def test_a_quiet_word_is_no_call_and_delays_none() -> None:
    people = People(calls=(("notify.anna",), ("notify.ben",)))
    quiet = quiet_call(OPEN, people, FOYER)
    assert quiet == Call(number=QUIETLY, at=NIGHT, targets=("notify.anna",))

    call = next_call(told(quiet, OPEN), people, FOYER)

    assert call == Call(number=0, at=NIGHT, targets=("notify.anna",))


def test_a_quiet_word_goes_once_to_everybody_who_would_be_called_first() -> None:
    people = People(calls=(("notify.anna",),), zones={FOYER: ("notify.anna", "notify.porter")})
    first = quiet_call(OPEN, people, LIVING_ROOM)
    assert first
    incident = told(first, OPEN)

    assert quiet_call(incident, people, LIVING_ROOM) is None
    second = quiet_call(incident, people, FOYER)
    assert second
    assert second.targets == ("notify.porter",)
    assert quiet_call(told(second, incident), people, FOYER) is None


def test_a_quiet_word_is_not_spoken_once_somebody_has_answered() -> None:
    people = People(calls=(("notify.anna",),))

    assert quiet_call(replace(OPEN, answered=ANSWER), people, FOYER) is None


def test_nothing_is_due_where_nobody_could_hear_it() -> None:
    red = Concern(tell=Tell.CRITICALLY, status=RED, zones=(FOYER,))
    on_the_wall = due_call(OPEN, People(), red)

    assert on_the_wall == Call(number=0, at=NIGHT, targets=())
    assert due_call(OPEN, People(persistent=False), red) is None
    assert due_call(replace(OPEN, answered=ANSWER), People(), red) is None


def test_what_is_due_depends_on_how_people_are_told() -> None:
    yellow = Concern(tell=Tell.QUIETLY, status=YELLOW, zones=(FOYER,))

    call = due_call(OPEN, People(calls=(("notify.anna",),)), yellow)

    assert call
    assert call.number == QUIETLY


def test_people_are_to_know_where_it_is_red_the_newest_first() -> None:
    house = house_with(**{LIVING_ROOM: (RED, 1), FOYER: (RED, 2), HOUSE: (GREEN, 3)})

    assert concern(house, Policy()) == Concern(
        tell=Tell.CRITICALLY, status=RED, zones=(FOYER, LIVING_ROOM)
    )


def test_what_is_critical_comes_before_what_is_not() -> None:
    house = house_with(**{LIVING_ROOM: (RED, 1), FOYER: (YELLOW, 2)})

    assert concern(house, QUIET_YELLOW) == Concern(
        tell=Tell.CRITICALLY, status=RED, zones=(LIVING_ROOM,)
    )


def test_a_level_of_a_zone_decides_for_that_zone() -> None:
    quiet = Policy(zones={FOYER: {RED: Level(tell=Tell.QUIETLY)}})

    assert concern(house_with(**{FOYER: (RED, 1)}), quiet) == Concern(
        tell=Tell.QUIETLY, status=RED, zones=(FOYER,)
    )


@pytest.mark.parametrize("own", [{}, {FOYER: (YELLOW, 1)}, {FOYER: (GREEN, 1)}])
def test_people_are_not_told_of_what_is_below_that(own: dict[str, tuple[Status, int]]) -> None:
    assert concern(house_with(**own), Policy()) is None


def test_zones_without_a_time_are_told_by_name() -> None:
    red = OwnStatus(status=RED)
    house = replace(make_house(), own={LIVING_ROOM: red, FOYER: red})

    found = concern(house, Policy())

    assert found
    assert found.zones == (FOYER, LIVING_ROOM)


def test_everybody_is_everybody_once() -> None:
    people = People(
        calls=(("notify.anna",), ("notify.ben", "notify.anna")), zones={FOYER: ("notify.porter",)}
    )

    assert everybody(people) == ("notify.anna", "notify.ben", "notify.porter")
