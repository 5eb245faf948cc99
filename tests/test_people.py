"""People are told of an alarm until one of them answers."""

from datetime import timedelta
from typing import Any

from homeassistant.core import CoreState, HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockUser,
    async_fire_time_changed,
)

from custom_components.tuya_twin.clock import SystemClock
from custom_components.tuya_twin.core.facts import Answer, RunStarted, StatusChange, StepEnded
from custom_components.tuya_twin.core.model import (
    Protocol,
    Reason,
    SirenCommand,
    Status,
)
from custom_components.tuya_twin.core.run import Cause, Evidence, Result, Run, Step
from custom_components.tuya_twin.devices.simulator import Fault
from tests.kit import SIREN, device_of, link_of, until
from tests.people_kit import (
    NOISE,
    App,
    Phone,
    Wall,
    answered,
    calling,
    household,
    on_the_wall,
    press,
    restarted,
    run,
    until_house,
    until_told,
)

pytestmark = pytest.mark.usefixtures("enable_custom_integrations")

QUIET_YELLOW = {"levels": {"YELLOW_WARNING": {"bulbs": {"action": "light"}, "tell": "quietly"}}}


@pytest.fixture
def anna(hass: HomeAssistant) -> App:
    return App(hass, "anna")


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    """The household's clock, by hand."""
    wall = Wall()
    monkeypatch.setattr(SystemClock, "now", lambda _clock: wall.now())
    return wall


@pytest.fixture
def ben(hass: HomeAssistant) -> App:
    return App(hass, "ben")


@pytest.fixture
def telegram(hass: HomeAssistant) -> Phone:
    return Phone(hass, "telegram")


async def pass_time(hass: HomeAssistant, wall: Wall, seconds: float) -> None:
    wall.tick(seconds)
    async_fire_time_changed(hass, wall.now())
    await hass.async_block_till_done()


async def test_an_alarm_says_where_why_and_what_failed_with_its_cure(
    hass: HomeAssistant, anna: App
) -> None:
    async with household(hass, calling([anna])) as coordinator:
        await device_of(coordinator, SIREN).set_fault(Fault.OFFLINE)
        await until(link_of(coordinator, SIREN), lambda link: not link.report.reachable)

        await run(coordinator)

        told = await anna.hears(1)
        assert told["title"] == "Red: Foyer"
        assert told["message"].splitlines() == [
            "Glass broke",
            "Hall siren did not answer. Check its power and its Wi-Fi.",
        ]


async def test_an_alarm_without_failures_says_so(
    hass: HomeAssistant, anna: App, wall: Wall
) -> None:
    async with household(hass, calling([anna])) as coordinator:
        seen = Evidence(source="lock.door", name="Front door", state="open", at=wall.now())
        cause = Cause(origin="person", name="Carla", reason="Somebody is here", evidence=(seen,))

        await run(coordinator, zone="HOUSE", cause=cause)

        told = await anna.hears(1)
        assert told["title"] == "Red: the whole house"
        assert told["message"].splitlines() == [
            "Somebody is here · Front door: open. Called by Carla.",
            "Everything confirmed.",
        ]


async def test_an_alarm_is_heard_through_silent_mode_and_can_be_answered(
    hass: HomeAssistant, anna: App
) -> None:
    async with household(hass, calling([anna])) as coordinator:
        await run(coordinator)

        data = (await anna.hears(1))["data"]
        incident = coordinator.house.incident
        assert incident
        assert data == {
            "tag": f"tuya_twin_{incident.id}",
            "url": "/tuya-twin",
            "clickAction": "/tuya-twin",
            "ttl": 0,
            "priority": "high",
            "channel": "alarm_stream",
            "push": {
                "sound": {"name": "default", "critical": 1, "volume": 1.0},
                "interruption-level": "critical",
            },
            "actions": [
                {
                    "action": f"TUYA_TWIN_{incident.id}_{ending}",
                    "title": title,
                    "authenticationRequired": locked,
                }
                for ending, title, locked in (
                    ("ACK", "Acknowledge", False),
                    ("FALSE", "False alarm", True),
                    ("STAND_DOWN", "Stand down", True),
                )
            ],
        }


