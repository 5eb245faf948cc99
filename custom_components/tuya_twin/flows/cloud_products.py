"""What a device is as far as can be told from afar: its kind, and the profile that fits best."""

from collections.abc import Awaitable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..core.errors import CloudError
from ..core.model import DeviceKind
from ..devices.cloud import (
    CallKind,
    CloudClient,
    CloudDevice,
    CloudPoint,
    CloudProperty,
    CloudSpecification,
    RemoteUnlock,
)
from ..devices.cloud.translation import Dictionary
from ..devices.profiles import (
    BY_PRODUCT_ID,
    PRESETS,
    PROFILES,
    Dps,
    LockProfile,
    Profile,
    Range,
    SirenProfile,
    candidates,
)
from ..devices.profiles.presets import LOCK_BATTERY, LOCK_CLOUD

_LOCK_CATEGORIES = (
    *("ms", "jtmspro", "jtmsbh", "mk", "bxx"),
    *("gyms", "hotelms", "videolock", "photolock"),
)
_CATEGORIES: Mapping[DeviceKind, tuple[str, ...]] = {
    DeviceKind.BULB: ("dj", "xdd", "fwd", "dc", "dd"),
    DeviceKind.SIREN: ("sgbj",),
    DeviceKind.LOCK: _LOCK_CATEGORIES,
}
"""Tuya's standard categories."""
_ASLEEP = ("jtmspro",)
"""Locks on batteries that are in the Wi-Fi only while somebody uses them."""
_BY_TICKET = "remoteUnlockWithoutPwd"
"""The way to unlock a lock from afar that can lock it too."""
_SECONDS_PER_UNIT: Mapping[object, int] = {"s": 1, "min": 60}


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """What the cloud was willing to tell of a device, which may be nothing."""

    specification: CloudSpecification
    properties: Sequence[CloudProperty]
    unlocks: Sequence[RemoteUnlock]

    @property
    def dps(self) -> Dps:
        """What the device reported last, as it says it over the LAN."""
        return Dictionary.of(self.properties, self.specification).to_lan(self.properties)

    def point(self, number: str | None) -> CloudPoint | None:
        """The data point of that number over the LAN; `None` if it is not known to have it."""
        points = self.specification.points.values()
        return next((point for point in points if number and point.number == number), None)

    def can_write(self, number: str | None) -> bool:
        """Whether it has that data point and can be told a value of it."""
        point = self.point(number)
        return point is not None and point.writable


def kind_of(category: str, product_id: str | None) -> DeviceKind | None:
    """What the protocols use a device for; `None` for what they have no use for."""
    if (product := BY_PRODUCT_ID.get(product_id or "")) is not None:
        return product.kind
    return next((kind for kind, known in _CATEGORIES.items() if category in known), None)


async def async_ask(client: CloudClient, device_id: str, kind: DeviceKind) -> Knowledge:
    """Ask for what decides on a profile: two calls, and one more for a lock. Never raises."""
    specification = await _unless_refused(client.specification(device_id))
    properties = await _unless_refused(client.properties(device_id, kind=CallKind.IMPORT))
    unlocks = None
    if kind is DeviceKind.LOCK:
        unlocks = await _unless_refused(client.remote_unlock_types(device_id))
    return Knowledge(
        specification=specification or CloudSpecification(points={}),
        properties=properties or (),
        unlocks=unlocks or (),
    )


def profile_by_report(kind: DeviceKind, product_id: str | None, dps: Dps) -> Profile:
    """The profile of a product that is known, else the best that fits what the device reported."""
    product = _known_product(kind, product_id)
    return (product or next(_fitting(kind, dps), PROFILES[kind])).refined(dps)


def profile_by_cloud(kind: DeviceKind, device: CloudDevice, known: Knowledge) -> Profile:
    """The profile of a device nobody has tried, by what the cloud knows of it."""
    profile = _known_product(kind, device.product_id)
    if kind is DeviceKind.LOCK:
        profile = profile or _untried_lock(device.category, known)
    profile = (profile or next(_fitting(kind, known.dps), PROFILES[kind])).refined(known.dps)
    match profile:
        case LockProfile():
            return _with_cloud(profile, known)
        case SirenProfile():
            return _with_duration(profile, known)
        case _:
            return profile


def _known_product(kind: DeviceKind, product_id: str | None) -> Profile | None:
    product = BY_PRODUCT_ID.get(product_id or "")
    return product.profile if product is not None and product.kind is kind else None


def _fitting(kind: DeviceKind, dps: Dps) -> Iterator[Profile]:
    return (PRESETS[kind][name] for name in candidates(kind, dps))


def _with_duration(siren: SirenProfile, known: Knowledge) -> SirenProfile:
    """The siren with the duration of its specification: no report shows in which unit it is."""
    point = known.point(siren.duration)
    seconds = _SECONDS_PER_UNIT.get(point.values.get("unit")) if point is not None else None
    if point is None or seconds is None:
        return siren
    match point.values.get("min"), point.values.get("max"):
        case int(low), int(high) if low < high:
            return replace(siren, duration_range=Range(low, high), seconds_per_unit=seconds)
    return replace(siren, seconds_per_unit=seconds)


def _untried_lock(category: str, known: Knowledge) -> LockProfile:
    """What is certain of a lock. That it can be commanded must not be a guess."""
    fitting = _fitting(DeviceKind.LOCK, known.dps)
    locks = [profile for profile in fitting if isinstance(profile, LockProfile)]
    if category not in _ASLEEP:
        if driven := [lock for lock in locks if known.can_write(lock.drive)]:
            return driven[0]
        if any(unlock.open for unlock in known.unlocks):
            return LOCK_CLOUD
    return next((lock for lock in locks if lock.sleeps), LOCK_BATTERY)


def _with_cloud(lock: LockProfile, known: Knowledge) -> LockProfile:
    """The lock with what the cloud may do to it, as long as it is awake to be told."""
    if lock.sleeps:
        return lock
    ways = {unlock.type for unlock in known.unlocks if unlock.open}
    locks = _BY_TICKET in ways and not lock.momentary
    return replace(lock, cloud_unlock=bool(ways), cloud_lock=locks)


async def _unless_refused[T](asked: Awaitable[T]) -> T | None:
    try:
        return await asked
    except CloudError:
        return None
