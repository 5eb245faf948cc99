"""What happens in a soak, drawn by lot before it begins: the same seed gives the same plan."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
import random
from types import MappingProxyType
from typing import Final

from custom_components.tuya_twin.core.model import DeviceKind, Protocol
from custom_components.tuya_twin.devices.simulator import (
    Fault,
    Manners,
    OnCommand,
    Reports,
    WhenFull,
)

MANNERS: Final[Mapping[str, Manners]] = MappingProxyType(
    {
        "frames torn off": Manners(missing=7),
        "wrong checksums": Manners(wrong_check=True),
        "noise before frames": Manners(noise=b"\x00\x00U\xaa\xff-noise"),
        "frames in pieces": Manners(segment=3),
        "every frame thrice": Manners(copies=3),
        "commands refused": Manners(on_command=OnCommand.REFUSE),
        "reset when commanded": Manners(on_command=OnCommand.RESET),
        "hangs up when commanded": Manners(on_command=OnCommand.OBEY_AND_HANG_UP),
        "reports nothing": Manners(reports=Reports.NONE),
        "no place for clients": Manners(slots=0, when_full=WhenFull.ACCEPT_THEN_RESET),
        "mute when greeted": Manners(negotiates=False),
    }
)
"""Bad manners on the wire, by name; with the simulator's faults they are what devices suffer."""

FAULTS: Final = tuple(fault for fault in Fault if fault not in {Fault.NONE, Fault.ASLEEP})
"""Batteries fall asleep by themselves."""

# Seconds on average between two of a kind; together, a quarter of the devices ail at any time.
TROUBLE_EVERY: Final = 2.5
ABSENCE_EVERY: Final = 2.0
PROTOCOL_EVERY: Final = 3.0
COMMAND_EVERY: Final = 1.0
RELOAD_EVERY: Final = 100.0
KILL_EVERY: Final = 120.0

TROUBLE_SECONDS: Final = (0.5, 25.0)
ABSENCE_SECONDS: Final = (0.1, 20.0)
SLOW_SECONDS: Final = (2.0, 40.0)
"""Longer than the 15 after which the feed sends away who does not read."""
LAST_KILL: Final = 0.5
"""The share of the time after which nobody is killed, so that the last life is long enough to tell
how memory goes."""
APART: Final = 20.0
"""Seconds between two reloads or kills, that the house gets to live at all."""


class Absence(StrEnum):
    """What a screen does to the house."""

    BREAKS_OFF = "breaks off"
    """Without a word; it comes back with the last status it has."""
    LEAVES = "leaves"
    """With a goodbye; it comes back with the last status it has."""
    FORGETS = "forgets"
    """Breaks off, and comes back as if it had never been there."""
    STOPS_READING = "stops reading"
    """Stays, and takes nothing for a while."""


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """A device has a fault, or manners, for some seconds."""

    at: float
    device: int
    what: str
    """A `Fault`, or one of `MANNERS`."""
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Away:
    """A screen is away, or does not read, for some seconds."""

    at: float
    screen: int
    how: Absence
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Call:
    """Somebody runs a protocol in a zone, or in the whole house."""

    at: float
    protocol: Protocol
    zone: str | None


@dataclass(frozen=True, kw_only=True)
class Switch:
    """Somebody switches a device on or off, or locks or unlocks it."""

    at: float
    device: int
    on: bool


@dataclass(frozen=True, kw_only=True)
class Reload:
    """The household is reloaded."""

    at: float


@dataclass(frozen=True, kw_only=True)
class Kill:
    """Home Assistant is killed, and started again."""

    at: float


type Happening = Trouble | Away | Call | Switch | Reload | Kill


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """What there is for things to happen to; devices and screens go by their numbers."""

    devices: Sequence[DeviceKind]
    screens: int
    zones: Sequence[str]


def draw(seed: int, seconds: float, sizes: Sizes) -> tuple[Happening, ...]:
    """All that happens in so many seconds, in order; whatever lasts is over at their end.

    A device has one trouble at a time, and a screen one absence. There is one kill at least.
    """
    lot = random.Random(seed)  # noqa: S311 - faults, not secrets
    happenings: list[Happening] = [
        *_troubles(lot, seconds, sizes),
        *_absences(lot, seconds, sizes),
        *_calls(lot, seconds, sizes),
        *_switches(lot, seconds, sizes),
        *_upheavals(lot, seconds),
    ]
    return tuple(sorted(happenings, key=lambda each: each.at))


def _moments(lot: random.Random, every: float, seconds: float) -> Iterator[float]:
    at = lot.expovariate(1 / every)
    while at < seconds:
        yield at
        at += lot.expovariate(1 / every)


def _troubles(lot: random.Random, seconds: float, sizes: Sizes) -> Iterator[Trouble]:
    free_at = [0.0] * len(sizes.devices)
    for at in _moments(lot, TROUBLE_EVERY, seconds):
        device = lot.randrange(len(free_at))
        what = lot.choice([*(fault.value for fault in FAULTS), *MANNERS])
        lasts = min(lot.uniform(*TROUBLE_SECONDS), seconds - at)
        if free_at[device] <= at:
            free_at[device] = at + lasts
            yield Trouble(at=at, device=device, what=what, seconds=lasts)


def _absences(lot: random.Random, seconds: float, sizes: Sizes) -> Iterator[Away]:
    free_at = [0.0] * sizes.screens
    for at in _moments(lot, ABSENCE_EVERY, seconds):
        screen, how = lot.randrange(len(free_at)), lot.choice(list(Absence))
        span = SLOW_SECONDS if how is Absence.STOPS_READING else ABSENCE_SECONDS
        lasts = min(lot.uniform(*span), seconds - at)
        if free_at[screen] <= at:
            free_at[screen] = at + lasts
            yield Away(at=at, screen=screen, how=how, seconds=lasts)


def _calls(lot: random.Random, seconds: float, sizes: Sizes) -> Iterator[Call]:
    for at in _moments(lot, PROTOCOL_EVERY, seconds):
        protocol, zone = lot.choice(list(Protocol)), lot.choice([None, *sizes.zones])
        yield Call(at=at, protocol=protocol, zone=zone)


def _switches(lot: random.Random, seconds: float, sizes: Sizes) -> Iterator[Switch]:
    for at in _moments(lot, COMMAND_EVERY, seconds):
        yield Switch(at=at, device=lot.randrange(len(sizes.devices)), on=lot.random() < 0.5)  # noqa: PLR2004


def _upheavals(lot: random.Random, seconds: float) -> Iterator[Reload | Kill]:
    kills = [*_moments(lot, KILL_EVERY, seconds * LAST_KILL)]
    kills = kills or [lot.uniform(0, seconds * LAST_KILL)]
    reloads = [*_moments(lot, RELOAD_EVERY, seconds)]
    taken: list[float] = []
    drawn: list[Reload | Kill] = [
        *(Kill(at=at) for at in kills),
        *(Reload(at=at) for at in reloads),
    ]
    for each in drawn:
        if all(abs(each.at - other) >= APART for other in taken):
            taken.append(each.at)
            yield each
