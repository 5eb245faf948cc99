"""The options of a household: all that the user decides, beside its devices."""

from typing import Any

from homeassistant.config_entries import ConfigFlowResult

from .interlock_steps import InterlockSteps
from .people_steps import PeopleSteps
from .policy_steps import PolicySteps
from .review_steps import ReviewSteps
from .screen_steps import ScreenSteps
from .sensor_steps import SensorSteps
from .upkeep_steps import UpkeepSteps
from .watch_steps import WatchSteps
from .weighing_steps import WeighingSteps
from .zone_steps import ZoneSteps


class HouseholdOptionsFlow(
    PolicySteps,
    ZoneSteps,
    WatchSteps,
    SensorSteps,
    WeighingSteps,
    ReviewSteps,
    PeopleSteps,
    InterlockSteps,
    UpkeepSteps,
    ScreenSteps,
):
    """A menu of pages, one of which is changed at a time."""

    async def async_step_init(self, _user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask what is to be changed."""
        return self.async_show_menu(
            step_id="init",
            menu_options=[
                "red",
                "yellow",
                "green",
                "zones",
                "watching",
                "sensors",
                "rules",
                "review",
                "people",
                "locks",
                "drills",
                "screens",
                "record",
            ],
        )
