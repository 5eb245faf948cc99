"""The negotiation of a session key, as versions 3.4 and 3.5 want it: pure, both sides.

The client sends a nonce (start); the device answers with its own nonce and a proof that it
knows the local key (answer); the client proves the same (finish). Nobody answers the finish.
"""

import hmac
from typing import Self

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .ecb import encrypt_ecb
from .frames import Version

NONCE_SIZE = 16


class NegotiationError(Exception):
    """The other side does not know the local key, or does not speak this version."""


def prove(local_key: bytes, nonce: bytes) -> bytes:
    """Proof of knowing the local key, for whoever made the nonce."""
    return hmac.digest(local_key, nonce, "sha256")


class Negotiation:
    """What both sides know once both nonces are out."""

    def __init__(
        self, version: Version, local_key: bytes, client_nonce: bytes, device_nonce: bytes
    ) -> None:
        """Take the nonces.

        Raises:
            NegotiationError: a nonce has the wrong size.
        """
        if not len(client_nonce) == len(device_nonce) == NONCE_SIZE:
            raise NegotiationError
        self._version = version
        self._local_key = local_key
        self._client_nonce = client_nonce
        self._device_nonce = device_nonce

    @classmethod
    def from_answer(
        cls, version: Version, local_key: bytes, client_nonce: bytes, answer: bytes
    ) -> Self:
        """The client's view, from the device's answer.

        Raises:
            NegotiationError: the device does not know the local key.
        """
        device_nonce, proof = answer[:NONCE_SIZE], answer[NONCE_SIZE:]
        if not hmac.compare_digest(proof, prove(local_key, client_nonce)):
            raise NegotiationError
        return cls(version, local_key, client_nonce, device_nonce)

    def answer(self) -> bytes:
        """What the device answers."""
        return self._device_nonce + prove(self._local_key, self._client_nonce)

    def finish(self) -> bytes:
        """What the client finishes with."""
        return prove(self._local_key, self._device_nonce)

    def accept(self, finish: bytes) -> bytes:
        """The session key, if the client finished as it should.

        Raises:
            NegotiationError: the client does not know the local key.
        """
        if not hmac.compare_digest(finish, self.finish()):
            raise NegotiationError
        return self.session_key()

    def session_key(self) -> bytes:
        """The key of every frame after the finish."""
        pairs = zip(self._client_nonce, self._device_nonce, strict=True)
        mixed = bytes(a ^ b for a, b in pairs)
        if self._version is Version.V34:
            return encrypt_ecb(self._local_key, mixed)
        # The nonce of the session goes in again as the nonce of the cipher.
        sealed = AESGCM(self._local_key).encrypt(self._client_nonce[:12], mixed, None)
        return sealed[:NONCE_SIZE]