async def test_people_are_called_in_order_and_at_their_times_until_all_rounds_are_over(
    hass: HomeAssistant, anna: App, ben: App, wall: Wall
) -> None:
    options = calling([anna], [ben], wait_seconds=60, rounds=2)
    async with household(hass, options) as coordinator:
        begun = wall.now()
        await run(coordinator)
        expected = [(1, 0), (2, 1), (3, 1), (4, 2)]
        for number, (anna_heard, ben_heard) in enumerate(expected):
            told = await until_told(coordinator, number + 1)
            assert told.at == begun + timedelta(seconds=60 * number)
            assert told.call == number
            assert told.failed == ()
            assert (len(anna.heard), len(ben.heard)) == (anna_heard, ben_heard)

            await pass_time(hass, wall, 59)
            assert (len(anna.heard), len(ben.heard)) == (anna_heard, ben_heard)
            await pass_time(hass, wall, 1)

        await pass_time(hass, wall, 3600)
        assert (len(anna.heard), len(ben.heard)) == expected[-1]


async def test_one_answer_clears_all_phones_and_says_who_it_was(
    hass: HomeAssistant,
    anna: App,
    ben: App,
    telegram: Phone,
    wall: Wall,
    hass_admin_user: MockUser,
) -> None:
    async with household(hass, calling([anna, telegram], [ben])) as coordinator:
        await run(coordinator)
        tag = (await anna.hears(1))["data"]["tag"]
        await until_told(coordinator, 1)
        await pass_time(hass, wall, 60)
        await ben.hears(1)
        await until_told(coordinator, 2)

        ben.press(hass, "Acknowledge", hass_admin_user)

        note = await anna.hears(4)
        await ben.hears(3)
        assert anna.heard[2] == {"message": "clear_notification", "data": {"tag": tag}}
        assert ben.heard[1] == {"message": "clear_notification", "data": {"tag": tag}}
        words = f"{hass_admin_user.name} has acknowledged the alarm and sees to it."
        assert note["message"] == words
        assert note["data"].keys() == {"tag", "url", "clickAction"}
        assert (await telegram.hears(3))["message"] == words
        assert on_the_wall(hass) == {}
        answer = coordinator.house.incident and coordinator.house.incident.answered
        assert answer
        assert answer.answer is Answer.ACKNOWLEDGED
        assert (answer.cause.origin, answer.cause.user_id) == ("person", hass_admin_user.id)
        assert answer.cause.name == hass_admin_user.name
        assert coordinator.house.shown("Foyer") is Status.RED_CRITICAL

        await pass_time(hass, wall, 3600)
        assert len(anna.heard) == 4


async def test_the_phone_of_whoever_answered_gets_no_word_of_it(
    hass: HomeAssistant, anna: App, ben: App, hass_admin_user: MockUser
) -> None:
    MockConfigEntry(
        domain="mobile_app", data={"device_name": "Ben", "user_id": hass_admin_user.id}
    ).add_to_hass(hass)
    async with household(hass, calling([anna, ben])) as coordinator:
        await run(coordinator)
        await until_told(coordinator, 1)

        ben.press(hass, "Acknowledge", hass_admin_user)

        assert "has acknowledged" in (await anna.hears(3))["message"]
        assert (await ben.hears(2))["message"] == "clear_notification"


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ("False alarm", "Somebody says that it is a false alarm."),
        ("Stand down", "Somebody has stood the alarm down."),
    ],
)
async def test_an_answer_can_end_the_alarm_and_is_the_last_word(
    hass: HomeAssistant, anna: App, telegram: Phone, button: str, words: str
) -> None:
    async with household(hass, calling([anna, telegram])) as coordinator:
        await run(coordinator)
        await until_told(coordinator, 1)

        anna.press(hass, button)
        await until_house(coordinator, lambda house: house.incident is None)

        assert (await anna.hears(3))["message"] == words
        assert anna.heard[1]["message"] == "clear_notification"
        assert (await telegram.hears(2))["message"] == words
        await until_house(coordinator, lambda house: house.run is not None and house.run.finished)
        assert coordinator.house.shown("HOUSE") is Status.GREEN_SAFE


