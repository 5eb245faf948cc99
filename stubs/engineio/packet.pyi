from typing import Any, Final

NOOP: Final = 6

class Packet:
    packet_type: int
    data: Any

    def __init__(self, packet_type: int = 6, data: Any = None) -> None: ...
