"""What a drill asks of a house at rest, and what it leaves as it is."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.tuya_twin.core.drill import CHIRP, FLASH, drill_steps, judged
from custom_components.tuya_twin.core.house import House
from custom_components.tuya_twin.core.model import (
    HOUSE,
    Bolt,
    BulbState,
    CheckCommand,
    Device,
    DeviceReport,
    DeviceState,
    LockState,
    Reason,
    SirenState,
)
from custom_components.tuya_twin.core.run import Result, Step
from custom_components.tuya_twin.core.settings import Drills, DrillSiren
from tests.core.kit import DEVICES, FOYER, FOYER_BULB, FOYER_LOCK, FOYER_SIREN, NIGHT, make_house

LIT, DARK = BulbState(on=True, brightness=400), BulbState(on=False)
QUIET, LOUD = SirenState(sounding=False, volume=2), SirenState(sounding=True)


def report(device: Device, state: DeviceState, *, reachable: bool = True) -> DeviceReport:
    return DeviceReport(device_id=device.id, state=state, reachable=reachable, seen_at=NIGHT)


def house(*reports: DeviceReport, **before: BulbState | SirenState) -> House:
    return replace(
        make_house(), reports={each.device_id: each for each in reports}, before={**before}
    )


def step_of(device: Device, home: House, sirens: DrillSiren = DrillSiren.CHIRP) -> Step:
    """What is asked of the device in a drill of the foyer."""
    steps = drill_steps(home, FOYER, Drills(sirens=sirens), NIGHT)
    return next(step for step in steps if step.device == device)


def test_a_drill_of_a_zone_is_of_its_devices_and_one_of_the_house_of_all() -> None:
    foyer = drill_steps(make_house(), FOYER, Drills(), NIGHT)
    whole = drill_steps(make_house(), HOUSE, Drills(), NIGHT)

    assert {step.device for step in foyer} == {FOYER_BULB, FOYER_SIREN, FOYER_LOCK}
    assert [step.device for step in whole] == [*DEVICES]


@pytest.mark.parametrize("state", [LIT, DARK])
def test_a_bulb_turns_red_and_it_is_known_how_it_was(state: BulbState) -> None:
    step = step_of(FOYER_BULB, house(report(FOYER_BULB, state)))

    assert (step.command, step.before) == (FLASH, state)


@pytest.mark.parametrize(
    "home",
    [
        house(),
        house(report(FOYER_BULB, LIT, reachable=False)),
        house(report(FOYER_BULB, BulbState(on=None))),
    ],
    ids=["never heard of", "away", "said nothing yet"],
)
def test_a_bulb_that_could_not_be_put_back_is_only_asked_how_it_is(home: House) -> None:
    step = step_of(FOYER_BULB, home)

    assert (step.command, step.before) == (CheckCommand(), None)


@pytest.mark.parametrize("reachable", [True, False])
def test_what_is_being_put_back_already_is_put_back_to_that(reachable: bool) -> None:  # noqa: FBT001
    before: dict[str, BulbState | SirenState] = {FOYER_BULB.id: LIT, FOYER_SIREN.id: QUIET}
    home = house(
        report(FOYER_BULB, DARK, reachable=reachable),
        report(FOYER_SIREN, SirenState(sounding=False), reachable=reachable),
        **before,
    )

    bulb, siren = step_of(FOYER_BULB, home), step_of(FOYER_SIREN, home)

    assert (bulb.command, bulb.before) == (FLASH, None)
    assert (siren.command, siren.before) == (CHIRP, None)


def test_a_siren_chirps_for_a_second_and_is_put_back_to_how_it_was() -> None:
    step = step_of(FOYER_SIREN, house(report(FOYER_SIREN, QUIET)))

    assert (step.command, step.before) == (CHIRP, QUIET)
    assert step.until == NIGHT + timedelta(seconds=1)
    assert (CHIRP.volume, CHIRP.duration) == (1, 1)


@pytest.mark.parametrize(
    "home",
    [
        house(),
        house(report(FOYER_SIREN, LOUD)),
        house(report(FOYER_SIREN, QUIET, reachable=False)),
        house(report(FOYER_SIREN, DARK)),
    ],
    ids=["never heard of", "sounding", "away", "no siren's words"],
)
def test_a_siren_of_which_nothing_quiet_is_known_chirps_all_the_same(home: House) -> None:
    step = step_of(FOYER_SIREN, home)

    assert (step.command, step.before) == (CHIRP, None)


def test_a_silent_drill_only_asks_the_siren_how_it_is() -> None:
    step = step_of(FOYER_SIREN, house(report(FOYER_SIREN, QUIET)), DrillSiren.SILENT)

    assert (step.command, step.before, step.until) == (CheckCommand(), None, None)


@pytest.mark.parametrize(
    ("bolt", "result", "reason"),
    [
        (Bolt.LOCKED, Result.PENDING, None),
        (Bolt.UNLOCKED, Result.PENDING, None),
        (Bolt.JAMMED, Result.FAILED, Reason.JAMMED),
        (Bolt.UNKNOWN, Result.FAILED, Reason.UNKNOWN_STATE),
    ],
)
def test_a_lock_has_to_tell_where_its_bolt_is(
    bolt: Bolt, result: Result, reason: Reason | None
) -> None:
    asked = Step(device=FOYER_LOCK, command=CheckCommand())

    answered = judged(asked, report(FOYER_LOCK, LockState(bolt=bolt)))

    assert answered == replace(asked, result=result, reason=reason)


def test_whatever_else_answers_has_said_enough() -> None:
    chirped = Step(device=FOYER_SIREN, command=CHIRP)
    asked = Step(device=FOYER_BULB, command=CheckCommand())

    assert judged(chirped, report(FOYER_SIREN, QUIET)) == chirped
    assert judged(asked, report(FOYER_BULB, LIT)) == asked
