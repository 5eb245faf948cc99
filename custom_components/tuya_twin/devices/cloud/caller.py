"""Calls of one account to Tuya's cloud: a token, a time limit, and a memory of what is refused."""

import asyncio
from collections.abc import Callable, Mapping
import json

import aiohttp

from ...core.errors import CloudError, CloudUnreachableError
from ...core.ports import Clock
from ...core.wire import Json
from .account import CloudAccount
from .budget import CallBudget, CallKind
from .codes import ACCOUNT_WIDE, STALE_TOKEN, error_for
from .signing import Request
from .tokens import TOKEN_REQUEST, Tokens
from .transport import Answer, Transport

CALL_SECONDS = 5.0
"""A call takes no longer, with everything in it."""
type OnOutcome = Callable[[CloudError | None], None]

_ACCOUNT = ""
"""Stands for every path among what is refused."""


class Caller:
    """Makes each call once, but for a token that turns out to be over.

    Every call raises a `CloudError`. A permanent one is remembered, and raised again without
    calling, until `retry`.
    """

    def __init__(  # noqa: PLR0913 - whom to call, who counts, who is told
        self,
        session: aiohttp.ClientSession,
        account: CloudAccount,
        *,
        clock: Clock,
        budget: CallBudget,
        call_seconds: float = CALL_SECONDS,
        on_outcome: OnOutcome | None = None,
    ) -> None:
        """Know the account; nothing is called yet. `on_outcome` is told how each call went."""
        self._budget = budget
        self._transport = Transport(session, account, clock=clock, budget=budget)
        self._tokens = Tokens(self._fetch_token, clock)
        self._call_seconds = call_seconds
        self._on_outcome = on_outcome or _nobody_asks
        self._refused: dict[str, int | None] = {}

    @property
    def ended(self) -> CloudError | None:
        """Why no call at all is made any more; `None` while they are."""
        return error_for(self._refused[_ACCOUNT]) if _ACCOUNT in self._refused else None

    @property
    def refuses(self) -> bool:
        """Whether there is anything that is not called any more."""
        return bool(self._refused)

    def retry(self) -> None:
        """Forget what is refused."""
        self._refused.clear()

    async def get(
        self,
        path: str,
        query: Mapping[str, str] | None = None,
        *,
        kind: CallKind = CallKind.IMPORT,
    ) -> Json:
        """Ask for something."""
        return (await self._call(Request(method="GET", path=path, query=query or {}), kind)).result

    async def post(self, path: str, body: Mapping[str, Json] | None, kind: CallKind) -> Answer:
        """Have something done; success with a result of "false" is a failure."""
        packed = b"" if body is None else json.dumps(body, separators=(",", ":")).encode()
        answer = await self._call(Request(method="POST", path=path, body=packed), kind)
        if answer.result is False:
            raise CloudError
        return answer

    async def _call(self, request: Request, kind: CallKind) -> Answer:
        for remembered in (_ACCOUNT, request.path):
            if remembered in self._refused:
                raise error_for(self._refused[remembered])
        self._budget.check(kind)
        try:
            async with asyncio.timeout(self._call_seconds):
                answer = await self._with_token(request, kind)
        except TimeoutError:
            error = CloudUnreachableError()
            self._on_outcome(error)
            raise error from None
        except CloudError as error:
            if error.permanent:
                path = _ACCOUNT if error.code in ACCOUNT_WIDE else request.path
                self._refused[path] = error.code
            self._on_outcome(error)
            raise
        self._on_outcome(None)
        return answer

    async def _with_token(self, request: Request, kind: CallKind) -> Answer:
        token = await self._tokens.current()
        try:
            return await self._transport.send(request, kind, token=token)
        except CloudError as error:
            if error.code not in STALE_TOKEN:
                raise
        token = await self._tokens.after(token)
        return await self._transport.send(request, kind, token=token)

    async def _fetch_token(self) -> Json:
        return (await self._transport.send(TOKEN_REQUEST, CallKind.TOKEN)).result


def _nobody_asks(_outcome: CloudError | None) -> None:
    """Whoever called sees it anyway."""
