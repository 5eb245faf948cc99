"""The feed on a port of its own, for screens that must not reach Home Assistant itself."""

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus
import ssl
from typing import Final, cast

from aiohttp import web

from ..core.addresses import is_loopback
from ..core.errors import InTheClearError, PortError
from ..core.settings import OwnPort
from ..core.wire import Payload
from .tls import Certificate
from .views import HEALTH_PATH, SOCKET_IO_PATH

SHORT_SOCKET_IO_PATH: Final = "/socket.io/"
"""Where a stock client looks if it is told nothing."""

_HANDSHAKE_SECONDS = 10.0
_FAREWELL_SECONDS = 1.0
"""How long a client that does not read may delay the end."""
_METHODS = ("GET", "POST")

type Handle = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Listener:
    """A web server with the feed and its health, and nothing else, from `start` to `stop`."""

    def __init__(
        self,
        settings: OwnPort,
        *,
        handle: Handle,
        health: Callable[[], Payload],
        prepare: Callable[[web.Application], None],
    ) -> None:
        """Serve nobody yet.

        `handle` answers what comes to Socket.IO, `health` is told to everybody, and `prepare`
        gives the application what they need.
        """
        self._settings = settings
        self._handle = handle
        self._health = health
        self._prepare = prepare
        self._certificate: Certificate | None = None
        if settings.certificate:
            self._certificate = Certificate(settings.certificate, settings.key)
        self._runner: web.AppRunner | None = None
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Begin to listen.

        Raises `InTheClearError`, `CertificateError` or `PortError`, with nothing left behind.
        """
        settings = self._settings
        exposed = self._certificate is None and not is_loopback(settings.host)
        if exposed and not settings.in_the_clear:
            msg = f"{settings.host} can be reached by others, and there is no TLS"
            raise InTheClearError(msg)
        context = None if self._certificate is None else await self._certificate.load()
        runner = web.AppRunner(
            self._application(),
            access_log=None,
            handler_cancellation=True,
            shutdown_timeout=_FAREWELL_SECONDS,
        )
        await runner.setup()
        try:
            self._server = await _listen(runner, settings, context)
        except OSError as error:
            await runner.cleanup()
            msg = error.strerror or str(error)
            raise PortError(msg) from error
        self._runner = runner

    async def renew(self) -> bool:
        """Look whether there is a new certificate, for whoever connects from now on.

        Says whether there was. Raises `CertificateError` for one that cannot be used; the one
        before is presented all the same.
        """
        return self._certificate is not None and await self._certificate.renew()

    async def stop(self) -> None:
        """Leave no socket and no task behind; harmless if it never started."""
        server, self._server = self._server, None
        runner, self._runner = self._runner, None
        if server is None or runner is None:
            return
        server.close()
        await runner.cleanup()
        # Whoever is still in a TLS handshake is not known to the runner.
        server.abort_clients()
        await server.wait_closed()

    def _application(self) -> web.Application:
        application = web.Application()
        self._prepare(application)
        for path in (SOCKET_IO_PATH, SHORT_SOCKET_IO_PATH):
            application.router.add_route("*", path, self._socket_io)
        for path in ("/", HEALTH_PATH):
            application.router.add_get(path, self._tell_health)
        application.on_response_prepare.append(self._admit_page)
        return application

    async def _tell_health(self, _request: web.Request) -> web.Response:
        return web.json_response(self._health())

    async def _socket_io(self, request: web.Request) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        foreign = origin is not None and origin.lower() != str(request.url.origin())
        if foreign and not self._is_allowed(origin):
            return web.Response(status=HTTPStatus.FORBIDDEN)
        if foreign and request.method == "OPTIONS":
            return web.Response(
                status=HTTPStatus.NO_CONTENT,
                headers={
                    "Access-Control-Allow-Methods": ", ".join(_METHODS),
                    "Access-Control-Allow-Headers": "Content-Type",
                    "Access-Control-Max-Age": "600",
                },
            )
        if request.method not in _METHODS:
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        return await self._handle(request)

    async def _admit_page(self, request: web.Request, response: web.StreamResponse) -> None:
        """Let a page of an allowed origin read the answer."""
        origin = request.headers.get("Origin")
        if self._is_allowed(origin):
            response.headers["Access-Control-Allow-Origin"] = origin or ""
            response.headers["Vary"] = "Origin"

    def _is_allowed(self, origin: str | None) -> bool:
        return origin is not None and origin.lower() in self._settings.origins


async def _listen(
    runner: web.AppRunner, settings: OwnPort, context: ssl.SSLContext | None
) -> asyncio.Server:
    """Raises `OSError`."""
    return await asyncio.get_running_loop().create_server(
        # Set up, it has one.
        cast("web.Server", runner.server),
        settings.host,
        settings.port,
        ssl=context,
        # aiohttp's own sites would give a silent client a minute.
        ssl_handshake_timeout=None if context is None else _HANDSHAKE_SECONDS,
    )
