"""Entities show and do what their product can, no more: real parts, one simulated product each."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from types import MappingProxyType
from typing import Any

from homeassistant.components.light.const import ColorMode, LightEntityFeature
from homeassistant.components.siren.const import SirenEntityFeature
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockEntityPlatform

from custom_components.tuya_twin.const import DOMAIN
from custom_components.tuya_twin.coordinator import HouseholdCoordinator
from custom_components.tuya_twin.core.ladder import Ladder
from custom_components.tuya_twin.core.model import BulbState, DeviceKind
from custom_components.tuya_twin.devices.link import DeviceLink
from custom_components.tuya_twin.devices.profiles import PRESETS, BulbProfile, Profile
from custom_components.tuya_twin.devices.profiles.presets import (
    BULBS,
    LOCK_BATTERY,
    LOCK_CLOUD,
    LOCK_DEADBOLT_LOCK_ONLY,
    LOCK_RELAY,
    SIRENS,
    TYPE_A,
    TYPE_B,
    TYPE_C,
)
from custom_components.tuya_twin.devices.simulator import Appliance, SimulatedBulb, make_appliance
from custom_components.tuya_twin.devices.simulator.locks import SimulatedRelay
from custom_components.tuya_twin.devices.simulator.sleepers import Record, SimulatedBatteryLock
from custom_components.tuya_twin.entity import TuyaTwinEntity
from custom_components.tuya_twin.light import TuyaTwinLight
from custom_components.tuya_twin.lock import TuyaTwinLock
from custom_components.tuya_twin.members import Member
from custom_components.tuya_twin.siren import TuyaTwinSiren
from tests.devices.link_kit import PATIENCE, WatchedLink, link_of, started
from tests.devices.simulator_kit import AGES, running
from tests.own_kit import household, living_in

DOMAINS = {DeviceKind.BULB: "light", DeviceKind.SIREN: "siren", DeviceKind.LOCK: "lock"}
PARTY = "06464602000003e803e800000000"


@pytest.fixture(autouse=True)
def patient(enable_custom_integrations: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """No command is late only because the machine is busy."""
    monkeypatch.setattr("custom_components.tuya_twin.entity.DEADLINE", PATIENCE)


class Shown:
    """A product with its entity in Home Assistant."""

    def __init__(
        self, hass: HomeAssistant, appliance: Appliance, link: WatchedLink, entity: TuyaTwinEntity
    ) -> None:
        self.hass = hass
        self.appliance = appliance
        self.link = link
        self.entity = entity

    async def act(self, service: str, **data: Any) -> None:
        domain = DOMAINS[self.link.device.kind]
        data["entity_id"] = self.entity.entity_id
        # A person: nobody else may unlock.
        person = await self.hass.auth.async_create_user("Anna", group_ids=["system-admin"])
        await self.hass.services.async_call(
            domain, service, data, blocking=True, context=Context(user_id=person.id)
        )

    @property
    def state(self) -> str:
        state = self.hass.states.get(self.entity.entity_id)
        assert state is not None
        return state.state

    @property
    def attributes(self) -> Mapping[str, Any]:
        state = self.hass.states.get(self.entity.entity_id)
        assert state is not None
        return state.attributes


def member_of(link: DeviceLink) -> Member:
    """A device of a household that is reached by this link only."""
    subentry = ConfigSubentry(
        data=MappingProxyType({"version": "3.3"}),
        subentry_type="device",
        title=link.device.name,
        unique_id=link.device.id,
    )
    return Member(subentry=subentry, link=link, cloud=None, stand_ins=(), ladder=Ladder([link]))


def made_for(coordinator: HouseholdCoordinator, member: Member, link: DeviceLink) -> TuyaTwinEntity:
    """The entity of a device, in a household that has no other."""
    match member.device.kind:
        case DeviceKind.BULB:
            return TuyaTwinLight(member, link)
        case DeviceKind.SIREN:
            return TuyaTwinSiren(coordinator.response, member, link)
        case DeviceKind.LOCK:
            return TuyaTwinLock(coordinator, member, link)


@asynccontextmanager
async def shown(
    hass: HomeAssistant,
    product: str | Appliance,
    profile: Profile,
    *,
    before: Callable[[Appliance], None] = lambda _: None,
) -> AsyncIterator[Shown]:
    """A simulated product behind a real link with this profile, and its entity."""
    kind = profile.kind
    domain = DOMAINS[kind]
    assert await async_setup_component(hass, domain, {})
    appliance = make_appliance(kind, product) if isinstance(product, str) else product
    async with running(kind=kind, appliance=appliance) as device:
        before(appliance)
        link = link_of(device)
        link.profile = profile
        async with started(link), living_in(hass, household()) as coordinator:
            await link.until_reachable()
            entity = made_for(coordinator, member_of(link), link)
            platform = MockEntityPlatform(hass, domain=domain, platform_name=DOMAIN)
            platform.config_entry = MockConfigEntry(domain=DOMAIN)
            platform.config_entry.add_to_hass(hass)
            await platform.async_add_entities([entity])
            yield Shown(hass, appliance, link, entity)
            await entity.async_remove()


def show_party(appliance: Appliance) -> None:
    """Show a scene that was made in Tuya's app, where the bulb can."""
    if isinstance(appliance, SimulatedBulb):
        appliance.apply({"21": "scene", "25": PARTY})


