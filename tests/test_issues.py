"""What the user has to mend is a Repair of its own: it comes when it lasts and goes by itself."""

from dataclasses import replace
from datetime import timedelta
import json
from pathlib import Path
import re
from typing import Any

from aiohttp.test_utils import TestClient
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.tuya_twin import issues, members
from custom_components.tuya_twin.clock import SystemClock
from custom_components.tuya_twin.const import DOMAIN
from custom_components.tuya_twin.core import sirens
from custom_components.tuya_twin.core.errors import CloudError
from custom_components.tuya_twin.core.model import HOUSE, DeviceKind, Protocol, Reason
from custom_components.tuya_twin.core.run import Cause
from custom_components.tuya_twin.core.settings import Drills
from custom_components.tuya_twin.devices.profiles import PRESETS
from custom_components.tuya_twin.devices.simulator import (
    Fault,
    SimulatedCloud,
    SimulatedDevice,
)
from custom_components.tuya_twin.devices.simulator.cloud.faults import CloudFault
from custom_components.tuya_twin.upkeep import LOOK_AGAIN
from tests.cloud_kit import WallClock
from tests.kit import until
from tests.own_kit import (
    CLOUD,
    QUICK,
    SIREN_ID,
    a_cloud,
    at_home,
    data_of,
    household,
    issue,
    living_in,
    the_link,
    until_issue,
)

pytestmark = pytest.mark.usefixtures("enable_custom_integrations", "quick_links")

ENGLISH = json.loads(
    (
        Path(__file__).parents[1] / "custom_components" / "tuya_twin" / "translations" / "en.json"
    ).read_text()
)
SOMEBODY = Cause(origin="automation")
TROUBLES = {
    Fault.OFFLINE: Reason.UNREACHABLE,
    Fault.BUSY: Reason.HELD,
    Fault.WEDGED: Reason.WEDGED,
    Fault.WRONG_KEY: Reason.WRONG_KEY,
}


