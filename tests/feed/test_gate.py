"""Who is let in, by which token, and what sends them away again."""

import asyncio
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Awaitable, Callable
from contextvars import ContextVar
from datetime import timedelta
import json
import logging
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from freezegun.api import FrozenDateTimeFactory
from homeassistant.auth import EVENT_USER_UPDATED
from homeassistant.components.http.ban import (
    KEY_BAN_MANAGER,
    KEY_FAILED_LOGIN_ATTEMPTS,
    KEY_LOGIN_THRESHOLD,
    ban_middleware,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.http import KEY_HASS
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockUser,
    async_fire_time_changed,
)

from custom_components.tuya_twin.const import DOMAIN
from custom_components.tuya_twin.coordinator import HouseholdCoordinator
from custom_components.tuya_twin.core.model import Status
from custom_components.tuya_twin.feed.gate import HomeAssistantGate
from custom_components.tuya_twin.feed.guest import Guest
from custom_components.tuya_twin.viewer_tokens import ViewerTokens, async_viewer_tokens
from tests.kit import Screen, set_status, watching
from tests.viewer_kit import HOUSEHOLD, given_out

ELSEWHERE = "198.51.100.7"
THRESHOLD = 3


class Visit:
    """Somebody at the gate, and whether they were told to go."""

    def __init__(self) -> None:
        self.guest: Guest | None = None
        self.told = 0

    def revoked(self) -> None:
        self.told += 1
        assert self.guest is not None
        assert not self.guest.is_welcome()
        # As the feed does, perhaps at once: auth may be walking through its callbacks.
        self.guest.leave()


type Visiting = Callable[..., Awaitable[Visit]]


@pytest.fixture
async def tokens(hass: HomeAssistant) -> ViewerTokens:
    MockConfigEntry(domain=DOMAIN, entry_id=HOUSEHOLD).add_to_hass(hass)
    return await async_viewer_tokens(hass)