# Lights -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("product", "profile", "modes", "features"),
    [
        ("bulb_b", TYPE_B, {ColorMode.COLOR_TEMP, ColorMode.HS}, LightEntityFeature.EFFECT),
        ("bulb_a", TYPE_A, {ColorMode.COLOR_TEMP, ColorMode.HS}, LightEntityFeature.EFFECT),
        ("bulb_c", TYPE_C, {ColorMode.COLOR_TEMP}, 0),
        ("bulb_c", BULBS["type_c_dimmable"], {ColorMode.BRIGHTNESS}, 0),
        (
            "bulb_b",
            BULBS["type_b_without_temperature"],
            {ColorMode.WHITE, ColorMode.HS},
            LightEntityFeature.EFFECT,
        ),
        (
            "bulb_c",
            BulbProfile(
                switch="1", mode=None, brightness=None, temperature=None, colour=None, scene=None
            ),
            {ColorMode.ONOFF},
            0,
        ),
    ],
)
async def test_a_light_offers_what_its_bulb_has(
    hass: HomeAssistant, product: str, profile: BulbProfile, modes: set[ColorMode], features: int
) -> None:
    async with shown(hass, product, profile) as light:
        assert {*light.attributes["supported_color_modes"]} == modes
        assert light.attributes["color_mode"] in modes - {ColorMode.HS}
        assert light.attributes["supported_features"] == features
        assert light.state == "on"


@pytest.mark.parametrize(
    ("product", "profile", "asked", "points"),
    [
        ("bulb_a", TYPE_A, {"hs_color": (120, 100)}, {"2": "colour", "5": "00ff000078ffff"}),
        ("bulb_a", TYPE_A, {"color_temp_kelvin": 6500}, {"2": "white", "3": 255, "4": 255}),
        ("bulb_a", TYPE_A, {"effect": "scene_3"}, {"2": "scene_3"}),
        ("bulb_a_hsv16", TYPE_A, {"hs_color": (120, 100)}, {"5": "007803e803e8"}),
        ("bulb_c", TYPE_C, {"brightness": 255, "color_temp_kelvin": 2700}, {"2": 255, "3": 0}),
        ("bulb_c", BULBS["type_c_dimmable"], {"brightness": 1}, {"2": 25}),
        (
            "bulb_b",
            BULBS["type_b_without_temperature"],
            {"white": 255},
            {"21": "white", "22": 1000},
        ),
        ("bulb_b", TYPE_B, {"effect": "06"}, {"21": "scene", "25": PARTY}),
    ],
)
async def test_a_light_of_any_type_shines_as_asked(
    hass: HomeAssistant,
    product: str,
    profile: BulbProfile,
    asked: dict[str, Any],
    points: dict[str, Any],
) -> None:
    async with shown(hass, product, profile, before=show_party) as light:
        await light.act("turn_on", **asked)

        assert points.items() <= light.appliance.status().items()


