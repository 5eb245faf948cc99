"""Every fault does what it says at home, and heals."""

import asyncio

import pytest

from custom_components.tuya_twin.core.model import DeviceKind
from custom_components.tuya_twin.devices.simulator import (
    DataPoints,
    Fault,
    LanKeyError,
    SimulatedBulb,
    SimulatedDevice,
    faults_for,
)
from tests.devices.simulator_kit import (
    SHORT,
    VERSIONS,
    client_of,
    make_config,
    running,
)

pytestmark = pytest.mark.usefixtures("socket_enabled")
all_versions = pytest.mark.parametrize("version", VERSIONS)


async def assert_healthy(device: SimulatedDevice) -> None:
    async with client_of(device) as client:
        assert await client.status() == device.appliance.status()


@pytest.mark.parametrize(
    ("kind", "model", "meaningless"),
    [
        (DeviceKind.BULB, None, {Fault.JAMMED, Fault.ASLEEP}),
        (DeviceKind.SIREN, "siren_104", {Fault.JAMMED, Fault.ASLEEP}),
        (DeviceKind.LOCK, None, {Fault.ASLEEP}),
        (DeviceKind.LOCK, "lock_only", {Fault.ASLEEP}),
        (DeviceKind.LOCK, "lock_relay", {Fault.JAMMED, Fault.ASLEEP}),
        (DeviceKind.LOCK, "lock_battery", {Fault.JAMMED}),
    ],
)
def test_only_bolts_jam_and_only_what_runs_on_batteries_sleeps(
    kind: DeviceKind, model: str | None, meaningless: set[Fault]
) -> None:
    faults = faults_for(kind, model)

    assert set(faults) == set(Fault) - meaningless
    assert faults[0] is Fault.NONE


async def test_a_device_that_does_not_run_has_no_faults() -> None:
    device = SimulatedDevice(make_config())

    with pytest.raises(RuntimeError):
        await device.set_fault(Fault.DEAF)


@all_versions
@pytest.mark.parametrize("fault", Fault)
async def test_every_fault_heals(version: str, fault: Fault) -> None:
    async with running(version) as device:
        await device.set_fault(fault)
        assert device.fault is fault

        await device.set_fault(Fault.NONE)
        await assert_healthy(device)


@all_versions
@pytest.mark.parametrize("fault", Fault)
async def test_a_device_stopped_with_a_fault_starts_without(version: str, fault: Fault) -> None:
    async with running(version) as device:
        await device.set_fault(fault)

        await device.stop()
        await device.start()

        assert device.fault is Fault.NONE
        await assert_healthy(device)


@pytest.mark.parametrize("second", Fault)
@pytest.mark.parametrize("first", Fault)
async def test_faults_can_follow_one_another(first: Fault, second: Fault) -> None:
    async with running() as device:
        await device.set_fault(first)
        await device.set_fault(second)
        await device.set_fault(Fault.NONE)

        await assert_healthy(device)


@all_versions
async def test_an_unplugged_device_breaks_off_and_refuses(version: str) -> None:
    async with running(version) as device, client_of(device) as client:
        await client.heartbeat()

        await device.set_fault(Fault.OFFLINE)

        with pytest.raises(ConnectionResetError):
            await client.report()
        with pytest.raises(ConnectionRefusedError):
            await client_of(device).__aenter__()


@pytest.mark.parametrize(
    ("kind", "before", "unplugged", "back"),
    [
        (DeviceKind.BULB, {"20": True, "21": "scene"}, {"20": False}, {"20": True, "21": "white"}),
        (DeviceKind.SIREN, {"13": True}, {"13": False}, {"13": False}),
        (DeviceKind.LOCK, {}, {"47": True}, {"47": True}),
    ],
    ids=[*DeviceKind],
)
async def test_power_is_gone_and_comes_back(
    kind: DeviceKind, before: DataPoints, unplugged: DataPoints, back: DataPoints
) -> None:
    async with running(kind=kind) as device:
        device.appliance.apply(before)

        await device.set_fault(Fault.OFFLINE)
        assert device.appliance.status().items() >= unplugged.items()

        await device.set_fault(Fault.NONE)
        assert device.appliance.status().items() >= back.items()


async def test_an_unplugged_device_keeps_its_address() -> None:
    async with running() as device:
        address = device.address

        await device.set_fault(Fault.OFFLINE)
        await device.set_fault(Fault.NONE)

        assert device.address == address


@all_versions
async def test_a_resetting_device_hangs_up_on_everyone(version: str) -> None:
    async with running(version) as device, client_of(device) as client:
        await client.heartbeat()

        await device.set_fault(Fault.RESET)

        with pytest.raises(ConnectionResetError):
            await client.report()
        with pytest.raises(ConnectionError):
            await talk(device)


