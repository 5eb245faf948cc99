"""Devices are heard over real sockets, and what is heard is passed on sparingly."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
import json
import logging
import socket
from typing import Any, override

import pytest
from pytest_socket import socket_allow_hosts
from tinytuya.core.udp_helper import decrypt_udp

from custom_components.tuya_twin.devices.discovery import Candidate, Discovery, Ports
from tests.core.kit import HandClock
from tests.devices.test_discovery_announcement import (
    FORMS,
    Form,
    claims_of,
    encrypted,
    every_form,
    plain,
    sealed,
    text_of,
)

PATIENCE = 20.0
"""Seconds after which a wait is a failure; nothing here takes one."""
AGES = 3600.0
"""Seconds no test lives to see the end of."""
HOST = "127.0.0.1"
EVERYBODY = "127.255.255.255"
"""The broadcast address of loopback."""
QUIET_STREET = "127.0.77.1"
"""An address where no other test takes a port that this one has given back."""
ANYWHERE = Ports(plain=0, encrypted=0, app=0)


def candidate(number: int = 1, host: str = HOST, version: str = "3.4") -> Candidate:
    return Candidate(
        device_id=f"bf0123456789{number:08}", host=host, version=version, product_id=None
    )


def announced(device: Candidate, form: Form = encrypted) -> bytes:
    return form(text_of(claims_of(device)))


class WatchedClock(HandClock):
    """A clock by hand that tells when somebody looks at it, as is done for every datagram."""

    def __init__(self) -> None:
        super().__init__()
        self.looked_at = asyncio.Event()

    @override
    def monotonic(self) -> float:
        self.looked_at.set()
        return super().monotonic()


class Listening:
    """Discovery that runs, what it found, and a device that can speak to it."""

    def __init__(self, device: socket.socket, **options: Any) -> None:
        self.clock = WatchedClock()
        self.found: list[Candidate] = []
        self._device = device
        self._news = asyncio.Event()
        self.discovery = Discovery(self._keep, clock=self.clock.monotonic, **options)

    def tell(self, datagram: bytes, port: int | None = None, host: str = HOST) -> None:
        """Send a datagram as a device."""
        target = port or self.discovery.ports.encrypted
        self._device.sendto(datagram, (host, target))

    async def finds(self, *devices: Candidate) -> None:
        """Wait until so many were found, and see that it is these."""
        async with asyncio.timeout(PATIENCE):
            while len(self.found) < len(devices):
                self._news.clear()
                await self._news.wait()
        assert self.found == list(devices)

    async def drops(self, number: int) -> None:
        """Wait until so many datagrams gave no candidate."""
        async with asyncio.timeout(PATIENCE):
            while self.discovery.dropped < number:
                self.clock.looked_at.clear()
                await self.clock.looked_at.wait()
        assert self.discovery.dropped == number

    async def tells_only(self, *devices: Candidate) -> None:
        """See that nothing else of what was sent until now is passed on."""
        # Datagrams from one socket to another arrive in order, so this is the last of them.
        last = candidate(99_999_999)
        self.clock.advance(1)
        self.tell(announced(last))
        await self.finds(*devices, last)

    def _keep(self, found: Candidate) -> None:
        self.found.append(found)
        self._news.set()


@contextmanager
def udp_socket(host: str = HOST, *options: int, port: int = 0) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as opened:
        opened.setblocking(False)
        for option in (socket.SO_BROADCAST, *options):
            opened.setsockopt(socket.SOL_SOCKET, option, 1)
        opened.bind((host, port))
        yield opened


@asynccontextmanager
async def listening(
    bind: str = HOST,
    ports: Ports = ANYWHERE,
    broadcasts: tuple[str, ...] = (),
    ask_every: float = AGES,
) -> AsyncIterator[Listening]:
    with udp_socket() as device:
        kit = Listening(device, bind=bind, ports=ports, broadcasts=broadcasts, ask_every=ask_every)
        await kit.discovery.start()
        try:
            yield kit
        finally:
            await kit.discovery.stop()


async def heard(sock: socket.socket) -> tuple[bytes, tuple[str, int]]:
    async with asyncio.timeout(PATIENCE):
        return await asyncio.get_running_loop().sock_recvfrom(sock, 4096)


@every_form
@pytest.mark.parametrize("name", ["plain", "encrypted", "app"])
async def test_a_device_is_found_on_every_port_in_every_form(name: str, form: Form) -> None:
    async with listening() as kit:
        kit.tell(announced(candidate(), form), getattr(kit.discovery.ports, name))

        await kit.finds(candidate())


async def test_a_forged_announcement_changes_nothing() -> None:
    async with listening() as kit:
        for form in FORMS:
            kit.tell(announced(candidate(host="127.0.0.2"), form))
            kit.tell(announced(candidate(host="192.168.1.20"), form))

        await kit.tells_only()
        assert kit.discovery.dropped == 2 * len(FORMS)


async def test_noise_is_dropped_and_counted_and_what_follows_is_heard() -> None:
    noise = [b"", b"\x00", bytes(5000), b"{}", announced(candidate())[:-1]]
    async with listening() as kit:
        for datagram in noise:
            kit.tell(datagram)

        await kit.tells_only()
        assert kit.discovery.dropped == len(noise)


async def test_the_same_announcement_is_passed_on_once_a_minute() -> None:
    async with listening() as kit:
        for _ in range(5):
            kit.tell(announced(candidate()))
            kit.tell(announced(candidate(), sealed), kit.discovery.ports.app)
        await kit.finds(candidate())
        kit.clock.advance(59)
        kit.tell(announced(candidate()))
        kit.tell(announced(candidate(2)))
        await kit.finds(candidate(), candidate(2))
        kit.clock.advance(1)
        kit.tell(announced(candidate()))
        kit.tell(announced(candidate(2)))
        await kit.finds(candidate(), candidate(2), candidate())

        await kit.tells_only(candidate(), candidate(2), candidate())


async def test_a_device_with_a_new_address_or_version_is_passed_on_at_once() -> None:
    moved, updated = candidate(host="127.0.0.3"), candidate(version="3.5")
    async with listening() as kit:
        kit.tell(announced(candidate()))
        kit.tell(announced(updated))
        await kit.finds(candidate(), updated)
        with udp_socket("127.0.0.3") as device:
            device.sendto(announced(moved), (HOST, kit.discovery.ports.encrypted))
            await kit.finds(candidate(), updated, moved)


async def test_beyond_fifty_datagrams_in_a_second_none_is_read() -> None:
    crowd = [candidate(number) for number in range(60)]
    async with listening() as kit:
        for device in crowd:
            kit.tell(announced(device))
        await kit.drops(10)
        assert kit.found == crowd[:50]
        kit.tell(announced(crowd[50], plain), kit.discovery.ports.plain)
        await kit.drops(11)

        await kit.tells_only(*crowd[:50])


async def test_no_more_than_256_devices_are_passed_on_in_a_minute() -> None:
    crowd = [candidate(number) for number in range(270)]
    async with listening() as kit:
        for number, device in enumerate(crowd):
            kit.clock.advance(0.05)
            kit.tell(announced(device))
            await kit.finds(*crowd[: min(number + 1, 256)])
        kit.tell(b"")
        await kit.drops(1)
        kit.clock.advance(60)

        await kit.tells_only(*crowd[:256])


async def test_a_candidate_that_cannot_be_dealt_with_does_not_stop_the_next(
    caplog: pytest.LogCaptureFixture,
) -> None:
    done = asyncio.Event()

    def deal_with(found: Candidate) -> None:
        if found == candidate():
            raise RuntimeError
        done.set()

    discovery = Discovery(deal_with, bind=HOST, ports=ANYWHERE, broadcasts=())
    await discovery.start()
    with udp_socket() as device:
        for number in (1, 2):
            device.sendto(announced(candidate(number)), (HOST, discovery.ports.plain))
        async with asyncio.timeout(PATIENCE):
            await done.wait()
    await discovery.stop()

    assert "could not be dealt with" in caplog.text


async def test_a_device_that_waits_to_be_asked_is_found() -> None:
    with udp_socket(EVERYBODY) as device:
        ports = Ports(plain=None, encrypted=None, app=0, devices=device.getsockname()[1])
        async with listening(QUIET_STREET, ports, broadcasts=(EVERYBODY,)) as kit:
            question, asker = await heard(device)
            assert json.loads(decrypt_udp(question)) == {"from": "app", "ip": QUIET_STREET}
            assert asker == (QUIET_STREET, kit.discovery.ports.app)

            kit.tell(announced(candidate(), sealed), asker[1], asker[0])
            await kit.finds(candidate())


async def test_devices_are_asked_again_and_again_in_every_network() -> None:
    with udp_socket() as one, udp_socket("127.0.0.2", port=one.getsockname()[1]) as other:
        ports = Ports(plain=None, encrypted=None, app=0, devices=one.getsockname()[1])
        async with listening(ports=ports, broadcasts=(HOST, "127.0.0.2"), ask_every=0.01):
            for _ in range(3):
                await heard(one)
                await heard(other)


async def test_a_network_there_is_no_way_to_does_not_keep_others_from_being_asked() -> None:
    with udp_socket() as device:
        ports = Ports(plain=None, encrypted=None, app=0, devices=device.getsockname()[1])
        # From an address of loopback there is no way to one outside it; it is not even tried.
        socket_allow_hosts(["127.0.0.0/8", "192.0.2.0/24"])
        async with listening(ports=ports, broadcasts=("192.0.2.255", HOST)):
            await heard(device)


async def test_a_port_that_is_taken_is_logged_once_and_left_out(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    with udp_socket() as other:
        taken = other.getsockname()[1]
        async with listening(ports=Ports(plain=taken, encrypted=0, app=taken)) as kit:
            assert kit.discovery.ports.plain is None
            assert kit.discovery.ports.app is None
            await kit.tells_only()

    assert [record.levelname for record in caplog.records if str(taken) in record.message] == [
        "INFO",
        "INFO",
    ]


@pytest.mark.parametrize("option", [socket.SO_REUSEADDR, socket.SO_REUSEPORT])
async def test_a_port_is_shared_so_that_both_hear_a_broadcast(option: int) -> None:
    with udp_socket(EVERYBODY, option) as other:
        port = other.getsockname()[1]
        async with listening(EVERYBODY, Ports(plain=port, encrypted=None, app=None)) as kit:
            kit.tell(announced(candidate()), port, EVERYBODY)

            await kit.finds(candidate())
            datagram, _ = await heard(other)
            assert datagram == announced(candidate())


async def test_nothing_is_left_after_the_end_and_it_can_begin_again() -> None:
    with udp_socket() as device:
        wanted = replace(ANYWHERE, devices=device.getsockname()[1])
        async with listening(QUIET_STREET, wanted, broadcasts=(HOST,)) as kit:
            await heard(device)
            ports = kit.discovery.ports
            await kit.discovery.stop()
            await kit.discovery.stop()

            assert kit.discovery.ports == replace(wanted, plain=None, encrypted=None, app=None)
            for port in (ports.plain, ports.encrypted, ports.app):
                assert port
                with udp_socket(QUIET_STREET, port=port):
                    pass

            await kit.discovery.start()
            await heard(device)


@pytest.mark.parametrize("steps", range(8))
async def test_a_start_that_is_cancelled_leaves_nothing_open(steps: int) -> None:
    with udp_socket(QUIET_STREET) as one, udp_socket(QUIET_STREET) as other:
        free = Ports(plain=one.getsockname()[1], encrypted=other.getsockname()[1], app=0)
    discovery = Discovery(lambda _: None, bind=QUIET_STREET, ports=free, broadcasts=())
    start = asyncio.create_task(discovery.start())
    for _ in range(steps):
        await asyncio.sleep(0)
    start.cancel()
    await asyncio.wait([start])
    if not start.cancelled():
        await discovery.stop()
    # What was being opened when it was cancelled closes with the next turn of the event loop.
    await asyncio.sleep(0)

    for port in (free.plain, free.encrypted):
        assert port
        with udp_socket(QUIET_STREET, port=port):
            pass


async def test_no_device_is_named_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with listening() as kit:
        kit.tell(announced(candidate()))
        kit.tell(announced(candidate(host="127.0.0.2")))
        await kit.tells_only(candidate())

    assert candidate().device_id not in caplog.text
