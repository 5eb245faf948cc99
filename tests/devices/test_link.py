"""A link over real sockets: what is asked is proven or fails with its reason, and it heals."""

import asyncio
from functools import partial
from itertools import groupby
import logging
from operator import attrgetter
import threading

import pytest

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
)
from custom_components.tuya_twin.core.model import (
    Bolt,
    BulbCommand,
    BulbEffect,
    BulbMode,
    BulbState,
    CheckCommand,
    Command,
    DeviceKind,
    DeviceReport,
    DeviceState,
    LockCommand,
    LockState,
    PutBackCommand,
    SirenCommand,
    SirenState,
)
from custom_components.tuya_twin.devices import link as link_module
from custom_components.tuya_twin.devices.lan import VERSIONS, LanConnection
from custom_components.tuya_twin.devices.orders import Order
from custom_components.tuya_twin.devices.profiles import PRESETS, SirenProfile
from custom_components.tuya_twin.devices.simulator import (
    DataPoints,
    Fault,
    Manners,
    SimulatedBulb,
    SimulatedLock,
    SimulatedSiren,
)
from tests.core.kit import NIGHT
from tests.devices.link_kit import (
    BRIEFLY,
    PATIENCE,
    link_of,
    linked,
    started,
    with_timing,
)
from tests.devices.simulator_kit import AGES, DEVICE_ID, OTHER_KEY, client_of, running

pytestmark = pytest.mark.usefixtures("socket_enabled")
all_versions = pytest.mark.parametrize("version", VERSIONS)

RED = BulbCommand(on=True, mode=BulbMode.COLOUR, hue=0)
RED_POINTS: DataPoints = {"20": True, "21": "colour", "24": "000003e803e8"}
OFF = BulbCommand(on=False)
LOUD = SirenCommand(on=True, volume=100, duration=60)
SILENT = SirenCommand(on=False)
LOCK = LockCommand(lock=True)
UNLOCK = LockCommand(lock=False)
LOCKED, UNLOCKED, JAMMED = (LockState(bolt=b) for b in (Bolt.LOCKED, Bolt.UNLOCKED, Bolt.JAMMED))
AT_REST: dict[DeviceKind, Command] = {
    DeviceKind.BULB: OFF,
    DeviceKind.SIREN: SILENT,
    DeviceKind.LOCK: UNLOCK,
}
"""The opposite of an alarm."""
LOST = with_timing(heartbeat=0.05, answer=0.1)
"""Notices a device gone silent at once."""


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A silent device does not hold up a thread that wants to end."""
    brief = partial(LanConnection, answer_seconds=BRIEFLY)
    monkeypatch.setattr(link_module, "LanConnection", brief)


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the link itself logged."""
    return [r.getMessage() for r in caplog.records if r.name == link_module.__name__]


# Asked and proven ---------------------------------------------------------------------------


@all_versions
@pytest.mark.parametrize(
    ("kind", "command", "state"),
    [
        (
            DeviceKind.BULB,
            BulbCommand(on=True, mode=BulbMode.COLOUR, hue=45, brightness=30),
            BulbState(
                on=True, mode=BulbMode.COLOUR, brightness=30, hue=45, saturation=100, kelvin=4600
            ),
        ),
        (
            DeviceKind.SIREN,
            SirenCommand(on=True, volume=100, duration=30, tone="mode_2"),
            SirenState(sounding=True, volume=100, duration=30, tone="mode_2"),
        ),
        (DeviceKind.LOCK, LOCK, LOCKED),
    ],
    ids=[*DeviceKind],
)
async def test_a_change_is_proven_by_the_devices_report(
    version: str, kind: DeviceKind, command: Command, state: DeviceState
) -> None:
    async with linked(version, kind) as (_, link):
        await link.do(command)
        await link.do(AT_REST[kind])
        await link.do(command)

        assert link.report == DeviceReport(
            device_id=DEVICE_ID, state=state, reachable=True, seen_at=NIGHT
        )


@all_versions
@pytest.mark.parametrize(
    ("kind", "command"),
    [(DeviceKind.BULB, RED), (DeviceKind.SIREN, LOUD), (DeviceKind.LOCK, LOCK)],
    ids=["bulb", "siren", "lock"],
)
async def test_what_is_so_already_is_proven_by_asking(
    version: str, kind: DeviceKind, command: Command
) -> None:
    async with linked(version, kind) as (_, link):
        await link.do(command)
        heard = len(link.heard)

        await link.do(command)

        assert len(link.heard) > heard


