"""A siren is told to sound when it has to be told, no sooner, and to be silent until it is."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path as FilePath

import pytest

from custom_components.tuya_twin.core.errors import NoConfirmationError
from custom_components.tuya_twin.core.house import House, OwnStatus
from custom_components.tuya_twin.core.model import DeviceReport, Protocol, SirenCommand, SirenState
from custom_components.tuya_twin.core.policy import Policy, SirenAction, SirenRule
from custom_components.tuya_twin.core.run import Alarm
from custom_components.tuya_twin.core.sirens import STUCK_AFTER, Due, Duty, due
from tests.core.keeper_kit import Rig, live, policy_with_red
from tests.core.kit import ANNA, FOYER, FOYER_SIREN, NIGHT, RED, make_house

CAP = 180.0


def at(seconds: float) -> datetime:
    return NIGHT + timedelta(seconds=seconds)


ALARM = Alarm(since=NIGHT, until=at(CAP))
ARMED = replace(ALARM, armed_until=at(60))
NOTHING, SOUND, SILENCE = Due(duty=Duty.NOTHING), Due(duty=Duty.SOUND), Due(duty=Duty.SILENCE)
UNTIL_THE_CAP = Due(duty=Duty.NOTHING, at=at(CAP))


def in_red(alarm: Alarm, *reports: DeviceReport) -> House:
    return replace(
        make_house(),
        own={FOYER: OwnStatus(status=RED)},
        alarms={FOYER_SIREN.id: alarm},
        reports={report.device_id: report for report in reports},
    )


def red_for(seconds: int, *, cap: int = 180) -> Policy:
    rule = SirenRule(action=SirenAction.SOUND, seconds=seconds, cap_seconds=cap)
    return policy_with_red(sirens=rule)


# What is due --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("alarm", "seconds", "expected"),
    [
        (ALARM, 1, SOUND),
        (ALARM, 179, SOUND),
        (ALARM, 179.5, UNTIL_THE_CAP),
        (ALARM, 180, SILENCE),
        (replace(ALARM, over=True), 1, SILENCE),
        (replace(ALARM, silenced=True), 1, NOTHING),
        (replace(ALARM, silenced=True), 180, NOTHING),
        (replace(ALARM, capped=True), 180, NOTHING),
        (replace(ALARM, drill=True), 1, UNTIL_THE_CAP),
        (ARMED, 54.9, Due(duty=Duty.NOTHING, at=at(55))),
        (ARMED, 55, SOUND),
        (replace(ARMED, armed_until=at(180)), 178, UNTIL_THE_CAP),
        (replace(ARMED, armed_until=at(179.1)), 178, UNTIL_THE_CAP),
        (replace(ARMED, armed_until=at(179)), 174, SOUND),
    ],
    ids=[
        "not proven to sound",
        "a second before the cap",
        "less than a second before the cap",
        "at the cap",
        "in green",
        "silenced by a person",
        "silenced by a person until the cap",
        "was silent at the cap",
        "a drill",
        "sounds for a while yet",
        "ends soon by its own clock",
        "sounds until the cap",
        "sounds until less than a second before the cap",
        "sounds until a second before the cap",
    ],
)
def test_what_a_siren_has_to_do_follows_from_its_alarm(
    alarm: Alarm, seconds: float, expected: Due
) -> None:
    assert due(in_red(alarm), FOYER_SIREN, Policy(), at(seconds)) == expected


@pytest.mark.parametrize(
    ("reachable", "sounding", "expected"),
    [
        (True, False, SOUND),
        (True, True, Due(duty=Duty.NOTHING, at=at(55))),
        (True, None, Due(duty=Duty.NOTHING, at=at(55))),
        (False, False, Due(duty=Duty.NOTHING, at=at(55))),
    ],
)
def test_only_a_siren_that_says_itself_that_it_is_silent_sounds_before_its_time(
    *, reachable: bool, sounding: bool | None, expected: Due
) -> None:
    report = DeviceReport(
        device_id=FOYER_SIREN.id,
        state=SirenState(sounding=sounding),
        reachable=reachable,
        seen_at=None,
    )

    assert due(in_red(ARMED, report), FOYER_SIREN, Policy(), at(1)) == expected


def test_a_siren_that_sounds_only_shortly_is_told_again_when_half_of_that_is_over() -> None:
    alarm = replace(ALARM, armed_until=at(4))

    expected = Due(duty=Duty.NOTHING, at=at(2))
    assert due(in_red(alarm), FOYER_SIREN, red_for(4), at(0)) == expected


# What it is told ----------------------------------------------------------------------------


def test_in_an_alarm_a_siren_is_told_only_as_often_as_it_takes(tmp_path: FilePath) -> None:
    async def scene(rig: Rig) -> None:
        rig.device.takes = 0.1
        await rig.call(Protocol.RED)
        await asyncio.sleep(50)
        armed_until = rig.response.house.alarms[FOYER_SIREN.id].armed_until
        await asyncio.sleep(50)

        sound = [SirenCommand(on=True, volume=100, duration=each) for each in (20, 20, 20, 14)]
        assert rig.device.commands == [*sound, SirenCommand(on=False)]
        times = [word.at for word in rig.device.words]
        assert times == pytest.approx([0.0, 15.1, 30.2, 45.3, 60.0])
        assert armed_until == at(45.4 + 14)

    live(tmp_path, FOYER_SIREN, scene, red_for(20, cap=60))


def test_a_siren_that_sounds_for_a_few_seconds_at_a_time_is_not_told_all_the_time(
    tmp_path: FilePath,
) -> None:
    async def scene(rig: Rig) -> None:
        await rig.call(Protocol.RED)
        await asyncio.sleep(100)

        times = [word.at for word in rig.device.words]
        assert times == [0, 2, 4, 6, 10]

    live(tmp_path, FOYER_SIREN, scene, red_for(4, cap=10))


def test_a_siren_that_failed_to_sound_is_stuck_only_once_it_failed_to_be_silent(
    tmp_path: FilePath,
) -> None:
    async def scene(rig: Rig) -> None:
        rig.device.takes = 0.5
        rig.device.tell(reachable=False)
        await rig.call(Protocol.RED)
        await asyncio.sleep(CAP - 1)
        before = list(rig.stuck)
        await rig.told_of.wait()
        attempts = rig.device.commands.count(SirenCommand(on=False))
        rig.device.tell()
        await asyncio.sleep(1)

        assert (before, attempts, rig.stuck) == ([], STUCK_AFTER, [True, False])

    live(tmp_path, FOYER_SIREN, scene)


def test_a_stuck_siren_that_a_person_silences_is_stuck_no_more(tmp_path: FilePath) -> None:
    async def scene(rig: Rig) -> None:
        await rig.call(Protocol.RED)
        await asyncio.sleep(CAP - 1)
        rig.device.errors = [NoConfirmationError() for _ in range(5)]
        await asyncio.sleep(5)
        told = list(rig.stuck)
        await rig.response.leave_silent(FOYER_SIREN.id, ANNA)
        await asyncio.sleep(0)

        assert (told, rig.stuck) == ([True], [True, False])

    live(tmp_path, FOYER_SIREN, scene)


def test_with_each_alarm_it_is_tried_anew_to_give_a_siren_its_loudness_back(
    tmp_path: FilePath,
) -> None:
    settings = SirenCommand(on=False, volume=50, duration=10)

    async def scene(rig: Rig) -> None:
        rig.device.takes = 0.1
        await rig.call(Protocol.RED)
        await rig.call(Protocol.GREEN)
        rig.device.errors = [NoConfirmationError() for _ in range(3)]
        await asyncio.sleep(10)
        given_up = rig.device.commands.count(settings)
        rig.device.tell(SirenState(sounding=False, volume=50, duration=10))
        await rig.call(Protocol.RED)
        await rig.call(Protocol.GREEN)
        rig.device.errors = [NoConfirmationError()]
        await asyncio.sleep(10)

        assert given_up == 3
        assert rig.device.commands.count(settings) == given_up + 2
        assert rig.response.house.settled

    live(tmp_path, FOYER_SIREN, scene)
