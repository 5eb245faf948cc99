"""Ears for announcements: one pair for all households, open while there is any."""

from homeassistant.core import HomeAssistant
import pytest

from custom_components.tuya_twin.scout import (
    DATA_SCOUT,
    LISTEN_VARIABLE,
    async_unwatch,
    make_discovery,
)
from tests.own_kit import household, living_in

pytestmark = pytest.mark.usefixtures("enable_custom_integrations")


async def test_households_share_their_ears_and_the_last_one_closes_them(
    hass: HomeAssistant,
) -> None:
    async with living_in(hass, household()):
        ears = hass.data[DATA_SCOUT].discovery
        async with living_in(hass, household()):
            assert hass.data[DATA_SCOUT].discovery is ears
        assert hass.data[DATA_SCOUT].discovery is ears
        assert ears.ports.plain

    assert DATA_SCOUT not in hass.data
    assert not ears.ports.plain


async def test_who_was_never_told_may_leave_all_the_same(hass: HomeAssistant) -> None:
    await async_unwatch(hass, household())

    assert DATA_SCOUT not in hass.data


async def test_at_home_every_address_is_listened_on_and_all_are_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(LISTEN_VARIABLE)

    discovery = make_discovery(lambda _candidate: None, ["192.168.1.255"])

    assert discovery._bind == "0.0.0.0"  # noqa: S104 - it is not opened
    assert (discovery._ports.plain, discovery._ports.encrypted) == (6666, 6667)
    assert discovery._broadcasts == ("192.168.1.255",)
