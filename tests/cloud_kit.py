"""A home that Tuya's cloud knows: simulated devices, and a simulated cloud in its regions."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
import json
from pathlib import Path
from typing import Any, override

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    SOURCE_USER,
    ConfigEntryState,
    ConfigFlowContext,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from custom_components.tuya_twin.clock import SystemClock
from custom_components.tuya_twin.const import DOMAIN
from custom_components.tuya_twin.core.model import DeviceKind
from custom_components.tuya_twin.devices.simulator import (
    Beacon,
    SimulatedAccount,
    SimulatedCloud,
    SimulatedDevice,
    SimulatedDeviceConfig,
)
from custom_components.tuya_twin.scout import LISTEN_VARIABLE
from tests.kit import WORKER

_ENGLISH = Path(__file__).parents[1] / "custom_components/tuya_twin/translations/en.json"
WORDS = json.loads(_ENGLISH.read_text())["config"]
"""What the flow says in English."""
_STREET = f"127.0.{WORKER + 1}"
EAR = f"{_STREET}.60"
"""The address at which announcements are heard, on Tuya's own ports."""

ACCOUNT = SimulatedAccount(client_id="p3x9clientid000000ab", secret="5ecre7" * 5)
ANSWERS = {
    "name": "Villa",
    "client_id": ACCOUNT.client_id,
    "secret": ACCOUNT.secret,
    "region": "central_europe",
}
CLOUD = {name: ANSWERS[name] for name in ("client_id", "secret", "region")}
"""The account as an entry keeps it."""
LOCAL_KEY = "a1B2<'c3D4\"e5&F6"
BULB, SIREN, LOCK = "bf00000000000000bulb", "bf0000000000000siren", "bf00000000000000lock"
ROOMS = {BULB: "living room", SIREN: "Hall"}
_DEVICES = (
    (BULB, DeviceKind.BULB, "bulb_a", f"{_STREET}.61", "3.3"),
    (SIREN, DeviceKind.SIREN, "siren_104", f"{_STREET}.62", "3.4"),
    (LOCK, DeviceKind.LOCK, "lock_mains", f"{_STREET}.63", "3.5"),
)
HOSTS = {device_id: host for device_id, _, _, host, _ in _DEVICES}


class WallClock(SystemClock):
    """The machine's clock, or one that is wrong by some time."""

    ahead = timedelta()

    @override
    def now(self) -> datetime:
        return super().now() + self.ahead


@dataclass
class Home:
    """The devices, and the cloud that knows them."""

    devices: Mapping[str, SimulatedDevice]
    cloud: SimulatedCloud
    clock: WallClock

    def announce(self, *device_ids: str) -> None:
        """Have devices say where they are."""
        for device_id in device_ids:
            Beacon(self.devices[device_id], audience=EAR).announce()


@asynccontextmanager
async def make_home(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Home]:
    """A lamp, a siren and a lock at Tuya's own port, and their cloud in Central Europe."""
    monkeypatch.setenv(LISTEN_VARIABLE, f"{EAR}:6666,6667,7000")
    devices = {
        device_id: SimulatedDevice(
            SimulatedDeviceConfig(
                device_id=device_id,
                local_key=LOCAL_KEY,
                version=version,
                kind=kind,
                host=host,
                model=model,
            )
        )
        for device_id, kind, model, host, version in _DEVICES
    }
    clock = WallClock()
    async with AsyncExitStack() as stack:
        for device in devices.values():
            await device.start()
            stack.push_async_callback(device.stop)
        cloud = SimulatedCloud(ACCOUNT, devices, clock=clock, rooms=ROOMS)
        url = await cloud.start()
        stack.push_async_callback(cloud.stop)
        regions = "custom_components.tuya_twin.devices.cloud.account.REGIONS"
        monkeypatch.setattr(regions, {"central_europe": url, "india": url})
        yield Home(devices, cloud, clock)


async def unload_all(hass: HomeAssistant) -> None:
    """Leave no household behind."""
    for entry in hass.config_entries.async_entries(DOMAIN):
        if entry.state is ConfigEntryState.LOADED:
            assert await hass.config_entries.async_unload(entry.entry_id)
    await hass.async_block_till_done()


async def begin(hass: HomeAssistant, choice: str, entry_id: str | None = None) -> Any:
    """What follows a choice from the menu of a new household, or of one that is changed."""
    context = ConfigFlowContext(source=SOURCE_USER)
    if entry_id is not None:
        context = ConfigFlowContext(source=SOURCE_RECONFIGURE, entry_id=entry_id)
    menu = in_words(await hass.config_entries.flow.async_init(DOMAIN, context=context))
    assert menu["type"] is FlowResultType.MENU
    return await answer(hass, menu, {"next_step_id": choice})


async def answer(hass: HomeAssistant, form: Any, answers: dict[str, Any]) -> Any:
    """What follows these answers to a form."""
    return in_words(await hass.config_entries.flow.async_configure(form["flow_id"], answers))


def in_words(result: Any) -> Any:
    """The same, having seen that there are words for all that it shows."""
    placeholders = result.get("description_placeholders") or {}
    match result["type"]:
        case FlowResultType.ABORT if result.get("translation_domain") is None:
            assert WORDS["abort"][result["reason"]].format(**placeholders)
        case FlowResultType.MENU:
            assert {*result["menu_options"]} <= WORDS["step"][result["step_id"]][
                "menu_options"
            ].keys()
        case FlowResultType.FORM:
            step = WORDS["step"][result["step_id"]]
            assert (step["title"] + step.get("description", "")).format(**placeholders)
            for field in map(str, result["data_schema"].schema):
                assert step["data"][field]
                assert step["data_description"][field]
            for error in (result["errors"] or {}).values():
                assert WORDS["error"][error].format(**placeholders)
    return result


def suggested(form: Any) -> dict[str, Any]:
    """What a form is filled with."""
    return {
        str(field): field.description["suggested_value"]
        for field in form["data_schema"].schema
        if field.description and "suggested_value" in field.description
    }
