"""What each status asks of each kind of device, and whom it concerns."""

from collections.abc import Mapping
from dataclasses import dataclass

from .house import House, OwnStatus, entering
from .model import (
    HOUSE,
    BulbCommand,
    BulbMode,
    Command,
    Device,
    DeviceKind,
    LockCommand,
    SirenCommand,
    Status,
)
from .run import Step

SIREN_SECONDS = 60
"""The longest a Tuya siren of the standard set (category sgbj) sounds by itself: 1 to 60 s."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What a status does: one command per kind (a kind not named is left alone), and how far."""

    commands: Mapping[DeviceKind, Command]
    whole_house: bool = False


DEFAULT_RULES: Mapping[Status, Rule] = {
    Status.RED_CRITICAL: Rule(
        commands={
            DeviceKind.SIREN: SirenCommand(on=True, volume=100, duration=SIREN_SECONDS),
            DeviceKind.BULB: BulbCommand(on=True, mode=BulbMode.COLOUR, hue=0),
            DeviceKind.LOCK: LockCommand(lock=True),
        },
        whole_house=True,
    ),
    Status.YELLOW_WARNING: Rule(
        commands={
            DeviceKind.BULB: BulbCommand(on=True, mode=BulbMode.COLOUR, hue=45, brightness=30),
        }
    ),
    Status.GREEN_SAFE: Rule(
        commands={
            DeviceKind.SIREN: SirenCommand(on=False),
            DeviceKind.BULB: BulbCommand(on=True, brightness=20),
        }
    ),
}

_FIRST_TO_LAST = (DeviceKind.SIREN, DeviceKind.BULB, DeviceKind.LOCK)
"""All start at once; where anything must be ordered, what can be heard goes first."""


def demand(house: House, device: Device, rules: Mapping[Status, Rule]) -> Status:
    """The status this device has to express: its zone's, or a higher one that spreads to it."""
    spread = (
        house.shown(zone.id) for zone in house.zones if rules[house.shown(zone.id)].whole_house
    )
    return Status.highest((house.shown(device.zone), *spread))


def plan(
    house: House,
    zone: str,
    status: Status,
    rules: Mapping[Status, Rule] = DEFAULT_RULES,
) -> tuple[Step, ...]:
    """The steps that follow from setting `zone` to `status`, in the order they should start.

    Concerned is every device in the zone, every one the new status spreads to, and every one
    whose demand fell. Each gets what its demand asks **then**: green in one zone never silences
    what another zone still needs, and a warning never weakens a red.
    """
    after = entering(house, zone, OwnStatus(status=status))

    def concerned(device: Device) -> bool:
        then = demand(after, device, rules)
        in_scope = zone in (HOUSE, device.zone) or rules[status].whole_house
        fell = then.severity < demand(house, device, rules).severity
        return fell or (in_scope and then is status)

    steps = [
        Step(device=device, command=command)
        for device in house.devices
        if concerned(device)
        if (command := rules[demand(after, device, rules)].commands.get(device.kind))
    ]
    return tuple(sorted(steps, key=lambda step: _FIRST_TO_LAST.index(step.device.kind)))
