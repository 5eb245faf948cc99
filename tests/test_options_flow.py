"""The options of a household: every page, and what the house then does."""

from collections.abc import AsyncIterator
import json
import logging
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import InvalidData
from homeassistant.helpers import area_registry as ar
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_mock_service

from custom_components.tuya_twin.const import DOMAIN
from custom_components.tuya_twin.coordinator import HouseholdCoordinator
from custom_components.tuya_twin.core.model import HOUSE, Protocol, Zone
from custom_components.tuya_twin.core.options import settings_from
from custom_components.tuya_twin.core.policy import BulbAction, Scope, Tell
from custom_components.tuya_twin.core.run import Cause, Run
from custom_components.tuya_twin.core.settings import DrillSiren, Settings
from tests.kit import BULB, LOCK, SIREN, device_of, until
from tests.options_kit import WORDS, Options

PAGES = [
    "red",
    "yellow",
    "green",
    "zones",
    "watching",
    "sensors",
    "rules",
    "review",
    "people",
    "locks",
    "drills",
    "screens",
    "record",
]
MENUS = {"zones", "sensors"}
ANNA = Cause(origin="person", name="Anna")
CODE = "271828"
GREEN_LIGHT, RED_LIGHT = [0, 255, 0], [255, 0, 0]


@pytest.fixture
def options(hass: HomeAssistant, entry: MockConfigEntry) -> Options:
    return Options(hass, entry)


@pytest.fixture
async def cabin(
    hass: HomeAssistant, enable_custom_integrations: None
) -> AsyncIterator[MockConfigEntry]:
    """A household without devices."""
    entry = MockConfigEntry(domain=DOMAIN, title="Cabin", data={"name": "Cabin"})
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    yield entry
    if entry.state is ConfigEntryState.LOADED:
        await hass.config_entries.async_unload(entry.entry_id)


@pytest.fixture
def plans(hass: HomeAssistant, cabin: MockConfigEntry) -> Options:
    """The options of a household where nothing has to be waited for."""
    return Options(hass, cabin)


def settings_of(options: Options) -> Settings:
    """What the household goes by."""
    assert options.saved
    running: HouseholdCoordinator = options.entry.runtime_data
    assert running.settings == settings_from(options.entry.options)
    return running.settings


async def running(hass: HomeAssistant, options: Options) -> HouseholdCoordinator:
    """The household that came to life with the options, every device of it answering."""
    assert options.saved
    coordinator: HouseholdCoordinator = options.entry.runtime_data
    for link in coordinator.links.values():
        await until(link, lambda link: link.report.reachable)
    await hass.async_block_till_done()
    return coordinator


async def run(coordinator: HouseholdCoordinator, protocol: Protocol, zone: str = HOUSE) -> Run:
    return await coordinator.response.execute(protocol, zone, ANNA)


def points(coordinator: HouseholdCoordinator, device_id: str) -> dict[str, Any]:
    """What the simulated device itself stands at."""
    return dict(device_of(coordinator, device_id).appliance.status())


# The menu -----------------------------------------------------------------------------------


async def test_a_simulated_household_has_options(options: Options) -> None:
    await options.open()

    assert options.shown["menu_options"] == PAGES


async def test_an_own_household_has_the_same_options(plans: Options) -> None:
    await plans.open()

    assert plans.shown["menu_options"] == PAGES


async def test_a_page_that_is_left_as_it_is_changes_nothing(
    hass: HomeAssistant, plans: Options
) -> None:
    before = plans.entry.runtime_data
    for page in PAGES:
        if page not in MENUS:
            await plans.open(page)
            await plans.submit()
            assert plans.saved

    assert plans.entry.options == {}
    assert plans.entry.runtime_data is before


async def test_a_saved_page_keeps_all_the_others(plans: Options) -> None:
    await plans.open("people")
    await plans.submit(rounds=1)
    await plans.open("zones", "add_zone")
    await plans.send({"name": "Attic"})
    await plans.open("red")
    await plans.submit(tell="nobody")
    await plans.open("record")
    await plans.submit(days=30)

    settings = settings_of(plans)
    assert (settings.people.rounds, settings.keeping.days) == (1, 30)
    assert settings.policy.level(HOUSE, Protocol.RED.status).tell is Tell.NOBODY
    assert plans.entry.runtime_data.house.zones[-1] == Zone(id="Attic", name="Attic")


