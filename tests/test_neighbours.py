"""Devices that another integration already has.

The entries are as tuya_local and localtuya write them; both are stood in for by modules that only
set up, so that their entries are loaded, and by what they put into the registries.
"""

from collections.abc import Iterator
import logging
from typing import Any

from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState, ConfigFlow
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryNotReady
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockModule,
    mock_config_flow,
    mock_integration,
    mock_platform,
)

from custom_components.tuya_twin.core.model import DeviceKind
from custom_components.tuya_twin.neighbours import Neighbour, held_elsewhere

HERS = "bf00000000000000hers"
OTHER = "bf0000000000000other"
HUB = "bf000000000000000hub"
SECRET = "0123456789abcdef"

TUYA_LOCAL = {
    "device_id": HERS,
    "host": "192.0.2.7",
    "local_key": SECRET,
    "protocol_version": 3.3,
    "type": "rgbcw_lightbulb",
    "poll_only": False,
}
LOCALTUYA_DEVICE = {
    "device_id": HERS,
    "friendly_name": "Lamp",
    "host": "192.0.2.7",
    "local_key": SECRET,
    "protocol_version": "3.3",
    "entities": [{"id": "20", "platform": "light"}],
}
LOCALTUYA = {
    "client_id": "",
    "client_secret": SECRET,
    "no_cloud": True,
    "region": "eu",
    "user_id": "",
    "username": "localtuya",
    "devices": {HERS: LOCALTUYA_DEVICE},
}


@pytest.fixture(autouse=True)
def flows() -> Iterator[None]:
    """Home Assistant sets up no entry of an integration without a flow."""
    with mock_config_flow("tuya_local", ConfigFlow), mock_config_flow("localtuya", ConfigFlow):
        yield


async def add(
    hass: HomeAssistant,
    domain: str,
    data: dict[str, Any],
    *,
    ready: bool = True,
    **kwargs: Any,
) -> MockConfigEntry:
    """An entry of that integration, set up unless it is disabled."""

    async def set_up(_hass: HomeAssistant, _entry: object) -> bool:
        if not ready:
            raise ConfigEntryNotReady
        return True

    async def unload(_hass: HomeAssistant, _entry: object) -> bool:
        return True

    mock_integration(hass, MockModule(domain, async_setup_entry=set_up, async_unload_entry=unload))
    mock_platform(hass, f"{domain}.config_flow", None)
    entry = MockConfigEntry(domain=domain, data=data, **kwargs)
    entry.add_to_hass(hass)
    if entry.disabled_by is None:
        await hass.config_entries.async_setup(entry.entry_id)
    return entry


def furnish(
    hass: HomeAssistant, entry: MockConfigEntry, identifier: str, *entities: str, **kwargs: Any
) -> dr.DeviceEntry:
    """What the integration puts into the registries for a device: `light.lamp` and the like."""
    device = dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id, identifiers={(entry.domain, identifier)}
    )
    for entity_id in entities:
        domain, name = entity_id.split(".")
        er.async_get(hass).async_get_or_create(
            domain,
            entry.domain,
            f"{identifier}_{name}",
            suggested_object_id=name,
            config_entry=entry,
            device_id=device.id,
            **kwargs,
        )
    return device


async def test_a_device_nobody_has_is_free(hass: HomeAssistant) -> None:
    await add(hass, "tuya_local", TUYA_LOCAL)
    await add(hass, "localtuya", LOCALTUYA)

    assert held_elsewhere(hass, OTHER) is None


async def test_a_device_of_tuya_local_is_found_with_its_entities(hass: HomeAssistant) -> None:
    entry = await add(hass, "tuya_local", TUYA_LOCAL)
    furnish(hass, entry, HERS, "light.lamp", "number.countdown")

    neighbour = held_elsewhere(hass, HERS)

    assert neighbour == Neighbour(
        domain="tuya_local", entity_ids=("light.lamp", "number.countdown")
    )
    assert neighbour.lendable(DeviceKind.BULB) == ("light.lamp",)
    assert neighbour.lendable(DeviceKind.LOCK) == ()


async def test_a_device_of_localtuya_is_found_with_its_entities(hass: HomeAssistant) -> None:
    entry = await add(
        hass, "localtuya", {**LOCALTUYA, "devices": {HERS: LOCALTUYA_DEVICE, OTHER: {}}}
    )
    furnish(hass, entry, f"local_{HERS}", "light.lamp")
    furnish(hass, entry, f"local_{OTHER}", "light.other")

    assert held_elsewhere(hass, HERS) == Neighbour(domain="localtuya", entity_ids=("light.lamp",))
    assert held_elsewhere(hass, OTHER) == Neighbour(domain="localtuya", entity_ids=("light.other",))


async def test_a_device_of_an_old_localtuya_is_found(hass: HomeAssistant) -> None:
    entry = await add(hass, "localtuya", LOCALTUYA_DEVICE)
    furnish(hass, entry, f"local_{HERS}", "light.lamp")

    assert held_elsewhere(hass, HERS) == Neighbour(domain="localtuya", entity_ids=("light.lamp",))
    assert held_elsewhere(hass, OTHER) is None