async def test_buttons_of_others_and_of_the_past_are_not_heard(
    hass: HomeAssistant, anna: App, ben: App
) -> None:
    async with household(hass, calling([anna])) as coordinator:
        await run(coordinator)
        await until_told(coordinator, 1)
        await run(coordinator, Protocol.GREEN, "HOUSE")
        await anna.hears(2)
        await run(coordinator)
        await anna.hears(3)
        await until_told(coordinator, 1)

        anna.press(hass, "Stand down")  # the one of the alarm before
        press(hass, "TUYA_TWIN_another_STAND_DOWN")
        press(hass, "SILENCE")
        hass.bus.async_fire("mobile_app_notification_action", {})
        await hass.async_block_till_done()

        assert coordinator.house.incident
        assert coordinator.house.incident.answered is None


async def test_a_button_after_the_alarm_is_not_heard(hass: HomeAssistant, anna: App) -> None:
    async with household(hass, calling([anna])) as coordinator:
        await run(coordinator)
        await anna.hears(1)
        await run(coordinator, Protocol.GREEN, "HOUSE")

        anna.press(hass, "Acknowledge")
        await hass.async_block_till_done()

        assert coordinator.house.incident is None
        assert anna.shown == {}


async def test_who_acknowledges_late_changes_nothing(hass: HomeAssistant, anna: App) -> None:
    async with household(hass, calling([anna])) as coordinator:
        await run(coordinator)
        await until_told(coordinator, 1)
        anna.press(hass, "Acknowledge")
        await until_house(coordinator, answered(Answer.ACKNOWLEDGED))
        await anna.hears(3)

        anna.press(hass, "Acknowledge")
        await hass.async_block_till_done()

        assert len(anna.heard) == 3


async def test_green_clears_what_was_told_and_says_so_where_it_cannot(
    hass: HomeAssistant, anna: App, telegram: Phone
) -> None:
    async with household(hass, calling([anna, telegram])) as coordinator:
        await run(coordinator)
        await until_told(coordinator, 1)
        assert on_the_wall(hass)

        await run(coordinator, Protocol.GREEN, "HOUSE", Cause(origin="person", name="Carla"))

        assert (await anna.hears(2))["message"] == "clear_notification"
        over = await telegram.hears(2)
        assert over == {
            "title": "Green: the whole house",
            "message": "The alarm is over.\nCalled by Carla.",
        }
        assert on_the_wall(hass) == {}
        assert anna.shown == {}


async def test_green_clears_the_word_of_an_answer(hass: HomeAssistant, anna: App) -> None:
    async with household(hass, calling([anna])) as coordinator:
        await run(coordinator)
        await until_told(coordinator, 1)
        anna.press(hass, "Acknowledge")
        await anna.hears(3)

        await run(coordinator, Protocol.GREEN, "HOUSE")

        await anna.hears(4)
        assert anna.shown == {}


async def test_a_green_that_tells_is_told_on_phones_too(hass: HomeAssistant, anna: App) -> None:
    green = {"bulbs": {"action": "put_back"}, "sirens": {"action": "silence"}, "tell": "critically"}
    options = {**calling([anna]), "levels": {"GREEN_SAFE": green}}
    async with household(hass, options) as coordinator:
        await run(coordinator)
        await until_told(coordinator, 1)

        await run(coordinator, Protocol.GREEN, "HOUSE")

        over = await anna.hears(3)
        assert (over["title"], "push" in over["data"]) == ("Green: the whole house", False)
        assert len(anna.shown) == 1


