"""Adding a device to a household and changing one, as the user interface does it."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any, override

from homeassistant.components.siren.const import SirenEntityFeature
from homeassistant.config_entries import ConfigFlow
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockModule,
    mock_config_flow,
    mock_integration,
    mock_platform,
)

from custom_components.tuya_twin.clock import SystemClock
from custom_components.tuya_twin.const import DOMAIN
from custom_components.tuya_twin.core.errors import CloudCredentialsError
from custom_components.tuya_twin.core.model import DeviceKind
from custom_components.tuya_twin.devices.cloud import account
from custom_components.tuya_twin.devices.profiles import PRESETS, profile_from
from custom_components.tuya_twin.devices.simulator import (
    CloudFault,
    Fault,
    Manners,
    SimulatedAccount,
    SimulatedCloud,
    SimulatedDevice,
    SimulatedLock,
    SimulatedSiren,
    WhenFull,
)
from custom_components.tuya_twin.flows.checks import DATA_PATIENCE, Patience, async_check_device
from custom_components.tuya_twin.flows.local_keys import async_cloud_device
from tests.flow_kit import (
    DEVICE_ID,
    LOCAL_KEY,
    MEANT_TO_PASS,
    NOBODY,
    DeviceFlow,
    Street,
    answers_for,
    wait_long_for_answers,
)
from tests.kit import until
from tests.lent_kit import Door, Horn, Lamp, lend

pytestmark = pytest.mark.usefixtures("enable_custom_integrations")

ACCOUNT = {"client_id": "client", "secret": "s" * 32, "region": "central_europe"}


@pytest.fixture
async def street() -> AsyncIterator[Street]:
    """Where devices are; torn down after the households."""
    devices = Street()
    yield devices
    await devices.clear()


@pytest.fixture
async def siren(street: Street) -> SimulatedDevice:
    """A siren somebody owns."""
    return await street.plug_in(DeviceKind.SIREN, version="3.4")


@asynccontextmanager
async def household(hass: HomeAssistant, **data: Any) -> AsyncIterator[MockConfigEntry]:
    """A household without devices."""
    entry = MockConfigEntry(domain=DOMAIN, title="Cabin", data={"name": "Cabin", **data})
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    yield entry
    await hass.config_entries.async_unload(entry.entry_id)


@pytest.fixture
async def own(hass: HomeAssistant, street: Street) -> AsyncIterator[MockConfigEntry]:
    """A household of one's own."""
    async with household(hass) as entry:
        yield entry


@pytest.fixture
def flow(hass: HomeAssistant, own: MockConfigEntry) -> DeviceFlow:
    """A flow of that household."""
    return DeviceFlow(hass, own)


async def add_siren(flow: DeviceFlow, device: SimulatedDevice, **others: Any) -> None:
    """Add a siren that is of Tuya's standard."""
    await flow.add("lan")
    await flow.answer(**answers_for(device, **others))
    await flow.answer(product="standard")
    await flow.answer()
    assert flow.created


# A connection of its own ----------------------------------------------------------------------


async def test_a_device_that_answers_with_its_key_is_saved_and_appears(
    hass: HomeAssistant, flow: DeviceFlow, siren: SimulatedDevice
) -> None:
    await flow.add("lan")
    assert (flow.step, flow.errors) == ("lan", {})
    await flow.answer(**answers_for(siren, name="Cabin siren"))
    assert flow.step == "product"
    await flow.answer(product="standard")
    assert flow.step == "stand_ins"
    await flow.answer()

    assert flow.created
    assert (flow.subentry.title, flow.subentry.unique_id) == ("Cabin siren", DEVICE_ID)
    host, port = siren.address
    assert flow.subentry.data == {
        "kind": "siren",
        "zone": "Foyer",
        "host": host,
        "port": port,
        "device_id": DEVICE_ID,
        "local_key": LOCAL_KEY,
        "version": "3.4",
        "auto_version": True,
        "profile": PRESETS[DeviceKind.SIREN]["standard"].as_dict(),
        "stand_ins": [],
    }
    assert hass.states.get("siren.cabin_siren") is not None


async def test_a_version_that_was_chosen_is_not_left_for_another(
    flow: DeviceFlow, siren: SimulatedDevice
) -> None:
    await add_siren(flow, siren, version="3.4")

    assert flow.subentry.data["version"] == "3.4"
    assert flow.subentry.data["auto_version"] is False


