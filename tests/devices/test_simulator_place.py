"""Devices move, sleep, hang up and are paired anew; what others find then is as at home."""

import asyncio
from collections.abc import Callable
import socket

import pytest

from custom_components.tuya_twin.core.model import DeviceKind
from custom_components.tuya_twin.devices.simulator import (
    Absence,
    Fault,
    LanKeyError,
    Record,
    SimulatedBatteryLock,
    SimulatedDevice,
)
from custom_components.tuya_twin.devices.simulator.place import Place
from tests.devices.simulator_kit import (
    ELSEWHERE,
    SHORT,
    VERSIONS,
    ManualClock,
    client_of,
    make_config,
    running,
    tinytuya_of,
)

pytestmark = pytest.mark.usefixtures("socket_enabled")
YET_ELSEWHERE = ELSEWHERE.removesuffix("91") + "92"
all_versions = pytest.mark.parametrize("version", VERSIONS)


async def visit(device: SimulatedDevice, *, seconds: float = 20.0) -> None:
    async with client_of(device, local_key=device.local_key, timeout=seconds) as client:
        assert await client.status() == device.appliance.status()


async def connect(address: tuple[str, int]) -> None:
    """Connect and leave; a silent address is given up at once."""
    async with asyncio.timeout(SHORT):
        _, writer = await asyncio.open_connection(*address)
    writer.close()


def free_at(host: str) -> int:
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


# Moving -------------------------------------------------------------------------------------


@all_versions
async def test_a_device_that_moves_breaks_off_and_is_found_elsewhere(version: str) -> None:
    async with running(version) as device, client_of(device) as client:
        await client.heartbeat()
        former = device.address

        await device.move(ELSEWHERE)

        with pytest.raises(ConnectionResetError):
            await client.report()
        assert device.address == (ELSEWHERE, former[1])
        await visit(device)
        with pytest.raises(ConnectionRefusedError):
            await connect(former)


async def test_where_a_device_was_there_may_be_silence() -> None:
    async with running() as device:
        former = device.address

        await device.move(ELSEWHERE, absence=Absence.SILENT)

        with pytest.raises(TimeoutError):
            await connect(former)
        await visit(device)


@pytest.mark.parametrize("absence", Absence)
async def test_a_device_can_move_back(absence: Absence) -> None:
    async with running() as device:
        home = device.address
        await device.move(ELSEWHERE, absence=absence)
        await device.move(home[0], absence=absence)

        assert device.address == home
        await visit(device)


@pytest.mark.parametrize(
    ("absence", "left"),
    [(Absence.REFUSING, ConnectionRefusedError), (Absence.SILENT, TimeoutError)],
)
async def test_a_device_that_moves_on_is_at_none_of_its_former_addresses(
    absence: Absence, left: type[OSError]
) -> None:
    async with running() as device:
        first = device.address
        await device.move(ELSEWHERE, absence=absence)
        second = device.address
        await device.move(YET_ELSEWHERE, absence=absence)

        for former in (first, second):
            with pytest.raises(left):
                await connect(former)
        await visit(device)


async def test_a_device_that_has_moved_starts_where_it_stopped() -> None:
    async with running() as device:
        await device.move(ELSEWHERE)
        await device.stop()
        await device.start()

        assert device.address[0] == ELSEWHERE
        await visit(device)


async def test_an_unplugged_device_can_move_and_answers_once_it_is_plugged_in() -> None:
    async with running() as device:
        await device.set_fault(Fault.OFFLINE)
        await device.move(ELSEWHERE)
        with pytest.raises(ConnectionRefusedError):
            await connect(device.address)

        await device.set_fault(Fault.NONE)

        await visit(device)


async def test_a_device_does_not_move_to_an_address_that_is_taken() -> None:
    async with running() as device:
        home = device.address
        with (
            socket.create_server((ELSEWHERE, home[1])),
            pytest.raises(OSError, match="ddress already in use"),
        ):
            await device.move(ELSEWHERE)

        assert device.address == home
        await visit(device)


