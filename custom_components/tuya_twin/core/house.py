"""The house as every screen sees it: a value, and the one function that changes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from .errors import UnknownZoneError
from .facts import StatusUpdate
from .incident import Incident
from .model import HOUSE, Device, DeviceReport, Status, Zone
from .run import Run

type HouseUpdate = StatusUpdate | DeviceReport | Run


@dataclass(frozen=True, kw_only=True)
class OwnStatus:
    """What a zone, or the house itself, was last set to; `since` is `None` if never."""

    status: Status = Status.GREEN_SAFE
    since: datetime | None = None


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

    def own_status(self, zone: str) -> OwnStatus:
        """What this zone itself was set to."""
        return self.own.get(zone, _NEVER_SET)

    def shown(self, zone: str) -> Status:
        """What is shown: the higher of the zone's own and the house's; for HOUSE, the highest."""
        if zone == HOUSE:
            return Status.highest(own.status for own in self.own.values())
        return Status.highest((self.own_status(zone).status, self.own_status(HOUSE).status))

    def require_zone(self, zone: str) -> None:
        """Raise `UnknownZoneError` unless the house has this zone."""
        known = (HOUSE, *(known.id for known in self.zones))
        if zone not in known:
            raise UnknownZoneError(zone, known)


def apply(house: House, update: HouseUpdate) -> House:
    """The house after one thing that happened to it."""
    match update:
        case StatusUpdate():
            return _with_status(house, update)
        case DeviceReport(device_id=device_id):
            return replace(house, reports={**house.reports, device_id: update})
        case Run():
            return _with_run(house, update)


def entering(house: House, zone: str, own: OwnStatus) -> House:
    """The house with a zone set to a status; green on HOUSE clears every zone."""
    if zone == HOUSE and own.status is Status.GREEN_SAFE:
        return replace(house, own=dict.fromkeys(house.own, own) | {HOUSE: own})
    return replace(house, own={**house.own, zone: own})


def _with_status(house: House, update: StatusUpdate) -> House:
    changed = entering(house, update.zone, OwnStatus(status=update.status, since=update.at))
    return replace(changed, incident=_incident(changed, update))


def _incident(house: House, update: StatusUpdate) -> Incident | None:
    shown = house.shown(HOUSE)
    if shown is Status.GREEN_SAFE:
        return None
    if house.incident is None:
        return Incident(id=update.run_id or str(update.seq), since=update.at, status=shown)
    return replace(house.incident, status=Status.highest((house.incident.status, shown)))


def _with_run(house: House, run: Run) -> House:
    if house.run is not None:
        older = run.started_at < house.run.started_at
        stale = run.id == house.run.id and run.revision < house.run.revision
        if older or stale:
            return house
    return replace(house, run=run)
