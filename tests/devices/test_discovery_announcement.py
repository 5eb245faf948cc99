"""An announcement is understood whole or not at all; tinytuya is the judge of what is one."""

from collections.abc import Callable
import json
from typing import Any
from zlib import crc32

from hypothesis import given, strategies as st
import pytest
from tinytuya.core import command_types, header as prefixes
from tinytuya.core.message_helper import TuyaMessage, pack_message, unpack_message
from tinytuya.core.udp_helper import decrypt_udp, encrypt, udpkey

from custom_components.tuya_twin.devices.discovery.announcement import (
    MAX_SIZE,
    Candidate,
    make_question,
    read_announcement,
)

ADDRESS = "192.168.1.20"
RETCODE = bytes(4)
UDP = 0
"""The command that announces in the clear; tinytuya has no name for it."""


def packed(command: int, payload: bytes, prefix: int) -> bytes:
    key = udpkey if prefix == prefixes.PREFIX_6699_VALUE else None
    message = TuyaMessage(1, command, None, payload, 0, True, prefix, None)
    return bytes(pack_message(message, hmac_key=key))


def plain(text: bytes) -> bytes:
    """As devices up to 3.1 announce themselves."""
    return packed(UDP, RETCODE + text, prefixes.PREFIX_55AA_VALUE)


def encrypted(text: bytes) -> bytes:
    """As devices from 3.2 to 3.4 announce themselves."""
    payload = RETCODE + encrypt(text, udpkey)
    return packed(command_types.UDP_NEW, payload, prefixes.PREFIX_55AA_VALUE)


def sealed(text: bytes) -> bytes:
    """As devices of version 3.5 announce themselves."""
    return packed(command_types.BOARDCAST_LPV34, RETCODE + text, prefixes.PREFIX_6699_VALUE)


def sealed_without_retcode(text: bytes) -> bytes:
    """As apps speak, and some devices."""
    return packed(command_types.BOARDCAST_LPV34, text, prefixes.PREFIX_6699_VALUE)


FORMS = (plain, encrypted, sealed, sealed_without_retcode)
Form = Callable[[bytes], bytes]
every_form = pytest.mark.parametrize("form", FORMS)

text = st.text(st.sampled_from("ABCXYZabcxyz0123456789"), max_size=32)
candidates = st.builds(
    Candidate,
    device_id=text.filter(lambda device_id: len(device_id) >= 8),
    host=st.ip_addresses(v=4, network="10.0.0.0/8").map(str)
    | st.ip_addresses(v=4, network="192.168.0.0/16").map(str),
    version=st.none() | st.sampled_from(["3.1", "3.22", "3.3", "3.4", "3.5", "4.0"]),
    product_id=st.none() | text.filter(bool),
)


def claims_of(candidate: Candidate, **others: object) -> dict[str, object]:
    claims = {
        "ip": candidate.host,
        "gwId": candidate.device_id,
        "active": 2,
        "ablilty": 0,
        "encrypt": True,
        "productKey": candidate.product_id,
        "version": candidate.version,
    }
    return {name: claim for name, claim in {**claims, **others}.items() if claim is not None}


def text_of(claims: object) -> bytes:
    return json.dumps(claims, separators=(",", ":")).encode()


DEVICE = Candidate(
    device_id="bf0123456789abcdef01", host=ADDRESS, version="3.4", product_id="keyjnuy4s3kre7m7"
)
WHOLE = text_of(claims_of(DEVICE))


@given(st.sampled_from(FORMS), candidates)
def test_what_a_device_announces_is_understood_in_every_form(
    form: Form, candidate: Candidate
) -> None:
    datagram = form(text_of(claims_of(candidate)))

    assert read_announcement(datagram, candidate.host) == candidate
    assert json.loads(decrypt_udp(datagram))["gwId"] == candidate.device_id


def test_an_encrypted_text_that_begins_like_json_is_still_decrypted() -> None:
    for number in range(10_000):
        candidate = Candidate(device_id=f"{number:08}", host=ADDRESS, version=None, product_id=None)
        datagram = encrypted(text_of({"gwId": candidate.device_id, "ip": ADDRESS}))
        if datagram[20:21] == b"{":
            break

    assert datagram[20:21] == b"{"
    assert read_announcement(datagram, ADDRESS) == candidate


@every_form
def test_an_announcement_from_another_address_than_it_claims_gives_no_candidate(form: Form) -> None:
    assert read_announcement(form(WHOLE), ADDRESS) == DEVICE
    assert read_announcement(form(WHOLE), "192.168.1.21") is None


@every_form
@pytest.mark.parametrize(
    "claims",
    [
        claims_of(DEVICE, gwId="short12"),
        claims_of(DEVICE, gwId="x" * 33),
        claims_of(DEVICE, gwId="bf012345/../89"),
        claims_of(DEVICE, gwId="bf0123456789abcdef01\n"),
        claims_of(DEVICE, gwId="bf012345678\N{ARABIC-INDIC DIGIT NINE}"),
        claims_of(DEVICE, gwId=12345678),
        {"ip": ADDRESS},
        {"gwId": DEVICE.device_id},
        claims_of(DEVICE, ip=[ADDRESS]),
        claims_of(DEVICE, ip=f"{ADDRESS}."),
        {"from": "app", "ip": ADDRESS},
        [claims_of(DEVICE)],
        DEVICE.device_id,
        None,
    ],
)
def test_a_text_that_names_no_device_gives_no_candidate(form: Form, claims: Any) -> None:
    assert read_announcement(form(text_of(claims)), ADDRESS) is None


