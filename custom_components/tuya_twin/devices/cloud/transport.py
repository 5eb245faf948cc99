"""One signed request to Tuya's cloud, and what its answer means."""

from collections.abc import Mapping
from dataclasses import dataclass
import json
import logging
import secrets

import aiohttp
from yarl import URL

from ...core.errors import CloudError, CloudUnreachableError
from ...core.ports import Clock
from ...core.wire import Json
from .account import CloudAccount
from .budget import CallBudget, CallKind
from .codes import error_for
from .signing import Request, Stamp, headers

_LOGGER = logging.getLogger(__name__)
_SERVER_ERROR = 500
MOST_BYTES = 8 * 2**20
"""More than any answer has: a page of 75 devices is well below one megabyte."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The result of a request that was carried out."""

    result: Json
    sent_at: int
    """When it was sent at the earliest: milliseconds on the cloud's own clock."""


class Transport:
    """Sends requests for one account, each counted, none repeated."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        account: CloudAccount,
        *,
        clock: Clock,
        budget: CallBudget,
    ) -> None:
        """Know the account; nothing is sent yet."""
        self._session = session
        self._account = account
        self._clock = clock
        self._budget = budget

    async def send(self, request: Request, kind: CallKind, *, token: str = "") -> Answer:
        """Send a request, without a token only to get one.

        Raises:
            CloudError: of the kind that the answer's code stands for, or that there is none. It
                holds nothing of what was sent.
        """
        self._budget.count(kind)
        started = self._clock.monotonic()
        answer = await self._exchange(request, token)
        took = self._clock.monotonic() - started
        if answer.get("success") is not True:
            raise _failure(answer)
        return Answer(result=answer.get("result"), sent_at=self._sent_at(answer, took))

    async def _exchange(self, request: Request, token: str) -> Mapping[str, Json]:
        stamp = Stamp(milliseconds=self._milliseconds(), nonce=secrets.token_hex(16))
        signed = headers(request, self._account, stamp, token=token)
        url = URL(self._account.base_url.rstrip("/") + request.target, encoded=True)
        try:
            async with self._session.request(
                request.method,
                url,
                headers=signed,
                data=request.body or None,
                allow_redirects=False,
            ) as response:
                if response.status >= _SERVER_ERROR:
                    _LOGGER.debug("Tuya's cloud answers with status %s", response.status)
                    raise CloudUnreachableError
                answer = json.loads(await _whole(response))
        except (aiohttp.ClientError, OSError, ValueError, RecursionError) as error:
            # Its words may hold the address, and with it what was asked of whom.
            _LOGGER.debug("Tuya's cloud does not answer: %s", type(error).__name__)
            raise CloudUnreachableError from None
        if not isinstance(answer, dict):
            raise CloudUnreachableError
        return answer

    def _sent_at(self, answer: Mapping[str, Json], took: float) -> int:
        """Reckon from the answer's own time: this machine's clock may be off by minutes.

        The answer was written after the request was sent, and no later than `took` after it.
        """
        at = answer.get("t")
        if type(at) is not int:
            at = self._milliseconds()
        return at - round(took * 1000)

    def _milliseconds(self) -> int:
        return round(self._clock.now().timestamp() * 1000)


async def _whole(response: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for part in response.content.iter_any():
        body += part
        if len(body) > MOST_BYTES:
            msg = "no answer is that long"
            raise ValueError(msg)
    return bytes(body)


def _failure(answer: Mapping[str, Json]) -> CloudError:
    code = answer.get("code")
    if "success" not in answer and code is None:
        return CloudUnreachableError()
    return error_for(code if type(code) is int else None)
