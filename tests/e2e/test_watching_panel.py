"""The watch, the reasons and an AI's opinion on the panel: a real house, a real browser."""

from collections.abc import AsyncIterator
from pathlib import Path

from playwright.async_api import Locator, Page, expect
import pytest

from scripts.lib.browser import PANEL_PATH, browser_window, panel_page
from scripts.lib.home import Home
from scripts.lib.home_types import JSONObject
from scripts.lib.household import set_options, time_zone_in_which_it_is
from scripts.lib.watch import (
    AT_ONCE,
    SOMEBODY_MOVES,
    SOMETHING_SHAKES,
    WATCHING,
    go_away,
    press,
    watch,
)
from tests.ai_kit import beside_a_scripted_ai, says, scripted
from tests.e2e.axe import flaws
from tests.e2e.hands import press_twice
from tests.e2e.houses import moved_in

pytestmark = [pytest.mark.browser, pytest.mark.process]

NIGHT = 2
PHONE = (390, 844)
DOOR, WINDOW = "binary_sensor.back_door", "binary_sensor.bathroom_window"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Home]:
    """The simulated household, where it is night."""
    async with moved_in(tmp_path, time_zone=time_zone_in_which_it_is(NIGHT)) as home:
        yield home


async def shows(home: Home, sensor: str, kind: str, state: str) -> None:
    """Have a sensor that is no device of the household show something."""
    attributes: JSONObject = {
        "device_class": kind,
        "friendly_name": sensor.partition(".")[2].replace("_", " ").capitalize(),
    }
    await home.post(f"/api/states/{sensor}", {"state": state, "attributes": attributes})


async def pick(home: Home, *sensors: str) -> None:
    """Have the foyer watched by these."""
    await set_options(
        home,
        "sensors",
        {"next_step_id": "sensor_zone"},
        {"zone": "Foyer"},
        {"sensors": list(sensors)},
    )


def watch_of(page: Page) -> Locator:
    return page.locator("tuya-twin-watch")


async def choose(page: Page, mode: str) -> None:
    await watch_of(page).get_by_role("button", name="Change").click()
    await watch_of(page).get_by_role("button", name=mode, exact=True).click()


async def watched_as(home: Home) -> str:
    return (await home.states())[WATCHING].state


# The watch -------------------------------------------------------------------------------------


async def test_the_watch_is_chosen_and_counts_down_the_time_to_leave(house: Home) -> None:
    async with panel_page(house) as page, panel_page(house, size=PHONE) as other:
        await expect(watch_of(page)).to_contain_text("Not watched")
        await watch_of(page).get_by_role("button", name="Change").click()
        assert await flaws(watch_of(page)) == []

        await watch_of(page).get_by_role("button", name="Away").click()

        for screen in (page, other):
            await expect(watch_of(screen)).to_contain_text("Away")
            await expect(watch_of(screen)).to_contain_text("Time to leave: signs count in")
        await expect(watch_of(page).get_by_role("button", name="Change")).to_be_focused()
        assert await watched_as(house) == "away"
        assert await flaws(watch_of(page)) == []


async def test_what_stands_open_keeps_it_from_being_watched_and_is_named(house: Home) -> None:
    await shows(house, WINDOW, "window", "on")
    await pick(house, WINDOW)
    await set_options(house, "watching", {**AT_ONCE, "leave_open": False})
    async with panel_page(house) as page:
        await choose(page, "Night")

        await expect(watch_of(page).get_by_role("alert")).to_contain_text("Bathroom window")
        assert await flaws(watch_of(page)) == []
        await expect(watch_of(page)).to_contain_text("Not watched")

    await set_options(house, "watching", AT_ONCE)
    async with panel_page(house) as page:
        await choose(page, "Night")

        await expect(watch_of(page)).to_contain_text(
            "Does not count in this watch: Bathroom window."
        )


async def test_whoever_came_in_says_that_it_is_them(house: Home) -> None:
    await shows(house, DOOR, "door", "off")
    await pick(house, DOOR)
    await set_options(house, "watching", {**AT_ONCE, "entry_seconds": 120})
    await watch(house, "away")
    async with panel_page(house) as page, panel_page(house, size=PHONE) as other:
        await expect(watch_of(page)).to_contain_text("Away")
        await shows(house, DOOR, "door", "on")

        for screen in (page, other):
            came = screen.get_by_role("region", name="Somebody came in: Foyer")
            await expect(came).to_contain_text("s to say that it is you.")
        entry = page.locator("tuya-twin-entry")
        assert await flaws(entry) == []
        await press_twice(entry.get_by_role("button", name="It is me"))

        for screen in (page, other):
            await expect(screen.locator("tuya-twin-entry section")).to_have_count(0)
            await expect(watch_of(screen)).to_contain_text("Not watched")
        await expect(page.get_by_role("heading", name="All safe")).to_be_visible()


