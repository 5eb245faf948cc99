"""What the feed has done, where Prometheus and the user look for it."""

from http import HTTPStatus

from aiohttp import ClientSession
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from prometheus_client.parser import text_string_to_metric_families
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.tuya_twin.coordinator import HouseholdCoordinator
from custom_components.tuya_twin.core.model import HOUSE, Status
from custom_components.tuya_twin.feed.views import METRICS_PATH
from custom_components.tuya_twin.system_health import _async_info
from tests.feed.kit import RawClient
from tests.feed.stand import BAD, GOOD, Stand
from tests.kit import set_status, watching


def figures(text: str) -> dict[tuple[str, ...], float]:
    """Every sample, by its name and its labels' values."""
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.mark.usefixtures("socket_enabled")
async def test_everything_is_counted_and_put_together_when_asked(stand: Stand) -> None:
    async with ClientSession() as session:
        async with RawClient(session, stand.url) as screen, RawClient(session, stand.url) as other:
            await screen.join(GOOD)
            await other.ask_to_connect(token=BAD)
            await other.frames_until("44")
            await other.send("nonsense")
            await other.frames_to_the_end()
            update = await stand.change(Status.RED_CRITICAL)
            await screen.frames_until('42["status_update"')
            stand.clock.move(0.3)
            await screen.emit("seen", {"seq": update.seq})
            await screen.emit("ping")
            await screen.frames_until('42["pong"')
            await screen.hang_up()
        await stand.until(lambda: stand.feed.connected_client_count == 0)
        async with RawClient(session, stand.url) as again:
            resume = {"epoch": update.epoch, "seq": 0}
            await again.ask_to_connect(token=GOOD, resume=resume)
            await again.frames_until('42["status_update"')
            seen = figures(stand.feed.metrics().decode())

    assert seen["tuya_twin_clients", "home"] == 1
    assert seen["tuya_twin_admitted_total",] == 2
    assert seen["tuya_twin_refused_total", "invalid_auth"] == 1
    assert seen["tuya_twin_faults_total", "packet"] == 1
    assert seen["tuya_twin_events_total", "status_update"] == 1
    # connected, snapshot, status, pong; then connected and the status; lists of screens besides.
    assert seen["tuya_twin_deliveries_total",] >= 6
    assert seen["tuya_twin_status_sent_seconds_count",] == 1
    assert seen["tuya_twin_status_seen_seconds_bucket", "0.25"] == 0
    assert seen["tuya_twin_status_seen_seconds_bucket", "0.5"] == 1
    assert seen["tuya_twin_replayed_events_count", "resume"] == 1
    assert seen["tuya_twin_replayed_events_sum", "resume"] == 1
    assert seen["tuya_twin_events_waiting",] == 0


@pytest.mark.usefixtures("socket_enabled")
async def test_how_soon_it_is_seen_is_told_by_who_was_there_when_it_happened(
    stand: Stand, session: ClientSession
) -> None:
    await stand.change(Status.YELLOW_WARNING)
    stand.clock.move(3600)
    async with RawClient(session, stand.url) as screen:
        await screen.join(GOOD)
        updates = [await stand.change(Status.YELLOW_WARNING) for _ in range(3)]
        stand.clock.move(0.3)
        for update in updates[1:]:
            await screen.emit("seen", {"seq": update.seq})
        await screen.emit("ping")
        await screen.frames_until('42["pong"')
        seen = figures(stand.feed.metrics().decode())

    assert seen["tuya_twin_status_seen_seconds_count",] == 3
    assert seen["tuya_twin_status_seen_seconds_bucket", "0.5"] == 3


async def test_the_metrics_are_for_users_of_home_assistant(
    hass: HomeAssistant,
    coordinator: HouseholdCoordinator,
    hass_client: ClientSessionGenerator,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    stranger = await (await hass_client_no_auth()).get(METRICS_PATH)
    assert stranger.status == HTTPStatus.UNAUTHORIZED
    client = await hass_client()
    response = await client.get(METRICS_PATH)

    assert response.status == HTTPStatus.OK
    assert response.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert figures(await response.text())["tuya_twin_clients", coordinator.house.id] == 0

    await hass.config_entries.async_unload(coordinator.entry.entry_id)
    assert (await client.get(METRICS_PATH)).status == HTTPStatus.SERVICE_UNAVAILABLE


async def test_system_health_has_the_main_figures(
    hass: HomeAssistant,
    coordinator: HouseholdCoordinator,
    url: str,
    hass_access_token: str,
    hass_ws_client: WebSocketGenerator,
) -> None:
    assert await async_setup_component(hass, "system_health", {})
    await hass.async_block_till_done()
    async with watching(url, token=hass_access_token) as screen:
        await set_status(coordinator, Status.RED_CRITICAL, HOUSE)
        await screen.next("status_update")
        client = await hass_ws_client()
        await client.send_json_auto_id({"type": "system_health/info"})
        assert (await client.receive_json())["success"]
        health = (await client.receive_json())["event"]["data"]["tuya_twin"]["info"]

        assert health["screens"] == health["connections"] == 1
        assert health["deliveries"] >= 3
        assert (health["waiting"], health["refused"], health["faults"]) == (0, 0, 0)
    await hass.config_entries.async_unload(coordinator.entry.entry_id)
    assert await _async_info(hass) == {"screens": 0}


async def test_the_incident_is_told_when_it_changes(
    coordinator: HouseholdCoordinator, url: str, hass_access_token: str
) -> None:
    async with watching(url, token=hass_access_token) as screen:
        await set_status(coordinator, Status.RED_CRITICAL, HOUSE)
        opened = await screen.next("incident_update")
        await set_status(coordinator, Status.GREEN_SAFE, HOUSE)
        closed = await screen.next("incident_update", where=lambda data: data["incident"] is None)

    assert opened["incident"]["status"] == "RED_CRITICAL"
    assert closed == {"incident": None}
