"""How the house is watched and what was found: what each thing that happens makes of it."""

from datetime import timedelta

from custom_components.tuya_twin.core.assessment import Assessment, Bypassed, Watch
from custom_components.tuya_twin.core.changes import apply, replay
from custom_components.tuya_twin.core.facts import (
    Assessed,
    EntryBegan,
    EntryEnded,
    OpinionAsked,
    OpinionFate,
    OpinionGiven,
    WatchChanged,
    WeightChanged,
)
from custom_components.tuya_twin.core.house import House
from custom_components.tuya_twin.core.lookout import Lookout, looking
from custom_components.tuya_twin.core.model import Status
from custom_components.tuya_twin.core.signs import WatchMode
from tests.core.kit import ANNA, FOYER, GREEN, LIVING_ROOM, NIGHT, RED, YELLOW, make_house

LATER = NIGHT + timedelta(seconds=30)
AWAY = Watch(mode=WatchMode.AWAY, since=NIGHT, counts_from=LATER)


def found(status: Status = YELLOW, zone: str = FOYER, *, counts: bool = True) -> Assessment:
    return Assessment(zone=zone, status=status, score=50.0, at=NIGHT, counts=counts)


def weighed(sensor: str, weight: int) -> WeightChanged:
    return WeightChanged(
        sensor=sensor, name="Hall", zone=FOYER, weight=weight, at=NIGHT, cause=ANNA
    )


ENTRY = EntryBegan(assessment=found(), at=NIGHT, until=LATER)
ASKED = OpinionAsked(incident_id="one", zone=FOYER, at=NIGHT)
GIVEN = OpinionGiven(
    incident_id="one", zone=FOYER, at=LATER, fate=OpinionFate.NOTED, seconds=1.5, status=RED
)


def test_a_sensor_weighs_in_full_until_something_else_is_known_of_it() -> None:
    lookout = looking(Lookout(), weighed("hall", 64))

    assert (lookout.weight("hall"), lookout.weight("garden")) == (64, 100)


def test_a_new_house_is_not_watched_and_has_found_nothing() -> None:
    lookout = make_house().lookout

    assert lookout == Lookout()
    assert (lookout.watch.mode, lookout.watch.since) == (WatchMode.OFF, None)


def test_the_house_is_watched_as_it_was_last_set() -> None:
    off = WatchChanged(watch=Watch(since=LATER), at=LATER, cause=ANNA)
    away = WatchChanged(watch=AWAY, at=NIGHT, cause=ANNA)

    assert looking(Lookout(), away).watch == AWAY
    assert replay(make_house(), [away, off]).lookout.watch == off.watch


def test_people_have_time_to_leave_until_the_watch_counts() -> None:
    assert AWAY.is_leaving(NIGHT)
    assert not AWAY.is_leaving(LATER)
    assert not Watch(mode=WatchMode.AWAY).is_leaving(NIGHT)


def test_what_is_bypassed_is_known_by_its_sensor() -> None:
    watch = Watch(bypassed=(Bypassed(sensor="window", name="Window"),))

    assert watch.is_bypassed("window")
    assert not watch.is_bypassed("Window")


def test_a_sensor_weighs_what_was_said_last() -> None:
    house = replay(make_house(), [weighed("one", 80), weighed("two", 64), weighed("one", 100)])

    assert house.lookout.weights == {"one": 100, "two": 64}


def test_somebody_who_came_in_is_waited_for_and_a_restart_takes_that_up() -> None:
    waiting = apply(make_house(), ENTRY)
    over = apply(waiting, EntryEnded(at=LATER))

    assert waiting.lookout.entry == ENTRY
    assert not waiting.settled
    assert over.lookout.entry is None
    assert over.settled


def test_of_each_zone_the_newest_that_counted_is_known() -> None:
    lookout = Lookout()
    for each in (found(RED), found(YELLOW, LIVING_ROOM), found(YELLOW), found(GREEN, counts=False)):
        lookout = looking(lookout, Assessed(assessment=each))

    assert lookout.assessments == {FOYER: found(YELLOW), LIVING_ROOM: found(YELLOW, LIVING_ROOM)}


def test_the_newest_question_and_the_newest_opinion_are_known() -> None:
    asked = looking(Lookout(), ASKED)
    given = looking(asked, GIVEN)

    assert (asked.asked, asked.opinion) == (ASKED, None)
    assert (given.asked, given.opinion) == (ASKED, GIVEN)


def test_what_was_found_says_nothing_of_the_status_of_the_house() -> None:
    house: House = apply(make_house(), Assessed(assessment=found(RED)))

    assert house.shown(FOYER) is GREEN
    assert house.incident is None
    assert house.settled
