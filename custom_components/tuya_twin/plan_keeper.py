"""The plan of one household: kept in its options, so that it goes where they go."""

from collections.abc import Callable
import logging

from homeassistant.core import HomeAssistant, callback

from .const import CONF_PLAN
from .core import wire
from .core.errors import InvalidPlanError, PlanConflictError
from .core.plan import Plan, read_floors
from .household import AnyEntry, device, device_subentries, zones
from .places import undrawn_plan

_LOGGER = logging.getLogger(__name__)


class PlanKeeper:
    """Knows the plan as it is now, and takes a new one."""

    def __init__(
        self, hass: HomeAssistant, entry: AnyEntry, on_changed: Callable[[Plan], None]
    ) -> None:
        """Take up what is in the options, or what Home Assistant's floors make of the zones."""
        self._hass = hass
        self._entry = entry
        self._on_changed = on_changed
        self.plan = self._known()

    @callback
    def refresh(self) -> None:
        """Look again, as floors and areas may have changed."""
        if (plan := self._known()) != self.plan:
            self.plan = plan
            self._on_changed(plan)

    @callback
    def save(self, revision: int, floors: object) -> Plan:
        """Take floors that were drawn on the plan of this revision; returns the new plan.

        Raises `PlanConflictError` if that is not the present one, `InvalidPlanError` for floors
        that cannot be. Nothing is waited for, so of two who save at a time one is told.
        """
        if revision != self.plan.revision:
            raise PlanConflictError
        plan = Plan(revision=revision + 1, floors=read_floors(floors))
        plan.require_known(self._zones(), self._devices())
        self._hass.config_entries.async_update_entry(
            self._entry, options={**self._entry.options, CONF_PLAN: wire.plan(plan)}
        )
        self.refresh()
        return plan

    def _known(self) -> Plan:
        kept = self._entry.options.get(CONF_PLAN)
        if kept is not None:
            try:
                # Zones and devices may have gone since it was drawn.
                return Plan.read(kept).restricted(self._zones(), self._devices())
            except InvalidPlanError as error:
                _LOGGER.warning("The plan of %s cannot be read: %s", self._entry.title, error)
        return undrawn_plan(self._hass, zones(self._entry))

    def _zones(self) -> frozenset[str]:
        return frozenset(zone.id for zone in zones(self._entry))

    def _devices(self) -> frozenset[str]:
        return frozenset(device(subentry).id for subentry in device_subentries(self._entry))
