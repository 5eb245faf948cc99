"""Viewer tokens on disk: what is kept, and what ends them."""

import asyncio
from datetime import timedelta
import json
from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.tuya_twin.const import DOMAIN
from custom_components.tuya_twin.viewer_tokens import (
    STORAGE_KEY,
    ViewerTokens,
    async_viewer_tokens,
)
from tests.viewer_kit import HOUSEHOLD, given_out

# What is on disk is the subject here, and waiting for it harms nobody.
# ruff: noqa: ASYNC240


@pytest.fixture
def hass_storage() -> dict[str, Any]:
    """No made-up storage: files, as they are."""
    return {}


@pytest.fixture
def home(hass: HomeAssistant) -> MockConfigEntry:
    """A household that is not set up, as one that is switched off."""
    entry = MockConfigEntry(domain=DOMAIN, entry_id=HOUSEHOLD)
    entry.add_to_hass(hass)
    return entry


@pytest.fixture
async def tokens(hass: HomeAssistant, home: MockConfigEntry) -> ViewerTokens:
    return await async_viewer_tokens(hass)


@pytest.fixture
def file(hass: HomeAssistant) -> Path:
    file = Path(hass.config.path(".storage", STORAGE_KEY))
    file.parent.mkdir(exist_ok=True)
    return file


async def after_a_power_cut(hass: HomeAssistant) -> ViewerTokens:
    """What the next start finds: whatever is on disk at this moment."""
    found = ViewerTokens(hass)
    await found.async_load()
    return found


def is_not_saved(error: HomeAssistantError) -> bool:
    return error.translation_key == "viewer_tokens_not_saved"


def ids(tokens: ViewerTokens) -> list[str]:
    return [token.id for token in tokens.all]


async def test_the_file_never_holds_what_a_screen_shows_and_is_for_nobody_else(
    tokens: ViewerTokens, file: Path
) -> None:
    _, shown = await given_out(tokens)

    assert shown.split("_", 2)[2] not in file.read_text()
    assert file.stat().st_mode & 0o077 == 0


async def test_a_token_opens_its_household_and_zones_also_after_a_power_cut(
    hass: HomeAssistant, tokens: ViewerTokens
) -> None:
    token, shown = await given_out(tokens, zones=("Foyer", "Cellar"), kiosk=True)
    _, other = await given_out(tokens)

    found = await after_a_power_cut(hass)
    rights, others = found.rights(shown), found.rights(other)

    assert rights == tokens.rights(shown)
    assert rights is not None
    assert others is not None
    assert (rights.user, rights.name, rights.kiosk) == (token.id, "Hall tablet", token.id)
    assert rights.household == HOUSEHOLD
    assert rights.zones == frozenset({"Foyer", "Cellar"})
    assert (others.zones, others.kiosk) == (None, None)


async def test_a_wrong_secret_opens_nothing(tokens: ViewerTokens) -> None:
    token, _ = await given_out(tokens)
    _, other = await given_out(tokens)
    secret = other.split("_", 2)[2]

    assert tokens.rights(f"twin_{token.id}_{secret}") is None
    assert tokens.rights(f"twin_{'0' * 16}_{secret}") is None
    assert tokens.rights("twin_") is None


async def test_a_revocation_survives_a_power_cut(hass: HomeAssistant, tokens: ViewerTokens) -> None:
    token, shown = await given_out(tokens)
    kept, _ = await given_out(tokens)
    ended: list[bool] = []
    tokens.watch(token.id, lambda: ended.append(tokens.is_valid(token.id)))

    assert await tokens.async_revoke(token.id)

    assert ended == [False]
    assert tokens.rights(shown) is None
    assert ids(await after_a_power_cut(hass)) == [kept.id]
    assert not await tokens.async_revoke(token.id)


async def test_what_is_done_at_the_same_time_is_all_on_disk(
    hass: HomeAssistant, tokens: ViewerTokens
) -> None:
    first = [(await given_out(tokens))[0].id for _ in range(3)]

    async with asyncio.TaskGroup() as group:
        making = [group.create_task(given_out(tokens)) for _ in range(10)]
        for token_id in first:
            group.create_task(tokens.async_revoke(token_id))

    expected = {making_one.result()[0].id for making_one in making}
    assert set(ids(tokens)) == set(ids(await after_a_power_cut(hass))) == expected


