"""Adding a device that announced itself, as the user interface does it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

from homeassistant.config_entries import (
    SOURCE_IGNORE,
    SOURCE_INTEGRATION_DISCOVERY,
    ConfigEntryState,
    ConfigFlow,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, mock_config_flow

from custom_components.tuya_twin.const import DOMAIN
from custom_components.tuya_twin.core.model import DeviceKind
from custom_components.tuya_twin.devices.profiles import PRESETS
from custom_components.tuya_twin.devices.simulator import CloudFault, Fault, SimulatedDevice
from tests.cloud_kit import (
    BULB,
    CLOUD,
    HOSTS,
    LOCAL_KEY,
    SIREN,
    Home,
    answer,
    in_words,
    make_home,
    suggested,
    unload_all,
)

OTHER_KEY = "q1W2e3R4t5Z6u7I8"
SIREN_PRODUCT = "tgcajioatssnquwh"
"""The Neo Coolcam, which is what the siren here does as."""

pytestmark = pytest.mark.usefixtures("enable_custom_integrations")


@pytest.fixture
async def home(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Home]:
    """Devices on the LAN, and their cloud."""
    async with make_home(monkeypatch) as home:
        yield home
        await unload_all(hass)


@pytest.fixture
async def own(hass: HomeAssistant, home: Home) -> MockConfigEntry:
    """A household without devices and without an account."""
    return await set_up(hass, "Cabin")


@pytest.fixture
async def connected(hass: HomeAssistant, home: Home) -> MockConfigEntry:
    """A household with an account and without devices."""
    return await set_up(hass, "Villa", cloud=CLOUD)


async def set_up(hass: HomeAssistant, name: str, **data: Any) -> MockConfigEntry:
    entry = MockConfigEntry(domain=DOMAIN, title=name, data={"name": name, **data})
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    return entry


async def find(
    hass: HomeAssistant, version: str | None = "3.4", product_id: str | None = SIREN_PRODUCT
) -> Any:
    """What follows the announcement of the siren."""
    result = await hass.config_entries.flow.async_init(
        DOMAIN,
        context={"source": SOURCE_INTEGRATION_DISCOVERY},
        data={
            "device_id": SIREN,
            "host": HOSTS[SIREN],
            "version": version,
            "product_id": product_id,
        },
    )
    return in_words(result)


def siren(**differences: str) -> dict[str, str]:
    """What a user says of the siren who has everything right."""
    return {"kind": "siren", "name": "Hall siren", "zone": "Foyer", **differences}


def fields(form: Any) -> list[str]:
    return [str(field) for field in form["data_schema"].schema]


async def test_a_found_device_is_added_to_the_household(
    hass: HomeAssistant, own: MockConfigEntry
) -> None:
    form = await find(hass)
    assert (form["type"], form["step_id"]) == (FlowResultType.FORM, "found")
    assert fields(form) == ["kind", "name", "zone", "local_key"]
    assert suggested(form) == {"kind": "siren"}

    result = await answer(hass, form, siren(local_key=LOCAL_KEY))
    await hass.async_block_till_done()

    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "device_added")
    [device] = own.subentries.values()
    assert (device.title, device.unique_id) == ("Hall siren", SIREN)
    assert device.data == {
        "kind": "siren",
        "zone": "Foyer",
        "host": HOSTS[SIREN],
        "port": 6668,
        "device_id": SIREN,
        "local_key": LOCAL_KEY,
        "version": "3.4",
        "auto_version": True,
        "profile": PRESETS[DeviceKind.SIREN]["neo_coolcam"].as_dict(),
    }


async def test_without_a_household_one_is_made_that_is_not_named_after_the_device(
    hass: HomeAssistant, home: Home
) -> None:
    form = await find(hass)

    result = await answer(hass, form, siren(local_key=LOCAL_KEY))
    await hass.async_block_till_done()

    assert result["type"] is FlowResultType.CREATE_ENTRY
    entry = result["result"]
    assert entry.data == {"name": hass.config.location_name}
    assert entry.unique_id is None
    assert [subentry.unique_id for subentry in entry.subentries.values()] == [SIREN]


async def test_with_several_households_one_is_chosen(
    hass: HomeAssistant, own: MockConfigEntry, connected: MockConfigEntry
) -> None:
    form = await find(hass)
    assert (form["type"], form["step_id"]) == (FlowResultType.FORM, "household")

    form = await answer(hass, form, {"household": own.entry_id})
    result = await answer(hass, form, siren(local_key=LOCAL_KEY))
    await hass.async_block_till_done()

    assert result["reason"] == "device_added"
    assert (len(own.subentries), len(connected.subentries)) == (1, 0)


async def test_a_household_with_an_account_needs_no_local_key(
    hass: HomeAssistant, connected: MockConfigEntry
) -> None:
    form = await find(hass)
    assert fields(form) == ["kind", "name", "zone"]

    result = await answer(hass, form, siren())
    await hass.async_block_till_done()

    assert result["reason"] == "device_added"
    [device] = connected.subentries.values()
    assert device.data["local_key"] == LOCAL_KEY


@pytest.mark.parametrize(
    ("fault", "errors"),
    [
        (CloudFault.SERVER_ERROR, {"base": "cloud_unreachable"}),
        (CloudFault.ENDED, {"base": "cloud_ended"}),
    ],
)
async def test_a_local_key_that_the_cloud_does_not_tell_is_typed(
    hass: HomeAssistant,
    home: Home,
    connected: MockConfigEntry,
    fault: CloudFault,
    errors: dict[str, str],
) -> None:
    home.cloud.fault = fault
    wrong = await answer(hass, await find(hass), siren())

    result = await answer(hass, wrong, siren(local_key=LOCAL_KEY))
    await hass.async_block_till_done()

    assert wrong["errors"] == errors
    assert fields(wrong) == ["kind", "name", "zone", "local_key"]
    assert suggested(wrong) == siren()
    assert result["reason"] == "device_added"


async def test_a_local_key_of_the_cloud_that_is_old_is_typed(
    hass: HomeAssistant, home: Home, connected: MockConfigEntry
) -> None:
    known = home.devices[SIREN]
    await known.stop()
    paired_anew = SimulatedDevice(replace(known.config, local_key=OTHER_KEY))
    await paired_anew.start()

    wrong = await answer(hass, await find(hass), siren())
    result = await answer(hass, wrong, siren(local_key=OTHER_KEY))
    await hass.async_block_till_done()

    assert wrong["errors"] == {"local_key": "wrong_key"}
    assert result["reason"] == "device_added"
    await unload_all(hass)
    await paired_anew.stop()


@pytest.mark.parametrize(
    ("mistake", "errors"),
    [
        ({"local_key": OTHER_KEY}, {"local_key": "wrong_key"}),
        ({"local_key": "short"}, {"local_key": "key_length"}),
        ({"kind": "bulb"}, {"kind": "wrong_kind"}),
        ({"zone": "HOUSE"}, {"zone": "zone_is_house"}),
        ({"name": " "}, {"name": "blank"}),
    ],
)
async def test_each_mistake_has_its_own_error_and_loses_nothing(
    hass: HomeAssistant, own: MockConfigEntry, mistake: dict[str, str], errors: dict[str, str]
) -> None:
    right = siren(local_key=LOCAL_KEY)
    wrong = await answer(hass, await find(hass), {**right, **mistake})

    result = await answer(hass, wrong, right)
    await hass.async_block_till_done()

    assert wrong["errors"] == errors
    assert suggested(wrong) == {name: value.strip() for name, value in {**right, **mistake}.items()}
    assert result["reason"] == "device_added"


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.OFFLINE, "cannot_connect"),
        (Fault.HALF_OPEN, "no_answer"),
        (Fault.BUSY, "held"),
    ],
)
async def test_a_device_that_does_not_answer_is_not_saved(
    hass: HomeAssistant, home: Home, own: MockConfigEntry, fault: Fault, error: str
) -> None:
    right = siren(local_key=LOCAL_KEY)
    await home.devices[SIREN].set_fault(fault)
    wrong = await answer(hass, await find(hass), right)
    await home.devices[SIREN].set_fault(Fault.NONE)
    result = await answer(hass, wrong, right)
    await hass.async_block_till_done()

    assert wrong["errors"] == {"base": error}
    assert wrong["description_placeholders"]["host"] == HOSTS[SIREN]
    assert result["reason"] == "device_added"


@pytest.mark.parametrize("announced", ["3.3", "3.5", "3.1", None])
async def test_the_version_is_what_the_device_answers_with_whatever_was_announced(
    hass: HomeAssistant, own: MockConfigEntry, announced: str | None
) -> None:
    result = await answer(hass, await find(hass, version=announced), siren(local_key=LOCAL_KEY))
    await hass.async_block_till_done()

    assert result["reason"] == "device_added"
    [device] = own.subentries.values()
    assert device.data["version"] == "3.4"


@pytest.mark.parametrize(
    ("product_id", "title"), [(SIREN_PRODUCT, "Tuya siren"), (None, "Tuya"), ("abc", "Tuya")]
)
async def test_a_card_says_what_was_found(
    hass: HomeAssistant, home: Home, product_id: str | None, title: str
) -> None:
    await find(hass, product_id=product_id)

    [flow] = hass.config_entries.flow.async_progress()
    shown = flow["context"]["title_placeholders"]
    assert (shown["product"], shown["last_characters"]) == (title, SIREN[-4:])


async def test_an_unknown_product_has_the_profile_that_fits_what_it_reports(
    hass: HomeAssistant, own: MockConfigEntry
) -> None:
    form = await find(hass, product_id=None)
    assert suggested(form) == {}

    await answer(hass, form, siren(local_key=LOCAL_KEY))
    await hass.async_block_till_done()

    [device] = own.subentries.values()
    assert device.data["profile"]["switch"] == "104"


# Devices of somebody --------------------------------------------------------------------------


async def test_a_device_of_a_household_is_not_offered(
    hass: HomeAssistant, own: MockConfigEntry
) -> None:
    await answer(hass, await find(hass), siren(local_key=LOCAL_KEY))
    await hass.async_block_till_done()

    result = await find(hass)

    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "device_already_configured")


async def test_a_device_that_another_integration_has_is_not_offered(
    hass: HomeAssistant, own: MockConfigEntry
) -> None:
    other = MockConfigEntry(domain="tuya_local", data={"device_id": SIREN})
    other.add_to_hass(hass)
    with mock_config_flow("tuya_local", ConfigFlow):
        other.mock_state(hass, ConfigEntryState.SETUP_RETRY)

        result = await find(hass)

    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "held_elsewhere")
    assert result["description_placeholders"] == {"integration": "tuya_local"}


async def test_a_device_is_offered_once(hass: HomeAssistant, home: Home) -> None:
    await find(hass)

    result = await find(hass)

    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "already_in_progress")


async def test_an_ignored_device_stays_ignored(hass: HomeAssistant, home: Home) -> None:
    await find(hass)
    await hass.config_entries.flow.async_init(
        DOMAIN,
        context={"source": SOURCE_IGNORE},
        data={"unique_id": SIREN, "title": "Siren"},
    )
    await hass.async_block_till_done()
    assert hass.config_entries.flow.async_progress() == []

    result = await find(hass)

    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "already_configured")


async def test_an_ignored_device_is_no_household(hass: HomeAssistant, home: Home) -> None:
    MockConfigEntry(domain=DOMAIN, source=SOURCE_IGNORE, unique_id=BULB).add_to_hass(hass)

    result = await answer(hass, await find(hass), siren(local_key=LOCAL_KEY))
    await hass.async_block_till_done()

    assert result["type"] is FlowResultType.CREATE_ENTRY


# Households that come and go while a device waits to be added ----------------------------------


async def test_an_account_that_was_removed_meanwhile_leaves_the_local_key_to_be_typed(
    hass: HomeAssistant, connected: MockConfigEntry
) -> None:
    form = await find(hass)
    hass.config_entries.async_update_entry(connected, data={"name": "Villa"})
    await hass.async_block_till_done()

    wrong = await answer(hass, form, siren())
    result = await answer(hass, wrong, siren(local_key=LOCAL_KEY))
    await hass.async_block_till_done()

    assert wrong["errors"] == {"local_key": "key_needed"}
    assert result["reason"] == "device_added"


async def test_a_household_that_was_removed_meanwhile_is_not_needed(
    hass: HomeAssistant, own: MockConfigEntry, connected: MockConfigEntry
) -> None:
    form = await answer(hass, await find(hass), {"household": own.entry_id})
    await hass.config_entries.async_remove(own.entry_id)

    result = await answer(hass, form, siren(local_key=LOCAL_KEY))
    await hass.async_block_till_done()

    assert result["reason"] == "device_added"
    assert len(connected.subentries) == 1
