"""Who is let in: the signature, the time, the nonce and the token of a request."""

from collections.abc import Mapping
from dataclasses import dataclass
import hashlib
import hmac
from urllib.parse import parse_qsl, unquote

from ....core.ports import Clock
from .account import Refusal, SimulatedAccount
from .tokens import TokenOffice

WINDOW_MS = 5 * 60 * 1000
"""How far the time of a request may be from the cloud's, either way."""
TOKEN_PATH = "/v1.0/token"  # noqa: S105 - a path


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A request as it came in; the names of headers are in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


class Gate:
    """Checks each request as Tuya's documents of the signature describe it."""

    def __init__(self, account: SimulatedAccount, tokens: TokenOffice, clock: Clock) -> None:
        """Let nobody in but this account."""
        self._account = account
        self._tokens = tokens
        self._clock = clock
        self._nonces: dict[str, int] = {}

    def check(self, letter: Letter) -> None:
        """Let the request in, or raise a `Refusal`."""
        sent = letter.headers
        for name in ("client_id", "sign", "t"):
            if name not in sent:
                raise Refusal(1105, "missing the header")
        if sent["client_id"] != self._account.client_id:
            raise Refusal(1005, "clientId invalid")
        self._check_time(sent["t"])
        wants_token = letter.target.startswith(TOKEN_PATH)
        token = "" if wants_token else sent.get("access_token", "")
        if not hmac.compare_digest(self._signature(letter, token), sent["sign"].encode()):
            raise Refusal(1004, "sign invalid")
        self._check_nonce(sent.get("nonce", ""))
        if not wants_token:
            self._tokens.check(token)

    def _check_time(self, sent: str) -> None:
        if not sent.isdecimal() or abs(int(sent) - self._now()) > WINDOW_MS:
            raise Refusal(1013, "request time is invalid")

    def _check_nonce(self, nonce: str) -> None:
        """See that a nonce is new; what is out of the window could not be sent again anyway."""
        now = self._now()
        self._nonces = {
            known: at for known, at in self._nonces.items() if abs(now - at) <= 2 * WINDOW_MS
        }
        if nonce in self._nonces:
            raise Refusal(1004, "sign invalid")
        if nonce:
            self._nonces[nonce] = now

    def _signature(self, letter: Letter, token: str) -> bytes:
        sent = letter.headers
        names = [name for name in sent.get("signature-headers", "").split(":") if name]
        signed_headers = "".join(f"{name}:{sent.get(name.lower(), '')}\n" for name in names)
        path, _, query = letter.target.partition("?")
        pairs = sorted(parse_qsl(query, keep_blank_values=True))
        asked = unquote(path) + ("?" if pairs else "")
        asked += "&".join(f"{name}={value}" for name, value in pairs)
        digest = hashlib.sha256(letter.body).hexdigest()
        text = f"{letter.method}\n{digest}\n{signed_headers}\n{asked}"
        text = f"{self._account.client_id}{token}{sent['t']}{sent.get('nonce', '')}{text}"
        signature = hmac.new(self._account.secret.encode(), text.encode(), hashlib.sha256)
        return signature.hexdigest().upper().encode()

    def _now(self) -> int:
        return round(self._clock.now().timestamp() * 1000)
