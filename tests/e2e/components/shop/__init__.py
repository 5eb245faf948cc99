"""What HACS does with a release's zip, without asking the internet for it.

`shop.install` unpacks the `zip` (a path) as the integration of this `domain`, and has Home
Assistant look for custom integrations once more, so that nobody has to restart it.

Home Assistant imports this, so it knows nothing of the project.
"""

from pathlib import Path
from zipfile import ZipFile

from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.typing import ConfigType
from homeassistant.loader import DATA_CUSTOM_COMPONENTS, async_get_custom_components

DOMAIN = "shop"
CONFIG_SCHEMA = cv.empty_config_schema(DOMAIN)


async def async_setup(hass: HomeAssistant, _config: ConfigType) -> bool:
    """Open the shop."""

    async def install(call: ServiceCall) -> None:
        folder = Path(hass.config.path("custom_components", call.data["domain"]))
        await hass.async_add_executor_job(_unpack, Path(call.data["zip"]), folder)
        hass.data.pop(DATA_CUSTOM_COMPONENTS, None)
        await async_get_custom_components(hass)

    hass.services.async_register(DOMAIN, "install", install)
    return True


def _unpack(source: Path, folder: Path) -> None:
    with ZipFile(source) as archive:
        archive.extractall(folder)