async def test_a_device_moves_only_within_this_machine() -> None:
    async with running() as device:
        with pytest.raises(ValueError, match="127"):
            await device.move("192.168.1.20")


async def test_a_device_that_does_not_run_does_not_move() -> None:
    with pytest.raises(RuntimeError):
        await SimulatedDevice(make_config()).move(ELSEWHERE)


async def test_an_unplugged_device_may_leave_silence() -> None:
    async with running(absence=Absence.SILENT) as device:
        await device.set_fault(Fault.OFFLINE)

        with pytest.raises(TimeoutError):
            await connect(device.address)
        await device.move(ELSEWHERE)
        with pytest.raises(TimeoutError):
            await connect(device.address)

        await device.set_fault(Fault.NONE)
        await visit(device)


async def test_nothing_of_a_silent_place_is_left_behind() -> None:
    place = Place(ELSEWHERE, free_at(ELSEWHERE))
    place.take()
    place.shut(Absence.SILENT)
    place.leave()

    with socket.create_server(place.address):
        assert not place.taken


# Keys and connections -----------------------------------------------------------------------


@all_versions
async def test_a_device_paired_anew_has_a_new_key_for_good(version: str) -> None:
    async with running(version) as device, client_of(device) as client:
        await client.heartbeat()

        new_key = device.rotate_key()

        assert new_key == device.local_key != device.config.local_key
        with pytest.raises(ConnectionAbortedError):
            await client.report()
        with pytest.raises(LanKeyError):
            await read_with_the_old_key(device)
        await visit(device)


async def read_with_the_old_key(device: SimulatedDevice) -> None:
    async with client_of(device) as client:
        await client.status()


async def test_a_key_changed_meanwhile_holds_once_the_wrong_one_is_healed() -> None:
    async with running() as device:
        await device.set_fault(Fault.WRONG_KEY)
        new_key = device.rotate_key()
        assert new_key != device.local_key

        await device.set_fault(Fault.NONE)

        assert new_key == device.local_key
        await visit(device)


@all_versions
async def test_a_device_may_hang_up_on_those_who_are_idle(version: str) -> None:
    async with running(version) as device, client_of(device) as client:
        await client.heartbeat()

        device.hang_up()

        with pytest.raises(ConnectionAbortedError):
            await client.report()
        await visit(device)


@all_versions
async def test_tinytuya_does_not_send_again_after_a_hanging_up(version: str) -> None:
    async with (
        running(version) as device,
        client_of(device) as witness,
        tinytuya_of(device) as peer,
    ):
        await asyncio.gather(witness.heartbeat(), peer.heartbeat())
        device.hang_up()
        with pytest.raises(ConnectionAbortedError):
            await witness.report()

        answer = await peer.ask(peer.tuya.set_multiple_values, {"20": False})

        assert answer["Err"] == "904"
        assert device.appliance.status()["20"] is True
        assert (await peer.status())["dps"] == device.appliance.status()


# Sleep --------------------------------------------------------------------------------------


class Arrivals:
    """Waits until a device has come to its address."""

    def __init__(self, device: SimulatedDevice) -> None:
        self._arrived = asyncio.Event()
        self.leave: Callable[[], None] = device.listen_to_arrival(self._arrived.set)

    async def next(self) -> None:
        async with asyncio.timeout(20):
            await self._arrived.wait()
        self._arrived.clear()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def lock(clock: ManualClock) -> SimulatedBatteryLock:
    return SimulatedBatteryLock(clock.call_later)


@all_versions
async def test_a_battery_lock_is_there_for_a_minute_after_its_button_was_pressed(
    version: str, lock: SimulatedBatteryLock, clock: ManualClock
) -> None:
    async with running(version, DeviceKind.LOCK, appliance=lock) as device:
        clock.advance(60)
        assert not device.on_air
        with pytest.raises(ConnectionRefusedError):
            await connect(device.address)

        await device.wake()
        clock.advance(59)
        await visit(device)

        clock.advance(1)
        with pytest.raises(ConnectionRefusedError):
            await connect(device.address)


