"""The house and its record are kept in step, whatever becomes of who asks for it."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from custom_components.tuya_twin.core.changes import replay
from custom_components.tuya_twin.core.chronicle import Chronicle
from custom_components.tuya_twin.core.facts import (
    HazardsChanged,
    OpinionAsked,
    RunResumed,
    RunStarted,
    StatusUpdate,
    StepEnded,
)
from custom_components.tuya_twin.core.house import HouseUpdate
from custom_components.tuya_twin.core.journal import Journal
from custom_components.tuya_twin.core.model import HOUSE, CheckCommand, Protocol, Status
from custom_components.tuya_twin.core.run import Result, Run, Step
from tests.core.journal_kit import Gate, change, opened
from tests.core.kit import ANNA, FOYER, FOYER_LOCK, LIVING_ROOM, NIGHT, make_house, set_to


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


async def test_whoever_breaks_over_the_news_keeps_nobody_else_from_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened(tmp_path / "record.db") as journal:
        chronicle = Chronicle(make_house(), journal)
        heard: list[HouseUpdate] = []

        def broken(_update: HouseUpdate) -> None:
            raise ZeroDivisionError

        chronicle.subscribe(broken)
        chronicle.subscribe(heard.append)
        facts = await chronicle.record(change(Status.RED_CRITICAL, FOYER))

        assert heard == [*facts]
        assert chronicle.house.shown(FOYER) is Status.RED_CRITICAL

    (record,) = caplog.records
    assert record.exc_info is not None


async def test_whoever_left_hears_no_more(tmp_path: Path) -> None:
    async with opened(tmp_path / "record.db") as journal:
        chronicle = Chronicle(make_house(), journal)
        heard: list[HouseUpdate] = []
        leave = chronicle.subscribe(heard.append)
        first = set_to(FOYER, Status.RED_CRITICAL)
        chronicle.note(first)
        leave()
        chronicle.note(set_to(LIVING_ROOM, Status.RED_CRITICAL))

        assert heard == [first]


async def test_what_could_not_wait_for_the_disk_is_put_there_afterwards(tmp_path: Path) -> None:
    smoke = HazardsChanged(active=("binary_sensor.smoke",), at=NIGHT)
    async with opened(tmp_path / "record.db") as journal:
        chronicle = Chronicle(make_house(), journal)
        chronicle.note(smoke)
        await chronicle.keep(smoke)

        assert chronicle.house.hazards == smoke.active

    async with opened(tmp_path / "record.db") as journal:
        assert replay(make_house(), journal.restored).hazards == smoke.active


async def test_a_second_opinion_that_is_asked_for_late_belongs_to_the_incident_it_is_about(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path / "record.db") as journal:
        chronicle = Chronicle(make_house(), journal)
        await chronicle.record(change(Status.RED_CRITICAL, FOYER, run_id="break-in"))
        await chronicle.record(change(Status.GREEN_SAFE, HOUSE))
        asked = OpinionAsked(incident_id="break-in", zone=FOYER, at=NIGHT)
        await chronicle.record(asked)
        await chronicle.record(change(Status.YELLOW_WARNING, LIVING_ROOM, run_id="next"))

        assert (await journal.incident_facts("break-in"))[-1] == asked


async def test_whatever_is_done_about_an_incident_is_on_record_with_it_even_in_the_next_one(
    tmp_path: Path,
) -> None:
    step = Step(device=FOYER_LOCK, command=CheckCommand())
    run = Run(
        id="break-in",
        protocol=Protocol.RED,
        zone=FOYER,
        cause=ANNA,
        started_at=NIGHT,
        deadline=5.0,
        steps=(step,),
        incident="break-in",
    )
    smoke = HazardsChanged(active=("binary_sensor.smoke",), at=NIGHT)
    resumed = RunResumed(run_id=run.id, at=NIGHT)
    ended = StepEnded(run_id=run.id, step=replace(step, result=Result.CONFIRMED), at=NIGHT)
    async with opened(tmp_path / "record.db") as journal:
        chronicle = Chronicle(make_house(), journal)
        began = await chronicle.record(
            change(Status.RED_CRITICAL, FOYER, run_id=run.id), RunStarted(run=run)
        )
        chronicle.note(smoke)
        await chronicle.keep(smoke)
        green = await chronicle.record(change(Status.GREEN_SAFE, HOUSE))
        await chronicle.record(resumed)
        await chronicle.record(change(Status.YELLOW_WARNING, LIVING_ROOM, run_id="next"))
        await chronicle.record(ended)

        of_it = await journal.incident_facts(run.id)
        assert of_it == [*began, smoke, *green, resumed, ended]


async def test_a_number_appears_together_with_what_it_says(tmp_path: Path) -> None:
    journal = await Journal.open(tmp_path / "record.db")
    chronicle = Chronicle(make_house(), journal)
    seen: list[tuple[int, Status]] = []

    async def look() -> None:
        # Every turn of the loop is looked at.
        while journal.seq < 1:  # noqa: ASYNC110
            await asyncio.sleep(0)
        seen.append((journal.seq, chronicle.house.shown(FOYER)))

    looking = asyncio.create_task(look())
    await chronicle.record(change(Status.RED_CRITICAL, FOYER))
    await looking

    # A screen that comes in that moment is told both, and nothing twice.
    assert seen == [(1, Status.RED_CRITICAL)]
    await journal.close()
