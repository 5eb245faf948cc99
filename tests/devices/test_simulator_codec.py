"""Frames survive the wire whole or not at all."""

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_twin.devices.simulator.codec import Side
from custom_components.tuya_twin.devices.simulator.frames import (
    LAYOUT_55AA,
    MAX_LENGTH,
    Command,
    Frame,
    FrameError,
    FrameReader,
    PayloadError,
    Version,
)
from custom_components.tuya_twin.devices.simulator.session import Negotiation, NegotiationError
from tests.devices.simulator_kit import LOCAL_KEY, OTHER_KEY, VERSIONS, codec_for, cut, received

numbers = st.integers(0, 2**32 - 1)
commands = st.sampled_from(Command) | numbers
# Payloads that look like the version header in front of them are the awkward ones.
payloads = st.binary(max_size=1200) | st.builds(
    bytes.__add__, st.sampled_from([version.encode() for version in Version]), st.binary()
)
from_client = st.builds(Frame, seqno=numbers, command=commands, payload=payloads)
from_device = st.builds(
    Frame, seqno=numbers, command=commands, payload=payloads, retcode=st.just(0) | numbers
)
versions = st.sampled_from(VERSIONS)
places = st.lists(st.integers(0, 2000))


@given(versions, st.lists(from_client, max_size=4), places)
def test_a_device_reads_what_a_client_wrote(
    version: str, frames: list[Frame], ends: list[int]
) -> None:
    client, device = codec_for(version, Side.CLIENT), codec_for(version, Side.DEVICE)
    wire = b"".join(client.seal(frame) for frame in frames)

    assert received(device, cut(wire, ends)) == frames


@given(versions, st.lists(from_device, max_size=4), places)
def test_a_client_reads_what_a_device_wrote(
    version: str, frames: list[Frame], ends: list[int]
) -> None:
    client, device = codec_for(version, Side.CLIENT), codec_for(version, Side.DEVICE)
    wire = b"".join(device.seal(frame) for frame in frames)

    assert received(client, cut(wire, ends)) == frames


