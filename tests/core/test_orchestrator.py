"""A protocol goes to all its devices at once, and every step ends proven or with a reason."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
import logging
from pathlib import Path as FilePath
from typing import override

import pytest

from custom_components.tuya_twin.core.chronicle import Chronicle
from custom_components.tuya_twin.core.errors import (
    DeviceError,
    HandshakeError,
    JammedError,
    LinkClosedError,
    NoConfirmationError,
    RejectedError,
    SupersededError,
    UnreachableError,
    UnsupportedError,
    WrongKeyError,
    WrongVersionError,
)
from custom_components.tuya_twin.core.facts import (
    CodeAccepted,
    Entry,
    Fact,
    RunStarted,
    StatusUpdate,
    StepEnded,
)
from custom_components.tuya_twin.core.house import House, HouseUpdate
from custom_components.tuya_twin.core.journal import Journal
from custom_components.tuya_twin.core.ladder import Ladder, StandIn, Way
from custom_components.tuya_twin.core.model import (
    HOUSE,
    BulbState,
    Command,
    Device,
    DeviceReport,
    Path,
    Protocol,
    Reason,
    SirenCommand,
)
from custom_components.tuya_twin.core.orchestrator import DEADLINE, Orchestrator
from custom_components.tuya_twin.core.policy import DEFAULT_LEVELS, Policy
from custom_components.tuya_twin.core.run import Result, Run, Step
from custom_components.tuya_twin.core.settings import Drills
from tests.core.kit import (
    ANNA,
    DEVICES,
    FOYER,
    FOYER_BULB,
    FOYER_LOCK,
    FOYER_SIREN,
    GREEN,
    LIVING_ROOM,
    NIGHT,
    RED,
    ROOM_BULB,
    YELLOW,
    HandClock,
    make_house,
)

PATIENCE = 20.0
"""Seconds after which a wait is a failure; nothing here takes one."""

type Diary = list[str]
type Behaviour = Callable[[], None]


def obey() -> None:
    """Do as told, at once."""


def fail_with(error: Exception) -> Behaviour:
    def fail() -> None:
        raise error

    return fail


@dataclass
class FakeDevice(Way):
    """A device that notes what it is told, and answers when it is let."""

    of: Device
    diary: Diary
    behave: Behaviour = obey
    commands: list[tuple[Command, float]] = field(default_factory=list)
    resumed: list[bool] = field(default_factory=list)
    told: asyncio.Event = field(default_factory=asyncio.Event)
    answer: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    @override
    def device(self) -> Device:
        return self.of

    @property
    @override
    def path(self) -> Path:
        return Path.LAN

    @property
    @override
    def report(self) -> DeviceReport:
        return DeviceReport(device_id=self.of.id, state=BulbState(), reachable=True, seen_at=None)

    @override
    async def execute(
        self,
        command: Command,
        *,
        within: float,
        on_sent: Callable[[], None],
        resumed: bool = False,
    ) -> None:
        self.diary.append(f"{self.of.id} is told")
        self.commands.append((command, within))
        self.resumed.append(resumed)
        on_sent()
        self.told.set()
        await self.answer.wait()
        self.behave()


class Loudspeaker(StandIn):
    """Somebody who always sounds in place of a siren."""

    @property
    @override
    def name(self) -> str:
        return "Loudspeaker"

    @override
    async def execute(self, command: Command, *, within: float) -> None:
        """Sound, at once."""

    @override
    def recall(self) -> None:
        """Be silent with the next silence."""


class NotedJournal(Journal):
    """A record on disk that notes when it is written to."""

    diary: Diary

    @override
    async def append(
        self,
        *entries: Entry,
        incident: str | None = None,
        then: Callable[[Sequence[Fact]], None] | None = None,
    ) -> tuple[Fact, ...]:
        def happen(facts: Sequence[Fact]) -> None:
            self.diary.extend(f"on disk: {type(fact).__name__}" for fact in facts)
            if then is not None:
                then(facts)

        return await super().append(*entries, incident=incident, then=happen)


class Home:
    """An orchestrator among fakes. Devices answer at once unless they are made to wait."""

    def __init__(self, journal: NotedJournal) -> None:
        self.diary: Diary = []
        journal.diary = self.diary
        self.devices = {device.id: FakeDevice(device, self.diary) for device in DEVICES}
        for fake in self.devices.values():
            fake.answer.set()
        self.ladders = {id_: Ladder([fake]) for id_, fake in self.devices.items()}
        self.chronicle = Chronicle(make_house(), journal)
        self.chronicle.subscribe(self.note)
        self.shown: list[Run] = []
        self.updates: list[StatusUpdate] = []
        self.ended: list[StepEnded] = []
        self.changed = asyncio.Event()
        self.clock = HandClock()
        self.orchestrator = Orchestrator(
            devices=self.ladders,
            chronicle=self.chronicle,
            policy=Policy(),
            clock=self.clock,
        )

    def note(self, update: HouseUpdate) -> None:
        """What a screen would be told."""
        match update:
            case StatusUpdate():
                self.updates.append(update)
                self.diary.append(f"the screens show {update.status} in {update.zone}")
            case RunStarted(run=run):
                self.shown.append(run)
            case Run():
                self.shown.append(update)
            case StepEnded():
                self.ended.append(update)
        self.changed.set()

    async def until_shown(self, wanted: dict[Device, Result]) -> None:
        """Wait until the newest run on the screens has these results."""
        while not self.shown or results(self.shown[-1]) != wanted:
            self.changed.clear()
            await self.changed.wait()

    def __getitem__(self, device: Device) -> FakeDevice:
        return self.devices[device.id]

    async def execute(self, protocol: Protocol = Protocol.RED, zone: str = FOYER) -> Run:
        async with asyncio.timeout(PATIENCE):
            return await self.orchestrator.execute(protocol, zone, ANNA)

    async def leave_open(self, protocol: Protocol, zone: str = FOYER) -> Run:
        """A run that is on disk, and of which nothing is done: the process is gone by then."""
        return await self.orchestrator.begin(protocol, zone, ANNA)

    async def resume(self) -> None:
        """What the next process does first."""
        async with asyncio.timeout(PATIENCE):
            await self.orchestrator.resume()

    def ends(self, run: Run) -> dict[Device, tuple[Result, Reason | None]]:
        """How the steps of a run ended, as it stands on record."""
        steps = [each.step for each in self.ended if each.run_id == run.id]
        return {step.device: (step.result, step.reason) for step in steps}

    async def told(self, *devices: Device) -> None:
        """Wait until these devices were told something."""
        async with asyncio.timeout(PATIENCE):
            for device in devices:
                await self[device].told.wait()


@pytest.fixture
async def home(tmp_path: FilePath) -> AsyncIterator[Home]:
    journal = await NotedJournal.open(tmp_path / "record.db")
    yield Home(journal)
    await journal.close()


def step_of(run: Run, device: Device) -> Step:
    return next(step for step in run.steps if step.device == device)


def results(run: Run) -> dict[Device, Result]:
    return {step.device: step.result for step in run.steps}


# The course of a run ------------------------------------------------------------------------


async def test_a_run_is_finished_with_every_step_confirmed(home: Home) -> None:
    run = await home.execute()

    assert run.finished
    assert results(run) == dict.fromkeys(DEVICES, Result.CONFIRMED)
    assert {step.path for step in run.steps} == {Path.LAN}
    assert (run.protocol, run.zone, run.cause) == (Protocol.RED, FOYER, ANNA)
    assert (run.started_at, run.deadline) == (NIGHT, DEADLINE)


async def test_every_device_gets_the_planned_command_and_the_deadline(home: Home) -> None:
    run = await home.execute()

    assert {step.device: [(step.command, DEADLINE)] for step in run.steps} == {
        fake.device: fake.commands for fake in home.devices.values()
    }
    assert [fake.resumed for fake in home.devices.values()] == [[False]] * len(DEVICES)


async def test_on_disk_then_shown_then_commanded_then_on_disk(home: Home) -> None:
    await home.execute(Protocol.YELLOW)

    assert home.diary == [
        "on disk: StatusUpdate",
        "on disk: RunStarted",
        "the screens show YELLOW_WARNING in Foyer",
        "Foyer bulb is told",
        "on disk: StepEnded",
    ]


async def test_what_a_run_follows_from_is_recorded_with_it(home: Home) -> None:
    because = CodeAccepted(device_id=FOYER_LOCK.id, at=NIGHT, cause=ANNA)

    await home.orchestrator.execute(Protocol.YELLOW, FOYER, ANNA, because)

    assert home.diary[:3] == [
        "on disk: StatusUpdate",
        "on disk: CodeAccepted",
        "on disk: RunStarted",
    ]


async def test_in_a_fire_no_door_is_locked(home: Home) -> None:
    fire = replace(ANNA, hazard=True)

    run = await home.orchestrator.execute(Protocol.RED, FOYER, fire)

    assert step_of(run, FOYER_LOCK).reason is Reason.HAZARD
    assert home[FOYER_LOCK].commands == []


async def test_a_drill_is_of_its_zone_and_person_and_of_no_incident(home: Home) -> None:
    run = await home.orchestrator.try_out(FOYER, ANNA, Drills())

    assert run.drill
    assert (run.zone, run.cause, run.incident) == (FOYER, ANNA, None)
    assert home.updates == []


async def test_the_house_knows_a_run_until_its_last_step_is_on_record(home: Home) -> None:
    home[FOYER_BULB].answer.clear()
    async with asyncio.TaskGroup() as group:
        running = group.create_task(home.execute(Protocol.YELLOW))
        await home.told(FOYER_BULB)
        under_way = dict(home.chronicle.house.open_runs)
        home[FOYER_BULB].answer.set()
    run = await running

    assert results(under_way[run.id]) == {FOYER_BULB: Result.PENDING}
    assert home.chronicle.house.open_runs == {}
    assert home.chronicle.house.run == run


async def test_the_status_is_shown_with_its_run_and_cause(home: Home) -> None:
    run = await home.execute(Protocol.YELLOW)

    (update,) = home.updates
    assert (update.status, update.zone) == (YELLOW, FOYER)
    assert (update.run_id, update.cause) == (run.id, ANNA)


async def test_the_first_run_above_green_begins_an_incident_and_green_ends_it(home: Home) -> None:
    first = await home.execute(Protocol.YELLOW)
    second = await home.execute(Protocol.RED)
    last = await home.execute(Protocol.GREEN)
    after = await home.execute(Protocol.GREEN)

    assert [run.incident for run in (first, second, last)] == [first.id] * 3
    assert after.incident is None


async def test_the_screens_see_a_step_go_from_pending_over_sent_to_confirmed(home: Home) -> None:
    run = await home.execute(Protocol.YELLOW)

    assert [step_of(shown, FOYER_BULB).result for shown in home.shown] == [
        Result.PENDING,
        Result.SENT,
        Result.CONFIRMED,
    ]
    assert [shown.revision for shown in home.shown] == [0, 1, 2]
    assert home.shown[-1] == run


async def test_no_two_runs_have_the_same_id(home: Home) -> None:
    assert (await home.execute()).id != (await home.execute()).id


async def test_a_run_that_concerns_nobody_is_finished_at_once(home: Home) -> None:
    await home.execute(Protocol.RED, HOUSE)

    run = await home.execute(Protocol.YELLOW, FOYER)

    assert run.steps == ()
    assert run.finished
    assert home.chronicle.house.open_runs == {}


# All at once --------------------------------------------------------------------------------


@pytest.mark.parametrize("silent", DEVICES, ids=lambda device: device.id)
async def test_a_device_that_does_not_answer_delays_no_other(home: Home, silent: Device) -> None:
    home[silent].answer.clear()
    async with asyncio.TaskGroup() as group:
        running = group.create_task(home.execute())
        await home.told(*DEVICES)
        home[silent].behave = fail_with(NoConfirmationError())
        home[silent].answer.set()

    assert results(await running) == dict.fromkeys(DEVICES, Result.CONFIRMED) | {
        silent: Result.FAILED
    }


async def test_the_screens_show_who_is_done_while_another_is_waited_for(home: Home) -> None:
    home[FOYER_LOCK].answer.clear()
    async with asyncio.TaskGroup() as group:
        group.create_task(home.execute())
        async with asyncio.timeout(PATIENCE):
            await home.until_shown(
                dict.fromkeys(DEVICES, Result.CONFIRMED) | {FOYER_LOCK: Result.SENT}
            )
        home[FOYER_LOCK].answer.set()


async def test_the_sirens_are_told_first(home: Home) -> None:
    run = await home.execute()

    told = [line for line in home.diary if line.endswith("is told")]
    assert told == [f"{step.device.id} is told" for step in run.steps]
    assert "siren" in told[0]
    assert "siren" in told[1]


async def test_the_time_of_a_step_is_from_the_start_of_the_run(home: Home) -> None:
    home.clock.advance(60)
    home[FOYER_LOCK].answer.clear()
    async with asyncio.TaskGroup() as group:
        running = group.create_task(home.execute())
        async with asyncio.timeout(PATIENCE):
            await home.until_shown(
                dict.fromkeys(DEVICES, Result.CONFIRMED) | {FOYER_LOCK: Result.SENT}
            )
        home.clock.advance(1.23456)
        home[FOYER_LOCK].answer.set()

    run = await running
    assert step_of(run, FOYER_LOCK).ms == 1234.6
    assert step_of(run, FOYER_BULB).ms == 0.0


async def test_a_clock_that_is_set_meanwhile_moves_no_time_of_a_step(home: Home) -> None:
    begun = await home.leave_open(Protocol.YELLOW)
    home.clock.wall += timedelta(hours=1)

    run = await home.orchestrator.finish(begun)

    assert step_of(run, FOYER_BULB).ms == 0.0


# What goes wrong ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (UnreachableError(), Reason.UNREACHABLE),
        (HandshakeError(), Reason.HANDSHAKE_FAILED),
        (WrongKeyError(), Reason.WRONG_KEY),
        (WrongVersionError("3.5"), Reason.WRONG_VERSION),
        (RejectedError(), Reason.REJECTED),
        (NoConfirmationError(), Reason.NO_CONFIRMATION),
        (JammedError(), Reason.JAMMED),
        (UnsupportedError(), Reason.UNSUPPORTED),
        (LinkClosedError(), Reason.CLOSED),
        (DeviceError(), Reason.INTERNAL),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_a_device_that_fails_says_why(home: Home, error: DeviceError, reason: Reason) -> None:
    home[FOYER_SIREN].behave = fail_with(error)

    run = await home.execute()

    step = step_of(run, FOYER_SIREN)
    assert (step.result, step.reason, step.ms) == (Result.FAILED, reason, 0.0)
    assert run.failed == (step,)


async def test_a_siren_that_failed_names_who_stood_in_for_it(home: Home) -> None:
    home[FOYER_SIREN].behave = fail_with(UnreachableError())
    home.ladders[FOYER_SIREN.id] = Ladder([home[FOYER_SIREN]], [Loudspeaker()])

    run = await home.execute()

    step = step_of(run, FOYER_SIREN)
    assert (step.result, step.stand_ins) == (Result.FAILED, ("Loudspeaker",))


async def test_a_step_that_a_newer_command_replaced_is_skipped(home: Home) -> None:
    home[FOYER_SIREN].behave = fail_with(SupersededError())

    run = await home.execute()

    step = step_of(run, FOYER_SIREN)
    assert (step.result, step.reason) == (Result.SKIPPED, Reason.SUPERSEDED)
    assert run.failed == ()


async def test_a_fault_of_our_own_fails_one_step_and_is_logged(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    home[FOYER_SIREN].behave = fail_with(ZeroDivisionError())

    run = await home.execute()

    (failed,) = run.failed
    assert (failed.device, failed.reason) == (FOYER_SIREN, Reason.INTERNAL)
    (record,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert FOYER_SIREN.name in record.getMessage()
    assert record.exc_info is not None


async def test_a_device_that_is_gone_fails_its_step_alone(home: Home) -> None:
    del home.ladders[FOYER_SIREN.id]

    run = await home.execute()

    assert [step.device for step in run.failed] == [FOYER_SIREN]


# One run after another ----------------------------------------------------------------------


async def test_a_run_is_planned_on_the_house_as_the_one_before_it_left_it(home: Home) -> None:
    red, yellow = await asyncio.gather(
        home.execute(Protocol.RED, LIVING_ROOM), home.execute(Protocol.YELLOW, FOYER)
    )

    assert len(red.steps) == len(DEVICES)
    assert yellow.steps == ()


async def test_a_run_does_not_wait_for_the_devices_of_the_one_before(home: Home) -> None:
    home[ROOM_BULB].answer.clear()
    async with asyncio.TaskGroup() as group:
        slow = group.create_task(home.execute(Protocol.YELLOW, LIVING_ROOM))
        await home.told(ROOM_BULB)
        quick = await home.execute(Protocol.YELLOW, FOYER)
        done_before = slow.done()
        home[ROOM_BULB].answer.set()

    assert quick.finished
    assert not done_before


async def test_each_status_is_recorded_in_the_order_of_the_runs(home: Home) -> None:
    await asyncio.gather(
        home.execute(Protocol.RED, FOYER),
        home.execute(Protocol.GREEN, FOYER),
        home.execute(Protocol.YELLOW, HOUSE),
    )

    assert [(update.seq, update.status) for update in home.updates] == [
        (1, RED),
        (2, GREEN),
        (3, YELLOW),
    ]


class NotNowError(Exception):
    """What a caller raises who does not want it any more."""


async def test_who_sees_the_house_when_it_is_their_turn_may_still_let_it_be(home: Home) -> None:
    def unless_red(house: House) -> None:
        if house.shown(HOUSE) is RED:
            raise NotNowError

    await home.execute(Protocol.RED)
    with pytest.raises(NotNowError):
        await home.orchestrator.begin(Protocol.GREEN, HOUSE, ANNA, require=unless_red)

    assert home.chronicle.house.shown(HOUSE) is RED
    assert [update.status for update in home.updates] == [RED]


# After a restart ----------------------------------------------------------------------------


async def test_a_run_that_a_restart_cut_off_goes_on_and_every_device_knows_that_it_does(
    home: Home,
) -> None:
    run = await home.leave_open(Protocol.YELLOW)

    await home.resume()

    assert home.ends(run) == {FOYER_BULB: (Result.CONFIRMED, None)}
    assert home[FOYER_BULB].resumed == [True]
    assert home.chronicle.house.open_runs == {}


async def test_of_two_runs_that_were_cut_off_a_device_is_told_only_what_the_newer_wants(
    home: Home,
) -> None:
    older = await home.leave_open(Protocol.YELLOW)
    newer = await home.leave_open(Protocol.RED)

    await home.resume()

    assert home.ends(older) == {FOYER_BULB: (Result.SKIPPED, Reason.SUPERSEDED)}
    assert home.ends(newer)[FOYER_BULB] == (Result.CONFIRMED, None)
    commands = [command for command, _ in home[FOYER_BULB].commands]
    assert commands == [step_of(newer, FOYER_BULB).command]


async def test_a_run_in_another_zone_between_the_two_changes_nothing_of_that(home: Home) -> None:
    older = await home.leave_open(Protocol.YELLOW)
    await home.leave_open(Protocol.YELLOW, LIVING_ROOM)
    newer = await home.leave_open(Protocol.RED)

    await home.resume()

    assert home.ends(older) == {FOYER_BULB: (Result.SKIPPED, Reason.SUPERSEDED)}
    commands = [command for command, _ in home[FOYER_BULB].commands]
    assert commands == [step_of(newer, FOYER_BULB).command]


async def test_each_step_ends_once_on_record_however_much_later_it_is_taken_up(home: Home) -> None:
    run = await home.leave_open(Protocol.RED)
    home.clock.advance(10)

    await home.resume()

    assert [*Counter(each.step.device for each in home.ended).values()] == [1] * len(run.steps)
    assert all(each.step.result.final for each in home.ended)


async def test_a_siren_sounds_after_a_restart_for_what_is_left(home: Home) -> None:
    await home.leave_open(Protocol.RED)
    home.clock.advance(DEFAULT_LEVELS[RED].sirens.cap_seconds - 5)

    await home.resume()

    ((command, _),) = home[FOYER_SIREN].commands
    assert isinstance(command, SirenCommand)
    assert command.duration == 5


async def test_a_device_that_was_taken_out_of_the_household_meanwhile_holds_no_run_open(
    home: Home,
) -> None:
    run = await home.leave_open(Protocol.RED)
    del home.ladders[FOYER_SIREN.id]

    await home.resume()

    ends = home.ends(run)
    assert ends.pop(FOYER_SIREN) == (Result.SKIPPED, Reason.CLOSED)
    assert set(ends.values()) == {(Result.CONFIRMED, None)}
    assert home.chronicle.house.open_runs == {}


async def test_a_siren_whose_time_is_over_after_a_restart_is_not_told_to_sound(home: Home) -> None:
    run = await home.leave_open(Protocol.RED)
    home.clock.advance(DEFAULT_LEVELS[RED].sirens.cap_seconds)

    await home.resume()

    assert home.ends(run)[FOYER_SIREN] == (Result.SKIPPED, Reason.CAP_REACHED)
    assert home.ends(run)[FOYER_BULB] == (Result.CONFIRMED, None)
    assert home[FOYER_SIREN].commands == []