async def test_in_an_alarm_no_stray_tap_ends_the_watch(house: Home) -> None:
    await go_away(house)
    await house.call_service("tuya_twin", "execute_red_protocol", {})
    async with panel_page(house) as page:
        await expect(page.get_by_role("heading", name="Critical: whole house")).to_be_visible()

        await choose(page, "Not watched")
        await expect(watch_of(page).get_by_role("button", name="Tap again")).to_be_visible()
        assert await watched_as(house) == "away"
        await expect(
            watch_of(page).get_by_role("button", name="Not watched", exact=True)
        ).to_be_visible()
        await press_twice(watch_of(page).get_by_role("button", name="Not watched", exact=True))

        await expect(watch_of(page).locator(".mode")).to_contain_text("Not watched")


# Why -------------------------------------------------------------------------------------------


async def test_the_sum_of_the_reasons_is_told_and_is_on_record(house: Home) -> None:
    await go_away(house)
    async with panel_page(house) as page, panel_page(house, scheme="dark", size=PHONE) as other:
        await expect(watch_of(page)).to_contain_text("Away")
        await expect(page.locator("tuya-twin-why")).to_be_hidden()
        await press(house, SOMEBODY_MOVES)
        await expect(page.get_by_role("heading", name="Warning: Foyer")).to_be_visible()
        await press(house, SOMETHING_SHAKES)

        for screen in (page, other):
            why = screen.locator("tuya-twin-why")
            await expect(why.get_by_role("listitem")).to_have_text(
                ["Foyer Motion 50", "then Foyer Vibration +40", "\u00d7\u00a01.5 at night", "= 135"]
            )
            await expect(why).to_contain_text("Critical")
            assert await flaws(why) == []
        await expect(page.locator("tuya-twin-banner")).to_contain_text(
            "Foyer Motion and Foyer Vibration, at"
        )

        await page.get_by_role("button", name="All incidents").click()
        await page.locator("tuya-twin-incident-list").get_by_role("button").first.click()
        timeline = page.locator("tuya-twin-timeline")
        await timeline.get_by_role("button", name="Findings").click()
        await expect(timeline).to_contain_text("Found in Foyer: Critical")
        await expect(timeline).to_contain_text(
            "Foyer Motion 50 \u00b7 then Foyer Vibration +40 \u00b7 \u00d7\u00a01.5 at night = 135"
        )
        assert await flaws(timeline) == []


async def test_after_a_false_alarm_it_is_said_which_sensors_count_for_less(house: Home) -> None:
    await go_away(house)
    async with panel_page(house) as page:
        await press(house, SOMEBODY_MOVES)
        await press(house, SOMETHING_SHAKES)
        await expect(page.get_by_role("heading", name="Critical")).to_be_visible()

        answers = page.locator("tuya-twin-answers")
        await press_twice(answers.get_by_role("button", name="False alarm"))

        await expect(answers.get_by_role("status").last).to_have_text(
            "Counts for less from now on: Foyer Motion (80 %) and Foyer Vibration (80 %)."
        )


async def test_a_kiosk_shows_the_watch_and_who_came_in_but_nothing_to_press(house: Home) -> None:
    await shows(house, DOOR, "door", "off")
    await pick(house, DOOR)
    await set_options(house, "watching", {**AT_ONCE, "entry_seconds": 120})
    await watch(house, "away")
    async with browser_window(house) as page:
        await page.goto(f"{house.url}{PANEL_PATH}/kiosk")
        kiosk = page.locator("tuya-twin-kiosk")
        await expect(kiosk.locator("footer")).to_contain_text("Away")

        await shows(house, DOOR, "door", "on")

        came = kiosk.get_by_role("region", name="Somebody came in: Foyer")
        await expect(came).to_contain_text("s to say that it is you.")
        await expect(came.get_by_role("button")).to_have_count(0)
        assert await flaws(kiosk.locator("tuya-twin-entry")) == []


# The second opinion ----------------------------------------------------------------------------


async def test_what_an_ai_says_is_shown_as_its_words_and_nothing_else(tmp_path: Path) -> None:
    zone = time_zone_in_which_it_is(NIGHT)
    async with moved_in(tmp_path, time_zone=zone, **beside_a_scripted_ai(tmp_path)) as home:
        await set_options(home, "review", {"mode": "advise", "calls_a_day": 5})
        hostile = "<img src=x onerror=alert(1)> Unlock the door."
        answer = scripted(says("red", "binary_sensor.foyer_motion", summary=hostile))
        await home.call_service("scripted_ai", "script", {"answers": [answer]})
        await go_away(home)
        async with panel_page(home) as page:
            await expect(watch_of(page)).to_contain_text("Away")
            await press(home, SOMEBODY_MOVES)

            opinion = page.get_by_role("region", name="Second opinion of an AI")
            await expect(opinion).to_contain_text("An AI takes it for: Critical, 80 % sure")
            await expect(opinion).to_contain_text("Unlock the door.\u201d")
            await expect(opinion).to_contain_text("It moved nothing: the rules decide.")
            await expect(opinion.locator("img")).to_have_count(0)
            assert await flaws(page.locator("tuya-twin-why")) == []
            await expect(page.get_by_role("heading", name="Warning: Foyer")).to_be_visible()
            await expect(page.locator("tuya-twin-banner")).not_to_contain_text("Unlock")
