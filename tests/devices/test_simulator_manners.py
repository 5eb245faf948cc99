"""Devices differ on the wire; each manner is what it says, on every version it can be on."""

import asyncio
from itertools import pairwise
from typing import override

import pytest

from custom_components.tuya_twin.core.model import DeviceKind
from custom_components.tuya_twin.devices.simulator import (
    Acks,
    DataPoints,
    LanClient,
    LanError,
    LanRefusedError,
    Manners,
    OnCommand,
    Reports,
    Sequence,
    SimulatedBulb,
)
from custom_components.tuya_twin.devices.simulator.client import _points
from custom_components.tuya_twin.devices.simulator.frames import Command, Frame
from custom_components.tuya_twin.devices.simulator.line import Line
from tests.devices.simulator_kit import (
    DEVICE_ID,
    SHORT,
    VERSIONS,
    client_of,
    running,
    tinytuya_of,
)

pytestmark = pytest.mark.usefixtures("socket_enabled")
all_versions = pytest.mark.parametrize("version", VERSIONS)
negotiated_versions = pytest.mark.parametrize("version", ["3.4", "3.5"])

OFF: DataPoints = {"20": False}
FIRST_OF_OTHERS: DataPoints = {"21": "white"}
"""What a bulb told to go out reports of its own accord, where it does that."""


def control_of(version: str) -> Command:
    return Command.CONTROL if version == "3.3" else Command.CONTROL_NEW


def tell(client: LanClient, points: DataPoints) -> None:
    """Send a command and wait for nothing."""
    client._tell(*client._control(points))


async def next_frames(client: LanClient, number: int) -> list[Frame]:
    async with asyncio.timeout(20):
        return [await client._receive() for _ in range(number)]


def told(frame: Frame) -> tuple[str, DataPoints]:
    """What a frame is, and the data points in it."""
    name = "report" if frame.command == Command.STATUS else "answer"
    return name, _points(frame) if frame.payload else {}


# Answers to commands ------------------------------------------------------------------------


@all_versions
@pytest.mark.parametrize(
    ("acks", "frames"),
    [
        (Acks.ACK_THEN_STATUS, [("answer", {}), ("report", OFF)]),
        (Acks.STATUS_THEN_ACK, [("report", OFF), ("answer", {})]),
        (Acks.POINTS_IN_ACK, [("answer", OFF)]),
        (Acks.ACK_ONLY, [("answer", {})]),
    ],
)
async def test_a_command_is_answered_in_the_order_of_the_manners(
    version: str, acks: Acks, frames: list[tuple[str, DataPoints]]
) -> None:
    async with (
        running(version, manners=Manners(acks=acks)) as device,
        client_of(device) as client,
    ):
        tell(client, OFF)
        client._send(Command.HEARTBEAT, b"{}")

        received = await next_frames(client, len(frames) + 1)

        assert [told(frame) for frame in received[:-1]] == frames
        assert received[-1].command == Command.HEARTBEAT


@all_versions
async def test_points_in_an_acknowledgement_are_told_even_if_nothing_changed(version: str) -> None:
    async with (
        running(version, manners=Manners(acks=Acks.POINTS_IN_ACK)) as device,
        client_of(device) as client,
    ):
        tell(client, {"20": True})

        assert [told(frame) for frame in await next_frames(client, 1)] == [("answer", {"20": True})]


@all_versions
async def test_where_points_are_in_the_acknowledgement_others_hear_a_report(version: str) -> None:
    async with (
        running(version, manners=Manners(acks=Acks.POINTS_IN_ACK)) as device,
        client_of(device) as client,
        client_of(device) as other,
    ):
        await other.heartbeat()
        await client.set(OFF)

        assert await other.report() == OFF


@all_versions
@pytest.mark.parametrize("acks", Acks)
async def test_tinytuya_finds_the_state_changed_in_whatever_order_it_is_told(
    version: str, acks: Acks
) -> None:
    async with (
        running(version, manners=Manners(acks=acks)) as device,
        tinytuya_of(device) as peer,
    ):
        await peer.tell(OFF)
        await peer.until(lambda frame: frame.cmd == control_of(version))

        assert device.appliance.status()["20"] is False


