"""A device has few places for clients, and its own way with those for whom there is none."""

import asyncio

import pytest

from custom_components.tuya_twin.devices.simulator import (
    DataPoints,
    Fault,
    Manners,
    SimulatedDevice,
    WhenFull,
)
from tests.devices.simulator_kit import SHORT, VERSIONS, client_of, running, tinytuya_of

pytestmark = pytest.mark.usefixtures("socket_enabled")
all_versions = pytest.mark.parametrize("version", VERSIONS)


async def visit(device: SimulatedDevice, *, seconds: float = 20.0) -> DataPoints:
    async with client_of(device, timeout=seconds) as client:
        return await client.status()


def one_place(when_full: WhenFull) -> Manners:
    return Manners(slots=1, when_full=when_full)


@all_versions
async def test_a_second_client_may_be_rejected(version: str) -> None:
    async with (
        running(version, manners=one_place(WhenFull.REJECT)) as device,
        client_of(device) as first,
    ):
        await first.heartbeat()

        with pytest.raises(ConnectionError):
            await visit(device)
        await first.heartbeat()


@all_versions
async def test_a_second_client_may_be_let_in_and_reset_when_it_speaks(version: str) -> None:
    async with (
        running(version, manners=one_place(WhenFull.ACCEPT_THEN_RESET)) as device,
        client_of(device) as first,
    ):
        await first.heartbeat()
        reader, writer = await asyncio.open_connection(*device.address)
        # It is let in: it is still there after the first client has been answered.
        await first.heartbeat()
        assert not reader.at_eof()

        writer.write(b"anything")

        with pytest.raises(ConnectionResetError):
            await reader.read()
        await first.heartbeat()
        writer.close()


@all_versions
async def test_a_second_client_may_take_the_place_of_the_first(version: str) -> None:
    async with (
        running(version, manners=one_place(WhenFull.KICK_OLD)) as device,
        client_of(device) as first,
    ):
        await first.heartbeat()

        async with client_of(device) as second:
            await second.heartbeat()

            with pytest.raises(ConnectionAbortedError):
                await first.report()


@all_versions
async def test_a_second_client_may_have_to_wait_until_the_first_leaves(version: str) -> None:
    async with running(version, manners=one_place(WhenFull.BACKLOG)) as device:
        async with client_of(device) as first:
            await first.heartbeat()
            with pytest.raises(TimeoutError):
                await visit(device, seconds=SHORT)
            waiting = asyncio.create_task(visit(device))
            await first.heartbeat()
            assert not waiting.done()

        assert await waiting == device.appliance.status()


@all_versions
async def test_who_waits_is_heard_when_the_device_gets_more_places(version: str) -> None:
    async with (
        running(version, manners=one_place(WhenFull.BACKLOG)) as device,
        client_of(device) as first,
    ):
        await first.heartbeat()
        waiting = asyncio.create_task(visit(device))
        await first.heartbeat()

        device.manners = Manners(slots=2)

        assert await waiting == device.appliance.status()


async def test_who_waits_at_a_busy_device_is_heard_when_it_is_free() -> None:
    async with running(manners=Manners(when_full=WhenFull.BACKLOG)) as device:
        await device.set_fault(Fault.BUSY)
        with pytest.raises(TimeoutError):
            await visit(device, seconds=SHORT)
        waiting = asyncio.create_task(visit(device))

        await device.set_fault(Fault.NONE)

        assert await waiting == device.appliance.status()


async def test_a_busy_device_that_kicks_the_old_lets_the_newcomer_in() -> None:
    async with running(manners=Manners(when_full=WhenFull.KICK_OLD)) as device:
        await device.set_fault(Fault.BUSY)

        assert await visit(device) == device.appliance.status()


@pytest.mark.parametrize("when_full", [WhenFull.ACCEPT_THEN_RESET, WhenFull.BACKLOG])
async def test_a_stopped_device_also_ends_those_without_a_place(when_full: WhenFull) -> None:
    async with running(manners=one_place(when_full)) as device, client_of(device) as first:
        await first.heartbeat()
        reader, writer = await asyncio.open_connection(*device.address)
        await first.heartbeat()

        await device.stop()

        with pytest.raises(ConnectionResetError):
            await reader.read()
        writer.close()


@all_versions
@pytest.mark.parametrize("when_full", [WhenFull.REJECT, WhenFull.ACCEPT_THEN_RESET])
async def test_tinytuya_cannot_say_that_another_client_is_there(
    version: str, when_full: WhenFull
) -> None:
    async with (
        running(version, manners=one_place(when_full)) as device,
        client_of(device) as first,
        tinytuya_of(device) as second,
    ):
        await first.heartbeat()

        # Which of these it is depends on how far it came; each stands for other things as well.
        assert (await second.status())["Err"] in {"901", "904", "914"}
