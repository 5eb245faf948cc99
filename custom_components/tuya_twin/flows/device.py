"""Adding a device to a household, and changing one."""

from typing import Any

from homeassistant.config_entries import SubentryFlowResult

from ..household import lent_entity
from .lan import LanSteps


class DeviceSubentryFlow(LanSteps):
    """Adds a device of its own connection or an entity of Home Assistant, or changes either."""

    async def async_step_user(
        self, _user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask how the device is reached."""
        return self.async_show_menu(step_id="user", menu_options=["lan", "entity"])

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Change a device: it moved, was paired anew, or got another name."""
        subentry = self._get_reconfigure_subentry()
        if lent_entity(subentry) is not None:
            return await self.async_step_entity(user_input)
        return await self.async_change_lan(subentry.title, subentry.data, user_input)