async def talk(device: SimulatedDevice, *, seconds: float = 5.0) -> None:
    async with client_of(device, timeout=seconds) as client:
        await client.heartbeat()


@all_versions
async def test_a_hung_device_keeps_the_connection_and_says_nothing(version: str) -> None:
    bulb = SimulatedBulb()
    async with running(version, appliance=bulb) as device, client_of(device) as client:
        await client.heartbeat()
        client._timeout = SHORT

        await device.set_fault(Fault.HALF_OPEN)
        bulb.switch_by_hand(on=False)

        with pytest.raises(TimeoutError):
            await client.heartbeat()
        with pytest.raises(TimeoutError):
            await client.set({"20": True})
        with pytest.raises(TimeoutError):
            await talk(device, seconds=SHORT)

        await device.set_fault(Fault.NONE)
        client._timeout = 5
        # The report by hand and the command are lost; the connection is not.
        assert (await client.status())["20"] is False


@all_versions
async def test_a_device_paired_anew_knows_another_key(version: str) -> None:
    async with running(version) as device, client_of(device) as client:
        await client.heartbeat()

        await device.set_fault(Fault.WRONG_KEY)

        with pytest.raises(ConnectionAbortedError):
            await client.report()
        with pytest.raises(LanKeyError):
            await read(device)
        async with client_of(device, local_key=device.local_key) as newcomer:
            assert await newcomer.status() == device.appliance.status()

            await device.set_fault(Fault.NONE)
            with pytest.raises(ConnectionAbortedError):
                await newcomer.report()
        await assert_healthy(device)


async def read(device: SimulatedDevice) -> None:
    async with client_of(device) as client:
        await client.status()


@all_versions
async def test_a_slow_device_answers_late(version: str) -> None:
    async with running(version) as device, client_of(device) as client:
        client._timeout = SHORT
        await device.set_fault(Fault.SLOW)

        with pytest.raises(TimeoutError):
            await client.set({"20": False})

        assert device.appliance.status()["20"] is True
        client._timeout = 5
        late = asyncio.create_task(client.report())
        await device.set_fault(Fault.NONE)
        assert await late == {"20": False}


@all_versions
async def test_a_slow_device_answers_all_the_same(version: str) -> None:
    async with running(version, slow_delay=0.001) as device:
        await device.set_fault(Fault.SLOW)

        async with client_of(device) as client:
            await client.set({"20": False})
            assert await client.report() == {"20": False}


@all_versions
async def test_a_slow_device_forgets_what_waits_when_it_is_unplugged(version: str) -> None:
    async with running(version) as device, client_of(device) as client:
        client._timeout = SHORT
        await device.set_fault(Fault.SLOW)
        with pytest.raises(TimeoutError):
            await client.set({"22": 10})

        await device.set_fault(Fault.OFFLINE)
        await device.set_fault(Fault.NONE)

        assert device.appliance.status()["22"] == 1000


@all_versions
async def test_a_deaf_device_says_yes_and_does_nothing(version: str) -> None:
    bulb = SimulatedBulb()
    async with running(version, appliance=bulb) as device, client_of(device) as client:
        await device.set_fault(Fault.DEAF)

        await client.set({"20": False})
        assert (await client.status())["20"] is True

        # What happens by hand it still reports: nothing came before.
        bulb.switch_by_hand(on=False)
        assert await client.report() == {"20": False}


@all_versions
async def test_a_busy_device_sends_its_client_away_and_refuses_others(version: str) -> None:
    async with running(version) as device, client_of(device) as client:
        await client.heartbeat()

        await device.set_fault(Fault.BUSY)

        with pytest.raises(ConnectionAbortedError):
            await client.report()
        with pytest.raises(ConnectionError):
            await talk(device)


@all_versions
async def test_a_wedged_device_hangs_up_once_and_is_silent_to_all_who_come(version: str) -> None:
    async with running(version) as device, client_of(device) as client:
        await client.heartbeat()

        await device.set_fault(Fault.WEDGED)

        with pytest.raises(ConnectionAbortedError):
            await client.report()
        with pytest.raises(TimeoutError):
            await talk(device, seconds=SHORT)


async def test_a_wedged_device_works_again_once_its_mains_were_cut() -> None:
    async with running() as device:
        await device.set_fault(Fault.WEDGED)
        await device.set_fault(Fault.OFFLINE)
        await device.set_fault(Fault.NONE)

        await assert_healthy(device)
