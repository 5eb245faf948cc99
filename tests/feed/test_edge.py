"""Two processes, one house: screens on an edge server are in step with those of the house."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from functools import partial
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.tuya_twin.const import DOMAIN
from custom_components.tuya_twin.coordinator import HouseholdCoordinator
from custom_components.tuya_twin.core.model import HOUSE, Status
from custom_components.tuya_twin.core.options import options_from
from custom_components.tuya_twin.core.settings import Screens, Settings
from custom_components.tuya_twin.feed import bus
from custom_components.tuya_twin.feed.limits import Limits
from custom_components.tuya_twin.feed.views import SOCKET_IO_PATH
from scripts.lib import edge_bus, edge_house, edge_server
from tests.feed.edge_kit import loyal, running_edge
from tests.feed.redis_kit import PASSWORD, RedisServer
from tests.flow_kit import ENGLISH
from tests.kit import Screen, set_status, watching
from tests.own_kit import issue, until_issue

RED, YELLOW, GREEN = Status.RED_CRITICAL, Status.YELLOW_WARNING, Status.GREEN_SAFE


@pytest.fixture
async def entry(
    hass: HomeAssistant,
    enable_custom_integrations: None,
    redis: RedisServer,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[MockConfigEntry]:
    """A household without devices that tells a bus everything."""
    quick = partial(bus.Pace, beat=0.1, first_pause=0.05, longest_pause=0.05)
    monkeypatch.setattr(bus, "Pace", quick)
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="Cabin",
        data={"name": "Cabin"},
        options=options_from(Settings(screens=Screens(bus=redis.url))),
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    yield entry
    if entry.state is ConfigEntryState.LOADED:
        await hass.config_entries.async_unload(entry.entry_id)


@pytest.fixture
async def edge(redis: RedisServer, entry: MockConfigEntry, url: str) -> AsyncIterator[str]:
    async with running_edge(url, redis.url, "--recheck", "0.5") as address:
        yield address


async def change(house: HouseholdCoordinator, count: int) -> list[int]:
    """Have so many changes of status happen, red among them; gives their numbers."""
    statuses = (RED, GREEN, YELLOW)
    zones = (HOUSE, "Foyer", "LivingRoom")
    updates = [
        await set_status(house, statuses[turn % 3], zones[turn % len(zones)])
        for turn in range(count)
    ]
    return [update.seq for update in updates]


async def test_screens_on_both_are_told_the_same_in_the_same_order(
    coordinator: HouseholdCoordinator, url: str, edge: str, hass_access_token: str
) -> None:
    async with (
        loyal(edge, 3, token=hass_access_token) as far,
        loyal(url, 2, token=hass_access_token) as near,
    ):
        seqs = await change(coordinator, 12)
        for screen in (*near, *far):
            await screen.until(seqs[-1])

    told = [_statuses(screen.events) for screen in (*near, *far)]
    assert [update["seq"] for update in told[0]] == seqs
    assert all(each == told[0] for each in told)


async def test_a_screen_that_comes_in_the_middle_misses_nothing_and_gets_nothing_twice(
    coordinator: HouseholdCoordinator, edge: str, hass_access_token: str
) -> None:
    async with AsyncExitStack() as stack:
        (first,) = await stack.enter_async_context(loyal(edge, 1, token=hass_access_token))
        screens = [first]
        last = 0
        for _ in range(6):
            changing = asyncio.create_task(change(coordinator, 15))
            screens += await stack.enter_async_context(loyal(edge, 1, token=hass_access_token))
            last = (await changing)[-1]
        for screen in screens:
            await screen.until(last)

    for screen in screens:
        counted = _counted(screen.events)
        assert counted == list(range(counted[0], last + 1))


async def test_a_screen_that_comes_back_gets_just_what_it_missed(
    coordinator: HouseholdCoordinator, edge: str, hass_access_token: str
) -> None:
    first, *_ = await change(coordinator, 5)
    resume = {"epoch": coordinator.journal.epoch, "seq": first}
    async with loyal(edge, 1, token=hass_access_token, resume=resume) as (screen,):
        (last,) = await change(coordinator, 1)
        await screen.until(last)

    assert next(name for name, _ in screen.events) == "connected"
    assert "snapshot" not in [name for name, _ in screen.events]
    assert screen.seqs == list(range(first + 1, last + 1))


async def test_a_run_is_followed_at_the_edge(
    coordinator: HouseholdCoordinator, hass: HomeAssistant, edge: str, hass_access_token: str
) -> None:
    async with loyal(edge, 1, token=hass_access_token) as (screen,):
        await hass.services.async_call("tuya_twin", "execute_red_protocol", {}, blocking=True)
        await screen.until(coordinator.journal.seq)
        await change(coordinator, 1)
        await screen.until(coordinator.journal.seq)

    assert any(data["finished"] for name, data in screen.events if name == "run_update")


@pytest.mark.filterwarnings("ignore:Changing state of started")
async def test_whom_the_house_refuses_the_edge_refuses(
    coordinator: HouseholdCoordinator, edge: str, hass_access_token: str
) -> None:
    async with loyal(edge, 1, token=hass_access_token):
        with pytest.raises(ConnectionRefusedError, match="invalid_auth"):
            await Screen().connect(edge, token="wrong")
        with pytest.raises(ConnectionRefusedError, match="unknown_household"):
            await Screen().connect(edge, token=hass_access_token, household="another")


async def test_whose_token_is_revoked_is_sent_away_and_refused(
    hass: HomeAssistant, edge: str, hass_access_token: str
) -> None:
    async with loyal(edge, 1, token=hass_access_token):
        async with watching(edge, token=hass_access_token) as screen:
            refresh = hass.auth.async_validate_access_token(hass_access_token)
            assert refresh is not None
            hass.auth.async_remove_refresh_token(refresh)
            await screen.next("disconnect")
        with pytest.raises(ConnectionRefusedError, match="invalid_auth"):
            await Screen().connect(edge, token=hass_access_token)


async def test_who_sees_some_zones_is_told_of_no_other(
    coordinator: HouseholdCoordinator, edge: str, hass_access_token: str
) -> None:
    async with loyal(edge, 1, token=hass_access_token, zones=["Foyer"]) as (screen,):
        await set_status(coordinator, YELLOW, "LivingRoom")
        await set_status(coordinator, YELLOW, "Foyer")
        last = await set_status(coordinator, RED, HOUSE)
        await screen.until(last.seq)

    snapshot = next(data for name, data in screen.events if name == "snapshot")
    assert [zone["id"] for zone in snapshot["zones"]] == ["Foyer"]
    assert [update["zone"] for update in _statuses(screen.events)] == ["Foyer", HOUSE]


async def test_ping_is_answered_at_the_edge(edge: str, hass_access_token: str) -> None:
    async with (
        loyal(edge, 1, token=hass_access_token),
        watching(edge, token=hass_access_token) as screen,
    ):
        await screen.client.emit("ping")
        assert "at" in await screen.next("pong")


async def test_a_screen_that_sends_a_reserved_event_is_sent_away(
    edge: str, hass_access_token: str
) -> None:
    async with (
        loyal(edge, 1, token=hass_access_token),
        watching(edge, token=hass_access_token) as screen,
    ):
        await screen.client.emit("disconnect")
        await screen.next("disconnect")


async def test_a_screen_that_says_too_much_at_once_is_sent_away(
    edge: str, hass_access_token: str
) -> None:
    async with (
        loyal(edge, 1, token=hass_access_token),
        watching(edge, token=hass_access_token) as screen,
    ):
        await screen.client.emit("seen", {"seq": "1" * edge_server.MESSAGE_BYTES})
        await screen.next("disconnect")


async def test_without_its_bus_the_house_goes_on_and_says_so(
    hass: HomeAssistant,
    coordinator: HouseholdCoordinator,
    redis: RedisServer,
    url: str,
    edge: str,
    hass_access_token: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    issue_id = f"bus_away_{coordinator.entry.entry_id}"
    async with (
        loyal(edge, 2, token=hass_access_token) as far,
        loyal(url, 1, token=hass_access_token) as (near,),
    ):
        await change(coordinator, 3)
        await redis.stop()
        seqs = await change(coordinator, 6)
        await near.until(seqs[-1])
        await until_issue(hass, issue_id, lambda found: found is not None)
        found = issue(hass, issue_id)
        assert found is not None
        for words in ENGLISH["issues"]["bus_away"].values():
            assert words.format(**found.translation_placeholders or {})
        assert PASSWORD not in str(found)

        await redis.start()
        await until_issue(hass, issue_id, lambda found: found is None)
        last = (await change(coordinator, 3))[-1]
        for screen in far:
            await screen.until(last)

    assert PASSWORD not in caplog.text
    for screen in (near, *far):
        counted = _counted(screen.events)
        assert counted == list(range(counted[0], last + 1))


def test_both_sides_speak_of_the_same() -> None:
    assert (edge_bus.CHANNEL, edge_bus.BEAT) == (bus.CHANNEL, bus.BEAT)
    assert Limits().message_bytes == edge_server.MESSAGE_BYTES
    assert edge_house.SOCKET_IO_PATH == SOCKET_IO_PATH
    assert 3 * bus.Pace().beat <= edge_bus.BUS_SECONDS


def _statuses(events: list[tuple[str, Any]]) -> list[dict[str, Any]]:
    return [data for name, data in events if name == "status_update"]


def _counted(events: list[tuple[str, Any]]) -> list[int]:
    """The number of the snapshot, then each that was told of since, by itself or merged."""
    counted: list[int] = []
    for name, data in events:
        if name == "snapshot":
            counted.append(data["seq"])
        elif name == "status_update":
            counted += [*data.get("merged", ()), data["seq"]]
    return sorted(counted)
