"""The household's own port for screens, in a real Home Assistant: what is told if it fails."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path

from aiohttp import ClientSession, TCPConnector, web
from homeassistant.components.http.ban import (
    KEY_BAN_MANAGER,
    KEY_FAILED_LOGIN_ATTEMPTS,
    KEY_LOGIN_THRESHOLD,
    IpBanManager,
)
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from custom_components.tuya_twin.const import DOMAIN
from custom_components.tuya_twin.coordinator import HouseholdCoordinator
from custom_components.tuya_twin.core.model import HOUSE, Status
from custom_components.tuya_twin.core.options import options_from
from custom_components.tuya_twin.core.settings import OwnPort, Screens, Settings
from custom_components.tuya_twin.devices.simulator import free_port
from custom_components.tuya_twin.feed.views import HEALTH_PATH
from custom_components.tuya_twin.own_port import LOOK_EVERY
from tests.feed.tls_kit import Pair, make_pair
from tests.flow_kit import ENGLISH
from tests.kit import WORKER, Screen, set_status, watching
from tests.own_kit import issue, until_issue

pytestmark = pytest.mark.usefixtures("enable_custom_integrations")

HOST = f"127.0.{WORKER + 1}.63"
ILLS = ("in_the_clear", "certificate", "taken", "renewal")

type Household = Callable[..., MockConfigEntry]


@pytest.fixture
def own_port() -> OwnPort:
    return OwnPort(enabled=True, host=HOST, port=free_port(HOST))


@pytest.fixture
async def household(hass: HomeAssistant) -> AsyncIterator[Household]:
    """Makes households without devices, which end with the test."""
    entries: list[MockConfigEntry] = []

    def make(own_port: OwnPort, title: str = "Cabin") -> MockConfigEntry:
        settings = Settings(screens=Screens(own_port=own_port))
        entry = MockConfigEntry(
            domain=DOMAIN, title=title, data={"name": title}, options=options_from(settings)
        )
        entry.add_to_hass(hass)
        entries.append(entry)
        return entry

    yield make
    for entry in entries:
        if entry.state is ConfigEntryState.LOADED:
            await hass.config_entries.async_unload(entry.entry_id)


def url_of(own_port: OwnPort) -> str:
    scheme = "https" if own_port.certificate else "http"
    return f"{scheme}://{own_port.host}:{own_port.port}"


@asynccontextmanager
async def visiting(own_port: OwnPort, trusted: Pair | None = None) -> AsyncIterator[ClientSession]:
    connector = TCPConnector(force_close=True, ssl=trusted.client if trusted else True)
    async with ClientSession(url_of(own_port), connector=connector) as session:
        yield session


async def answers(own_port: OwnPort, trusted: Pair | None = None) -> bool:
    async with visiting(own_port, trusted) as session:
        try:
            async with session.get("/") as response:
                return response.status == 200
        except OSError:
            return False


async def is_refused(own_port: OwnPort, reason: str, **auth: str) -> None:
    screen = Screen()
    with pytest.raises(ConnectionRefusedError, match=reason):
        await screen.connect(url_of(own_port), **auth)
    await screen.close()


def told(hass: HomeAssistant, entry: MockConfigEntry) -> dict[str, ir.IssueEntry]:
    """The Repairs of the port, all of which have words."""
    found = {ill: issue(hass, f"own_port_{ill}_{entry.entry_id}") for ill in ILLS}
    for entry_ in filter(None, found.values()):
        assert entry_.translation_key is not None
        for words in ENGLISH["issues"][entry_.translation_key].values():
            assert words.format(**entry_.translation_placeholders or {})
    return {ill: entry_ for ill, entry_ in found.items() if entry_ is not None}


async def test_a_household_has_no_port_of_its_own_unless_told(
    hass: HomeAssistant, household: Household, own_port: OwnPort
) -> None:
    entry = household(replace(own_port, enabled=False))
    assert await hass.config_entries.async_setup(entry.entry_id)

    assert not await answers(own_port)
    assert not told(hass, entry)


async def test_a_screen_is_live_at_the_port(
    hass: HomeAssistant, household: Household, own_port: OwnPort, hass_access_token: str
) -> None:
    entry = household(own_port)
    assert await hass.config_entries.async_setup(entry.entry_id)
    house: HouseholdCoordinator = entry.runtime_data

    async with watching(url_of(own_port), token=hass_access_token) as screen:
        await set_status(house, Status.RED_CRITICAL, HOUSE)
        assert (await screen.next("status_update"))["status"] == "RED_CRITICAL"
        async with visiting(own_port) as session:
            for path in ("/", HEALTH_PATH):
                async with session.get(path) as response:
                    assert (await response.json())["connected_clients"] == 1
            async with session.get("/api/") as response:
                assert response.status == 404


async def test_a_screen_at_the_port_hears_of_no_other_household(
    hass: HomeAssistant, household: Household, own_port: OwnPort, hass_access_token: str
) -> None:
    other = household(OwnPort(), "Barn")
    entry = household(own_port)
    assert await hass.config_entries.async_setup(other.entry_id)
    await hass.async_block_till_done()

    async with watching(url_of(own_port), token=hass_access_token) as screen:
        assert (await screen.next("connected"))["household"] == entry.entry_id
    await is_refused(
        own_port, "unknown_household", token=hass_access_token, household=other.entry_id
    )


@pytest.mark.filterwarnings("ignore:Changing state of started")
async def test_failed_logins_are_counted_together_with_home_assistant_s_own(
    hass: HomeAssistant, household: Household, own_port: OwnPort
) -> None:
    assert await async_setup_component(hass, "http", {})
    home = hass.http.app
    home[KEY_BAN_MANAGER] = IpBanManager(hass)
    home[KEY_LOGIN_THRESHOLD] = 3
    home[KEY_FAILED_LOGIN_ATTEMPTS][ip_address("127.0.0.1")] = 2
    entry = household(own_port)
    assert await hass.config_entries.async_setup(entry.entry_id)

    await is_refused(own_port, "invalid_auth", token="wrong")

    assert ip_address("127.0.0.1") in home[KEY_BAN_MANAGER].ip_bans_lookup
    async with visiting(own_port) as session, session.get("/") as response:
        assert response.status == 403


async def test_it_closes_with_its_household_and_says_goodbye(
    hass: HomeAssistant, household: Household, own_port: OwnPort, hass_access_token: str
) -> None:
    entry = household(own_port)
    assert await hass.config_entries.async_setup(entry.entry_id)

    async with watching(url_of(own_port), token=hass_access_token) as screen:
        await hass.config_entries.async_unload(entry.entry_id)
        await screen.next("disconnect")
    assert not await answers(own_port)

    await hass.config_entries.async_setup(entry.entry_id)
    assert await answers(own_port)


async def test_it_closes_when_home_assistant_stops(
    hass: HomeAssistant, household: Household, own_port: OwnPort
) -> None:
    entry = household(own_port)
    assert await hass.config_entries.async_setup(entry.entry_id)

    await hass.async_stop(force=True)

    assert not await answers(own_port)


# What can be wrong --------------------------------------------------------------------------


async def test_without_tls_it_is_not_opened_to_the_network_and_the_house_goes_on(
    hass: HomeAssistant, household: Household, own_port: OwnPort
) -> None:
    entry = household(replace(own_port, host="0.0.0.0"))  # noqa: S104 - it is refused
    assert await hass.config_entries.async_setup(entry.entry_id)

    assert not await answers(replace(own_port, host="127.0.0.1"))
    assert told(hass, entry).keys() == {"in_the_clear"}


async def test_an_address_that_is_taken_is_told_and_the_house_goes_on(
    hass: HomeAssistant, household: Household, own_port: OwnPort
) -> None:
    first, second = household(own_port), household(own_port, "Barn")
    assert await hass.config_entries.async_setup(first.entry_id)
    await hass.async_block_till_done()

    states = {entry.state for entry in (first, second)}
    assert states == {ConfigEntryState.LOADED}
    assert sorted(len(told(hass, entry)) for entry in (first, second)) == [0, 1]
    (found,) = [*told(hass, first), *told(hass, second)]
    assert found == "taken"


async def test_it_is_opened_once_the_address_is_free(
    hass: HomeAssistant, household: Household, own_port: OwnPort
) -> None:
    runner = web.ServerRunner(web.Server(_never))
    await runner.setup()
    await web.TCPSite(runner, own_port.host, own_port.port).start()
    entry = household(own_port)
    assert await hass.config_entries.async_setup(entry.entry_id)
    assert told(hass, entry).keys() == {"taken"}

    await runner.cleanup()
    await hass.config_entries.async_reload(entry.entry_id)

    assert not told(hass, entry)
    assert await answers(own_port)


async def _never(_request: web.BaseRequest) -> web.StreamResponse:
    raise web.HTTPNotFound


async def test_a_certificate_that_cannot_be_used_is_told_and_the_house_goes_on(
    hass: HomeAssistant, household: Household, own_port: OwnPort, tmp_path: Path
) -> None:
    none = str(tmp_path / "none.pem")
    entry = household(replace(own_port, certificate=none, key=none))
    assert await hass.config_entries.async_setup(entry.entry_id)

    assert entry.state is ConfigEntryState.LOADED
    (found,) = told(hass, entry).values()
    assert found.translation_key == "own_port_certificate"
    assert found.translation_placeholders == {
        "household": "Cabin",
        "address": f"{own_port.host}:{own_port.port}",
        "why": f"{none}: No such file or directory",
    }


async def test_a_renewal_is_taken_over_within_a_minute_and_a_broken_one_is_told(
    hass: HomeAssistant, household: Household, own_port: OwnPort, tmp_path: Path
) -> None:
    first, second = make_pair(host=HOST), make_pair(host=HOST)
    certificate, key = first.write(tmp_path)
    secured = replace(own_port, certificate=str(certificate), key=str(key))
    entry = household(secured)
    assert await hass.config_entries.async_setup(entry.entry_id)
    issue_id = f"own_port_renewal_{entry.entry_id}"

    replace(second, key=first.key).write(tmp_path)
    async_fire_time_changed(hass, dt_util.utcnow() + LOOK_EVERY)
    await until_issue(hass, issue_id, lambda found: found is not None)
    assert told(hass, entry).keys() == {"renewal"}
    assert await answers(secured, first)

    second.write(tmp_path)
    async_fire_time_changed(hass, dt_util.utcnow() + 2 * LOOK_EVERY)
    await until_issue(hass, issue_id, lambda found: found is None)
    assert await answers(secured, second)