async def test_every_word_is_shown_somewhere() -> None:
    steps = set(PAGES) | {"init", "choose_zone", "add_zone", "zone", "zone_place", "remove_zone"}
    steps |= {f"zone_{protocol.value}" for protocol in Protocol}
    steps |= {"sensor_zone", "zone_sensors", "move_sensors", "choose_sensor", "sensor"}
    steps |= {"zone_rules", "zone_camera"}

    assert WORDS["step"].keys() == steps


# What a status does -------------------------------------------------------------------------


async def test_sirens_sound_as_loud_and_long_as_was_set(
    hass: HomeAssistant, options: Options
) -> None:
    await options.open("red")
    await options.submit(sirens={"volume": 34, "seconds": 25, "cap_seconds": 50})
    house = await running(hass, options)

    await run(house, Protocol.RED)

    sounding = points(house, SIREN)
    assert (sounding["13"], sounding["5"], sounding["7"]) == (True, "low", 25)
    alarm = house.house.alarms[SIREN]
    assert (alarm.until - alarm.since).total_seconds() == 50


async def test_what_is_left_alone_stays_as_it_is(hass: HomeAssistant, options: Options) -> None:
    await options.open("red")
    await options.submit(sirens={"action": "leave"}, bulbs={"action": "leave"}, locks="leave")
    house = await running(hass, options)
    before = {device: points(house, device) for device in (BULB, SIREN, LOCK)}

    assert (await run(house, Protocol.RED)).steps == ()
    assert {device: points(house, device) for device in (BULB, SIREN, LOCK)} == before


async def test_bulbs_light_up_in_the_colour_that_was_chosen(
    hass: HomeAssistant, options: Options
) -> None:
    await options.open("yellow")
    await options.submit(bulbs={"colour": GREEN_LIGHT, "brightness": 50, "effect": "steady"})
    house = await running(hass, options)

    await run(house, Protocol.YELLOW, "LivingRoom")

    assert points(house, BULB)["24"] == "007803e801f4"


async def test_yellow_can_lock_and_sound_in_the_whole_house(
    hass: HomeAssistant, options: Options
) -> None:
    await options.open("yellow")
    await options.submit(sirens={"action": "sound"}, locks="lock", scope="house", tell="quietly")
    house = await running(hass, options)

    result = await run(house, Protocol.YELLOW, "MasterBedroom")

    assert {step.device.id for step in result.steps} == {BULB, SIREN, LOCK}
    assert points(house, LOCK)["47"] is False


async def test_green_can_leave_the_bulbs_and_silences_all_the_same(
    hass: HomeAssistant, options: Options
) -> None:
    await options.open("green")
    assert options.fields == {"bulbs"}
    await options.submit(bulbs="leave")
    house = await running(hass, options)

    result = await run(house, Protocol.GREEN)

    assert [step.device.id for step in result.steps] == [SIREN]


async def test_a_page_shows_what_was_saved(plans: Options) -> None:
    await plans.open("red")
    shown = plans.suggested
    await plans.submit(bulbs={"colour": [18, 52, 86]}, scope="zone")
    await plans.open("red")

    assert shown["bulbs"] == {
        "action": "light",
        "colour": RED_LIGHT,
        "brightness": 100,
        "effect": "strobe",
    }
    # The same colour, as bright as it can be.
    assert plans.suggested["bulbs"]["colour"] == [54, 154, 255]
    assert plans.suggested["scope"] == "zone"
    assert settings_of(await _unchanged(plans)).policy.levels[Protocol.RED.status].bulbs.hue == 210


async def _unchanged(options: Options) -> Options:
    """Save the page that is shown as it is."""
    await options.submit()
    return options


async def test_a_colour_that_is_not_touched_does_not_drift(plans: Options) -> None:
    await plans.open("red")
    await plans.submit(bulbs={"colour": [255, 243, 242]})
    first = settings_of(plans)
    for brightness in (50, 51):
        await plans.open("red")
        await plans.submit(bulbs={"brightness": brightness})
    red = Protocol.RED.status
    before, after = first.policy.levels[red].bulbs, settings_of(plans).policy.levels[red].bulbs

    assert (after.hue, after.saturation) == (before.hue, before.saturation)


