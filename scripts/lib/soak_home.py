"""The Home Assistant of a soak: a household of its own devices, reloaded, killed, and asked."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
import json
import os
from pathlib import Path
import signal
import sqlite3
from typing import Final

from custom_components.tuya_twin.core.model import DeviceKind
from custom_components.tuya_twin.devices.profiles import PRESETS
from custom_components.tuya_twin.devices.simulator import SimulatedDeviceConfig
from scripts.lib.big_home import furnish
from scripts.lib.home import Home
from scripts.lib.home_types import JSONObject, Owner, State, list_of, object_of, text_of
from scripts.lib.soak_stream import Change

ROOT: Final = Path(__file__).parents[2]
PROBE: Final = Path(__file__).parent / "soak_components" / "soak_probe"
ZONES: Final = (
    ("Foyer", "Foyer"),
    ("Kitchen", "Kitchen"),
    ("Study", "Study"),
    ("Garage", "Garage"),
)
_MODELS: Final = (
    (DeviceKind.BULB, "bulb_b", "type_b"),
    (DeviceKind.SIREN, "siren_switch", "standard"),
    (DeviceKind.BULB, "bulb_b", "type_b"),
    (DeviceKind.LOCK, "lock_mains", "deadbolt"),
    (DeviceKind.BULB, "bulb_a", "type_a"),
    (DeviceKind.SIREN, "siren_minutes", "orion_outdoor"),
    (DeviceKind.BULB, "bulb_c", "type_c"),
    (DeviceKind.LOCK, "lock_only", "deadbolt_lock_only"),
    (DeviceKind.SIREN, "siren_104", "neo_coolcam"),
    (DeviceKind.LOCK, "lock_battery", "battery"),
)
"""Kind, simulated model and product of the devices, in turn."""
_VERSIONS: Final = ("3.3", "3.4", "3.5")
_SLEEPS: Final = "lock_battery"
_SWITCHES: Final = {
    DeviceKind.BULB: ("light", "turn_on", "turn_off"),
    DeviceKind.SIREN: ("siren", "turn_on", "turn_off"),
    DeviceKind.LOCK: ("lock", "lock", "unlock"),
}
_OFF: Final[Mapping[str, tuple[str, bool | str]]] = {
    "bulb_a": ("1", False),
    "bulb_b": ("20", False),
    "bulb_c": ("1", False),
    "siren_switch": ("13", False),
    "siren_minutes": ("1", "normal"),
    "siren_104": ("104", False),
    "lock_mains": ("47", False),
    "lock_only": ("47", False),
    "lock_battery": ("47", False),
}
"""By model: the data point that says whether it is on or unlocked, and what it holds if not."""
_SHOWN: Final = {
    DeviceKind.BULB: ("off", "on"),
    DeviceKind.SIREN: ("off", "on"),
    DeviceKind.LOCK: ("locked", "unlocked"),
}


@dataclass(frozen=True, kw_only=True)
class Furnished:
    """A device of the household."""

    config: SimulatedDeviceConfig
    product: str
    name: str
    zone: str

    @property
    def entity_id(self) -> str:
        """Its main entity."""
        domain = _SWITCHES[self.config.kind][0]
        return f"{domain}.{self.name.lower().replace(' ', '_')}"

    @property
    def sleeps(self) -> bool:
        """Whether it is rightly unreachable most of the time."""
        return self.config.model == _SLEEPS

    def is_as(self, state: State, points: Mapping[str, bool | int | str]) -> bool:
        """Whether it is shown as it is."""
        point, off = _OFF[self.config.model or ""]
        told_off, told_on = _SHOWN[self.config.kind]
        return self.sleeps or state.state == (told_off if points[point] == off else told_on)

    def service(self, *, on: bool) -> tuple[str, str]:
        """The action that switches it on or off, or locks or unlocks it."""
        domain, switch_on, switch_off = _SWITCHES[self.config.kind]
        return domain, switch_on if on else switch_off

    def subentry(self, number: int) -> JSONObject:
        """As Home Assistant stores it."""
        config = self.config
        return {
            "data": {
                "device_id": config.device_id,
                "host": config.host,
                "kind": config.kind.value,
                "local_key": config.local_key,
                "port": config.port,
                "profile": dict(PRESETS[config.kind][self.product].as_dict()),
                "version": config.version,
                "zone": self.zone,
            },
            "subentry_id": f"soak{number:022d}",
            "subentry_type": "device",
            "title": self.name,
            "unique_id": config.device_id,
        }


def furniture(count: int) -> list[Furnished]:
    """So many devices, of all kinds, products and versions, spread over the zones."""
    return [_furnished(number) for number in range(count)]


def _furnished(number: int) -> Furnished:
    kind, model, product = _MODELS[number % len(_MODELS)]
    return Furnished(
        config=SimulatedDeviceConfig(
            device_id=f"bfsoak{number:014d}",
            local_key=f"soak-key-{number:07d}",
            version=_VERSIONS[number % len(_VERSIONS)],
            kind=kind,
            host=f"127.0.7.{number + 1}",
            model=model,
        ),
        product=product,
        name=f"Soak {kind.value} {number}",
        zone=ZONES[number % len(ZONES)][0],
    )


@dataclass(frozen=True, kw_only=True)
class Inside:
    """What the process itself counts, by name."""

    tasks: Counter[str]
    threads: Counter[str]


class SoakHome:
    """A home whose household has these devices; `life` counts how often it was started anew."""

    def __init__(self, folder: Path, furnished: Sequence[Furnished]) -> None:
        """Write the configuration."""
        components = folder / "components"
        components.mkdir(parents=True)
        for component in (ROOT / "custom_components" / "tuya_twin", PROBE):
            (components / component.name).symlink_to(component)
        self.home = Home.create(
            folder / "home", custom_components=components, extra_yaml="soak_probe:\n"
        )
        self.furnished = furnished
        self.entry = ""
        self.token = ""
        self.life = 0
        self.disruptions = 0
        """How often it was killed or reloaded: a call that went on meanwhile may be cut off."""
        self.is_away = False
        """Whether it was killed, and does not run again yet."""

    async def move_in(self) -> None:
        """Start, add the household, and start again with the devices in it."""
        await self.home.start()
        await self.home.onboard(Owner())
        made = await self.home.config_flow("tuya_twin", {"next_step_id": "own"}, {"name": "Soak"})
        self.entry = text_of(object_of(made["result"])["entry_id"])
        self.token = await self.home.long_lived_token("soak")
        await self.home.stop()
        devices = [each.subentry(number) for number, each in enumerate(self.furnished)]
        furnish(self.home.folder, "Soak", zones=ZONES, devices=devices)
        await self.home.start()
        await self.until_all_answer()
        # What it knows of entities is on disk only after an orderly end; a kill must find it there.
        await self.home.stop()
        await self.home.start()
        await self.until_all_answer()

    async def kill(self) -> None:
        """Kill the process, and start it again."""
        self.disruptions += 1
        self.is_away = True
        if (pid := self.home.pid) is not None:
            os.kill(pid, signal.SIGKILL)
        await self.home.stop()
        await self.home.start()
        self.life += 1
        self.is_away = False

    async def reload(self) -> None:
        """Have the household set up anew."""
        self.disruptions += 1
        await self.home.post(f"/api/config/config_entries/entry/{self.entry}/reload", {})

    async def until_all_answer(self) -> None:
        """Wait until no device is unavailable that does not sleep."""
        while await self.unreachable():
            await self.home.pause()

    async def unreachable(self) -> list[str]:
        """The devices that do not answer, of those that do not sleep."""
        states = await self.home.states()
        return [
            each.entity_id
            for each in self.furnished
            if not each.sleeps and _is_away(states.get(each.entity_id))
        ]

    async def inside(self) -> Inside:
        """What the process counts, once its garbage is gone."""
        told = object_of(await self.home.get("/api/soak_probe?collect"))
        return Inside(
            tasks=Counter(map(text_of, list_of(told["tasks"]))),
            threads=Counter(map(text_of, list_of(told["threads"]))),
        )

    async def record(self) -> Record:
        """What is on its disk."""
        path = self.home.folder / "tuya_twin" / self.entry / "record.db"
        return await asyncio.to_thread(_read, path)


@dataclass(frozen=True, kw_only=True)
class Record:
    """What happened, as it is on disk."""

    changes: tuple[Change, ...]
    runs: frozenset[str]
    open_steps: frozenset[tuple[str, str]]
    """Run and device of every step that was begun and has no result."""


def _is_away(state: State | None) -> bool:
    return state is None or state.state == "unavailable"


def _read(path: Path) -> Record:
    with suppress(sqlite3.Error), sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True) as file:
        rows = file.execute("SELECT kind, epoch, seq, body FROM facts ORDER BY id").fetchall()
    changes: list[Change] = []
    runs: set[str] = set()
    open_steps: set[tuple[str, str]] = set()
    for kind, epoch, seq, body in rows:
        fact = json.loads(body)
        match kind:
            case "status":
                zone, status = fact["zone"], fact["status"]
                changes.append(Change(epoch=epoch, seq=seq, zone=zone, status=status))
            case "run_started":
                run = fact["run"]
                runs.add(run["id"])
                open_steps |= {
                    (run["id"], step["device"]["id"])
                    for step in run["steps"]
                    if step["result"] in {"pending", "sent"}
                }
            case "step_ended":
                open_steps.discard((fact["run_id"], fact["step"]["device"]["id"]))
    return Record(changes=tuple(changes), runs=frozenset(runs), open_steps=frozenset(open_steps))
