"""AES in ECB mode. No choice of ours: versions 3.3 and 3.4 of the protocol are made of it."""

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

BLOCK_SIZE = 16


def encrypt_ecb(key: bytes, blocks: bytes) -> bytes:
    """Encrypt whole blocks."""
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305
    return encryptor.update(blocks) + encryptor.finalize()


def _decrypt_ecb(key: bytes, blocks: bytes) -> bytes:
    decryptor = Cipher(algorithms.AES(key), modes.ECB()).decryptor()  # noqa: S305
    return decryptor.update(blocks) + decryptor.finalize()


def seal_ecb(key: bytes, text: bytes) -> bytes:
    """Pad and encrypt."""
    padder = PKCS7(BLOCK_SIZE * 8).padder()
    return encrypt_ecb(key, padder.update(text) + padder.finalize())


def open_ecb(key: bytes, sealed: bytes) -> bytes:
    """Decrypt and take the padding off.

    Raises:
        ValueError: these are no whole blocks, or there is no such padding.
    """
    unpadder = PKCS7(BLOCK_SIZE * 8).unpadder()
    return unpadder.update(_decrypt_ecb(key, sealed)) + unpadder.finalize()
