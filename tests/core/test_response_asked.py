"""What a household is asked for is done as asked, from its start to its end, and on record."""

import asyncio
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from custom_components.tuya_twin.core.facts import EntryEnded, RunResumed, SirenSilenced
from custom_components.tuya_twin.core.house import House, HouseUpdate
from custom_components.tuya_twin.core.ladder import Ladder, StandIn
from custom_components.tuya_twin.core.model import Command, DeviceKind, Protocol
from custom_components.tuya_twin.core.response import Response
from custom_components.tuya_twin.core.run import Alarm
from custom_components.tuya_twin.core.settings import Settings
from custom_components.tuya_twin.devices.simulator import make_appliance
from tests.core.kit import ANNA, FOYER, FOYER_SIREN, NIGHT, make_house
from tests.core.lives import Fate, Outside, VirtualLink
from tests.core.response_kit import heard_of, responding

PATIENCE = 20.0
"""Seconds after which a wait is a failure; nothing here takes one."""
ALARM = Alarm(since=NIGHT, until=NIGHT + timedelta(minutes=3))


def with_a_siren(*, alarm: Alarm | None = None) -> House:
    alarms = {} if alarm is None else {FOYER_SIREN.id: alarm}
    return replace(make_house(), devices=(FOYER_SIREN,), alarms=alarms)


def without_devices(
    path: Path, settings: Settings | None = None
) -> AbstractAsyncContextManager[Response]:
    return responding(path, settings or Settings(), replace(make_house(), devices=()))


def away(*stand_ins: StandIn) -> Ladder:
    """The way to a siren that is not there."""
    siren = Outside(FOYER_SIREN, make_appliance(DeviceKind.SIREN, None), online=False)
    return Ladder([VirtualLink(siren, Fate())], stand_ins)


@dataclass(eq=False)
class Neighbour:
    """Somebody who may have sounded since before the restart."""

    name: str = "Neighbour"
    recalled: int = 0

    async def execute(self, command: Command, *, within: float) -> None:
        """Do so."""

    def recall(self) -> None:
        self.recalled += 1


# As asked -----------------------------------------------------------------------------------


async def test_what_a_run_follows_from_is_recorded_with_it(tmp_path: Path) -> None:
    executed, begun = EntryEnded(at=NIGHT), EntryEnded(at=NIGHT + timedelta(minutes=1))
    async with without_devices(tmp_path) as response:
        heard = heard_of(response)
        await response.execute(Protocol.YELLOW, FOYER, ANNA, executed)
        await response.begin(Protocol.RED, FOYER, ANNA, begun)

        assert [each for each in heard if isinstance(each, EntryEnded)] == [executed, begun]


class NotNowError(Exception):
    """What a caller raises who does not want it any more."""


async def test_who_sees_the_house_when_it_is_their_turn_may_still_let_it_be(tmp_path: Path) -> None:
    def refuse(_house: House) -> None:
        raise NotNowError

    async with without_devices(tmp_path) as response:
        heard = heard_of(response)
        with pytest.raises(NotNowError):
            await response.begin(Protocol.RED, FOYER, ANNA, require=refuse)

        assert heard == []


async def test_a_device_has_the_time_to_prove_its_part_that_the_user_gives_it(
    tmp_path: Path,
) -> None:
    async with without_devices(tmp_path, Settings(deadline=3.0)) as response:
        run = await response.begin(Protocol.RED, FOYER, ANNA)

        assert run.deadline == 3.0


async def test_a_drill_says_who_asked_for_it(tmp_path: Path) -> None:
    async with without_devices(tmp_path) as response:
        assert (await response.drill(FOYER, ANNA)).cause == ANNA


async def test_who_silences_a_siren_by_itself_is_on_record(tmp_path: Path) -> None:
    async with responding(tmp_path, Settings(), with_a_siren(alarm=ALARM)) as response:
        heard = heard_of(response)
        await response.leave_silent(FOYER_SIREN.id, ANNA)

        assert heard == [SirenSilenced(device_id=FOYER_SIREN.id, at=NIGHT, cause=ANNA)]


# From the start to the end ------------------------------------------------------------------


async def test_who_may_have_stood_in_before_a_restart_falls_silent_with_the_siren(
    tmp_path: Path,
) -> None:
    neighbour = Neighbour()
    devices = {FOYER_SIREN.id: away(neighbour)}
    async with responding(tmp_path, Settings(), with_a_siren(alarm=ALARM), devices) as response:
        response.start()
        await response.stop()

    assert neighbour.recalled == 1


async def test_who_could_stand_in_is_left_alone_in_a_house_without_an_alarm(tmp_path: Path) -> None:
    neighbour = Neighbour()
    devices = {FOYER_SIREN.id: away(neighbour)}
    async with responding(tmp_path, Settings(), with_a_siren(), devices) as response:
        response.start()
        await response.stop()

    assert neighbour.recalled == 0


async def test_a_household_may_be_let_go_of_before_it_is_started(tmp_path: Path) -> None:
    async with without_devices(tmp_path) as response:
        await response.stop()

        assert response.house.settled


async def test_a_household_that_is_let_go_of_while_it_takes_a_run_up_leaves_it_to_the_next_start(
    tmp_path: Path,
) -> None:
    taken_up = asyncio.Event()

    def hear(update: HouseUpdate) -> None:
        if isinstance(update, RunResumed):
            taken_up.set()

    devices = {FOYER_SIREN.id: away()}
    async with responding(tmp_path, Settings(), with_a_siren(), devices) as response:
        run = await response.begin(Protocol.RED, FOYER, ANNA)
        response.chronicle.subscribe(hear)
        others = asyncio.all_tasks()
        response.start()
        async with asyncio.timeout(PATIENCE):
            await taken_up.wait()
        await response.stop()

        assert asyncio.all_tasks() <= others
        assert response.house.open_runs.keys() == {run.id}