@all_versions
async def test_the_device_really_did_it(version: str) -> None:
    async with linked(version) as (device, link):
        await link.do(RED)

        assert device.appliance.status().items() >= RED_POINTS.items()


async def test_a_command_is_on_the_wire_before_it_is_proven() -> None:
    course: list[str] = []
    async with linked() as (_, link):
        await link.do(RED, on_sent=lambda: course.append("sent"))
        course.append("proven")

    assert course == ["sent", "proven"]


@all_versions
async def test_a_slow_device_is_waited_for(version: str) -> None:
    async with linked(version, slow_delay=0.1) as (device, link):
        await device.set_fault(Fault.SLOW)

        await link.do(RED)

        assert device.appliance.status().items() >= RED_POINTS.items()


@all_versions
async def test_a_slow_bolt_is_waited_for(version: str) -> None:
    lock = SimulatedLock(travel=0.4)
    async with linked(version, DeviceKind.LOCK, appliance=lock) as (_, link):
        await link.do(LOCK)

        assert link.report.state == LOCKED


async def test_commands_for_many_devices_run_side_by_side() -> None:
    async with (
        linked("3.3", DeviceKind.BULB) as (_, bulb),
        linked("3.4", DeviceKind.SIREN) as (_, siren),
        linked("3.5", DeviceKind.LOCK) as (_, lock),
    ):
        await asyncio.gather(bulb.do(RED), siren.do(LOUD), lock.do(LOCK))

        assert lock.report.state == LOCKED


@all_versions
async def test_a_bulb_shows_an_effect_by_itself_and_is_put_back_after_it(version: str) -> None:
    async with linked(version) as (device, link):
        await link.do(BulbCommand(on=True, brightness=20))
        await link.do(OFF)
        before = link.report.state
        assert isinstance(before, BulbState)

        strobe = BulbCommand(on=True, mode=BulbMode.COLOUR, effect=BulbEffect.STROBE)
        await link.do(strobe)
        assert link.report.state == BulbState(
            on=True,
            mode=BulbMode.SCENE,
            brightness=100,
            hue=0,
            saturation=100,
            kelvin=before.kelvin,
        )
        await link.do(PutBackCommand(state=before))

        assert link.report.state == before
        assert device.appliance.status()["20"] is False


async def test_a_siren_has_its_settings_back_with_its_silence() -> None:
    async with linked(kind=DeviceKind.SIREN) as (device, link):
        await link.do(LOUD)

        await link.do(SirenCommand(on=False, volume=33, duration=10))

        assert device.writes[-1] == {"13": False, "5": "low", "7": 10}
        assert link.report.state == SirenState(
            sounding=False, volume=33, duration=10, tone="mode_1"
        )


# Only asked ---------------------------------------------------------------------------------


@all_versions
@pytest.mark.parametrize("kind", DeviceKind)
async def test_a_device_proves_that_it_is_there_and_nothing_is_written(
    version: str, kind: DeviceKind
) -> None:
    sent: list[None] = []
    async with linked(version, kind) as (device, link):
        heard = len(link.heard)

        await link.do(CheckCommand(), on_sent=lambda: sent.append(None))

        assert len(link.heard) > heard
        assert device.writes == ()
    assert sent == [None]


async def test_a_device_that_is_not_there_is_not_proven_to_be() -> None:
    async with linked() as (device, link):
        await device.set_fault(Fault.OFFLINE)
        await link.until_unreachable()

        with pytest.raises(UnreachableError):
            await link.do(CheckCommand(), within=BRIEFLY)


async def test_a_device_that_comes_back_in_time_is_there() -> None:
    async with linked() as (device, link), asyncio.TaskGroup() as group:
        await device.set_fault(Fault.OFFLINE)
        await link.until_unreachable()
        group.create_task(link.do(CheckCommand()))
        await device.set_fault(Fault.NONE)


async def test_to_ask_a_device_disturbs_no_command() -> None:
    on_the_wire = asyncio.Event()
    async with linked() as (device, link), asyncio.TaskGroup() as group:
        await device.set_fault(Fault.DEAF)
        red = group.create_task(link.do(RED, on_sent=on_the_wire.set))
        await on_the_wire.wait()

        await link.do(CheckCommand())

        assert not red.done()
        await device.set_fault(Fault.NONE)
        async with client_of(device) as other:
            await other.set(RED_POINTS)


