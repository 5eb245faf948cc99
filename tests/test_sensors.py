"""Each device tells how it is reached, and the household what it asks of Tuya's cloud."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest

from custom_components.tuya_twin.core.errors import CloudEndedError
from custom_components.tuya_twin.core.model import DeviceKind, Reason
from custom_components.tuya_twin.devices.profiles import PRESETS
from custom_components.tuya_twin.devices.simulator import (
    Fault,
    SimulatedCloud,
    SimulatedDevice,
)
from custom_components.tuya_twin.devices.simulator.cloud.faults import CloudFault
from tests.kit import until
from tests.own_kit import CLOUD, SIREN_ID, at_home, data_of, household, living_in, the_link

pytestmark = pytest.mark.usefixtures("enable_custom_integrations", "quick_links")

CONNECTION = "sensor.cabin_siren_connection"
CLOUD_STATE = "sensor.cabin_tuya_s_cloud"
CALLS = "sensor.cabin_cloud_calls_this_month"


def state_of(hass: HomeAssistant, entity_id: str) -> str:
    state = hass.states.get(entity_id)
    assert state is not None
    return state.state


async def test_the_connection_follows_the_trouble_and_the_cure(
    hass: HomeAssistant, siren: SimulatedDevice
) -> None:
    entry = household(data_of(siren))
    async with living_in(hass, entry):
        await until(the_link(entry), lambda link: link.report.reachable)
        assert state_of(hass, CONNECTION) == "ok"

        await siren.set_fault(Fault.WEDGED)
        await until(the_link(entry), lambda link: link.report.trouble is Reason.WEDGED)
        assert state_of(hass, CONNECTION) == "wedged"
        assert state_of(hass, "siren.cabin_siren") == "unavailable"

        await siren.set_fault(Fault.NONE)
        await until(the_link(entry), lambda link: link.report.reachable)
        assert state_of(hass, CONNECTION) == "ok"


async def test_when_a_device_last_spoke_is_for_those_who_ask_for_it(
    hass: HomeAssistant, siren: SimulatedDevice, entity_registry: er.EntityRegistry
) -> None:
    async with living_in(hass, household(data_of(siren))):
        asked_for = entity_registry.async_get("sensor.cabin_siren_last_report")

        assert asked_for
        assert asked_for.disabled_by is er.RegistryEntryDisabler.INTEGRATION


async def test_a_siren_with_a_battery_tells_its_charge(hass: HomeAssistant) -> None:
    profile = PRESETS[DeviceKind.SIREN]["orion_outdoor"].as_dict()
    async with at_home(model="siren_minutes") as siren:
        entry = household(data_of(siren, profile=profile))
        async with living_in(hass, entry):
            await until(the_link(entry), lambda link: link.report.reachable)

            assert 0 < int(state_of(hass, "sensor.cabin_siren_battery")) <= 100


async def test_calls_to_the_cloud_are_counted_across_a_reload(
    hass: HomeAssistant, siren: SimulatedDevice, cloud: SimulatedCloud
) -> None:
    entry = household(data_of(siren), cloud=CLOUD)
    async with living_in(hass, entry) as coordinator:
        assert state_of(hass, CALLS) == "0"
        assert coordinator.account
        await coordinator.account.client.device(SIREN_ID)
        called = state_of(hass, CALLS)
        assert int(called) == len(cloud.requests) > 0

        await hass.config_entries.async_reload(entry.entry_id)
        await hass.async_block_till_done()

        assert state_of(hass, CALLS) == called


async def test_the_account_tells_when_its_subscription_has_ended(
    hass: HomeAssistant, siren: SimulatedDevice, cloud: SimulatedCloud
) -> None:
    async with living_in(hass, household(data_of(siren), cloud=CLOUD)) as coordinator:
        assert state_of(hass, CLOUD_STATE) == "unknown"
        assert coordinator.account
        await coordinator.account.client.devices()
        assert state_of(hass, CLOUD_STATE) == "ok"

        cloud.fault = CloudFault.ENDED
        with pytest.raises(CloudEndedError):
            await coordinator.account.client.devices()
        assert state_of(hass, CLOUD_STATE) == "ended"


async def test_an_account_that_is_removed_takes_its_sensors_along(
    hass: HomeAssistant,
    siren: SimulatedDevice,
    cloud: SimulatedCloud,
    entity_registry: er.EntityRegistry,
) -> None:
    entry = household(data_of(siren), cloud=CLOUD)
    async with living_in(hass, entry):
        assert {CALLS, CLOUD_STATE} <= set(entity_registry.entities)

        hass.config_entries.async_update_entry(entry, data={"name": "Cabin"})
        await hass.async_block_till_done()

        assert {CALLS, CLOUD_STATE} & set(entity_registry.entities) == set()
        assert CONNECTION in entity_registry.entities


async def test_stored_counts_that_cannot_be_read_are_begun_anew_and_keep_no_alarm_away(
    hass: HomeAssistant,
    siren: SimulatedDevice,
    cloud: SimulatedCloud,
    hass_storage: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    entry = household(data_of(siren), cloud=CLOUD)
    key = f"tuya_twin.{entry.entry_id}.cloud_calls"
    hass_storage[key] = {"version": 1, "minor_version": 1, "key": key, "data": {"today": "many"}}

    async with living_in(hass, entry):
        assert state_of(hass, CALLS) == "0"

    assert "calls to Tuya's cloud is damaged" in caplog.text
