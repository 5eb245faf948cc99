"""An edge server: shows a house to many screens, and lets in whom the house lets in.

What happens in the house comes over its message bus. Whether a screen may know, and what it has
missed, the house itself is asked, with the screen's own token. It needs python-socketio, aiohttp,
and redis or aio-pika, but not Home Assistant.
"""

import argparse
import asyncio
from collections.abc import AsyncIterator
from ipaddress import ip_address
import os
import ssl

from aiohttp import web

from scripts.lib.edge_house import SOCKET_IO_PATH, House
from scripts.lib.edge_server import Edge


def application(edge: Edge, *, recheck: float) -> web.Application:
    """The edge server's addresses."""
    app = web.Application()
    for path in (SOCKET_IO_PATH, "/socket.io/"):
        app.router.add_get(path, edge.server.handle_request)
        app.router.add_post(path, edge.server.handle_request)

    async def health(_request: web.Request) -> web.Response:
        return web.json_response(edge.health())

    async def running(_app: web.Application) -> AsyncIterator[None]:
        task = asyncio.create_task(edge.look_after(recheck))
        yield
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    app.router.add_get("/", health)
    app.cleanup_ctx.append(running)
    return app


def arguments() -> argparse.Namespace:
    """What is asked for on the command line."""
    parser = argparse.ArgumentParser(description="An edge server of tuya_twin's feed.")
    parser.add_argument(
        "--house", required=True, help="Home Assistant, or its own port for screens"
    )
    parser.add_argument(
        "--bus",
        default=os.environ.get("TUYA_TWIN_BUS"),
        help="the message bus; better in the environment, as TUYA_TWIN_BUS: it has a password",
    )
    parser.add_argument("--host", default="127.0.0.1", help="another than loopback takes TLS")
    parser.add_argument("--port", type=int, default=8125)
    parser.add_argument("--certificate", help="the file of the certificate and its chain")
    parser.add_argument("--key", help="the file of its key")
    parser.add_argument("--in-the-clear", action="store_true", help="go without TLS all the same")
    parser.add_argument("--origin", action="append", default=[], help="a page that may listen")
    parser.add_argument("--recheck", type=float, default=60, help="seconds between token checks")
    parser.add_argument(
        "--tell-addresses",
        action="store_true",
        help="send X-Forwarded-For: Home Assistant has to trust this machine as a proxy",
    )
    asked = parser.parse_args()
    if not asked.bus:
        parser.error("--bus, or TUYA_TWIN_BUS in the environment, is needed")
    if not (asked.certificate or asked.in_the_clear or ip_address(asked.host).is_loopback):
        parser.error("others can reach this host: give --certificate and --key")
    return asked


async def build(asked: argparse.Namespace) -> web.Application:
    """The server that was asked for."""
    house = House(asked.house, tell_addresses=asked.tell_addresses)
    return application(Edge(house, asked.bus, asked.origin), recheck=asked.recheck)


def main() -> None:
    """Serve until interrupted."""
    asked = arguments()
    context = None
    if asked.certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(asked.certificate, asked.key)
    web.run_app(
        build(asked),
        host=asked.host,
        port=asked.port,
        ssl_context=context,
        access_log=None,
        handler_cancellation=True,
        shutdown_timeout=1,
    )


if __name__ == "__main__":
    main()
