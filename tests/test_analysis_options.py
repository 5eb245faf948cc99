"""What watches over the house is set on pages: the watch, its sensors, the numbers, the AI."""

from collections.abc import AsyncIterator
import json
from typing import Any

from homeassistant.components.frontend import DATA_PANELS
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import InvalidData
from homeassistant.helpers import area_registry as ar, entity_registry as er
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.tuya_twin.const import DOMAIN
from custom_components.tuya_twin.core.analysis import (
    Analysis,
    Homecoming,
    ReviewMode,
    Sensor,
)
from custom_components.tuya_twin.core.options import settings_from
from custom_components.tuya_twin.core.rules import Rules
from custom_components.tuya_twin.core.signs import Role, WatchMode
from tests.options_kit import Options

MOTION, DOOR, SMOKE = "binary_sensor.hall_motion", "binary_sensor.door", "binary_sensor.smoke"
PLAIN = {MOTION: "motion", DOOR: "door", SMOKE: "smoke"}
UNCLEAR = "binary_sensor.box"


@pytest.fixture
async def options(hass: HomeAssistant, enable_custom_integrations: None) -> AsyncIterator[Options]:
    """The options of a household without devices, in a Home Assistant that has sensors."""
    for entity_id, device_class in PLAIN.items():
        hass.states.async_set(entity_id, "off", {"device_class": device_class})
    hass.states.async_set(UNCLEAR, "off", {"friendly_name": "Box"})
    entry = MockConfigEntry(domain=DOMAIN, title="Cabin", data={"name": "Cabin"})
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    yield Options(hass, entry)
    if entry.state is ConfigEntryState.LOADED:
        await hass.config_entries.async_unload(entry.entry_id)


def registered(hass: HomeAssistant, name: str, area: str | None = None, **more: Any) -> str:
    """A motion sensor that is in the registry; returns its id there."""
    registry = er.async_get(hass)
    known = registry.async_get_or_create(
        "binary_sensor",
        "mqtt",
        name,
        suggested_object_id=name,
        original_name=name,
        **{"original_device_class": "motion", **more},
    )
    return registry.async_update_entity(known.entity_id, area_id=area).id


def analysis_of(options: Options) -> Analysis:
    """What the household goes by."""
    assert options.saved
    analysis: Analysis = options.entry.runtime_data.settings.analysis
    assert analysis == settings_from(options.entry.options).analysis
    return analysis


async def open_sensors(options: Options, zone: str = "Foyer") -> None:
    await options.open("sensors", "sensor_zone")
    await options.send({"zone": zone})


async def pick(options: Options, *sensors: str, zone: str = "Foyer") -> None:
    await open_sensors(options, zone)
    await options.send({"sensors": list(sensors)})


async def open_sensor(options: Options, sensor: str) -> None:
    await options.open("sensors", "choose_sensor")
    await options.send({"sensor": sensor})


