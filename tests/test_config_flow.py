"""Setting up a household and changing it, as the user interface does it."""

from collections.abc import AsyncIterator
from typing import Any

from homeassistant.config_entries import SOURCE_USER, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.tuya_twin.const import DOMAIN
from tests.cloud_kit import answer, in_words

pytestmark = pytest.mark.usefixtures("enable_custom_integrations")


@pytest.fixture
async def own(hass: HomeAssistant) -> AsyncIterator[MockConfigEntry]:
    """A household without devices."""
    entry = MockConfigEntry(domain=DOMAIN, title="Cabin", data={"name": "Cabin"})
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    yield entry
    await hass.config_entries.async_unload(entry.entry_id)


async def start_user_flow(hass: HomeAssistant, choice: str) -> Any:
    menu = await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    in_words(menu)
    assert (menu["type"], menu["step_id"]) == (FlowResultType.MENU, "user")
    assert menu["menu_options"] == ["simulated", "cloud", "own"]
    return await answer(hass, menu, {"next_step_id": choice})


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


async def test_an_own_household_takes_devices(hass: HomeAssistant, own: MockConfigEntry) -> None:
    assert own.supported_subentry_types.keys() == {"device"}


async def test_an_own_household_begins_with_a_name(hass: HomeAssistant) -> None:
    form = await start_user_flow(hass, "own")
    assert (form["type"], form["step_id"]) == (FlowResultType.FORM, "own")
    result = await answer(hass, form, {"name": "Cabin"})
    await hass.async_block_till_done()

    assert (result["type"], result["title"]) == (FlowResultType.CREATE_ENTRY, "Cabin")
    assert result["data"] == {"name": "Cabin"}
    assert await hass.config_entries.async_unload(result["result"].entry_id)


@pytest.mark.parametrize(("name", "error"), [("Cabin", "name_taken"), (" ", "blank")])
async def test_a_household_has_a_name_of_its_own(
    hass: HomeAssistant, own: MockConfigEntry, name: str, error: str
) -> None:
    form = await start_user_flow(hass, "own")
    wrong = await answer(hass, form, {"name": name})
    result = await answer(hass, form, {"name": " Villa "})
    await hass.async_block_till_done()

    assert wrong["errors"] == {"name": error}
    assert (result["type"], result["title"]) == (FlowResultType.CREATE_ENTRY, "Villa")
    assert await hass.config_entries.async_unload(result["result"].entry_id)


async def test_a_household_without_an_account_can_be_renamed_or_connected(
    hass: HomeAssistant, own: MockConfigEntry
) -> None:
    menu = in_words(await own.start_reconfigure_flow(hass))

    assert (menu["type"], menu["step_id"]) == (FlowResultType.MENU, "reconfigure")
    assert menu["menu_options"] == ["rename", "account"]


async def test_the_account_of_a_household_can_be_used_and_removed_too(
    hass: HomeAssistant, own: MockConfigEntry
) -> None:
    account = {"client_id": "a", "secret": "b", "region": "india"}
    hass.config_entries.async_update_entry(own, data={"name": "Cabin", "cloud": account})
    await hass.async_block_till_done()

    menu = in_words(await own.start_reconfigure_flow(hass))

    assert menu["menu_options"] == ["rename", "account", "import_devices", "forget_account"]


async def test_a_simulated_household_has_nothing_to_change(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    result = in_words(await entry.start_reconfigure_flow(hass))

    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "nothing_to_change")


async def test_a_household_gets_another_name(hass: HomeAssistant, own: MockConfigEntry) -> None:
    MockConfigEntry(domain=DOMAIN, title="Villa", data={"name": "Villa"}).add_to_hass(hass)
    menu = in_words(await own.start_reconfigure_flow(hass))
    steps = [
        await answer(hass, menu, answers)
        for answers in ({"next_step_id": "rename"}, {"name": "Villa"}, {"name": "Hut"})
    ]
    await hass.async_block_till_done()

    assert [step["step_id"] for step in steps[:2]] == ["rename", "rename"]
    assert steps[1]["errors"] == {"name": "name_taken"}
    assert steps[2]["reason"] == "reconfigure_successful"
    assert (own.title, own.data) == ("Hut", {"name": "Hut"})
    assert own.runtime_data.house.name == "Hut"
