"""Whether the responders of a zone could respond now and, if not, why. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from .house import House
from .model import HOUSE, Bolt, Device, LockState
from .settings import Settings


class Gap(StrEnum):
    """Why a zone is not ready."""

    UNREACHABLE = "unreachable"
    """A device does not answer."""
    BOLT_UNKNOWN = "bolt_unknown"
    """A lock does not tell where its bolt is."""
    JAMMED = "jammed"
    NEVER_PROVEN = "never_proven"
    """A device has not proven yet that it does as told: there was no drill."""
    DRILL_OVERDUE = "drill_overdue"
    """The last proof of a device is too old."""
    NO_SCREEN = "no_screen"
    """Nobody would see it: no screen is live."""


@dataclass(frozen=True, kw_only=True)
class NotReady:
    """One reason why a zone is not ready; `since` is when it was last right, if that is known."""

    gap: Gap
    device: Device | None = None
    since: datetime | None = None


def gaps(
    house: House, zone: str, settings: Settings, *, screens: int, now: datetime
) -> tuple[NotReady, ...]:
    """Everything that keeps a zone, or `HOUSE`, from being ready; ready if there is nothing."""
    found = [
        gap
        for device in house.devices
        if zone in (HOUSE, device.zone)
        for gap in _gaps_of(house, device, settings, now)
    ]
    if settings.needs_screen and screens == 0:
        found.append(NotReady(gap=Gap.NO_SCREEN))
    return tuple(found)


def _gaps_of(house: House, device: Device, settings: Settings, now: datetime) -> Iterator[NotReady]:
    report = house.reports.get(device.id)
    if report is None or not report.reachable:
        seen_at = None if report is None else report.seen_at
        yield NotReady(gap=Gap.UNREACHABLE, device=device, since=seen_at)
    elif isinstance(report.state, LockState):
        if report.state.bolt is Bolt.UNKNOWN:
            yield NotReady(gap=Gap.BOLT_UNKNOWN, device=device)
        elif report.state.bolt is Bolt.JAMMED:
            yield NotReady(gap=Gap.JAMMED, device=device)
    proven = house.proven.get(device.id)
    if proven is None:
        yield NotReady(gap=Gap.NEVER_PROVEN, device=device)
    elif now - proven > timedelta(days=settings.drills.every_days):
        yield NotReady(gap=Gap.DRILL_OVERDUE, device=device, since=proven)
