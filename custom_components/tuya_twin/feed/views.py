"""The endpoint's addresses on Home Assistant's own web server."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from aiohttp import web
from homeassistant.helpers.http import HomeAssistantView
from homeassistant.util.hass_dict import HassKey

from ..core.wire import Payload
from .metrics import CONTENT_TYPE
from .server import FeedServer

SOCKET_IO_PATH: Final = "/api/tuya_twin/socket.io/"
HEALTH_PATH: Final = "/api/tuya_twin/health"
METRICS_PATH: Final = "/api/tuya_twin/metrics"
SERVICE_NAME: Final = "tuya-security-digital-twin"

DATA_FEED: HassKey[FeedServer] = HassKey("tuya_twin_feed")
"""The endpoint of all loaded households; missing while none is loaded."""

type Feed = Callable[[], FeedServer | None]
"""The feed of the moment; there is none while no household is loaded."""


def health(clients: int | None) -> Payload:
    """What anybody may know: whether the service is up, and how many clients are let in."""
    return {
        "status": "unavailable" if clients is None else "ok",
        "service": SERVICE_NAME,
        "connected_clients": clients or 0,
    }


class _FeedView(HomeAssistantView):
    """Asks for the feed of the moment.

    aiohttp cannot take a route back, so the view stays while feeds come and go.
    """

    def __init__(self, feed: Feed) -> None:
        """Ask `feed` anew for each request."""
        self._feed = feed


class SocketIoView(_FeedView):
    """Hands requests to the feed."""

    url = SOCKET_IO_PATH
    name = "api:tuya_twin:socket_io"
    # The token comes inside Socket.IO's CONNECT; the gate checks it.
    requires_auth = False

    async def get(self, request: web.Request) -> web.StreamResponse:
        """A poll, or the upgrade to a websocket."""
        if (feed := self._feed()) is None:
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        origin = request.headers.get("Origin")
        if origin is not None and origin != str(request.url.origin()):
            return web.Response(status=HTTPStatus.FORBIDDEN)
        return await feed.handle(request)

    post = get
    """Packets of a client that polls."""
    put = patch = delete = get
    """Refused, in the words of Engine.IO."""


class HealthView(_FeedView):
    """Says that the service is up and how many clients are connected, and nothing else."""

    url = HEALTH_PATH
    name = "api:tuya_twin:health"
    requires_auth = False

    async def get(self, _request: web.Request) -> web.Response:
        """`{"status", "service", "connected_clients"}`; 503 while no household is loaded."""
        feed = self._feed()
        if feed is None:
            return self.json(health(None), HTTPStatus.SERVICE_UNAVAILABLE)
        return self.json(health(feed.connected_client_count))


class MetricsView(_FeedView):
    """What the feed has done, for Prometheus; for any user of Home Assistant, by access token."""

    url = METRICS_PATH
    name = "api:tuya_twin:metrics"

    async def get(self, _request: web.Request) -> web.Response:
        """Prometheus' text format; 503 while no household is loaded."""
        if (feed := self._feed()) is None:
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        return web.Response(body=feed.metrics(), headers={"Content-Type": CONTENT_TYPE})
