"""What the simulated devices really do, read from each over a connection of its own.

It shares nothing with the integration's way to them: another client, another codec, another
reading of the data points.
"""

import asyncio
import colorsys
from dataclasses import dataclass
import json
from pathlib import Path
from typing import Final

from custom_components.tuya_twin.devices.simulator import DataPoints, LanClient, LanError

type Observation = dict[str, bool | int | str | None]

RED: Final[dict[str, Observation]] = {
    "bulb": {"reachable": True, "on": True, "colour": "#ff0000", "brightness": 100},
    "siren": {"reachable": True, "sounding": True, "volume": "high"},
    "lock": {"reachable": True, "bolt": "locked"},
}
YELLOW: Final[dict[str, Observation]] = {
    "bulb": {"reachable": True, "on": True, "colour": "#ffbf00", "brightness": 30},
}
GREEN: Final[dict[str, Observation]] = {
    "bulb": {"reachable": True, "on": True, "colour": "white", "brightness": 100},
    "siren": {"reachable": True, "sounding": False},
}
"""What each protocol has a bulb, a siren and a lock do, as far as it asks them for anything."""
UNLOCKED: Final[Observation] = {"reachable": True, "bolt": "unlocked"}

_STORAGE: Final = Path(".storage/core.config_entries")
_STORE_SECONDS: Final = 15.0
"""Home Assistant writes its entries a second or more after it made them."""
_STEP: Final = 26
"""Hexadecimal digits."""


@dataclass(frozen=True, kw_only=True)
class Witness:
    """Somebody who stands beside one device."""

    device_id: str
    kind: str
    host: str
    port: int
    local_key: str
    version: str

    async def look(self) -> Observation:
        """What the device does now; `{"reachable": False}` if nobody answers."""
        try:
            async with LanClient(
                self.host,
                self.port,
                device_id=self.device_id,
                local_key=self.local_key,
                version=self.version,
            ) as client:
                points = await client.status()
        except LanError, OSError:
            return {"reachable": False}
        return {"reachable": True, **_READ[self.kind](points)}


async def find_witnesses(folder: Path) -> dict[str, Witness]:
    """A witness for every device of the household in this configuration folder, by device id."""
    async with asyncio.timeout(_STORE_SECONDS):
        # Another process writes it: there is nothing to wait on.
        while not (found := await asyncio.to_thread(_stored, folder / _STORAGE)):  # noqa: ASYNC110
            await asyncio.sleep(0.2)
    return found


def in_words(observed: Observation) -> str:
    """What was seen, for people."""
    return ", ".join(f"{key} {_word(value)}" for key, value in observed.items())


def _stored(path: Path) -> dict[str, Witness]:
    if not path.exists():
        return {}
    entries = json.loads(path.read_text())["data"]["entries"]
    devices = [
        subentry["data"]
        for entry in entries
        if entry["domain"] == "tuya_twin"
        for subentry in entry["subentries"]
    ]
    return {
        data["device_id"]: Witness(
            device_id=data["device_id"],
            kind=data["kind"],
            host=data["host"],
            port=data["port"],
            local_key=data["local_key"],
            version=data["version"],
        )
        for data in devices
    }


def _bulb(points: DataPoints) -> Observation:
    mode, shown = points["21"], ("white", int(points["22"]) // 10)
    if mode == "colour":
        shown = _colour(str(points["24"]))
    elif mode == "scene":
        shown = _scene(str(points["25"])) or shown
    colour, brightness = shown
    return {"on": bool(points["20"]), "colour": colour, "brightness": brightness}


def _colour(digits: str) -> tuple[str, int]:
    hue, saturation, value = (int(digits[at : at + 4], 16) for at in (0, 4, 8))
    red, green, blue = colorsys.hsv_to_rgb(hue / 360, saturation / 1000, 1)
    colour = "#" + "".join(f"{round(part * 255):02x}" for part in (red, green, blue))
    return colour, value // 10


def _scene(digits: str) -> tuple[str, int] | None:
    """What the first step with any light looks like; `None` if there is none to be read.

    Two digits name the scene; of the 26 of each step, six are its times and its manner, twelve a
    colour, then come a white's brightness and temperature.
    """
    for at in range(2, len(digits) - _STEP + 1, _STEP):
        step = digits[at : at + _STEP]
        colour, brightness = _colour(step[6:18])
        if brightness:
            return colour, brightness
        if white := int(step[18:22], 16) // 10:
            return "white", white
    return None


def _siren(points: DataPoints) -> Observation:
    if not points["13"]:
        return {"sounding": False}
    return {"sounding": True, "volume": str(points["5"])}


def _lock(points: DataPoints) -> Observation:
    return {"bolt": "unlocked" if points["47"] else "locked"}


def _word(value: object) -> str:
    match value:
        case True:
            return "yes"
        case False:
            return "no"
        case _:
            return str(value)


_READ: Final = {"bulb": _bulb, "siren": _siren, "lock": _lock}
