"""Viewer links: a code on one screen, a token on another, and nobody who has seen the token."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
import json
import logging
import time
from typing import Any

from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient
from freezegun.api import FrozenDateTimeFactory
from homeassistant.auth.const import GROUP_ID_READ_ONLY
from homeassistant.components.http.ban import KEY_FAILED_LOGIN_ATTEMPTS
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    MockHAClientWebSocket,
    WebSocketGenerator,
)

from custom_components.tuya_twin.const import DOMAIN
from custom_components.tuya_twin.coordinator import HouseholdCoordinator
from custom_components.tuya_twin.core.pairing import MOST_OFFERS, Offer, Pairing
from custom_components.tuya_twin.feed.views import SOCKET_IO_PATH
from custom_components.tuya_twin.viewer_links import (
    ATTEMPTS_AT_ONCE,
    DATA_PAIRING,
    LONGEST_REQUEST,
    PAIR_PATH,
    PairView,
    _Attempts,
)
from custom_components.tuya_twin.viewer_tokens import ViewerTokens, async_viewer_tokens
from tests.kit import PATIENCE, watching

THRESHOLD = 3
TABLET = {"name": " Hall tablet ", "days": 30, "kiosk": True}


class Admin:
    """An administrator who looks at the panel."""

    def __init__(self, client: MockHAClientWebSocket, household: str) -> None:
        self.client = client
        self.household = household
        self.subscription = 0

    async def asks(self, **data: object) -> Any:
        """Ask for a link; the answer to that."""
        asked = {"type": f"{DOMAIN}/viewer_link", "household": self.household, **TABLET, **data}
        await self.client.send_json_auto_id(asked)
        answer = await self._receive()
        self.subscription = answer["id"]
        return answer

    async def shows_code(self, **data: object) -> str:
        """Ask for a link, and show its code."""
        assert (await self.asks(**data))["success"]
        event = await self.hears()
        assert event.keys() == {"event", "code", "expires_at"}
        assert event["event"] == "code"
        return str(event["code"])

    async def hears(self) -> Any:
        return (await self._receive())["event"]

    async def leaves_it(self) -> None:
        """Close the dialog."""
        await self.client.send_json_auto_id(
            {"type": "unsubscribe_events", "subscription": self.subscription}
        )
        assert (await self._receive())["success"]

    async def _receive(self) -> Any:
        async with asyncio.timeout(PATIENCE):
            return await self.client.receive_json()


class Tablet:
    """A screen that has nothing but a code, if that."""

    def __init__(self, client: TestClient[Any, Any]) -> None:
        self.client = client

    async def posts(self, code: object, **headers: str) -> ClientResponse:
        return await self.client.post(PAIR_PATH, json={"code": code}, headers=headers)

    async def pairs(self, code: str) -> Any:
        answer = await self.posts(code)
        assert answer.status == 200
        return await answer.json()

    async def is_refused(self, code: str) -> bool:
        return (await self.posts(code)).status == 401


@pytest.fixture
async def admin(
    coordinator: HouseholdCoordinator, hass_ws_client: WebSocketGenerator
) -> AsyncIterator[Admin]:
    """An administrator, who looks at the household."""
    client = await hass_ws_client()
    yield Admin(client, coordinator.house.id)
    await client.close()


@pytest.fixture
async def tablet(
    coordinator: HouseholdCoordinator,
    hass_client_no_auth: ClientSessionGenerator,
    monkeypatch: pytest.MonkeyPatch,
) -> Tablet:
    """A screen in the same house."""
    monkeypatch.setattr(
        "homeassistant.components.http.ban.gethostbyaddr", lambda address: (address, [], [])
    )
    return Tablet(await hass_client_no_auth())


@pytest.fixture
async def tokens(hass: HomeAssistant) -> ViewerTokens:
    return await async_viewer_tokens(hass)


def failures(hass: HomeAssistant) -> int:
    return sum(hass.http.app[KEY_FAILED_LOGIN_ATTEMPTS].values())


@pytest.fixture
async def strict_bans(hass: HomeAssistant) -> None:
    """A web server that bans whoever fails a few times."""
    config = {"login_attempts_threshold": THRESHOLD}
    assert await async_setup_component(hass, "http", {"http": config})


@dataclass
class Saving:
    """How the next token is written down: begun, and held up until it may go on."""

    begun: asyncio.Event = field(default_factory=asyncio.Event)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)


@pytest.fixture
def saving(monkeypatch: pytest.MonkeyPatch) -> Saving:
    """A slow disk."""
    saving, save = Saving(), ViewerTokens._async_save

    async def slowly(tokens: ViewerTokens) -> frozenset[str] | None:
        saving.begun.set()
        await saving.go_on.wait()
        return await save(tokens)

    monkeypatch.setattr(ViewerTokens, "_async_save", slowly)
    return saving


# From one screen to the other ----------------------------------------------------------------


async def test_a_screen_that_shows_the_code_may_watch_and_the_administrator_hears_of_it(
    admin: Admin, tablet: Tablet, tokens: ViewerTokens, url: str
) -> None:
    code = await admin.shows_code(zones=["Foyer"])
    assert tokens.all == []

    answer = await tablet.posts(code)
    paired = await answer.json()

    (token,) = tokens.all
    assert answer.headers["Cache-Control"] == "no-store"
    assert paired == {
        "token": paired["token"],
        "household": admin.household,
        "name": "Hall tablet",
        "kiosk": True,
        "zones": ["Foyer"],
        "socket_path": SOCKET_IO_PATH,
    }
    assert token.expires_at - token.created_at == timedelta(days=30)
    assert await admin.hears() == {"event": "redeemed", "viewer": token.described()}
    async with watching(url, token=paired["token"]) as screen:
        snapshot = await screen.next("snapshot")
        assert {device["zone"] for device in snapshot["devices"]} == {"Foyer"}


async def test_the_administrator_is_told_until_when_the_code_is_good(
    admin: Admin, freezer: FrozenDateTimeFactory
) -> None:
    await admin.asks()

    told = await admin.hears()

    until = dt_util.parse_datetime(told["expires_at"], raise_on_error=True)
    assert until == dt_util.utcnow() + timedelta(minutes=10)


async def test_a_code_is_good_once(admin: Admin, tablet: Tablet, tokens: ViewerTokens) -> None:
    code = await admin.shows_code()
    await tablet.pairs(code)

    assert await tablet.is_refused(code)
    assert len(tokens.all) == 1


async def test_of_screens_that_come_together_with_one_code_exactly_one_wins(
    admin: Admin, tablet: Tablet, tokens: ViewerTokens
) -> None:
    code = await admin.shows_code()

    answers = await asyncio.gather(*(tablet.posts(code) for _ in range(5)))

    assert sorted(answer.status for answer in answers) == [200, 401, 401, 401, 401]
    assert len(tokens.all) == 1
    assert (await admin.hears())["event"] == "redeemed"


# What ends a code ----------------------------------------------------------------------------


async def test_a_code_is_good_for_ten_minutes(
    admin: Admin, tablet: Tablet, freezer: FrozenDateTimeFactory
) -> None:
    soon, late = await admin.shows_code(), await admin.shows_code()

    freezer.tick(timedelta(minutes=10, seconds=-1))
    await tablet.pairs(soon)

    freezer.tick(timedelta(seconds=1))
    assert await tablet.is_refused(late)


async def test_a_dialog_that_is_closed_ends_its_code(admin: Admin, tablet: Tablet) -> None:
    code = await admin.shows_code()

    await admin.leaves_it()

    assert await tablet.is_refused(code)


async def test_an_administrator_who_is_gone_ends_the_code(
    admin: Admin, tablet: Tablet, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended, withdraw = asyncio.Event(), Pairing.withdraw

    def withdrawn(pairing: Pairing, offer: Offer) -> None:
        withdraw(pairing, offer)
        ended.set()

    monkeypatch.setattr(Pairing, "withdraw", withdrawn)
    code = await admin.shows_code()

    await admin.client.close()
    async with asyncio.timeout(PATIENCE):
        await ended.wait()

    assert await tablet.is_refused(code)


async def test_a_household_that_is_removed_ends_its_codes(
    hass: HomeAssistant, entry: MockConfigEntry, admin: Admin, tablet: Tablet
) -> None:
    code = await admin.shows_code()

    await hass.config_entries.async_remove(entry.entry_id)

    assert await tablet.is_refused(code)


async def test_a_household_that_was_never_set_up_can_be_removed(
    hass: HomeAssistant, enable_custom_integrations: None, caplog: pytest.LogCaptureFixture
) -> None:
    cabin = MockConfigEntry(domain=DOMAIN, data={"name": "Cabin"})
    cabin.add_to_hass(hass)

    await hass.config_entries.async_remove(cabin.entry_id)

    assert DATA_PAIRING not in hass.data
    assert [each.message for each in caplog.records if each.levelno >= logging.ERROR] == []


async def test_who_is_no_administrator_any_more_lets_no_screen_in(
    hass: HomeAssistant, admin: Admin, tablet: Tablet, hass_admin_user: MockUser
) -> None:
    code = await admin.shows_code()

    await hass.auth.async_update_user(hass_admin_user, group_ids=[GROUP_ID_READ_ONLY])

    assert await tablet.is_refused(code)


# Who may give codes out, and for what --------------------------------------------------------


async def test_only_administrators_give_codes_out(
    hass: HomeAssistant,
    coordinator: HouseholdCoordinator,
    hass_ws_client: WebSocketGenerator,
    hass_read_only_access_token: str,
) -> None:
    client = await hass_ws_client(access_token=hass_read_only_access_token)

    answer = await Admin(client, coordinator.house.id).asks()

    assert answer["error"]["code"] == "unauthorized"
    assert not hass.data[DATA_PAIRING]._offers


@pytest.mark.parametrize(
    "data",
    [
        {"name": " "},
        {"name": "x" * 41},
        {"zones": []},
        {"days": 0},
        {"days": 3651},
        {"household": None},
    ],
)
async def test_what_no_token_can_be_is_refused(admin: Admin, data: dict[str, object]) -> None:
    assert (await admin.asks(**data))["error"]["code"] == "invalid_format"


async def test_a_zone_or_household_that_there_is_not_is_refused_in_words(admin: Admin) -> None:
    zone = await admin.asks(zones=["Foyer", "Attic"])
    household = await admin.asks(household="another")

    assert zone["error"]["message"].startswith("There is no zone Attic.")
    assert household["error"]["translation_key"] == "service_config_entry_not_found"


async def test_there_are_only_so_many_codes_at_a_time(admin: Admin) -> None:
    for _ in range(MOST_OFFERS):
        await admin.shows_code()

    refused = await admin.asks()
    assert refused["error"]["message"].startswith("Too many viewer links")

    admin.subscription = 1
    await admin.leaves_it()
    await admin.shows_code()


# Who tries -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("strict_bans")
async def test_a_wrong_code_counts_for_home_assistant_s_ban_and_a_right_one_does_not_end_the_count(
    hass: HomeAssistant, admin: Admin, tablet: Tablet
) -> None:
    code, late = await admin.shows_code(), await admin.shows_code()

    for attempt in range(1, THRESHOLD):
        assert await tablet.is_refused("a guess")
        assert failures(hass) == attempt
    await tablet.pairs(code)
    assert failures(hass) == THRESHOLD - 1

    assert await tablet.is_refused("a guess")
    assert (await tablet.posts(late)).status == 403


@pytest.mark.usefixtures("strict_bans")
@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"code", 400),
        (b"\xff", 400),
        (b"[]", 400),
        (b"{}", 400),
        (b'{"code": 7}', 400),
        (b'{"code": null}', 400),
        (b"[" * LONGEST_REQUEST, 400),
        (b'{"code": "' + b"x" * LONGEST_REQUEST + b'"}', 413),
        (b'{"code": "\\ud800"}', 401),
    ],
)
async def test_only_a_small_request_with_a_code_is_looked_at(
    hass: HomeAssistant, tablet: Tablet, body: bytes, status: int
) -> None:
    answer = await tablet.client.post(
        PAIR_PATH, data=body, headers={"Content-Type": "application/json"}
    )

    assert answer.status == status
    assert answer.headers["Cache-Control"] == "no-store"
    assert failures(hass) == (1 if status == 401 else 0)


async def test_a_page_from_elsewhere_can_neither_try_nor_read(admin: Admin, tablet: Tablet) -> None:
    code = await admin.shows_code()
    # Which Home Assistant lets read its other answers.
    elsewhere = {"Origin": "https://cast.home-assistant.io"}

    plain = await tablet.client.post(
        PAIR_PATH,
        data=json.dumps({"code": code}),
        headers={**elsewhere, "Content-Type": "text/plain"},
    )
    asked = await tablet.client.options(
        PAIR_PATH,
        headers={
            **elsewhere,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
    )
    answer = await tablet.posts(code, **elsewhere)

    assert (plain.status, asked.status, answer.status) == (415, 405, 200)
    for each in (plain, asked, answer):
        assert "Access-Control-Allow-Origin" not in each.headers


async def test_whoever_tries_too_often_has_to_wait(hass: HomeAssistant, tablet: Tablet) -> None:
    answers = [(await tablet.posts("a guess")).status for _ in range(ATTEMPTS_AT_ONCE + 1)]

    assert answers == [401] * ATTEMPTS_AT_ONCE + [429]


def test_nobody_waits_because_others_try_too_often_and_not_all_of_them_are_remembered() -> None:
    now = 0.0
    attempts = _Attempts(lambda: now)

    assert [attempts.take("one") for _ in range(ATTEMPTS_AT_ONCE + 1)][-1] is False
    assert attempts.take("other")

    now = 2.0
    assert attempts.take("one")
    assert not attempts.take("one")

    for number in range(1000):
        attempts.take(str(number))
    assert len(attempts._of) == 256
    assert attempts.take("one")


async def test_a_request_that_never_ends_is_ended(
    tablet: Tablet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("custom_components.tuya_twin.viewer_links._SLOWEST_REQUEST", 0.05)
    stopped = asyncio.Event()

    async def body() -> AsyncIterator[bytes]:
        yield b'{"code": "'
        await stopped.wait()

    answer = await tablet.client.post(
        PAIR_PATH, data=body(), headers={"Content-Type": "application/json"}
    )
    stopped.set()

    assert answer.status == 408


# When something goes wrong -------------------------------------------------------------------


async def test_a_token_that_cannot_be_written_down_is_given_to_nobody(
    admin: Admin, tablet: Tablet, tokens: ViewerTokens, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(_tokens: ViewerTokens) -> None:
        return None

    code = await admin.shows_code()
    with monkeypatch.context() as patch:
        patch.setattr(ViewerTokens, "_async_save", full)
        answer = await tablet.posts(code)

    assert answer.status == 503
    assert tokens.all == []
    assert await tablet.is_refused(code)


async def test_a_screen_that_hangs_up_too_soon_leaves_nothing_half_made(
    admin: Admin,
    tablet: Tablet,
    tokens: ViewerTokens,
    saving: Saving,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    post = PairView.post
    handlers: list[asyncio.Task[Any] | None] = []

    async def noted(view: PairView, request: web.Request) -> web.Response:
        handlers.append(asyncio.current_task())
        return await post(view, request)

    monkeypatch.setattr(PairView, "post", noted)
    trying = asyncio.create_task(tablet.posts(await admin.shows_code()))
    await saving.begun.wait()
    # As Home Assistant's web server does when a client is gone.
    for handler in handlers:
        assert handler is not None
        handler.cancel()
    trying.cancel()
    await asyncio.wait([trying])

    saving.go_on.set()

    assert (await admin.hears())["event"] == "redeemed"
    assert len(tokens.all) == 1


async def test_an_administrator_who_leaves_in_the_same_moment_is_told_nothing(
    admin: Admin, tablet: Tablet, tokens: ViewerTokens, saving: Saving
) -> None:
    trying = asyncio.create_task(tablet.pairs(await admin.shows_code()))
    await saving.begun.wait()
    await admin.leaves_it()
    saving.go_on.set()
    await trying

    assert len(tokens.all) == 1
    await admin.client.send_json_auto_id({"type": "ping"})
    assert (await admin.client.receive_json())["type"] == "pong"


async def test_neither_code_nor_token_is_logged_at_any_level(
    admin: Admin, tablet: Tablet, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    code = await admin.shows_code()
    paired = await tablet.pairs(code)
    assert await tablet.is_refused(code)
    await admin.hears()

    # Home Assistant's websocket writes down whatever it sends, at that level.
    said = "\n".join(
        caplog.handler.format(record)
        for record in caplog.records
        if not record.name.startswith("homeassistant.components.websocket_api")
    )
    assert "Login attempt" in said
    assert code not in said
    assert paired["token"].split("_", 2)[2] not in caplog.text


# The end of it -------------------------------------------------------------------------------


async def test_a_revoked_screen_is_cut_off_within_a_second(
    hass: HomeAssistant, admin: Admin, tablet: Tablet, url: str
) -> None:
    paired = await tablet.pairs(await admin.shows_code())
    viewer = (await admin.hears())["viewer"]
    async with watching(url, token=paired["token"]) as screen:
        began = time.monotonic()
        await hass.services.async_call(
            DOMAIN, "revoke_viewer_token", {"id": viewer["id"]}, blocking=True
        )
        goodbye = await screen.next("goodbye")
        await screen.next("disconnect")
        took = time.monotonic() - began

    assert goodbye["reason"] == "revoked"
    assert took < 1.0
