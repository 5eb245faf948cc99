"""The house as a screen has it after all it was told: it has to be as the house is."""

from collections.abc import Mapping
from typing import Any, Final

HOUSE: Final = "HOUSE"
_GREEN: Final = "GREEN_SAFE"

type Payload = Mapping[str, Any]


class View:
    """What a screen would draw. Events are those of the wire contract, snapshots first."""

    def __init__(self) -> None:
        """Know nothing."""
        self.statuses: dict[str, str] = {}
        """By zone, what it is in itself; `HOUSE` is one."""
        self.devices: dict[str, Payload] = {}
        self.incident: object = None
        self.steps_back = 0
        """How often a run was told of as it had been before."""
        self._revisions: dict[str, int] = {}

    def reconnected(self) -> None:
        """A new connection may begin after a restart, which counts revisions anew."""
        self._revisions.clear()

    def take(self, event: str, payload: Payload) -> None:
        """Draw what an event tells; others than those of the house are passed over."""
        match event:
            case "snapshot":
                self.statuses = {zone["id"]: zone["status"] for zone in payload["zones"]}
                self.statuses[HOUSE] = payload["house"]["status"]
                self.devices = {device["id"]: device for device in payload["devices"]}
                self.incident = payload["incident"]
            case "status_update":
                self._change(payload["zone"], payload["status"])
            case "device_update":
                self.devices[payload["id"]] = payload
            case "incident_update":
                self.incident = payload["incident"]
            case "run_update":
                self._advance(payload["id"], payload["revision"])

    def differences(self, other: View) -> list[str]:
        """What this view has otherwise than another, of what both know of."""
        zones = self.statuses.keys() & other.statuses.keys()
        devices = self.devices.keys() & other.devices.keys()
        found = [zone for zone in zones if self.statuses[zone] != other.statuses[zone]]
        found += [each for each in devices if self.devices[each] != other.devices[each]]
        return sorted(found) + ["incident"] * (self.incident != other.incident)

    def _change(self, zone: str, status: str) -> None:
        if zone == HOUSE and status == _GREEN:
            self.statuses = dict.fromkeys(self.statuses, _GREEN)
        self.statuses[zone] = status

    def _advance(self, run: str, revision: int) -> None:
        self.steps_back += revision < self._revisions.get(run, 0)
        self._revisions[run] = revision