# After a restart ----------------------------------------------------------------------------


@all_versions
@pytest.mark.parametrize(
    ("kind", "command"),
    [(DeviceKind.BULB, RED), (DeviceKind.SIREN, LOUD), (DeviceKind.LOCK, LOCK)],
    ids=["bulb", "siren", "lock"],
)
@pytest.mark.parametrize("connected", [True, False])
async def test_what_was_done_before_a_restart_is_proven_without_a_write(
    version: str, kind: DeviceKind, command: Command, *, connected: bool
) -> None:
    async with linked(version, kind) as (device, before):
        await before.do(command)
        before.close()
        told = device.writes

        async with started(link_of(device)) as link:
            if connected:
                await link.until_reachable()
            await link.do(command, resumed=True)

        assert device.writes == told


@all_versions
@pytest.mark.parametrize("connected", [True, False])
async def test_what_was_not_done_before_a_restart_is_sent_once(
    version: str, *, connected: bool
) -> None:
    async with running(version) as device, started(link_of(device)) as link:
        if connected:
            await link.until_reachable()

        await link.do(RED, resumed=True)

        assert device.writes == (RED_POINTS,)
        assert device.appliance.status().items() >= RED_POINTS.items()


async def test_a_push_of_something_else_does_not_have_it_sent() -> None:
    bulb = SimulatedBulb()
    async with linked(appliance=bulb) as (device, link):
        bulb.apply(RED_POINTS)
        device.manners = Manners(reports_before_answers=True)
        told = len(device.writes)

        await link.do(RED, resumed=True)

        assert len(device.writes) == told


async def test_what_must_not_happen_twice_is_not_sent_after_a_restart() -> None:
    relay = PRESETS[DeviceKind.LOCK]["relay"]
    async with running(kind=DeviceKind.LOCK, model="lock_relay") as device:
        async with started(link_of(device, profile=relay)) as link:
            await link.until_reachable()
            with pytest.raises(NoConfirmationError):
                await link.do(UNLOCK, within=BRIEFLY, resumed=True)

        assert device.writes == ()


# What the device says of itself -------------------------------------------------------------


async def test_before_it_is_started_a_device_is_unknown_and_not_reachable() -> None:
    async with running(kind=DeviceKind.LOCK) as device:
        link = link_of(device)

        assert link.device.id == DEVICE_ID
        assert link.report == DeviceReport(
            device_id=DEVICE_ID, state=LockState(bolt=Bolt.UNKNOWN), reachable=False, seen_at=None
        )


@all_versions
async def test_a_device_is_asked_how_it_is_when_it_is_first_reached(version: str) -> None:
    async with linked(version, DeviceKind.LOCK) as (device, link):
        assert link.heard[0] == device.appliance.status()
        assert link.report.state == UNLOCKED


@all_versions
async def test_a_change_by_hand_is_reported(version: str) -> None:
    bulb = SimulatedBulb()
    async with linked(version, appliance=bulb) as (_, link):
        await link.do(RED)

        bulb.switch_by_hand(on=False)
        await link.until(lambda: link.reports[-1].state != link.reports[-2].state)

        assert link.report.state == BulbState(
            on=False, mode=BulbMode.COLOUR, brightness=100, hue=0, saturation=100, kelvin=4600
        )


@all_versions
async def test_a_siren_that_falls_silent_by_itself_is_reported(version: str) -> None:
    siren = SimulatedSiren()
    async with linked(version, DeviceKind.SIREN, appliance=siren) as (_, link):
        await link.do(LOUD)

        siren.silence_by_hand()
        await link.until(lambda: link.heard[-1] == {"13": False})

        assert link.report.state == SirenState(
            sounding=False, volume=100, duration=60, tone="mode_1"
        )


@all_versions
async def test_what_another_app_does_is_reported(version: str) -> None:
    async with linked(version, DeviceKind.LOCK) as (device, link), client_of(device) as other:
        await other.set({"46": True})
        await link.until(lambda: link.report.state == LOCKED)


async def test_a_listener_that_left_hears_no_more() -> None:
    bulb = SimulatedBulb()
    left: list[DeviceReport] = []
    async with linked(appliance=bulb) as (_, link):
        leave = link.subscribe(left.append)
        leave()

        bulb.switch_by_hand(on=False)
        await link.until(lambda: link.heard[-1] == {"20": False})

    assert left == []


