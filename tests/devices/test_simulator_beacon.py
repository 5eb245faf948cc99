"""Simulated devices say where they are as real ones do; tinytuya reads it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
import json
import socket
from typing import Any

from hypothesis import given, strategies as st
import pytest
import tinytuya
from tinytuya.core.udp_helper import decrypt_udp

from custom_components.tuya_twin.core.model import DeviceKind
from custom_components.tuya_twin.devices.simulator import (
    Beacon,
    BeaconPorts,
    Fault,
    SimulatedBatteryLock,
    SimulatedDevice,
)
from custom_components.tuya_twin.devices.simulator.announcements import is_probe
from tests.devices.simulator_kit import (
    DEVICE_ID,
    ELSEWHERE,
    SHORT,
    VERSIONS,
    ManualClock,
    client_of,
    running,
)

pytestmark = pytest.mark.usefixtures("socket_enabled")
announcing_versions = pytest.mark.parametrize("version", ["3.3", "3.4"])

EVERY = 5.0


class Ear:
    """Hears datagrams on a port of its own."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.bind(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]

    async def next(self, *, seconds: float = 20.0) -> tuple[dict[str, Any], str]:
        """The next announcement as tinytuya reads it, and the address it came from."""
        datagram, host = await self.next_datagram(seconds=seconds)
        return json.loads(decrypt_udp(datagram)), host

    async def next_datagram(self, *, seconds: float = 20.0) -> tuple[bytes, str]:
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(seconds):
            datagram, (host, _) = await loop.sock_recvfrom(self._socket, 2048)
        return datagram, host

    async def hears_nothing(self) -> bool:
        """A datagram on loopback is there as soon as it has been sent."""
        try:
            await self.next_datagram(seconds=SHORT)
        except TimeoutError:
            return True
        return False

    def ask(self, address: tuple[str, int], *, key: bytes = tinytuya.udpkey) -> None:
        """Look for devices as tinytuya's scanner does."""
        question = json.dumps({"from": "app", "ip": "127.0.0.1"}).encode()
        message = tinytuya.TuyaMessage(
            0, tinytuya.REQ_DEVINFO, None, question, 0, True, tinytuya.PREFIX_6699_VALUE, True
        )
        self._socket.sendto(tinytuya.pack_message(message, hmac_key=key), address)

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
async def ear() -> AsyncIterator[Ear]:
    ear = Ear()
    yield ear
    ear.close()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@contextmanager
def announced(device: SimulatedDevice, ear: Ear, clock: ManualClock) -> Iterator[Beacon]:
    """A device that can be found, by one who hears."""
    ports = BeaconPorts(plain=ear.port, encrypted=ear.port, answers=ear.port, questions=0)
    beacon = Beacon(device, ports=ports, every=EVERY, call_later=clock.call_later)
    beacon.start()
    try:
        yield beacon
    finally:
        beacon.stop()
    assert clock.waiting == []


def claim(device: SimulatedDevice, **claims: object) -> dict[str, object]:
    """What a device says of itself."""
    return {
        "ip": device.address[0],
        "gwId": DEVICE_ID,
        "active": 2,
        "ability": 0,
        "encrypt": True,
        "productKey": "keysimulated0001",
        "version": device.config.version,
        **claims,
    }


@announcing_versions
async def test_a_device_says_where_it_is_again_and_again(
    version: str, ear: Ear, clock: ManualClock
) -> None:
    async with running(version) as device:
        with announced(device, ear, clock):
            assert await ear.next() == (claim(device), "127.0.0.1")

            clock.advance(EVERY)

            assert await ear.next() == (claim(device), "127.0.0.1")


async def test_what_33_and_later_send_cannot_be_read_as_it_is_but_31_can(
    ear: Ear, clock: ManualClock
) -> None:
    async with running() as device:
        with announced(device, ear, clock) as beacon:
            sealed, _ = await ear.next_datagram()
            beacon.announce(version="3.1")
            plain, _ = await ear.next_datagram()

            assert DEVICE_ID.encode() not in sealed
            assert DEVICE_ID.encode() in plain
            assert json.loads(decrypt_udp(plain)) == claim(device, version="3.1")


@announcing_versions
async def test_a_device_with_a_client_is_silent_until_it_has_left(
    version: str, ear: Ear, clock: ManualClock
) -> None:
    async with running(version) as device:
        with announced(device, ear, clock):
            await ear.next()
            async with client_of(device) as client:
                await client.heartbeat()
                clock.advance(EVERY)
                assert await ear.hears_nothing()

                device.hang_up()
                with pytest.raises(ConnectionAbortedError):
                    await client.report()
            clock.advance(EVERY)
            assert await ear.next() == (claim(device), "127.0.0.1")


@pytest.mark.parametrize("fault", [Fault.OFFLINE, Fault.HALF_OPEN, Fault.BUSY])
async def test_a_device_that_is_not_there_or_not_free_is_silent(
    fault: Fault, ear: Ear, clock: ManualClock
) -> None:
    async with running() as device:
        with announced(device, ear, clock):
            await ear.next()
            await device.set_fault(fault)
            clock.advance(EVERY)
            assert await ear.hears_nothing()

            await device.set_fault(Fault.NONE)
            clock.advance(EVERY)
            assert await ear.next() == (claim(device), "127.0.0.1")


