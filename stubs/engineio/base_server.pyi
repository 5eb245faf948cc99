from typing import ClassVar

class BaseServer:
    class reason:
        TRANSPORT_CLOSE: ClassVar[str]
        SERVER_DISCONNECT: ClassVar[str]
