"""How a request to Tuya's cloud is signed: pure.

After "Sign Requests for Cloud Authorization" of Tuya's documents. Headers can be signed too;
nothing here needs that.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
import hashlib
import hmac
from urllib.parse import quote, unquote

from .account import CloudAccount


@dataclass(frozen=True, kw_only=True)
class Request:
    """What is asked; `path` starts with a slash, is encoded already, and holds no query."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def target(self) -> str:
        """Path and query as they are sent."""
        return self._spelled(self.path, lambda text: quote(text, safe=""))

    @property
    def signed_target(self) -> str:
        """Path and query as they are signed: in order, and not encoded."""
        return self._spelled(unquote(self.path), str)

    def _spelled(self, path: str, spell: Callable[[str], str]) -> str:
        pairs = [f"{spell(key)}={spell(value)}" for key, value in sorted(self.query.items())]
        return f"{path}?{'&'.join(pairs)}" if pairs else path


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """What makes a request this one and no other: the wall clock, and words never used again."""

    milliseconds: int
    nonce: str


def string_to_sign(request: Request) -> str:
    """The request in the form that is signed; the empty line is for headers."""
    digest = hashlib.sha256(request.body).hexdigest()
    return f"{request.method}\n{digest}\n\n{request.signed_target}"


def signature(request: Request, account: CloudAccount, stamp: Stamp, *, token: str) -> str:
    """The signature; `token` is empty in a request for a token."""
    signed = f"{account.client_id}{token}{stamp.milliseconds}{stamp.nonce}{string_to_sign(request)}"
    return hmac.digest(account.secret.encode(), signed.encode(), "sha256").hex().upper()


def headers(request: Request, account: CloudAccount, stamp: Stamp, *, token: str) -> dict[str, str]:
    """Every header that goes with the request."""
    sent = {
        "client_id": account.client_id,
        "t": str(stamp.milliseconds),
        "nonce": stamp.nonce,
        "sign_method": "HMAC-SHA256",
        "sign": signature(request, account, stamp, token=token),
    }
    if token:
        sent["access_token"] = token
    if request.body:
        sent["Content-Type"] = "application/json"
    return sent