@pytest.fixture
async def visit(
    hass: HomeAssistant, tokens: ViewerTokens, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Visiting]:
    """A port of our own, which counts and bans together with Home Assistant's."""
    monkeypatch.setattr(
        "homeassistant.components.http.ban.gethostbyaddr", lambda address: (address, [], [])
    )
    assert await async_setup_component(hass, "http", {})
    home = hass.http.app
    home[KEY_LOGIN_THRESHOLD] = THRESHOLD
    gate = HomeAssistantGate(hass, tokens)
    visits: list[Visit] = []

    @web.middleware
    async def forwarded(
        request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        return await handler(request.clone(remote=request.headers["X-From"]))

    async def enter(request: web.Request) -> web.Response:
        now = Visit()
        token = (await request.json())["token"]
        now.guest = await gate.admit(request, token, now.revoked)
        visits.append(now)
        return web.Response()

    app = web.Application(middlewares=[forwarded, ban_middleware])
    app[KEY_HASS] = hass
    app[KEY_BAN_MANAGER] = home[KEY_BAN_MANAGER]
    app[KEY_FAILED_LOGIN_ATTEMPTS] = home[KEY_FAILED_LOGIN_ATTEMPTS]
    app[KEY_LOGIN_THRESHOLD] = home[KEY_LOGIN_THRESHOLD]
    app.router.add_post("/", enter)
    async with TestClient(TestServer(app)) as client:

        async def come(token: str | None, come_from: str = "127.0.0.1") -> Visit:
            answer = await client.post("/", json={"token": token}, headers={"X-From": come_from})
            if answer.status == 403:
                raise PermissionError
            assert answer.status == 200
            return visits[-1]

        yield come
    for each in visits:
        if each.guest is not None:
            each.guest.leave()


def failures(hass: HomeAssistant) -> int:
    return sum(hass.http.app[KEY_FAILED_LOGIN_ATTEMPTS].values())


async def long_lived(hass: HomeAssistant, user: MockUser) -> str:
    refresh = await hass.auth.async_create_refresh_token(
        user, client_name="Wall", token_type="long_lived_access_token"
    )
    return hass.auth.async_create_access_token(refresh)


def made_up(**claims: object) -> str:
    """A token that nobody signed."""
    parts = ({"alg": "HS256", "typ": "JWT"}, claims)
    head, body = (
        urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts
    )
    return f"{head}.{body}.AAAA"


async def in_a_moment() -> None:
    """Have the event loop do what is due."""
    await asyncio.sleep(0)
    await asyncio.sleep(0)


async def test_a_user_may_hear_everything(
    visit: Visiting, hass_access_token: str, hass_admin_user: MockUser
) -> None:
    guest = (await visit(hass_access_token)).guest

    assert guest is not None
    assert guest.is_welcome()
    assert (guest.rights.user, guest.rights.name) == (hass_admin_user.id, "Mock User")
    assert (guest.rights.household, guest.rights.zones, guest.rights.kiosk) == (None, None, None)


async def test_a_long_lived_token_is_as_good(
    hass: HomeAssistant, visit: Visiting, hass_read_only_user: MockUser
) -> None:
    assert (await visit(await long_lived(hass, hass_read_only_user))).guest is not None


async def test_a_viewer_token_opens_its_household_and_zones_from_anywhere(
    visit: Visiting, tokens: ViewerTokens
) -> None:
    token, shown = await given_out(tokens, zones=("Foyer",), kiosk=True)

    guest = (await visit(shown, ELSEWHERE)).guest

    assert guest is not None
    assert guest.is_welcome()
    assert guest.rights == tokens.rights(shown)
    assert tokens.connections(token.id) == 1
    guest.leave()
    assert tokens.connections(token.id) == 0


@pytest.mark.parametrize(
    "token",
    [
        None,
        "",
        "wrong",
        "\ud800",
        made_up(iss="nobody"),
        made_up(iss=["nobody"]),
        made_up(iss={}),
        "twin_",
        f"twin_{'0' * 16}_{'A' * 43}",
        "twin_\ud800",
    ],
)
async def test_whatever_is_no_good_token_is_refused_and_counted(
    hass: HomeAssistant, visit: Visiting, token: str | None
) -> None:
    assert (await visit(token)).guest is None
    assert failures(hass) == 1


async def test_no_token_reaches_the_log(
    visit: Visiting,
    tokens: ViewerTokens,
    hass_access_token: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    token, shown = await given_out(tokens)
    shown_by_all = (shown, f"{shown[:-8]}AAAAAAAA", hass_access_token, f"{hass_access_token}A")

    for each in shown_by_all:
        await visit(each)
    await tokens.async_revoke(token.id)

    secrets = [shown.split("_", 2)[2][:-8], hass_access_token]
    assert [secret for secret in secrets if secret in caplog.text] == []


async def test_too_many_failures_get_an_address_banned_on_every_port(
    hass: HomeAssistant, visit: Visiting, tokens: ViewerTokens, hass_access_token: str
) -> None:
    _, shown = await given_out(tokens)
    for wrong in ("wrong", f"{shown[:-1]}!", None):
        await visit(wrong, ELSEWHERE)

    with pytest.raises(PermissionError):
        await visit(hass_access_token, ELSEWHERE)
    banned = hass.http.app[KEY_BAN_MANAGER].ip_bans_lookup
    assert [str(address) for address in banned] == [ELSEWHERE]
    assert (await visit(hass_access_token)).guest is not None


async def test_a_user_s_token_ends_the_count_and_a_viewer_s_does_not(
    hass: HomeAssistant, visit: Visiting, tokens: ViewerTokens, hass_access_token: str
) -> None:
    _, shown = await given_out(tokens)
    await visit("wrong")

    assert (await visit(shown)).guest is not None
    assert failures(hass) == 1
    assert (await visit(hass_access_token)).guest is not None
    assert failures(hass) == 0


async def test_a_user_who_is_only_let_in_at_home_is_refused_elsewhere(
    hass: HomeAssistant, visit: Visiting, hass_access_token: str, hass_admin_user: MockUser
) -> None:
    await hass.auth.async_update_user(hass_admin_user, local_only=True)

    assert (await visit(hass_access_token, ELSEWHERE)).guest is None
    assert failures(hass) == 1
    assert (await visit(hass_access_token, "192.168.1.7")).guest is not None


async def test_everybody_with_a_revoked_token_is_told_once(
    hass: HomeAssistant, visit: Visiting, hass_access_token: str
) -> None:
    here, there = await visit(hass_access_token), await visit(hass_access_token)
    refresh = hass.auth.async_validate_access_token(hass_access_token)
    assert refresh is not None

    hass.auth.async_remove_refresh_token(refresh)
    await in_a_moment()

    assert (here.told, there.told) == (1, 1)
    assert (await visit(hass_access_token)).guest is None


@pytest.mark.parametrize("ending", ["switched off", "removed"])
async def test_a_user_who_is_none_any_more_is_sent_away(
    hass: HomeAssistant, visit: Visiting, hass_read_only_user: MockUser, ending: str
) -> None:
    here = await visit(await long_lived(hass, hass_read_only_user))

    if ending == "removed":
        await hass.auth.async_remove_user(hass_read_only_user)
    else:
        await hass.auth.async_update_user(hass_read_only_user, is_active=False)
    await in_a_moment()

    assert here.told == 1


async def test_a_user_who_is_only_let_in_at_home_from_now_on_is_sent_away_elsewhere(
    hass: HomeAssistant, visit: Visiting, hass_read_only_user: MockUser
) -> None:
    token = await long_lived(hass, hass_read_only_user)
    at_home, away = await visit(token), await visit(token, ELSEWHERE)

    await hass.auth.async_update_user(hass_read_only_user, local_only=True)
    await hass.async_block_till_done()

    assert (at_home.told, away.told) == (0, 1)


async def test_a_change_of_another_user_or_of_a_name_sends_nobody_away(
    hass: HomeAssistant,
    visit: Visiting,
    hass_access_token: str,
    hass_admin_user: MockUser,
    hass_read_only_user: MockUser,
) -> None:
    here = await visit(hass_access_token)

    await hass.auth.async_update_user(hass_read_only_user, is_active=False)
    await hass.auth.async_update_user(hass_admin_user, name="Another")
    await hass.async_block_till_done()

    assert here.told == 0


async def test_whether_somebody_comes_through_the_cloud_is_asked_where_they_are_answered(
    hass: HomeAssistant,
    visit: Visiting,
    monkeypatch: pytest.MonkeyPatch,
    hass_read_only_user: MockUser,
) -> None:
    # Set for the task that answers a request from the cloud, as Nabu Casa's client does it.
    cloud = ContextVar("cloud", default=False)
    monkeypatch.setattr(
        "homeassistant.components.http.auth_util.is_cloud_connection", lambda _hass: cloud.get()
    )
    here = await visit(await long_lived(hass, hass_read_only_user))
    assert here.guest is not None

    cloud.set(True)
    await hass.auth.async_update_user(hass_read_only_user, local_only=True)
    await hass.async_block_till_done()

    assert here.guest.is_welcome()
    assert here.told == 0


async def test_who_has_left_is_told_nothing(
    hass: HomeAssistant, visit: Visiting, hass_access_token: str
) -> None:
    gone, going = await visit(hass_access_token), await visit(hass_access_token)
    assert gone.guest is not None
    assert going.guest is not None
    gone.guest.leave()
    refresh = hass.auth.async_validate_access_token(hass_access_token)
    assert refresh is not None

    hass.auth.async_remove_refresh_token(refresh)
    going.guest.leave()
    await in_a_moment()

    assert (gone.told, going.told) == (0, 0)
    assert hass.bus.async_listeners().get(EVENT_USER_UPDATED, 0) == 0


@pytest.mark.parametrize("ending", ["revoked", "run out", "household removed"])
async def test_a_screen_whose_viewer_token_ends_is_sent_away(
    hass: HomeAssistant,
    visit: Visiting,
    tokens: ViewerTokens,
    freezer: FrozenDateTimeFactory,
    enable_custom_integrations: None,
    ending: str,
) -> None:
    token, shown = await given_out(tokens, days=30)
    here, there = await visit(shown), await visit(shown)

    if ending == "revoked":
        await tokens.async_revoke(token.id)
    elif ending == "run out":
        freezer.tick(timedelta(days=30))
        async_fire_time_changed(hass)
    else:
        await hass.config_entries.async_remove(HOUSEHOLD)
    await in_a_moment()

    assert (here.told, there.told) == (1, 1)
    assert (await visit(shown)).guest is None
    assert failures(hass) == 1


# Through the real endpoint ------------------------------------------------------------------


@pytest.fixture
async def viewer(hass: HomeAssistant, coordinator: HouseholdCoordinator) -> dict[str, Any]:
    """A viewer token for one zone, as the action gives it out."""
    made = await hass.services.async_call(
        DOMAIN,
        "create_viewer_token",
        {"name": "Neighbour", "zones": ["Foyer"]},
        blocking=True,
        return_response=True,
    )
    assert made is not None
    return dict(made)


async def test_a_screen_with_a_viewer_token_is_shown_its_zones_and_the_house(
    coordinator: HouseholdCoordinator, url: str, viewer: dict[str, Any]
) -> None:
    async with watching(url, token=viewer["token"]) as screen:
        snapshot = await screen.next("snapshot")
        await set_status(coordinator, Status.YELLOW_WARNING, "LivingRoom")
        await set_status(coordinator, Status.YELLOW_WARNING, "Foyer")
        first = await screen.next("status_update")

    assert [zone["id"] for zone in snapshot["zones"]] == ["Foyer"]
    assert first["zone"] == "Foyer"


async def test_revoking_a_viewer_token_ends_its_connections(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, url: str, viewer: dict[str, Any]
) -> None:
    async with watching(url, token=viewer["token"]) as screen:
        await hass.services.async_call(
            DOMAIN, "revoke_viewer_token", {"id": viewer["id"]}, blocking=True
        )
        await screen.next("disconnect")

        assert coordinator.connected_client_count == 0
        with pytest.raises(ConnectionRefusedError, match="invalid_auth"):
            await Screen().connect(url, token=viewer["token"])


async def test_a_viewer_token_opens_no_other_household(url: str, viewer: dict[str, Any]) -> None:
    with pytest.raises(ConnectionRefusedError, match="unknown_household"):
        await Screen().connect(url, token=viewer["token"], household="another")