async def test_numbers_are_whole(plans: Options) -> None:
    await plans.open("red")
    await plans.submit(sirens={"seconds": 10.4, "volume": 49.6})

    sirens = settings_of(plans).policy.levels[Protocol.RED.status].sirens
    assert (sirens.seconds, sirens.volume) == (10, 50)


async def test_a_siren_may_not_be_cut_off_before_it_has_sounded_once(plans: Options) -> None:
    await plans.open("red")
    await plans.submit(sirens={"seconds": 120, "cap_seconds": 90}, locks="leave")

    assert plans.errors == {"sirens": "cap_too_short"}
    assert plans.suggested["sirens"]["seconds"] == 120
    assert plans.suggested["locks"] == "leave"
    await plans.submit(sirens={"cap_seconds": 120})
    assert settings_of(plans).policy.levels[Protocol.RED.status].sirens.cap_seconds == 120


async def test_black_is_no_light(plans: Options) -> None:
    await plans.open("yellow")
    await plans.submit(bulbs={"colour": [0, 0, 0]}, scope="house")

    assert plans.errors == {"bulbs": "colour_is_black"}
    assert plans.suggested["scope"] == "house"
    await plans.submit(bulbs={"colour": RED_LIGHT})
    level = settings_of(plans).policy.levels[Protocol.YELLOW.status]
    assert (level.bulbs.hue, level.scope) == (0, Scope.HOUSE)


@pytest.mark.parametrize(
    "beyond",
    [{"sirens": {"volume": 0}}, {"sirens": {"cap_seconds": 3601}}, {"locks": "unlock"}],
    ids=str,
)
async def test_a_page_takes_nothing_beyond_its_limits(
    plans: Options, beyond: dict[str, Any]
) -> None:
    await plans.open("red")

    with pytest.raises(InvalidData):
        await plans.submit(**beyond)


# Zones --------------------------------------------------------------------------------------


async def test_the_rules_of_a_zone_beat_those_of_the_household(
    hass: HomeAssistant, options: Options
) -> None:
    await options.open_zone("Foyer", "zone_red")
    await options.submit(own_rules=True, sirens={"action": "leave"}, locks="leave")
    house = await running(hass, options)

    await run(house, Protocol.RED, "LivingRoom")

    assert points(house, BULB)["24"] == "000003e803e8"
    assert points(house, SIREN)["13"] is False
    assert points(house, LOCK)["47"] is True


async def test_a_zone_is_as_the_household_until_it_has_rules_of_its_own(plans: Options) -> None:
    await plans.open("green")
    await plans.submit(bulbs="leave")
    await plans.open_zone("Foyer", "zone_green")

    assert plans.suggested == {"own_rules": False, "bulbs": "leave"}
    await plans.submit(own_rules=True, bulbs="put_back")
    policy = settings_of(plans).policy
    green = Protocol.GREEN.status
    assert policy.level("Foyer", green).bulbs.action is BulbAction.PUT_BACK
    assert policy.level("LivingRoom", green).bulbs.action is BulbAction.LEAVE


async def test_a_zone_gives_its_own_rules_up_one_by_one(plans: Options) -> None:
    for page in ("zone_red", "zone_yellow"):
        await plans.open_zone("Foyer", page)
        await plans.submit(own_rules=True, locks="lock")
    left = []
    for page in ("zone_red", "zone_yellow"):
        await plans.open_zone("Foyer", page)
        assert plans.suggested["own_rules"] is True
        await plans.submit(own_rules=False)
        left.append({zone: set(own) for zone, own in settings_of(plans).policy.zones.items()})

    assert left == [{"Foyer": {Protocol.YELLOW.status}}, {}]


async def test_rules_without_a_tick_are_not_thrown_away(plans: Options) -> None:
    await plans.open_zone("Foyer", "zone_red")
    await plans.submit(locks="leave")

    assert plans.errors == {"own_rules": "rules_not_own"}
    assert plans.suggested["locks"] == "leave"
    await plans.submit(own_rules=True, sirens={"seconds": 200})
    assert plans.errors == {"sirens": "cap_too_short"}
    await plans.submit(own_rules=False)
    assert plans.errors == {"own_rules": "rules_not_own"}
    await plans.submit(locks="lock", sirens={"seconds": 60})
    assert settings_of(plans).policy.zones == {}


