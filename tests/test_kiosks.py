"""A registered screen that does not show a red is told of, until it does."""

from datetime import timedelta

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.tuya_twin.coordinator import HouseholdCoordinator
from custom_components.tuya_twin.core.model import HOUSE, Status
from custom_components.tuya_twin.kiosks import SHOWN_WITHIN
from custom_components.tuya_twin.viewer_tokens import ViewerTokens, async_viewer_tokens
from tests.kit import set_status, watching
from tests.own_kit import issue
from tests.viewer_kit import given_out


@pytest.fixture
async def tokens(hass: HomeAssistant, coordinator: HouseholdCoordinator) -> ViewerTokens:
    return await async_viewer_tokens(hass)


async def past_the_time(hass: HomeAssistant) -> None:
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=SHOWN_WITHIN + 1))
    await hass.async_block_till_done()


async def test_a_kiosk_that_is_away_in_a_red_is_told_of_until_it_has_shown_it(
    hass: HomeAssistant,
    coordinator: HouseholdCoordinator,
    tokens: ViewerTokens,
    url: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    kiosk, shown = await given_out(
        tokens, name="Hall tablet", household=coordinator.house.id, kiosk=True
    )
    update = await set_status(coordinator, Status.RED_CRITICAL, HOUSE)
    assert issue(hass, f"kiosk_blind_{kiosk.id}") is None
    await past_the_time(hass)

    raised = issue(hass, f"kiosk_blind_{kiosk.id}")
    assert raised is not None
    assert raised.translation_placeholders == {"screen": "Hall tablet", "household": "Home"}
    assert "'Hall tablet' did not show the alarm" in caplog.text
    async with watching(url, token=shown) as screen:
        assert issue(hass, f"kiosk_blind_{kiosk.id}") is not None
        await screen.client.emit("seen", {"seq": update.seq})
        await screen.sees(lambda screens: update.seq in screens.values())
        assert issue(hass, f"kiosk_blind_{kiosk.id}") is None


async def test_a_kiosk_that_shows_it_in_time_is_not(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, tokens: ViewerTokens, url: str
) -> None:
    kiosk, shown = await given_out(tokens, household=coordinator.house.id, kiosk=True)
    async with watching(url, token=shown) as screen:
        update = await set_status(coordinator, Status.RED_CRITICAL, HOUSE)
        await screen.client.emit("seen", {"seq": update.seq})
        await screen.sees(lambda screens: update.seq in screens.values())
        await past_the_time(hass)

    assert issue(hass, f"kiosk_blind_{kiosk.id}") is None


async def test_only_kiosks_have_to_show_it_and_only_what_concerns_them(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, tokens: ViewerTokens
) -> None:
    household = coordinator.house.id
    viewer, _ = await given_out(tokens, household=household)
    elsewhere, _ = await given_out(tokens, household=household, zones=("Foyer",), kiosk=True)
    here, _ = await given_out(tokens, household=household, zones=("LivingRoom",), kiosk=True)
    await set_status(coordinator, Status.RED_CRITICAL, "LivingRoom")
    await set_status(coordinator, Status.YELLOW_WARNING, "Foyer")
    await past_the_time(hass)

    blind = [issue(hass, f"kiosk_blind_{each.id}") for each in (viewer, elsewhere, here)]
    assert [found is not None for found in blind] == [False, False, True]


async def test_a_kiosk_that_is_revoked_has_to_show_nothing_any_more(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, tokens: ViewerTokens, url: str
) -> None:
    kiosk, _ = await given_out(tokens, household=coordinator.house.id, kiosk=True)
    await set_status(coordinator, Status.RED_CRITICAL, HOUSE)
    await past_the_time(hass)
    await tokens.async_revoke(kiosk.id)
    await set_status(coordinator, Status.GREEN_SAFE, HOUSE)

    assert issue(hass, f"kiosk_blind_{kiosk.id}") is None
