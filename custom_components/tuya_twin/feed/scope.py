"""What a screen is told: the whole house, or some of its zones and what concerns all."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from ..core import wire
from ..core.model import HOUSE, Status
from ..core.plan import Plan
from ..core.wire import Json, Payload

type Homes = Callable[[], Mapping[str, str]]
"""Gives each device's zone, by device id."""


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

    def cut(self, name: str, payload: Payload, homes: Homes = dict) -> Payload | None:
        """The event as this scope sees it; `None` if it is none of its business.

        A device without a home is not shown on a plan.
        """
        if self.zones is None:
            return payload
        return self._part(name, payload, homes) if self._is_concerned(name, payload) else None

    def _part(self, name: str, payload: Payload, homes: Homes) -> Payload:
        match name:
            case "run_update":
                return self._run(payload)
            case "snapshot":
                return self._snapshot(payload)
            case "plan_update":
                return self._plan(payload, homes())
            case "lookout_update":
                return self._lookout(payload)
        return payload

    def _is_concerned(self, name: str, payload: Payload) -> bool:
        match name:
            case "status_update" | "device_update" | "run_update":
                return self._has(payload["zone"])
            case "screens_update":
                # Who else listens is for those who may see the whole house.
                return False
        return True

    def _has(self, zone: Json) -> bool:
        return self.zones is None or zone == HOUSE or zone in self.zones

    def _mine(self, items: Json, key: str) -> list[Json]:
        found = items if isinstance(items, list) else []
        return [item for item in found if isinstance(item, dict) and self._has(item[key])]

    def _run(self, run: Payload) -> Payload:
        return {**run, "steps": self._mine(run["steps"], "zone")}

    def _plan(self, plan: Json, homes: Mapping[str, str]) -> Payload:
        seen = {HOUSE, *(self.zones or ())}
        return wire.plan(Plan.read(plan).for_zones(seen, homes))

    def _snapshot(self, whole: Payload) -> Payload:
        run, house = whole["run"], whole["house"]
        zones = self._mine(whole["zones"], "id")
        devices = self._mine(whole["devices"], "zone")
        shows_run = isinstance(run, dict) and self._has(run["zone"])
        return {
            **whole,
            "house": _worst(house, zones) if isinstance(house, dict) else house,
            "zones": zones,
            "devices": devices,
            "run": self._run(run) if isinstance(run, dict) and shows_run else None,
            "screens": [],
            "plan": self._plan(whole["plan"], _homes(devices)),
            "lookout": self._lookout(whole["lookout"]),
        }

    def _lookout(self, lookout: Json) -> Payload:
        """How the house is watched concerns all; what was seen, and where it is open, does not."""
        if not isinstance(lookout, dict):
            return {}
        opinion, watch = lookout["opinion"], lookout["watch"]
        shows_opinion = isinstance(opinion, dict) and self._has(opinion["zone"])
        assessments = self._mine(lookout["assessments"], "zone")
        return {
            "watch": self._watch(watch) if isinstance(watch, dict) else {},
            "assessments": [self._assessment(each) for each in assessments],
            "opinion": opinion if shows_opinion else None,
        }

    def _watch(self, watch: Payload) -> Payload:
        if self._has(watch["entry_zone"]):
            return {**watch, "bypassed": []}
        return {**watch, "bypassed": [], "entry_until": None, "entry_zone": None}

    def _assessment(self, found: Json) -> Json:
        if not isinstance(found, dict) or not isinstance(found["grounds"], list):
            return found
        return {**found, "grounds": [self._ground(ground) for ground in found["grounds"]]}

    def _ground(self, ground: Json) -> Json:
        """A reason from elsewhere keeps its number, but not the sensor's name or place."""
        if not isinstance(ground, dict) or self._has(ground["zone"]):
            return ground
        return {**ground, "name": "", "zone": HOUSE}


def _homes(devices: Iterable[Json]) -> dict[str, str]:
    return {
        str(device["id"]): str(device["zone"]) for device in devices if isinstance(device, dict)
    }


def _worst(house: Payload, zones: Iterable[Json]) -> Json:
    """The house as bad as the worst that may be seen of it."""
    seen = [zone["status"] for zone in zones if isinstance(zone, dict)]
    statuses = (Status(str(status)) for status in (house["status"], *seen))
    return {**house, "shown": Status.highest(statuses).value}
