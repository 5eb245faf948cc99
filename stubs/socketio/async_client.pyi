from collections.abc import Callable, Mapping, Sequence
from typing import Any

import aiohttp

class AsyncClient:
    connected: bool
    sid: str | None
    eio: Any

    def __init__(
        self,
        reconnection: bool = True,
        *,
        http_session: aiohttp.ClientSession | None = None,
        **options: Any,
    ) -> None: ...
    def event[**P, R](self, handler: Callable[P, R]) -> Callable[P, R]: ...
    def on(self, event: str, handler: Callable[..., Any] | None = None) -> Any: ...
    async def connect(
        self,
        url: str,
        headers: Mapping[str, str] = ...,
        auth: Any = None,
        transports: Sequence[str] | None = None,
        namespaces: Sequence[str] | None = None,
        socketio_path: str = "socket.io",
        wait: bool = True,
        wait_timeout: float = 1,
    ) -> None: ...
    async def emit(self, event: str, data: Any = None) -> None: ...
    async def call(self, event: str, data: Any = None, *, timeout: float = 60) -> Any: ...
    async def wait(self) -> None: ...
    async def disconnect(self) -> None: ...
