"""The Home Assistant of a soak: a household of its own devices, reloaded, killed, and asked."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
import os
from pathlib import Path
import shutil
import signal
from typing import Final

from scripts.lib.big_home import furnish
from scripts.lib.home import Home
from scripts.lib.home_types import Owner, State, list_of, object_of, text_of
from scripts.lib.soak.furniture import ZONES, Furnished
from scripts.lib.soak.record import Record, read_record

INTEGRATION: Final = Path(__file__).parents[3] / "custom_components" / "tuya_twin"
PROBE: Final = Path(__file__).parent / "components" / "soak_probe"


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
        for component in (INTEGRATION, PROBE):
            # Whoever goes on working meanwhile does not change what a restart starts.
            ignored = shutil.ignore_patterns("node_modules", "__pycache__")
            shutil.copytree(component, components / component.name, ignore=ignored)
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
        return await asyncio.to_thread(read_record, path)


def _is_away(state: State | None) -> bool:
    return state is None or state.state == "unavailable"
