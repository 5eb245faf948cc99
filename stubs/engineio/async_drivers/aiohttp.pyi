from typing import Any

from aiohttp import web

_async: dict[str, Any]

def translate_request(request: web.Request) -> dict[str, Any]: ...
