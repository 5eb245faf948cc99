"""What Tuya's cloud is asked, and whether it serves the household's account."""

from collections.abc import Iterator, Mapping
from typing import ClassVar, Final, override

from homeassistant.components.sensor import SensorEntity
from homeassistant.components.sensor.const import SensorDeviceClass, SensorStateClass
from homeassistant.const import EntityCategory, Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.device_registry import DeviceInfo

from .const import DOMAIN
from .coordinator import HouseholdCoordinator, TuyaTwinConfigEntry
from .core.errors import (
    CloudBusyError,
    CloudClockError,
    CloudCredentialsError,
    CloudDeniedError,
    CloudDeviceOfflineError,
    CloudEndedError,
    CloudError,
    CloudUnreachableError,
)
from .core.model import HOUSE
from .household_entity import identifier
from .tuya_account import TuyaAccount

_STATE: Final = "cloud"
_CALLS: Final = "cloud_calls"
_KEYS: Final = (_STATE, _CALLS)
_OK: Final = "ok"
_FAILED = "failed"
_CLOUD_TROUBLES: Mapping[type[CloudError], str] = {
    CloudUnreachableError: "unreachable",
    CloudCredentialsError: "credentials",
    CloudClockError: "clock",
    CloudEndedError: "ended",
    CloudDeniedError: "denied",
    CloudBusyError: "busy",
    CloudDeviceOfflineError: "device_offline",
}


def account_sensors(coordinator: HouseholdCoordinator) -> Iterator[SensorEntity]:
    """The sensors of the household's account; none if it has no account."""
    if (account := coordinator.account) is not None:
        yield CloudSensor(coordinator.entry, account)
        yield CloudCallsSensor(coordinator.entry, account)


@callback
def forget_account_sensors(hass: HomeAssistant, entry: TuyaTwinConfigEntry) -> None:
    """Remove the sensors of an account that the household had."""
    registry = er.async_get(hass)
    for key in _KEYS:
        known = registry.async_get_entity_id(Platform.SENSOR, DOMAIN, _unique_id(entry, key))
        if known is not None:
            registry.async_remove(known)


def _unique_id(entry: TuyaTwinConfigEntry, key: str) -> str:
    return f"{entry.entry_id}_{key}"


class AccountSensor(SensorEntity):
    """Something about the household's account of Tuya's cloud, as of its last call."""

    _attr_has_entity_name = True
    _attr_should_poll = False
    _attr_entity_category = EntityCategory.DIAGNOSTIC

    key: ClassVar[str]

    def __init__(self, entry: TuyaTwinConfigEntry, account: TuyaAccount) -> None:
        """Belong to the household."""
        self._account = account
        self._attr_unique_id = _unique_id(entry, self.key)
        self._attr_device_info = DeviceInfo(identifiers={identifier(entry.entry_id, HOUSE)})

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.async_on_remove(self._account.subscribe(self.async_write_ha_state))


class CloudSensor(AccountSensor):
    """Whether Tuya's cloud serves the account and, if it does not, why."""

    key = _STATE
    _attr_translation_key = key
    _attr_device_class = SensorDeviceClass.ENUM

    def __init__(self, entry: TuyaTwinConfigEntry, account: TuyaAccount) -> None:
        """Show how the last call went."""
        super().__init__(entry, account)
        self._attr_options = [_OK, *_CLOUD_TROUBLES.values(), _FAILED]

    @property
    @override
    def native_value(self) -> str | None:
        if not self._account.called:
            return None
        trouble = self._account.trouble
        return _OK if trouble is None else _CLOUD_TROUBLES.get(type(trouble), _FAILED)


class CloudCallsSensor(AccountSensor):
    """How often Tuya's cloud was called this month: it has a quota."""

    key = _CALLS
    _attr_translation_key = key
    _attr_state_class = SensorStateClass.TOTAL_INCREASING

    @property
    @override
    def native_value(self) -> int:
        return sum(self._account.budget.this_month.values())

    @property
    @override
    def extra_state_attributes(self) -> dict[str, int]:
        today = self._account.budget.today
        return {"today": sum(today.values()), **{kind.value: n for kind, n in today.items()}}
