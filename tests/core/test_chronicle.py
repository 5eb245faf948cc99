"""The house and its record are kept in step, whatever becomes of who asks for it."""

import asyncio
from pathlib import Path

import pytest

from custom_components.tuya_twin.core.chronicle import Chronicle
from custom_components.tuya_twin.core.facts import StatusUpdate
from custom_components.tuya_twin.core.house import HouseUpdate
from custom_components.tuya_twin.core.journal import Journal
from custom_components.tuya_twin.core.model import Status
from tests.core.journal_kit import Gate, change
from tests.core.kit import FOYER, make_house


async def test_what_is_on_its_way_to_the_disk_happens_though_nobody_waits_for_it(
    tmp_path: Path,
) -> None:
    gate = Gate()
    gate.leave.set()
    journal = await Journal.open(tmp_path / "record.db", writer=gate)
    chronicle = Chronicle(make_house(), journal)
    gate.leave.clear()
    gate.asked.clear()
    caller = asyncio.create_task(chronicle.record(change(Status.RED_CRITICAL, FOYER)))
    await gate.asked.wait()
    caller.cancel()
    gate.leave.set()

    with pytest.raises(asyncio.CancelledError):
        await caller

    assert chronicle.house.shown(FOYER) is Status.RED_CRITICAL
    assert journal.seq == 1
    await journal.close()


async def test_what_was_recorded_happens_in_that_order_though_who_recorded_it_was_cancelled(
    tmp_path: Path,
) -> None:
    gate = Gate()
    gate.leave.set()
    journal = await Journal.open(tmp_path / "record.db", writer=gate)
    chronicle = Chronicle(make_house(), journal)
    happened: list[HouseUpdate] = []
    chronicle.subscribe(happened.append)
    gate.leave.clear()
    gate.asked.clear()
    order = (Status.RED_CRITICAL, Status.YELLOW_WARNING, Status.GREEN_SAFE)
    callers = [asyncio.create_task(chronicle.record(change(status, FOYER))) for status in order]
    await gate.asked.wait()
    callers[1].cancel()
    gate.leave.set()
    ends = await asyncio.gather(*callers, return_exceptions=True)

    assert isinstance(ends[1], asyncio.CancelledError)
    assert [fact.status for fact in happened if isinstance(fact, StatusUpdate)] == [*order]
    await journal.close()


async def test_nobody_acts_on_what_was_recorded_before_its_recorder_goes_on_from_it(
    tmp_path: Path,
) -> None:
    journal = await Journal.open(tmp_path / "record.db")
    chronicle = Chronicle(make_house(), journal)
    told = asyncio.Event()
    chronicle.subscribe(lambda _update: told.set())
    acts: list[str] = []

    async def act() -> None:
        await told.wait()
        acts.append("somebody else")

    other = asyncio.create_task(act())
    await chronicle.record(change(Status.RED_CRITICAL, FOYER))
    acts.append("its recorder")
    await other

    assert acts == ["its recorder", "somebody else"]
    await journal.close()
