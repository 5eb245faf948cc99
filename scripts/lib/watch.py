"""A simulated household that is watched, and what may happen in it."""

from typing import Final

from scripts.lib.home import Home
from scripts.lib.home_types import JSONObject
from scripts.lib.household import set_options

WATCHING: Final = "select.simulated_household_watching"
SOMEBODY_MOVES: Final = "button.foyer_somebody_moves"
SOMETHING_SHAKES: Final = "button.foyer_something_shakes_the_door"
FRONT_DOOR: Final = "lock.front_door"

AT_ONCE: Final[JSONObject] = {
    "mode": "away",
    "exit_seconds": 0,
    "entry_seconds": 0,
    "leave_open": True,
    "homecoming": "alarms",
    "grace_seconds": 0,
}
"""The page about the watch: nobody needs time to leave or to come home."""


async def go_away(home: Home) -> None:
    """Have it watched as nobody is there, from this moment on."""
    await set_options(home, "watching", AT_ONCE)
    await watch(home, "away")


async def watch(home: Home, mode: str, watching: str = WATCHING) -> None:
    """Choose how it is watched; `watching` is the entity of a household with another name."""
    while (await home.states())[watching].state == "unavailable":
        await home.pause()
    await home.call_service("select", "select_option", {"entity_id": watching, "option": mode})


async def press(home: Home, button: str) -> None:
    """Have something happen for a moment."""
    await home.call_service("button", "press", {"entity_id": button})


async def come_home(home: Home) -> None:
    """Unlock the front door as the user who is signed in."""
    await home.call_service("lock", "unlock", {"entity_id": FRONT_DOOR})
