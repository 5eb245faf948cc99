"""The devices of a soak: of all kinds, several products, all versions of the protocol."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from custom_components.tuya_twin.core.model import DeviceKind
from custom_components.tuya_twin.devices.profiles import PRESETS
from custom_components.tuya_twin.devices.simulator import SimulatedDeviceConfig
from scripts.lib.home_types import JSONObject, State

ZONES: Final = (
    ("Foyer", "Foyer"),
    ("Kitchen", "Kitchen"),
    ("Study", "Study"),
    ("Garage", "Garage"),
)
_MODELS: Final = (
    (DeviceKind.BULB, "bulb_b", "type_b"),
    (DeviceKind.SIREN, "siren_switch", "standard"),
    (DeviceKind.BULB, "bulb_b", "type_b"),
    (DeviceKind.LOCK, "lock_mains", "deadbolt"),
    (DeviceKind.BULB, "bulb_a", "type_a"),
    (DeviceKind.SIREN, "siren_minutes", "orion_outdoor"),
    (DeviceKind.BULB, "bulb_c", "type_c"),
    (DeviceKind.LOCK, "lock_only", "deadbolt_lock_only"),
    (DeviceKind.SIREN, "siren_104", "neo_coolcam"),
    (DeviceKind.LOCK, "lock_battery", "battery"),
)
"""Kind, simulated model and product of the devices, in turn."""
_VERSIONS: Final = ("3.3", "3.4", "3.5")
_SLEEPS: Final = "lock_battery"
_SWITCHES: Final = {
    DeviceKind.BULB: ("light", "turn_on", "turn_off"),
    DeviceKind.SIREN: ("siren", "turn_on", "turn_off"),
    DeviceKind.LOCK: ("lock", "lock", "unlock"),
}
_OFF: Final[Mapping[str, tuple[str, bool | str]]] = {
    "bulb_a": ("1", False),
    "bulb_b": ("20", False),
    "bulb_c": ("1", False),
    "siren_switch": ("13", False),
    "siren_minutes": ("1", "normal"),
    "siren_104": ("104", False),
    "lock_mains": ("47", False),
    "lock_only": ("47", False),
    "lock_battery": ("47", False),
}
"""By model: the data point that says whether it is on or unlocked, and what it holds if not."""
_SHOWN: Final = {
    DeviceKind.BULB: ("off", "on"),
    DeviceKind.SIREN: ("off", "on"),
    DeviceKind.LOCK: ("locked", "unlocked"),
}


@dataclass(frozen=True, kw_only=True)
class Furnished:
    """A device of the household."""

    config: SimulatedDeviceConfig
    product: str
    name: str
    zone: str

    @property
    def entity_id(self) -> str:
        """Its main entity."""
        domain = _SWITCHES[self.config.kind][0]
        return f"{domain}.{self.name.lower().replace(' ', '_')}"

    @property
    def sleeps(self) -> bool:
        """Whether it is rightly unreachable most of the time."""
        return self.config.model == _SLEEPS

    def is_as(self, state: State, points: Mapping[str, bool | int | str]) -> bool:
        """Whether it is shown as it is."""
        point, off = _OFF[self.config.model or ""]
        told_off, told_on = _SHOWN[self.config.kind]
        return self.sleeps or state.state == (told_off if points[point] == off else told_on)

    def service(self, *, on: bool) -> tuple[str, str]:
        """The action that switches it on or off, or locks or unlocks it."""
        domain, switch_on, switch_off = _SWITCHES[self.config.kind]
        return domain, switch_on if on else switch_off

    def subentry(self, number: int) -> JSONObject:
        """As Home Assistant stores it."""
        config = self.config
        return {
            "data": {
                "device_id": config.device_id,
                "host": config.host,
                "kind": config.kind.value,
                "local_key": config.local_key,
                "port": config.port,
                "profile": dict(PRESETS[config.kind][self.product].as_dict()),
                "version": config.version,
                "zone": self.zone,
            },
            "subentry_id": f"soak{number:022d}",
            "subentry_type": "device",
            "title": self.name,
            "unique_id": config.device_id,
        }


def furniture(count: int) -> list[Furnished]:
    """So many devices, of all kinds, products and versions, spread over the zones."""
    return [_furnished(number) for number in range(count)]


def _furnished(number: int) -> Furnished:
    kind, model, product = _MODELS[number % len(_MODELS)]
    return Furnished(
        config=SimulatedDeviceConfig(
            device_id=f"bfsoak{number:014d}",
            local_key=f"soak-key-{number:07d}",
            version=_VERSIONS[number % len(_VERSIONS)],
            kind=kind,
            host=f"127.0.7.{number + 1}",
            model=model,
        ),
        product=product,
        name=f"Soak {kind.value} {number}",
        zone=ZONES[number % len(ZONES)][0],
    )
