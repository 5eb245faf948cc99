"""What the server this one replaces promised, held over real sockets."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack

from aiohttp import ClientSession
from hypothesis import HealthCheck, given, settings, strategies as st
import pytest

from custom_components.tuya_twin.coordinator import HouseholdCoordinator
from custom_components.tuya_twin.core.model import HOUSE, Status
from custom_components.tuya_twin.feed.views import HEALTH_PATH
from tests.feed.kit import RawClient
from tests.kit import Screen, set_status, watching

ZONES = (HOUSE, "LivingRoom", "Foyer", "MasterBedroom")

a_hundred_times = settings(
    max_examples=100,
    deadline=None,
    # Every example cleans up what it did to the household it shares.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
statuses = st.sampled_from(Status)
zones = st.sampled_from(ZONES)


@pytest.fixture(autouse=True)
def undebugged(event_loop_debug_off: None) -> None:
    """A thousand connections, each traced call by call, would take half a minute."""


async def connected_clients(url: str) -> int:
    async with ClientSession() as session, session.get(url + HEALTH_PATH) as response:
        health = await response.json()
    assert health == {
        "status": "ok",
        "service": "tuya-security-digital-twin",
        "connected_clients": health["connected_clients"],
    }
    return int(health["connected_clients"])


@a_hundred_times
@given(count=st.integers(1, 10), status=statuses, zone=zones)
async def test_property_18_every_valid_connection_is_accepted_counted_and_reached(
    coordinator: HouseholdCoordinator,
    url: str,
    hass_access_token: str,
    count: int,
    status: Status,
    zone: str,
) -> None:
    async with AsyncExitStack() as stack:
        screens: list[Screen] = await asyncio.gather(
            *(
                stack.enter_async_context(watching(url, token=hass_access_token))
                for _ in range(count)
            )
        )

        assert coordinator.connected_client_count == count
        assert await connected_clients(url) == count
        before = [len(screen.events) for screen in screens]
        sent = await set_status(coordinator, status, zone)
        received = [
            await screen.next("status_update", after)
            for screen, after in zip(screens, before, strict=True)
        ]

    assert [update["seq"] for update in received] == [sent.seq] * count


@a_hundred_times
@given(status=statuses, zone=zones)
async def test_property_19_every_broadcast_carries_status_and_zone_in_the_agreed_form(
    coordinator: HouseholdCoordinator,
    url: str,
    hass_access_token: str,
    wire_fixture: Callable[[str], dict[str, object]],
    status: Status,
    zone: str,
) -> None:
    async with watching(url, token=hass_access_token) as screen:
        await set_status(coordinator, status, zone)
        update = await screen.next("status_update")

    assert update["status"] in {"RED_CRITICAL", "YELLOW_WARNING", "GREEN_SAFE"}
    assert (update["status"], update["zone"]) == (status.value, zone)
    assert update.keys() == wire_fixture("status_update").keys()


@a_hundred_times
@given(status=statuses, zone=zones)
async def test_property_20_a_disconnected_client_is_removed_and_never_sent_to_again(
    coordinator: HouseholdCoordinator,
    url: str,
    hass_access_token: str,
    status: Status,
    zone: str,
) -> None:
    async with (
        ClientSession() as session,
        watching(url, token=hass_access_token) as stays,
        RawClient(session, url) as leaves,
    ):
        client = await leaves.join(hass_access_token)
        await stays.sees(lambda screens: client in screens)
        assert coordinator.connected_client_count == 2
        # It says goodbye but leaves its line open, so that whatever is sent would arrive.
        await leaves.say_goodbye()
        await stays.sees(lambda screens: client not in screens)
        assert coordinator.connected_client_count == 1
        assert await connected_clients(url) == 1

        before = len(stays.events)
        await set_status(coordinator, status, zone)
        await stays.next("status_update", before)

        assert not [frame for frame in await leaves.hang_up() if "status_update" in frame]


async def test_nobody_is_counted_before_the_token_was_checked(
    coordinator: HouseholdCoordinator, url: str
) -> None:
    async with ClientSession() as session, RawClient(session, url) as silent:
        assert await connected_clients(url) == 0
        await set_status(coordinator, Status.RED_CRITICAL, HOUSE)

        assert await silent.hang_up() == []
