"""A household that speaks Tuya's LAN protocol on loopback, with faults to switch on.

For those who have no device yet, and for seeing what the house does when one fails.
"""

from .appliance import Appliance, CallLater, Cancellable
from .appliances import APPLIANCES, make_appliance
from .beacon import Beacon, BeaconPorts
from .bulbs import SimulatedBulb, SimulatedBulbA, SimulatedBulbC, SimulatedBulbMixed
from .client import LanClient, LanError, LanKeyError, LanRefusedError
from .cloud import CloudFault, LockSettings, Service, SimulatedAccount, SimulatedCloud
from .config import TUYA_PORT, SimulatedDeviceConfig, make_device_id, make_local_key
from .device import SimulatedDevice
from .faults import Fault, faults_for
from .household import SimulatedDeviceSpec, SimulatedHousehold, default_household, free_port
from .locks import SimulatedLock, SimulatedLockOnly, SimulatedRelay
from .manners import Acks, Manners, OnCommand, Reports, Sequence, WhenFull
from .place import Absence
from .points import DataPoints, InvalidPointError, Value
from .sirens import (
    SimulatedSiren,
    SimulatedSiren104,
    SimulatedSirenBattery13,
    SimulatedSirenMinutes,
    SimulatedSirenWords,
)
from .sleepers import Record, SimulatedBatteryLock, Sleeper

__all__ = [
    "APPLIANCES",
    "TUYA_PORT",
    "Absence",
    "Acks",
    "Appliance",
    "Beacon",
    "BeaconPorts",
    "CallLater",
    "Cancellable",
    "CloudFault",
    "DataPoints",
    "Fault",
    "InvalidPointError",
    "LanClient",
    "LanError",
    "LanKeyError",
    "LanRefusedError",
    "LockSettings",
    "Manners",
    "OnCommand",
    "Record",
    "Reports",
    "Sequence",
    "Service",
    "SimulatedAccount",
    "SimulatedBatteryLock",
    "SimulatedBulb",
    "SimulatedBulbA",
    "SimulatedBulbC",
    "SimulatedBulbMixed",
    "SimulatedCloud",
    "SimulatedDevice",
    "SimulatedDeviceConfig",
    "SimulatedDeviceSpec",
    "SimulatedHousehold",
    "SimulatedLock",
    "SimulatedLockOnly",
    "SimulatedRelay",
    "SimulatedSiren",
    "SimulatedSiren104",
    "SimulatedSirenBattery13",
    "SimulatedSirenMinutes",
    "SimulatedSirenWords",
    "Sleeper",
    "Value",
    "WhenFull",
    "default_household",
    "faults_for",
    "free_port",
    "make_appliance",
    "make_device_id",
    "make_local_key",
]
