"""Entities that raise the alarm in place of a siren, and what becomes of them afterwards."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from homeassistant.components.light.const import ColorMode
from homeassistant.components.siren.const import SirenEntityFeature
from homeassistant.core import HomeAssistant
import pytest

from custom_components.tuya_twin.core.errors import UnsupportedError
from custom_components.tuya_twin.core.model import (
    BulbCommand,
    BulbState,
    CheckCommand,
    Command,
    Device,
    DeviceKind,
    PutBackCommand,
    SirenCommand,
)
from custom_components.tuya_twin.stand_in import EntityStandIn, make_stand_in
from tests.kit import PATIENCE
from tests.lent_kit import Horn, Lamp, Lender, lend

SIREN = Device(id="siren", name="Hall siren", kind=DeviceKind.SIREN, zone="Foyer")
LOUD, SILENT = SirenCommand(on=True, volume=100, duration=60), SirenCommand(on=False)


@asynccontextmanager
async def standing_by(hass: HomeAssistant, lender: Lender) -> AsyncIterator[EntityStandIn]:
    """An entity that would stand in."""
    await lend(hass, lender)
    stand_in = make_stand_in(hass, SIREN, lender.entity_id)
    stand_in.link.start()
    try:
        yield stand_in
    finally:
        stand_in.link.close()
        await stand_in.link.wait_closed()


def horn() -> Horn:
    return Horn(SirenEntityFeature.TURN_ON, SirenEntityFeature.TURN_OFF)


async def test_a_light_turns_red_and_is_as_it_was_before(hass: HomeAssistant) -> None:
    lamp = Lamp(ColorMode.HS)
    async with standing_by(hass, lamp) as stand_in:
        lamp.report(is_on=True, hs_color=(240, 100), brightness=128)

        await stand_in.execute(LOUD, within=PATIENCE)
        await stand_in.execute(LOUD, within=PATIENCE)
        await stand_in.execute(SILENT, within=PATIENCE)

        shown = [data["hs_color"] for _, data in lamp.calls]
        assert shown == [(0, 100), (0, 100), (240, 100)]


async def test_a_light_that_was_off_is_off_again(hass: HomeAssistant) -> None:
    lamp = Lamp(ColorMode.HS)
    async with standing_by(hass, lamp) as stand_in:
        lamp.report(is_on=False)

        await stand_in.execute(LOUD, within=PATIENCE)
        await stand_in.execute(SILENT, within=PATIENCE)

        assert [service for service, _ in lamp.calls] == ["turn_on", "turn_off"]


@pytest.mark.parametrize("called_again", [True, False])
async def test_a_light_that_may_have_stood_in_before_a_restart_goes_off(
    hass: HomeAssistant, *, called_again: bool
) -> None:
    lamp = Lamp(ColorMode.HS)
    async with standing_by(hass, lamp) as stand_in:
        lamp.report(is_on=True, hs_color=(0, 100), brightness=255)
        stand_in.recall()
        if called_again:
            await stand_in.execute(LOUD, within=PATIENCE)

        await stand_in.execute(SILENT, within=PATIENCE)

        assert not lamp.is_on


async def test_a_light_that_is_recalled_once_is_put_back_the_next_time(
    hass: HomeAssistant,
) -> None:
    lamp = Lamp(ColorMode.HS)
    async with standing_by(hass, lamp) as stand_in:
        stand_in.recall()
        await stand_in.execute(SILENT, within=PATIENCE)
        lamp.report(is_on=True, hs_color=(240, 100), brightness=255)

        await stand_in.execute(LOUD, within=PATIENCE)
        await stand_in.execute(SILENT, within=PATIENCE)

        assert lamp.hs_color == (240, 100)


async def test_a_siren_that_may_have_stood_in_before_a_restart_falls_silent(
    hass: HomeAssistant,
) -> None:
    other = horn()
    async with standing_by(hass, other) as stand_in:
        other.report(is_on=True)
        stand_in.recall()

        await stand_in.execute(SILENT, within=PATIENCE)

        assert not other.is_on


@pytest.mark.parametrize(
    "command",
    [CheckCommand(), BulbCommand(on=True), PutBackCommand(state=BulbState(on=True))],
    ids=["check", "light", "put back"],
)
@pytest.mark.parametrize("make", [horn, Lamp])
async def test_whoever_stands_in_stands_in_for_a_siren_and_nothing_else(
    hass: HomeAssistant, make: Callable[[], Lender], command: Command
) -> None:
    lender = make()
    async with standing_by(hass, lender) as stand_in:
        with pytest.raises(UnsupportedError):
            await stand_in.execute(command, within=PATIENCE)

        assert lender.calls == []