async def test_a_zone_has_a_name_an_area_and_people(
    hass: HomeAssistant, area_registry: ar.AreaRegistry, plans: Options
) -> None:
    area = area_registry.async_create("Entrance")
    await plans.open_zone("Foyer", "zone_place")
    await plans.submit(name=" Hall ", area=area.id, first=["notify.porter"])
    assert plans.entry.options["zones"] == [
        ["LivingRoom", "Living room"],
        ["Foyer", "Hall", area.id],
        ["MasterBedroom", "Master bedroom"],
    ]
    house = plans.entry.runtime_data.house
    assert house.zones[1] == Zone(id="Foyer", name="Hall", area=area.id)
    assert settings_of(plans).people.zones == {"Foyer": ("notify.porter",)}

    await plans.open_zone("Foyer", "zone_place")
    assert plans.suggested == {"name": "Hall", "area": area.id, "first": ["notify.porter"]}
    await plans.submit("area", "first")
    assert plans.entry.options["zones"][1] == ["Foyer", "Hall"]
    assert settings_of(plans).people.zones == {}


@pytest.mark.parametrize(
    ("name", "error"),
    [
        (" ", "blank"),
        ("house", "zone_is_house"),
        ("living-room", "zone_taken"),
        ("MasterBedroom", "zone_taken"),
    ],
)
async def test_a_zone_has_a_name_of_its_own(plans: Options, name: str, error: str) -> None:
    await plans.open("zones", "add_zone")
    await plans.send({"name": name, "area": "attic"})
    added = plans.errors
    assert plans.suggested["area"] == "attic"
    await plans.submit(name="Attic")
    assert plans.entry.options["zones"][-1] == ["Attic", "Attic", "attic"]

    await plans.open_zone("Foyer", "zone_place")
    await plans.submit(name=name, first=["notify.porter"])
    assert (added, plans.errors) == ({"name": error}, {"name": error})
    assert plans.suggested["first"] == ["notify.porter"]
    await plans.submit(name="foyer")
    assert plans.entry.runtime_data.house.zones[1].name == "foyer"


async def test_a_new_zone_has_an_id_for_the_wire(plans: Options) -> None:
    await plans.open("zones", "add_zone")
    await plans.send({"name": "Küche & Bad"})

    assert plans.entry.options["zones"][-1] == ["KucheBad", "Küche & Bad"]
    assert (await run(plans.entry.runtime_data, Protocol.RED, "KucheBad")).zone == "KucheBad"
    await run(plans.entry.runtime_data, Protocol.GREEN)


async def test_a_zone_goes_with_everything_that_was_decided_about_it(plans: Options) -> None:
    await plans.open_zone("Foyer", "zone_red")
    await plans.submit(own_rules=True)
    await plans.open_zone("Foyer", "zone_place")
    await plans.submit(first=["notify.porter"])
    await plans.open_zone("Foyer", "remove_zone")
    await plans.submit()

    settings = settings_of(plans)
    assert (settings.policy.zones, settings.people.zones) == ({}, {})
    assert [zone.id for zone in plans.entry.runtime_data.house.zones] == [
        "LivingRoom",
        "MasterBedroom",
    ]


async def menu_of_zone(options: Options, zone: str) -> list[str]:
    await options.open("zones", "choose_zone")
    await options.send({"zone": zone})
    pages: list[str] = options.shown["menu_options"]
    return pages


async def test_a_zone_that_devices_are_in_stays(options: Options) -> None:
    assert "remove_zone" not in await menu_of_zone(options, "Foyer")
    assert "remove_zone" in await menu_of_zone(options, "MasterBedroom")


async def test_a_zone_that_is_not_green_stays(plans: Options) -> None:
    await run(plans.entry.runtime_data, Protocol.YELLOW, "Foyer")
    assert "remove_zone" not in await menu_of_zone(plans, "Foyer")

    await run(plans.entry.runtime_data, Protocol.GREEN, "Foyer")
    assert "remove_zone" in await menu_of_zone(plans, "Foyer")


async def test_the_last_zone_stays(plans: Options) -> None:
    for zone in ("Foyer", "LivingRoom"):
        await plans.open_zone(zone, "remove_zone")
        await plans.submit()

    assert "remove_zone" not in await menu_of_zone(plans, "MasterBedroom")


