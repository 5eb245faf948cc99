"""What all tests share: sockets on loopback only, and a household as Home Assistant finds it."""

from collections.abc import AsyncIterator, Callable
import json
from pathlib import Path
import sys
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.syrupy import HomeAssistantSnapshotExtension
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
from pytest_socket import socket_allow_hosts
from syrupy.assertion import SnapshotAssertion

# Imported first, else the plugin's own folder of custom components is found instead of ours.
from custom_components.tuya_twin.coordinator import HouseholdCoordinator
from custom_components.tuya_twin.devices.simulator import SimulatedCloud, SimulatedDevice
from custom_components.tuya_twin.scout import LISTEN_VARIABLE
from tests.kit import set_up, simulated_entry
from tests.own_kit import QUICK, SIREN_ID, a_cloud, at_home

WIRE = Path(__file__).parent / "fixtures" / "wire"


def pytest_addoption(parser: pytest.Parser) -> None:
    """How much is done of what could be done for ever, and with which Home Assistant."""
    parser.addoption(
        "--kills", type=int, default=3, help="how often Home Assistant is killed in red"
    )
    parser.addoption(
        "--home-python",
        default=sys.executable,
        help="the Python of the Home Assistant that a release is installed into",
    )


@pytest.fixture
def kills(pytestconfig: pytest.Config) -> int:
    """How often Home Assistant is killed in red."""
    return int(pytestconfig.getoption("--kills"))


@pytest.fixture(autouse=True)
def loopback_only(socket_enabled: None) -> None:
    """Real sockets, but none that leaves this machine."""
    socket_allow_hosts(["127.0.0.0/8"], allow_unix_socket=True)


@pytest.fixture(autouse=True)
def discovery_on_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ears for announcements at any free port of this machine, and no questions to others."""
    monkeypatch.setenv(LISTEN_VARIABLE, "127.0.0.1:0,0,0")


@pytest.fixture
def hass_config_dir(hass_tmp_config_dir: str) -> str:
    """A configuration folder of its own for every test: the record of a household is in there."""
    return hass_tmp_config_dir


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Snapshots without what differs from run to run."""
    return snapshot.use_extension(HomeAssistantSnapshotExtension)


@pytest.fixture
async def event_loop_debug_off(hass: HomeAssistant) -> None:
    """The event loop as it is in production, for tests that use it much."""
    hass.loop.set_debug(enabled=False)


@pytest.fixture
def wire_fixture() -> Callable[[str], dict[str, Any]]:
    """The payload of an event as both sides agreed on it."""

    def load(event: str) -> dict[str, Any]:
        payload: dict[str, Any] = json.loads((WIRE / f"{event}.json").read_text())
        return payload

    return load


@pytest.fixture
async def entry(
    hass: HomeAssistant, enable_custom_integrations: None
) -> AsyncIterator[MockConfigEntry]:
    """A simulated household, set up, every device of it answering."""
    household = simulated_entry()
    await set_up(hass, household)
    yield household
    if household.state is ConfigEntryState.LOADED:
        await hass.config_entries.async_unload(household.entry_id)


@pytest.fixture
def coordinator(entry: MockConfigEntry) -> HouseholdCoordinator:
    """That household at run time."""
    running: HouseholdCoordinator = entry.runtime_data
    return running


@pytest.fixture
async def url(entry: MockConfigEntry, hass_client_no_auth: ClientSessionGenerator) -> str:
    """Where Home Assistant's web server is."""
    client = await hass_client_no_auth()
    return str(client.make_url("/")).rstrip("/")


@pytest.fixture
def quick_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """Links that find out in a second what takes minutes at home."""
    monkeypatch.setattr("custom_components.tuya_twin.members.TIMING", QUICK)


@pytest.fixture
async def siren() -> AsyncIterator[SimulatedDevice]:
    """A siren of the user's own, outside Home Assistant."""
    async with at_home() as device:
        yield device


@pytest.fixture
async def cloud(
    siren: SimulatedDevice, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[SimulatedCloud]:
    """Tuya's cloud, which knows that siren."""
    async with a_cloud({SIREN_ID: siren}, monkeypatch) as cloud:
        yield cloud
