import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, ClassVar

from aiohttp import web
import engineio

from .base_manager import BaseManager

class AsyncServer:
    eio: engineio.AsyncServer
    manager: BaseManager
    manager_initialized: bool
    reason: ClassVar[type[engineio.AsyncServer.reason]]

    def __init__(self, **options: Any) -> None: ...
    def event[**P, R](self, handler: Callable[P, R]) -> Callable[P, R]: ...
    def on(self, event: str, handler: Callable[..., Any]) -> None: ...
    async def emit(
        self,
        event: str,
        data: Any = None,
        to: str | None = None,
        room: str | None = None,
        *,
        ignore_queue: bool = False,
    ) -> None: ...
    async def enter_room(self, sid: str, room: str) -> None: ...
    async def disconnect(self, sid: str) -> None: ...
    def start_background_task(
        self, target: Callable[..., Coroutine[Any, Any, None]], *args: Any, **kwargs: Any
    ) -> asyncio.Task[None]: ...
    async def shutdown(self) -> None: ...
    async def handle_request(self, *request: Any) -> web.StreamResponse: ...
    def _engineio_server_class(self) -> type[engineio.AsyncServer]: ...