async def test_a_light_tells_of_its_scene_and_leaves_it(hass: HomeAssistant) -> None:
    async with shown(hass, "bulb_a", TYPE_A) as light:
        assert light.attributes["effect"] == "off"
        await light.act("turn_on", effect="scene_2")
        assert light.attributes["effect"] == "scene_2"
        assert light.attributes["effect_list"] == ["off", *TYPE_A.scenes]
        await light.act("turn_off")
        await light.act("turn_on")
        assert light.attributes["effect"] == "scene_2"

        await light.act("turn_on", effect="off")

        assert light.attributes["effect"] == "off"
        assert light.appliance.status()["2"] == "white"


async def test_a_light_offers_the_scenes_it_has_shown(hass: HomeAssistant) -> None:
    async with shown(hass, "bulb_b", TYPE_B, before=show_party) as light:
        assert light.attributes["effect_list"] == ["off", "06"]
        assert light.attributes["effect"] == "06"
        assert light.attributes["color_mode"] == ColorMode.UNKNOWN


async def test_a_scene_a_bulb_does_not_have_is_refused(hass: HomeAssistant) -> None:
    async with shown(hass, "bulb_a", TYPE_A) as light:
        with pytest.raises(HomeAssistantError, match="no way to do this"):
            await light.act("turn_on", effect="scene_9")


async def test_a_light_that_did_not_say_its_mode_has_none(hass: HomeAssistant) -> None:
    silent_about_it = BulbProfile(switch="1", mode="200", brightness="3")
    async with shown(hass, "bulb_a", silent_about_it) as light:
        assert light.link.report.state == BulbState(on=True, brightness=25)
        assert light.attributes["color_mode"] == ColorMode.UNKNOWN
        assert light.attributes["brightness"] is None
        assert light.attributes["effect"] is None


# Sirens -------------------------------------------------------------------------------------

SOUNDS = SirenEntityFeature.TURN_ON | SirenEntityFeature.TURN_OFF | SirenEntityFeature.DURATION


@pytest.mark.parametrize(
    ("product", "preset", "features", "tones"),
    [
        (
            "siren_minutes",
            "orion_outdoor",
            SOUNDS | SirenEntityFeature.TONES | SirenEntityFeature.VOLUME_SET,
            ["alarm_sound_light", "alarm_sound"],
        ),
        ("siren_104", "ecoolbuy", SOUNDS | SirenEntityFeature.TONES, [*range(1, 19)]),
        ("siren_switch", "qnect_sh_si01", SOUNDS | SirenEntityFeature.VOLUME_SET, None),
    ],
)
async def test_a_siren_offers_what_it_has(
    hass: HomeAssistant,
    product: str,
    preset: str,
    features: SirenEntityFeature,
    tones: list[int | str] | None,
) -> None:
    async with shown(hass, product, SIRENS[preset]) as siren:
        assert siren.attributes["supported_features"] == features
        assert siren.attributes.get("available_tones") == tones


@pytest.mark.parametrize(
    ("product", "preset", "asked", "points", "silent"),
    [
        (
            "siren_switch",
            "standard",
            {"tone": "mode_4", "volume_level": 1, "duration": 10},
            {"13": True, "21": "mode_4", "5": "high", "7": 10},
            {"13": False},
        ),
        (
            "siren_minutes",
            "orion_outdoor",
            {"duration": 61},
            {"1": "alarm_sound_light", "7": 1},
            {"1": "normal"},
        ),
        (
            "siren_battery_13",
            "sirena_ws902",
            {"tone": "alarm_sound", "duration": 30},
            {"1": "alarm_sound", "7": 1, "13": "high"},
            {"1": "normal"},
        ),
        (
            "siren_104",
            "neo_coolcam",
            {"tone": 12, "volume_level": 1},
            {"104": True, "102": "12", "116": "0"},
            {"104": False},
        ),
        (
            "siren_tone_words",
            "airam_s1wfaa",
            {"volume_level": 0.1},
            {"13": True, "1": "light_voice", "5": "low"},
            {"13": False},
        ),
    ],
)
async def test_a_siren_of_any_product_sounds_as_asked_and_falls_silent(
    hass: HomeAssistant,
    product: str,
    preset: str,
    asked: dict[str, Any],
    points: dict[str, Any],
    silent: dict[str, Any],
) -> None:
    async with shown(hass, product, SIRENS[preset]) as siren:
        await siren.act("turn_on", **asked)
        assert points.items() <= siren.appliance.status().items()
        assert siren.state == "on"

        await siren.act("turn_off")

        assert silent.items() <= siren.appliance.status().items()
        assert siren.state == "off"


