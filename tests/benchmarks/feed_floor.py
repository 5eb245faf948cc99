"""The floor: aiohttp, which writes one prepared frame to each client and does nothing else."""

import asyncio
import json
import struct
import sys
import time
from typing import Any, Final

from aiohttp import WSMsgType, web

HOST: Final = "127.0.0.1"
CLIENTS: Final[set[asyncio.Transport]] = set()


async def _serve(request: web.Request) -> web.WebSocketResponse:
    websocket = web.WebSocketResponse(compress=False)
    await websocket.prepare(request)
    transport = request.transport
    if transport is not None:
        CLIENTS.add(transport)
        while (await websocket.receive()).type is WSMsgType.TEXT:
            pass
        CLIENTS.discard(transport)
    return websocket


def _emit(payload: dict[str, Any]) -> None:
    text = "42" + json.dumps(["status_update", payload], separators=(",", ":"))
    # Its length is always written in the two bytes that the payload's needs.
    frame = struct.pack("!BBH", 0x81, 126, len(text)) + text.encode()
    for transport in CLIENTS:
        transport.write(frame)


async def _order(request: web.Request) -> web.Response:
    """As the component `bench_feed` has it."""
    asked = await request.json()
    moments = []
    began = time.monotonic()
    for number in range(asked["count"]):
        await asyncio.sleep(max(0.0, began + number * asked["gap"] - time.monotonic()))
        moments.append(time.monotonic_ns())
        _emit({**asked["payload"], "seq": asked["seq"] + number})
    return web.json_response({"moments": moments})


def main(port: int) -> None:
    """Serve until terminated."""
    app = web.Application()
    app.router.add_get("/ws", _serve)
    app.router.add_post("/emit", _order)
    web.run_app(app, host=HOST, port=port, print=None, access_log=None)


if __name__ == "__main__":
    main(int(sys.argv[1]))