async def test_the_gear_of_a_household_leads_to_these_pages_and_not_to_the_panel(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """Home Assistant's page of an integration shows one of the two."""
    assert entry.supports_options
    assert hass.data[DATA_PANELS]["tuya-twin"].config_panel_domain is None


# The watch ----------------------------------------------------------------------------------


async def test_the_house_is_watched_as_was_set(options: Options) -> None:
    await options.open("watching")
    assert options.suggested == {
        "follows": [],
        "mode": "away",
        "exit_seconds": 30,
        "entry_seconds": 30,
        "leave_open": True,
        "homecoming": "alarms",
        "grace_seconds": 120,
    }
    await options.submit(
        follows=["person.anna", "schedule.nights"],
        mode="night",
        exit_seconds=45.0,
        entry_seconds=0,
        leave_open=False,
        homecoming="warnings",
        grace_seconds=60,
    )

    analysis = analysis_of(options)
    watching = analysis.watching
    assert watching.follows == ("person.anna", "schedule.nights")
    assert (watching.mode, watching.leave_open) == (WatchMode.NIGHT, False)
    assert (watching.exit_seconds, watching.entry_seconds) == (45, 0)
    assert (analysis.homecoming, analysis.grace_seconds) == (Homecoming.WARNINGS, 60)


@pytest.mark.parametrize(
    ("follows", "error"),
    [
        (["light.lamp"], "not_to_follow"),
        (["alarm_control_panel.home", "person.anna"], "panel_decides_alone"),
        (["alarm_control_panel.home", "alarm_control_panel.shed"], "panel_decides_alone"),
    ],
)
async def test_what_cannot_decide_the_watch_is_refused_and_nothing_is_lost(
    options: Options, follows: list[str], error: str
) -> None:
    await options.open("watching")
    await options.submit(follows=follows, exit_seconds=45)

    assert options.errors == {"follows": error}
    assert (options.suggested["follows"], options.suggested["exit_seconds"]) == (follows, 45)
    await options.submit(follows=["alarm_control_panel.home"])
    assert analysis_of(options).watching.follows == ("alarm_control_panel.home",)


async def test_nothing_of_a_household_decides_its_own_watch(
    hass: HomeAssistant, options: Options
) -> None:
    own = er.async_entries_for_config_entry(er.async_get(hass), options.entry.entry_id)
    ready = next(each.entity_id for each in own if each.domain == "binary_sensor")
    await options.open("watching")

    with pytest.raises(InvalidData):
        await options.submit(follows=[ready])


# The sensors of a zone ----------------------------------------------------------------------


async def test_sensors_get_the_role_that_their_class_says(options: Options) -> None:
    await pick(options, MOTION, DOOR, SMOKE)

    assert analysis_of(options).sensors == (
        Sensor(entity=MOTION, role=Role.MOTION, zone="Foyer"),
        Sensor(entity=DOOR, role=Role.DOOR, zone="Foyer"),
        Sensor(entity=SMOKE, role=Role.SMOKE, zone="Foyer"),
    )


async def test_a_sensor_of_which_nothing_is_known_is_asked_about(options: Options) -> None:
    await pick(options, UNCLEAR, MOTION, "binary_sensor.other")

    assert options.page == "sensor"
    assert options.shown["description_placeholders"] == {
        "sensor": "Box",
        "zone": "Foyer",
    }
    assert options.suggested["role"] == "motion"
    await options.submit(role="tamper", always=True)
    assert options.page == "sensor"
    await options.submit(role="glass")
    roles = {sensor.entity: sensor.role for sensor in analysis_of(options).sensors}
    assert roles == {
        UNCLEAR: Role.TAMPER,
        MOTION: Role.MOTION,
        "binary_sensor.other": Role.GLASS,
    }


async def test_the_sensors_of_its_area_are_suggested_until_a_zone_has_some(
    hass: HomeAssistant, area_registry: ar.AreaRegistry, options: Options
) -> None:
    hall = area_registry.async_create("Hall").id
    for name in ("hall_1", "hall_2"):
        registered(hass, name, hall)
    elsewhere = registered(hass, "hall_3", hall)
    await options.open_zone("Foyer", "zone_place")
    await options.submit(area=hall)
    await pick(options, "binary_sensor.hall_3", zone="LivingRoom")
    assert [sensor.entity for sensor in analysis_of(options).sensors] == [elsewhere]

    await open_sensors(options)
    suggested = options.suggested["sensors"]
    await options.submit(sensors=[MOTION])
    await open_sensors(options)

    assert suggested == ["binary_sensor.hall_1", "binary_sensor.hall_2"]
    assert options.suggested["sensors"] == [MOTION]


async def test_a_zone_without_an_area_has_nothing_suggested(options: Options) -> None:
    await options.open_zone("Foyer", "zone_sensors")

    assert options.suggested["sensors"] == []


async def test_sensors_are_kept_when_they_are_renamed(
    hass: HomeAssistant, options: Options
) -> None:
    reference = registered(hass, "stairs")
    await pick(options, "binary_sensor.stairs")
    assert analysis_of(options).sensors[0].entity == reference
    er.async_get(hass).async_update_entity(
        "binary_sensor.stairs", new_entity_id="binary_sensor.upstairs"
    )

    await open_sensors(options)
    assert options.suggested["sensors"] == ["binary_sensor.upstairs"]
    await options.submit()
    assert [sensor.entity for sensor in analysis_of(options).sensors] == [reference]


async def test_sensors_that_are_gone_stay_until_they_are_forgotten(
    hass: HomeAssistant, options: Options
) -> None:
    registered(hass, "stairs")
    await pick(options, "binary_sensor.stairs", MOTION)
    er.async_get(hass).async_remove("binary_sensor.stairs")
    await hass.async_block_till_done()

    await open_sensors(options)
    assert options.suggested["sensors"] == [MOTION]
    assert options.shown["description_placeholders"]["gone"] == "1"
    await options.submit(forget_gone=False)
    assert len(analysis_of(options).sensors) == 2
    await open_sensor(options, MOTION)
    # What is gone can be chosen for nothing.
    assert options.fields == {"role", "modes", "always", "entry"}
    await open_sensors(options)
    await options.submit(forget_gone=True)
    assert [sensor.entity for sensor in analysis_of(options).sensors] == [MOTION]
    await open_sensors(options)
    assert "forget_gone" not in options.fields


async def test_a_sensor_is_moved_once_that_is_confirmed(options: Options) -> None:
    await pick(options, MOTION, DOOR, zone="LivingRoom")
    await open_sensor(options, MOTION)
    await options.submit(always=True)
    await pick(options, MOTION)

    assert options.page == "move_sensors"
    assert options.shown["description_placeholders"] == {"zone": "Foyer", "sensors": "hall motion"}
    await options.submit()
    assert analysis_of(options).sensors == (
        Sensor(entity=MOTION, role=Role.MOTION, zone="Foyer", always=True),
        Sensor(entity=DOOR, role=Role.DOOR, zone="LivingRoom"),
    )


async def test_a_sensor_that_is_taken_from_its_zone_is_forgotten(options: Options) -> None:
    await pick(options, MOTION, DOOR)
    await pick(options, DOOR)
    assert [sensor.entity for sensor in analysis_of(options).sensors] == [DOOR]

    await open_sensors(options)
    await options.submit("sensors")
    assert analysis_of(options).sensors == ()


async def test_what_can_be_no_sign_of_danger_is_not_offered(
    hass: HomeAssistant, options: Options
) -> None:
    own = er.async_entries_for_config_entry(er.async_get(hass), options.entry.entry_id)
    ready = next(each for each in own if each.domain == "binary_sensor")
    await open_sensors(options)
    with pytest.raises(InvalidData):
        await options.submit(sensors=[ready.entity_id])

    for wrong in (ready.id, "light.lamp", "0" * 32):
        await options.submit(sensors=[MOTION, wrong])
        assert options.errors == {"sensors": "no_sign_of_danger"}
        assert options.suggested["sensors"] == [MOTION, wrong]


async def test_a_sensor_that_was_picked_is_still_offered_whatever_it_has_become(
    hass: HomeAssistant, options: Options
) -> None:
    await pick(options, MOTION)
    hass.states.async_set(MOTION, "off", {"device_class": "battery"})
    await open_sensors(options)
    await options.submit()

    assert [sensor.entity for sensor in analysis_of(options).sensors] == [MOTION]


async def test_a_zone_that_goes_takes_its_sensors_and_its_camera_along(options: Options) -> None:
    await pick(options, MOTION, DOOR)
    await options.open_zone("Foyer", "zone_rules")
    await options.submit(own_rules=True, red_at=90)
    await options.open_zone("Foyer", "zone_camera")
    await options.submit(camera="camera.hall")
    await pick(options, SMOKE, zone="LivingRoom")
    await options.open_zone("Foyer", "remove_zone")
    await options.submit()

    assert analysis_of(options) == Analysis(
        sensors=(Sensor(entity=SMOKE, role=Role.SMOKE, zone="LivingRoom"),)
    )


async def test_what_a_simulated_household_has_by_itself_is_shown_as_picked(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    options = Options(hass, entry)
    before = set(entry.runtime_data.surveillance.senses.sensors)
    await open_sensors(options)
    assert options.suggested["sensors"] == [
        "binary_sensor.foyer_motion",
        "binary_sensor.foyer_vibration",
    ]
    await options.submit()

    assert {sensor.entity for sensor in analysis_of(options).sensors} == before


# One sensor ---------------------------------------------------------------------------------


async def test_no_sensor_is_offered_where_there_is_none(options: Options) -> None:
    await options.open("sensors")

    assert options.shown["menu_options"] == ["sensor_zone"]


async def test_a_sensor_is_chosen_by_name_and_zone(options: Options) -> None:
    await pick(options, MOTION)
    await options.open("sensors", "choose_sensor")

    assert options.choices("sensor") == {MOTION: "hall motion (Foyer)"}


async def test_a_sensor_counts_as_was_set(options: Options) -> None:
    await pick(options, MOTION)
    await open_sensor(options, MOTION)
    assert options.suggested == {
        "role": "motion",
        "modes": [],
        "always": False,
        "entry": "by_role",
    }
    await options.submit(role="person", modes=["night", "away"], always=True, entry="waits")

    assert analysis_of(options).sensors == (
        Sensor(
            entity=MOTION,
            role=Role.PERSON,
            zone="Foyer",
            modes=(WatchMode.NIGHT, WatchMode.AWAY),
            always=True,
            entry=True,
        ),
    )
    await open_sensor(options, MOTION)
    assert options.suggested["modes"] == ["night", "away"]
    await options.submit("modes", entry="at_once")
    changed = analysis_of(options).sensors[0]
    assert (changed.modes, changed.entry) == ((), False)


async def test_two_sensors_count_only_together(options: Options) -> None:
    await pick(options, MOTION, DOOR)
    await open_sensor(options, MOTION)
    assert options.choices("together") == {DOOR: "door (Foyer)"}
    await options.submit(together=[DOOR])
    first, second = analysis_of(options).sensors
    assert first.group == second.group != ""

    await open_sensor(options, DOOR)
    assert options.suggested["together"] == [MOTION]
    await options.submit("together")
    assert [sensor.group for sensor in analysis_of(options).sensors] == ["", ""]


async def test_a_fire_waits_for_no_second_sensor(options: Options) -> None:
    await pick(options, MOTION, DOOR, SMOKE)
    await open_sensor(options, MOTION)
    assert SMOKE not in options.choices("together")
    await options.submit(role="gas", together=[DOOR], always=True)

    assert options.errors == {"together": "hazard_alone"}
    assert (options.suggested["role"], options.suggested["always"]) == ("gas", True)
    await options.submit("together")
    assert analysis_of(options).sensors[0].role is Role.GAS


# The numbers --------------------------------------------------------------------------------


async def test_signs_are_weighed_as_was_set(options: Options) -> None:
    await options.open("rules")
    assert (options.suggested["night_from"], options.suggested["night_until"]) == (
        "22:00:00",
        "06:00:00",
    )
    assert (options.suggested["points"]["motion"], options.suggested["day_weight"]) == (50, 0.7)
    await options.submit(
        points={"motion": 60, "door": 50},
        night_from="23:30:00",
        night_until="05:15:30",
        night_weight=2.5,
        day_weight=0,
        yellow_at=30,
        red_at=100,
        followed=120,
        within_seconds=20,
        memory_seconds=120,
        group_seconds=15,
        calm_seconds=60,
        margin=5,
    )

    assert analysis_of(options).rules == Rules(
        points={Role.MOTION: 60},
        night_from=23 * 60 + 30,
        night_until=5 * 60 + 15,
        night_weight=2.5,
        day_weight=0.0,
        yellow_at=30,
        red_at=100,
        followed=120,
        within_seconds=20,
        memory_seconds=120,
        group_seconds=15,
        calm_seconds=60,
        margin=5,
    )
    await options.open("rules")
    assert options.suggested["points"]["motion"] == 60
    await options.submit()
    assert analysis_of(options).rules.points == {Role.MOTION: 60}


@pytest.mark.parametrize(
    ("numbers", "error"),
    [
        ({"yellow_at": 80}, {"red_at": "red_not_above_yellow"}),
        ({"yellow_at": 80.4, "red_at": 80.45}, {"red_at": "red_not_above_yellow"}),
        ({"within_seconds": 300}, {"memory_seconds": "memory_too_short"}),
    ],
    ids=str,
)
async def test_numbers_that_do_not_go_together_are_told_and_nothing_is_lost(
    options: Options, numbers: dict[str, float], error: dict[str, str]
) -> None:
    await options.open("rules")
    await options.submit(**numbers, points={"sound": 7})
    shown, errors = options.suggested, options.errors
    await options.submit(yellow_at=20, red_at=81, within_seconds=10)

    assert errors == error
    assert shown["points"]["sound"] == 7
    assert analysis_of(options).rules.points == {Role.SOUND: 7}


@pytest.mark.parametrize(
    "beyond",
    [{"day_weight": 5.1}, {"yellow_at": 0}, {"points": {"motion": 201}}, {"night_from": "25:00"}],
    ids=str,
)
async def test_numbers_keep_to_their_limits(options: Options, beyond: dict[str, Any]) -> None:
    await options.open("rules")

    with pytest.raises(InvalidData):
        await options.submit(**beyond)


async def test_a_zone_is_as_the_household_until_it_has_numbers_of_its_own(
    options: Options,
) -> None:
    await options.open("rules")
    await options.submit(red_at=90)
    await options.open_zone("Foyer", "zone_rules")
    assert (options.suggested["own_rules"], options.suggested["red_at"]) == (False, 90)
    await options.submit(own_rules=True, red_at=70)
    await options.open("rules")
    await options.submit(red_at=100)

    analysis = analysis_of(options)
    assert analysis.rules_of("Foyer").red_at == 70
    assert analysis.rules_of("LivingRoom").red_at == 100
    await options.open_zone("Foyer", "zone_rules")
    assert options.suggested["own_rules"] is True
    await options.submit(own_rules=False)
    assert analysis_of(options).zones == {}


async def test_numbers_without_a_tick_are_not_thrown_away(options: Options) -> None:
    await options.open_zone("Foyer", "zone_rules")
    await options.submit(red_at=70)

    assert options.errors == {"own_rules": "rules_not_own"}
    assert options.suggested["red_at"] == 70
    await options.submit(own_rules=True, yellow_at=70)
    assert options.errors == {"red_at": "red_not_above_yellow"}
    await options.submit(yellow_at=60)
    assert analysis_of(options).rules_of("Foyer") == Rules(red_at=70, yellow_at=60)


# The second opinion -------------------------------------------------------------------------


async def test_no_ai_is_asked_until_somebody_wants_it(options: Options) -> None:
    await options.open("review")

    assert options.suggested == {"mode": "off", "calls_a_day": 20}


async def test_an_ai_may_do_what_was_set(hass: HomeAssistant, options: Options) -> None:
    known = er.async_get(hass).async_get_or_create("ai_task", "demo", "1")
    await options.open("review")
    await options.submit(mode="act", entity=known.entity_id, calls_a_day=3)
    review = analysis_of(options).review
    assert (review.mode, review.entity, review.calls_a_day) == (ReviewMode.ACT, known.id, 3)

    await options.open("review")
    assert options.suggested["entity"] == known.entity_id
    await options.submit("entity", mode="advise")
    review = analysis_of(options).review
    assert (review.mode, review.entity) == (ReviewMode.ADVISE, "")


async def test_only_an_ai_task_is_asked(options: Options) -> None:
    await options.open("review")
    await options.submit(mode="advise", entity="light.lamp", calls_a_day=5)

    assert options.errors == {"entity": "not_an_ai_task"}
    assert (options.suggested["mode"], options.suggested["calls_a_day"]) == ("advise", 5)
    await options.submit(entity="ai_task.home")
    assert analysis_of(options).review.entity == "ai_task.home"


async def test_a_zone_has_a_camera_that_the_ai_may_see(
    hass: HomeAssistant, options: Options
) -> None:
    known = er.async_get(hass).async_get_or_create("camera", "demo", "1")
    await options.open_zone("Foyer", "zone_camera")
    await options.submit(camera="light.lamp")
    assert options.errors == {"camera": "not_a_camera"}
    await options.submit(camera=known.entity_id)
    assert analysis_of(options).review.cameras == {"Foyer": known.id}

    await options.open_zone("Foyer", "zone_camera")
    assert options.suggested == {"camera": known.entity_id}
    await options.submit("camera")
    assert analysis_of(options).review.cameras == {}


# What was never right, and what stays secret ------------------------------------------------


async def test_what_cannot_be_read_is_set_anew_and_all_else_stays(
    hass: HomeAssistant, options: Options
) -> None:
    await hass.config_entries.async_unload(options.entry.entry_id)
    broken = {"analysis": {"watching": {"mode": "off"}}, "people": {"rounds": 1}}
    hass.config_entries.async_update_entry(options.entry, options=broken)
    await options.open("watching")
    assert options.suggested["mode"] == "away"
    await options.submit(mode="home")
    await hass.config_entries.async_setup(options.entry.entry_id)

    assert analysis_of(options).watching.mode is WatchMode.HOME
    assert options.entry.runtime_data.settings.people.rounds == 1


async def test_diagnostics_name_nothing_that_watches_over_the_house(
    hass: HomeAssistant, options: Options, hass_client: ClientSessionGenerator
) -> None:
    assert await async_setup_component(hass, "diagnostics", {})
    await pick(options, MOTION, DOOR)
    await open_sensor(options, MOTION)
    await options.submit(together=[DOOR])
    await options.open("watching")
    await options.submit(follows=["person.anna"])
    await options.open("review")
    await options.submit(entity="ai_task.home", calls_a_day=7)
    await options.open_zone("Foyer", "zone_camera")
    await options.submit(camera="camera.hall")

    told = await get_diagnostics_for_config_entry(hass, hass_client, options.entry)

    named = [MOTION, DOOR, "person.anna", "ai_task.home", "camera.hall"]
    assert [name for name in named if name in json.dumps(told)] == []
    assert told["options"]["analysis"]["sensors"][0]["role"] == "motion"
    assert told["options"]["analysis"]["review"]["calls_a_day"] == 7