@all_versions
async def test_a_report_that_got_lost_is_made_up_for(version: str) -> None:
    bulb = SimulatedBulb()
    async with linked(version, appliance=bulb, timing=with_timing(refresh=0.05)) as (_, link):
        bulb._store({"20": False})

        await link.until(lambda: link.heard[-1] == bulb.status())


@all_versions
async def test_a_quiet_device_is_asked_for_a_sign_of_life_and_stays(
    version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop = asyncio.get_running_loop()
    pulses: asyncio.Queue[None] = asyncio.Queue()
    ask_pulse = LanConnection.ask_pulse

    def counted(connection: LanConnection) -> None:
        loop.call_soon_threadsafe(pulses.put_nowait, None)
        ask_pulse(connection)

    monkeypatch.setattr(LanConnection, "ask_pulse", counted)
    timing = with_timing(heartbeat=0.05)
    async with linked(version, idle_timeout=0.5, timing=timing) as (device, link):
        clients = device._module.slots.seated
        # Longer in all than the device keeps a connection nobody speaks on.
        for _ in range(15):
            await asyncio.wait_for(pulses.get(), PATIENCE)

        assert device._module.slots.seated == clients
        assert link.losses == []


# What fails ---------------------------------------------------------------------------------


@all_versions
async def test_a_device_that_is_offline_is_unreachable_and_the_others_are_not(
    version: str,
) -> None:
    async with linked(version) as (device, link), linked("3.5", DeviceKind.LOCK) as (_, other):
        await device.set_fault(Fault.OFFLINE)
        await link.until_unreachable()

        failed, done = await asyncio.gather(
            link.do(RED, within=BRIEFLY), other.do(LOCK), return_exceptions=True
        )

        assert isinstance(failed, UnreachableError)
        assert done is None
        assert not link.report.reachable
        assert other.report == DeviceReport(
            device_id=DEVICE_ID, state=LOCKED, reachable=True, seen_at=NIGHT
        )


@all_versions
async def test_a_device_that_was_never_there_is_unreachable(version: str) -> None:
    async with running(version) as device:
        await device.set_fault(Fault.OFFLINE)
        async with started(link_of(device)) as link:
            with pytest.raises(UnreachableError):
                await link.do(RED, within=BRIEFLY)

            assert not any(report.reachable for report in link.reports)


@all_versions
async def test_a_device_that_says_yes_and_does_nothing_gives_no_confirmation(version: str) -> None:
    async with linked(version) as (device, link):
        await device.set_fault(Fault.DEAF)

        with pytest.raises(NoConfirmationError):
            await link.do(RED, within=BRIEFLY)

        assert link.report.reachable


@all_versions
async def test_a_bolt_that_does_not_come_out_is_jammed(version: str) -> None:
    async with linked(version, DeviceKind.LOCK) as (device, link):
        await device.set_fault(Fault.JAMMED)

        with pytest.raises(JammedError):
            await link.do(LOCK)

        assert link.report.state == JAMMED


async def test_a_bolt_that_is_still_stuck_is_jammed_again() -> None:
    async with linked(kind=DeviceKind.LOCK) as (device, link):
        await device.set_fault(Fault.JAMMED)
        with pytest.raises(JammedError):
            await link.do(LOCK)

        with pytest.raises(JammedError):
            await link.do(LOCK, within=BRIEFLY)


@all_versions
async def test_a_bolt_that_is_free_again_is_locked_however_slowly(version: str) -> None:
    lock = SimulatedLock(travel=0.4)
    async with linked(version, DeviceKind.LOCK, appliance=lock) as (device, link):
        await device.set_fault(Fault.JAMMED)
        with pytest.raises(JammedError):
            await link.do(LOCK)
        await device.set_fault(Fault.NONE)

        await link.do(LOCK)

        assert link.report.state == LOCKED


@all_versions
async def test_a_wrong_key_fails_the_handshake(version: str) -> None:
    async with (
        running(version) as device,
        started(link_of(device, local_key=OTHER_KEY)) as link,
    ):
        await link.until_unreachable()
        with pytest.raises(HandshakeError):
            await link.do(RED, within=BRIEFLY)

        assert not link.report.reachable
        assert not any(report.reachable for report in link.reports)


@all_versions
async def test_a_device_that_got_a_new_key_is_not_reachable_any_more(version: str) -> None:
    async with linked(version) as (device, link):
        await device.set_fault(Fault.WRONG_KEY)
        await link.until_unreachable()

        with pytest.raises(HandshakeError):
            await link.do(RED, within=BRIEFLY)


@all_versions
async def test_a_device_that_resets_every_connection_is_not_reachable(version: str) -> None:
    async with linked(version) as (device, link):
        await device.set_fault(Fault.RESET)
        await link.until_unreachable()

        # From 3.4 on a reset can come amid the exchange of keys, where it looks like a refusal.
        with pytest.raises((UnreachableError, HandshakeError)):
            await link.do(RED, within=BRIEFLY)

        assert not link.report.reachable


@all_versions
@pytest.mark.usefixtures("impatient")
async def test_a_connection_that_looks_fine_and_is_dead_is_found_by_itself(version: str) -> None:
    async with linked(version, timing=LOST) as (device, link):
        await device.set_fault(Fault.HALF_OPEN)

        await link.until_unreachable()

        assert isinstance(link.losses[0], UnreachableError)


@all_versions
@pytest.mark.usefixtures("impatient")
async def test_a_command_finds_a_dead_connection(version: str) -> None:
    async with linked(version, timing=with_timing(answer=0.1)) as (device, link):
        await device.set_fault(Fault.HALF_OPEN)

        with pytest.raises(UnreachableError):
            await link.do(RED, within=1.0)


@pytest.mark.usefixtures("impatient")
@all_versions
async def test_a_device_that_stays_silent_is_unreachable_and_not_a_wrong_key(version: str) -> None:
    async with running(version) as device:
        await device.set_fault(Fault.HALF_OPEN)
        async with started(link_of(device, timing=LOST)) as link:
            await link.until(lambda: len(link.losses) >= 2)

    assert all(isinstance(error, UnreachableError) for error in link.losses)


@all_versions
async def test_a_command_the_device_refuses_is_rejected_at_once(version: str) -> None:
    async with linked(version, DeviceKind.SIREN) as (_, link):
        link.profile = SirenProfile(tones=("no such tone",))
        with pytest.raises(RejectedError):
            await link.do(SirenCommand(on=True, tone="no such tone"))

        assert link.report.reachable


async def test_what_a_device_has_no_way_to_do_is_never_sent() -> None:
    sent: list[None] = []
    async with linked(kind=DeviceKind.LOCK) as (_, link):
        with pytest.raises(UnsupportedError):
            await link.do(RED, on_sent=lambda: sent.append(None))

    assert sent == []


async def test_a_fault_of_our_own_is_logged_and_outlived(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with linked() as (_, link):
        with monkeypatch.context() as broken:
            broken.setattr(LanConnection, "write", lambda _connection, _dps: 1 / 0)
            with pytest.raises(UnreachableError):
                await link.do(RED, within=BRIEFLY)

        await link.do(RED)

    assert "Unexpected error on the connection to The bulb" in caplog.text


async def test_a_listener_that_fails_keeps_no_other_from_hearing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    heard: list[DeviceReport] = []

    def fail(_report: DeviceReport) -> None:
        raise ZeroDivisionError

    async with linked() as (_, link):
        link.subscribe(fail)
        link.subscribe(heard.append)
        await link.do(RED)

    assert heard[-1].state == link.report.state
    assert "A listener to The bulb failed" in caplog.text


# What heals ---------------------------------------------------------------------------------


@all_versions
@pytest.mark.parametrize("fault", [Fault.OFFLINE, Fault.RESET, Fault.WRONG_KEY])
async def test_a_device_that_comes_back_is_reached_again_by_itself(
    version: str, fault: Fault
) -> None:
    async with linked(version) as (device, link):
        await device.set_fault(fault)
        await link.until_unreachable()

        await device.set_fault(Fault.NONE)
        await link.until_reachable()

        assert link.heard[-1] == device.appliance.status()
        await link.do(RED)


@all_versions
@pytest.mark.usefixtures("impatient")
async def test_a_device_that_answers_again_is_reached_again_by_itself(version: str) -> None:
    async with linked(version, timing=LOST) as (device, link):
        await device.set_fault(Fault.HALF_OPEN)
        await link.until_unreachable()

        await device.set_fault(Fault.NONE)
        await link.until_reachable()


async def test_a_loss_and_a_return_are_logged_once_each(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger=link_module.__name__)
    async with linked() as (device, link):
        caplog.clear()
        await device.set_fault(Fault.OFFLINE)
        await link.until(lambda: len(link.losses) >= 5)
        await device.set_fault(Fault.NONE)
        await link.until_reachable()
        await link.do(RED)

    assert said(caplog) == ["The bulb does not answer: unreachable", "The bulb answers"]


async def test_a_device_that_was_never_there_is_logged_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, logger=link_module.__name__)
    async with running() as device:
        await device.set_fault(Fault.OFFLINE)
        async with started(link_of(device)) as link:
            await link.until(lambda: len(link.losses) >= 5)

    assert said(caplog) == ["The bulb does not answer: unreachable"]


@all_versions
async def test_a_loss_and_a_return_are_reported_once_each(version: str) -> None:
    async with linked(version) as (device, link):
        await device.set_fault(Fault.OFFLINE)
        await link.until(lambda: len(link.losses) >= 5)
        await device.set_fault(Fault.NONE)
        await link.until_reachable()

    changes = [reachable for reachable, _ in groupby(link.reports, attrgetter("reachable"))]
    assert changes == [True, False, True]


@all_versions
async def test_a_device_that_hangs_up_when_idle_is_never_called_unreachable(
    version: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger=link_module.__name__)
    async with linked(version, idle_timeout=0.1) as (_, link):
        await link.until(lambda: len(link.heard) >= 3)
        await link.do(RED)

    assert link.losses == []
    assert all(report.reachable for report in link.reports)
    assert said(caplog) == ["The bulb answers"]


@all_versions
async def test_what_was_asked_of_an_absent_device_is_done_when_it_returns(version: str) -> None:
    async with linked(version) as (device, link), asyncio.TaskGroup() as group:
        await device.set_fault(Fault.OFFLINE)
        red = group.create_task(link.do(RED))
        await link.until(lambda: len(link.losses) >= 2)
        assert not red.done()

        await device.set_fault(Fault.NONE)
        await red

        assert device.appliance.status().items() >= RED_POINTS.items()


@all_versions
async def test_what_was_on_the_wire_of_a_lost_connection_is_sent_again(version: str) -> None:
    sent: list[None] = []
    on_the_wire = asyncio.Event()

    def note() -> None:
        sent.append(None)
        on_the_wire.set()

    async with linked(version) as (device, link), asyncio.TaskGroup() as group:
        await device.set_fault(Fault.DEAF)
        group.create_task(link.do(RED, on_sent=note))
        await on_the_wire.wait()
        await device.set_fault(Fault.OFFLINE)
        await link.until_unreachable()
        await device.set_fault(Fault.NONE)

    assert len(sent) == 2


async def test_a_command_does_not_wait_for_the_next_try() -> None:
    patient = with_timing(first_retry=AGES, last_retry=AGES, eager_retry=AGES)
    async with running() as device:
        await device.set_fault(Fault.OFFLINE)
        async with started(link_of(device, timing=patient)) as link:
            await link.until_unreachable()
            await device.set_fault(Fault.NONE)

            await link.do(RED)

            assert len(link.losses) == 1


async def test_what_missed_its_deadline_is_not_done_later() -> None:
    async with linked() as (device, link):
        await device.set_fault(Fault.OFFLINE)
        with pytest.raises(UnreachableError):
            await link.do(RED, within=BRIEFLY)

        await device.set_fault(Fault.NONE)
        await link.do(OFF)

        assert device.appliance.status()["21"] == "white"


async def test_what_was_cancelled_is_not_done_later() -> None:
    async with linked() as (device, link):
        await device.set_fault(Fault.OFFLINE)
        red = asyncio.create_task(link.do(RED))
        await link.until(lambda: len(link.losses) >= 2)
        red.cancel()
        with pytest.raises(asyncio.CancelledError):
            await red

        await device.set_fault(Fault.NONE)
        await link.do(OFF)

        assert device.appliance.status()["21"] == "white"


async def test_whoever_gave_up_is_not_told_that_it_was_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept: list[Order] = []
    sent: list[None] = []
    async with linked() as (_, link):
        assert link._owner is not None
        monkeypatch.setattr(link._owner, "submit", kept.append)
        with pytest.raises(NoConfirmationError):
            await link.do(RED, within=0.01, on_sent=lambda: sent.append(None))

        (order,) = kept
        # The thread puts it on the wire just then, and hears of the end only after that.
        await asyncio.to_thread(order.on_sent)
        await asyncio.to_thread(order.on_done, None)

    assert sent == []


# One command after another ------------------------------------------------------------------


@all_versions
async def test_a_newer_command_takes_the_place_of_an_older(version: str) -> None:
    on_the_wire = asyncio.Event()
    async with linked(version) as (device, link):
        await device.set_fault(Fault.DEAF)
        older = asyncio.create_task(link.do(RED, on_sent=on_the_wire.set))
        await on_the_wire.wait()
        await device.set_fault(Fault.NONE)

        await link.do(OFF)

        with pytest.raises(SupersededError):
            await older
        assert device.appliance.status()["20"] is False


async def test_of_commands_for_an_absent_device_only_the_newest_is_done() -> None:
    async with linked(kind=DeviceKind.SIREN) as (device, link):
        await device.set_fault(Fault.OFFLINE)
        await link.until_unreachable()
        tasks = [asyncio.create_task(link.do(command)) for command in (LOUD, SILENT, LOUD)]
        done, _ = await asyncio.wait(tasks[:2], timeout=PATIENCE)

        await device.set_fault(Fault.NONE)
        await tasks[2]

        assert len(done) == 2
        assert {type(task.exception()) for task in done} == {SupersededError}
        assert device.appliance.status()["13"] is True


async def test_a_hundred_commands_end_with_the_last() -> None:
    async with linked() as (device, link):
        commands = [BulbCommand(on=number % 2 == 1) for number in range(99)]
        tasks = [asyncio.create_task(link.do(command)) for command in [*commands, OFF]]
        endings = await asyncio.gather(*tasks, return_exceptions=True)

        assert endings[-1] is None
        assert {type(ending) for ending in endings} <= {type(None), SupersededError}
        assert device.appliance.status()["20"] is False


# The end ------------------------------------------------------------------------------------


@all_versions
@pytest.mark.parametrize("fault", [Fault.NONE, Fault.OFFLINE, Fault.RESET, Fault.HALF_OPEN])
@pytest.mark.usefixtures("impatient")
async def test_closing_leaves_no_thread_and_no_connection(version: str, fault: Fault) -> None:
    before = set(threading.enumerate())
    async with running(version) as device, started(link_of(device)) as link:
        await link.until_reachable()
        await device.set_fault(fault)
        link.close()
        await link.wait_closed()

        left = set(threading.enumerate()) - before
        assert [thread for thread in left if thread.name.startswith("tuya_twin")] == []


@pytest.mark.parametrize("fault", [Fault.DEAF, Fault.OFFLINE, Fault.HALF_OPEN])
async def test_closing_fails_what_is_still_open(fault: Fault) -> None:
    async with linked() as (device, link):
        await device.set_fault(fault)
        red = asyncio.create_task(link.do(RED), eager_start=True)

        link.close()

        with pytest.raises(LinkClosedError):
            await red


async def test_a_closed_link_takes_no_commands() -> None:
    async with linked() as (_, link):
        link.close()

        with pytest.raises(LinkClosedError):
            await link.do(RED)


async def test_a_link_that_was_not_started_takes_no_commands() -> None:
    async with running() as device:
        with pytest.raises(LinkClosedError):
            await link_of(device).do(RED)


async def test_closing_again_or_before_the_start_does_nothing() -> None:
    async with running() as device:
        link = link_of(device)
        link.close()
        await link.wait_closed()
        async with started(link):
            link.close()
            link.close()
            await link.wait_closed()


async def test_a_link_can_be_started_again() -> None:
    async with running() as device:
        link = link_of(device)
        async with started(link):
            await link.do(RED)
        async with started(link):
            await link.do(OFF)

        assert device.appliance.status()["20"] is False


@pytest.mark.parametrize("error", [UnreachableError(), HandshakeError()], ids=lambda e: e.reason)
async def test_a_lost_device_keeps_its_last_state(error: DeviceError) -> None:
    async with linked(kind=DeviceKind.LOCK) as (_, link):
        link._lost(error)

        assert link.report == DeviceReport(
            device_id=DEVICE_ID,
            state=UNLOCKED,
            reachable=False,
            seen_at=NIGHT,
            trouble=error.reason,
        )
