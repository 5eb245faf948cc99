"""Emits inside Home Assistant, in three ways, and says when. For benchmarks on loopback only.

Home Assistant imports this, so it knows nothing of the project but the integration itself.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
import time
from typing import Any

from aiohttp import web
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.http import HomeAssistantView
from homeassistant.helpers.typing import ConfigType
import socketio

from custom_components.tuya_twin.core.facts import StatusUpdate
from custom_components.tuya_twin.core.model import Status

DOMAIN = "bench_feed"
CONFIG_SCHEMA = cv.empty_config_schema(DOMAIN)
TWIN = "tuya_twin"
MANY = 10_000

type Payload = dict[str, Any]
type Emit = Callable[[Payload], Awaitable[None]]


async def async_setup(hass: HomeAssistant, _config: ConfigType) -> bool:
    """Register the addresses."""
    server = socketio.AsyncServer(async_mode="aiohttp", cors_allowed_origins=[])
    hass.http.register_view(PlainSocketIoView(server))
    hass.http.register_view(OpenView(hass))

    async def by_feed(payload: Payload) -> None:
        coordinator = hass.config_entries.async_entries(TWIN)[0].runtime_data
        coordinator.screens.channel.broadcast_status(
            StatusUpdate(
                status=Status(payload["status"]),
                zone=payload["zone"],
                epoch=payload["epoch"],
                seq=payload["seq"],
                at=datetime.fromisoformat(payload["at"]),
            )
        )

    async def by_socketio(payload: Payload) -> None:
        await server.emit("status_update", payload)

    async def by_event(payload: Payload) -> None:
        hass.bus.async_fire("bench_event", payload)

    ways: dict[str, Emit] = {"feed": by_feed, "socketio": by_socketio, "events": by_event}
    hass.http.register_view(EmitView(ways))
    return True


class PlainSocketIoView(HomeAssistantView):
    """python-socketio as its documentation has it, in Home Assistant's own web server."""

    url = "/api/bench_feed/socket.io/"
    name = "api:bench_feed:socket_io"
    requires_auth = False

    def __init__(self, server: socketio.AsyncServer) -> None:
        """Hand requests to this server."""
        self._server = server

    async def get(self, request: web.Request) -> web.StreamResponse:
        """A websocket."""
        response: web.StreamResponse = await self._server.handle_request(request)
        return response


class OpenView(HomeAssistantView):
    """Lets the household have as many screens as are wanted, all from one address."""

    url = "/api/bench_feed/open"
    name = "api:bench_feed:open"
    requires_auth = False

    def __init__(self, hass: HomeAssistant) -> None:
        """Change the households of this instance."""
        self._hass = hass

    async def post(self, request: web.Request) -> web.Response:
        """Change the options, with those that are asked for; the household is built anew."""
        asked = await request.json()
        entries = self._hass.config_entries
        for entry in entries.async_entries(TWIN):
            screens = {"per_address": MANY, "per_user": MANY, **asked}
            entries.async_update_entry(entry, options={**entry.options, "screens": screens})
        return self.json({})


class EmitView(HomeAssistantView):
    """Emits `count` times, `gap` seconds apart, one way; answers with the moments before each.

    They are nanoseconds of the monotonic clock, which all processes of a machine share.
    """

    url = "/api/bench_feed/emit/{way}"
    name = "api:bench_feed:emit"
    requires_auth = False

    def __init__(self, ways: dict[str, Emit]) -> None:
        """Emit in these ways."""
        self._ways = ways

    async def post(self, request: web.Request, way: str) -> web.Response:
        """Emit."""
        asked = await request.json()
        emit, payload, first = self._ways[way], asked["payload"], asked["seq"]
        moments: list[int] = []
        began = time.monotonic()
        for number in range(asked["count"]):
            await asyncio.sleep(max(0.0, began + number * asked["gap"] - time.monotonic()))
            moments.append(time.monotonic_ns())
            await emit({**payload, "seq": first + number})
        return self.json({"moments": moments})