async def test_what_falls_below_an_alarm_is_taken_back_and_rises_anew(
    hass: HomeAssistant, anna: App
) -> None:
    async with household(hass, calling([anna])) as coordinator:
        await run(coordinator)
        await until_told(coordinator, 1)
        anna.press(hass, "Acknowledge")
        await anna.hears(3)

        await run(coordinator, Protocol.YELLOW)
        await anna.hears(4)
        assert anna.shown == {}

        await run(coordinator)
        assert (await anna.hears(5))["title"] == "Red: Foyer"
        assert (await until_told(coordinator, 1)).call == 0


async def test_a_new_rise_takes_the_place_of_an_old_answer(hass: HomeAssistant, anna: App) -> None:
    options = {**calling([anna]), **QUIET_YELLOW}
    async with household(hass, options) as coordinator:
        await run(coordinator)
        await until_told(coordinator, 1)
        anna.press(hass, "Acknowledge")
        await anna.hears(3)

        await run(coordinator, Protocol.YELLOW)
        await run(coordinator)

        await anna.hears(5)
        await until_told(coordinator, 1)
        assert list(anna.shown.values()) == ["Red: Foyer"]


async def test_a_quiet_level_is_told_once_as_any_other_message(
    hass: HomeAssistant, anna: App, ben: App, wall: Wall
) -> None:
    async with household(hass, {**calling([anna], [ben]), **QUIET_YELLOW}) as coordinator:
        await run(coordinator, Protocol.YELLOW, "LivingRoom")

        told = await anna.hears(1)
        assert told["title"] == "Yellow: Living room"
        assert told["data"].keys() == {"tag", "url", "clickAction", "actions"}
        assert (await until_told(coordinator, 1)).call == -1
        assert len(on_the_wall(hass)) == 1

        await pass_time(hass, wall, 3600)
        assert (len(anna.heard), len(ben.heard)) == (1, 0)


async def test_a_quiet_word_becomes_a_call_when_it_gets_red(hass: HomeAssistant, anna: App) -> None:
    async with household(hass, {**calling([anna]), **QUIET_YELLOW}) as coordinator:
        await run(coordinator, Protocol.YELLOW, "LivingRoom")
        await until_told(coordinator, 1)

        await run(coordinator, Protocol.RED, "Foyer")

        told = await anna.hears(2)
        assert told["title"] == "Red: Foyer"
        assert "push" in told["data"]
        assert len(anna.shown) == 1


async def test_nobody_is_told_of_yellow_by_default(hass: HomeAssistant, anna: App) -> None:
    async with household(hass, calling([anna])) as coordinator:
        await run(coordinator, Protocol.YELLOW, "LivingRoom")
        await hass.async_block_till_done()

        assert anna.heard == []
        assert on_the_wall(hass) == {}


async def test_a_drill_tells_nobody(hass: HomeAssistant, anna: App) -> None:
    async with household(hass, calling([anna])) as coordinator:
        await coordinator.response.drill("HOUSE", NOISE)
        await hass.async_block_till_done()

        assert anna.heard == []
        assert on_the_wall(hass) == {}


async def test_a_second_red_changes_the_same_notification_aloud(
    hass: HomeAssistant, anna: App
) -> None:
    async with household(hass, calling([anna])) as coordinator:
        await run(coordinator)
        await until_told(coordinator, 1)

        await run(coordinator, zone="LivingRoom", cause=Cause(origin="system"))

        told = await anna.hears(2)
        assert told["title"] == "Red: Living room, Foyer"
        assert told["message"].startswith("Called by the house itself.")
        assert "channel" in told["data"]
        assert list(anna.shown.values()) == ["Red: Living room, Foyer"]
        assert [title for title, _ in on_the_wall(hass).values()] == ["Red: Living room, Foyer"]


