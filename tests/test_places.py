"""Areas give zones their names, floors give them their place; both as they are at the moment."""

from collections.abc import AsyncIterator
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
    floor_registry as fr,
)
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.tuya_twin.const import CONF_PLAN, DOMAIN
from custom_components.tuya_twin.coordinator import HouseholdCoordinator
from custom_components.tuya_twin.core.model import HOUSE, Status
from tests.kit import Screen, set_status, watching
from tests.options_kit import Options

pytestmark = pytest.mark.usefixtures("enable_custom_integrations")


@pytest.fixture
async def cabin(
    hass: HomeAssistant, area_registry: ar.AreaRegistry
) -> AsyncIterator[MockConfigEntry]:
    """A household without devices: one zone is called as its area is, one is not."""
    hall = area_registry.async_create("Entrance Hall")
    lounge = area_registry.async_create("Lounge")
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="Cabin",
        data={"name": "Cabin"},
        options={
            "zones": [
                ["Foyer", "entrance hall", hall.id],
                ["LivingRoom", "Den", lounge.id],
                ["Attic", "Attic"],
            ]
        },
    )
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    yield entry
    if entry.state is ConfigEntryState.LOADED:
        await hass.config_entries.async_unload(entry.entry_id)


@pytest.fixture
def entry(cabin: MockConfigEntry) -> MockConfigEntry:
    """What `url` waits for."""
    return cabin


def names(entry: MockConfigEntry) -> dict[str, str]:
    running: HouseholdCoordinator = entry.runtime_data
    return {zone.id: zone.name for zone in running.house.zones}


def rename(registry: ar.AreaRegistry, area: str, name: str) -> None:
    known = registry.async_get_area_by_name(area)
    assert known is not None
    registry.async_update(known.id, name=name)


async def test_a_zone_is_called_as_its_area_unless_it_was_given_a_name(
    hass: HomeAssistant,
    cabin: MockConfigEntry,
    area_registry: ar.AreaRegistry,
    device_registry: dr.DeviceRegistry,
    entity_registry: er.EntityRegistry,
) -> None:
    household = cabin.runtime_data
    assert names(cabin) == {"Foyer": "Entrance Hall", "LivingRoom": "Den", "Attic": "Attic"}
    rename(area_registry, "Entrance Hall", "Lobby")
    rename(area_registry, "Lounge", "Library")
    await hass.async_block_till_done()

    assert names(cabin) == {"Foyer": "Lobby", "LivingRoom": "Den", "Attic": "Attic"}
    assert cabin.runtime_data is household
    device = device_registry.async_get_device_by_identifier(
        (DOMAIN, f"{cabin.entry_id}_Foyer"), cabin.entry_id
    )
    assert device is not None
    assert device.name == "Lobby"
    entity_id = entity_registry.async_get_entity_id(
        "sensor", DOMAIN, f"{cabin.entry_id}_Foyer_status"
    )
    assert entity_id is not None
    state = hass.states.get(entity_id)
    assert state is not None
    assert "Lobby" in state.attributes["friendly_name"]
    assert "Entrance" not in state.attributes["friendly_name"]


async def test_a_renaming_reaches_the_screens_and_interrupts_no_alarm(
    hass: HomeAssistant,
    cabin: MockConfigEntry,
    area_registry: ar.AreaRegistry,
    url: str,
    hass_access_token: str,
) -> None:
    household = cabin.runtime_data
    await set_status(household, Status.RED_CRITICAL, HOUSE)
    async with watching(url, token=hass_access_token) as screen:
        before = len(screen.events)
        rename(area_registry, "Entrance Hall", "Lobby")
        told = await screen.next("snapshot", after=before)

    assert [zone["name"] for zone in told["zones"]] == ["Lobby", "Den", "Attic"]
    assert told["house"]["status"] == "RED_CRITICAL"
    await hass.async_block_till_done()
    assert cabin.runtime_data is household
    assert household.house.shown(HOUSE) is Status.RED_CRITICAL


