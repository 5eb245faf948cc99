"""A siren that does not answer at home is reached by the cloud, or others sound in its place."""

import asyncio
from typing import override

from homeassistant.components.light.const import ColorMode, LightEntityFeature
from homeassistant.components.media_player import MediaPlayerEntity
from homeassistant.components.media_player.const import (
    MediaPlayerEntityFeature,
    MediaPlayerState,
)
from homeassistant.components.siren.const import SirenEntityFeature
from homeassistant.components.switch import SwitchEntity
from homeassistant.core import HomeAssistant, ServiceCall
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.tuya_twin.coordinator import HouseholdCoordinator
from custom_components.tuya_twin.core.model import Path, Protocol, Reason, SirenState
from custom_components.tuya_twin.core.run import Cause, Result, Step
from custom_components.tuya_twin.devices.simulator import (
    Fault,
    SimulatedCloud,
    SimulatedDevice,
    SimulatedSiren,
)
from tests.kit import PATIENCE, until
from tests.lent_kit import Horn, Lamp, Lender, Switched, lend
from tests.own_kit import (
    CLOUD,
    SIREN_ID,
    data_of,
    household,
    living_in,
    the_link,
)

pytestmark = pytest.mark.usefixtures("enable_custom_integrations", "quick_links")

BY_HAND = Cause(origin="person")


class Plug(Switched, SwitchEntity):
    """A switch with something loud behind it."""


class SceneLamp(Lamp):
    """A light that has a scene of its own."""

    _attr_supported_features = LightEntityFeature.EFFECT
    _attr_effect_list = ["Candle"]  # noqa: RUF012 - as Home Assistant declares it

    @override
    async def obey(self) -> None:
        self._attr_effect = self.calls[-1][1].get("effect")
        await super().obey()


class Loudspeaker(Lender, MediaPlayerEntity):
    """A media player that plays what it is given."""

    _attr_state = MediaPlayerState.IDLE
    _attr_supported_features = MediaPlayerEntityFeature.STOP | MediaPlayerEntityFeature.PLAY_MEDIA

    @override
    async def async_media_stop(self) -> None:
        await self._called("media_stop")

    @override
    async def obey(self) -> None:
        self.report(state=MediaPlayerState.IDLE)


def voice(hass: HomeAssistant, player: Loudspeaker) -> list[ServiceCall]:
    """Something that speaks, and all it was asked to say."""
    spoken: list[ServiceCall] = []

    async def speak(call: ServiceCall) -> None:
        spoken.append(call)
        player.report(state=MediaPlayerState.PLAYING)

    hass.services.async_register("tts", "speak", speak)
    hass.states.async_set("tts.voice", "unknown")
    return spoken


async def until_reachable(entry: MockConfigEntry) -> None:
    await until(the_link(entry), lambda link: link.report.reachable)


async def until_lost(entry: MockConfigEntry) -> None:
    await until(the_link(entry), lambda link: link.report.trouble is not None)


async def step_of(coordinator: HouseholdCoordinator, protocol: Protocol = Protocol.RED) -> Step:
    """What the siren's part in a run came to."""
    run = await coordinator.response.execute(protocol, "Foyer", BY_HAND)
    (step,) = run.steps
    return step


@pytest.mark.parametrize("fault", [Fault.HALF_OPEN, Fault.BUSY, Fault.WEDGED])
async def test_a_siren_that_hangs_at_home_is_reached_by_the_cloud_and_shown_as_it_told(
    hass: HomeAssistant, siren: SimulatedDevice, cloud: SimulatedCloud, fault: Fault
) -> None:
    entry = household(data_of(siren), cloud=CLOUD)
    async with living_in(hass, entry) as coordinator:
        await until_reachable(entry)
        await siren.set_fault(fault)
        await until_lost(entry)

        step = await step_of(coordinator)

        assert (step.result, step.path) == (Result.CONFIRMED, Path.CLOUD)
        assert siren.appliance.status()[SimulatedSiren.SWITCH] is True
        shown = coordinator.house.reports[SIREN_ID]
        assert isinstance(shown.state, SirenState)
        assert shown.state.sounding
        assert not shown.reachable


