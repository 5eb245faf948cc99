"""Codes by which a screen fetches its viewer token: good once, and only for a while."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
import hashlib
import secrets
from typing import Final, Protocol

from .errors import TooManyOffersError
from .viewers import Grant, ViewerToken

CODE_LASTS: Final = timedelta(minutes=10)
MOST_OFFERS: Final = 16
"""How many codes there may be at a time; each is on somebody's screen now."""
_CODE_BYTES: Final = 18
"""More than the 128 bits that nobody guesses, and still a small QR code."""


class Giver(Protocol):
    """Who gives a code out, and waits for a screen to come with it."""

    def may_give(self) -> bool:
        """Whether they still have the right to: it may have been taken from them meanwhile."""
        ...

    def redeemed(self, token: ViewerToken) -> None:
        """Hear that a screen has come, and which token it has now."""
        ...


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What somebody who shows a code is given. The code itself is not known any more."""

    grant: Grant
    giver: Giver
    made_at: datetime
    expires_at: datetime
    digest: str = field(repr=False)


class Pairing:
    """The codes of the moment. A restart ends them, as it ends whoever shows them."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        """Begin with none."""
        self._now = now
        self._offers: dict[str, Offer] = {}
        """By the digest of their codes."""

    def offer(self, grant: Grant, giver: Giver) -> tuple[Offer, str]:
        """A new offer and its code. Raises `TooManyOffersError`."""
        self._forget_old()
        if len(self._offers) >= MOST_OFFERS:
            raise TooManyOffersError
        now, code = self._now(), secrets.token_urlsafe(_CODE_BYTES)
        offer = Offer(
            grant=grant,
            giver=giver,
            made_at=now,
            expires_at=now + CODE_LASTS,
            digest=_digest(code),
        )
        self._offers[offer.digest] = offer
        return offer, code

    def redeem(self, code: str) -> Offer | None:
        """The offer of a code, which is spent from now on; `None` if the code is not good."""
        self._forget_old()
        # Looked up by its digest, a code tells nobody by the time it takes how near they are.
        offer = self._offers.pop(_digest(code), None)
        return offer if offer is not None and offer.giver.may_give() else None

    def withdraw(self, offer: Offer) -> None:
        """End an offer; harmless if it has ended already."""
        self._offers.pop(offer.digest, None)

    def withdraw_household(self, household: str) -> None:
        """End all offers of a household."""
        for offer in tuple(self._offers.values()):
            if offer.grant.household == household:
                self.withdraw(offer)

    def _forget_old(self) -> None:
        now = self._now()
        for offer in tuple(self._offers.values()):
            # A clock that was put back would have the code last longer.
            if not offer.made_at <= now < offer.expires_at:
                self.withdraw(offer)


def _digest(code: str) -> str:
    # Half a surrogate is no code, but may come in JSON.
    return hashlib.sha256(code.encode(errors="surrogatepass")).hexdigest()
