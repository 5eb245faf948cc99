"""What Home Assistant shows of the watch, of what was found, and of the sensors; and changes."""

from datetime import timedelta
import json
from pathlib import Path

from homeassistant.core import Context, Event, HomeAssistant, State
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import (
    MockUser,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.tuya_twin.ai_review import ReviewState
from custom_components.tuya_twin.announcer import WatchEvent
from custom_components.tuya_twin.core.facts import Answer, OpinionFate, OpinionGiven
from custom_components.tuya_twin.core.model import HOUSE, Protocol, Status
from custom_components.tuya_twin.core.signs import WatchMode
from custom_components.tuya_twin.core.trust import DEAD_AFTER
from custom_components.tuya_twin.system_health import _async_info
from tests.people_kit import until_house
from tests.surveillance_kit import (
    ANNA,
    DOOR,
    MOTION,
    SENSORS,
    SHAKE,
    SMOKE,
    WINDOW,
    analysis,
    shows,
    watched,
)

pytestmark = pytest.mark.usefixtures("enable_custom_integrations")

WATCHING, THREAT = "select.home_watching", "sensor.foyer_threat"
OPINION, CALLS = "sensor.home_second_opinion", "sensor.home_ai_calls_today"
SAID = ("level", "confidence", "summary", "fate")
TROUBLE = "binary_sensor.home_sensor_trouble"
WEIGHT = "number.foyer_weight_of_hall_motion"
SLOWLY = {"watching": {"exit_seconds": 30, "entry_seconds": 30}}
ENGLISH = json.loads(
    (
        Path(__file__).parents[1] / "custom_components" / "tuya_twin" / "translations" / "en.json"
    ).read_text()
)


def shown(hass: HomeAssistant, entity_id: str) -> State:
    state = hass.states.get(entity_id)
    assert state is not None, entity_id
    return state


async def watch(hass: HomeAssistant, mode: WatchMode, user: MockUser | None = None) -> None:
    await hass.services.async_call(
        "select",
        "select_option",
        {"entity_id": WATCHING, "option": mode.value},
        blocking=True,
        context=Context(user_id=None if user is None else user.id),
    )
    await hass.async_block_till_done()


async def bypass(hass: HomeAssistant, entity_id: str) -> None:
    await hass.services.async_call(
        "tuya_twin",
        "bypass_sensor",
        {"entity_id": entity_id, "reason": "The cat likes it open"},
        blocking=True,
    )
    await hass.async_block_till_done()


# The watch ----------------------------------------------------------------------------------


async def test_a_person_has_the_house_watched(
    hass: HomeAssistant, hass_admin_user: MockUser
) -> None:
    async with watched(hass, analysis(**SLOWLY), WatchMode.OFF) as coordinator:
        assert shown(hass, WATCHING).state == "off"
        await watch(hass, WatchMode.AWAY, hass_admin_user)

        lookout = coordinator.house.lookout.watch
        state = shown(hass, WATCHING)
        assert (lookout.mode, state.state) == (WatchMode.AWAY, "away")
        assert state.context.user_id == hass_admin_user.id
        assert lookout.since is not None
        assert state.attributes["since"] == lookout.since.isoformat()
        assert dt_util.parse_datetime(
            state.attributes["counts_from"], raise_on_error=True
        ) == lookout.since + timedelta(seconds=30)
        assert state.attributes["entry_until"] is None
        assert state.attributes["bypassed"] == state.attributes["follows"] == []


async def test_what_stands_open_is_named_by_the_watch_that_passes_it_over(
    hass: HomeAssistant, hass_admin_user: MockUser
) -> None:
    async with watched(hass, analysis(), WatchMode.OFF):
        shows(hass, WINDOW)
        await watch(hass, WatchMode.AWAY, hass_admin_user)

        assert shown(hass, WATCHING).attributes["bypassed"] == ["Window"]


async def test_what_stands_open_is_named_by_the_error_where_it_must_not(
    hass: HomeAssistant, hass_admin_user: MockUser
) -> None:
    strict = analysis(watching={"exit_seconds": 0, "entry_seconds": 0, "leave_open": False})
    async with watched(hass, strict, WatchMode.OFF):
        shows(hass, WINDOW)

        with pytest.raises(ServiceValidationError, match="Window") as refused:
            await watch(hass, WatchMode.AWAY, hass_admin_user)

        assert refused.value.translation_key == "stands_open"
        assert shown(hass, WATCHING).state == "off"


async def test_whoever_comes_in_is_told_how_long_there_is_to_say_so(
    hass: HomeAssistant, hass_admin_user: MockUser
) -> None:
    patient = analysis(watching={"exit_seconds": 0, "entry_seconds": 30})
    async with watched(hass, patient) as coordinator:
        shows(hass, DOOR)
        house = await until_house(coordinator, lambda house: house.lookout.entry is not None)
        assert house.lookout.entry is not None
        until = shown(hass, WATCHING).attributes["entry_until"]
        assert until == house.lookout.entry.until.isoformat()

        await watch(hass, WatchMode.OFF, hass_admin_user)
        await until_house(coordinator, lambda house: house.lookout.entry is None)

        assert shown(hass, WATCHING).attributes["entry_until"] is None


async def test_the_watch_tells_what_decides_it(hass: HomeAssistant) -> None:
    following = analysis(watching={"follows": ["input_boolean.gone"]})
    async with watched(hass, following):
        assert shown(hass, WATCHING).attributes["follows"] == ["input_boolean.gone"]


async def test_a_sensor_is_bypassed_by_an_action(hass: HomeAssistant) -> None:
    async with watched(hass, analysis()) as coordinator:
        await bypass(hass, WINDOW)

        assert shown(hass, WATCHING).attributes["bypassed"] == ["Window"]
        assert coordinator.house.lookout.watch.is_bypassed(WINDOW)


async def test_only_a_sensor_that_was_picked_is_bypassed(hass: HomeAssistant) -> None:
    async with watched(hass, analysis()):
        with pytest.raises(ServiceValidationError, match="not one of the sensors") as refused:
            await bypass(hass, "binary_sensor.other")

        assert refused.value.translation_key == "sensor_not_picked"


# What was found -----------------------------------------------------------------------------


async def test_what_was_found_in_a_zone_is_shown_with_its_reasons_until_all_is_well(
    hass: HomeAssistant,
) -> None:
    async with watched(hass, analysis()) as coordinator:
        assert shown(hass, THREAT).state == "unknown"
        assert shown(hass, THREAT).attributes["reasons"] == []

        shows(hass, MOTION)
        await until_house(coordinator, lambda house: house.incident is not None)

        found = coordinator.house.lookout.assessments["Foyer"]
        state = shown(hass, THREAT)
        assert state.state == found.status.lower()
        assert state.attributes["score"] == found.score
        assert state.attributes["sensors"] == ["Hall motion"]
        assert state.attributes["at"] == found.at.isoformat()
        assert any("Hall motion" in reason for reason in state.attributes["reasons"])
        assert shown(hass, "sensor.living_room_threat").state == "unknown"

        await coordinator.response.execute(Protocol.GREEN, HOUSE, ANNA)
        assert shown(hass, THREAT).state == "green_safe"


# The second opinion -------------------------------------------------------------------------


async def test_a_house_without_an_ai_says_that_the_rules_decide_alone(hass: HomeAssistant) -> None:
    async with watched(hass, analysis(review={"mode": "advise", "calls_a_day": 7})):
        opinion, calls = shown(hass, OPINION), shown(hass, CALLS)

        assert opinion.state == "no_provider"
        assert {opinion.attributes[key] for key in SAID} == {None}
        assert (calls.state, calls.attributes["budget"]) == ("0", 7)


async def test_what_an_ai_said_is_shown_with_what_became_of_it(hass: HomeAssistant) -> None:
    async with watched(hass, analysis()) as coordinator:
        assert shown(hass, OPINION).state == "off"
        given = OpinionGiven(
            incident_id="1",
            zone="Foyer",
            at=dt_util.utcnow(),
            fate=OpinionFate.LATE,
            seconds=2.5,
            status=Status.YELLOW_WARNING,
            confidence=0.5,
            summary="A cat, perhaps.",
        )
        await coordinator.response.chronicle.record(given)

        said = {key: shown(hass, OPINION).attributes[key] for key in SAID}
        assert said == {
            "level": "yellow_warning",
            "confidence": 0.5,
            "summary": "A cat, perhaps.",
            "fate": "late",
        }


@pytest.mark.parametrize("state", ReviewState)
def test_every_state_of_the_second_opinion_has_a_name(state: ReviewState) -> None:
    assert state in ENGLISH["entity"]["sensor"]["second_opinion"]["state"]


@pytest.mark.parametrize("fate", OpinionFate)
def test_everything_that_may_become_of_an_opinion_has_a_name(fate: OpinionFate) -> None:
    told = ENGLISH["entity"]["sensor"]["second_opinion"]["state_attributes"]
    assert fate in told["fate"]["state"]


# The sensors --------------------------------------------------------------------------------


async def test_a_sensor_weighs_less_after_a_false_alarm_and_is_given_its_weight_back(
    hass: HomeAssistant, hass_admin_user: MockUser
) -> None:
    async with watched(hass, analysis()) as coordinator:
        assert shown(hass, WEIGHT).state == "100"
        shows(hass, MOTION)
        await until_house(coordinator, lambda house: house.incident is not None)
        await coordinator.response.answer(Answer.FALSE_ALARM, ANNA)
        await until_house(coordinator, lambda house: MOTION in house.lookout.weights)
        assert shown(hass, WEIGHT).state == str(coordinator.house.lookout.weights[MOTION])
        assert coordinator.house.lookout.weights[MOTION] < 100

        await hass.services.async_call(
            "number",
            "set_value",
            {"entity_id": WEIGHT, "value": 100},
            blocking=True,
            context=Context(user_id=hass_admin_user.id),
        )

        assert shown(hass, WEIGHT).state == "100"
        assert shown(hass, WEIGHT).context.user_id == hass_admin_user.id
        assert coordinator.house.lookout.weights[MOTION] == 100


async def test_a_sensor_that_is_not_picked_any_more_weighs_nothing(
    hass: HomeAssistant, entity_registry: er.EntityRegistry
) -> None:
    async with watched(hass, analysis()) as coordinator:
        entry = coordinator.entry
        assert entity_registry.async_get(WEIGHT)
        kept = analysis() | {"analysis": {"sensors": list(SENSORS[1:])}}
        hass.config_entries.async_update_entry(entry, options=kept)
        await hass.async_block_till_done()

        weights = {
            known.entity_id
            for known in er.async_entries_for_config_entry(entity_registry, entry.entry_id)
            if known.domain == "number"
        }
        assert len(weights) == len(SENSORS) - 1
        assert WEIGHT not in weights


async def test_a_sensor_that_says_nothing_any_more_is_named_until_it_speaks(
    hass: HomeAssistant,
) -> None:
    async with watched(hass, analysis()):
        assert shown(hass, TROUBLE).state == "off"
        shows(hass, MOTION, "unavailable")
        async_fire_time_changed(hass, dt_util.utcnow() + DEAD_AFTER + timedelta(seconds=1))
        await hass.async_block_till_done()

        state = shown(hass, TROUBLE)
        assert state.state == "on"
        assert (len(state.attributes["dead"]), state.attributes["flapping"]) == (1, [])

        shows(hass, MOTION, "off")
        await hass.async_block_till_done()
        assert shown(hass, TROUBLE).state == "off"


# What is told of it, and to whoever helps ----------------------------------------------------


@pytest.mark.parametrize("mode", WatchMode)
def test_every_watch_has_its_sentence(mode: WatchMode) -> None:
    assert f"logbook_watching_{mode}" in ENGLISH["common"]
    assert mode in ENGLISH["entity"]["select"]["watching"]["state"]


async def test_the_watch_is_told_of_on_the_bus(hass: HomeAssistant) -> None:
    events: list[Event] = []
    hass.bus.async_listen("tuya_twin_watching", events.append)
    async with watched(hass, analysis()):
        await bypass(hass, WINDOW)
        await watch(hass, WatchMode.OFF)

        told = [(each.data["type"], each.data["mode"], each.data["bypassed"]) for each in events]
        assert told == [
            (WatchEvent.CHANGED, "away", []),
            (WatchEvent.BYPASSED, "away", ["Window"]),
            (WatchEvent.CHANGED, "off", []),
        ]
        assert events[0].data["by"] == "Anna"
        assert events[1].data["reason"] == "The cat likes it open"


async def test_diagnostics_count_and_name_nobody(
    hass: HomeAssistant, hass_client: ClientSessionGenerator
) -> None:
    more = {"review": {"entity": "ai_task.friend", "cameras": {"Foyer": "camera.hall"}}}
    async with watched(hass, analysis(**more)) as coordinator:
        shows(hass, SHAKE)
        shows(hass, SMOKE)
        await until_house(
            coordinator, lambda house: house.shown("LivingRoom") is Status.RED_CRITICAL
        )
        told = await get_diagnostics_for_config_entry(hass, hass_client, coordinator.entry)

    counted = told["analysis"]
    assert isinstance(counted, dict)
    assert (counted["watch"], counted["sensors"], counted["distrusted"]) == ("away", 5, {})
    assert (counted["second_opinion"], counted["ai_calls_today"]) == ("off", 0)
    assert counted["found"]["RED_CRITICAL"] == 1
    text = json.dumps(told)
    named = [*(sensor["entity"] for sensor in SENSORS), "ai_task.friend", "camera.hall"]
    assert not [name for name in named if name in text]


async def test_system_health_says_that_the_rules_run_here(hass: HomeAssistant) -> None:
    async with watched(hass, analysis()):
        health = await _async_info(hass)

    figures = {key: health[key] for key in ("rules", "watched", "sensors", "distrusted")}
    assert figures == {"rules": 1, "watched": 1, "sensors": 5, "distrusted": 0}
    assert health["second_opinion"] == "off"