async def test_a_siren_that_falls_silent_with_the_alarm_is_reached_by_the_cloud(
    hass: HomeAssistant, siren: SimulatedDevice, cloud: SimulatedCloud
) -> None:
    entry = household(data_of(siren), cloud=CLOUD)
    async with living_in(hass, entry) as coordinator:
        await until_reachable(entry)
        # Nobody has noticed yet.
        await siren.set_fault(Fault.HALF_OPEN)

        step = await step_of(coordinator)

        assert (step.result, step.path) == (Result.CONFIRMED, Path.CLOUD)


async def test_a_siren_that_is_heard_at_home_costs_the_cloud_no_call(
    hass: HomeAssistant, siren: SimulatedDevice, cloud: SimulatedCloud
) -> None:
    entry = household(data_of(siren), cloud=CLOUD)
    async with living_in(hass, entry) as coordinator:
        await until_reachable(entry)

        step = await step_of(coordinator)

        assert (step.result, step.path) == (Result.CONFIRMED, Path.LAN)
        assert cloud.requests == []


async def test_where_no_way_is_open_others_sound_and_fall_silent_with_the_siren(
    hass: HomeAssistant, siren: SimulatedDevice, cloud: SimulatedCloud
) -> None:
    horn = Horn(SirenEntityFeature.TURN_ON, SirenEntityFeature.TURN_OFF)
    lamp = Lamp(ColorMode.HS, unique_id="lamp")
    await lend(hass, horn)
    await lend(hass, lamp)
    entry = household(data_of(siren, stand_ins=["siren.horn", "light.lamp"]), cloud=CLOUD)
    async with living_in(hass, entry) as coordinator:
        await until_reachable(entry)
        await siren.set_fault(Fault.OFFLINE)
        await until_lost(entry)

        step = await step_of(coordinator)

        assert (step.result, step.reason) == (Result.FAILED, Reason.UNREACHABLE)
        assert len(step.stand_ins) == 2
        horn_now, lamp_now = hass.states.get("siren.horn"), hass.states.get("light.lamp")
        assert horn_now
        assert lamp_now
        assert (horn_now.state, lamp_now.state) == ("on", "on")
        assert lamp_now.attributes["hs_color"] == (0, 100)

        await siren.set_fault(Fault.NONE)
        await until_reachable(entry)
        back = await step_of(coordinator, Protocol.GREEN)

        assert (back.result, back.stand_ins) == (Result.CONFIRMED, ())
        horn_now, lamp_now = hass.states.get("siren.horn"), hass.states.get("light.lamp")
        assert horn_now
        assert lamp_now
        assert (horn_now.state, lamp_now.state) == ("off", "off")


async def test_a_light_that_stood_in_is_as_it_was_before(
    hass: HomeAssistant, siren: SimulatedDevice
) -> None:
    lamp = Lamp(ColorMode.HS, unique_id="lamp")
    await lend(hass, lamp)
    lamp.report(is_on=True, hs_color=(240, 100), brightness=128)
    entry = household(data_of(siren, stand_ins=["light.lamp"]))
    async with living_in(hass, entry) as coordinator:
        await until_reachable(entry)
        await siren.set_fault(Fault.OFFLINE)
        await until_lost(entry)
        assert (await step_of(coordinator)).stand_ins
        await step_of(coordinator, Protocol.GREEN)

        hall = hass.states.get("light.lamp")
        assert hall
        assert hall.state == "on"
        assert hall.attributes["hs_color"] == (240, 100)
        assert hall.attributes["brightness"] == pytest.approx(128, abs=2)


async def test_a_light_that_stood_in_goes_on_with_its_scene(
    hass: HomeAssistant, siren: SimulatedDevice
) -> None:
    lamp = SceneLamp(ColorMode.HS, unique_id="lamp")
    await lend(hass, lamp)
    lamp.report(is_on=True, hs_color=(30, 80), brightness=128, effect="Candle")
    entry = household(data_of(siren, stand_ins=["light.lamp"]))
    async with living_in(hass, entry) as coordinator:
        await until_reachable(entry)
        await siren.set_fault(Fault.OFFLINE)
        await until_lost(entry)
        assert (await step_of(coordinator)).stand_ins
        await step_of(coordinator, Protocol.GREEN)

        assert lamp.calls[-1] == ("turn_on", {"effect": "Candle"})


