"""The access token of an account."""

import asyncio
from collections.abc import Awaitable, Callable

from ...core.ports import Clock
from ...core.wire import Json
from .reading import record, text, whole
from .signing import Request

TOKEN_REQUEST = Request(method="GET", path="/v1.0/token", query={"grant_type": "1"})
"""Asks for the project's present token, or a new one where it is over.

Tuya also has a request that trades a refresh token for a new pair. It is not used: it ends the
token of every other program of the same project, and carries a secret in its address.
"""


class Tokens:
    """Holds the token for as long as it lives; many may ask at once, one fetches."""

    def __init__(self, fetch: Callable[[], Awaitable[Json]], clock: Clock) -> None:
        """Start without a token; `fetch` gives the result of `TOKEN_REQUEST`."""
        self._fetch = fetch
        self._clock = clock
        self._lock = asyncio.Lock()
        self._token = ""
        self._over_at = 0.0

    async def current(self) -> str:
        """The token.

        Raises:
            CloudError: there was none, and none could be had.
        """
        async with self._lock:
            if not self._token or self._clock.monotonic() >= self._over_at:
                await self._renew()
            return self._token

    async def after(self, refused: str) -> str:
        """The token after this one was refused.

        Raises:
            CloudError: none could be had.
        """
        async with self._lock:
            if self._token == refused:
                await self._renew()
            return self._token

    async def _renew(self) -> None:
        result = record(await self._fetch())
        self._over_at = self._clock.monotonic() + whole(result, "expire_time")
        self._token = text(result, "access_token")
