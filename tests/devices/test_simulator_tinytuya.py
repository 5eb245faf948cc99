"""tinytuya, which shares no code with the simulated devices, finds them as it finds real ones."""

import pytest

from custom_components.tuya_twin.core.model import DeviceKind
from custom_components.tuya_twin.devices.simulator import (
    DataPoints,
    Fault,
    SimulatedBulb,
    SimulatedSiren,
)
from custom_components.tuya_twin.devices.simulator.frames import Command
from tests.devices.simulator_kit import (
    OTHER_KEY,
    VERSIONS,
    ManualClock,
    running,
    tinytuya_of,
)

pytestmark = [
    pytest.mark.usefixtures("socket_enabled"),
    pytest.mark.parametrize("version", VERSIONS),
]

STATES: dict[DeviceKind, DataPoints] = {
    DeviceKind.BULB: {
        "20": True,
        "21": "white",
        "22": 1000,
        "23": 500,
        "24": "000003e803e8",
        "25": "",
        "26": 0,
    },
    DeviceKind.SIREN: {"5": "middle", "7": 60, "13": False, "21": "mode_1"},
    DeviceKind.LOCK: {"21": "normal", "47": True},
}


@pytest.mark.parametrize("kind", DeviceKind)
async def test_the_status_is_read(version: str, kind: DeviceKind) -> None:
    async with running(version, kind) as device, tinytuya_of(device) as peer:
        assert (await peer.status())["dps"] == STATES[kind]


async def test_a_command_is_done_acknowledged_and_reported(version: str) -> None:
    red: DataPoints = {"20": True, "21": "colour", "24": "000003e803e8"}
    async with running(version) as device, tinytuya_of(device) as peer:
        assert await peer.set(red) == 0
        # Only what changed.
        assert (await peer.receive())["dps"] == {"21": "colour"}
        assert device.appliance.status() | red == device.appliance.status()


async def test_an_unchanged_value_is_acknowledged_but_not_reported(version: str) -> None:
    async with running(version) as device, tinytuya_of(device) as peer:
        assert await peer.set({"20": True}) == 0
        await peer.heartbeat()

        assert peer.last_frame.cmd == Command.HEARTBEAT


async def test_a_heartbeat_is_answered_with_nothing(version: str) -> None:
    async with running(version) as device, tinytuya_of(device) as peer:
        await peer.heartbeat()

        frame = peer.last_frame
        assert (frame.cmd, frame.retcode, frame.payload) == (Command.HEARTBEAT, 0, b"")


@pytest.mark.parametrize(
    "points", [{"99": True}, {"22": 5}, {"20": "on"}], ids=["point", "range", "type"]
)
async def test_a_command_the_device_cannot_do_is_refused(version: str, points: DataPoints) -> None:
    async with running(version) as device, tinytuya_of(device) as peer:
        assert await peer.set(points) == 1


async def test_a_change_by_hand_is_reported(version: str) -> None:
    bulb = SimulatedBulb()
    async with running(version, appliance=bulb) as device, tinytuya_of(device) as peer:
        await peer.heartbeat()

        bulb.switch_by_hand(on=False)

        assert (await peer.receive())["dps"] == {"20": False}


async def test_every_client_hears_what_one_did(version: str) -> None:
    async with (
        running(version) as device,
        tinytuya_of(device) as one,
        tinytuya_of(device) as other,
    ):
        await other.heartbeat()

        await one.set({"20": False})

        assert (await other.receive())["dps"] == {"20": False}


async def test_a_siren_tells_that_it_has_stopped(version: str) -> None:
    clock = ManualClock()
    siren = SimulatedSiren(clock.call_later)
    async with (
        running(version, DeviceKind.SIREN, appliance=siren) as device,
        tinytuya_of(device) as peer,
    ):
        await peer.set({"13": True, "7": 10})
        assert (await peer.receive())["dps"] == {"13": True, "7": 10}

        clock.advance(10)

        assert (await peer.receive())["dps"] == {"13": False}


async def test_a_lock_tells_that_its_bolt_is_out(version: str) -> None:
    async with running(version, DeviceKind.LOCK) as device, tinytuya_of(device) as peer:
        assert await peer.set({"46": True}) == 0

        assert (await peer.receive())["dps"] == {"47": False}


async def test_a_jammed_lock_tells_that_its_bolt_is_not_out(version: str) -> None:
    async with running(version, DeviceKind.LOCK) as device, tinytuya_of(device) as peer:
        await device.set_fault(Fault.JAMMED)
        await peer.set({"46": True})
        assert (await peer.receive())["dps"] == {"21": "tongue_not_out"}

        await device.set_fault(Fault.NONE)
        await peer.set({"46": True})
        assert (await peer.receive())["dps"] == {"21": "normal", "47": False}


async def test_another_key_is_refused(version: str) -> None:
    # 914 where a session key is negotiated; 3.3 only sends what the client cannot read.
    errors = {"3.3": "904", "3.4": "914", "3.5": "914"}
    async with (
        running(version) as device,
        tinytuya_of(device, local_key=OTHER_KEY) as peer,
    ):
        assert (await peer.status())["Err"] == errors[version]


async def test_an_unplugged_device_is_not_there_until_it_is_plugged_in(version: str) -> None:
    async with running(version) as device, tinytuya_of(device) as peer:
        await peer.status()

        await device.set_fault(Fault.OFFLINE)
        # The first call only finds the old connection dead.
        await peer.receive()
        assert (await peer.status())["Err"] == "901"

        await device.set_fault(Fault.NONE)
        assert (await peer.status())["dps"] == STATES[DeviceKind.BULB]


async def test_only_reports_without_a_command_are_out_of_sequence(version: str) -> None:
    # 3.3 numbers them 0, the others count them: nobody can pair them with a command.
    first = {"3.3": 0, "3.4": 1, "3.5": 3}
    async with running(version) as device, tinytuya_of(device) as peer:
        await peer.set({"20": False})
        await peer.receive()

        assert peer.last_frame.seqno == first[version]
