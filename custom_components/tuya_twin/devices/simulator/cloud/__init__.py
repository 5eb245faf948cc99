"""A cloud on loopback that knows the simulated devices. It shares nothing with its client."""

from .account import SimulatedAccount
from .faults import CloudFault, Service
from .registry import LockSettings
from .server import SimulatedCloud

__all__ = ["CloudFault", "LockSettings", "Service", "SimulatedAccount", "SimulatedCloud"]
