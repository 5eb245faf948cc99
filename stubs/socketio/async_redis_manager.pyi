from typing import Any

aioredis: Any

class AsyncRedisManager:
    def __init__(self, url: str = ..., **options: Any) -> None: ...
