"""A device by way of the cloud: what is sent, and what counts as proof."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
import logging

import pytest

from custom_components.tuya_twin.core.errors import (
    CloudFailedError,
    CloudRefusedError,
    DeviceError,
    JammedError,
    LinkClosedError,
    NoConfirmationError,
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
    Device,
    DeviceKind,
    DeviceReport,
    LockCommand,
    LockState,
    Path,
    PutBackCommand,
    Reason,
    SirenCommand,
    SirenState,
)
from custom_components.tuya_twin.devices.cloud import CloudLink
from custom_components.tuya_twin.devices.profiles import PRESETS, PROFILES, LockProfile, Profile
from custom_components.tuya_twin.devices.simulator import (
    CloudFault,
    Fault,
    SimulatedBulb,
    SimulatedLock,
)
from tests.devices.cloud.kit import (
    BRIEFLY,
    BULB,
    LOCK,
    PATIENCE,
    SIREN,
    Pauses,
    World,
    a_world,
    make_device,
)
from tests.devices.link_kit import ignore

RED = BulbCommand(on=True, mode=BulbMode.COLOUR, brightness=100, hue=0, saturation=100)
TEAL = BulbCommand(on=True, mode=BulbMode.COLOUR, brightness=40, hue=170, saturation=80)
SOUND = SirenCommand(on=True, volume=100, duration=30)
KINDS = {BULB: DeviceKind.BULB, SIREN: DeviceKind.SIREN, LOCK: DeviceKind.LOCK}
ONLY_BY_CLOUD = LockProfile(lan_lock=False, lan_unlock=False, cloud_lock=True, cloud_unlock=True)


def link_to(
    world: World,
    device_id: str,
    *,
    profile: Profile | None = None,
    pauses: Pauses | None = None,
) -> CloudLink:
    kind = KINDS[device_id]
    return CloudLink(
        Device(id=f"the {kind}", name=f"The {kind}", kind=kind, zone="Foyer"),
        profile or PROFILES[kind],
        world.client,
        cloud_id=device_id,
        sleep=pauses or Pauses(),
    )


async def do(
    link: CloudLink,
    command: Command,
    *,
    within: float = PATIENCE,
    on_sent: Callable[[], None] = ignore,
    resumed: bool = False,
) -> None:
    await link.execute(command, within=within, on_sent=on_sent, resumed=resumed)


def status_of(world: World, device_id: str) -> dict[str, bool | int | str]:
    return world.devices[device_id].appliance.status()


def questions(world: World) -> int:
    return sum(request.endswith("/shadow/properties") for request in world.cloud.requests)


@asynccontextmanager
async def in_the_background(link: CloudLink, command: Command) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(do(link, command))
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


# What is done -------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [RED, TEAL, BulbCommand(on=False)])
async def test_a_bulb_shows_what_was_asked(world: World, command: BulbCommand) -> None:
    link = link_to(world, BULB)
    world.clock.advance(1)

    await do(link, command)

    proof = PROFILES[DeviceKind.BULB].encode(command).proof
    assert proof.items() <= status_of(world, BULB).items()


async def test_a_siren_sounds(world: World) -> None:
    world.clock.advance(1)

    await do(link_to(world, SIREN), SOUND)

    assert status_of(world, SIREN)["13"] is True


async def test_a_lock_that_obeys_commands_locks(world: World) -> None:
    world.clock.advance(1)

    await do(link_to(world, LOCK), LockCommand(lock=True))

    assert status_of(world, LOCK)["47"] is False


@pytest.mark.parametrize("lock", [True, False])
async def test_a_lock_that_only_the_cloud_moves_takes_a_ticket(world: World, *, lock: bool) -> None:
    appliance = world.devices[LOCK].appliance
    assert isinstance(appliance, SimulatedLock)
    appliance.turn_by_hand(locked=not lock)
    link = link_to(world, LOCK, profile=ONLY_BY_CLOUD)
    world.clock.advance(1)

    await do(link, LockCommand(lock=lock))

    assert status_of(world, LOCK)["47"] is not lock
    assert link.report.state == LockState(bolt=Bolt.LOCKED if lock else Bolt.UNLOCKED)
    assert not any(request.endswith("/commands") for request in world.cloud.requests)


async def test_a_lamp_of_the_older_kind_shows_red() -> None:
    devices = {BULB: make_device(BULB, DeviceKind.BULB, "bulb_a")}
    async with a_world(devices) as world:
        link = link_to(world, BULB, profile=PRESETS[DeviceKind.BULB]["type_a"])
        world.clock.advance(1)

        await do(link, RED)

        assert str(status_of(world, BULB)["5"])[6:] == "0000ffff"
        state = link.report.state
        assert isinstance(state, BulbState)
        assert (state.on, state.mode) == (True, BulbMode.COLOUR)
        assert (state.hue, state.saturation, state.brightness) == (0, 100, 100)


async def test_a_bulb_is_put_back_as_it_was(world: World) -> None:
    link = link_to(world, BULB)
    before = PROFILES[DeviceKind.BULB].decode(status_of(world, BULB))
    assert isinstance(before, BulbState)
    world.clock.advance(1)
    await do(link, RED)

    world.clock.advance(1)
    await do(link, PutBackCommand(state=before))

    assert link.report.state == replace(before, hue=0, saturation=100)


@pytest.mark.parametrize(
    "command", [CheckCommand(), replace(RED, effect=BulbEffect.STROBE)], ids=["check", "strobe"]
)
async def test_what_is_no_matter_of_the_cloud_calls_nobody(world: World, command: Command) -> None:
    with pytest.raises(UnsupportedError):
        await do(link_to(world, BULB), command)

    assert world.cloud.requests == []


async def test_what_may_have_been_done_before_a_restart_is_sent_again(world: World) -> None:
    link = link_to(world, BULB)
    world.clock.advance(1)

    await do(link, RED, resumed=True)

    assert len(world.devices[BULB].writes) == 1


async def test_what_must_not_happen_twice_is_not_sent_again_after_a_restart() -> None:
    relay = make_device(LOCK, DeviceKind.LOCK, "lock_relay")
    async with a_world({LOCK: relay}) as world:
        link = link_to(world, LOCK, profile=PRESETS[DeviceKind.LOCK]["relay"])

        with pytest.raises(NoConfirmationError):
            await do(link, LockCommand(lock=False), resumed=True)

        assert (world.cloud.requests, relay.writes) == ([], ())


@pytest.mark.parametrize("fault", [Fault.HALF_OPEN, Fault.WEDGED, Fault.BUSY, Fault.WRONG_KEY])
async def test_a_device_that_fails_on_the_lan_still_obeys_the_cloud(
    world: World, fault: Fault
) -> None:
    await world.devices[SIREN].set_fault(fault)
    world.clock.advance(1)

    await do(link_to(world, SIREN), SOUND)

    assert status_of(world, SIREN)["13"] is True


async def test_a_command_is_told_to_be_sent_once_the_cloud_has_it(world: World) -> None:
    seen: list[bool | int | str] = []
    world.clock.advance(1)

    await do(
        link_to(world, SIREN), SOUND, on_sent=lambda: seen.append(status_of(world, SIREN)["13"])
    )

    assert seen == [True]


async def test_the_words_for_a_device_are_asked_for_once(world: World) -> None:
    link = link_to(world, SIREN)
    for on in (True, False, True):
        world.clock.advance(1)
        await do(link, SirenCommand(on=on))

    specifications = [each for each in world.cloud.requests if each.endswith("/specifications")]
    assert len(specifications) == 1


async def test_a_device_whose_maker_never_said_what_it_can_do_is_told_what_it_reports(
    world: World,
) -> None:
    world.cloud.unspecified.add(SIREN)
    world.clock.advance(1)

    await do(link_to(world, SIREN), SOUND)

    assert status_of(world, SIREN)["13"] is True


async def test_nobody_is_called_before_the_first_command(world: World) -> None:
    link = link_to(world, SIREN)
    link.start()
    link.close()
    await link.wait_closed()

    assert world.cloud.requests == []
    assert link.path is Path.CLOUD


# What counts as proof -----------------------------------------------------------------------


async def test_what_was_as_asked_before_is_proven_by_what_was_not(world: World) -> None:
    world.clock.advance(1)
    assert status_of(world, BULB)["20"] is True

    await do(link_to(world, BULB), RED)

    assert status_of(world, BULB)["21"] == "colour"


async def test_a_state_from_before_the_command_is_no_proof(world: World) -> None:
    link = link_to(world, SIREN, pauses=Pauses(allowed=3))
    world.clock.advance(1)
    await do(link, SirenCommand(on=True))
    world.clock.advance(1)

    with pytest.raises(NoConfirmationError):
        await do(link, SirenCommand(on=True), within=BRIEFLY)


async def test_a_device_that_says_yes_and_does_nothing_is_not_confirmed(world: World) -> None:
    await world.devices[SIREN].set_fault(Fault.DEAF)
    world.clock.advance(1)
    sent: list[None] = []

    with pytest.raises(NoConfirmationError):
        await do(
            link_to(world, SIREN, pauses=Pauses(allowed=3)),
            SOUND,
            within=BRIEFLY,
            on_sent=lambda: sent.append(None),
        )

    assert len(sent) == 1


async def test_another_state_that_is_newer_is_no_proof(world: World) -> None:
    lamp = world.devices[BULB].appliance
    assert isinstance(lamp, SimulatedBulb)
    await world.devices[BULB].set_fault(Fault.DEAF)
    world.clock.advance(1)

    with pytest.raises(NoConfirmationError):
        await do(
            link_to(world, BULB, pauses=Pauses(allowed=3)),
            RED,
            within=BRIEFLY,
            on_sent=lambda: lamp.switch_by_hand(on=False),
        )


async def test_the_cloud_is_asked_with_growing_pauses(world: World) -> None:
    await world.devices[SIREN].set_fault(Fault.DEAF)
    pauses = Pauses(allowed=5)
    async with in_the_background(link_to(world, SIREN, pauses=pauses), SOUND):
        await asyncio.wait_for(pauses.stuck.wait(), PATIENCE)

    assert pauses.waited == [0.3, 0.6, 1.2, 2.0, 2.0, 2.0]
    # One was for the words.
    assert questions(world) == 1 + 5


async def test_a_bolt_that_is_stuck_is_told(world: World) -> None:
    await world.devices[LOCK].set_fault(Fault.JAMMED)
    world.clock.advance(1)

    with pytest.raises(JammedError):
        await do(link_to(world, LOCK), LockCommand(lock=True))


async def test_a_bolt_that_stays_stuck_is_told_at_the_deadline(world: World) -> None:
    await world.devices[LOCK].set_fault(Fault.JAMMED)
    link = link_to(world, LOCK, pauses=Pauses(allowed=100))
    world.clock.advance(1)
    with pytest.raises(JammedError):
        await do(link, LockCommand(lock=True))
    world.clock.advance(1)

    with pytest.raises(JammedError):
        await do(link, LockCommand(lock=True), within=BRIEFLY)


async def test_a_cloud_that_stumbles_while_asked_for_proof_is_asked_again(world: World) -> None:
    def set_fault(fault: CloudFault) -> None:
        world.cloud.fault = fault

    pauses = Pauses(after=lambda number: set_fault(faults[number - 1]))
    faults = [CloudFault.SERVER_ERROR, CloudFault.TOO_MANY, CloudFault.NONE]
    world.clock.advance(1)

    await do(link_to(world, SIREN, pauses=pauses), SOUND)

    assert len(pauses.waited) == 3


# What goes wrong ----------------------------------------------------------------------------


async def test_a_device_the_cloud_does_not_reach_is_unreachable(world: World) -> None:
    await world.devices[SIREN].set_fault(Fault.OFFLINE)
    link = link_to(world, SIREN)

    with pytest.raises(UnreachableError):
        await do(link, SOUND)

    assert link.report.trouble is Reason.UNREACHABLE


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (CloudFault.ENDED, CloudRefusedError),
        (CloudFault.SERVER_ERROR, CloudFailedError),
        (CloudFault.NOT_JSON, CloudFailedError),
        (CloudFault.TOO_MANY, CloudFailedError),
    ],
)
async def test_a_cloud_that_fails_is_told_from_a_device_that_does(
    world: World, fault: CloudFault, error: type[DeviceError]
) -> None:
    world.cloud.fault = fault
    link = link_to(world, SIREN)

    with pytest.raises(error):
        await do(link, SOUND)

    assert link.report.trouble is error.reason
    assert not link.report.reachable


async def test_it_is_logged_once_that_the_cloud_does_not_reach_a_device_and_once_that_it_does(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    link = link_to(world, SIREN)
    for fault in (CloudFault.SERVER_ERROR, CloudFault.SERVER_ERROR, CloudFault.ENDED):
        world.cloud.fault = fault
        with pytest.raises(DeviceError):
            await do(link, SOUND)

    assert caplog.text.count("The siren is not reached by the cloud: cloud_failed") == 1
    assert caplog.text.count("is not reached") == 1
    assert "again" not in caplog.text

    world.cloud.fault = CloudFault.NONE
    world.client.retry()
    world.clock.advance(1)
    for _ in range(2):
        await do(link, SOUND)

    assert caplog.text.count("The siren is reached by the cloud again") == 1


async def test_a_cloud_that_hangs_ends_with_the_deadline(world: World) -> None:
    world.cloud.fault = CloudFault.HANG

    with pytest.raises(CloudFailedError):
        await do(link_to(world, SIREN), SOUND, within=BRIEFLY)


async def test_a_device_of_somebody_else_is_refused(world: World) -> None:
    world.cloud.denied.add(SIREN)

    with pytest.raises(CloudRefusedError):
        await do(link_to(world, SIREN), SOUND)


async def test_what_a_device_cannot_do_calls_nobody(world: World) -> None:
    sleeping = LockProfile(lan_lock=False, lan_unlock=False, sleeps=True)

    with pytest.raises(UnsupportedError):
        await do(link_to(world, LOCK, profile=sleeping), LockCommand(lock=True))

    assert world.cloud.requests == []


async def test_remote_unlocking_that_is_off_is_unsupported(world: World) -> None:
    world.cloud.locks[LOCK].remote_unlock = False
    link = link_to(world, LOCK, profile=ONLY_BY_CLOUD)

    with pytest.raises(UnsupportedError):
        await do(link, LockCommand(lock=True))

    assert link.report.trouble is None


async def test_a_data_point_the_cloud_has_no_word_for_is_unsupported(world: World) -> None:
    strange = replace(ONLY_BY_CLOUD, lan_lock=True, drive="199", cloud_lock=False)

    with pytest.raises(UnsupportedError):
        await do(link_to(world, LOCK, profile=strange), LockCommand(lock=True))


async def test_a_lock_the_cloud_cannot_command_takes_a_ticket_instead(world: World) -> None:
    both = replace(ONLY_BY_CLOUD, lan_lock=True, drive="199")
    world.clock.advance(1)

    await do(link_to(world, LOCK, profile=both), LockCommand(lock=True))

    assert status_of(world, LOCK)["47"] is False


async def test_a_closed_link_ends_what_is_under_way(world: World) -> None:
    await world.devices[SIREN].set_fault(Fault.DEAF)
    pauses = Pauses(allowed=1)
    link = link_to(world, SIREN, pauses=pauses)
    async with in_the_background(link, SOUND) as task:
        await asyncio.wait_for(pauses.stuck.wait(), PATIENCE)

        link.close()

        with pytest.raises(LinkClosedError):
            await task
    with pytest.raises(LinkClosedError):
        await do(link, SOUND)


# Reports ------------------------------------------------------------------------------------


async def test_what_the_device_reports_is_passed_on(world: World) -> None:
    link = link_to(world, SIREN)
    heard: list[DeviceReport] = []
    unsubscribe = link.subscribe(heard.append)
    world.clock.advance(1)

    await do(link, SOUND)
    unsubscribe()
    world.clock.advance(1)
    await do(link, SirenCommand(on=False))

    assert len(heard) == 1
    assert isinstance(heard[0].state, SirenState)
    assert heard[0].state.sounding
    assert heard[0].reachable
    assert heard[0].seen_at is not None
    assert (world.clock.now() - heard[0].seen_at).total_seconds() == 1


async def test_a_listener_that_fails_fails_nobody_else(world: World) -> None:
    link = link_to(world, SIREN)

    def fail(_report: DeviceReport) -> None:
        raise ZeroDivisionError

    link.subscribe(fail)
    world.clock.advance(1)

    await do(link, SOUND)

    assert link.report.reachable
