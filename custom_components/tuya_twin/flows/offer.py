"""Which of an account's devices a household can have."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.selector import SelectOptionDict

from ..core.model import DeviceKind
from ..devices.cloud import CloudDevice, CloudRoom
from ..neighbours import held_elsewhere
from .cloud_products import kind_of
from .households import is_configured


class LeftOut(StrEnum):
    """Why a device is not offered."""

    OTHER_KIND = "other_kind"
    BEHIND_HUB = "behind_hub"
    CONFIGURED = "configured"
    HELD = "held"


@dataclass(frozen=True, kw_only=True)
class Offered:
    """A device that can be picked."""

    device: CloudDevice
    kind: DeviceKind
    room: str
    """What its room is called; empty for none."""

    @property
    def title(self) -> str:
        """What to call it: as its owner did, else its maker."""
        names = (self.device.name, self.device.product_name, f"…{self.device.id[-4:]}")
        return next(name.strip() for name in names if name.strip())

    @property
    def choice(self) -> SelectOptionDict:
        """How it is shown: with where it is, or else what it is."""
        place = self.room or self.device.product_name or self.device.category
        return SelectOptionDict(value=self.device.id, label=f"{self.title} ({place})")


@dataclass(frozen=True, kw_only=True)
class Offer:
    """The devices to pick from by id, and how many were left out and why."""

    devices: Mapping[str, Offered]
    left_out: Mapping[LeftOut, int]

    @classmethod
    @callback
    def of(
        cls, hass: HomeAssistant, devices: Iterable[CloudDevice], rooms: Mapping[str, CloudRoom]
    ) -> Self:
        """What can be offered of these devices."""
        offered: dict[str, Offered] = {}
        left_out = Counter[LeftOut]()
        for device in devices:
            room = rooms.get(device.id)
            judged = _judged(hass, device, "" if room is None else room.name.strip())
            if isinstance(judged, Offered):
                offered[device.id] = judged
            else:
                left_out[judged] += 1
        return cls(devices=offered, left_out=left_out)

    @property
    def is_of_nothing(self) -> bool:
        """Whether the account has no devices at all."""
        return not self.devices and not self.left_out

    def counts(self) -> dict[str, str]:
        """The numbers to show, by name."""
        left_out = {reason.value: str(self.left_out.get(reason, 0)) for reason in LeftOut}
        return {"offered": str(len(self.devices)), **left_out}


def _judged(hass: HomeAssistant, device: CloudDevice, room: str) -> Offered | LeftOut:
    if (kind := kind_of(device.category, device.product_id)) is None:
        return LeftOut.OTHER_KIND
    if device.is_sub_device:
        return LeftOut.BEHIND_HUB
    if is_configured(hass, device.id):
        return LeftOut.CONFIGURED
    if held_elsewhere(hass, device.id) is not None:
        return LeftOut.HELD
    return Offered(device=device, kind=kind, room=room)
