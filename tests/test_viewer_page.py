"""The page of screens that are nobody's, the app it can be, the card, and the panel's addresses."""

from html.parser import HTMLParser
import json
from pathlib import Path
from typing import Any, override
import xml.etree.ElementTree as ET

from aiohttp.test_utils import TestClient
from homeassistant.components.frontend import DATA_EXTRA_MODULE_URL, DATA_PANELS
from homeassistant.config_entries import SOURCE_IGNORE, ConfigEntryDisabler
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.tuya_twin import panel
from custom_components.tuya_twin.const import DOMAIN
from custom_components.tuya_twin.viewer_page import APP_PATH, ICON_PATH, PAGE_PATH, policy

pytestmark = pytest.mark.usefixtures("enable_custom_integrations")

BUILT = {
    "panel": "tuya-twin-panel.1.js",
    "card": "tuya-twin-card.2.js",
    "viewer": "tuya-twin-viewer.3.js",
}
CARD = "/tuya_twin_static/tuya-twin-card.2.js"
VIEWER = "/tuya_twin_static/tuya-twin-viewer.3.js"
BRAND = Path(panel.__file__).parent / "brand"
SVG = "{http://www.w3.org/2000/svg}"

type Client = TestClient[Any, Any]


class Page(HTMLParser):
    """The elements of a page, with what they have."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def metas(self) -> dict[str | None, str | None]:
        return {each.get("name"): each.get("content") for each in self.all("meta")}


@pytest.fixture
def dist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The files of a panel that was built."""
    monkeypatch.setattr(panel, "_DIST", tmp_path)
    (tmp_path / "manifest.json").write_text(json.dumps(BUILT))
    for file in BUILT.values():
        (tmp_path / file).write_text("export {};\n")
    return tmp_path


@pytest.fixture
async def client(
    hass: HomeAssistant, dist: Path, hass_client_no_auth: ClientSessionGenerator
) -> Client:
    """A screen of nobody's, and Home Assistant without any household."""
    assert await async_setup_component(hass, DOMAIN, {})
    client: Client = await hass_client_no_auth()
    return client


async def page(client: Client) -> Page:
    answer = await client.get(PAGE_PATH)
    assert answer.status == 200
    return Page(await answer.text())


def rules(said: str) -> dict[str, list[str]]:
    """The directives of a content security policy."""
    parts = (part.split() for part in said.split(";"))
    return {name: sources for name, *sources in parts}


# The page ------------------------------------------------------------------------------------


async def test_the_page_loads_its_script_and_holds_the_viewer_and_nothing_that_is_secret(
    client: Client,
) -> None:
    found = await page(client)

    assert found.all("script") == [{"type": "module", "src": VIEWER}]
    assert found.all("tuya-twin-viewer") == [{}]
    assert found.all("html") == [{"lang": "en"}]
    assert len(found.all("title")) == 1
    assert found.metas()["viewport"] is not None
    assert found.metas()["theme-color"] is not None
    assert len(found.all("noscript")) == 1
    assert (await client.get(VIEWER)).status == 200


async def test_the_page_is_asked_for_anew_each_time_and_tells_no_other_site_of_itself(
    client: Client,
) -> None:
    answer = await client.get(PAGE_PATH)

    assert answer.content_type == "text/html"
    assert answer.charset == "utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Set-Cookie" not in answer.headers


async def test_the_page_may_load_and_reach_only_what_is_here(client: Client) -> None:
    answer = await client.get(PAGE_PATH, headers={"Host": "home.example:8123"})

    assert rules(answer.headers["Content-Security-Policy"]) == {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'", "ws://home.example:8123", "wss://home.example:8123"],
        "manifest-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "frame-ancestors": ["'none'"],
    }


@pytest.mark.parametrize("host", ["", "a b", "a; script-src *", "a\r\nX: y", "[::1]:8123", "*"])
def test_a_name_that_is_none_gets_into_no_policy(host: str) -> None:
    assert rules(policy(host))["connect-src"] == ["'self'"]


async def test_behind_a_proxy_the_page_reaches_what_the_browser_calls_this_machine(
    hass: HomeAssistant, dist: Path, hass_client_no_auth: ClientSessionGenerator
) -> None:
    proxy = {"use_x_forwarded_for": True, "trusted_proxies": ["127.0.0.1"]}
    assert await async_setup_component(hass, "http", {"http": proxy})
    assert await async_setup_component(hass, DOMAIN, {})
    client = await hass_client_no_auth()

    answer = await client.get(
        PAGE_PATH,
        headers={
            "X-Forwarded-For": "203.0.113.9",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-Host": "twin.example",
        },
    )

    assert answer.status == 200
    assert rules(answer.headers["Content-Security-Policy"])["connect-src"] == [
        "'self'",
        "ws://twin.example",
        "wss://twin.example",
    ]


# The app -------------------------------------------------------------------------------------


async def test_a_tablet_can_install_the_page(client: Client) -> None:
    (link,) = [each for each in (await page(client)).all("link") if each["rel"] == "manifest"]
    assert link["href"] == APP_PATH
    answer = await client.get(APP_PATH)
    app = json.loads(await answer.text())

    assert answer.content_type == "application/manifest+json"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert app["display"] == "fullscreen"
    assert (app["start_url"], app["scope"]) == (PAGE_PATH, PAGE_PATH)
    assert app["name"]
    assert {icon["purpose"] for icon in app["icons"]} == {"any", "maskable"}
    assert {icon["src"] for icon in app["icons"]} == {ICON_PATH}


