"""What can go wrong with a device, row by row: it ends as wanted, or fails for the right reason."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial

import pytest

from custom_components.tuya_twin.core.errors import (
    DeviceError,
    NoConfirmationError,
    RejectedError,
    UnreachableError,
)
from custom_components.tuya_twin.core.model import (
    BulbCommand,
    BulbMode,
    BulbState,
    DeviceKind,
    LockCommand,
    Reason,
)
from custom_components.tuya_twin.devices.lan import VERSIONS
from custom_components.tuya_twin.devices.profiles import PRESETS
from custom_components.tuya_twin.devices.simulator import (
    Absence,
    Acks,
    Fault,
    LanError,
    Manners,
    OnCommand,
    Reports,
    Sequence,
    SimulatedBulb,
    SimulatedDevice,
    WhenFull,
)
from tests.devices.link_kit import (
    BRIEFLY,
    WatchedLink,
    link_of,
    linked,
    started,
    with_timing,
)
from tests.devices.simulator_kit import client_of, running

pytestmark = pytest.mark.usefixtures("socket_enabled")
all_versions = pytest.mark.parametrize("version", VERSIONS)
with_a_negotiation = pytest.mark.parametrize("version", ["3.4", "3.5"])

RED = BulbCommand(on=True, mode=BulbMode.COLOUR, hue=0)
BLUE = BulbCommand(on=True, mode=BulbMode.COLOUR, hue=240)
QUICK = with_timing(answer=0.3, heartbeat=0.2, patience=0.0)
"""Finds out in tenths of a second what takes half a minute at home."""


def is_red(link: WatchedLink) -> bool:
    state = link.report.state
    return isinstance(state, BulbState) and (state.mode, state.hue) == (BulbMode.COLOUR, 0)


def shines_red(device: SimulatedDevice) -> bool:
    shown = device.appliance.status()
    return (shown[SimulatedBulb.MODE], shown[SimulatedBulb.COLOUR]) == ("colour", "000003e803e8")


@asynccontextmanager
async def mannered(version: str, manners: Manners) -> AsyncIterator[WatchedLink]:
    """A bulb with such manners from the start, and a link to it."""
    async with running(version, manners=manners) as device, started(link_of(device)) as link:
        await link.until_reachable()
        yield link


async def until_trouble(link: WatchedLink, trouble: Reason) -> None:
    await link.until(lambda: link.report.trouble is trouble)


# It ends as wanted --------------------------------------------------------------------------


@all_versions
async def test_a_device_that_hangs_up_on_an_idle_connection_is_not_even_missed(
    version: str,
) -> None:
    async with linked(version, timing=with_timing(first_retry=0.0)) as (device, link):
        device.hang_up()

        await link.do(RED)

    assert shines_red(device)
    assert link.losses == []


@all_versions
async def test_a_command_that_resets_the_connection_is_sent_until_it_is_obeyed(
    version: str,
) -> None:
    async with linked(version) as (device, link):
        device.manners = Manners(on_command=OnCommand.RESET)
        sent: list[None] = []

        def heal_at_the_third_time() -> None:
            sent.append(None)
            if len(sent) == 3:
                device.manners = Manners()

        await link.do(RED, on_sent=heal_at_the_third_time)

    assert shines_red(device)
    assert len(sent) >= 3


@all_versions
async def test_a_device_that_obeys_and_hangs_up_has_obeyed(version: str) -> None:
    async with linked(version) as (device, link):
        device.manners = Manners(on_command=OnCommand.OBEY_AND_HANG_UP)

        await link.do(RED)

    assert is_red(link)


@all_versions
@pytest.mark.parametrize(
    "manners",
    [
        Manners(reports_before_answers=True),
        Manners(reports=Reports.WHOLE),
        Manners(acks=Acks.STATUS_THEN_ACK),
        Manners(acks=Acks.POINTS_IN_ACK),
        Manners(acks=Acks.ACK_ONLY, reports=Reports.NONE),
        Manners(one_point_at_a_time=True),
        Manners(device22=True),
        Manners(noise=b"\x13\x37"),
        Manners(copies=2),
        Manners(segment=5),
        *(Manners(sequence=sequence) for sequence in Sequence),
    ],
    ids=lambda manners: repr(manners).removeprefix("Manners"),
)
async def test_whatever_its_manners_a_device_that_obeys_is_proven_to(
    version: str, manners: Manners
) -> None:
    async with mannered(version, manners) as link:
        await link.do(BLUE)
        await link.do(RED)
        await link.do(RED)

        assert is_red(link)
        assert link.losses == []


@all_versions
async def test_a_part_of_a_report_changes_nothing_else(version: str) -> None:
    async with linked(version) as (device, link):
        await link.do(RED)
        bulb = device.appliance
        assert isinstance(bulb, SimulatedBulb)

        bulb.switch_by_hand(on=False)
        await link.until(lambda: link.heard[-1] == {SimulatedBulb.SWITCH: False})

        assert link.report.state == BulbState(
            on=False,
            mode=BulbMode.COLOUR,
            brightness=100,
            hue=0,
            saturation=100,
            kelvin=4600,
            scene=None,
        )


@all_versions
async def test_a_slow_device_is_waited_for(version: str) -> None:
    async with linked(version, slow_delay=0.05) as (device, link):
        await device.set_fault(Fault.SLOW)

        await link.do(RED)

    assert is_red(link)


@all_versions
@pytest.mark.parametrize("absence", Absence)
async def test_a_device_that_moved_is_commanded_where_it_is_found(
    version: str, absence: Absence
) -> None:
    async with linked(version, timing=QUICK) as (device, link):
        await device.move("127.0.0.2", absence=absence)
        await link.until_unreachable()

        await link.do_meanwhile(RED, lambda: link.redirect_to(device))

    assert shines_red(device)


@all_versions
async def test_a_device_that_was_paired_anew_is_commanded_with_its_new_key(version: str) -> None:
    async with linked(version, timing=QUICK) as (device, link):
        key = device.rotate_key()
        await until_trouble(link, Reason.WRONG_KEY)

        await link.do_meanwhile(RED, lambda: link.redirect_to(device, local_key=key))

        assert link.report.trouble is None

    assert shines_red(device)


@all_versions
async def test_another_version_is_found_and_spoken_from_then_on(version: str) -> None:
    other = {"3.3": "3.4", "3.4": "3.5", "3.5": "3.3"}[version]
    async with (
        running(version) as device,
        started(link_of(device, timing=QUICK, version=other)) as link,
    ):
        await link.until_reachable()

        await link.do(RED)

    assert link.found == [version]
    assert shines_red(device)


# It fails for the right reason, and heals ---------------------------------------------------


@all_versions
async def test_a_frame_with_a_wrong_check_proves_nothing(version: str) -> None:
    async with linked(version) as (device, link):
        device.manners = Manners(wrong_check=True)

        with pytest.raises(DeviceError):
            await link.do(RED, within=BRIEFLY)

        assert not is_red(link)

        device.manners = Manners()
        await link.do(RED)


@all_versions
async def test_a_frame_without_its_end_proves_nothing_and_is_outlived(version: str) -> None:
    async with linked(version, timing=QUICK) as (device, link):
        device.manners = Manners(missing=3)

        with pytest.raises(DeviceError):
            await link.do(RED, within=BRIEFLY)

        device.manners = Manners()
        await link.do(RED)


@all_versions
async def test_noise_that_looks_like_a_frame_is_outlived(version: str) -> None:
    async with linked(version, timing=QUICK) as (device, link):
        device.manners = Manners(noise=bytes.fromhex("000055aa0000"))
        with pytest.raises(DeviceError):
            await link.do(RED, within=BRIEFLY)

        device.manners = Manners()
        await link.do(RED)


@all_versions
async def test_a_device_that_refuses_is_said_to_refuse(version: str) -> None:
    async with linked(version) as (device, link):
        device.manners = Manners(on_command=OnCommand.REFUSE)

        with pytest.raises(RejectedError):
            await link.do(RED)


@all_versions
async def test_a_device_that_says_yes_and_does_nothing_is_not_believed(version: str) -> None:
    async with linked(version) as (device, link):
        await device.set_fault(Fault.DEAF)

        with pytest.raises(NoConfirmationError):
            await link.do(RED, within=BRIEFLY)

        assert not shines_red(device)


@all_versions
async def test_a_device_out_of_reach_is_missed_though_its_connection_stands(version: str) -> None:
    async with linked(version, timing=QUICK) as (device, link):
        await device.set_fault(Fault.HALF_OPEN)
        await link.until_unreachable()

        with pytest.raises(UnreachableError):
            await link.do(RED, within=BRIEFLY)


@all_versions
@pytest.mark.parametrize("absence", Absence)
async def test_nobody_at_its_address_is_said_to_be_so(version: str, absence: Absence) -> None:
    async with linked(version, absence=absence, timing=QUICK) as (device, link):
        await device.set_fault(Fault.OFFLINE)

        await until_trouble(link, Reason.UNREACHABLE)


@all_versions
async def test_a_key_that_no_version_takes_is_the_wrong_one(version: str) -> None:
    async with linked(version, timing=QUICK) as (device, link):
        await device.set_fault(Fault.WRONG_KEY)
        await until_trouble(link, Reason.WRONG_KEY)

        await device.set_fault(Fault.NONE)
        await link.do(RED)

        assert link.report.trouble is None


@all_versions
async def test_a_key_is_not_accused_before_its_time(version: str) -> None:
    patient = with_timing(answer=0.3)
    async with linked(version, timing=patient) as (device, link):
        await device.set_fault(Fault.WRONG_KEY)
        await link.until(lambda: len(link.losses) >= 12)

        assert Reason.WRONG_KEY not in {error.reason for error in link.losses}


@all_versions
@pytest.mark.parametrize("when_full", [WhenFull.REJECT, WhenFull.ACCEPT_THEN_RESET])
async def test_a_device_that_another_app_holds_is_held(version: str, when_full: WhenFull) -> None:
    async with linked(version, timing=QUICK) as (device, link):
        device.manners = Manners(slots=1, when_full=when_full)
        await device.set_fault(Fault.BUSY)
        await until_trouble(link, Reason.HELD)

        await device.set_fault(Fault.NONE)
        await link.do(RED)

        assert link.report.trouble is None


@all_versions
async def test_a_device_whose_place_two_take_from_each_other_is_held(version: str) -> None:
    async with linked(version, timing=with_timing(first_retry=0.0)) as (device, link):

        def back(heard: int) -> bool:
            return len(link.heard) > heard or bool(link.losses)

        device.manners = Manners(slots=1, when_full=WhenFull.KICK_OLD)
        while Reason.HELD not in {error.reason for error in link.losses}:
            heard = len(link.heard)
            # Whoever was there before comes back at once, perhaps amid the exchange of keys.
            with suppress(LanError, OSError):
                async with client_of(device) as rival:
                    await rival.status()
            await link.until(partial(back, heard))


@all_versions
async def test_a_device_that_takes_connections_and_says_nothing_is_wedged(version: str) -> None:
    async with linked(version, timing=QUICK) as (device, link):
        await device.set_fault(Fault.WEDGED)
        await until_trouble(link, Reason.WEDGED)

        await device.set_fault(Fault.NONE)
        await link.do(RED)


@with_a_negotiation
async def test_a_device_that_never_answers_the_exchange_of_keys_is_outlived(version: str) -> None:
    async with linked(version, timing=QUICK) as (device, link):
        device.manners = Manners(negotiates=False)
        device.hang_up()
        await link.until_unreachable()

        device.manners = Manners()
        await link.do(RED)


@all_versions
async def test_a_battery_lock_that_sleeps_is_asleep_and_is_not_commanded(version: str) -> None:
    profile = PRESETS[DeviceKind.LOCK]["battery_wifi"]
    async with (
        running(version, DeviceKind.LOCK, model="lock_battery") as device,
        started(link_of(device, profile=profile, timing=QUICK)) as link,
    ):
        await link.until_reachable()
        await device.set_fault(Fault.ASLEEP)
        await until_trouble(link, Reason.ASLEEP)

        with pytest.raises(DeviceError):
            await link.do(LockCommand(lock=True), within=BRIEFLY)

        await device.set_fault(Fault.NONE)
        link.nudge()
        await link.until_reachable()