async def test_the_call_waits_for_no_device_longer_than_its_deadline(
    hass: HomeAssistant, anna: App, wall: Wall
) -> None:
    async with household(hass, calling([anna])) as coordinator:
        chronicle = coordinator.response.chronicle
        siren = next(device for device in coordinator.house.devices if device.id == SIREN)
        step = Step(device=siren, command=SirenCommand(on=True))
        slow = Run(
            id="slow",
            protocol=Protocol.RED,
            zone="Foyer",
            cause=NOISE,
            started_at=wall.now(),
            deadline=5.0,
            steps=(step,),
            incident="slow",
        )
        change = StatusChange(
            status=Status.RED_CRITICAL, zone="Foyer", at=slow.started_at, run_id="slow"
        )
        await chronicle.record(change, RunStarted(run=slow))
        await pass_time(hass, wall, 5)
        assert anna.heard == []

        await pass_time(hass, wall, 1)

        told = await anna.hears(1)
        assert told["message"].endswith("Hall siren has not confirmed yet.")
        await until_told(coordinator, 1)

        failed = Step(
            device=siren,
            command=step.command,
            result=Result.FAILED,
            reason=Reason.JAMMED,
            stand_ins=("Kitchen speaker", "Radio"),
        )
        await chronicle.record(StepEnded(run_id="slow", step=failed, at=wall.now()))
        told = await anna.hears(2)
        assert told["message"].endswith(
            "Hall siren is jammed: the bolt did not move all the way. Check that the door is shut."
            " In its place: Kitchen speaker, Radio."
        )
        assert told["data"]["alert_once"] is True
        assert told["data"]["push"]["interruption-level"] == "passive"


async def test_a_device_that_comes_round_is_told_without_a_sound(
    hass: HomeAssistant, anna: App
) -> None:
    async with household(hass, calling([anna])) as coordinator:
        siren = device_of(coordinator, SIREN)
        await siren.set_fault(Fault.OFFLINE)
        await until(link_of(coordinator, SIREN), lambda link: not link.report.reachable)
        await run(coordinator)
        await until_told(coordinator, 1)

        await siren.set_fault(Fault.NONE)

        told = await anna.hears(2)
        assert told["message"].endswith("Everything confirmed.")
        assert told["data"]["alert_once"] is True


async def test_an_alarm_goes_on_after_a_restart_as_if_there_had_been_none(
    hass: HomeAssistant, anna: App, ben: App, wall: Wall
) -> None:
    async with household(hass, calling([anna], [ben], wait_seconds=60)) as coordinator:
        await run(coordinator)
        await until_told(coordinator, 1)
        begun = wall.now()
        before = on_the_wall(hass)

        wall.tick(20)
        coordinator = await restarted(hass, coordinator.entry)
        assert on_the_wall(hass) == before
        await pass_time(hass, wall, 39)
        assert len(anna.heard) == 1

        await pass_time(hass, wall, 1)
        told = await until_told(coordinator, 2)
        assert told.at == begun + timedelta(seconds=60)
        assert told.targets == (anna.target, ben.target)

        coordinator = await restarted(hass, coordinator.entry)
        ben.press(hass, "Acknowledge")
        await until_house(coordinator, answered(Answer.ACKNOWLEDGED))
        assert (await ben.hears(3))["message"] != "clear_notification"
        assert (await anna.hears(4))["message"] != "clear_notification"
        assert anna.heard[2]["message"] == ben.heard[1]["message"] == "clear_notification"

        coordinator = await restarted(hass, coordinator.entry)
        await run(coordinator, Protocol.GREEN, "HOUSE")
        await anna.hears(5)
        assert anna.shown == {}


