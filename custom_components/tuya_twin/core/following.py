"""What the entities that are followed ask for. Pure: their states are given."""

from collections.abc import Mapping

from .signs import WatchMode

_PANEL: Mapping[str, WatchMode] = {
    "disarmed": WatchMode.OFF,
    "armed_home": WatchMode.HOME,
    "armed_night": WatchMode.NIGHT,
    "armed_away": WatchMode.AWAY,
    "armed_vacation": WatchMode.AWAY,
    "armed_custom_bypass": WatchMode.HOME,
}
"""What an alarm panel shows while it arms, waits or rings changes nothing."""
PANEL = "alarm_control_panel"
PRESENCE = ("person", "device_tracker", "group", "zone")
SWITCHES = ("schedule", "switch", "input_boolean", "binary_sensor", "calendar")
FOLLOWED = (PANEL, *PRESENCE, *SWITCHES)
"""The domains of entities that can be followed."""


def followed(states: Mapping[str, str], mode: WatchMode) -> WatchMode | None:
    """The watch that these states, by entity id, ask for; `None` while they do not say.

    A panel decides alone. Else `mode` holds while nobody is home, or any switch is on. What is
    not known ends no watch.
    """
    panels = [state for entity_id, state in states.items() if _domain(entity_id) == PANEL]
    if panels:
        return _PANEL.get(panels[0])
    homes = [_is_home(state) for each, state in states.items() if _domain(each) in PRESENCE]
    ons = [_is_on(state) for each, state in states.items() if _domain(each) in SWITCHES]
    if True in ons or (homes and all(home is False for home in homes)):
        return mode
    if None in ons or (None in homes and True not in homes):
        return None
    return WatchMode.OFF if homes or ons else None


def _domain(entity_id: str) -> str:
    return entity_id.partition(".")[0]


def _is_on(state: str) -> bool | None:
    return {"on": True, "off": False}.get(state)


def _is_home(state: str) -> bool | None:
    """Whether somebody is home: a person, a group, or the zone of the home, which counts them."""
    if state in ("unknown", "unavailable", ""):
        return None
    if state.isdecimal():
        return int(state) > 0
    return state in ("home", "on")
