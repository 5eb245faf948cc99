"""The plan is saved by one administrator at a time, told to every screen, interrupting nothing."""

import asyncio
import base64
from collections.abc import Awaitable, Callable
from copy import deepcopy
import json
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_exception_message
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
)
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from custom_components.tuya_twin.backdrops import MOST_PICTURES
from custom_components.tuya_twin.const import CONF_PLAN, DOMAIN
from custom_components.tuya_twin.coordinator import HouseholdCoordinator
from custom_components.tuya_twin.core.model import HOUSE, Protocol, SirenState, Status
from custom_components.tuya_twin.core.run import Cause
from custom_components.tuya_twin.viewer_tokens import async_viewer_tokens
from tests.kit import BULB, LOCK, SIREN, all_answer, link_of, watching
from tests.options_kit import Options
from tests.viewer_kit import given_out

PNG = "data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\n and so on").decode()
WEBP = "data:image/webp;base64," + base64.b64encode(b"RIFF\x00\x00\x00\x00WEBP").decode()

FLOORS: list[dict[str, Any]] = [
    {
        "id": "ground",
        "name": "Ground floor",
        "zones": ["LivingRoom", "Foyer"],
        "rooms": [
            {"zone": "LivingRoom", "x": 0, "y": 0, "w": 10, "d": 9},
            {"zone": "LivingRoom", "x": 10, "y": 5, "w": 6, "d": 4},
            {"zone": "Foyer", "x": 10, "y": 0, "w": 6, "d": 5},
        ],
        "doors": [
            {"x": 10, "y": 1, "along": "y", "length": 2},
            {"x": 0, "y": 3, "along": "y", "length": 2},
        ],
        "devices": [
            {"device": LOCK, "x": 15.5, "y": 2},
            {"device": BULB, "x": 3, "y": 3.5},
        ],
    },
    {
        "id": "upper",
        "name": "Upper floor",
        "zones": ["MasterBedroom"],
        "rooms": [{"zone": "MasterBedroom", "x": 0, "y": 0, "w": 10, "d": 9}],
        "doors": [],
        "devices": [],
    },
]

type Ask = Callable[..., Awaitable[Any]]


@pytest.fixture
def ask(entry: MockConfigEntry, hass_ws_client: WebSocketGenerator, hass_access_token: str) -> Ask:
    """Ask as an administrator, or with another token; answers the result, or the error."""

    async def send(command: str, token: str | None = None, **data: object) -> Any:
        client = await hass_ws_client(access_token=token or hass_access_token)
        message = {"type": f"{DOMAIN}/plan/{command}", "household": entry.entry_id, **data}
        await client.send_json_auto_id(message)
        answer = await client.receive_json()
        await client.close()
        return answer["result"] if answer["success"] else answer["error"]

    return send


@pytest.fixture
def are_kept(hass_storage: dict[str, Any], entry: MockConfigEntry) -> Callable[[], bool]:
    """Whether there are pictures of the household on disk."""
    return lambda: f"{DOMAIN}.backdrops.{entry.entry_id}" in hass_storage


async def test_a_plan_is_saved_and_told_to_every_screen(
    coordinator: HouseholdCoordinator, url: str, hass_access_token: str, ask: Ask
) -> None:
    async with watching(url, token=hass_access_token) as screen:
        before = await screen.next("snapshot")
        assert before["plan"] == {"revision": 0, "floors": []}
        assert await ask("save", revision=0, floors=FLOORS) == {"revision": 1}
        told = await screen.next("plan_update")

    assert told == {"revision": 1, "floors": FLOORS}
    assert coordinator.entry.options[CONF_PLAN] == told
    async with watching(url, token=hass_access_token) as screen:
        assert (await screen.next("snapshot"))["plan"] == told


async def test_a_screen_of_one_zone_is_told_of_that_zone_only(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, url: str, ask: Ask
) -> None:
    tokens = await async_viewer_tokens(hass)
    _, shown = await given_out(tokens, household=coordinator.house.id, zones=("Foyer",))
    async with watching(url, token=shown) as screen:
        await ask("save", revision=0, floors=FLOORS)
        told = await screen.next("plan_update")
    async with watching(url, token=shown) as screen:
        snapshot = await screen.next("snapshot")

    ground = {
        **FLOORS[0],
        "zones": ["Foyer"],
        "rooms": FLOORS[0]["rooms"][2:],
        "doors": FLOORS[0]["doors"][:1],
        "devices": FLOORS[0]["devices"][:1],
    }
    assert told == snapshot["plan"] == {"revision": 1, "floors": [ground]}


