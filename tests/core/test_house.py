"""What is shown of the house, and when an incident opens and closes."""

from dataclasses import replace
from datetime import timedelta
from functools import reduce
from itertools import groupby

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_twin.core.changes import apply, replay
from custom_components.tuya_twin.core.errors import UnknownZoneError
from custom_components.tuya_twin.core.facts import (
    Answer,
    Answered,
    Fact,
    PeopleTold,
    PutBack,
    RunResumed,
    RunStarted,
    SirenArmed,
    SirenSilenced,
    SirenSilent,
    StepEnded,
)
from custom_components.tuya_twin.core.house import House, OwnStatus, ZonesNamed
from custom_components.tuya_twin.core.incident import Incident
from custom_components.tuya_twin.core.model import (
    HOUSE,
    BulbCommand,
    BulbMode,
    BulbState,
    CheckCommand,
    DeviceReport,
    Protocol,
    Status,
    Zone,
)
from custom_components.tuya_twin.core.run import Result, Run, Step
from tests.core.kit import (
    ANNA,
    DEVICES,
    FOYER,
    FOYER_BULB,
    FOYER_SIREN,
    GREEN,
    LIVING_ROOM,
    NIGHT,
    RED,
    YELLOW,
    changes,
    histories,
    make_house,
    set_to,
)

type History = list[tuple[str, Status]]


def house_after(*history: tuple[str, Status]) -> House:
    return reduce(
        apply, (set_to(zone, to, seq=n) for n, (zone, to) in enumerate(history, 1)), make_house()
    )


def make_run(run_id: str = "run", *, minute: int = 0, revision: int = 0) -> Run:
    return Run(
        id=run_id,
        protocol=Protocol.RED,
        zone=HOUSE,
        cause=ANNA,
        started_at=NIGHT + timedelta(minutes=minute),
        deadline=5.0,
        steps=(),
        revision=revision,
    )


def make_report(device_id: str, *, on: bool = True) -> DeviceReport:
    return DeviceReport(device_id=device_id, state=BulbState(on=on), reachable=True, seen_at=NIGHT)


# What is shown ------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", [HOUSE, FOYER, LIVING_ROOM])
def test_a_house_nothing_happened_to_is_safe(zone: str) -> None:
    house = make_house()

    assert house.shown(zone) is GREEN
    assert house.own_status(zone) == OwnStatus(status=GREEN, since=None)
    assert house.incident is None


@given(histories)
def test_a_zone_shows_the_higher_of_its_own_and_the_houses_status(history: History) -> None:
    house = house_after(*history)

    assert house.shown(FOYER) is Status.highest(
        [house.own_status(FOYER).status, house.own_status(HOUSE).status]
    )


@given(histories)
def test_the_house_shows_the_highest_of_all(history: History) -> None:
    house = house_after(*history)

    assert house.shown(HOUSE) is Status.highest(
        house.own_status(zone).status for zone in (HOUSE, FOYER, LIVING_ROOM)
    )


@given(histories, changes)
def test_what_is_set_is_remembered_with_its_time(
    history: History, change: tuple[str, Status]
) -> None:
    zone, status = change

    house = apply(house_after(*history), set_to(zone, status, seq=99))

    assert house.own_status(zone) == OwnStatus(status=status, since=NIGHT + timedelta(minutes=99))


@given(histories)
def test_green_on_the_house_clears_every_zone(history: History) -> None:
    house = house_after(*history, (HOUSE, GREEN))

    assert {house.shown(zone) for zone in (HOUSE, FOYER, LIVING_ROOM)} == {GREEN}
    assert house.incident is None


@given(histories)
def test_green_on_a_zone_clears_that_zone_alone(history: History) -> None:
    before = house_after(*history)

    after = apply(before, set_to(FOYER, GREEN, seq=99))

    assert after.own_status(FOYER).status is GREEN
    assert after.own_status(LIVING_ROOM) == before.own_status(LIVING_ROOM)
    assert after.own_status(HOUSE) == before.own_status(HOUSE)


def test_green_on_a_zone_does_not_clear_what_the_house_itself_was_set_to() -> None:
    house = house_after((HOUSE, RED), (FOYER, GREEN))

    assert house.shown(FOYER) is RED


def test_a_warning_for_the_house_leaves_a_red_zone_red() -> None:
    house = house_after((FOYER, RED), (HOUSE, YELLOW))

    assert house.shown(FOYER) is RED
    assert house.shown(LIVING_ROOM) is YELLOW


@pytest.mark.parametrize("zone", [HOUSE, FOYER, LIVING_ROOM])
def test_the_house_knows_its_zones(zone: str) -> None:
    make_house().require_zone(zone)


def test_a_zone_the_house_does_not_have_is_refused() -> None:
    with pytest.raises(UnknownZoneError) as refusal:
        make_house().require_zone("Attic")

    assert refusal.value.known == (HOUSE, FOYER, LIVING_ROOM)


def test_zones_are_called_otherwise_and_all_else_stays_as_it_is() -> None:
    house = house_after((FOYER, RED))
    hall = (Zone(id=FOYER, name="Hall"), *house.zones[1:])

    assert apply(house, ZonesNamed(zones=hall)) == replace(house, zones=hall)


# The incident -------------------------------------------------------------------------------


@given(histories)
def test_an_incident_is_open_exactly_while_the_house_is_not_green(history: History) -> None:
    house = house_after(*history)

    assert (house.incident is None) is (house.shown(HOUSE) is GREEN)


