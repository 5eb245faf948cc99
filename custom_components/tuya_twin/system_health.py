"""How the feed and the analysis do, on Home Assistant's page of system health."""

from typing import Any

from homeassistant.components import system_health
from homeassistant.core import HomeAssistant, callback

from .const import DOMAIN
from .coordinator import TuyaTwinConfigEntry
from .core.signs import WatchMode
from .feed.views import DATA_FEED


@callback
def async_register(_hass: HomeAssistant, register: system_health.SystemHealthRegistration) -> None:
    """Have Home Assistant ask."""
    register.async_register_info(_async_info)


async def _async_info(hass: HomeAssistant) -> dict[str, Any]:
    """The main figures; all of the feed's are at the address for Prometheus."""
    return {**_feed(hass), **_analysis(hass)}


def _feed(hass: HomeAssistant) -> dict[str, int]:
    if (feed := hass.data.get(DATA_FEED)) is None:
        return {"screens": 0}
    figures = feed.figures()
    return {
        "screens": sum(figures.clients.values()),
        "connections": figures.lines,
        "deliveries": figures.delivered,
        "waiting": figures.waiting,
        "refused": sum(figures.refused.values()),
        "faults": sum(figures.faults.values()),
        "dismissed": sum(figures.dismissed.values()),
    }


def _analysis(hass: HomeAssistant) -> dict[str, int | str]:
    entries: list[TuyaTwinConfigEntry] = hass.config_entries.async_loaded_entries(DOMAIN)
    households = [entry.runtime_data for entry in entries]
    if not households:
        return {}
    modes = [each.house.lookout.watch.mode for each in households]
    return {
        "rules": len(households),
        "watched": sum(mode is not WatchMode.OFF for mode in modes),
        "sensors": sum(len(each.surveillance.senses.sensors) for each in households),
        "distrusted": sum(len(each.surveillance.senses.distrusted) for each in households),
        "second_opinion": ", ".join(sorted({each.reviewer.state for each in households})),
    }