@all_versions
async def test_a_refusing_device_says_so_and_does_nothing(version: str) -> None:
    async with (
        running(version, manners=Manners(on_command=OnCommand.REFUSE)) as device,
        client_of(device) as client,
        tinytuya_of(device) as peer,
    ):
        with pytest.raises(LanRefusedError):
            await client.set(OFF)
        assert await peer.set(OFF) == 1
        assert device.appliance.status()["20"] is True


@all_versions
async def test_a_command_may_break_the_connection_off_and_do_nothing(version: str) -> None:
    async with (
        running(version, manners=Manners(on_command=OnCommand.RESET)) as device,
        client_of(device) as client,
    ):
        await client.heartbeat()

        with pytest.raises(ConnectionResetError):
            await client.set(OFF)
        assert device.appliance.status()["20"] is True


@all_versions
async def test_a_command_may_be_obeyed_without_a_word_and_hung_up_on(version: str) -> None:
    manners = Manners(on_command=OnCommand.OBEY_AND_HANG_UP)
    async with (
        running(version, manners=manners) as device,
        client_of(device) as other,
        client_of(device) as client,
    ):
        await other.heartbeat()

        with pytest.raises(ConnectionAbortedError):
            await client.set(OFF)
        assert not client._reports
        assert device.appliance.status()["20"] is False
        assert await other.report() == OFF


@all_versions
async def test_tinytuya_calls_it_an_error_when_a_device_obeys_and_hangs_up(version: str) -> None:
    async with (
        running(version, manners=Manners(on_command=OnCommand.OBEY_AND_HANG_UP)) as device,
        tinytuya_of(device) as peer,
    ):
        await peer.heartbeat()

        assert (await peer.ask(peer.tuya.set_multiple_values, OFF))["Err"] == "904"
        assert device.appliance.status()["20"] is False


@all_versions
async def test_a_device_may_do_one_thing_at_a_time_and_say_yes_to_all(version: str) -> None:
    async with (
        running(version, manners=Manners(one_point_at_a_time=True)) as device,
        client_of(device) as client,
    ):
        await client.set({"20": False, "22": 10})

        assert await client.report() == OFF
        assert device.appliance.status()["22"] == 1000


# Reports ------------------------------------------------------------------------------------


@all_versions
async def test_a_device_may_report_its_whole_status(version: str) -> None:
    async with (
        running(version, manners=Manners(reports=Reports.WHOLE)) as device,
        client_of(device) as client,
    ):
        await client.set(OFF)

        assert await client.report() == device.appliance.status()


@all_versions
async def test_a_device_may_report_nothing_at_all(version: str) -> None:
    bulb = SimulatedBulb()
    async with (
        running(version, appliance=bulb, manners=Manners(reports=Reports.NONE)) as device,
        client_of(device) as client,
    ):
        await client.heartbeat()
        bulb.switch_by_hand(on=False)
        await client.set({"22": 10})

        assert (await client.status()).items() >= {"20": False, "22": 10}.items()
        assert not client._reports


@all_versions
async def test_a_report_may_come_just_before_an_answer(version: str) -> None:
    async with (
        running(version, manners=Manners(reports_before_answers=True)) as device,
        client_of(device) as client,
    ):
        tell(client, OFF)
        frames = [told(frame) for frame in await next_frames(client, 3)]
        await client.status()

        assert frames == [("report", FIRST_OF_OTHERS), ("answer", {}), ("report", OFF)]
        assert await client.report() == {"20": False}


@all_versions
async def test_tinytuya_takes_a_report_before_an_answer_for_the_answer(version: str) -> None:
    async with (
        running(version, manners=Manners(reports_before_answers=True)) as device,
        tinytuya_of(device) as peer,
    ):
        answer = await peer.ask(peer.tuya.set_multiple_values, OFF)

        assert answer["dps"] == FIRST_OF_OTHERS


# Sequence numbers ---------------------------------------------------------------------------


