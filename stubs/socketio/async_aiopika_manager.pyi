from typing import Any

class AsyncAioPikaManager:
    def __init__(self, url: str = ..., **options: Any) -> None: ...
