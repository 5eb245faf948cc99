"""How the feed does, on Home Assistant's page of system health."""

from typing import Any

from homeassistant.components import system_health
from homeassistant.core import HomeAssistant, callback

from .feed.views import DATA_FEED


@callback
def async_register(_hass: HomeAssistant, register: system_health.SystemHealthRegistration) -> None:
    """Have Home Assistant ask."""
    register.async_register_info(_async_info)


async def _async_info(hass: HomeAssistant) -> dict[str, Any]:
    """The main figures; all of them are at the address for Prometheus."""
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
