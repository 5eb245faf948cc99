"""Importing devices from Tuya's cloud, as the user interface does it, from a simulated cloud."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
import socket
from typing import Any

from homeassistant.config_entries import (
    SOURCE_INTEGRATION_DISCOVERY,
    ConfigEntry,
    ConfigEntryState,
    ConfigFlow,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, mock_config_flow

from custom_components.tuya_twin.const import DOMAIN
from custom_components.tuya_twin.core.errors import CloudEndedError, CloudError
from custom_components.tuya_twin.core.model import DeviceKind
from custom_components.tuya_twin.devices.cloud import CloudDevice
from custom_components.tuya_twin.devices.profiles import PRESETS
from custom_components.tuya_twin.devices.simulator import CloudFault, Service
from custom_components.tuya_twin.flows import heard
from custom_components.tuya_twin.flows.account import told
from custom_components.tuya_twin.flows.offer import LeftOut, Offer
from tests.cloud_kit import (
    ACCOUNT,
    ANSWERS,
    BULB,
    CLOUD,
    EAR,
    HOSTS,
    LOCAL_KEY,
    LOCK,
    SIREN,
    WORDS,
    Home,
    answer,
    begin,
    in_words,
    make_home,
    suggested,
    unload_all,
)

pytestmark = pytest.mark.usefixtures("enable_custom_integrations")


@pytest.fixture
async def home(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Home]:
    """Devices that are silent on the LAN, and their cloud."""
    monkeypatch.setattr(heard, "LISTEN_SECONDS", 0.0)
    async with make_home(monkeypatch) as home:
        yield home
        await unload_all(hass)


@pytest.fixture
async def own(hass: HomeAssistant, home: Home) -> MockConfigEntry:
    """A household without devices and without an account."""
    return await set_up(hass, {"name": "Cabin"})


@pytest.fixture
async def connected(hass: HomeAssistant, home: Home) -> MockConfigEntry:
    """A household with an account and without devices."""
    return await set_up(hass, {"name": "Cabin", "cloud": CLOUD})


async def set_up(hass: HomeAssistant, data: dict[str, Any]) -> MockConfigEntry:
    entry = MockConfigEntry(domain=DOMAIN, title="Cabin", data=data)
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    return entry


async def pick(hass: HomeAssistant, form: Any, *device_ids: str) -> Any:
    """What follows picking devices."""
    assert form["step_id"] == "devices", form
    result = await answer(hass, form, {"devices": list(device_ids)})
    await hass.async_block_till_done()
    return result


def by_id(entry: ConfigEntry) -> dict[str | None, Any]:
    """The data of each device of a household."""
    return {subentry.unique_id: subentry.data for subentry in entry.subentries.values()}


# A new household ------------------------------------------------------------------------------


async def test_devices_come_with_names_keys_zones_profiles_and_addresses_in_one_go(
    hass: HomeAssistant, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heard, "LISTEN_SECONDS", 20.0)
    form = await answer(hass, await begin(hass, "cloud"), ANSWERS)
    home.announce(BULB, SIREN, LOCK)

    result = await pick(hass, form, BULB, SIREN, LOCK)

    assert (result["type"], result["title"]) == (FlowResultType.CREATE_ENTRY, "Villa")
    assert result["data"] == {"name": "Villa", "cloud": CLOUD}
    entry = result["result"]
    assert [subentry.title for subentry in entry.subentries.values()] == [
        "Simulated bulb",
        "Simulated siren",
        "Simulated lock",
    ]
    devices = by_id(entry)
    assert {name: data["host"] for name, data in devices.items()} == HOSTS
    assert [data["version"] for data in devices.values()] == ["3.3", "3.4", "3.5"]
    assert {data["local_key"] for data in devices.values()} == {LOCAL_KEY}
    assert [data["zone"] for data in devices.values()] == ["LivingRoom", "Hall", "LivingRoom"]
    assert entry.options["zones"][-1] == ["Hall", "Hall"]
    assert devices[SIREN]["profile"] == PRESETS[DeviceKind.SIREN]["neo_coolcam"].as_dict()
    assert devices[BULB]["profile"]["colour"] == "5"
    assert devices[LOCK]["profile"]["lan_lock"]
    assert devices[LOCK]["profile"]["cloud_lock"]


async def test_a_device_that_is_not_heard_is_found_another_day(
    hass: HomeAssistant, home: Home
) -> None:
    form = await answer(hass, await begin(hass, "cloud"), ANSWERS)

    result = await pick(hass, form, BULB)

    device = by_id(result["result"])[BULB]
    assert (device["host"], device["port"], device["auto_version"]) == ("", 6668, True)


async def test_all_devices_are_picked_unless_somebody_says_otherwise(
    hass: HomeAssistant, home: Home
) -> None:
    form = await answer(hass, await begin(hass, "cloud"), ANSWERS)

    assert form["data_schema"]({}) == {"devices": [BULB, SIREN, LOCK]}
    [field] = form["data_schema"].schema.values()
    assert [option["label"] for option in field.config["options"]] == [
        "Simulated bulb (living room)",
        "Simulated siren (Hall)",
        "Simulated lock (Simulated lock (lock_mains))",
    ]


async def test_a_household_can_have_an_account_and_no_devices(
    hass: HomeAssistant, home: Home
) -> None:
    form = await answer(hass, await begin(hass, "cloud"), {**ANSWERS, "user_id": ACCOUNT.user_id})

    result = await pick(hass, form)

    assert result["data"]["cloud"] == {**CLOUD, "user_id": ACCOUNT.user_id}
    assert by_id(result["result"]) == {}


def _wrong_clock(home: Home) -> None:
    home.clock.ahead = timedelta(hours=1)


def _fault(fault: CloudFault) -> Callable[[Home], None]:
    return lambda home: setattr(home.cloud, "fault", fault)


def _nothing(_home: Home) -> None:
    pass


def _no_quota(home: Home) -> None:
    home.cloud.quota = 0


def _no_devices(home: Home) -> None:
    home.cloud.denied.update(home.devices)


@pytest.mark.parametrize(
    ("arrange", "mistake", "errors"),
    [
        (_nothing, {"secret": "another"}, {"secret": "wrong_credentials"}),
        (_nothing, {"client_id": "another"}, {"secret": "wrong_credentials"}),
        (_nothing, {"user_id": "somebody"}, {"region": "cloud_denied"}),
        (_nothing, {"name": " "}, {"name": "blank"}),
        (_wrong_clock, {}, {"base": "clock_off"}),
        (_no_quota, {}, {"base": "cloud_ended"}),
        (_no_devices, {}, {"base": "no_devices"}),
        (_fault(CloudFault.ENDED), {}, {"base": "cloud_ended"}),
        (_fault(CloudFault.TOO_MANY), {}, {"base": "cloud_busy"}),
        (_fault(CloudFault.SERVER_ERROR), {}, {"base": "cloud_unreachable"}),
        (_fault(CloudFault.NOT_JSON), {}, {"base": "cloud_unreachable"}),
    ],
)
async def test_each_trouble_with_the_account_has_its_own_words_and_loses_nothing(
    hass: HomeAssistant,
    home: Home,
    arrange: Callable[[Home], None],
    mistake: dict[str, str],
    errors: dict[str, str],
) -> None:
    arrange(home)
    typed = {**ANSWERS, **mistake}
    wrong = await answer(hass, await begin(hass, "cloud"), typed)
    home.clock.ahead = timedelta()
    home.cloud.fault, home.cloud.quota = CloudFault.NONE, None
    home.cloud.denied.clear()
    right = await answer(hass, wrong, ANSWERS)
    result = await pick(hass, right, BULB)

    assert (wrong["type"], wrong["errors"]) == (FlowResultType.FORM, errors)
    assert suggested(wrong) == {name: value.strip() for name, value in typed.items()}
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize(
    ("error", "key", "code"),
    [
        (CloudEndedError(28841105), "cloud_not_authorised", None),
        (CloudError(500), "cloud_failed", "500"),
        (CloudError(), "cloud_failed", "-"),
    ],
)
def test_what_the_simulated_cloud_never_says_has_words_too(
    error: CloudError, key: str, code: str | None
) -> None:
    errors, placeholders = told(error)

    assert errors == {"base": key}
    assert (code or "") in WORDS["error"][key].format(**placeholders)

    assert placeholders.get("code") == code


async def test_two_households_do_not_share_a_name(
    hass: HomeAssistant, own: MockConfigEntry
) -> None:
    wrong = await answer(hass, await begin(hass, "cloud"), {**ANSWERS, "name": "Cabin"})
    right = await answer(hass, wrong, ANSWERS)

    assert wrong["errors"] == {"name": "name_taken"}
    assert right["step_id"] == "devices"


async def test_a_local_key_that_the_list_keeps_back_is_asked_for(
    hass: HomeAssistant, home: Home
) -> None:
    home.cloud.unauthorised.add(Service.PROJECT_DEVICES)
    form = await answer(hass, await begin(hass, "cloud"), ANSWERS)

    result = await pick(hass, form, SIREN)

    assert by_id(result["result"])[SIREN]["local_key"] == LOCAL_KEY


async def test_a_device_whose_local_key_nobody_tells_can_be_left_out(
    hass: HomeAssistant, home: Home
) -> None:
    home.cloud.unauthorised.add(Service.PROJECT_DEVICES)
    form = await answer(hass, await begin(hass, "cloud"), ANSWERS)
    home.cloud.denied.add(SIREN)

    keyless = await pick(hass, form, BULB, SIREN)
    result = await pick(hass, keyless, BULB)

    assert keyless["errors"] == {"devices": "keyless"}
    assert keyless["description_placeholders"]["names"] == "Simulated siren"
    assert keyless["data_schema"]({}) == {"devices": [BULB, SIREN]}
    assert by_id(result["result"]).keys() == {BULB}


async def test_a_cloud_that_tells_nothing_of_a_device_does_not_keep_it_out(
    hass: HomeAssistant, home: Home
) -> None:
    form = await answer(hass, await begin(hass, "cloud"), ANSWERS)
    home.cloud.fault = CloudFault.SERVER_ERROR

    result = await pick(hass, form, SIREN, LOCK)

    devices = by_id(result["result"])
    assert devices[SIREN]["profile"] == PRESETS[DeviceKind.SIREN]["standard"].as_dict()
    # That a lock can be commanded must not be a guess.
    assert devices[LOCK]["profile"] == PRESETS[DeviceKind.LOCK]["battery"].as_dict()


async def test_a_flow_that_is_given_up_leaves_no_port_open(
    hass: HomeAssistant, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heard, "LISTEN_SECONDS", 3600.0)
    form = await answer(hass, await begin(hass, "cloud"), ANSWERS)
    hass.config_entries.flow.async_abort(form["flow_id"])
    await hass.async_block_till_done(wait_background_tasks=True)

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as exclusive:
        exclusive.bind((EAR, 6666))


async def test_a_device_that_was_also_found_on_the_lan_is_offered_no_more(
    hass: HomeAssistant, home: Home
) -> None:
    found = await hass.config_entries.flow.async_init(
        DOMAIN,
        context={"source": SOURCE_INTEGRATION_DISCOVERY},
        data={"device_id": BULB, "host": HOSTS[BULB], "version": "3.3", "product_id": None},
    )
    assert found["step_id"] == "found"
    form = await answer(hass, await begin(hass, "cloud"), ANSWERS)

    await pick(hass, form, BULB)

    assert hass.config_entries.flow.async_progress() == []


# What is left out -----------------------------------------------------------------------------


def described(device_id: str, **differences: object) -> CloudDevice:
    return CloudDevice.read({"id": device_id, "category": "dj", **differences})  # type: ignore[dict-item]


async def test_what_a_household_cannot_have_is_left_out_and_counted(
    hass: HomeAssistant, home: Home
) -> None:
    devices = [
        described("a", category="sgbj"),
        described("b", category="wsdcg"),
        described("c", sub=True),
        described("d", category="wsdcg", sub=True),
        described("e", category="", product_id="hf0phcrchgkquvke"),
    ]

    offer = Offer.of(hass, devices, {})

    assert {name: offered.kind for name, offered in offer.devices.items()} == {
        "a": DeviceKind.SIREN,
        "e": DeviceKind.SIREN,
    }
    assert offer.left_out == {LeftOut.OTHER_KIND: 2, LeftOut.BEHIND_HUB: 1}


async def test_a_device_without_a_name_is_called_what_its_maker_calls_it(
    hass: HomeAssistant, home: Home
) -> None:
    devices = [described("a", product_name="Lamp"), described("bf00000000000000abcd", name=" ")]

    offer = Offer.of(hass, devices, {})

    assert [offered.title for offered in offer.devices.values()] == ["Lamp", "…abcd"]


async def test_devices_of_a_household_or_of_another_integration_are_left_out(
    hass: HomeAssistant, home: Home, connected: MockConfigEntry
) -> None:
    await pick(hass, await begin(hass, "import_devices", connected.entry_id), BULB)
    other = MockConfigEntry(domain="tuya_local", data={"device_id": SIREN})
    other.add_to_hass(hass)
    with mock_config_flow("tuya_local", ConfigFlow):
        other.mock_state(hass, ConfigEntryState.SETUP_RETRY)

        form = await begin(hass, "import_devices", connected.entry_id)

    assert form["description_placeholders"] == {
        "offered": "1",
        "other_kind": "0",
        "behind_hub": "0",
        "configured": "1",
        "held": "1",
    }
    result = await pick(hass, form)
    assert result["reason"] == "reconfigure_successful"


# A household that there is --------------------------------------------------------------------


async def test_a_household_is_connected_with_an_account_and_gets_its_devices(
    hass: HomeAssistant, own: MockConfigEntry
) -> None:
    form = await begin(hass, "account", own.entry_id)
    assert (form["step_id"], suggested(form)) == ("account", {})
    form = await answer(hass, form, CLOUD)

    result = await pick(hass, form, BULB, SIREN, LOCK)

    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reconfigure_successful")
    assert own.data == {"name": "Cabin", "cloud": CLOUD}
    assert by_id(own).keys() == {BULB, SIREN, LOCK}
    assert own.options["zones"][-1] == ["Hall", "Hall"]
    assert len(own.runtime_data.members) == 3


async def test_an_account_is_changed_without_its_secret_being_shown(
    hass: HomeAssistant, connected: MockConfigEntry
) -> None:
    form = await begin(hass, "account", connected.entry_id)

    assert suggested(form) == {name: CLOUD[name] for name in ("client_id", "region")}
    form = await answer(hass, form, {**CLOUD, "region": "india"})
    result = await pick(hass, form)

    assert result["reason"] == "reconfigure_successful"
    assert connected.data["cloud"] == {**CLOUD, "region": "india"}


async def test_an_account_that_no_longer_works_can_be_put_right_while_importing(
    hass: HomeAssistant, home: Home, connected: MockConfigEntry
) -> None:
    home.cloud.fault = CloudFault.ENDED
    form = await begin(hass, "import_devices", connected.entry_id)
    home.cloud.fault = CloudFault.NONE
    again = await answer(hass, form, CLOUD)
    result = await pick(hass, again, LOCK)

    assert (form["step_id"], form["errors"]) == ("account", {"base": "cloud_ended"})
    assert result["reason"] == "reconfigure_successful"
    assert by_id(connected).keys() == {LOCK}


async def test_importing_counts_among_the_calls_of_the_household(
    hass: HomeAssistant, connected: MockConfigEntry
) -> None:
    budget = connected.runtime_data.account.budget

    await begin(hass, "import_devices", connected.entry_id)

    assert sum(budget.today.values()) > 0


async def test_an_account_can_be_removed_and_the_devices_stay(
    hass: HomeAssistant, home: Home, connected: MockConfigEntry
) -> None:
    await pick(hass, await begin(hass, "import_devices", connected.entry_id), BULB)
    connected.async_start_reauth(hass)
    await hass.async_block_till_done()

    form = await begin(hass, "forget_account", connected.entry_id)
    assert (form["type"], form["step_id"]) == (FlowResultType.FORM, "forget_account")
    result = await answer(hass, form, {})
    await hass.async_block_till_done()

    assert result["reason"] == "reconfigure_successful"
    assert connected.data == {"name": "Cabin"}
    assert by_id(connected).keys() == {BULB}
    assert hass.config_entries.flow.async_progress() == []


@pytest.mark.parametrize(
    ("mistake", "fault", "errors"),
    [
        ({"secret": "another"}, CloudFault.NONE, {"secret": "wrong_credentials"}),
        ({}, CloudFault.SERVER_ERROR, {"base": "cloud_unreachable"}),
    ],
)
async def test_a_secret_the_cloud_refuses_is_asked_for_until_it_is_right(
    hass: HomeAssistant,
    home: Home,
    connected: MockConfigEntry,
    mistake: dict[str, str],
    fault: CloudFault,
    errors: dict[str, str],
) -> None:
    hass.config_entries.async_update_entry(
        connected, data={"name": "Cabin", "cloud": {**CLOUD, "secret": "old"}}
    )
    await hass.async_block_till_done()
    form = in_words(await connected.start_reauth_flow(hass))
    assert (form["step_id"], suggested(form)) == (
        "reauth_confirm",
        {"client_id": CLOUD["client_id"]},
    )
    credentials = {name: CLOUD[name] for name in ("client_id", "secret")}
    home.cloud.fault = fault
    wrong = await answer(hass, form, {**credentials, **mistake})
    home.cloud.fault = CloudFault.NONE
    result = await answer(hass, wrong, credentials)
    await hass.async_block_till_done()

    assert wrong["errors"] == errors
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reauth_successful")
    assert connected.data["cloud"] == CLOUD
