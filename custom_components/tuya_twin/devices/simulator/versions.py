"""One codec per version of the protocol."""

from abc import abstractmethod
import hmac
import os
from typing import override
from zlib import crc32

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .codec import Codec, Side, Source
from .ecb import BLOCK_SIZE, open_ecb, seal_ecb
from .frames import LAYOUT_55AA, LAYOUT_6699, Frame, FrameError, PayloadError, Version

_NONCE_SIZE = 12
_TAG_SIZE = 16


class _Codec55AA(Codec):
    """What 3.3 and 3.4 share: the frame around the payload."""

    layout = LAYOUT_55AA
    check_size: int

    @override
    def _seal(self, frame: Frame) -> bytes:
        body = self._pack_retcode(frame)
        if frame.payload:
            body += self._seal_payload(frame)
        layout = self.layout
        length = len(body) + self.check_size + len(layout.suffix)
        signed = layout.header.pack(layout.prefix, frame.seqno, frame.command, length) + body
        return signed + self._check(signed) + layout.suffix

    @override
    def open(self, sealed: bytes) -> Frame:
        header = self.layout.header
        body_end = len(sealed) - len(self.layout.suffix) - self.check_size
        if body_end < header.size:
            raise FrameError(len(sealed))
        signed, check = sealed[:body_end], sealed[body_end : body_end + self.check_size]
        if not hmac.compare_digest(check, self._check(signed)):
            raise FrameError(check)
        _, seqno, command, _ = header.unpack_from(signed)
        retcode, body = self._unpack_retcode(signed[header.size :])
        try:
            payload = self._open_payload(command, retcode, body) if body else b""
        except ValueError as error:
            raise PayloadError(seqno, command) from error
        return Frame(seqno=seqno, command=command, payload=payload, retcode=retcode)

    @abstractmethod
    def _check(self, signed: bytes) -> bytes:
        """What proves the frame whole."""

    @abstractmethod
    def _seal_payload(self, frame: Frame) -> bytes: ...

    @abstractmethod
    def _open_payload(self, command: int, retcode: int | None, body: bytes) -> bytes:
        """Raises: ValueError."""


class _Codec33(_Codec55AA):
    """3.3: the version header stands in clear before the ciphertext."""

    version = Version.V33
    check_size = 4

    @override
    def _check(self, signed: bytes) -> bytes:
        return crc32(signed).to_bytes(4)

    @override
    def _seal_payload(self, frame: Frame) -> bytes:
        body = seal_ecb(self.key, frame.payload)
        return self._header(frame, body) + body

    @override
    def _open_payload(self, command: int, retcode: int | None, body: bytes) -> bytes:
        # Ciphertext can begin like a header; only with one is the length off the block size.
        if len(body) % BLOCK_SIZE:
            body = self._strip_header(command, retcode, body)
        return open_ecb(self.key, body)


class _Codec34(_Codec55AA):
    """3.4: the version header is inside the ciphertext, and the frame is signed."""

    version = Version.V34
    check_size = 32

    @override
    def _check(self, signed: bytes) -> bytes:
        return hmac.digest(self.key, signed, "sha256")

    @override
    def _seal_payload(self, frame: Frame) -> bytes:
        return seal_ecb(self.key, self._header(frame, frame.payload) + frame.payload)

    @override
    def _open_payload(self, command: int, retcode: int | None, body: bytes) -> bytes:
        return self._strip_header(command, retcode, open_ecb(self.key, body))


class _Codec35(Codec):
    """3.5: retcode, version header and payload are all inside the ciphertext."""

    version = Version.V35
    layout = LAYOUT_6699

    @override
    def _seal(self, frame: Frame) -> bytes:
        layout = self.layout
        text = self._pack_retcode(frame) + self._header(frame, frame.payload) + frame.payload
        length = _NONCE_SIZE + len(text) + _TAG_SIZE
        header = layout.header.pack(layout.prefix, 0, frame.seqno, frame.command, length)
        nonce = os.urandom(_NONCE_SIZE)
        sealed = AESGCM(self.key).encrypt(nonce, text, header[len(layout.prefix) :])
        return header + nonce + sealed + layout.suffix

    @override
    def open(self, sealed: bytes) -> Frame:
        layout = self.layout
        start, end = layout.header.size, len(sealed) - len(layout.suffix)
        if end - start < _NONCE_SIZE + _TAG_SIZE:
            raise FrameError(len(sealed))
        nonce, body = sealed[start : start + _NONCE_SIZE], sealed[start + _NONCE_SIZE : end]
        try:
            text = AESGCM(self.key).decrypt(nonce, body, sealed[len(layout.prefix) : start])
        except InvalidTag as error:
            raise FrameError(body[-_TAG_SIZE:]) from error
        _, _, seqno, command, _ = layout.header.unpack_from(sealed)
        retcode, payload = self._unpack_retcode(text)
        payload = self._strip_header(command, retcode, payload)
        return Frame(seqno=seqno, command=command, payload=payload, retcode=retcode)


_CODECS: dict[Version, type[Codec]] = {
    Version.V33: _Codec33,
    Version.V34: _Codec34,
    Version.V35: _Codec35,
}


def make_codec(version: Version, key: bytes, side: Side, source: Source) -> Codec:
    """The codec that a version asks for."""
    return _CODECS[version](key, side, source)
