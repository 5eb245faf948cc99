"""The zone of the house that a room of Tuya's app is."""

from collections.abc import Sequence

from homeassistant.util import slugify

from ..core.model import HOUSE, Zone


def zone_for(room: str, known: Sequence[Zone]) -> Zone:
    """The zone that has the room's name, or a new one.

    The first one for no room at all, and for a room that is named like the whole house.
    """
    wanted = _normalised(name := room.strip())
    if not name or wanted == _normalised(HOUSE):
        return known[0]
    for zone in known:
        if wanted in (_normalised(zone.id), _normalised(zone.name)):
            return zone
    # On the wire: ASCII, each word with a capital.
    return Zone(id="".join(map(str.capitalize, slugify(name).split("_"))), name=name)


def _normalised(name: str) -> str:
    """What is the same for all ways to write a name, such as `living room` and `LivingRoom`."""
    return slugify(name, separator="")
