"""Whoever looks after a device tries again what failed, and lets go of it when told to."""

import asyncio
import logging
from pathlib import Path as FilePath

import pytest

from custom_components.tuya_twin.core.errors import NoConfirmationError
from custom_components.tuya_twin.core.model import Protocol
from custom_components.tuya_twin.core.policy import SirenAction, SirenRule
from tests.core.keeper_kit import Rig, live, policy_with_red
from tests.core.kit import FOYER_SIREN

# Told at 0 s by the run, and due again at 15, 30 and so on.
SHORT = policy_with_red(sirens=SirenRule(action=SirenAction.SOUND, seconds=20, cap_seconds=180))


def test_a_chore_that_succeeded_is_tried_as_often_as_ever_when_it_fails_anew(
    tmp_path: FilePath,
) -> None:
    async def scene(rig: Rig) -> None:
        await rig.call(Protocol.RED)
        rig.device.errors = [NoConfirmationError() for _ in range(3)]
        await asyncio.sleep(20)
        rig.device.errors = [NoConfirmationError() for _ in range(3)]
        await asyncio.sleep(20)

        # Twice at once, then after a second.
        assert [word.at for word in rig.device.words] == [0, 15, 15, 15, 16, 31, 31, 31, 32]

    live(tmp_path, FOYER_SIREN, scene, SHORT)


def test_a_fault_of_our_own_is_tried_again_after_half_a_minute(
    tmp_path: FilePath, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene(rig: Rig) -> None:
        await rig.call(Protocol.RED)
        rig.device.errors = [LookupError()]
        await asyncio.sleep(50)

        assert [word.at for word in rig.device.words] == [0, 15, 45]

    live(tmp_path, FOYER_SIREN, scene, SHORT)
    assert FOYER_SIREN.name in caplog.text


def test_a_whole_alarm_is_nothing_that_the_log_tells_of(
    tmp_path: FilePath, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene(rig: Rig) -> None:
        await rig.call(Protocol.RED)
        await asyncio.sleep(200)
        await rig.call(Protocol.GREEN)
        await asyncio.sleep(60)

        assert rig.response.house.settled

    live(tmp_path, FOYER_SIREN, scene)
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_a_device_is_let_go_of_before_those_who_looked_after_it_are_gone(
    tmp_path: FilePath,
) -> None:
    async def scene(rig: Rig) -> None:
        await rig.call(Protocol.RED)
        rig.device.takes, rig.device.takes_to_let_go = 3.0, 1.0
        await asyncio.sleep(16)
        await rig.response.stop()

        assert rig.device.let_go == 1

    live(tmp_path, FOYER_SIREN, scene, SHORT)


def test_who_was_never_told_to_look_after_anything_can_be_told_to_let_go(
    tmp_path: FilePath,
) -> None:
    async def scene(rig: Rig) -> None:
        await rig.response.stop()

        assert rig.tasks == []

    live(tmp_path, FOYER_SIREN, scene, started=False)


def test_whoever_debugs_a_task_sees_which_device_it_looks_after(tmp_path: FilePath) -> None:
    async def scene(rig: Rig) -> None:
        names = [task.get_name() for task in rig.tasks]

        assert sum(FOYER_SIREN.name in name for name in names) == 1

    live(tmp_path, FOYER_SIREN, scene)
