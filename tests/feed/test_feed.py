"""What a screen gets: from its token's check to the last event, in a real Home Assistant."""

import asyncio
from collections.abc import Callable
from typing import Any

from aiohttp import ClientSession
from homeassistant.components.http.ban import KEY_FAILED_LOGIN_ATTEMPTS, KEY_LOGIN_THRESHOLD
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
import pytest

from custom_components.tuya_twin.coordinator import HouseholdCoordinator
from custom_components.tuya_twin.core.model import HOUSE, Status
from custom_components.tuya_twin.feed.views import HEALTH_PATH, SOCKET_IO_PATH
from tests.feed.kit import RawClient
from tests.kit import PATIENCE, Screen, set_status, watching


async def test_a_new_screen_is_greeted_and_shown_the_whole_house(
    coordinator: HouseholdCoordinator,
    url: str,
    hass_access_token: str,
    wire_fixture: Callable[[str], dict[str, Any]],
) -> None:
    async with watching(url, token=hass_access_token, screen="Kitchen tablet") as screen:
        await screen.sees(bool)

    names = [name for name, _ in screen.events]
    assert names[:3] == ["connected", "snapshot", "screens_update"]
    connected, snapshot, screens = (payload for _, payload in screen.events[:3])
    assert connected.keys() == wire_fixture("connected").keys()
    assert snapshot.keys() == wire_fixture("snapshot").keys()
    assert connected["household"] == snapshot["household"]["id"] == coordinator.house.id
    assert [zone["id"] for zone in snapshot["zones"]] == ["LivingRoom", "Foyer", "MasterBedroom"]
    assert {device["kind"]: device["reachable"] for device in snapshot["devices"]} == {
        "bulb": True,
        "siren": True,
        "lock": True,
    }
    assert screens == {
        "screens": [
            {
                "client_id": connected["client_id"],
                "name": "Kitchen tablet",
                "seen": None,
                "kiosk": False,
            }
        ],
        "count": 1,
    }


async def test_a_screen_without_a_name_has_its_user_s(url: str, hass_access_token: str) -> None:
    async with watching(url, token=hass_access_token) as screen:
        snapshot = await screen.next("snapshot")

    assert [entry["name"] for entry in snapshot["screens"]] == ["Mock User"]


@pytest.mark.filterwarnings("ignore:Changing state of started")
@pytest.mark.parametrize("auth", [{}, {"token": "wrong"}, {"token": None}, {"token": 5}])
async def test_a_missing_or_wrong_token_is_refused_and_counted(
    hass: HomeAssistant, url: str, auth: dict[str, object]
) -> None:
    hass.http.app[KEY_LOGIN_THRESHOLD] = 5

    with pytest.raises(ConnectionRefusedError, match="invalid_auth"):
        await Screen().connect(url, **auth)

    assert sum(hass.http.app[KEY_FAILED_LOGIN_ATTEMPTS].values()) == 1


async def test_revoking_the_token_ends_the_connection(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, url: str, hass_access_token: str
) -> None:
    async with watching(url, token=hass_access_token) as screen:
        refresh = hass.auth.async_validate_access_token(hass_access_token)
        assert refresh is not None
        hass.auth.async_remove_refresh_token(refresh)
        await screen.next("disconnect")

        assert coordinator.connected_client_count == 0
        with pytest.raises(ConnectionRefusedError, match="invalid_auth"):
            await Screen().connect(url, token=hass_access_token)


async def test_nothing_is_sent_to_a_client_that_never_showed_a_token(
    coordinator: HouseholdCoordinator, url: str, hass_access_token: str
) -> None:
    async with (
        ClientSession() as session,
        RawClient(session, url) as stranger,
        watching(url, token=hass_access_token) as screen,
    ):
        await set_status(coordinator, Status.RED_CRITICAL, HOUSE)
        await screen.next("status_update")

        assert await stranger.hang_up() == []


async def test_a_foreign_page_is_refused_before_anything_else(url: str) -> None:
    address = f"{url}{SOCKET_IO_PATH}?EIO=4&transport=polling"
    async with (
        ClientSession() as session,
        session.get(address, headers={"Origin": "https://evil.example"}) as response,
    ):
        assert response.status == 403


async def test_home_assistant_s_own_page_is_welcome(url: str) -> None:
    address = f"{url}{SOCKET_IO_PATH}?EIO=4&transport=polling"
    async with (
        ClientSession() as session,
        session.get(address, headers={"Origin": url}) as response,
    ):
        assert response.status == 200


async def test_ping_is_answered_by_pong(
    url: str, hass_access_token: str, wire_fixture: Callable[[str], dict[str, Any]]
) -> None:
    async with watching(url, token=hass_access_token) as screen:
        await screen.client.emit("ping")

        assert (await screen.next("pong")).keys() == wire_fixture("pong").keys()


async def test_what_a_screen_has_seen_is_told_to_all(
    coordinator: HouseholdCoordinator, url: str, hass_access_token: str
) -> None:
    async with (
        watching(url, token=hass_access_token) as kitchen,
        watching(url, token=hass_access_token) as hall,
    ):
        update = await set_status(coordinator, Status.RED_CRITICAL, HOUSE)
        await kitchen.next("status_update")
        await kitchen.client.emit("seen", {"seq": update.seq})

        await hall.sees(lambda screens: sorted(map(bool, screens.values())) == [False, True])