@all_versions
@pytest.mark.parametrize("sequence", Sequence)
async def test_whatever_the_numbers_the_device_is_understood(
    version: str, sequence: Sequence
) -> None:
    async with (
        running(version, manners=Manners(sequence=sequence)) as device,
        client_of(device) as client,
        tinytuya_of(device) as peer,
    ):
        await client.set(OFF)
        assert await client.report() == OFF
        assert (await peer.status())["dps"] == device.appliance.status()


async def numbers(version: str, sequence: Sequence) -> list[int]:
    """The numbers of the answers to two heartbeats and a command, and of its report."""
    async with (
        running(version, manners=Manners(sequence=sequence)) as device,
        client_of(device) as client,
    ):
        client._seqnos = iter([1000, 2000, 3000])  # type: ignore[assignment]
        client._send(Command.HEARTBEAT, b"{}")
        client._send(Command.HEARTBEAT, b"{}")
        tell(client, OFF)
        return [frame.seqno for frame in await next_frames(client, 4)]


@all_versions
async def test_answers_may_echo_the_number_of_the_question(version: str) -> None:
    assert (await numbers(version, Sequence.ECHOED))[:3] == [1000, 2000, 3000]


@all_versions
async def test_everything_may_be_counted(version: str) -> None:
    counted = await numbers(version, Sequence.GLOBAL)

    assert [later - earlier for earlier, later in pairwise(counted)] == [1, 1, 1]


@all_versions
async def test_every_number_may_be_zero(version: str) -> None:
    assert await numbers(version, Sequence.ZERO) == [0, 0, 0, 0]


# Questions ----------------------------------------------------------------------------------


@all_versions
async def test_a_device22_tells_its_status_only_to_those_who_name_data_points(
    version: str,
) -> None:
    question = {"dps": {"20": None, "22": None, "99": None}}
    message = question if version == "3.3" else {"protocol": 5, "data": question}
    async with (
        running(version, manners=Manners(device22=True)) as device,
        client_of(device) as client,
    ):
        with pytest.raises(LanRefusedError, match="json obj data unvalid"):
            await client.status()

        assert _points(await client._ask(Command.CONTROL_NEW, message)) == {"20": True, "22": 1000}


@all_versions
async def test_a_device22_obeys_like_any_other(version: str) -> None:
    async with (
        running(version, manners=Manners(device22=True)) as device,
        client_of(device) as client,
    ):
        await client.set(OFF)

        assert await client.report() == OFF


@pytest.mark.parametrize("version", ["3.3", "3.4"])
async def test_tinytuya_recognises_a_device22(version: str) -> None:
    async with (
        running(version, manners=Manners(device22=True)) as device,
        tinytuya_of(device) as peer,
    ):
        peer.tuya.disabledetect = False
        await peer.ask(peer.tuya.status)

        assert peer.tuya.dev_type == "device22"


async def test_tinytuya_reads_a_device22_that_it_knows_to_be_one() -> None:
    async with (
        running("3.3", manners=Manners(device22=True)) as device,
        tinytuya_of(device) as peer,
    ):
        peer.tuya.dev_type = "device22"
        peer.tuya.set_dpsUsed({"20": None, "24": None})

        assert (await peer.status())["dps"] == {"20": True, "24": "000003e803e8"}


# Negotiation --------------------------------------------------------------------------------


@negotiated_versions
async def test_a_negotiation_may_never_be_answered(version: str) -> None:
    async with running(version, manners=Manners(negotiates=False)) as device:
        with pytest.raises(TimeoutError):
            await client_of(device, timeout=SHORT).__aenter__()

        device.manners = Manners()
        async with client_of(device) as client:
            assert await client.status() == device.appliance.status()


# The line -----------------------------------------------------------------------------------

ODD_LINES = [
    Manners(noise=b"noise"),
    Manners(noise=b"\x00\x00\x55\xaa\x00\x00\x66\x99 and more"),
    Manners(copies=2),
    Manners(segment=5),
    Manners(segment=3, copies=2, noise=b"\x00\x00"),
]


