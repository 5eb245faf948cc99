"""The known products: by name, by Tuya's product id, and by what a device has reported."""

from collections.abc import Mapping
from dataclasses import dataclass

from ...core.model import DeviceKind
from .presets import BULBS, LOCK_DEADBOLT, LOCKS, SIREN_STANDARD, SIRENS, TYPE_B
from .profile import Profile
from .values import Dps

PROFILES: Mapping[DeviceKind, Profile] = {
    DeviceKind.BULB: TYPE_B,
    DeviceKind.SIREN: SIREN_STANDARD,
    DeviceKind.LOCK: LOCK_DEADBOLT,
}
"""What a device of a kind is taken for while nothing more is known of it."""

PRESETS: Mapping[DeviceKind, Mapping[str, Profile]] = {
    DeviceKind.BULB: BULBS,
    DeviceKind.SIREN: SIRENS,
    DeviceKind.LOCK: LOCKS,
}


@dataclass(frozen=True, kw_only=True)
class Product:
    """A known product: its kind, and the name of its preset."""

    kind: DeviceKind
    preset: str

    @property
    def profile(self) -> Profile:
        """How it speaks."""
        return PRESETS[self.kind][self.preset]


def _siren(preset: str) -> Product:
    return Product(kind=DeviceKind.SIREN, preset=preset)


def _lock(preset: str) -> Product:
    return Product(kind=DeviceKind.LOCK, preset=preset)


BY_PRODUCT_ID: Mapping[str, Product] = {
    "ztoh9ka787lzjkpy": _siren("a03"),
    "t1blo2bj": _siren("neo_zigbee"),
    "hf0phcrchgkquvke": _siren("qnect_sh_si01"),
    "h2hhafbfuczgcibk": _siren("airam_s1wfaa"),
    "im2eqqhj72suwwko": _siren("orion_outdoor"),
    "likuc5ld1ap3apcm": _siren("orion_outdoor"),
    "yytgthb3nxt1zp0e": _siren("orion_indoor"),
    "tgcajioatssnquwh": _siren("neo_coolcam"),
    "eISESdwVoVIV3axj": _siren("ecoolbuy"),
    "DYgId0sz6zWlmmYu": _siren("stl"),
    "ofwvna43": _lock("deadbolt_lock_only"),
    "g7rboh0x": _lock("deadbolt_lock_only"),
    "oufbykkic2alxcjw": _lock("battery_wifi"),
    "umca8uiv2203ua3k": _lock("battery_wifi"),
}
"""Products by the id in Tuya's announcements and cloud, as the tuya-local project lists them."""


def profile_from(kind: DeviceKind, data: Mapping[str, object]) -> Profile:
    """The profile that `Profile.as_dict` gave; a field that is missing is as the kind's default.

    Raises `InvalidProfileError`, which says what is wrong.
    """
    return PROFILES[kind].with_fields(data)


def candidates(kind: DeviceKind, dps: Dps) -> tuple[str, ...]:
    """The presets of a kind that fit what a device has reported, best first.

    A guess: two sirens may differ in nothing but the unit of their duration.
    """
    fits = {name: fit for name, profile in PRESETS[kind].items() if (fit := _fit(profile, dps))}
    return tuple(sorted(fits, key=lambda name: fits[name], reverse=True))


def _fit(profile: Profile, dps: Dps) -> tuple[int, int] | None:
    """How many data points are as reported, and (negative) how many were not; `None` if unfit."""
    shapes = profile.shapes()
    reported = shapes.keys() & dps.keys()
    if not profile.essential <= reported:
        return None
    if not all(shapes[point](dps[point]) for point in reported):
        return None
    return len(reported), len(reported) - len(shapes)
