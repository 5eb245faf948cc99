"""A household that speaks Tuya's LAN protocol on loopback, with faults to switch on.

For those who have no device yet, and for seeing what the house does when one fails.
"""

from .appliance import Appliance, CallLater, Cancellable
from .appliances import SimulatedBulb, SimulatedLock, SimulatedSiren, make_appliance
from .client import LanClient, LanError, LanKeyError, LanRefusedError
from .config import TUYA_PORT, SimulatedDeviceConfig, make_device_id, make_local_key
from .device import SimulatedDevice
from .faults import Fault, faults_for
from .household import SimulatedDeviceSpec, SimulatedHousehold, default_household, free_port
from .points import DataPoints, InvalidPointError, Value

__all__ = [
    "TUYA_PORT",
    "Appliance",
    "CallLater",
    "Cancellable",
    "DataPoints",
    "Fault",
    "InvalidPointError",
    "LanClient",
    "LanError",
    "LanKeyError",
    "LanRefusedError",
    "SimulatedBulb",
    "SimulatedDevice",
    "SimulatedDeviceConfig",
    "SimulatedDeviceSpec",
    "SimulatedHousehold",
    "SimulatedLock",
    "SimulatedSiren",
    "Value",
    "default_household",
    "faults_for",
    "free_port",
    "make_appliance",
    "make_device_id",
    "make_local_key",
]
