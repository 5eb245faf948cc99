"""The devices of the account, and what may be known of each."""

from collections.abc import Mapping
from dataclasses import dataclass

from ....core.model import DeviceKind
from ....core.ports import Clock
from ..device import SimulatedDevice
from .account import Refusal, SimulatedAccount
from .faults import Service
from .shadow import Shadow

_CATEGORIES = {DeviceKind.BULB: "dj", DeviceKind.SIREN: "sgbj", DeviceKind.LOCK: "ms"}
HOME_ID = 11223344


@dataclass
class LockSettings:
    """What a lock lets the cloud do."""

    operable: bool = True
    """Whether it can be locked and unlocked from afar; else it can be unlocked at best."""
    remote_unlock: bool = True
    """Whether its owner has switched remote unlocking on in the app."""


class Registry:
    """Every device by its id."""

    def __init__(
        self,
        account: SimulatedAccount,
        devices: Mapping[str, SimulatedDevice],
        clock: Clock,
        rooms: Mapping[str, str],
    ) -> None:
        """Register the devices, in the order they are given; `rooms` are theirs by id."""
        self._account = account
        self._devices = devices
        self._rooms = rooms
        self._shadows = {name: Shadow(device, clock) for name, device in devices.items()}
        self.denied: set[str] = set()
        self.unspecified: set[str] = set()
        self.unauthorised: set[Service] = set()
        self.locks = {
            name: LockSettings()
            for name, device in devices.items()
            if device.config.kind is DeviceKind.LOCK
        }

    def open(self) -> None:
        """Hear of the devices."""
        for shadow in self._shadows.values():
            shadow.open()

    def close(self) -> None:
        """Listen to the devices no more."""
        for shadow in self._shadows.values():
            shadow.close()

    def look(self) -> None:
        """Hear of every device."""
        for shadow in self._shadows.values():
            shadow.look()

    def device(self, device_id: str) -> SimulatedDevice:
        """A device that the account may use, or a `Refusal`."""
        self._check(device_id)
        return self._devices[device_id]

    def shadow(self, device_id: str) -> Shadow:
        """Its shadow, or a `Refusal`."""
        self._check(device_id)
        return self._shadows[device_id]

    def lock(self, device_id: str) -> LockSettings:
        """The settings of a lock, or a `Refusal`."""
        self._check(device_id)
        if device_id not in self.locks:
            raise Refusal(1045, "remote unlocking is not supported")
        return self.locks[device_id]

    def described(self, device_id: str) -> dict[str, object]:
        """A device as lists and details tell of it."""
        device = self.device(device_id)
        kind = device.config.kind
        return {
            "id": device_id,
            "uid": self._account.user_id,
            "name": f"Simulated {kind}",
            "category": _CATEGORIES[kind],
            "product_id": device.appliance.model,
            "product_name": f"Simulated {kind} ({device.appliance.model})",
            "local_key": device.local_key,
            "online": self._shadows[device_id].online,
            "ip": "",
            "sub": False,
            "owner_id": str(HOME_ID),
        }

    def all_described(self) -> list[dict[str, object]]:
        """Every device that the account may use."""
        return [self.described(name) for name in self._devices if name not in self.denied]

    @property
    def room_names(self) -> list[str]:
        """The rooms of the home, each once."""
        return list(dict.fromkeys(self._rooms.values()))

    def inside(self, room: str) -> list[dict[str, object]]:
        """The devices in a room."""
        return [
            self.described(name)
            for name, where in self._rooms.items()
            if where == room and name not in self.denied
        ]

    def check_service(self, service: Service) -> None:
        """See that the project may use a part of the cloud, or raise a `Refusal`."""
        if service in self.unauthorised:
            raise Refusal(
                28841105, "No permissions. This project is not authorized to call this API"
            )

    def check_user(self, user_id: str) -> None:
        """See that this is the linked user, or raise a `Refusal`."""
        if user_id != self._account.user_id:
            raise Refusal(1106, "permission deny")

    def _check(self, device_id: str) -> None:
        """A device of somebody else looks like one that there is not."""
        if device_id not in self._devices or device_id in self.denied:
            raise Refusal(1106, "permission deny")