async def test_a_loudspeaker_says_it_and_counts_only_once_it_plays(
    hass: HomeAssistant, siren: SimulatedDevice
) -> None:
    player = Loudspeaker("media_player.hall", unique_id="player")
    await lend(hass, player)
    spoken = voice(hass, player)
    entry = household(data_of(siren, stand_ins=["media_player.hall"]))
    async with living_in(hass, entry) as coordinator:
        await until_reachable(entry)
        await siren.set_fault(Fault.OFFLINE)
        await until_lost(entry)

        step = await step_of(coordinator)

        assert len(step.stand_ins) == 1
        assert "Cabin siren" in spoken[0].data["message"]
        await step_of(coordinator, Protocol.GREEN)
        silent = hass.states.get("media_player.hall")
        assert silent
        assert silent.state == "idle"


async def test_a_loudspeaker_without_a_voice_does_not_count(
    hass: HomeAssistant, siren: SimulatedDevice
) -> None:
    player = Loudspeaker("media_player.hall", unique_id="player")
    await lend(hass, player)
    entry = household(data_of(siren, stand_ins=["media_player.hall"]))
    async with living_in(hass, entry) as coordinator:
        await until_reachable(entry)
        await siren.set_fault(Fault.OFFLINE)
        await until_lost(entry)

        assert (await step_of(coordinator)).stand_ins == ()
        await step_of(coordinator, Protocol.GREEN)

        # Whatever it plays is not the alarm.
        assert player.calls == []


async def test_a_loudspeaker_that_hangs_holds_no_run_up(
    hass: HomeAssistant, siren: SimulatedDevice
) -> None:
    player = Loudspeaker("media_player.hall", unique_id="player")
    await lend(hass, player)
    voice(hass, player)
    entry = household(data_of(siren, stand_ins=["media_player.hall"]))
    async with living_in(hass, entry) as coordinator:
        await until_reachable(entry)
        await siren.set_fault(Fault.OFFLINE)
        await until_lost(entry)
        assert (await step_of(coordinator)).stand_ins
        player.manner = player.linger
        coordinator.response.orchestrator.deadline = 0.5

        async with asyncio.timeout(PATIENCE):
            await step_of(coordinator, Protocol.GREEN)

        assert player.calls == [("media_stop", {})]


async def test_a_switch_stands_in(hass: HomeAssistant, siren: SimulatedDevice) -> None:
    plug = Plug("switch.horn", unique_id="plug")
    await lend(hass, plug)
    entry = household(data_of(siren, stand_ins=["switch.horn"]))
    async with living_in(hass, entry) as coordinator:
        await until_reachable(entry)
        await siren.set_fault(Fault.OFFLINE)
        await until_lost(entry)

        assert len((await step_of(coordinator)).stand_ins) == 1
        await step_of(coordinator, Protocol.GREEN)

        assert [service for service, _ in plug.calls] == ["turn_on", "turn_off"]


async def test_nobody_stands_in_for_an_alarm_that_was_called_off(
    hass: HomeAssistant, siren: SimulatedDevice
) -> None:
    horn = Horn(SirenEntityFeature.TURN_ON, SirenEntityFeature.TURN_OFF)
    await lend(hass, horn)
    entry = household(data_of(siren, stand_ins=["siren.horn"]))
    async with living_in(hass, entry) as coordinator:
        await until_reachable(entry)
        await siren.set_fault(Fault.DEAF)
        # Nobody is called because of the time it takes.
        coordinator.response.orchestrator.deadline = 6 * PATIENCE
        async with asyncio.timeout(PATIENCE):
            red = hass.async_create_task(step_of(coordinator))
            await step_of(coordinator, Protocol.GREEN)

            assert (await red).result is Result.SKIPPED
        assert horn.calls == []


async def test_who_stood_in_unproven_is_silenced_too(
    hass: HomeAssistant, siren: SimulatedDevice
) -> None:
    horn = Horn(SirenEntityFeature.TURN_ON, SirenEntityFeature.TURN_OFF)
    await lend(hass, horn)
    entry = household(data_of(siren, stand_ins=["siren.horn"]))
    async with living_in(hass, entry) as coordinator:
        await until_reachable(entry)
        await siren.set_fault(Fault.OFFLINE)
        await until_lost(entry)
        horn.manner = horn.keep_silent
        coordinator.response.orchestrator.deadline = 1.0
        assert (await step_of(coordinator)).stand_ins == ()
        horn.report(is_on=True)

        horn.manner = horn.obey
        await step_of(coordinator, Protocol.GREEN)

        assert [service for service, _ in horn.calls] == ["turn_on", "turn_off"]