async def test_of_two_who_drew_on_the_same_plan_one_is_told(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, ask: Ask
) -> None:
    renamed = deepcopy(FLOORS)
    renamed[0]["name"] = "Downstairs"
    answers = await asyncio.gather(
        ask("save", revision=0, floors=FLOORS), ask("save", revision=0, floors=renamed)
    )

    (won,) = [answer for answer in answers if "revision" in answer]
    (lost,) = [answer for answer in answers if "code" in answer]
    assert won == {"revision": 1}
    assert (lost["code"], lost["translation_key"]) == ("conflict", "plan_conflict")
    assert lost["message"] == async_get_exception_message(DOMAIN, "plan_conflict")
    assert "Somebody else has saved the plan meanwhile" in lost["message"]
    kept = FLOORS if answers[0] == won else renamed
    assert coordinator.entry.options[CONF_PLAN] == {"revision": 1, "floors": kept}
    assert await ask("save", revision=1, floors=[]) == {"revision": 2}
    assert (await ask("save", revision=1, floors=[]))["code"] == "conflict"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": ""}, "floors, number 1: name has to be a text"),
        ({"zones": ["LivingRoom", "Foyer", "Attic"]}, "Ground floor: there is no zone Attic"),
        ({"devices": [{"device": "tv", "x": 1, "y": 1}]}, "there is no device tv"),
    ],
)
async def test_what_cannot_be_is_refused_in_words_and_nothing_is_saved(
    coordinator: HouseholdCoordinator, ask: Ask, wrong: dict[str, Any], told: str
) -> None:
    refused = await ask("save", revision=0, floors=[{**FLOORS[0], **wrong}])

    assert (refused["code"], refused["translation_domain"]) == ("invalid_plan", DOMAIN)
    assert refused["message"].startswith("The plan cannot be saved: ")
    assert told in refused["message"]
    assert told in refused["translation_placeholders"]["error"]
    assert CONF_PLAN not in coordinator.entry.options
    assert coordinator.plans.plan.revision == 0


async def test_a_save_during_red_interrupts_nothing(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, ask: Ask
) -> None:
    await coordinator.response.execute(Protocol.RED, HOUSE, Cause(origin="person", name="Anna"))
    channel = coordinator.screens.channel
    siren = link_of(coordinator, SIREN)
    heard: list[bool] = []
    siren.subscribe(lambda report: heard.append(report.reachable))
    await ask("save", revision=0, floors=FLOORS)
    await hass.async_block_till_done()

    assert coordinator.entry.runtime_data is coordinator
    assert coordinator.screens.channel is channel is not None
    assert coordinator.house.shown(HOUSE) is Status.RED_CRITICAL
    assert isinstance(siren.report.state, SirenState)
    assert siren.report.state.sounding
    assert all(heard)
    await coordinator.response.execute(Protocol.GREEN, HOUSE, Cause(origin="person"))


@pytest.mark.parametrize(
    ("command", "data"),
    [
        ("save", {"revision": 0, "floors": FLOORS}),
        ("backdrop", {"floor": "ground"}),
        ("save_backdrop", {"floor": "ground", "picture": PNG}),
    ],
)
async def test_the_editor_is_for_administrators(
    coordinator: HouseholdCoordinator,
    hass_read_only_access_token: str,
    ask: Ask,
    are_kept: Callable[[], bool],
    command: str,
    data: dict[str, Any],
) -> None:
    refused = await ask(command, token=hass_read_only_access_token, **data)

    assert refused["code"] == "unauthorized"
    assert CONF_PLAN not in coordinator.entry.options
    assert not are_kept()


@pytest.mark.parametrize("household", ["another", ""])
async def test_there_has_to_be_such_a_household(ask: Ask, household: str) -> None:
    refused = await ask("save", household=household, revision=0, floors=[])

    assert refused["translation_key"] == "service_config_entry_not_found"


async def test_a_household_that_is_not_loaded_has_no_plan_to_save(
    hass: HomeAssistant, entry: MockConfigEntry, ask: Ask
) -> None:
    await hass.config_entries.async_unload(entry.entry_id)

    refused = await ask("save", revision=0, floors=[])

    assert refused["translation_key"] == "service_config_entry_not_loaded"


async def test_a_plan_outlives_a_restart_and_a_change_of_other_options(
    hass: HomeAssistant, entry: MockConfigEntry, ask: Ask, url: str, hass_access_token: str
) -> None:
    options = Options(hass, entry)
    await options.open("drills")
    # While somebody else has a page of options open.
    await ask("save", revision=0, floors=FLOORS)
    await options.submit()
    await options.open_zone("MasterBedroom", "zone_place")
    await options.submit(name="Bedroom")
    coordinator = await all_answer(hass, entry)

    assert options.saved
    assert [zone.name for zone in coordinator.house.zones][2] == "Bedroom"
    assert entry.options[CONF_PLAN] == {"revision": 1, "floors": FLOORS}
    async with watching(url, token=hass_access_token) as screen:
        assert (await screen.next("snapshot"))["plan"] == {"revision": 1, "floors": FLOORS}
    assert await ask("save", revision=1, floors=FLOORS) == {"revision": 2}


async def test_what_is_gone_is_on_the_plan_no_more(
    hass: HomeAssistant, entry: MockConfigEntry, ask: Ask
) -> None:
    await ask("save", revision=0, floors=FLOORS)
    options = Options(hass, entry)
    await options.open_zone("MasterBedroom", "remove_zone")
    await options.submit()
    hass.config_entries.async_remove_subentry(entry, "sub_lock")
    await hass.async_block_till_done()

    plan = entry.runtime_data.plans.plan
    assert [floor.zones for floor in plan.floors] == [("LivingRoom", "Foyer"), ()]
    assert [placed.device for placed in plan.floors[0].devices] == [BULB]
    assert plan.floors[1].rooms == ()
    assert plan.revision == 1


