"""What a household can be told to do in an alarm, and what nobody can tell it to."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from custom_components.tuya_twin.core.errors import InvalidPolicyError
from custom_components.tuya_twin.core.model import HOUSE, DeviceKind, Status
from custom_components.tuya_twin.core.policy import (
    DEFAULT_LEVELS,
    LONGEST_CAP_SECONDS,
    LONGEST_SOUNDING_SECONDS,
    BulbAction,
    BulbRule,
    Level,
    LockAction,
    LockRule,
    Policy,
    Scope,
    SirenAction,
    SirenRule,
    Tell,
)
from custom_components.tuya_twin.core.settings import Drills, Keeping, People, Settings
from tests.core.kit import FOYER, GREEN, LIVING_ROOM, RED, YELLOW

CALM = DEFAULT_LEVELS[GREEN]


def with_level(status: Status, level: Level) -> Mapping[Status, Level]:
    return {**DEFAULT_LEVELS, status: level}


def test_a_new_household_sounds_shines_locks_and_calls_for_help_on_red() -> None:
    red = Settings().policy.level(FOYER, RED)

    assert red.sirens.action is SirenAction.SOUND
    assert red.bulbs.action is BulbAction.LIGHT
    assert red.locks.action is LockAction.LOCK
    assert (red.scope, red.tell) == (Scope.HOUSE, Tell.CRITICALLY)


def test_nothing_can_be_told_to_unlock() -> None:
    assert {action.value for action in LockAction} == {"leave", "lock"}


@pytest.mark.parametrize(
    ("level", "left"),
    [
        (Level(), set(DeviceKind)),
        (DEFAULT_LEVELS[RED], set()),
        (DEFAULT_LEVELS[YELLOW], {DeviceKind.SIREN, DeviceKind.LOCK}),
        (CALM, {DeviceKind.LOCK}),
    ],
)
def test_a_level_knows_what_it_leaves_alone(level: Level, left: set[DeviceKind]) -> None:
    assert {kind for kind in DeviceKind if level.leaves(kind)} == left


@pytest.mark.parametrize(
    ("rules", "wrong"),
    [
        ({"bulbs": BulbRule(hue=-1)}, "hue"),
        ({"bulbs": BulbRule(hue=360)}, "hue"),
        ({"bulbs": BulbRule(saturation=-1)}, "saturation"),
        ({"bulbs": BulbRule(saturation=101)}, "saturation"),
        ({"bulbs": BulbRule(brightness=0)}, "brightness"),
        ({"bulbs": BulbRule(brightness=101)}, "brightness"),
        ({"sirens": SirenRule(volume=0)}, "volume"),
        ({"sirens": SirenRule(volume=101)}, "volume"),
        ({"sirens": SirenRule(seconds=0)}, "seconds"),
        (
            {"sirens": SirenRule(seconds=LONGEST_SOUNDING_SECONDS + 1, cap_seconds=3600)},
            "seconds",
        ),
        ({"sirens": SirenRule(seconds=60, cap_seconds=59)}, "cap_seconds"),
        ({"sirens": SirenRule(cap_seconds=LONGEST_CAP_SECONDS + 1)}, "cap_seconds"),
    ],
    ids=str,
)
def test_a_level_asks_nothing_that_no_device_could_do_and_says_what_is_wrong(
    rules: dict[str, Any], wrong: str
) -> None:
    with pytest.raises(InvalidPolicyError, match=rf"^{wrong} must be"):
        Level(**rules)


def test_a_siren_may_sound_just_once_in_an_alarm() -> None:
    assert Level(sirens=SirenRule(seconds=60, cap_seconds=60)).sirens.cap_seconds == 60


WRONG_GREENS = [
    (replace(CALM, sirens=SirenRule(action=SirenAction.LEAVE)), r"^green silences"),
    (replace(CALM, sirens=SirenRule(action=SirenAction.SOUND)), r"^green silences"),
    (replace(CALM, bulbs=BulbRule(action=BulbAction.LIGHT)), r"^green puts back"),
    (replace(CALM, locks=LockRule(action=LockAction.LOCK)), r"^green puts back"),
]


@pytest.mark.parametrize(("green", "complaint"), WRONG_GREENS, ids=str)
def test_green_ends_an_alarm_and_begins_nothing(green: Level, complaint: str) -> None:
    with pytest.raises(InvalidPolicyError, match=complaint):
        Policy(levels=with_level(GREEN, green))
    with pytest.raises(InvalidPolicyError, match=complaint):
        Policy(zones={FOYER: {GREEN: green}})


@pytest.mark.parametrize("status", [RED, YELLOW])
def test_only_green_puts_bulbs_back(status: Status) -> None:
    back = Level(bulbs=BulbRule(action=BulbAction.PUT_BACK))

    with pytest.raises(InvalidPolicyError, match=r"^only green"):
        Policy(levels=with_level(status, back))
    with pytest.raises(InvalidPolicyError, match=r"^only green"):
        Policy(zones={FOYER: {status: back}})


def test_green_may_leave_bulbs_as_the_alarm_left_them() -> None:
    left = replace(CALM, bulbs=BulbRule(action=BulbAction.LEAVE))

    assert Policy(levels=with_level(GREEN, left)).level(HOUSE, GREEN) == left


def test_a_zone_has_its_own_level_for_one_status_and_the_households_for_the_others() -> None:
    policy = Policy(zones={FOYER: {RED: Level()}})

    assert policy.level(FOYER, RED) == Level()
    assert policy.level(FOYER, YELLOW) == DEFAULT_LEVELS[YELLOW]
    assert policy.level(LIVING_ROOM, RED) == policy.level(HOUSE, RED) == DEFAULT_LEVELS[RED]


@pytest.mark.parametrize(
    ("part", "values"),
    [
        (People, {"wait_seconds": 9}),
        (People, {"wait_seconds": 3601}),
        (People, {"rounds": 0}),
        (People, {"rounds": 21}),
        (Drills, {"every_days": 0}),
        (Drills, {"every_days": 367}),
        (Keeping, {"days": 0}),
        (Keeping, {"megabytes": 0}),
    ],
)
def test_settings_keep_to_their_limits(part: type, values: dict[str, int]) -> None:
    with pytest.raises(InvalidPolicyError):
        part(**values)
