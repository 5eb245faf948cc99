import asyncio

from .packet import Packet

class AsyncSocket:
    queue: asyncio.Queue[Packet | None]
    closed: bool
    upgraded: bool
    upgrading: bool

    async def close(
        self, wait: bool = True, abort: bool = False, reason: str | None = None
    ) -> None: ...
