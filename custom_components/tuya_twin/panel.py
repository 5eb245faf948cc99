"""The twin panel in the sidebar, and its plan as a card for dashboards."""

from collections.abc import Mapping
import json
import logging
from pathlib import Path
from typing import Final

from homeassistant.components import frontend, panel_custom
from homeassistant.components.http.server import StaticPathConfig
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN
from .feed.views import SOCKET_IO_PATH

_LOGGER = logging.getLogger(__name__)

URL_PATH: Final = "tuya-twin"
_STATIC_URL: Final = "/tuya_twin_static"
_DIST: Final = Path(__file__).parent / "frontend" / "dist"
_RUNNING: Final = frozenset(
    {
        ConfigEntryState.SETUP_IN_PROGRESS,
        ConfigEntryState.LOADED,
        ConfigEntryState.UNLOAD_IN_PROGRESS,
    }
)
_DATA_MODULES: HassKey[Mapping[str, str]] = HassKey(f"{DOMAIN}_panel_modules")
"""The addresses of `panel`, `card` and `viewer`; missing where they were not built."""


async def async_serve_panel(hass: HomeAssistant) -> None:
    """Serve the built panel's files; once, as routes cannot be taken back."""
    try:
        built = await hass.async_add_executor_job((_DIST / "manifest.json").read_text)
    except FileNotFoundError:
        # A release always has it. The alarm itself works without.
        _LOGGER.error(  # noqa: TRY400 - the trace would say no more
            "The twin panel is missing: it was not built in this copy of the integration"
        )
        return
    hass.data[_DATA_MODULES] = {
        name: f"{_STATIC_URL}/{file}" for name, file in json.loads(built).items()
    }
    await hass.http.async_register_static_paths(
        # A file's name changes with its content, so it may be kept for long.
        [StaticPathConfig(_STATIC_URL, str(_DIST), cache_headers=True)]
    )


def viewer_module(hass: HomeAssistant) -> str | None:
    """The address of the script of screens that are nobody's, if it was built."""
    return _module(hass, "viewer")


async def async_show_panel(hass: HomeAssistant) -> None:
    """Show the newest household that runs in the sidebar; without one, nothing.

    One that is being built anew still counts: Home Assistant's frontend leaves a page whose panel
    goes, and nobody who changes an option wants to be sent away from the house for it.
    """
    _offer_card(hass)
    household, shown = _household_to_show(hass), _shown_household(hass)
    if household == shown:
        return
    frontend.async_remove_panel(hass, URL_PATH, warn_if_unknown=False)
    if household is None or (module := _module(hass, "panel")) is None:
        return
    await panel_custom.async_register_panel(
        hass,
        frontend_url_path=URL_PATH,
        webcomponent_name="tuya-twin-panel",
        sidebar_title="Twin",
        sidebar_icon="mdi:shield-home",
        module_url=module,
        embed_iframe=False,
        require_admin=False,
        config={"socket_path": SOCKET_IO_PATH, "household": household},
    )


@callback
def _offer_card(hass: HomeAssistant) -> None:
    """Have dashboards know the card as long as there is a household that it could show.

    One that is being built anew still counts: a page that is opened meanwhile would have no card
    until it is loaded once more.
    """
    if (card := _module(hass, "card")) is None:
        return
    offered = card in hass.data[frontend.DATA_EXTRA_MODULE_URL].urls
    entries = hass.config_entries.async_entries
    due = bool(entries(DOMAIN, include_ignore=False, include_disabled=False))
    if due and not offered:
        frontend.add_extra_js_url(hass, card)
    elif offered and not due:
        frontend.remove_extra_js_url(hass, card)


def _household_to_show(hass: HomeAssistant) -> str | None:
    enabled = hass.config_entries.async_entries(
        DOMAIN, include_ignore=False, include_disabled=False
    )
    return next((entry.entry_id for entry in reversed(enabled) if entry.state in _RUNNING), None)


def _shown_household(hass: HomeAssistant) -> str | None:
    panel = hass.data.get(frontend.DATA_PANELS, {}).get(URL_PATH)
    return None if panel is None or panel.config is None else panel.config["household"]


def _module(hass: HomeAssistant, name: str) -> str | None:
    return hass.data.get(_DATA_MODULES, {}).get(name)
