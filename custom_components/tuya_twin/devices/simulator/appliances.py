"""All appliances there are, by what they are called."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ...core.model import DeviceKind
from .appliance import Appliance
from .bulbs import SimulatedBulb, SimulatedBulbA, SimulatedBulbC, SimulatedBulbMixed
from .locks import SimulatedLock, SimulatedLockOnly, SimulatedRelay
from .sirens import (
    SimulatedSiren,
    SimulatedSiren104,
    SimulatedSirenBattery13,
    SimulatedSirenMinutes,
    SimulatedSirenWords,
)
from .sleepers import SimulatedBatteryLock

_ALL: Final[tuple[type[Appliance], ...]] = (
    SimulatedBulb,
    SimulatedBulbA,
    SimulatedBulbMixed,
    SimulatedBulbC,
    SimulatedSiren,
    SimulatedSirenWords,
    SimulatedSirenMinutes,
    SimulatedSirenBattery13,
    SimulatedSiren104,
    SimulatedLock,
    SimulatedLockOnly,
    SimulatedRelay,
    SimulatedBatteryLock,
)

APPLIANCES: Final[Mapping[str, type[Appliance]]] = MappingProxyType(
    {appliance.model: appliance for appliance in _ALL}
)
"""Appliances by model; the first of a kind is what one gets who names no model."""


def appliance_type(kind: DeviceKind, model: str | None = None) -> type[Appliance]:
    """The appliance of a model, or the usual one of a kind.

    Raises:
        ValueError: there is no such model of this kind.
    """
    of_kind = {name: appliance for name, appliance in APPLIANCES.items() if appliance.kind is kind}
    if model is None:
        return next(iter(of_kind.values()))
    if model not in of_kind:
        msg = f"there is no {kind} called {model}; there is {', '.join(of_kind)}"
        raise ValueError(msg)
    return of_kind[model]


def make_appliance(kind: DeviceKind, model: str | None = None) -> Appliance:
    """A new appliance of a model, or the usual one of a kind.

    Raises:
        ValueError: there is no such model of this kind.
    """
    return appliance_type(kind, model)()
