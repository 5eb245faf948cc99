"""What opens or names a device reaches no log and no diagnostic, whatever happens to the house."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
import json
import logging
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.tuya_twin.const import DOMAIN
from custom_components.tuya_twin.core.model import DeviceKind, Protocol, Reason
from custom_components.tuya_twin.core.run import Cause
from custom_components.tuya_twin.devices.cloud.tokens import Tokens
from custom_components.tuya_twin.devices.simulator import (
    Fault,
    SimulatedCloud,
    SimulatedDevice,
)
from custom_components.tuya_twin.scout import DATA_SCOUT
from tests.kit import PATIENCE, WORKER, until
from tests.own_kit import (
    ACCOUNT,
    CLOUD,
    OTHER_KEY,
    a_cloud,
    announce,
    at_home,
    data_of,
    household,
    living_in,
    until_issue,
)

pytestmark = pytest.mark.usefixtures("enable_custom_integrations", "quick_links")

OF_ONE_USER = CLOUD | {"user_id": ACCOUNT.user_id}
DEVICES = {
    "bf00000000000secret1": (DeviceKind.BULB, "3.3", "k1<'Qw\"e7&R8)Zu9"),
    "bf00000000000secret2": (DeviceKind.SIREN, "3.4", "k2<'Qw\"e7&R8)Zu9"),
    "bf00000000000secret3": (DeviceKind.LOCK, "3.5", "k3<'Qw\"e7&R8)Zu9"),
}
STRANGER, STRANGERS_KEY = "bf00000000000stranger", "k4<'Qw\"e7&R8)Zu9"
BY_HAND = Cause(origin="person")


@pytest.fixture
async def devices() -> AsyncIterator[dict[str, SimulatedDevice]]:
    """A bulb, a siren and a lock, each of its own version."""
    async with AsyncExitStack() as stack:
        yield {
            device_id: await stack.enter_async_context(
                at_home(
                    version,
                    kind,
                    device_id=device_id,
                    local_key=key,
                    host=f"127.0.{WORKER + 1}.{number}",
                )
            )
            for number, (device_id, (kind, version, key)) in enumerate(DEVICES.items(), start=51)
        }


@pytest.fixture
async def cloud(
    devices: dict[str, SimulatedDevice], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[SimulatedCloud]:
    """Tuya's cloud, which knows them."""
    async with a_cloud(devices, monkeypatch) as cloud:
        yield cloud


