"""The page of screens that are nobody's: no login, and nothing in it that is not for all."""

import html
from http import HTTPStatus
from pathlib import Path
import re
from string import Template
from typing import Final

from aiohttp import web
from homeassistant.core import HomeAssistant
from homeassistant.helpers.http import HomeAssistantView

from .panel import viewer_module

PAGE_PATH: Final = "/api/tuya_twin/viewer"
APP_PATH: Final = f"{PAGE_PATH}.webmanifest"
ICON_PATH: Final = f"{PAGE_PATH}.svg"

_FILES: Final = Path(__file__).parent / "viewer"
_HOST: Final = re.compile(r"[A-Za-z0-9.-]+(:[0-9]+)?")
_FRESH: Final = {"Cache-Control": "no-cache"}
_COLOUR: Final = "#0c0e11"
"""Behind a screen that starts: most hang on a wall, and some in a bedroom."""


async def async_serve_viewer(hass: HomeAssistant) -> None:
    """Serve the page, and what makes it an app that a tablet can install."""
    page, icon = await hass.async_add_executor_job(_read)
    module = viewer_module(hass)
    hass.http.register_view(ViewerView(None if module is None else _filled(page, module)))
    hass.http.register_view(AppView())
    hass.http.register_view(IconView(icon))


def _read() -> tuple[str, str]:
    return (
        (_FILES / "page.html").read_text(encoding="utf-8"),
        (_FILES / "icon.svg").read_text(encoding="utf-8"),
    )


def _filled(page: str, module: str) -> str:
    addresses = {"module": module, "manifest": APP_PATH, "icon": ICON_PATH}
    return Template(page).substitute(
        {name: html.escape(address) for name, address in addresses.items()}
    )


def policy(host: str) -> str:
    """What the page may load: what comes from here, no script but the one it names.

    `host` is what the browser calls this machine.
    """
    # Older Safaris, as on tablets that are on a wall by now, do not take 'self' for a websocket.
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            # Nor do they have style sheets that a script makes, for which Lit writes elements.
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            f"connect-src 'self'{sockets}",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )


class ViewerView(HomeAssistantView):
    """The page itself. What it shows, it gets from the feed, with a token of its own."""

    url = PAGE_PATH
    name = "api:tuya_twin:viewer"
    requires_auth = False

    def __init__(self, page: str | None) -> None:
        """Give out this page; `None` where it was not built."""
        self._page = page

    async def get(self, request: web.Request) -> web.Response:
        """The page; 404 in a copy of the integration without it."""
        if self._page is None:
            return web.Response(status=HTTPStatus.NOT_FOUND)
        return web.Response(
            text=self._page,
            content_type="text/html",
            headers=_FRESH
            | {
                "Content-Security-Policy": policy(request.host),
                "Cross-Origin-Opener-Policy": "same-origin",
                "Referrer-Policy": "no-referrer",
                "X-Content-Type-Options": "nosniff",
            },
        )


class AppView(HomeAssistantView):
    """What a browser has to know to install the page."""

    url = APP_PATH
    name = "api:tuya_twin:viewer:app"
    requires_auth = False

    async def get(self, _request: web.Request) -> web.Response:
        """A web app manifest."""
        icon = {"src": ICON_PATH, "sizes": "any", "type": "image/svg+xml"}
        app = {
            "id": PAGE_PATH,
            "name": "Twin",
            "short_name": "Twin",
            "start_url": PAGE_PATH,
            "scope": PAGE_PATH,
            "display": "fullscreen",
            "background_color": _COLOUR,
            "theme_color": _COLOUR,
            "icons": [{**icon, "purpose": "any"}, {**icon, "purpose": "maskable"}],
        }
        return web.json_response(app, content_type="application/manifest+json", headers=_FRESH)


class IconView(HomeAssistantView):
    """The mark, as an icon."""

    url = ICON_PATH
    name = "api:tuya_twin:viewer:icon"
    requires_auth = False

    def __init__(self, icon: str) -> None:
        """Give out this drawing."""
        self._icon = icon

    async def get(self, _request: web.Request) -> web.Response:
        """An SVG, which in a tab of its own is no page that runs anything."""
        return web.Response(
            text=self._icon,
            content_type="image/svg+xml",
            headers=_FRESH | {"Content-Security-Policy": "default-src 'none'"},
        )