@all_versions
@pytest.mark.parametrize("manners", ODD_LINES, ids=["noise", "prefix", "twice", "five", "all"])
async def test_our_client_understands_a_device_on_an_odd_line(
    version: str, manners: Manners
) -> None:
    async with running(version, manners=manners) as device, client_of(device) as client:
        await client.set({"20": False})

        assert await client.report() == {"20": False}
        assert await client.status() == device.appliance.status()


@all_versions
async def test_tinytuya_understands_frames_in_pieces_and_after_noise(version: str) -> None:
    async with (
        running(version, manners=Manners(segment=5, noise=b"noise")) as device,
        tinytuya_of(device) as peer,
    ):
        assert (await peer.status())["dps"] == device.appliance.status()


async def test_what_is_in_pieces_comes_whole_before_a_hanging_up() -> None:
    bulb = SimulatedBulb()
    async with (
        running(appliance=bulb, manners=Manners(segment=1)) as device,
        client_of(device) as client,
    ):
        await client.heartbeat()
        bulb.switch_by_hand(on=False)
        device.hang_up()

        assert await client.report() == OFF
        with pytest.raises(ConnectionAbortedError):
            await client.report()


@all_versions
async def test_a_frame_that_lacks_its_end_never_arrives_but_the_next_one_does(
    version: str,
) -> None:
    async with running(version) as device, client_of(device) as client:
        await client.heartbeat()
        device.manners = Manners(missing=6)
        client._timeout = SHORT
        with pytest.raises(TimeoutError):
            await client.heartbeat()

        device.manners = Manners()
        client._timeout = 20
        assert await client.status() == device.appliance.status()


@all_versions
async def test_our_client_does_not_accept_a_wrong_check(version: str) -> None:
    async with running(version) as device, client_of(device) as client:
        await client.heartbeat()
        device.manners = Manners(wrong_check=True)

        with pytest.raises(LanError):
            await client.status()


@pytest.mark.parametrize("version", ["3.3", "3.4"])
async def test_tinytuya_accepts_a_wrong_check_where_it_is_not_part_of_the_cipher(
    version: str,
) -> None:
    async with running(version) as device, tinytuya_of(device) as peer:
        await peer.heartbeat()
        device.manners = Manners(wrong_check=True)

        assert (await peer.status())["dps"] == device.appliance.status()


class Written(asyncio.Transport):
    """A transport that keeps what is written, piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[bytes] = []

    @override
    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.pieces.append(bytes(data))

    @override
    def get_write_buffer_size(self) -> int:
        return 0


@pytest.mark.parametrize(
    ("manners", "pieces"),
    [
        (Manners(), [b"frame", b"next."]),
        (Manners(noise=b"no"), [b"noframe", b"nonext."]),
        (Manners(copies=2), [b"frameframe", b"next.next."]),
        (Manners(missing=1), [b"fram", b"next"]),
        (Manners(segment=3), [b"fra", b"me", b"nex", b"t."]),
        (Manners(wrong_check=True), [b"grame", b"oext."]),
    ],
    ids=["good", "noise", "copies", "missing", "segment", "check"],
)
async def test_frames_go_over_the_line_as_the_manners_have_it(
    manners: Manners, pieces: list[bytes]
) -> None:
    written = Written()
    line = Line(written)

    # Four bytes of suffix leave the first byte for the check.
    line.send(b"frame", manners)
    line.send(b"next.", manners)
    line.flush()

    assert written.pieces == pieces
    assert line.unread == 0


async def test_what_waits_on_the_line_can_be_dropped() -> None:
    written = Written()
    line = Line(written)
    line.send(b"frame", Manners(segment=2))
    assert line.unread == 3

    line.drop()
    line.flush()

    assert written.pieces == [b"fr"]


@all_versions
async def test_manners_can_change_while_a_client_is_connected(version: str) -> None:
    async with running(version, DeviceKind.LOCK) as device, client_of(device) as client:
        device.manners = Manners(on_command=OnCommand.REFUSE)
        with pytest.raises(LanRefusedError):
            await client.set({"46": True})

        device.manners = Manners()
        await client.set({"46": True})

        assert await client.report() == {"47": False}
        assert device.config.device_id == DEVICE_ID
