"""The devices of a household: every way to each of them, built from its subentries."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant

from . import household as described
from .core.ladder import Ladder
from .core.model import Device, DeviceReport
from .core.ports import Clock, Link
from .devices.cloud.link import CloudLink
from .devices.link import DeviceLink
from .devices.owner import Timing
from .lent import LentEntity
from .stand_in import EntityStandIn, make_stand_in
from .tuya_account import TuyaAccount

TIMING = Timing()
"""Of every link over the LAN."""

type VersionFound = Callable[[ConfigSubentry, str], None]


@dataclass(frozen=True, kw_only=True)
class Member:
    """A device of the household with its ways, best first, and its stand-ins."""

    subentry: ConfigSubentry
    link: Link
    cloud: CloudLink | None
    stand_ins: tuple[EntityStandIn, ...]
    ladder: Ladder

    @property
    def device(self) -> Device:
        """Which device this is."""
        return self.link.device

    @property
    def lan(self) -> DeviceLink | None:
        """Its link over the LAN; `None` for an entity that is lent."""
        return self.link if isinstance(self.link, DeviceLink) else None

    @property
    def report(self) -> DeviceReport:
        """What was last heard of it by whichever way, and whether the best way is open."""
        report = self.link.report
        relayed = None if self.cloud is None else self.cloud.report
        if relayed is None or relayed.seen_at is None:
            return report
        if report.reachable or (report.seen_at is not None and report.seen_at >= relayed.seen_at):
            return report
        return replace(report, state=relayed.state, seen_at=relayed.seen_at)

    def links(self) -> Iterator[Link]:
        """Everything that has to be started and closed."""
        yield self.link
        if self.cloud is not None:
            yield self.cloud
        for stand_in in self.stand_ins:
            yield stand_in.link


def make_member(
    hass: HomeAssistant,
    subentry: ConfigSubentry,
    *,
    account: TuyaAccount | None,
    clock: Clock,
    on_version: VersionFound,
) -> Member:
    """The device that a subentry describes. Nothing is contacted yet.

    Raises `InvalidProfileError` if it describes no product that can be.
    """
    device = described.device(subentry)
    cloud: CloudLink | None = None
    link: Link
    if (entity := described.lent_entity(subentry)) is not None:
        link = LentEntity(hass, device, entity)
    else:
        profile = described.profile(subentry)
        link = DeviceLink(
            device,
            described.endpoint(subentry),
            profile=profile,
            clock=clock,
            timing=TIMING,
            on_version=lambda version: on_version(subentry, version),
        )
        if account is not None:
            cloud = CloudLink(device, profile, account.client, cloud_id=device.id)
    stand_ins = tuple(
        make_stand_in(hass, device, entity) for entity in described.stand_ins(subentry)
    )
    ways = [link] if cloud is None else [link, cloud]
    return Member(
        subentry=subentry,
        link=link,
        cloud=cloud,
        stand_ins=stand_ins,
        ladder=Ladder(ways, stand_ins),
    )