async def test_a_wedged_device_goes_on_saying_where_it_is(ear: Ear, clock: ManualClock) -> None:
    async with running() as device:
        with announced(device, ear, clock):
            await ear.next()
            await device.set_fault(Fault.WEDGED)
            clock.advance(EVERY)

            assert await ear.next() == (claim(device), "127.0.0.1")


async def test_a_device_that_moved_says_so_at_once(ear: Ear, clock: ManualClock) -> None:
    async with running() as device:
        with announced(device, ear, clock):
            await ear.next()

            await device.move(ELSEWHERE)

            assert await ear.next() == (claim(device, ip=ELSEWHERE), ELSEWHERE)
            assert len(clock.waiting) == 1


async def test_a_device_that_wakes_says_so_at_once(ear: Ear, clock: ManualClock) -> None:
    lock = SimulatedBatteryLock(clock.call_later)
    async with running("3.3", DeviceKind.LOCK, appliance=lock) as device:
        await device.set_fault(Fault.ASLEEP)
        with announced(device, ear, clock):
            assert await ear.hears_nothing()

            await device.set_fault(Fault.NONE)

            assert await ear.next() == (claim(device), "127.0.0.1")
            await device.stop()


async def test_a_device_of_35_is_silent_until_it_is_asked(ear: Ear, clock: ManualClock) -> None:
    async with running("3.5") as device:
        with announced(device, ear, clock) as beacon:
            assert await ear.hears_nothing()
            assert beacon.question_address is not None

            ear.ask(beacon.question_address)

            assert await ear.next() == (claim(device), "127.0.0.1")


async def test_a_device_of_35_answers_where_it_has_moved_to(ear: Ear, clock: ManualClock) -> None:
    async with running("3.5") as device:
        with announced(device, ear, clock) as beacon:
            await device.move(ELSEWHERE)
            assert beacon.question_address is not None

            ear.ask(beacon.question_address)

            assert await ear.next() == (claim(device, ip=ELSEWHERE), ELSEWHERE)


async def test_an_unplugged_device_of_35_does_not_answer(ear: Ear, clock: ManualClock) -> None:
    async with running("3.5") as device:
        with announced(device, ear, clock) as beacon:
            await device.set_fault(Fault.OFFLINE)
            assert beacon.question_address is not None

            ear.ask(beacon.question_address)

            assert await ear.hears_nothing()


async def test_a_question_under_another_key_is_none(ear: Ear, clock: ManualClock) -> None:
    async with running("3.5") as device:
        with announced(device, ear, clock) as beacon:
            assert beacon.question_address is not None

            ear.ask(beacon.question_address, key=b"another key, 16b")

            assert await ear.hears_nothing()


async def test_two_devices_of_35_are_not_asked_at_the_same_address(
    ear: Ear, clock: ManualClock
) -> None:
    async with running("3.5") as device:
        with announced(device, ear, clock) as beacon:
            assert beacon.question_address is not None
            second = Beacon(device, ports=BeaconPorts(questions=beacon.question_address[1]))

            with pytest.raises(OSError, match="ddress already in use"):
                second.start()

            assert second.question_address is None
            second.stop()
            ear.ask(beacon.question_address)
            assert await ear.next() == (claim(device), "127.0.0.1")


async def test_a_beacon_that_was_stopped_is_silent(ear: Ear, clock: ManualClock) -> None:
    async with running("3.5") as device:
        with announced(device, ear, clock) as beacon:
            address = beacon.question_address
            assert address is not None
        ear.ask(address)

        assert beacon.question_address is None
        assert await ear.hears_nothing()


async def test_an_announcement_can_lie_about_everything(ear: Ear) -> None:
    async with running() as device:
        beacon = Beacon(device)

        beacon.announce(
            ("127.0.0.1", ear.port),
            ip="192.0.2.7",
            device_id="bfsomebodyelse000000",
            version="3.4",
            source=ELSEWHERE,
        )

        lie = claim(device, ip="192.0.2.7", gwId="bfsomebodyelse000000", version="3.4")
        assert await ear.next() == (lie, ELSEWHERE)


@pytest.mark.parametrize("version", VERSIONS)
async def test_an_announcement_under_another_key_cannot_be_read(version: str, ear: Ear) -> None:
    async with running(version) as device:
        Beacon(device).announce(("127.0.0.1", ear.port), key=b"another key, 16b")
        datagram, _ = await ear.next_datagram()

        try:
            read = decrypt_udp(datagram)
        except Exception:  # noqa: BLE001 - however tinytuya says that it cannot
            read = ""
        assert DEVICE_ID not in read


@pytest.mark.parametrize("version", ["3.3", "3.5"])
async def test_starting_and_stopping_twice_is_once(
    version: str, ear: Ear, clock: ManualClock
) -> None:
    async with running(version) as device:
        with announced(device, ear, clock) as beacon:
            address = beacon.question_address
            beacon.start()

            assert beacon.question_address == address
            assert len(clock.waiting) <= 1
            beacon.stop()


async def test_nothing_leaves_this_machine() -> None:
    async with running() as device:
        with pytest.raises(ValueError, match="127"):
            Beacon(device, audience="192.168.1.255")
        with pytest.raises(ValueError, match="127"):
            Beacon(device).announce(("192.168.1.255", 6667))
        with pytest.raises(ValueError, match="127"):
            Beacon(device).announce(("127.0.0.1", 6667), source="0.0.0.0")  # noqa: S104


@given(st.binary(max_size=2048))
def test_noise_is_no_question(noise: bytes) -> None:
    assert not is_probe(noise)