async def test_a_revocation_that_cannot_be_written_holds_is_told_and_can_be_repeated(
    hass: HomeAssistant, tokens: ViewerTokens, file: Path
) -> None:
    token, shown = await given_out(tokens)
    written = file.read_text()
    file.unlink()
    file.mkdir()

    with pytest.raises(HomeAssistantError, check=is_not_saved):
        await tokens.async_revoke(token.id)
    assert tokens.rights(shown) is None

    file.rmdir()
    file.write_text(written)
    assert await tokens.async_revoke(token.id)
    assert ids(await after_a_power_cut(hass)) == []
    assert not await tokens.async_revoke(token.id)


async def test_a_token_that_cannot_be_written_is_not_given_out(
    tokens: ViewerTokens, file: Path
) -> None:
    file.mkdir()

    with pytest.raises(HomeAssistantError, check=is_not_saved):
        await given_out(tokens)

    assert tokens.all == []


@pytest.mark.parametrize(
    "found",
    [{"version": 9, "minor_version": 1, "key": STORAGE_KEY, "data": {}}, {"something": "else"}, []],
)
async def test_what_cannot_be_understood_is_left_alone_and_stops_nothing(
    hass: HomeAssistant, home: MockConfigEntry, file: Path, found: object
) -> None:
    file.write_text(json.dumps(found))

    tokens = await async_viewer_tokens(hass)

    assert tokens.all == []
    with pytest.raises(HomeAssistantError, check=is_not_saved):
        await given_out(tokens)
    assert json.loads(file.read_text()) == found


async def test_a_damaged_token_is_left_out(
    hass: HomeAssistant, tokens: ViewerTokens, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    token, _ = await given_out(tokens)
    saved = json.loads(file.read_text())
    saved["data"]["viewers"] += [{"id": "another"}, "junk"]
    file.write_text(json.dumps(saved))

    assert ids(await after_a_power_cut(hass)) == [token.id]
    assert "damaged" in caplog.text


@pytest.mark.parametrize("data", [{"viewers": None}, {"viewers": "none"}, [], {"another": []}])
async def test_a_file_without_any_list_holds_no_token(
    hass: HomeAssistant, tokens: ViewerTokens, file: Path, data: object
) -> None:
    await given_out(tokens)
    file.write_text(json.dumps({**json.loads(file.read_text()), "data": data}))

    assert ids(await after_a_power_cut(hass)) == []


async def test_a_token_runs_out_and_whoever_uses_it_is_told(
    hass: HomeAssistant, tokens: ViewerTokens, freezer: FrozenDateTimeFactory, file: Path
) -> None:
    token, shown = await given_out(tokens, days=30)
    longer, _ = await given_out(tokens, days=31)
    ended: list[str] = []
    tokens.watch(token.id, lambda: ended.append(token.id))
    tokens.watch(longer.id, lambda: ended.append(longer.id))

    freezer.tick(timedelta(days=30, seconds=-1))
    async_fire_time_changed(hass)
    assert (ended, ids(tokens)) == ([], [token.id, longer.id])

    freezer.tick(1)
    async_fire_time_changed(hass)
    assert (ended, ids(tokens)) == ([token.id], [longer.id])
    assert tokens.rights(shown) is None

    freezer.tick(600)
    async_fire_time_changed(hass)
    await hass.async_block_till_done()
    assert token.id not in file.read_text()


async def test_a_token_that_ran_out_is_refused_though_nobody_has_noticed_yet(
    tokens: ViewerTokens, freezer: FrozenDateTimeFactory
) -> None:
    token, shown = await given_out(tokens, days=30)

    freezer.tick(timedelta(days=30))

    assert tokens.rights(shown) is None
    assert not tokens.is_valid(token.id)
    assert tokens.all == []


async def test_a_clock_that_is_put_forward_is_noticed_within_the_hour(
    hass: HomeAssistant, tokens: ViewerTokens, freezer: FrozenDateTimeFactory
) -> None:
    token, _ = await given_out(tokens, days=30)
    ended: list[str] = []
    tokens.watch(token.id, lambda: ended.append(token.id))

    freezer.tick(timedelta(days=300))
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(hours=1))

    assert ended == [token.id]


