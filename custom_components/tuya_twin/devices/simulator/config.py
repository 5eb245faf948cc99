"""What makes a simulated device that device."""

from dataclasses import dataclass, field
from ipaddress import IPv4Address
import secrets
import string

from ...core.model import DeviceKind
from .appliances import appliance_type
from .frames import Version

TUYA_PORT = 6668
"""Where devices listen, and where clients that cannot be told otherwise look."""

_KEY_SIZE = 16
# Keys of real devices hold quotes and brackets too, which is where careless clients fail.
_KEY_CHARACTERS = string.ascii_letters + string.digits + string.punctuation


@dataclass(frozen=True, kw_only=True)
class SimulatedDeviceConfig:
    """Identity, key and place of a simulated device.

    Raises:
        ValueError: no version of the protocol, no local key, no loopback address, or no model of
            this kind.
    """

    device_id: str
    local_key: str = field(repr=False)
    """Sixteen characters of ASCII."""
    version: str
    """`3.3`, `3.4` or `3.5`."""
    kind: DeviceKind
    host: str
    """An address in 127.0.0.0/8: a simulated device never shows outside this machine."""
    port: int = TUYA_PORT
    """0 for any free one."""
    model: str | None = None
    """One of `APPLIANCES`; the usual one of its kind if there is none."""

    def __post_init__(self) -> None:
        """Check what would fail later and further away."""
        Version(self.version)
        if len(self.local_key.encode("ascii")) != _KEY_SIZE:
            msg = "a local key has sixteen characters"
            raise ValueError(msg)
        check_host(self.host)
        appliance_type(self.kind, self.model)


def check_host(host: str) -> None:
    """See to it that nothing simulated shows outside this machine.

    Raises:
        ValueError: this is no address in 127.0.0.0/8.
    """
    if not IPv4Address(host).is_loopback:
        msg = f"{host} is not in 127.0.0.0/8"
        raise ValueError(msg)


def make_device_id() -> str:
    """A new id of the length that most devices have."""
    return "bf" + secrets.token_hex(9)


def make_local_key() -> str:
    """A new local key."""
    return "".join(secrets.choice(_KEY_CHARACTERS) for _ in range(_KEY_SIZE))
