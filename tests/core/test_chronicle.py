"""The house and its record are kept in step, whatever becomes of who asks for it."""

import asyncio
from pathlib import Path

import pytest

from custom_components.tuya_twin.core.chronicle import Chronicle
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