async def test_a_name_that_changed_while_the_household_was_away_is_taken_up(
    hass: HomeAssistant, cabin: MockConfigEntry, area_registry: ar.AreaRegistry
) -> None:
    await hass.config_entries.async_unload(cabin.entry_id)
    rename(area_registry, "Entrance Hall", "Lobby")
    rename(area_registry, "Lounge", "Library")
    await hass.config_entries.async_setup(cabin.entry_id)

    assert names(cabin) == {"Foyer": "Lobby", "LivingRoom": "Den", "Attic": "Attic"}


async def test_an_area_that_is_gone_leaves_its_name_behind(
    hass: HomeAssistant, cabin: MockConfigEntry, area_registry: ar.AreaRegistry
) -> None:
    hall = area_registry.async_get_area_by_name("Entrance Hall")
    assert hall is not None
    area_registry.async_delete(hall.id)
    await hass.config_entries.async_reload(cabin.entry_id)

    assert names(cabin)["Foyer"] == "Entrance Hall"


async def test_a_change_that_the_user_makes_meanwhile_is_not_lost(
    hass: HomeAssistant, cabin: MockConfigEntry, area_registry: ar.AreaRegistry
) -> None:
    household = cabin.runtime_data
    zones = [*cabin.options["zones"], ["Cellar", "Cellar"]]
    hass.config_entries.async_update_entry(cabin, options={**cabin.options, "zones": zones})
    rename(area_registry, "Entrance Hall", "Lobby")
    await hass.async_block_till_done()

    assert cabin.runtime_data is not household
    assert names(cabin) == {
        "Foyer": "Lobby",
        "LivingRoom": "Den",
        "Attic": "Attic",
        "Cellar": "Cellar",
    }


@pytest.mark.parametrize(
    ("zone", "answers", "after"),
    [
        # A name that was typed stays.
        ("Foyer", {"name": "Mud room"}, ["Mud room", "Mud room"]),
        # A zone that goes by its area goes by the next one as well.
        ("Foyer", {"area": "Lounge"}, ["Lounge", "Library"]),
        # One that does not keeps its name, whatever area it is.
        ("LivingRoom", {"area": "Entrance Hall"}, ["Den", "Den"]),
        # One that is named like its area from now on goes by it.
        ("LivingRoom", {"name": "lounge"}, ["Lounge", "Library"]),
    ],
)
async def test_what_the_user_says_counts(
    hass: HomeAssistant,
    cabin: MockConfigEntry,
    area_registry: ar.AreaRegistry,
    zone: str,
    answers: dict[str, Any],
    after: list[str],
) -> None:
    if (area := area_registry.async_get_area_by_name(answers.get("area", ""))) is not None:
        answers = {**answers, "area": area.id}
    options = Options(hass, cabin)
    await options.open_zone(zone, "zone_place")
    await options.submit(**answers)
    before = names(cabin)[zone]
    rename(area_registry, "Entrance Hall", "Lobby")
    rename(area_registry, "Lounge", "Library")
    await hass.async_block_till_done()

    assert [before, names(cabin)[zone]] == after


async def test_a_zone_nobody_has_named_goes_by_the_area_that_is_chosen_for_it(
    hass: HomeAssistant, area_registry: ar.AreaRegistry
) -> None:
    hall = area_registry.async_create("Entrance Hall")
    entry = MockConfigEntry(domain=DOMAIN, title="Cabin", data={"name": "Cabin"})
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    options = Options(hass, entry)
    await options.open_zone("Foyer", "zone_place")
    await options.submit(area=hall.id)

    assert names(entry)["Foyer"] == "Entrance Hall"
    await options.open_zone("Foyer", "zone_place")
    await options.submit("area")
    assert entry.options["zones"][1] == ["Foyer", "Entrance Hall"]
    await hass.config_entries.async_unload(entry.entry_id)