async def test_a_household_that_does_not_run_can_lose_a_zone(
    hass: HomeAssistant, plans: Options
) -> None:
    await hass.config_entries.async_unload(plans.entry.entry_id)

    assert "remove_zone" in await menu_of_zone(plans, "Foyer")


# People -------------------------------------------------------------------------------------


async def test_everybody_who_can_be_told_is_offered_by_name(
    hass: HomeAssistant, plans: Options
) -> None:
    for service in ("mobile_app_annas_phone", "notify", "send_message", "persistent_notification"):
        async_mock_service(hass, "notify", service)
    hass.states.async_set("notify.hall", "unknown", {"friendly_name": "Display in the hall"})
    await plans.open("people")

    assert plans.choices("first") == {
        "notify.mobile_app_annas_phone": "Mobile app annas phone",
        "notify.hall": "Display in the hall",
    }


async def test_people_are_told_in_the_order_that_was_set(plans: Options) -> None:
    await plans.open("people")
    await plans.submit(
        first=["notify.anna"],
        second=["notify.ben", "notify.porter"],
        wait_seconds=30,
        rounds=2,
        persistent=False,
    )

    people = settings_of(plans).people
    assert people.calls == (("notify.anna",), ("notify.ben", "notify.porter"))
    assert (people.wait_seconds, people.rounds, people.persistent) == (30, 2, False)


async def test_whoever_is_gone_can_still_be_kept(plans: Options) -> None:
    await plans.open("people")
    await plans.submit(first=["notify.anna"])
    await plans.open("people")

    assert plans.choices("first") == {"notify.anna": "notify.anna"}
    assert plans.suggested["first"] == ["notify.anna"]
    await plans.submit("first")
    assert settings_of(plans).people.calls == ()


async def test_nobody_is_waited_for_who_was_not_told(plans: Options) -> None:
    await plans.open("people")
    await plans.submit(second=["notify.ben"], rounds=5)
    assert plans.errors == {"first": "nobody_before"}
    assert (plans.suggested["second"], plans.suggested["rounds"]) == (["notify.ben"], 5)

    await plans.submit("second", first=["notify.anna"], third=["notify.porter"])
    assert plans.errors == {"second": "nobody_before"}
    await plans.submit("third", second=["notify.porter"])
    assert settings_of(plans).people.calls == (("notify.anna",), ("notify.porter",))


@pytest.mark.parametrize("target", ["anna", "light.lamp", "notify.", "Anna's phone"])
async def test_only_who_can_be_told_is_taken(plans: Options, target: str) -> None:
    await plans.open("people")
    await plans.submit(first=["notify.anna"], second=[target])
    assert plans.errors == {"second": "not_a_notifier"}
    assert plans.suggested["second"] == [target]

    await plans.open_zone("Foyer", "zone_place")
    await plans.submit(first=[target])
    assert plans.errors == {"first": "not_a_notifier"}


# Locks and hazards --------------------------------------------------------------------------


def hazards_of(coordinator: HouseholdCoordinator) -> tuple[str, ...]:
    return coordinator.house.hazards


async def test_the_sensors_that_count_forbid_locking(hass: HomeAssistant, options: Options) -> None:
    await options.open("locks")
    await options.submit(sensors=["binary_sensor.kitchen"], by_class=False)
    house = await running(hass, options)
    smoke = {"device_class": "smoke"}
    hass.states.async_set("binary_sensor.garage", "on", smoke)
    await hass.async_block_till_done()
    assert hazards_of(house) == ()

    hass.states.async_set("binary_sensor.kitchen", "on", smoke)
    await hass.async_block_till_done()

    assert hazards_of(house) == ("binary_sensor.kitchen",)
    assert options.entry.options["interlock"]["by_class"] is False


async def test_only_binary_sensors_tell_of_hazards(plans: Options) -> None:
    await plans.open("locks")
    await plans.submit(sensors=["sensor.smoke"], by_class=False)

    assert plans.errors == {"sensors": "not_a_sensor"}
    assert plans.suggested["sensors"] == ["sensor.smoke"]
    assert plans.suggested["by_class"] is False


async def set_code(options: Options) -> None:
    await options.open("locks")
    assert options.fields == {"sensors", "by_class", "code", "code_again"}
    await options.submit(code=CODE, code_again=CODE)


