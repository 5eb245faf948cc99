"""The household's message bus: what it takes is installed, and what is told if it is away."""

import logging
from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.requirements import async_process_requirements

from .const import DOMAIN
from .core.addresses import without_secret
from .feed.bus import Bus, Surroundings
from .feed.engine import Spawn
from .issues import HouseholdIssues

_LOGGER = logging.getLogger(__name__)

_AWAY: Final = "bus_away"


@callback
def start_bus(
    hass: HomeAssistant, url: str, household: str, *, spawn: Spawn, issues: HouseholdIssues
) -> Bus | None:
    """The bus that tells edge servers of a household, to be closed; `None` without an address.

    While it is away there is a Repair, and the house goes on.
    """
    if not url:
        return None
    address = without_secret(url)

    async def install(requirement: str) -> None:
        await async_process_requirements(hass, DOMAIN, [requirement], is_built_in=False)

    @callback
    def trouble_changed(trouble: str | None) -> None:
        if trouble is None:
            _LOGGER.info("The message bus at %s takes events", address)
        elif not issues.is_cut_off(_AWAY):
            _LOGGER.warning("The message bus at %s takes nothing: %s", address, trouble)
        issues.screens_cut_off(_AWAY, trouble, address=address)

    bus = Bus(
        url, household, Surroundings(spawn=spawn, install=install, on_trouble=trouble_changed)
    )
    bus.start()
    return bus
