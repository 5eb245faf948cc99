"""What a bulb is told in an alarm, light by light, and when it is left to others."""

import asyncio
from dataclasses import replace
from pathlib import Path as FilePath

import pytest

from custom_components.tuya_twin.core.bulbs import Duty, due
from custom_components.tuya_twin.core.errors import UnsupportedError
from custom_components.tuya_twin.core.house import OwnStatus
from custom_components.tuya_twin.core.model import (
    HOUSE,
    BulbCommand,
    BulbEffect,
    BulbMode,
    BulbState,
    Device,
    DeviceReport,
    Protocol,
    Status,
)
from custom_components.tuya_twin.core.policy import DEFAULT_LEVELS, BulbAction, BulbRule, Policy
from tests.core.keeper_kit import Rig, live, policy_with_red
from tests.core.kit import FOYER, FOYER_BULB, RED, ROOM_BULB, make_house

LIGHT = BulbCommand(on=True, mode=BulbMode.COLOUR, hue=0, saturation=100, brightness=100)
STROBE = replace(LIGHT, effect=BulbEffect.STROBE)


def test_nothing_is_due_of_a_bulb_that_was_never_heard_of() -> None:
    house = replace(make_house(), own={HOUSE: OwnStatus(status=RED)})

    assert due(house, FOYER_BULB, Policy()) is Duty.NOTHING


@pytest.mark.parametrize(("device", "duty"), [(FOYER_BULB, Duty.NOTHING), (ROOM_BULB, Duty.EFFECT)])
def test_a_bulb_flashes_or_not_by_the_rules_of_its_own_zone(device: Device, duty: Duty) -> None:
    red = DEFAULT_LEVELS[Status.RED_CRITICAL]
    steady = replace(red, bulbs=replace(red.bulbs, effect=BulbEffect.STEADY))
    policy = Policy(zones={FOYER: {Status.RED_CRITICAL: steady}})
    report = DeviceReport(device_id=device.id, state=BulbState(), reachable=True, seen_at=None)
    house = replace(
        make_house(),
        own={HOUSE: OwnStatus(status=RED)},
        lit={device.id: LIGHT},
        reports={device.id: report},
    )

    assert due(house, device, policy) is duty


def test_a_bulb_that_missed_its_run_is_told_the_light_and_its_effect_once(
    tmp_path: FilePath,
) -> None:
    async def scene(rig: Rig) -> None:
        rig.device.tell(reachable=False)
        await rig.call(Protocol.RED)
        missed = len(rig.device.words)
        await asyncio.sleep(60)
        rig.device.tell()
        await asyncio.sleep(120)

        words = rig.device.words[missed:]
        # An effect that it shows already, as after a restart, is not written again.
        assert [(word.command, word.resumed) for word in words] == [(LIGHT, False), (STROBE, True)]

    live(tmp_path, FOYER_BULB, scene)


def test_a_dim_light_that_is_written_flash_by_flash_is_never_out(tmp_path: FilePath) -> None:
    dim = BulbRule(action=BulbAction.LIGHT, brightness=10, effect=BulbEffect.STROBE)

    async def scene(rig: Rig) -> None:
        rig.device.takes = 0.125
        await rig.call(Protocol.RED)
        rig.device.errors = [UnsupportedError()]
        await asyncio.sleep(2.75)

        swings = rig.device.words[2:]
        lights = [word.command for word in swings if isinstance(word.command, BulbCommand)]
        assert [word.at for word in swings] == [0.75, 1.375, 2.0, 2.625]
        assert [light.brightness for light in lights] == [1, 10, 1, 10]

    live(tmp_path, FOYER_BULB, scene, policy_with_red(bulbs=dim))


def test_while_a_run_commands_a_bulb_nobody_else_does(tmp_path: FilePath) -> None:
    async def scene(rig: Rig) -> None:
        rig.device.takes = 0.125
        await rig.call(Protocol.RED)
        rig.device.errors = [UnsupportedError()]
        await asyncio.sleep(2.25)
        rig.device.takes = 4.0
        told = len(rig.device.words)
        running = asyncio.create_task(rig.call(Protocol.RED))
        await asyncio.sleep(3)

        assert rig.device.commands[told:] == [LIGHT]
        await running

    live(tmp_path, FOYER_BULB, scene)
