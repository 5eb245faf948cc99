"""What is used of tinytuya, which ships no types."""

from collections.abc import Mapping
import socket as sockets
from typing import Any

from .core.message_helper import TuyaMessage as TuyaMessage, pack_message as pack_message

REQ_DEVINFO: int
PREFIX_6699_VALUE: int
udpkey: bytes

class Device:
    address: str
    version: float
    port: int
    dev_type: str
    disabledetect: bool
    raw_recv: list[TuyaMessage]
    socket: sockets.socket

    def __init__(
        self,
        dev_id: str,
        address: str | None = None,
        local_key: str = "",
        dev_type: str = "default",
        connection_timeout: float = 5,
        version: float = 3.1,
        persist: bool = False,
        *,
        connection_retry_limit: int = 5,
        connection_retry_delay: float = 5,
        port: int = 6668,
    ) -> None: ...
    def status(self, nowait: bool = False) -> Any: ...
    def receive(self) -> Any: ...
    def heartbeat(self, nowait: bool = True) -> Any: ...
    def set_multiple_values(self, data: Mapping[str, Any], nowait: bool = False) -> Any: ...
    def set_retry(self, retry: bool) -> None: ...
    def set_sendWait(self, s: float | None) -> None: ...
    def set_socketRetryLimit(self, limit: int) -> None: ...
    def set_dpsUsed(self, dps_to_request: Mapping[str, None]) -> None: ...
    def close(self) -> None: ...

class BulbDevice(Device):
    bulb_type: str | None

    def detect_bulb(self) -> None: ...
