"""The office that hands out tokens, one pair at a time."""

from dataclasses import dataclass, field
import secrets

from ....core.ports import Clock
from .account import Refusal


@dataclass(frozen=True, kw_only=True)
class _Pair:
    access: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)
    refresh: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)
    over_at: float


class TokenOffice:
    """Keeps the present pair of access and refresh token."""

    def __init__(self, clock: Clock, *, seconds: int) -> None:
        """Hand out nothing yet; a pair lives for so many seconds."""
        self._clock = clock
        self._seconds = seconds
        self._pair: _Pair | None = None
        self.issued = 0
        """How many pairs there have been."""

    def present(self) -> dict[str, object]:
        """The present pair with the rest of its life, or a new one."""
        pair = self._pair
        if pair is None or self._left(pair) <= 0:
            pair = self._issue()
        return self._described(pair)

    def refresh(self, token: str) -> dict[str, object]:
        """A new pair for a refresh token, which is spent, as is the access token with it."""
        if self._pair is None or token != self._pair.refresh:
            raise Refusal(1010, "token invalid")
        return self._described(self._issue())

    def check(self, token: str) -> None:
        """See that this is the present access token, and alive."""
        if not token:
            raise Refusal(1002, "access_token is null")
        if self._pair is None or token != self._pair.access:
            raise Refusal(1011, "token invalid")
        if self._left(self._pair) <= 0:
            raise Refusal(1010, "token is expired")

    def revoke(self) -> None:
        """End the present pair before its time."""
        self._pair = None

    def _issue(self) -> _Pair:
        self.issued += 1
        self._pair = _Pair(over_at=self._clock.monotonic() + self._seconds)
        return self._pair

    def _left(self, pair: _Pair) -> int:
        return int(pair.over_at - self._clock.monotonic())

    def _described(self, pair: _Pair) -> dict[str, object]:
        return {
            "access_token": pair.access,
            "refresh_token": pair.refresh,
            "expire_time": self._left(pair),
        }
