"""Viewer tokens: let a screen that is nobody's listen to a household, and do nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
import hashlib
import hmac
import re
import secrets
from typing import Final, Self

from .wire import Payload, moment, moment_or_none, text

VIEWER_PREFIX: Final = "twin_"
"""How every viewer token begins, and no token of Home Assistant: those begin with `eyJ`."""
_ID_BYTES: Final = 8
_SECRET_BYTES: Final = 32
_FORM: Final = re.compile(rf"{VIEWER_PREFIX}([0-9a-f]{{16}})_([\w-]{{43}})", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Grant:
    """What a token is to be for."""

    name: str
    """How to call the screen."""
    household: str
    zones: tuple[str, ...] | None = None
    """The zones it shows, beside what concerns the whole house; `None` for all."""
    kiosk: bool = False
    """Whether this screen has to show every red."""
    lifetime: timedelta


@dataclass(frozen=True, kw_only=True)
class ViewerToken:
    """What is known of a token; its secret is not."""

    id: str
    name: str
    household: str
    zones: tuple[str, ...] | None
    kiosk: bool
    digest: str = field(repr=False)
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None = None

    @classmethod
    def restore(cls, saved: Mapping[str, object]) -> Self:
        """The token that `as_saved` described. Raises `ValueError` for what is none."""
        zones, used = saved.get("zones"), text(saved, "last_used_at")
        if not (zones is None or isinstance(zones, list)):
            msg = "The zones are no list"
            raise ValueError(msg)
        return cls(
            id=_required(saved, "id"),
            name=_required(saved, "name"),
            household=_required(saved, "household"),
            zones=None if zones is None else tuple(str(zone) for zone in zones),
            kiosk=saved.get("kiosk") is True,
            digest=_required(saved, "digest"),
            created_at=_moment(_required(saved, "created_at")),
            expires_at=_moment(_required(saved, "expires_at")),
            last_used_at=None if used is None else _moment(used),
        )

    def described(self) -> Payload:
        """All that may be told of it."""
        return {
            "id": self.id,
            "name": self.name,
            "household": self.household,
            "zones": None if self.zones is None else list(self.zones),
            "kiosk": self.kiosk,
            "created_at": moment(self.created_at),
            "expires_at": moment(self.expires_at),
            "last_used_at": moment_or_none(self.last_used_at),
        }

    def as_saved(self) -> Payload:
        """All that is known of it, for a place where nobody else reads."""
        return {**self.described(), "digest": self.digest}

    def is_opened_by(self, secret: str) -> bool:
        """Whether this is its secret."""
        return hmac.compare_digest(self.digest, _digest(secret))


def issue(grant: Grant, now: datetime) -> tuple[ViewerToken, str]:
    """A new token, and what its holder has to show, which nobody else knows from then on."""
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    token = ViewerToken(
        id=secrets.token_hex(_ID_BYTES),
        name=grant.name,
        household=grant.household,
        zones=grant.zones,
        kiosk=grant.kiosk,
        digest=_digest(secret),
        created_at=now,
        expires_at=now + grant.lifetime,
    )
    return token, f"{VIEWER_PREFIX}{token.id}_{secret}"


def id_and_secret(shown: str) -> tuple[str, str] | None:
    """What somebody shows, taken apart; `None` if it has not the form of a viewer token."""
    form = _FORM.fullmatch(shown)
    return None if form is None else (form[1], form[2])


def _digest(secret: str) -> str:
    # A slow hash protects what a person could think up. Nobody guesses 256 random bits, and a
    # slow one would be a way to keep this machine busy.
    return hashlib.sha256(secret.encode()).hexdigest()


def _required(saved: Mapping[str, object], key: str) -> str:
    value = text(saved, key)
    if value is None:
        msg = f"There is no {key}"
        raise ValueError(msg)
    return value


def _moment(saved: str) -> datetime:
    at = datetime.fromisoformat(saved)
    if at.tzinfo is None:
        msg = "It is not known in which time zone this is"
        raise ValueError(msg)
    return at
