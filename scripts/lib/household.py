"""The only household of a Home Assistant, from outside: its options, its record."""

from datetime import UTC, datetime
from typing import Final

from scripts.lib.home import Home
from scripts.lib.home_types import JSON, FlowError, JSONObject, list_of, object_of, text_of

OPTIONS: Final = "/api/config/config_entries/options/flow"
_DAY: Final = 24
_MOST_AHEAD: Final = 12
"""Hours, of UTC; beyond, a zone that is behind it shows the same."""


async def household(home: Home) -> str:
    """The id of the household."""
    return text_of((await _entry(home))["entry_id"])


async def set_options(home: Home, page: str, *answers: JSONObject) -> None:
    """Answer a page of its options, and wait until the household is set up with them."""
    flow = object_of(await home.post(OPTIONS, {"handler": await household(home)}))
    chosen: JSONObject = {"next_step_id": page}
    for answer in (chosen, *answers):
        flow = object_of(await home.post(f"{OPTIONS}/{text_of(flow['flow_id'])}", answer))
    if flow["type"] != "create_entry":
        raise FlowError(flow)
    # Its reload has begun by now.
    while (await _entry(home))["state"] != "loaded":
        await home.pause()


async def until_all_answer(home: Home) -> None:
    """Wait until every device of the household has answered."""
    while any(
        state.state in ("unavailable", "unknown")
        for entity_id, state in (await home.states()).items()
        if entity_id.startswith(("light.", "siren.", "lock."))
    ):
        await home.pause()


async def last_incident(home: Home) -> JSONObject:
    """The whole record of the newest incident."""
    entry: dict[str, JSON] = {"config_entry_id": await household(home)}
    listed = object_of(
        await home.call_service("tuya_twin", "get_incidents", entry, return_response=True)
    )
    newest = object_of(list_of(listed["incidents"])[0])
    answer = await home.call_service(
        "tuya_twin", "get_incidents", {**entry, "incident_id": newest["id"]}, return_response=True
    )
    return object_of(object_of(answer)["incident"])


def time_zone_in_which_it_is(hour: int) -> str:
    """A time zone, to live in, in which this hour of the day has begun and is not over."""
    ahead = (hour - datetime.now(UTC).hour) % _DAY
    if ahead > _MOST_AHEAD:
        ahead -= _DAY
    # In these names, what is ahead of UTC has a minus.
    return f"Etc/GMT{-ahead:+d}"


async def _entry(home: Home) -> JSONObject:
    (entry,) = list_of(await home.command({"type": "config_entries/get", "domain": "tuya_twin"}))
    return object_of(entry)
