from typing import Any, Final

CONNECT: Final = 0
DISCONNECT: Final = 1
EVENT: Final = 2
CONNECT_ERROR: Final = 4

class Packet:
    packet_type: int
    data: Any
    namespace: str | None
    id: int | None
    attachment_count: int

    def __init__(
        self,
        packet_type: int = 2,
        data: Any = None,
        namespace: str | None = None,
        id: int | None = None,
        binary: bool | None = None,
        encoded_packet: str | None = None,
    ) -> None: ...
    def encode(self) -> str | list[str | bytes]: ...
