"""A cloud on loopback that is as strict as Tuya's, with faults to switch on while it runs."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
import secrets

from aiohttp import web

from ....core.ports import Clock
from ..device import SimulatedDevice
from .account import Refusal, SimulatedAccount
from .control import Control
from .directory import Directory
from .faults import CloudFault, Service
from .gate import TOKEN_PATH, Gate, Letter
from .registry import LockSettings, Registry
from .routes import Answerer, Route
from .tickets import Tickets
from .tokens import TokenOffice

_HOST = "127.0.0.1"
_PATIENCE_AT_THE_END = 1.0


class SimulatedCloud:
    """Knows one account and its devices, which must outlive it.

    Failures come with status 200 and `success: false`, as Tuya's do.
    """

    def __init__(
        self,
        account: SimulatedAccount,
        devices: Mapping[str, SimulatedDevice],
        *,
        clock: Clock,
        rooms: Mapping[str, str] | None = None,
        token_seconds: int = 7200,
    ) -> None:
        """Build it; nothing is opened yet.

        Args:
            account: who may use it.
            devices: the account's devices by id.
            clock: the time as the cloud has it.
            rooms: the names of rooms by device id.
            token_seconds: the life of a token.
        """
        self._account = account
        self._clock = clock
        self._registry = Registry(account, devices, clock, rooms or {})
        self._tokens = TokenOffice(clock, seconds=token_seconds)
        self._gate = Gate(account, self._tokens, clock)
        self._tickets = Tickets(clock)
        self._stopped = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self.fault = CloudFault.NONE
        self.slow_seconds = 1.5
        """How long every answer takes while the fault is `SLOW`."""
        self.quota: int | None = None
        """How many more requests the plan holds; without one there is no end of them."""
        self.requests: list[str] = []
        """Method and path of every request that came in."""

    @property
    def denied(self) -> set[str]:
        """The ids of devices that the project may not use; change it at will."""
        return self._registry.denied

    @property
    def unspecified(self) -> set[str]:
        """The ids of devices whose maker never said what they can do; change it at will."""
        return self._registry.unspecified

    @property
    def unauthorised(self) -> set[Service]:
        """The parts of the cloud that the project may not use; change it at will."""
        return self._registry.unauthorised

    @property
    def locks(self) -> Mapping[str, LockSettings]:
        """The settings of each lock, to be changed at will."""
        return self._registry.locks

    @property
    def tokens_issued(self) -> int:
        """How many pairs of tokens there have been."""
        return self._tokens.issued

    def revoke_token(self) -> None:
        """End the present token before its time."""
        self._tokens.revoke()

    async def start(self) -> str:
        """Listen at any free port; returns the base URL."""
        self._stopped.clear()
        self._registry.open()
        app = web.Application()
        for route in self._routes():
            app.router.add_route(route.method, route.path, self._handler(route.answerer))
        self._runner = web.AppRunner(
            app, access_log=None, handle_signals=False, shutdown_timeout=_PATIENCE_AT_THE_END
        )
        await self._runner.setup()
        await web.TCPSite(self._runner, _HOST, 0).start()
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}"

    async def stop(self) -> None:
        """Listen no more; whoever hangs is let go. Does nothing if it is stopped."""
        self._stopped.set()
        self._registry.close()
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    def _routes(self) -> tuple[Route, ...]:
        return (
            Route("GET", TOKEN_PATH, self._present_token),
            Route("GET", f"{TOKEN_PATH}/{{refresh}}", self._refreshed_token),
            *Directory(self._registry).routes(),
            *Control(self._registry, self._tickets).routes(),
            Route("*", "/{path:.*}", _unknown),
        )

    def _handler(self, answerer: Answerer) -> Callable[[web.Request], Awaitable[web.Response]]:
        """Let a request in, have it answered, and give the answer its form."""

        async def handle(request: web.Request) -> web.Response:
            self.requests.append(f"{request.method} {request.path}")
            if (broken := await self._broken()) is not None:
                return broken
            try:
                await self._admit(request)
                outcome: dict[str, object] = {"success": True, "result": await answerer(request)}
            except Refusal as refusal:
                outcome = {"success": False, "code": refusal.code, "msg": refusal.message}
            now = round(self._clock.now().timestamp() * 1000)
            return web.json_response({**outcome, "t": now, "tid": secrets.token_hex(16)})

        return handle

    async def _broken(self) -> web.Response | None:
        match self.fault:
            case CloudFault.HANG:
                await self._stopped.wait()
            case CloudFault.SLOW:
                await asyncio.sleep(self.slow_seconds)
            case CloudFault.SERVER_ERROR:
                return web.Response(status=502, text="Bad Gateway")
            case CloudFault.NOT_JSON:
                return web.Response(text="<html>Sign in to this network</html>")
        return None

    async def _admit(self, request: web.Request) -> None:
        self._gate.check(
            Letter(
                method=request.method,
                target=request.raw_path,
                headers={name.lower(): value for name, value in request.headers.items()},
                body=await request.read(),
            )
        )
        if self.fault is CloudFault.TOO_MANY:
            raise Refusal(1199, "your requests are too frequent")
        if self.fault is CloudFault.ENDED:
            raise Refusal(
                28841002, "No permissions. Your subscription to cloud development plan has expired."
            )
        if self.quota is not None:
            if self.quota <= 0:
                raise Refusal(28841004, "The trial quota is used up")
            self.quota -= 1
        self._registry.look()

    async def _present_token(self, request: web.Request) -> object:
        if request.query.get("grant_type") != "1":
            raise Refusal(1003, "grant type invalid")
        return {**self._tokens.present(), "uid": self._account.user_id}

    async def _refreshed_token(self, request: web.Request) -> object:
        pair = self._tokens.refresh(request.match_info["refresh"])
        return {**pair, "uid": self._account.user_id}


async def _unknown(_request: web.Request) -> object:
    raise Refusal(1108, "uri path invalid")
