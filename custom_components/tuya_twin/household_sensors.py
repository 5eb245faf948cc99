"""What the household itself has to tell, as sensors."""

from collections.abc import Iterator
from typing import override

from homeassistant.components.sensor import SensorEntity
from homeassistant.components.sensor.const import SensorDeviceClass, SensorStateClass
from homeassistant.const import EntityCategory, UnitOfTime

from .coordinator import HouseholdCoordinator
from .core.facts import RunStarted, StatusUpdate, StepEnded
from .core.house import House, HouseUpdate
from .core.model import HOUSE, Status
from .core.run import Cause, Result, Run
from .household_entity import HouseholdEntity, zones_of


def household_sensors(coordinator: HouseholdCoordinator) -> Iterator[HouseholdEntity]:
    """The sensors of the household and its zones."""
    for zone in zones_of(coordinator):
        yield StatusSensor(coordinator, zone)
    yield ScreensSensor(coordinator)
    yield LatencySensor(coordinator)


class StatusSensor(HouseholdEntity, SensorEntity):
    """The status that is shown: the higher of a zone's own and the house's."""

    key = "status"
    _attr_translation_key = key
    _attr_device_class = SensorDeviceClass.ENUM
    _unrecorded_attributes = frozenset({"since"})

    def __init__(self, coordinator: HouseholdCoordinator, zone: str = HOUSE) -> None:
        """Show the status with who caused it, as far back as the record goes."""
        super().__init__(coordinator, zone)
        self._attr_options = [status.value.lower() for status in Status]
        self._causes: dict[str, Cause | None] = {}
        for fact in coordinator.journal.restored:
            if isinstance(fact, StatusUpdate):
                self._take(fact)

    @override
    def _concerns(self, update: HouseUpdate | None) -> bool:
        if not isinstance(update, StatusUpdate):
            return False
        self._take(update)
        return True

    def _take(self, update: StatusUpdate) -> None:
        self._causes[update.zone] = update.cause
        if update.zone == HOUSE and update.status is Status.GREEN_SAFE:
            # It clears every zone.
            self._causes = dict.fromkeys(zones_of(self.coordinator), update.cause)

    @property
    @override
    def native_value(self) -> str:
        return self.house.shown(self.zone).value.lower()

    @property
    @override
    def extra_state_attributes(self) -> dict[str, str | None]:
        decides = _decides(self.house, self.zone)
        cause = None if decides is None else self._causes.get(decides)
        since = None if decides is None else self.house.own_status(decides).since
        return {
            "since": None if since is None else since.isoformat(),
            "by": None if cause is None else cause.name or cause.origin,
            "reason": None if cause is None else cause.reason,
        }


def _decides(house: House, zone: str) -> str | None:
    """Where what is shown comes from: of several, the first to be there; `None` if never set."""
    shown = house.shown(zone)
    looked_at = house.own if zone == HOUSE else (zone, HOUSE)
    since = {
        each: own.since
        for each in looked_at
        if (own := house.own_status(each)).status is shown and own.since is not None
    }
    if not since:
        return None
    # It is safe only since the last of them is.
    choose = max if shown is Status.GREEN_SAFE else min
    return choose(since, key=lambda each: since[each])


class ScreensSensor(HouseholdEntity, SensorEntity):
    """How many screens are live."""

    key = "connected_screens"
    _attr_translation_key = key
    _attr_entity_category = EntityCategory.DIAGNOSTIC
    _attr_state_class = SensorStateClass.MEASUREMENT

    def __init__(self, coordinator: HouseholdCoordinator) -> None:
        """Count them."""
        super().__init__(coordinator)
        self._attr_native_value = coordinator.connected_client_count

    @override
    def _concerns(self, update: HouseUpdate | None) -> bool:
        count = self.coordinator.connected_client_count
        # `None` is told as well when a screen has only seen something.
        changed = update is None and count != self._attr_native_value
        self._attr_native_value = count
        return changed


class LatencySensor(HouseholdEntity, SensorEntity):
    """How long the last run took, from its start to the last device that was proven."""

    key = "response_time"
    _attr_translation_key = key
    _attr_device_class = SensorDeviceClass.DURATION
    _attr_entity_category = EntityCategory.DIAGNOSTIC
    _attr_state_class = SensorStateClass.MEASUREMENT
    _attr_native_unit_of_measurement = UnitOfTime.MILLISECONDS
    _attr_suggested_display_precision = 0

    @override
    def _concerns(self, update: HouseUpdate | None) -> bool:
        run = self.house.run
        if not isinstance(update, RunStarted | StepEnded) or run is None or not run.finished:
            return False
        latency = _latency(run)
        changed = latency is not None and latency != self._attr_native_value
        if changed:
            self._attr_native_value = latency
        return changed


def _latency(run: Run) -> float | None:
    proven = (step.ms for step in run.steps if step.result is Result.CONFIRMED)
    return max((ms for ms in proven if ms is not None), default=None)