@every_form
@pytest.mark.parametrize(
    "garbage", [b"", b"{", b"[" * 1900, b"\xff\xfe{}", b'{"ip":' + b"9" * 1900 + b"}"]
)
def test_a_text_that_is_no_json_gives_no_candidate(form: Form, garbage: bytes) -> None:
    assert read_announcement(form(garbage), ADDRESS) is None


@every_form
@pytest.mark.parametrize("version", [3.4, "3", "3.456", "v3.4", "3.4\n", {}])
def test_a_version_of_no_known_form_counts_as_not_told(form: Form, version: object) -> None:
    candidate = read_announcement(form(text_of(claims_of(DEVICE, version=version))), ADDRESS)

    assert candidate is not None
    assert candidate.version is None


@pytest.mark.parametrize("product", [7, "", "x" * 33, "<script>"])
def test_a_product_of_no_known_form_counts_as_not_told(product: object) -> None:
    candidate = read_announcement(plain(text_of(claims_of(DEVICE, productKey=product))), ADDRESS)

    assert candidate is not None
    assert candidate.product_id is None


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("10.1.2.3", True),
        ("127.0.0.1", True),
        ("169.254.7.7", True),
        ("172.16.0.1", True),
        ("172.32.0.1", False),
        ("192.168.0.1", True),
        ("192.0.2.1", False),
        ("100.64.0.1", False),
        ("8.8.8.8", False),
        ("0.0.0.0", False),  # noqa: S104 - nobody listens there
        ("224.0.0.1", False),
        ("255.255.255.255", False),
    ],
)
def test_only_addresses_of_a_lan_are_believed(address: str, *, local: bool) -> None:
    datagram = plain(text_of(claims_of(DEVICE, ip=address)))

    assert (read_announcement(datagram, address) is not None) == local


@every_form
def test_a_datagram_of_two_kilobytes_is_read_and_a_longer_one_is_not(form: Form) -> None:
    lengths = [len(form(text_of(claims_of(DEVICE, filler="x" * size)))) for size in range(2048)]
    fits = max(size for size, length in enumerate(lengths) if length <= MAX_SIZE)

    def announced(size: int) -> Candidate | None:
        return read_announcement(form(text_of(claims_of(DEVICE, filler="x" * size))), ADDRESS)

    assert announced(fits) == DEVICE
    assert announced(fits + 1) is None


@given(st.binary(max_size=3000), st.sampled_from([b"", *(form(WHOLE)[:4] for form in FORMS)]))
def test_arbitrary_bytes_never_raise_and_never_give_a_candidate(noise: bytes, start: bytes) -> None:
    assert read_announcement(start + noise, ADDRESS) is None


@given(st.sampled_from(FORMS), st.data())
def test_a_flipped_bit_is_never_accepted(form: Form, data: st.DataObject) -> None:
    datagram = bytearray(form(WHOLE))
    bit = data.draw(st.integers(0, len(datagram) * 8 - 1))
    datagram[bit // 8] ^= 1 << bit % 8

    assert read_announcement(bytes(datagram), ADDRESS) is None


@given(st.sampled_from(FORMS), st.data())
def test_a_part_of_an_announcement_or_more_than_one_is_never_accepted(
    form: Form, data: st.DataObject
) -> None:
    datagram = form(WHOLE)
    part = datagram[: data.draw(st.integers(0, len(datagram) - 1))]

    assert read_announcement(part, ADDRESS) is None
    assert read_announcement(datagram + data.draw(st.binary(min_size=1)), ADDRESS) is None
    assert read_announcement(datagram + datagram, ADDRESS) is None


@pytest.mark.parametrize("lie", [-8, -1, 1, 8, 2**31])
def test_a_length_that_lies_is_never_accepted_whatever_the_checksum_says(lie: int) -> None:
    datagram = bytearray(plain(WHOLE))
    datagram[12:16] = (len(datagram) - 16 + lie).to_bytes(4)
    datagram[-8:-4] = crc32(datagram[:-8]).to_bytes(4)

    assert read_announcement(bytes(datagram), ADDRESS) is None


@given(st.sampled_from(FORMS), st.binary(max_size=1500))
def test_a_whole_frame_around_arbitrary_bytes_never_raises(form: Form, noise: bytes) -> None:
    assert read_announcement(form(noise), ADDRESS) is None


def test_the_question_is_the_one_tinytuya_asks() -> None:
    question = make_question(ADDRESS)
    message = unpack_message(question, hmac_key=udpkey, no_retcode=True)

    assert message.crc_good
    assert message.cmd == command_types.REQ_DEVINFO
    assert message.payload == json.dumps({"from": "app", "ip": ADDRESS}).encode()
    assert question[-4:] == prefixes.SUFFIX_6699_BIN
    assert len(question) == len(
        pack_message(message._replace(retcode=None, iv=True), hmac_key=udpkey)
    )


def test_no_two_questions_are_sealed_with_the_same_nonce() -> None:
    assert len({make_question(ADDRESS)[18:30] for _ in range(100)}) == 100
