"""The zone of the house that a room of Tuya's app is."""

from collections.abc import Sequence

from homeassistant.util import slugify

from ..core.model import HOUSE, Zone


def zone_for(room: str, known: Sequence[Zone]) -> Zone:
    """The zone that has the room's name, or a new one.

    The first one for no room at all, and for a room that is named like the whole house.
    """
    wanted = _normalised(name := room.strip())
    if not name or means_house(name):
        return known[0]
    for zone in known:
        if wanted in (_normalised(zone.id), _normalised(zone.name)):
            return zone
    # On the wire: ASCII, each word with a capital.
    return Zone(id="".join(map(str.capitalize, slugify(name).split("_"))), name=name)


def means_house(name: str) -> bool:
    """Whether this is the name of the whole house, however it is written."""
    return _normalised(name) == _normalised(HOUSE)


def _normalised(name: str) -> str:
    """What is the same for all ways to write a name, such as `living room` and `LivingRoom`."""
    return slugify(name, separator="")