@given(versions, from_client, st.data())
def test_a_flipped_bit_is_never_accepted(version: str, frame: Frame, data: st.DataObject) -> None:
    wire = bytearray(codec_for(version, Side.CLIENT).seal(frame))
    bit = data.draw(st.integers(0, len(wire) * 8 - 1))
    wire[bit // 8] ^= 1 << bit % 8

    assert received(codec_for(version, Side.DEVICE), [bytes(wire)]) == []


@given(versions, from_client, st.lists(st.integers(1, 255), max_size=2000).map(bytes))
def test_noise_before_a_frame_is_skipped(version: str, frame: Frame, noise: bytes) -> None:
    wire = noise + codec_for(version, Side.CLIENT).seal(frame)

    assert received(codec_for(version, Side.DEVICE), [wire]) == [frame]


@given(versions, st.binary(max_size=4000))
def test_noise_alone_is_no_frame(version: str, noise: bytes) -> None:
    assert received(codec_for(version, Side.DEVICE), [noise]) == []


@pytest.mark.parametrize("length", [0, 1, 3, MAX_LENGTH + 1, 2**32 - 1])
def test_nobody_waits_for_an_incredible_length(length: int) -> None:
    frame = Frame(seqno=1, command=Command.CONTROL, payload=b"{}")
    header = LAYOUT_55AA.header.pack(LAYOUT_55AA.prefix, 1, Command.CONTROL, length)
    wire = header + codec_for("3.3", Side.CLIENT).seal(frame)

    assert received(codec_for("3.3", Side.DEVICE), [wire]) == [frame]


def test_a_reader_forgets_noise() -> None:
    reader = FrameReader(LAYOUT_55AA)

    reader.feed(b"\x00" * 100_000)

    assert list(reader.frames()) == []
    assert len(reader._buffer) < len(LAYOUT_55AA.prefix)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_frame_too_long_for_clients_is_not_sealed(version: str) -> None:
    frame = Frame(seqno=1, command=Command.STATUS, payload=b"x" * MAX_LENGTH)

    with pytest.raises(FrameError):
        codec_for(version, Side.DEVICE).seal(frame)


@pytest.mark.parametrize("version", VERSIONS)
def test_frames_cut_short_inside_are_refused(version: str) -> None:
    codec = codec_for(version, Side.CLIENT)
    layout = codec.layout

    with pytest.raises(FrameError):
        codec.open(layout.prefix + bytes(layout.header.size) + layout.suffix)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_client_does_not_take_another_client_for_a_device(version: str) -> None:
    codec = codec_for(version, Side.CLIENT)
    heartbeat = codec.seal(Frame(seqno=1, command=Command.HEARTBEAT))

    with pytest.raises(FrameError):
        codec.open(heartbeat)


@pytest.mark.parametrize("version", ["3.4", "3.5"])
def test_another_key_breaks_the_seal(version: str) -> None:
    frame = Frame(seqno=1, command=Command.CONTROL_NEW, payload=b"{}")
    wire = codec_for(version, Side.CLIENT).seal(frame)

    assert received(codec_for(version, Side.DEVICE, OTHER_KEY), [wire]) == []


def test_on_33_another_key_spoils_only_the_payload() -> None:
    frame = Frame(seqno=7, command=Command.CONTROL, payload=b"{}")
    wire = codec_for("3.3", Side.CLIENT).seal(frame)

    with pytest.raises(PayloadError) as error:
        codec_for("3.3", Side.DEVICE, OTHER_KEY).open(wire)

    assert (error.value.seqno, error.value.command) == (7, Command.CONTROL)


@pytest.mark.parametrize(("version", "size"), [("3.3", 28), ("3.4", 56), ("3.5", 54)], ids=VERSIONS)
def test_an_empty_acknowledgement_has_no_payload_at_all(version: str, size: int) -> None:
    frame = Frame(seqno=1, command=Command.CONTROL, retcode=0)

    assert len(codec_for(version, Side.DEVICE).seal(frame)) == size


def test_on_33_the_version_header_stands_in_clear_before_a_report() -> None:
    frame = Frame(seqno=0, command=Command.STATUS, payload=b"{}", retcode=0)
    wire = codec_for("3.3", Side.DEVICE).seal(frame)

    # Prefix to retcode, then version, checksum, the count of headers, and who sent it.
    assert wire[20:23] == b"3.3"
    assert wire[27:35] == bytes([0, 0, 0, 1, 0, 0, 0, 1])


@given(st.sampled_from([Version.V34, Version.V35]), st.binary(min_size=16, max_size=16))
def test_both_sides_agree_on_a_session_key(version: Version, nonce: bytes) -> None:
    key, client_nonce = LOCAL_KEY.encode(), b"c" * 16
    device = Negotiation(version, key, client_nonce, nonce)
    client = Negotiation.from_answer(version, key, client_nonce, device.answer())

    assert device.accept(client.finish()) == client.session_key()


@pytest.mark.parametrize("version", [Version.V34, Version.V35])
def test_neither_side_accepts_another_local_key(version: Version) -> None:
    nonce = b"n" * 16
    device = Negotiation(version, LOCAL_KEY.encode(), nonce, nonce)
    stranger = Negotiation(version, OTHER_KEY.encode(), nonce, nonce)

    with pytest.raises(NegotiationError):
        device.accept(stranger.finish())
    with pytest.raises(NegotiationError):
        Negotiation.from_answer(version, OTHER_KEY.encode(), nonce, device.answer())


def test_a_nonce_of_another_size_is_refused() -> None:
    with pytest.raises(NegotiationError):
        Negotiation(Version.V34, LOCAL_KEY.encode(), b"short", b"n" * 16)
