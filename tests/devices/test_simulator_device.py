"""A simulated device treats its clients as devices do."""

import asyncio

import pytest

from custom_components.tuya_twin.core.model import DeviceKind
from custom_components.tuya_twin.devices.simulator import (
    Fault,
    LanClient,
    LanKeyError,
    LanRefusedError,
    Manners,
    SimulatedDevice,
    SimulatedDeviceConfig,
)
from custom_components.tuya_twin.devices.simulator.codec import Side
from custom_components.tuya_twin.devices.simulator.frames import Command, Frame, Version
from custom_components.tuya_twin.devices.simulator.session import Negotiation
from tests.devices.simulator_kit import (
    LOCAL_KEY,
    OTHER_KEY,
    VERSIONS,
    client_of,
    codec_for,
    cut,
    make_config,
    received,
    running,
)

pytestmark = pytest.mark.usefixtures("socket_enabled")
all_versions = pytest.mark.parametrize("version", VERSIONS)


@all_versions
async def test_our_client_reads_writes_and_hears(version: str) -> None:
    async with running(version) as device, client_of(device) as client:
        await client.heartbeat()
        await client.set({"20": False})

        assert await client.report() == {"20": False}
        assert await client.status() == device.appliance.status()


@all_versions
async def test_our_client_keeps_reports_for_later(version: str) -> None:
    async with running(version, DeviceKind.LOCK) as device, client_of(device) as client:
        await client.set({"46": True})
        await moved(device)
        await client.status()

        assert await client.report() == {"47": False}


async def moved(device: SimulatedDevice) -> None:
    """Wait for the device's next report."""
    heard = asyncio.Event()
    leave = device.appliance.listen(lambda _: heard.set())
    await heard.wait()
    leave()


@all_versions
async def test_our_client_says_that_a_command_was_refused(version: str) -> None:
    async with running(version) as device, client_of(device) as client:
        with pytest.raises(LanRefusedError):
            await client.set({"22": 5000})


@all_versions
async def test_our_client_says_that_its_key_is_another(version: str) -> None:
    async with running(version) as device:
        with pytest.raises(LanKeyError):
            await status_with_other_key(device)


async def test_on_33_the_pulse_of_a_client_with_another_key_is_answered() -> None:
    async with running("3.3") as device, client_of(device, local_key=OTHER_KEY) as client:
        await client.heartbeat()


async def status_with_other_key(device: SimulatedDevice) -> None:
    async with client_of(device, local_key=OTHER_KEY) as client:
        await client.status()


@all_versions
async def test_a_message_that_makes_no_sense_is_refused(version: str) -> None:
    command = {"3.3": Command.CONTROL}.get(version, Command.CONTROL_NEW)
    async with running(version) as device, client_of(device) as client:
        with pytest.raises(LanRefusedError, match="json obj data unvalid"):
            await client._ask(command, {"data": "nonsense"})


@all_versions
@pytest.mark.parametrize("text", [b"nonsense", b"\xff\xfe", b"[" * 1300, b"[]"], ids=str)
async def test_a_message_that_is_no_message_is_refused(version: str, text: bytes) -> None:
    command = {"3.3": Command.CONTROL}.get(version, Command.CONTROL_NEW)
    async with running(version) as device, client_of(device) as client:
        before = device.appliance.status()

        client._send(command, text)
        answer = await client._receive_until(lambda frame: frame.command == command)

        assert answer.retcode
        assert answer.payload == b"json obj data unvalid"
        assert await client.status() == before


@pytest.mark.parametrize(
    ("version", "command"),
    [("3.3", Command.CONTROL_NEW), ("3.4", Command.CONTROL), ("3.5", Command.CONTROL)],
)
async def test_a_command_of_another_version_is_ignored(version: str, command: Command) -> None:
    async with running(version) as device, client_of(device) as client:
        message = b'{"dps":{"20":false},"data":{"dps":{"20":false}}}'
        client._send(command, message)

        assert (await client.status())["20"] is True
        assert not client._reports


@all_versions
async def test_one_client_too_many_is_reset(version: str) -> None:
    async with (
        running(version) as device,
        client_of(device) as one,
        client_of(device) as two,
        client_of(device) as three,
    ):
        await asyncio.gather(*(client.heartbeat() for client in (one, two, three)))

        with pytest.raises(ConnectionError):
            await talk(client_of(device))
        await asyncio.gather(*(client.heartbeat() for client in (one, two, three)))


@all_versions
async def test_a_client_that_leaves_makes_room(version: str) -> None:
    async with running(version) as device:
        for _ in range(5):
            await talk(client_of(device))


async def talk(client: LanClient) -> None:
    async with client:
        await client.heartbeat()


@all_versions
async def test_a_client_that_is_silent_is_hung_up_on(version: str) -> None:
    async with running(version, idle_timeout=0.02) as device, client_of(device) as client:
        with pytest.raises(ConnectionAbortedError):
            await client.report()


@pytest.mark.parametrize("version", ["3.4", "3.5"])
async def test_a_command_may_come_in_one_segment_with_the_finish(version: str) -> None:
    codec, nonce = codec_for(version, Side.CLIENT), b"n" * 16
    async with running(version) as device:
        reader, writer = await asyncio.open_connection(*device.address)
        writer.write(codec.seal(Frame(seqno=1, command=Command.SESSION_START, payload=nonce)))
        [answer] = received(codec, [await reader.read(4096)])
        negotiation = Negotiation.from_answer(
            Version(version), LOCAL_KEY.encode(), nonce, answer.payload
        )
        finish = codec.seal(
            Frame(seqno=2, command=Command.SESSION_FINISH, payload=negotiation.finish())
        )
        codec.key = negotiation.session_key()
        query = codec.seal(Frame(seqno=3, command=Command.QUERY_NEW, payload=b"{}"))
        writer.write(finish + query)

        [status] = received(codec, [await reader.read(4096)])

        assert status.command == Command.QUERY_NEW
        assert b'"dps"' in status.payload
        writer.close()
        await writer.wait_closed()