@pytest.mark.parametrize("claim", [{"seq": 99}, {"seq": -1}, {"seq": "1"}, {"seq": True}, [], None])
async def test_a_claim_to_have_seen_what_never_was_is_ignored(
    coordinator: HouseholdCoordinator, url: str, hass_access_token: str, claim: object
) -> None:
    async with watching(url, token=hass_access_token) as screen:
        await screen.client.emit("seen", claim)
        await screen.client.emit("ping")
        await screen.next("pong")
        async with watching(url, token=hass_access_token) as other:
            snapshot = await other.next("snapshot")

    assert [entry["seen"] for entry in snapshot["screens"]] == [None, None]


async def test_a_returning_screen_gets_just_what_it_missed_in_order(
    coordinator: HouseholdCoordinator, url: str, hass_access_token: str
) -> None:
    first = await set_status(coordinator, Status.YELLOW_WARNING, "Foyer")
    second = await set_status(coordinator, Status.RED_CRITICAL, HOUSE)
    third = await set_status(coordinator, Status.GREEN_SAFE, HOUSE)
    screen = Screen()
    await screen.connect(
        url, token=hass_access_token, resume={"epoch": first.epoch, "seq": first.seq}
    )
    await screen.sees(bool)
    await screen.close()

    missed = [data["seq"] for name, data in screen.events if name == "status_update"]
    assert missed == [second.seq, third.seq]
    assert "snapshot" not in [name for name, _ in screen.events]
    devices = {data["kind"] for name, data in screen.events if name == "device_update"}
    assert devices == {"bulb", "siren", "lock"}


@pytest.mark.parametrize(
    "resume", [{"epoch": "another", "seq": 1}, {"epoch": None, "seq": 1}, {}, "junk", 7]
)
async def test_a_gap_that_cannot_be_filled_is_answered_with_the_whole_house(
    coordinator: HouseholdCoordinator, url: str, hass_access_token: str, resume: object
) -> None:
    await set_status(coordinator, Status.YELLOW_WARNING, "Foyer")

    async with watching(url, token=hass_access_token, resume=resume) as screen:
        assert [name for name, _ in screen.events][:2] == ["connected", "snapshot"]


async def test_a_run_and_its_devices_are_followed_live(
    hass: HomeAssistant,
    coordinator: HouseholdCoordinator,
    url: str,
    hass_access_token: str,
    wire_fixture: Callable[[str], dict[str, Any]],
) -> None:
    async with watching(url, token=hass_access_token) as screen:
        run = await hass.services.async_call(
            "tuya_twin", "execute_red_protocol", {}, blocking=True, return_response=True
        )
        assert run is not None
        await screen.next("run_update", where=lambda shown: shown["finished"])

    names = [name for name, _ in screen.events]
    assert names.index("status_update") < names.index("run_update")
    runs = [data for name, data in screen.events if name == "run_update"]
    assert [data["revision"] for data in runs] == sorted(data["revision"] for data in runs)
    assert {step["result"] for step in runs[0]["steps"]} == {"pending"}
    assert runs[-1] == run
    assert runs[-1].keys() == wire_fixture("run_update").keys()
    device = next(data for name, data in screen.events if name == "device_update")
    assert device.keys() == wire_fixture("device_update").keys()


@pytest.mark.parametrize("event", ["connect", "disconnect"])
async def test_a_client_that_sends_a_reserved_event_is_sent_away(
    coordinator: HouseholdCoordinator, url: str, hass_access_token: str, event: str
) -> None:
    async with ClientSession() as session, RawClient(session, url) as client:
        await client.join(hass_access_token)
        await client.emit(event, {"aiohttp.request": 1}, {"token": hass_access_token})
        await client.frames_to_the_end()
    async with asyncio.timeout(PATIENCE):
        while coordinator.connected_client_count:  # noqa: ASYNC110 - the one who is told is gone
            await asyncio.sleep(0)


async def test_an_unknown_household_is_refused(url: str, hass_access_token: str) -> None:
    with pytest.raises(ConnectionRefusedError, match="unknown_household"):
        await Screen().connect(url, token=hass_access_token, household="another")


async def test_unloading_sends_the_screens_away_and_closes_the_address(
    hass: HomeAssistant, entry: ConfigEntry, url: str, hass_access_token: str
) -> None:
    async with watching(url, token=hass_access_token) as screen, ClientSession() as session:
        await hass.config_entries.async_unload(entry.entry_id)
        await screen.next("disconnect")

        async with session.get(url + HEALTH_PATH) as health:
            assert health.status == 503
        address = f"{url}{SOCKET_IO_PATH}?EIO=4&transport=polling"
        async with session.get(address) as response:
            assert response.status == 503


async def test_a_client_that_is_sent_away_and_will_not_go_is_hung_up_on(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, url: str, hass_access_token: str
) -> None:
    refresh = hass.auth.async_validate_access_token(hass_access_token)
    assert refresh is not None
    async with ClientSession() as session, RawClient(session, url) as client:
        await client.join(hass_access_token)
        hass.auth.async_remove_refresh_token(refresh)

        assert (await client.frames_to_the_end())[-1] == "1"
        assert coordinator.connected_client_count == 0


async def test_a_client_that_connects_twice_on_one_line_is_counted_once(
    coordinator: HouseholdCoordinator, url: str, hass_access_token: str
) -> None:
    async with watching(url, token=hass_access_token) as other, ClientSession() as session:
        async with RawClient(session, url) as twice:
            client = await twice.join(hass_access_token)
            await other.sees(lambda screens: client in screens)
            await twice.ask_to_connect(token=hass_access_token)
            refused = (await twice.frames_until("44"))[-1]
            assert coordinator.connected_client_count == 2
        await other.sees(lambda screens: client not in screens)

        assert refused == '44{"message":"Already connected"}'
        assert coordinator.connected_client_count == 1
