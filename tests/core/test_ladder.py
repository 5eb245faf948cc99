"""A device is reached by the best way that leads there, and others stand in when none does."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import override

import pytest

from custom_components.tuya_twin.core.errors import (
    DeviceError,
    LinkClosedError,
    NoConfirmationError,
    SupersededError,
    UnreachableError,
    UnsupportedError,
)
from custom_components.tuya_twin.core.ladder import Climbed, Ladder, StandIn, Way
from custom_components.tuya_twin.core.model import (
    BulbCommand,
    CheckCommand,
    Command,
    Device,
    DeviceReport,
    Path,
    Reason,
    SirenCommand,
    SirenState,
)
from tests.core.kit import FOYER_SIREN
from tests.virtual_time import run_in_virtual_time

PATIENCE = 20.0
"""Seconds after which a wait is a failure; nothing here takes one."""
AGES = 3600.0
SOON = 0.01
"""A deadline of which a part is over in no time."""
LOUD, SILENT = SirenCommand(on=True), SirenCommand(on=False)


@dataclass
class FakeWay(Way):
    """A way that is open once `end` is called; with an error, it led nowhere."""

    of_path: Path = Path.LAN
    reachable: bool = True
    trouble: Reason | None = None
    commands: list[Command] = field(default_factory=list)
    resumed: list[bool] = field(default_factory=list)
    """For each command, whether it was one of before a restart."""
    told_at: list[float] = field(default_factory=list)
    withins: list[float] = field(default_factory=list)
    """For each command, in how many seconds it had to be proven."""
    cancelled: int = 0
    takes_to_let_go: float = 0.0
    told: asyncio.Event = field(default_factory=asyncio.Event)
    outcome: asyncio.Future[DeviceError | None] = field(default_factory=asyncio.Future)

    def end(self, error: DeviceError | None = None) -> None:
        self.outcome.set_result(error)

    @property
    @override
    def path(self) -> Path:
        return self.of_path

    @property
    @override
    def device(self) -> Device:
        return FOYER_SIREN

    @property
    @override
    def report(self) -> DeviceReport:
        return DeviceReport(
            device_id=FOYER_SIREN.id,
            state=SirenState(),
            reachable=self.reachable,
            seen_at=None,
            trouble=self.trouble,
        )

    @override
    async def execute(
        self,
        command: Command,
        *,
        within: float,
        on_sent: Callable[[], None],
        resumed: bool = False,
    ) -> None:
        self.commands.append(command)
        self.resumed.append(resumed)
        self.told_at.append(asyncio.get_running_loop().time())
        self.withins.append(within)
        on_sent()
        self.told.set()
        try:
            error = await asyncio.shield(self.outcome)
        except asyncio.CancelledError:
            if self.takes_to_let_go:
                await asyncio.sleep(self.takes_to_let_go)
            self.cancelled += 1
            raise
        if error is not None:
            raise error


@dataclass(eq=False)
class FakeStandIn(StandIn):
    """Somebody who does as told, or fails."""

    called: str
    error: Exception | None = None
    commands: list[Command] = field(default_factory=list)
    told_at: list[float] = field(default_factory=list)
    withins: list[float] = field(default_factory=list)
    """For each command, in how many seconds it had to be proven."""
    told: asyncio.Event = field(default_factory=asyncio.Event)
    at_once: asyncio.Event = field(default_factory=asyncio.Event)
    """Not set while it takes its time to sound."""
    recalled: int = 0

    def __post_init__(self) -> None:
        self.at_once.set()

    @property
    @override
    def name(self) -> str:
        return self.called

    @override
    def recall(self) -> None:
        self.recalled += 1

    @override
    async def execute(self, command: Command, *, within: float) -> None:
        self.commands.append(command)
        self.told_at.append(asyncio.get_running_loop().time())
        self.withins.append(within)
        self.told.set()
        if command is LOUD:
            await self.at_once.wait()
        if self.error is not None:
            raise self.error


def ignore() -> None:
    """Nobody waits for the command to be on the wire."""


@asynccontextmanager
async def climbing(
    ladder: Ladder, command: Command = LOUD, *, within: float = AGES, resumed: bool = False
) -> AsyncIterator[asyncio.Task[Climbed]]:
    """A command under way; it is over at the end."""
    async with asyncio.timeout(PATIENCE):
        climb = ladder.climb(command, within=within, on_sent=ignore, resumed=resumed)
        task = asyncio.create_task(climb)
        yield task
        await task


async def climbed(
    ladder: Ladder, command: Command = LOUD, *, within: float = AGES, resumed: bool = False
) -> Climbed:
    async with asyncio.timeout(PATIENCE):
        return await ladder.climb(command, within=within, on_sent=ignore, resumed=resumed)


async def executed(ladder: Ladder, command: Command, *, resumed: bool = False) -> None:
    """As a person at a switch commands it."""
    async with asyncio.timeout(PATIENCE):
        await ladder.execute(command, within=AGES, on_sent=ignore, resumed=resumed)


def open_way(path: Path = Path.LAN) -> FakeWay:
    way = FakeWay(path)
    way.end()
    return way


def closed_way(path: Path = Path.LAN, error: DeviceError | None = None) -> FakeWay:
    way = FakeWay(path, reachable=False)
    way.end(error or UnreachableError())
    return way


# The ways -----------------------------------------------------------------------------------


async def test_the_best_way_is_taken_and_no_other_if_it_is_open() -> None:
    lan, cloud = open_way(), open_way(Path.CLOUD)

    assert await climbed(Ladder([lan, cloud])) == Climbed(path=Path.LAN)
    assert cloud.commands == []


async def test_where_the_best_way_fails_the_next_is_taken() -> None:
    lan, cloud = closed_way(), open_way(Path.CLOUD)

    assert await climbed(Ladder([lan, cloud])) == Climbed(path=Path.CLOUD)


async def test_a_way_that_is_known_to_be_closed_has_no_head_start() -> None:
    lan, cloud = FakeWay(reachable=False), open_way(Path.CLOUD)

    async with climbing(Ladder([lan, cloud])) as task:
        assert (await task).path is Path.CLOUD

    assert lan.commands == [LOUD]


async def test_a_way_that_seems_open_has_a_head_start_and_no_more() -> None:
    lan, cloud = FakeWay(), open_way(Path.CLOUD)

    assert (await climbed(Ladder([lan, cloud]), within=SOON)).path is Path.CLOUD


async def test_the_best_way_may_still_succeed_while_the_next_is_tried() -> None:
    lan, cloud = FakeWay(reachable=False), FakeWay(Path.CLOUD)

    async with climbing(Ladder([lan, cloud])) as task:
        await cloud.told.wait()
        lan.end()

    assert task.result() == Climbed(path=Path.LAN)
    assert cloud.cancelled == 1


async def test_where_no_way_is_open_the_error_is_that_of_the_best() -> None:
    lost = UnreachableError()
    ladder = Ladder([closed_way(error=lost), closed_way(Path.CLOUD, NoConfirmationError())])

    assert await climbed(ladder) == Climbed(error=lost)


async def test_a_way_that_never_was_one_is_not_what_the_user_has_to_mend() -> None:
    lost = UnreachableError()
    ladder = Ladder([closed_way(error=UnsupportedError()), closed_way(Path.CLOUD, lost)])

    assert await climbed(ladder) == Climbed(error=lost)


@pytest.mark.parametrize("error", [SupersededError(), LinkClosedError()])
async def test_a_command_that_is_taken_back_is_taken_back_on_every_way(error: DeviceError) -> None:
    lan, cloud = closed_way(error=error), open_way(Path.CLOUD)

    assert await climbed(Ladder([lan, cloud])) == Climbed(error=error)
    assert cloud.commands == []


async def test_a_fault_of_our_own_is_no_device_error() -> None:
    class BrokenWay(FakeWay):
        @override
        async def execute(
            self,
            command: Command,
            *,
            within: float,
            on_sent: Callable[[], None],
            resumed: bool = False,
        ) -> None:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await climbed(Ladder([BrokenWay(), open_way(Path.CLOUD)]))


async def test_a_person_at_a_switch_gets_the_error_itself() -> None:
    with pytest.raises(UnreachableError):
        await Ladder([closed_way()]).execute(LOUD, within=AGES, on_sent=ignore)


async def test_nothing_goes_on_when_the_one_who_waits_is_gone() -> None:
    lan, cloud = FakeWay(reachable=False), FakeWay(Path.CLOUD)
    task = asyncio.create_task(Ladder([lan, cloud]).climb(LOUD, within=AGES, on_sent=ignore))
    await cloud.told.wait()

    task.cancel()
    await asyncio.wait([task])

    assert (lan.cancelled, cloud.cancelled) == (1, 1)


async def test_whichever_way_is_taken_it_is_the_device_that_it_leads_to() -> None:
    lan, cloud = FakeWay(reachable=False), FakeWay(Path.CLOUD)
    ladder = Ladder([lan, cloud])

    assert ladder.device == FOYER_SIREN
    assert ladder.report == lan.report


async def test_only_what_is_heard_at_home_can_be_told_one_thing_after_the_other() -> None:
    ways = [FakeWay(), FakeWay(reachable=False), FakeWay(Path.CLOUD), FakeWay(Path.ENTITY)]

    assert [Ladder([way]).paced for way in ways] == [True, False, False, False]


# The deadline -------------------------------------------------------------------------------


@pytest.mark.parametrize("within", [10.0, 2.5])
def test_a_way_that_says_nothing_leaves_the_others_most_of_the_time(within: float) -> None:
    async def scene() -> tuple[FakeWay, FakeWay]:
        lan, cloud = FakeWay(), open_way(Path.CLOUD)
        await climbed(Ladder([lan, cloud]), within=within)
        return lan, cloud

    lan, cloud = run_in_virtual_time(scene())

    assert (lan.told_at, lan.withins) == ([0.0], [within])
    assert cloud.told_at == [pytest.approx(0.3 * within)]
    assert cloud.withins == [pytest.approx(0.7 * within)]


def test_where_the_best_way_is_closed_the_others_have_all_the_time() -> None:
    async def scene() -> FakeWay:
        cloud = open_way(Path.CLOUD)
        await climbed(Ladder([FakeWay(reachable=False), cloud]), within=10.0)
        return cloud

    cloud = run_in_virtual_time(scene())

    assert (cloud.told_at, cloud.withins) == ([0.0], [10.0])


def test_who_stands_in_is_called_at_half_time_and_has_the_other_half_to_be_heard() -> None:
    async def scene() -> FakeStandIn:
        lan, neighbour = FakeWay(), FakeStandIn("Neighbour")
        async with climbing(Ladder([lan], [neighbour]), within=10.0):
            await neighbour.told.wait()
            lan.end()
        return neighbour

    neighbour = run_in_virtual_time(scene())

    assert (neighbour.told_at, neighbour.withins) == ([5.0], [5.0])


def test_who_stood_in_is_silenced_at_once_and_has_all_the_time_for_it() -> None:
    async def scene() -> FakeStandIn:
        neighbour = FakeStandIn("Neighbour")
        ladder = Ladder([closed_way()], [neighbour])
        await climbed(ladder, within=10.0)
        await climbed(ladder, SILENT, within=4.0)
        return neighbour

    neighbour = run_in_virtual_time(scene())

    assert (neighbour.told_at, neighbour.withins) == ([0.0, 0.0], [5.0, 4.0])


def test_when_it_is_over_every_other_way_has_let_go() -> None:
    async def scene() -> int:
        lan, cloud = FakeWay(reachable=False, takes_to_let_go=0.1), open_way(Path.CLOUD)
        await climbed(Ladder([lan, cloud]))
        return lan.cancelled

    assert run_in_virtual_time(scene()) == 1


# After a restart ----------------------------------------------------------------------------


async def test_every_way_knows_that_a_command_is_resumed() -> None:
    lan, cloud = closed_way(), open_way(Path.CLOUD)

    await climbed(Ladder([lan, cloud]), resumed=True)
    await executed(Ladder([lan, cloud]), LOUD, resumed=True)
    await climbed(Ladder([lan, cloud]))

    assert lan.resumed == cloud.resumed == [True, True, False]


async def test_the_best_way_has_its_head_start_though_nothing_is_known_of_it_yet() -> None:
    lan, cloud = FakeWay(reachable=False), open_way(Path.CLOUD)

    async with climbing(Ladder([lan, cloud]), resumed=True):
        await lan.told.wait()
        lan.end()

    assert cloud.commands == []


async def test_a_way_that_was_found_closed_since_the_restart_has_no_head_start() -> None:
    lan, cloud = FakeWay(reachable=False, trouble=Reason.UNREACHABLE), open_way(Path.CLOUD)

    assert (await climbed(Ladder([lan, cloud]), resumed=True)).path is Path.CLOUD


# Stand-ins ----------------------------------------------------------------------------------


async def test_who_stands_in_is_not_called_for_a_siren_that_sounds() -> None:
    neighbour = FakeStandIn("Neighbour")

    assert (await climbed(Ladder([open_way()], [neighbour]))).stand_ins == ()
    assert neighbour.commands == []


async def test_a_siren_that_others_may_stand_in_for_is_told_before_the_next_device() -> None:
    siren, lamp = open_way(), open_way(Path.CLOUD)
    told: list[FakeWay] = []

    def sent(way: FakeWay) -> Callable[[], None]:
        return lambda: told.append(way)

    await asyncio.gather(
        Ladder([siren], [FakeStandIn("Neighbour")]).climb(LOUD, within=AGES, on_sent=sent(siren)),
        Ladder([lamp]).climb(BulbCommand(on=True), within=AGES, on_sent=sent(lamp)),
    )

    assert told == [siren, lamp]


async def test_all_who_were_named_stand_in_for_a_siren_that_fails() -> None:
    lost = UnreachableError()
    one, other = FakeStandIn("Kitchen siren"), FakeStandIn("Hall light")

    outcome = await climbed(Ladder([closed_way(error=lost)], [one, other]))

    assert outcome == Climbed(error=lost, stand_ins=("Kitchen siren", "Hall light"))


@pytest.mark.parametrize("error", [NoConfirmationError(), UnsupportedError()])
async def test_only_those_who_are_proven_count(error: DeviceError) -> None:
    ladder = Ladder([closed_way()], [FakeStandIn("Mute", error), FakeStandIn("Loud")])

    assert (await climbed(ladder)).stand_ins == ("Loud",)


async def test_a_siren_that_says_nothing_is_stood_in_for_before_the_deadline() -> None:
    lan, neighbour = FakeWay(), FakeStandIn("Neighbour")

    async with climbing(Ladder([lan], [neighbour]), within=SOON) as task:
        await neighbour.told.wait()
        lan.end()

    assert task.result() == Climbed(path=Path.LAN, stand_ins=("Neighbour",))


async def test_who_stands_in_falls_silent_with_the_siren() -> None:
    neighbour = FakeStandIn("Neighbour")
    ladder = Ladder([closed_way()], [neighbour])
    await climbed(ladder)

    await climbed(ladder, SILENT)
    await climbed(ladder, SILENT)

    assert neighbour.commands == [LOUD, SILENT]


async def test_who_stands_in_and_does_not_fall_silent_is_told_again() -> None:
    neighbour = FakeStandIn("Neighbour")
    ladder = Ladder([closed_way()], [neighbour])
    await climbed(ladder)

    neighbour.error = NoConfirmationError()
    await climbed(ladder, SILENT)
    await climbed(ladder, SILENT)

    assert neighbour.commands == [LOUD, SILENT, SILENT]


async def test_nobody_stands_in_for_an_alarm_that_a_newer_command_took_the_place_of() -> None:
    neighbour = FakeStandIn("Neighbour")
    replaced = SupersededError()

    assert await climbed(Ladder([closed_way(error=replaced)], [neighbour])) == Climbed(
        error=replaced
    )
    assert neighbour.commands == []


async def test_who_may_sound_unproven_falls_silent_with_the_siren() -> None:
    neighbour = FakeStandIn("Neighbour", NoConfirmationError())
    ladder = Ladder([closed_way()], [neighbour])
    await climbed(ladder)

    await climbed(ladder, SILENT)

    assert neighbour.commands == [LOUD, SILENT]


async def test_who_never_could_stand_in_is_left_alone() -> None:
    mute = FakeStandIn("Mute", UnsupportedError())
    ladder = Ladder([closed_way()], [mute])
    await climbed(ladder)

    await climbed(ladder, SILENT)

    assert mute.commands == [LOUD]


async def test_who_is_still_being_called_falls_silent_with_the_siren() -> None:
    neighbour = FakeStandIn("Neighbour")
    neighbour.at_once.clear()
    ladder = Ladder([closed_way()], [neighbour])

    async with climbing(ladder):
        await neighbour.told.wait()
        await climbed(ladder, SILENT)
        neighbour.at_once.set()

    assert neighbour.commands == [LOUD, SILENT]


async def test_who_breaks_while_standing_in_keeps_no_other_from_it_and_is_named_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken, other = FakeStandIn("Old radio", ZeroDivisionError()), FakeStandIn("Hall light")
    ladder = Ladder([closed_way()], [broken, other])

    assert (await climbed(ladder)).stand_ins == ("Hall light",)

    (record,) = caplog.records
    assert "Old radio" in record.getMessage()
    assert record.exc_info is not None


async def test_nobody_stands_in_for_silence_or_light() -> None:
    neighbour = FakeStandIn("Neighbour")
    ladder = Ladder([closed_way()], [neighbour])

    await climbed(ladder, SILENT)
    await climbed(ladder, BulbCommand(on=True))
    await climbed(ladder, CheckCommand())

    assert neighbour.commands == []


async def test_nobody_stands_in_for_a_siren_that_a_person_has_sound_by_itself() -> None:
    neighbour = FakeStandIn("Neighbour")

    with pytest.raises(UnreachableError):
        await executed(Ladder([closed_way()], [neighbour]), LOUD)

    assert neighbour.commands == []


@pytest.mark.parametrize("settings", [SILENT, SirenCommand(on=False, volume=50, duration=10)])
async def test_who_stands_in_falls_silent_with_a_siren_that_a_person_silences_by_itself(
    settings: SirenCommand,
) -> None:
    neighbour = FakeStandIn("Neighbour")
    ladder = Ladder([closed_way()], [neighbour])
    await climbed(ladder)

    with pytest.raises(UnreachableError):
        await executed(ladder, settings)

    assert neighbour.commands == [LOUD, settings]


async def test_whoever_may_have_stood_in_before_a_restart_falls_silent_with_the_siren() -> None:
    one, other = FakeStandIn("Kitchen siren"), FakeStandIn("Hall light")
    ladder = Ladder([open_way()], [one, other])

    ladder.recall_stand_ins()
    await climbed(ladder, SILENT)
    await climbed(ladder, SILENT)

    assert one.commands == other.commands == [SILENT]
    assert one.recalled == other.recalled == 1
