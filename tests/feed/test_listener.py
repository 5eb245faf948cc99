"""A port of the feed's own: who may come, by which certificate, and that nothing of it stays."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
import ssl
from typing import Any

from aiohttp import ClientSession, TCPConnector, web
import pytest

from custom_components.tuya_twin.core.errors import (
    CertificateError,
    InTheClearError,
    OwnPortError,
    PortError,
)
from custom_components.tuya_twin.core.settings import OwnPort
from custom_components.tuya_twin.core.wire import Payload
from custom_components.tuya_twin.devices.simulator import free_port
from custom_components.tuya_twin.feed.listener import Listener
from custom_components.tuya_twin.feed.tls import Certificate
from custom_components.tuya_twin.feed.views import HEALTH_PATH, SOCKET_IO_PATH
from tests.feed.tls_kit import Pair, make_pair
from tests.kit import PATIENCE, WORKER

HOST = f"127.0.{WORKER + 1}.61"
WALL, STRANGE = "https://wall.example", "https://evil.example"
HEALTH: Payload = {"status": "ok", "connected_clients": 3}
PATHS = pytest.mark.parametrize("path", ["/socket.io/", SOCKET_IO_PATH])


@pytest.fixture
def own_port() -> OwnPort:
    return OwnPort(enabled=True, host=HOST, port=free_port(HOST))


@pytest.fixture(scope="module")
def pair() -> Pair:
    return make_pair("first", host=HOST)


@pytest.fixture(scope="module")
def renewed() -> Pair:
    return make_pair("second", host=HOST)


@pytest.fixture
def secured(own_port: OwnPort, pair: Pair, tmp_path: Path) -> OwnPort:
    """The port with that certificate."""
    certificate, key = pair.write(tmp_path)
    return replace(own_port, certificate=str(certificate), key=str(key))


async def answer(request: web.Request) -> web.StreamResponse:
    """In the place of the feed."""
    return web.Response(text=f"{request.method} {await request.text()}")


def prepare(application: web.Application) -> None:
    application.router.add_get("/prepared", answer)


def listener(settings: OwnPort, handle: Callable[[web.Request], Any] = answer) -> Listener:
    return Listener(
        settings,
        handle=handle,
        health=lambda: dict(HEALTH),
        prepare=prepare,
    )


@asynccontextmanager
async def listening(
    settings: OwnPort, handle: Callable[[web.Request], Any] = answer
) -> AsyncIterator[Listener]:
    server = listener(settings, handle)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


@asynccontextmanager
async def browser(settings: OwnPort, trusted: Pair | None = None) -> AsyncIterator[ClientSession]:
    """A client of that port, which keeps no connection open."""
    scheme = "https" if settings.certificate else "http"
    connector = TCPConnector(force_close=True, ssl=trusted.client if trusted else True)
    base = f"{scheme}://{settings.host}:{settings.port}"
    async with ClientSession(base, connector=connector) as session:
        yield session


async def presents(settings: OwnPort, pair: Pair) -> bool:
    """Whether whoever connects now is shown this certificate."""
    async with browser(settings, pair) as session:
        try:
            async with session.get("/") as response:
                return response.status == 200
        except OSError:
            return False


# What is there ------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", HEALTH_PATH])
async def test_health_is_told_to_everybody(own_port: OwnPort, path: str) -> None:
    async with listening(own_port), browser(own_port) as session, session.get(path) as response:
        assert await response.json() == HEALTH


@PATHS
async def test_the_feed_is_where_clients_look_for_it(own_port: OwnPort, path: str) -> None:
    async with listening(own_port), browser(own_port) as session:
        async with session.get(path) as polled:
            assert await polled.text() == "GET "
        async with session.post(path, data="40") as posted:
            assert await posted.text() == "POST 40"


@PATHS
@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"])
async def test_the_feed_knows_no_other_methods(own_port: OwnPort, path: str, method: str) -> None:
    async with (
        listening(own_port),
        browser(own_port) as session,
        session.request(method, path) as response,
    ):
        assert response.status == 400


async def test_nothing_else_is_there(own_port: OwnPort) -> None:
    async with listening(own_port), browser(own_port) as session:
        for path in ("/api/", "/auth/token", "/socket.io", "/api/tuya_twin/metrics"):
            async with session.get(path) as response:
                assert response.status == 404
        async with session.get("/prepared") as response:
            assert response.status == 200


# Pages --------------------------------------------------------------------------------------


async def test_a_page_of_the_port_s_own_is_welcome(own_port: OwnPort) -> None:
    own = f"http://{own_port.host}:{own_port.port}"
    async with (
        listening(own_port),
        browser(own_port) as session,
        session.get("/socket.io/", headers={"Origin": own}) as response,
    ):
        assert response.status == 200
        assert "Access-Control-Allow-Origin" not in response.headers


@PATHS
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
@pytest.mark.parametrize("origin", [STRANGE, "null", "", "https://wall.example.evil", "//"])
async def test_a_strange_page_is_refused(
    own_port: OwnPort, path: str, method: str, origin: str
) -> None:
    allowing = replace(own_port, origins=(WALL,))
    async with (
        listening(allowing),
        browser(allowing) as session,
        session.request(method, path, headers={"Origin": origin}) as response,
    ):
        assert response.status == 403
        assert "Access-Control-Allow-Origin" not in response.headers


@PATHS
async def test_an_allowed_page_may_read_the_answers(own_port: OwnPort, path: str) -> None:
    allowing = replace(own_port, origins=("https://other.example", WALL))
    async with listening(allowing), browser(allowing) as session:
        for method in ("GET", "POST"):
            async with session.request(method, path, headers={"Origin": WALL}) as response:
                assert response.status == 200
                assert response.headers["Access-Control-Allow-Origin"] == WALL
                assert response.headers["Vary"] == "Origin"


async def test_an_allowed_page_may_ask_before_it_sends(own_port: OwnPort) -> None:
    allowing = replace(own_port, origins=(WALL,))
    async with (
        listening(allowing),
        browser(allowing) as session,
        session.options("/socket.io/", headers={"Origin": WALL}) as response,
    ):
        assert response.status == 204
        assert response.headers["Access-Control-Allow-Origin"] == WALL
        assert response.headers["Access-Control-Allow-Methods"] == "GET, POST"


# TLS ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "home.example", ""])  # noqa: S104 - it is refused
async def test_it_does_not_go_on_a_network_without_tls(own_port: OwnPort, host: str) -> None:
    with pytest.raises(InTheClearError):
        await listener(replace(own_port, host=host)).start()


async def test_who_says_so_may_go_without_tls(own_port: OwnPort) -> None:
    # Nobody's address: it gets past the question, and no further.
    with pytest.raises(PortError):
        await listener(replace(own_port, host="192.0.2.1", in_the_clear=True)).start()


async def test_with_a_certificate_it_speaks_tls(secured: OwnPort, pair: Pair) -> None:
    async with listening(secured), browser(secured, pair) as session:
        async with session.get("/") as response:
            assert await response.json() == HEALTH
        own = f"https://{secured.host}:{secured.port}"
        async with session.get("/socket.io/", headers={"Origin": own}) as response:
            assert response.status == 200


async def test_a_renewed_certificate_is_presented_without_a_restart(
    secured: OwnPort, pair: Pair, renewed: Pair, tmp_path: Path
) -> None:
    async with listening(secured) as server:
        assert await presents(secured, pair)
        renewed.write(tmp_path)
        assert await server.renew()

        assert await presents(secured, renewed)
        assert not await presents(secured, pair)


async def test_whoever_is_connected_stays_connected_through_a_renewal(
    secured: OwnPort, pair: Pair, renewed: Pair, tmp_path: Path
) -> None:
    async with (
        listening(secured) as server,
        ClientSession(
            f"https://{secured.host}:{secured.port}",
            connector=TCPConnector(ssl=pair.client, limit=1),
        ) as session,
    ):
        async with session.get("/"):
            pass
        renewed.write(tmp_path)
        await server.renew()

        # On the same line: a new one would not be trusted.
        async with session.get("/") as response:
            assert response.status == 200


async def test_a_certificate_that_is_the_same_is_not_read_again(secured: OwnPort) -> None:
    async with listening(secured) as server:
        assert not await server.renew()


@pytest.mark.parametrize("broken", ["half", "gone", "empty"])
async def test_a_broken_renewal_keeps_the_certificate_there_was(
    secured: OwnPort, pair: Pair, renewed: Pair, broken: str, tmp_path: Path
) -> None:
    async with listening(secured) as server:
        break_it(Path(secured.certificate), broken, renewed)
        for _ in range(2):
            with pytest.raises(CertificateError):
                await server.renew()
            assert await presents(secured, pair)

        renewed.write(tmp_path)
        assert await server.renew()
        assert await presents(secured, renewed)


def break_it(certificate: Path, how: str, renewed: Pair) -> None:
    match how:
        case "half":
            certificate.write_bytes(renewed.certificate)
        case "gone":
            certificate.unlink()
        case "empty":
            certificate.write_bytes(b"")


async def test_what_cannot_be_a_certificate_is_told_in_words(
    pair: Pair, renewed: Pair, tmp_path: Path
) -> None:
    certificate, key = pair.write(tmp_path)
    told = {}
    for name, text in {"other": renewed.key, "no key": b"no key at all"}.items():
        key.write_bytes(text)
        with pytest.raises(CertificateError) as refused:
            await Certificate(str(certificate), str(key)).load()
        told[name] = str(refused.value)
    with pytest.raises(CertificateError) as refused:
        await Certificate(str(tmp_path / "none.pem"), str(key)).load()

    assert told == {
        "other": f"{key} is not the key of {certificate}",
        "no key": f"{certificate} and {key} are not a certificate and its key, or the key has a "
        "password",
    }
    assert str(refused.value) == f"{tmp_path / 'none.pem'}: No such file or directory"


async def test_old_versions_of_tls_are_not_spoken(secured: OwnPort) -> None:
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        old.maximum_version = ssl.TLSVersion.TLSv1_1
    async with listening(secured):
        with pytest.raises(OSError, match=r"(?i)protocol|version|alert"):
            await asyncio.open_connection(secured.host, secured.port, ssl=old)


# Its end ------------------------------------------------------------------------------------


async def test_an_address_that_is_taken_is_told(own_port: OwnPort) -> None:
    async with listening(own_port):
        with pytest.raises(PortError, match="address already in use"):
            await listener(own_port).start()


async def test_whatever_keeps_it_from_starting_is_one_kind_of_error() -> None:
    assert {InTheClearError, CertificateError, PortError} == set(OwnPortError.__subclasses__())


async def test_it_can_be_stopped_without_having_started(own_port: OwnPort) -> None:
    server = listener(own_port)

    await server.stop()
    await server.stop()


async def test_it_can_be_opened_again_at_once(own_port: OwnPort) -> None:
    for _ in range(2):
        async with listening(own_port), browser(own_port) as session, session.get("/") as response:
            assert response.status == 200


async def test_nobody_keeps_it_open(secured: OwnPort, pair: Pair) -> None:
    waiting = asyncio.Event()
    ended = asyncio.Event()

    async def for_ever(_request: web.Request) -> web.StreamResponse:
        waiting.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        return web.Response()

    before = asyncio.all_tasks()
    server = listener(secured, for_ever)
    await server.start()
    # One in the middle of a request, one idle, and one that never ends its handshake.
    _, idle = await asyncio.open_connection(secured.host, secured.port, ssl=pair.client)
    _, silent = await asyncio.open_connection(secured.host, secured.port)
    silent.write(b"\x16\x03\x01")
    async with browser(secured, pair) as session:
        request = asyncio.create_task(_status(session))
        async with asyncio.timeout(PATIENCE):
            await waiting.wait()
            await server.stop()

        assert ended.is_set()
        assert await request is None
    for writer in (idle, silent):
        writer.close()
        await asyncio.gather(writer.wait_closed(), return_exceptions=True)
    assert asyncio.all_tasks() == before
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection(secured.host, secured.port)


async def _status(session: ClientSession) -> int | None:
    try:
        async with session.get("/socket.io/") as response:
            return response.status
    except OSError:
        return None
