"""The entities: what they show, and what they do to the real (simulated) things."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import socket
from typing import Any

from homeassistant.const import Platform
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockUser,
)
from syrupy.assertion import SnapshotAssertion

from custom_components.tuya_twin.coordinator import HouseholdCoordinator
from custom_components.tuya_twin.core.model import BulbCommand, BulbEffect, BulbMode
from custom_components.tuya_twin.devices.link import DeviceLink
from custom_components.tuya_twin.devices.simulator import (
    Fault,
    SimulatedBulb,
    SimulatedLock,
    SimulatedSiren,
)
from tests.devices.link_kit import ignore
from tests.kit import (
    BULB,
    LOCK,
    PATIENCE,
    SIREN,
    assert_entities,
    device_of,
    link_of,
    set_up,
    simulated_entry,
    until,
)

LAMP, HORN, DOOR = "light.living_room_lamp", "siren.hall_siren", "lock.front_door"


@pytest.mark.parametrize(
    "platform", [Platform.LIGHT, Platform.SIREN, Platform.LOCK, Platform.SELECT]
)
async def test_the_entities_of_a_platform(
    hass: HomeAssistant,
    enable_custom_integrations: None,
    monkeypatch: pytest.MonkeyPatch,
    snapshot: SnapshotAssertion,
    platform: Platform,
) -> None:
    monkeypatch.setattr("custom_components.tuya_twin.PLATFORMS", [platform])
    entry = simulated_entry()
    # The ids of the household's own entities begin with it.
    object.__setattr__(entry, "entry_id", "household")
    await set_up(hass, entry)

    assert_entities(hass, entry, platform, snapshot)
    await hass.config_entries.async_unload(entry.entry_id)


async def act(hass: HomeAssistant, action: str, entity_id: str, **data: Any) -> None:
    domain, service = action.split(".")
    await hass.services.async_call(domain, service, {"entity_id": entity_id, **data}, blocking=True)
    await hass.async_block_till_done()


@asynccontextmanager
async def changed_by_hand(hass: HomeAssistant, link: DeviceLink) -> AsyncIterator[None]:
    """Do something to a device inside; leaves once its own report of it has been taken in."""
    before = link.report.state
    yield
    await until(link, lambda link: link.report.state != before)
    await hass.async_block_till_done()


def state_of(hass: HomeAssistant, entity_id: str) -> str:
    state = hass.states.get(entity_id)
    assert state is not None
    return state.state


@pytest.mark.parametrize(
    ("asked", "scene"),
    [
        ({"hs_color": (120, 100), "brightness": 255}, {"21": "colour", "24": "007803e803e8"}),
        ({"hs_color": (240, 50), "brightness": 128}, {"21": "colour", "24": "00f001f401f4"}),
        ({"color_temp_kelvin": 2700}, {"21": "white", "22": 1000, "23": 0}),
        ({"color_temp_kelvin": 6500, "brightness": 51}, {"21": "white", "22": 200, "23": 1000}),
        ({"brightness": 1}, {"21": "white", "22": 10}),
    ],
)
async def test_a_light_shines_as_asked(
    hass: HomeAssistant,
    coordinator: HouseholdCoordinator,
    asked: dict[str, Any],
    scene: dict[str, Any],
) -> None:
    await act(hass, "light.turn_on", LAMP, **asked)

    points = device_of(coordinator, BULB).appliance.status()
    assert {"20": True, **scene}.items() <= points.items()
    state = hass.states.get(LAMP)
    assert state is not None
    assert state.attributes["brightness"] == pytest.approx(asked.get("brightness", 255), abs=2)


async def test_a_coloured_light_that_is_dimmed_keeps_its_colour(
    hass: HomeAssistant, coordinator: HouseholdCoordinator
) -> None:
    await act(hass, "light.turn_on", LAMP, hs_color=(120, 100))
    await act(hass, "light.turn_on", LAMP, brightness=51)

    assert device_of(coordinator, BULB).appliance.status()["24"] == "007803e800c8"


@pytest.mark.parametrize("effect", [BulbEffect.STROBE, BulbEffect.PULSE])
async def test_a_light_that_shows_an_alarm_by_itself_shows_its_colour_and_no_scene(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, effect: BulbEffect
) -> None:
    command = BulbCommand(on=True, mode=BulbMode.COLOUR, hue=45, brightness=60, effect=effect)
    await link_of(coordinator, BULB).execute(command, within=PATIENCE, on_sent=ignore)
    await hass.async_block_till_done()

    state = hass.states.get(LAMP)
    assert state is not None
    shown = {name: state.attributes[name] for name in ("color_mode", "hs_color", "effect")}
    assert shown == {"color_mode": "hs", "hs_color": (45, 100), "effect": None}
    assert state.attributes["effect_list"] == ["off"]

    await act(hass, "light.turn_on", LAMP, brightness=51)
    points = device_of(coordinator, BULB).appliance.status()
    assert {"21": "colour", "24": "002d03e800c8"}.items() <= points.items()


async def test_a_light_goes_out(hass: HomeAssistant, coordinator: HouseholdCoordinator) -> None:
    await act(hass, "light.turn_off", LAMP)

    assert device_of(coordinator, BULB).appliance.status()["20"] is False
    assert state_of(hass, LAMP) == "off"


async def test_a_light_switched_at_the_wall_shows_at_once(
    hass: HomeAssistant, coordinator: HouseholdCoordinator
) -> None:
    lamp = device_of(coordinator, BULB).appliance
    assert isinstance(lamp, SimulatedBulb)
    async with changed_by_hand(hass, link_of(coordinator, BULB)):
        lamp.switch_by_hand(on=False)

    assert state_of(hass, LAMP) == "off"


async def test_a_siren_sounds_as_loud_and_long_as_asked_and_falls_silent(
    hass: HomeAssistant, coordinator: HouseholdCoordinator
) -> None:
    siren = device_of(coordinator, SIREN).appliance
    await act(hass, "siren.turn_on", HORN, volume_level=0.3, duration=10)
    assert {"13": True, "5": "low", "7": 10}.items() <= siren.status().items()
    assert state_of(hass, HORN) == "on"

    await act(hass, "siren.turn_off", HORN)

    assert siren.status()["13"] is False
    assert state_of(hass, HORN) == "off"


async def test_a_siren_silenced_by_hand_shows_at_once(
    hass: HomeAssistant, coordinator: HouseholdCoordinator
) -> None:
    siren = device_of(coordinator, SIREN).appliance
    assert isinstance(siren, SimulatedSiren)
    await act(hass, "siren.turn_on", HORN)
    async with changed_by_hand(hass, link_of(coordinator, SIREN)):
        siren.silence_by_hand()

    assert state_of(hass, HORN) == "off"


@pytest.mark.parametrize("seconds", [0, 61])
async def test_a_siren_is_not_asked_for_a_duration_it_does_not_have(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, seconds: int
) -> None:
    with pytest.raises(ServiceValidationError, match="1 to 60"):
        await act(hass, "siren.turn_on", HORN, duration=seconds)

    assert device_of(coordinator, SIREN).appliance.status()["13"] is False


async def test_a_lock_locks_and_unlocks(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, hass_admin_user: MockUser
) -> None:
    lock = device_of(coordinator, LOCK).appliance
    await act(hass, "lock.lock", DOOR)
    assert (lock.status()["47"], state_of(hass, DOOR)) == (False, "locked")

    # Only a person unlocks.
    person = Context(user_id=hass_admin_user.id)
    await hass.services.async_call(
        "lock", "unlock", {"entity_id": DOOR}, blocking=True, context=person
    )

    assert (lock.status()["47"], state_of(hass, DOOR)) == (True, "unlocked")


async def test_a_thumb_turn_shows_at_once(
    hass: HomeAssistant, coordinator: HouseholdCoordinator
) -> None:
    lock = device_of(coordinator, LOCK).appliance
    assert isinstance(lock, SimulatedLock)
    async with changed_by_hand(hass, link_of(coordinator, LOCK)):
        lock.turn_by_hand(locked=True)

    assert state_of(hass, DOOR) == "locked"


async def test_a_jammed_lock_says_so_and_is_never_shown_as_locked(
    hass: HomeAssistant, coordinator: HouseholdCoordinator
) -> None:
    await act(hass, "select.select_option", "select.front_door_simulated_fault", option="jammed")

    with pytest.raises(HomeAssistantError, match="Front door is jammed"):
        await act(hass, "lock.lock", DOOR)

    await hass.async_block_till_done()
    assert state_of(hass, DOOR) == "jammed"


async def test_a_device_that_obeys_in_words_only_is_an_error(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("custom_components.tuya_twin.entity.DEADLINE", 0.3)
    await act(hass, "select.select_option", "select.hall_siren_simulated_fault", option="deaf")

    with pytest.raises(HomeAssistantError, match="did not report that it was done"):
        await act(hass, "siren.turn_on", HORN)

    assert state_of(hass, HORN) == "off"


async def test_an_unplugged_device_is_unavailable_until_it_is_plugged_in_again(
    hass: HomeAssistant, coordinator: HouseholdCoordinator
) -> None:
    plug = "select.hall_siren_simulated_fault"
    siren = link_of(coordinator, SIREN)
    await act(hass, "select.select_option", plug, option="offline")
    await until(siren, lambda link: not link.report.reachable)
    await hass.async_block_till_done()
    assert (state_of(hass, HORN), state_of(hass, plug)) == ("unavailable", "offline")

    await act(hass, "select.select_option", plug, option="none")
    await until(siren, lambda link: link.report.reachable)
    await hass.async_block_till_done()

    assert state_of(hass, HORN) == "off"


async def test_a_device_whose_address_was_taken_meanwhile_cannot_be_plugged_in_again(
    hass: HomeAssistant, coordinator: HouseholdCoordinator
) -> None:
    plug = "select.hall_siren_simulated_fault"
    host, port = device_of(coordinator, SIREN).address
    await act(hass, "select.select_option", plug, option="offline")
    with socket.socket() as squatter:
        squatter.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        squatter.bind((host, port))
        squatter.listen()

        with pytest.raises(HomeAssistantError, match=r"An address .* is taken"):
            await act(hass, "select.select_option", plug, option="none")
    with pytest.raises(HomeAssistantError, match="the device does not run"):
        await act(hass, "select.select_option", plug, option="none")

    assert state_of(hass, plug) == "offline"


async def test_only_simulated_devices_have_faults_to_choose(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    cabin = MockConfigEntry(
        domain="tuya_twin",
        title="Cabin",
        data={"name": "Cabin"},
        subentries_data=[
            {
                **subentry.as_dict(),
                "unique_id": f"{subentry.unique_id}2",
                "data": {**subentry.data, "device_id": f"{subentry.unique_id}2"},
            }
            for subentry in entry.subentries.values()
        ],
    )
    await set_up(hass, cabin)

    registry = er.async_get(hass)
    known = er.async_entries_for_config_entry(registry, cabin.entry_id)
    assert {"light", "siren", "lock"} <= {item.domain for item in known}
    assert [item.translation_key for item in known if item.domain == "select"] == ["watching"]
    assert device_of(entry.runtime_data, BULB).fault is Fault.NONE
    await hass.config_entries.async_unload(cabin.entry_id)