@pytest.mark.parametrize(
    ("model", "preset"), [("bulb_a", "type_a"), ("bulb_c", "type_c"), (None, "type_b")]
)
async def test_of_a_bulb_nothing_more_is_asked(
    hass: HomeAssistant, flow: DeviceFlow, model: str | None, preset: str, street: Street
) -> None:
    bulb = await street.plug_in(DeviceKind.BULB, model=model)
    await flow.add("lan")
    await flow.answer(**answers_for(bulb))

    assert flow.created
    best = PRESETS[DeviceKind.BULB][preset].refined(bulb.appliance.status())
    assert flow.subentry.data["profile"] == best.as_dict()
    assert "stand_ins" not in flow.subentry.data


async def test_blanks_that_come_with_copying_do_not_matter(
    flow: DeviceFlow, siren: SimulatedDevice
) -> None:
    await add_siren(flow, siren, local_key=f" {LOCAL_KEY}\n", device_id=f"{DEVICE_ID} ")

    assert flow.subentry.data["local_key"] == LOCAL_KEY
    assert flow.subentry.unique_id == DEVICE_ID


async def test_a_zone_with_a_new_name_becomes_part_of_the_house(
    own: MockConfigEntry, flow: DeviceFlow, siren: SimulatedDevice
) -> None:
    await add_siren(flow, siren, zone="Attic")

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
        ({"local_key": "sixteen letters ß"[-16:]}, {"local_key": "key_length"}),
        ({"version": "3.3"}, {"version": "wrong_version"}),
        ({"version": "3.5"}, {"version": "wrong_version"}),
        ({"host": NOBODY}, {"host": "cannot_connect"}),
        ({"host": " "}, {"host": "blank"}),
        ({"device_id": ""}, {"device_id": "blank"}),
        ({"name": " "}, {"name": "blank"}),
        ({"zone": ""}, {"zone": "blank"}),
        ({"zone": "HOUSE"}, {"zone": "zone_is_house"}),
        ({"kind": "bulb"}, {"kind": "wrong_kind"}),
        ({"kind": "lock"}, {"kind": "wrong_kind"}),
    ],
)
async def test_each_mistake_has_its_own_error_and_loses_nothing(
    flow: DeviceFlow, siren: SimulatedDevice, mistake: dict[str, Any], errors: dict[str, str]
) -> None:
    await flow.add("lan")
    wrong = answers_for(siren) | mistake
    await flow.answer(**wrong)

    assert (flow.step, flow.errors, flow.suggested) == ("lan", errors, wrong)

    await flow.answer(**answers_for(siren))
    await flow.answer(product="standard")
    await flow.answer()
    assert flow.created


async def test_the_error_for_a_wrong_version_names_the_right_one(
    flow: DeviceFlow, siren: SimulatedDevice
) -> None:
    await flow.add("lan")
    shown = await flow.answer(**answers_for(siren, version="3.3"))

    assert shown["description_placeholders"] == {"found": "3.4"}


async def test_the_error_for_a_wrong_kind_names_what_the_device_has(
    flow: DeviceFlow, siren: SimulatedDevice
) -> None:
    await flow.add("lan")
    shown = await flow.answer(**answers_for(siren, kind="lock"))

    assert shown["description_placeholders"] == {"points": "5, 7, 13, 21"}


@pytest.mark.parametrize(
    ("fault", "error"), [(Fault.HALF_OPEN, "no_answer"), (Fault.RESET, "held")]
)
async def test_a_device_that_somebody_else_has_or_that_hangs_is_told_apart(
    hass: HomeAssistant, flow: DeviceFlow, siren: SimulatedDevice, fault: Fault, error: str
) -> None:
    await siren.set_fault(fault)
    hass.data[DATA_PATIENCE] = Patience(answer=MEANT_TO_PASS)
    await flow.add("lan")
    await flow.answer(**answers_for(siren))
    assert flow.errors == {"base": error}

    await siren.set_fault(Fault.NONE)
    del hass.data[DATA_PATIENCE]
    await flow.answer(**answers_for(siren))
    assert flow.step == "product"