async def test_a_code_is_kept_as_a_hash_only(
    caplog: pytest.LogCaptureFixture, plans: Options
) -> None:
    caplog.set_level(logging.DEBUG)
    await set_code(plans)

    code = settings_of(plans).interlock.code
    assert code is not None
    assert code.fits(CODE)
    assert set(plans.entry.options["interlock"]["code"]) == {"salt", "digest"}
    assert CODE not in json.dumps(dict(plans.entry.options))
    assert CODE not in caplog.text


async def test_a_code_is_never_shown_and_stays_if_none_is_typed(plans: Options) -> None:
    await set_code(plans)
    code = settings_of(plans).interlock.code
    await plans.open("locks")

    assert plans.suggested == {"sensors": [], "by_class": True, "remove_code": False}
    await plans.submit(by_class=False, code=" ", code_again="")
    assert settings_of(plans).interlock.code == code


async def test_a_code_can_be_changed_and_removed(plans: Options) -> None:
    await set_code(plans)
    await plans.open("locks")
    await plans.submit(code="4321", code_again="4321 ")
    changed = settings_of(plans).interlock.code
    assert changed is not None
    assert changed.fits("4321")

    await plans.open("locks")
    await plans.submit(remove_code=True)
    assert settings_of(plans).interlock.code is None


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"code": "1234", "code_again": "1243"}, {"code_again": "codes_differ"}),
        ({"code": "1234"}, {"code_again": "codes_differ"}),
        ({"code_again": "1234"}, {"code_again": "codes_differ"}),
        ({"code": "123", "code_again": "123"}, {"code": "code_not_digits"}),
        ({"code": "12e4", "code_again": "12e4"}, {"code": "code_not_digits"}),
        (
            {"code": "1234", "code_again": "1234", "remove_code": True},
            {"remove_code": "code_set_and_removed"},
        ),
    ],
    ids=str,
)
async def test_a_mistyped_code_changes_nothing_and_loses_nothing_else(
    plans: Options, typed: dict[str, Any], error: dict[str, str]
) -> None:
    await set_code(plans)
    before = settings_of(plans).interlock
    await plans.open("locks")
    await plans.submit(sensors=["binary_sensor.attic"], **typed)

    assert plans.errors == error
    assert plans.suggested["sensors"] == ["binary_sensor.attic"]
    assert not {"code", "code_again"} & plans.suggested.keys()
    assert settings_from(plans.entry.options).interlock == before
    await plans.submit(code="4321", code_again="4321", remove_code=False)
    assert settings_of(plans).interlock.sensors == ("binary_sensor.attic",)


# Drills, readiness and the record -----------------------------------------------------------


async def test_readiness_is_as_strict_as_was_set(plans: Options) -> None:
    assert [gap.gap.value for gap in plans.entry.runtime_data.gaps(HOUSE)] == ["no_screen"]
    await plans.open("drills")
    await plans.submit(every_days=7, sirens="silent", needs_screen=False, deadline=2.5)

    settings = settings_of(plans)
    assert (settings.drills.every_days, settings.drills.sirens) == (7, DrillSiren.SILENT)
    assert (settings.needs_screen, settings.deadline) == (False, 2.5)
    assert plans.entry.runtime_data.gaps(HOUSE) == ()


async def test_the_record_is_kept_as_long_as_was_set(plans: Options) -> None:
    await plans.open("record")
    assert plans.suggested == {"days": 365, "megabytes": 64}
    await plans.submit(days=30, megabytes=8)

    keeping = settings_of(plans).keeping
    assert (keeping.days, keeping.megabytes) == (30, 8)


# What was never right -----------------------------------------------------------------------


async def test_options_that_nobody_can_read_are_set_anew_and_the_others_stay(
    hass: HomeAssistant, plans: Options
) -> None:
    broken = {"levels": {"RED_CRITICAL": {"locks": {"action": "unlock"}}}, "drills": {"x": 1}}
    await hass.config_entries.async_unload(plans.entry.entry_id)
    hass.config_entries.async_update_entry(plans.entry, options={**broken, "people": {"rounds": 1}})
    await plans.open("red")

    assert plans.suggested["locks"] == "lock"
    await plans.submit(tell="nobody")
    await hass.config_entries.async_setup(plans.entry.entry_id)
    settings = settings_of(plans)
    assert settings.people.rounds == 1
    assert settings.policy.levels[Protocol.RED.status].tell is Tell.NOBODY
