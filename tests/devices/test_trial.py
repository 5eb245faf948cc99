"""A connection for trying out what a device does."""

import asyncio
from contextlib import AbstractAsyncContextManager
import threading

import pytest

from custom_components.tuya_twin.core.errors import HandshakeError, UnreachableError
from custom_components.tuya_twin.core.model import DeviceKind
from custom_components.tuya_twin.devices.lan import VERSIONS, HungUpError, SilentError
from custom_components.tuya_twin.devices.simulator import (
    Fault,
    Manners,
    OnCommand,
    SimulatedDevice,
    SimulatedLock,
    WhenFull,
)
from custom_components.tuya_twin.devices.trial import Trial, trial
from tests.devices.link_kit import PATIENCE, endpoint_of
from tests.devices.simulator_kit import OTHER_KEY, running

pytestmark = pytest.mark.usefixtures("socket_enabled")
all_versions = pytest.mark.parametrize("version", VERSIONS)
BRIEFLY = 0.3
"""Seconds that are meant to pass."""
ONE_PLACE = Manners(slots=1, when_full=WhenFull.BACKLOG)
"""Whoever is connected while another is, is not heard before that one has gone."""


def connected(device: SimulatedDevice) -> AbstractAsyncContextManager[Trial]:
    return trial(endpoint_of(device), answer_seconds=PATIENCE)


@all_versions
async def test_the_status_is_known_from_the_beginning(version: str) -> None:
    async with running(version, DeviceKind.SIREN) as device, connected(device) as attempt:
        assert attempt.known == device.appliance.status()


@all_versions
async def test_what_is_written_happens_and_is_reported(version: str) -> None:
    async with running(version, DeviceKind.BULB) as device, connected(device) as attempt:
        await attempt.write({"20": False})
        seen = await attempt.watch(lambda report: report.get("20") is False, within=PATIENCE)

        assert seen
        assert attempt.known["20"] is False
        assert device.appliance.status()["20"] is False


async def test_a_watch_ends_at_its_deadline_without_what_is_sought() -> None:
    async with running("3.3") as device, connected(device) as attempt:
        assert not await attempt.watch(lambda report: "99" in report, within=BRIEFLY)


async def test_a_report_that_is_not_sought_does_not_end_a_watch() -> None:
    lock = SimulatedLock(travel=0)
    async with (
        running("3.3", DeviceKind.LOCK, appliance=lock) as device,
        connected(device) as attempt,
    ):
        lock.turn_by_hand(locked=True)
        watching = asyncio.create_task(
            attempt.watch(lambda report: report.get("47") is True, within=PATIENCE)
        )
        lock.turn_by_hand(locked=False)

        assert await watching


async def test_the_status_can_be_asked_for_anew() -> None:
    async with running("3.3", DeviceKind.LOCK) as device, connected(device) as attempt:
        assert await attempt.ask(lambda report: "47" in report, within=PATIENCE)


async def test_a_refusal_ends_the_watch_at_once() -> None:
    manners = Manners(on_command=OnCommand.REFUSE)
    async with running("3.3", manners=manners) as device, connected(device) as attempt:
        await attempt.write({"20": False})

        assert not await attempt.watch(lambda report: "20" in report, within=PATIENCE)
        assert device.appliance.status()["20"] is True


async def test_a_device_that_hangs_up_is_noticed() -> None:
    async with running("3.3") as device, connected(device) as attempt:
        device.hang_up()

        with pytest.raises(HungUpError):
            await attempt.watch(bool, within=PATIENCE)


@all_versions
async def test_a_device_with_one_place_can_be_tried_again_and_again(version: str) -> None:
    async with running(version, manners=ONE_PLACE) as device:
        for _ in range(3):
            async with connected(device):
                assert device.has_client


async def test_a_trial_that_fails_is_closed_too() -> None:
    class OddError(Exception):
        pass

    async def fail(attempt: Trial) -> None:
        raise OddError

    async with running("3.3", manners=ONE_PLACE) as device:
        with pytest.raises(OddError):
            async with connected(device) as attempt:
                await fail(attempt)
        async with connected(device):
            pass


async def test_a_trial_that_is_given_up_while_it_waits_is_closed_too() -> None:
    async with running("3.3", manners=ONE_PLACE) as device:
        ready = asyncio.Event()

        async def wait_in_vain() -> None:
            async with connected(device) as attempt:
                ready.set()
                await attempt.watch(lambda report: "99" in report, within=BRIEFLY)

        waiting = asyncio.create_task(wait_in_vain())
        await ready.wait()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        async with connected(device):
            pass


async def test_a_trial_that_is_given_up_while_it_connects_is_closed_too() -> None:
    async with running("3.3", manners=ONE_PLACE) as device:

        async def connect() -> None:
            async with connected(device):
                pytest.fail("it was given up")

        connecting = asyncio.create_task(connect())
        await asyncio.sleep(0)
        connecting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await connecting
        async with connected(device):
            pass


async def test_no_thread_is_left_behind() -> None:
    def trials() -> set[threading.Thread]:
        return {thread for thread in threading.enumerate() if "trial" in thread.name}

    async with running("3.3") as device:
        before = trials()
        async with connected(device):
            [thread] = trials() - before
        await asyncio.to_thread(thread.join, PATIENCE)

        assert not thread.is_alive()


async def test_a_device_that_says_nothing_is_silent() -> None:
    async with running("3.3") as device:
        await device.set_fault(Fault.HALF_OPEN)
        with pytest.raises(SilentError):
            async with trial(endpoint_of(device), answer_seconds=BRIEFLY):
                pytest.fail("nothing was said")


async def test_a_device_that_is_not_there_is_unreachable() -> None:
    async with running("3.3") as device:
        await device.set_fault(Fault.OFFLINE)
        with pytest.raises(UnreachableError):
            async with connected(device):
                pytest.fail("nobody is there")


@pytest.mark.parametrize("version", ["3.4", "3.5"])
async def test_another_key_opens_nothing(version: str) -> None:
    async with running(version) as device:
        endpoint = endpoint_of(device, local_key=OTHER_KEY)
        with pytest.raises(HandshakeError):
            async with trial(endpoint, answer_seconds=PATIENCE):
                pytest.fail("it is another key")