async def test_a_call_that_a_restart_cut_off_is_made_again(
    hass: HomeAssistant, anna: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("custom_components.tuya_twin.people.LEAVING_SECONDS", 0.01)
    async with household(hass, calling([anna])) as coordinator:
        anna.free.clear()
        await run(coordinator)
        await anna.hears(1)

        coordinator = await restarted(hass, coordinator.entry)
        anna.free.set()

        await anna.hears(2)
        assert (await until_told(coordinator, 1)).failed == ()


async def test_phones_are_waited_for_that_home_assistant_has_still_to_set_up(
    hass: HomeAssistant, anna: App, wall: Wall
) -> None:
    async with household(hass, calling([anna], wait_seconds=10)) as coordinator:
        await run(coordinator)
        await until_told(coordinator, 1)

        hass.set_state(CoreState.starting)
        coordinator = await restarted(hass, coordinator.entry)
        await pass_time(hass, wall, 20)
        assert len(anna.heard) == 1
        hass.set_state(CoreState.running)
        hass.bus.async_fire("homeassistant_started")
        await anna.hears(2)
        await until_told(coordinator, 2)

        hass.set_state(CoreState.starting)
        coordinator = await restarted(hass, coordinator.entry)
        await pass_time(hass, wall, 10)
        await pass_time(hass, wall, 31)
        await anna.hears(3)
        await until_told(coordinator, 3)
        hass.set_state(CoreState.running)


async def test_an_alarm_stands_in_home_assistant_with_nothing_set_up(hass: HomeAssistant) -> None:
    async with household(hass, {}) as coordinator:
        await run(coordinator)
        told = await until_told(coordinator, 1)

        assert told.targets == ()
        assert on_the_wall(hass) == {
            f"tuya_twin_{told.incident_id}": (
                "Red: Foyer",
                "Glass broke\n\nEverything confirmed.",
            )
        }


async def test_nobody_is_said_to_be_told_where_nobody_can_be(hass: HomeAssistant) -> None:
    async with household(hass, {"people": {"persistent": False}}) as coordinator:
        await run(coordinator)
        await hass.async_block_till_done()

        assert on_the_wall(hass) == {}
        assert coordinator.house.incident
        assert coordinator.house.incident.told == ()


async def test_an_answer_that_comes_while_a_phone_still_hangs_is_not_overtaken(
    hass: HomeAssistant, anna: App, ben: App
) -> None:
    async with household(hass, calling([anna, ben])) as coordinator:
        anna.free.clear()
        await run(coordinator)
        await anna.hears(1)

        ben.press(hass, "Acknowledge")
        await ben.hears(3)
        assert len(anna.heard) == 1
        anna.free.set()

        await anna.hears(3)
        assert anna.heard[1]["message"] == "clear_notification"
        await until_told(coordinator, 1)


async def test_calls_go_on_when_the_record_can_not_be_written(
    hass: HomeAssistant,
    anna: App,
    wall: Wall,
) -> None:
    async with household(hass, calling([anna], wait_seconds=60)) as coordinator:
        anna.free.clear()
        await run(coordinator)
        await anna.hears(1)
        await coordinator.journal.close()
        anna.free.set()
        await until_told(coordinator, 1)

        await pass_time(hass, wall, 60)

        await anna.hears(2)
        assert (await until_told(coordinator, 2)).call == 1


async def test_a_siren_that_will_not_be_silent_is_told_to_everybody_at_once(
    hass: HomeAssistant, anna: App, ben: App, telegram: Phone
) -> None:
    options: dict[str, Any] = calling([anna], [telegram])
    options["people"]["zones"] = {"Foyer": [ben.target]}
    async with household(hass, options) as coordinator:
        siren = next(device for device in coordinator.house.devices if device.id == SIREN)

        coordinator.people.siren_stuck(siren, stuck=True)

        told = await anna.hears(1)
        assert told["title"] == "Hall siren"
        assert told["message"].startswith("Hall siren does not confirm that it is silent:")
        assert told["data"]["ttl"] == 0
        assert "actions" not in told["data"]
        assert SIREN not in told["data"]["tag"]
        await ben.hears(1)
        await telegram.hears(1)
        assert [title for title, _ in on_the_wall(hass).values()] == ["Hall siren"]

        coordinator.people.siren_stuck(siren, stuck=False)

        await anna.hears(2)
        assert anna.shown == {}
        assert (await telegram.hears(2))["message"] == "Hall siren is silent."
        assert on_the_wall(hass) == {}


async def test_the_word_of_a_stuck_siren_goes_with_the_household(
    hass: HomeAssistant, anna: App
) -> None:
    async with household(hass, calling([anna])) as coordinator:
        siren = next(device for device in coordinator.house.devices if device.id == SIREN)
        coordinator.people.siren_stuck(siren, stuck=True)
        await anna.hears(1)

    assert on_the_wall(hass) == {}
