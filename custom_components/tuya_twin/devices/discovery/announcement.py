"""What devices announce, and the question that makes the quiet ones announce themselves.

An announcement is one frame with JSON in it. Versions up to 3.1 send it in the clear, later ones
encrypted, with a key that is the same for everybody; which it is shows in the frame and not in
the port: 3.5 sends its own frame to the port of 3.3 too.
"""

from dataclasses import dataclass
from hashlib import md5
from ipaddress import IPv4Address, IPv4Network
import json
import re
from secrets import token_bytes
import struct
from zlib import crc32

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.padding import PKCS7

MAX_SIZE = 2048
"""The longest datagram looked at, in bytes. Announcements take about 200."""

# Published by tuya-convert and in every client since: it hides nothing.
_KEY = md5(b"yGAdlopoPVldABfn", usedforsecurity=False).digest()

_PREFIX_55AA, _SUFFIX_55AA = b"\x00\x00\x55\xaa", b"\x00\x00\xaa\x55"
_PREFIX_6699, _SUFFIX_6699 = b"\x00\x00\x66\x99", b"\x00\x00\x99\x66"
# Prefix, sequence number, command, length; 6699 has two bytes of nothing after its prefix.
_HEADER_55AA, _HEADER_6699 = struct.Struct(">4sIII"), struct.Struct(">4sHIII")
# Checksum and suffix, which the length counts.
_END_55AA = struct.Struct(">I4s")
_RETCODE_SIZE = 4
_NONCE_SIZE = 12
_TAG_SIZE = 16
_ASK_FOR_DEVICES = 0x25

_DEVICE_ID = re.compile(r"[A-Za-z0-9]{8,32}")
_VERSION = re.compile(r"[0-9]\.[0-9]{1,2}")
_PRODUCT_ID = re.compile(r"[A-Za-z0-9]{1,32}")
# A device is on the LAN: private, link-local, or simulated on loopback.
_LAN = tuple(
    IPv4Network(network)
    for network in (
        "10.0.0.0/8",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
    )
)


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A device as an announcement claims it to be, sent from the very address it claims.

    `version` and `product_id` are `None` where they are not told in a form known here.
    """

    device_id: str
    host: str
    version: str | None
    product_id: str | None


def read_announcement(datagram: bytes, source: str) -> Candidate | None:
    """What a datagram from this IPv4 address announces; `None` for anything else. Never raises.

    An announcement that claims another address than it was sent from counts for nothing: it is
    forged, or the address is not that of the device but of a router in between.
    """
    if len(datagram) > MAX_SIZE or not _is_on_lan(source):
        return None
    try:
        claims = json.loads(_open(datagram).decode())
    except ValueError, RecursionError, struct.error, InvalidTag:
        return None
    match claims:
        case {"gwId": str(device_id), "ip": str(claimed)} if (
            claimed == source and _DEVICE_ID.fullmatch(device_id)
        ):
            return Candidate(
                device_id=device_id,
                host=source,
                version=_in_form(_VERSION, claims.get("version")),
                product_id=_in_form(_PRODUCT_ID, claims.get("productKey")),
            )
    return None


def make_question(address: str) -> bytes:
    """The datagram that asks every device to announce itself to this IPv4 address."""
    text = json.dumps({"from": "app", "ip": address}).encode()
    header = _HEADER_6699.pack(
        _PREFIX_6699, 0, 0, _ASK_FOR_DEVICES, _NONCE_SIZE + len(text) + _TAG_SIZE
    )
    nonce = token_bytes(_NONCE_SIZE)
    sealed = AESGCM(_KEY).encrypt(nonce, text, header[len(_PREFIX_6699) :])
    return header + nonce + sealed + _SUFFIX_6699


def _open(datagram: bytes) -> bytes:
    """The text in a datagram.

    Raises:
        ValueError, struct.error, InvalidTag: it is not exactly one whole frame.
    """
    if datagram.startswith(_PREFIX_55AA):
        return _open_55aa(datagram)
    if datagram.startswith(_PREFIX_6699):
        return _open_6699(datagram)
    raise ValueError


def _open_55aa(datagram: bytes) -> bytes:
    _, _, _, length = _HEADER_55AA.unpack_from(datagram)
    checksum, suffix = _END_55AA.unpack(datagram[-_END_55AA.size :])
    if (
        _HEADER_55AA.size + length != len(datagram)
        or suffix != _SUFFIX_55AA
        or checksum != crc32(datagram[: -_END_55AA.size])
    ):
        raise ValueError
    text = datagram[_HEADER_55AA.size + _RETCODE_SIZE : -_END_55AA.size]
    # Text that is encrypted may begin like JSON by chance, but is never ASCII to its end.
    return text if text.isascii() else _decrypt_ecb(text)


def _open_6699(datagram: bytes) -> bytes:
    header = datagram[: _HEADER_6699.size]
    *_, length = _HEADER_6699.unpack(header)
    body, suffix = datagram[len(header) : len(header) + length], datagram[len(header) + length :]
    if suffix != _SUFFIX_6699:
        raise ValueError
    nonce, sealed = body[:_NONCE_SIZE], body[_NONCE_SIZE:]
    text = AESGCM(_KEY).decrypt(nonce, sealed, header[len(_PREFIX_6699) :])
    # Only some devices put a return code in front.
    return text if text.startswith(b"{") else text[_RETCODE_SIZE:]


def _decrypt_ecb(blocks: bytes) -> bytes:
    decryptor = Cipher(algorithms.AES(_KEY), modes.ECB()).decryptor()  # noqa: S305 - Tuya's choice
    unpadder = PKCS7(algorithms.AES.block_size).unpadder()
    padded = decryptor.update(blocks) + decryptor.finalize()
    return unpadder.update(padded) + unpadder.finalize()


def _is_on_lan(source: str) -> bool:
    address = IPv4Address(source)
    return any(address in network for network in _LAN)


def _in_form(form: re.Pattern[str], claim: object) -> str | None:
    return claim if isinstance(claim, str) and form.fullmatch(claim) else None
