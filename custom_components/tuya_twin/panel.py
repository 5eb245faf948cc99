"""The twin panel in the sidebar."""

import json
import logging
from pathlib import Path
from typing import Final

from homeassistant.components import frontend, panel_custom
from homeassistant.components.http.server import StaticPathConfig
from homeassistant.core import HomeAssistant
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN
from .feed.views import SOCKET_IO_PATH

_LOGGER = logging.getLogger(__name__)

URL_PATH: Final = "tuya-twin"
_STATIC_URL: Final = "/tuya_twin_static"
_DIST: Final = Path(__file__).parent / "frontend" / "dist"
_DATA_MODULE: HassKey[str] = HassKey(f"{DOMAIN}_panel_module")


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
    hass.data[_DATA_MODULE] = f"{_STATIC_URL}/{json.loads(built)['panel']}"
    await hass.http.async_register_static_paths(
        # A file's name changes with its content, so it may be kept for long.
        [StaticPathConfig(_STATIC_URL, str(_DIST), cache_headers=True)]
    )


async def async_show_panel(hass: HomeAssistant, household: str | None) -> None:
    """Show this household in the sidebar in place of any other; `None` shows nothing."""
    frontend.async_remove_panel(hass, URL_PATH, warn_if_unknown=False)
    if household is None or _DATA_MODULE not in hass.data:
        return
    await panel_custom.async_register_panel(
        hass,
        frontend_url_path=URL_PATH,
        webcomponent_name="tuya-twin-panel",
        sidebar_title="Twin",
        sidebar_icon="mdi:shield-home",
        module_url=hass.data[_DATA_MODULE],
        embed_iframe=False,
        require_admin=False,
        config={"socket_path": SOCKET_IO_PATH, "household": household},
        config_panel_domain=DOMAIN,
    )
