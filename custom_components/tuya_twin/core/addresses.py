"""What is typed as an address: of a page that may listen, of a message bus, of this machine."""

from ipaddress import ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

BUS_SCHEMES: Final = ("redis", "rediss", "amqp", "amqps")
_PAGE_SCHEMES: Final = ("http", "https")


def is_loopback(host: str) -> bool:
    """Whether only this machine itself can reach that host; a name counts only if it says so."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_origin(text: str) -> bool:
    """Whether it is the address of a page as a browser writes it: scheme, host, perhaps port."""
    parts = _parts(text)
    return (
        parts is not None
        and parts.scheme in _PAGE_SCHEMES
        and text == f"{parts.scheme}://{parts.netloc}"
        and text == text.lower()
        and "@" not in parts.netloc
    )


def is_bus(text: str) -> bool:
    """Whether it is the address of a message bus of a known kind."""
    parts = _parts(text)
    return parts is not None and parts.scheme in BUS_SCHEMES


def without_secret(address: str) -> str:
    """A bus's address as it may be shown: without user, password and what else is in it."""
    parts = _parts(address)
    if parts is None:
        return ""
    port = "" if parts.port is None else f":{parts.port}"
    # Of an IPv6 address, the parser takes the brackets off.
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{parts.scheme}://{host}{port}"


def _parts(text: str) -> SplitResult | None:
    """The parts of an address with a host; `None` for what is none."""
    try:
        parts = urlsplit(text)
        _ = parts.port  # raises for a port that cannot be
    except ValueError:
        return None
    return parts if parts.hostname and not any(map(str.isspace, text)) else None