@pytest.mark.parametrize("identifier", [f"{HUB}/{HERS}", HERS])
async def test_a_device_below_a_gateway_of_tuya_local_is_found(
    hass: HomeAssistant, identifier: str
) -> None:
    entry = await add(hass, "tuya_local", {**TUYA_LOCAL, "device_id": HUB, "device_cid": HERS})
    furnish(hass, entry, identifier, "light.lamp")

    assert held_elsewhere(hass, HERS) == Neighbour(domain="tuya_local", entity_ids=("light.lamp",))


@pytest.mark.parametrize(
    ("domain", "data", "identifier"),
    [
        ("tuya_local", {**TUYA_LOCAL, "device_id": HUB, "device_cid": HERS}, f"{HUB}/{HERS}"),
        (
            "localtuya",
            {
                **LOCALTUYA,
                "devices": {HERS: {**LOCALTUYA_DEVICE, "node_id": "7", "gateway_id": HUB}},
            },
            f"local_{HERS}",
        ),
    ],
)
async def test_a_gateway_is_held_but_has_no_entities_of_the_devices_below_it(
    hass: HomeAssistant, domain: str, data: dict[str, Any], identifier: str
) -> None:
    entry = await add(hass, domain, data)
    furnish(hass, entry, identifier, "light.lamp")

    assert held_elsewhere(hass, HUB) == Neighbour(domain=domain, entity_ids=())


@pytest.mark.parametrize(("domain", "data"), [("tuya_local", TUYA_LOCAL), ("localtuya", LOCALTUYA)])
async def test_a_disabled_entry_holds_nothing(
    hass: HomeAssistant, domain: str, data: dict[str, Any]
) -> None:
    await add(hass, domain, data, disabled_by=ConfigEntryDisabler.USER)

    assert held_elsewhere(hass, HERS) is None


@pytest.mark.parametrize(("domain", "data"), [("tuya_local", TUYA_LOCAL), ("localtuya", LOCALTUYA)])
async def test_an_unloaded_entry_holds_nothing(
    hass: HomeAssistant, domain: str, data: dict[str, Any]
) -> None:
    entry = await add(hass, domain, data)
    assert held_elsewhere(hass, HERS) is not None

    assert await hass.config_entries.async_unload(entry.entry_id)

    assert held_elsewhere(hass, HERS) is None


async def test_an_entry_that_tries_again_and_again_holds_its_device(hass: HomeAssistant) -> None:
    entry = await add(hass, "tuya_local", TUYA_LOCAL, ready=False)
    assert entry.state is ConfigEntryState.SETUP_RETRY

    assert held_elsewhere(hass, HERS) == Neighbour(domain="tuya_local", entity_ids=())


async def test_a_disabled_device_is_not_held(hass: HomeAssistant) -> None:
    entry = await add(hass, "localtuya", LOCALTUYA)
    device = furnish(hass, entry, f"local_{HERS}", "light.lamp")
    dr.async_get(hass).async_update_device(device.id, disabled_by=dr.DeviceEntryDisabler.USER)

    assert held_elsewhere(hass, HERS) is None


async def test_what_is_disabled_or_only_configures_cannot_be_lent(hass: HomeAssistant) -> None:
    entry = await add(hass, "tuya_local", TUYA_LOCAL)
    furnish(hass, entry, HERS, "switch.siren")
    furnish(hass, entry, HERS, "switch.child_lock", entity_category=EntityCategory.CONFIG)
    furnish(hass, entry, HERS, "switch.spare", disabled_by=er.RegistryEntryDisabler.USER)

    neighbour = held_elsewhere(hass, HERS)

    assert neighbour == Neighbour(domain="tuya_local", entity_ids=("switch.siren",))


async def test_an_entity_another_integration_put_on_the_device_is_not_lent(
    hass: HomeAssistant,
) -> None:
    entry = await add(hass, "tuya_local", TUYA_LOCAL)
    device = furnish(hass, entry, HERS, "light.lamp")
    er.async_get(hass).async_get_or_create(
        "switch", "powercalc", "energy", suggested_object_id="energy", device_id=device.id
    )

    assert held_elsewhere(hass, HERS) == Neighbour(domain="tuya_local", entity_ids=("light.lamp",))


def test_a_siren_is_offered_before_a_switch() -> None:
    neighbour = Neighbour(
        domain="tuya_local", entity_ids=("light.ring", "lock.x", "siren.b", "switch.a")
    )

    assert neighbour.lendable(DeviceKind.SIREN) == ("siren.b", "switch.a")
    assert neighbour.lendable(DeviceKind.BULB) == ("light.ring", "switch.a")
    assert neighbour.lendable(DeviceKind.LOCK) == ("lock.x",)


@pytest.mark.parametrize("devices", [None, [], "nonsense", {"x": None}])
async def test_an_entry_laid_out_in_no_known_way_holds_nothing(
    hass: HomeAssistant, devices: object
) -> None:
    await add(hass, "localtuya", {"devices": devices})

    assert held_elsewhere(hass, HERS) is None


async def test_no_key_of_a_neighbour_is_told(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await add(hass, "tuya_local", TUYA_LOCAL)
    await add(hass, "localtuya", LOCALTUYA)

    assert SECRET not in repr(held_elsewhere(hass, HERS))
    assert SECRET not in caplog.text