@pytest.fixture(autouse=True)
def lasting_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What lasts a moment lasts."""
    at_once = dict.fromkeys(issues._AFTER_SECONDS, 0.01)
    monkeypatch.setattr(issues, "_AFTER_SECONDS", at_once)


def is_raised(found: ir.IssueEntry | None) -> bool:
    return found is not None


def is_gone(found: ir.IssueEntry | None) -> bool:
    return found is None


async def until_reachable(entry: MockConfigEntry) -> None:
    await until(the_link(entry), lambda link: link.report.reachable)


def words_of(found: ir.IssueEntry | None, **of_the_flow: str) -> str:
    """What the user reads, with everything filled in."""
    assert found is not None
    words = ENGLISH["issues"][found.translation_key]
    told = json.dumps(words)
    for name, value in ((found.translation_placeholders or {}) | of_the_flow).items():
        told = told.replace(f"{{{name}}}", value)
    assert ("fix_flow" in words) is bool(found.is_fixable)
    assert not re.search(r"\{[a-z_]+\}", told)
    return told


async def fix(client: TestClient[Any, Any], issue_id: str) -> str:
    """Press the button of a Repair; gives the flow."""
    answer = await client.post(
        "/api/repairs/issues/fix", json={"handler": DOMAIN, "issue_id": issue_id}
    )
    flow: str = (await answer.json())["flow_id"]
    return flow


async def submit(
    client: TestClient[Any, Any], flow: str, answers: dict[str, Any]
) -> dict[str, Any]:
    answer = await client.post(f"/api/repairs/issues/fix/{flow}", json=answers)
    result: dict[str, Any] = await answer.json()
    return result


# Devices ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("fault", "trouble"), TROUBLES.items())
async def test_each_trouble_has_a_repair_of_its_own_that_goes_when_the_device_answers(
    hass: HomeAssistant, siren: SimulatedDevice, fault: Fault, trouble: Reason
) -> None:
    issue_id = f"sub_0_{trouble}"
    entry = household(data_of(siren))
    async with living_in(hass, entry):
        await until_reachable(entry)
        await siren.set_fault(fault)
        await until_issue(hass, issue_id, is_raised)

        found = issue(hass, issue_id)
        assert found
        assert found.translation_key == f"device_{trouble}"
        assert "Cabin siren" in words_of(found)

        await siren.set_fault(Fault.NONE)
        await until_issue(hass, issue_id, is_gone)


async def test_a_battery_lock_that_sleeps_has_a_repair_until_somebody_wakes_it(
    hass: HomeAssistant,
) -> None:
    profile = PRESETS[DeviceKind.LOCK]["battery_wifi"].as_dict()
    async with at_home(kind=DeviceKind.LOCK, model="lock_battery") as lock:
        entry = household(data_of(lock, profile=profile))
        async with living_in(hass, entry):
            await until_reachable(entry)
            await lock.set_fault(Fault.ASLEEP)
            await until_issue(hass, "sub_0_asleep", is_raised)
            await lock.set_fault(Fault.NONE)
            await until_issue(hass, "sub_0_asleep", is_gone)


async def test_another_trouble_takes_the_place_of_the_one_before(
    hass: HomeAssistant, siren: SimulatedDevice
) -> None:
    entry = household(data_of(siren))
    async with living_in(hass, entry):
        await until_reachable(entry)
        await siren.set_fault(Fault.WRONG_KEY)
        await until_issue(hass, "sub_0_wrong_key", is_raised)
        await siren.set_fault(Fault.OFFLINE)
        await until_issue(hass, "sub_0_unreachable", is_raised)

        assert issue(hass, "sub_0_wrong_key") is None


async def test_a_trouble_that_does_not_last_is_not_the_users(
    hass: HomeAssistant, siren: SimulatedDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(issues, "_AFTER_SECONDS", {Reason.UNREACHABLE: 3600.0})
    entry = household(data_of(siren))
    async with living_in(hass, entry):
        await until_reachable(entry)
        await siren.set_fault(Fault.OFFLINE)
        await until(the_link(entry), lambda link: link.report.trouble is Reason.UNREACHABLE)
        await siren.set_fault(Fault.NONE)
        await until_reachable(entry)

        assert ir.async_get(hass).issues == {}


async def test_keys_that_do_not_fit_for_a_while_are_no_reason_to_ask_for_one(
    hass: HomeAssistant, siren: SimulatedDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "TIMING", replace(QUICK, patience=3600.0))
    monkeypatch.setattr(issues, "_AFTER_SECONDS", dict.fromkeys(issues._AFTER_SECONDS, 0.0))
    raised: set[str] = set()

    @callback
    def note(event: Event[ir.EventIssueRegistryUpdatedData]) -> None:
        raised.add(event.data["issue_id"])

    hass.bus.async_listen(ir.EVENT_REPAIRS_ISSUE_REGISTRY_UPDATED, note)
    entry = household(data_of(siren))
    async with living_in(hass, entry):
        await until_reachable(entry)
        await siren.set_fault(Fault.WRONG_KEY)
        await until(the_link(entry), lambda link: link.report.trouble is Reason.HANDSHAKE_FAILED)
        await siren.set_fault(Fault.OFFLINE)
        await until_issue(hass, "sub_0_unreachable", is_raised)

    assert raised == {"sub_0_unreachable"}


async def test_a_household_that_is_unloaded_takes_its_repairs_along(
    hass: HomeAssistant, siren: SimulatedDevice
) -> None:
    entry = household(data_of(siren))
    async with living_in(hass, entry):
        await until_reachable(entry)
        await siren.set_fault(Fault.OFFLINE)
        await until_issue(hass, "sub_0_unreachable", is_raised)

    assert ir.async_get(hass).issues == {}


# What runs bring to light -------------------------------------------------------------------


async def test_a_device_that_does_not_do_as_told_is_a_repair_until_it_proves_itself(
    hass: HomeAssistant, siren: SimulatedDevice
) -> None:
    issue_id = "sub_0_no_confirmation"
    entry = household(data_of(siren))
    async with living_in(hass, entry) as coordinator:
        coordinator.response.orchestrator.deadline = 0.3
        await until_reachable(entry)
        await siren.set_fault(Fault.DEAF)
        await coordinator.response.execute(Protocol.RED, HOUSE, SOMEBODY)
        found = issue(hass, issue_id)
        assert "Cabin siren" in words_of(found)

        await siren.set_fault(Fault.NONE)
        await coordinator.response.execute(Protocol.RED, HOUSE, SOMEBODY)
        assert issue(hass, issue_id) is None


async def test_a_siren_that_will_not_be_silent_is_a_repair_until_it_is(
    hass: HomeAssistant, siren: SimulatedDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sirens, "SILENCE_SECONDS", 0.1)
    monkeypatch.setattr(sirens.SirenKeeper, "pauses", (0.0,))
    entry = household(data_of(siren))
    async with living_in(hass, entry) as coordinator:
        coordinator.response.orchestrator.deadline = 1.0
        await until_reachable(entry)
        await coordinator.response.execute(Protocol.RED, HOUSE, SOMEBODY)
        await siren.set_fault(Fault.DEAF)
        coordinator.response.orchestrator.deadline = 0.1
        await coordinator.response.execute(Protocol.GREEN, HOUSE, SOMEBODY)
        await until_issue(hass, "sub_0_siren_stuck", is_raised)
        assert "Cabin siren" in words_of(issue(hass, "sub_0_siren_stuck"))

        await siren.set_fault(Fault.NONE)
        await until_issue(hass, "sub_0_siren_stuck", is_gone)


async def test_a_drill_that_is_overdue_is_a_repair_that_carries_it_out_and_says_what_failed(
    hass: HomeAssistant,
    siren: SimulatedDevice,
    hass_client: ClientSessionGenerator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert await async_setup_component(hass, "repairs", {})
    entry = household(data_of(siren))
    issue_id = f"drill_overdue_{entry.entry_id}"
    async with living_in(hass, entry) as coordinator:
        coordinator.response.orchestrator.deadline = 0.5
        await until_reachable(entry)
        client = await hass_client()
        # What was set up just now need not have been tried out.
        assert issue(hass, issue_id) is None
        # The household's clock alone: a device has to answer in real time.
        late = timedelta(days=Drills().every_days, hours=1)
        monkeypatch.setattr(SystemClock, "now", lambda _clock: dt_util.utcnow() + late)
        async_fire_time_changed(hass, dt_util.utcnow() + LOOK_AGAIN)
        await hass.async_block_till_done()
        assert "Cabin siren" in words_of(issue(hass, issue_id), failed="")

        flow = await fix(client, issue_id)
        await siren.set_fault(Fault.DEAF)
        still = await submit(client, flow, {})
        assert still["errors"] == {"base": "drill_failed"}
        assert still["description_placeholders"]["failed"] == "Cabin siren"

        await siren.set_fault(Fault.NONE)
        await coordinator.response.execute(Protocol.YELLOW, HOUSE, SOMEBODY)
        refused = await submit(client, flow, {})
        assert refused["errors"] == {"base": "drill_refused"}

        await coordinator.response.execute(Protocol.GREEN, HOUSE, SOMEBODY)
        done = await submit(client, flow, {})
        assert done["type"] == "create_entry"
        assert issue(hass, issue_id) is None


async def test_a_drill_that_is_asked_for_in_a_household_that_is_gone_is_none(
    hass: HomeAssistant, siren: SimulatedDevice, hass_client: ClientSessionGenerator
) -> None:
    assert await async_setup_component(hass, "repairs", {})
    entry = household(data_of(siren))
    async with living_in(hass, entry) as coordinator:
        client = await hass_client()
        coordinator.issues.drill_overdue([next(iter(coordinator.members.values())).device])
        flow = await fix(client, f"drill_overdue_{entry.entry_id}")

    assert (await submit(client, flow, {}))["reason"] == "not_loaded"


# The record ---------------------------------------------------------------------------------


async def test_a_record_that_was_damaged_is_a_repair_until_somebody_has_read_it(
    hass: HomeAssistant, siren: SimulatedDevice, hass_client: ClientSessionGenerator
) -> None:
    assert await async_setup_component(hass, "repairs", {})
    entry = household(data_of(siren))
    issue_id = f"journal_damaged_{entry.entry_id}"
    async with living_in(hass, entry) as coordinator:
        coordinator.issues.journal_damaged(saved=12, path=Path("tuya_twin/damaged.db"))
    told = words_of(issue(hass, issue_id))
    assert "12" in told
    assert "tuya_twin/damaged.db" in told

    flow = await fix(await hass_client(), issue_id)
    await submit(await hass_client(), flow, {})
    assert issue(hass, issue_id) is None


async def test_a_household_that_is_removed_leaves_no_repair_to_be_read(
    hass: HomeAssistant, siren: SimulatedDevice
) -> None:
    entry = household(data_of(siren))
    async with living_in(hass, entry) as coordinator:
        coordinator.issues.journal_damaged(saved=12, path=Path("tuya_twin/damaged.db"))

    await hass.config_entries.async_remove(entry.entry_id)

    assert ir.async_get(hass).issues == {}


async def test_a_record_that_cannot_be_written_is_a_repair_until_it_can(
    hass: HomeAssistant, siren: SimulatedDevice
) -> None:
    entry = household(data_of(siren))
    issue_id = f"journal_failing_{entry.entry_id}"
    async with living_in(hass, entry) as coordinator:
        coordinator.issues.journal_failing(failing=True)
        assert "Cabin" in words_of(issue(hass, issue_id))

        coordinator.issues.journal_failing(failing=False)
        assert issue(hass, issue_id) is None


# Tuya's cloud -------------------------------------------------------------------------------


async def test_a_subscription_that_has_ended_is_a_repair_until_it_is_renewed(
    hass: HomeAssistant,
    siren: SimulatedDevice,
    cloud: SimulatedCloud,
    hass_client: ClientSessionGenerator,
) -> None:
    assert await async_setup_component(hass, "repairs", {})
    entry = household(data_of(siren), cloud=CLOUD)
    async with living_in(hass, entry) as coordinator:
        assert coordinator.account
        issue_id = f"cloud_ended_{entry.entry_id}"
        cloud.fault = CloudFault.ENDED
        with pytest.raises(CloudError):
            await coordinator.account.client.devices()
        assert "Cabin" in words_of(issue(hass, issue_id))
        asked_so_often = len(cloud.requests)
        with pytest.raises(CloudError):
            await coordinator.account.client.devices()
        assert len(cloud.requests) == asked_so_often

        client = await hass_client()
        flow = await fix(client, issue_id)
        still = await submit(client, flow, {})
        assert still["errors"] == {"base": "still_refused"}

        cloud.fault = CloudFault.NONE
        done = await submit(client, flow, {})
        assert done["type"] == "create_entry"
        assert issue(hass, issue_id) is None


async def test_a_device_the_project_may_not_use_is_a_repair(
    hass: HomeAssistant, siren: SimulatedDevice, cloud: SimulatedCloud
) -> None:
    cloud.denied.add(SIREN_ID)
    entry = household(data_of(siren), cloud=CLOUD)
    async with living_in(hass, entry) as coordinator:
        assert coordinator.account
        with pytest.raises(CloudError):
            await coordinator.account.client.device(SIREN_ID)
        # What goes well for other devices does not cure this one.
        await coordinator.account.client.devices()

        assert "Cabin" in words_of(issue(hass, f"cloud_denied_{entry.entry_id}"))


async def test_a_clock_that_is_off_is_a_repair_until_it_is_set(
    hass: HomeAssistant,
    siren: SimulatedDevice,
    monkeypatch: pytest.MonkeyPatch,
    hass_client: ClientSessionGenerator,
) -> None:
    assert await async_setup_component(hass, "repairs", {})
    clock = WallClock()
    clock.ahead = timedelta(hours=1)
    async with a_cloud({SIREN_ID: siren}, monkeypatch, clock=clock):
        entry = household(data_of(siren), cloud=CLOUD)
        async with living_in(hass, entry) as coordinator:
            assert coordinator.account
            issue_id = f"cloud_clock_{entry.entry_id}"
            with pytest.raises(CloudError):
                await coordinator.account.client.devices()
            assert words_of(issue(hass, issue_id))

            client = await hass_client()
            flow = await fix(client, issue_id)
            still = await submit(client, flow, {})
            assert still["errors"] == {"base": "still_refused"}

            clock.ahead = timedelta()
            await coordinator.account.client.devices()
            assert issue(hass, issue_id) is None


async def test_a_secret_that_is_wrong_is_asked_for_in_a_flow(
    hass: HomeAssistant, siren: SimulatedDevice, cloud: SimulatedCloud
) -> None:
    entry = household(data_of(siren), cloud=CLOUD | {"secret": "of another project"})
    async with living_in(hass, entry) as coordinator:
        assert coordinator.account
        with pytest.raises(CloudError):
            await coordinator.account.client.devices()
        await hass.async_block_till_done()

        (flow,) = hass.config_entries.flow.async_progress_by_handler(DOMAIN)
        assert (flow["context"]["source"], flow["step_id"]) == ("reauth", "reauth_confirm")


# The cures ----------------------------------------------------------------------------------


async def test_the_new_key_is_taken_and_the_device_answers(
    hass: HomeAssistant, siren: SimulatedDevice, hass_client: ClientSessionGenerator
) -> None:
    assert await async_setup_component(hass, "repairs", {})
    entry = household(data_of(siren))
    async with living_in(hass, entry):
        await until_reachable(entry)
        key = siren.rotate_key()
        await until_issue(hass, "sub_0_wrong_key", is_raised)

        client = await hass_client()
        flow = await fix(client, "sub_0_wrong_key")
        for refused in ("short", "é" * 16):
            answer = await submit(client, flow, {"local_key": refused})
            assert answer["errors"] == {"local_key": "key_length"}
        done = await submit(client, flow, {"local_key": f" {key} "})
        assert done["type"] == "create_entry"
        await hass.async_block_till_done()
        await until_reachable(entry)

        assert issue(hass, "sub_0_wrong_key") is None


async def test_the_version_that_was_found_is_kept(
    hass: HomeAssistant, siren: SimulatedDevice, hass_client: ClientSessionGenerator
) -> None:
    assert await async_setup_component(hass, "repairs", {})
    entry = household(data_of(siren, version="3.3", auto_version=False))
    async with living_in(hass, entry):
        await until_issue(hass, "sub_0_wrong_version", is_raised)
        assert "3.4" in words_of(issue(hass, "sub_0_wrong_version"))

        client = await hass_client()
        flow = await fix(client, "sub_0_wrong_version")
        assert entry.subentries["sub_0"].data["version"] == "3.3"
        await submit(client, flow, {})
        await hass.async_block_till_done()
        await until_reachable(entry)

        assert entry.subentries["sub_0"].data["version"] == "3.4"
        assert issue(hass, "sub_0_wrong_version") is None
