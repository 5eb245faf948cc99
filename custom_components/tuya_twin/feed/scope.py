"""What a screen is told: the whole house, or some of its zones and what concerns all."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from ..core.model import HOUSE, Status
from ..core.wire import Json, Payload


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """The zones somebody listens to; `None` for all."""

    zones: frozenset[str] | None = None

    @classmethod
    def asked(cls, zones: object, allowed: frozenset[str] | None) -> Self:
        """What a client asked for, as far as it is allowed; all of that if it asked for nothing."""
        if not isinstance(zones, list):
            return cls(zones=allowed)
        wanted = frozenset(zone for zone in zones if isinstance(zone, str))
        if HOUSE in wanted:
            return cls(zones=allowed)
        return cls(zones=wanted if allowed is None else wanted & allowed)

    def cut(self, name: str, payload: Payload) -> Payload | None:
        """The event as this scope sees it; `None` if it is none of its business."""
        if self.zones is None:
            return payload
        match name:
            case "status_update" | "device_update":
                return payload if self._has(payload["zone"]) else None
            case "run_update":
                return self._run(payload) if self._has(payload["zone"]) else None
            case "snapshot":
                return self._snapshot(payload)
            case "screens_update":
                # Who else listens is for those who may see the whole house.
                return None
        return payload

    def _has(self, zone: Json) -> bool:
        return self.zones is None or zone == HOUSE or zone in self.zones

    def _mine(self, items: Json, key: str) -> list[Json]:
        found = items if isinstance(items, list) else []
        return [item for item in found if isinstance(item, dict) and self._has(item[key])]

    def _run(self, run: Payload) -> Payload:
        return {**run, "steps": self._mine(run["steps"], "zone")}

    def _snapshot(self, whole: Payload) -> Payload:
        run, house = whole["run"], whole["house"]
        zones = self._mine(whole["zones"], "id")
        shows_run = isinstance(run, dict) and self._has(run["zone"])
        return {
            **whole,
            "house": _worst(house, zones) if isinstance(house, dict) else house,
            "zones": zones,
            "devices": self._mine(whole["devices"], "zone"),
            "run": self._run(run) if isinstance(run, dict) and shows_run else None,
            "screens": [],
        }


def _worst(house: Payload, zones: Iterable[Json]) -> Json:
    """The house as bad as the worst that may be seen of it."""
    seen = [zone["status"] for zone in zones if isinstance(zone, dict)]
    statuses = (Status(str(status)) for status in (house["status"], *seen))
    return {**house, "shown": Status.highest(statuses).value}