async def test_a_token_that_ran_out_while_home_assistant_was_off_is_gone(
    hass: HomeAssistant, tokens: ViewerTokens, freezer: FrozenDateTimeFactory
) -> None:
    await given_out(tokens, days=30)
    longer, _ = await given_out(tokens, days=31)

    freezer.tick(timedelta(days=30))

    assert ids(await after_a_power_cut(hass)) == [longer.id]


async def test_it_is_kept_when_a_token_was_last_used(
    hass: HomeAssistant, tokens: ViewerTokens, freezer: FrozenDateTimeFactory
) -> None:
    token, _ = await given_out(tokens)
    freezer.tick(60)
    leave = tokens.watch(token.id, lambda: None)
    assert tokens.connections(token.id) == 1

    freezer.tick(60)
    leave()
    left_at = dt_util.utcnow()
    freezer.tick(600)
    async_fire_time_changed(hass)
    await hass.async_block_till_done()

    assert tokens.connections(token.id) == 0
    (found,) = (await after_a_power_cut(hass)).all
    assert found.last_used_at == left_at


async def test_who_leaves_after_the_token_has_ended_leaves_nothing(tokens: ViewerTokens) -> None:
    token, _ = await given_out(tokens)
    leave = tokens.watch(token.id, lambda: None)
    await tokens.async_revoke(token.id)

    leave()

    assert tokens.connections(token.id) == 0
    assert tokens.all == []


async def test_the_registered_screens_of_a_household_are_known(
    hass: HomeAssistant, tokens: ViewerTokens
) -> None:
    MockConfigEntry(domain=DOMAIN, entry_id="another").add_to_hass(hass)
    kiosk, _ = await given_out(tokens, kiosk=True)
    await given_out(tokens)
    await given_out(tokens, household="another", kiosk=True)

    assert tokens.kiosks(HOUSEHOLD) == [kiosk]


async def test_removing_a_household_ends_its_tokens_and_no_others(
    hass: HomeAssistant, tokens: ViewerTokens, enable_custom_integrations: None
) -> None:
    other = MockConfigEntry(domain=DOMAIN, entry_id="another")
    other.add_to_hass(hass)
    _, shown = await given_out(tokens)
    kept, _ = await given_out(tokens, household="another")

    await hass.config_entries.async_remove(HOUSEHOLD)

    assert tokens.rights(shown) is None
    assert ids(tokens) == ids(await after_a_power_cut(hass)) == [kept.id]


async def test_removing_a_household_without_tokens_changes_nothing(
    hass: HomeAssistant, tokens: ViewerTokens, enable_custom_integrations: None
) -> None:
    MockConfigEntry(domain=DOMAIN, entry_id="another").add_to_hass(hass)
    kept, _ = await given_out(tokens)

    await hass.config_entries.async_remove("another")

    assert ids(tokens) == [kept.id]


async def test_nothing_is_left_behind_by_the_last_household(
    hass: HomeAssistant, tokens: ViewerTokens, file: Path, enable_custom_integrations: None
) -> None:
    token, shown = await given_out(tokens)
    ended: list[str] = []
    tokens.watch(token.id, lambda: ended.append(token.id))
    assert file.exists()

    await hass.config_entries.async_remove(HOUSEHOLD)

    assert not file.exists()
    assert ended == [token.id]
    assert tokens.rights(shown) is None


async def test_a_token_whose_household_is_gone_is_refused(
    hass: HomeAssistant, tokens: ViewerTokens
) -> None:
    _, shown = await given_out(tokens, household="gone")

    assert tokens.rights(shown) is None
    assert ids(await after_a_power_cut(hass)) == []
