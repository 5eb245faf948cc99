"""Tuya bulbs, sirens and locks as one security response with a live twin."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from homeassistant.const import EVENT_HOMEASSISTANT_STOP, Platform
from homeassistant.core import Event, HomeAssistant
from homeassistant.exceptions import ConfigEntryError, ConfigEntryNotReady
from homeassistant.helpers import config_validation as cv, issue_registry as ir
from homeassistant.helpers.typing import ConfigType

from .announcer import Announcer
from .backdrops import async_forget_backdrops
from .clock import SystemClock
from .const import DOMAIN
from .coordinator import HouseholdCoordinator, TuyaTwinConfigEntry
from .core.errors import (
    InvalidPolicyError,
    InvalidProfileError,
    NewerRecordError,
    UnknownRegionError,
)
from .feed.gate import HomeAssistantGate, Viewers
from .feed.server import FeedServer
from .feed.views import DATA_FEED, HealthView, MetricsView, SocketIoView
from .household_commands import async_setup_household_commands
from .household_entity import async_register_devices
from .issues import journal_damaged_id
from .kiosks import KioskWatch
from .panel import async_serve_panel, async_show_panel
from .plan_commands import async_setup_plan_commands
from .record import async_forget_record
from .reload import async_reload
from .services import async_setup_services
from .tuya_account import async_forget_account
from .upkeep import Upkeep
from .viewer_actions import async_setup_viewer_actions
from .viewer_links import async_end_viewer_links, async_setup_viewer_links
from .viewer_page import async_serve_viewer
from .viewer_tokens import async_viewer_tokens

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)

PLATFORMS = [
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.EVENT,
    Platform.LIGHT,
    Platform.LOCK,
    Platform.NUMBER,
    Platform.SELECT,
    Platform.SENSOR,
    Platform.SIREN,
    Platform.SWITCH,
]


async def async_setup(hass: HomeAssistant, _config: ConfigType) -> bool:
    """Set up what outlives the households: actions, commands, addresses, the panel's files."""
    async_setup_services(hass)
    async_setup_viewer_actions(hass)
    async_setup_household_commands(hass)
    async_setup_plan_commands(hass)
    async_setup_viewer_links(hass)
    for view in (SocketIoView, HealthView, MetricsView):
        hass.http.register_view(view(lambda: hass.data.get(DATA_FEED)))
    await async_serve_panel(hass)
    await async_serve_viewer(hass)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: TuyaTwinConfigEntry) -> bool:
    """Bring a household to life."""
    viewers = await async_viewer_tokens(hass)
    # Devices are added, changed and removed one by one: each is a new household to build. Before
    # this one reads of them, as one may be added while it starts.
    entry.async_on_unload(entry.add_update_listener(async_reload))
    try:
        coordinator = HouseholdCoordinator(hass, entry, _feed(hass, viewers), SystemClock())
    except (InvalidPolicyError, InvalidProfileError, UnknownRegionError) as error:
        await _async_close_feed_if_idle(hass)
        raise ConfigEntryError(
            translation_domain=DOMAIN,
            translation_key="household_invalid",
            translation_placeholders={"error": str(error)},
        ) from error
    # What a restart interrupted may end while the household still starts.
    entry.async_on_unload(Announcer(coordinator).start())
    try:
        await coordinator.async_start()
    except (OSError, NewerRecordError) as error:
        await coordinator.async_stop()
        await _async_close_feed_if_idle(hass)
        if isinstance(error, NewerRecordError):
            raise ConfigEntryError(
                translation_domain=DOMAIN, translation_key="record_newer"
            ) from error
        raise ConfigEntryNotReady(
            translation_domain=DOMAIN,
            translation_key="simulation_address_taken",
            translation_placeholders={"error": str(error)},
        ) from error
    entry.runtime_data = coordinator

    async def stop(_event: Event) -> None:
        # Home Assistant does not unload entries when it stops.
        await coordinator.async_stop()
        await _async_close_feed_if_idle(hass)

    entry.async_on_unload(hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STOP, stop))
    async_register_devices(hass, entry)
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    entry.async_on_unload(Upkeep(coordinator).start())
    entry.async_on_unload(KioskWatch(coordinator, viewers).start())
    await async_show_panel(hass)
    return True


async def async_unload_entry(hass: HomeAssistant, entry: TuyaTwinConfigEntry) -> bool:
    """Leave no thread, task or socket of a household behind."""
    if not await hass.config_entries.async_unload_platforms(entry, PLATFORMS):
        return False
    await entry.runtime_data.async_stop()
    await _async_close_feed_if_idle(hass)
    await async_show_panel(hass)
    return True


async def async_remove_entry(hass: HomeAssistant, entry: TuyaTwinConfigEntry) -> None:
    """Leave nothing of a household on disk."""
    await async_show_panel(hass)
    async_end_viewer_links(hass, entry.entry_id)
    ir.async_delete_issue(hass, DOMAIN, journal_damaged_id(entry.entry_id))
    await async_forget_account(hass, entry.entry_id)
    await async_forget_record(hass, entry.entry_id)
    await async_forget_backdrops(hass, entry.entry_id)
    # Last, as it fails if the disk takes nothing; without its household no token is good anyway.
    await (await async_viewer_tokens(hass)).async_forget_household(entry.entry_id)


def _feed(hass: HomeAssistant, viewers: Viewers) -> FeedServer:
    if DATA_FEED not in hass.data:

        def spawn(coroutine: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
            return hass.async_create_background_task(coroutine, name, eager_start=False)

        hass.data[DATA_FEED] = FeedServer(
            gate=HomeAssistantGate(hass, viewers), clock=SystemClock(), spawn=spawn
        )
    return hass.data[DATA_FEED]


async def _async_close_feed_if_idle(hass: HomeAssistant) -> None:
    feed = hass.data.get(DATA_FEED)
    if feed is not None and not feed.has_channels:
        del hass.data[DATA_FEED]
        await feed.close()