@all_versions
async def test_a_battery_lock_that_falls_asleep_breaks_off(
    version: str, lock: SimulatedBatteryLock, clock: ManualClock
) -> None:
    async with (
        running(version, DeviceKind.LOCK, appliance=lock) as device,
        client_of(device) as client,
    ):
        await client.heartbeat()

        clock.advance(60)

        with pytest.raises(ConnectionResetError):
            await client.report()


@all_versions
async def test_a_battery_lock_tells_who_opened_it(version: str, lock: SimulatedBatteryLock) -> None:
    async with (
        running(version, DeviceKind.LOCK, appliance=lock) as device,
        client_of(device) as client,
    ):
        await client.heartbeat()

        lock.open_by(Record.FINGERPRINT, 3)

        assert await client.report() == {"12": 3, "47": True}
        assert await client.status() == {"12": 3, "47": True}


async def test_who_opens_a_sleeping_lock_wakes_it(
    lock: SimulatedBatteryLock, clock: ManualClock
) -> None:
    async with running("3.3", DeviceKind.LOCK, appliance=lock) as device:
        clock.advance(60)
        arrivals = Arrivals(device)

        lock.open_by(Record.CARD, 1)
        await arrivals.next()

        async with client_of(device) as client:
            assert await client.status() == {"15": 1, "47": True}


@all_versions
async def test_a_battery_lock_says_yes_to_being_locked_and_is_not(version: str) -> None:
    async with (
        running(version, DeviceKind.LOCK, model="lock_battery") as device,
        client_of(device) as client,
    ):
        await client.set({"46": True})

        assert "46" not in await client.status()
        assert not client._reports


async def test_nobody_wakes_a_lock_that_is_made_to_sleep(lock: SimulatedBatteryLock) -> None:
    async with running("3.4", DeviceKind.LOCK, appliance=lock) as device:
        await device.set_fault(Fault.ASLEEP)
        await device.wake()
        with pytest.raises(ConnectionRefusedError):
            await connect(device.address)

        await device.set_fault(Fault.NONE)

        await visit(device)


async def test_a_sleeping_lock_may_be_silent_rather_than_refuse(
    lock: SimulatedBatteryLock, clock: ManualClock
) -> None:
    async with running("3.5", DeviceKind.LOCK, appliance=lock, absence=Absence.SILENT) as device:
        clock.advance(60)
        with pytest.raises(TimeoutError):
            await connect(device.address)

        await device.wake()

        await visit(device)


async def test_batteries_out_and_in_again_wake_a_lock(lock: SimulatedBatteryLock) -> None:
    async with running("3.3", DeviceKind.LOCK, appliance=lock) as device:
        await device.set_fault(Fault.OFFLINE)
        assert not lock.awake

        await device.set_fault(Fault.NONE)

        await visit(device)


@pytest.mark.parametrize("second", Fault)
@pytest.mark.parametrize("first", Fault)
async def test_faults_of_a_battery_lock_can_follow_one_another(first: Fault, second: Fault) -> None:
    async with running("3.3", DeviceKind.LOCK, model="lock_battery") as device:
        await device.set_fault(first)
        await device.set_fault(second)
        await device.set_fault(Fault.NONE)

        await visit(device)


async def test_a_lock_stopped_while_it_wakes_leaves_nothing_behind(
    lock: SimulatedBatteryLock, clock: ManualClock
) -> None:
    device = SimulatedDevice(make_config("3.3", DeviceKind.LOCK), appliance=lock)
    await device.start()
    clock.advance(60)

    lock.wake()
    await device.stop()

    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert clock.waiting == []
    with socket.create_server(device.address):
        assert not device.on_air


async def test_only_what_sleeps_can_be_woken() -> None:
    async with running() as device:
        with pytest.raises(RuntimeError, match="bulb_b does not sleep"):
            await device.wake()
