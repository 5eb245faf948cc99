"""Setting up a household and its devices, as the user interface does it."""

from collections.abc import AsyncIterator
from typing import Any

from homeassistant.config_entries import SOURCE_RECONFIGURE, SOURCE_USER, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.tuya_twin.const import DOMAIN
from custom_components.tuya_twin.core.model import DeviceKind
from custom_components.tuya_twin.devices.simulator import (
    Fault,
    SimulatedDevice,
    SimulatedDeviceConfig,
)

DEVICE_ID = "bf00000000000000000own"
LOCAL_KEY = "q1W2e3R4t5Z6u7I8"

pytestmark = pytest.mark.usefixtures("enable_custom_integrations")


@pytest.fixture
async def device() -> AsyncIterator[SimulatedDevice]:
    """A siren somebody owns."""
    siren = SimulatedDevice(
        SimulatedDeviceConfig(
            device_id=DEVICE_ID,
            local_key=LOCAL_KEY,
            version="3.4",
            kind=DeviceKind.SIREN,
            host="127.0.0.31",
            port=0,
        )
    )
    await siren.start()
    yield siren
    await siren.stop()


@pytest.fixture
async def own(hass: HomeAssistant) -> AsyncIterator[MockConfigEntry]:
    """A household without devices."""
    entry = MockConfigEntry(domain=DOMAIN, title="Cabin", data={"name": "Cabin"})
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    yield entry
    await hass.config_entries.async_unload(entry.entry_id)


@pytest.fixture
def answers(device: SimulatedDevice) -> dict[str, Any]:
    """What a user types who has everything right."""
    host, port = device.address
    return {
        "kind": "siren",
        "name": "Cabin siren",
        "zone": "Foyer",
        "host": host,
        "device_id": DEVICE_ID,
        "local_key": LOCAL_KEY,
        "version": "3.4",
        "port": port,
    }


async def start_user_flow(hass: HomeAssistant, choice: str) -> Any:
    menu = await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    assert (menu["type"], menu["step_id"]) == (FlowResultType.MENU, "user")
    assert menu["menu_options"] == ["simulated", "own"]
    return await hass.config_entries.flow.async_configure(menu["flow_id"], {"next_step_id": choice})


async def add_device(
    hass: HomeAssistant, entry: MockConfigEntry, *attempts: dict[str, Any]
) -> list[Any]:
    """The results of one flow that is answered several times."""
    form = await hass.config_entries.subentries.async_init(
        (entry.entry_id, "device"), context={"source": SOURCE_USER}
    )
    assert (form["type"], form["step_id"], form["errors"]) == (FlowResultType.FORM, "user", {})
    results = [
        await hass.config_entries.subentries.async_configure(form["flow_id"], answers)
        for answers in attempts
    ]
    await hass.async_block_till_done()
    return results


@pytest.mark.xdist_group("the default household's addresses")
async def test_a_simulated_household_is_one_choice_away(hass: HomeAssistant) -> None:
    result = await start_user_flow(hass, "simulated")
    await hass.async_block_till_done()

    assert result["type"] is FlowResultType.CREATE_ENTRY
    entry = result["result"]
    assert entry.state is ConfigEntryState.LOADED
    assert [subentry.data["kind"] for subentry in entry.subentries.values()] == [
        "bulb",
        "siren",
        "lock",
    ]
    assert await hass.config_entries.async_unload(entry.entry_id)


async def test_there_is_one_simulated_household_at_most(hass: HomeAssistant) -> None:
    MockConfigEntry(domain=DOMAIN, data={"simulated": True}).add_to_hass(hass)

    result = await start_user_flow(hass, "simulated")

    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "already_configured")


async def test_a_simulated_household_takes_no_devices_of_the_user(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    assert entry.supported_subentry_types == {}


async def test_an_own_household_begins_with_a_name(hass: HomeAssistant) -> None:
    form = await start_user_flow(hass, "own")
    assert (form["type"], form["step_id"]) == (FlowResultType.FORM, "own")
    result = await hass.config_entries.flow.async_configure(form["flow_id"], {"name": "Cabin"})
    await hass.async_block_till_done()

    assert (result["type"], result["title"]) == (FlowResultType.CREATE_ENTRY, "Cabin")
    assert result["data"] == {"name": "Cabin"}
    assert await hass.config_entries.async_unload(result["result"].entry_id)


async def test_two_households_do_not_share_a_name(
    hass: HomeAssistant, own: MockConfigEntry
) -> None:
    form = await start_user_flow(hass, "own")
    result = await hass.config_entries.flow.async_configure(form["flow_id"], {"name": "Cabin"})

    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "already_configured")


