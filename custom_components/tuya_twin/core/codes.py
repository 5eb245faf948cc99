"""The code that unlocking takes: kept as a hash, refused for a while after too many mistakes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
import hashlib
import hmac
import secrets
from typing import Self

from .errors import InvalidPolicyError, LockedOutError, WrongCodeError
from .facts import CodeRefused

SHORTEST_CODE, LONGEST_CODE = 4, 12
MOST_WRONG = 5
"""Wrong codes in a row before none is taken; a guesser of four digits has one chance in 2,000."""
FORGET_AFTER = timedelta(minutes=10)
"""A wrong code counts for so long."""
LOCK_OUT = timedelta(minutes=5)

_COST = {"n": 2**14, "r": 8, "p": 1, "dklen": 32}
"""Of scrypt: 16 MiB and some 50 ms for each guess, as its author gives for logging in."""


@dataclass(frozen=True, kw_only=True)
class CodeHash:
    """A code that can be checked and not be read."""

    salt: str
    digest: str

    @classmethod
    def of(cls, code: str) -> Self:
        """The hash of a new code; takes some 50 ms. Raises `InvalidPolicyError`."""
        if not (code.isascii() and code.isdecimal()):
            msg = "a code has digits only"
            raise InvalidPolicyError(msg)
        if not SHORTEST_CODE <= len(code) <= LONGEST_CODE:
            msg = f"a code has {SHORTEST_CODE} to {LONGEST_CODE} digits"
            raise InvalidPolicyError(msg)
        salt = secrets.token_bytes(16)
        return cls(salt=salt.hex(), digest=_digest(code, salt).hex())

    def fits(self, code: str) -> bool:
        """Whether this is the code; takes some 50 ms, the same for every answer."""
        digest = _digest(code, bytes.fromhex(self.salt))
        return hmac.compare_digest(digest, bytes.fromhex(self.digest))


def _digest(code: str, salt: bytes) -> bytes:
    return hashlib.scrypt(code.encode(), salt=salt, **_COST)


def require_attempt(refused: Sequence[CodeRefused], now: datetime) -> None:
    """Raise `LockedOutError` while no code is taken, given the wrong ones since a right one."""
    until = next((each.locked_out_until for each in reversed(refused)), None)
    if until is not None and now < until:
        raise LockedOutError(until)


def refusal(
    refused: Sequence[CodeRefused], now: datetime
) -> tuple[WrongCodeError | LockedOutError, datetime | None]:
    """What follows from one more wrong code: the error, and until when none is taken then."""
    recent = [
        each for each in refused if each.locked_out_until is None and now - each.at < FORGET_AFTER
    ]
    since_lock_out = _after_last_lock_out(refused, recent)
    left = MOST_WRONG - 1 - len(since_lock_out)
    if left > 0:
        return WrongCodeError(left), None
    until = now + LOCK_OUT
    return LockedOutError(until), until


def _after_last_lock_out(
    refused: Sequence[CodeRefused], recent: Sequence[CodeRefused]
) -> list[CodeRefused]:
    lock_outs = [each.at for each in refused if each.locked_out_until is not None]
    return [each for each in recent if not lock_outs or each.at > lock_outs[-1]]
