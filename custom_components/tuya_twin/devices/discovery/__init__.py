"""Devices that announce themselves on the LAN: candidates for an address, never truths.

Anybody on the LAN can send an announcement. What it claims is worth acting on only after an
exchange with the device that its local key authenticates.
"""

from .announcement import Candidate
from .listener import DEFAULT_PORTS, Discovery, Ports

__all__ = ["DEFAULT_PORTS", "Candidate", "Discovery", "Ports"]
