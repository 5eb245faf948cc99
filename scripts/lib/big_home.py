"""A simulated household of any size: the small one, grown while Home Assistant is off."""

from collections.abc import Sequence
from dataclasses import dataclass
import json
from pathlib import Path
import secrets
from typing import Final

from scripts.lib.home import Home
from scripts.lib.home_types import JSON, JSONObject, Owner, list_of, object_of, text_of
from scripts.lib.household import until_all_answer

_STORAGE: Final = ".storage"
_VERSIONS: Final = {"bulb": "3.3", "siren": "3.4", "lock": "3.5"}
_DEVICES_A_STREET: Final = 200
_PORT: Final = 6668


@dataclass(frozen=True, kw_only=True)
class Room:
    """A zone, and the devices in it: each a kind (bulb, siren or lock) and a name."""

    id: str
    name: str
    devices: Sequence[tuple[str, str]]


async def move_in(home: Home, owner: Owner, rooms: Sequence[Room], name: str = "Home") -> str:
    """Start the home with a simulated household of these rooms; returns the household's id."""
    await home.start()
    await home.onboard(owner)
    made = await home.config_flow("tuya_twin", {"next_step_id": "simulated"})
    household = text_of(object_of(made["result"])["entry_id"])
    await home.stop()
    _grow(home.folder, rooms, name)
    await home.start()
    await until_all_answer(home)
    return household


def furnish(
    folder: Path, name: str, *, zones: Sequence[tuple[str, str]], devices: Sequence[JSONObject]
) -> None:
    """Give the only household of a Home Assistant that is off these zones and devices.

    Zones are ids with names, devices subentries; `folder` is that of the configuration.
    """
    file = folder / _STORAGE / "core.config_entries"
    storage = object_of(json.loads(file.read_text()))
    entries = list_of(object_of(storage["data"])["entries"])
    entry = next(found for found in map(object_of, entries) if found["domain"] == "tuya_twin")
    listed: list[JSON] = [[zone, called] for zone, called in zones]
    entry["title"] = name
    entry["options"] = {"zones": listed}
    entry["subentries"] = [*devices]
    file.write_text(json.dumps(storage))


def _grow(folder: Path, rooms: Sequence[Room], name: str) -> None:
    places = [(room.id, *device) for room in rooms for device in room.devices]
    furnish(
        folder,
        name,
        zones=[(room.id, room.name) for room in rooms],
        devices=[_subentry(number, *place) for number, place in enumerate(places)],
    )
    # They still know the devices of the small household.
    for registry in ("core.device_registry", "core.entity_registry"):
        (folder / _STORAGE / registry).unlink()


def _subentry(number: int, zone: str, kind: str, name: str) -> JSONObject:
    street, house = divmod(number, _DEVICES_A_STREET)
    device_id = f"bf{secrets.token_hex(9)}"
    return {
        "data": {
            "device_id": device_id,
            "host": f"127.0.{street}.{house + 20}",
            "kind": kind,
            "local_key": secrets.token_hex(8),
            "port": _PORT,
            "version": _VERSIONS[kind],
            "zone": zone,
        },
        "subentry_id": f"grown{number:021d}",
        "subentry_type": "device",
        "title": name,
        "unique_id": device_id,
    }
