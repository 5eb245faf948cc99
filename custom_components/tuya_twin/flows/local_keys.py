"""Local keys from Tuya's cloud, where the household has an account of it."""

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession

from ..clock import SystemClock
from ..coordinator import TuyaTwinConfigEntry
from ..core.errors import CloudCredentialsError, CloudError
from ..devices.cloud import CloudClient, CloudDevice
from ..household import cloud_account


async def async_cloud_device(
    hass: HomeAssistant, entry: TuyaTwinConfigEntry, device_id: str
) -> CloudDevice:
    """The device as the household's account knows it, with the local key it has now.

    Raises `CloudError`: `CloudCredentialsError`, too, if the household has no account.
    """
    client = _client(hass, entry)
    # Somebody is sitting there and may have renewed what had ended.
    client.retry()
    return await client.device(device_id)


def why_no_key(error: CloudError) -> str:
    """The key of the message that tells why there is no local key."""
    refused = error.permanent or isinstance(error, CloudCredentialsError)
    return "cloud_refused" if refused else "cloud_failed"


def _client(hass: HomeAssistant, entry: TuyaTwinConfigEntry) -> CloudClient:
    if entry.state is ConfigEntryState.LOADED and entry.runtime_data.account is not None:
        # The one that counts the calls.
        return entry.runtime_data.account.client
    account = cloud_account(entry)
    if account is None:
        raise CloudCredentialsError
    return CloudClient(async_get_clientsession(hass), account, clock=SystemClock())
