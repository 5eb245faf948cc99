"""What becomes of alarms, lights and open runs as facts come in."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.tuya_twin.core.changes import apply, replay
from custom_components.tuya_twin.core.facts import (
    Answer,
    Answered,
    BulbLit,
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
from custom_components.tuya_twin.core.house import House
from custom_components.tuya_twin.core.model import (
    HOUSE,
    BulbCommand,
    BulbMode,
    Command,
    Device,
    Protocol,
    SirenCommand,
)
from custom_components.tuya_twin.core.run import Alarm, Result, Run, Step
from tests.core.kit import (
    ANNA,
    FOYER,
    FOYER_BULB,
    FOYER_SIREN,
    NIGHT,
    RED,
    ROOM_BULB,
    ROOM_SIREN,
    YELLOW,
    make_house,
    set_to,
)

CAP = NIGHT + timedelta(minutes=3)
LATER = NIGHT + timedelta(minutes=1)
ALARM_LIGHT = BulbCommand(on=True, mode=BulbMode.COLOUR, hue=0)
WHITE = BulbCommand(on=True, mode=BulbMode.WHITE)
SOUND = SirenCommand(on=True)
SILENCE = SirenCommand(on=False)


def tells(device: Device, command: Command) -> Step:
    return Step(device=device, command=command, until=CAP if command == SOUND else None)


def begun(*steps: Step, run_id: str = "run", minute: int = 0) -> RunStarted:
    return RunStarted(
        run=Run(
            id=run_id,
            protocol=Protocol.RED,
            zone=HOUSE,
            cause=ANNA,
            started_at=NIGHT + timedelta(minutes=minute),
            deadline=5.0,
            steps=steps,
        )
    )


def proven(device: Device, command: Command, *, run_id: str = "run") -> StepEnded:
    step = replace(tells(device, command), result=Result.CONFIRMED)
    return StepEnded(run_id=run_id, step=step, at=LATER)


def house_after(*facts: Fact) -> House:
    return replay(make_house(), facts)


# People -------------------------------------------------------------------------------------


def of_the_first_red() -> tuple[Fact, ...]:
    return (
        set_to(FOYER, RED, run_id="now"),
        PeopleTold(incident_id="now", at=NIGHT, call=0, targets=("Anna",)),
        Answered(incident_id="now", answer=Answer.ACKNOWLEDGED, at=NIGHT, cause=ANNA),
    )


def test_a_new_rise_to_red_is_a_new_call_for_help() -> None:
    house = house_after(*of_the_first_red(), set_to(FOYER, YELLOW, seq=2))
    assert house.incident is not None
    assert house.incident.answered is not None
    assert house.incident.told

    house = apply(house, set_to(FOYER, RED, seq=3))

    assert house.incident is not None
    assert house.incident.answered is None
    assert house.incident.told == ()


def test_red_in_one_more_room_is_no_new_call_for_help() -> None:
    house = house_after(*of_the_first_red(), set_to(HOUSE, RED, seq=2))

    assert house.incident is not None
    assert house.incident.answered is not None
    assert house.incident.told


# Runs ---------------------------------------------------------------------------------------


def test_a_run_that_is_taken_up_again_is_a_revision_later_and_says_when() -> None:
    start = begun(tells(FOYER_SIREN, SOUND))
    resumed = replace(start.run, resumed_at=LATER, revision=1)

    house = house_after(start, RunResumed(run_id="run", at=LATER))

    assert house.open_runs == {"run": resumed}
    assert house.run == resumed


def test_the_end_of_one_runs_step_leaves_another_run_open() -> None:
    house = house_after(
        begun(tells(FOYER_SIREN, SOUND), tells(ROOM_SIREN, SOUND), run_id="first"),
        begun(tells(FOYER_BULB, ALARM_LIGHT), tells(ROOM_BULB, WHITE), run_id="second", minute=1),
    )

    house = apply(house, proven(FOYER_SIREN, SOUND, run_id="first"))
    house = apply(house, proven(FOYER_BULB, ALARM_LIGHT, run_id="second"))
    assert [*house.open_runs] == ["first", "second"]

    house = apply(house, proven(ROOM_BULB, WHITE, run_id="second"))
    assert [*house.open_runs] == ["first"]


# Sirens -------------------------------------------------------------------------------------


def test_a_siren_that_is_told_to_sound_has_an_alarm_from_the_runs_start_to_its_cap() -> None:
    house = house_after(begun(tells(FOYER_SIREN, SOUND), minute=1))

    assert house.alarms == {FOYER_SIREN.id: Alarm(since=LATER, until=CAP)}


@pytest.mark.parametrize(
    ("duration", "until"),
    [pytest.param(60, LATER + timedelta(seconds=60), id="its own"), pytest.param(None, CAP)],
)
def test_a_siren_is_armed_for_as_long_as_it_was_told_or_to_its_cap(
    duration: int | None, until: object
) -> None:
    house = house_after(
        begun(tells(FOYER_SIREN, SOUND), tells(ROOM_SIREN, SOUND)),
        proven(FOYER_SIREN, SirenCommand(on=True, duration=duration)),
    )

    assert house.alarms[FOYER_SIREN.id].armed_until == until
    assert house.alarms[ROOM_SIREN.id].armed_until is None


def test_a_siren_that_proves_its_silence_has_no_alarm_and_the_other_keeps_its_own() -> None:
    house = house_after(begun(tells(FOYER_SIREN, SOUND), tells(ROOM_SIREN, SOUND)))
    green = begun(tells(FOYER_SIREN, SILENCE), tells(ROOM_SIREN, SILENCE), run_id="green", minute=1)

    house = replay(house, [green, proven(FOYER_SIREN, SILENCE, run_id="green")])

    assert house.alarms == {ROOM_SIREN.id: Alarm(since=NIGHT, until=CAP, over=True)}


def test_a_proof_that_a_siren_sounds_is_none_of_its_silence() -> None:
    house = house_after(
        begun(tells(FOYER_SIREN, SOUND)),
        begun(tells(FOYER_SIREN, SILENCE), run_id="green", minute=1),
        proven(FOYER_SIREN, SOUND),
    )

    assert FOYER_SIREN.id in house.alarms


def test_a_silenced_siren_is_left_alone_until_it_is_told_to_sound_again() -> None:
    silenced = SirenSilenced(device_id=FOYER_SIREN.id, at=LATER, cause=ANNA)
    armed = SirenArmed(device_id=FOYER_SIREN.id, at=NIGHT, until=CAP)
    house = house_after(begun(tells(FOYER_SIREN, SOUND)), armed, silenced)
    alarm = Alarm(since=NIGHT, until=CAP)
    assert house.alarms == {FOYER_SIREN.id: replace(alarm, silenced=True)}

    house = apply(house, begun(tells(FOYER_SIREN, SOUND), run_id="again", minute=1))

    assert house.alarms == {FOYER_SIREN.id: alarm}


def test_a_siren_that_fell_silent_in_its_alarm_has_reached_its_cap() -> None:
    armed = SirenArmed(device_id=FOYER_SIREN.id, at=NIGHT, until=CAP)

    house = house_after(
        begun(tells(FOYER_SIREN, SOUND)), armed, SirenSilent(device_id=FOYER_SIREN.id, at=CAP)
    )

    assert house.alarms == {FOYER_SIREN.id: Alarm(since=NIGHT, until=CAP, capped=True)}


# Bulbs --------------------------------------------------------------------------------------


def test_a_bulb_that_is_proven_white_shows_no_alarm_light_any_more_and_others_do() -> None:
    house = house_after(
        begun(tells(FOYER_BULB, ALARM_LIGHT), tells(ROOM_BULB, ALARM_LIGHT)),
        proven(FOYER_BULB, ALARM_LIGHT),
        proven(ROOM_BULB, ALARM_LIGHT),
    )
    assert house.lit == {FOYER_BULB.id: ALARM_LIGHT, ROOM_BULB.id: ALARM_LIGHT}

    house = apply(house, proven(FOYER_BULB, WHITE))

    assert house.lit == {ROOM_BULB.id: ALARM_LIGHT}


def test_a_bulb_that_had_missed_its_run_shows_the_light_once_that_is_proven() -> None:
    house = house_after(BulbLit(device_id=FOYER_BULB.id, light=ALARM_LIGHT, at=LATER))

    assert house == replace(make_house(), lit={FOYER_BULB.id: ALARM_LIGHT})


def test_a_bulb_that_was_put_back_shows_no_alarm_light_any_more_and_others_do() -> None:
    lit = [
        BulbLit(device_id=bulb.id, light=ALARM_LIGHT, at=LATER) for bulb in (FOYER_BULB, ROOM_BULB)
    ]

    house = house_after(*lit, PutBack(device_id=FOYER_BULB.id, at=LATER))

    assert house.lit == {ROOM_BULB.id: ALARM_LIGHT}