async def test_a_device_that_answers_with_its_key_is_saved_and_appears(
    hass: HomeAssistant, own: MockConfigEntry, answers: dict[str, Any]
) -> None:
    [result] = await add_device(hass, own, answers)

    assert result["type"] is FlowResultType.CREATE_ENTRY
    [subentry] = own.subentries.values()
    assert (subentry.title, subentry.unique_id) == ("Cabin siren", DEVICE_ID)
    assert subentry.data == {key: answers[key] for key in answers.keys() - {"name"}}
    assert hass.states.get("siren.cabin_siren") is not None


async def test_blanks_that_come_with_copying_do_not_matter(
    hass: HomeAssistant, own: MockConfigEntry, answers: dict[str, Any]
) -> None:
    copied = {**answers, "local_key": f" {LOCAL_KEY}\n", "device_id": f"{DEVICE_ID} "}

    [result] = await add_device(hass, own, copied)

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["data"]["local_key"] == LOCAL_KEY


async def test_a_zone_with_a_new_name_becomes_part_of_the_house(
    hass: HomeAssistant, own: MockConfigEntry, answers: dict[str, Any]
) -> None:
    await add_device(hass, own, {**answers, "zone": "Attic"})

    assert [zone.id for zone in own.runtime_data.house.zones] == [
        "LivingRoom",
        "Foyer",
        "MasterBedroom",
        "Attic",
    ]


@pytest.mark.parametrize(
    ("mistake", "errors"),
    [
        ({"local_key": "0123456789abcdef"}, {"local_key": "wrong_key"}),
        ({"local_key": "too short"}, {"local_key": "key_length"}),
        ({"version": "3.3"}, {"version": "wrong_version"}),
        ({"version": "3.5"}, {"version": "wrong_version"}),
        ({"host": "127.0.0.32"}, {"host": "cannot_connect"}),
        ({"kind": "bulb"}, {"kind": "wrong_kind"}),
        ({"zone": "HOUSE"}, {"zone": "zone_is_house"}),
    ],
)
async def test_each_mistake_has_its_own_error_and_loses_nothing(
    hass: HomeAssistant,
    own: MockConfigEntry,
    answers: dict[str, Any],
    mistake: dict[str, Any],
    errors: dict[str, str],
) -> None:
    wrong, right = await add_device(hass, own, {**answers, **mistake}, answers)

    assert (wrong["type"], wrong["errors"]) == (FlowResultType.FORM, errors)
    suggested = {
        str(field): field.description["suggested_value"]
        for field in wrong["data_schema"].schema
        if field.description
    }
    assert suggested == {**answers, **mistake}
    assert right["type"] is FlowResultType.CREATE_ENTRY


async def test_the_error_for_a_wrong_version_names_the_right_one(
    hass: HomeAssistant, own: MockConfigEntry, answers: dict[str, Any]
) -> None:
    wrong, _ = await add_device(hass, own, {**answers, "version": "3.3"}, answers)

    assert wrong["description_placeholders"] == {"found": "3.4"}


async def test_a_device_that_accepts_and_stays_silent_has_its_own_error(
    hass: HomeAssistant, own: MockConfigEntry, device: SimulatedDevice, answers: dict[str, Any]
) -> None:
    await device.set_fault(Fault.HALF_OPEN)
    [silent] = await add_device(hass, own, answers)
    await device.set_fault(Fault.NONE)
    result = await hass.config_entries.subentries.async_configure(silent["flow_id"], answers)
    await hass.async_block_till_done()

    assert silent["errors"] == {"base": "no_answer"}
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_a_device_belongs_to_one_household(
    hass: HomeAssistant, own: MockConfigEntry, answers: dict[str, Any]
) -> None:
    await add_device(hass, own, answers)

    [again] = await add_device(hass, own, answers)

    assert again["errors"] == {"device_id": "device_already_configured"}


async def test_a_device_that_was_paired_anew_is_given_its_new_key(
    hass: HomeAssistant, own: MockConfigEntry, device: SimulatedDevice, answers: dict[str, Any]
) -> None:
    await add_device(hass, own, answers)
    [subentry] = own.subentries.values()
    await device.set_fault(Fault.WRONG_KEY)
    changed = {**answers, "name": "Loud siren", "local_key": device.local_key}

    form = await hass.config_entries.subentries.async_init(
        (own.entry_id, "device"),
        context={"source": SOURCE_RECONFIGURE, "subentry_id": subentry.subentry_id},
    )
    old = await hass.config_entries.subentries.async_configure(form["flow_id"], answers)
    result = await hass.config_entries.subentries.async_configure(form["flow_id"], changed)
    await hass.async_block_till_done()

    assert old["errors"] == {"local_key": "wrong_key"}
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reconfigure_successful")
    [subentry] = own.subentries.values()
    assert subentry.title == "Loud siren"
    assert subentry.data["local_key"] == device.local_key
    assert own.runtime_data.links[subentry.subentry_id].device.name == "Loud siren"