@given(histories)
def test_an_incident_keeps_its_beginning_and_the_highest_it_reached(history: History) -> None:
    houses = [house_after(*history[:length]) for length in range(len(history) + 1)]
    shown = [house.shown(HOUSE) for house in houses]
    # The statuses since the house was last green, with the update that ended the green.
    stretches = [list(run) for _, run in groupby(range(len(shown)), lambda n: shown[n] is GREEN)]
    last = stretches[-1]
    expected = {
        True: None,
        False: Incident(
            id=f"one-{last[0]}",
            since=NIGHT + timedelta(minutes=last[0]),
            status=Status.highest(shown[n] for n in last),
            current=shown[last[-1]],
            red_since=next((NIGHT + timedelta(minutes=n) for n in last if shown[n] is RED), None),
        ),
    }

    assert houses[-1].incident == expected[shown[-1] is GREEN]


def test_an_incident_is_named_after_the_run_that_opened_it() -> None:
    house = apply(make_house(), set_to(FOYER, YELLOW, run_id="first"))
    house = apply(house, set_to(FOYER, RED, seq=2, run_id="second"))

    assert house.incident == Incident(
        id="first",
        since=NIGHT + timedelta(minutes=1),
        status=RED,
        current=RED,
        red_since=NIGHT + timedelta(minutes=2),
    )


def answered(incident: str, answer: Answer = Answer.ACKNOWLEDGED) -> Answered:
    return Answered(incident_id=incident, answer=answer, at=NIGHT, cause=ANNA)


def told(incident: str, call: int = 0) -> PeopleTold:
    return PeopleTold(incident_id=incident, at=NIGHT, call=call, targets=("Anna",))


def test_an_incident_knows_who_was_told_of_it_and_who_answered_first() -> None:
    house = apply(make_house(), set_to(FOYER, RED, run_id="now"))
    first, second = answered("now"), answered("now", Answer.FALSE_ALARM)

    house = replay(house, [told("now"), told("now", 1), first, second])

    assert house.incident is not None
    assert house.incident.told == (told("now"), told("now", 1))
    assert house.incident.answered == first


@pytest.mark.parametrize("late", [answered("before"), told("before")])
def test_what_is_told_or_said_of_an_incident_that_is_over_changes_no_other(
    late: Answered | PeopleTold,
) -> None:
    house = apply(make_house(), set_to(FOYER, RED, run_id="now"))

    assert apply(house, late) == house
    assert apply(make_house(), late) == make_house()


# Devices and runs ---------------------------------------------------------------------------


def test_a_device_report_replaces_the_one_of_that_device_alone() -> None:
    other = make_report(FOYER_SIREN.id)
    house = reduce(apply, [make_report(FOYER_BULB.id), other], make_house())

    newer = make_report(FOYER_BULB.id, on=False)

    assert apply(house, newer).reports == {FOYER_BULB.id: newer, FOYER_SIREN.id: other}


@pytest.mark.parametrize(
    "late",
    [
        pytest.param(make_run("older", minute=0, revision=9), id="of an older run"),
        pytest.param(make_run("run", minute=5, revision=2), id="of an older revision"),
    ],
)
def test_news_that_comes_late_does_not_replace_what_is_newer(late: Run) -> None:
    newest = make_run("run", minute=5, revision=3)

    assert apply(apply(make_house(), newest), late).run == newest


@pytest.mark.parametrize(
    "newer",
    [
        pytest.param(make_run("newer", minute=6), id="of a newer run"),
        pytest.param(make_run("run", minute=5, revision=4), id="of a newer revision"),
    ],
)
def test_the_last_run_is_the_newest(newer: Run) -> None:
    house = apply(make_house(), make_run("run", minute=5, revision=3))

    assert apply(house, newer).run == newer


def test_a_device_is_found_by_its_id_while_it_is_of_this_house() -> None:
    assert [make_house().device(device.id) for device in DEVICES] == [*DEVICES]
    assert make_house().device("sold") is None


CHECKED = Step(device=FOYER_BULB, command=CheckCommand(), result=Result.CONFIRMED)


def test_of_a_run_of_which_the_beginning_is_lost_a_proof_still_counts() -> None:
    proof = StepEnded(run_id="lost", step=CHECKED, at=NIGHT)

    house = replay(make_house(), [RunResumed(run_id="lost", at=NIGHT), proof])

    assert house == replace(make_house(), proven={FOYER_BULB.id: NIGHT})


@pytest.mark.parametrize(
    "late",
    [
        SirenArmed(device_id=FOYER_SIREN.id, at=NIGHT, until=NIGHT),
        SirenSilenced(device_id=FOYER_SIREN.id, at=NIGHT, cause=ANNA),
        SirenSilent(device_id=FOYER_SIREN.id, at=NIGHT),
    ],
)
def test_news_of_a_siren_that_is_in_no_alarm_begins_none(late: Fact) -> None:
    assert apply(make_house(), late) == make_house()


def test_how_a_bulb_was_is_not_forgotten_while_a_newer_alarm_still_commands_it() -> None:
    before = BulbState(on=True, brightness=40)
    red = BulbCommand(on=True, mode=BulbMode.COLOUR, hue=0)
    told_red = Step(device=FOYER_BULB, command=red, before=before)
    run = replace(make_run(), steps=(told_red,))
    house = apply(make_house(), RunStarted(run=run))
    put_back = PutBack(device_id=FOYER_BULB.id, at=NIGHT)

    assert apply(house, put_back).before == {FOYER_BULB.id: before}

    proof = StepEnded(run_id=run.id, step=replace(told_red, result=Result.CONFIRMED), at=NIGHT)
    assert replay(house, [proof, put_back]).before == {}


@given(st.permutations([make_run(revision=revision) for revision in range(4)]))
def test_in_whatever_order_a_run_comes_its_newest_revision_stays(runs: list[Run]) -> None:
    assert reduce(apply, runs, make_house()).run == make_run(revision=3)
