"""The house as every screen sees it: a value, and what can happen to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from .errors import UnknownZoneError
from .facts import CodeRefused, Fact
from .incident import Incident
from .lookout import Lookout
from .model import HOUSE, BulbCommand, BulbState, Device, DeviceReport, SirenState, Status, Zone
from .run import Alarm, Cause, Run


@dataclass(frozen=True, kw_only=True)
class ZonesNamed:
    """Zones are called otherwise; which there are stays as it is."""

    zones: tuple[Zone, ...]


type HouseUpdate = Fact | DeviceReport | Run | ZonesNamed


@dataclass(frozen=True, kw_only=True)
class OwnStatus:
    """What a zone, or the house itself, was last set to; `since` is `None` if never."""

    status: Status = Status.GREEN_SAFE
    since: datetime | None = None
    cause: Cause | None = None


_NEVER_SET = OwnStatus()


@dataclass(frozen=True, kw_only=True)
class House:
    """Zones with their status, devices with their last report, the open incident, the last run."""

    id: str
    name: str
    zones: tuple[Zone, ...]
    devices: tuple[Device, ...]
    own: Mapping[str, OwnStatus] = field(default_factory=dict)
    """By zone id, `HOUSE` included; a zone that was never set is missing."""
    reports: Mapping[str, DeviceReport] = field(default_factory=dict)
    """By device id; a device that was never heard of is missing."""
    incident: Incident | None = None
    run: Run | None = None
    """The run that was started last, as it stands."""
    open_runs: Mapping[str, Run] = field(default_factory=dict)
    """By run id, oldest first: those of which not every step is recorded with its result."""
    before: Mapping[str, BulbState | SirenState] = field(default_factory=dict)
    """How devices were before the alarm, by device id, until they are so again."""
    alarms: Mapping[str, Alarm] = field(default_factory=dict)
    """The sirens that are to be heard, or still to be silenced, by device id."""
    lit: Mapping[str, BulbCommand] = field(default_factory=dict)
    """The alarm light that a bulb has proven to show, by device id."""
    proven: Mapping[str, datetime] = field(default_factory=dict)
    """When a device last proved that it does as told, by device id."""
    hazards: tuple[str, ...] = ()
    """The sensors that forbid locking, by entity id."""
    refused: tuple[CodeRefused, ...] = ()
    """The wrong codes since the last right one, the newest last."""
    lookout: Lookout = field(default_factory=Lookout)
    """How the house is watched, and what that has found."""

    def own_status(self, zone: str) -> OwnStatus:
        """What this zone itself was set to."""
        return self.own.get(zone, _NEVER_SET)

    def shown(self, zone: str) -> Status:
        """What is shown: the higher of the zone's own and the house's; for HOUSE, the highest."""
        if zone == HOUSE:
            return Status.highest(own.status for own in self.own.values())
        return Status.highest((self.own_status(zone).status, self.own_status(HOUSE).status))

    @property
    def settled(self) -> bool:
        """Whether nothing is under way that a restart would have to take up."""
        # Nobody can see any more to a device that was taken out of the household.
        seen_to = {device.id for device in self.devices}
        devices = seen_to & (self.alarms.keys() | self.before.keys())
        under_way = self.open_runs or devices or self.hazards
        return self.incident is None and self.lookout.entry is None and not under_way

    def is_commanded(self, device_id: str) -> bool:
        """Whether a run is still busy with this device."""
        return any(
            step.device.id == device_id and not step.result.final
            for run in self.open_runs.values()
            for step in run.steps
        )

    def device(self, device_id: str) -> Device | None:
        """The device with this id; `None` for one that is not of this house any more."""
        return next((device for device in self.devices if device.id == device_id), None)

    def require_zone(self, zone: str) -> None:
        """Raise `UnknownZoneError` unless the house has this zone."""
        known = (HOUSE, *(known.id for known in self.zones))
        if zone not in known:
            raise UnknownZoneError(zone, known)


def entering(house: House, zone: str, own: OwnStatus) -> House:
    """The house with a zone set to a status; green on HOUSE clears every zone."""
    if zone == HOUSE and own.status is Status.GREEN_SAFE:
        return replace(house, own=dict.fromkeys(house.own, own) | {HOUSE: own})
    return replace(house, own={**house.own, zone: own})
