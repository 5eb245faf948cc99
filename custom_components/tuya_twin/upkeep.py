"""What runs and time bring to light of a household, and the user has to see to."""

from datetime import datetime, timedelta

from homeassistant.core import CALLBACK_TYPE, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.util import dt as dt_util

from .const import DOMAIN
from .coordinator import HouseholdCoordinator
from .core.facts import StepEnded
from .core.house import HouseUpdate
from .core.model import HOUSE, Device
from .core.readiness import Gap

LOOK_AGAIN = timedelta(hours=1)
"""A proof is days old before it is too old."""


class Upkeep:
    """Looks after the Repairs that follow from what the devices did, or did not for too long."""

    def __init__(self, coordinator: HouseholdCoordinator) -> None:
        """Raise nothing yet."""
        self._coordinator = coordinator
        self._hass = coordinator.hass

    @callback
    def start(self) -> CALLBACK_TYPE:
        """Look now, and from now on; returns the way out."""
        self._look_at_drills()
        unsubscribe = self._coordinator.subscribe(self._happened)
        cancel = async_track_time_interval(
            self._hass,
            self._look_at_drills,
            LOOK_AGAIN,
            name="tuya_twin upkeep",
            cancel_on_shutdown=True,
        )

        @callback
        def stop() -> None:
            unsubscribe()
            cancel()

        return stop

    @callback
    def _happened(self, update: HouseUpdate | None) -> None:
        if not isinstance(update, StepEnded):
            return
        for member in self._coordinator.members.values():
            if member.device.id == update.step.device.id:
                self._coordinator.issues.step_ended(member, update.step)
        self._look_at_drills()

    @callback
    def _look_at_drills(self, _now: datetime | None = None) -> None:
        self._coordinator.issues.drill_overdue(
            [
                gap.device
                for gap in self._coordinator.gaps(HOUSE)
                if gap.device is not None and self._is_overdue(gap.gap, gap.device)
            ]
        )

    def _is_overdue(self, gap: Gap, device: Device) -> bool:
        if gap is not Gap.NEVER_PROVEN:
            return gap is Gap.DRILL_OVERDUE
        # There was no time yet to try out what was set up just now.
        every = timedelta(days=self._coordinator.settings.drills.every_days)
        return self._coordinator.clock.now() - self._set_up_at(device) > every

    def _set_up_at(self, device: Device) -> datetime:
        """Since when the device is in the house; one that is lent counts as long as the house."""
        entry = self._coordinator.entry
        known = dr.async_get(self._hass).async_get_device_by_identifier(
            (DOMAIN, device.id), entry.entry_id
        )
        return dt_util.as_utc(entry.created_at if known is None else known.created_at)
