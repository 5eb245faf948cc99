import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from .async_socket import AsyncSocket
from .base_server import BaseServer

class AsyncServer(BaseServer):
    handlers: dict[str, Callable[..., Coroutine[Any, Any, None]]]
    sockets: dict[str, AsyncSocket]
    _async: dict[str, Any]

    def __init__(self, **options: Any) -> None: ...
    def on(self, event: str, handler: Callable[..., Coroutine[Any, Any, None]]) -> None: ...
    async def send(self, sid: str, data: str | bytes | list[str | bytes]) -> None: ...
    async def disconnect(self, sid: str | None = None) -> None: ...
    def start_background_task(
        self, target: Callable[..., Coroutine[Any, Any, None]], *args: Any, **kwargs: Any
    ) -> asyncio.Task[None]: ...