async def test_frames_may_come_in_pieces_and_after_noise() -> None:
    codec = codec_for("3.3", Side.CLIENT)
    wire = b"noise" + codec.seal(Frame(seqno=1, command=Command.HEARTBEAT, payload=b"{}"))
    async with running() as device:
        reader, writer = await asyncio.open_connection(*device.address)
        for piece in cut(wire, range(5, len(wire), 5)):
            writer.write(piece)
            await writer.drain()

        [pong] = received(codec, [await reader.read(4096)])

        assert pong == Frame(seqno=1, command=Command.HEARTBEAT, retcode=0)
        writer.close()
        await writer.wait_closed()


@pytest.mark.parametrize("version", ["3.4", "3.5"])
async def test_commands_before_the_negotiation_are_ignored(version: str) -> None:
    codec = codec_for(version, Side.CLIENT)
    async with running(version) as device:
        reader, writer = await asyncio.open_connection(*device.address)
        query = codec.seal(Frame(seqno=1, command=Command.QUERY_NEW, payload=b"{}"))
        start = codec.seal(Frame(seqno=2, command=Command.SESSION_START, payload=b"n" * 16))
        writer.write(query + start)

        [answer] = received(codec, [await reader.read(4096)])

        assert answer.command == Command.SESSION_ANSWER
        writer.close()
        await writer.wait_closed()


async def test_a_client_that_sends_more_than_is_dealt_with_is_reset() -> None:
    codec = codec_for("3.3", Side.CLIENT)
    heartbeat = codec.seal(Frame(seqno=1, command=Command.HEARTBEAT, payload=b"{}"))
    async with running() as device:
        await device.set_fault(Fault.SLOW)
        reader, writer = await asyncio.open_connection(*device.address)
        writer.write(heartbeat * 100)

        with pytest.raises(ConnectionResetError):
            await reader.read()
        writer.close()


async def test_a_client_that_does_not_take_what_it_asked_for_is_reset() -> None:
    codec = codec_for("3.3", Side.CLIENT)
    # Before every frame there is more than the system holds for a client.
    chatty = Manners(noise=bytes(32 * 1024 * 1024))
    async with running(manners=chatty) as device:
        reader, writer = await asyncio.open_connection(*device.address)
        writer.write(codec.seal(Frame(seqno=1, command=Command.QUERY, payload=b"{}")))

        with pytest.raises(ConnectionResetError):
            await reader.read()
        writer.close()


@all_versions
async def test_a_stopped_device_leaves_nothing_behind(version: str) -> None:
    device = SimulatedDevice(make_config(version, DeviceKind.LOCK))
    await device.start()
    host, port = device.address
    async with client_of(device) as client:
        await client.set({"46": True})
        await device.stop()

        with pytest.raises(ConnectionResetError):
            await client.report()

    assert asyncio.all_tasks() == {asyncio.current_task()}
    server = await asyncio.start_server(lambda _reader, _writer: None, host, port)
    server.close()
    await server.wait_closed()


async def test_starting_and_stopping_twice_is_once() -> None:
    async with running() as device:
        await device.start()
        await talk(client_of(device))

        await device.stop()
        await device.stop()


async def test_a_taken_address_is_an_error_and_leaves_nothing_open() -> None:
    async with running() as device:
        second = SimulatedDevice(make_config(port=device.address[1]))

        with pytest.raises(OSError, match="ddress already in use"):
            await second.start()

        await second.stop()
        await talk(client_of(device))


@pytest.mark.parametrize(
    ("wrong", "value"),
    [
        ("host", "192.168.1.10"),
        ("host", "0.0.0.0"),  # noqa: S104 - refused, which is the point
        ("version", "3.2"),
        ("local_key", "short"),
        ("local_key", "ü123456789abcdef"),
    ],
)
def test_a_device_that_cannot_be_is_refused(wrong: str, value: str) -> None:
    right = {"device_id": "bf1", "local_key": LOCAL_KEY, "version": "3.3", "host": "127.0.0.1"}

    with pytest.raises(ValueError, match=r".+"):
        SimulatedDeviceConfig(kind=DeviceKind.BULB, **(right | {wrong: value}))  # type: ignore[arg-type]


def test_the_local_key_is_not_shown() -> None:
    assert LOCAL_KEY not in repr(make_config())


@all_versions
async def test_a_device_tells_what_it_was_told(version: str) -> None:
    async with running(version) as device, client_of(device) as client:
        await client.set({"20": False})
        await client.set({"20": False})
        await device.set_fault(Fault.DEAF)
        await client.set({"20": True})

        assert device.writes == ({"20": False}, {"20": False})


async def test_a_siren_can_be_made_to_ignore_its_silence() -> None:
    async with running(kind=DeviceKind.SIREN) as device, client_of(device) as client:
        await client.set({"13": True})
        device.ignore_silence(1)

        await client.set({"13": False})
        assert device.appliance.status()["13"] is True
        await client.set({"13": False})
        assert device.appliance.status()["13"] is False


async def test_only_a_siren_has_a_silence_to_ignore() -> None:
    async with running() as device:
        with pytest.raises(RuntimeError, match="bulb_b is no siren"):
            device.ignore_silence(1)