async def test_a_plan_that_cannot_be_read_is_no_reason_to_fail(
    hass: HomeAssistant, entry: MockConfigEntry, ask: Ask, caplog: pytest.LogCaptureFixture
) -> None:
    broken = {"revision": 7, "floors": "none"}
    hass.config_entries.async_update_entry(entry, options={CONF_PLAN: broken})
    await hass.config_entries.async_reload(entry.entry_id)

    assert entry.runtime_data.plans.plan.revision == 0
    assert "The plan of Home cannot be read: the plan: floors has to be a list" in caplog.text
    assert await ask("save", revision=0, floors=FLOORS) == {"revision": 1}


async def test_diagnostics_show_the_plan_but_neither_pictures_nor_devices(
    hass: HomeAssistant, entry: MockConfigEntry, ask: Ask, hass_client: ClientSessionGenerator
) -> None:
    assert await async_setup_component(hass, "diagnostics", {})
    await ask("save", revision=0, floors=FLOORS)
    await ask("save_backdrop", floor="ground", picture=PNG)

    told = await get_diagnostics_for_config_entry(hass, hass_client, entry)

    assert told["options"][CONF_PLAN]["floors"][0]["rooms"] == FLOORS[0]["rooms"]
    assert PNG not in json.dumps(told)
    assert LOCK not in json.dumps(told)


# The pictures under it ------------------------------------------------------------------------


async def test_a_picture_is_kept_for_each_floor_until_there_is_none_any_more(
    ask: Ask, are_kept: Callable[[], bool]
) -> None:
    assert await ask("backdrop", floor="ground") == {"picture": None}
    assert await ask("save_backdrop", floor="ground", picture=PNG) == {}
    assert await ask("save_backdrop", floor="upper", picture=WEBP) == {}
    assert await ask("backdrop", floor="ground") == {"picture": PNG}
    assert await ask("backdrop", floor="upper") == {"picture": WEBP}

    assert await ask("save_backdrop", floor="ground", picture=None) == {}
    assert await ask("backdrop", floor="ground") == {"picture": None}
    assert are_kept()
    assert await ask("save_backdrop", floor="upper", picture=None) == {}
    assert not are_kept()


@pytest.mark.parametrize(
    "picture", ["", "data:image/svg+xml;base64,PHN2Zy8+", PNG.replace("png", "jpeg")]
)
async def test_what_is_no_picture_is_refused_in_words(
    ask: Ask, are_kept: Callable[[], bool], picture: str
) -> None:
    refused = await ask("save_backdrop", floor="ground", picture=picture)

    assert (refused["code"], refused["translation_key"]) == ("invalid_picture", "invalid_picture")
    assert refused["message"] == "The picture is not taken: it has to be a PNG, JPEG or WebP"
    assert not are_kept()


async def test_there_are_only_so_many_pictures(ask: Ask) -> None:
    for number in range(MOST_PICTURES):
        assert await ask("save_backdrop", floor=f"floor {number}", picture=PNG) == {}

    refused = await ask("save_backdrop", floor="one more", picture=PNG)
    assert refused["code"] == "invalid_picture"
    assert await ask("save_backdrop", floor="floor 0", picture=WEBP) == {}


async def test_two_pictures_that_come_in_the_same_moment_are_both_kept(ask: Ask) -> None:
    await asyncio.gather(
        ask("save_backdrop", floor="ground", picture=PNG),
        ask("save_backdrop", floor="upper", picture=WEBP),
    )

    assert await ask("backdrop", floor="ground") == {"picture": PNG}
    assert await ask("backdrop", floor="upper") == {"picture": WEBP}


async def test_the_picture_of_a_floor_goes_with_it(ask: Ask) -> None:
    # It may come before the plan that has the floor is saved.
    await ask("save_backdrop", floor="ground", picture=PNG)
    await ask("save_backdrop", floor="upper", picture=PNG)
    await ask("save", revision=0, floors=FLOORS)
    assert await ask("backdrop", floor="upper") == {"picture": PNG}

    await ask("save", revision=1, floors=FLOORS[:1])

    assert await ask("backdrop", floor="ground") == {"picture": PNG}
    assert await ask("backdrop", floor="upper") == {"picture": None}


async def test_a_plan_that_is_refused_costs_no_picture(ask: Ask) -> None:
    await ask("save_backdrop", floor="attic", picture=PNG)
    assert (await ask("save", revision=7, floors=FLOORS))["code"] == "conflict"

    assert await ask("backdrop", floor="attic") == {"picture": PNG}


async def test_the_pictures_go_with_the_household(
    hass: HomeAssistant, entry: MockConfigEntry, ask: Ask, are_kept: Callable[[], bool]
) -> None:
    await ask("save_backdrop", floor="ground", picture=PNG)
    assert are_kept()

    await hass.config_entries.async_remove(entry.entry_id)

    assert not are_kept()