async def test_a_device_belongs_to_one_household(
    hass: HomeAssistant, flow: DeviceFlow, siren: SimulatedDevice
) -> None:
    await add_siren(flow, siren)
    async with household(hass) as other:
        again = DeviceFlow(hass, other)
        await again.add("lan")
        await again.answer(**answers_for(siren))

        assert again.errors == {"device_id": "device_already_configured"}


# The key from the cloud -----------------------------------------------------------------------


@asynccontextmanager
async def knowing(
    device: SimulatedDevice, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[SimulatedCloud]:
    """Tuya's cloud, which knows this device."""
    simulated = SimulatedCloud(
        SimulatedAccount(client_id=ACCOUNT["client_id"], secret=ACCOUNT["secret"]),
        {DEVICE_ID: device},
        clock=SystemClock(),
    )
    monkeypatch.setattr(account, "REGIONS", {ACCOUNT["region"]: await simulated.start()})
    try:
        yield simulated
    finally:
        await simulated.stop()


@pytest.fixture
async def cloud(
    siren: SimulatedDevice, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[SimulatedCloud]:
    """Tuya's cloud, which knows the siren."""
    async with knowing(siren, monkeypatch) as simulated:
        yield simulated


def without_key(siren: SimulatedDevice) -> dict[str, Any]:
    answers = answers_for(siren)
    del answers["local_key"]
    return answers


async def test_a_household_with_a_cloud_account_need_not_know_the_key(
    hass: HomeAssistant, cloud: SimulatedCloud, siren: SimulatedDevice
) -> None:
    async with household(hass, cloud=ACCOUNT) as entry:
        flow = DeviceFlow(hass, entry)
        await flow.add("lan")
        await flow.answer(**without_key(siren))
        await flow.answer(product="standard")
        await flow.answer()

        assert flow.subentry.data["local_key"] == LOCAL_KEY


async def test_the_key_is_fetched_also_while_the_household_is_not_loaded(
    hass: HomeAssistant, cloud: SimulatedCloud, siren: SimulatedDevice
) -> None:
    async with household(hass, cloud=ACCOUNT) as entry:
        await hass.config_entries.async_unload(entry.entry_id)
        flow = DeviceFlow(hass, entry)
        await flow.add("lan")
        await flow.answer(**without_key(siren))

        assert flow.step == "product"
        await hass.config_entries.async_setup(entry.entry_id)


async def test_without_an_account_the_key_is_asked_for(
    flow: DeviceFlow, siren: SimulatedDevice
) -> None:
    await flow.add("lan")
    await flow.answer(**answers_for(siren, local_key=""))

    assert flow.errors == {"local_key": "key_length"}


@pytest.mark.parametrize(
    ("fault", "error"),
    [(CloudFault.ENDED, "cloud_refused"), (CloudFault.SERVER_ERROR, "cloud_failed")],
)
async def test_a_cloud_that_does_not_tell_the_key_leaves_it_to_be_typed(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    siren: SimulatedDevice,
    fault: CloudFault,
    error: str,
) -> None:
    cloud.fault = fault
    async with household(hass, cloud=ACCOUNT) as entry:
        flow = DeviceFlow(hass, entry)
        await flow.add("lan")
        await flow.answer(**without_key(siren))
        assert flow.errors == {"local_key": error}

        await flow.answer(**answers_for(siren))
        assert flow.step == "product"


async def test_a_cloud_that_is_paid_for_again_is_asked_again(
    hass: HomeAssistant, cloud: SimulatedCloud, siren: SimulatedDevice
) -> None:
    cloud.fault = CloudFault.ENDED
    async with household(hass, cloud=ACCOUNT) as entry:
        flow = DeviceFlow(hass, entry)
        await flow.add("lan")
        await flow.answer(**without_key(siren))
        cloud.fault = CloudFault.NONE
        await flow.answer(**without_key(siren))

        assert flow.step == "product"


class Secretive(SimulatedDevice):
    """A device whose key the cloud keeps back."""

    @property
    @override
    def local_key(self) -> str:
        return ""


async def test_a_key_that_the_cloud_keeps_back_has_to_be_typed(
    hass: HomeAssistant, siren: SimulatedDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with (
        knowing(Secretive(siren.config), monkeypatch),
        household(hass, cloud=ACCOUNT) as entry,
    ):
        flow = DeviceFlow(hass, entry)
        await flow.add("lan")
        await flow.answer(**without_key(siren))
        assert flow.errors == {"local_key": "cloud_has_no_key"}


class NamedByTheCloud(SimulatedSiren):
    """A siren whose product id tells what no report can."""

    model = "DYgId0sz6zWlmmYu"


async def test_a_product_that_the_cloud_knows_comes_first(
    hass: HomeAssistant, street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    siren = await street.plug_in(DeviceKind.SIREN, appliance=NamedByTheCloud())
    async with knowing(siren, monkeypatch), household(hass, cloud=ACCOUNT) as entry:
        flow = DeviceFlow(hass, entry)
        await flow.add("lan")
        await flow.answer(**without_key(siren))

        assert flow.options("product")[:2] == ["stl", "standard"]


async def test_a_household_without_an_account_has_nobody_to_ask_for_a_key(
    hass: HomeAssistant, own: MockConfigEntry
) -> None:
    with pytest.raises(CloudCredentialsError):
        await async_cloud_device(hass, own, DEVICE_ID)


async def test_a_check_by_itself_begins_with_what_needs_no_device(hass: HomeAssistant) -> None:
    data = {"kind": "bulb", "name": "Lamp", "zone": "Foyer", "host": NOBODY, "port": 1}
    keyed = {**data, "device_id": DEVICE_ID, "local_key": "short", "version": "auto"}

    assert await async_check_device(hass, keyed) == ({"local_key": "key_length"}, {}, None)


# What another integration has -----------------------------------------------------------------


@pytest.fixture
def tuya_local() -> Iterator[None]:
    """Home Assistant sets up no entry of an integration without a flow."""
    with mock_config_flow("tuya_local", ConfigFlow):
        yield


async def hold(hass: HomeAssistant, *entities: str) -> None:
    """Have tuya_local connected to the device, with these entities for it."""

    async def set_up(_hass: HomeAssistant, _entry: object) -> bool:
        return True

    mock_integration(hass, MockModule("tuya_local", async_setup_entry=set_up))
    mock_platform(hass, "tuya_local.config_flow", None)
    entry = MockConfigEntry(domain="tuya_local", data={"device_id": DEVICE_ID})
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    device = dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id, identifiers={("tuya_local", DEVICE_ID)}
    )
    for entity_id in entities:
        domain, name = entity_id.split(".")
        er.async_get(hass).async_get_or_create(
            domain,
            "tuya_local",
            name,
            suggested_object_id=name,
            config_entry=entry,
            device_id=device.id,
        )
        hass.states.async_set(entity_id, "off")


@pytest.mark.usefixtures("tuya_local")
async def test_a_device_that_tuya_local_has_is_lent_instead_of_opened_a_second_time(
    hass: HomeAssistant, flow: DeviceFlow, siren: SimulatedDevice
) -> None:
    await hold(hass, "switch.theirs", "siren.theirs", "light.theirs")
    await flow.add("lan")
    shown = await flow.answer(**answers_for(siren))

    assert (flow.step, flow.suggested) == ("held_elsewhere", {"entity_id": "siren.theirs"})
    assert shown["description_placeholders"] == {"integration": "tuya_local"}
    assert not siren.has_client
    assert (await flow.look_again())["step_id"] == "held_elsewhere"

    await flow.answer(entity_id="siren.theirs")
    await flow.answer()
    assert flow.created
    lent = er.async_get(hass).async_get("siren.theirs")
    assert lent is not None
    assert flow.subentry.title == "Mine"
    assert flow.subentry.data == {
        "kind": "siren",
        "zone": "Foyer",
        "entity_id": lent.id,
        "stand_ins": [],
    }


@pytest.mark.usefixtures("tuya_local")
async def test_of_a_device_that_is_held_only_a_proof_can_be_lent(
    hass: HomeAssistant, flow: DeviceFlow, siren: SimulatedDevice
) -> None:
    await hold(hass, "switch.theirs", "siren.theirs")
    hass.states.async_set("siren.theirs", "off", {"assumed_state": True})
    await flow.add("lan")
    await flow.answer(**answers_for(siren))
    await flow.answer(entity_id="siren.theirs")
    assert flow.errors == {"entity_id": "entity_assumes"}

    await flow.answer(entity_id="switch.theirs")
    assert flow.step == "stand_ins"


@pytest.mark.usefixtures("tuya_local")
async def test_a_device_that_is_held_and_has_nothing_to_lend_is_not_added(
    hass: HomeAssistant, flow: DeviceFlow, siren: SimulatedDevice
) -> None:
    await hold(hass, "light.theirs")
    await flow.add("lan")
    shown = await flow.answer(**answers_for(siren))

    assert (shown["type"], shown["reason"]) == (FlowResultType.ABORT, "held_elsewhere")
    assert shown["description_placeholders"] == {"integration": "tuya_local"}
    assert not siren.has_client


@pytest.mark.usefixtures("tuya_local")
async def test_a_device_that_was_given_to_tuya_local_becomes_a_lent_one(
    hass: HomeAssistant, flow: DeviceFlow, siren: SimulatedDevice
) -> None:
    hass.states.async_set("light.stairs", "off")
    await flow.add("lan")
    await flow.answer(**answers_for(siren))
    await flow.answer(product="standard")
    await flow.answer(stand_ins=["light.stairs"])
    await hold(hass, "siren.theirs")

    await flow.change(flow.subentry)
    await flow.answer(**answers_for(siren, host=NOBODY))
    await flow.answer(entity_id="siren.theirs")
    assert flow.suggested == {"stand_ins": ["light.stairs"]}
    await flow.answer(stand_ins=["light.stairs"])

    assert flow.changed
    assert flow.subentry.data.keys() == {"kind", "zone", "entity_id", "stand_ins"}
    assert flow.subentry.unique_id == flow.subentry.data["entity_id"]


# Entities that are lent -----------------------------------------------------------------------


async def test_an_entity_becomes_a_device_by_what_a_rename_does_not_change(
    hass: HomeAssistant, flow: DeviceFlow
) -> None:
    await lend(hass, Door())
    await flow.add("entity")
    assert (flow.step, flow.errors) == ("entity", {})
    await flow.answer(entity_id="lock.door", kind="lock", name="Door", zone="Foyer")

    assert flow.created
    registered = er.async_get(hass).async_get("lock.door")
    assert registered is not None
    assert flow.subentry.title == "Door"
    assert flow.subentry.unique_id == registered.id
    assert flow.subentry.data == {"entity_id": registered.id, "kind": "lock", "zone": "Foyer"}


async def test_an_entity_that_is_not_registered_is_lent_by_its_name(
    hass: HomeAssistant, flow: DeviceFlow
) -> None:
    await lend(hass, Lamp(unique_id=None))
    await flow.add("entity")
    await flow.answer(entity_id="light.lamp", kind="bulb", name="Lamp", zone="Foyer")

    assert flow.created
    assert flow.subentry.unique_id == flow.subentry.data["entity_id"] == "light.lamp"


@pytest.mark.parametrize(
    ("mistake", "errors"),
    [
        ({"entity_id": "lock.nowhere"}, {"entity_id": "entity_unknown"}),
        ({"entity_id": "0" * 32}, {"entity_id": "entity_unknown"}),
        ({"entity_id": "lock.of_ours"}, {"entity_id": "entity_is_own"}),
        ({"kind": "siren"}, {"entity_id": "entity_not_this_kind"}),
        ({"entity_id": "lock.by_radio"}, {"entity_id": "entity_assumes"}),
        ({"name": ""}, {"name": "blank"}),
        ({"zone": "HOUSE"}, {"zone": "zone_is_house"}),
    ],
)
async def test_an_entity_that_cannot_be_lent_is_refused_with_the_reason(
    hass: HomeAssistant, flow: DeviceFlow, mistake: dict[str, Any], errors: dict[str, str]
) -> None:
    await lend(hass, Door())
    er.async_get(hass).async_get_or_create("lock", DOMAIN, "1", suggested_object_id="of_ours")
    hass.states.async_set("lock.of_ours", "locked")
    hass.states.async_set("lock.by_radio", "locked", {"assumed_state": True})
    right = {"entity_id": "lock.door", "kind": "lock", "name": "Door", "zone": "Foyer"}
    await flow.add("entity")
    await flow.answer(**right | mistake)

    assert (flow.step, flow.errors, flow.suggested) == ("entity", errors, right | mistake)

    await flow.answer(**right)
    assert flow.created


async def test_an_entity_is_lent_once(hass: HomeAssistant, flow: DeviceFlow) -> None:
    await lend(hass, Door())
    answers = {"entity_id": "lock.door", "kind": "lock", "name": "Door", "zone": "Foyer"}
    await flow.add("entity")
    await flow.answer(**answers)
    async with household(hass) as other:
        again = DeviceFlow(hass, other)
        await again.add("entity")
        await again.answer(**answers)

        assert again.errors == {"entity_id": "entity_already_lent"}


async def test_a_lent_device_is_changed_like_any_other(
    hass: HomeAssistant, flow: DeviceFlow
) -> None:
    await lend(hass, Door())
    await flow.add("entity")
    await flow.answer(entity_id="lock.door", kind="lock", name="Door", zone="Foyer")

    await flow.change(flow.subentry)
    known = {"entity_id": "lock.door", "kind": "lock", "name": "Door", "zone": "Foyer"}
    assert (flow.step, flow.suggested) == ("entity", known)
    await flow.answer(**known | {"name": "Front door", "zone": "LivingRoom"})

    assert flow.changed
    assert (flow.subentry.title, flow.subentry.data["zone"]) == ("Front door", "LivingRoom")


async def test_of_a_lent_entity_that_was_removed_another_is_asked_for(
    hass: HomeAssistant, flow: DeviceFlow
) -> None:
    await lend(hass, Door())
    await flow.add("entity")
    await flow.answer(entity_id="lock.door", kind="lock", name="Door", zone="Foyer")
    er.async_get(hass).async_remove("lock.door")
    await hass.async_block_till_done()

    await flow.change(flow.subentry)

    assert flow.suggested == {"kind": "lock", "name": "Door", "zone": "Foyer"}


# Stand-ins ------------------------------------------------------------------------------------


async def test_stand_ins_are_kept_by_what_a_rename_does_not_change_and_shown_by_name(
    hass: HomeAssistant, flow: DeviceFlow, siren: SimulatedDevice
) -> None:
    await lend(hass, Lamp())
    hass.states.async_set("media_player.kitchen", "idle")
    await flow.add("lan")
    await flow.answer(**answers_for(siren))
    await flow.answer(product="standard")
    await flow.answer(stand_ins=["light.lamp", "media_player.kitchen", "light.lamp"])

    assert flow.created
    lamp = er.async_get(hass).async_get("light.lamp")
    assert lamp is not None
    assert flow.subentry.data["stand_ins"] == [lamp.id, "media_player.kitchen"]

    await flow.change(flow.subentry)
    await flow.answer(**answers_for(siren, local_key=""))
    assert flow.suggested == {"stand_ins": ["light.lamp", "media_player.kitchen"]}

    er.async_get(hass).async_remove("light.lamp")
    await flow.look_again()
    assert flow.suggested == {"stand_ins": ["media_player.kitchen"]}


async def test_a_siren_does_not_stand_in_for_itself(
    hass: HomeAssistant, flow: DeviceFlow, siren: SimulatedDevice
) -> None:
    await add_siren(flow, siren)
    await flow.change(flow.subentry)
    await flow.answer(**answers_for(siren, local_key=""))
    await flow.answer(stand_ins=["siren.mine"])
    assert (flow.step, flow.errors) == ("stand_ins", {"stand_ins": "stands_in_for_itself"})

    await flow.answer(stand_ins=[])
    assert flow.changed


async def test_a_lent_siren_does_not_stand_in_for_itself(
    hass: HomeAssistant, flow: DeviceFlow
) -> None:
    await lend(hass, Horn(SirenEntityFeature.TURN_ON, SirenEntityFeature.TURN_OFF))
    await flow.add("entity")
    await flow.answer(entity_id="siren.horn", kind="siren", name="Horn", zone="Foyer")
    await flow.answer(stand_ins=["siren.horn"])
    assert flow.errors == {"stand_ins": "stands_in_for_itself"}

    await flow.answer()
    assert flow.created


async def test_what_is_no_siren_any_more_has_no_stand_ins(
    hass: HomeAssistant, flow: DeviceFlow
) -> None:
    for entity_id in ("switch.socket", "light.stairs"):
        hass.states.async_set(entity_id, "off")
    answers = {"entity_id": "switch.socket", "name": "Socket", "zone": "Foyer"}
    await flow.add("entity")
    await flow.answer(**answers, kind="siren")
    await flow.answer(stand_ins=["light.stairs"])
    await flow.change(flow.subentry)
    await flow.answer(**answers, kind="bulb")

    assert flow.changed
    assert "stand_ins" not in flow.subentry.data


@pytest.mark.parametrize("entity", ["lock.door", "0" * 32])
async def test_not_everything_can_stand_in(
    hass: HomeAssistant, flow: DeviceFlow, siren: SimulatedDevice, entity: str
) -> None:
    await flow.add("lan")
    await flow.answer(**answers_for(siren))
    await flow.answer(product="standard")
    await flow.answer(stand_ins=[entity])

    assert flow.errors == {"stand_ins": "not_a_stand_in"}
    assert flow.suggested == {"stand_ins": [entity]}


# Changes --------------------------------------------------------------------------------------


async def test_the_local_key_is_not_shown_again(flow: DeviceFlow, siren: SimulatedDevice) -> None:
    await add_siren(flow, siren)

    await flow.change(flow.subentry)

    assert flow.step == "reconfigure"
    host, port = siren.address
    assert flow.suggested == {
        "kind": "siren",
        "name": "Mine",
        "zone": "Foyer",
        "host": host,
        "device_id": DEVICE_ID,
        "version": "auto",
        "port": port,
    }


async def test_a_new_name_and_zone_do_not_need_the_device(
    own: MockConfigEntry, flow: DeviceFlow, siren: SimulatedDevice
) -> None:
    await add_siren(flow, siren)
    before = dict(flow.subentry.data)
    answers = answers_for(siren, name="Loud", local_key="")
    [link] = own.runtime_data.links.values()
    await until(link, lambda link: link.report.reachable)
    # Whoever asks it now is told that the key is wrong.
    await siren.set_fault(Fault.WRONG_KEY)
    await until(link, lambda link: not link.report.reachable)

    await flow.change(flow.subentry)
    await flow.answer(**answers, choose_product=False)
    await flow.answer()

    assert flow.changed
    assert (flow.subentry.title, dict(flow.subentry.data)) == ("Loud", before)
    assert own.runtime_data.members[flow.subentry.subentry_id].device.name == "Loud"


async def test_a_name_that_is_no_name_is_refused_in_a_change_too(
    flow: DeviceFlow, siren: SimulatedDevice
) -> None:
    await add_siren(flow, siren)
    await flow.change(flow.subentry)
    await flow.answer(**answers_for(siren, name=" "))

    assert (flow.step, flow.errors) == ("reconfigure", {"name": "blank"})


async def test_a_device_that_was_paired_anew_is_given_its_new_key(
    own: MockConfigEntry, flow: DeviceFlow, siren: SimulatedDevice
) -> None:
    await add_siren(flow, siren)
    old = answers_for(siren, port=siren.address[1], host=siren.address[0])
    await siren.set_fault(Fault.WRONG_KEY)

    await flow.change(flow.subentry)
    await flow.answer(**old | {"local_key": "0123456789abcdef"})
    assert flow.errors == {"local_key": "wrong_key"}
    await flow.answer(**old | {"local_key": siren.local_key, "name": "Loud siren"})
    await flow.answer()

    assert flow.changed
    assert flow.subentry.title == "Loud siren"
    assert flow.subentry.data["local_key"] == siren.local_key
    assert own.runtime_data.links[flow.subentry.subentry_id].device.name == "Loud siren"


async def test_what_is_not_asked_stays_as_it_was(flow: DeviceFlow, siren: SimulatedDevice) -> None:
    await flow.add("lan")
    await flow.answer(**answers_for(siren))
    await flow.answer(product="a03")
    await flow.answer()
    profile = flow.subentry.data["profile"]

    await flow.change(flow.subentry)
    await flow.answer(**answers_for(siren, version="3.4", local_key=""))
    assert flow.step == "stand_ins"
    await flow.answer()

    assert flow.subentry.data["profile"] == profile
    assert flow.subentry.data["auto_version"] is False
    assert flow.subentry.data["local_key"] == LOCAL_KEY


async def test_the_product_can_be_chosen_again(flow: DeviceFlow, siren: SimulatedDevice) -> None:
    await add_siren(flow, siren)
    await flow.change(flow.subentry)
    await flow.answer(**answers_for(siren, local_key=""), choose_product=True)
    assert flow.step == "product"
    await flow.answer(product="a03")
    await flow.answer()

    assert flow.changed
    assert flow.subentry.data["profile"] == PRESETS[DeviceKind.SIREN]["a03"].as_dict()


async def test_another_kind_is_another_product(flow: DeviceFlow, street: Street) -> None:
    lock = SimulatedLock()
    lock.turn_by_hand(locked=True)
    device = await street.plug_in(DeviceKind.LOCK, appliance=lock)
    await flow.add("lan")
    await flow.answer(**answers_for(device))
    await flow.answer(product="deadbolt")
    assert flow.created

    await flow.change(flow.subentry)
    await flow.answer(**answers_for(device, kind="bulb", local_key=""))
    assert flow.errors == {"kind": "wrong_kind"}
    await flow.answer(**answers_for(device, kind="siren", local_key=""))
    assert flow.step == "siren_test"


async def test_a_device_that_was_replaced_by_another_is_asked_for_its_product(
    hass: HomeAssistant, own: MockConfigEntry, flow: DeviceFlow, street: Street
) -> None:
    bulb = await street.plug_in(DeviceKind.BULB)
    await flow.add("lan")
    await flow.answer(**answers_for(bulb))
    other = await street.plug_in(DeviceKind.BULB, model="bulb_a", device_id="other")
    await flow.change(flow.subentry)
    await flow.answer(**answers_for(other, local_key=""))

    assert flow.changed
    assert flow.subentry.unique_id == "other"
    profile = profile_from(DeviceKind.BULB, flow.subentry.data["profile"])
    assert profile.hallmark == "1"


async def test_a_device_with_one_place_is_left_by_the_household_while_it_is_tried(
    hass: HomeAssistant, own: MockConfigEntry, flow: DeviceFlow, street: Street
) -> None:
    wait_long_for_answers(hass)
    bulb = await street.plug_in(DeviceKind.BULB)
    bulb.manners = Manners(slots=1, when_full=WhenFull.BACKLOG)
    await flow.add("lan")
    await flow.answer(**answers_for(bulb))
    [link] = own.runtime_data.links.values()
    await until(link, lambda link: link.report.reachable)

    await flow.change(flow.subentry)
    await flow.answer(**answers_for(bulb, version="3.3", local_key=""))

    assert flow.changed
    [link] = own.runtime_data.links.values()
    await until(link, lambda link: link.report.reachable)


@pytest.fixture
async def unheard(hass: HomeAssistant, street: Street) -> AsyncIterator[MockConfigEntry]:
    """A household whose only device has yet to announce itself."""
    async with household(hass) as entry:
        flow = DeviceFlow(hass, entry)
        bulb = await street.plug_in(DeviceKind.BULB)
        await flow.add("lan")
        await flow.answer(**answers_for(bulb))
        hass.config_entries.async_update_subentry(
            entry, flow.subentry, data={**flow.subentry.data, "host": ""}
        )
        await hass.async_block_till_done()
        yield entry


async def test_a_device_that_was_not_heard_yet_can_be_renamed(
    hass: HomeAssistant, unheard: MockConfigEntry
) -> None:
    flow = DeviceFlow(hass, unheard)
    await flow.change(flow.subentry)
    answers = {key: value for key, value in flow.suggested.items() if key != "host"}
    await flow.answer(**answers | {"name": "Renamed"})

    assert flow.changed
    assert (flow.subentry.title, flow.subentry.data["host"]) == ("Renamed", "")


async def test_a_device_that_was_not_heard_yet_cannot_be_tried(
    hass: HomeAssistant, unheard: MockConfigEntry
) -> None:
    flow = DeviceFlow(hass, unheard)
    await flow.change(flow.subentry)
    answers = {key: value for key, value in flow.suggested.items() if key != "host"}
    await flow.answer(**answers | {"local_key": "0123456789abcdef"})

    assert flow.errors == {"host": "blank"}