async def test_whoever_missed_a_renaming_is_shown_everything_when_they_come_back(
    hass: HomeAssistant,
    cabin: MockConfigEntry,
    area_registry: ar.AreaRegistry,
    url: str,
    hass_access_token: str,
) -> None:
    household = cabin.runtime_data
    first = await set_status(household, Status.YELLOW_WARNING, "Attic")
    rename(area_registry, "Entrance Hall", "Lobby")
    await hass.async_block_till_done()
    second = await set_status(household, Status.RED_CRITICAL, HOUSE)

    async with watching(
        url, token=hass_access_token, resume={"epoch": first.epoch, "seq": first.seq}
    ) as screen:
        snapshot = await screen.next("snapshot")
    names_of = [name for name, _ in screen.events[:3]]
    assert names_of == ["connected", "status_update", "snapshot"]
    assert snapshot["zones"][0]["name"] == "Lobby"
    assert snapshot["seq"] == second.seq


async def test_whoever_comes_back_to_a_household_with_other_zones_is_shown_them(
    hass: HomeAssistant, cabin: MockConfigEntry, url: str, hass_access_token: str
) -> None:
    last = await set_status(cabin.runtime_data, Status.YELLOW_WARNING, "Attic")
    resume = {"epoch": last.epoch, "seq": last.seq}
    await hass.config_entries.async_reload(cabin.entry_id)
    screen = Screen()
    await screen.connect(url, token=hass_access_token, resume=resume)
    await screen.next("plan_update")
    await screen.close()
    assert "snapshot" not in [name for name, _ in screen.events]

    options = Options(hass, cabin)
    await options.open("zones", "add_zone")
    await options.send({"name": "Cellar"})
    async with watching(url, token=hass_access_token, resume=resume) as screen:
        snapshot = await screen.next("snapshot")
    assert [zone["name"] for zone in snapshot["zones"]][-1] == "Cellar"


# Where zones are ------------------------------------------------------------------------------


async def test_before_anybody_draws_the_floors_are_home_assistant_s(
    hass: HomeAssistant,
    cabin: MockConfigEntry,
    area_registry: ar.AreaRegistry,
    floor_registry: fr.FloorRegistry,
    url: str,
    hass_access_token: str,
) -> None:
    hall = area_registry.async_get_area_by_name("Entrance Hall")
    lounge = area_registry.async_get_area_by_name("Lounge")
    assert hall
    assert lounge
    floors = {
        name: floor_registry.async_create(name, level=level).floor_id
        for name, level in (("Upstairs", 1), ("Unused", 0), ("Cellar", -1), ("Nowhere", None))
    }

    def told(plan: Any) -> list[tuple[str, list[str]]]:
        assert plan["revision"] == 0
        return [(floor["name"], floor["zones"]) for floor in plan["floors"]]

    async with watching(url, token=hass_access_token) as screen:
        assert told((await screen.next("snapshot"))["plan"]) == []
        area_registry.async_update(hall.id, floor_id=floors["Upstairs"])
        assert told(await screen.next("plan_update")) == [("Upstairs", ["Foyer"])]
        seen = len(screen.events)
        area_registry.async_update(lounge.id, floor_id=floors["Cellar"])
        update = await screen.next("plan_update", after=seen)
        assert told(update) == [("Cellar", ["LivingRoom"]), ("Upstairs", ["Foyer"])]
        seen = len(screen.events)
        area_registry.async_update(lounge.id, floor_id=floors["Nowhere"])
        floor_registry.async_update(floors["Upstairs"], name="Above")
        update = await screen.next(
            "plan_update", after=seen, where=lambda plan: plan["floors"][0]["name"] == "Above"
        )
        assert told(update) == [("Above", ["Foyer"]), ("Nowhere", ["LivingRoom"])]


async def test_a_plan_that_was_drawn_goes_its_own_way(
    hass: HomeAssistant,
    cabin: MockConfigEntry,
    area_registry: ar.AreaRegistry,
    floor_registry: fr.FloorRegistry,
) -> None:
    cabin.runtime_data.plans.save(0, [])
    hall = area_registry.async_get_area_by_name("Entrance Hall")
    assert hall
    area_registry.async_update(hall.id, floor_id=floor_registry.async_create("Ground").floor_id)
    await hass.async_block_till_done()

    assert cabin.runtime_data.plans.plan.floors == ()
    assert cabin.options[CONF_PLAN] == {"revision": 1, "floors": []}