async def test_a_duration_is_checked_against_what_the_siren_can(hass: HomeAssistant) -> None:
    async with shown(hass, "siren_minutes", SIRENS["orion_outdoor"]) as siren:
        with pytest.raises(ServiceValidationError, match="601 seconds, but for 1 to 600"):
            await siren.act("turn_on", duration=601)

        assert siren.state == "off"


# Locks --------------------------------------------------------------------------------------


async def test_a_lock_that_only_locks_says_so_when_it_is_to_unlock(hass: HomeAssistant) -> None:
    async with shown(hass, "lock_only", LOCK_DEADBOLT_LOCK_ONLY) as lock:
        await lock.act("lock")
        assert lock.state == "locked"

        with pytest.raises(ServiceValidationError, match="can be locked but not unlocked"):
            await lock.act("unlock")

        assert lock.state == "locked"


async def test_a_relay_lets_go_and_its_door_stays_unknown(hass: HomeAssistant) -> None:
    async with shown(hass, SimulatedRelay(moment=AGES), LOCK_RELAY) as lock:
        assert lock.state == "unknown"
        await lock.act("unlock")
        assert lock.appliance.status() == {"4": True}
        assert lock.state == "unknown"

        with pytest.raises(ServiceValidationError, match="locks again by itself"):
            await lock.act("lock")


@pytest.mark.parametrize("service", ["lock", "unlock"])
async def test_a_lock_that_sleeps_says_why_it_cannot_be_commanded(
    hass: HomeAssistant, service: str
) -> None:
    battery_lock = SimulatedBatteryLock(awake_seconds=AGES)

    async with shown(
        hass, battery_lock, LOCK_BATTERY, before=lambda _: battery_lock.wake()
    ) as lock:
        with pytest.raises(ServiceValidationError, match="runs on a battery and sleeps"):
            await lock.act(service)

        assert lock.state == "locked"
        assert battery_lock.status() == {"47": False}


async def test_a_lock_says_by_whom_it_was_opened_until_it_is_locked(hass: HomeAssistant) -> None:
    battery_lock = SimulatedBatteryLock(awake_seconds=AGES)

    async with shown(
        hass, battery_lock, LOCK_BATTERY, before=lambda _: battery_lock.wake()
    ) as lock:
        assert "changed_by" not in lock.attributes
        battery_lock.open_by(Record.FINGERPRINT, 3)
        await lock.link.until(lambda: lock.state == "unlocked")
        assert lock.attributes["changed_by"] == "fingerprint 3"

        battery_lock.turn_by_hand(locked=True)
        await lock.link.until(lambda: lock.state == "locked")

        assert "changed_by" not in lock.attributes


@pytest.mark.parametrize(
    ("profile", "service", "why"),
    [
        (
            PRESETS[DeviceKind.LOCK]["deadbolt"].with_fields(
                {"lan_lock": False, "lan_unlock": False}
            ),
            "lock",
            "cannot be commanded",
        ),
        (
            PRESETS[DeviceKind.LOCK]["deadbolt"].with_fields({"lan_lock": False}),
            "lock",
            "cannot be locked from afar",
        ),
        (LOCK_CLOUD, "lock", "has no way to do this"),
    ],
)
async def test_a_lock_says_why_it_cannot_be_locked(
    hass: HomeAssistant, profile: Profile, service: str, why: str
) -> None:
    async with shown(hass, "lock_mains", profile) as lock:
        with pytest.raises(HomeAssistantError, match=why):
            await lock.act(service)

        assert lock.state == "unlocked"
