"""A small house, its people and a clock by hand, for the tests of the rules."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from custom_components.tuya_twin.core.facts import StatusUpdate
from custom_components.tuya_twin.core.house import House
from custom_components.tuya_twin.core.model import HOUSE, Device, DeviceKind, Status, Zone
from custom_components.tuya_twin.core.run import Cause

GREEN, YELLOW, RED = Status.GREEN_SAFE, Status.YELLOW_WARNING, Status.RED_CRITICAL
FOYER, LIVING_ROOM = "Foyer", "LivingRoom"
ZONES = (Zone(id=FOYER, name="Foyer"), Zone(id=LIVING_ROOM, name="Living room"))
NIGHT = datetime(2026, 11, 22, 2, 14, tzinfo=UTC)
ANNA = Cause(origin="person", name="Anna")


def device(kind: DeviceKind, zone: str) -> Device:
    return Device(id=f"{zone} {kind}", name=f"The {kind} in {zone}", kind=kind, zone=zone)


FOYER_BULB, FOYER_SIREN, FOYER_LOCK = (device(kind, FOYER) for kind in DeviceKind)
ROOM_BULB, ROOM_SIREN, ROOM_LOCK = (device(kind, LIVING_ROOM) for kind in DeviceKind)
# Neither by zone nor by kind: what is planned must not hang on the order they were added in.
DEVICES = (ROOM_BULB, FOYER_LOCK, FOYER_BULB, ROOM_SIREN, FOYER_SIREN, ROOM_LOCK)


def make_house() -> House:
    """Two zones, each with a bulb, a siren and a lock; nothing has happened yet."""
    return House(id="home", name="Home", zones=ZONES, devices=DEVICES)


def set_to(zone: str, status: Status, *, seq: int = 1, run_id: str | None = None) -> StatusUpdate:
    """A change of status, `seq` minutes into the night."""
    return StatusUpdate(
        status=status,
        zone=zone,
        epoch="one",
        seq=seq,
        at=NIGHT + timedelta(minutes=seq),
        run_id=run_id,
    )


changes = st.tuples(st.sampled_from([HOUSE, FOYER, LIVING_ROOM]), st.sampled_from(Status))
histories = st.lists(changes, max_size=12)
"""What a house can go through: who was set to what, in order."""


@dataclass
class HandClock:
    """A clock that goes when told to."""

    wall: datetime = NIGHT
    seconds: float = 0.0

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.seconds

    def advance(self, seconds: float) -> None:
        self.seconds += seconds
        self.wall += timedelta(seconds=seconds)
