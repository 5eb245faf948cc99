"""What the coordinator of a household owes to those who listen to it."""

from collections.abc import AsyncIterator

from homeassistant.core import HomeAssistant
import pytest

from custom_components.tuya_twin.coordinator import HouseholdCoordinator
from custom_components.tuya_twin.core.house import HouseUpdate
from custom_components.tuya_twin.core.model import HOUSE, Status
from tests.kit import set_status
from tests.own_kit import household, living_in

pytestmark = pytest.mark.usefixtures("enable_custom_integrations")

RED = Status.RED_CRITICAL


@pytest.fixture
async def cabin(hass: HomeAssistant) -> AsyncIterator[HouseholdCoordinator]:
    """A household without devices, at run time."""
    async with living_in(hass, household()) as coordinator:
        yield coordinator


async def test_a_listener_that_fails_keeps_no_other_from_being_told(
    cabin: HouseholdCoordinator, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[HouseUpdate | None] = []

    def fails(_update: HouseUpdate | None) -> None:
        msg = "an entity with a fault"
        raise RuntimeError(msg)

    leave = [cabin.subscribe(listener) for listener in (fails, told.append)]
    red = await set_status(cabin, RED, HOUSE)
    for way_out in leave:
        way_out()

    assert told == [red]
    assert "an entity with a fault" in caplog.text
