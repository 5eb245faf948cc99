"""A dashboard of its own for the panel's card."""

from collections.abc import Mapping

from scripts.lib.home import Home
from scripts.lib.home_types import JSON

CARD = "custom:tuya-twin-card"


async def add_dashboard(home: Home, path: str, view: Mapping[str, JSON]) -> None:
    """Add a dashboard at this path of the address, with this one view."""
    created: dict[str, JSON] = {"url_path": path, "title": "Home", "mode": "storage"}
    await home.command({"type": "lovelace/dashboards/create", **created})
    views: list[JSON] = [dict(view)]
    config: dict[str, JSON] = {"views": views}
    await home.command({"type": "lovelace/config/save", "url_path": path, "config": config})