@pytest.fixture
def tokens(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every token that the cloud gave out."""
    given: list[str] = []
    renew = Tokens._renew

    async def noted(keeper: Tokens) -> None:
        await renew(keeper)
        given.append(keeper._token)

    monkeypatch.setattr(Tokens, "_renew", noted)
    return given


@asynccontextmanager
async def a_stranger() -> AsyncIterator[SimulatedDevice]:
    """A device that belongs to no household."""
    host = f"127.0.{WORKER + 1}.54"
    async with at_home(device_id=STRANGER, local_key=STRANGERS_KEY, host=host) as device:
        yield device


async def offered(hass: HomeAssistant, device: SimulatedDevice) -> None:
    """Have a device announce itself, and wait until it is offered."""
    heard = asyncio.Event()
    hass.data[DATA_SCOUT].watch("test", lambda _candidate: heard.set())
    announce(hass, device)
    async with asyncio.timeout(PATIENCE):
        await heard.wait()
    hass.data[DATA_SCOUT].unwatch("test")
    await hass.async_block_till_done()
    assert hass.config_entries.flow.async_progress_by_handler(DOMAIN)


def ours(caplog: pytest.LogCaptureFixture) -> str:
    """What was logged, but for what Home Assistant itself logs of its flows and registries."""
    return "\n".join(
        caplog.handler.format(record)
        for record in caplog.records
        if not record.name.startswith("homeassistant")
    )


async def until_each(entry: MockConfigEntry, *, reachable: bool = True) -> None:
    for link in entry.runtime_data.links.values():
        await until(link, lambda link: link.report.reachable is reachable)


async def live(
    hass: HomeAssistant, devices: dict[str, SimulatedDevice], entry: MockConfigEntry
) -> list[str]:
    """Much of what can happen to a house; gives the keys there were after the first ones."""
    bulb, siren, lock = devices.values()
    async with living_in(hass, entry) as coordinator:
        await until_each(entry)
        await coordinator.response.execute(Protocol.RED, "Foyer", BY_HAND)
        new = [device.rotate_key() for device in (bulb, siren)]
        for link in list(coordinator.links.values())[:2]:
            await until(link, lambda link: link.report.trouble is Reason.WRONG_KEY)
        await until_each(entry)
        for fault in (Fault.HALF_OPEN, Fault.OFFLINE, Fault.DEAF):
            await lock.set_fault(fault)
            coordinator.response.orchestrator.deadline = 1.0
            await coordinator.response.execute(Protocol.RED, "Foyer", BY_HAND)
        announce(hass, lock)
        await lock.set_fault(Fault.NONE)
        await coordinator.response.execute(Protocol.GREEN, "Foyer", BY_HAND)
        async with a_stranger() as stranger:
            await offered(hass, stranger)
    return new


async def test_no_key_secret_token_or_device_id_is_logged_at_any_level(
    hass: HomeAssistant,
    devices: dict[str, SimulatedDevice],
    cloud: SimulatedCloud,
    tokens: list[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    entry = household(
        *(data_of(device) for device in devices.values()),
        cloud=OF_ONE_USER,
    )

    new_keys = await live(hass, devices, entry)

    assert tokens
    said = caplog.text
    secret = [ACCOUNT.secret, STRANGERS_KEY, *tokens, *new_keys]
    secret += [key for _, _, key in DEVICES.values()]
    assert [word for word in secret if word in said] == []
    assert "has a new key" in ours(caplog)
    assert [device_id for device_id in (*DEVICES, STRANGER) if device_id in ours(caplog)] == []


async def test_a_key_that_is_typed_into_a_repair_is_not_logged(
    hass: HomeAssistant,
    devices: dict[str, SimulatedDevice],
    hass_client: ClientSessionGenerator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert await async_setup_component(hass, "repairs", {})
    caplog.set_level(logging.DEBUG)
    siren = devices["bf00000000000secret2"]
    old = siren.config.local_key
    entry = household(data_of(siren))
    async with living_in(hass, entry):
        await until_each(entry)
        key = siren.rotate_key()
        await until_issue(hass, "sub_0_wrong_key", lambda found: found is not None)

        client = await hass_client()
        asked = await client.post(
            "/api/repairs/issues/fix", json={"handler": DOMAIN, "issue_id": "sub_0_wrong_key"}
        )
        flow = (await asked.json())["flow_id"]
        for typed in (OTHER_KEY[:15], key):
            await client.post(f"/api/repairs/issues/fix/{flow}", json={"local_key": typed})
        await hass.async_block_till_done()
        await until_each(entry)

    assert [word for word in (old, key, OTHER_KEY[:15]) if word in caplog.text] == []
    assert "Cabin siren answers" in ours(caplog)
    assert siren.config.device_id not in ours(caplog)


async def test_diagnostics_tell_what_is_wrong_and_nothing_that_opens_or_names_a_device(
    hass: HomeAssistant,
    devices: dict[str, SimulatedDevice],
    cloud: SimulatedCloud,
    tokens: list[str],
    hass_client: ClientSessionGenerator,
) -> None:
    assert await async_setup_component(hass, "diagnostics", {})
    entry = household(
        *(data_of(device) for device in devices.values()),
        cloud=OF_ONE_USER,
    )
    async with living_in(hass, entry) as coordinator:
        await until_each(entry)
        siren = devices["bf00000000000secret2"]
        await siren.set_fault(Fault.BUSY)
        link = list(coordinator.links.values())[1]
        await until(link, lambda link: link.report.trouble is Reason.HELD)
        assert coordinator.account
        await coordinator.account.client.devices()
        coordinator.response.orchestrator.deadline = 1.0
        await coordinator.response.execute(Protocol.RED, "Foyer", BY_HAND)

        told: dict[str, Any] = dict(
            await get_diagnostics_for_config_entry(hass, hass_client, entry)
        )

    text = json.dumps(told)
    secret = [ACCOUNT.secret, ACCOUNT.client_id, ACCOUNT.user_id, *tokens, *DEVICES]
    secret += [key for _, _, key in DEVICES.values()]
    secret += [device.address[0] for device in devices.values()]
    assert tokens
    assert [word for word in secret if word in text or json.dumps(word)[1:-1] in text] == []
    troubles = {device["kind"]: device["trouble"] for device in told["devices"]}
    assert troubles == {"bulb": None, "siren": "held", "lock": None}
    assert [device["settings"]["version"] for device in told["devices"]] == ["3.3", "3.4", "3.5"]
    assert told["devices"][1]["profile"]["switch"] == "13"
    assert {step["kind"] for step in told["run"]["steps"]} == {"bulb", "siren", "lock"}
    assert told["cloud"]["calls"]["today"]["import"] >= 1
