"""A household of simulated devices, and the one offered to those who have no device yet."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
import socket
from types import MappingProxyType

from ...core.model import DeviceKind
from .config import TUYA_PORT, SimulatedDeviceConfig, make_device_id, make_local_key
from .device import SimulatedDevice
from .frames import Version


class SimulatedHousehold:
    """Simulated devices that start and stop together."""

    def __init__(self, configs: Iterable[SimulatedDeviceConfig]) -> None:
        """Build the devices; nothing is opened yet."""
        built = {config.device_id: SimulatedDevice(config) for config in configs}
        self.devices: Mapping[str, SimulatedDevice] = MappingProxyType(built)
        """The devices by their id."""

    async def start(self) -> None:
        """Start every device, or none.

        Raises:
            OSError: an address is taken.
        """
        try:
            for device in self.devices.values():
                await device.start()
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Stop every device."""
        for device in self.devices.values():
            await device.stop()


@dataclass(frozen=True, kw_only=True)
class SimulatedDeviceSpec:
    """A device with its place in the house; `zone` is the zone's id."""

    name: str
    zone: str
    config: SimulatedDeviceConfig


def default_household(
    pick_port: Callable[[str], int] | None = None,
) -> tuple[SimulatedDeviceSpec, ...]:
    """A lamp, a siren and a lock with new ids and keys.

    Args:
        pick_port: the port for a host; `free_port` unless another is given.
    """
    pick = pick_port or free_port

    def spec(
        name: str, zone: str, kind: DeviceKind, version: Version, host: str
    ) -> SimulatedDeviceSpec:
        config = SimulatedDeviceConfig(
            device_id=make_device_id(),
            local_key=make_local_key(),
            version=version.value,
            kind=kind,
            host=host,
            port=pick(host),
        )
        return SimulatedDeviceSpec(name=name, zone=zone, config=config)

    return (
        spec("Living room lamp", "LivingRoom", DeviceKind.BULB, Version.V33, "127.0.0.11"),
        spec("Hall siren", "Foyer", DeviceKind.SIREN, Version.V34, "127.0.0.12"),
        spec("Front door", "Foyer", DeviceKind.LOCK, Version.V35, "127.0.0.13"),
    )


def free_port(host: str) -> int:
    """Tuya's port if it is free at this address, else one that is.

    Raises:
        OSError: there is no such address on this machine.
    """
    try:
        return _bindable(host, TUYA_PORT)
    except OSError:
        return _bindable(host, 0)


def _bindable(host: str, port: int) -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As the device will, so that connections closed a moment ago do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))
        # Two may bind an address that neither listens at.
        probe.listen()
        return int(probe.getsockname()[1])
