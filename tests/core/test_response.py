"""What a house does as time goes by: sirens end, lights come back, a restart takes things up."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path as FilePath
from typing import Any

import pytest

from custom_components.tuya_twin.core.errors import (
    DrillRefusedError,
    UnknownIncidentError,
    UnknownZoneError,
)
from custom_components.tuya_twin.core.facts import Answer, HazardsChanged, RunStarted
from custom_components.tuya_twin.core.model import (
    HOUSE,
    BulbCommand,
    BulbEffect,
    BulbMode,
    BulbState,
    CheckCommand,
    Command,
    Device,
    DeviceKind,
    Path,
    Protocol,
    Reason,
    SirenCommand,
    SirenState,
    Status,
)
from custom_components.tuya_twin.core.policy import DEFAULT_LEVELS, Policy
from custom_components.tuya_twin.core.run import Result, Run, Step
from custom_components.tuya_twin.core.settings import Drills, DrillSiren, Settings
from custom_components.tuya_twin.core.sirens import SirenKeeper
from custom_components.tuya_twin.devices.profiles import PROFILES, BulbProfile
from custom_components.tuya_twin.devices.simulator import make_appliance
from custom_components.tuya_twin.devices.simulator.points import DataPoints
from tests.core.kit import ANNA, FOYER, FOYER_BULB, FOYER_LOCK, FOYER_SIREN, ZONES
from tests.core.lives import LATENCY, Life, Outside, VirtualLink
from tests.virtual_time import VirtualClock, run_in_virtual_time

RED = DEFAULT_LEVELS[Status.RED_CRITICAL]
CAP, SECONDS = RED.sirens.cap_seconds, RED.sirens.seconds

type Scene = Callable[[Stage], Coroutine[Any, Any, None]]


class Stage:
    """The foyer, with a lamp, a siren and a lock, and the process that looks after them."""

    def __init__(self, path: FilePath, settings: Settings) -> None:
        self._path = path
        self._settings = settings
        self.outsides = {
            device.kind: Outside(device, make_appliance(device.kind, None))
            for device in (FOYER_BULB, FOYER_SIREN, FOYER_LOCK)
        }
        self.life: Life

    async def begin(self) -> None:
        self.life = Life(list(self.outsides.values()), ZONES, self._path)
        await self.life.begin(self._settings)
        await asyncio.sleep(1)

    async def restart(self, *, down: float) -> None:
        await self.life.end()
        await asyncio.sleep(down)
        await self.begin()

    async def call(self, protocol: Protocol, zone: str = FOYER) -> Run:
        return await self.life.response.execute(protocol, zone, ANNA)

    async def switch(self, device: Device, command: Command) -> None:
        """What a person does with one device by itself."""
        await self.life.devices[device.id].execute(command, within=5.0, on_sent=lambda: None)

    def state(self, kind: DeviceKind) -> Any:
        status = self.outsides[kind].appliance.status()
        return PROFILES[kind].refined(status).decode(status)

    @property
    def bulb(self) -> BulbState:
        state = self.state(DeviceKind.BULB)
        assert isinstance(state, BulbState)
        return state

    @property
    def sounding(self) -> bool:
        state = self.state(DeviceKind.SIREN)
        assert isinstance(state, SirenState)
        return bool(state.sounding)

    def told(self, kind: DeviceKind) -> list[DataPoints]:
        return self.outsides[kind].written

    @property
    def armed(self) -> list[int]:
        """For how long the siren was told to sound, each time it was."""
        frames = self.told(DeviceKind.SIREN)
        return [int(frame["7"]) for frame in frames if frame.get("13") is True]


@asynccontextmanager
async def on_stage(path: FilePath, settings: Settings) -> AsyncIterator[Stage]:
    stage = Stage(path, settings)
    await stage.begin()
    try:
        yield stage
    finally:
        await stage.life.end()


@pytest.fixture
def play(tmp_path: FilePath) -> Callable[..., None]:
    """Play a scene in virtual time."""

    def run(scene: Scene, settings: Settings | None = None) -> None:
        async def act() -> None:
            async with on_stage(tmp_path / "record.db", settings or Settings()) as stage:
                await scene(stage)

        run_in_virtual_time(act())

    return run


type Play = Callable[..., None]


def with_red(**changes: Any) -> Settings:
    red = replace(RED, **changes)
    return Settings(policy=Policy(levels={**DEFAULT_LEVELS, Status.RED_CRITICAL: red}))


# Sirens -------------------------------------------------------------------------------------


def test_a_siren_is_told_again_while_red_lasts_and_silenced_at_its_cap(play: Play) -> None:
    async def scene(stage: Stage) -> None:
        await stage.call(Protocol.RED)
        heard = [stage.sounding]
        for _ in range(CAP + 30):
            await asyncio.sleep(1)
            heard.append(stage.sounding)

        assert all(heard[: CAP - 1]), "there was a gap"
        assert not any(heard[CAP + 1 :])
        assert stage.life.response.house.shown(HOUSE) is Status.RED_CRITICAL
        # By its own clock it would have ended by then, too.
        assert max(stage.armed) <= SECONDS
        assert stage.armed[-1] < SECONDS

    play(scene)


def test_a_siren_that_is_switched_off_by_hand_sounds_again(play: Play) -> None:
    async def scene(stage: Stage) -> None:
        await stage.call(Protocol.RED)
        siren: Any = stage.outsides[DeviceKind.SIREN].appliance
        siren.silence_by_hand()
        await asyncio.sleep(1)

        assert stage.sounding

    play(scene)


def test_a_siren_that_a_person_silences_is_left_alone(play: Play) -> None:
    async def scene(stage: Stage) -> None:
        await stage.call(Protocol.RED)
        await stage.life.response.leave_silent(FOYER_SIREN.id, ANNA)
        siren: Any = stage.outsides[DeviceKind.SIREN].appliance
        siren.silence_by_hand()
        await asyncio.sleep(CAP)

        assert not stage.sounding
        assert len(stage.armed) == 1

    play(scene)


def test_a_siren_that_comes_back_in_red_sounds_for_what_is_left(play: Play) -> None:
    async def scene(stage: Stage) -> None:
        siren = stage.outsides[DeviceKind.SIREN]
        siren.set_online(online=False)
        run = await stage.call(Protocol.RED)
        await asyncio.sleep(CAP - 40)
        siren.set_online(online=True)
        await asyncio.sleep(31)

        assert [step.reason for step in run.failed] == [Reason.UNREACHABLE]
        assert stage.sounding
        assert max(stage.armed) <= 40

    play(scene)


def test_a_siren_that_misses_the_word_is_told_again_until_it_is_silent(play: Play) -> None:
    async def scene(stage: Stage) -> None:
        siren = stage.outsides[DeviceKind.SIREN]
        await stage.call(Protocol.RED)
        siren.deaf = True
        green = await stage.call(Protocol.GREEN)
        await asyncio.sleep(2.5)
        siren.deaf = False
        await asyncio.sleep(2.5)

        assert [step.reason for step in green.failed] == [Reason.NO_CONFIRMATION]
        assert not stage.sounding
        assert stage.life.stuck == []
        assert stage.life.response.house.settled

    play(scene)


def test_a_siren_that_will_not_be_silent_is_told_of_and_so_is_its_end(play: Play) -> None:
    async def scene(stage: Stage) -> None:
        siren = stage.outsides[DeviceKind.SIREN]
        await stage.call(Protocol.RED)
        siren.deaf = True
        await stage.call(Protocol.GREEN)
        await asyncio.sleep(5)
        told = list(stage.life.stuck)
        siren.deaf = False
        await asyncio.sleep(40)

        assert told == [(FOYER_SIREN.id, True)]
        assert stage.life.stuck == [(FOYER_SIREN.id, True), (FOYER_SIREN.id, False)]
        assert not stage.sounding

    play(scene)


def test_a_stuck_siren_that_a_run_silences_is_stuck_no_more(play: Play) -> None:
    async def scene(stage: Stage) -> None:
        siren = stage.outsides[DeviceKind.SIREN]
        await stage.call(Protocol.RED)
        siren.deaf = True
        await stage.call(Protocol.GREEN)
        await asyncio.sleep(6)
        siren.deaf = False
        await stage.call(Protocol.GREEN)
        await asyncio.sleep(20)

        assert stage.life.stuck == [(FOYER_SIREN.id, True), (FOYER_SIREN.id, False)]

    play(scene)


def test_a_siren_that_does_not_obey_is_told_less_and_less_often(play: Play) -> None:
    async def scene(stage: Stage) -> None:
        await stage.call(Protocol.RED)
        stage.outsides[DeviceKind.SIREN].deaf = True
        before = len(stage.told(DeviceKind.SIREN))
        await stage.call(Protocol.GREEN)
        await asyncio.sleep(15)
        at_first = len(stage.told(DeviceKind.SIREN)) - before
        await asyncio.sleep(35)

        # Each attempt is answered by the state that it is in: that is no reason for the next.
        then = len(stage.told(DeviceKind.SIREN)) - before - at_first
        assert 0 < then < at_first

    play(scene)


def test_what_nobody_expected_is_tried_again(
    play: Play, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene(stage: Stage) -> None:
        await stage.call(Protocol.RED)
        with monkeypatch.context() as broken:
            broken.setattr(VirtualLink, "execute", _broken)
            await asyncio.sleep(SECONDS + 5)
        await asyncio.sleep(SirenKeeper.pauses[-1])

        assert stage.sounding

    play(scene)
    assert "Unexpected error while looking after" in caplog.text


async def _broken(*_: object, **__: object) -> None:
    raise LookupError


def test_a_siren_is_as_loud_as_before_once_it_is_over(play: Play) -> None:
    async def scene(stage: Stage) -> None:
        before = stage.outsides[DeviceKind.SIREN].appliance.status()
        await stage.call(Protocol.RED)
        loud = stage.outsides[DeviceKind.SIREN].appliance.status()
        await stage.call(Protocol.GREEN)
        await asyncio.sleep(1)

        assert loud["5"] != before["5"]
        assert stage.outsides[DeviceKind.SIREN].appliance.status() == before

    play(scene)


def test_lowered_to_a_warning_a_siren_sounds_to_the_end_of_its_own_clock(play: Play) -> None:
    async def scene(stage: Stage) -> None:
        await stage.call(Protocol.RED)
        await stage.call(Protocol.YELLOW)
        await asyncio.sleep(SECONDS + 5)

        assert len(stage.armed) == 1
        assert not stage.sounding

    play(scene)


def test_a_siren_that_keeps_the_alarms_loudness_is_silent_and_left_alone_in_the_end(
    play: Play,
) -> None:
    async def scene(stage: Stage) -> None:
        await stage.call(Protocol.RED)
        await stage.call(Protocol.GREEN)
        stage.outsides[DeviceKind.SIREN].deaf = True
        await asyncio.sleep(60)
        told = len(stage.told(DeviceKind.SIREN))
        await asyncio.sleep(600)

        assert len(stage.told(DeviceKind.SIREN)) == told
        assert not stage.sounding
        assert stage.life.stuck == []
        assert stage.life.response.house.settled

    play(scene)


# Bulbs --------------------------------------------------------------------------------------


def test_in_red_a_bulb_that_can_shows_the_strobe_by_itself(play: Play) -> None:
    async def scene(stage: Stage) -> None:
        await stage.call(Protocol.RED)
        await asyncio.sleep(60)

        assert stage.bulb.mode is BulbMode.SCENE
        assert (stage.bulb.hue, stage.bulb.brightness) == (0, 100)
        assert len(stage.told(DeviceKind.BULB)) == 2

    play(scene)


def test_a_bulb_without_scenes_is_written_light_by_light_twice_a_second_at_most(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As it is with bulbs whose scenes are of another layout.
    monkeypatch.setattr(BulbProfile, "shows_effects", False)

    async def scene(stage: Stage) -> None:
        await stage.call(Protocol.RED)
        await asyncio.sleep(1)
        before = len(stage.told(DeviceKind.BULB))
        await asyncio.sleep(10)
        swings = stage.told(DeviceKind.BULB)[before:]
        await stage.call(Protocol.GREEN)
        after = len(stage.told(DeviceKind.BULB))
        await asyncio.sleep(10)

        assert 10 <= len(swings) <= 20
        assert len({str(frame) for frame in swings}) == 2
        assert len(stage.told(DeviceKind.BULB)) == after, "it went on after green"

    play(scene)


def test_a_bulb_that_only_the_cloud_reaches_stays_red_and_costs_no_call_a_flash(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BulbProfile, "shows_effects", False)
    monkeypatch.setattr(VirtualLink, "path", Path.CLOUD)

    async def scene(stage: Stage) -> None:
        await stage.call(Protocol.RED)
        await asyncio.sleep(60)

        assert len(stage.told(DeviceKind.BULB)) == 1
        assert (stage.bulb.mode, stage.bulb.hue) == (BulbMode.COLOUR, 0)

    play(scene)


def test_a_light_that_a_person_gives_a_bulb_in_an_alarm_stays_until_the_next_run(
    play: Play,
) -> None:
    async def scene(stage: Stage) -> None:
        await stage.call(Protocol.RED)
        await asyncio.sleep(LATENCY / 2)
        reading = BulbCommand(on=True, mode=BulbMode.WHITE, brightness=70)
        await stage.switch(FOYER_BULB, reading)
        await asyncio.sleep(60)

        assert (stage.bulb.mode, stage.bulb.brightness) == (BulbMode.WHITE, 70)
        await stage.call(Protocol.RED)
        assert stage.bulb.hue == 0

    play(scene)


@pytest.mark.parametrize("seconds", [2.1, 2.5, 3.0, 3.5, 3.9])
def test_a_bulb_that_swells_flashes_when_it_gets_worse(
    play: Play, monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    monkeypatch.setattr(BulbProfile, "shows_effects", False)

    async def scene(stage: Stage) -> None:
        await stage.call(Protocol.YELLOW)
        await asyncio.sleep(seconds)
        await stage.call(Protocol.RED)
        await asyncio.sleep(5)
        before = len(stage.told(DeviceKind.BULB))
        await asyncio.sleep(10)

        assert len(stage.told(DeviceKind.BULB)) - before >= 10

    play(scene)


def test_a_steady_light_is_written_once(play: Play) -> None:
    async def scene(stage: Stage) -> None:
        await stage.call(Protocol.RED)
        await asyncio.sleep(60)

        assert len(stage.told(DeviceKind.BULB)) == 1
        assert stage.bulb.mode is BulbMode.COLOUR

    play(scene, with_red(bulbs=replace(RED.bulbs, effect=BulbEffect.STEADY)))


def test_a_bulb_that_missed_the_alarm_shows_it_when_it_comes_back(play: Play) -> None:
    async def scene(stage: Stage) -> None:
        bulb = stage.outsides[DeviceKind.BULB]
        bulb.set_online(online=False)
        await stage.call(Protocol.RED)
        bulb.set_online(online=True)
        await asyncio.sleep(40)

        assert stage.bulb.hue == 0
        assert stage.bulb.mode is not BulbMode.WHITE

    play(scene)


def test_nested_alarms_put_back_the_first_light_once(play: Play) -> None:
    async def scene(stage: Stage) -> None:
        before = stage.bulb
        for protocol in (Protocol.YELLOW, Protocol.RED, Protocol.YELLOW, Protocol.RED):
            await stage.call(protocol)
            await asyncio.sleep(3)
        await stage.call(Protocol.GREEN)
        told = len(stage.told(DeviceKind.BULB))
        await asyncio.sleep(60)

        assert (stage.bulb.on, stage.bulb.mode) == (before.on, before.mode)
        assert (stage.bulb.brightness, stage.bulb.kelvin) == (before.brightness, before.kelvin)
        assert len(stage.told(DeviceKind.BULB)) == told
        assert stage.life.response.house.before == {}

    play(scene)


def test_a_bulb_that_was_off_is_off_again_and_not_red_when_it_is_switched_on(play: Play) -> None:
    async def scene(stage: Stage) -> None:
        lamp: Any = stage.outsides[DeviceKind.BULB].appliance
        lamp.switch_by_hand(on=False)
        await asyncio.sleep(1)
        await stage.call(Protocol.RED)
        await stage.call(Protocol.GREEN)
        off = stage.bulb
        lamp.switch_by_hand(on=True)

        assert off.on is False
        assert stage.bulb.mode is BulbMode.WHITE

    play(scene)


def test_a_bulb_that_was_away_at_green_is_put_back_when_it_returns(play: Play) -> None:
    async def scene(stage: Stage) -> None:
        before, bulb = stage.bulb, stage.outsides[DeviceKind.BULB]
        await stage.call(Protocol.RED)
        bulb.set_online(online=False)
        await stage.call(Protocol.GREEN)
        bulb.set_online(online=True)
        await asyncio.sleep(10)

        assert stage.bulb.brightness == before.brightness
        assert stage.bulb.mode is BulbMode.WHITE

    play(scene)


def test_a_bulb_that_does_not_take_its_light_back_is_left_alone_in_the_end(play: Play) -> None:
    async def scene(stage: Stage) -> None:
        bulb = stage.outsides[DeviceKind.BULB]
        await stage.call(Protocol.RED)
        await asyncio.sleep(1)
        bulb.deaf = True
        await stage.call(Protocol.GREEN)
        await asyncio.sleep(60)
        told = len(stage.told(DeviceKind.BULB))
        bulb.deaf = False
        await asyncio.sleep(600)

        # By then somebody may have given it another light, which counts.
        assert len(stage.told(DeviceKind.BULB)) == told
        assert stage.life.response.house.settled

    play(scene)


@pytest.mark.parametrize(
    ("device", "before"),
    [(FOYER_BULB, SirenState(sounding=False, volume=2)), (FOYER_SIREN, BulbState(on=True))],
    ids=["a bulb that was set up as a siren", "a siren that was set up as a bulb"],
)
def test_how_a_device_was_while_it_was_taken_for_another_kind_is_forgotten(
    play: Play, device: Device, before: BulbState | SirenState
) -> None:
    async def scene(stage: Stage) -> None:
        checked = Step(
            device=device, command=CheckCommand(), result=Result.CONFIRMED, before=before
        )
        run = Run(
            id="before it was set up anew",
            protocol=Protocol.RED,
            zone=FOYER,
            cause=ANNA,
            started_at=VirtualClock().now(),
            deadline=5.0,
            steps=(checked,),
        )
        await stage.life.response.chronicle.record(RunStarted(run=run))
        await asyncio.sleep(1)

        assert stage.told(device.kind) == []
        assert stage.life.response.house.settled

    play(scene)


# A restart ----------------------------------------------------------------------------------


def test_a_restart_in_red_moves_no_clock_and_tells_nobody_twice(play: Play) -> None:
    async def scene(stage: Stage) -> None:
        run = await stage.call(Protocol.RED)
        await asyncio.sleep(3)
        ends = stage.life.response.house.alarms[FOYER_SIREN.id].until
        incident = stage.life.response.house.incident
        told = {kind: len(stage.told(kind)) for kind in DeviceKind}
        await stage.restart(down=9)

        house = stage.life.response.house
        assert house.shown(HOUSE) is Status.RED_CRITICAL
        assert house.incident == incident
        assert house.alarms[FOYER_SIREN.id].until == ends
        assert house.run is not None
        assert (house.run.id, house.run.finished) == (run.id, True)
        await asyncio.sleep(20)
        assert {kind: len(stage.told(kind)) for kind in DeviceKind} == told
        await asyncio.sleep(CAP)
        assert not stage.sounding

    play(scene)


@pytest.mark.parametrize("moments", range(12))
def test_killed_at_any_moment_each_step_is_done_once(play: Play, moments: int) -> None:
    async def scene(stage: Stage) -> None:
        stage.life.fate.moments_left = moments
        stage.life.spawn(stage.life.response.execute(Protocol.RED, FOYER, ANNA), "call")
        await asyncio.sleep(1)
        await stage.restart(down=9)
        house = stage.life.response.house
        # Killed before it was on disk, nothing was done either.
        begun = house.shown(HOUSE) is Status.RED_CRITICAL
        await asyncio.sleep(20)

        assert house.open_runs == {} or stage.life.response.house.open_runs == {}
        expected = 1 if begun else 0
        assert len(stage.armed) == expected
        assert len(stage.told(DeviceKind.LOCK)) == expected
        reds = [frame for frame in stage.told(DeviceKind.BULB) if "24" in frame]
        assert len(reds) == expected

    play(scene)


def test_steps_that_are_taken_up_again_say_so_and_count_from_the_beginning(play: Play) -> None:
    async def scene(stage: Stage) -> None:
        siren = stage.outsides[DeviceKind.SIREN]
        siren.set_online(online=False)
        stage.life.spawn(stage.life.response.execute(Protocol.RED, FOYER, ANNA), "call")
        await asyncio.sleep(1)
        siren.set_online(online=True)
        await stage.restart(down=9)
        run = stage.life.response.house.run

        assert run is not None
        assert run.resumed_at is not None
        (step,) = [step for step in run.steps if step.device == FOYER_SIREN]
        assert step.result is Result.CONFIRMED
        assert step.ms is not None
        assert step.ms > 10_000

    play(scene)


def test_a_siren_that_is_taken_out_of_the_household_in_an_alarm_keeps_nobody_from_the_rest(
    play: Play,
) -> None:
    async def scene(stage: Stage) -> None:
        await stage.call(Protocol.RED)
        siren = stage.outsides.pop(DeviceKind.SIREN)
        await stage.restart(down=9)
        told = len(siren.written)
        green = await stage.call(Protocol.GREEN)
        await asyncio.sleep(10)

        assert {step.device for step in green.steps} == {FOYER_BULB}
        assert {step.result for step in green.steps} == {Result.CONFIRMED}
        assert len(siren.written) == told
        assert stage.bulb.mode is BulbMode.WHITE
        assert stage.life.response.house.settled

    play(scene)


def test_a_household_that_is_let_go_of_tells_no_device_anything_any_more(play: Play) -> None:
    async def scene(stage: Stage) -> None:
        await stage.call(Protocol.RED)
        await stage.life.response.stop()
        await stage.life.response.stop()
        await asyncio.sleep(CAP)

        # It ended by its own clock; the next start goes on from there.
        assert len(stage.armed) == 1
        assert not stage.sounding

    play(scene)


def test_a_siren_that_is_due_as_the_household_is_let_go_of_is_no_error(
    play: Play, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene(stage: Stage) -> None:
        await stage.call(Protocol.RED)
        stage.life.close_links()
        await asyncio.sleep(CAP)

        assert len(stage.armed) == 1

    play(scene)
    assert "Unexpected error" not in caplog.text


# Entering a status --------------------------------------------------------------------------


def test_a_status_is_entered_before_any_device_is_told(play: Play) -> None:
    async def scene(stage: Stage) -> None:
        response = stage.life.response
        run = await response.begin(Protocol.RED, FOYER, ANNA)
        entered = response.house.shown(HOUSE)
        told = len(stage.told(DeviceKind.SIREN))
        done = await response.finish(run)

        assert (entered, told) == (Status.RED_CRITICAL, 0)
        assert done.id == run.id
        assert done.finished
        assert stage.sounding

    play(scene)


# Hazards ------------------------------------------------------------------------------------


def test_smoke_takes_a_lock_command_back_that_is_not_carried_out(play: Play) -> None:
    async def scene(stage: Stage) -> None:
        lock = stage.outsides[DeviceKind.LOCK]
        lock.set_online(online=False)
        running = stage.life.spawn(stage.life.response.execute(Protocol.RED, FOYER, ANNA), "call")
        await asyncio.sleep(1)
        smoke = HazardsChanged(active=("binary_sensor.smoke",), at=VirtualClock().now())
        await stage.life.response.chronicle.record(smoke)
        lock.set_online(online=True)
        run = await running
        await asyncio.sleep(10)

        assert stage.told(DeviceKind.LOCK) == []
        (step,) = [step for step in run.steps if step.device == FOYER_LOCK]
        assert (step.result, step.reason) == (Result.SKIPPED, Reason.HAZARD)

    play(scene)


# Drills -------------------------------------------------------------------------------------


def test_a_drill_chirps_flashes_and_moves_no_bolt_and_all_is_as_before(play: Play) -> None:
    async def scene(stage: Stage) -> None:
        before = {kind: stage.outsides[kind].appliance.status() for kind in DeviceKind}
        run = await stage.life.response.drill(FOYER, ANNA)
        await asyncio.sleep(5)

        assert run.drill
        assert {step.result for step in run.steps} == {Result.CONFIRMED}
        house = stage.life.response.house
        assert house.shown(HOUSE) is Status.GREEN_SAFE
        assert house.incident is None
        assert house.proven.keys() == {FOYER_BULB.id, FOYER_SIREN.id, FOYER_LOCK.id}
        assert house.settled
        assert stage.told(DeviceKind.LOCK) == []
        assert stage.armed == [1]
        assert all(frame.get("5") != "high" for frame in stage.told(DeviceKind.SIREN))
        after = {kind: stage.outsides[kind].appliance.status() for kind in DeviceKind}
        assert after[DeviceKind.SIREN] == before[DeviceKind.SIREN]
        assert {**after[DeviceKind.BULB], "24": ""} == {**before[DeviceKind.BULB], "24": ""}

    play(scene)


def test_a_silent_drill_makes_no_sound(play: Play) -> None:
    async def scene(stage: Stage) -> None:
        run = await stage.life.response.drill(FOYER, ANNA)

        assert {step.result for step in run.steps} == {Result.CONFIRMED}
        assert stage.told(DeviceKind.SIREN) == []

    play(scene, Settings(drills=Drills(sirens=DrillSiren.SILENT)))


def test_a_drill_names_the_device_that_is_dead(play: Play) -> None:
    async def scene(stage: Stage) -> None:
        stage.outsides[DeviceKind.BULB].set_online(online=False)
        await asyncio.sleep(1)
        run = await stage.life.response.drill(FOYER, ANNA)

        assert [(step.device, step.reason) for step in run.failed] == [
            (FOYER_BULB, Reason.UNREACHABLE)
        ]

    play(scene)


def test_there_is_no_drill_in_an_alarm_and_an_alarm_ends_a_drill(play: Play) -> None:
    async def scene(stage: Stage) -> None:
        drill = stage.life.spawn(stage.life.response.drill(FOYER, ANNA), "drill")
        await asyncio.sleep(0.01)
        await stage.call(Protocol.RED)
        with pytest.raises(DrillRefusedError):
            await stage.life.response.drill(FOYER, ANNA)
        await drill
        await asyncio.sleep(5)

        assert stage.sounding
        assert stage.armed[-1] == SECONDS
        await stage.call(Protocol.GREEN)
        await asyncio.sleep(2)
        assert stage.bulb.mode is BulbMode.WHITE

    play(scene)


def test_a_drill_is_refused_by_an_alarm_that_is_on_its_way(play: Play) -> None:
    async def scene(stage: Stage) -> None:
        red = stage.life.spawn(stage.call(Protocol.RED), "red")
        await asyncio.sleep(0)
        drill = stage.life.spawn(stage.life.response.drill(FOYER, ANNA), "drill")
        await red

        with pytest.raises(DrillRefusedError):
            await drill

    play(scene)


# Answers and codes --------------------------------------------------------------------------


def test_an_acknowledgement_ends_nothing_and_is_remembered(play: Play) -> None:
    async def scene(stage: Stage) -> None:
        await stage.call(Protocol.RED)
        ended = await stage.life.response.answer(Answer.ACKNOWLEDGED, ANNA)
        await stage.restart(down=5)

        assert ended is None
        incident = stage.life.response.house.incident
        assert incident is not None
        assert incident.answered is not None
        assert incident.answered.cause == ANNA
        assert stage.sounding

    play(scene)


@pytest.mark.parametrize("answer", [Answer.FALSE_ALARM, Answer.STOOD_DOWN])
def test_a_false_alarm_and_a_stand_down_end_it_everywhere(play: Play, answer: Answer) -> None:
    async def scene(stage: Stage) -> None:
        await stage.call(Protocol.RED)
        run = await stage.life.response.answer(answer, ANNA)

        assert run is not None
        assert (run.protocol, run.zone) == (Protocol.GREEN, HOUSE)
        assert stage.life.response.house.incident is None
        assert not stage.sounding
        with pytest.raises(UnknownIncidentError):
            await stage.life.response.answer(answer, ANNA)

    play(scene)


def test_a_zone_the_house_does_not_have_is_refused(play: Play) -> None:
    async def scene(stage: Stage) -> None:
        with pytest.raises(UnknownZoneError):
            await stage.call(Protocol.RED, "Attic")
        with pytest.raises(UnknownZoneError):
            await stage.life.response.begin(Protocol.RED, "Attic", ANNA)
        with pytest.raises(UnknownZoneError):
            await stage.life.response.drill("Attic", ANNA)

    play(scene)


def test_who_silences_a_siren_in_no_alarm_is_not_remembered(play: Play) -> None:
    async def scene(stage: Stage) -> None:
        await stage.life.response.leave_silent(FOYER_SIREN.id, ANNA)

        assert stage.life.response.house.alarms == {}

    play(scene)


def test_a_siren_command_of_a_person_is_no_alarm(play: Play) -> None:
    async def scene(stage: Stage) -> None:
        outside = stage.outsides[DeviceKind.SIREN]
        outside.obey(dict(PROFILES[DeviceKind.SIREN].encode(SirenCommand(on=True)).writes))
        await asyncio.sleep(1)

        assert stage.sounding

    play(scene)
