from typing import NamedTuple

class TuyaMessage(NamedTuple):
    seqno: int
    cmd: int
    retcode: int | None
    payload: bytes
    crc: int
    crc_good: bool = True
    prefix: int = ...
    iv: bytes | bool | None = None

def pack_message(msg: TuyaMessage, hmac_key: bytes | None = None) -> bytes: ...
def unpack_message(
    data: bytes,
    hmac_key: bytes | None = None,
    header: object = None,
    no_retcode: bool | None = False,
) -> TuyaMessage: ...