async def test_the_icon_is_a_drawing_that_runs_nothing(client: Client) -> None:
    answer = await client.get(ICON_PATH)
    drawing = ET.fromstring(await answer.text())  # noqa: S314 - our own

    assert answer.content_type == "image/svg+xml"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'"
    assert drawing.tag == f"{SVG}svg"
    assert not [each for each in drawing.iter() if each.tag in (f"{SVG}script", f"{SVG}style")]


async def test_the_icon_is_the_mark_on_what_stands_behind_the_page(client: Client) -> None:
    drawing = ET.fromstring(await (await client.get(ICON_PATH)).text())  # noqa: S314 - our own
    brand = ET.fromstring((BRAND / "icon.svg").read_text())  # noqa: S314
    app = json.loads(await (await client.get(APP_PATH)).text())
    ground = drawing.find(f"{SVG}rect")

    assert shapes(drawing) == shapes(brand)
    assert ground is not None
    assert ground.get("fill") == app["background_color"]


def shapes(drawing: ET.Element) -> dict[str | None, str | None]:
    """The outlines of a drawing, by their ids."""
    return {path.get("id"): path.get("d") for path in drawing.iter(f"{SVG}path")}


# A copy without the panel --------------------------------------------------------------------


async def test_without_a_built_panel_there_is_neither_page_nor_card_and_the_household_lives(
    hass: HomeAssistant, dist: Path, hass_client_no_auth: ClientSessionGenerator
) -> None:
    (dist / "manifest.json").unlink()
    cabin = MockConfigEntry(domain=DOMAIN, title="Cabin", data={"name": "Cabin"})
    cabin.add_to_hass(hass)
    assert await hass.config_entries.async_setup(cabin.entry_id)
    client = await hass_client_no_auth()

    assert (await client.get(PAGE_PATH)).status == 404
    assert panel.URL_PATH not in hass.data[DATA_PANELS]
    assert cards(hass) == []
    await hass.config_entries.async_unload(cabin.entry_id)


# The card ------------------------------------------------------------------------------------


def cards(hass: HomeAssistant) -> list[str]:
    return [url for url in hass.data[DATA_EXTRA_MODULE_URL].urls if "tuya" in url]


@pytest.fixture
async def cabin(hass: HomeAssistant, dist: Path) -> MockConfigEntry:
    """A household that is set up, and has no devices."""
    cabin = MockConfigEntry(domain=DOMAIN, title="Cabin", data={"name": "Cabin"})
    cabin.add_to_hass(hass)
    assert await hass.config_entries.async_setup(cabin.entry_id)
    return cabin


async def test_dashboards_know_the_card_while_there_is_a_household(
    hass: HomeAssistant, cabin: MockConfigEntry
) -> None:
    assert cards(hass) == [CARD]
    # One that the user does not want is none.
    MockConfigEntry(domain=DOMAIN, source=SOURCE_IGNORE).add_to_hass(hass)

    await hass.config_entries.async_remove(cabin.entry_id)

    assert cards(hass) == []


async def test_a_household_that_is_switched_off_has_no_card(
    hass: HomeAssistant, cabin: MockConfigEntry
) -> None:
    await hass.config_entries.async_set_disabled_by(cabin.entry_id, ConfigEntryDisabler.USER)
    assert cards(hass) == []

    await hass.config_entries.async_set_disabled_by(cabin.entry_id, None)
    assert cards(hass) == [CARD]
    await hass.config_entries.async_unload(cabin.entry_id)


async def test_a_page_that_is_opened_while_a_household_is_built_anew_has_the_card(
    hass: HomeAssistant, cabin: MockConfigEntry
) -> None:
    manager = hass.data[DATA_EXTRA_MODULE_URL]
    changes: list[tuple[str, str]] = []
    manager._on_change = lambda change, url: changes.append((change, url))

    assert await hass.config_entries.async_reload(cabin.entry_id)

    assert changes == []
    assert cards(hass) == [CARD]
    await hass.config_entries.async_unload(cabin.entry_id)


# The panel -----------------------------------------------------------------------------------


async def test_the_panel_is_given_where_its_feed_is_and_nothing_else(
    hass: HomeAssistant, cabin: MockConfigEntry
) -> None:
    config = hass.data[DATA_PANELS][panel.URL_PATH].config

    assert config is not None
    assert config.pop("_panel_custom")["module_url"] == "/tuya_twin_static/tuya-twin-panel.1.js"
    assert config == {
        "socket_path": "/api/tuya_twin/socket.io/",
        "household": cabin.entry_id,
    }
    await hass.config_entries.async_unload(cabin.entry_id)


async def test_the_panel_has_addresses_below_its_own(
    hass: HomeAssistant, cabin: MockConfigEntry, hass_client_no_auth: ClientSessionGenerator
) -> None:
    client = await hass_client_no_auth()

    answers = [await client.get(path) for path in ("/tuya-twin", "/tuya-twin/kiosk")]

    assert [answer.status for answer in answers] == [200, 200]
    assert len({await answer.text() for answer in answers}) == 1
    await hass.config_entries.async_unload(cabin.entry_id)
